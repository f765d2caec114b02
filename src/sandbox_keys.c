/* The order in which flows see the keys of a table: the same in every process. */
#include "sandbox_lib.h"

#include <stdlib.h>
#include <string.h>

enum { KEYS_FEW = 16 };
enum key_kind { KEY_INTEGER, KEY_FLOAT, KEY_TEXT, KEY_BOOLEAN };

/* Texts are borrowed from the table, which no code changes while keys are sorted. */
struct key {
	enum key_kind kind;
	uint32_t len_bytes;
	union {
		lua_Integer integer;
		lua_Number number;
		const char *text;
		bool boolean;
	};
};

/* Lua keeps a float key only where no integer is equal to it. */
static int compare_integer_with_float(lua_Integer i, lua_Number f)
{
	if (f >= 0x1p63)
		return -1;
	if (f < -0x1p63)
		return 1;
	lua_Integer whole = (lua_Integer)f; /* towards zero */
	if (i != whole)
		return i < whole ? -1 : 1;
	return f > (lua_Number)whole ? -1 : 1;
}

static int compare_numbers(const struct key *a, const struct key *b)
{
	if (a->kind == KEY_INTEGER && b->kind == KEY_INTEGER)
		return (a->integer > b->integer) - (a->integer < b->integer);
	if (a->kind == KEY_FLOAT && b->kind == KEY_FLOAT)
		return (a->number > b->number) - (a->number < b->number);
	if (a->kind == KEY_INTEGER)
		return compare_integer_with_float(a->integer, b->number);
	return -compare_integer_with_float(b->integer, a->number);
}

static int rank(const struct key *k)
{
	return k->kind == KEY_FLOAT ? KEY_INTEGER : (int)k->kind;
}

static int compare_keys(const void *left, const void *right)
{
	const struct key *a = left, *b = right;
	if (rank(a) != rank(b))
		return rank(a) - rank(b);
	if (a->kind == KEY_BOOLEAN)
		return (int)a->boolean - (int)b->boolean;
	if (a->kind != KEY_TEXT)
		return compare_numbers(a, b);
	int order =
		memcmp(a->text, b->text, a->len_bytes < b->len_bytes ? a->len_bytes : b->len_bytes);
	return order ? order : (a->len_bytes > b->len_bytes) - (a->len_bytes < b->len_bytes);
}

/* false: a key without an order */
static bool key_at(lua_State *L, int idx, struct key *k)
{
	size_t len_bytes;
	switch (lua_type(L, idx)) {
	case LUA_TNUMBER:
		k->kind = lua_isinteger(L, idx) ? KEY_INTEGER : KEY_FLOAT;
		if (k->kind == KEY_INTEGER)
			k->integer = lua_tointeger(L, idx);
		else
			k->number = lua_tonumber(L, idx);
		return true;
	case LUA_TSTRING:
		k->kind = KEY_TEXT;
		k->text = lua_tolstring(L, idx, &len_bytes);
		k->len_bytes = (uint32_t)len_bytes;
		return true;
	case LUA_TBOOLEAN:
		k->kind = KEY_BOOLEAN;
		k->boolean = lua_toboolean(L, idx);
		return true;
	default:
		return false;
	}
}

static void push_key(lua_State *L, const struct key *k)
{
	switch (k->kind) {
	case KEY_INTEGER:
		lua_pushinteger(L, k->integer);
		break;
	case KEY_FLOAT:
		lua_pushnumber(L, k->number);
		break;
	case KEY_TEXT:
		lua_pushlstring(L, k->text, k->len_bytes);
		break;
	case KEY_BOOLEAN:
		lua_pushboolean(L, k->boolean);
		break;
	}
}

size_t sandbox_push_keys(lua_State *L, int t)
{
	struct key few[KEYS_FEW], *keys = few;
	size_t n = 0, n_sorted = 0;
	for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1))
		n++;
	sandbox_charge(L, 8 * n);
	bool many = n > KEYS_FEW;
	if (many) /* in memory of Lua's, as what follows may raise */
		keys = lua_newuserdatauv(L, n * sizeof *keys, 0);
	for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1))
		n_sorted += key_at(L, -2, &keys[n_sorted]);
	qsort(keys, n_sorted, sizeof *keys, compare_keys);
	lua_createtable(L, (int)n_sorted, 0);
	for (size_t i = 0; i < n_sorted; i++) {
		push_key(L, &keys[i]);
		lua_rawseti(L, -2, (lua_Integer)i + 1);
	}
	if (many)
		lua_remove(L, -2);
	return n - n_sorted;
}
