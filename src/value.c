/* Values that cross between Lua and the journal. */
#include "value.h"

#include <lauxlib.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "text.h"

enum { ELEMENT_BYTES = 8, PATH_BYTES = 160, KEYS_FEW = 16 };

/* One step of the way from the outermost value to where we are. */
struct place {
	const struct place *outer;
	const char *key; /* NULL: a list position */
	lua_Integer position;
	int depth;
};

struct reading {
	lua_State *L;
	size_t left_bytes, max_bytes;
	struct err *e;
};

static json_t *read_value(struct reading *r, int idx, const struct place *at);

/* ---- errors ---- */

static size_t write_path(const struct place *at, char *out, size_t cap)
{
	if (!at->outer)
		return 0;
	size_t n = write_path(at->outer, out, cap);
	if (n >= cap)
		return n;
	int added = at->key ? snprintf(out + n, cap - n, "%s%s", n ? "." : "", at->key)
	                    : snprintf(out + n, cap - n, "[%lld]", (long long)at->position);
	return n + (size_t)added;
}

static json_t *unfit(struct reading *r, const struct place *at, const char *why)
{
	char path[PATH_BYTES] = "the value";
	size_t n = write_path(at, path, sizeof path);
	if (n >= sizeof path) {
		n = sizeof path - 4;
		while (n > 0 && ((unsigned char)path[n] & 0xC0) == 0x80)
			n--;
		memcpy(path + n, "...", 4);
	}
	err_set(r->e, E_FLOW, "%s: %s", path, why);
	return NULL;
}

/* ---- from Lua ---- */

static bool take_bytes(struct reading *r, size_t n)
{
	if (n > r->left_bytes)
		return false;
	r->left_bytes -= n;
	return true;
}

static json_t *too_large(struct reading *r, const struct place *at)
{
	char why[80];
	snprintf(why, sizeof why, "all together is larger than %zu KiB", r->max_bytes / 1024);
	return unfit(r, at, why);
}

static json_t *read_text(struct reading *r, int idx, const struct place *at)
{
	size_t n;
	const char *s = lua_tolstring(r->L, idx, &n);
	if (!take_bytes(r, n))
		return too_large(r, at);
	if (!text_valid(s, n))
		return unfit(r, at, "a text that is not UTF-8, or has a zero byte");
	return json_stringn_nocheck(s, n);
}

static json_t *read_number(struct reading *r, int idx, const struct place *at)
{
	if (lua_isinteger(r->L, idx))
		return json_integer(lua_tointeger(r->L, idx));
	double number = lua_tonumber(r->L, idx);
	return isfinite(number) ? json_real(number)
	                        : unfit(r, at, "a number that is infinite or undefined (0/0)");
}

static json_t *read_list(struct reading *r, int idx, const struct place *at, size_t n)
{
	json_t *list = json_array();
	for (size_t i = 1; i <= n; i++) {
		struct place inner = { at, NULL, (lua_Integer)i, at->depth + 1 };
		lua_rawgeti(r->L, idx, (lua_Integer)i);
		json_t *v = read_value(r, lua_gettop(r->L), &inner);
		lua_pop(r->L, 1);
		if (!v) {
			json_decref(list);
			return NULL;
		}
		json_array_append_new(list, v);
	}
	return list;
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Adds the member `key` of the table at idx. */
static int read_member(struct reading *r, int idx, const struct place *at, const char *key,
                       json_t *object)
{
	struct place inner = { at, key, 0, at->depth + 1 };
	size_t n = strlen(key);
	if (!text_valid(key, n))
		return unfit(r, at, "a field name that is not UTF-8"), -1;
	if (!take_bytes(r, n))
		return too_large(r, at), -1;
	lua_pushstring(r->L, key);
	lua_rawget(r->L, idx);
	json_t *v = read_value(r, lua_gettop(r->L), &inner);
	lua_pop(r->L, 1);
	return v ? json_object_setn_new_nocheck(object, key, n, v) : -1;
}

static void sort_few(const char **keys, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const char *one = keys[i];
		size_t place = i;
		for (; place > 0 && strcmp(one, keys[place - 1]) < 0; place--)
			keys[place] = keys[place - 1];
		keys[place] = one;
	}
}

static json_t *read_members(struct reading *r, int idx, const struct place *at,
                            const char *const *keys, size_t n)
{
	json_t *object = json_object();
	for (size_t i = 0; i < n; i++) {
		if (read_member(r, idx, at, keys[i], object) != 0) {
			json_decref(object);
			return NULL;
		}
	}
	return object;
}

/* Members in sorted order, so that the same table always gives the same bytes. few: the keys, if
 * there are no more than KEYS_FEW. */
static json_t *read_object(struct reading *r, int idx, const struct place *at, size_t n,
                           const char **few)
{
	lua_State *L = r->L;
	if (n <= KEYS_FEW) {
		sort_few(few, n);
		return read_members(r, idx, at, few, n);
	}
	const char **keys = xmalloc(n * sizeof *keys); /* texts are kept alive by the table */
	size_t i = 0;
	for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1))
		keys[i++] = lua_tostring(L, -2);
	qsort(keys, n, sizeof *keys, compare_keys);
	json_t *object = read_members(r, idx, at, keys, n);
	free(keys);
	return object;
}

