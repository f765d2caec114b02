/* carry.h: may an open case, whose journal replays on another bundle, be carried over to it? What is
 * open in it must be at home there, and the gate must answer there as it does now. */
#ifndef ASSENT_CARRY_H
#define ASSENT_CARRY_H

#include <jansson.h>
#include <stdint.h>

struct bundle;
struct err;
struct support_case;

/* c is the case as it replayed on `to`. own: the bundle that it has; NULL: that is gone, and then nothing
 * is taken for granted. -1 E_FLOW: what is not at home there, with file and line; E_GATE: what the gate
 * would answer otherwise. */
int carry_check(struct support_case *c, const struct bundle *own, struct bundle *to, int64_t now_ms,
                struct err *e);

/* What stands on the buttons of the questions that it has asked, where `to` has other words there: a new list of
 * {"lane", "n", "yes", "no"}. People see them, and some platforms send back nothing else. */
json_t *carry_labels(struct support_case *c, struct bundle *own, struct bundle *to);

#endif
