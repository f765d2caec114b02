/* A flow cannot leave its state, stall it or outgrow it, and is told so with file and line. */
#include "sandbox.h"

#include "base.h"

#include <dirent.h>
#include <lauxlib.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define CASES "tests/cases/sandbox/"

static const char prelude[] =
	"local words, host = ...\n"
	"function words.wait(kind) return host.effect(kind, { from = 'prelude' }) end\n"
	"words.fail = host.fail\n"
	"words.view = host.proxy { 10, 20, name = 'facts' }\n"
	"words.party = host.object({ name = 'caller' }, { __name = 'a party',\n"
	"  greet = function(self) return 'hello ' .. self.name end })\n"
	"words.say = host.object({}, { __name = 'say', __what = 'phrase' })\n"
	"function words.broken() local x = nil; return x.y end\n";

static struct sandbox *sandbox_with_words(void)
{
	struct err e = { 0 };
	struct sandbox *s = sandbox_new();
	if (sandbox_run_prelude(s, "prelude.lua", prelude, sizeof prelude - 1, &e) != 0)
		fail_msg("%s", e.text);
	lua_pop(sandbox_state(s), 1);
	return s;
}

static int run(struct sandbox *s, const char *source, struct err *e)
{
	*e = (struct err){ 0 };
	return sandbox_run(s, "flow.lua", source, strlen(source), e);
}

static void assert_runs(struct sandbox *s, const char *source)
{
	struct err e;
	if (run(s, source, &e) != 0)
		fail_msg("%s\n%s", source, e.text);
	lua_pop(sandbox_state(s), 1);
}

static void assert_gives(struct sandbox *s, const char *source, const char *expected)
{
	struct err e;
	if (run(s, source, &e) != 0)
		fail_msg("%s\n%s", source, e.text);
	assert_string_equal(lua_tostring(sandbox_state(s), -1), expected);
	lua_pop(sandbox_state(s), 1);
}

static void assert_fails(struct sandbox *s, const char *source, const char *expected)
{
	struct err e;
	int top = lua_gettop(sandbox_state(s));
	assert_int_equal(run(s, source, &e), -1);
	assert_int_equal(e.code, E_FLOW);
	assert_string_equal(e.text, expected);
	assert_int_equal(lua_gettop(sandbox_state(s)), top);
}

/* A coroutine on the main stack, with the function that source returns. */
static lua_State *coroutine(struct sandbox *s, const char *source)
{
	struct err e;
	lua_State *L = sandbox_state(s);
	if (run(s, source, &e) != 0)
		fail_msg("%s", e.text);
	lua_State *co = lua_newthread(L);
	lua_insert(L, -2);
	lua_xmove(L, co, 1);
	return co;
}

/* ---- what a flow can reach ---- */

static void a_flow_reaches_what_the_golden_file_names_and_nothing_else(void **state)
{
	(void)state;
	size_t n;
	struct err e = { 0 };
	char *golden = file_read(CASES "reachable.txt", 1 << 20, &n, &e);
	struct sandbox *s = sandbox_new();
	char *found = sandbox_reachable(s);
	assert_non_null(golden);
	assert_string_equal(found, golden);
	free(found);
	free(golden);
	sandbox_free(s);
}

static void the_walk_sees_upvalues_and_keys_that_are_tables(void **state)
{
	(void)state;
	static const char odd[] = "local words, host = ... local secret = { deep = { 1 } } local "
				  "by = { [secret] = true }\n"
				  "words.word = function() return secret, by end\n";
	struct err e;
	struct sandbox *s = sandbox_new();
	assert_int_equal(sandbox_run_prelude(s, "p.lua", odd, sizeof odd - 1, &e), 0);
	char *found = sandbox_reachable(s);
	assert_non_null(strstr(found, "word^1secret.deep.1 number\n"));
	assert_non_null(strstr(found, "word^2by.[key] table\n"));
	assert_null(strstr(found, "host"));
	free(found);
	sandbox_free(s);
}

static void no_metatable_holds_a_finalizer_or_a_closer(void **state)
{
	(void)state;
	struct sandbox *s = sandbox_with_words();
	char *found = sandbox_reachable(s);
	assert_null(strstr(found, "__gc"));
	assert_null(strstr(found, "__close"));
	assert_null(strstr(found, "__mode"));
	assert_null(strstr(found, "__concat"));
	free(found);
	sandbox_free(s);
}

