/* test_crypto.c: published vectors, and that base64 is strict. */
#include "crypto.h"

#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void sha256_gives_the_digests_of_fips_180(void **state)
{
	(void)state;
	static const struct {
		const char *text, *hex;
	} rows[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char hex[SHA256_HEX];
		crypto_sha256_hex(rows[i].text, strlen(rows[i].text), hex);
		assert_string_equal(hex, rows[i].hex);
	}
	char hex[SHA256_HEX];
	crypto_sha256_hex(NULL, 0, hex);
	assert_string_equal(hex, rows[0].hex);
}

/* RFC 4231, test cases 1, 2 and 6; then keys about as long as a block, and nothing under no key. */
static void hmac_gives_the_codes_of_rfc_4231(void **state)
{
	(void)state;
	uint8_t ones[20], long_key[131];
	memset(ones, 0x0b, sizeof ones);
	memset(long_key, 0xaa, sizeof long_key);
	const struct {
		const void *key;
		size_t key_bytes;
		const char *text, *hex;
	} rows[] = {
		{ ones, sizeof ones, "Hi There",
		  "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7" },
		{ "Jefe", 4, "what do ya want for nothing?",
		  "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843" },
		{ long_key, sizeof long_key,
		  "Test Using Larger Than Block-Size Key - Hash Key First",
		  "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54" },
		{ long_key, 63, "at the edge of a block",
		  "cd32a973a1b7b0572e3b1d6cd724575e75014897d73958e16dec6a334392dd39" },
		{ long_key, 64, "at the edge of a block",
		  "495f4431aa75894e6796544a5b25b0b35d908a17ff4a992e5dd4f7c9655843fd" },
		{ long_key, 65, "at the edge of a block",
		  "579dc8b206685c82a7a0128fbff1276d563b74c3dff98515e27eeea56302a08f" },
		{ NULL, 0, "", "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		uint8_t mac[SHA256_BYTES];
		char hex[SHA256_HEX];
		crypto_hmac_sha256(rows[i].key, rows[i].key_bytes, rows[i].text,
		                   strlen(rows[i].text), mac);
		crypto_hex(mac, sizeof mac, hex);
		assert_string_equal(hex, rows[i].hex);
	}
}

static void two_values_are_equal_only_if_every_byte_and_the_length_is(void **state)
{
	(void)state;
	assert_true(crypto_equal("secret", 6, "secret", 6));
	assert_true(crypto_equal(NULL, 0, "", 0));
	assert_false(crypto_equal("secret", 6, "secreT", 6));
	assert_false(crypto_equal("Secret", 6, "secret", 6));
	assert_false(crypto_equal("secret", 6, "secret", 5));
	assert_false(crypto_equal("secret", 6, "", 0));
	assert_false(crypto_equal("a\0b", 3, "a\0c", 3));
}

static void base64_goes_there_and_back_for_every_length(void **state)
{
	(void)state;
	static const char *const known[] = { "",         "Zg==",     "Zm8=",    "Zm9v",
		                             "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy" };
	for (size_t n = 0; n < COUNT_OF(known); n++) {
		struct buf b = { 0 };
		crypto_base64("foobar", n, &b);
		assert_string_equal(b.data, known[n]);
		buf_free(&b);
	}
	uint8_t data[256];
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (uint8_t)(255 - i);
	for (size_t n = 0; n <= sizeof data; n++) {
		struct buf text = { 0 }, back = { 0 };
		crypto_base64(data, n, &text);
		assert_int_equal(crypto_base64_decode(text.data, text.len_bytes, &back), 0);
		assert_int_equal(back.len_bytes, n);
		assert_memory_equal(back.data, data, n);
		buf_free(&text);
		buf_free(&back);
	}
}

static void what_is_not_strictly_base64_is_refused_and_adds_nothing(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"Z",
		"Zg",
		"Zg=",
		"Zg===",
		"=",
		"====",
		"Z===",
		"Zm9v\n",
		"Zm 9v",
		"Zm9-",
		"Zm9_",
		"Zg==Zg==",
		"Z=g=",
		"Zm=v",
		"Zh==",
		"Zm9=",
		"Zm9vZ\xC3\xA9==",
		"Zm9vZm9v=",
		"Zm9vZm9vZm9.",
	};
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct buf out = { 0 };
		buf_adds(&out, "kept");
		assert_int_equal(crypto_base64_decode(bad[i], strlen(bad[i]), &out), -1);
		assert_string_equal(out.data, "kept");
		assert_int_equal(out.len_bytes, 4);
		buf_free(&out);
	}
	struct buf out = { 0 };
	assert_int_equal(crypto_base64_decode("Zm\0v", 4, &out), -1);
	buf_free(&out);
}

static void base64_of_urls_is_the_same_without_padding(void **state)
{
	(void)state;
	static const char *const good[][2] = { { "", "" },
		                               { "Zg", "f" },
		                               { "Zm8", "fo" },
		                               { "Zm9v", "foo" },
		                               { "-_-_", "\xfb\xff\xbf" },
		                               { "Zm9vYg", "foob" } };
	static const char *const bad[] = { "Z",  "Zm9vY", "Zg==",  "Zm9+",   "Zm9/",
		                           "Zh", "Zm9",   "Zm 9v", "Zm9v\n", "Zm9\xC3\xA9" };
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		struct buf out = { 0 };
		assert_int_equal(crypto_base64url_decode(good[i][0], strlen(good[i][0]), &out), 0);
		assert_string_equal(out.data, good[i][1]);
		buf_free(&out);
	}
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct buf out = { 0 };
		buf_adds(&out, "kept");
		assert_int_equal(crypto_base64url_decode(bad[i], strlen(bad[i]), &out), -1);
		assert_string_equal(out.data, "kept");
		buf_free(&out);
	}
	struct buf out = { 0 };
	assert_int_equal(crypto_base64url_decode("Zm\0v", 4, &out), -1);
	buf_free(&out);
}

static void a_name_is_the_base32_text_of_the_digest(void **state)
{
	(void)state;
	static const char whole[] = "eshp6hvsjiiluhdvyjb5paq6u7hsyuwcfuyi2lifnue2xojwpov";
	char out[64];
	crypto_name("assent", 6, 51, out);
	assert_string_equal(out, whole);
	crypto_name("assent", 6, 8, out);
	assert_memory_equal(out, whole, 8);
	assert_int_equal(out[8], 0);
}

static void a_wiped_secret_is_gone(void **state)
{
	(void)state;
	char secret[] = "very secret";
	crypto_wipe(secret, sizeof secret);
	for (size_t i = 0; i < sizeof secret; i++)
		assert_int_equal(secret[i], 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sha256_gives_the_digests_of_fips_180),
		cmocka_unit_test(hmac_gives_the_codes_of_rfc_4231),
		cmocka_unit_test(two_values_are_equal_only_if_every_byte_and_the_length_is),
		cmocka_unit_test(base64_goes_there_and_back_for_every_length),
		cmocka_unit_test(what_is_not_strictly_base64_is_refused_and_adds_nothing),
		cmocka_unit_test(base64_of_urls_is_the_same_without_padding),
		cmocka_unit_test(a_name_is_the_base32_text_of_the_digest),
		cmocka_unit_test(a_wiped_secret_is_gone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
