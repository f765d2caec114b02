#include "chain.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"

enum { LINK_HEX = SHA256_HEX - 1 };

void chain_link(const struct chain_turn *t, const uint8_t prev[SHA256_BYTES],
                uint8_t link[SHA256_BYTES])
{
	char before[SHA256_HEX];
	struct buf b = { 0 };
	crypto_hex(prev, SHA256_BYTES, before);
	buf_addf(&b,
	         "{\"at\":%lld,\"case\":\"%s\",\"prev\":\"%s\",\"records\":", (long long)t->at_ms,
	         t->case_id, before);
	buf_add(&b, t->records, strlen(t->records));
	buf_addf(&b, ",\"turn\":%lld}", (long long)t->turn);
	crypto_sha256(b.data, b.len_bytes, link);
	buf_free(&b);
}

void chain_log(uint8_t log[SHA256_BYTES], const uint8_t link[SHA256_BYTES])
{
	char line[2 * SHA256_HEX + 1];
	crypto_hex(log, SHA256_BYTES, line);
	line[LINK_HEX] = ' ';
	crypto_hex(link, SHA256_BYTES, line + SHA256_HEX);
	line[2 * SHA256_HEX - 1] = '\n';
	crypto_sha256(line, 2 * SHA256_HEX, log);
}
