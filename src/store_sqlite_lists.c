/* store_sqlite_lists.c: the queries of what is listed for people: consents, deliveries that could not be used, deploys and
 * their bundles. */
#include "store_sqlite.h"

#include <stdlib.h>

struct consents_call {
	int (*fn)(void *arg, const char *case_id, const struct store_consent *c);
	void *arg;
};

static int consents_row(sqlite3_stmt *st, void *ctx)
{
	struct consents_call *c = ctx;
	struct store_consent consent = {
		.id = sq_text(st, 1),
		.kind = sq_text(st, 2),
		.subject = sq_text(st, 3),
		.delegate = sq_text(st, 4),
		.state = sq_text(st, 5),
		.at_ms = sqlite3_column_int64(st, 6),
	};
	return c->fn(c->arg, sq_text(st, 0), &consent);
}

static void bind_query(sqlite3_stmt *st, const struct store_consent_query *q)
{
	const char *const texts[] = { q->after_case, q->after_id, q->kind, q->state,
		                      q->subject,    q->party,    q->id };
	static const int places[] = { 4, 6, 7, 8, 9, 10, 12 };
	int64_t until_ms = q->until_ms ? q->until_ms : INT64_MAX;
	if (q->after_case && q->after_ms < until_ms)
		until_ms = q->after_ms + 1; /* what comes before the place is not even looked at */
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		sqlite3_bind_text(st, places[i], texts[i], -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 2, q->since_ms);
	sqlite3_bind_int64(st, 3, until_ms);
	sqlite3_bind_int64(st, 5, q->after_ms);
	sqlite3_bind_int64(st, 11, q->limit ? (int64_t)q->limit : -1);
}

int sq_consents(struct store *base, const struct store_consent_query *q,
                int (*fn)(void *arg, const char *case_id, const struct store_consent *c), void *arg,
                struct err *e)
{
	static const struct store_consent_query all = { 0 };
	struct store_sqlite *s = sq_self(base);
	struct consents_call c = { fn, arg };
	if (!q)
		q = &all;
	sqlite3_stmt *st =
		sq_start(s, q->case_id ? SQ_CONSENTS_OF_CASE : SQ_CONSENTS, q->case_id, 0, e);
	if (st)
		bind_query(st, q);
	return sq_each(s, st, consents_row, &c, e);
}

struct undecoded_call {
	int (*fn)(void *arg, const char *source, const char *event_id, int64_t at_ms,
	          const char *reason, const char *raw, size_t raw_bytes);
	void *arg;
};

static int undecoded_row(sqlite3_stmt *st, void *ctx)
{
	struct undecoded_call *c = ctx;
	const char *raw = sqlite3_column_blob(st, 4); /* NULL when empty */
	return c->fn(c->arg, sq_text(st, 0), sq_text(st, 1), sqlite3_column_int64(st, 2),
	             sq_text(st, 3), raw ? raw : "", (size_t)sqlite3_column_bytes(st, 4));
}

int sq_undecoded(struct store *base, size_t limit,
                 int (*fn)(void *arg, const char *source, const char *event_id, int64_t at_ms,
                           const char *reason, const char *raw, size_t raw_bytes),
                 void *arg, struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct undecoded_call c = { fn, arg };
	return sq_each(s, sq_start(s, SQ_UNDECODED, NULL, limit, e), undecoded_row, &c, e);
}

struct deploys_call {
	int (*fn)(void *arg, const struct store_deploy *d);
	void *arg;
};

static int deploy_row(sqlite3_stmt *st, void *ctx)
{
	const struct deploys_call *call = ctx;
	const struct store_deploy d = { .n = sqlite3_column_int64(st, 0),
		                        .at_ms = sqlite3_column_int64(st, 1),
		                        .hash = sq_text(st, 2),
		                        .flows = sq_text(st, 3),
		                        .who = sq_text(st, 4),
		                        .origin = sq_text(st, 5),
		                        .done_at_ms = sqlite3_column_int64(st, 6) };
	return call->fn(call->arg, &d);
}

int sq_deploys(struct store *base, size_t limit, int (*fn)(void *arg, const struct store_deploy *d),
               void *arg, struct err *e)
{
	struct deploys_call call = { fn, arg };
	struct store_sqlite *s = sq_self(base);
	return sq_each(s, sq_start(s, SQ_DEPLOYS, NULL, limit, e), deploy_row, &call, e);
}

char *sq_bundle(struct store *base, const char *hash, struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	sqlite3_stmt *st = sq_start(s, SQ_BUNDLE, hash, 0, e);
	if (!st)
		return NULL;
	int rc = sqlite3_step(st);
	char *content = rc == SQLITE_ROW ? xstrdup(sq_text(st, 0)) : NULL;
	if (sq_finish(s, st, rc, e) == 0 && !content)
		err_set(e, E_NOT_FOUND, "no bundle %s is stored", hash);
	return content;
}