static void one_run_leaves_nothing_for_the_next(void **state)
{
	(void)state;
	struct sandbox *a = sandbox_with_words(), *b = sandbox_with_words();
	char *before = sandbox_reachable(b);
	const char *tries[] = { "_ENV.leak = 1",  "leak = 1",
		                "math.leak = 1",  "local s = 'x' s.leak = 1",
		                "party.leak = 1", "view.leak = 1",
		                "say.leak = 1",   "string.leak = 1" };
	for (size_t i = 0; i < COUNT_OF(tries); i++) {
		struct err e;
		assert_int_equal(run(a, tries[i], &e), -1);
		assert_int_equal(run(b, "return leak", &e), -1);
	}
	for (int i = 0; i < 2; i++) {
		char *after = sandbox_reachable(i ? b : a);
		assert_string_equal(before, after);
		free(after);
	}
	assert_fails(a, "return leak", "flow.lua:1: 'leak' is not a word of the flow language");
	free(before);
	sandbox_free(a);
	sandbox_free(b);
}

/* ---- attacks ---- */

/* "-- expect: …" of the first line, and source as the second line "-- build: head | piece | count | tail" wants it. */
struct attack {
	char expect[120];
	char *source;
	size_t len_bytes;
};

static void read_attack(const char *path, struct attack *a)
{
	struct err e = { 0 };
	size_t n;
	char *text = file_read(path, 1 << 20, &n, &e), head[80] = "", piece[80] = "", tail[80] = "";
	int count = 0;
	assert_non_null(text);
	assert_int_equal(sscanf(text, "-- expect: %119[^\n]", a->expect), 1);
	const char *build = strstr(text, "\n-- build: ");
	if (!build) {
		a->source = text;
		a->len_bytes = n;
		return;
	}
	assert_true(sscanf(build, "\n-- build: %79[^|]| %79[^|]| %d | %79[^\n]", head, piece,
	                   &count, tail) >= 3);
	struct buf b = { 0 };
	buf_adds(&b, head);
	for (int i = 0; i < count; i++)
		buf_adds(&b, piece);
	for (int i = 0; i < count && *tail && strcmp(tail, "1") != 0; i++) {
		buf_adds(&b, tail);
		buf_adds(&b, " ");
	}
	a->len_bytes = b.len_bytes;
	a->source = buf_take(&b);
	free(text);
}

static int64_t cpu_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* Runs the file; a function that it returns is run as a flow, its waits answered with nothing. */
static void attack_once(struct sandbox *s, const struct attack *a, struct err *e)
{
	lua_State *L = sandbox_state(s);
	if (sandbox_run(s, "attack.lua", a->source, a->len_bytes, e) != 0)
		return;
	if (lua_isfunction(L, -1)) {
		lua_State *co = lua_newthread(L);
		int n;
		lua_insert(L, -2);
		lua_xmove(L, co, 1);
		for (int i = 0; i < 1000 && sandbox_resume(s, co, 0, &n, e) == SANDBOX_YIELDED; i++)
			lua_pop(co, n);
	}
	lua_pop(L, 1);
}

static int is_lua(const struct dirent *d)
{
	return strstr(d->d_name, ".lua") != NULL;
}

static void every_attack_ends_in_its_class_and_leaves_the_state_usable(void **state)
{
	(void)state;
	struct dirent **files;
	int n = scandir(CASES "attacks", &files, is_lua, alphasort);
	int wrong = 0;
	int64_t worst_us = 0;
	char worst[256] = "";
	assert_true(n > 100);
	for (int i = 0; i < n; i++) {
		char path[300];
		struct attack a = { 0 };
		struct err e = { 0 };
		snprintf(path, sizeof path, CASES "attacks/%s", files[i]->d_name);
		read_attack(path, &a);
		struct sandbox *s = sandbox_with_words();
		int64_t began_us = cpu_us();
		attack_once(s, &a, &e);
		int64_t took_us = cpu_us() - began_us;
		if (took_us > worst_us) {
			worst_us = took_us;
			snprintf(worst, sizeof worst, "%s", files[i]->d_name);
		}
		if (getenv("ATTACK_TIMES"))
			printf("# %7lld us %s: %s\n", (long long)took_us, files[i]->d_name, e.text);
		if (!strstr(e.text, strcmp(a.expect, "ok") == 0 ? "" : a.expect) ||
		    (strcmp(a.expect, "ok") == 0 && e.text[0]))
			printf("# %s: expected '%s', got '%s'\n", files[i]->d_name, a.expect,
			       e.text),
				wrong++;
		if (e.text[0])
			assert_non_null(strstr(e.text, "attack.lua:"));
		assert_gives(s, "return party:greet()", "hello caller");
		assert_int_equal(lua_gettop(sandbox_state(s)), 0);
		sandbox_free(s);
		free(a.source);
		free(files[i]);
	}
	free(files);
	assert_int_equal(wrong, 0);
	printf("# %d attacks, worst: %s, %lld us of CPU\n", n, worst, (long long)worst_us);
}

