/* test_webhook.c: Standard Webhooks 1.0, both ways, and everything that must be turned away. */
#include "webhook.h"

#include "base.h"
#include "crypto.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The sample secret and message of the specification's libraries; the signatures were made with
 * Python's hmac. */
#define SECRET "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
#define OTHER_SECRET "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="
#define ID "msg_p5jXN8AQM9LWM0D4loKWxJek"
#define BODY "{\"test\": 2432232314}"
#define SIGNATURE "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
#define AT_S INT64_C(1614265330)
#define WRONG "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="

struct delivery {
	const char *id, *timestamp, *signature;
	const char *body;
	int64_t now_ms;
};

static const struct delivery good = { ID, "1614265330", SIGNATURE, BODY, AT_S * 1000 };

static const char *header(void *arg, const char *name)
{
	const struct delivery *d = arg;
	if (strcmp(name, "webhook-id") == 0)
		return d->id;
	if (strcmp(name, "webhook-timestamp") == 0)
		return d->timestamp;
	assert_string_equal(name, "webhook-signature");
	return d->signature;
}

static int verify(const struct webhook_secrets *s, struct delivery d, struct err *e)
{
	struct webhook_request r = { header, &d, d.body, strlen(d.body), d.now_ms, NULL };
	return webhook_verify("standard", s, &r, e);
}

static struct webhook_secrets secrets_of(const char *first, const char *second)
{
	struct webhook_secrets s = { 0 };
	assert_int_equal(webhook_secret_parse(first, &s, NULL), 0);
	if (second)
		assert_int_equal(webhook_secret_parse(second, &s, NULL), 0);
	return s;
}

static void accepted(const struct webhook_secrets *s, struct delivery d)
{
	struct err e = { 0 };
	if (verify(s, d, &e) != 0)
		fail_msg("%s", e.text);
}

static void turned_away(struct delivery d, const char *because)
{
	struct webhook_secrets s = secrets_of(SECRET, NULL);
	struct err e = { 0 };
	assert_int_equal(verify(&s, d, &e), -1);
	assert_int_equal(e.code, E_AUTH);
	if (!strstr(e.text, because))
		fail_msg("%s", e.text);
	assert_null(strstr(e.text, "g0hM9SsE")); /* what would be right is not told */
}

static void a_delivery_signed_by_another_implementation_is_accepted(void **state)
{
	(void)state;
	struct webhook_secrets s = secrets_of(SECRET, NULL);
	accepted(&s, good);
	struct webhook_secrets other = secrets_of(OTHER_SECRET, NULL);
	accepted(&other, (struct delivery){ "evt_1", "1795466756",
	                                    "v1,xkyL/yuHaWRIPkqipBW0fUkVtBpPDvEZ96CCxWl/2Io=",
	                                    "{\"말\":\"네\"}", INT64_C(1795466756123) });
}

static void either_secret_and_any_signature_of_the_list_will_do(void **state)
{
	(void)state;
	static const char *const lists[] = { SIGNATURE,
		                             WRONG " " SIGNATURE,
		                             SIGNATURE " " WRONG,
		                             "v1a,ed25519 v2,zzz " SIGNATURE,
		                             "v1, " SIGNATURE,
		                             "  " SIGNATURE "  ",
		                             "nonsense " SIGNATURE };
	struct webhook_secrets sets[] = { secrets_of(SECRET, NULL),
		                          secrets_of(SECRET, OTHER_SECRET),
		                          secrets_of(OTHER_SECRET, SECRET) };
	for (size_t k = 0; k < COUNT_OF(sets); k++) {
		for (size_t i = 0; i < COUNT_OF(lists); i++) {
			struct delivery d = good;
			d.signature = lists[i];
			accepted(&sets[k], d);
		}
	}
}

static void a_wrong_signature_is_turned_away(void **state)
{
	(void)state;
	static const char *const lists[] = { WRONG,
		                             "v1,",
		                             WRONG " " WRONG,
		                             SIGNATURE "=",
		                             SIGNATURE "x",
		                             "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE",
		                             "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OF=",
		                             ("v1," SIGNATURE),
		                             "v1,!!!!" };
	for (size_t i = 0; i < COUNT_OF(lists); i++) {
		struct delivery d = good;
		d.signature = lists[i];
		turned_away(d, "does not match");
	}
	static const char *const unknown[] = {
		"", " ", "v2,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
		"g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v1"
	};
	for (size_t i = 0; i < COUNT_OF(unknown); i++) {
		struct delivery d = good;
		d.signature = unknown[i];
		turned_away(d, "has no \"v1,");
	}
}

