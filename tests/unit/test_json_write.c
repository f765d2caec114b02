/* test_json_write.c: one value, one text, as RFC 8785 has it. */
#include "json_write.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base.h"
#include "json_read.h"

static char *written(const json_t *v)
{
	struct buf b = { 0 };
	json_write(&b, v);
	return buf_take(&b);
}

static void assert_writes(const char *given, const char *expected)
{
	struct err e = { 0 };
	json_t *v = json_read(given, strlen(given), &e);
	assert_string_equal(e.text, "");
	char *text = written(v);
	assert_string_equal(text, expected);
	free(text);
	json_decref(v);
}

static void white_space_goes_and_keys_are_sorted(void **state)
{
	(void)state;
	assert_writes(" { \"b\" : [ 1 , true,null ] , \"a\" : { } } ",
	              "{\"a\":{},\"b\":[1,true,null]}");
	assert_writes("{\"aa\":1,\"a\":2,\"\":3,\"A\":4}", "{\"\":3,\"A\":4,\"a\":2,\"aa\":1}");
	assert_writes("[]", "[]");
	/* U+1F600 is D83D DE00 in UTF-16: before U+FB33, behind U+D7FB */
	assert_writes("{\"\xef\xac\xb3\":1,\"\xf0\x9f\x98\x80\":2,\"\xed\x9f\xbb\":3}",
	              "{\"\xed\x9f\xbb\":3,\"\xf0\x9f\x98\x80\":2,\"\xef\xac\xb3\":1}");
}

static void many_keys_are_sorted_as_few_are(void **state)
{
	(void)state;
	json_t *v = json_object();
	struct buf expected = { 0 };
	for (int i = 0; i < 100; i++) {
		char key[8];
		snprintf(key, sizeof key, "k%02d", (i * 37) % 100);
		json_object_set_new(v, key, json_integer((i * 37) % 100));
		buf_addf(&expected, "%s\"k%02d\":%d", i ? "," : "{", i, i);
	}
	buf_adds(&expected, "}");
	char *text = written(v);
	assert_string_equal(text, expected.data);
	free(text);
	buf_free(&expected);
	json_decref(v);
}

static void texts_have_the_shortest_escapes(void **state)
{
	(void)state;
	assert_writes(
		"[\"\\u0008\\u0009\\u000a\\u000b\\u000c\\u000d\\u001F\\u007f\\/\\\\\\\"\\uac00\"]",
		"[\"\\b\\t\\n\\u000b\\f\\r\\u001f\x7f/\\\\\\\"가\"]");
	assert_writes("[\"\\ud83d\\ude00\\u20ac\\u2028\"]", "[\"😀€\xe2\x80\xa8\"]");
}

static void numbers_are_written_as_ecmascript_does(void **state)
{
	(void)state;
	static const struct {
		double n;
		const char *text;
	} rows[] = {
		{ 0.0, "0" },
		{ -0.0, "0" },
		{ 1.5, "1.5" },
		{ -1.5, "-1.5" },
		{ 0.1, "0.1" },
		{ 1e20, "100000000000000000000" },
		{ 1e21, "1e+21" },
		{ 1.5e300, "1.5e+300" },
		{ 1e-6, "0.000001" },
		{ 1e-7, "1e-7" },
		{ 1.25e-7, "1.25e-7" },
		{ 123456.789, "123456.789" },
		{ 5e-324, "5e-324" },
		{ 1.7976931348623157e308, "1.7976931348623157e+308" },
		{ 9007199254740993.0, "9007199254740992" },
		{ 0.30000000000000004, "0.30000000000000004" },
		{ 4.35, "4.35" },
		{ 333333333.33333329, "333333333.3333333" },
		{ 1e23, "1e+23" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		json_t *v = json_real(rows[i].n);
		char *text = written(v);
		assert_string_equal(text, rows[i].text);
		free(text);
		json_decref(v);
	}
	assert_writes("[9223372036854775807,-9223372036854775808,0,-1,10]",
	              "[9223372036854775807,-9223372036854775808,0,-1,10]");
}

/* ---- any value: what is written reads back as the same, and as the same text ---- */

static uint64_t seed = 42;

static unsigned chance(unsigned below)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

static json_t *any_text(void)
{
	static const char *const parts[] = { "a",  "\"", "\\",           "\n", "\x01",
		                             "가", "😀",  "\xef\xac\xb3", "é",  "/" };
	struct buf b = { 0 };
	buf_adds(&b, "");
	for (unsigned n = chance(6); n > 0; n--)
		buf_adds(&b, parts[chance(COUNT_OF(parts))]);
	json_t *text = json_string(b.data);
	buf_free(&b);
	return text;
}

static json_t *any_value(unsigned depth)
{
	unsigned kind = chance(depth > 3 ? 5 : 7);
	json_t *v;
	switch (kind) {
	case 0:
		return json_integer((json_int_t)chance(1u << 30) - (1 << 29));
	case 1: {
		uint64_t bits = (uint64_t)chance(1u << 31) << 33 | (uint64_t)chance(1u << 31) << 2;
		double n;
		memcpy(&n, &bits, sizeof n);
		/* between 2^63 and 1e21 the text is a whole number that json_read refuses */
		bool unread = fabs(n) > 9e18 && fabs(n) < 1e21;
		return isfinite(n) && !unread ? json_real(n) : json_null();
	}
	case 2:
		return json_boolean(chance(2));
	case 3:
		return json_null();
	case 4:
		return any_text();
	case 5:
		v = json_array();
		for (unsigned n = chance(5); n > 0; n--)
			json_array_append_new(v, any_value(depth + 1));
		return v;
	default:
		v = json_object();
		for (unsigned n = chance(30); n > 0; n--) {
			json_t *key = any_text();
			json_object_set_new(v, json_string_value(key), any_value(depth + 1));
			json_decref(key);
		}
		return v;
	}
}

static void what_is_written_is_read_back_and_written_the_same(void **state)
{
	(void)state;
	for (int i = 0; i < 3000; i++) {
		struct err e = { 0 };
		json_t *v = json_pack("[o]", any_value(0));
		char *text = written(v);
		json_t *back = json_read(text, strlen(text), &e);
		assert_string_equal(e.text, "");
		char *again = written(back);
		assert_string_equal(again, text);
		char *dumped = json_dumps(v, JSON_ENCODE_ANY | JSON_REAL_PRECISION(17));
		json_t *other = json_read(dumped, strlen(dumped), &e);
		char *third = written(other);
		assert_string_equal(third, text);
		free(text);
		free(again);
		free(dumped);
		free(third);
		json_decref(v);
		json_decref(back);
		json_decref(other);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(white_space_goes_and_keys_are_sorted),
		cmocka_unit_test(many_keys_are_sorted_as_few_are),
		cmocka_unit_test(texts_have_the_shortest_escapes),
		cmocka_unit_test(numbers_are_written_as_ecmascript_does),
		cmocka_unit_test(what_is_written_is_read_back_and_written_the_same),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
