/* json_lines.h: a command that answers each line of JSON on stdin with one on stdout. */
#ifndef ASSENT_JSON_LINES_H
#define ASSENT_JSON_LINES_H

#include <jansson.h>
#include <stdio.h>

struct err;

/* The answer to one row (an object), a new reference; NULL: err says what is wrong with the row. */
typedef json_t *json_lines_fn(void *arg, const json_t *row, struct err *e);

/* Empty lines are passed over. A bad line is named on stderr by its number (none of its text is
 * repeated) and the others are answered all the same. Exit status: 0; 1: some lines were bad, or
 * stdin or stdout failed. */
int json_lines_run(FILE *in, FILE *out, json_lines_fn *answer, void *arg);

#endif
