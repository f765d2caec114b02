/* Our own Lua: called with JSON, answers JSON, reaches no file and no clock. */
#include "trusted.h"

#include "base.h"
#include "embedded.h"
#include "json_doc.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* Files of this test in place of those in the binary. */
#define FILE_OF(at, text)                                                \
	{                                                                \
		.path = at, .data = text, .size_bytes = sizeof(text) - 1 \
	}
const struct embedded embedded_files[] = {
	FILE_OF("lua/assent/test.lua",
	        "local other = import 'assent/other'\n"
	        "local M = { verify = 'standard', list = { 1, 2 }, fn = print, calls = 0 }\n"
	        "function M.echo(...) return ... end\n"
	        "function M.second(a, b) return b end\n"
	        "function M.kinds(v) return { type(v), tostring(v == null), math.type(v) } end\n"
	        "function M.with_null() return { a = null, b = { null, 1 } } end\n"
	        "function M.other() return other.word end\n"
	        "function M.same() return other == import 'assent/other' end\n"
	        "function M.find(s) return s:match('%d+') .. ('x'):rep(2000):sub(1, 1) end\n"
	        "function M.fails() error('no such event') end\n"
	        "function M.fails_with_table() error({}) end\n"
	        "function M.spins() while true do pcall(function() while true do end end) end end\n"
	        "function M.answers_function() return { f = M.echo } end\n"
	        "function M.whole(_, body) return body end\n"
	        "function M.part(_, body) return { body.a.b, body.list[2].x, #body.list } end\n"
	        "function M.missing(_, body) return { body.nothing == nil, body[1] == nil,\n"
	        "  body.n == nil, #body, type(body), type(body.a) } end\n"
	        "function M.walk(_, body) local t = {}\n"
	        "  for k, v in pairs(body) do t[#t + 1] = k .. '=' .. type(v) end\n"
	        "  for i, v in ipairs(body.list or {}) do t[#t + 1] = i .. ':' .. type(v) end\n"
	        "  table.sort(t) return t end\n"
	        "function M.change(_, body) body.a = 1 end\n"
	        "function M.keep(_, body) M.kept = body.a return true end\n"
	        "function M.look_later() return M.kept.b end\n"
	        "function M.answer_later() return { M.kept } end\n"
	        "function M.pick(_, body) return { pick(body, { a = 1, n = 1, x = 1 }),\n"
	        "  pick({ a = 1, b = 2 }, { b = true }), pick({}, {}) } end\n"
	        "function M.large(n) return ('x'):rep(n) end\n"
	        "local number = pattern '(\\\\d{3})(-)?(x)?'\n"
	        "function M.searches(s) return { number:find(s) } end\n"
	        "function M.searches_from(s, i) return number:test(s, i) end\n"
	        "function M.replaces(s) return number:gsub(s, '#') end\n"
	        "function M.spells(s) return { unicode.spelling(s), unicode.bare(s) } end\n"
	        "function M.compiles(s) return pattern(s):test('') end\n"
	        "function M.labours(n) return pattern('(a|a)+$'):test(('a'):rep(n) .. 'b') end\n"
	        "function M.names() local t = {}\n"
	        "  for _, g in ipairs { _G, string, math } do for k in pairs(g) do t[k] = true end "
	        "end return t end\n"
	        "return M\n"),
	FILE_OF("lua/assent/other.lua", "return { word = 'other' }"),
	FILE_OF("lua/assent/broken.lua", "return {\n  x = = 1 }"),
	FILE_OF("lua/assent/nothing.lua", "local x = 1"),
	FILE_OF("lua/assent/circle.lua", "return import 'assent/circle'"),
	FILE_OF("lua/assent/lost.lua", "return import 'assent/not_there'"),
	{ .path = NULL },
};

const struct embedded *embedded_find(const char *path)
{
	for (const struct embedded *f = embedded_files; f->path; f++) {
		if (strcmp(f->path, path) == 0)
			return f;
	}
	return NULL;
}