static void compiled_lua_is_not_run(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct sandbox *s = sandbox_new();
	assert_int_equal(sandbox_run(s, "flow.lua", "\x1BLua\x54\0", 6, &e), -1);
	assert_string_equal(e.text, "flow.lua:1: this is compiled Lua: give the source text");
	sandbox_free(s);
}

static void a_state_keeps_its_size_after_many_failures(void **state)
{
	(void)state;
	struct err e;
	struct sandbox *s = sandbox_with_words();
	size_t first = 0;
	for (int i = 0; i < 50; i++) {
		run(s, "local t = {} for i = 1, 30000 do t[i] = { i } end error(t)", &e);
		lua_gc(sandbox_state(s), LUA_GCCOLLECT);
		if (i == 5)
			first = sandbox_bytes(s);
	}
	assert_int_equal(sandbox_bytes(s), first);
	sandbox_free(s);
}

/* ---- errors ---- */

static void errors_name_file_and_line_of_the_flow(void **state)
{
	(void)state;
	struct sandbox *s = sandbox_with_words();
	assert_fails(s, "\nlocal x = 1 +", "flow.lua:2: unexpected symbol near <eof>");
	assert_fails(s, "\n\nlocal t = nil\nreturn t.x",
	             "flow.lua:4: attempt to index a nil value (local 't')");
	assert_fails(s, "\nsay_hello()",
	             "flow.lua:2: 'say_hello' is not a word of the flow language");
	assert_fails(s, "x = 1",
	             "flow.lua:1: 'x' is not a word of the flow language: a name of your own "
	             "begins with 'local'");
	assert_fails(s, "return say.hallo", "flow.lua:1: 'hallo' is not a phrase of say");
	assert_fails(s, "\nfail('ask(field): no')", "flow.lua:2: ask(field): no");
	assert_fails(s, "\nfail('case:now', 'no')", "flow.lua:2: case:now: no; usage: case:now()");
	assert_fails(s, "fail('minutes', 'no', 'witin', { within = true, about = true })",
	             "flow.lua:1: minutes: no: did you mean 'within'?; usage: minutes(number)");
	assert_fails(s, "error('mine', 0)", "flow.lua:1: mine");
	assert_fails(s, "error('mine', 2)", "flow.lua:1: mine");
	assert_fails(s, "error(nil)",
	             "flow.lua:1: an error was raised without a text: error(\"what to do\")");
	assert_fails(s, "\nbroken()",
	             "flow.lua:2: prelude.lua:8: attempt to index a nil value (local 'x')");
	assert_fails(s, "while true do end",
	             "flow.lua:1: the flow used more than 1000000 instructions, or 250 ms, between "
	             "two waits: a loop that never waits, or too much work on long texts?");
	assert_fails(s, "\nwait('x')",
	             "flow.lua:2: a flow cannot wait while its file is read: wait inside run = "
	             "function(case)");
	sandbox_free(s);
}

