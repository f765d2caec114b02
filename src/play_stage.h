/* play_stage.h: the whole engine in a directory of its own, with the clock held, on which a play is
 * acted out. One stage at a time: it holds the process's clock (clock.h). */
#ifndef ASSENT_PLAY_STAGE_H
#define ASSENT_PLAY_STAGE_H

#include <jansson.h>
#include <sys/types.h>

#include "base.h"
#include "case.h"
#include "language.h"
#include "turn.h"

struct engine;
struct flow_set;
struct loop;
struct store;
struct understand;

struct stage {
	const char *path; /* of the play, as errors name it */
	struct err *e;    /* where the first failure goes */
	struct loop *loop;
	struct store *store;
	struct engine *g;
	enum language language; /* of what went wrong */
	struct fate fate;
	json_t *told; /* what the flow is told when it asks for the time or draws, as acts of the play */
	char *dir, *consents;
	char case_id[64]; /* lent to the engine: a stage does not move */
	int events;
	struct err answered; /* of the last event */
	struct err refused;  /* by the gate, and not yet expected by a line of the play */
	int refused_line;
	enum role refused_party;
	size_t heard[ROLE_COUNT]; /* messages to that party already expected */
	json_t *failed;           /* the act that failed, borrowed from the play; NULL */
	json_t *would;            /* as it would have to read to hold; NULL: no line says so */
};

/* What a stage stands on; all borrowed. */
struct stage_ground {
	const char *flows_dir;
	struct flow_set *flows; /* as they were read already; NULL: the stage reads them */
	struct understand *understand;
	enum language language;
};

/* path is borrowed. -1: the flows do not load, or E_IO; stage_close all the same. */
int stage_open(struct stage *st, const char *path, const struct stage_ground *on, struct err *e);
void stage_close(struct stage *st);
/* Removes what a process that died on a stage has left. */
void stage_sweep(pid_t pid);

/* The facts of a play with the code of its topic, which people write as a word; new. */
json_t *play_facts(struct flow_set *flows, json_t *play);
/* Opens the case of a play (play_text.h). -1: E_INPUT, its facts open no flow or another. */
int play_open(struct stage *st, json_t *play, struct err *e);
void play_event(struct stage *st, const char *kind, json_t *body); /* body is taken */
/* The same, of the engine's own. */
void play_engine_event(struct stage *st, const char *kind, json_t *body);
void play_settle(struct stage *st);

#endif
