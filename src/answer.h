/* answer.h: how the waits of a case end: by an answer, by silence, by a closed gate. Shared by all
 * events. */
#ifndef ASSENT_ANSWER_H
#define ASSENT_ANSWER_H

#include <jansson.h>
#include <stdbool.h>

#include "turn.h"

/* A clear yes or no to an open question. evidence (taken) goes into the consent's history; its
 * "kind" is `via`. */
void answer_give(struct turn *t, struct wait *w, bool yes, json_t *evidence);
/* The same with what was heard along with it ({"kind", "to"?}, NULL: nothing), which stands in the answer, too. */
void answer_give_along(struct turn *t, struct wait *w, bool yes, json_t *evidence,
                       const json_t *along);
/* A question ends as it hears, in place of an answer, what it hears along with one; what: {"kind", "state", "to"?}, taken. */
void answer_hear(struct turn *t, struct wait *w, json_t *what);

/* An answer that is not clear: asked again with buttons as often as the policy says; in bot mode
 * then handed over to a person, who decides. */
void answer_unclear(struct turn *t, struct wait *w);

/* Ends an open wait without an answer: state "unanswered", "blocked", "withdrawn", "declined",
 * "skipped". */
void answer_end(struct turn *t, struct wait *w, const char *state, const char *reason,
                json_t *evidence);

/* A text that is being shown to a party because of an offer; says it and serves the question. */
void answer_say_offer(struct turn *t, const struct suggestion *s, struct wait *w, json_t *text_ref,
                      const struct saying *how);

/* Does the gate allow what this wait says or waits for? */
bool answer_is_allowed(const struct turn *t, const struct wait *w, struct err *why);

/* After consent went away: waits and offers that the gate no longer allows end as "blocked". */
void answer_enforce_gate(struct turn *t);

/* After a notice has changed: steps whose consent has lapsed, that the gate no longer allows, or that
 * ask somebody of `asked` (bits by role) who is now asked for something else, end as "again": the
 * prelude makes them once more when the flow comes back to them. */
void answer_again(struct turn *t, unsigned asked);

/* Withdraws all that this person granted or is being asked; evidence is taken. */
void answer_withdraw(struct turn *t, enum role subject, json_t *evidence);

/* Time limits and expiries that are due. */
void answer_time_out(struct turn *t);

#endif