static void what_is_over_a_limit_is_told_with_the_limit_and_what_to_do(void **state)
{
	(void)state;
	static const char *const over[][2] = {
		{ "while true do end", "flow.lua:1: the flow used more than 1000000 instructions, "
		                       "or 250 ms, between two waits: a "
		                       "loop that never waits, or too much work on long texts?" },
		{ "local s = 'x' while true do s = s .. s end",
		  "flow.lua:1: the flow builds a text of more than 64 KiB" },
		{ "local t = {} for i = 1, 30000 do t[i] = { ('x'):rep(100) .. i } end",
		  "flow.lua:1: the flow needs more than 4 MiB" },
		{ "local t = {} for i = 1, 1e6 do t[i] = i end",
		  "flow.lua:1: the flow needs more than 4 MiB, or a table of more than 32768 "
		  "entries" },
		{ "local function f(n) return 1 + f(n + 1) end return f(1)",
		  "flow.lua:1: the flow needs more than 4 MiB: a function that calls itself "
		  "without end?" },
		{ "local function more(...) if select('#', ...) > 2000 then while true do local n "
		  "= "
		  "select('#', ...) end end return more(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, ...) end "
		  "return more()",
		  "flow.lua:1: a function was given more than 250 values: hand over a table" },
	};
	for (size_t i = 0; i < COUNT_OF(over); i++) {
		struct err e;
		struct sandbox *s = sandbox_new();
		assert_int_equal(run(s, over[i][0], &e), -1);
		assert_string_equal(e.text, over[i][1]);
		sandbox_free(s);
	}
}

static void an_error_text_is_one_line_of_valid_utf8(void **state)
{
	(void)state;
	struct err e;
	struct sandbox *s = sandbox_new();
	run(s, "error('\\xff\\n가', 0)", &e);
	assert_string_equal(e.text, "flow.lua:1: ? ???");
	run(s, "error(('가'):rep(1000), 0)", &e);
	assert_int_equal((strlen(e.text) - strlen("flow.lua:1: ")) % 3, 0);
	sandbox_free(s);
}

/* The second state gets the code that the first one compiled, and later ones what pushed it out. */
static void a_text_compiled_before_behaves_as_the_first_time(void **state)
{
	(void)state;
	for (int round = 0; round < 100; round++) {
		char source[160], expected[100];
		struct sandbox *s = sandbox_with_words();
		snprintf(source, sizeof source,
		         "local a = %d\nlocal function f(x) return x + a end\nreturn f(1)",
		         round % 40);
		snprintf(expected, sizeof expected, "%d", round % 40 + 1);
		assert_gives(s, source, expected);
		assert_gives(s, source, expected);
		assert_fails(s, "local x = nil\n\nreturn x.y",
		             "flow.lua:3: attempt to index a nil value (local 'x')");
		assert_fails(s, "\nreturn 1 +", "flow.lua:2: unexpected symbol near <eof>");
		assert_fails(
			s, "leak = 1",
			"flow.lua:1: 'leak' is not a word of the flow language: a name of your own "
			"begins with 'local'");
		sandbox_free(s);
	}
}

static void the_same_text_under_another_name_is_blamed_under_that_name(void **state)
{
	(void)state;
	struct err e = { 0 }, other = { 0 };
	struct sandbox *s = sandbox_new();
	assert_int_equal(sandbox_run(s, "one.lua", "return nono", 11, &e), -1);
	assert_int_equal(sandbox_run(s, "two.lua", "return nono", 11, &other), -1);
	assert_string_equal(e.text, "one.lua:1: 'nono' is not a word of the flow language");
	assert_string_equal(other.text, "two.lua:1: 'nono' is not a word of the flow language");
	sandbox_free(s);
}

static void a_source_over_256_kib_is_refused_with_its_size(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct sandbox *s = sandbox_new();
	char *source = xmalloc(SANDBOX_SOURCE_BYTES + 1);
	memset(source, ' ', SANDBOX_SOURCE_BYTES + 1);
	assert_int_equal(sandbox_run(s, "flow.lua", source, SANDBOX_SOURCE_BYTES, &e), 0);
	assert_int_equal(sandbox_run(s, "flow.lua", source, SANDBOX_SOURCE_BYTES + 1, &e), -1);
	assert_string_equal(e.text,
	                    "flow.lua:1: the file has 257 KiB, at most 256 KiB are read: split it");
	free(source);
	sandbox_free(s);
}

static void a_byte_order_mark_is_skipped(void **state)
{
	(void)state;
	struct sandbox *s = sandbox_new();
	assert_gives(s, "\xEF\xBB\xBFreturn 'x'", "x");
	sandbox_free(s);
}

