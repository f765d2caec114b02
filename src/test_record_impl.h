/* test_record_impl.h: the inside of a recording, for the test_record*.c files only. */
#ifndef ASSENT_TEST_RECORD_IMPL_H
#define ASSENT_TEST_RECORD_IMPL_H

#include <jansson.h>
#include <stdbool.h>

#include "base.h"
#include "case.h"

struct bundle;
struct flow_set;
struct understand;

struct record {
	const char *flows_dir;
	struct flow_set *flows;
	struct bundle *b;
	struct understand *u;
	struct support_case *c; /* as its journal left it, or as it was before a person ended it */
	json_t *turns;          /* [{"at": ms, "records": list}] */
	json_t *phones;         /* digits of a number -> the number that stands for it */
	json_t *missed;         /* {kind of event that no play tells: true} */
	bool ended_by_hand;
};

/* test_record_read.c: the case as a play, without expectations. An agent's text that must hold what was offered
 * has "offered": true and no text. New. NULL: E_INPUT. */
json_t *record_read(struct record *r, struct err *e);

/* test_record_words.c: what stands for what people are called and say. */

/* What a text meant to the engine. */
struct sense {
	const char *answer;   /* "grant", "deny" or "unclear"; NULL: it answered nothing */
	const char *question; /* what answer is to: "consent" or "confirm" */
	bool withdraws, complains, delegates;
	enum role to; /* whom it delegates to */
};
/* A text that is understood so, another than `was` where there is one. Borrowed until the next call. */
const char *record_text(struct record *r, const struct sense *m, const char *was);
const char *record_fact(const struct record *r, const char *name); /* borrowed */
const char *record_phone(struct record *r, const char *number);    /* borrowed */

/* test_record_short.c */

/* How a case stands: {"status", "outcome", "parked", "consents", "places": of an open one}; new. */
json_t *record_end(const struct support_case *c);
/* Drops acts of the play while it still ends as the case did. -1 E_INPUT: it does not even with all. */
int record_shorten(struct record *r, json_t *play, struct err *e);
/* Writes what is offered before each act on it, and how the case ends, as expectations. -1 E_INPUT. */
int record_expect(struct record *r, json_t *play, struct err *e);

#endif
