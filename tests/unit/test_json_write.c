/* json_write: the canonical form of RFC 8785, by vectors and by what must hold of any value. The expected texts are
 * those of JSON.stringify with sorted names, which is what Node's `canonicalize` is. */
#include "base.h"
#include "json_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *written(const json_t *v)
{
	struct buf b = { 0 };
	json_write(&b, v);
	return buf_take(&b);
}

static void assert_written(json_t *taken, const char *expected)
{
	char *text = written(taken);
	assert_string_equal(text, expected);
	free(text);
	json_decref(taken);
}

/* ---- vectors ---- */

static const struct {
	const char *given, *expected;
} texts[] = {
	{ "{}", "{}" },
	{ "[ ]", "[]" },
	{ "[ true , false , null , [ { } ] ]", "[true,false,null,[{}]]" },
	{ "{\"b\":1,\"a\":{\"d\":[2,1],\"c\":null}}", "{\"a\":{\"c\":null,\"d\":[2,1]},\"b\":1}" },
	/* a name before a longer one that it begins; the empty one first; upper case before lower */
	{ "{\"ab\":1,\"a\":2,\"\":3,\"B\":4,\"a b\":5}",
	  "{\"\":3,\"B\":4,\"a\":2,\"a b\":5,\"ab\":1}" },
	/* digits by their characters: not by their value */
	{ "{\"9\":0,\"10\":0,\"1\":0,\"-1\":0}", "{\"-1\":0,\"1\":0,\"10\":0,\"9\":0}" },
	/* U+1F600 and U+10FFFF are surrogates in UTF-16, so they stand before U+E000, U+FB33 and U+FFFF, and behind
         * U+D7FF; by UTF-8 they would be last */
	{ "{\"\\uffff\":0,\"\\ufb33\":1,\"😀\":2,\"\\ue000\":3,\"\\udbff\\udfff\":4,\"\\ud7ff\":5,"
	  "\"가\":6,\"é\":7,"
	  "\"~\":8}",
	  "{\"~\":8,\"é\":7,\"가\":6,\"\xed\x9f\xbf\":5,\"😀\":2,\"\xf4\x8f\xbf\xbf\":4,"
	  "\"\xee\x80\x80\":3,"
	  "\"\xef\xac\xb3\":1,\"\xef\xbf\xbf\":0}" },
	{ "{\"x😀b\":0,\"x\\uff21a\":1,\"x😀\":2}", "{\"x😀\":2,\"x😀b\":0,\"x\xef\xbc\xa1"
	                                          "a\":1}" },
	/* the two-letter escapes, the others in small letters; nothing else is escaped */
	{ "[\"\\u0008\\u0009\\u000a\\u000c\\u000d\\u0022\\u005c\"]",
	  "[\"\\b\\t\\n\\f\\r\\\"\\\\\"]" },
	{ "[\"\\u0001\\u000B\\u001F\"]", "[\"\\u0001\\u000b\\u001f\"]" },
	{ "[\"\\u007f\\u0080\\u2028\\u2029\\/\\u003c\\u0026\\u0027\"]",
	  "[\"\x7f\xc2\x80\xe2\x80\xa8\xe2\x80\xa9/<&'\"]" },
	{ "[\"차주분\\uac00\\ud83d\\ude00\"]", "[\"차주분가😀\"]" },
	{ "{\"a\\n\\\"\":\"\\\\\"}", "{\"a\\n\\\"\":\"\\\\\"}" },
	{ "[0,-0,1,-1,10,1700000000123,9007199254740991,-9007199254740991]",
	  "[0,0,1,-1,10,1700000000123,9007199254740991,-9007199254740991]" },
	{ "[9223372036854775807,-9223372036854775808]",
	  "[9223372036854775807,-9223372036854775808]" },
};

static void writes_the_canonical_form(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_written(json_loads(texts[i].given, 0, NULL), texts[i].expected);
}

