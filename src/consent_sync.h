/* consent_sync.h: makes consent files that are in place durable, off the loop, one batch at a time.
 */
#ifndef ASSENT_CONSENT_SYNC_H
#define ASSENT_CONSENT_SYNC_H

#include <stdbool.h>

struct consent_sync;
struct err;
struct loop;

/* fatal: a file could not be synced; must not return. Caller frees, when idle. */
struct consent_sync *consent_sync_new(struct loop *l, const char *dir,
                                      void (*fatal)(void *arg, const struct err *e), void *arg);
void consent_sync_free(struct consent_sync *s);
void consent_sync_add(struct consent_sync *s, const char *case_id);
bool consent_sync_is_idle(const struct consent_sync *s);

#endif
