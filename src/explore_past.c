/* What a turn has to know of the turns before it: kept with each state, so that nobody looks through all of them. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static json_int_t number_of(const json_t *object, const char *key)
{
	return json_integer_value(json_object_get(object, key));
}

const json_t *find_step(const json_t *records, json_int_t n)
{
	size_t i;
	json_t *one;
	json_array_foreach(records, i, one)
	{
		if (number_of(one, "n") == n && !strcmp(text_of(one, "r"), "step"))
			return one;
	}
	return NULL;
}

const json_t *step_of(const struct node *from, const json_t *records, json_int_t n)
{
	const json_t *found = find_step(records, n);
	for (size_t i = 0; !found && from && i < from->waits_count; i++)
		if (from->waits[i].n == n)
			found = from->waits[i].step;
	return found;
}

/* The step of a confirm of this party that the record settles; NULL: it settles none. */
static const json_t *settled_confirm(const struct node *from, const json_t *records,
                                     const json_t *record, enum role r)
{
	if (strcmp(text_of(record, "r"), "settle"))
		return NULL;
	const json_t *step = step_of(from, records, number_of(record, "n"));
	const char *kind = text_of(step, "kind");
	bool is_his = role_from(text_of(json_object_get(step, "is"), "party")) == r;
	return is_his && kind && !strcmp(kind, "confirm") ? step : NULL;
}

struct confirmed last_confirm(const struct node *from, const json_t *records, enum role r)
{
	struct confirmed last = from ? from->confirmed[r] : (struct confirmed){ 0 };
	size_t i;
	json_t *one;
	json_array_foreach(records, i, one)
	{
		const json_t *step = settled_confirm(from, records, one, r);
		const json_t *outcome = json_object_get(one, "outcome");
		const char *state = text_of(outcome, "state");
		/* who asks for something that the question hears has answered it so */
		bool asks = json_object_get(outcome, "kind") != NULL;
		if (step && state &&
		    !strcmp(state, "again")) /* src/answer.c: nobody has answered */
			last.open = true;
		else if (step)
			last = (struct confirmed){ step, asks || (state && !strcmp(state, "yes")),
				                   false };
	}
	return last;
}

void keep_past(struct node *n, const struct node *from, const struct support_case *c,
               const json_t *records)
{
	n->waits_count = c->waits_count;
	n->waits = xcalloc(c->waits_count + 1, sizeof *n->waits);
	for (size_t i = 0; i < c->waits_count; i++)
		n->waits[i] = (struct waiting_step){ c->waits[i].n,
			                             step_of(from, records, c->waits[i].n) };
	for (int r = 0; r < ROLE_COUNT; r++)
		n->confirmed[r] = last_confirm(from, records, (enum role)r);
}
