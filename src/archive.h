/* archive.h: the journal as a file that proves itself: for managers, auditors, courts.
 *
 * Lines of canonical JSON (RFC 8785), each ended by "\n":
 *   {"key": PEM, "type": "assent-archive-1"}                                      first
 *   {"at", "case", "link", "n", "records", "turn", "values"}                 a turn (chain.h)
 *   {"link", "n"}                                            a turn of a case that is not shown
 *   heads (head.h), by turns; the last one is over all of them
 * "values": {"<id>": {"salt": hex, "text"}} for each reference {"v": id, "h": HMAC-SHA256 of the
 * text under the salt, hex} that stands in a case for the first time, unless it was erased. */
#ifndef ASSENT_ARCHIVE_H
#define ASSENT_ARCHIVE_H

#include <stdio.h>

#include "audit.h"

struct archive_opts {
	struct store *store;
	const char *dir;     /* data directory: earlier heads */
	const char *case_id; /* only this case is shown; NULL: all */
	const struct crypto_key *key;
	int64_t now_ms;
	/* Told after each turn how many were read; -1 from it stops, with E_BUSY. NULL: nobody waits. */
	int (*seen)(void *arg, int64_t turns);
	void *arg;
};

/* Audits while it writes: what is not whole is not exported. -1: E_CONFLICT (first bad record),
 * E_IO, E_NOT_FOUND (no such case). */
int archive_write(const struct archive_opts *o, FILE *out, struct err *e);

/* Audits a file. key NULL: the one in the file, which proves nothing by itself. a: expectations may
 * be in it; it is ended here. -1: E_CONFLICT, E_PARSE with the line. */
int archive_check(FILE *in, const struct crypto_key *key, struct audit *a, struct err *e);

/* Audits the store itself against the heads of its directory. */
int archive_check_store(const struct archive_opts *o, struct audit *a, struct err *e);

/* Heads of <dir>/heads.jsonl or of any file with one head a line: into a as expectations. A missing
 * file of the data directory holds none. -1: E_PARSE, E_CONFLICT with the line, E_NOT_FOUND. */
int archive_expect_file(struct audit *a, const char *path, const struct crypto_key *key,
                        bool may_be_missing, struct err *e);

#endif
