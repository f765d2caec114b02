/* deliver_impl.h: what deliver.c (rows, their ends), deliver_call.c (calls), deliver_address.c (where they go) and
 * deliver_answer.c (their answers) share. */
#ifndef ASSENT_DELIVER_IMPL_H
#define ASSENT_DELIVER_IMPL_H

#include "auth.h"
#include "consent.h"
#include "deliver.h"
#include "http_in.h"

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

/* ---- what the outbox asks of a call (outbox.h); arg is the engine */

enum { ADAPTER_HEADERS_MAX = 16 };

/* Everything that an http_call points to, freed as one; and what is asked about it later. */
struct prepared {
	const struct target *target;
	enum outbox_step step;
	bool gated; /* it goes to a person */
	struct act act;
	uint64_t token_n;
	char *url;
	struct buf body;
	struct auth_headers auth;
	json_t *made;   /* by the adapter: method and headers; NULL where it has neither */
	json_t *effect; /* NULL: its adapter does not read answers */
	struct http_header headers[1 + AUTH_HEADERS_MAX + ADAPTER_HEADERS_MAX];
	size_t headers_count;
};
struct prepared *deliver_prepared_of(const struct http_call *call);
/* The notes that went in this one are sent with it. */
void deliver_carried_all(struct engine *g, const char *key);
const char *deliver_step_name(enum outbox_step step); /* as adapters know it */

int deliver_prepare(void *arg, const struct store_out *row, enum outbox_step step,
                    struct http_call *call, struct err *e);
void deliver_release(void *arg, struct http_call *call);
bool deliver_allowed(void *arg, const struct store_out *row, const struct http_call *call);
/* deliver_answer.c */
void deliver_judge(void *arg, const struct store_out *row, const struct http_call *call,
                   const struct http_result *a, struct outbox_verdict *v);

#endif
