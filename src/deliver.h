/* deliver.h: between engine and outbox: rows of turns become calls of targets, and their ends
 * become events. */
#ifndef ASSENT_DELIVER_H
#define ASSENT_DELIVER_H

#include "engine_impl.h"

/* targets, and the rows that were not final */
int deliver_start(struct engine *g, struct err *e);
void deliver_stop(struct engine *g);

/* Is each party on the console or on a configured target? E_INPUT. */
int deliver_check_parties(const struct engine *g, json_t *parties, struct err *e);
/* Is the agents' place of a new case on a configured target? NULL: there is none. E_INPUT. */
int deliver_check_desk(const struct engine *g, const json_t *desk, struct err *e);
/* A turn's first row may be written as "sending" if nothing stands before it. */
void deliver_mark_first(const struct engine *g, struct turn *t);
void deliver_after_commit(struct engine *g, struct commit *k);
/* A "delivery" event: the row's end (its texts are taken) is written with its turn, or alone where
 * there is none. */
void deliver_final_row(struct store_out *row, struct commit *k);

/* For replies.c. The adapter of a target; NULL: there is none. */
struct platform *deliver_platform(const struct engine *g, const char *target);
/* A row's effect with its texts, new, if the gate allows it now. NULL: E_GATE, E_CONFLICT. */
json_t *deliver_effect(struct engine *g, const struct store_out *row, struct err *e);
/* May a full address that the platform named be called for this target? (platform_facts.hosts) */
bool deliver_may_call(const struct engine *g, const char *target, const char *url);
/* The same for an address at which a text of a person is only read: by http:// too. */
bool deliver_may_read(const struct engine *g, const char *target, const char *url);
bool deliver_allows_private(const struct engine *g, const char *target); /* its inner addresses */
/* A row has ended as its state says; told: why, for the agent (outbox.h). */
void deliver_end(struct engine *g, const struct store_out *row, const char *told);

void deliver_row_copy(const struct store_out *from, struct store_out *to);
/* What can change of a row, and whose it is: without target and effect. */
void deliver_change_copy(const struct store_out *from, struct store_out *to);
void deliver_row_free(struct store_out *row); /* its texts, of such a copy */

/* The disk was full: the change is written again in a while. told: of an end (outbox.h); NULL: it is none. */
void deliver_again_later(struct engine *g, const struct store_out *row, const char *told);
void deliver_tick(struct engine *g, int64_t now_ms);
int64_t deliver_wake_at(const struct engine *g); /* 0: nothing waits */
bool deliver_is_idle(const struct engine *g);    /* no token is being renewed */
void deliver_figures(const struct engine *g, struct engine_figures *f);

#endif
