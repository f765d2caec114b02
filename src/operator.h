/* operator.h: commands speak to the program that runs on their data directory, as its operator: by the
 * address and the token that it leaves there (serve.h). */
#ifndef ASSENT_OPERATOR_H
#define ASSENT_OPERATOR_H

#include <jansson.h>

struct err;

struct operator_call {
	const char *data;          /* the data directory */
	const char *method, *path; /* "POST", "/v1/…" */
	const char *body;          /* JSON; NULL: none */
	const char *unsure;        /* what to do when the answer was lost: "look …" */
};

/* 0: answered well, *answer (NULL: not wanted) is its JSON, new. 1: nobody answers there. -1: E_BUSY (the answer was
 * lost, or it asks to come again), E_CONFLICT with the program's own words. */
int operator_ask(const struct operator_call *c, json_t **answer, struct err *e);

#endif
