/* Signed tokens: what holds, and every way in which one may be wrong. The signatures are libcrypto's own, and one
 * comes from elsewhere. */
#include "jwt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include "base.h"
#include "crypto.h"

/* Seconds. */
enum { NOW = 1796000000, LIFE = 300 };

#define ISSUER "acme.zendesk.com"
#define AUDIENCE "https://acme.zendesk.com/api/v2/apps/installations/77.json"
#define SUBJECT "https://acme.zendesk.com/api/v2/users/35436.json"
#define RS256 "{\"alg\":\"RS256\",\"typ\":\"JWT\"}"
#define TIMES "\"exp\":1796000300,\"nbf\":1796000000,\"iat\":1796000000"
#define CLAIMS "{\"iss\":\"" ISSUER "\",\"aud\":\"" AUDIENCE "\",\"sub\":\"" SUBJECT "\"," TIMES "}"

/* Made by `openssl genrsa` and `openssl dgst -sha256 -sign`, the token by node's Buffer.toString("base64url"). */
static const char foreign_key[] =
	"-----BEGIN PUBLIC KEY-----\n"
	"MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAmVkNpB2Moj9rx+88H4tT\n"
	"Gxl7dzHWV9V5GQG4ScBL8expRMAmnFmGTMGx9Xk+PdNUjGUacDc2niIEcCY0Tqxy\n"
	"91Q2pGXzCEXfl9SmkKg6TBdZF1UqXznUlH1lLF2gSVAQQIURMb6GB9rKezTOAjuL\n"
	"422tdwIvnR0sVl2LVAy8tm22r0KmiAyB1Mq+bb6mJsXrKRFEYFQCgTWXX8/rCqLq\n"
	"mY6bSueC+t5WHCiLIg4oR1USjCGx4heXxwUn6IgcrHgRl7/+WAs0o3cxccY+r7Z3\n"
	"S+iL7IB9l/rsv0DzHRl4z+wxchYDFv2vY8vb1t/vC696sa2yZwRB3Tq2Q6cvPcIk\n"
	"IwIDAQAB\n"
	"-----END PUBLIC KEY-----\n";
static const char foreign_token[] =
	"eyJ0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJhY21lLnplbmRlc2suY29tIiwiYXVkIjo"
	"iaHR0cHM6Ly9hY21lLnplbmRlc2suY29tL2FwaS92Mi9hcHBzL2luc3RhbGxhdGlvbnMvNzcuanNvbiI"
	"sInN1YiI6Imh0dHBzOi8vYWNtZS56ZW5kZXNrLmNvbS9hcGkvdjIvdXNlcnMvMzU0MzYuanNvbiIsImV"
	"4cCI6MTc5NjAwMDMwMCwibmJmIjoxNzk2MDAwMDAwLCJpYXQiOjE3OTYwMDAwMDAsInFzaCI6IngiLCJ"
	"jb250ZXh0Ijp7InByb2R1Y3QiOiJzdXBwb3J0IiwibG9jYXRpb24iOiJ0aWNrZXRfc2lkZWJhciJ9fQ."
	"PAo7lnV106e86oJWB7X6AbSNNcFRUwojBVbXhbGzEQYgg1RjDHmxzyfBWEZwIVYmjBdbhQi_hP68vcnY"
	"mc2EhXGGcQO5GcPOY9UXbGrJGXUXBKOFopzs919HXe9PvCDwWowVIuk-b47GoLw5DG4wD2KvQ90qcTRb"
	"rPcw_eVNGOOFLllJZgLLIpfo85hhvaIkTQ0jYRNM-sMO2HkxilszhHccD0Jrouh9qeNns42IuWX4Z_ZV"
	"yyd2t_CHNY04xutZUr3_KoKrudrhTgfj67JgnvtNMTIrRzT-6mDmVl2srnrcZanRi5ax8G-zDt27k9dg"
	"5rgv2mMjAV85GEHqnF7OGA";

static struct {
	EVP_PKEY *signer, *stranger, *next;
	const struct crypto_key *keys[3];
	struct crypto_key *own, *coming;
} w;

static char *public_pem(EVP_PKEY *pkey)
{
	char *text;
	BIO *out = BIO_new(BIO_s_mem());
	assert_int_equal(PEM_write_bio_PUBKEY(out, pkey), 1);
	long n = BIO_get_mem_data(out, &text);
	char *pem = xstrndup(text, (size_t)n);
	BIO_free(out);
	return pem;
}

static struct crypto_key *public_key(EVP_PKEY *pkey)
{
	struct err e = { 0 };
	char *pem = public_pem(pkey);
	struct crypto_key *k = crypto_rsa_read(pem, &e);
	assert_string_equal(e.text, "");
	free(pem);
	return k;
}

