/* store.h: what is kept for ever: the journal of each case, personal values apart, the outbox,
 * bundles.
 *
 * Writing goes through one door: store_commit hands over a batch of turns and returns at once;
 * `done` is called on the loop when the batch is durable (synchronous=FULL) or has failed as a
 * whole. One batch is in flight at a time. Reading is synchronous, on the loop, through a
 * connection of its own, and sees committed data only. */
#ifndef ASSENT_STORE_H
#define ASSENT_STORE_H

#include "base.h"

struct loop;
struct store;

enum { STORE_SALT_BYTES = 16 };

/* A text or personal value. The journal holds only its id and HMAC(salt, text); erasing empties the
 * row, whose id is never given again. */
struct store_value {
	int64_t id; /* within the case, from 1 */
	const char *
		party; /* whose it is: the role; "" nobody in particular; "agent" names of agents */
	uint8_t salt[STORE_SALT_BYTES];
	const char *text;
};

/* Where a party (or "desk", the agents' place of a case) is found on a target; text is the value's. Kept
 * as an HMAC under a key of the store, and gone when the value is erased. */
struct store_address {
	const char *target, *party, *text;
	int64_t value_id;
};

/* One message that must reach a target. Inserted; effect NULL: the row of that key is there, and its
 * state, attempt, times of attempts, reason and remote_id change, no more of it is read. */
struct store_out {
	const char *key; /* stable: derives from (case, seq) */
	const char *case_id;
	int64_t seq;        /* order within the case */
	const char *target; /* name of the configured target */
	const char *effect; /* JSON; personal values by reference */
	const char *state;  /* ready sending retry sent dead unknown */
	int64_t attempt;
	int64_t next_at_ms;    /* earliest next attempt */
	int64_t expires_at_ms; /* behind it: dead */
	const char *reason;    /* of the last outcome; "" */
	const char *remote_id; /* the platform's own name for the message; NULL or "": none */
	int64_t first_at_ms;   /* no attempt was made before it; 0: none was made */
};

/* The case's row in lists; replaced at each turn. */
struct store_head {
	const char *flow, *bundle; /* bundle: SHA-256 hex */
	const char *status;        /* open closed parked */
	const char *step;          /* title of the current step, "" */
	const char *outcome;       /* of close; "" */
	int64_t opened_at_ms, updated_at_ms;
	int64_t wake_at_ms; /* earliest time limit; 0: none */
};

struct store_consent {
	const char *id, *kind, *subject, *delegate, *state; /* delegate "" where there is none */
	int64_t at_ms;
};

/* Which consents; what is NULL or 0 asks for all. */
struct store_consent_query {
	const char *case_id, *id, *kind, *state, *subject;
	const char *party;          /* the subject or the delegate */
	int64_t since_ms, until_ms; /* changed last at or after; before */
	const char *after_case,
		*after_id; /* behind this one in the order; with after_ms its time */
	int64_t after_ms;
	size_t limit;
};

/* One turn as it stands in the journal, chained as chain.h says. */
struct store_entry {
	int64_t n; /* its place among all turns, from 1 without gaps: the order of becoming durable */
	const char *case_id;
	int64_t turn, at_ms;
	const char *records;
	const uint8_t *link,
		*log; /* SHA256_BYTES each; NULL where the row has none of that length */
};

/* Flows taken into use together, for all new cases from then on. */
struct store_deploy {
	int64_t n; /* from 1. Written with 0: a new one, whose n is filled in; else that it is done */
	int64_t at_ms;
	int64_t done_at_ms; /* no open case is to be looked at any more because of it; 0: not yet */
	const char *hash;   /* flow_set_hash: of all its bundles together */
	const char *flows;  /* flow_set_list: which they are */
	const char *who, *origin; /* who deployed it, and from where */
	/* its bundles, which stand in the store from then on; none when it is read */
	const char *const *contents, *const *hashes;
	size_t bundles_count;
};

