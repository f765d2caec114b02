/* store_sqlite_upgrade.c: data directories of earlier versions. Each step is one transaction with
 * the number of the schema in it. */
#include "store_sqlite.h"

#include "base.h"
#include "chain.h"
#include "json_read.h"
#include "json_write.h"

#include <stdlib.h>
#include <string.h>

/* A rowid table that only ever grows at its end, with an index apart: rows are 0.5 to 2 KB, and in
 * a WITHOUT ROWID table anything over 1,002 bytes would spill to a page of its own. The sums stand
 * before the records, so that they are read without them. */
const char sq_journal_schema[] =
	"CREATE TABLE journal(n INTEGER PRIMARY KEY, case_id TEXT NOT NULL, turn INTEGER NOT NULL,"
	" at_ms INTEGER NOT NULL, link BLOB NOT NULL, log BLOB NOT NULL, records TEXT NOT NULL);"
	"CREATE UNIQUE INDEX journal_turn ON journal(case_id, turn);";

/* Keyed by chance, so that the table alone tells nobody who was in which case. */
const char sq_address_schema[] =
	"CREATE TABLE address(lookup BLOB NOT NULL, case_id TEXT NOT NULL, party TEXT NOT NULL,"
	" value_id INTEGER NOT NULL, PRIMARY KEY(lookup, case_id, party)) WITHOUT ROWID;"
	"CREATE INDEX address_value ON address(case_id, value_id);"
	"CREATE TABLE address_key(key BLOB NOT NULL);"
	"INSERT INTO address_key VALUES(randomblob(32));";

/* In the order in which they come, so that the rows of one batch share pages, when they are written
 * and when they end: in order of their keys each had a page of its own, twice, which was two thirds
 * of all that was written for a turn with a message. */
const char sq_outbox_schema[] =
	"CREATE TABLE outbox(n INTEGER PRIMARY KEY, key TEXT NOT NULL, case_id TEXT NOT NULL,"
	" seq INTEGER NOT NULL, target TEXT NOT NULL, effect TEXT NOT NULL, state TEXT NOT NULL,"
	" attempt INTEGER NOT NULL, next_at_ms INTEGER NOT NULL, expires_at_ms INTEGER NOT NULL,"
	" reason TEXT NOT NULL, remote_id TEXT NOT NULL DEFAULT '',"
	" first_at_ms INTEGER NOT NULL DEFAULT 0);"
	"CREATE UNIQUE INDEX outbox_key ON outbox(key);"
	"CREATE INDEX outbox_live ON outbox(case_id, seq)"
	" WHERE state IN ('ready', 'sending', 'retry');"
	"CREATE INDEX outbox_remote ON outbox(target, remote_id) WHERE remote_id <> '';";

const char sq_deploy_schema[] =
	"CREATE TABLE deploy(n INTEGER PRIMARY KEY, at_ms INTEGER NOT NULL,"
	" hash TEXT NOT NULL, flows TEXT NOT NULL, who TEXT NOT NULL, origin TEXT NOT NULL,"
	" done_at_ms INTEGER NOT NULL DEFAULT 0);";

/* ---- 1 to 2: turns are canonical JSON, and chained */

/* The same records as canonical text; caller frees. NULL: not JSON. */
static char *canonical(const char *records)
{
	struct buf b = { 0 };
	json_t *list = json_read(records, strlen(records), NULL);
	if (!list)
		return NULL;
	json_write(&b, list);
	json_decref(list);
	return buf_take(&b);
}