static struct trusted *module_of_the_test(void)
{
	struct err e = { 0 };
	struct trusted *t = trusted_new("assent/test", &e);
	if (!t)
		fail_msg("%s", e.text);
	return t;
}

/* args and expected are JSON. */
static void assert_answers(const char *name, const char *args, const char *expected)
{
	struct err e = { 0 };
	struct trusted *t = module_of_the_test();
	json_t *list = json_loads(args, 0, NULL);
	json_t *answer = trusted_call(t, name, list, &e);
	if (!answer)
		fail_msg("%s", e.text);
	char *text = json_dumps(answer, JSON_ENCODE_ANY | JSON_COMPACT);
	assert_string_equal(text, expected);
	free(text);
	json_decref(answer);
	json_decref(list);
	trusted_free(t);
}

static void assert_fails(const char *name, const char *expected)
{
	struct err e = { 0 };
	struct trusted *t = module_of_the_test();
	json_t *list = json_array();
	for (int i = 0; i < 2; i++) { /* and the module is usable afterwards */
		e = (struct err){ 0 };
		assert_null(trusted_call(t, name, list, &e));
		assert_int_equal(e.code, E_PARSE);
		assert_string_equal(e.text, expected);
	}
	json_decref(list);
	trusted_free(t);
}

static void a_function_is_called_with_json_and_answers_json(void **state)
{
	(void)state;
	assert_answers("echo", "[{\"a\":[1,2.5,\"가\"],\"b\":true}]",
	               "{\"a\":[1,2.5,\"가\"],\"b\":true}");
	assert_answers("second", "[1,\"two\"]", "\"two\"");
	assert_answers("echo", "[]", "null");
	assert_answers("find", "[\"trip 42\"]", "\"42x\"");
}

/* body: JSON; expected: JSON or the error. */
static void assert_reads(struct trusted *t, const char *name, const char *body,
                         const char *expected)
{
	struct err e = { 0 };
	json_t *args = json_pack("[{}]");
	char *copy = xstrdup(body);
	struct json_doc *d = json_doc_read(copy, strlen(copy), &e);
	json_t *answer = d ? trusted_call_doc(t, name, args, d, &e) : NULL;
	char *text = answer ? json_dumps(answer, JSON_ENCODE_ANY | JSON_COMPACT | JSON_SORT_KEYS)
	                    : xstrdup(e.text);
	assert_string_equal(text, expected);
	json_doc_free(d);
	free(copy);
	free(text);
	json_decref(answer);
	json_decref(args);
}

static void a_body_is_looked_at_as_if_it_were_a_table(void **state)
{
	static const char body[] = "{\"a\":{\"b\":\"차주분 \\u0041\",\"empty\":[]},"
				   "\"list\":[1,{\"x\":2.5,\"no\":null},[true]],\"n\":null}";
	struct trusted *t = module_of_the_test();
	(void)state;
	for (int i = 0; i < 2; i++) { /* each call has its own */
		assert_reads(t, "part", body, "[\"차주분 A\",2.5,3]");
		assert_reads(t, "missing", body, "[true,true,true,0,\"table\",\"table\"]");
		assert_reads(t, "walk", body,
		             "[\"1:number\",\"2:table\",\"3:table\",\"a=table\",\"list=table\"]");
		assert_reads(t, "walk", "{}", "{}");
		assert_reads(t, "pick", body,
		             "[{\"a\":{\"b\":\"차주분 A\",\"empty\":{}}},{\"b\":2},{}]");
		/* null is nil, and an empty list an object, as when Lua's own tables are answered */
		assert_reads(t, "whole", body,
		             "{\"a\":{\"b\":\"차주분 A\",\"empty\":{}},"
		             "\"list\":[1,{\"x\":2.5},[true]]}");
	}
	assert_reads(t, "whole", "[1,null,2]",
	             "whole answered what is no JSON: the value: a list with holes, or keys that "
	             "are neither "
	             "positions nor names");
	trusted_free(t);
}

