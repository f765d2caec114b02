/* run.h: the running flow of one case: its lanes in one Lua state. Only a cache of the journal: in
 * doubt, drop it. */
#ifndef ASSENT_RUN_H
#define ASSENT_RUN_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "sandbox.h"

struct buf;
struct bundle;
struct err;
struct journal;
struct run;
struct support_case;
struct turn;

/* Loads the flow; nothing runs yet. NULL: E_FLOW with file and line. Caller frees. */
struct run *run_new(struct bundle *b, struct err *e);
void run_free(struct run *r);
size_t run_bytes(const struct run *r);

/* Replays a case from its first record: the fold and the lanes end where they were. -1: E_FLOW;
 * *detail (new, or NULL) is what a "park" record says of a divergence. */
int run_replay(struct run *r, struct support_case *c, struct journal *j, json_t **detail,
               struct err *e);

/* Lets every lane go on that can: after an event was applied to the turn. A flow that fails parks
 * its case in the same turn (that is no error here). */
void run_go_on(struct run *r, struct turn *t);

/* ---- for `assent check`, which runs every path ---- */

/* A step that a lane is about to make. */
struct made_step {
	char kind[32];
	json_t *args; /* new */
	char file[128];
	int line;
};

/* What moves the lanes of a case: a Lua state, or what is remembered of one. */
struct mover {
	/* Lane i takes value (NULL: it begins) and goes on to its next step. -1: E_FLOW, with file and line. */
	int (*resume)(void *arg, struct support_case *c, size_t i, const json_t *value,
	              struct made_step *s, struct err *e);
	void (*end)(void *arg, size_t i); /* the lane has ended */
	void *arg;
	size_t started; /* lanes so far, in order */
};
struct mover *run_mover(struct run *r); /* borrowed */
void run_go_on_by(struct mover *m, struct turn *t);

/* From now on every read of a field by the flow is told: see sandbox.h. */
void run_watch(struct run *r, sandbox_read *on_read, void *arg);

/* Where the flow stands, as text: of each lane that has not ended the functions on its stack with their lines and
 * variables, and all that is reached from them and from its handlers. Runs with equal texts go on equally, given equal
 * cases. Of an answer that was made in that line only those fields count that `counts` says are ever read. Numbers stand
 * between two of this sign. */
enum { RUN_STATE_NUMBER = 1 };
void run_state(const struct run *r, const struct support_case *c,
               bool (*counts)(void *arg, int line, const char *field), void *arg, struct buf *out);
/* {"tries": 3.0}: the variables of the flow that are numbers. New. */
json_t *run_numbers(const struct run *r, const struct support_case *c);

#endif
