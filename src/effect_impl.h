/* effect_impl.h: what the files of effect.c share. */
#ifndef ASSENT_EFFECT_IMPL_H
#define ASSENT_EFFECT_IMPL_H

#include "bundle.h"
#include "effect.h"

struct wait;

/* One step being performed. */
struct doing {
	struct turn *t;
	const struct step *s;
	const json_t *args;
	int64_t n;
	json_t **result;
	struct err *e;
};

const char *effect_arg(const struct doing *d, const char *key);
/* The designer's mistake, as "party:ask: what is wrong; usage: …": EFFECT_FAILED, E_FLOW. */
enum effect_outcome effect_usage(const struct doing *d, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
/* Records the step with its result, which is taken. EFFECT_RESULT. */
enum effect_outcome effect_finish(const struct doing *d, json_t *result);
/* Opens the wait of this step. text: the filled question, or NULL. */
/* The marks that a question hears along with its answer. -1: one cannot be heard so, E_FLOW. */
int effect_hears(const struct doing *d);
struct wait *effect_wait(const struct doing *d, enum policy_limit limit, const json_t *text,
                         const char *consent);
/* The step waits until an agent has told what its phrase lacks: names (taken). EFFECT_WAITS. */
enum effect_outcome effect_lacks(const struct doing *d, enum policy_limit limit, json_t *names);

/* The options of a kind, "within", "delegate": how many. */
enum { EFFECT_OPTIONS_MAX = 6 };
size_t effect_options(const char *kind, const char *out[EFFECT_OPTIONS_MAX]);

/* effect_talk.c */
enum effect_outcome effect_suggest(struct doing *d);
enum effect_outcome effect_say(struct doing *d);
enum effect_outcome effect_confirm(struct doing *d);
enum effect_outcome effect_consent(struct doing *d);
enum effect_outcome effect_ask(struct doing *d);
enum effect_outcome effect_knows(struct doing *d);

#endif
