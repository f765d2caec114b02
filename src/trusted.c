/* Our own Lua in a state of its own: deterministic as flows are, but with Lua's patterns and
 * metatables. */
#include "trusted.h"

#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "base.h"
#include "embedded.h"
#include "pattern.h"
#include "sentence.h"
#include "text.h"
#include "value.h"

enum {
	TRUSTED_INSTRUCTIONS = 10 * 1000 * 1000,
	HOOK_STEP = 1000,
	RESULT_MAX_BYTES = 1024 * 1024, /* one webhook body has at most 256 KiB */
};

struct trusted {
	lua_State *L; /* its first value is the module's table */
	int64_t left; /* instructions of this call */
	struct arena arena;
};

static const char imported; /* its address is the key of the loaded modules */

static struct trusted *trusted_of(lua_State *L)
{
	return *(struct trusted **)lua_getextraspace(L);
}

/* Out of memory aborts, so the API below never raises for it. */
static void *allocate(void *ud, void *block, size_t old_bytes, size_t new_bytes)
{
	struct trusted *t = ud;
	return arena_resize(&t->arena, block, block ? old_bytes : 0, new_bytes);
}

static void on_count(lua_State *L, lua_Debug *ar)
{
	(void)ar;
	struct trusted *t = trusted_of(L);
	t->left -= HOOK_STEP;
	if (t->left >= 0)
		return;
	lua_sethook(L, on_count, LUA_MASKCOUNT, 1); /* so that no pcall on the way out can go on */
	luaL_where(L, 0); /* seen from a hook, the interrupted function itself */
	lua_pushfstring(L, "used more than %d instructions: a loop without end?",
	                TRUSTED_INSTRUCTIONS);
	lua_concat(L, 2);
	lua_error(L);
}

/* ---- modules ---- */

/* Pushes the chunk of a module, or raises. */
static void load_module(lua_State *L, const char *module)
{
	const char *path = lua_pushfstring(L, "lua/%s.lua", module);
	const struct embedded *file = embedded_find(path);
	if (!file)
		luaL_error(L, "there is no module '%s': %s is not in the program", module, path);
	const char *name = lua_pushfstring(L, "=%s.lua", module);
	if (luaL_loadbufferx(L, file->data, file->size_bytes, name, "t") != LUA_OK)
		lua_error(L);
}

static int
l_import(lua_State *L) /* import "assent/understand" -> what the module returns, loaded once */
{
	const char *module = luaL_checkstring(L, 1);
	lua_settop(L, 1);
	lua_rawgetp(L, LUA_REGISTRYINDEX, &imported); /* [module loaded] */
	lua_pushvalue(L, 1);
	if (lua_rawget(L, 2) == LUA_TBOOLEAN)
		return luaL_error(L, "module '%s' imports itself, over others", module);
	if (!lua_isnil(L, -1))
		return 1;
	lua_pushvalue(L, 1);
	lua_pushboolean(L, true); /* being loaded */
	lua_rawset(L, 2);
	load_module(L, module);
	lua_call(L, 0, 1);
	if (!lua_istable(L, -1))
		return luaL_error(L, "module '%s' must return a table", module);
	lua_pushvalue(L, 1);
	lua_pushvalue(L, -2);
	lua_rawset(L, 2);
	return 1;
}

/* ---- patterns and Unicode: what customers wrote is searched with PCRE2, never with Lua's own
 * patterns, which Lua 5.4.4 can be crashed with ---- */

static const char pattern_kind[] = "pattern";
enum { PATTERN_GROUPS_MAX = 16 };

static int l_pattern(lua_State *L) /* pattern "^네" -> object */
{
	const char *source = luaL_checkstring(L, 1);
	struct err e = { 0 };
	struct pattern **p = lua_newuserdatauv(L, sizeof *p, 0);
	*p = NULL;
	luaL_setmetatable(L, pattern_kind);
	*p = pattern_new_own(source, &e);
	if (!*p)
		return luaL_error(L, "%s", e.text);
	return 1;
}

static int l_pattern_free(lua_State *L)
{
	struct pattern **p = luaL_checkudata(L, 1, pattern_kind);
	pattern_free(*p);
	*p = NULL;
	return 0;
}

/* The match in spans; 0: none. Raises over the limit. */
static int find(lua_State *L, struct pattern_span *spans, size_t n_spans)
{
	struct pattern **p = luaL_checkudata(L, 1, pattern_kind);
	size_t len_bytes;
	const char *text = luaL_checklstring(L, 2, &len_bytes);
	lua_Integer from = luaL_optinteger(L, 3, 1);
	struct err e = { 0 };
	luaL_argcheck(L, from >= 1 && *p, 3, "expected the place of a byte, from 1");
	int n = pattern_find(*p, text, len_bytes, (size_t)from - 1, spans, n_spans, &e);
	if (n < 0)
		luaL_error(L, "%s", e.text);
	return n;
}

