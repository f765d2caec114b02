/* store_sqlite_write.c: the rows of one turn. Runs in the pool. */
#include "store_sqlite.h"

#include "chain.h"

#include <string.h>

/* A head's place in the two lists changes only when a case opens or closes, and an index entry
 * written again dirties its page for the WAL even where nothing changed. So the usual turn moves
 * the head by SQ_MOVE_HEAD, which touches no index, and SQ_PUT_HEAD follows only where that met no
 * row. */
const char *const sq_write_sql[SQ_WRITES] = {
	[SQ_BEGIN] = "BEGIN IMMEDIATE",
	[SQ_COMMIT] = "COMMIT",
	[SQ_ROLLBACK] = "ROLLBACK",
	[SQ_SAVEPOINT] = "SAVEPOINT turn",
	[SQ_RELEASE] = "RELEASE turn",
	[SQ_ROLLBACK_TO] = "ROLLBACK TO turn",
	[SQ_BEFORE] = "SELECT (SELECT link FROM journal WHERE case_id = ?1 AND turn = ?2),"
		      " (SELECT log FROM journal ORDER BY n DESC LIMIT 1)",
	[SQ_PUT_JOURNAL] = "INSERT INTO journal(case_id, turn, at_ms, link, log, records)"
			   " VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[SQ_PUT_SEEN] = "INSERT INTO seen(source, event_id, case_id, turn, hash, at_ms)"
			" VALUES(?1, ?2, ?3, ?4, ?5, ?6)",
	[SQ_PUT_VALUE] =
		"INSERT INTO value(case_id, id, party, salt, text) VALUES(?1, ?2, ?3, ?4, ?5)",
	/* Bodies that hold a text of it as it is; not each that holds "네". */
	[SQ_ERASE_UNDECODED] =
		"UPDATE undecoded SET raw = zeroblob(length(raw)), reason = 'erased'"
		" WHERE instr(raw, (SELECT CAST(text AS BLOB) FROM value WHERE case_id = ?1"
		" AND id = ?2 AND typeof(text) = 'text' AND length(text) >= 4)) > 0",
	[SQ_ERASE] = "UPDATE value SET salt = zeroblob(length(salt)),"
		     " text = zeroblob(length(CAST(text AS BLOB)))"
		     " WHERE case_id = ?1 AND id = ?2 AND typeof(text) = 'text'",
	[SQ_PUT_ADDRESS] = "INSERT INTO address(lookup, case_id, party, value_id)"
			   " VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE SET"
			   " value_id = excluded.value_id",
	[SQ_DROP_ADDRESS] = "DELETE FROM address WHERE case_id = ?1 AND value_id = ?2",
	[SQ_MOVE_HEAD] = "UPDATE head SET flow = ?4, bundle = ?5, step = ?6, outcome = ?7,"
			 " updated_at_ms = ?8, wake_at_ms = ?9"
			 " WHERE case_id = ?1 AND status = ?2 AND opened_at_ms = ?3",
	[SQ_PUT_HEAD] =
		"INSERT INTO head(case_id, status, opened_at_ms, flow, bundle, step, outcome,"
		" updated_at_ms, wake_at_ms) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"
		" ON CONFLICT(case_id) DO UPDATE SET status = excluded.status,"
		" opened_at_ms = excluded.opened_at_ms, flow = excluded.flow,"
		" bundle = excluded.bundle, step = excluded.step, outcome = excluded.outcome,"
		" updated_at_ms = excluded.updated_at_ms, wake_at_ms = excluded.wake_at_ms",
	[SQ_PUT_OUT] =
		"INSERT INTO outbox(key, case_id, seq, target, effect, state, attempt, next_at_ms,"
		" expires_at_ms, reason, remote_id, first_at_ms)"
		" VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
	[SQ_CHANGE_OUT] =
		"UPDATE outbox SET state = ?2, attempt = ?3, next_at_ms = ?4, reason = ?5,"
		" remote_id = ?6, first_at_ms = ?7 WHERE key = ?1",
	[SQ_PUT_CONSENT] = "INSERT INTO consent(case_id, id, kind, subject, delegate, state, at_ms)"
			   " VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)"
			   " ON CONFLICT(case_id, id) DO UPDATE SET kind = excluded.kind,"
			   " subject = excluded.subject, delegate = excluded.delegate,"
			   " state = excluded.state, at_ms = excluded.at_ms",
	[SQ_PUT_BUNDLE] = "INSERT INTO bundle(hash, content) VALUES(?1, ?2) ON CONFLICT DO NOTHING",
	/* Where it was damaged it is whole again. */
	[SQ_MEND_BUNDLE] = "INSERT INTO bundle(hash, content) VALUES(?1, ?2) ON CONFLICT DO UPDATE"
			   " SET content = excluded.content WHERE content <> excluded.content",
	[SQ_PUT_DEPLOY] = "INSERT INTO deploy(at_ms, hash, flows, who, origin)"
			  " VALUES(?1, ?2, ?3, ?4, ?5)",
	[SQ_END_DEPLOY] = "UPDATE deploy SET done_at_ms = ?2 WHERE n = ?1",
	[SQ_PUT_UNDECODED] = "INSERT INTO undecoded(source, event_id, at_ms, reason, raw)"
			     " VALUES(?1, ?2, ?3, ?4, ?5)",
	[SQ_SEEN_UNTIL] = "SELECT source, event_id FROM seen WHERE (source, event_id) > (?1, ?2)"
			  " ORDER BY source, event_id LIMIT 1 OFFSET 255",
	[SQ_FORGET_SEEN] = "DELETE FROM seen WHERE (source, event_id) > (?1, ?2)"
			   " AND (source, event_id) <= (?4, ?5) AND at_ms < ?3 AND turn <> 1",
	[SQ_FORGET_SEEN_REST] =
		"DELETE FROM seen WHERE (source, event_id) > (?1, ?2) AND at_ms < ?3"
		" AND turn <> 1",
	[SQ_OLD_BODY] = "SELECT n FROM undecoded WHERE at_ms < ?1 AND length(raw) > 0"
			" ORDER BY n LIMIT 1",
	[SQ_BLANK_BODY] = "UPDATE undecoded SET raw = zeroblob(length(raw)) WHERE n = ?1",
	[SQ_SHRINK_BODY] =
		"UPDATE undecoded SET raw = x'', reason = '" SQ_FORGOTTEN "' WHERE n = ?1",
	[SQ_DROP_HUSKS] = "DELETE FROM undecoded WHERE at_ms < ?1"
			  " AND n < (SELECT min(n) FROM undecoded) + 64"
			  " AND n < (SELECT coalesce((SELECT min(n) FROM undecoded"
			  " WHERE length(raw) > 0), max(n)) FROM undecoded) - 256",
};

