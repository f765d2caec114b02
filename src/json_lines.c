#include "json_lines.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base.h"
#include "json_read.h"

enum { LINE_MAX_BYTES = 256 * 1024, READ_BYTES = 64 * 1024 };

struct reading {
	json_lines_row_fn *answer;
	void *arg;
	const char *example;
	size_t line; /* number of the line in hand, from 1 */
	bool failed;
};

static void complain(struct reading *r, const char *why)
{
	fflush(stdout); /* so that it is seen behind the answers before it */
	fprintf(stderr, "assent: line %zu: %s: write it as %s\n", r->line, why, r->example);
	r->failed = true;
}

static int write_some(const char *text, size_t len_bytes, void *arg)
{
	(void)arg;
	return fwrite(text, 1, len_bytes, stdout) == len_bytes ? 0 : -1;
}

static void answer_row(struct reading *r, const json_t *line)
{
	struct err e = { 0 };
	json_t *id = json_object_get(line, "id");
	if (!json_is_string(id) && !json_is_number(id)) {
		complain(r, "\"id\" must be a text or a number");
		return;
	}
	json_t *found = r->answer(r->arg, line, &e);
	if (!found) {
		complain(r, e.text);
		return;
	}
	json_t *out = json_object();
	json_object_set(out, "id", id);
	json_object_update(out, found);
	json_dump_callback(out, write_some, NULL, JSON_COMPACT);
	putchar('\n');
	json_decref(found);
	json_decref(out);
}

/* text[len_bytes] is NUL. */
static void take_line(struct reading *r, const char *text, size_t len_bytes)
{
	struct err e = { 0 };
	r->line++;
	if (strspn(text, " \t\r") == len_bytes)
		return;
	if (len_bytes > LINE_MAX_BYTES) {
		complain(r, "longer than 256 KiB");
		return;
	}
	json_t *line = json_read(text, len_bytes, &e);
	if (line)
		answer_row(r, line);
	else
		complain(r, e.text);
	json_decref(line);
}

/* Takes the whole lines of b and leaves the rest in it. */
static void take_lines(struct reading *r, struct buf *b)
{
	char *at = b->data, *end = b->data + b->len_bytes, *newline;
	while (at < end && (newline = memchr(at, '\n', (size_t)(end - at)))) {
		*newline = 0;
		take_line(r, at, (size_t)(newline - at));
		at = newline + 1;
	}
	b->len_bytes = (size_t)(end - at);
	memmove(b->data, at, b->len_bytes);
	b->data[b->len_bytes] = 0;
}

/* Bytes read, 0 at the end. Before it waits, what was answered is shown. */
static ssize_t read_more(char *to)
{
	struct pollfd in = { STDIN_FILENO, POLLIN, 0 };
	if (poll(&in, 1, 0) == 0)
		fflush(stdout);
	ssize_t n;
	do
		n = read(STDIN_FILENO, to, READ_BYTES);
	while (n < 0 && errno == EINTR);
	return n;
}

/* -1: a line without end, or stdin or stdout failed; said on stderr. */
static int answer_all(struct reading *r)
{
	static char chunk[READ_BYTES];
	struct buf b = { 0 };
	ssize_t n;
	int rc = 0;
	while (rc == 0 && (n = read_more(chunk)) > 0) {
		buf_add(&b, chunk, (size_t)n);
		take_lines(r, &b);
		if (b.len_bytes > LINE_MAX_BYTES) {
			r->line++;
			complain(r, "longer than 256 KiB");
			rc = -1;
		}
	}
	if (rc == 0 && n < 0) {
		fprintf(stderr, "assent: stdin cannot be read: %s\n", strerror(errno));
		rc = -1;
	}
	if (rc == 0 && b.len_bytes > 0)
		take_line(r, b.data, b.len_bytes);
	buf_free(&b);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return rc;
	fprintf(stderr, "assent: stdout cannot be written: %s\n", strerror(errno));
	return -1;
}

int json_lines_run_rows(json_lines_row_fn *answer, void *arg, const char *example)
{
	struct reading r = { .answer = answer, .arg = arg, .example = example };
	return answer_all(&r) || r.failed ? 1 : 0;
}

struct of_texts {
	json_lines_fn *answer;
	void *arg;
};

static json_t *answer_text(void *arg, const json_t *row, struct err *e)
{
	const struct of_texts *of = arg;
	const json_t *text = json_object_get(row, "text");
	if (json_is_string(text))
		return of->answer(of->arg, json_string_value(text), json_string_length(text), e);
	err_set(e, E_INPUT, "\"text\" must be a text");
	return NULL;
}

int json_lines_run(json_lines_fn *answer, void *arg)
{
	struct of_texts of = { answer, arg };
	return json_lines_run_rows(answer_text, &of, "{\"id\": \"1\", \"text\": \"네\"}");
}
