/* outbox.h: messages that must reach a target: order per case, retry, breaker per target; states are never guessed.
 *
 *   ready -> sending -> sent | retry -> sending ... | dead | unknown
 *
 * sending is durable before the socket is used. After a lost answer: a keyed target (it drops a second copy by our key)
 * is tried again, any other row ends as unknown and is shown to the agent. Rules: research of webhook senders, kept in
 * docs/outbox.md. Rows of one case go out in order, one at a time; a final row lets the next one go. */
#ifndef ASSENT_OUTBOX_H
#define ASSENT_OUTBOX_H

#include "base.h"

struct http_call;
struct http_out;
struct loop;
struct outbox;
struct store_out;

struct outbox_target {
	const char *name;
	bool keyed;               /* the receiver drops a second copy by our key */
	int64_t timeout_ms;       /* of one attempt; 0: 15 s */
	int breaker_failures;     /* 0: 5 in a row open it */
	int64_t breaker_pause_ms; /* 0: 30 s until one probe */
	int in_flight_max;        /* 0: 128 if keyed, else 32 */
};

/* What the outbox needs from above. */
struct outbox_ops {
	/* Builds the call of a row now (gate asked first): 0, and the call with all it points to stays valid until release
	 * is called, once the attempt is over. -1: E_GATE (the row ends as dead: consent was withdrawn), E_BUSY (again
	 * later, no attempt is used up), any other code: dead with the text. */
	int (*prepare)(void *arg, const struct store_out *row, struct http_call *call,
	               struct err *e);
	void (*release)(void *arg, struct http_call *call);
	/* The gate once more, in the round in which the body goes to the socket. call: as prepare built it. */
	bool (*allowed)(void *arg, const struct store_out *row, const struct http_call *call);
	/* The row has changed and must be written: engine calls outbox_written when that is durable. `final` for sent, dead,
	 * unknown. The row is borrowed for the call. */
	void (*changed)(void *arg, const struct store_out *row, bool final);
};

/* caller frees */
struct outbox *outbox_new(struct loop *l, struct http_out *h, const struct outbox_ops *ops,
                          void *arg);
void outbox_free(struct outbox *o);
void outbox_target_add(struct outbox *o, const struct outbox_target *t); /* copies */

/* May a new row of this case to this target be written as "sending" (attempt 1) at once? Then the breaker is closed and
 * nothing of the case is before it, or, where the target is keyed, nothing that waits for a time. False too if the
 * target is not known. */
bool outbox_is_free(const struct outbox *o, const char *target, const char *case_id);

/* A row that is durable: new ones after their turn, all that are not final at start. Copies. A row that was `sending`
 * when the process died is ambiguous: at_start true handles it (keyed: again; else unknown). An unknown target: dead. */
void outbox_add(struct outbox *o, const struct store_out *row, bool at_start);
/* The change that was reported by `changed` is durable. */
void outbox_written(struct outbox *o, const char *key);
/* Rows whose time has come (clock.h) are tried. Called once a loop turn by the engine. */
void outbox_tick(struct outbox *o);
int64_t outbox_wake_at(const struct outbox *o); /* earliest next attempt or expiry; 0: none */

/* For /metrics: rows by state, breakers open. */
struct outbox_figures {
	int64_t waiting, in_flight, sent, retried, dead, unknown, breakers_open;
};
void outbox_figures(const struct outbox *o, struct outbox_figures *f);

#endif
