/* effect.h: what a flow does, step by step: one row per kind in effect.c. */
#ifndef ASSENT_EFFECT_H
#define ASSENT_EFFECT_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct step;
struct turn;

/* What replay compares of a step: party, phrase, field and options of this kind. New. NULL: E_FLOW,
 * unknown kind. */
json_t *effect_is(const char *kind, const json_t *args, struct err *e);

enum effect_outcome {
	EFFECT_RESULT, /* *result is new: push it and go on */
	EFFECT_WAITS,  /* an event will settle it */
	EFFECT_ENDS,   /* the case is closed: the flow does not go on */
	EFFECT_DONE,   /* a handler has ended */
	EFFECT_FAILED, /* E_FLOW: a usage sentence for the designer */
};

/* Performs a step that is not in the journal: adds its record and what follows from it to the turn.
 */
enum effect_outcome effect_perform(struct turn *t, const struct step *s, const json_t *args,
                                   json_t **result, struct err *e);
/* What a flow writes for each kind, and the states in which its result can be: {"suggest": {"word":
 * "party:suggest", "states": ["sent", …]}}; and the names of marks. New. */
json_t *effect_table(void);
json_t *effect_marks(void);

/* What a recorded step of that kind means for its lane in replay. */
enum effect_outcome effect_recorded(const char *kind);

#endif
