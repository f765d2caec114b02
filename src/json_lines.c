#include "json_lines.h"

#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base.h"
#include "json_read.h"

enum { LINE_MAX_BYTES = 256 * 1024, READ_BYTES = 64 * 1024 };
enum { BLOCK_LINES = 10000, BLOCK_BYTES = 8 * 1024 * 1024 };

struct reading {
	json_lines_block_fn *answer;
	void *arg;
	const char *example;
	int pause_ms;   /* a writer that is silent so long waits for his answers */
	size_t numbers; /* lines so far */
	struct json_line lines[BLOCK_LINES];
	struct json_line *readable[BLOCK_LINES]; /* those of them that hold a row */
	size_t count, readable_count, bytes;
	bool failed;
};

static void complain(struct reading *r, const struct json_line *l)
{
	fflush(stdout); /* so that it is seen behind the answers before it */
	fprintf(stderr, "assent: line %zu: %s: write it as %s\n", l->number, l->err.text,
	        r->example);
	r->failed = true;
}

static int write_some(const char *text, size_t len_bytes, void *arg)
{
	(void)arg;
	return fwrite(text, 1, len_bytes, stdout) == len_bytes ? 0 : -1;
}

static void write_answer(const struct json_line *l)
{
	json_t *out = json_object();
	json_object_set(out, "id", json_object_get(l->row, "id"));
	json_object_update(out, l->answer);
	json_dump_callback(out, write_some, NULL, JSON_COMPACT);
	putchar('\n');
	json_decref(out);
}

/* ---- a block ---- */

static void answer_block(struct reading *r)
{
	if (r->readable_count)
		r->answer(r->arg, r->readable, r->readable_count);
	for (size_t i = 0; i < r->count; i++) {
		struct json_line *l = &r->lines[i];
		if (l->answer)
			write_answer(l);
		else
			complain(r, l);
		json_decref(l->answer);
		json_decref(l->row);
	}
	r->count = r->readable_count = r->bytes = 0;
}

static json_t *read_row(const char *text, size_t len_bytes, struct err *e)
{
	if (len_bytes > LINE_MAX_BYTES) {
		err_set(e, E_INPUT, "longer than 256 KiB");
		return NULL;
	}
	json_t *row = json_read(text, len_bytes, e);
	const json_t *id = json_object_get(row, "id");
	if (!row || json_is_string(id) || json_is_number(id))
		return row;
	json_decref(row);
	err_set(e, E_INPUT, "\"id\" must be a text or a number");
	return NULL;
}

/* text[len_bytes] is NUL. */
static void take_line(struct reading *r, const char *text, size_t len_bytes)
{
	r->numbers++;
	if (strspn(text, " \t\r") == len_bytes)
		return;
	if (r->count == BLOCK_LINES || r->bytes > BLOCK_BYTES)
		answer_block(r);
	struct json_line *l = &r->lines[r->count++];
	*l = (struct json_line){ .number = r->numbers };
	l->row = read_row(text, len_bytes, &l->err);
	if (l->row)
		r->readable[r->readable_count++] = l;
	r->bytes += len_bytes;
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

/* ---- the input ---- */

/* Bytes read, 0 at the end. Before it waits, what is at hand is answered and shown. */
static ssize_t read_more(struct reading *r, char *to)
{
	struct pollfd in = { STDIN_FILENO, POLLIN, 0 };
	if (poll(&in, 1, r->pause_ms) == 0) {
		answer_block(r);
		fflush(stdout);
	}
	ssize_t n;
	do
		n = read(STDIN_FILENO, to, READ_BYTES);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		fprintf(stderr, "assent: stdin cannot be read: %s\n", strerror(errno));
	return n;
}

/* -1: a line without end, or stdin or stdout failed; said on stderr. */
static int answer_all(struct reading *r)
{
	static char chunk[READ_BYTES];
	struct buf b = { 0 };
	ssize_t n;
	while ((n = read_more(r, chunk)) > 0 && b.len_bytes <= LINE_MAX_BYTES) {
		buf_add(&b, chunk, (size_t)n);
		take_lines(r, &b);
	}
	if (b.len_bytes > 0)
		take_line(r, b.data, b.len_bytes);
	buf_free(&b);
	answer_block(r);
	if (fflush(stdout) == 0 && !ferror(stdout))
		return n == 0 ? 0 : -1;
	fprintf(stderr, "assent: stdout cannot be written: %s\n", strerror(errno));
	return -1;
}

static int run(json_lines_block_fn *answer, void *arg, const char *example, int pause_ms)
{
	struct reading *r = xcalloc(1, sizeof *r);
	r->answer = answer;
	r->arg = arg;
	r->example = example;
	r->pause_ms = pause_ms;
	int status = answer_all(r) || r->failed ? 1 : 0;
	free(r);
	return status;
}

int json_lines_run_blocks(json_lines_block_fn *answer, void *arg, const char *example)
{
	return run(answer, arg, example, 20);
}

/* ---- texts ---- */

struct of_texts {
	json_lines_fn *answer;
	void *arg;
};

static void answer_texts(void *arg, struct json_line **lines, size_t count)
{
	const struct of_texts *of = arg;
	for (size_t i = 0; i < count; i++) {
		struct json_line *l = lines[i];
		const json_t *text = json_object_get(l->row, "text");
		if (json_is_string(text))
			l->answer = of->answer(of->arg, json_string_value(text),
			                       json_string_length(text), &l->err);
		else
			err_set(&l->err, E_INPUT, "\"text\" must be a text");
	}
}

int json_lines_run(json_lines_fn *answer, void *arg)
{
	struct of_texts of = { answer, arg };
	return run(answer_texts, &of, "{\"id\": \"1\", \"text\": \"네\"}", 0);
}