/* Binds and runs. types, one letter per parameter: t const char * (NULL stays NULL), i int64_t,
 * b const void * and size_t. The bytes need only last for the call. */
static int run(sqlite3_stmt *st, const char *types, ...)
{
	int rc = SQLITE_OK;
	va_list ap;
	va_start(ap, types);
	for (int at = 1; *types && rc == SQLITE_OK; at++, types++) {
		if (*types == 'i') {
			rc = sqlite3_bind_int64(st, at, va_arg(ap, int64_t));
		} else if (*types == 't') {
			rc = sqlite3_bind_text(st, at, va_arg(ap, const char *), -1, SQLITE_STATIC);
		} else {
			const void *data = va_arg(ap, const void *);
			rc = sqlite3_bind_blob64(st, at, data, va_arg(ap, size_t), SQLITE_STATIC);
		}
	}
	va_end(ap);
	return rc == SQLITE_OK ? sq_step(st) : rc;
}

static const char *or_empty(const char *s)
{
	return s ? s : "";
}

static int write_event(struct store_sqlite *s, const struct store_turn *t)
{
	if (!t->source || !t->event_id)
		return SQLITE_OK;
	return run(s->writes[SQ_PUT_SEEN], "tttiti", t->source, t->event_id, or_empty(t->case_id),
	           t->turn, or_empty(t->event_hash), t->at_ms);
}

static void copy_sum(sqlite3_stmt *st, int column, uint8_t out[SHA256_BYTES])
{
	const void *bytes = sqlite3_column_blob(st, column);
	if (bytes && sqlite3_column_bytes(st, column) == SHA256_BYTES)
		memcpy(out, bytes, SHA256_BYTES);
}

/* The link of the case's turn before, and the log so far; zeros where there is none yet. A turn
 * without the one before it is refused. */