/* All that one event writes: one savepoint, all or nothing. Parts not used stay zero. */
struct store_turn {
	const char *case_id;
	int64_t turn; /* number within the case, from 1; 0: no journal entry */
	int64_t at_ms;
	/* canonical JSON of the turn's records (RFC 8785), as it is chained; NULL when turn is 0 */
	const char *records;
	struct store_head head;

	const char *source, *event_id; /* the event is remembered as seen; NULL: none */
	const char *event_hash;        /* SHA-256 hex of its raw body; "" */

	struct store_value *values;
	size_t values_count;
	struct store_address *addresses;
	size_t addresses_count;
	/* empties these values of the case, text and salt, and undecoded bodies that hold one
	 * (after inserting) */
	const int64_t *erase;
	size_t erase_count;
	struct store_out *outs;
	size_t outs_count;
	struct store_consent *consents; /* inserted, or replaced by (case, id) */
	size_t consents_count;
	const char *bundle_hash, *bundle_content; /* stored unless there; NULL: none */
	struct store_deploy *deploy;              /* NULL: none */
	/* raw body of a verified event that no adapter could read, kept for the operator */
	const char *undecoded;
	size_t undecoded_bytes;
	const char *undecoded_reason;

	struct err err; /* out: why this turn alone was rolled back; code E_NONE: it stands */
};

/* What nobody needs any more. */
struct store_forget {
	/* events taken before it may come again as new, all but those with which a case began (turn 1);
	 * 0: none */
	int64_t seen_before_ms;
	int64_t undecoded_before_ms; /* bodies kept before it leave no trace in any file; 0: none */
	bool more;                   /* out: there is more to look through */
	int64_t seen, undecoded;     /* out: so many were forgotten; added */
};

/* e->code: E_NONE all went through (look at each turn's err); E_BUSY the batch was rolled back, try
 * later; E_IO the disk cannot be trusted: nothing may be acknowledged any more. */
typedef void store_done(void *arg, const struct err *e);

struct store_ops {
	void (*free)(struct store *s);
	void (*commit)(struct store *s, struct store_turn **turns, size_t count, store_done *done,
	               void *arg);

	/* As a batch, and one with them: never while another is in flight. Looks through a few rows, in
	 * a millisecond or two; the next call goes on from there. */
	void (*forget)(struct store *s, struct store_forget *f, store_done *done, void *arg);

	/* 1: seen (case_id, turn, hash filled; case_id "" if it made none), 0: not, -1: E_BUSY or
	 * E_IO */
	int (*seen)(struct store *s, const char *source, const char *event_id, char case_id[64],
	            int64_t *turn, char hash[65], struct err *e);
	/* What it knows of them behind (source, event_id), in the order of these two; at most limit. */
	int (*seen_behind)(struct store *s, const char *source, const char *event_id, size_t limit,
	                   void (*fn)(void *arg, const char *source, const char *event_id),
	                   void *arg, struct err *e);
	/* From begin to its end all queries see the store as it was at the first of them; what is
	 * begun within counts with it. */
	int (*read_begin)(struct store *s, struct err *e);
	void (*read_end)(struct store *s);

