/* store_sqlite_forget.c: what nobody needs any more, a little at a time. Runs in the pool.
 *
 * Events taken are looked through in the order of their keys, a few at each call: an index by time
 * would cost every event, and this reads 2 MB for each 10,000 rows. What opened a case stays known with
 * it: the case's id follows from the event's, and there can be no second case of that name.
 *
 * Bodies hold what people wrote, so no copy may stay behind. A row that is deleted lets SQLite move
 * its neighbours, and stale copies of those remain in the pages (store_sqlite_open.c, of value): in 15
 * of 25 runs of 600 rows that left from the oldest on. So a body is overwritten in place by zeros of its
 * length, and then shrunk, which gives its overflow pages back (zeroed again) and moves nobody. What is
 * left is a husk of 100 bytes. Husks are deleted from the oldest on, but for the last 256 before a
 * body: balancing reaches the neighbouring pages, and there lie only husks (no copy in 75 runs; in 3 of
 * 25 without that distance). */
#include "store_sqlite.h"

#include <stdlib.h>
#include <string.h>

enum {
	BODIES_AT_ONCE = 4, /* of 256 KiB at most */
};

/* What comes behind (source, event_id) in the table, as far as the next rows of this call reach. */
static int seen_until(struct store_sqlite *s, char **source, char **id)
{
	sqlite3_stmt *st = s->writes[SQ_SEEN_UNTIL];
	sqlite3_bind_text(st, 1, s->forget_source, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, s->forget_id, -1, SQLITE_STATIC);
	int rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		*source = xstrdup((const char *)sqlite3_column_text(st, 0));
		*id = xstrdup((const char *)sqlite3_column_text(st, 1));
		rc = SQLITE_DONE;
	}
	sqlite3_reset(st);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int forget_until(struct store_sqlite *s, const char *source, const char *id,
                        int64_t before_ms)
{
	sqlite3_stmt *st = s->writes[source ? SQ_FORGET_SEEN : SQ_FORGET_SEEN_REST];
	sqlite3_bind_text(st, 1, s->forget_source, -1, SQLITE_STATIC);
	sqlite3_bind_text(st, 2, s->forget_id, -1, SQLITE_STATIC);
	sqlite3_bind_int64(st, 3, before_ms);
	if (source) {
		sqlite3_bind_text(st, 4, source, -1, SQLITE_STATIC);
		sqlite3_bind_text(st, 5, id, -1, SQLITE_STATIC);
	}
	return sq_step(st);
}

/* From where the last call ended. */
static int forget_seen(struct store_sqlite *s, struct store_forget *f)
{
	char *source = NULL, *id = NULL;
	if (!s->forget_source) {
		s->forget_source = xstrdup("");
		s->forget_id = xstrdup("");
	}
	int rc = seen_until(s, &source, &id);
	if (rc == SQLITE_OK)
		rc = forget_until(s, source, id, f->seen_before_ms);
	if (rc == SQLITE_OK) {
		f->seen += sqlite3_changes(s->writer);
		f->more |= source != NULL;
	}
	free(s->forget_source);
	free(s->forget_id);
	s->forget_source = source;
	s->forget_id = id;
	return rc;
}

static int run_for(sqlite3_stmt *st, int64_t number)
{
	sqlite3_bind_int64(st, 1, number);
	return sq_step(st);
}

static int next_body(struct store_sqlite *s, int64_t before_ms, int64_t *n)
{
	sqlite3_stmt *st = s->writes[SQ_OLD_BODY];
	*n = 0;
	sqlite3_bind_int64(st, 1, before_ms);
	int rc = sqlite3_step(st);
	if (rc == SQLITE_ROW) {
		*n = sqlite3_column_int64(st, 0);
		rc = SQLITE_DONE;
	}
	sqlite3_reset(st);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

static int forget_bodies(struct store_sqlite *s, struct store_forget *f)
{
	int64_t n;
	int rc = next_body(s, f->undecoded_before_ms, &n);
	for (int done = 0; rc == SQLITE_OK && n && done < BODIES_AT_ONCE; done++) {
		rc = run_for(s->writes[SQ_BLANK_BODY], n);
		if (rc == SQLITE_OK)
			rc = run_for(s->writes[SQ_SHRINK_BODY], n);
		if (rc != SQLITE_OK)
			return rc;
		s->erase_unfinished = true;
		f->undecoded++;
		rc = next_body(s, f->undecoded_before_ms, &n);
	}
	f->more |= n != 0;
	return rc == SQLITE_OK ? run_for(s->writes[SQ_DROP_HUSKS], f->undecoded_before_ms) : rc;
}

int sq_forget(struct store_sqlite *s, struct store_forget *f)
{
	int rc = SQLITE_OK;
	f->more = false;
	if (f->seen_before_ms)
		rc = forget_seen(s, f);
	if (rc == SQLITE_OK && f->undecoded_before_ms)
		rc = forget_bodies(s, f);
	return rc;
}