static const struct {
	double x;
	const char *expected;
} reals[] = {
	{ 0.0, "0" },
	{ -0.0, "0" },
	{ 1.0, "1" },
	{ -1.5, "-1.5" },
	{ 4.35, "4.35" },
	{ 0.1, "0.1" },
	{ 100.0, "100" },
	{ 333333333.33333329, "333333333.3333333" },
	{ 1e-6, "0.000001" },
	{ 1.5e-6, "0.0000015" },
	{ 1e-7, "1e-7" },
	{ 1.25e-7, "1.25e-7" },
	{ 9007199254740992.0, "9007199254740992" },
	{ 123456789012345680000.0, "123456789012345680000" },
	{ 999999999999999900000.0, "999999999999999900000" },
	{ 1e21, "1e+21" },
	{ -1.5e21, "-1.5e+21" },
	{ 1e23, "1e+23" },
	{ 9.999999999999997e22, "9.999999999999997e+22" },
	{ 5e-324, "5e-324" },
	{ 2.2250738585072014e-308, "2.2250738585072014e-308" },
	{ 1.7976931348623157e308, "1.7976931348623157e+308" },
	/* powers of two: the shortest decimal is not the nearest one of its length */
	{ 0x1p-44, "5.684341886080802e-14" },
	{ 0x1p-1074, "5e-324" },
	{ 0x1p68, "295147905179352830000" },
	{ 0x1p89, "6.189700196426902e+26" },
};

static void writes_reals_as_ecmascript_does(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(reals); i++)
		assert_written(json_real(reals[i].x), reals[i].expected);
}

static void appends_to_what_is_there(void **state)
{
	struct buf b = { 0 };
	json_t *v = json_string("a");
	(void)state;
	buf_adds(&b, "x=");
	json_write(&b, v);
	assert_string_equal(b.data, "x=\"a\"");
	buf_free(&b);
	json_decref(v);
}

/* ---- what holds of any value ---- */

struct chance {
	uint64_t state;
	bool reals;
};

static uint64_t draw(struct chance *c, uint64_t below)
{
	c->state ^= c->state << 13;
	c->state ^= c->state >> 7;
	c->state ^= c->state << 17;
	return below ? c->state % below : c->state;
}

/* Of each kind that matters: controls, quotes, all lengths of UTF-8, both sides of the surrogates. No escape with a
 * letter in it, which jansson writes large. */
static char *random_text(struct chance *c)
{
	static const char *const pieces[] = {
		"a",    "b",           "A",    "0",    "\"",   "\\", "/", "\n", "é",
		"가",   "😀",           "\x01", "\x19", "\x7f", "ｱ",  "𐀀", "힣", "\xee\x80\x80",
		"\x09", "\xef\xbf\xbf"
	};
	struct buf b = { 0 };
	buf_adds(&b, "");
	for (uint64_t n = draw(c, 5); n > 0; n--)
		buf_adds(&b, pieces[draw(c, COUNT_OF(pieces))]);
	return buf_take(&b);
}

static json_t *random_number(struct chance *c)
{
	union {
		uint64_t bits;
		double x;
	} any = { draw(c, 0) };
	if (!c->reals || draw(c, 2))
		return json_integer((json_int_t)(any.bits >> draw(c, 64) >> 11) *
		                    (draw(c, 2) ? 1 : -1));
	json_t *v = json_real(any.x); /* NULL: infinite or not a number */
	return v ? v : json_real(0.5);
}

static json_t *random_value(struct chance *c, int depth)
{
	uint64_t kind = draw(c, depth > 0 ? 7 : 5);
	char *text = random_text(c);
	json_t *v = kind == 0   ? json_null()
	            : kind == 1 ? json_boolean(draw(c, 2))
	            : kind <= 3 ? random_number(c)
	            : kind == 4 ? json_string(text)
	            : kind == 5 ? json_array()
	                        : json_object();
	free(text);
	for (uint64_t n = kind > 4 ? draw(c, 9) : 0; n > 0; n--) {
		char *name = random_text(c);
		json_t *inner = random_value(c, depth - 1);
		if (kind == 5)
			json_array_append_new(v, inner);
		else
			json_object_set_new(v, name, inner);
		free(name);
	}
	return v;
}

