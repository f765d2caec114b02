#include "event_agent.h"

#include "turn.h"

#include <string.h>

/* Also of who is not in the case any words or numbers may be kept. */
static bool has_values(const struct support_case *c, enum role r)
{
	for (size_t i = 0; i < c->values_count; i++)
		if (c->values[i].party && !strcmp(c->values[i].party, role_name(r)))
			return true;
	return false;
}

int event_erase(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	if (event_party(t, ev, &r, e) || (!has_values(t->c, r) && event_in_case(t, r, e)))
		return -1;
	if (!event_names_person(ev))
		return err_set(e, E_FORBIDDEN,
		               "the name of the person who orders the erasure must be known: give "
		               "it as \"by\"");
	event_record(t, ev, NULL);
	if (t->c->status != CASE_CLOSED)
		turn_close(t, json_string("erased"));
	turn_erase_wholly(t, r);
	return 0;
}
