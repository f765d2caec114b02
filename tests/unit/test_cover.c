/* What ran of a file, also of the functions in it that nobody calls; and the budget holds as ever. */
#include "cover.h"

#include <lauxlib.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "sandbox.h"

#include <cmocka.h>

static const char source[] = "local n = 0\n"               /* 1 */
			     "local function never(x)\n"   /* 2 */
			     "  if x then\n"               /* 3 */
			     "    return 'a'\n"            /* 4 */
			     "  end\n"                     /* 5 */
			     "end\n"                       /* 6 */
			     "-- a remark\n"               /* 7 */
			     "while n < 3 do\n"            /* 8 */
			     "  n = n + 1\n"               /* 9 */
			     "end\n"                       /* 10 */
			     "if n > 3 then\n"             /* 11 */
			     "  never(\n"                  /* 12 */
			     "    n)\n"                    /* 13 */
			     "end\n"                       /* 14 */
			     "return { run = function()\n" /* 15 */
			     "  local m = n\n"             /* 16 */
			     "  return m\n"                /* 17 */
			     "end }\n";                    /* 18 */

static struct cover *learnt(const char *chunk, const char *text)
{
	struct err e = { 0 };
	struct cover *c = cover_new();
	if (cover_learn(c, chunk, text, strlen(text), &e))
		fail_msg("%s", e.text);
	return c;
}

static void lines_run_are_told_from_lines_that_could(void **state)
{
	(void)state;
	/* A function is made at its end, where its text is whole. */
	static const int64_t expected[] = { -1, 1, -1, 0, 0,  -1, 1, -1, 4, 3,
		                            -1, 1, 0,  0, -1, 1,  1, 1,  1 };
	struct err e = { 0 };
	struct cover *c = learnt("a/flow.lua", source);
	struct sandbox *s = sandbox_new();
	cover_start(c);
	assert_int_equal(sandbox_run(s, "a/flow.lua", source, strlen(source), &e), 0);
	/* in a coroutine of its own, as lanes are */
	lua_State *L = sandbox_state(s), *co = lua_newthread(L);
	int results;
	lua_getfield(L, -2, "run");
	lua_xmove(L, co, 1);
	assert_int_equal(sandbox_resume(s, co, 0, &results, &e), SANDBOX_RETURNED);
	cover_stop();
	for (int line = 0; line <= 19; line++)
		if (cover_line(c, "a/flow.lua", line) != (line < 19 ? expected[line] : -1))
			fail_msg("line %d: %lld", line,
			         (long long)cover_line(c, "a/flow.lua", line));
	assert_int_equal(cover_last_line(c, "a/flow.lua"), 18);
	sandbox_free(s);
	cover_free(c);
}

static void nothing_is_counted_after_the_stop_or_of_others(void **state)
{
	(void)state;
	struct err e = { 0 };
	static const char one[] = "return 1\n";
	struct cover *c = learnt("a/flow.lua", one);
	struct sandbox *s = sandbox_new();
	cover_start(c);
	assert_int_equal(sandbox_run(s, "b/flow.lua", one, strlen(one), &e), 0);
	cover_stop();
	assert_int_equal(sandbox_run(s, "a/flow.lua", one, strlen(one), &e), 0);
	assert_int_equal(cover_line(c, "a/flow.lua", 1), 0);
	assert_int_equal(cover_line(c, "b/flow.lua", 1), -1);
	sandbox_free(s);
	cover_free(c);
}