static void whatever_is_changed_breaks_the_signature(void **state)
{
	(void)state;
	struct delivery d = good;
	d.body = "{\"test\": 2432232315}";
	turned_away(d, "does not match");
	d = good;
	d.body = BODY "\n";
	turned_away(d, "does not match");
	d = good;
	d.id = "msg_other";
	turned_away(d, "does not match");
	d = good;
	d.timestamp = "1614265331";
	turned_away(d, "does not match");
	struct webhook_secrets s = secrets_of(OTHER_SECRET, NULL);
	assert_int_equal(verify(&s, good, NULL), -1);
}

static void a_missing_header_is_named(void **state)
{
	(void)state;
	struct delivery d = good;
	d.id = NULL;
	turned_away(d, "webhook-id is missing");
	d = good;
	d.timestamp = NULL;
	turned_away(d, "webhook-timestamp is missing");
	d = good;
	d.signature = NULL;
	turned_away(d, "webhook-signature is missing");
}

static void a_strange_id_is_turned_away(void **state)
{
	(void)state;
	char longest[257];
	memset(longest, 'a', sizeof longest);
	longest[256] = '\0';
	static const char *const ids[] = { "", "a b", "a\tb", "가", "\x7f" };
	struct delivery d = good;
	for (size_t i = 0; i < COUNT_OF(ids); i++) {
		d.id = ids[i];
		turned_away(d, "webhook-id must be");
	}
	d.id = longest;
	turned_away(d, "webhook-id must be");
	longest[255] = '\0';
	turned_away(d, "does not match");
}

static void five_minutes_are_tolerated_and_not_a_millisecond_more(void **state)
{
	(void)state;
	struct webhook_secrets s = secrets_of(SECRET, NULL);
	struct delivery d = good;
	d.now_ms = good.now_ms + WEBHOOK_TOLERANCE_MS;
	accepted(&s, d);
	d.now_ms = good.now_ms - WEBHOOK_TOLERANCE_MS;
	accepted(&s, d);
	d.now_ms = good.now_ms + WEBHOOK_TOLERANCE_MS + 1;
	turned_away(d, "300 s behind");
	d.now_ms = good.now_ms - WEBHOOK_TOLERANCE_MS - 1;
	turned_away(d, "300 s ahead");
}

static void a_timestamp_is_digits_and_nothing_else(void **state)
{
	(void)state;
	static const char *const bad[] = { "",
		                           "-1",
		                           "+1614265330",
		                           " 1614265330",
		                           "1614265330 ",
		                           "1614265330.0",
		                           "0x60",
		                           "1e9",
		                           "01614265330",
		                           "1614265330123456",
		                           "18446744073709551616",
		                           "９",
		                           "1614265330\n" };
	struct delivery d = good;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		d.timestamp = bad[i];
		turned_away(d, "digits only");
	}
	d.timestamp = "999999999999";
	turned_away(d, "ahead");
	d.timestamp = "0";
	turned_away(d, "behind");
}

static void what_we_sign_we_accept_and_with_two_secrets_so_does_each_receiver(void **state)
{
	(void)state;
	struct webhook_secrets both = secrets_of(SECRET, OTHER_SECRET);
	struct webhook_secrets one = secrets_of(SECRET, NULL), two = secrets_of(OTHER_SECRET, NULL);
	struct buf list = { 0 };
	webhook_sign(&one, ID, AT_S * 1000 + 999, BODY, strlen(BODY), &list);
	assert_string_equal(list.data, SIGNATURE);
	buf_free(&list);
	webhook_sign(&both, ID, AT_S * 1000, BODY, strlen(BODY), &list);
	struct delivery d = good;
	d.signature = list.data;
	accepted(&one, d);
	accepted(&two, d);
	buf_free(&list);
}

/* Bodies are bytes: an empty one, and one with NUL. */
static void a_body_is_signed_byte_for_byte(void **state)
{
	(void)state;
	struct webhook_secrets s = secrets_of(SECRET, NULL);
	const char body[] = "a\0b";
	struct buf whole = { 0 }, cut = { 0 }, none = { 0 };
	webhook_sign(&s, "1", 0, body, 3, &whole);
	webhook_sign(&s, "1", 0, body, 1, &cut);
	webhook_sign(&s, "1", 0, NULL, 0, &none);
	assert_string_not_equal(whole.data, cut.data);
	struct delivery d = { "1", "0", none.data, "", 0 };
	accepted(&s, d);
	buf_free(&whole);
	buf_free(&cut);
	buf_free(&none);
}

