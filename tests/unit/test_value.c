/* What passes between Lua and the journal stays what it is, or is refused with its place. */
#include "value.h"

#include "base.h"
#include "sandbox.h"

#include <lauxlib.h>
#include <math.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* The value of a Lua expression, on top of the stack of a new sandbox. */
static struct sandbox *value_of(const char *expression)
{
	struct err e = { 0 };
	struct sandbox *s = sandbox_new();
	static const char prelude[] =
		"local words, host = ... words.view = host.proxy { a = { 1 }, b = 'x' }\n"
		"words.list = host.proxy { 'x', 'y' }\n"
		"words.party = host.object({}, { __name = 'a party' })";
	char *source = xasprintf("return %s", expression);
	if (sandbox_run_prelude(s, "p", prelude, sizeof prelude - 1, &e) != 0 ||
	    sandbox_run(s, "f", source, strlen(source), &e) != 0)
		fail_msg("%s", e.text);
	free(source);
	return s;
}

static void assert_json(const char *expression, const char *expected)
{
	struct err e = { 0 };
	struct sandbox *s = value_of(expression);
	lua_State *L = sandbox_state(s);
	int top = lua_gettop(L);
	json_t *v = value_from_lua(L, -1, &e);
	if (!v)
		fail_msg("%s: %s", expression, e.text);
	char *text = json_dumps(v, JSON_ENCODE_ANY | JSON_COMPACT);
	assert_string_equal(text, expected);
	assert_int_equal(lua_gettop(L), top);
	free(text);
	json_decref(v);
	sandbox_free(s);
}

static void assert_refused(const char *expression, const char *expected)
{
	struct err e = { 0 };
	struct sandbox *s = value_of(expression);
	int top = lua_gettop(sandbox_state(s));
	assert_null(value_from_lua(sandbox_state(s), -1, &e));
	assert_int_equal(e.code, E_FLOW);
	assert_string_equal(e.text, expected);
	assert_int_equal(lua_gettop(sandbox_state(s)), top);
	sandbox_free(s);
}

static void plain_values_become_json(void **state)
{
	(void)state;
	assert_json("nil", "null");
	assert_json("true", "true");
	assert_json("'가나\\n'", "\"가나\\n\"");
	assert_json("{}", "{}");
	assert_json("{ 1, 2, { 'x' } }", "[1,2,[\"x\"]]");
	assert_json("{ nil, nil }", "{}");
	assert_json("{ a = { b = false } }", "{\"a\":{\"b\":false}}");
}

static void integers_and_floats_keep_their_kind_and_every_bit(void **state)
{
	(void)state;
	assert_json("{ 3, 3.0, 0.1 + 0.2, math.maxinteger, math.mininteger, 1e300 }",
	            "[3,3.0,0.30000000000000004,9223372036854775807,-9223372036854775808,"
	            "1.0000000000000001e300]");
}

static void the_same_table_always_gives_the_same_bytes(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++)
		assert_json("{ z = 1, a = 2, m = 3, k = 4, b = 5, y = 6, ['가'] = 7 }",
		            "{\"a\":2,\"b\":5,\"k\":4,\"m\":3,\"y\":6,\"z\":1,\"가\":7}");
}

/* Few keys are sorted otherwise than many. */
static void any_number_of_fields_is_in_order(void **state)
{
	(void)state;
	for (int n = 1; n <= 40; n++) {
		struct buf lua = { 0 }, json = { 0 };
		buf_adds(&lua, "{ ");
		for (int i = 0; i < n; i++)
			buf_addf(&lua, "k%02d = %d, ", (i * 7 + 3) % n, (i * 7 + 3) % n);
		bool each_once = n % 7 != 0;
		buf_adds(&lua, "}");
		for (int i = 0; i < n; i++)
			buf_addf(&json, "%c\"k%02d\":%d", i ? ',' : '{', i, i);
		buf_adds(&json, "}");
		if (each_once)
			assert_json(lua.data, json.data);
		buf_free(&lua);
		buf_free(&json);
	}
}

static void a_read_only_view_is_read_as_its_table(void **state)
{
	(void)state;
	assert_json("view", "{\"a\":[1],\"b\":\"x\"}");
	assert_json("{ list, list }", "[[\"x\",\"y\"],[\"x\",\"y\"]]");
}

