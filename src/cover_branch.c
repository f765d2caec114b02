/* Decisions of code, as a designer sees them: an `if`, a loop, a choice by `and` and `or`. What the compiler
 * makes several tests of on one line (`a and b`) is one decision; its ways on are the places it ends at. */
#include <stdlib.h>

#include "base.h"
#include "cover_impl.h"

enum { WALK_MAX = 400 };

struct decision {
	size_t function, lead; /* lead: the first of its tests */
	size_t *edges;         /* test * 2 + which, the ways of its tests that end it */
	size_t edges_count;
};

/* The tests of a function, and for each the lead of its decision. */
struct tests {
	const struct code_function *f;
	size_t *at, *lead, count;
};

static void dests(const struct code_function *f, size_t at, size_t out[2])
{
	code_next(f, at, out);
	out[0] = code_settled(f, out[0]);
	out[1] = code_settled(f, out[1]);
}

/* The test to which code comes from `at` without leaving the line; f->count: none. */
static size_t test_behind(const struct code_function *f, size_t at, int line)
{
	size_t next[2];
	for (int i = 0; i < WALK_MAX && at < f->count && f->lines[at] == line; i++) {
		if (code_decides(f, at))
			return at;
		if (code_next(f, at, next) != 1)
			break;
		at = next[0];
	}
	return f->count;
}

static size_t index_of(const struct tests *t, size_t at)
{
	size_t i = 0;
	while (i < t->count && t->at[i] != at)
		i++;
	return i;
}

static void unite(struct tests *t, size_t a, size_t b)
{
	size_t from = t->lead[a] > t->lead[b] ? t->lead[a] : t->lead[b];
	size_t to = t->lead[a] + t->lead[b] - from;
	for (size_t i = 0; i < t->count; i++)
		if (t->lead[i] == from)
			t->lead[i] = to;
}

/* Two tests decide one thing when the one leads to the other, and both to one place besides; or to the same two. */
static void unite_tests(struct tests *t)
{
	for (size_t i = 0; i < t->count; i++) {
		size_t mine[2], others[2];
		dests(t->f, t->at[i], mine);
		for (int k = 0; k < 2; k++) {
			size_t j = index_of(t, test_behind(t->f, mine[k], t->f->lines[t->at[i]]));
			if (j == t->count || j == i)
				continue;
			dests(t->f, t->at[j], others);
			if (others[0] == mine[!k] || others[1] == mine[!k])
				unite(t, i, j);
		}
		for (size_t j = 0; j < i; j++) {
			dests(t->f, t->at[j], others);
			if (t->f->lines[t->at[i]] == t->f->lines[t->at[j]] &&
			    others[0] == mine[0] && others[1] == mine[1])
				unite(t, i, j);
		}
	}
}

static void add_decision(struct cover_file *file, size_t function, const struct tests *t,
                         size_t lead)
{
	struct decision d = { .function = function, .lead = t->at[lead] };
	for (size_t i = 0; i < t->count; i++) {
		size_t to[2];
		if (t->lead[i] != lead)
			continue;
		dests(t->f, t->at[i], to);
		for (int k = 0; k < 2; k++) {
			size_t j = index_of(t, test_behind(t->f, to[k], t->f->lines[t->at[i]]));
			if (j < t->count && j != i && t->lead[j] == lead)
				continue; /* the decision goes on */
			d.edges = xrealloc(d.edges, (d.edges_count + 1) * sizeof *d.edges);
			d.edges[d.edges_count++] = t->at[i] * 2 + (size_t)k;
		}
	}
	file->decisions =
		xrealloc(file->decisions, (file->decisions_count + 1) * sizeof *file->decisions);
	file->decisions[file->decisions_count++] = d;
}

static int line_of(const struct cover_file *file, const struct decision *d)
{
	return file->code->functions[d->function].lines[d->lead];
}

/* Functions stand behind the one they are in: by line, they are in their reader's order. */
static void sort(struct cover_file *file)
{
	for (size_t i = 1; i < file->decisions_count; i++) {
		struct decision d = file->decisions[i];
		size_t k = i;
		for (; k > 0 && line_of(file, &file->decisions[k - 1]) > line_of(file, &d); k--)
			file->decisions[k] = file->decisions[k - 1];
		file->decisions[k] = d;
	}
}

void branch_find(struct cover_file *file)
{
	for (size_t function = 0; function < file->code->count; function++) {
		const struct code_function *f = &file->code->functions[function];
		struct tests t = { .f = f };
		t.at = xcalloc(f->count + 1, sizeof *t.at);
		t.lead = xcalloc(f->count + 1, sizeof *t.lead);
		for (size_t at = 0; at < f->count; at++) {
			if (!code_decides(f, at))
				continue;
			t.lead[t.count] = t.count;
			t.at[t.count++] = at;
		}
		unite_tests(&t);
		for (size_t i = 0; i < t.count; i++)
			if (t.lead[i] == i)
				add_decision(file, function, &t, i);
		free(t.at);
		free(t.lead);
	}
	sort(file);
}

void branch_free(struct cover_file *file)
{
	for (size_t i = 0; i < file->decisions_count; i++)
		free(file->decisions[i].edges);
	free(file->decisions);
}

size_t cover_decisions(const struct cover *c, const char *chunk)
{
	const struct cover_file *file = cover_file(c, chunk);
	return file ? file->decisions_count : 0;
}

/* In order of the code. */
static void add_way(struct cover_decision *out, size_t to, int line, int64_t count)
{
	size_t i = 0, k;
	while (i < out->count && out->ways[i].place < to)
		i++;
	if (i < out->count && out->ways[i].place == to) {
		out->ways[i].count += count;
		return;
	}
	if (out->count == COVER_WAYS_MAX)
		return;
	for (k = out->count++; k > i; k--)
		out->ways[k] = out->ways[k - 1];
	out->ways[i] = (struct cover_way){ to, line, count };
}

void cover_decision(const struct cover *c, const char *chunk, size_t i, struct cover_decision *out)
{
	const struct cover_file *file = cover_file(c, chunk);
	const struct decision *d = &file->decisions[i];
	const struct code_function *f = &file->code->functions[d->function];
	*out = (struct cover_decision){ .line = line_of(file, d) };
	for (size_t k = 0; k < d->edges_count; k++) {
		size_t at = d->edges[k] / 2, to[2];
		int which = d->edges[k] % 2;
		dests(f, at, to);
		add_way(out, to[which], to[which] < f->count ? f->lines[to[which]] : f->last_line,
		        file->went[d->function][at][which]);
	}
}