static void a_chunk_leaves_exactly_one_result(void **state)
{
	(void)state;
	struct err e;
	struct sandbox *s = sandbox_new();
	assert_int_equal(run(s, "", &e), 0);
	assert_int_equal(lua_gettop(sandbox_state(s)), 1);
	assert_true(lua_isnil(sandbox_state(s), -1));
	assert_int_equal(run(s, "return 1, 2, 3", &e), 0);
	assert_int_equal(lua_gettop(sandbox_state(s)), 2);
	assert_int_equal(lua_tointeger(sandbox_state(s), -1), 1);
	sandbox_free(s);
}

/* ---- waiting ---- */

static void a_flow_waits_and_goes_on_with_the_answer(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct sandbox *s = sandbox_with_words();
	lua_State *co = coroutine(
		s, "return function(case)\n local a = wait('ask')\n return case .. a end");
	int n, line;
	char file[128];
	lua_pushstring(co, "case 1 ");
	assert_int_equal(sandbox_resume(s, co, 1, &n, &e), SANDBOX_YIELDED);
	assert_int_equal(n, 2);
	assert_int_equal(lua_gettop(co), 2);
	assert_string_equal(lua_tostring(co, 1), "ask");
	assert_true(lua_istable(co, 2));
	sandbox_where(co, file, &line);
	assert_string_equal(file, "flow.lua");
	assert_int_equal(line, 2);
	lua_pop(co, n);
	lua_pushstring(co, "yes");
	assert_int_equal(sandbox_resume(s, co, 1, &n, &e), SANDBOX_RETURNED);
	assert_int_equal(n, 1);
	assert_string_equal(lua_tostring(co, -1), "case 1 yes");
	lua_pop(co, 1);
	assert_int_equal(sandbox_resume(s, co, 0, &n, &e), SANDBOX_FAILED);
	assert_string_equal(e.text, "this part of the flow has ended and cannot go on");
	sandbox_free(s);
}

static void two_coroutines_of_a_state_wait_side_by_side(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct sandbox *s = sandbox_with_words();
	int n;
	lua_State *a = coroutine(s, "return function() return 'a' .. wait('x') .. wait('y') end");
	lua_State *b = coroutine(s, "return function() wait('z') local t = nil; return t.x end");
	assert_int_equal(sandbox_resume(s, a, 0, &n, &e), SANDBOX_YIELDED);
	lua_pop(a, n);
	assert_int_equal(sandbox_resume(s, b, 0, &n, &e), SANDBOX_YIELDED);
	lua_pop(b, n);
	lua_pushstring(a, "1");
	assert_int_equal(sandbox_resume(s, a, 1, &n, &e), SANDBOX_YIELDED);
	assert_string_equal(lua_tostring(a, 1), "y");
	lua_pop(a, n);
	assert_int_equal(sandbox_resume(s, b, 0, &n, &e), SANDBOX_FAILED);
	assert_string_equal(e.text, "flow.lua:1: attempt to index a nil value (local 't')");
	lua_pushstring(a, "2");
	assert_int_equal(sandbox_resume(s, a, 1, &n, &e), SANDBOX_RETURNED);
	assert_string_equal(lua_tostring(a, -1), "a12");
	assert_int_equal(sandbox_resume(s, b, 0, &n, &e), SANDBOX_FAILED);
	sandbox_free(s);
}

static void the_budget_is_new_at_every_resume_and_holds_in_each(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct sandbox *s = sandbox_with_words();
	int n;
	lua_State *co = coroutine(
		s, "return function() for k = 1, 4 do for i = 1, 400000 do end wait('x') end\n"
		   "while true do end end");
	for (int i = 0; i < 4; i++) {
		assert_int_equal(sandbox_resume(s, co, 0, &n, &e), SANDBOX_YIELDED);
		lua_pop(co, n);
	}
	assert_int_equal(sandbox_resume(s, co, 0, &n, &e), SANDBOX_FAILED);
	assert_non_null(strstr(e.text, "flow.lua:2: the flow used more than 1000000 instructions"));
	sandbox_free(s);
}

