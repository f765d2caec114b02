/* outbox_rules.h: what an answer means, when to try again, when a target rests: the outbox's rules, without its rows. */
#ifndef ASSENT_OUTBOX_RULES_H
#define ASSENT_OUTBOX_RULES_H

#include <stdbool.h>
#include <stdint.h>

struct http_result;

enum meaning {
	MEANS_SENT,
	MEANS_LATER,       /* the target lives and wants us to wait: 408 425 429 */
	MEANS_FAILED,      /* no connection, 5xx: again later, and a failure of the target */
	MEANS_LOST,        /* it may have been taken; a failure of the target */
	MEANS_CREDENTIALS, /* 401 403: wrong for every row of the target */
	MEANS_REFUSED,     /* any other answer: the same again would end the same way */
	MEANS_NOTHING,     /* no attempt: the gate, or the row's time, ended it before */
};
enum meaning outbox_meaning(const struct http_result *r);

/* Full jitter: rand(0, min(15 min, 1 s * 2^n)), at least 100 ms; attempt counts from 1 and n from 0. Never before
 * retry_after_ms (-1: none; at most 24 h). */
int64_t outbox_delay_ms(int64_t attempt, int64_t retry_after_ms);

enum { CREDENTIALS_PAUSE_MS = 5 * 60 * 1000 };

/* Closed: all go. Open: none until until_ms. Half-open: one at a time, until one is a success or a failure. */
struct breaker {
	int failures_max;
	int64_t pause_ms;
	enum { BREAKER_CLOSED, BREAKER_OPEN, BREAKER_HALF_OPEN } state;
	bool probing, credentials_refused;
	int failures; /* in a row */
	int64_t until_ms;
};

bool breaker_lets(struct breaker *b, int64_t now_ms);
bool breaker_begin(struct breaker *b); /* true: this attempt is the probe */
/* An attempt that began (probe or not) is over. Calls from before the breaker opened tell it nothing, except that
 * credentials are refused. */
void breaker_end(struct breaker *b, bool probe, enum meaning m, int64_t now_ms);

#endif
