/* test_auth.c: what each scheme of `authorize` puts on a call, and what is refused at the start. */
#include "auth.h"

#include "base.h"
#include "clock.h"
#include "crypto.h"
#include "webhook.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define AT_MS INT64_C(1561941708123)

static json_t *parsed(const char *text)
{
	json_t *v = json_loads(text, 0, NULL);
	assert_non_null(v);
	return v;
}

static struct webhook_secrets secrets_of(const char *first, const char *second)
{
	struct webhook_secrets s = { 0 };
	if (first)
		assert_int_equal(webhook_secret_parse(first, &s, NULL), 0);
	if (second)
		assert_int_equal(webhook_secret_parse(second, &s, NULL), 0);
	return s;
}

/* What the scheme adds: "name: value", a line each. Good until the next call. */
static const char *added(const char *authorize, const char *secret)
{
	static char lines[1024];
	struct err e = { 0 };
	struct auth a;
	struct auth_headers h = { 0 };
	struct webhook_secrets s = secrets_of(secret, NULL);
	json_t *v = parsed(authorize);
	if (auth_read(v, &a, &e) || auth_check(&a, &s, &e))
		fail_msg("%s", e.text);
	const struct auth_call c = { "c1-1", AT_MS, "{}", 2, "token.of-oauth" };
	auth_headers(&a, &s, &c, &h);
	lines[0] = '\0';
	for (size_t i = 0; i < h.count; i++)
		snprintf(lines + strlen(lines), sizeof lines - strlen(lines), "%s: %s\n",
		         h.headers[i].name, h.headers[i].value);
	auth_wipe(&h);
	json_decref(v);
	return lines;
}

static void each_scheme_adds_its_header(void **state)
{
	(void)state;
	assert_string_equal(added("{\"scheme\":\"none\"}", NULL), "");
	assert_string_equal(added("{\"scheme\":\"bearer\"}", "abc-DEF_123"),
	                    "Authorization: Bearer abc-DEF_123\n");
	assert_string_equal(
		added("{\"scheme\":\"header\",\"name\":\"X-Secret-Key\"}", "abc-DEF_123"),
		"X-Secret-Key: abc-DEF_123\n");
	assert_string_equal(
		added("{\"scheme\":\"oauth\",\"client_id\":\"assent\",\"path\":\"/oauth/tokens\"}",
	              "the-clients-own"),
		"Authorization: Bearer token.of-oauth\n");
	/* RFC 7617, section 2 */
	assert_string_equal(added("{\"scheme\":\"basic\",\"user\":\"Aladdin\"}", "opensesame"),
	                    "Authorization: Basic QWxhZGRpbjpvcGVuc2VzYW1l\n");
}