static void what_the_engine_pushes_between_two_runs_is_not_capped(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct sandbox *s = sandbox_with_words();
	lua_State *L = sandbox_state(s);
	char *large = xcalloc(1, 8 << 20);
	assert_int_equal(run(s, "return +", &e), -1);
	lua_pushlstring(L, large, 8 << 20);
	assert_int_equal(run(s, "return ('x'):rep(1000) .. 'y'", &e), -1);
	assert_string_equal(e.text, "flow.lua:1: the flow needs more than 4 MiB");
	lua_pop(L, 1);
	lua_gc(L, LUA_GCCOLLECT);
	assert_runs(s, "return ('x'):rep(1000) .. 'y'");
	free(large);
	sandbox_free(s);
}

/* ---- the words ---- */

static void pairs_walks_numbers_then_texts_then_booleans(void **state)
{
	(void)state;
	static const char walk[] = "local t = { [true] = 1, [false] = 1, b = 1, a = 1, ['가'] = 1, "
				   "B = 1, [''] = 1, [3] = 1, [-1] = 1,\n"
				   "  [1.5] = 1, [1] = 1, [2] = 1, [2^63] = 1, [-2.5] = 1, [-1.5] "
				   "= 1, [math.maxinteger] = 1, ['a\\0b'] = 1 }\n"
				   "local out = {}\n"
				   "for k in pairs(t) do out[#out + 1] = tostring(k) end\n"
				   "return table.concat(out, ' ')";
	static const char expected[] =
		"-2.5 -1.5 -1 1 1.5 2 3 9223372036854775807 9.2233720368548e+18  B a a\0b b "
		"가 false true";
	struct err e;
	struct sandbox *s = sandbox_new();
	for (int i = 0; i < 20; i++) {
		size_t n;
		assert_int_equal(run(s, walk, &e), 0);
		const char *got = lua_tolstring(sandbox_state(s), -1, &n);
		assert_int_equal(n, sizeof expected - 1);
		assert_memory_equal(got, expected, n);
	}
	sandbox_free(s);
}

static void pairs_walks_the_keys_that_were_there_when_it_began(void **state)
{
	(void)state;
	struct sandbox *s = sandbox_with_words();
	assert_gives(s,
	             "local t, out = { a = 1, b = 2, c = 3 }, ''\n"
	             "for k, v in pairs(t) do out = out .. k .. v t.b = nil t.z = 1 t.c = 9 end "
	             "return out",
	             "a1c9");
	assert_gives(s,
	             "local out = '' for k, v in pairs(view) do out = out .. k .. '=' .. v .. ' ' "
	             "end return out",
	             "1=10 2=20 name=facts ");
	assert_gives(s, "local n = 0 for k in pairs(math) do n = n + 1 end return n", "15");
	assert_gives(s,
	             "local out = '' for i, v in ipairs(view) do out = out .. i .. v end return "
	             "out .. #view",
	             "1102202");
	sandbox_free(s);
}

static void texts_have_their_words(void **state)
{
	(void)state;
	struct sandbox *s = sandbox_with_words();
	assert_gives(s, "return text.match('010-1234-5678', '(\\\\d+)-(\\\\d+)')", "010");
	assert_gives(
		s,
		"local a, b, c = text.match('b', '(a)?(b)') assert(a == nil and c == nil) return b",
		"b");
	assert_gives(s,
	             "local from, to, g = text.find('택시 12', '(\\\\d)(\\\\d)') return from .. "
	             "',' .. to .. g",
	             "8,91");
	assert_gives(s, "return tostring(text.find('aXa', 'a', 2))", "3");
	assert_gives(
		s,
		"return tostring(text.find('abc', 'c', -1)) .. tostring(text.find('abc', 'a', 5))",
		"3nil");
	assert_gives(s, "return table.concat(text.split('a, b,c,', ',\\\\s*'), '|')", "a|b|c|");
	assert_gives(s, "return table.concat(text.split('abc', ''), '|')", "abc");
	assert_gives(s, "return table.concat(text.split('가나', 'x*'), '|')", "가나");
	assert_gives(s, "return text.trim(' \\u{3000}가 나\\u{a0}\\n')", "가 나");
	assert_gives(s, "return text.trim('  ') .. text.trim('')", "");
	assert_gives(s, "return text.nfc('\\u{1100}\\u{1161}')", "가");
	sandbox_free(s);
}

