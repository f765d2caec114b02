#include "json_lines.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "json_read.h"

static json_t *answer_line(const char *line, size_t len_bytes, json_lines_fn *answer, void *arg,
                           struct err *e)
{
	json_t *row = json_read(line, len_bytes, e), *out = NULL;
	if (json_is_object(row))
		out = answer(arg, row, e);
	else if (row)
		err_set(e, E_INPUT, "each line must be a JSON object");
	json_decref(row);
	return out;
}

static void complain(size_t n, const char *why)
{
	fprintf(stderr, "assent: line %zu of stdin: %s\n", n, why);
}

int json_lines_run(FILE *in, FILE *out, json_lines_fn *answer, void *arg)
{
	char *line = NULL;
	size_t room = 0, n = 0;
	int status = 0;
	for (ssize_t len; (len = getline(&line, &room, in)) >= 0;) {
		struct err e = { 0 };
		n++;
		if (strspn(line, " \t\r\n") == (size_t)len)
			continue;
		json_t *made = answer_line(line, (size_t)len, answer, arg, &e);
		if (made) {
			json_dumpf(made, out, JSON_COMPACT);
			fputc('\n', out);
			fflush(out); /* who asks line by line waits for it */
		} else {
			complain(n, e.text);
			status = 1;
		}
		json_decref(made);
	}
	free(line);
	if (ferror(in) || fflush(out) || ferror(out)) {
		fprintf(stderr, "assent: cannot read stdin or write stdout: %s\n", strerror(errno));
		return 1;
	}
	return status;
}
