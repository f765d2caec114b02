/* test_webhook_schemes.c: deliveries that prove themselves as other platforms have it: by a secret in a
 * header, and as Zendesk Support signs. */
#include "webhook.h"

#include "base.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define VECTORS "../shared/specs/zendesk/webhooks/signature-test-vectors.json"

/* Base64 on purpose: what decodes it before use signs differently. The signatures were made with Python's
 * hmac. */
#define SECRET "c2VjcmV0LW9mLW91ci1vd24tZm9yLXRlc3Rz"
#define OTHER "another-secret-of-ours"
#define TIMESTAMP "2026-11-29T05:09:27Z"
#define AT_MS INT64_C(1795928967000)
#define BODY "{\"ticket\":\"35436\",\"topic\":\"사고\"}"
#define SIGNATURE "UZX7HjcNLRiupsIoDPVmw68Vt4G4VJdci100rJ1SxIQ="
#define SIGNATURE_OF_NOTHING "UjEXw/rDnyoD1X5CPho9IeIV6s67XiUm+Nv7pAIfxy8="
#define SIGNATURE_BY_DECODED_SECRET "cnfwR0W1ijZdZtSwxDNSHjZsdGDxVhjOSfuLB1C53mc="
#define SIGNATURE_BODY_FIRST "+P6Ld9fmv+whanJnY+bXE+f2vhLa4zszBc8aMOUfd+I="

struct delivery {
	const char *signature, *timestamp;
	const char *key; /* what stands in the header of the schemes "api_key" and "header" */
	const char *key_name;
	const char *body;
	int64_t now_ms;
};

static const struct delivery good = { SIGNATURE, TIMESTAMP, SECRET, "x-api-key", BODY, AT_MS };

static const char *header(void *arg, const char *name)
{
	const struct delivery *d = arg;
	if (!strcmp(name, "x-zendesk-webhook-signature"))
		return d->signature;
	if (!strcmp(name, "x-zendesk-webhook-signature-timestamp"))
		return d->timestamp;
	assert_string_equal(name, d->key_name);
	return d->key;
}

static struct webhook_secrets secrets_of(const char *first, const char *second)
{
	struct webhook_secrets s = { 0 };
	assert_int_equal(webhook_secret_parse(first, &s, NULL), 0);
	if (second)
		assert_int_equal(webhook_secret_parse(second, &s, NULL), 0);
	return s;
}

static int verify(const char *scheme, const struct webhook_secrets *s, struct delivery d,
                  struct err *e)
{
	struct webhook_request r = { .header = header,
		                     .arg = &d,
		                     .body = d.body,
		                     .body_bytes = strlen(d.body),
		                     .now_ms = d.now_ms,
		                     .header_name = d.key_name };
	return webhook_verify(scheme, s, &r, e);
}

static void accepted(const char *scheme, const struct webhook_secrets *s, struct delivery d)
{
	struct err e = { 0 };
	if (verify(scheme, s, d, &e))
		fail_msg("%s", e.text);
}

static void turned_away(const char *scheme, struct delivery d, const char *because)
{
	struct webhook_secrets s = secrets_of(SECRET, NULL);
	struct err e = { 0 };
	assert_int_equal(verify(scheme, &s, d, &e), -1);
	assert_int_equal(e.code, E_AUTH);
	if (!strstr(e.text, because))
		fail_msg("%s", e.text);
	assert_null(strstr(e.text, "UZX7H")); /* what would be right is not told */
	assert_null(strstr(e.text, SECRET));
}

/* ---- the secret in a header ---- */

static void the_secret_in_its_header_is_all_that_is_asked_for(void **state)
{
	(void)state;
	struct delivery dealer = good;
	dealer.key_name = "x-dealer-token";
	const struct webhook_secrets sets[] = { secrets_of(SECRET, NULL), secrets_of(SECRET, OTHER),
		                                secrets_of(OTHER, SECRET) };
	for (size_t i = 0; i < COUNT_OF(sets); i++) {
		accepted("api_key", &sets[i], good);
		accepted("header", &sets[i], dealer);
	}
}

