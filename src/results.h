/* results.h: what long work has found, in DIR/results, so that the same again is read, after a restart too. Only what the
 * key and this very program decide is kept: another build finds nothing, and what a limit has cut may be whole next time.
 * All of it may be deleted at any time. In any thread. */
#ifndef ASSENT_RESULTS_H
#define ASSENT_RESULTS_H

/* As it was kept. NULL: it was not, or is no more. Caller frees. */
char *results_read(const char *dir, const char *key);

/* text: JSON. Where it cannot be kept it is worked out again. */
void results_keep(const char *dir, const char *key, const char *text);

#endif
