/* A JSON text before Lua's eyes. An object is an empty table whose metatable looks members up in
 * the doc; only its key, which no Lua code has, says which object it is. */
#include <lauxlib.h>
#include <string.h>

#include "json_doc.h"
#include "value.h"

/* Looking a name up takes a step for each member, and no hook counts them: an object with more is
 * handed over as a plain table. */
enum { LOOKED_UP_MAX = 64 };

/* What is looked at now; one for each state. */
struct view {
	const struct json_node *root; /* NULL: nothing */
	uint32_t generation;
};

static const char view_key, object_key;

static void push_node(lua_State *L, struct view *v, const struct json_node *n);

static struct view *view_of_call(lua_State *L)
{
	return lua_touserdata(L, lua_upvalueindex(1));
}

/* The object that the table at arg 1 stands for. Raises when its text is gone. */
static const struct json_node *object_at(lua_State *L, struct view *v)
{
	lua_rawgetp(L, 1, &object_key);
	uint64_t place = (uint64_t)lua_tointeger(L, -1);
	lua_pop(L, 1);
	if (!v->root || place >> 32 != v->generation)
		luaL_error(L,
		           "a body cannot be looked at once its call has ended: copy what is kept");
	return v->root + (uint32_t)place;
}

/* All members as a plain table, objects in them as they are looked at. */
static void push_members(lua_State *L, struct view *v, const struct json_node *object)
{
	const struct json_node *end = object + object->span;
	lua_createtable(L, 0, (int)object->count);
	for (const struct json_node *n = object + 1; n < end; n += 1 + n[1].span) {
		lua_pushlstring(L, n->text, n->count);
		push_node(L, v, n + 1);
		lua_rawset(L, -3);
	}
}

/* The member of which the name is on top of the stack, in place of it; nil: there is none. */
static void push_member(lua_State *L, struct view *v, const struct json_node *object)
{
	size_t len_bytes;
	const char *name = lua_type(L, -1) == LUA_TSTRING ? lua_tolstring(L, -1, &len_bytes) : NULL;
	const struct json_node *found = name ? json_node_member(object, name, len_bytes) : NULL;
	lua_pop(L, 1);
	if (found)
		push_node(L, v, found);
	else
		lua_pushnil(L);
}

static int l_index(lua_State *L) /* object[name] */
{
	struct view *v = view_of_call(L);
	push_member(L, v, object_at(L, v));
	return 1;
}

static int l_newindex(lua_State *L) /* object[name] = value */
{
	return luaL_error(L, "a body is read-only: copy what is to be changed");
}

static int l_members(lua_State *L) /* object -> plain table */
{
	struct view *v = view_of_call(L);
	push_members(L, v, object_at(L, v));
	return 1;
}

static int l_next(lua_State *L) /* (table, name) -> the name behind it and its value, or nil */
{
	lua_settop(L, 2);
	if (lua_next(L, 1))
		return 2;
	lua_pushnil(L);
	return 1;
}

static int l_pairs(lua_State *L)
{
	lua_pushcfunction(L, l_next);
	l_members(L);
	return 2;
}

static const luaL_Reg object_words[] = {
	{ "__index", l_index }, { "__newindex", l_newindex },
	{ "__pairs", l_pairs }, { "__view", l_members },
	{ NULL, NULL },
};

/* The view of this state, and on the stack the metatable of its objects. */
static struct view *push_view(lua_State *L)
{
	if (lua_rawgetp(L, LUA_REGISTRYINDEX, &object_key) == LUA_TTABLE) {
		lua_rawgetp(L, LUA_REGISTRYINDEX, &view_key);
		struct view *v = lua_touserdata(L, -1);
		lua_pop(L, 1);
		return v;
	}
	lua_pop(L, 1);
	lua_createtable(L, 0, 5);
	struct view *v = lua_newuserdatauv(L, sizeof *v, 0);
	*v = (struct view){ 0 };
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &view_key);
	luaL_setfuncs(L, object_words, 1); /* -- [meta] */
	lua_pushvalue(L, -1);
	lua_rawsetp(L, LUA_REGISTRYINDEX, &object_key);
	return v;
}

static void push_list(lua_State *L, struct view *v, const struct json_node *list)
{
	const struct json_node *n = list + 1;
	lua_createtable(L, (int)list->count, 0);
	for (uint32_t i = 1; i <= list->count; i++, n += n->span) {
		push_node(L, v, n);
		lua_rawseti(L, -2, i);
	}
}

static void push_object(lua_State *L, struct view *v, const struct json_node *object)
{
	if (object->count > LOOKED_UP_MAX) {
		push_members(L, v, object);
		return;
	}
	lua_createtable(L, 0, 1);
	lua_pushinteger(
		L, (lua_Integer)((uint64_t)v->generation << 32 | (uint32_t)(object - v->root)));
	lua_rawsetp(L, -2, &object_key);
	push_view(L);
	lua_setmetatable(L, -2);
}

static void push_node(lua_State *L, struct view *v, const struct json_node *n)
{
	luaL_checkstack(L, 8, "a value too deep");
	switch (n->kind) {
	case JSON_NODE_OBJECT:
		push_object(L, v, n);
		break;
	case JSON_NODE_LIST:
		push_list(L, v, n);
		break;
	case JSON_NODE_TEXT:
		lua_pushlstring(L, n->text, n->count);
		break;
	case JSON_NODE_INTEGER:
		lua_pushinteger(L, n->integer);
		break;
	case JSON_NODE_REAL:
		lua_pushnumber(L, n->real);
		break;
	case JSON_NODE_TRUE:
	case JSON_NODE_FALSE:
		lua_pushboolean(L, n->kind == JSON_NODE_TRUE);
		break;
	case JSON_NODE_NULL:
		lua_pushnil(L);
		break;
	}
}

/* The members of object whose names are keys of the table at index names. */
static void push_picked(lua_State *L, struct view *v, const struct json_node *object, int names)
{
	const struct json_node *end = object + object->span;
	lua_newtable(L);
	for (const struct json_node *n = object + 1; n < end; n += 1 + n[1].span) {
		lua_pushlstring(L, n->text, n->count);
		lua_pushvalue(L, -1);
		bool wanted = lua_rawget(L, names) != LUA_TNIL;
		lua_pop(L, 1);
		if (wanted) {
			push_node(L, v, n + 1);
			lua_rawset(L, -3);
		} else {
			lua_pop(L, 1);
		}
	}
}

int value_l_pick(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	struct view *v = push_view(L);
	if (lua_getmetatable(L, 1) && lua_rawequal(L, -1, 3)) {
		push_picked(L, v, object_at(L, v), 2);
		return 1;
	}
	lua_newtable(L);
	for (lua_pushnil(L); lua_next(L, 2); lua_pop(L, 1)) {
		lua_pushvalue(L, -2);
		lua_pushvalue(L, -1); /* -- [... out name true name name] */
		lua_rawget(L, 1);
		lua_rawset(L, -5);
	}
	return 1;
}

void value_doc_to_lua(lua_State *L, const struct json_doc *d)
{
	struct view *v = push_view(L);
	lua_pop(L, 1);
	v->root = json_doc_root(d);
	v->generation++;
	push_node(L, v, v->root);
}

void value_doc_forget(lua_State *L)
{
	struct view *v = push_view(L);
	lua_pop(L, 1);
	v->root = NULL;
}