static void long_files_keep_their_lines(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct buf b = { 0 };
	buf_adds(&b, "local t = {}\n");
	for (int i = 0; i < 1000; i++) /* steps that fit a byte, and that do not */
		buf_addf(&b, "t[%d] = 'x'%s", i, i % 50 ? "\n" : "\n\n\n");
	for (int i = 0; i < 300; i++)
		buf_adds(&b, "\n");
	buf_adds(&b, "return t\n");
	struct cover *c = learnt("a/flow.lua", b.data);
	struct sandbox *s = sandbox_new();
	cover_start(c);
	assert_int_equal(sandbox_run(s, "a/flow.lua", b.data, b.len_bytes, &e), 0);
	cover_stop();
	int last = cover_last_line(c, "a/flow.lua"), ran = 0;
	assert_int_equal(last, 1 + 1000 + 40 + 300 + 1);
	for (int line = 1; line <= last; line++) {
		assert_int_not_equal(cover_line(c, "a/flow.lua", line), 0);
		ran += cover_line(c, "a/flow.lua", line) == 1;
	}
	assert_int_equal(ran, 1002);
	sandbox_free(s);
	cover_free(c);
	buf_free(&b);
}

static void the_budget_ends_a_watched_loop_at_the_same_place(void **state)
{
	(void)state;
	static const char *const text = "local n = 0\nreturn function()\nwhile true do\n"
					"n = n + 1\nif n < 0 then return n end\nend\nend\n";
	long long rounds[2];
	for (int watched = 0; watched < 2; watched++) {
		struct err e = { 0 };
		int results;
		struct cover *c = learnt("a/flow.lua", text);
		struct sandbox *s = sandbox_new();
		lua_State *L = sandbox_state(s);
		if (watched)
			cover_start(c);
		assert_int_equal(sandbox_run(s, "a/flow.lua", text, strlen(text), &e), 0);
		lua_State *co = lua_newthread(L);
		lua_pushvalue(L, -2);
		lua_xmove(L, co, 1);
		assert_int_equal(sandbox_resume(s, co, 0, &results, &e), SANDBOX_FAILED);
		cover_stop();
		assert_non_null(strstr(e.text, "1000000 instructions"));
		lua_getupvalue(L, -2, 1);
		rounds[watched] = lua_tointeger(L, -1);
		if (watched)
			assert_int_equal(cover_line(c, "a/flow.lua", 4), rounds[1]);
		sandbox_free(s);
		cover_free(c);
	}
	assert_true(rounds[0] > 1000);
	assert_int_equal(rounds[0], rounds[1]);
}

static void what_does_not_compile_is_an_error_with_its_line(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct cover *c = cover_new();
	static const char text[] = "return {\n";
	assert_int_equal(cover_learn(c, "a/flow.lua", text, strlen(text), &e), -1);
	assert_non_null(strstr(e.text, "a/flow.lua:"));
	cover_free(c);
}

/* "3: 4 x1, 6 x0": the decisions of a text after its function ran with each of the arguments. */
static char *ways_of(const char *text, const char *const *args)
{
	struct err e = { 0 };
	struct buf b = { 0 };
	struct cover *c = learnt("a/flow.lua", text);
	struct sandbox *s = sandbox_new();
	lua_State *L = sandbox_state(s);
	cover_start_whole(c);
	if (sandbox_run(s, "a/flow.lua", text, strlen(text), &e))
		fail_msg("%s", e.text);
	for (; *args; args++) {
		int results;
		lua_State *co = lua_newthread(L);
		lua_pushvalue(L, -2);
		lua_xmove(L, co, 1);
		lua_pushstring(co, **args ? *args : NULL);
		assert_int_equal(sandbox_resume(s, co, 1, &results, &e), SANDBOX_RETURNED);
		lua_pop(L, 1);
	}
	cover_stop();
	for (size_t i = 0; i < cover_decisions(c, "a/flow.lua"); i++) {
		struct cover_decision d;
		cover_decision(c, "a/flow.lua", i, &d);
		buf_addf(&b, "%s%d:", i ? "; " : "", d.line);
		for (size_t k = 0; k < d.count; k++)
			buf_addf(&b, "%s %d x%lld", k ? "," : "", d.ways[k].line,
			         (long long)d.ways[k].count);
	}
	sandbox_free(s);
	cover_free(c);
	return buf_take(&b);
}