static void strings_have_their_words(void **state)
{
	(void)state;
	struct sandbox *s = sandbox_with_words();
	assert_gives(s, "return ('aZ[@`{가'):upper() .. ('aZ[@`{가'):lower()", "AZ[@`{가az[@`{가");
	assert_gives(s, "return ('abc'):reverse() .. ('ab'):rep(3, '-') .. ('x'):rep(0)",
	             "cbaab-ab-ab");
	assert_gives(s, "return string.char(104, 105) .. utf8.char(0xAC00, 33) .. utf8.char()",
	             "hi가!");
	assert_gives(s, "local a, b = ('hi'):byte(-2, -1) return a + b", "209");
	assert_gives(s, "return utf8.codepoint('가') .. ' ' .. utf8.len('가나') .. ' ' .. #'가'",
	             "44032 2 3");
	assert_gives(s,
	             "return ('%5.1f|%-5s|%5s|%03d|%x|%s|%%|%s'):format(3.14159, 'a', 'b', 7, 255, "
	             "nil, true)",
	             "  3.1|a    |    b|007|ff|nil|%|true");
	assert_gives(s, "return ('%.4s|'):format('가나')", "가|");
	assert_gives(s, "return ('%s %s %s'):format({}, 1.5, 10) .. ('%d%%'):format(3)",
	             "table 1.5 103%");
	assert_gives(s, "return ('').format('')", "");
	assert_fails(s, "return string.format('%d')",
	             "flow.lua:1: bad argument #2 to 'format' (a value is missing); "
	             "usage: string.format(format, value, …)");
	assert_fails(s, "return string.format('%s')",
	             "flow.lua:1: bad argument #2 to 'format' (a value is missing); "
	             "usage: string.format(format, value, …)");
	assert_fails(s, "return ('100%'):format()",
	             "flow.lua:1: string.format: the format ends in a lone '%'");
	sandbox_free(s);
}

static void tables_have_their_words(void **state)
{
	(void)state;
	struct sandbox *s = sandbox_with_words();
	assert_gives(
		s,
		"local t = { 3, 1, 2 } table.insert(t, 0) table.insert(t, 1, 9) table.sort(t)\n"
		"return table.concat(t, ',')",
		"0,1,2,3,9");
	assert_gives(s,
	             "local t = { 'b1', 'a1', 'b2', 'a2' }\n"
	             "table.sort(t, function(x, y) return x:sub(1, 1) < y:sub(1, 1) end)\n"
	             "return table.concat(t, ' ')",
	             "a1 a2 b1 b2");
	assert_gives(
		s,
		"local t = { 1, 2, 3 } assert(table.remove(t) == 3 and table.remove(t, 1) == 1)\n"
		"assert(table.remove({}) == nil) return t[1] .. #t",
		"21");
	assert_gives(s,
	             "local t = { 'b', '가', 'a', '', 'ab', 'B' } table.sort(t)\n"
	             "return table.concat(t, ',')",
	             ",B,a,ab,b,가");
	assert_gives(s, "return table.concat(table.move({ 1, 2, 3 }, 1, 3, 2), ',')", "1,1,2,3");
	assert_gives(s, "return table.concat(table.move({ 1, 2, 3 }, 2, 3, 1), ',')", "2,3,3");
	assert_gives(s, "return table.concat(table.move(view, 1, 2, 1, {}), ',')", "10,20");
	assert_gives(s, "return select('#', table.unpack({ 1, nil, 3 }, 1, 3))", "3");
	assert_gives(s, "return table.concat({ 1, 2.5, 'x' }, ', ', 2) .. table.concat({})",
	             "2.5, x");
	assert_fails(s, "return table.concat({ 1, {} })",
	             "flow.lua:1: table.concat: value 2 is a table, not a text");
	assert_fails(s, "table.sort(view)", "flow.lua:1: table.sort: this table is read-only");
	sandbox_free(s);
}

static void objects_give_fields_and_methods_and_cannot_be_changed(void **state)
{
	(void)state;
	struct sandbox *s = sandbox_with_words();
	assert_gives(s, "return party.name .. '/' .. party:greet()", "caller/hello caller");
	assert_fails(s, "\nparty.name = 'x'",
	             "flow.lua:2: a party.name cannot be changed: it is read-only");
	assert_fails(s, "return party.phone",
	             "flow.lua:1: 'phone' is not a field of a party: known are name, greet");
	assert_fails(s, "return party.nmae",
	             "flow.lua:1: 'nmae' is not a field of a party: did you mean 'name'?");
	assert_fails(s, "return view.x.y", "flow.lua:1: attempt to index a nil value (field 'x')");
	sandbox_free(s);
}