static int begin(void **state)
{
	(void)state;
	w.signer = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	w.stranger = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	w.next = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048);
	w.own = public_key(w.signer);
	w.coming = public_key(w.next);
	w.keys[0] = w.own;
	return 0;
}

static int end(void **state)
{
	(void)state;
	crypto_key_free(w.own);
	crypto_key_free(w.coming);
	EVP_PKEY_free(w.signer);
	EVP_PKEY_free(w.stranger);
	EVP_PKEY_free(w.next);
	return 0;
}

static void add_url64(struct buf *out, const void *data, size_t len)
{
	struct buf b = { 0 };
	crypto_base64(data, len, &b);
	for (char *p = b.data; *p && *p != '='; p++)
		buf_add(out, *p == '+' ? "-" : *p == '/' ? "_" : p, 1);
	buf_free(&b);
}

/* What is signed: "header.claims" */
static void add_body(struct buf *out, const char *header, const char *claims)
{
	add_url64(out, header, strlen(header));
	buf_adds(out, ".");
	add_url64(out, claims, strlen(claims));
}

static char *token_of(EVP_PKEY *by, const EVP_MD *md, const char *header, const char *claims)
{
	struct buf out = { 0 };
	unsigned char signature[1024];
	size_t n = sizeof signature;
	add_body(&out, header, claims);
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	assert_int_equal(EVP_DigestSignInit(ctx, NULL, md, NULL, by), 1);
	assert_int_equal(
		EVP_DigestSign(ctx, signature, &n, (unsigned char *)out.data, out.len_bytes), 1);
	EVP_MD_CTX_free(ctx);
	buf_adds(&out, ".");
	add_url64(&out, signature, n);
	return buf_take(&out);
}

static char *token(const char *header, const char *claims)
{
	return token_of(w.signer, EVP_sha256(), header, claims);
}

static int try_at(const char *text, int64_t now_s, struct jwt *out, struct err *e)
{
	static const char *const audiences[] = {
		"https://acme.zendesk.com/api/v2/apps/installations/1.json", AUDIENCE, NULL
	};
	const struct jwt_rules r = { w.keys, ISSUER, audiences, now_s * 1000 };
	*e = (struct err){ 0 };
	return jwt_verify(text, strlen(text), &r, out, e);
}

static void holds(char *text)
{
	struct err e;
	struct jwt out;
	int rc = try_at(text, NOW, &out, &e);
	assert_string_equal(e.text, "");
	assert_int_equal(rc, 0);
	json_decref(out.claims);
	free(text);
}

static void is_refused(char *text, const char *why)
{
	struct err e;
	struct jwt out;
	assert_int_equal(try_at(text, NOW, &out, &e), -1);
	assert_int_equal(e.code, E_AUTH);
	assert_null(out.claims);
	if (!strstr(e.text, why))
		fail_msg("\"%s\" has not \"%s\"", e.text, why);
	free(text);
}

static void a_token_of_the_issuer_holds_and_says_who(void **state)
{
	struct err e;
	struct jwt out;
	char *text = token(RS256, CLAIMS);
	(void)state;
	assert_int_equal(try_at(text, NOW, &out, &e), 0);
	assert_string_equal(out.subject, SUBJECT);
	assert_int_equal(out.expires_at_ms, (int64_t)(NOW + LIFE + 60) * 1000);
	json_decref(out.claims);
	free(text);
}

static void a_token_made_by_other_programs_holds(void **state)
{
	struct err e = { 0 };
	struct jwt out;
	static const char *const audiences[] = { AUDIENCE, NULL };
	struct crypto_key *k = crypto_rsa_read(foreign_key, &e);
	(void)state;
	assert_string_equal(e.text, "");
	const struct crypto_key *keys[] = { k, NULL };
	const struct jwt_rules r = { keys, ISSUER, audiences, (int64_t)NOW * 1000 };
	assert_int_equal(jwt_verify(foreign_token, strlen(foreign_token), &r, &out, &e), 0);
	assert_string_equal(out.subject, SUBJECT);
	json_decref(out.claims);
	crypto_key_free(k);
}

static void while_keys_are_rotated_both_count(void **state)
{
	(void)state;
	is_refused(token_of(w.next, EVP_sha256(), RS256, CLAIMS), "signature");
	w.keys[1] = w.coming;
	holds(token_of(w.next, EVP_sha256(), RS256, CLAIMS));
	holds(token(RS256, CLAIMS));
	w.keys[1] = NULL;
	is_refused(token_of(w.next, EVP_sha256(), RS256, CLAIMS), "signature");
}

