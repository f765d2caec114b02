#include "cover.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "cover_code.h"
#include "sandbox.h"

struct file {
	char *chunk;
	struct code *code;
	int last_line;
	int64_t *seen; /* by line; -1: nothing runs there */
};

struct cover {
	struct file *files;
	size_t count;
};

struct cover *cover_new(void)
{
	return xcalloc(1, sizeof(struct cover));
}

void cover_free(struct cover *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->count; i++) {
		free(c->files[i].chunk);
		free(c->files[i].seen);
		code_free(c->files[i].code);
	}
	free(c->files);
	free(c);
}

static struct file *file_of(const struct cover *c, const char *chunk)
{
	for (size_t i = 0; i < c->count; i++)
		if (!strcmp(c->files[i].chunk, chunk))
			return &c->files[i];
	return NULL;
}

static void each_line(struct file *file, void (*visit)(struct file *file, int line))
{
	for (size_t i = 0; i < file->code->count; i++) {
		const struct code_function *f = &file->code->functions[i];
		for (size_t at = 0; at < f->count; at++)
			if (code_runs(f, at))
				visit(file, f->lines[at]);
	}
}

static void find_last(struct file *file, int line)
{
	if (line > file->last_line)
		file->last_line = line;
}

static void can_run(struct file *file, int line)
{
	file->seen[line] = 0;
}

int cover_learn(struct cover *c, const char *chunk, const char *source, size_t len_bytes,
                struct err *e)
{
	if (file_of(c, chunk))
		return 0;
	struct code *code = code_read(chunk, source, len_bytes, e);
	if (!code)
		return -1;
	struct file file = { .chunk = xstrdup(chunk), .code = code };
	each_line(&file, find_last);
	file.seen = xmalloc((size_t)(file.last_line + 1) * sizeof *file.seen);
	for (int line = 0; line <= file.last_line; line++)
		file.seen[line] = -1;
	each_line(&file, can_run);
	c->files = xrealloc(c->files, (c->count + 1) * sizeof *c->files);
	c->files[c->count++] = file;
	return 0;
}

static void on_line(void *arg, const char *chunk, int line)
{
	struct file *file = file_of(arg, chunk);
	if (file && line >= 0 && line <= file->last_line && file->seen[line] >= 0)
		file->seen[line]++;
}

void cover_start(struct cover *c)
{
	sandbox_watch_lines(on_line, c);
}

void cover_stop(void)
{
	sandbox_watch_lines(NULL, NULL);
}

int64_t cover_line(const struct cover *c, const char *chunk, int line)
{
	const struct file *file = file_of(c, chunk);
	return file && line > 0 && line <= file->last_line ? file->seen[line] : -1;
}

int cover_last_line(const struct cover *c, const char *chunk)
{
	const struct file *file = file_of(c, chunk);
	return file ? file->last_line : 0;
}
