/* table as flows see it: bounded, on plain tables only, and with a sort that ends whatever the
 * comparison says. */
#include <lauxlib.h>
#include <string.h>

#include "sandbox_lib.h"

enum { LIST_MAX = PIECE_MAX_BYTES / 16 };

/* The list at arg 1, for reading; its length. */
static lua_Integer readable(lua_State *L, const char *who)
{
	luaL_checkany(L, 1);
	if (!sandbox_see_through(L, 1))
		return sandbox_fail(L, "%s: a list is expected, not %s", who, luaL_typename(L, 1));
	return (lua_Integer)lua_rawlen(L, 1);
}

static lua_Integer writable(lua_State *L, int arg, const char *who)
{
	if (!lua_istable(L, arg))
		return sandbox_fail(L, "%s: a list is expected, not %s", who,
		                    luaL_typename(L, arg));
	if (lua_getmetatable(L, arg))
		return sandbox_fail(L, "%s: this table is read-only", who);
	return (lua_Integer)lua_rawlen(L, arg);
}

static int l_concat(lua_State *L) /* concat(list [, separator [, i [, j]]]) */
{
	lua_Integer n = readable(L, "table.concat");
	size_t sep_len, total = 0, len, used = 0;
	const char *sep = luaL_optlstring(L, 2, "", &sep_len);
	lua_Integer first = luaL_optinteger(L, 3, 1), last = luaL_optinteger(L, 4, n);
	if (first > last) {
		lua_pushliteral(L, "");
		return 1;
	}
	if (first < -LIST_MAX || last > LIST_MAX)
		return sandbox_fail(L, "table.concat: positions reach to %d", LIST_MAX);
	sandbox_charge(L, (size_t)(last - first) * 4);
	for (lua_Integer i = first; i <= last; i++) {
		int type = lua_rawgeti(L, 1, i);
		if (type != LUA_TSTRING && type != LUA_TNUMBER)
			return sandbox_fail(L, "table.concat: value %lld is a %s, not a text",
			                    (long long)i, luaL_typename(L, -1));
		lua_tolstring(L, -1, &len);
		total += len + (i < last ? sep_len : 0);
		if (total > TEXT_MAX_BYTES)
			return sandbox_fail(L,
			                    "table.concat: the result would be longer than 64 KiB");
		lua_pop(L, 1);
	}
	lua_settop(L, 2);
	char *out = lua_newuserdatauv(L, total, 0);
	for (lua_Integer i = first; i <= last; i++, lua_settop(L, 3)) {
		lua_rawgeti(L, 1, i);
		const char *s = lua_tolstring(L, -1, &len);
		memcpy(out + used, s, len);
		used += len;
		if (i < last) {
			memcpy(out + used, sep, sep_len);
			used += sep_len;
		}
	}
	lua_pushlstring(L, out, total);
	return 1;
}

static int l_insert(lua_State *L) /* insert(list, [position,] value) */
{
	lua_Integer n = writable(L, 1, "table.insert"), at = n + 1;
	int args = lua_gettop(L);
	if (args == 3) {
		at = luaL_checkinteger(L, 2);
		if (at < 1 || at > n + 1)
			return sandbox_fail(L,
			                    "table.insert: position %lld lies outside of 1 to %lld",
			                    (long long)at, (long long)(n + 1));
	} else if (args != 2) {
		return sandbox_fail(L, "expected table.insert(list, value) or table.insert(list, "
		                       "position, value)");
	}
	sandbox_charge(L, (size_t)(n + 1 - at) * 2);
	for (lua_Integer i = n; i >= at; i--) {
		lua_rawgeti(L, 1, i);
		lua_rawseti(L, 1, i + 1);
	}
	lua_rawseti(L, 1, at);
	return 0;
}

static int l_remove(lua_State *L) /* remove(list [, position]) -> value */
{
	lua_Integer n = writable(L, 1, "table.remove"), at = luaL_optinteger(L, 2, n);
	if (n + 1 != at && !(n == 0 && at == 0) && (at < 1 || at > n))
		return sandbox_fail(L, "table.remove: position %lld lies outside of 1 to %lld",
		                    (long long)at, (long long)n);
	lua_rawgeti(L, 1, at);
	if (at < n)
		sandbox_charge(L, (size_t)(n - at) * 2);
	for (lua_Integer i = at; i < n; i++) {
		lua_rawgeti(L, 1, i + 1);
		lua_rawseti(L, 1, i);
	}
	lua_pushnil(L);
	lua_rawseti(L, 1, at < n ? n : at);
	return 1;
}

