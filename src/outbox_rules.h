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
	MEANS_UNKNOWN,     /* it may have been taken, as the target itself says */
	MEANS_CREDENTIALS, /* 401 403: wrong for every row of the target */
	MEANS_REFUSED,     /* any other answer: the same again would end the same way */
	MEANS_ABSENT,      /* of a look: it has not arrived */
	MEANS_AGAIN,   /* not taken, by no fault of row or target: again, and it was no attempt */
	MEANS_NOTHING, /* no attempt: the gate, or the row's time, ended it before */
};
enum meaning outbox_meaning(const struct http_result *r);

/* Full jitter: rand(0, min(15 min, 1 s * 2^n)), at least 100 ms; attempt counts from 1 and n from 0. Never before
 * retry_after_ms (-1: none; at most 24 h). */
int64_t outbox_delay_ms(int64_t attempt, int64_t retry_after_ms);

/* LOOK_AFTER_MS: the least between the loss of an answer and the question whether the message has arrived, and
 * between two such questions. A first copy may still be on its way: behind a proxy, or in a server that goes
 * on with what it has read when nobody listens any more; one that showed up behind "it is not there" would be
 * shown twice. We lose patience after 15 s, and a platform's own limit on a request is most often 10 to 20 s,
 * so 5 s more outlast it; more would let a person wait where nothing arrived. */
enum { CREDENTIALS_PAUSE_MS = 5 * 60 * 1000, LOOK_AFTER_MS = 5000 };

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