/* The code units of a name, each in two bytes, high one first: as memcmp orders them. */
static size_t utf16(const char *s, unsigned char *out)
{
	size_t n = 0;
	while (*s) {
		unsigned char first = (unsigned char)*s++;
		uint32_t c = first < 0x80   ? first
		             : first < 0xE0 ? first & 0x1F
		             : first < 0xF0 ? first & 0x0F
		                            : first & 0x07;
		while (((unsigned char)*s & 0xC0) == 0x80)
			c = c << 6 | ((unsigned char)*s++ & 0x3F);
		uint32_t units[2] = { c, 0 };
		if (c > 0xFFFF) {
			units[0] = 0xD800 + ((c - 0x10000) >> 10);
			units[1] = 0xDC00 + (c & 0x3FF);
		}
		for (int i = 0; i < 1 + (c > 0xFFFF); i++) {
			out[n++] = (unsigned char)(units[i] >> 8);
			out[n++] = (unsigned char)units[i];
		}
	}
	return n;
}

static bool stands_before(const char *a, const char *b)
{
	unsigned char x[64], y[64];
	size_t n = utf16(a, x), m = utf16(b, y);
	int order = memcmp(x, y, n < m ? n : m);
	return order ? order < 0 : n < m;
}

/* jansson keeps the order in which it read. */
static void assert_sorted(json_t *v)
{
	const char *name, *last = NULL;
	json_t *one;
	size_t i;
	json_object_foreach(v, name, one)
	{
		assert_true(!last || stands_before(last, name));
		last = name;
		assert_sorted(one);
	}
	json_array_foreach(v, i, one) assert_sorted(one);
}

enum { VALUES = 20000 };

static void without_reals_it_is_what_jansson_writes_of_sorted_names(void **state)
{
	struct chance c = { 0x9E3779B97F4A7C15, false };
	(void)state;
	for (int i = 0; i < VALUES; i++) {
		json_t *v = random_value(&c, 3);
		char *text = written(v);
		json_t *back = json_loads(text, JSON_DECODE_ANY, NULL);
		assert_true(back && json_equal(v, back));
		assert_sorted(back);
		char *other = json_dumps(back, JSON_COMPACT | JSON_ENCODE_ANY);
		assert_string_equal(text, other);
		free(other);
		free(text);
		json_decref(back);
		json_decref(v);
	}
}

static void a_second_time_it_is_the_same_whatever_wrote_the_first(void **state)
{
	struct chance c = { 0xD1B54A32D192ED03, true };
	(void)state;
	for (int i = 0; i < VALUES; i++) {
		json_t *v = random_value(&c, 3);
		char *dumped = json_dumps(v, JSON_INDENT(1) | JSON_ENCODE_ANY);
		json_t *all_real =
			json_loads(dumped, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
		char *text = written(v), *again = written(all_real);
		assert_string_equal(text, again);
		json_t *back = json_loads(text, JSON_DECODE_ANY | JSON_DECODE_INT_AS_REAL, NULL);
		assert_true(json_equal(back, all_real));
		json_decref(back);
		json_decref(all_real);
		json_decref(v);
		free(dumped);
		free(text);
		free(again);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_the_canonical_form),
		cmocka_unit_test(writes_reals_as_ecmascript_does),
		cmocka_unit_test(appends_to_what_is_there),
		cmocka_unit_test(without_reals_it_is_what_jansson_writes_of_sorted_names),
		cmocka_unit_test(a_second_time_it_is_the_same_whatever_wrote_the_first),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