static int read_before(struct store_sqlite *s, const struct store_turn *t,
                       uint8_t link[SHA256_BYTES], uint8_t log[SHA256_BYTES])
{
	sqlite3_stmt *st = s->writes[SQ_BEFORE];
	memset(link, 0, SHA256_BYTES);
	memset(log, 0, SHA256_BYTES);
	sqlite3_bind_text(st, 1, t->case_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 2, t->turn - 1);
	int rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		bool gap = t->turn > 1 && sqlite3_column_type(st, 0) == SQLITE_NULL;
		copy_sum(st, 0, link);
		copy_sum(st, 1, log);
		rc = gap ? SQLITE_CONSTRAINT : SQLITE_OK;
	}
	sqlite3_reset(st);
	return rc;
}

static int write_journal(struct store_sqlite *s, const struct store_turn *t)
{
	if (t->turn == 0)
		return SQLITE_OK;
	if (!t->records) /* the chain reads them before the table can refuse that there are none */
		return SQLITE_CONSTRAINT_NOTNULL;
	uint8_t link[SHA256_BYTES], log[SHA256_BYTES];
	const struct chain_turn chained = { t->case_id, t->turn, t->at_ms, t->records };
	int rc = read_before(s, t, link, log);
	if (rc != SQLITE_OK)
		return rc;
	chain_link(&chained, link, link);
	chain_log(log, link);
	return run(s->writes[SQ_PUT_JOURNAL], "tiibbt", t->case_id, t->turn, t->at_ms, link,
	           sizeof link, log, sizeof log, t->records);
}

static int write_head(struct store_sqlite *s, const struct store_turn *t)
{
	static const char types[] = "ttittttii";
	const struct store_head *h = &t->head;
	if (!h->flow)
		return SQLITE_OK;
	int rc = run(s->writes[SQ_MOVE_HEAD], types, t->case_id, h->status, h->opened_at_ms,
	             h->flow, h->bundle, h->step, h->outcome, h->updated_at_ms, h->wake_at_ms);
	if (rc != SQLITE_OK || sqlite3_changes(s->writer) > 0)
		return rc;
	return run(s->writes[SQ_PUT_HEAD], types, t->case_id, h->status, h->opened_at_ms, h->flow,
	           h->bundle, h->step, h->outcome, h->updated_at_ms, h->wake_at_ms);
}

static int write_values(struct store_sqlite *s, const struct store_turn *t)
{
	int rc = SQLITE_OK;
	for (size_t i = 0; i < t->values_count && rc == SQLITE_OK; i++) {
		const struct store_value *v = &t->values[i];
		rc = run(s->writes[SQ_PUT_VALUE], "titbt", t->case_id, v->id, v->party, v->salt,
		         sizeof v->salt, v->text);
	}
	for (size_t i = 0; i < t->erase_count && rc == SQLITE_OK; i++) {
		rc = run(s->writes[SQ_ERASE_UNDECODED], "ti", t->case_id, t->erase[i]);
		if (rc != SQLITE_OK)
			break;
		rc = run(s->writes[SQ_ERASE], "ti", t->case_id, t->erase[i]);
		if (sqlite3_changes(s->writer) > 0)
			s->erase_unfinished = true;
		if (rc == SQLITE_OK)
			rc = run(s->writes[SQ_DROP_ADDRESS], "ti", t->case_id, t->erase[i]);
	}
	return rc;
}

void sq_lookup(const struct store_sqlite *s, const char *target, const char *address,
               uint8_t lookup[SHA256_BYTES])
{
	struct buf b = { 0 };
	buf_add(&b, target, strlen(target) + 1);
	buf_adds(&b, address);
	crypto_hmac_sha256(s->address_key, sizeof s->address_key, b.data, b.len_bytes, lookup);
	buf_free(&b);
}

static int write_addresses(struct store_sqlite *s, const struct store_turn *t)
{
	int rc = SQLITE_OK;
	for (size_t i = 0; i < t->addresses_count && rc == SQLITE_OK; i++) {
		const struct store_address *a = &t->addresses[i];
		uint8_t lookup[SHA256_BYTES];
		sq_lookup(s, a->target, a->text, lookup);
		rc = run(s->writes[SQ_PUT_ADDRESS], "btti", lookup, sizeof lookup, t->case_id,
		         a->party, a->value_id);
	}
	return rc;
}

