/* turn_say.h: what turn_say.c and turn_held.c share. Nobody else includes it. */
#ifndef ASSENT_TURN_SAY_H
#define ASSENT_TURN_SAY_H

#include "turn.h"

struct channel;

/* At once; ch NULL: on the console, or where it was said already. */
void turn_say_now(struct turn *t, const struct saying *s, const struct channel *ch);
/* Until a session with that person is open; he is invited where that can be. */
void turn_hold(struct turn *t, const struct saying *s, const struct channel *ch);

#endif
