/* outbox_impl.h: what the parts of the outbox share: rows by key, in lanes by case, in lines by target. */
#ifndef ASSENT_OUTBOX_IMPL_H
#define ASSENT_OUTBOX_IMPL_H

#include "agenda.h"
#include "hash.h"
#include "http_out.h"
#include "outbox.h"
#include "outbox_rules.h"
#include "store.h"

#include <sys/queue.h>

/* Begins the reason of a row of which a copy may have been taken, so that a restart knows it too. */
#define MAYBE "it may have arrived: "

/* Where a row stands. Arrows are in the order of the list, except WRITING_RETRY -> RESTING. */
enum phase {
	QUEUED,        /* behind another row of its case */
	RESTING,       /* head of its case; its time has not come */
	READY,         /* in its target's line: for a place, or for the breaker */
	CLAIMED,       /* "sending" is being written */
	GOING,         /* "sending" is durable: goes out at the next tick */
	FLYING,        /* http_out has it */
	WRITING_RETRY, /* "retry" is being written */
	ENDING,        /* its final state is being written, or will be at the next tick */
};

TAILQ_HEAD(rows, row);

struct row {
	struct agenda_entry wake; /* first, so that the agenda gives back the row */
	struct store_out o;       /* its texts are ours; state is a literal */
	char *reason;             /* o.reason */
	struct target *target;    /* NULL: not in the configuration, then it only ends */
	struct lane *lane;
	TAILQ_ENTRY(row) in_lane, in_line;
	struct rows *line; /* which line it stands in; NULL: none */
	enum phase phase;
	bool has_place, probe; /* counted in its target's in_flight; and as its breaker's probe */
	bool promised;         /* "sending" is durable for an attempt that has not begun */
	bool may_have_arrived; /* a copy of it; behind it, a target that looks is asked first */
	int status;            /* of the last answer, for the log */
	const struct end *ends_as; /* found when it was added: why it ends at the next tick */
	struct flight *flight;
};

/* The rows of one case to one target, in order. */
struct lane {
	char *case_id, *target;
	struct rows rows;
};

/* What http_out holds; it outlives row and outbox when they go first. */
struct flight {
	struct outbox *outbox;
	struct row *row; /* NULL: nobody waits for the answer any more */
	enum outbox_step step;
	struct http_call call; /* released with the row's part in it */
};

struct target {
	struct target *next;
	char *name;
	bool keyed, looks, held;
	int64_t keyed_ms;
	int64_t timeout_ms;
	int in_flight, in_flight_max;
	int promised; /* rows of which that is true */
	struct breaker breaker;
	struct rows ready;
};

struct outbox {
	struct http_out *http;
	struct outbox_ops ops;
	void *arg;
	struct target *targets;
	struct hash by_key, by_case; /* of struct row and struct lane */
	struct agenda times;         /* next attempt or expiry, whichever is first */
	struct rows going, ending;   /* taken up at the next tick */
	struct outbox_figures figures;
};

struct row *row_find(const struct outbox *o, const char *key);
struct lane *lane_find(const struct outbox *o, const char *case_id, const char *target);
struct target *target_find(const struct outbox *o, const char *name);

/* The attempt is over for the row: its call is released. */
void row_land(struct outbox *o, struct row *r);
/* A copy, last in the lane of its case, in no phase yet. */
struct row *row_add(struct outbox *o, const struct store_out *from);
/* Its end is durable: the next row of the case moves up. */
void row_drop(struct outbox *o, struct row *r);
void rows_begin(struct outbox *o);
void rows_free(struct outbox *o); /* all; calls in flight find nobody */

void row_set_reason(struct row *r, char *reason); /* takes reason */
void row_line_up(struct rows *line, struct row *r);
void row_leave_line(struct row *r); /* if it stands in one */
/* A row that waits wakes for its expiry; head of its case, also for its next attempt. */
void row_wait(struct outbox *o, struct row *r, enum phase phase);
bool row_is_expired(const struct row *r, int64_t now_ms);
enum outbox_step row_step(const struct row *r); /* of its next attempt */
/* Would the target drop a second copy that goes out now? */
bool row_is_keyed(const struct row *r, int64_t now_ms);

/* ---- outbox_change.c: changes of state. Each ends with telling it, as the row may be gone behind that. */

/* A place of its target, and whatever the attempt showed of that. */
void row_take_place(struct outbox *o, struct row *r);
void row_leave_place(struct outbox *o, struct row *r, enum meaning m);
/* In no line, no place, not on the agenda: where every change begins. */
void row_stand_aside(struct outbox *o, struct row *r, enum phase phase);

void row_claim(struct outbox *o, struct row *r); /* "sending", for an attempt */
void row_end_sent(struct outbox *o, struct row *r, const struct outbox_verdict *v);

/* Why a row ends unsent. */
struct end {
	const char *reason; /* as it is kept */
	const char *logged; /* where the reason is not ours to log; NULL: the reason */
	const char *told;   /* to the agent, where it was not taken */
	const char *doubt;  /* where that is not known; NULL: a sentence for all such cases */
};
/* Not accepted, and never again tried: dead, or unknown where that would be a guess. */
void row_end_unsent(struct outbox *o, struct row *r, const struct end *end);
void row_end_withdrawn(struct outbox *o, struct row *r);
void row_end_expired(struct outbox *o, struct row *r);
/* "retry": the attempt did not succeed, and there will be another one; m and after_ms as the verdict says. */
void row_try_again(struct outbox *o, struct row *r, enum meaning m, const struct http_result *a,
                   int64_t after_ms);
/* "sending" was written, but nothing was sent: that was no attempt. */
void row_defer(struct outbox *o, struct row *r, int64_t at_ms);

#endif
