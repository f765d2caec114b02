/* check.h: `assent check`: all that can be known to be wrong with flows before a customer meets
 * it. */
#ifndef ASSENT_CHECK_H
#define ASSENT_CHECK_H

#include <stdio.h>

/* `assent check [FLOW ...] [--flows DIR] [--on DATE] [--since DIR|HASH] [--data DIR] [--save DIR] [--quick]
 * [--watch]`: every finding on stdout
 * as "file:line: error|warning: what, what to do", then a line of counts. With --watch, again at
 * every save, until Ctrl-C. Exit status: 1 if there is an error, 2 for wrong use. */
int check_main(int argc, char **argv);

/* The same passes over one directory, its errors alone to out: -1 if there is one. */
int check_flows(const char *dir, FILE *out);

#endif
