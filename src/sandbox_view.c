/* sandbox_view.c: what flows can read and nobody can write: views of tables, and the prelude's objects. */
#include "sandbox_lib.h"

#include <lauxlib.h>
#include <string.h>

/* ---- views ---- */

static int l_sealed(lua_State *L) /* view[key] = value */
{
	const char *key = sandbox_push_name(L, 2);
	luaL_getmetafield(L, 1, "__label");
	return sandbox_fail(L, "%s.%s cannot be changed: it is read-only", lua_tostring(L, -1),
	                    key);
}

static int l_view_len(lua_State *L)
{
	sandbox_see_through(L, 1);
	lua_pushinteger(L, (lua_Integer)lua_rawlen(L, 1));
	return 1;
}

void sandbox_make_view(lua_State *L, const char *name)
{
	lua_newtable(L);
	lua_createtable(L, 0, 6); /* [t view meta] */
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__index");
	lua_pushvalue(L, -3);
	lua_setfield(L, -2, "__view"); /* how our own C code knows a view */
	lua_pushcfunction(L, l_sealed);
	lua_setfield(L, -2, "__newindex");
	lua_pushcfunction(L, l_view_len);
	lua_setfield(L, -2, "__len");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	lua_pushstring(L, name);
	lua_setfield(L, -2, "__label");
	lua_setmetatable(L, -2);
	lua_remove(L, -2);
}

bool sandbox_see_through(lua_State *L, int idx)
{
	if (!lua_istable(L, idx))
		return false;
	if (!lua_getmetatable(L, idx))
		return true;
	if (lua_getfield(L, -1, "__view") == LUA_TTABLE) {
		lua_replace(L, idx);
		lua_pop(L, 1);
		return true;
	}
	lua_pop(L, 2);
	return false;
}

/* ---- objects ---- */

/* Objects of one kind share their metatable; what each has stands in itself under this key, which no
 * code of Lua can name. */
static const char fields_of;
static const char meta_of; /* the same, in their methods: that metatable */

/* [object key fields] -> raises; upvalue: methods */
static int no_field(lua_State *L)
{
	const char *key = sandbox_push_name(L, 2), *known[SANDBOX_HINTED_MAX + 1];
	char meant[SANDBOX_HINT_BYTES];
	lua_getfield(L, lua_upvalueindex(1), "__what");
	const char *what = luaL_optstring(L, -1, "field");
	luaL_getmetafield(L, 1, "__label");
	const char *label = lua_tostring(L, -1);
	lua_pushvalue(L, lua_upvalueindex(1));
	int methods = lua_gettop(L);
	size_t count = sandbox_push_known(L, 3, known, 0);
	sandbox_push_known(L, methods, known, count);
	lua_getfield(L, lua_upvalueindex(1), "__else");
	sandbox_hint(meant, key, known, lua_tostring(L, -1));
	return sandbox_fail(L, "'%s' is not a %s of %s%s", key, what, label, meant);
}

/* Where an object was made, for whoever watches what is read of it. */
static const char made_at[] = "__made_at";

/* [object key fields value] -> the same */
static void tell_read(lua_State *L, const struct sandbox *s)
{
	const char *key = sandbox_push_name(L, 2);
	lua_pushliteral(L, "role");
	lua_rawget(L, 3);
	lua_getfield(L, 3, made_at);
	luaL_getmetafield(L, 1, "__label");
	s->on_read(s->on_read_arg, lua_tostring(L, -1), lua_tostring(L, -3),
	           (int)lua_tointeger(L, -2), key);
	lua_settop(L, 4);
}

/* fields at 1 */
static void note_place(lua_State *L)
{
	lua_Debug ar;
	lua_pushinteger(L, sandbox_flow_frame(L, &ar) ? ar.currentline : 0);
	lua_setfield(L, 1, made_at);
}

static int l_object_index(lua_State *L) /* object[key]; upvalue: methods */
{
	lua_rawgetp(L, 1, &fields_of);
	lua_pushvalue(L, 2);
	if (lua_rawget(L, 3) != LUA_TNIL) { /* [object key fields value] */
		if (sandbox_of(L)->on_read)
			tell_read(L, sandbox_of(L));
		return 1;
	}
	lua_settop(L, 3);
	if (lua_type(L, 2) == LUA_TSTRING && strncmp(lua_tostring(L, 2), "__", 2) != 0) {
		lua_pushvalue(L, 2);
		if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TNIL)
			return 1;
		lua_pop(L, 1);
	}
	return no_field(L);
}

/* Pushes the metatable of the objects with the methods at 2: made once, and kept with them. */
static void push_object_meta(lua_State *L)
{
	if (lua_rawgetp(L, 2, &meta_of) == LUA_TTABLE)
		return;
	lua_pop(L, 1);
	lua_createtable(L, 0, 4);
	lua_pushvalue(L, 2);
	lua_pushcclosure(L, l_object_index, 1);
	lua_setfield(L, -2, "__index");
	lua_pushcfunction(L, l_sealed);
	lua_setfield(L, -2, "__newindex");
	lua_pushboolean(L, false);
	lua_setfield(L, -2, "__metatable");
	luaL_argcheck(L, lua_getfield(L, 2, "__name") == LUA_TSTRING, 2,
	              "methods.__name must say what the object is, \"a party\"");
	lua_setfield(L, -2, "__label");
	lua_pushvalue(L, -1);
	lua_rawsetp(L, 2, &meta_of);
}

int sandbox_l_object(lua_State *L)
{
	luaL_checktype(L, 1, LUA_TTABLE);
	luaL_checktype(L, 2, LUA_TTABLE);
	lua_settop(L, 2);
	if (sandbox_of(L)->on_read)
		note_place(L);
	lua_createtable(L, 0, 1); /* [fields methods object] */
	lua_pushvalue(L, 1);
	lua_rawsetp(L, 3, &fields_of);
	push_object_meta(L);
	lua_setmetatable(L, 3);
	return 1;
}

bool sandbox_object(lua_State *L, int idx, int *line)
{
	if (!lua_istable(L, idx) || !lua_getmetatable(L, idx))
		return false;
	lua_getfield(L, -1, "__index");
	bool is_object = lua_tocfunction(L, -1) == l_object_index;
	if (!is_object) {
		lua_pop(L, 2);
		return false;
	}
	lua_rawgetp(L, idx, &fields_of);
	lua_getfield(L, -3, "__label"); /* [meta index fields label] */
	lua_getfield(L, -2, made_at);
	*line = (int)lua_tointeger(L, -1);
	lua_pop(L, 1);
	lua_remove(L, -3);
	lua_remove(L, -3);
	return true;
}