static void another_secret_a_part_of_it_or_none_is_turned_away(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"",    "c2VjcmV0LW9mLW91ci1vd24tZm9yLXRlc3R",  (SECRET "="),
		OTHER, "C2VJCMV0LW9MLW91CI1VD24TZM9YLXRLC3RZ", ("Bearer " SECRET)
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct delivery d = good;
		d.key = wrong[i];
		turned_away("api_key", d, "x-api-key is not this source's secret");
		d.key_name = "x-dealer-token";
		turned_away("header", d, "x-dealer-token is not this source's secret");
	}
	struct delivery d = good;
	d.key = NULL;
	turned_away("api_key", d, "x-api-key is missing");
	d.key_name = "x-dealer-token";
	turned_away("header", d, "x-dealer-token is missing");
}

static void a_header_without_a_name_is_the_operators_matter(void **state)
{
	(void)state;
	struct webhook_secrets s = secrets_of(SECRET, NULL);
	struct delivery d = good;
	struct err e = { 0 };
	d.key_name = NULL;
	assert_int_equal(verify("header", &s, d, &e), -1);
	assert_int_equal(e.code, E_CONFIG);
}

/* ---- Zendesk Support ---- */

static void zendesk_signs_time_and_body_by_the_secret_as_text(void **state)
{
	(void)state;
	const struct webhook_secrets sets[] = { secrets_of(SECRET, NULL), secrets_of(SECRET, OTHER),
		                                secrets_of(OTHER, SECRET) };
	struct delivery nothing = good;
	nothing.body = "";
	nothing.signature = SIGNATURE_OF_NOTHING;
	for (size_t i = 0; i < COUNT_OF(sets); i++) {
		accepted("zendesk", &sets[i], good);
		accepted("zendesk", &sets[i], nothing);
	}
}

static void what_zendesk_did_not_sign_so_is_turned_away(void **state)
{
	(void)state;
	static const char *const wrong[] = { "",
		                             SIGNATURE_BY_DECODED_SECRET,
		                             SIGNATURE_BODY_FIRST,
		                             SIGNATURE_OF_NOTHING,
		                             (SIGNATURE "="),
		                             (SIGNATURE " " SIGNATURE),
		                             ("v1," SIGNATURE) };
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct delivery d = good;
		d.signature = wrong[i];
		turned_away("zendesk", d, "does not match");
	}
	struct delivery d = good;
	d.body = BODY " ";
	turned_away("zendesk", d, "does not match");
	d = good;
	d.timestamp = "2026-11-29T05:09:28Z";
	turned_away("zendesk", d, "does not match");
	d = good;
	d.signature = NULL;
	turned_away("zendesk", d, "x-zendesk-webhook-signature is missing");
	d = good;
	d.timestamp = NULL;
	turned_away("zendesk", d, "x-zendesk-webhook-signature-timestamp is missing");
}

static void a_repeat_with_the_first_attempts_time_passes_for_twenty_minutes(void **state)
{
	(void)state;
	struct webhook_secrets s = secrets_of(SECRET, NULL);
	struct delivery d = good;
	assert_true(WEBHOOK_ZENDESK_OLD_MS >= 15 * 60 * 1000);
	d.now_ms = AT_MS + WEBHOOK_ZENDESK_OLD_MS;
	accepted("zendesk", &s, d);
	d.now_ms = AT_MS - WEBHOOK_TOLERANCE_MS;
	accepted("zendesk", &s, d);
	d.now_ms = AT_MS + WEBHOOK_ZENDESK_OLD_MS + 1;
	turned_away("zendesk", d, "1200 s behind");
	d.now_ms = AT_MS - WEBHOOK_TOLERANCE_MS - 1;
	turned_away("zendesk", d, "300 s ahead");
}

/* One vector of the documents: the signature is judged first, the time behind it, so a timestamp that is
 * no time shows that its signature was right. */
