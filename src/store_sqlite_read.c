/* store_sqlite_read.c: the queries. On the loop, each in a short read transaction of its own. */
#include "store_sqlite.h"

#include "crypto.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct store_sqlite *sq_self(struct store *s)
{
	return (struct store_sqlite *)s;
}

const char *sq_text(sqlite3_stmt *st, int column)
{
	const char *t = (const char *)sqlite3_column_text(st, column);
	return t ? t : ""; /* only without memory: no column is NULL */
}

sqlite3_stmt *sq_start(struct store_sqlite *s, enum sq_read which, const char *key, size_t limit,
                       struct err *e)
{
	if (s->broken.code != E_NONE) {
		err_set(e, s->broken.code, "%s", s->broken.text);
		return NULL;
	}
	sqlite3_stmt *st = s->reads[which];
	assert(!sqlite3_stmt_busy(st)); /* a callback asks the same again */
	if (key)
		sqlite3_bind_text(st, 1, key, -1, SQLITE_STATIC);
	if (sqlite3_bind_parameter_count(st) == 2 && which != SQ_SEEN && which != SQ_VALUE &&
	    which != SQ_OUT_BY_REMOTE)
		sqlite3_bind_int64(st, 2, limit ? (int64_t)limit : -1);
	return st;
}

int sq_finish(struct store_sqlite *s, sqlite3_stmt *st, int rc, struct err *e)
{
	struct err why = { 0 };
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		sq_fail(s, rc, &why);
		err_set(e, why.code, "%s", why.text);
		if (why.code == E_IO)
			s->broken = why;
	}
	sqlite3_reset(st);
	if (why.code == E_NONE && s->still)
		return sq_still(s, e);
	return why.code == E_NONE ? 0 : -1;
}

int sq_read_begin(struct store *base, struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	if (s->readings++ > 0)
		return 0;
	sqlite3_stmt *st = sq_start(s, SQ_READ_BEGIN, NULL, 0, e);
	if (st && sq_finish(s, st, sqlite3_step(st), e) == 0)
		return 0;
	s->readings--;
	return -1;
}

void sq_read_end(struct store *base)
{
	struct store_sqlite *s = sq_self(base);
	assert(s->readings > 0);
	if (--s->readings == 0) /* it has written nothing, so there is nothing that can fail */
		sq_step(s->reads[SQ_READ_END]);
}

int sq_each(struct store_sqlite *s, sqlite3_stmt *st, int (*row)(sqlite3_stmt *st, void *ctx),
            void *ctx, struct err *e)
{
	if (!st)
		return -1;
	int rc;
	while ((rc = sqlite3_step(st)) == SQLITE_ROW) {
		if (row(st, ctx) != 0) {
			sqlite3_reset(st);
			return -1;
		}
	}
	return sq_finish(s, st, rc, e);
}

int sq_seen(struct store *base, const char *source, const char *event_id, char case_id[64],
            int64_t *turn, char hash[65], struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	sqlite3_stmt *st = sq_start(s, SQ_SEEN, source, 0, e);
	if (!st)
		return -1;
	sqlite3_bind_text(st, 2, event_id, -1, SQLITE_STATIC);
	int rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		snprintf(case_id, 64, "%s", sq_text(st, 0));
		*turn = sqlite3_column_int64(st, 1);
		snprintf(hash, 65, "%s", sq_text(st, 2));
	}
	return sq_finish(s, st, rc, e) != 0 ? -1 : rc == SQLITE_ROW;
}

struct seen_call {
	void (*fn)(void *arg, const char *source, const char *event_id);
	void *arg;
};

static int seen_row(sqlite3_stmt *st, void *ctx)
{
	struct seen_call *c = ctx;
	c->fn(c->arg, sq_text(st, 0), sq_text(st, 1));
	return 0;
}

int sq_seen_behind(struct store *base, const char *source, const char *event_id, size_t limit,
                   void (*fn)(void *arg, const char *source, const char *event_id), void *arg,
                   struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct seen_call c = { fn, arg };
	sqlite3_stmt *st = sq_start(s, SQ_SEEN_BEHIND, source, 0, e);
	if (!st)
		return -1;
	sqlite3_bind_text(st, 2, event_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 3, (int64_t)limit);
	return sq_each(s, st, seen_row, &c, e);
}

struct turns_call {
	int (*fn)(void *arg, int64_t turn, int64_t at_ms, const char *records);
	void *arg;
};

static int turns_row(sqlite3_stmt *st, void *ctx)
{
	struct turns_call *c = ctx;
	return c->fn(c->arg, sqlite3_column_int64(st, 0), sqlite3_column_int64(st, 1),
	             sq_text(st, 2));
}

