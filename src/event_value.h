/* event_value.h: what a phrase lacked, told by an agent. */
#ifndef ASSENT_EVENT_VALUE_H
#define ASSENT_EVENT_VALUE_H

#include <stdbool.h>

struct err;
struct event;
struct turn;

/* Does a step wait for this value: a fact, or "passenger.phone"? */
bool event_lacks(const struct turn *t, const char *name);

/* {"field","value"}: the steps that lacked nothing else are made now. {"field","declined":true}: nobody knows it, and
 * they end as if they had been skipped. */
int event_value(struct turn *t, const struct event *ev, const char *name, struct err *e);

#endif
