/* clock.c: the machine's clocks and its source of chance. */
#include "clock.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/random.h>
#include <time.h>

/* Atomic, because the store's thread writes log lines. */
static _Atomic int64_t held_ms;
static atomic_bool held;

int64_t clock_now_ms(void)
{
	if (atomic_load(&held))
		return atomic_load(&held_ms);
	struct timespec ts;
	clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

void clock_hold(int64_t now_ms)
{
	atomic_store(&held_ms, now_ms);
	atomic_store(&held, true);
}

int64_t clock_monotonic_us(void)
{
	struct timespec ts;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

void clock_random(void *out, size_t len_bytes)
{
	unsigned char *to = out;
	while (len_bytes > 0) {
		ssize_t n = getrandom(to, len_bytes, 0);
		if (n < 0 && errno != EINTR)
			abort();
		if (n > 0) {
			to += n;
			len_bytes -= (size_t)n;
		}
	}
}
