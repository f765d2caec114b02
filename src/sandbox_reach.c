/* What a flow can get hold of, name by name, for the golden file. */
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "sandbox.h"
#include "sandbox_lib.h"

struct walk {
	lua_State *L;
	int seen; /* stack index of a set of the tables and functions walked already */
	char **lines;
	size_t n, cap;
};

static void visit(struct walk *w, const char *path);

static void add_line(struct walk *w, const char *path, const char *what)
{
	if (w->n == w->cap) {
		w->cap = w->cap ? 2 * w->cap : 128;
		w->lines = xrealloc(w->lines, w->cap * sizeof *w->lines);
	}
	w->lines[w->n++] = xasprintf("%s %s\n", path, what);
}

static bool is_first_visit(struct walk *w)
{
	lua_pushvalue(w->L, -1);
	if (lua_rawget(w->L, w->seen) != LUA_TNIL) {
		lua_pop(w->L, 1);
		return false;
	}
	lua_pop(w->L, 1);
	lua_pushvalue(w->L, -1);
	lua_pushboolean(w->L, true);
	lua_rawset(w->L, w->seen);
	return true;
}

/* Visits the value on top as path + separator + name, and pops it. */
static void visit_part(struct walk *w, const char *path, const char *separator, const char *name)
{
	char *part = xasprintf("%s%s%s", path, *path ? separator : "", name);
	visit(w, part);
	free(part);
	lua_pop(w->L, 1);
}

/* Members of the table on top in the order of pairs; keys without an order come last. */
static void visit_members(struct walk *w, const char *path)
{
	lua_State *L = w->L;
	int t = lua_gettop(L);
	sandbox_push_keys(L, t);
	for (lua_Integer i = 1; lua_rawgeti(L, t + 1, i) != LUA_TNIL; i++, lua_settop(L, t + 1)) {
		lua_pushvalue(L, -1);
		lua_rawget(L, t); /* [t keys key value] */
		lua_pushvalue(L, -2);
		const char *name = lua_isboolean(L, -1) ? "a boolean" : lua_tostring(L, -1);
		lua_insert(L, -2);
		visit_part(w, path, ".", name);
	}
	lua_settop(L, t);
	for (lua_pushnil(L); lua_next(L, t); lua_pop(L, 1)) {
		if (lua_istable(L, -2) || lua_isfunction(L, -2)) {
			lua_pushvalue(L, -2);
			visit_part(w, path, ".", "[key]");
			lua_pushvalue(L, -1);
			visit_part(w, path, ".", "[value]");
		}
	}
}

static void visit_table(struct walk *w, const char *path)
{
	lua_State *L = w->L;
	bool has_meta = lua_getmetatable(L, -1);
	if (has_meta) {
		if (lua_getfield(L, -1, "__view") == LUA_TTABLE) /* as flows see it: "math.abs" */
			visit(w, path);
		lua_pop(L, 1);
		lua_insert(L, -2); /* [meta t] */
	}
	visit_members(w, path);
	if (has_meta) {
		lua_insert(L, -2); /* [t meta] */
		visit_part(w, *path ? path : "_ENV", "", "<meta>");
	}
}

static void visit_function(struct walk *w, const char *path)
{
	const char *name;
	for (int i = 1; (name = lua_getupvalue(w->L, -1, i)); i++) {
		char number[24];
		snprintf(number, sizeof number, "%d%s", i, name);
		visit_part(w, path, "^", number);
	}
}

/* The value on top stays there. A table reached again, or one behind a view, is walked only
 * once. */
static void visit(struct walk *w, const char *path)
{
	luaL_checkstack(w->L, 16, "reachable");
	int type = lua_type(w->L, -1);
	add_line(w, *path ? path : "_ENV", lua_typename(w->L, type));
	if (type == LUA_TTABLE && is_first_visit(w))
		visit_table(w, path);
	else if (type == LUA_TFUNCTION && is_first_visit(w))
		visit_function(w, path);
}

/* A value of each basic type, since one metatable serves all values of such a type. */
static void visit_basic_types(struct walk *w)
{
	lua_State *L = w->L;
	int top = lua_gettop(L);
	lua_pushnil(L);
	lua_pushboolean(L, true);
	lua_pushinteger(L, 1);
	lua_pushliteral(L, "");
	lua_pushlightuserdata(L, w);
	lua_pushthread(L);
	lua_pushglobaltable(L);
	sandbox_push_words(L);
	lua_getfield(L, -1, "type"); /* a function */
	for (int i = lua_gettop(L); i > top; i--) {
		char path[32];
		snprintf(path, sizeof path, "(%s)", luaL_typename(L, i));
		if (!lua_istable(L, i) && lua_getmetatable(L, i))
			visit_part(w, path, "", "<meta>");
	}
	lua_settop(L, top);
}

static int compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

char *sandbox_reachable(struct sandbox *s)
{
	struct buf text = { 0 };
	lua_State *L = s->L;
	int top = lua_gettop(L);
	lua_newtable(L);
	struct walk w = { .L = L, .seen = top + 1 };
	lua_pushglobaltable(L);
	visit(&w, "");
	visit_basic_types(&w);
	lua_settop(L, top);
	qsort(w.lines, w.n, sizeof *w.lines, compare_lines);
	for (size_t i = 0; i < w.n; i++) {
		if (i == 0 || strcmp(w.lines[i], w.lines[i - 1]) != 0)
			buf_adds(&text, w.lines[i]);
	}
	for (size_t i = 0; i < w.n; i++)
		free(w.lines[i]);
	free(w.lines);
	return buf_take(&text);
}
