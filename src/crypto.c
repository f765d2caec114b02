/* crypto.c: the only file that knows libcrypto. */
#include "crypto.h"

#include "base.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdlib.h>
#include <string.h>
#include <threads.h>

/* Below: too weak. Above: verifying would take milliseconds of the loop. */
enum { RSA_LEAST_BITS = 2048, RSA_MOST_BITS = 8192 };

/* Fetched once: libcrypto's search for an implementation costs more than to hash 100 bytes, and
 * its one-shot calls search anew each time. */
static EVP_MD *sha256;
static tss_t thread_ctx; /* of each thread, made once: it is two allocations */
static once_flag sha256_once = ONCE_FLAG_INIT;

static void free_ctx(void *ctx)
{
	EVP_MD_CTX_free(ctx);
}

static void fetch_sha256(void)
{
	sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	if (!sha256 || tss_create(&thread_ctx, free_ctx) != thrd_success)
		abort(); /* only without memory */
}

static EVP_MD_CTX *ctx_of_thread(void)
{
	call_once(&sha256_once, fetch_sha256);
	EVP_MD_CTX *ctx = tss_get(thread_ctx);
	if (ctx)
		return ctx;
	ctx = EVP_MD_CTX_new();
	if (!ctx || tss_set(thread_ctx, ctx) != thrd_success)
		abort();
	return ctx;
}

/* SHA-256 over two pieces. */
static void digest(const void *head, size_t head_bytes, const void *data, size_t len_bytes,
                   uint8_t out[SHA256_BYTES])
{
	EVP_MD_CTX *ctx = ctx_of_thread();
	if (!EVP_DigestInit_ex(ctx, sha256, NULL) || !EVP_DigestUpdate(ctx, head, head_bytes) ||
	    !EVP_DigestUpdate(ctx, data, len_bytes) || !EVP_DigestFinal_ex(ctx, out, NULL))
		abort();
}

void crypto_sha256(const void *data, size_t len_bytes, uint8_t out[SHA256_BYTES])
{
	digest("", 0, data, len_bytes, out);
}

void crypto_sha256_hex(const void *data, size_t len_bytes, char out[SHA256_HEX])
{
	uint8_t sum[SHA256_BYTES];
	crypto_sha256(data, len_bytes, sum);
	crypto_hex(sum, sizeof sum, out);
}

/* RFC 2104: H(key ^ opad, H(key ^ ipad, data)); as libcrypto's own, which takes four times as long
 * for a body of 1 KB, as it makes three contexts. Of
 * the key nothing stays in the thread's context: its state is the sum by then, its block is cleared. */
void crypto_hmac_sha256(const void *key, size_t key_bytes, const void *data, size_t len_bytes,
                        uint8_t out[SHA256_BYTES])
{
	uint8_t block[64] = { 0 };
	if (key_bytes > sizeof block)
		digest("", 0, key, key_bytes, block);
	else if (key_bytes)
		memcpy(block, key, key_bytes);
	for (size_t i = 0; i < sizeof block; i++)
		block[i] ^= 0x36;
	digest(block, sizeof block, data, len_bytes, out);
	for (size_t i = 0; i < sizeof block; i++)
		block[i] ^= 0x36 ^ 0x5c;
	digest(block, sizeof block, out, SHA256_BYTES, out);
	OPENSSL_cleanse(block, sizeof block);
}

void crypto_hex(const uint8_t *data, size_t len_bytes, char *out)
{
	static const char digits[] = "0123456789abcdef";
	for (size_t i = 0; i < len_bytes; i++) {
		out[2 * i] = digits[data[i] >> 4];
		out[2 * i + 1] = digits[data[i] & 15];
	}
	out[2 * len_bytes] = '\0';
}