static void the_prelude_cannot_add_a_word_after_it_has_run(void **state)
{
	(void)state;
	static const char late[] = "local words = ... function words.late() words.extra = 1 end";
	struct err e;
	struct sandbox *s = sandbox_new();
	assert_int_equal(sandbox_run_prelude(s, "p.lua", late, sizeof late - 1, &e), 0);
	assert_fails(s, "late() return extra",
	             "flow.lua:1: 'extra' is not a word of the flow language");
	sandbox_free(s);
}

/* What a program says that dies of a Lua error outside of protected code; the caller frees. */
static char *last_words(const char *message)
{
	int out[2];
	assert_int_equal(pipe(out), 0);
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct rlimit none = { 0, 0 };
		setrlimit(RLIMIT_CORE, &none);
		signal(SIGABRT, SIG_DFL);
		dup2(out[1], STDERR_FILENO);
		lua_State *L = sandbox_state(sandbox_new());
		lua_pushstring(L, message);
		lua_error(L);
	}
	close(out[1]);
	struct buf b = { 0 };
	char chunk[512];
	for (ssize_t n; (n = read(out[0], chunk, sizeof chunk)) > 0;)
		buf_add(&b, chunk, (size_t)n);
	close(out[0]);
	int status;
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_false(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	return buf_take(&b);
}

static void a_panic_says_where_and_nothing_that_people_said(void **state)
{
	(void)state;
	static const struct {
		const char *raised, *said;
	} rows[] = {
		{ "flow.lua:12: call 010-1234-5678", "protected code at flow.lua:12\n" },
		{ "홍길동: 010-1234-5678", "protected code at \n" },
		{ "010-1234-5678", "protected code at \n" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *said = last_words(rows[i].raised);
		assert_non_null(strstr(said, rows[i].said));
		assert_null(strstr(said, "1234"));
		free(said);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_panic_says_where_and_nothing_that_people_said),
		cmocka_unit_test(a_flow_reaches_what_the_golden_file_names_and_nothing_else),
		cmocka_unit_test(the_walk_sees_upvalues_and_keys_that_are_tables),
		cmocka_unit_test(no_metatable_holds_a_finalizer_or_a_closer),
		cmocka_unit_test(one_run_leaves_nothing_for_the_next),
		cmocka_unit_test(every_attack_ends_in_its_class_and_leaves_the_state_usable),
		cmocka_unit_test(compiled_lua_is_not_run),
		cmocka_unit_test(a_state_keeps_its_size_after_many_failures),
		cmocka_unit_test(errors_name_file_and_line_of_the_flow),
		cmocka_unit_test(what_is_over_a_limit_is_told_with_the_limit_and_what_to_do),
		cmocka_unit_test(an_error_text_is_one_line_of_valid_utf8),
		cmocka_unit_test(a_text_compiled_before_behaves_as_the_first_time),
		cmocka_unit_test(the_same_text_under_another_name_is_blamed_under_that_name),
		cmocka_unit_test(a_source_over_256_kib_is_refused_with_its_size),
		cmocka_unit_test(a_byte_order_mark_is_skipped),
		cmocka_unit_test(a_chunk_leaves_exactly_one_result),
		cmocka_unit_test(a_flow_waits_and_goes_on_with_the_answer),
		cmocka_unit_test(two_coroutines_of_a_state_wait_side_by_side),
		cmocka_unit_test(the_budget_is_new_at_every_resume_and_holds_in_each),
		cmocka_unit_test(what_the_engine_pushes_between_two_runs_is_not_capped),
		cmocka_unit_test(pairs_walks_numbers_then_texts_then_booleans),
		cmocka_unit_test(pairs_walks_the_keys_that_were_there_when_it_began),
		cmocka_unit_test(texts_have_their_words),
		cmocka_unit_test(strings_have_their_words),
		cmocka_unit_test(tables_have_their_words),
		cmocka_unit_test(objects_give_fields_and_methods_and_cannot_be_changed),
		cmocka_unit_test(the_prelude_cannot_add_a_word_after_it_has_run),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
