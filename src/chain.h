/* chain.h: what makes the journal tamper-evident: each turn is linked to the one before it in its
 * case, and all turns, in the order in which they became durable, to one log.
 *
 *   link = SHA-256 of the canonical JSON (RFC 8785) of
 *          {"at": ms, "case": id, "prev": link of the case's turn before, hex; 64 zeros at the first,
 *           "records": [...], "turn": n}
 *   log  = SHA-256 of "<log before, hex; 64 zeros at first> <link, hex>\n"
 *
 * Whoever holds the log of an earlier day (head.h) sees every later edit, removal and cut.
 * docs/verify-without-assent.md shows how to check both with standard tools. */
#ifndef ASSENT_CHAIN_H
#define ASSENT_CHAIN_H

#include "crypto.h"

struct chain_turn {
	const char *case_id; /* letters, digits, "-", "_" and "." only */
	int64_t turn, at_ms;
	const char *records; /* canonical JSON text */
};

void chain_link(const struct chain_turn *t, const uint8_t prev[SHA256_BYTES],
                uint8_t link[SHA256_BYTES]);
/* log: the one before, made into the next. */
void chain_log(uint8_t log[SHA256_BYTES], const uint8_t link[SHA256_BYTES]);

#endif