	/* In order of turns / ids / (case, seq). The callback's texts are borrowed for the call. -1
	 * from it stops, and is the answer; e then is as the callback left it. */
	int (*turns)(struct store *s, const char *case_id,
	             int (*fn)(void *arg, int64_t turn, int64_t at_ms, const char *records),
	             void *arg, struct err *e);
	/* Turns of all cases from place n on, in the order of their places. */
	int (*journal)(struct store *s, int64_t from_n,
	               int (*fn)(void *arg, const struct store_entry *t), void *arg, struct err *e);
	/* The last place and its log (zeros and 0 in an empty journal). */
	int (*tip)(struct store *s, int64_t *n, uint8_t log[32], struct err *e);
	/* text NULL: erased */
	int (*values)(struct store *s, const char *case_id,
	              int (*fn)(void *arg, const struct store_value *v), void *arg, struct err *e);
	/* Whom an address of a target belongs to: open and parked cases first, the newest first; at most
	 * limit. */
	int (*addressed)(struct store *s, const char *target, const char *text, size_t limit,
	                 int (*fn)(void *arg, const char *case_id, const char *party, bool open),
	                 void *arg, struct err *e);
	/* One value: 1 with *salt (STORE_SALT_BYTES, borrowed) and *text (NULL: erased; borrowed until
	 * the next call), 0: there is none, -1 as above. */
	int (*value)(struct store *s, const char *case_id, int64_t id, const uint8_t **salt,
	             const char **text, struct err *e);
	/* Heads of cases, opened last first; status NULL: any; limit 0: all. */
	int (*heads)(struct store *s, const char *status, size_t limit,
	             int (*fn)(void *arg, const char *case_id, const struct store_head *h),
	             void *arg, struct err *e);
	/* Heads of cases whose desk is that place on a target: those not closed first, the newest first. */
	int (*heads_at)(struct store *s, const char *target, const char *address, size_t limit,
	                int (*fn)(void *arg, const char *case_id, const struct store_head *h),
	                void *arg, struct err *e);
	/* Rows that are not final (ready sending retry); case_id NULL: of all cases. */
	int (*outs)(struct store *s, const char *case_id,
	            int (*fn)(void *arg, const struct store_out *o), void *arg, struct err *e);
	/* The state of one row: 1, 0: there is none, -1 as above. */
	int (*out_state)(struct store *s, const char *key, char state[16], struct err *e);
	/* The row that a target knows by this name of its own: 1, with its key and case copied (caller
	 * frees), 0: there is none, -1 as above. */
	int (*out_by_remote)(struct store *s, const char *target, const char *remote_id, char **key,
	                     char **case_id, struct err *e);
	/* Changed last first, then by (case, id) from the end; q NULL: all. */
	int (*consents)(struct store *s, const struct store_consent_query *q,
	                int (*fn)(void *arg, const char *case_id, const struct store_consent *c),
	                void *arg, struct err *e);
	int (*undecoded)(struct store *s, size_t limit,
	                 int (*fn)(void *arg, const char *source, const char *event_id,
	                           int64_t at_ms, const char *reason, const char *raw,
	                           size_t raw_bytes),
	                 void *arg, struct err *e);
	/* Deploys, the newest first; limit 0: all. */
	int (*deploys)(struct store *s, size_t limit,
	               int (*fn)(void *arg, const struct store_deploy *d), void *arg,
	               struct err *e);
	/* content; caller frees; NULL: E_NOT_FOUND too */
	char *(*bundle)(struct store *s, const char *hash, struct err *e);
	/* A number that goes up with each file change of the store, for tests and /metrics: bytes
	 * on disk, batches. */
	void (*figures)(struct store *s, int64_t *bytes, int64_t *batches, int64_t *turns);
};

/* Every implementation begins with this. */
struct store {
	const struct store_ops *ops;
};

struct store_sqlite_opts {
	/* data directory, made (0700) if missing; holds assent.db and a lock */
	const char *dir;
	bool volatile_ok; /* plays: synchronous=OFF */
	/* for commands, beside a running program or where none runs: nothing is made, locked or
	 * written, and commit must not be called; the loop may be NULL */
	bool read_only;
	/* free space below which commits answer E_BUSY, so that the rest can drain; 0: 16 MiB */
	int64_t floor_bytes;
	int64_t commit_delay_ms; /* added to each commit, in the pool: for the bench only */
};

/* NULL: E_CONFIG (not there, not readable or writable, in use by another process, a newer schema) or
 * E_IO. */
struct store *store_sqlite_new(struct loop *l, const struct store_sqlite_opts *o, struct err *e);

#endif