/* Looked up member by member, and as a plain table where there are many. */
static void a_body_may_have_any_number_of_members(void **state)
{
	struct trusted *t = module_of_the_test();
	(void)state;
	for (int n = 60; n < 70; n++) {
		json_t *object = json_object();
		for (int i = 0; i < n; i++) {
			char *name = xasprintf("m%d", i);
			json_object_set_new(object, name, json_pack("{s:i}", "i", i));
			free(name);
		}
		char *text = json_dumps(object, JSON_COMPACT | JSON_SORT_KEYS);
		assert_reads(t, "whole", text, text);
		free(text);
		json_decref(object);
	}
	trusted_free(t);
}

static void a_body_is_read_only_and_not_there_after_its_call(void **state)
{
	static const char body[] = "{\"a\":{\"b\":1}}";
	struct trusted *t = module_of_the_test();
	(void)state;
	assert_reads(t, "change", body,
	             "assent/test.lua:22: a body is read-only: copy what is to be changed");
	assert_reads(t, "keep", body, "true");
	assert_reads(t, "look_later", "{}",
	             "assent/test.lua:24: a body cannot be looked at once its call has ended: copy "
	             "what is kept");
	assert_reads(
		t, "answer_later", body,
		"answer_later answered what is no JSON: [1]: an object of the engine cannot be "
		"kept: give one of its fields");
	trusted_free(t);
}

static void null_can_be_answered_and_comes_in_as_nil(void **state)
{
	(void)state;
	assert_answers("with_null", "[]", "{\"a\":null,\"b\":[null,1]}");
	assert_answers("kinds", "[null]", "[\"nil\",\"false\"]");
}

static void a_module_may_import_another_once(void **state)
{
	(void)state;
	assert_answers("other", "[]", "\"other\"");
	assert_answers("same", "[]", "true");
}

static void an_error_is_told_with_file_and_line(void **state)
{
	(void)state;
	assert_fails("fails", "assent/test.lua:10: no such event");
	assert_fails("fails_with_table", "an error was raised without a text");
	assert_fails("nobody", "the module has no function 'nobody'");
	assert_fails("answers_function",
	             "answers_function answered what is no JSON: f: a function cannot be kept");
}

static void an_endless_loop_ends_even_inside_pcall(void **state)
{
	(void)state;
	assert_fails(
		"spins",
		"assent/test.lua:12: used more than 10000000 instructions: a loop without end?");
}

static void an_answer_may_be_larger_than_a_flow_value_but_not_endless(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct trusted *t = module_of_the_test();
	json_t *args = json_pack("[i]", 300 * 1024);
	json_t *answer = trusted_call(t, "large", args, &e);
	assert_int_equal(json_string_length(answer), 300 * 1024);
	json_decref(answer);
	json_array_set_new(args, 0, json_integer(2 * 1024 * 1024));
	assert_null(trusted_call(t, "large", args, &e));
	assert_non_null(strstr(e.text, "larger than 1024 KiB"));
	json_decref(args);
	trusted_free(t);
}

static void fields_are_read_as_json(void **state)
{
	(void)state;
	struct trusted *t = module_of_the_test();
	json_t *verify = trusted_field(t, "verify"), *list = trusted_field(t, "list"),
	       *none = trusted_field(t, "none"), *fn = trusted_field(t, "echo");
	assert_string_equal(json_string_value(verify), "standard");
	assert_int_equal(json_array_size(list), 2);
	assert_true(json_is_null(none));
	assert_true(json_is_null(fn));
	json_decref(verify);
	json_decref(list);
	json_decref(none);
	json_decref(fn);
	trusted_free(t);
}