int sq_turns(struct store *base, const char *case_id,
             int (*fn)(void *arg, int64_t turn, int64_t at_ms, const char *records), void *arg,
             struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct turns_call c = { fn, arg };
	return sq_each(s, sq_start(s, SQ_TURNS, case_id, 0, e), turns_row, &c, e);
}

struct journal_call {
	int (*fn)(void *arg, const struct store_entry *t);
	void *arg;
};

static const uint8_t *sum(sqlite3_stmt *st, int column)
{
	const void *bytes = sqlite3_column_blob(st, column);
	return sqlite3_column_bytes(st, column) == SHA256_BYTES ? bytes : NULL;
}

static int journal_row(sqlite3_stmt *st, void *ctx)
{
	struct journal_call *c = ctx;
	const struct store_entry t = { .n = sqlite3_column_int64(st, 0),
		                       .case_id = sq_text(st, 1),
		                       .turn = sqlite3_column_int64(st, 2),
		                       .at_ms = sqlite3_column_int64(st, 3),
		                       .records = sq_text(st, 4),
		                       .link = sum(st, 5),
		                       .log = sum(st, 6) };
	return c->fn(c->arg, &t);
}

int sq_journal(struct store *base, int64_t from_n,
               int (*fn)(void *arg, const struct store_entry *t), void *arg, struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct journal_call c = { fn, arg };
	sqlite3_stmt *st = sq_start(s, SQ_JOURNAL, NULL, 0, e);
	if (st)
		sqlite3_bind_int64(st, 1, from_n);
	return sq_each(s, st, journal_row, &c, e);
}

int sq_tip(struct store *base, int64_t *n, uint8_t log[32], struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	sqlite3_stmt *st = sq_start(s, SQ_TIP, NULL, 0, e);
	*n = 0;
	memset(log, 0, SHA256_BYTES);
	if (!st)
		return -1;
	int rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		*n = sqlite3_column_int64(st, 0);
		if (sum(st, 1))
			memcpy(log, sum(st, 1), SHA256_BYTES);
	}
	return sq_finish(s, st, rc, e);
}

struct values_call {
	int (*fn)(void *arg, const struct store_value *v);
	void *arg;
};

static int values_row(sqlite3_stmt *st, void *ctx)
{
	struct values_call *c = ctx;
	struct store_value v = {
		.id = sqlite3_column_int64(st, 0),
		.party = sq_text(st, 1),
		/* what was erased is a blob of zeros */
		.text = sqlite3_column_type(st, 3) == SQLITE_TEXT ? sq_text(st, 3) : NULL,
	};
	const void *salt = sqlite3_column_blob(st, 2);
	if (salt && sqlite3_column_bytes(st, 2) == STORE_SALT_BYTES)
		memcpy(v.salt, salt, sizeof v.salt);
	return c->fn(c->arg, &v);
}

int sq_values(struct store *base, const char *case_id,
              int (*fn)(void *arg, const struct store_value *v), void *arg, struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct values_call c = { fn, arg };
	return sq_each(s, sq_start(s, SQ_VALUES, case_id, 0, e), values_row, &c, e);
}

int sq_value(struct store *base, const char *case_id, int64_t id, const uint8_t **salt,
             const char **text_out, struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	sqlite3_stmt *st = sq_start(s, SQ_VALUE, case_id, 0, e);
	if (!st)
		return -1;
	sqlite3_bind_int64(st, 2, id);
	int rc = sqlite3_step(st);
	free(s->text);
	s->text = NULL;
	if (rc == SQLITE_ROW && sqlite3_column_bytes(st, 0) == STORE_SALT_BYTES)
		memcpy(s->salt, sqlite3_column_blob(st, 0), STORE_SALT_BYTES);
	if (rc == SQLITE_ROW && sqlite3_column_type(st, 1) == SQLITE_TEXT)
		s->text = xstrdup(sq_text(st, 1));
	*salt = s->salt;
	*text_out = s->text;
	return sq_finish(s, st, rc, e) != 0 ? -1 : rc == SQLITE_ROW;
}

struct heads_call {
	int (*fn)(void *arg, const char *case_id, const struct store_head *h);
	void *arg;
};

static int heads_row(sqlite3_stmt *st, void *ctx)
{
	struct heads_call *c = ctx;
	struct store_head h = {
		.flow = sq_text(st, 1),
		.bundle = sq_text(st, 2),
		.status = sq_text(st, 3),
		.step = sq_text(st, 4),
		.outcome = sq_text(st, 5),
		.opened_at_ms = sqlite3_column_int64(st, 6),
		.updated_at_ms = sqlite3_column_int64(st, 7),
		.wake_at_ms = sqlite3_column_int64(st, 8),
	};
	return c->fn(c->arg, sq_text(st, 0), &h);
}

