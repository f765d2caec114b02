/* event_delivery.h: what became of an outward message: a row of event.c. */
#ifndef ASSENT_EVENT_DELIVERY_H
#define ASSENT_EVENT_DELIVERY_H

#include "event.h"

struct turn;

/* {"key","state","reason"?}: with ev->row, how its row ended; without, what its platform reports of it. {"party",
 * "message","state","reason"?}, without a key: of a message that only the platform knows by this name so far; that
 * counts once its row ends under this name. */
int event_delivery(struct turn *t, const struct event *ev, struct err *e);

#endif