static void another_key_counts_for_nothing_whatever_the_token_says_of_it(void **state)
{
	(void)state;
	is_refused(token_of(w.stranger, EVP_sha256(), RS256, CLAIMS), "signature");
	is_refused(
		token_of(
			w.stranger, EVP_sha256(),
			"{\"alg\":\"RS256\",\"jku\":\"https://evil.test/keys.json\",\"kid\":\"1\"}",
			CLAIMS),
		"signature");
	is_refused(token_of(w.stranger, EVP_sha256(),
	                    "{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":"
	                    "\"AQAB\"}}",
	                    CLAIMS),
	           "signature");
	is_refused(token_of(w.stranger, EVP_sha256(),
	                    "{\"alg\":\"RS256\",\"x5u\":\"https://evil.test/c.pem\"}", CLAIMS),
	           "signature");
}

static void only_rs256_is_taken(void **state)
{
	struct buf none = { 0 }, hs = { 0 };
	uint8_t mac[SHA256_BYTES];
	char *pem = public_pem(w.signer);
	(void)state;
	add_body(&none, "{\"alg\":\"none\"}", CLAIMS);
	is_refused(xasprintf("%s.", none.data), "no signed token");
	is_refused(xasprintf("%s.AA", none.data), "RS256");
	add_body(&hs, "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", CLAIMS);
	crypto_hmac_sha256(pem, strlen(pem), hs.data, hs.len_bytes, mac);
	buf_adds(&hs, ".");
	add_url64(&hs, mac, sizeof mac);
	is_refused(xstrdup(hs.data), "RS256");
	is_refused(token_of(w.signer, EVP_sha512(), "{\"alg\":\"RS512\"}", CLAIMS), "RS256");
	is_refused(token_of(w.signer, EVP_sha512(), RS256, CLAIMS), "signature");
	is_refused(token("{\"alg\":\"rs256\"}", CLAIMS), "RS256");
	is_refused(token("{\"alg\":[\"RS256\"]}", CLAIMS), "RS256");
	is_refused(token("{}", CLAIMS), "RS256");
	is_refused(token("{\"alg\":\"RS256\",\"crit\":[\"b64\"],\"b64\":false}", CLAIMS),
	           "extension");
	is_refused(token("{\"alg\":\"none\",\"alg\":\"RS256\"}", CLAIMS), "header");
	is_refused(token("[\"RS256\"]", CLAIMS), "header");
	buf_free(&none);
	buf_free(&hs);
	free(pem);
}

/* Claims with one piece of CLAIMS replaced. */
static char *claims_with(const char *piece, const char *by)
{
	const char *at = strstr(CLAIMS, piece);
	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - CLAIMS), CLAIMS, by, at + strlen(piece));
}

static void refused_with(const char *piece, const char *by, const char *why)
{
	char *claims = claims_with(piece, by);
	is_refused(token(RS256, claims), why);
	free(claims);
}

static void taken_with(const char *piece, const char *by)
{
	char *claims = claims_with(piece, by);
	holds(token(RS256, claims));
	free(claims);
}

static void issuer_audience_and_subject_must_be_the_ones(void **state)
{
	(void)state;
	refused_with(ISSUER, "evil.zendesk.com", "iss");
	refused_with(ISSUER, ISSUER ".evil.test", "iss");
	refused_with("\"" ISSUER "\"", "[\"" ISSUER "\"]", "iss");
	refused_with("\"iss\":\"" ISSUER "\",", "", "iss");
	refused_with("installations/77.json", "installations/7.json", "aud");
	refused_with("installations/77.json", "installations/777.json", "aud");
	refused_with("\"aud\":\"" AUDIENCE "\",", "", "aud");
	refused_with("\"" AUDIENCE "\"", "[]", "aud");
	refused_with("\"" AUDIENCE "\"", "[7,null,\"x\"]", "aud");
	refused_with("\"" AUDIENCE "\"", "true", "aud");
	refused_with("\"sub\":\"" SUBJECT "\",", "", "sub");
	refused_with("\"" SUBJECT "\"", "35436", "sub");
	refused_with(SUBJECT, "", "sub");
	taken_with("\"" AUDIENCE "\"", "[\"x\",\"" AUDIENCE "\"]");
}

static void a_token_counts_from_its_beginning_to_its_end_with_a_minute_of_leeway(void **state)
{
	struct err e;
	struct jwt out;
	char *text = token(RS256, CLAIMS);
	static const struct {
		int64_t now_s;
		const char *why;
	} cases[] = { { NOW - 61, "not valid yet" }, { NOW - 60, NULL },
		      { NOW + LIFE, NULL },          { NOW + LIFE + 59, NULL },
		      { NOW + LIFE + 60, "over" },   { NOW * 2LL, "over" } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		int rc = try_at(text, cases[i].now_s, &out, &e);
		assert_int_equal(rc, cases[i].why ? -1 : 0);
		if (cases[i].why)
			assert_non_null(strstr(e.text, cases[i].why));
		json_decref(out.claims);
	}
	free(text);
}

