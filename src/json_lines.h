/* json_lines.h: a command that reads an object a line on stdin and answers each with a line on
 * stdout. */
#ifndef ASSENT_JSON_LINES_H
#define ASSENT_JSON_LINES_H

#include <jansson.h>
#include <stddef.h>

#include "base.h"

/* What is written behind the row's id: a new object. NULL: err says what is wrong with the text. */
typedef json_t *json_lines_fn(void *arg, const char *text, size_t len_bytes, struct err *e);

/* Empty lines are passed over. A line that cannot be read (no JSON, without id and text, longer than
 * 256 KiB) is named on stderr by its number, nothing of it is repeated, and the others are answered.
 * Whoever writes a line sees its answer before he writes the next. The exit status: 0; 1 when a line
 * could not be read or stdin or stdout failed. */
int json_lines_run(json_lines_fn *answer, void *arg);

/* One line of the input with what is answered to it. */
struct json_line {
	size_t number;  /* in the input, from 1 */
	json_t *row;    /* an object with an id */
	json_t *answer; /* out: a new object; NULL: err says what is wrong with the row */
	struct err err;
};

/* The same of objects with other members than text, many at a time: what came before the writer
 * paused, at most 10,000 rows. The answers are written in the order of the input, in whatever order
 * the list was worked off (it may be sorted). example: a line as it should be. */
typedef void json_lines_block_fn(void *arg, struct json_line **lines, size_t count);
int json_lines_run_blocks(json_lines_block_fn *answer, void *arg, const char *example);

#endif
