/* as_of.h: "was this act allowed then?" The journal of a case up to an instant, through the same
 * fold and the same gate that decided it then, with the policy of the bundle that the case had. */
#ifndef ASSENT_AS_OF_H
#define ASSENT_AS_OF_H

#include <jansson.h>
#include <stdint.h>

#include "consent.h"

struct err;
struct store;

/* One case, to be asked about any instants; those that go forward cost least. */
struct as_of;
/* The case as it is in the store now. NULL: E_NOT_FOUND, E_BUSY, E_IO, E_PARSE. Caller frees. */
struct as_of *as_of_open(struct store *s, const char *case_id, struct err *e);
void as_of_free(struct as_of *a);

/* A question as people and programs write it:
 *   {"case", "act": "tell"|"contact"|"hold", "party": role, "tells"?: ["trip", ...] or "trip,case",
 *    "contact_of"?: role, "as_of"?: RFC 3339 time, default now}
 * tells belongs to tell, and is demanded there; contact_of says whose contact data is told. */
struct as_of_question {
	const char *case_id; /* borrowed from the object */
	struct act act;
	int64_t at_ms;
};
/* -1 E_INPUT: which member is wrong, and what was expected. */
int as_of_read(struct as_of_question *q, const json_t *object, int64_t now_ms, struct err *e);

/* {"allowed": bool, "why": text or null, "as_of": time, "turn": the last one before it, 0: none,
 *  "grounds": [{"consent", "kind", "subject", "delegate", "granted_at", "expires_at", "turn",
 *               "notice": as in the record, "evidence": of the grant},
 *              {"inbound": role}, {"member": role}]}
 * New. An act that needs no consent has no grounds. NULL: E_FLOW, E_NOT_FOUND (its bundle), E_PARSE. */
json_t *as_of_answer(struct as_of *a, const struct as_of_question *q, struct err *e);

#endif
