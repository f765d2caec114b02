/* outbox.h: messages that must reach a target: order per case, retry, breaker per target; states are never guessed.
 *
 *   ready -> sending -> sent | retry -> sending ... | dead | unknown
 *
 * sending is durable before the socket is used. After a lost answer: a keyed target (it drops a second copy by our key)
 * is tried again, one that can be asked is asked first whether the message has arrived (look), any other row ends as
 * unknown and is shown to the agent. Rules: research of webhook senders, kept in docs/outbox.md. Rows of one case to
 * one target go out in order, one at a time; a final row lets the next one go. */
#ifndef ASSENT_OUTBOX_H
#define ASSENT_OUTBOX_H

#include "base.h"
#include "outbox_rules.h"

struct http_call;
struct http_out;
struct http_result;
struct loop;
struct outbox;
struct store_out;

struct outbox_target {
	const char *name;
	bool keyed;               /* the receiver drops a second copy by our key */
	int64_t keyed_ms;         /* only for so long after the first one; 0: not, or for ever */
	bool looks;               /* it can be asked whether a message has arrived */
	int64_t timeout_ms;       /* of one attempt; 0: 15 s */
	int breaker_failures;     /* 0: 5 in a row open it */
	int64_t breaker_pause_ms; /* 0: 30 s until one probe */
	int in_flight_max;        /* 0: 128 if keyed, else 32 */
};

enum outbox_step {
	STEP_SEND,
	STEP_LOOK, /* has an earlier copy arrived? The row ends as sent, or goes out anew */
};

/* What an answer means. Texts are malloc'ed; the outbox frees them. */
struct outbox_verdict {
	enum meaning meaning;
	int64_t after_ms; /* not sooner again; -1: no wish */
	char *reason;     /* for the agent, in Korean; NULL: the outbox's own words */
	char *id;         /* the platform's own name for the message; NULL: none */
	bool final;       /* of MEANS_UNKNOWN: nothing more is learned by asking or sending again */
};

/* What the outbox needs from above. */
struct outbox_ops {
	/* Builds the call of a row now (gate asked first): 0, and the call with all it points to stays valid until release
	 * is called, once the attempt is over. -1: E_GATE (the row ends as dead: consent was withdrawn), E_NOT_FOUND (dead:
	 * its reader has left the session), E_BUSY (again later, no attempt is used up), any other code: dead with the
	 * text. 0 with url NULL: another row's call has carried it, and it ends as sent. */
	int (*prepare)(void *arg, const struct store_out *row, enum outbox_step step,
	               struct http_call *call, struct err *e);
	void (*release)(void *arg, struct http_call *call);
	/* The gate once more, in the round in which the body goes to the socket. call: as prepare built it. */
	bool (*allowed)(void *arg, const struct store_out *row, const struct http_call *call);
	/* *v says what the status means; who knows the platform may know better. */
	void (*judge)(void *arg, const struct store_out *row, const struct http_call *call,
	              const struct http_result *a, struct outbox_verdict *v);
	/* The row has changed and must be written: engine calls outbox_written when that is durable. The row is borrowed for
	 * the call. */
	void (*changed)(void *arg, const struct store_out *row);
	/* The same for the last time: sent, dead, unknown. told: why, for the agent, in Korean; "" where there is nothing to
	 * say. */
	void (*ended)(void *arg, const struct store_out *row, const char *told);
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

/* Nothing new goes to this target until it is let go again (there is no token to prove ourselves with): its rows wait, and
 * no attempt is used up. What is asked of prepare meanwhile should be answered with E_BUSY. */
void outbox_hold(struct outbox *o, const char *target, bool held);

/* A row that is durable: new ones after their turn, all that are not final at start. Copies. A row that was `sending`
 * when the process died is ambiguous: at_start true handles it (keyed: again; looks: asked for; else unknown). An unknown
 * target: dead. */
void outbox_add(struct outbox *o, const struct store_out *row, bool at_start);
/* The rows that wait behind this one, of its case and target, in order. */
void outbox_each_behind(const struct outbox *o, const char *key,
                        void (*fn)(void *arg, const struct store_out *row), void *arg);
/* A copy of it may have been taken. */
bool outbox_is_doubtful(const struct store_out *row);
/* The change that was reported by `changed` is durable. */
void outbox_written(struct outbox *o, const char *key);
/* Rows whose time has come (clock.h) are tried. Called once a loop turn by the engine. */
void outbox_tick(struct outbox *o);
int64_t outbox_wake_at(const struct outbox *o); /* earliest next attempt or expiry; 0: none */

/* For /metrics: rows by state, breakers open. */
struct outbox_figures {
	int64_t waiting, in_flight, sent, retried, looked, dead, unknown, breakers_open;
};
void outbox_figures(const struct outbox *o, struct outbox_figures *f);

#endif