static void check_vector(const json_t *v)
{
	const char *timestamp = json_string_value(json_object_get(v, "timestamp"));
	bool valid = !strcmp(json_string_value(json_object_get(v, "expect")), "valid");
	struct webhook_secrets s =
		secrets_of(json_string_value(json_object_get(v, "secret")), NULL);
	int64_t at_ms = time_parse(timestamp);
	struct delivery d = { .signature = json_string_value(json_object_get(v, "signature")),
		              .timestamp = timestamp,
		              .body = json_string_value(json_object_get(v, "body")),
		              .now_ms = at_ms < 0 ? 0 : at_ms };
	struct err e = { 0 };
	int rc = verify("zendesk", &s, d, &e);
	const char *expected = !valid ? "does not match" : at_ms < 0 ? "ISO 8601" : "";
	if (rc != (*expected ? -1 : 0) || !strstr(e.text, expected))
		fail_msg("%s: %s", json_string_value(json_object_get(v, "name")), e.text);
}

static void the_vectors_of_the_documents_hold(void **state)
{
	(void)state;
	json_t *doc = json_load_file(VECTORS, 0, NULL), *v;
	json_t *vectors = json_object_get(doc, "vectors");
	size_t i;
	if (!doc) {
		print_message("not here: %s\n", VECTORS);
		skip();
	}
	assert_true(json_array_size(vectors) >= 5);
	json_array_foreach(vectors, i, v) check_vector(v);
	json_decref(doc);
}

/* ---- which secrets may be configured ---- */

static void refused(const char *scheme, const char *secret, const char *because)
{
	struct webhook_secrets s = secrets_of(secret, NULL);
	struct err e = { 0 };
	assert_int_equal(webhook_secrets_check(scheme, &s, &e), -1);
	assert_int_equal(e.code, E_CONFIG);
	if (!strstr(e.text, because))
		fail_msg("%s", e.text);
	assert_null(strstr(e.text, secret));
}

static void a_secret_that_is_printed_in_the_manual_is_refused(void **state)
{
	(void)state;
	struct webhook_secrets s = secrets_of(SECRET, OTHER), none = { 0 };
	static const char public_one[] = "dGhpc19zZWNyZXRfaXNfZm9yX3Rlc3Rpbmdfb25seQ==";
	refused("zendesk", public_one, "test secret");
	assert_int_equal(webhook_secrets_check("zendesk", &s, NULL), 0);
	assert_int_equal(webhook_secrets_check("zendesk", &none, NULL), 0);
}

static void each_scheme_has_secrets_of_its_own_form(void **state)
{
	(void)state;
	static const char standard[] = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
	static const char *const others[] = { "zendesk", "api_key", "header", "basic", "oauth" };
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		struct webhook_secrets s = secrets_of(SECRET, OTHER);
		refused(others[i], standard, "whsec_");
		assert_int_equal(webhook_secrets_check(others[i], &s, NULL), 0);
	}
	struct webhook_secrets s = secrets_of(standard, NULL);
	assert_int_equal(webhook_secrets_check("standard", &s, NULL), 0);
	refused("standard", SECRET, "must begin with \"whsec_\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_secret_in_its_header_is_all_that_is_asked_for),
		cmocka_unit_test(another_secret_a_part_of_it_or_none_is_turned_away),
		cmocka_unit_test(a_header_without_a_name_is_the_operators_matter),
		cmocka_unit_test(zendesk_signs_time_and_body_by_the_secret_as_text),
		cmocka_unit_test(what_zendesk_did_not_sign_so_is_turned_away),
		cmocka_unit_test(a_repeat_with_the_first_attempts_time_passes_for_twenty_minutes),
		cmocka_unit_test(the_vectors_of_the_documents_hold),
		cmocka_unit_test(a_secret_that_is_printed_in_the_manual_is_refused),
		cmocka_unit_test(each_scheme_has_secrets_of_its_own_form),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