static int hex_digit(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

int crypto_unhex(const char *hex, uint8_t *out, size_t len_bytes)
{
	if (strlen(hex) != 2 * len_bytes)
		return -1;
	for (size_t i = 0; i < len_bytes; i++) {
		int high = hex_digit(hex[2 * i]), low = hex_digit(hex[2 * i + 1]);
		if (high < 0 || low < 0)
			return -1;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return 0;
}

/* Over the hashes: the time depends on each length alone, never on what the two have in common. */
bool crypto_equal(const void *a, size_t a_bytes, const void *b, size_t b_bytes)
{
	uint8_t a_sum[SHA256_BYTES], b_sum[SHA256_BYTES];
	crypto_sha256(a, a_bytes, a_sum);
	crypto_sha256(b, b_bytes, b_sum);
	return CRYPTO_memcmp(a_sum, b_sum, SHA256_BYTES) == 0;
}

/* ---- Ed25519 ---- */

struct crypto_key {
	EVP_PKEY *pkey;
	bool is_private;
};

static struct crypto_key *key_of(EVP_PKEY *pkey, bool is_private)
{
	struct crypto_key *k = xcalloc(1, sizeof *k);
	k->pkey = pkey;
	k->is_private = is_private;
	return k;
}

struct crypto_key *crypto_key_new(void)
{
	EVP_PKEY *pkey = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	if (!pkey)
		abort(); /* only without memory or chance */
	return key_of(pkey, true);
}

struct crypto_key *crypto_key_read(const char *pem, struct err *e)
{
	BIO *in = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *pkey = PEM_read_bio_PrivateKey(in, NULL, NULL, "");
	bool is_private = pkey != NULL;
	BIO_free(in);
	if (!pkey) {
		in = BIO_new_mem_buf(pem, -1);
		pkey = PEM_read_bio_PUBKEY(in, NULL, NULL, "");
		BIO_free(in);
	}
	if (pkey && EVP_PKEY_is_a(pkey, "ED25519"))
		return key_of(pkey, is_private);
	EVP_PKEY_free(pkey);
	err_set(e, E_PARSE, "expected an Ed25519 key in PEM form, without a pass phrase");
	return NULL;
}

void crypto_key_free(struct crypto_key *k)
{
	if (!k)
		return;
	EVP_PKEY_free(k->pkey);
	free(k);
}

bool crypto_key_is_private(const struct crypto_key *k)
{
	return k->is_private;
}

static char *pem_of(const struct crypto_key *k, bool private)
{
	char *text;
	BIO *out = BIO_new(BIO_s_mem());
	int good = private ? PEM_write_bio_PKCS8PrivateKey(out, k->pkey, NULL, NULL, 0, NULL, NULL)
	                   : PEM_write_bio_PUBKEY(out, k->pkey);
	if (!good)
		abort();
	long n = BIO_get_mem_data(out, &text);
	char *pem = xstrndup(text, (size_t)n);
	BIO_free(out);
	return pem;
}

char *crypto_key_public_pem(const struct crypto_key *k)
{
	return pem_of(k, false);
}

char *crypto_key_private_pem(const struct crypto_key *k)
{
	assert(k->is_private);
	return pem_of(k, true);
}

/* md NULL: the key's own way. */
static bool verify(const struct crypto_key *k, const EVP_MD *md, const void *data, size_t len_bytes,
                   const void *signature, size_t signature_bytes)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	bool good = EVP_DigestVerifyInit(ctx, NULL, md, NULL, k->pkey) == 1 &&
	            EVP_DigestVerify(ctx, signature, signature_bytes, data, len_bytes) == 1;
	EVP_MD_CTX_free(ctx);
	return good;
}

void crypto_sign(const struct crypto_key *k, const void *data, size_t len_bytes,
                 uint8_t signature[SIGNATURE_BYTES])
{
	size_t n = SIGNATURE_BYTES;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	assert(k->is_private);
	if (EVP_DigestSignInit(ctx, NULL, NULL, NULL, k->pkey) != 1 ||
	    EVP_DigestSign(ctx, signature, &n, data, len_bytes) != 1 || n != SIGNATURE_BYTES)
		abort();
	EVP_MD_CTX_free(ctx);
}

bool crypto_verify(const struct crypto_key *k, const void *data, size_t len_bytes,
                   const uint8_t *signature, size_t signature_bytes)
{
	return EVP_PKEY_is_a(k->pkey, "ED25519") &&
	       verify(k, NULL, data, len_bytes, signature, signature_bytes);
}

/* ---- RSA ---- */

struct crypto_key *crypto_rsa_read(const char *pem, struct err *e)
{
	BIO *in = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *pkey = PEM_read_bio_PUBKEY(in, NULL, NULL, "");
	BIO_free(in);
	int bits = pkey && EVP_PKEY_is_a(pkey, "RSA") ? EVP_PKEY_get_bits(pkey) : 0;
	if (bits >= RSA_LEAST_BITS && bits <= RSA_MOST_BITS)
		return key_of(pkey, false);
	EVP_PKEY_free(pkey);
	err_set(e, E_PARSE,
	        "expected a public RSA key of %d to %d bits: a file that begins with "
	        "-----BEGIN PUBLIC KEY-----",
	        RSA_LEAST_BITS, RSA_MOST_BITS);
	return NULL;
}

bool crypto_rsa_verify(const struct crypto_key *k, const void *data, size_t len_bytes,
                       const void *signature, size_t signature_bytes)
{
	call_once(&sha256_once, fetch_sha256);
	return EVP_PKEY_is_a(k->pkey, "RSA") &&
	       verify(k, sha256, data, len_bytes, signature, signature_bytes);
}

/* ---- base64 ---- */

static const char base64_digits[] =
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

void crypto_base64(const void *data, size_t len_bytes, struct buf *out)
{
	const uint8_t *in = data;
	buf_add(out, "", 0);
	for (size_t i = 0; i < len_bytes; i += 3) {
		size_t n = len_bytes - i < 3 ? len_bytes - i : 3;
		uint32_t bits = (uint32_t)in[i] << 16 | (n > 1 ? (uint32_t)in[i + 1] << 8 : 0) |
		                (n > 2 ? (uint32_t)in[i + 2] : 0);
		char four[4] = { base64_digits[bits >> 18], base64_digits[bits >> 12 & 63],
			         n > 1 ? base64_digits[bits >> 6 & 63] : '=',
			         n > 2 ? base64_digits[bits & 63] : '=' };
		buf_add(out, four, sizeof four);
	}
}

/* 0..63, or 64 for what is no base64 digit. */
static uint32_t base64_value(char c)
{
	const char *at = c ? strchr(base64_digits, c) : NULL;
	return at ? (uint32_t)(at - base64_digits) : 64;
}

/* Strict: padded, no white space, no bits set behind the last byte, so that one value has one text.
 */
int crypto_base64_decode(const char *text, size_t len_bytes, struct buf *out)
{
	size_t before = out->len_bytes;
	buf_add(out, "", 0);
	if (len_bytes % 4 != 0)
		return -1;
	for (size_t i = 0; i < len_bytes; i += 4) {
		bool last = i + 4 == len_bytes;
		size_t pad = !last || text[i + 3] != '=' ? 0 : text[i + 2] != '=' ? 1 : 2;
		uint32_t bits = 0;
		bool good = true;
		for (size_t k = 0; k < 4; k++) {
			uint32_t value = k < 4 - pad ? base64_value(text[i + k]) : 0;
			good = good && value < 64;
			bits = bits << 6 | (value & 63);
		}
		uint32_t behind = pad == 0 ? 0 : pad == 1 ? 0xFF : 0xFFFF;
		if (!good || (bits & behind) != 0) {
			out->len_bytes = before;
			out->data[before] = '\0';
			return -1;
		}
		uint8_t three[3] = { (uint8_t)(bits >> 16), (uint8_t)(bits >> 8), (uint8_t)bits };
		buf_add(out, three, 3 - pad);
	}
	return 0;
}

int crypto_base64url_decode(const char *text, size_t len_bytes, struct buf *out)
{
	struct buf standard = { 0 };
	bool good = len_bytes % 4 != 1;
	for (size_t i = 0; i < len_bytes && good; i++) {
		good = !strchr("+/=", text[i]); /* a NUL, too */
		buf_add(&standard, text[i] == '-' ? "+" : text[i] == '_' ? "/" : &text[i], 1);
	}
	buf_add(&standard, "==", (4 - len_bytes % 4) % 4);
	int rc = good ? crypto_base64_decode(standard.data, standard.len_bytes, out) : -1;
	buf_free(&standard);
	return rc;
}

void crypto_name(const void *data, size_t len_bytes, size_t n, char *out)
{
	static const char digits[] = "abcdefghijklmnopqrstuvwxyz234567";
	assert(n <= SHA256_BYTES * 8 / 5);
	uint8_t sum[SHA256_BYTES];
	crypto_sha256(data, len_bytes, sum);
	for (size_t i = 0; i < n; i++) {
		size_t bit = i * 5, byte = bit / 8;
		uint32_t two =
			(uint32_t)sum[byte] << 8 | (byte + 1 < sizeof sum ? sum[byte + 1] : 0u);
		out[i] = digits[two >> (11 - bit % 8) & 31];
	}
	out[n] = '\0';
}

void crypto_wipe(void *secret, size_t len_bytes)
{
	OPENSSL_cleanse(secret, len_bytes);
}
