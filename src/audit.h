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

/* What did not fit, for who tells it in words of his own; the sentence stands in the err. */
enum audit_what {
	AUDIT_WHOLE,
	AUDIT_TURN_CHANGED, /* its link is another */
	AUDIT_TURN_REMOVED, /* one before it is missing, of the case or of all */
	AUDIT_TURN_TWICE,
	AUDIT_LOG_CHANGED,  /* the log that was written with it is another */
	AUDIT_HEAD_DIFFERS, /* a signed head says otherwise */
	AUDIT_VALUE_CHANGED,
	AUDIT_VALUE_LOST, /* gone, and no erasure is recorded */
	AUDIT_ERASED_KEPT,
	AUDIT_RECORD_WRONG, /* nothing that this program writes */
	AUDIT_CUT,          /* a signed head is over more turns than there are */
};
struct audit_fault {
	enum audit_what what;
	char case_id[64]; /* "" where it is of none */
	int64_t turn, n;  /* 0: of none */
};

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

/* The first thing that did not fit. */
const struct audit_fault *audit_fault(const struct audit *a);
int64_t audit_turns(const struct audit *a);
int64_t audit_cases(const struct audit *a);
void audit_log(const struct audit *a, uint8_t log[SHA256_BYTES]);

#endif
