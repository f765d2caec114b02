/* What would be followed for ever: silence upon silence, and a variable that grows, so that no state is ever equal to one
 * before. Both are found as they grow, not once the time is over. */
#include "explore_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "crypto.h"
#include "journal.h"
#include "run.h"

/* States that differ by nothing but numbers of the flow. */
struct shape {
	uint8_t print[32];
	size_t count;
	struct node *first;
};

enum {
	SILENT_LIMITS_MAX = 60, /* so often nobody answers, and the flow still waits */
	NUMBERS_MAX = 32,       /* two counters up to 5, or the hours of a day, are fewer */
};

static bool shape_is(const void *item, const void *key)
{
	return !memcmp(((const struct shape *)item)->print, key, sizeof((struct shape *)0)->print);
}

void shapes_forget(struct exploration *x)
{
	x->by_shape.same = shape_is;
	for (size_t i = 0; i < x->by_shape.room; i++)
		free(x->by_shape.places[i].item);
	hash_free(&x->by_shape);
}

struct run *node_run(const struct exploration *x, const struct node *n, struct support_case **c)
{
	struct err e = { 0 };
	json_t *detail = NULL;
	struct journal *j = journal_new();
	struct run *r = run_new(x->b, &e);
	*c = node_case(x, n, j);
	if (r && run_replay(r, *c, j, &detail, &e)) {
		run_free(r);
		r = NULL;
	}
	json_decref(detail);
	journal_free(j);
	return r;
}

static json_t *numbers_of(const struct exploration *x, const struct node *n)
{
	struct support_case *c;
	struct run *r = node_run(x, n, &c);
	json_t *numbers = r ? run_numbers(r, c) : json_object();
	run_free(r);
	case_free(c);
	return numbers;
}

/* The variable that is another in the two. Caller frees. */
static char *what_grows(const struct exploration *x, const struct node *a, const struct node *b)
{
	const char *name;
	json_t *v, *was = numbers_of(x, a), *now = numbers_of(x, b);
	char *found = NULL;
	json_object_foreach(now, name, v)
	{
		if (!found && json_real_value(v) != json_real_value(json_object_get(was, name)))
			found = xasprintf("variable '%s' is another each time (%g, then %g)", name,
			                  json_real_value(json_object_get(was, name)),
			                  json_real_value(v));
	}
	json_decref(was);
	json_decref(now);
	return found ? found : xstrdup("a number that it keeps is another each time");
}

static bool differ_in_times(const struct node *a, const struct node *b)
{
	const size_t at = FLOW_BUT_TIMES * SHA256_BYTES;
	return !memcmp(a->flow_print + at, b->flow_print + at, SHA256_BYTES);
}

void note_shape(struct exploration *x, struct node *n, const uint8_t print[32])
{
	uint64_t hash;
	memcpy(&hash, print, sizeof hash);
	struct shape *s = x->by_shape.room ? hash_find(&x->by_shape, hash, print) : NULL;
	if (!s) {
		s = xcalloc(1, sizeof *s);
		memcpy(s->print, print, sizeof s->print);
		s->first = n;
		hash_put(&x->by_shape, hash, s);
	}
	n->shape = s;
	if (++s->count <= NUMBERS_MAX || x->endless)
		return;
	if (differ_in_times(s->first, n)) { /* as many as there are times */
		n->left = x->times_cut = true;
		return;
	}
	char *grows = what_grows(x, s->first, n);
	struct fault f = waiting_at(x, FAULT_GROWS, n->id);
	f.untried = x->times;
	add_fault(x, &f,
	          "this wait is come to again and again, and never in an equal state: %s; so not "
	          "every path can be followed: count up to a limit, and close the case behind it",
	          grows);
	x->endless = true;
	free(grows);
}

void note_silence(struct exploration *x, const struct node *from, struct node *to)
{
	if (to->id <= from->id || to->status != CASE_OPEN || to->silent > from->silent)
		return;
	to->silent = from->silent + 1;
	if (to->silent <= SILENT_LIMITS_MAX || x->endless)
		return;
	const struct fault f = waiting_at(x, FAULT_FOR_EVER, to->id);
	add_fault(x, &f, "%s", waits_for_ever);
	x->endless = true;
}
