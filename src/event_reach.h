/* event_reach.h: events by which a platform tells where a person is and who answers him: rows of
 * event.c. */
#ifndef ASSENT_EVENT_REACH_H
#define ASSENT_EVENT_REACH_H

#include "case.h"
#include "event.h"

struct turn;

/* {"party","address"}: an invited person has come: from now on this is where he is. The first who comes
 * with the token is taken for him; another one is only noted. */
int event_reached(struct turn *t, const struct event *ev, struct err *e);
/* {"party","open": bool}: what was held is said; or what was asked stays without an answer. */
int event_session(struct turn *t, const struct event *ev, struct err *e);
/* {"party","holder": "us"|"agents"|"nobody"|"other","offered"?,"reason"?,"failed"?}: who answers this person
 * on the platform now. */
int event_control(struct turn *t, const struct event *ev, struct err *e);
/* What became of a row that told the platform who answers: where it was not taken, the agents answer. */
void event_control_end(struct turn *t, const struct event *ev);
/* {"party","text"}: an agent has written to the person on the platform himself. If it is what was
 * suggested, that is done. */
int event_agent_message(struct turn *t, const struct event *ev, struct err *e);

/* {"party","to"}: on the platform, two places of this person became one. */
int event_moved(struct turn *t, const struct event *ev, struct err *e);

/* A person who writes or presses has his session open ("session"?: its name). */
void event_wrote(struct turn *t, const struct event *ev, enum role r);

#endif
