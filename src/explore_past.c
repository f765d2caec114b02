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

/* The party of a settled confirm, its step and its answer; false: the record is none. */
static bool is_confirm(const struct node *from, const json_t *records, const json_t *record,
                       enum role *r, struct confirmed *what)
{
	if (strcmp(text_of(record, "r"), "settle"))
		return false;
	const json_t *step = step_of(from, records, number_of(record, "n"));
	const char *kind = text_of(step, "kind");
	const char *state = text_of(json_object_get(record, "outcome"), "state");
	*r = role_from(text_of(json_object_get(step, "is"), "party"));
	/* who asks for something that the question hears has answered it so */
	bool asks = json_object_get(json_object_get(record, "outcome"), "kind") != NULL;
	*what = (struct confirmed){ step, asks || (state && !strcmp(state, "yes")) };
	return kind && !strcmp(kind, "confirm") && *r != ROLE_NONE;
}

struct confirmed last_confirm(const struct node *from, const json_t *records, enum role r)
{
	static const struct confirmed none = { 0 };
	struct confirmed what;
	enum role whose;
	for (size_t i = json_array_size(records); i-- > 0;)
		if (is_confirm(from, records, json_array_get(records, i), &whose, &what) &&
		    whose == r)
			return what;
	return from ? from->confirmed[r] : none;
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
