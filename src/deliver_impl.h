/* deliver_impl.h: what deliver.c (rows, their ends), deliver_call.c (calls, their answers) and
 * deliver_address.c share. */
#ifndef ASSENT_DELIVER_IMPL_H
#define ASSENT_DELIVER_IMPL_H

#include "auth.h"
#include "deliver.h"

struct http_call;
struct http_result;
struct oauth;
struct platform;

struct target {
	struct engine *engine;
	const struct engine_target *conf;
	struct platform *platform;
	struct auth auth;
	struct oauth *oauth;       /* NULL: it proves itself otherwise */
	const char *speaks_for[2]; /* its name, and NULL: what it tells of people in its answers */
};

struct target *deliver_target(const struct engine *g, const char *name); /* NULL: none */

/* ---- deliver_address.c */

/* Of the call that an adapter made: its "url", or its "path" behind the target's. New. NULL: E_PARSE, E_CONFIG. */
char *deliver_address(const struct target *t, const json_t *made, struct err *e);

/* ---- deliver_call.c: what the outbox asks of a call (outbox.h); arg is the engine */

int deliver_prepare(void *arg, const struct store_out *row, enum outbox_step step,
                    struct http_call *call, struct err *e);
void deliver_release(void *arg, struct http_call *call);
bool deliver_allowed(void *arg, const struct store_out *row, const struct http_call *call);
void deliver_judge(void *arg, const struct store_out *row, const struct http_call *call,
                   const struct http_result *a, struct outbox_verdict *v);

#endif
