/* The environment of a flow: an explicit list of functions behind read-only views. */
#include "sandbox_lib.h"

#include <assert.h>
#include <lauxlib.h>
#include <lualib.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "keys.h"
#include "sandbox.h"
#include "usage.h"

/* ---- Lua's own functions ---- */

/* Functions of Lua's libraries that need no bound of ours. None builds a text with luaL_Buffer: its
 * scratch has a finalizer and is closed by lua_closeslot, which in 5.4.4 may write through an old
 * stack pointer. */
static struct stock {
	const char *lib, *name;
	bool for_flows;
	lua_CFunction fn; /* filled at the first use */
} stock[] = {
	{ "_G", "assert", true, NULL },      { "_G", "error", true, NULL },
	{ "_G", "ipairs", true, NULL },      { "_G", "select", true, NULL },
	{ "_G", "tonumber", true, NULL },    { "_G", "type", true, NULL },
	{ "math", "abs", true, NULL },       { "math", "ceil", true, NULL },
	{ "math", "floor", true, NULL },     { "math", "fmod", true, NULL },
	{ "math", "max", true, NULL },       { "math", "min", true, NULL },
	{ "math", "modf", true, NULL },      { "math", "sqrt", true, NULL },
	{ "math", "tointeger", true, NULL }, { "math", "type", true, NULL },
	{ "math", "ult", true, NULL },       { "string", "len", true, NULL },
	{ "string", "sub", true, NULL },     { "string", "byte", false, NULL },
	{ "string", "format", false, NULL }, { "utf8", "codes", true, NULL },
	{ "utf8", "len", true, NULL },       { "utf8", "offset", true, NULL },
	{ "utf8", "char", false, NULL },     { "utf8", "codepoint", false, NULL },
};

static const size_t n_stock = sizeof stock / sizeof stock[0];

/* Their addresses are the same in every state, so a state is opened without opening any library. */
static void find_stock(void)
{
	if (stock[0].fn)
		return;
	lua_State *L = luaL_newstate();
	assert(L);
	luaL_openlibs(L);
	for (size_t i = n_stock; i-- > 0;) {
		lua_getglobal(L, stock[i].lib);
		lua_getfield(L, -1, stock[i].name);
		stock[i].fn = lua_tocfunction(L, -1);
		assert(stock[i].fn && !lua_getupvalue(L, -1, 1));
		lua_pop(L, 2);
	}
	lua_close(L);
}

lua_CFunction sandbox_stock(const char *lib, const char *name)
{
	for (size_t i = 0; i < n_stock; i++) {
		if (strcmp(stock[i].lib, lib) == 0 && strcmp(stock[i].name, name) == 0)
			return stock[i].fn;
	}
	assert(!"not in the list of stock functions");
	return NULL;
}

void sandbox_add_stock(lua_State *L, const char *lib)
{
	for (size_t i = 0; i < n_stock; i++) {
		if (stock[i].for_flows && strcmp(stock[i].lib, lib) == 0) {
			lua_pushcfunction(L, stock[i].fn);
			lua_setfield(L, -2, stock[i].name);
		}
	}
}

/* ---- errors ---- */

int sandbox_fail(lua_State *L, const char *fmt, ...)
{
	char text[SANDBOX_FAIL_BYTES];
	lua_Debug ar;
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	if (sandbox_flow_frame(L, &ar))
		lua_pushfstring(L, "%s:%d: %s", ar.short_src, ar.currentline, text);
	else
		lua_pushstring(L, text);
	return lua_error(L);
}

void sandbox_usage(const char *word, char out[SANDBOX_USAGE_BYTES])
{
	char *usage = usage_of(word);
	snprintf(out, SANDBOX_USAGE_BYTES, "%s%s", usage ? "; usage: " : "", usage ? usage : "");
	free(usage);
}

const char *sandbox_push_name(lua_State *L, int idx)
{
	if (lua_type(L, idx) != LUA_TSTRING && lua_type(L, idx) != LUA_TNUMBER)
		return lua_pushfstring(L, "a %s", luaL_typename(L, idx));
	lua_pushvalue(L, idx);
	return lua_tostring(L, -1);
}

size_t sandbox_push_known(lua_State *L, int table, const char *known[SANDBOX_HINTED_MAX + 1],
                          size_t count)
{
	luaL_checkstack(L, 4, "names");
	sandbox_push_keys(L, table);
	int keys = lua_gettop(L);
	for (lua_Integer i = 1; lua_rawgeti(L, keys, i) != LUA_TNIL; i++, lua_settop(L, keys))
		if (count < SANDBOX_HINTED_MAX && lua_type(L, -1) == LUA_TSTRING &&
		    strncmp(lua_tostring(L, -1), "__", 2) != 0)
			known[count++] = lua_tostring(L, -1);
	lua_settop(L, keys);
	known[count] = NULL;
	return count;
}

