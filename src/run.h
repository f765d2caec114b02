/* run.h: the running flow of one case: its lanes in one Lua state. Only a cache of the journal: in
 * doubt, drop it. */
#ifndef ASSENT_RUN_H
#define ASSENT_RUN_H

#include <jansson.h>
#include <stddef.h>

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

#endif
