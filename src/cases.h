/* cases.h: the cases that are at hand: a slot for each open one, and a bounded cache of loaded
 * states. */
#ifndef ASSENT_CASES_H
#define ASSENT_CASES_H

#include "agenda.h"
#include <jansson.h>

#include "base.h"

struct bundle;
struct flow_set;
struct journal;
struct pending;
struct run;
struct store;
struct summary;
struct support_case;
struct viewer;

/* One case. c, run and b are a cache: dropped when idle, read again from the journal when needed.
 */
struct slot {
	struct agenda_entry wake; /* first member: the agenda hands it back */
	char *id;
	struct support_case *c; /* NULL: not loaded */
	struct run *run;        /* NULL: closed, parked, or not loaded */
	struct bundle *b;
	bool busy;    /* its turn is being committed, or it is held */
	bool held;    /* its turn is durable, its consent file not in place */
	int reached;  /* by this deploy, counted since the start */
	json_t *park; /* replay failed: the "park" record that must be written; NULL */
	json_t *ends; /* ends.h: records that its next turn writes; NULL: none */
	struct pending *queue, **queue_end;
	struct summary *summary;    /* as it was asked for last; NULL: it has changed since */
	struct viewer *viewers;     /* who waits to see it, in their order */
	struct slot *newer, *older; /* by last use, loaded ones only */
};

struct cases;
struct cases *cases_new(struct store *s, size_t loaded_max);
void cases_free(struct cases *cs);

/* Told of each case as it was read from the journal, before anybody sees it. */
void cases_on_load(struct cases *cs, void (*fn)(void *arg, struct slot *s), void *arg);
/* fn for each case that is loaded. */
void cases_each_loaded(struct cases *cs, void (*fn)(void *arg, struct slot *s), void *arg);

/* The slot of a case, loaded. NULL: E_NOT_FOUND, E_BUSY, E_IO, E_PARSE (a journal that cannot be
 * read). */
struct slot *cases_get(struct cases *cs, const char *id, struct err *e);
/* The same if it is at hand, loaded or not; NULL: it is not. */
struct slot *cases_find(struct cases *cs, const char *id);
/* A slot for a case that is not there yet. b is kept (counted). */
struct slot *cases_add(struct cases *cs, const char *id, struct bundle *b);
/* Forgets what was loaded: it is read again from the journal. */
void cases_drop(struct cases *cs, struct slot *s);
/* An open case as it would be on another bundle: it replays there, and what is open in it is at home
 * there (carry.h). own: the bundle that it has, NULL: that is gone. -1: E_FLOW, its flow does something
 * else there, and *detail is what a "park" record says of it (NULL: no divergence), or as cases_get.
 * Ended by cases_try_end, after a failure too. */
struct trial {
	struct run *run;
	struct support_case *c;
	json_t *detail;
};
int cases_try(struct store *st, const char *id, const struct bundle *own, struct bundle *b,
              struct trial *t, struct err *e);
void cases_try_end(struct trial *t);
/* The bundle that the case has; NULL: it is gone, or damaged. Borrowed. */
const struct bundle *cases_own(const struct slot *s);
/* Tries an open case, not busy, on another bundle; from then on it runs with that. -1 as cases_try;
 * then all is as before. */
int cases_move(struct cases *cs, struct slot *s, struct bundle *b, struct err *e);
/* Takes a slot off that holds nothing: of a case that is closed, or was never committed. */
void cases_remove(struct cases *cs, struct slot *s);
/* Drops what was used least recently, beyond the limit. Busy slots stay. */
void cases_trim(struct cases *cs);
/* At start: a slot for each open case, with its time to wake. */
int cases_list_open(struct cases *cs, struct agenda *a, struct err *e);
/* A bundle as the store has it, if it is the one that the hash names; new. NULL as below. */
struct bundle *cases_read_bundle(struct store *st, const char *hash, struct err *e);
/* The same, of those lately used, kept for the caller. NULL: E_NOT_FOUND, E_BUSY, E_IO, E_FLOW. */
struct bundle *cases_bundle(struct cases *cs, const char *hash, struct err *e);
/* A case before anything of its journal is applied to it. Caller frees both, after a failure too. */
struct case_reading {
	struct support_case *c; /* with its values */
	struct journal *j;
	int64_t turn; /* the last one */
};
/* Both as of one moment: another process may be writing. -1: as cases_get. */
int cases_read(struct store *st, const char *id, struct case_reading *r, struct err *e);
/* The case as recorded, without its flow and without what ends.h keeps for its next turn: for closed
 * cases and for checks. Caller frees. NULL as
 * cases_get. */
struct support_case *cases_fold(struct store *st, const char *id, struct err *e);
/* The same up to that instant. */
struct support_case *cases_fold_to(struct store *st, const char *id, int64_t at_ms, struct err *e);
/* The same as it was behind that turn; texts that were erased since are not there. */
struct support_case *cases_fold_turn(struct store *st, const char *id, int64_t turn, struct err *e);
/* Does the journal know a consent of that case? The list of consents says it at once, or, where it says no, the records:
 * a list can be edited. 1, 0, or -1. */
int cases_have_consent(struct store *st, const char *id, struct err *e);

void cases_figures(const struct cases *cs, int64_t *open, int64_t *loaded, int64_t *bytes);

#endif
