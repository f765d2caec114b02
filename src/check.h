/* check.h: `assent check`: all that can be known to be wrong with flows before a customer meets
 * it. */
#ifndef ASSENT_CHECK_H
#define ASSENT_CHECK_H

#include <stdio.h>

struct command;

/* `assent check`: every finding on stdout as "file:line: error|warning: what, what to do", then a line of counts. With --watch, again at
 * every save, until Ctrl-C. Exit status: 1 if there is an error, 2 for wrong use.
 *
 * --json: lines {"progress": {"flow", "states", "waiting"}}, and last {"findings": [{"severity": "error"|"warning",
 * "file", "line", "text", "play"?: the shortest dialogue}], "flows": [{"flow", "whole", "states", "ways", "ends",
 * "interrupted", "chances", "ms"}], "errors", "warnings", "drafts", "accepted"}. */
extern const struct command check_command;

/* The same passes over one directory, its errors alone to out: -1 if there is one. progress: where its lines of progress
 * go; NULL: nowhere. */
int check_flows(const char *dir, FILE *out, FILE *progress);

#endif
