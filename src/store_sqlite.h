/* store_sqlite.h: what the store_sqlite*.c files share. Nobody else includes it.
 *
 *   store_sqlite.c        the door: batches in the pool, what an error means, closing
 *   store_sqlite_open.c   the directory, its lock, the checks before a byte is written, the schema
 *   store_sqlite_upgrade.c  directories of earlier versions
 *   store_sqlite_write.c  the rows of one turn
 *   store_sqlite_forget.c what nobody needs any more
 *   store_sqlite_read.c   the queries, whose SQL stands in store_sqlite_queries.c
 *   store_sqlite_lists.c  those of what people look through
 *
 * Two connections: the writer belongs to the pool while a batch is in flight, the reader to the
 * loop. What both threads look at (paths, floor) does not change after opening; all else has one
 * owner, named below. */
#ifndef ASSENT_STORE_SQLITE_H
#define ASSENT_STORE_SQLITE_H

#include <sqlite3.h>
#include <sys/types.h>
#include <time.h>

#include "crypto.h"
#include "store.h"

/* The reason of an undecoded delivery whose body was destroyed. */
#define SQ_FORGOTTEN "forgotten"

enum sq_write {
	SQ_BEGIN,
	SQ_COMMIT,
	SQ_ROLLBACK,
	SQ_SAVEPOINT,
	SQ_RELEASE,
	SQ_ROLLBACK_TO,
	SQ_BEFORE,
	SQ_PUT_JOURNAL,
	SQ_PUT_SEEN,
	SQ_PUT_VALUE,
	SQ_ERASE_UNDECODED,
	SQ_ERASE,
	SQ_PUT_ADDRESS,
	SQ_DROP_ADDRESS,
	SQ_MOVE_HEAD,
	SQ_PUT_HEAD,
	SQ_PUT_OUT,
	SQ_CHANGE_OUT,
	SQ_PUT_CONSENT,
	SQ_PUT_BUNDLE,
	SQ_MEND_BUNDLE,
	SQ_PUT_DEPLOY,
	SQ_END_DEPLOY,
	SQ_PUT_UNDECODED,
	SQ_SEEN_UNTIL,
	SQ_FORGET_SEEN,
	SQ_FORGET_SEEN_REST,
	SQ_OLD_BODY,
	SQ_BLANK_BODY,
	SQ_SHRINK_BODY,
	SQ_DROP_HUSKS,
	SQ_WRITES,
};

enum sq_read {
	SQ_SEEN,
	SQ_SEEN_BEHIND,
	SQ_TURNS,
	SQ_JOURNAL,
	SQ_TIP,
	SQ_VALUES,
	SQ_VALUE,
	SQ_ADDRESSED,
	SQ_HEADS,
	SQ_HEADS_OF_STATUS,
	SQ_HEADS_AT,
	SQ_OUTS,
	SQ_OUTS_OF_CASE,
	SQ_OUT_STATE,
	SQ_OUT_BY_REMOTE,
	SQ_CONSENTS,
	SQ_CONSENTS_OF_CASE,
	SQ_UNDECODED,
	SQ_BUNDLE,
	SQ_DEPLOYS,
	SQ_READ_BEGIN,
	SQ_READ_END,
	SQ_READS,
};

/* Turns to be written, or something to be forgotten. */
struct sq_job {
	struct store_turn **turns;
	size_t count;
	struct store_forget *forget;
	store_done *done; /* not NULL: in flight */
	void *arg;
	struct err err;
};

struct store_sqlite {
	struct store base;
	struct loop *loop;
	char *dir, *db_path, *wal_path, *mark_path;
	uint64_t floor_bytes;
	int64_t commit_delay_ms;
	int lock_fd;
	bool read_only; /* the writer is NULL */
	uint8_t address_key[SHA256_BYTES];
	/* Read without locks, since there was no WAL: right only as long as nobody writes. */
	bool still;
	struct timespec still_at;
	off_t still_bytes;

	/* The loop's. */
	sqlite3 *reader;
	sqlite3_stmt *reads[SQ_READS];
	uint8_t salt[STORE_SALT_BYTES]; /* of the value read last, as its text */
	char *text;
	/* E_IO has happened: every later call answers it, no file is touched */
	struct err broken;
	int64_t batches, turns;
	int readings; /* begun and not ended */

	/* The pool's while job.done is set, the loop's otherwise. */
	sqlite3 *writer;
	sqlite3_stmt *writes[SQ_WRITES];
	struct sq_job job;
	int wal_frames;                  /* as of the last commit */
	bool erase_unfinished;           /* erased bytes may still be in the WAL */
	char *forget_source, *forget_id; /* looked through so far; NULL: from the start */
};

/* store_sqlite.c. E_BUSY or E_IO into e for a call that has just failed; an E_IO leaves the mark
 * for the next start. -1. */
int sq_fail(struct store_sqlite *s, int rc, struct err *e);
/* Runs a statement without rows to its end. SQLITE_OK or the extended error. */
int sq_step(sqlite3_stmt *st);

/* store_sqlite_open.c. Everything up to prepared statements; on -1 the caller frees s all
 * the same. */
