/* store_sqlite_queries.c: what the reader asks, by enum sq_read. */
#include "store_sqlite.h"

/* ?1 is the case. at_ms goes first, for the index. */
#define CONSENTS_ASKED_FOR                                                                       \
	"at_ms >= ?2 AND at_ms < ?3 AND (?4 IS NULL OR (at_ms, case_id, id) < (?5, ?4, ?6))"     \
	" AND (?7 IS NULL OR kind = ?7) AND (?8 IS NULL OR state = ?8)"                          \
	" AND (?9 IS NULL OR subject = ?9) AND (?10 IS NULL OR subject = ?10 OR delegate = ?10)" \
	" AND (?12 IS NULL OR id = ?12)"                                                         \
	" ORDER BY at_ms DESC, case_id DESC, id DESC LIMIT ?11"

#define HEAD_COLUMNS                                                                  \
	"case_id, flow, bundle, status, step, outcome, opened_at_ms, updated_at_ms, " \
	"wake_at_ms"
#define OUT_COLUMNS                                                                             \
	"key, case_id, seq, target, effect, state, attempt, next_at_ms, expires_at_ms, reason," \
	" remote_id, first_at_ms FROM outbox INDEXED BY outbox_live"                            \
	" WHERE state IN ('ready', 'sending', 'retry')"

const char *const sq_read_sql[SQ_READS] = {
	[SQ_SEEN] = "SELECT case_id, turn, hash FROM seen WHERE source = ?1 AND event_id = ?2",
	[SQ_SEEN_BEHIND] = "SELECT source, event_id FROM seen WHERE (source, event_id) > (?1, ?2)"
			   " ORDER BY source, event_id LIMIT ?3",
	[SQ_TURNS] = "SELECT turn, at_ms, records FROM journal WHERE case_id = ?1 ORDER BY turn",
	[SQ_JOURNAL] = "SELECT n, case_id, turn, at_ms, records, link, log FROM journal"
		       " WHERE n >= ?1 ORDER BY n",
	[SQ_TIP] = "SELECT n, log FROM journal ORDER BY n DESC LIMIT 1",
	[SQ_VALUES] = "SELECT id, party, salt, text FROM value WHERE case_id = ?1 ORDER BY id",
	[SQ_VALUE] = "SELECT salt, text FROM value WHERE case_id = ?1 AND id = ?2",
	[SQ_ADDRESSED] = "SELECT a.case_id, a.party, h.status <> 'closed' AS open"
			 " FROM address a JOIN head h ON h.case_id = a.case_id"
			 " WHERE a.lookup = ?1"
			 " ORDER BY open DESC, h.opened_at_ms DESC, a.case_id DESC LIMIT ?2",
	[SQ_HEADS] = "SELECT " HEAD_COLUMNS
		     " FROM head ORDER BY opened_at_ms DESC, case_id DESC LIMIT ?2",
	[SQ_HEADS_OF_STATUS] = "SELECT " HEAD_COLUMNS " FROM head WHERE status = ?1"
			       " ORDER BY opened_at_ms DESC, case_id DESC LIMIT ?2",
	[SQ_HEADS_AT] = "SELECT " HEAD_COLUMNS " FROM address JOIN head USING (case_id)"
			" WHERE lookup = ?1 AND party = 'desk'"
			" ORDER BY status = 'closed', opened_at_ms DESC, case_id DESC LIMIT ?2",
	[SQ_OUTS] = "SELECT " OUT_COLUMNS " ORDER BY case_id, seq, key",
	[SQ_OUTS_OF_CASE] = "SELECT " OUT_COLUMNS " AND case_id = ?1 ORDER BY seq, key",
	[SQ_OUT_STATE] = "SELECT state FROM outbox WHERE key = ?1",
	[SQ_OUT_BY_REMOTE] = "SELECT key, case_id FROM outbox INDEXED BY outbox_remote"
			     " WHERE target = ?1 AND remote_id = ?2 AND remote_id <> '' LIMIT 1",
	[SQ_CONSENTS] = "SELECT case_id, id, kind, subject, delegate, state, at_ms FROM consent"
			" INDEXED BY consent_at WHERE " CONSENTS_ASKED_FOR,
	[SQ_CONSENTS_OF_CASE] = "SELECT case_id, id, kind, subject, delegate, state, at_ms"
				" FROM consent WHERE case_id = ?1 AND " CONSENTS_ASKED_FOR,
	[SQ_UNDECODED] = "SELECT source, event_id, at_ms, reason, raw FROM undecoded"
			 " WHERE reason <> '" SQ_FORGOTTEN "' ORDER BY n DESC LIMIT ?2",
	[SQ_BUNDLE] = "SELECT content FROM bundle WHERE hash = ?1",
	[SQ_DEPLOYS] = "SELECT n, at_ms, hash, flows, who, origin, done_at_ms FROM deploy"
		       " ORDER BY n DESC LIMIT ?2",
	[SQ_READ_BEGIN] = "BEGIN",
	[SQ_READ_END] = "COMMIT",
};