static void a_module_that_cannot_be_had_says_why(void **state)
{
	(void)state;
	static const struct {
		const char *module;
		enum err_code code;
		const char *text;
	} wrong[] = {
		{ "assent/not_there", E_NOT_FOUND,
		  "lua/assent/not_there.lua is not in the program" },
		{ "assent/broken", E_PARSE, "assent/broken.lua:2: unexpected symbol near '='" },
		{ "assent/nothing", E_PARSE, "module 'assent/nothing' must return a table" },
		{ "assent/circle", E_PARSE,
		  "assent/circle.lua:1: module 'assent/circle' imports itself, over others" },
		{ "assent/lost", E_PARSE,
		  "assent/lost.lua:1: there is no module 'assent/not_there': "
		  "lua/assent/not_there.lua is not in the program" },
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = { 0 };
		assert_null(trusted_new(wrong[i].module, &e));
		assert_int_equal(e.code, wrong[i].code);
		assert_string_equal(e.text, wrong[i].text);
	}
}

static void patterns_of_pcre2_search_what_people_wrote(void **state)
{
	(void)state;
	assert_answers("searches", "[\"네 010-1\"]", "[5,8,\"010\",\"-\",false]");
	assert_answers("searches", "[\"없음\"]", "{}");
	assert_answers("searches_from", "[\"010\", 2]", "false");
	assert_answers("searches_from", "[\"010\", 1]", "true");
	assert_answers("replaces", "[\"a 010-02 b\"]", "\"a #02 b\"");
	assert_answers("spells", "[\"\uff2f\uff2b\u200b \u1102\u1166  \u3147\u3147!\"]",
	               "[\"ok 네 ㅇㅇ!\",\"ok네\u110b\u110b\"]");
	static const struct {
		const char *name, *args, *says;
	} wrong[] = { { "compiles", "[\"(\"]", "missing closing parenthesis" },
		      { "searches_from", "[\"010\", 0]", "expected the place of a byte" },
		      { "labours", "[40]", "takes too many steps" } };
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = { 0 };
		struct trusted *t = module_of_the_test();
		json_t *args = json_loads(wrong[i].args, 0, NULL);
		assert_null(trusted_call(t, wrong[i].name, args, &e));
		assert_non_null(strstr(e.text, wrong[i].says));
		json_decref(args);
		trusted_free(t);
	}
}

static void there_is_no_way_to_files_time_or_chance(void **state)
{
	(void)state;
	static const char *const gone[] = { "io",       "os",         "debug",  "package",
		                            "require",  "coroutine",  "dofile", "load",
		                            "loadfile", "print",      "warn",   "collectgarbage",
		                            "random",   "randomseed", "dump" };
	struct err e = { 0 };
	struct trusted *t = module_of_the_test();
	json_t *args = json_array(), *names = trusted_call(t, "names", args, &e);
	assert_true(json_is_true(json_object_get(names, "gsub")));
	assert_true(json_is_true(json_object_get(names, "import")));
	for (size_t i = 0; i < COUNT_OF(gone); i++)
		assert_null(json_object_get(names, gone[i]));
	json_decref(args);
	json_decref(names);
	trusted_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_function_is_called_with_json_and_answers_json),
		cmocka_unit_test(a_body_is_looked_at_as_if_it_were_a_table),
		cmocka_unit_test(a_body_may_have_any_number_of_members),
		cmocka_unit_test(a_body_is_read_only_and_not_there_after_its_call),
		cmocka_unit_test(null_can_be_answered_and_comes_in_as_nil),
		cmocka_unit_test(a_module_may_import_another_once),
		cmocka_unit_test(an_error_is_told_with_file_and_line),
		cmocka_unit_test(an_endless_loop_ends_even_inside_pcall),
		cmocka_unit_test(an_answer_may_be_larger_than_a_flow_value_but_not_endless),
		cmocka_unit_test(fields_are_read_as_json),
		cmocka_unit_test(a_module_that_cannot_be_had_says_why),
		cmocka_unit_test(patterns_of_pcre2_search_what_people_wrote),
		cmocka_unit_test(there_is_no_way_to_files_time_or_chance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
