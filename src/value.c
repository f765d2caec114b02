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

/* A member of a table with text keys. at: where on the stack its value lies; 0: it is still to be looked up. */
struct member {
	const char *key; /* kept alive by the table */
	size_t key_bytes;
	int at;
};

static int compare_members(const void *a, const void *b)
{
	return strcmp(((const struct member *)a)->key, ((const struct member *)b)->key);
}

/* Adds a member of the table at idx. */
static int read_member(struct reading *r, int idx, const struct place *at, const struct member *m,
                       json_t *object)
{
	struct place inner = { at, m->key, 0, at->depth + 1 };
	if (!text_valid(m->key, m->key_bytes))
		return unfit(r, at, "a field name that is not UTF-8"), -1;
	if (!take_bytes(r, m->key_bytes))
		return too_large(r, at), -1;
	if (!m->at) {
		lua_pushlstring(r->L, m->key, m->key_bytes);
		lua_rawget(r->L, idx);
	}
	json_t *v = read_value(r, m->at ? m->at : lua_gettop(r->L), &inner);
	if (!m->at)
		lua_pop(r->L, 1);
	return v ? json_object_setn_new_nocheck(object, m->key, m->key_bytes, v) : -1;
}

static void sort_few(struct member *list, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		const struct member one = list[i];
		size_t place = i;
		for (; place > 0 && strcmp(one.key, list[place - 1].key) < 0; place--)
			list[place] = list[place - 1];
		list[place] = one;
	}
}

static json_t *read_members(struct reading *r, int idx, const struct place *at,
                            const struct member *list, size_t n)
{
	json_t *object = json_object();
	for (size_t i = 0; i < n; i++) {
		if (read_member(r, idx, at, &list[i], object) != 0) {
			json_decref(object);
			return NULL;
		}
	}
	return object;
}

/* Members in sorted order, so that the same table always gives the same bytes. few: they, if
 * there are no more than KEYS_FEW. */
static json_t *read_object(struct reading *r, int idx, const struct place *at, size_t n,
                           struct member *few)
{
	lua_State *L = r->L;
	if (n <= KEYS_FEW) {
		sort_few(few, n);
		return read_members(r, idx, at, few, n);
	}
	struct member *list = xcalloc(n, sizeof *list);
	size_t i = 0;
	for (lua_pushnil(L); lua_next(L, idx); lua_pop(L, 1), i++)
		list[i].key = lua_tolstring(L, -2, &list[i].key_bytes);
	qsort(list, n, sizeof *list, compare_members);
	json_t *object = read_members(r, idx, at, list, n);
	free(list);
	return object;
}

/* What the keys of a table are. */
struct keys {
	size_t n, n_texts, n_cut, n_positions;
	struct member few[KEYS_FEW];
};

/* [] -> [value...]: those of the first KEYS_FEW text keys stay, so that nothing is looked up a second time. */
static void walk_keys(lua_State *L, int idx, size_t length, struct keys *k)
{
	for (lua_pushnil(L); lua_next(L, idx); k->n++) {
		if (lua_type(L, -2) == LUA_TSTRING) {
			struct member m = { .at = lua_gettop(L) - 1 };
			m.key = lua_tolstring(L, -2, &m.key_bytes);
			k->n_cut += strlen(m.key) != m.key_bytes;
			if (k->n_texts++ < KEYS_FEW) {
				k->few[k->n_texts - 1] = m;
				lua_insert(L, -2);
				continue;
			}
		} else if (lua_isinteger(L, -2) && lua_tointeger(L, -2) >= 1 &&
		           (lua_Unsigned)lua_tointeger(L, -2) <= length) {
			k->n_positions++;
		}
		lua_pop(L, 1);
	}
}

static json_t *read_keyed(struct reading *r, int idx, const struct place *at, struct keys *k,
                          size_t length)
{
	if (k->n_cut > 0)
		return unfit(r, at, "a field name with a zero byte");
	if (!take_bytes(r, k->n * ELEMENT_BYTES))
		return too_large(r, at);
	if (k->n_texts == k->n)
		return read_object(r, idx, at, k->n, k->few);
	if (k->n_positions == k->n && k->n == length)
		return read_list(r, idx, at, k->n);
	if (k->n_texts > 0)
		return unfit(r, at, "a table with both positions and field names: use one of them");
	return unfit(r, at, "a list with holes, or keys that are neither positions nor names");
}

static json_t *read_plain_table(struct reading *r, int idx, const struct place *at)
{
	struct keys k;
	int top = lua_gettop(r->L);
	size_t length = lua_rawlen(r->L, idx);
	k.n = k.n_texts = k.n_cut = k.n_positions = 0;
	walk_keys(r->L, idx, length, &k);
	json_t *v = read_keyed(r, idx, at, &k, length);
	lua_settop(r->L, top);
	return v;
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
	if (!lua_checkstack(r->L, 8 + KEYS_FEW))
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
		/* lua_pushstring would look into its cache first, by the text's address, which is
		 * another one each time. */
		lua_pushlstring(L, json_object_iter_key(i), json_object_iter_key_len(i));
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