static int l_pattern_find(lua_State *L) /* p:find(text, from) -> first, last, groups... or nil */
{
	struct pattern_span spans[PATTERN_GROUPS_MAX];
	int n = find(L, spans, COUNT_OF(spans));
	if (n == 0)
		return 0;
	const char *text = lua_tostring(L, 2);
	lua_pushinteger(L, (lua_Integer)spans[0].from + 1);
	lua_pushinteger(L, (lua_Integer)spans[0].to);
	for (int i = 1; i < n; i++) {
		if (spans[i].from == (size_t)-1)
			lua_pushboolean(L, false); /* a group that took no part */
		else
			lua_pushlstring(L, text + spans[i].from, spans[i].to - spans[i].from);
	}
	return n + 1;
}

static int l_pattern_test(lua_State *L) /* p:test(text, from) -> whether it is there */
{
	struct pattern_span whole;
	lua_pushboolean(L, find(L, &whole, 1) > 0);
	return 1;
}

static int l_pattern_gsub(lua_State *L) /* p:gsub(text, by) -> text with each match replaced */
{
	struct pattern_span whole;
	size_t len_bytes, at = 0;
	const char *text = luaL_checklstring(L, 2, &len_bytes), *by = luaL_checkstring(L, 3);
	luaL_Buffer out;
	lua_settop(L, 3);
	luaL_buffinit(L, &out);
	for (;;) {
		struct pattern **p = luaL_checkudata(L, 1, pattern_kind);
		struct err e = { 0 };
		int n = pattern_find(*p, text, len_bytes, at, &whole, 1, &e);
		if (n < 0)
			return luaL_error(L, "%s", e.text);
		if (n == 0 || whole.to == whole.from)
			break;
		luaL_addlstring(&out, text + at, whole.from - at);
		luaL_addstring(&out, by);
		at = whole.to;
	}
	luaL_addlstring(&out, text + at, len_bytes - at);
	luaL_pushresult(&out);
	return 1;
}

static int push_taken(lua_State *L, char *text)
{
	lua_pushstring(L, text); /* out of memory aborts, so nothing is raised here */
	free(text);
	return 1;
}

static int l_spelling(lua_State *L) /* unicode.spelling(text): text.h */
{
	return push_taken(L, text_spelling(luaL_checkstring(L, 1)));
}

static int l_bare(lua_State *L) /* unicode.bare(text): text.h */
{
	return push_taken(L, text_bare(luaL_checkstring(L, 1)));
}

static int l_width(lua_State *L) /* unicode.width(text): columns of a terminal, text.h */
{
	lua_pushinteger(L, (lua_Integer)text_width(luaL_checkstring(L, 1)));
	return 1;
}

static int l_sentence(lua_State *L) /* sentence(code, values, language) -> text */
{
	const char *code = luaL_checkstring(L, 1), *in = luaL_optstring(L, 3, "ko");
	int l = language_from(in);
	struct err e = { 0 };
	if (!sentence_is(code) || l < 0)
		return luaL_error(L, "sentence: '%s' in '%s' is not there", code, in);
	json_t *values = lua_isnoneornil(L, 2) ? NULL : value_from_lua(L, 2, &e);
	if (e.code != E_NONE)
		return luaL_error(L, "sentence: %s", e.text);
	return push_taken(L, sentence_in((enum language)l, code, values));
}

void trusted_open_text(lua_State *L)
{
	static const luaL_Reg methods[] = { { "find", l_pattern_find },
		                            { "test", l_pattern_test },
		                            { "gsub", l_pattern_gsub },
		                            { "__gc", l_pattern_free },
		                            { NULL, NULL } };
	static const luaL_Reg unicode[] = {
		{ "spelling", l_spelling }, { "bare", l_bare }, { "width", l_width }, { NULL, NULL }
	};
	luaL_newmetatable(L, pattern_kind);
	luaL_setfuncs(L, methods, 0);
	lua_pushvalue(L, -1);
	lua_setfield(L, -2, "__index");
	lua_pop(L, 1);
	lua_register(L, "pattern", l_pattern);
	lua_register(L, "sentence", l_sentence);
	luaL_newlib(L, unicode);
	lua_setglobal(L, "unicode");
}

/* ---- life ---- */

static void remove_names(lua_State *L, const char *lib, const char *const *names)
{
	lua_getglobal(L, lib);
	for (; *names; names++) {
		lua_pushnil(L);
		lua_setfield(L, -2, *names);
	}
	lua_pop(L, 1);
}

/* No files, no output, no chance: the same arguments give the same answer. No xpcall: a handler
 * that an error of the hook enters runs without hooks, so an endless one could not be stopped. */
