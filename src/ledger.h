/* ledger.h: all consents and all uses of phrases over all cases, as they are and as they were at any instant: a second
 * fold of the journal, for those who look at everything.
 *
 * It is read from the journal by whoever asks first, off the loop, and then only onwards from where it stands; a turn
 * pays nothing for it. It lives in memory: about 0.4 KB a consent and 0.1 KB a use. No text and no name of a person
 * stands in it, only the ids of their values: what is erased is gone from every later answer.
 *
 * One thread at a time uses it. */
#ifndef ASSENT_LEDGER_H
#define ASSENT_LEDGER_H

#include <jansson.h>

#include "store.h"

struct ledger;
struct ledger *ledger_new(void); /* caller frees */
void ledger_free(struct ledger *l);

/* Reads on, for about so long. 1: all is read that was durable, 0: there is more; -1: E_BUSY, E_IO, E_PARSE. */
int ledger_read_on(struct ledger *l, struct store *s, int64_t for_ms, struct err *e);
/* How far it has read, and how far there is to read as of the last reading: places of turns. */
void ledger_progress(const struct ledger *l, int64_t *read, int64_t *of);

enum ledger_sort {
	LEDGER_BY_AT, /* the last change */
	LEDGER_BY_ASKED,
	LEDGER_BY_CASE,
	LEDGER_BY_KIND,
	LEDGER_BY_SUBJECT,
	LEDGER_BY_DELEGATE,
	LEDGER_BY_STATE,
	LEDGER_BY_FLOW,
	LEDGER_BY_EXPIRES,
	LEDGER_SORTS,
};

/* What is NULL or 0 asks for all. Texts are borrowed. */
struct ledger_query {
	struct store_consent_query
		of; /* case_id, kind, state, subject, party, since, until; the state is that of as_of */
	const char *delegate; /* "none": there is none */
	const char *flow;
	const char *by;     /* part of the name of somebody who recorded a change */
	const char *cursor; /* the place that an earlier answer gave */
	int64_t as_of_ms;   /* 0: now */
	int64_t after_mark; /* changed by a turn behind this place */
	size_t part;        /* of ledger_rows alone, from 1; 0: all of them */
	enum ledger_sort sort;
	bool ascending;
};
/* The names of the filters, NULL at the end; they may be set by them, and "sort" ("at", "-at"), "cursor", "after" and
 * "part" too. */
extern const char *const ledger_filters[];
/* -1 E_INPUT: "sort: expected …". Borrows value. */
int ledger_query_set(struct ledger_query *q, const char *name, const char *value, struct err *e);

/* {"consents": [row], "next", "total", "states": {state: count}, "mark", "as_of", "from": first change at,
 * "kinds", "flows": all that there are}. New; NULL: E_INPUT (the cursor), E_BUSY, E_IO. */
json_t *ledger_list(const struct ledger *l, struct store *s, const struct ledger_query *q,
                    int64_t now_ms, struct err *e);

/* The same rows in the same order as what consent_export_run takes: all of them, or a part of at most `most`.
 * -1: E_CONFLICT (all are more than most: total and parts say how many), E_NOT_FOUND (there is no such part), E_BUSY,
 * E_IO. Caller frees list; its texts are the ledger's, until it reads on. */
struct consent_export_row;
struct ledger_rows {
	struct consent_export_row *list;
	size_t count, total, parts;
};
int ledger_rows(const struct ledger *l, struct store *s, const struct ledger_query *q,
                int64_t now_ms, size_t most, struct ledger_rows *out, struct err *e);

/* What proves one consent, as it was: {"record": as consent_whole, "chain": one for each change: {"turn","n","link","log","at"},
 * "deliveries": one for each change, null or {"message","state","at","reason","written","platform"}, "head": the first
 * signed one over all of it, or null, "tip": {"turns"}, "as_of"}. New; NULL: E_NOT_FOUND and as above. */
struct ledger_evidence_query {
	struct store *store;
	const char *dir; /* of the data: heads.jsonl */
	const char *case_id, *id;
	int64_t as_of_ms, now_ms; /* as_of_ms: 0: as it is */
};
json_t *ledger_evidence(const struct ledger *l, const struct ledger_evidence_query *q,
                        struct err *e);

/* ---- phrases ---- */

/* What became of a phrase that was to be said. */
enum ledger_use {
	USE_OPEN,
	USE_SENT,
	USE_READ_OUT,
	USE_EDITED,
	USE_OWN_WORDS,
	USE_ASKED, /* the agent had asked already, by voice */
	USE_SKIPPED,
	USE_BLOCKED, /* the gate closed while it was shown */
	USE_UNANSWERED,
	USE_ENDED,   /* answered otherwise, or the case was closed */
	USE_REFUSED, /* by the gate: it was never to be used */
	USE_SAID,    /* by the engine itself */
	USES,
};

struct ledger_use_query {
	const char *phrase, *flow, *language, *party;
	const char *reason; /* its key in an earlier answer; of ledger_uses alone */
	int64_t since_ms, until_ms;
	int use; /* enum ledger_use; -1: all; USES: all that were shown to an agent */
	size_t limit, offset;
};
/* The names phrase, flow, language, party, since, until, use and reason. */
extern const char *const ledger_use_filters[];
int ledger_use_query_set(struct ledger_use_query *q, const char *name, const char *value,
                         struct err *e);

/* {"phrases": [{"phrase","shown", use: count ..., "distance": {"median","mean","known","of"}}], "total": the same,
 *  "flows","languages": all that there are}. New. */
json_t *ledger_phrases(const struct ledger *l, const struct ledger_use_query *q);
/* What stands behind a number: {"uses": [{"case","flow","at","ended_at","party","language","phrase","use",
 * "distance","reason"}], "total", "reasons": [{"reason","key","count"}] of skips and blocks, "": none was given or it is
 * erased; "next": offset or null}. New; NULL: E_BUSY, E_IO. */
json_t *ledger_uses(const struct ledger *l, struct store *s, const struct ledger_use_query *q,
                    struct err *e);

#endif