static void both_ways_of_each_decision_are_counted(void **state)
{
	(void)state;
	static const struct {
		const char *text, *args[4], *ways;
	} rows[] = {
		{ "return function(a)\n if a then\n a = 1\n end\n return a\n end",
		  { "x" },
		  "2: 3 x1, 5 x0" },
		{ "return function(a)\n if a then return 1 end\n return a\n end",
		  { "x", "", "" },
		  "2: 2 x1, 3 x2" },
		{ "return function(a)\n if not a then a = 1 end\n return a\n end",
		  { "x", "x" },
		  "2: 2 x0, 3 x2" },
		/* a call in the rest of the line, and one in the condition */
		{ "local function f(x) return x end\n return function(a)\n if f(a) then f(1) end\n "
		  "f(2)\n end",
		  { "x", "" },
		  "3: 3 x1, 4 x1" },
		{ "local function f(x) return x end\n return function(a)\n if f(a) then return "
		  "f(1) end\n end",
		  { "x", "" },
		  "3: 3 x1, 4 x1" },
		/* several tests, one decision */
		{ "return function(a)\n if a and a ~= 'x' then return 1 end\n end",
		  { "x", "y" },
		  "2: 2 x1, 3 x1" },
		{ "return function(a)\n if a == 'x' or a == 'y' or not a then return 1 end\n end",
		  { "x", "", "z" },
		  "2: 2 x2, 3 x1" },
		{ "return function(a)\n if (a == 'x' or a == 'y') and #a == 1 then return 1 end\n "
		  "end",
		  { "x", "y", "" },
		  "2: 2 x2, 3 x1" },
		/* a choice */
		{ "local say = { m = 'm', n = 'n' }\n return function(a)\n"
		  " return (a == 'x' and say.m or say.n) .. '!'\n end",
		  { "x", "y", "z" },
		  "3: 3 x2, 3 x1" },
		{ "return function(a)\n local b = a or 'none'\n return b\n end",
		  { "" },
		  "2: 2 x1, 3 x0" },
		/* no decision: both ends are the same value, made */
		{ "return function(a)\n local b = a == 'x'\n return b\n end", { "x" }, "" },
		{ "return function(a)\n if a == 'x' then\n return 1\n elseif a == 'y' then\n "
		  "return 2\n"
		  " else\n return 3\n end\n end",
		  { "x", "z" },
		  "2: 3 x1, 4 x1; 4: 5 x0, 7 x1" },
		{ "return function(a)\n local n = 0\n while n < 3 do\n n = n + 1\n end\n return "
		  "n\n end",
		  { "x" },
		  "3: 4 x3, 6 x1" },
		{ "return function(a)\n local n = 0\n repeat\n n = n + 1\n until n == 3\n return "
		  "n\n end",
		  { "x" },
		  "5: 4 x2, 6 x1" },
		{ "return function(a)\n local n = 0\n for i = 1, 3 do n = n + i end\n return n\n "
		  "end",
		  { "x" },
		  "3: 3 x2, 4 x1" },
		{ "return function(a)\n local n = 0\n for _, v in ipairs { 1, 2 } do\n n = n + v\n "
		  "end\n return n\n end",
		  { "x" },
		  "3: 4 x2, 5 x1" },
		{ "return function(a)\n for _, v in ipairs {} do\n return v\n end\n end",
		  { "x" },
		  "2: 3 x0, 4 x1" },
		{ "local function fact(n) if n < 2 then return 1 end return n * fact(n - 1) end\n"
		  "return function(a) return fact(4) end",
		  { "x" },
		  "1: 1 x1, 1 x3" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *ways = ways_of(rows[i].text, rows[i].args);
		if (strcmp(ways, rows[i].ways))
			fail_msg("%s\n  expected %s\n  counted  %s", rows[i].text, rows[i].ways,
			         ways);
		free(ways);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lines_run_are_told_from_lines_that_could),
		cmocka_unit_test(nothing_is_counted_after_the_stop_or_of_others),
		cmocka_unit_test(long_files_keep_their_lines),
		cmocka_unit_test(the_budget_ends_a_watched_loop_at_the_same_place),
		cmocka_unit_test(both_ways_of_each_decision_are_counted),
		cmocka_unit_test(what_does_not_compile_is_an_error_with_its_line),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