static int l_open(lua_State *L)
{
	static const luaL_Reg libs[] = {
		{ LUA_GNAME, luaopen_base },       { LUA_STRLIBNAME, luaopen_string },
		{ LUA_TABLIBNAME, luaopen_table }, { LUA_MATHLIBNAME, luaopen_math },
		{ LUA_UTF8LIBNAME, luaopen_utf8 },
	};
	for (size_t i = 0; i < COUNT_OF(libs); i++) {
		luaL_requiref(L, libs[i].name, libs[i].func, 1);
		lua_pop(L, 1);
	}
	remove_names(L, LUA_GNAME,
	             (const char *const[]){ "collectgarbage", "dofile", "load", "loadfile", "print",
	                                    "warn", "xpcall", NULL });
	remove_names(L, LUA_MATHLIBNAME, (const char *const[]){ "random", "randomseed", NULL });
	remove_names(L, LUA_STRLIBNAME, (const char *const[]){ "dump", NULL });
	lua_newtable(L);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &imported);
	lua_register(L, "import", l_import);
	trusted_open_text(L);
	lua_register(L, "pick", value_l_pick);
	lua_pushlightuserdata(L, NULL);
	lua_setglobal(L, "null");
	return 0;
}

/* Runs the function below nargs arguments within the budget, leaving one result. -1: E_PARSE. */
static int call(struct trusted *t, int nargs, struct err *e)
{
	lua_State *L = t->L;
	t->left = TRUSTED_INSTRUCTIONS;
	lua_sethook(L, on_count, LUA_MASKCOUNT, HOOK_STEP);
	if (lua_pcall(L, nargs, 1, 0) == LUA_OK)
		return 0;
	const char *text = lua_tostring(L, -1);
	err_set(e, E_PARSE, "%s", text ? text : "an error was raised without a text");
	lua_pop(L, 1);
	return -1;
}

struct trusted *trusted_new(const char *module, struct err *e)
{
	char path[160];
	snprintf(path, sizeof path, "lua/%s.lua", module);
	if (!embedded_find(path)) {
		err_set(e, E_NOT_FOUND, "%s is not in the program", path);
		return NULL;
	}
	struct trusted *t = xcalloc(1, sizeof *t);
	t->L = lua_newstate(allocate, t);
	*(struct trusted **)lua_getextraspace(t->L) = t;
	lua_pushcfunction(t->L, l_open);
	if (call(t, 0, e) != 0)
		goto failed;
	lua_settop(t->L, 0);
	lua_pushcfunction(t->L, l_import);
	lua_pushstring(t->L, module);
	if (call(t, 1, e) == 0)
		return t;
failed:
	trusted_free(t);
	return NULL;
}

void trusted_free(struct trusted *t)
{
	if (!t)
		return;
	lua_close(t->L);
	arena_free(&t->arena);
	free(t);
}

/* ---- calls ---- */

struct job {
	const char *name;
	const json_t *args;
	const struct json_doc *doc; /* NULL: none */
};

static int l_job(lua_State *L) /* (module, job) -> result of module[job.name](args) */
{
	const struct job *job = lua_touserdata(L, 2);
	if (lua_getfield(L, 1, job->name) != LUA_TFUNCTION)
		return luaL_error(L, "the module has no function '%s'", job->name);
	int n = (int)json_array_size(job->args);
	luaL_checkstack(L, n + 2, "arguments");
	for (int i = 0; i < n; i++)
		value_to_lua(L, json_array_get(job->args, (size_t)i));
	if (job->doc)
		value_doc_to_lua(L, job->doc);
	lua_call(L, n + (job->doc != NULL), 1);
	return 1;
}

static json_t *answer_of(struct trusted *t, const char *name, struct err *e)
{
	struct err found = { 0 };
	json_t *answer = value_from_lua_within(t->L, -1, RESULT_MAX_BYTES, &found);
	if (!answer)
		err_set(e, E_PARSE, "%s answered what is no JSON: %s", name, found.text);
	return answer;
}

json_t *trusted_call_doc(struct trusted *t, const char *name, json_t *args,
                         const struct json_doc *doc, struct err *e)
{
	struct job job = { name, args, doc };
	lua_pushcfunction(t->L, l_job);
	lua_pushvalue(t->L, 1);
	lua_pushlightuserdata(t->L, &job);
	json_t *answer = call(t, 2, e) == 0 ? answer_of(t, name, e) : NULL;
	lua_settop(t->L, 1);
	if (doc)
		value_doc_forget(t->L);
	return answer;
}

json_t *trusted_call(struct trusted *t, const char *name, json_t *args, struct err *e)
{
	return trusted_call_doc(t, name, args, NULL, e);
}

json_t *trusted_field(struct trusted *t, const char *name)
{
	struct err unfit = { 0 };
	lua_pushstring(t->L, name);
	lua_rawget(t->L, 1);
	json_t *v = value_from_lua_within(t->L, -1, RESULT_MAX_BYTES, &unfit);
	lua_settop(t->L, 1);
	return v ? v : json_null();
}

bool trusted_can(struct trusted *t, const char *name)
{
	lua_pushstring(t->L, name);
	bool can = lua_rawget(t->L, 1) == LUA_TFUNCTION;
	lua_settop(t->L, 1);
	return can;
}
