/* audit.h: holds the turns of a journal, the personal values behind them and signed heads against
 * each other, one turn after the other, as an outsider can (docs/verify-without-assent.md). Knows
 * nothing of what a record means but "erase". The first thing that does not fit is told with its
 * case and turn, and ends it. */
#ifndef ASSENT_AUDIT_H
#define ASSENT_AUDIT_H

#include <jansson.h>

#include "head.h"
#include "store.h"

struct audit;

struct audit *audit_new(void); /* caller frees */
void audit_free(struct audit *a);

/* A head that must be met on the way, its signature checked before. */
void audit_expect(struct audit *a, const struct head *h);

/* Whom to ask for a value that a turn refers to for the first time: {"salt": hex, "text"}, new;
 * NULL: it is not kept. */
struct audit_values {
	json_t *(*get)(void *arg, const char *case_id, int64_t id);
	void *arg;
};
/* The next turn. t->log NULL: not given. 0, or -1: E_CONFLICT. */
int audit_turn(struct audit *a, const struct store_entry *t, const struct audit_values *values,
               struct err *e);
/* The next turn, of a case that is not shown: only t->n and t->link are there. */
int audit_hidden_turn(struct audit *a, const struct store_entry *t, struct err *e);
/* No more turns. */
int audit_end(struct audit *a, struct err *e);

int64_t audit_turns(const struct audit *a);
int64_t audit_cases(const struct audit *a);
void audit_log(const struct audit *a, uint8_t log[SHA256_BYTES]);

#endif
