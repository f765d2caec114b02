#include "test_moves.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"

/* One lane of the case, as far as its records have been read. */
struct lane {
	const char *handler; /* "": the main flow */
	json_int_t step_line;
	char *place;    /* where it waits; NULL: it has just begun */
	json_int_t n;   /* of that wait */
	json_t *result; /* how it ended; NULL: not yet */
};

struct moves {
	json_t *kept; /* records that lanes point into */
	struct lane *lanes;
	size_t count;
	json_t *seen;
};

static const char *text_of(const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));
	return text ? text : "";
}

static json_int_t number_of(const json_t *o, const char *key)
{
	return json_integer_value(json_object_get(o, key));
}

static struct lane *lane_of(struct moves *m, const json_t *r)
{
	size_t at = (size_t)number_of(r, "lane");
	if (at >= m->count) {
		m->lanes = xrealloc(m->lanes, (at + 1) * sizeof *m->lanes);
		for (size_t i = m->count; i <= at; i++)
			m->lanes[i] = (struct lane){ .handler = "" };
		m->count = at + 1;
	}
	return &m->lanes[at];
}

struct moves *moves_new(void)
{
	struct moves *m = xcalloc(1, sizeof *m);
	m->kept = json_array();
	m->seen = json_object();
	return m;
}

json_t *moves_end(struct moves *m)
{
	json_t *seen = m->seen;
	for (size_t i = 0; i < m->count; i++)
		free(m->lanes[i].place);
	free(m->lanes);
	json_decref(m->kept);
	free(m);
	return seen;
}

static const char *state_of(const struct lane *l)
{
	const char *state = text_of(l->result, "state");
	return *state || !l->result ? state : "elapsed";
}

static void count_move(struct moves *m, const struct lane *l, const char *to)
{
	char *start = xasprintf("start%s%s", *l->handler ? ":" : "", l->handler);
	char *key = xasprintf("%s\n%s\n%s", l->place ? l->place : start, state_of(l), to);
	json_int_t times = number_of(m->seen, key);
	json_object_set_new(m->seen, key, json_integer(times + 1));
	free(key);
	free(start);
}

static void go_to(struct moves *m, struct lane *l, const json_t *r)
{
	char *to = *l->handler ? xasprintf("%s:%lld", l->handler, (long long)number_of(r, "line"))
	                       : xasprintf("%lld@%lld", (long long)number_of(r, "line"),
	                                   (long long)l->step_line);
	const json_t *result = json_object_get(r, "result");
	count_move(m, l, to);
	free(l->place);
	l->place = to;
	l->n = number_of(r, "n");
	l->result = *text_of(result, "state") ? (json_t *)result : NULL;
}

static void see_step(struct moves *m, struct lane *l, const json_t *r)
{
	const char *kind = text_of(r, "kind");
	if (!strcmp(kind, "step")) {
		l->step_line = number_of(r, "line");
	} else if (!strcmp(kind, "close")) {
		char *to = xasprintf("end:%s", text_of(json_object_get(r, "is"), "outcome"));
		count_move(m, l, to);
		free(to);
	} else if (!strcmp(kind, "done")) {
		count_move(m, l, "done");
	} else if (json_object_get(r, "wait") || *text_of(json_object_get(r, "result"), "state")) {
		go_to(m, l, r);
	}
}

void moves_see(struct moves *m, json_t *r)
{
	const char *what = text_of(r, "r");
	bool steps = !strcmp(what, "step"), settles = !strcmp(what, "settle");
	if (!steps && !settles && strcmp(what, "interrupt") != 0)
		return;
	struct lane *l = lane_of(m, r);
	json_array_append(m->kept, r);
	if (steps)
		see_step(m, l, r);
	else if (!settles)
		l->handler = text_of(r, "handler");
	else if (number_of(r, "n") == l->n)
		l->result = json_object_get(r, "outcome");
}