static json_t *read_plain_table(struct reading *r, int idx, const struct place *at)
{
	lua_State *L = r->L;
	size_t n = 0, n_texts = 0, n_cut = 0, n_positions = 0, length = lua_rawlen(L, idx);
	const char *few[KEYS_FEW];
	for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1), n++) {
		if (lua_type(L, -2) == LUA_TSTRING) {
			size_t key_bytes;
			const char *key = lua_tolstring(L, -2, &key_bytes);
			n_cut += strlen(key) != key_bytes;
			if (n_texts < KEYS_FEW)
				few[n_texts] = key;
			n_texts++;
		} else if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 &&
		           (lua_Unsigned)lua_tointeger(L, -2) <= length)
			n_positions++;
	}
	if (n_cut > 0)
		return unfit(r, at, "a field name with a zero byte");
	if (!take_bytes(r, n * ELEMENT_BYTES))
		return too_large(r, at);
	if (n_texts == n)
		return read_object(r, idx, at, n, few);
	if (n_positions == n && n == length)
		return read_list(r, idx, at, n);
	if (n_texts > 0)
		return unfit(r, at, "a table with both positions and field names: use one of them");
	return unfit(r, at, "a list with holes, or keys that are neither positions nor names");
}

static json_t *read_table(struct reading *r, int idx, const struct place *at)
{
	lua_State *L = r->L;
	if (at->depth >= VALUE_DEPTH_MAX)
		return unfit(r, at, "tables inside of tables too deep, or in a circle");
	lua_pushvalue(L, idx);
	int type = luaL_getmetafield(L, idx, "__view"); /* a read-only view of the sandbox */
	if (type == LUA_TFUNCTION) { /* an object of value_doc_to_lua: its members */
		lua_pushvalue(L, idx);
		type = lua_pcall(L, 1, 1, 0) == LUA_OK ? LUA_TTABLE : LUA_TNONE;
	}
	json_t *v = NULL;
	if (type == LUA_TTABLE) {
		v = read_plain_table(r, lua_gettop(L), at);
		lua_pop(L, 1);
	} else if (lua_getmetatable(L, idx)) {
		unfit(r, at, "an object of the engine cannot be kept: give one of its fields");
		lua_pop(L, type == LUA_TNIL ? 1 : 2);
	} else {
		v = read_plain_table(r, idx, at);
	}
	lua_pop(L, 1);
	return v;
}

static json_t *read_value(struct reading *r, int idx, const struct place *at)
{
	char why[64];
	if (!lua_checkstack(r->L, 8))
		return unfit(r, at, "no room on the stack");
	if (lua_islightuserdata(r->L, idx) && !lua_touserdata(r->L, idx))
		return json_null(); /* the `null` of trusted.c; flows have none */
	switch (lua_type(r->L, idx)) {
	case LUA_TNIL:
		return json_null();
	case LUA_TBOOLEAN:
		return json_boolean(lua_toboolean(r->L, idx));
	case LUA_TNUMBER:
		return read_number(r, idx, at);
	case LUA_TSTRING:
		return read_text(r, idx, at);
	case LUA_TTABLE:
		return read_table(r, idx, at);
	default:
		snprintf(why, sizeof why, "a %s cannot be kept", luaL_typename(r->L, idx));
		return unfit(r, at, why);
	}
}

json_t *value_from_lua_within(lua_State *L, int idx, size_t max_bytes, struct err *e)
{
	struct reading r = { .L = L, .left_bytes = max_bytes, .max_bytes = max_bytes, .e = e };
	struct place outermost = { 0 };
	return read_value(&r, lua_absindex(L, idx), &outermost);
}

json_t *value_from_lua(lua_State *L, int idx, struct err *e)
{
	return value_from_lua_within(L, idx, VALUE_BYTES_MAX, e);
}

/* ---- to Lua ---- */

static void push_list(lua_State *L, const json_t *list)
{
	size_t i;
	const json_t *v;
	lua_createtable(L, (int)json_array_size(list), 0);
	json_array_foreach(list, i, v)
	{
		value_to_lua(L, v);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
}

static void push_object(lua_State *L, const json_t *object)
{
	json_t *walked = (json_t *)(uintptr_t)
		object; /* jansson walks without changing, but does not say so */
	lua_createtable(L, 0, (int)json_object_size(object));
	for (void *i = json_object_iter(walked); i; i = json_object_iter_next(walked, i)) {
		lua_pushstring(L, json_object_iter_key(i));
		value_to_lua(L, json_object_iter_value(i));
		lua_rawset(L, -3);
	}
}

void value_to_lua(lua_State *L, const json_t *v)
{
	luaL_checkstack(L, 8, "a value too deep");
	switch (v ? json_typeof(v) : JSON_NULL) {
	case JSON_OBJECT:
		push_object(L, v);
		break;
	case JSON_ARRAY:
		push_list(L, v);
		break;
	case JSON_STRING:
		lua_pushlstring(L, json_string_value(v), json_string_length(v));
		break;
	case JSON_INTEGER:
		lua_pushinteger(L, json_integer_value(v));
		break;
	case JSON_REAL:
		lua_pushnumber(L, json_real_value(v));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		lua_pushboolean(L, json_is_true(v));
		break;
	case JSON_NULL:
		lua_pushnil(L);
		break;
	}
}
