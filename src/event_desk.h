/* event_desk.h: events by which the agents' own place of work tells of a case's place there, such as a
 * ticket: rows of event.c. */
#ifndef ASSENT_EVENT_DESK_H
#define ASSENT_EVENT_DESK_H

#include "event.h"

struct turn;

/* {"desk": {"platform","address"}, "party"}: the agents see this person there; or, of a case whose place
 * that is, "at" instead of "party": where the person is that it came from. -1 E_CONFLICT: nothing of this
 * is new. */
int event_joined(struct turn *t, const struct event *ev, struct err *e);
/* {"state": "open"|"solved"|"closed"|"deleted"}: behind the last two nothing can be noted there. */
int event_desk(struct turn *t, const struct event *ev, struct err *e);

#endif
