/* store_sqlite_open.c: what happens before the first batch: whose directory is it, is the file
 * ours and whole. */
#include "store_sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
	/* 2: turns are chained; 3: addresses; 4: outbox rows have their target's own name and first time;
	 * 5: they lie as they came; 6: deploys */
	SCHEMA_VERSION = 6,
	APPLICATION_ID = 0x61737374, /* "asst": tells our file from any other program's database */
	WRITER_BUSY_MS = 2000,       /* an operator's backup may hold the file for a moment */
	READER_BUSY_MS = 50,         /* the loop waits meanwhile */
};

/* value (and journal, see store_sqlite_upgrade.c) are rowid tables that only ever grow at their
 * end, with an index apart.
 *
 * value must never move a row: when SQLite balances pages after a delete, or an insert in the
 * middle, it leaves stale copies of the moved rows in the gaps of the pages, which secure_delete
 * does not clear (3.40.1: 1 to 11 copies left of 1,500 rows deleted). A row appended at the end
 * moves nobody, and erasing overwrites salt and text in place by zeros of the same length, so that
 * each text stands in the file once and then not at all. Such a row stays behind, as a blob; its
 * id is never given again. */
static const char schema[] =
	"CREATE TABLE value(n INTEGER PRIMARY KEY, case_id TEXT NOT NULL, id INTEGER NOT NULL,"
	" party TEXT NOT NULL, salt BLOB NOT NULL, text NOT NULL);"
	"CREATE UNIQUE INDEX value_id ON value(case_id, id);"

	/* at_ms: when the row may be forgotten, once nobody sends that event again. */
	"CREATE TABLE seen(source TEXT NOT NULL, event_id TEXT NOT NULL, case_id TEXT NOT NULL,"
	" turn INTEGER NOT NULL, hash TEXT NOT NULL, at_ms INTEGER NOT NULL,"
	" PRIMARY KEY(source, event_id)) WITHOUT ROWID;"

	"CREATE TABLE head(case_id TEXT NOT NULL PRIMARY KEY, status TEXT NOT NULL,"
	" opened_at_ms INTEGER NOT NULL, flow TEXT NOT NULL, bundle TEXT NOT NULL, step TEXT NOT "
	"NULL,"
	" outcome TEXT NOT NULL, updated_at_ms INTEGER NOT NULL, wake_at_ms INTEGER NOT NULL)"
	" WITHOUT ROWID;"
	"CREATE INDEX head_opened ON head(opened_at_ms);"
	"CREATE INDEX head_status ON head(status, opened_at_ms);"

	"CREATE TABLE consent(case_id TEXT NOT NULL, id TEXT NOT NULL, kind TEXT NOT NULL,"
	" subject TEXT NOT NULL, delegate TEXT NOT NULL, state TEXT NOT NULL,"
	" at_ms INTEGER NOT NULL, PRIMARY KEY(case_id, id)) WITHOUT ROWID;"
	"CREATE INDEX consent_at ON consent(at_ms);"

	"CREATE TABLE bundle(hash TEXT NOT NULL PRIMARY KEY, content TEXT NOT NULL);"
	"CREATE TABLE undecoded(n INTEGER PRIMARY KEY, source TEXT NOT NULL, event_id TEXT NOT "
	"NULL,"
	" at_ms INTEGER NOT NULL, reason TEXT NOT NULL, raw BLOB NOT NULL);";

