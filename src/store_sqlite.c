/* store_sqlite.c: the store on one SQLite file. Its parts: store_sqlite.h. */
#include "store_sqlite.h"

#include "loop.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

enum {
	FLOOR_BYTES = 16 << 20,
	CHECKPOINT_FRAMES = 4000, /* 16 MB; stays within the first block of the WAL's index */
};

int sq_step(sqlite3_stmt *st)
{
	int rc = sqlite3_step(st);
	sqlite3_reset(st);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* No room is no fault of the disk, though SQLite calls some of it an I/O error: a quota, the WAL's
 * index. Asked right after the call, while errno is its own; sqlite3_system_errno() is not set by a
 * COMMIT (3.40.1). */
static bool no_room(int rc)
{
	bool growing =
		rc == SQLITE_IOERR_WRITE || rc == SQLITE_IOERR_SHMSIZE || rc == SQLITE_IOERR_SHMMAP;
	return growing && (errno == ENOSPC || errno == EDQUOT);
}

static enum err_code meaning(int rc)
{
	if (rc == SQLITE_IOERR_NOMEM || no_room(rc))
		return E_BUSY;
	switch (rc & 0xff) {
	case SQLITE_FULL:
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_NOMEM:
		return E_BUSY;
	default: /* IOERR, CORRUPT, NOTADB, CANTOPEN, and whatever we did not foresee */
		return E_IO;
	}
}

/* Best effort, on a disk that has just failed: the next start then reads the whole file before it
 * believes it. */
static void leave_mark(const struct store_sqlite *s, int rc)
{
	if (s->read_only)
		return;
	int fd = open(s->mark_path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	dprintf(fd, "%s (%d); the next start checks the whole database\n", sqlite3_errstr(rc), rc);
	fsync(fd);
	close(fd);
}

int sq_fail(struct store_sqlite *s, int rc, struct err *e)
{
	if (meaning(rc) == E_BUSY)
		return err_set(e, E_BUSY,
		               "%s cannot be %s now (%s, %d): nothing is lost; free some "
		               "space or end "
		               "what holds the file",
		               s->db_path, s->read_only ? "read" : "written", sqlite3_errstr(rc),
		               rc);
	leave_mark(s, rc);
	return err_set(
		e, E_IO,
		"%s: the disk cannot be trusted (%s, %d): look at the system's log, mend the disk, "
		"then start again; the database will be checked",
		s->db_path, sqlite3_errstr(rc), rc);
}

/* In place of SQLite's own checkpoint, which keeps its errors to itself. */
static int on_wal(void *arg, sqlite3 *db, const char *name, int frames)
{
	(void)db, (void)name;
	((struct store_sqlite *)arg)->wal_frames = frames;
	return SQLITE_OK;
}

/* Copies the WAL into the file; with truncate also empties it, which waits for a query of the loop
 * to end, but not longer than the connection's busy timeout. E_BUSY here harms nothing: the batch
 * is durable in the WAL. */
static int checkpoint(struct store_sqlite *s, bool truncate, struct err *e)
{
	int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
	int rc = sqlite3_wal_checkpoint_v2(s->writer, "main", mode, NULL, NULL);
	if (rc != SQLITE_OK)
		return meaning(rc) == E_IO ? sq_fail(s, rc, e) : 0;
	if (truncate) {
		s->wal_frames = 0;
		s->erase_unfinished = false;
	}
	return 0;
}

static bool below_floor(const struct store_sqlite *s)
{
	struct statvfs v;
	return statvfs(s->dir, &v) == 0 && (uint64_t)v.f_bavail * v.f_frsize < s->floor_bytes;
}

static int write_turns(struct store_sqlite *s, struct sq_job *job, bool apart)
{
	int rc = sq_step(s->writes[SQ_BEGIN]);
	if (job->forget && rc == SQLITE_OK)
		rc = sq_forget(s, job->forget);
	for (size_t i = 0; i < job->count && rc == SQLITE_OK; i++)
		rc = sq_write_turn(s, job->turns[i], apart);
	return rc == SQLITE_OK ? sq_step(s->writes[SQ_COMMIT]) : rc;
}

static int roll_back(struct store_sqlite *s)
{
	bool did_it_itself = sqlite3_get_autocommit(s->writer);
	return did_it_itself ? SQLITE_OK : sq_step(s->writes[SQ_ROLLBACK]);
}

/* A savepoint for each turn costs 6 of 39 us per turn, and a turn that stands against what is
 * recorded is rare, as events are looked up before: so the savepoints come with a second try. */
static int write_batch(struct store_sqlite *s, struct sq_job *job, struct err *e)
{
	int rc = write_turns(s, job, false);
	if ((rc & 0xff) == SQLITE_CONSTRAINT) {
		rc = roll_back(s);
		if (rc == SQLITE_OK)
			rc = write_turns(s, job, true);
	}
	if (rc == SQLITE_OK)
		return 0;
	sq_fail(s, rc, e);
	rc = roll_back(s);
	if (rc != SQLITE_OK && e->code != E_IO) {
		e->code = E_NONE; /* the worse one counts */
		sq_fail(s, rc, e);
	}
	return -1;
}

static void commit_delay(int64_t ms)
{
	struct timespec left = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		;
}

/* In the pool. */
static void work(void *arg)
{
	struct store_sqlite *s = arg;
	struct sq_job *job = &s->job;
	if (job->err.code != E_NONE)
		return; /* broken before: no file is touched */
	if (below_floor(s)) {
		err_set(&job->err, E_BUSY,
		        "%s: less than %llu KiB free on the disk: nothing is lost; free some space",
		        s->dir, (unsigned long long)(s->floor_bytes >> 10));
	} else if (write_batch(s, job, &job->err) == 0) {
		commit_delay(s->commit_delay_ms);
	}
	if (job->err.code == E_NONE && (s->erase_unfinished || s->wal_frames >= CHECKPOINT_FRAMES))
		checkpoint(s, s->erase_unfinished, &job->err);
}

/* On the loop. */
static void finished(void *arg)
{
	struct store_sqlite *s = arg;
	struct sq_job job = s->job;
	s->job.done = NULL; /* done may commit again */
	if (job.err.code == E_IO && s->broken.code == E_NONE)
		s->broken = job.err;
	if (s->broken.code != E_NONE)
		job.err = s->broken; /* also when a query met the error meanwhile */
	if (job.err.code == E_NONE && !job.forget) {
		s->batches++;
		for (size_t i = 0; i < job.count; i++)
			s->turns += job.turns[i]->err.code == E_NONE;
	}
	job.done(job.arg, &job.err);
}

static void hand_over(struct store *base, const struct sq_job *job)
{
	struct store_sqlite *s = (struct store_sqlite *)base;
	assert(job->done && s->writer);
	assert(!s->job.done); /* one is in flight at a time */
	s->job = *job;
	s->job.err = s->broken;
	loop_work(s->loop, work, finished, s);
}

static void sqlite_commit(struct store *base, struct store_turn **turns, size_t count,
                          store_done *done, void *arg)
{
	hand_over(base,
	          &(struct sq_job){ .turns = turns, .count = count, .done = done, .arg = arg });
}

static void sqlite_forget(struct store *base, struct store_forget *f, store_done *done, void *arg)
{
	hand_over(base, &(struct sq_job){ .forget = f, .done = done, .arg = arg });
}

static int64_t file_bytes(const char *path)
{
	struct stat st;
	return stat(path, &st) == 0 ? (int64_t)st.st_size : 0;
}

static void sqlite_figures(struct store *base, int64_t *bytes, int64_t *batches, int64_t *turns)
{
	struct store_sqlite *s = (struct store_sqlite *)base;
	*bytes = file_bytes(s->db_path) + file_bytes(s->wal_path);
	*batches = s->batches;
	*turns = s->turns;
}

static void disconnect(sqlite3 *db, sqlite3_stmt **st, size_t count, bool broken)
{
	for (size_t i = 0; i < count; i++)
		sqlite3_finalize(st[i]);
	if (db && broken) /* the last one to close would write */
		sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
	sqlite3_close(db);
}

static void sqlite_free(struct store *base)
{
	struct store_sqlite *s = (struct store_sqlite *)base;
	if (!s)
		return;
	assert(!s->job.done);
	bool broken = s->broken.code != E_NONE;
	disconnect(s->reader, s->reads, SQ_READS, broken);
	disconnect(s->writer, s->writes, SQ_WRITES, broken);
	if (s->lock_fd >= 0)
		close(s->lock_fd);
	free(s->text);
	free(s->forget_source);
	free(s->forget_id);
	free(s->dir);
	free(s->db_path);
	free(s->wal_path);
	free(s->mark_path);
	free(s);
}

static const struct store_ops ops = {
	.free = sqlite_free,
	.commit = sqlite_commit,
	.forget = sqlite_forget,
	.seen = sq_seen,
	.seen_behind = sq_seen_behind,
	.read_begin = sq_read_begin,
	.read_end = sq_read_end,
	.turns = sq_turns,
	.journal = sq_journal,
	.tip = sq_tip,
	.values = sq_values,
	.value = sq_value,
	.addressed = sq_addressed,
	.heads = sq_heads,
	.heads_at = sq_heads_at,
	.outs = sq_outs,
	.out_state = sq_out_state,
	.out_by_remote = sq_out_by_remote,
	.consents = sq_consents,
	.undecoded = sq_undecoded,
	.bundle = sq_bundle,
	.deploys = sq_deploys,
	.figures = sqlite_figures,
};

struct store *store_sqlite_new(struct loop *l, const struct store_sqlite_opts *o, struct err *e)
{
	/* Without its count of allocated bytes SQLite takes no lock common to both threads. */
	sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	struct store_sqlite *s = xcalloc(1, sizeof *s);
	s->base.ops = &ops;
	s->loop = l;
	s->dir = xstrdup(o->dir);
	s->db_path = xasprintf("%s/assent.db", o->dir);
	s->wal_path = xasprintf("%s/assent.db-wal", o->dir);
	s->mark_path = xasprintf("%s/io-error", o->dir);
	s->floor_bytes = o->floor_bytes > 0 ? (uint64_t)o->floor_bytes : FLOOR_BYTES;
	s->commit_delay_ms = o->commit_delay_ms;
	s->lock_fd = -1;
	s->read_only = o->read_only;
	struct err why = { 0 };
	if ((o->read_only ? sq_open_read_only(s, &why) : sq_open(s, o->volatile_ok, &why)) != 0) {
		err_set(e, why.code, "%s", why.text);
		s->broken = why; /* nothing is written while closing */
		sqlite_free(&s->base);
		return NULL;
	}
	if (s->writer)
		sqlite3_wal_hook(s->writer, on_wal, s);
	return &s->base;
}
