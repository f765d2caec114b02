/* journal.h: the ordered records of a case, and the one place that holds a step of the flow against
 * them. */
#ifndef ASSENT_JOURNAL_H
#define ASSENT_JOURNAL_H

#include <jansson.h>

#include "base.h"

struct support_case;

/* Records still to be replayed, oldest first. */
struct journal;
struct journal *journal_new(void); /* caller frees */
void journal_free(struct journal *j);
int journal_add_turn(struct journal *j, int64_t turn, int64_t at_ms, const char *records,
                     struct err *e);
/* The same of records that are at hand; records is kept, not copied. */
void journal_add_records(struct journal *j, int64_t turn, int64_t at_ms, json_t *records);
size_t journal_left(const struct journal *j);
/* Looks ahead: the bundle that the case runs with (borrowed; NULL: no "open" record): the one that
 * it was opened with, or the last that it was moved to; and whether it has ended (closed or parked: no flow runs any more). */
const char *journal_bundle(const struct journal *j, bool *ended);

/* Applies records to the case up to the next step of the flow (not included) or the end. -1:
 * E_PARSE. */
int journal_advance(struct journal *j, struct support_case *c, struct err *e);

/* Applies all that is left, steps too: the case as recorded, without its flow. -1: E_PARSE. */
int journal_fold(struct journal *j, struct support_case *c, struct err *e);

/* The same up to the first turn that is later than at_ms. */
int journal_fold_to(struct journal *j, struct support_case *c, int64_t at_ms, struct err *e);
/* The same, that turn included. */
int journal_fold_turn(struct journal *j, struct support_case *c, int64_t turn, struct err *e);

/* The next record is a step, and no lane makes it: sets E_FLOW (diverged), and *detail as
 * journal_step does. */
void journal_missing_step(struct journal *j, json_t **detail, struct err *e);

/* A step that the flow is about to make. */
struct step {
	int lane;
	const char *kind; /* row of the table of effects */
	json_t *is;       /* what is compared: party, phrase, field, options; borrowed */
	const char *file; /* where in the flow */
	int line;
};

enum step_outcome {
	STEP_NEW,    /* not in the journal: perform it */
	STEP_RESULT, /* recorded with its result: push it and go on */
	STEP_WAITS,  /* recorded; its answer comes later in the journal or is still open */
	/* the flow does something else than was recorded: e says what, and *detail is new */
	STEP_DIVERGED,
};

/* The one comparison. j NULL or at its end: STEP_NEW. *result is borrowed. *detail:
 * {"step","recorded","attempted", "file","line"}, caller decrefs. Compared are kind, party, phrase
 * id, field and options: never texts, values, lines. */
enum step_outcome journal_step(struct journal *j, struct support_case *c, const struct step *s,
                               const json_t **result, json_t **detail, struct err *e);

#endif