void sandbox_hint(char out[SANDBOX_HINT_BYTES], const char *word, const char *const *known,
                  const char *or_else)
{
	char *text = keys_hint(word, known);
	bool is_near = !strncmp(text, "did you mean", 12);
	const char *said = is_near ? text : or_else;
	if (!said && *known && strlen(text) < SANDBOX_HINT_BYTES - 3)
		said = text;
	snprintf(out, SANDBOX_HINT_BYTES, "%s%s", said && *said ? ": " : "", said ? said : "");
	free(text);
}

/* ---- names that are not there ---- */

static int l_missing(lua_State *L) /* library[key], where there is none */
{
	const char *key = sandbox_push_name(L, 2), *known[SANDBOX_HINTED_MAX + 1];
	char meant[SANDBOX_HINT_BYTES];
	luaL_getmetafield(L, 1, "__label");
	const char *label = lua_tostring(L, -1);
	sandbox_push_known(L, 1, known, 0);
	sandbox_hint(meant, key, known, NULL);
	return sandbox_fail(L, "'%s' is not a word of %s%s", key, label, meant);
}

/* Reading a name that the table on top does not have shall raise: handler(table, key). */
static void make_strict(lua_State *L, const char *name, lua_CFunction handler)
{
	lua_createtable(L, 0, 2);
	lua_pushcfunction(L, handler);
	lua_setfield(L, -2, "__index");
	lua_pushstring(L, name);
	lua_setfield(L, -2, "__label");
	lua_setmetatable(L, -2);
}

/* ---- base words ---- */

static int l_tostring(lua_State *L)
{
	luaL_checkany(L, 1);
	lua_settop(L, 1);
	switch (lua_type(L, 1)) {
	case LUA_TNIL:
		lua_pushliteral(L, "nil");
		break;
	case LUA_TBOOLEAN:
		lua_pushstring(L, lua_toboolean(L, 1) ? "true" : "false");
		break;
	case LUA_TNUMBER:
	case LUA_TSTRING:
		lua_tostring(L, 1);
		break;
	default:
		lua_pushstring(L, luaL_typename(L, 1)); /* never an address: replay would differ */
	}
	return 1;
}

static int l_pairs_step(lua_State *L) /* upvalues: table, its keys, index of the last one given */
{
	lua_Integer i = lua_tointeger(L, lua_upvalueindex(3));
	for (;;) {
		lua_settop(L, 0);
		if (lua_rawgeti(L, lua_upvalueindex(2), ++i) == LUA_TNIL)
			return 1;
		lua_pushvalue(L, 1);
		if (lua_rawget(L, lua_upvalueindex(1)) !=
		    LUA_TNIL) /* nil: taken out during the walk */
			break;
	}
	lua_pushinteger(L, i);
	lua_replace(L, lua_upvalueindex(3));
	return 2;
}

static int
l_pairs(lua_State *L) /* pairs(t): numbers ascending, then texts bytewise, then booleans */
{
	luaL_checkany(L, 1);
	lua_settop(L, 1);
	if (!sandbox_see_through(L, 1)) {
		if (luaL_getmetafield(L, 1, "__label") == LUA_TSTRING)
			return sandbox_fail(L, "pairs(t): %s cannot be walked, only a plain table",
			                    lua_tostring(L, -1));
		return sandbox_fail(L, "pairs(t): t must be a table, not %s", luaL_typename(L, 1));
	}
	if (sandbox_push_keys(L, 1) > 0)
		return sandbox_fail(L, "pairs(t): every key must be a number, a text or a boolean: "
		                       "others have no order");
	lua_pushinteger(L, 0);
	lua_pushcclosure(L, l_pairs_step, 3);
	return 1;
}

static const luaL_Reg base_words[] = {
	{ "pairs", l_pairs },
	{ "tostring", l_tostring },
	{ NULL, NULL },
};

/* ---- the environment ---- */

static int l_no_word(lua_State *L) /* _ENV[key], where there is none */
{
	const char *key = sandbox_push_name(L, 2), *known[SANDBOX_HINTED_MAX + 1];
	char meant[SANDBOX_HINT_BYTES];
	sandbox_push_known(L, 1, known, 0);
	sandbox_hint(meant, key, known,
	             strcmp(key, "case") ? "" : "it is what run = function(case) … end is given");
	return sandbox_fail(L, "'%s' is not a word of the flow language%s", key, meant);
}

