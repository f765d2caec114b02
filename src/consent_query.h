/* consent_query.h: which consents are asked for, as people and programs write it: one filter a name.
 */
#ifndef ASSENT_CONSENT_QUERY_H
#define ASSENT_CONSENT_QUERY_H

#include <jansson.h>
#include <stdint.h>

struct err;
struct store_consent;
struct store_consent_query;

/* The names, in the order of manuals, NULL at the end: case kind state subject party since until. */
extern const char *const consent_filters[];

/* Sets one filter. since and until are RFC 3339 times, or days of local time: until takes the whole
 * day in. Borrows value. -1 E_INPUT: "state: expected …". */
int consent_query_set(struct store_consent_query *q, const char *name, const char *value,
                      struct err *e);

/* A place in a list, for programs that read on: opaque to them. */
struct consent_cursor {
	char case_id[64], id[64];
	int64_t at_ms;
};
char *consent_cursor_text(const struct consent_cursor *c); /* caller frees */
/* Asks for what comes behind the place; c must outlive q. -1 E_INPUT: "cursor: expected …". */
int consent_cursor_set(struct store_consent_query *q, struct consent_cursor *c, const char *text,
                       struct err *e);

/* A row of a list: {"case","id","kind","subject","delegate","state","at"}. New. */
json_t *consent_row(const char *case_id, const struct store_consent *k);

#endif