static int chain_row(sqlite3_stmt *from, sqlite3_stmt *before, sqlite3_stmt *to,
                     uint8_t log[SHA256_BYTES])
{
	uint8_t link[SHA256_BYTES] = { 0 };
	char *records = canonical((const char *)sqlite3_column_text(from, 4));
	if (!records)
		return SQLITE_CORRUPT;
	const struct chain_turn t = { (const char *)sqlite3_column_text(from, 1),
		                      sqlite3_column_int64(from, 2), sqlite3_column_int64(from, 3),
		                      records };
	sqlite3_bind_text(before, 1, t.case_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(before, 2, t.turn - 1);
	if (sqlite3_step(before) == SQLITE_ROW)
		memcpy(link, sqlite3_column_blob(before, 0), SHA256_BYTES);
	sqlite3_reset(before);
	chain_link(&t, link, link);
	chain_log(log, link);
	sqlite3_bind_int64(to, 1, sqlite3_column_int64(from, 0));
	sqlite3_bind_text(to, 2, t.case_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(to, 3, t.turn);
	sqlite3_bind_int64(to, 4, t.at_ms);
	sqlite3_bind_blob(to, 5, link, sizeof link, SQLITE_STATIC);
	sqlite3_bind_blob(to, 6, log, SHA256_BYTES, SQLITE_STATIC);
	sqlite3_bind_text(to, 7, records, -1, SQLITE_STATIC);
	int rc = sq_step(to);
	free(records);
	return rc;
}

static int chain_rows(sqlite3 *db)
{
	enum { FROM, BEFORE, TO, COUNT };
	static const char *const sql[COUNT] = {
		[FROM] = "SELECT n, case_id, turn, at_ms, records FROM journal_1 ORDER BY n",
		[BEFORE] = "SELECT link FROM journal WHERE case_id = ?1 AND turn = ?2",
		[TO] = "INSERT INTO journal VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7)",
	};
	uint8_t log[SHA256_BYTES] = { 0 };
	sqlite3_stmt *st[COUNT] = { NULL };
	int rc = sq_prepare(db, sql, COUNT, st);
	while (rc == SQLITE_OK && (rc = sqlite3_step(st[FROM])) == SQLITE_ROW)
		rc = chain_row(st[FROM], st[BEFORE], st[TO], log);
	for (int i = 0; i < COUNT; i++)
		sqlite3_finalize(st[i]);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int run_sql(sqlite3 *db, const char *sql)
{
	return sqlite3_exec(db, sql, NULL, NULL, NULL);
}

static int to_2(sqlite3 *db)
{
	int rc = run_sql(db, "ALTER TABLE journal RENAME TO journal_1; DROP INDEX journal_turn");
	if (rc == SQLITE_OK)
		rc = run_sql(db, sq_journal_schema);
	if (rc == SQLITE_OK)
		rc = chain_rows(db);
	return rc == SQLITE_OK ? run_sql(db, "DROP TABLE journal_1; PRAGMA user_version = 2") : rc;
}

/* ---- 2 to 3: people are found by their address */

static int to_3(sqlite3 *db)
{
	int rc = run_sql(db, sq_address_schema);
	return rc == SQLITE_OK ? run_sql(db, "PRAGMA user_version = 3") : rc;
}

/* ---- 3 to 4: the platform's own name for a message, and when it was tried first */

static int to_4(sqlite3 *db)
{
	return run_sql(db, "ALTER TABLE outbox ADD COLUMN remote_id TEXT NOT NULL DEFAULT '';"
	                   "ALTER TABLE outbox ADD COLUMN first_at_ms INTEGER NOT NULL DEFAULT 0;"
	                   "CREATE INDEX outbox_remote ON outbox(target, remote_id)"
	                   " WHERE remote_id <> '';"
	                   "PRAGMA user_version = 4");
}

/* ---- 4 to 5: rows of the outbox lie as they came */

#define OUTBOX_COLUMNS                                                                          \
	"key, case_id, seq, target, effect, state, attempt, next_at_ms, expires_at_ms, reason," \
	" remote_id, first_at_ms"

static int to_5(sqlite3 *db)
{
	int rc = run_sql(db, "ALTER TABLE outbox RENAME TO outbox_4; DROP INDEX outbox_live;"
	                     "DROP INDEX outbox_remote");
	if (rc == SQLITE_OK)
		rc = run_sql(db, sq_outbox_schema);
	if (rc != SQLITE_OK)
		return rc;
	return run_sql(db, "INSERT INTO outbox(" OUTBOX_COLUMNS ") SELECT " OUTBOX_COLUMNS
	                   " FROM outbox_4 ORDER BY expires_at_ms, case_id, seq;"
	                   "DROP TABLE outbox_4; PRAGMA user_version = 5");
}

/* ---- 5 to 6: flows are deployed */

static int to_6(sqlite3 *db)
{
	int rc = run_sql(db, sq_deploy_schema);
	return rc == SQLITE_OK ? run_sql(db, "PRAGMA user_version = 6") : rc;
}

/* ---- the steps, by the version that they start from */

static int (*const steps[])(sqlite3 *db) = { NULL, to_2, to_3, to_4, to_5, to_6 };

int sq_upgrade(sqlite3 *db, int64_t from)
{
	for (size_t v = (size_t)from; v < COUNT_OF(steps); v++) {
		int rc = run_sql(db, "BEGIN IMMEDIATE");
		if (rc == SQLITE_OK)
			rc = steps[v](db);
		if (rc == SQLITE_OK)
			rc = run_sql(db, "COMMIT");
		if (rc != SQLITE_OK) {
			run_sql(db, "ROLLBACK");
			return rc;
		}
	}
	return SQLITE_OK;
}
