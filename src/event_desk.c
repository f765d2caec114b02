#include "event_desk.h"

#include <string.h>

#include "case.h"
#include "channel.h"
#include "event_agent.h"
#include "turn.h"

static const char *text_in(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static int nothing_new(struct err *e)
{
	return err_set(e, E_CONFLICT, "desk: this is known");
}

/* The agents of a case that had no place, or whose place is gone, work there from here on. */
static int join_desk(struct turn *t, const struct event *ev, enum role r, struct err *e)
{
	const json_t *desk = json_object_get(ev->body, "desk");
	const char *platform = text_in(desk, "platform"), *address = text_in(desk, "address");
	if (event_from_person(t, ev, r, e))
		return -1;
	if (t->c->desk)
		return nothing_new(e);
	if (!address || !channel_find(t->channels, platform))
		return err_set(e, E_INPUT,
		               "desk: expected {\"platform\", \"address\"} of a target");
	event_record(t, ev, NULL);
	turn_record(t, json_pack("{s:s, s:s, s:o}", "r", "desk", "platform", platform, "address",
	                         turn_address(t, platform, "desk", address)));
	return 0;
}

static int join_person(struct turn *t, const struct event *ev, const char *at, struct err *e)
{
	enum role r = turn_person_of_desk(t);
	const struct party *p = &t->c->parties[r];
	if (!p->known || p->address)
		return nothing_new(e);
	if (event_from_person(t, ev, r, e))
		return -1;
	event_record(t, ev, NULL);
	turn_record(t, json_pack("{s:s, s:s, s:o}", "r", "party", "party", role_name(r), "address",
	                         turn_address(t, p->platform, role_name(r), at)));
	return 0;
}

int event_joined(struct turn *t, const struct event *ev, struct err *e)
{
	const char *at = event_text(ev, "at");
	enum role r;
	if (at)
		return join_person(t, ev, at, e);
	return event_party(t, ev, &r, e) ? -1 : join_desk(t, ev, r, e);
}

int event_desk(struct turn *t, const struct event *ev, struct err *e)
{
	const char *state = event_text(ev, "state");
	bool gone = state && (!strcmp(state, "closed") || !strcmp(state, "deleted"));
	if (!gone && (!state || (strcmp(state, "open") && strcmp(state, "solved"))))
		return err_set(e, E_INPUT, "state: expected open, solved, closed or deleted");
	if (!t->c->desk)
		return nothing_new(e);
	event_record(t, ev, json_pack("{s:s}", "state", state));
	if (gone)
		turn_record(t, json_pack("{s:s, s:b}", "r", "desk", "gone", 1));
	return 0;
}