/* A call at start failed: most often the operator can mend it. */
static int start_fail(struct store_sqlite *s, int rc, struct err *e)
{
	const bool no_right = (rc & 0xff) == SQLITE_CANTOPEN || (rc & 0xff) == SQLITE_READONLY ||
	                      (rc & 0xff) == SQLITE_PERM;
	if (s->read_only && no_right)
		return err_set(
			e, E_CONFIG,
			"%s cannot be read (%s): do it as the user who runs assent serve; if it is "
			"a copy, take assent.db-shm along with assent.db-wal",
			s->db_path, sqlite3_errstr(rc));
	switch (rc & 0xff) {
	case SQLITE_NOTADB:
		return err_set(
			e, E_CONFIG,
			"%s is not a database of assent: move it away, or choose another data "
			"directory with --data; nothing was written to it",
			s->db_path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_set(e, E_CONFIG,
		               "%s is locked by another program: end it and start again",
		               s->db_path);
	case SQLITE_FULL:
		return err_set(e, E_CONFIG, "no space left for %s: free some and start again",
		               s->db_path);
	case SQLITE_CANTOPEN:
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return err_set(
			e, E_CONFIG,
			"%s cannot be opened for writing (%s): give this user the right to write "
			"there, or choose another data directory with --data",
			s->db_path, sqlite3_errstr(rc));
	default:
		return sq_fail(s, rc, e);
	}
}

static int dir_fail(const struct store_sqlite *s, struct err *e)
{
	return err_set(
		e, E_CONFIG,
		"data directory %s is not writable (%s): make it and give it to this user, or "
		"choose another one with --data",
		s->dir, strerror(errno));
}

/* A new name in a directory is on disk when the directory is. */
static void sync_dir(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		return; /* a parent that we may not read: its owner's affair */
	fsync(fd);
	close(fd);
}

static int make_dir(struct store_sqlite *s, struct err *e)
{
	if (mkdir(s->dir, 0700) == 0) {
		char *parent = xasprintf("%s/..", s->dir);
		sync_dir(parent);
		free(parent);
		return 0;
	}
	return errno == EEXIST ? 0 : dir_fail(s, e);
}

static int take_lock(struct store_sqlite *s, struct err *e)
{
	char *path = xasprintf("%s/lock", s->dir);
	s->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	free(path);
	if (s->lock_fd < 0)
		return dir_fail(s, e);
	if (flock(s->lock_fd, LOCK_EX | LOCK_NB) == 0)
		return 0;
	if (errno == EWOULDBLOCK)
		return err_set(
			e, E_CONFIG,
			"data directory %s is in use by another assent: stop that one, or choose "
			"another directory with --data",
			s->dir);
	return err_set(e, E_CONFIG,
	               "data directory %s cannot be locked (%s): it must be a local disk", s->dir,
	               strerror(errno));
}

/* After a failed sync the kernel calls pages clean that never reached the disk; dropped here, what
 * we read is what the disk holds. Must come before SQLite opens the file: closing any descriptor
 * of it drops a process's locks. */
static void drop_cached_pages(const char *path)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
	close(fd);
}

/* SQLite would make the file 0644; the WAL and its index take the mode of the file. */
static int make_file(struct store_sqlite *s, struct err *e)
{
	int fd = open(s->db_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd >= 0) {
		close(fd);
		sync_dir(s->dir);
		return 0;
	}
	return errno == EEXIST ? 0 : dir_fail(s, e);
}

static int connect(struct store_sqlite *s, sqlite3 **db, int mode, int busy_ms, struct err *e)
{
	/* No mutex: each connection is used by one thread at a time. */
	int rc = sqlite3_open_v2(s->db_path, db, mode | SQLITE_OPEN_NOMUTEX, NULL);
	if (rc != SQLITE_OK)
		return start_fail(s, rc, e);
	sqlite3_extended_result_codes(*db, 1);
	sqlite3_busy_timeout(*db, busy_ms);
	return 0;
}

static int exec(struct store_sqlite *s, sqlite3 *db, const char *sql, struct err *e)
{
	int rc = sqlite3_exec(db, sql, NULL, NULL, NULL);
	return rc == SQLITE_OK ? 0 : start_fail(s, rc, e);
}

/* First column of the first row, as text. Caller frees. NULL: e says why. */
static char *ask(struct store_sqlite *s, sqlite3 *db, const char *sql, struct err *e)
{
	char *answer = NULL;
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	if (rc == SQLITE_ROW)
		answer = xstrdup((const char *)sqlite3_column_text(st, 0));
	sqlite3_finalize(st);
	if (!answer)
		start_fail(s, rc, e);
	return answer;
}

static int ask_number(struct store_sqlite *s, sqlite3 *db, const char *sql, int64_t *number,
                      struct err *e)
{
	char *answer = ask(s, db, sql, e);
	if (!answer)
		return -1;
	*number = strtoll(answer, NULL, 10);
	free(answer);
	return 0;
}

/* Reads only. *version 0: a new file. */
static int check_ours(struct store_sqlite *s, sqlite3 *db, int64_t *version, struct err *e)
{
	int64_t objects, application;
	if (ask_number(s, db, "SELECT count(*) FROM sqlite_schema", &objects, e) != 0 ||
	    ask_number(s, db, "PRAGMA application_id", &application, e) != 0 ||
	    ask_number(s, db, "PRAGMA user_version", version, e) != 0)
		return -1;
	if (objects == 0 && application == 0 && *version == 0)
		return 0;
	if (application != APPLICATION_ID || *version < 1)
		return start_fail(s, SQLITE_NOTADB, e);
	if (*version > SCHEMA_VERSION)
		return err_set(
			e, E_CONFIG,
			"%s was written by a newer assent (schema %lld, this one knows %d): start "
			"the newer program, or choose another data directory with --data",
			s->db_path, (long long)*version, SCHEMA_VERSION);
	return 0;
}