struct addressed_call {
	int (*fn)(void *arg, const char *case_id, const char *party, bool open);
	void *arg;
};

static int addressed_row(sqlite3_stmt *st, void *ctx)
{
	struct addressed_call *c = ctx;
	return c->fn(c->arg, sq_text(st, 0), sq_text(st, 1), sqlite3_column_int(st, 2));
}

/* A query of what is known by an address; NULL as sq_start(). */
static sqlite3_stmt *start_at(struct store_sqlite *s, enum sq_read which, const char *target,
                              const char *address, size_t limit, struct err *e)
{
	uint8_t lookup[SHA256_BYTES];
	sqlite3_stmt *st = sq_start(s, which, NULL, limit, e);
	sq_lookup(s, target, address, lookup);
	if (st)
		sqlite3_bind_blob(st, 1, lookup, sizeof lookup, SQLITE_TRANSIENT);
	return st;
}

int sq_addressed(struct store *base, const char *target, const char *address, size_t limit,
                 int (*fn)(void *arg, const char *case_id, const char *party, bool open), void *arg,
                 struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct addressed_call c = { fn, arg };
	return sq_each(s, start_at(s, SQ_ADDRESSED, target, address, limit, e), addressed_row, &c,
	               e);
}

int sq_heads_at(struct store *base, const char *target, const char *address, size_t limit,
                int (*fn)(void *arg, const char *case_id, const struct store_head *h), void *arg,
                struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct heads_call c = { fn, arg };
	return sq_each(s, start_at(s, SQ_HEADS_AT, target, address, limit, e), heads_row, &c, e);
}

int sq_heads(struct store *base, const char *status, size_t limit,
             int (*fn)(void *arg, const char *case_id, const struct store_head *h), void *arg,
             struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct heads_call c = { fn, arg };
	enum sq_read which = status ? SQ_HEADS_OF_STATUS : SQ_HEADS;
	return sq_each(s, sq_start(s, which, status, limit, e), heads_row, &c, e);
}

struct outs_call {
	int (*fn)(void *arg, const struct store_out *o);
	void *arg;
};

static int outs_row(sqlite3_stmt *st, void *ctx)
{
	struct outs_call *c = ctx;
	struct store_out o = {
		.key = sq_text(st, 0),
		.case_id = sq_text(st, 1),
		.seq = sqlite3_column_int64(st, 2),
		.target = sq_text(st, 3),
		.effect = sq_text(st, 4),
		.state = sq_text(st, 5),
		.attempt = sqlite3_column_int64(st, 6),
		.next_at_ms = sqlite3_column_int64(st, 7),
		.expires_at_ms = sqlite3_column_int64(st, 8),
		.reason = sq_text(st, 9),
		.remote_id = sq_text(st, 10),
		.first_at_ms = sqlite3_column_int64(st, 11),
	};
	return c->fn(c->arg, &o);
}

int sq_outs(struct store *base, const char *case_id,
            int (*fn)(void *arg, const struct store_out *o), void *arg, struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	struct outs_call c = { fn, arg };
	enum sq_read which = case_id ? SQ_OUTS_OF_CASE : SQ_OUTS;
	return sq_each(s, sq_start(s, which, case_id, 0, e), outs_row, &c, e);
}

int sq_out_state(struct store *base, const char *key, char state[16], struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	sqlite3_stmt *st = sq_start(s, SQ_OUT_STATE, key, 0, e);
	if (!st)
		return -1;
	int rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		snprintf(state, 16, "%s", sq_text(st, 0));
	return sq_finish(s, st, rc, e) != 0 ? -1 : rc == SQLITE_ROW;
}

int sq_out_by_remote(struct store *base, const char *target, const char *remote_id, char **key,
                     char **case_id, struct err *e)
{
	struct store_sqlite *s = sq_self(base);
	sqlite3_stmt *st = sq_start(s, SQ_OUT_BY_REMOTE, target, 0, e);
	if (!st)
		return -1;
	sqlite3_bind_text(st, 2, remote_id, -1, SQLITE_STATIC);
	int rc = sqlite3_step(st);
	char *found[2] = { NULL, NULL };
	for (int i = 0; i < 2 && rc == SQLITE_ROW; i++)
		found[i] = xstrdup(sq_text(st, i));
	if (sq_finish(s, st, rc, e) != 0) {
		free(found[0]);
		free(found[1]);
		return -1;
	}
	*key = found[0];
	*case_id = found[1];
	return rc == SQLITE_ROW;
}