static int l_no_new_word(lua_State *L) /* _ENV[key] = value */
{
	const char *key = sandbox_push_name(L, 2);
	sandbox_see_through(L, 1);
	lua_pushvalue(L, 2);
	if (lua_rawget(L, 1) != LUA_TNIL)
		return sandbox_fail(
			L, "'%s' is a word of the flow language: choose another name, with 'local'",
			key);
	return sandbox_fail(
		L,
		"'%s' is not a word of the flow language: a name of your own begins with 'local'",
		key);
}

/* [words] -> [words], with the functions on top of them as words.name */
static void add_library(lua_State *L, const char *name)
{
	make_strict(L, name, l_missing);
	sandbox_make_view(L, name);
	lua_setfield(L, -2, name);
}

static void push_math(lua_State *L)
{
	lua_createtable(L, 0, 16);
	sandbox_add_stock(L, "math");
	lua_pushnumber(L, HUGE_VAL);
	lua_setfield(L, -2, "huge");
	lua_pushnumber(L, M_PI);
	lua_setfield(L, -2, "pi");
	lua_pushinteger(L, LUA_MAXINTEGER);
	lua_setfield(L, -2, "maxinteger");
	lua_pushinteger(L, LUA_MININTEGER);
	lua_setfield(L, -2, "mininteger");
}

/* ("x"):upper() reaches the same functions as string.upper, and nothing else. */
static void seal_string_methods(lua_State *L)
{
	lua_pushliteral(L, "");
	lua_createtable(L, 0, 2);
	lua_getfield(L, -3, "string");
	lua_setfield(L, -2, "__index");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_setmetatable(L, -2);
	lua_pop(L, 1);
}

void sandbox_open(lua_State *L)
{
	find_stock();
	lua_createtable(L, 0, 32); /* [words] */
	luaL_setfuncs(L, base_words, 0);
	sandbox_add_stock(L, "_G");
	push_math(L);
	add_library(L, "math");
	sandbox_open_string(L);
	add_library(L, "string");
	sandbox_open_table(L);
	add_library(L, "table");
	sandbox_open_utf8(L);
	add_library(L, "utf8");
	sandbox_open_text(L);
	add_library(L, "text");
	seal_string_methods(L);
	make_strict(L, "the flow language", l_no_word);
	sandbox_make_view(L, "the flow language"); /* [env] */
	lua_getmetatable(L, -1);
	lua_pushcfunction(L, l_no_new_word);
	lua_setfield(L, -2, "__newindex");
	lua_pop(L, 1);
	lua_rawseti(L, LUA_REGISTRYINDEX,
	            LUA_RIDX_GLOBALS); /* what lua_load gives to every chunk */
}

void sandbox_push_words(lua_State *L)
{
	lua_pushglobaltable(L);
	sandbox_see_through(L, lua_gettop(L));
}

/* ---- what the prelude gets ---- */

static int l_effect(lua_State *L) /* effect(kind, args) -> result, now or after replay */
{
	luaL_checktype(L, 1, LUA_TSTRING);
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	if (!lua_isyieldable(L)) /* its comparison is the only callback that C calls */
		return sandbox_fail(L, "a flow cannot wait inside table.sort");
	return lua_yield(L, 2);
}

static int l_proxy(lua_State *L) /* proxy(table) -> read-only view of it */
{
	luaL_checktype(L, 1, LUA_TTABLE);
	lua_settop(L, 1);
	sandbox_make_view(L, "this table");
	return 1;
}

/* fail(word, what [, name, known]) -> "word: what; usage: …", with the key of the table `known` that
 * was probably meant by name. fail(message): of the preludes of old bundles. */
static int l_fail(lua_State *L)
{
	const char *word = luaL_checkstring(L, 1), *known[SANDBOX_HINTED_MAX + 1];
	char meant[SANDBOX_HINT_BYTES] = "", usage[SANDBOX_USAGE_BYTES];
	if (lua_isnoneornil(L, 2))
		return sandbox_fail(L, "%s", word);
	const char *what = luaL_checkstring(L, 2);
	if (!lua_isnoneornil(L, 3)) {
		const char *name = luaL_checkstring(L, 3);
		luaL_checktype(L, 4, LUA_TTABLE);
		sandbox_push_known(L, 4, known, 0);
		sandbox_hint(meant, name, known, "");
	}
	sandbox_usage(word, usage);
	return sandbox_fail(L, "%s: %s%s%s", word, what, meant, usage);
}

static const luaL_Reg host_words[] = {
	{ "effect", l_effect }, { "fail", l_fail }, { "object", sandbox_l_object },
	{ "proxy", l_proxy },   { NULL, NULL },
};

void sandbox_push_host(lua_State *L)
{
	luaL_newlib(L, host_words);
}
