/* json_read against jansson's own reader, which it must equal in what it takes and refuses. */
#include "base.h"
#include "json_doc.h"
#include "json_read.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *theirs(const char *text, size_t n)
{
	return json_loadb(text, n, JSON_REJECT_DUPLICATES, NULL);
}

/* Both refuse, or both take and give the same. Returns whether they took it. */
static bool assert_same(const char *text, size_t n)
{
	struct err e = { 0 };
	char *copy = xmalloc(n + 1); /* so that the sanitizer sees one byte too far */
	memcpy(copy, text, n);
	copy[n] = '\0';
	json_t *ours = json_read(copy, n, &e), *other = theirs(text, n);
	if (!ours != !other || (ours && !json_equal(ours, other)))
		fail_msg("%.*s: ours %s, jansson %s", (int)n, text, ours ? "takes" : e.text,
		         other ? "takes" : "refuses");
	assert_int_equal(e.code, ours ? E_NONE : E_PARSE);
	bool taken = ours != NULL;
	json_decref(ours);
	json_decref(other);
	free(copy);
	return taken;
}

static const char *const good[] = {
	"{}",
	"[]",
	" [ ] ",
	"\n{\t}\r\n",
	"[[[]],{}]",
	"{\"a\":{\"b\":[1,2,{\"c\":null}]}}",
	"[true,false,null]",
	"[0,-0,1,-1,10,9223372036854775807,-9223372036854775808]",
	"[0.5,-0.0,1e3,1E+3,1e-3,12.34e5,1e-400,1.7976931348623157e308]",
	"[\"\",\"a\",\"호출자분\",\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"]",
	"[\"\\u0041\\uAC00\\u00e9\\ud83d\\ude00 x\",\"😀\"]",
	"{\"\":1,\"\\u0061\":2,\"b\\n\":\"\\n\",\"c\":\"d\\te\\tf\"}",
	"{\"키\":\"값\",\"키2\":[\"값\",{\"x\":1.5}]}",
	"[\"\x7f\"]",
};

static const char *const bad[] = {
	"",
	" ",
	"1",
	"\"a\"",
	"null",
	"[",
	"{",
	"]",
	"[1",
	"[1,",
	"[1,]",
	"[,1]",
	"[1 2]",
	"{\"a\"",
	"{\"a\":",
	"{\"a\":1",
	"{\"a\":1,",
	"{\"a\":1,}",
	"{a:1}",
	"{\"a\" 1}",
	"{1:1}",
	"[]]",
	"{} {}",
	"{\"a\":1,\"a\":2}",
	"{\"a\":1,\"\\u0061\":2}",
	"[01]",
	"[-]",
	"[+1]",
	"[1.]",
	"[.5]",
	"[1e]",
	"[1e+]",
	"[0x1]",
	"[1.5.2]",
	"[9223372036854775808]",
	"[1e999]",
	"[-1e999]",
	"[NaN]",
	"[Infinity]",
	"[tru]",
	"[True]",
	"[nullx]",
	"[\"a]",
	"[\"\\x\"]",
	"[\"\\u12\"]",
	"[\"\\u0000\"]",
	"{\"\\u0000\":1}",
	"[\"\\ud800\"]",
	"[\"\\udc00\"]",
	"[\"\\ud800\\u0041\"]",
	"[\"\\ud800x\"]",
	"[\"\\",
	"[\"\\u",
	"[\"a\nb\"]",
	"[\"\t\"]",
	"[\"\xff\"]",
	"[\"\xc0\x80\"]",
	"[\"\xed\xa0\x80\"]",
	"[\"\xf4\x90\x80\x80\"]",
	"[\"\xea\xb0\"]",
	"\xef\xbb\xbf[]",
	"[/**/]",
	"['a']",
	"[\v]",
};

static void takes_what_jansson_takes(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(assert_same(good[i], strlen(good[i])));
}

static void refuses_what_jansson_refuses(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(assert_same(bad[i], strlen(bad[i])));
}

/* jansson overlooks one behind a number. */
static void refuses_a_zero_byte_wherever_it_stands(void **state)
{
	static const char text[] = "[1, \"a\"] ";
	(void)state;
	for (size_t at = 0; at < sizeof text - 1; at++) {
		struct err e = { 0 };
		char copy[sizeof text];
		memcpy(copy, text, sizeof text);
		copy[at] = '\0';
		assert_null(json_read(copy, sizeof text - 1, &e));
	}
}

/* Each byte of each text left out, doubled, and put in the place of each other. */
static void stays_equal_to_jansson_when_texts_are_damaged(void **state)
{
	static const char bytes[] = "{}[]\",:\\u0019.eE+-tfn /\x01\x80\xea\xff\n";
	(void)state;
	for (size_t i = 0; i < COUNT_OF(good); i++) {
		size_t n = strlen(good[i]);
		for (size_t at = 0; at < n; at++) {
			char *cut = xasprintf("%.*s%s", (int)at, good[i], good[i] + at + 1);
			char *doubled = xasprintf("%.*s%s", (int)at + 1, good[i], good[i] + at);
			char *other = xstrdup(good[i]);
			assert_same(cut, n - 1);
			assert_same(doubled, n + 1);
			assert_same(good[i], at);
			for (size_t b = 0; b < strlen(bytes); b++) {
				other[at] = bytes[b];
				assert_same(other, n);
			}
			free(cut);
			free(doubled);
			free(other);
		}
	}
}

/* Few names are compared with each other, many are sorted: both find any pair, and no pair where there is none. */
static void finds_a_name_that_stands_twice_among_any_number(void **state)
{
	(void)state;
	for (int n = 28; n < 40; n++) {
		for (int again = 0; again <= n; again++) {
			struct buf b = { 0 };
			buf_adds(&b, "{");
			for (int i = 0; i < n; i++)
				buf_addf(&b, "\"n%d\":{\"n%d\":0},", i, i);
			buf_addf(&b, "\"n%d\":1}", again);
			assert_int_equal(assert_same(b.data, b.len_bytes), again == n);
			buf_free(&b);
		}
	}
}

static void goes_as_deep_as_jansson_and_no_deeper(void **state)
{
	enum { N = JSON_DEPTH_MAX };
	char text[2 * N + 3];
	(void)state;
	memset(text, '[', N);
	memset(text + N, ']', N);
	assert_true(assert_same(text, 2 * N));
	memset(text, '[', N + 1);
	memset(text + N + 1, ']', N + 1);
	assert_false(assert_same(text, 2 * N + 2));
}

static void says_where_without_what(void **state)
{
	static const struct {
		const char *text, *said;
	} rows[] = {
		{ "{\"facts\":", "line 1, column 10: expected a value" },
		{ "{\n \"비밀\": nul }", "line 2, column 12: expected a value" },
		{ "{\"a\":1,\"a\":2}", "line 1, column 11: a duplicate name" },
		{ "[] x", "line 1, column 4: something follows the end" },
		{ "\"text\"", "line 1, column 1: expected { or [" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct err e = { 0 };
		assert_null(json_read(rows[i].text, strlen(rows[i].text), &e));
		assert_string_equal(e.text, rows[i].said);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_what_jansson_takes),
		cmocka_unit_test(refuses_what_jansson_refuses),
		cmocka_unit_test(refuses_a_zero_byte_wherever_it_stands),
		cmocka_unit_test(stays_equal_to_jansson_when_texts_are_damaged),
		cmocka_unit_test(finds_a_name_that_stands_twice_among_any_number),
		cmocka_unit_test(goes_as_deep_as_jansson_and_no_deeper),
		cmocka_unit_test(says_where_without_what),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
