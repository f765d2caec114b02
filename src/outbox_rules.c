#include "outbox_rules.h"

#include "clock.h"
#include "http_out.h"

enum { BASE_MS = 1000, LEAST_MS = 100, CAP_MS = 15 * 60 * 1000, ASKED_CAP_MS = 24 * 3600 * 1000 };

static enum meaning of_status(int status)
{
	if (status >= 200 && status < 300)
		return MEANS_SENT;
	if (status == 401 || status == 403)
		return MEANS_CREDENTIALS;
	if (status == 408 || status == 425 || status == 429)
		return MEANS_LATER;
	return status >= 500 ? MEANS_FAILED : MEANS_REFUSED;
}

enum meaning outbox_meaning(const struct http_result *r)
{
	static const enum meaning of_outcome[] = { [HTTP_NOT_SENT] = MEANS_FAILED,
		                                   [HTTP_HELD] = MEANS_NOTHING,
		                                   [HTTP_LOST] = MEANS_LOST };
	return r->outcome == HTTP_ANSWERED ? of_status(r->status) : of_outcome[r->outcome];
}

int64_t outbox_delay_ms(int64_t attempt, int64_t retry_after_ms)
{
	int64_t n = attempt > 1 ? attempt - 1 : 0;
	int64_t most = n < 10 ? (int64_t)BASE_MS << n : CAP_MS; /* 2^10 s is over the cap */
	uint64_t chance;
	clock_random(&chance, sizeof chance);
	int64_t delay = (int64_t)(chance % (uint64_t)(most + 1));
	int64_t asked = retry_after_ms < ASKED_CAP_MS ? retry_after_ms : ASKED_CAP_MS;
	if (delay < LEAST_MS)
		delay = LEAST_MS;
	return delay > asked ? delay : asked;
}

static void open_breaker(struct breaker *b, bool credentials, int64_t now_ms)
{
	b->state = BREAKER_OPEN;
	b->credentials_refused = credentials;
	b->until_ms = now_ms + (credentials ? CREDENTIALS_PAUSE_MS : b->pause_ms);
}

bool breaker_lets(struct breaker *b, int64_t now_ms)
{
	if (b->state == BREAKER_OPEN && b->until_ms <= now_ms)
		b->state = BREAKER_HALF_OPEN;
	return b->state == BREAKER_CLOSED || (b->state == BREAKER_HALF_OPEN && !b->probing);
}

bool breaker_begin(struct breaker *b)
{
	b->probing = b->state == BREAKER_HALF_OPEN;
	return b->probing;
}

void breaker_end(struct breaker *b, bool probe, enum meaning m, int64_t now_ms)
{
	bool counts = b->state == BREAKER_CLOSED || (b->state == BREAKER_HALF_OPEN && probe);
	if (probe)
		b->probing = false;
	if (m == MEANS_CREDENTIALS) {
		open_breaker(b, true, now_ms);
	} else if (counts && (m == MEANS_FAILED || m == MEANS_LOST)) {
		if (++b->failures >= b->failures_max || probe)
			open_breaker(b, false, now_ms);
	} else if (counts && m != MEANS_NOTHING && m != MEANS_AGAIN) {
		b->failures = 0;
		if (m == MEANS_SENT || m == MEANS_ABSENT)
			b->state = BREAKER_CLOSED;
	}
}
