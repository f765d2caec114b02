/* play_act.h: the acts and expectations of a play, one function per kind (lua/assent/play.lua lists
 * them). */
#ifndef ASSENT_PLAY_ACT_H
#define ASSENT_PLAY_ACT_H

#include "play_stage.h"

/* -1: E_INPUT "file:line: ..." */
int play_act(struct stage *st, json_t *act, struct err *e);
bool play_is_act(const char *kind); /* else it is an expectation */
int play_nothing_refused(struct stage *st, struct err *e);

/* Opens the case and plays all acts. 0: every act was possible and every expectation held. -1: as play_act, and
 * st->failed and st->would say more of it. */
int play_act_out(struct stage *st, json_t *play, struct err *e);

#endif
