#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "cover_impl.h"
#include "sandbox.h"

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
		for (size_t f = 0; f < c->files[i].code->count; f++)
			free(c->files[i].went[f]);
		free(c->files[i].went);
		branch_free(&c->files[i]);
		code_free(c->files[i].code);
	}
	path_free(c);
	free(c->files);
	free(c);
}

struct cover_file *cover_file(const struct cover *c, const char *chunk)
{
	for (size_t i = 0; i < c->count; i++)
		if (!strcmp(c->files[i].chunk, chunk))
			return &c->files[i];
	return NULL;
}

static void each_line(struct cover_file *file, void (*visit)(struct cover_file *file, int line))
{
	for (size_t i = 0; i < file->code->count; i++) {
		const struct code_function *f = &file->code->functions[i];
		for (size_t at = 0; at < f->count; at++)
			if (code_runs(f, at))
				visit(file, f->lines[at]);
	}
}

static void find_last(struct cover_file *file, int line)
{
	if (line > file->last_line)
		file->last_line = line;
}

static void can_run(struct cover_file *file, int line)
{
	file->seen[line] = 0;
}

int cover_learn(struct cover *c, const char *chunk, const char *source, size_t len_bytes,
                struct err *e)
{
	if (cover_file(c, chunk))
		return 0;
	struct code *code = code_read(chunk, source, len_bytes, e);
	if (!code)
		return -1;
	struct cover_file file = { .chunk = xstrdup(chunk), .code = code };
	each_line(&file, find_last);
	file.seen = xmalloc((size_t)(file.last_line + 1) * sizeof *file.seen);
	for (int line = 0; line <= file.last_line; line++)
		file.seen[line] = -1;
	each_line(&file, can_run);
	file.went = xcalloc(code->count, sizeof *file.went);
	for (size_t f = 0; f < code->count; f++)
		file.went[f] = xcalloc(code->functions[f].count + 1, sizeof *file.went[f]);
	branch_find(&file);
	c->files = xrealloc(c->files, (c->count + 1) * sizeof *c->files);
	c->files[c->count++] = file;
	return 0;
}

static void see_line(struct cover_file *file, int line)
{
	if (line >= 0 && line <= file->last_line && file->seen[line] >= 0)
		file->seen[line]++;
}

static void on_line(void *arg, const char *chunk, int line)
{
	struct cover_file *file = cover_file(arg, chunk);
	if (file)
		see_line(file, line);
}

static void on_instruction(void *arg, lua_State *co, const lua_Debug *at)
{
	struct cover_file *file = at->source[0] == '@' ? cover_file(arg, at->source + 1) : NULL;
	if (at->event == LUA_HOOKTAILCALL)
		path_replace(arg, co);
	if (!file)
		return;
	if (at->event == LUA_HOOKLINE)
		see_line(file, at->currentline);
	else
		path_see(arg, file, co, at);
}

void cover_start(struct cover *c)
{
	sandbox_watch_lines(on_line, c);
}

void cover_start_whole(struct cover *c)
{
	sandbox_watch_instructions(on_instruction, c);
}

void cover_stop(void)
{
	sandbox_watch_lines(NULL, NULL);
}

void cover_clear(struct cover *c)
{
	for (size_t i = 0; i < c->count; i++) {
		struct cover_file *file = &c->files[i];
		for (int line = 0; line <= file->last_line; line++)
			file->seen[line] = file->seen[line] < 0 ? -1 : 0;
		for (size_t f = 0; f < file->code->count; f++)
			memset(file->went[f], 0,
			       file->code->functions[f].count * sizeof *file->went[f]);
	}
}

int64_t cover_line(const struct cover *c, const char *chunk, int line)
{
	const struct cover_file *file = cover_file(c, chunk);
	return file && line > 0 && line <= file->last_line ? file->seen[line] : -1;
}

int cover_last_line(const struct cover *c, const char *chunk)
{
	const struct cover_file *file = cover_file(c, chunk);
	return file ? file->last_line : 0;
}

/* ---- between processes ---- */

/* {chunk: {"seen": [by line], "went": [[by instruction, twice], by function]}} */
json_t *cover_counts(const struct cover *c)
{
	json_t *counts = json_object();
	for (size_t i = 0; i < c->count; i++) {
		const struct cover_file *file = &c->files[i];
		json_t *seen = json_array(), *went = json_array();
		for (int line = 0; line <= file->last_line; line++)
			json_array_append_new(seen, json_integer(file->seen[line]));
		for (size_t f = 0; f < file->code->count; f++) {
			json_t *one = json_array();
			for (size_t at = 0; at < file->code->functions[f].count * 2; at++)
				json_array_append_new(one,
				                      json_integer(file->went[f][at / 2][at % 2]));
			json_array_append_new(went, one);
		}
		json_object_set_new(counts, file->chunk,
		                    json_pack("{s:o, s:o}", "seen", seen, "went", went));
	}
	return counts;
}

void cover_add(struct cover *c, const json_t *counts)
{
	for (size_t i = 0; i < c->count; i++) {
		struct cover_file *file = &c->files[i];
		const json_t *of = json_object_get(counts, file->chunk);
		const json_t *seen = json_object_get(of, "seen"),
			     *went = json_object_get(of, "went");
		for (int line = 0; line <= file->last_line; line++)
			if (file->seen[line] >= 0)
				file->seen[line] +=
					json_integer_value(json_array_get(seen, (size_t)line));
		for (size_t f = 0; f < file->code->count; f++)
			for (size_t at = 0; at < file->code->functions[f].count * 2; at++)
				file->went[f][at / 2][at % 2] += json_integer_value(
					json_array_get(json_array_get(went, f), at));
	}
}

/* ---- what stands in the code ---- */

static bool is_wait(const char *method)
{
	static const char *const kinds[] = { "suggest", "confirm", "consent", "ask", "listen" };
	for (size_t i = 0; method && i < COUNT_OF(kinds); i++)
		if (!strcmp(kinds[i], method))
			return true;
	return false;
}

size_t cover_waits(const struct cover *c, const char *chunk, struct cover_wait **out)
{
	const struct cover_file *file = cover_file(c, chunk);
	size_t count = 0;
	*out = NULL;
	for (size_t i = 0; file && i < file->code->count; i++) {
		const struct code_function *f = &file->code->functions[i];
		for (size_t at = 0; at < f->count; at++) {
			size_t call;
			bool used = false;
			const char *kind = code_method(f, at, &call, &used);
			if (!is_wait(kind))
				continue;
			*out = xrealloc(*out, (count + 1) * sizeof **out);
			(*out)[count++] = (struct cover_wait){ kind, f->lines[call], used };
		}
	}
	return count;
}

int cover_names(const struct cover *c, const char *chunk, const char *id)
{
	const struct cover_file *file = cover_file(c, chunk);
	int first = 0;
	for (size_t i = 0; file && i < file->code->count; i++) {
		const struct code_function *f = &file->code->functions[i];
		for (size_t at = 0; at < f->count; at++) {
			const char *name = code_field(f, at);
			if (name && !strcmp(name, id) && (!first || f->lines[at] < first))
				first = f->lines[at];
		}
	}
	return first;
}
