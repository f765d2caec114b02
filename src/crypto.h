/* crypto.h: hashes, MACs, base64 and constant-time comparison (libcrypto behind it). */
#ifndef ASSENT_CRYPTO_H
#define ASSENT_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { SHA256_BYTES = 32, SHA256_HEX = 65 };

void crypto_sha256(const void *data, size_t len_bytes, uint8_t out[SHA256_BYTES]);
void crypto_sha256_hex(const void *data, size_t len_bytes, char out[SHA256_HEX]);
void crypto_hmac_sha256(const void *key, size_t key_bytes, const void *data, size_t len_bytes,
                        uint8_t out[SHA256_BYTES]);
void crypto_hex(const uint8_t *data, size_t len_bytes, char *out); /* 2 * len_bytes + NUL */

/* Compares without telling by its duration where or whether in length they differ. */
bool crypto_equal(const void *a, size_t a_bytes, const void *b, size_t b_bytes);

void crypto_base64(const void *data, size_t len_bytes,
                   struct buf *out); /* standard alphabet, padded */
/* -1: not base64 */
int crypto_base64_decode(const char *text, size_t len_bytes, struct buf *out);

/* n lowercase base32 characters (a-z2-7) of SHA-256(data): names that derive from content. n <= 51.
 */
void crypto_name(const void *data, size_t len_bytes, size_t n, char *out);
void crypto_wipe(void *secret, size_t len_bytes);

#endif
