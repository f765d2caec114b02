/* ledger_impl.h: what the ledger*.c files share; nobody else includes it.
 *
 *   ledger.c           the reading of the journal, cases, names
 *   ledger_fold.c      consents and uses of phrases out of records
 *   ledger_list.c      consents that are asked for, sorted, in pages
 *   ledger_evidence.c  what proves one consent
 *   ledger_phrases.c   counts of uses, and what stands behind a number */
#ifndef ASSENT_LEDGER_IMPL_H
#define ASSENT_LEDGER_IMPL_H

#include "case.h"
#include "ledger.h"

/* An index into ledger.names; 0 is "". */
typedef uint16_t ledger_name;

/* Who recorded something: a value of the case, or a code; neither: nobody. */
struct ledger_who {
	int64_t value;
	ledger_name code;
};

/* A consent from one turn on. */
struct ledger_change {
	int64_t n, turn, at_ms;
	int64_t from_ms; /* the fold up to an instant takes it in from here on: no earlier turn is later */
	int64_t expires_at_ms; /* 0: never */
	ledger_name state, how;
	struct ledger_who by;
	bool again; /* its state is the one before: no change for people */
};

struct ledger_consent {
	struct ledger_case *c;
	char *id;
	ledger_name kind, phrase;
	int8_t subject, delegate, language;
	int version;
	struct ledger_change *changes;
	size_t changes_count;
};

struct ledger_use_row {
	struct ledger_case *c;
	int64_t at_ms, ended_ms, text; /* text: value */
	int64_t step;
	int64_t reason; /* value */
	int32_t id;     /* of the suggestion; 0: said by the engine */
	int32_t distance;
	ledger_name phrase, why; /* why: a reason of ours */
	int16_t lane;
	int8_t party, language, use;
};

struct ledger_case {
	char *id;
	ledger_name flow;
	int8_t language[ROLE_COUNT];
	int64_t turn, from_ms;
	size_t *uses; /* into ledger.uses */
	size_t uses_count;
	struct ledger_consent **consents;
	size_t consents_count;
};

struct ledger {
	void *cases; /* ledger_case by id */
	char **names;
	size_t names_count;
	struct ledger_consent **consents;
	size_t consents_count, consents_room;
	struct ledger_use_row *uses;
	size_t uses_count, uses_room;
	int64_t mark, tip, first_ms;
	struct store *store; /* while it reads */
};

ledger_name ledger_name_of(struct ledger *l, const char *text); /* NULL: "" */
/* -1: no such name, which nothing has. */
int ledger_find_name(const struct ledger *l, const char *text);
struct ledger_case *ledger_find_case(const struct ledger *l, const char *id);

/* ---- ledger_fold.c ---- */

void ledger_fold(struct ledger *l, struct ledger_case *c, const struct store_entry *t,
                 const json_t *records);
/* The point at an instant; NULL: it was not asked for yet. */
const struct ledger_change *ledger_at(const struct ledger_consent *k, int64_t at_ms);

/* ---- what is behind a value ---- */

/* New; null where it is erased. */
json_t *ledger_value(struct store *s, const char *case_id, int64_t id, struct err *e);

#endif