static void what_does_not_fit_is_named_with_its_place(void **state)
{
	(void)state;
	assert_refused("type", "the value: a function cannot be kept");
	assert_refused("{ values = { passenger = { 1, 2, type } } }",
	               "values.passenger[3]: a function cannot be kept");
	assert_refused("{ { x = 0 / 0 } }", "[1].x: a number that is infinite or undefined (0/0)");
	assert_refused("{ x = math.huge }", "x: a number that is infinite or undefined (0/0)");
	assert_refused("{ x = '\\xff' }", "x: a text that is not UTF-8, or has a zero byte");
	assert_refused("{ x = '\\xed\\xa0\\x80' }",
	               "x: a text that is not UTF-8, or has a zero byte");
	assert_refused("{ x = 'a\\0b' }", "x: a text that is not UTF-8, or has a zero byte");
	assert_refused("{ ['a\\0b'] = 1 }", "the value: a field name with a zero byte");
	assert_refused("{ ['a\\0b'] = 1, a = 2 }", "the value: a field name with a zero byte");
	assert_refused("{ ['\\xff'] = 1 }", "the value: a field name that is not UTF-8");
	assert_refused("{ x = { 1, 2, y = 3 } }",
	               "x: a table with both positions and field names: use one of them");
	assert_refused(
		"{ [1] = 1, [3] = 3 }",
		"the value: a list with holes, or keys that are neither positions nor names");
	assert_refused(
		"{ [1.5] = 1 }",
		"the value: a list with holes, or keys that are neither positions nor names");
	assert_refused(
		"{ [true] = 1 }",
		"the value: a list with holes, or keys that are neither positions nor names");
	assert_refused("{ who = party }",
	               "who: an object of the engine cannot be kept: give one of its fields");
}

static void depth_circles_and_size_are_bounded(void **state)
{
	(void)state;
	assert_json("{{{{{{{{{{{{{{{{}}}}}}}}}}}}}}}}", "[[[[[[[[[[[[[[[{}]]]]]]]]]]]]]]]");
	assert_refused("{{{{{{{{{{{{{{{{{}}}}}}}}}}}}}}}}}",
	               "[1][1][1][1][1][1][1][1][1][1][1][1][1][1][1][1]: "
	               "tables inside of tables too deep, or in a circle");
	assert_refused("(function() local t = {} t.me = t return t end)()",
	               "me.me.me.me.me.me.me.me.me.me.me.me.me.me.me.me: tables inside of tables "
	               "too deep, or "
	               "in a circle");
	assert_refused("{ ('x'):rep(40000), ('y'):rep(40000) }",
	               "[2]: all together is larger than 64 KiB");
	assert_refused("(function() local t = {} for i = 1, 9000 do t[i] = 0 end return t end)()",
	               "the value: all together is larger than 64 KiB");
	assert_refused(
		"{ [('k'):rep(300)] = type }",
		"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"
		"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk...: "
		"a function cannot be kept");
}

static void another_cap_can_be_asked_for(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct sandbox *s = value_of("{ ('x'):rep(40000), ('y'):rep(40000) }");
	json_t *v = value_from_lua_within(sandbox_state(s), -1, 128 * 1024, &e);
	assert_non_null(v);
	json_decref(v);
	sandbox_free(s);
}

static void json_comes_back_as_it_went(void **state)
{
	(void)state;
	static const char text[] =
		"{\"a\":[1,2.0,\"가\",true,{}],\"b\":{\"c\":-9223372036854775808},\"n\":null}";
	struct err e = { 0 };
	struct sandbox *s = sandbox_new();
	lua_State *L = sandbox_state(s);
	json_t *in = json_loads(text, 0, NULL);
	value_to_lua(L, in);
	assert_int_equal(lua_gettop(L), 1);
	assert_int_equal(lua_getfield(L, 1, "n"), LUA_TNIL);
	lua_pop(L, 1);
	json_t *out = value_from_lua(L, 1, &e);
	json_object_del(in, "n");
	assert_true(json_equal(in, out));
	value_to_lua(L, NULL);
	assert_true(lua_isnil(L, -1));
	json_decref(in);
	json_decref(out);
	sandbox_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(plain_values_become_json),
		cmocka_unit_test(integers_and_floats_keep_their_kind_and_every_bit),
		cmocka_unit_test(the_same_table_always_gives_the_same_bytes),
		cmocka_unit_test(any_number_of_fields_is_in_order),
		cmocka_unit_test(a_read_only_view_is_read_as_its_table),
		cmocka_unit_test(what_does_not_fit_is_named_with_its_place),
		cmocka_unit_test(depth_circles_and_size_are_bounded),
		cmocka_unit_test(another_cap_can_be_asked_for),
		cmocka_unit_test(json_comes_back_as_it_went),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
