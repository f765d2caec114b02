/* verdict.h: what becomes of each open case when flows are deployed, said beforehand. What then happens
 * (engine_deploy.c) rests on the same comparisons: cases_try, renewal_concerns. */
#ifndef ASSENT_VERDICT_H
#define ASSENT_VERDICT_H

#include <jansson.h>

struct err;
struct flow_set;
struct store;

enum verdict_kind {
	VERDICT_CONTINUES, /* on the new bundle */
	VERDICT_STAYS,     /* on its own */
	VERDICT_PERSON,    /* somebody must look at it */
};
/* Which bundle the case is on afterwards. */
enum verdict_on {
	VERDICT_ON_NEW,
	VERDICT_ON_OWN,
	VERDICT_ON_NONE, /* it is parked */
};

struct verdict {
	const char *case_id, *flow, *step; /* step: title, "" */
	enum verdict_kind kind;
	enum verdict_on on;
	const char *own, *to; /* hashes; to NULL: the flow is not deployed any more */
	const char *why;      /* a sentence with file and line; "": nothing to say */
	/* {"step", "recorded", "attempted", "file", "line"}, or NULL: no step differs */
	const json_t *detail;
};

/* "continues", "stays", "person"; "new", "own", "none" */
const char *verdict_name(enum verdict_kind k);
const char *verdict_place(enum verdict_on on);

/* fn for each open case, opened last first; all of it borrowed for the call. -1: E_BUSY, E_IO, E_PARSE, or
 * from fn. The store may be one that is only read, beside a running program. */
int verdict_each(struct store *st, struct flow_set *now,
                 int (*fn)(void *arg, const struct verdict *v), void *arg, struct err *e);

#endif
