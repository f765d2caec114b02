/* event.h: what an event makes of a case. One row per kind in event.c; docs/openapi.yaml shows the
 * same shapes. */
#ifndef ASSENT_EVENT_H
#define ASSENT_EVENT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct err;
struct store_out;
struct turn;

/* The reason of a row that was written into the answer of its reader's own request: "unknown", since nobody
 * confirms it, and yet no call whose answer was lost. */
#define EVENT_ROW_WRITTEN "written as the answer of its reader's request"

/* An event as it enters, from whatever door. */
struct event {
	const char *source;  /* "api:<client>", "console", "hook:<source>", "timer", "outbox" */
	const char *id;      /* unique within the source: the same id again has no effect */
	const char *case_id; /* "" for an event that opens a case */
	const char *kind;    /* row of event.c, or "open" */
	/* the person or client that acts; "" for customers and the engine itself */
	const char *who;
	/* platforms of parties whose people speak through this source, ended by NULL; NULL: none.
	 * Borrowed for as long as the program runs */
	const char *const *speaks_for;
	bool for_agents; /* the source may do what agents do */
	int64_t session; /* of the person at the desk who acts; 0: of nobody there */
	json_t *body;    /* the event's own members; borrowed */
	/* of a "delivery": the outbox row as it ended, which is written with it; borrowed */
	const struct store_out *row;
	int64_t at_ms;       /* sender's time; 0: unknown */
	int64_t received_ms; /* when it came through the door, which sets it; 0: now */
	char hash[65];       /* SHA-256 of the raw body; "" */
};

/* Opens the case of this turn: facts and parties (checked by facts_check) become its first record.
 */
void event_open(struct turn *t, const struct event *ev);

/* 0, or -1 with nothing recorded: E_INPUT, E_NOT_FOUND (no such suggestion, question, party),
 * E_CONFLICT (too late), E_GATE (consent is missing; the text says which). */
int event_apply(struct turn *t, const struct event *ev, struct err *e);

/* Is it an act of an agent, of whom one at a time acts in a case? A withdrawal is none: nothing may hinder it. */
bool event_is_agents(const struct event *ev);

#endif
