/* head.h: the signed head of the journal: how many turns there are, and the log over all of them
 * (chain.h). Deposited with somebody else, it makes every later edit, removal and cut provable.
 *
 * One line of canonical JSON (RFC 8785):
 *   {"at": RFC 3339, "key": name of the key, "log": hex, "signature": base64, "turns": n,
 *    "type": "assent-head-1"}
 * The signature (Ed25519) is over the same line without "signature". The key's name is the first
 * 16 hex digits of the SHA-256 of its public PEM. */
#ifndef ASSENT_HEAD_H
#define ASSENT_HEAD_H

#include <jansson.h>
#include <stdint.h>

#include "crypto.h"

struct err;

struct head {
	int64_t at_ms, turns;
	uint8_t log[SHA256_BYTES];
};

enum { HEAD_KEY_NAME = 17 };
void head_key_name(const struct crypto_key *k, char out[HEAD_KEY_NAME]);

/* Without line end; caller frees. */
char *head_sign(const struct head *h, const struct crypto_key *k);
/* -1: E_PARSE (no head), E_CONFLICT (of another key, or changed after it was signed). */
int head_check(const json_t *head, const struct crypto_key *k, struct head *h, struct err *e);

/* The key in <dir>/head.key, or the one at path where that is not NULL; made (0600) when the first
 * is missing and `make` is set, its public half then lies beside it as head.pub. NULL: E_CONFIG. */
struct crypto_key *head_key_load(const char *dir, const char *path, bool make, struct err *e);
/* Appends to <dir>/heads.jsonl and syncs it: for the thread pool or a command. -1: E_IO. */
int head_append(const char *dir, const char *line, struct err *e);
/* How many turns the last head in that file is over, 0: none; a line that was cut by a crash is cut
 * off. -1: E_IO. */
int head_last(const char *dir, int64_t *turns, struct err *e);

/* The first head in that file that is over at least so many turns, as it stands there; new. NULL: none is. */
json_t *head_over(const char *dir, int64_t turns);

#endif
