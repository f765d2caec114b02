/* crypto.h: hashes, MACs, signatures, base64 and constant-time comparison (libcrypto behind it). */
#ifndef ASSENT_CRYPTO_H
#define ASSENT_CRYPTO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct err;

enum { SHA256_BYTES = 32, SHA256_HEX = 65 };

void crypto_sha256(const void *data, size_t len_bytes, uint8_t out[SHA256_BYTES]);
void crypto_sha256_hex(const void *data, size_t len_bytes, char out[SHA256_HEX]);
void crypto_hmac_sha256(const void *key, size_t key_bytes, const void *data, size_t len_bytes,
                        uint8_t out[SHA256_BYTES]);
void crypto_hex(const uint8_t *data, size_t len_bytes, char *out); /* 2 * len_bytes + NUL */
/* Lowercase hex of exactly len_bytes bytes. -1: not that. */
int crypto_unhex(const char *hex, uint8_t *out, size_t len_bytes);

/* Compares without telling by its duration where or whether in length they differ. */
bool crypto_equal(const void *a, size_t a_bytes, const void *b, size_t b_bytes);

void crypto_base64(const void *data, size_t len_bytes,
                   struct buf *out); /* standard alphabet, padded */
/* -1: not base64 */
int crypto_base64_decode(const char *text, size_t len_bytes, struct buf *out);
/* The URL's alphabet, without padding (RFC 7515). -1: not that, and nothing is added. */
int crypto_base64url_decode(const char *text, size_t len_bytes, struct buf *out);

/* Ed25519 (RFC 8032). A key read from a public PEM verifies only. */
struct crypto_key;
enum { SIGNATURE_BYTES = 64 };

struct crypto_key *crypto_key_new(void);                            /* by chance; caller frees */
struct crypto_key *crypto_key_read(const char *pem, struct err *e); /* NULL: E_PARSE */
void crypto_key_free(struct crypto_key *k);
bool crypto_key_is_private(const struct crypto_key *k);
char *crypto_key_public_pem(const struct crypto_key *k);  /* SubjectPublicKeyInfo; caller frees */
char *crypto_key_private_pem(const struct crypto_key *k); /* PKCS#8; caller wipes and frees */
void crypto_sign(const struct crypto_key *k, const void *data, size_t len_bytes,
                 uint8_t signature[SIGNATURE_BYTES]);
bool crypto_verify(const struct crypto_key *k, const void *data, size_t len_bytes,
                   const uint8_t *signature, size_t signature_bytes);

/* RSA with SHA-256 and PKCS #1 v1.5 padding (RS256 of RFC 7518), of others: it verifies only. A public
 * key of 2048 to 8192 bits as "-----BEGIN PUBLIC KEY-----"; NULL: E_PARSE. Free with crypto_key_free. */
struct crypto_key *crypto_rsa_read(const char *pem, struct err *e);
bool crypto_rsa_verify(const struct crypto_key *k, const void *data, size_t len_bytes,
                       const void *signature, size_t signature_bytes);

/* n lowercase base32 characters (a-z2-7) of SHA-256(data): names that derive from content. n <= 51.
 */
void crypto_name(const void *data, size_t len_bytes, size_t n, char *out);
void crypto_wipe(void *secret, size_t len_bytes);

#endif
