/* json_lines.h: a command that reads an object a line on stdin and answers each with a line on
 * stdout. */
#ifndef ASSENT_JSON_LINES_H
#define ASSENT_JSON_LINES_H

#include <jansson.h>
#include <stddef.h>

struct err;

/* What is written behind the row's id: a new object. NULL: err says what is wrong with the text. */
typedef json_t *json_lines_fn(void *arg, const char *text, size_t len_bytes, struct err *e);

/* Empty lines are passed over. A line that cannot be read (no JSON, without id and text, longer than
 * 256 KiB) is named on stderr by its number, nothing of it is repeated, and the others are answered.
 * Whoever writes a line sees its answer before he writes the next. The exit status: 0; 1 when a line
 * could not be read or stdin or stdout failed. */
int json_lines_run(json_lines_fn *answer, void *arg);

/* The same of objects with an id and other members than text; example: a line as it should be. */
typedef json_t *json_lines_row_fn(void *arg, const json_t *row, struct err *e);
int json_lines_run_rows(json_lines_row_fn *answer, void *arg, const char *example);

#endif