static int write_out(struct store_sqlite *s, const struct store_out *o)
{
	if (o->effect)
		return run(s->writes[SQ_PUT_OUT], "ttitttiiitti", o->key, o->case_id, o->seq,
		           o->target, o->effect, o->state, o->attempt, o->next_at_ms,
		           o->expires_at_ms, or_empty(o->reason), or_empty(o->remote_id),
		           o->first_at_ms);
	int rc = run(s->writes[SQ_CHANGE_OUT], "ttiitti", o->key, o->state, o->attempt,
	             o->next_at_ms, or_empty(o->reason), or_empty(o->remote_id), o->first_at_ms);
	return rc == SQLITE_OK && sqlite3_changes(s->writer) == 0 ? SQLITE_CONSTRAINT : rc;
}

static int write_outs(struct store_sqlite *s, const struct store_turn *t)
{
	int rc = SQLITE_OK;
	for (size_t i = 0; i < t->outs_count && rc == SQLITE_OK; i++)
		rc = write_out(s, &t->outs[i]);
	return rc;
}

static int write_consents(struct store_sqlite *s, const struct store_turn *t)
{
	int rc = SQLITE_OK;
	for (size_t i = 0; i < t->consents_count && rc == SQLITE_OK; i++) {
		const struct store_consent *c = &t->consents[i];
		rc = run(s->writes[SQ_PUT_CONSENT], "tttttti", t->case_id, c->id, c->kind,
		         c->subject, or_empty(c->delegate), c->state, c->at_ms);
	}
	return rc;
}

static int write_bundle(struct store_sqlite *s, const struct store_turn *t)
{
	if (!t->bundle_hash)
		return SQLITE_OK;
	return run(s->writes[SQ_PUT_BUNDLE], "tt", t->bundle_hash, t->bundle_content);
}

static int write_deploy(struct store_sqlite *s, const struct store_turn *t)
{
	struct store_deploy *d = t->deploy;
	int rc = SQLITE_OK;
	if (d && d->n)
		return run(s->writes[SQ_END_DEPLOY], "ii", d->n, d->done_at_ms);
	for (size_t i = 0; d && i < d->bundles_count && rc == SQLITE_OK; i++)
		rc = run(s->writes[SQ_MEND_BUNDLE], "tt", d->hashes[i], d->contents[i]);
	if (!d || rc != SQLITE_OK)
		return rc;
	rc = run(s->writes[SQ_PUT_DEPLOY], "itttt", d->at_ms, d->hash, d->flows, d->who, d->origin);
	d->n = sqlite3_last_insert_rowid(s->writer);
	return rc;
}

static int write_undecoded(struct store_sqlite *s, const struct store_turn *t)
{
	if (!t->undecoded)
		return SQLITE_OK;
	return run(s->writes[SQ_PUT_UNDECODED], "ttitb", or_empty(t->source), or_empty(t->event_id),
	           t->at_ms, or_empty(t->undecoded_reason), t->undecoded, t->undecoded_bytes);
}

/* What a turn consists of, and how each part is called when it stands against what is there. */
static const struct {
	int (*write)(struct store_sqlite *s, const struct store_turn *t);
	const char *name;
} parts[] = {
	{ write_event, "its event" },    { write_journal, "its journal entry" },
	{ write_head, "its head" },      { write_addresses, "an address" },
	{ write_values, "a value" },     { write_outs, "an outbox row" },
	{ write_consents, "a consent" }, { write_bundle, "its bundle" },
	{ write_deploy, "a deploy" },    { write_undecoded, "its undecoded body" },
};

static int write_parts(struct store_sqlite *s, struct store_turn *t)
{
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		int rc = parts[i].write(s, t);
		if ((rc & 0xff) == SQLITE_CONSTRAINT)
			err_set(&t->err, E_CONFLICT,
			        "case %s, turn %lld: %s stands against what is recorded (%s)",
			        or_empty(t->case_id), (long long)t->turn, parts[i].name,
			        sqlite3_errstr(rc));
		if (rc != SQLITE_OK)
			return rc;
	}
	return SQLITE_OK;
}

int sq_write_turn(struct store_sqlite *s, struct store_turn *t, bool apart)
{
	t->err.code = E_NONE; /* it may be a second try */
	if (!apart)
		return write_parts(s, t);
	int rc = sq_step(s->writes[SQ_SAVEPOINT]);
	if (rc != SQLITE_OK)
		return rc;
	rc = write_parts(s, t);
	if (t->err.code != E_NONE) /* other errors take the whole batch along */
		rc = sq_step(s->writes[SQ_ROLLBACK_TO]);
	return rc == SQLITE_OK ? sq_step(s->writes[SQ_RELEASE]) : rc;
}