int sq_open(struct store_sqlite *s, bool volatile_ok, struct err *e);
int sq_open_read_only(struct store_sqlite *s, struct err *e); /* no writer, no lock */
/* After a query of a store that is read without locks: -1 E_BUSY if somebody writes by now. */
int sq_still(const struct store_sqlite *s, struct err *e);
int sq_prepare(sqlite3 *db, const char *const *sql, size_t count, sqlite3_stmt **out);

/* store_sqlite_upgrade.c. Makes the schema of today out of version `from`, all or nothing.
 * SQLITE_OK or the extended error. */
extern const char sq_journal_schema[], sq_address_schema[], sq_outbox_schema[], sq_deploy_schema[];
int sq_upgrade(sqlite3 *db, int64_t from);

/* store_sqlite_write.c. apart: in a savepoint of its own, so that a turn that stands against what
 * is recorded is taken back alone (t->err) and the answer is SQLITE_OK. After any other answer the
 * batch must be rolled back. */
extern const char *const sq_write_sql[SQ_WRITES];
int sq_write_turn(struct store_sqlite *s, struct store_turn *t, bool apart);

/* store_sqlite_forget.c. Within a transaction. SQLITE_OK or the extended error. */
int sq_forget(struct store_sqlite *s, struct store_forget *f);

/* store_sqlite_read.c. The contract of each: store.h. */
extern const char *const sq_read_sql[SQ_READS];
int sq_seen(struct store *base, const char *source, const char *event_id, char case_id[64],
            int64_t *turn, char hash[65], struct err *e);
int sq_seen_behind(struct store *base, const char *source, const char *event_id, size_t limit,
                   void (*fn)(void *arg, const char *source, const char *event_id), void *arg,
                   struct err *e);
int sq_read_begin(struct store *base, struct err *e);
void sq_read_end(struct store *base);
int sq_turns(struct store *base, const char *case_id,
             int (*fn)(void *arg, int64_t turn, int64_t at_ms, const char *records), void *arg,
             struct err *e);
int sq_journal(struct store *base, int64_t from_n,
               int (*fn)(void *arg, const struct store_entry *t), void *arg, struct err *e);
int sq_tip(struct store *base, int64_t *n, uint8_t log[32], struct err *e);
int sq_addressed(struct store *base, const char *target, const char *address, size_t limit,
                 int (*fn)(void *arg, const char *case_id, const char *party, bool open), void *arg,
                 struct err *e);
/* HMAC-SHA256(address_key, target NUL address). */
void sq_lookup(const struct store_sqlite *s, const char *target, const char *address,
               uint8_t lookup[SHA256_BYTES]);
int sq_values(struct store *base, const char *case_id,
              int (*fn)(void *arg, const struct store_value *v), void *arg, struct err *e);
int sq_value(struct store *base, const char *case_id, int64_t id, const uint8_t **salt,
             const char **text, struct err *e);
int sq_heads_at(struct store *base, const char *target, const char *address, size_t limit,
                int (*fn)(void *arg, const char *case_id, const struct store_head *h), void *arg,
                struct err *e);
int sq_heads(struct store *base, const char *status, size_t limit,
             int (*fn)(void *arg, const char *case_id, const struct store_head *h), void *arg,
             struct err *e);
int sq_outs(struct store *base, const char *case_id,
            int (*fn)(void *arg, const struct store_out *o), void *arg, struct err *e);
int sq_out_state(struct store *base, const char *key, char state[16], struct err *e);
int sq_out_by_remote(struct store *base, const char *target, const char *remote_id, char **key,
                     char **case_id, struct err *e);
int sq_consents(struct store *base, const struct store_consent_query *q,
                int (*fn)(void *arg, const char *case_id, const struct store_consent *c), void *arg,
                struct err *e);
int sq_undecoded(struct store *base, size_t limit,
                 int (*fn)(void *arg, const char *source, const char *event_id, int64_t at_ms,
                           const char *reason, const char *raw, size_t raw_bytes),
                 void *arg, struct err *e);
int sq_deploys(struct store *base, size_t limit, int (*fn)(void *arg, const struct store_deploy *d),
               void *arg, struct err *e);
char *sq_bundle(struct store *base, const char *hash, struct err *e);

/* ---- store_sqlite_read.c: a query, on the loop */

struct store_sqlite *sq_self(struct store *s);
const char *sq_text(sqlite3_stmt *st, int column);
/* Takes the statement and binds what it has of ?1 (a text) and ?2 (a limit, 0: none). NULL: e says
 * why. */
sqlite3_stmt *sq_start(struct store_sqlite *s, enum sq_read which, const char *key, size_t limit,
                       struct err *e);
/* Ends the read transaction. rc is that of the last step. */
int sq_finish(struct store_sqlite *s, sqlite3_stmt *st, int rc, struct err *e);
/* Gives each row to row(); -1 from it stops and is returned. ctx is row's own. */
int sq_each(struct store_sqlite *s, sqlite3_stmt *st, int (*row)(sqlite3_stmt *st, void *ctx),
            void *ctx, struct err *e);

#endif
