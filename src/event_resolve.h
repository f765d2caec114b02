/* event_resolve.h: what an agent decides about a message that did not come, or of which nobody knows whether it did. */
#ifndef ASSENT_EVENT_RESOLVE_H
#define ASSENT_EVENT_RESOLVE_H

struct err;
struct event;
struct turn;

/* {"message","act":"again"|"arrived"|"lost"}. again: it is said once more, through the gate and with the buttons of its
 * question if that is open; the person may then have it twice, so it is never done by itself. arrived, lost: the agent
 * has asked the person, or looked on the platform. */
int event_resolve(struct turn *t, const struct event *ev, struct err *e);

#endif
