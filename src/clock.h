/* clock.h: time and chance, in one place, so that plays and tests can put their own there. */
#ifndef ASSENT_CLOCK_H
#define ASSENT_CLOCK_H

#include <stddef.h>
#include <stdint.h>

int64_t clock_now_ms(void);       /* since 1970, UTC */
void clock_hold(int64_t now_ms);  /* from now on the clock stands still at now_ms (plays) */
int64_t clock_monotonic_us(void); /* for measuring spans */
/* unpredictable bytes; aborts if there are none */
void clock_random(void *out, size_t len_bytes);

#endif