static void standard_signs_as_the_receiver_verifies(void **state)
{
	(void)state;
	const char *lines =
		added("{\"scheme\":\"standard\"}", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
	struct webhook_secrets s = secrets_of("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", NULL);
	struct buf should = { 0 };
	buf_adds(&should, "webhook-id: c1-1\nwebhook-timestamp: 1561941708\nwebhook-signature: ");
	webhook_sign(&s, "c1-1", AT_MS, "{}", 2, &should);
	buf_adds(&should, "\n");
	assert_string_equal(lines, should.data);
	buf_free(&should);
}

/* Verified as the receiver does: from the date and the salt that the header tells. */
static void solapi_signs_its_date_and_a_salt_that_never_comes_twice(void **state)
{
	(void)state;
	char date[40], salt[80], signature[80], before[80] = "", hex[SHA256_BYTES * 2 + 1];
	uint8_t mac[SHA256_BYTES];
	for (int i = 0; i < 20; i++) {
		const char *line =
			added("{\"scheme\":\"solapi\",\"key\":\"NCSAYU7YDBXYORXC\"}", "API-SECRET");
		assert_int_equal(
			sscanf(line,
		               "Authorization: HMAC-SHA256 apiKey=NCSAYU7YDBXYORXC, date=%39[^,], "
		               "salt=%79[^,], signature=%79[^\n]\n",
		               date, salt, signature),
			3);
		assert_string_equal(date, "2019-07-01T00:41:48.123Z");
		assert_in_range(strlen(salt), 12, 64);
		assert_string_not_equal(salt, before);
		strcpy(before, salt);
		char *plain = xasprintf("%s%s", date, salt);
		crypto_hmac_sha256("API-SECRET", 10, plain, strlen(plain), mac);
		crypto_hex(mac, sizeof mac, hex);
		assert_string_equal(signature, hex);
		free(plain);
	}
}

static void an_authorize_that_makes_no_sense_is_refused(void **state)
{
	static const struct {
		const char *authorize, *because;
	} rows[] = {
		{ "{}", "authorize.scheme" },
		{ "{\"scheme\":\"digest\"}", "authorize.scheme" },
		{ "{\"scheme\":7}", "authorize.scheme" },
		{ "{\"scheme\":\"basic\"}", "authorize.user: is missing" },
		{ "{\"scheme\":\"basic\",\"user\":\"\"}", "authorize.user: is missing" },
		{ "{\"scheme\":\"basic\",\"user\":\"a:b\"}", "colon" },
		{ "{\"scheme\":\"header\"}", "authorize.name: is missing" },
		{ "{\"scheme\":\"header\",\"name\":\"a b\"}", "authorize.name" },
		{ "{\"scheme\":\"header\",\"name\":\"Content-Length\"}", "authorize.name" },
		{ "{\"scheme\":\"solapi\"}", "authorize.key: is missing" },
		{ "{\"scheme\":\"solapi\",\"key\":\"a, date=b\"}", "authorize.key" },
		{ "{\"scheme\":\"oauth\",\"path\":\"/t\"}", "authorize.client_id: is missing" },
		{ "{\"scheme\":\"oauth\",\"client_id\":\"a\"}", "authorize.path: is missing" },
		{ "{\"scheme\":\"oauth\",\"client_id\":\"a\",\"path\":\"https://other\"}",
		  "authorize.path" },
		{ "{\"scheme\":\"oauth\",\"client_id\":\"a\\nb\",\"path\":\"/t\"}",
		  "control character" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err e = { 0 };
		struct auth a;
		json_t *v = parsed(rows[i].authorize);
		assert_int_equal(auth_read(v, &a, &e), -1);
		assert_int_equal(e.code, E_CONFIG);
		if (!strstr(e.text, rows[i].because))
			fail_msg("%s: %s", rows[i].authorize, e.text);
		json_decref(v);
	}
}

static void secrets_that_do_not_fit_the_scheme_are_refused_and_not_repeated(void **state)
{
	static const struct {
		const char *scheme, *first, *second, *because;
	} rows[] = {
		{ "{\"scheme\":\"bearer\"}", NULL, NULL,
		  "needs \"secret_file\" or \"secret_env\"" },
		{ "{\"scheme\":\"standard\"}", NULL, NULL, "needs \"secret_file\"" },
		{ "{\"scheme\":\"standard\"}", "hunter2-hunter2", NULL, "whsec_" },
		{ "{\"scheme\":\"bearer\"}", "whsec_aHVudGVyMi1odW50ZXIyLWh1bnRlcjIt", NULL,
		  "whsec_" },
		{ "{\"scheme\":\"bearer\"}", "hunter2-hunter2", "hunter2-again", "two secrets" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err e = { 0 };
		struct auth a;
		json_t *v = parsed(rows[i].scheme);
		struct webhook_secrets s = secrets_of(rows[i].first, rows[i].second);
		assert_int_equal(auth_read(v, &a, &e), 0);
		assert_int_equal(auth_check(&a, &s, &e), -1);
		if (!strstr(e.text, rows[i].because) || strstr(e.text, "hunter2"))
			fail_msg("%s", e.text);
		json_decref(v);
	}
}

static void a_platform_that_says_nothing_proves_nothing(void **state)
{
	struct err e = { 0 };
	struct auth a;
	struct webhook_secrets none = { 0 };
	(void)state;
	assert_int_equal(auth_read(NULL, &a, &e), 0);
	assert_int_equal(a.scheme, AUTH_NONE);
	assert_int_equal(auth_check(&a, &none, &e), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_scheme_adds_its_header),
		cmocka_unit_test(standard_signs_as_the_receiver_verifies),
		cmocka_unit_test(solapi_signs_its_date_and_a_salt_that_never_comes_twice),
		cmocka_unit_test(an_authorize_that_makes_no_sense_is_refused),
		cmocka_unit_test(secrets_that_do_not_fit_the_scheme_are_refused_and_not_repeated),
		cmocka_unit_test(a_platform_that_says_nothing_proves_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