static void times_that_are_missing_or_none_are_refused(void **state)
{
	static const char *const ends[] = {
		"\"exp\":\"1796000300\"",   "\"exp\":null", "\"exp\":-1", "\"exp\":1e300",
		"\"exp\":9007199254740993", "\"x\":0"
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		refused_with("\"exp\":1796000300", ends[i], "no time limit");
	refused_with("\"nbf\":1796000000", "\"nbf\":\"now\"", "no time limit");
	refused_with("\"iat\":1796000000", "\"iat\":{}", "no time limit");
	refused_with("\"iat\":1796000000", "\"iat\":1796000100", "not valid yet");
	refused_with("\"exp\":1796000300", "\"exp\":1796100000", "too long");
	taken_with("\"exp\":1796000300", "\"exp\":1796000300.75");
	taken_with(",\"nbf\":1796000000,\"iat\":1796000000", "");
}

static void every_cut_and_every_changed_character_is_noticed(void **state)
{
	struct err e;
	struct jwt out;
	char *text = token(RS256, CLAIMS);
	size_t len = strlen(text);
	(void)state;
	for (size_t i = 0; i < len; i++) {
		char kept = text[i];
		text[i] = '\0';
		assert_int_equal(try_at(text, NOW, &out, &e), -1);
		text[i] = kept == 'A' ? 'B' : 'A';
		if (try_at(text, NOW, &out, &e) == 0)
			fail_msg("character %zu may be another", i);
		text[i] = kept;
	}
	holds(text);
}

static void what_is_no_token_is_refused(void **state)
{
	static const char *const bad[] = { "",        ".",    "..",       "...",    "a.b",
		                           "a.b.c.d", "a..c", "{}.{}.{}", "a.b.c=", "a+b.c.d" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		is_refused(xstrdup(bad[i]), "token");
	is_refused(token(RS256, "[]"), "claims cannot be read");
	is_refused(token(RS256, "{\"exp\":1,\"exp\":2}"), "claims cannot be read");
	is_refused(token(RS256, "{"), "claims cannot be read");
	char *many = xmalloc(JWT_MAX_BYTES + 2);
	memset(many, 'a', JWT_MAX_BYTES + 1);
	many[JWT_MAX_BYTES + 1] = '\0';
	is_refused(many, "too long");
	char *good = token(RS256, CLAIMS);
	is_refused(xasprintf("%s.", good), "no signed token");
	is_refused(xasprintf("%s=", good), "signature");
	is_refused(xasprintf(" %s", good), "header");
	free(good);
}

static void a_key_is_public_rsa_of_a_fit_length(void **state)
{
	struct err e = { 0 };
	EVP_PKEY *small = EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)1024);
	EVP_PKEY *curve = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519");
	char *small_pem = public_pem(small), *curve_pem = public_pem(curve);
	(void)state;
	const char *const bad[] = {
		"", "{\"key\":\"-----BEGIN PUBLIC KEY-----\"}", small_pem, curve_pem,
		"-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		e = (struct err){ 0 };
		assert_null(crypto_rsa_read(bad[i], &e));
		assert_int_equal(e.code, E_PARSE);
		assert_non_null(strstr(e.text, "BEGIN PUBLIC KEY"));
	}
	struct crypto_key *other = crypto_key_new();
	assert_false(crypto_rsa_verify(other, "x", 1, "y", 1));
	assert_false(crypto_verify(w.own, "x", 1, (const uint8_t *)"y", 1));
	crypto_key_free(other);
	EVP_PKEY_free(small);
	EVP_PKEY_free(curve);
	free(small_pem);
	free(curve_pem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_of_the_issuer_holds_and_says_who),
		cmocka_unit_test(a_token_made_by_other_programs_holds),
		cmocka_unit_test(while_keys_are_rotated_both_count),
		cmocka_unit_test(another_key_counts_for_nothing_whatever_the_token_says_of_it),
		cmocka_unit_test(only_rs256_is_taken),
		cmocka_unit_test(issuer_audience_and_subject_must_be_the_ones),
		cmocka_unit_test(
			a_token_counts_from_its_beginning_to_its_end_with_a_minute_of_leeway),
		cmocka_unit_test(times_that_are_missing_or_none_are_refused),
		cmocka_unit_test(every_cut_and_every_changed_character_is_noticed),
		cmocka_unit_test(what_is_no_token_is_refused),
		cmocka_unit_test(a_key_is_public_rsa_of_a_fit_length),
	};
	return cmocka_run_group_tests(tests, begin, end);
}
