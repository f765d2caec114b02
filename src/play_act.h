/* play_act.h: the acts and expectations of a play, one function per kind (lua/assent/play.lua lists
 * them). */
#ifndef ASSENT_PLAY_ACT_H
#define ASSENT_PLAY_ACT_H

#include <jansson.h>

#include "base.h"
#include "case.h"

struct engine;
struct loop;

struct stage {
	const char *path;
	struct err *e; /* where the first failure goes */
	struct loop *loop;
	struct engine *g;
	char case_id[64];
	int events;
	struct err answered; /* of the last event */
	struct err refused;  /* by the gate, and not yet expected by a line of the play */
	int refused_line;
	enum role refused_party;
	size_t heard[ROLE_COUNT]; /* messages to that party already expected */
};

/* play.c */
void play_settle(struct stage *st);
void play_event(struct stage *st, const char *kind, json_t *body); /* body is taken */
json_t *play_parse(const char *path, struct err *e);
int play_open(struct stage *st, json_t *play, struct err *e);

/* -1: E_INPUT "file:line: ..." */
int play_act(struct stage *st, json_t *act, struct err *e);
int play_nothing_refused(struct stage *st, struct err *e);

#endif