static void a_secret_is_24_to_64_bytes_and_never_repeated_in_an_error(void **state)
{
	(void)state;
	uint8_t bytes[66] = { 7, 7, 7 };
	for (size_t n = 0; n <= 66; n++) {
		struct buf text = { 0 };
		struct webhook_secrets s = { 0 };
		struct err e = { 0 };
		buf_adds(&text, "whsec_");
		crypto_base64(bytes, n, &text);
		bool fits = n >= 24 && n <= 64;
		assert_int_equal(webhook_secret_parse(text.data, &s, &e), fits ? 0 : -1);
		assert_int_equal(s.count, fits ? 1 : 0);
		assert_int_equal(e.code, fits ? E_NONE : E_CONFIG);
		assert_null(strstr(e.text, "BwcH"));
		buf_free(&text);
	}
	static const char *const bad[] = { "", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw\n",
		                           "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
		                           "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-_" };
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct webhook_secrets s = { 0 };
		struct err e = { 0 };
		assert_int_equal(webhook_secret_parse(bad[i], &s, &e), -1);
		assert_int_equal(e.code, E_CONFIG);
		assert_null(strstr(e.text, "MfKQ"));
	}
}

static void a_secret_of_another_system_is_one_word_and_no_standard_one(void **state)
{
	(void)state;
	static const char *const good_texts[] = { "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "8letters",
		                                  "WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" };
	static const char *const bad_texts[] = { "7letter", "MfKQ two words", "MfKQ-비밀-열쇠" };
	for (size_t i = 0; i < COUNT_OF(good_texts); i++) {
		struct webhook_secrets s = { 0 };
		struct err e = { 0 };
		assert_int_equal(webhook_secret_parse(good_texts[i], &s, &e), 0);
		assert_int_equal(s.key[0].len_bytes, strlen(good_texts[i]));
		assert_memory_equal(s.key[0].bytes, good_texts[i], s.key[0].len_bytes);
		assert_int_equal(webhook_secrets_check("standard", &s, &e), -1);
		assert_int_equal(e.code, E_CONFIG);
		assert_null(strstr(e.text, "MfKQ"));
	}
	for (size_t i = 0; i < COUNT_OF(bad_texts); i++) {
		struct webhook_secrets s = { 0 };
		struct err e = { 0 };
		assert_int_equal(webhook_secret_parse(bad_texts[i], &s, &e), -1);
		assert_int_equal(e.code, E_CONFIG);
		assert_null(strstr(e.text, "MfKQ"));
	}
}

static void a_third_secret_is_refused_and_wiping_leaves_none(void **state)
{
	(void)state;
	struct webhook_secrets s = secrets_of(SECRET, OTHER_SECRET), none = { 0 };
	struct err e = { 0 };
	assert_int_equal(webhook_secret_parse(SECRET, &s, &e), -1);
	assert_int_equal(e.code, E_CONFIG);
	assert_int_equal(s.count, 2);
	webhook_secrets_wipe(&s);
	assert_memory_equal(&s, &none, sizeof s);
}

static void an_unknown_scheme_or_a_source_without_secret_is_the_operators_matter(void **state)
{
	(void)state;
	struct webhook_secrets s = secrets_of(SECRET, NULL), none = { 0 };
	struct delivery d = good;
	struct webhook_request r = { header, &d, d.body, strlen(d.body), d.now_ms, NULL };
	struct err e = { 0 };
	assert_int_equal(webhook_verify("standart", &s, &r, &e), -1);
	assert_int_equal(e.code, E_CONFIG);
	assert_non_null(strstr(e.text, "\"standard\""));
	e = (struct err){ 0 };
	assert_int_equal(webhook_verify("standard", &none, &r, &e), -1);
	assert_int_equal(e.code, E_CONFIG);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_delivery_signed_by_another_implementation_is_accepted),
		cmocka_unit_test(either_secret_and_any_signature_of_the_list_will_do),
		cmocka_unit_test(a_wrong_signature_is_turned_away),
		cmocka_unit_test(whatever_is_changed_breaks_the_signature),
		cmocka_unit_test(a_missing_header_is_named),
		cmocka_unit_test(a_strange_id_is_turned_away),
		cmocka_unit_test(five_minutes_are_tolerated_and_not_a_millisecond_more),
		cmocka_unit_test(a_timestamp_is_digits_and_nothing_else),
		cmocka_unit_test(what_we_sign_we_accept_and_with_two_secrets_so_does_each_receiver),
		cmocka_unit_test(a_body_is_signed_byte_for_byte),
		cmocka_unit_test(a_secret_is_24_to_64_bytes_and_never_repeated_in_an_error),
		cmocka_unit_test(a_secret_of_another_system_is_one_word_and_no_standard_one),
		cmocka_unit_test(a_third_secret_is_refused_and_wiping_leaves_none),
		cmocka_unit_test(
			an_unknown_scheme_or_a_source_without_secret_is_the_operators_matter),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