/* The last run ended with an error of the disk: believe the file only after reading all of it. */
static int check_whole(struct store_sqlite *s, sqlite3 *db, struct err *e)
{
	if (access(s->mark_path, F_OK) != 0)
		return 0;
	char *answer = ask(s, db, "PRAGMA integrity_check", e);
	int rc = 0;
	if (!answer)
		rc = -1;
	else if (strcmp(answer, "ok") != 0)
		rc = err_set(e, E_IO, "%s is damaged (%.200s): restore a backup", s->db_path,
		             answer);
	free(answer);
	return rc;
}

static int set_up_writer(struct store_sqlite *s, bool volatile_ok, struct err *e)
{
	char *mode = ask(s, s->writer, "PRAGMA journal_mode = WAL", e);
	if (!mode)
		return -1;
	bool wal = strcmp(mode, "wal") == 0;
	free(mode);
	if (!wal)
		return err_set(
			e, E_CONFIG,
			"%s: this file system cannot share memory: choose a local disk with --data",
			s->dir);
	/* Temporary data in memory, or pages with people's words would pass through files in /tmp. */
	static const char pragmas[] =
		"PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = "
		"OFF;"
		"PRAGMA journal_size_limit = 33554432; PRAGMA cache_size = -16384";
	if (exec(s, s->writer, pragmas, e) != 0)
		return -1;
	return exec(s, s->writer,
	            volatile_ok ? "PRAGMA synchronous = OFF" : "PRAGMA synchronous = FULL", e);
}

static int make_schema(struct store_sqlite *s, struct err *e)
{
	char *sql = xasprintf("BEGIN IMMEDIATE; PRAGMA application_id = %d; PRAGMA user_version = "
	                      "%d; %s %s %s %s %s "
	                      "COMMIT",
	                      APPLICATION_ID, SCHEMA_VERSION, sq_journal_schema, sq_address_schema,
	                      sq_outbox_schema, sq_deploy_schema, schema);
	int rc = exec(s, s->writer, sql, e);
	free(sql);
	return rc;
}

static int upgrade(struct store_sqlite *s, int64_t from, struct err *e)
{
	int rc = sq_upgrade(s->writer, from);
	return rc == SQLITE_OK ? 0 : start_fail(s, rc, e);
}

/* Empties the WAL: a crash may have come between an erasing batch and its checkpoint. Then the
 * file is what was checked, and the mark can go. */
static int settle(struct store_sqlite *s, struct err *e)
{
	int rc = sqlite3_wal_checkpoint_v2(s->writer, "main", SQLITE_CHECKPOINT_TRUNCATE, NULL,
	                                   NULL);
	if (rc != SQLITE_OK)
		return start_fail(s, rc, e);
	unlink(s->mark_path);
	return 0;
}

int sq_prepare(sqlite3 *db, const char *const *sql, size_t count, sqlite3_stmt **out)
{
	int rc = SQLITE_OK;
	for (size_t i = 0; i < count && rc == SQLITE_OK; i++)
		rc = sqlite3_prepare_v3(db, sql[i], -1, SQLITE_PREPARE_PERSISTENT, &out[i], NULL);
	return rc;
}

static int open_writer(struct store_sqlite *s, bool volatile_ok, struct err *e)
{
	int64_t version;
	if (connect(s, &s->writer, SQLITE_OPEN_READWRITE, WRITER_BUSY_MS, e) != 0 ||
	    check_ours(s, s->writer, &version, e) != 0 || check_whole(s, s->writer, e) != 0)
		return -1;
	chmod(s->db_path, 0600); /* a restored backup */
	if (set_up_writer(s, volatile_ok, e) != 0 || (version == 0 && make_schema(s, e) != 0) ||
	    (version > 0 && version < SCHEMA_VERSION && upgrade(s, version, e) != 0) ||
	    settle(s, e) != 0)
		return -1;
	int rc = sq_prepare(s->writer, sq_write_sql, SQ_WRITES, s->writes);
	return rc == SQLITE_OK ? 0 : start_fail(s, rc, e);
}

