#include "event_agent.h"

#include "turn.h"

int event_erase(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	if (event_party(t, ev, &r, e))
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