static int l_move(lua_State *L) /* move(from, first, last, to [, target]) -> target */
{
	lua_Integer first = luaL_checkinteger(L, 2), last = luaL_checkinteger(L, 3),
		    to = luaL_checkinteger(L, 4);
	readable(L, "table.move");
	lua_settop(L, 5);
	if (lua_isnil(L, 5)) {
		lua_pushvalue(L, 1);
		lua_replace(L, 5);
	}
	writable(L, 5, "table.move");
	if (first < -LIST_MAX || last > LIST_MAX || to < -LIST_MAX || to > LIST_MAX)
		return sandbox_fail(L, "table.move: positions reach to %d", LIST_MAX);
	if (last >= first)
		sandbox_charge(L, (size_t)(last - first) * 2);
	bool backwards = to > first && to <= last && lua_rawequal(L, 1, 5);
	for (lua_Integer i = 0; i <= last - first; i++) {
		lua_Integer step = backwards ? last - first - i : i;
		lua_rawgeti(L, 1, first + step);
		lua_rawseti(L, 5, to + step);
	}
	lua_pushvalue(L, 5);
	return 1;
}

static int l_unpack(lua_State *L) /* unpack(list [, i [, j]]) -> its values */
{
	lua_Integer n = readable(L, "table.unpack");
	lua_Integer first = luaL_optinteger(L, 2, 1), last = luaL_optinteger(L, 3, n);
	if (first > last)
		return 0;
	if ((lua_Unsigned)last - (lua_Unsigned)first >= VALUES_MAX)
		return sandbox_fail(L, "table.unpack: at most %d values", VALUES_MAX);
	int count = (int)(last - first) + 1;
	luaL_checkstack(L, count, "table.unpack");
	for (int i = 0; i < count; i++)
		lua_rawgeti(L, 1, first + i);
	return count;
}

/* ---- sort ---- */

/* Whether the value at a must stand before the value at b. A comparison of the flow's may answer
 * anything. */
static bool precedes(lua_State *L, int a, int b)
{
	if (!lua_isnil(L, 2)) {
		lua_pushvalue(L, 2);
		lua_pushvalue(L, a);
		lua_pushvalue(L, b);
		lua_call(L, 2, 1);
		bool answer = lua_toboolean(L, -1);
		lua_pop(L, 1);
		return answer;
	}
	if (lua_type(L, a) != LUA_TSTRING || lua_type(L, b) != LUA_TSTRING)
		return lua_compare(L, a, b, LUA_OPLT);
	size_t a_len, b_len; /* bytewise, whatever the locale */
	const char *a_text = lua_tolstring(L, a, &a_len), *b_text = lua_tolstring(L, b, &b_len);
	int order = memcmp(a_text, b_text, a_len < b_len ? a_len : b_len);
	return order ? order < 0 : a_len < b_len;
}

/* Merges from[low..middle) and from[middle..high) into the table at `to`; tables by stack index. */
static void merge(lua_State *L, int from, int to, const lua_Integer range[3])
{
	lua_Integer left = range[0], right = range[1];
	for (lua_Integer out = range[0]; out < range[2]; out++) {
		bool take_right = left >= range[1];
		if (!take_right && right < range[2]) {
			lua_rawgeti(L, from, right);
			lua_rawgeti(L, from, left);
			take_right = precedes(L, lua_gettop(L) - 1, lua_gettop(L));
			lua_pop(L, 2);
		}
		lua_rawgeti(L, from, take_right ? right++ : left++);
		lua_rawseti(L, to, out);
	}
}

/* Merge sort: stable, and n log n comparisons whatever they answer. It works on copies, so a
 * comparison that changes the list harms nothing. */
static int l_sort(lua_State *L) /* sort(list [, before]) */
{
	lua_Integer n = writable(L, 1, "table.sort");
	lua_settop(L, 2);
	if (!lua_isnil(L, 2))
		luaL_checktype(L, 2, LUA_TFUNCTION);
	int from = 3, to = 4;
	lua_createtable(L, (int)n, 0);
	lua_createtable(L, (int)n, 0); /* [list before from to] */
	for (lua_Integer i = 1; i <= n; i++) {
		lua_rawgeti(L, 1, i);
		lua_rawseti(L, from, i);
	}
	for (lua_Integer width = 1; width < n; width *= 2) {
		sandbox_charge(L, (size_t)n * 10);
		for (lua_Integer low = 1; low <= n; low += 2 * width) {
			lua_Integer middle = low + width <= n ? low + width : n + 1;
			lua_Integer high = low + 2 * width <= n ? low + 2 * width : n + 1;
			merge(L, from, to, (const lua_Integer[3]){ low, middle, high });
		}
		int sorted = to;
		to = from;
		from = sorted;
	}
	for (lua_Integer i = 1; i <= n; i++) {
		lua_rawgeti(L, from, i);
		lua_rawseti(L, 1, i);
	}
	return 0;
}

static const luaL_Reg table_words[] = {
	{ "concat", l_concat }, { "insert", l_insert }, { "move", l_move }, { "remove", l_remove },
	{ "sort", l_sort },     { "unpack", l_unpack }, { NULL, NULL },
};

void sandbox_open_table(lua_State *L)
{
	lua_createtable(L, 0, 8);
	luaL_setfuncs(L, table_words, 0);
}