static int set_up_reader(struct store_sqlite *s, struct err *e)
{
	if (exec(s, s->reader,
	         "PRAGMA query_only = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -8192;"
	         "PRAGMA trusted_schema = OFF",
	         e) != 0)
		return -1;
	int rc = sq_prepare(s->reader, sq_read_sql, SQ_READS, s->reads);
	return rc == SQLITE_OK ? 0 : start_fail(s, rc, e);
}

static int read_address_key(struct store_sqlite *s, struct err *e)
{
	sqlite3_stmt *st = NULL;
	int rc = sqlite3_prepare_v2(s->reader, "SELECT key FROM address_key", -1, &st, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(st);
	bool good = rc == SQLITE_ROW && sqlite3_column_bytes(st, 0) == sizeof s->address_key;
	if (good)
		memcpy(s->address_key, sqlite3_column_blob(st, 0), sizeof s->address_key);
	sqlite3_finalize(st);
	return good ? 0 : start_fail(s, rc == SQLITE_ROW ? SQLITE_CORRUPT : rc, e);
}

static int open_reader(struct store_sqlite *s, struct err *e)
{
	if (connect(s, &s->reader, SQLITE_OPEN_READWRITE, READER_BUSY_MS, e) != 0)
		return -1;
	return set_up_reader(s, e) != 0 || read_address_key(s, e) != 0 ? -1 : 0;
}

int sq_open(struct store_sqlite *s, bool volatile_ok, struct err *e)
{
	if (make_dir(s, e) != 0 || take_lock(s, e) != 0 || make_file(s, e) != 0)
		return -1;
	drop_cached_pages(s->db_path);
	drop_cached_pages(s->wal_path);
	return open_writer(s, volatile_ok, e) != 0 || open_reader(s, e) != 0 ? -1 : 0;
}

/* ---- for reading alone ---- */

static int look_at(const char *path, struct stat *st, struct err *e)
{
	if (stat(path, st) == 0)
		return 0;
	return err_set(e, E_CONFIG,
	               "%s cannot be looked at (%s): name the data directory of assent serve with "
	               "--data, and read it as the same user",
	               path, strerror(errno));
}

/* Where no WAL is there, nobody writes, and the file is all there is: then it is read as one that
 * does not change, since SQLite would make a WAL and leave it behind. */
static int connect_still(struct store_sqlite *s, struct err *e)
{
	struct buf uri = { 0 };
	buf_adds(&uri, "file:");
	for (const char *at = s->db_path; *at; at++)
		buf_addf(&uri, strchr("%?#", *at) ? "%%%02X" : "%c", (unsigned char)*at);
	buf_adds(&uri, "?immutable=1");
	int rc =
		sqlite3_open_v2(uri.data, &s->reader,
	                        SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI, NULL);
	buf_free(&uri);
	if (rc != SQLITE_OK)
		return start_fail(s, rc, e);
	sqlite3_extended_result_codes(s->reader, 1);
	return 0;
}

int sq_still(const struct store_sqlite *s, struct err *e)
{
	struct stat now;
	bool same = stat(s->db_path, &now) == 0 && now.st_size == s->still_bytes &&
	            now.st_mtim.tv_sec == s->still_at.tv_sec &&
	            now.st_mtim.tv_nsec == s->still_at.tv_nsec;
	if (same && access(s->wal_path, F_OK) != 0)
		return 0;
	return err_set(e, E_BUSY, "%s: a server has started on it meanwhile: ask again",
	               s->db_path);
}

static int check_readable(struct store_sqlite *s, struct err *e)
{
	int64_t version;
	if (check_ours(s, s->reader, &version, e) != 0)
		return -1;
	if (version == 0)
		return err_set(e, E_CONFIG,
		               "%s is empty: nothing has been recorded there yet; name the data "
		               "directory of assent serve with --data",
		               s->db_path);
	if (version != SCHEMA_VERSION)
		return err_set(e, E_CONFIG,
		               "%s is of an earlier assent: start `assent serve` with it once, "
		               "which brings it up to date",
		               s->db_path);
	return check_whole(s, s->reader, e);
}

int sq_open_read_only(struct store_sqlite *s, struct err *e)
{
	struct stat st;
	if (look_at(s->dir, &st, e) != 0 || look_at(s->db_path, &st, e) != 0)
		return -1;
	s->still = access(s->wal_path, F_OK) != 0;
	s->still_at = st.st_mtim;
	s->still_bytes = st.st_size;
	int rc = s->still ? connect_still(s, e)
	                  : connect(s, &s->reader, SQLITE_OPEN_READONLY, WRITER_BUSY_MS, e);
	return rc != 0 || check_readable(s, e) != 0 ? -1 : set_up_reader(s, e);
}
