/* Where a flow stands, as a text that is equal whenever the flow will go on equally. */
#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "case.h"
#include "run_impl.h"
#include "sandbox.h"
#include "sandbox_lib.h"

static const char prelude[] = "=prelude.lua"; /* as sandbox.c names it */

struct writer {
	lua_State *L; /* where values are looked at; the stack of a lane is left as it is */
	bool (*counts)(void *arg, int line, const char *field);
	void *arg;
	struct buf *out;
	int seen; /* place of the table {table, function or upvalue: number} */
	lua_Integer seen_count;
};

static void write_value(struct writer *w, int idx);

/* The number of what was met before; else false, and it has one now. id at idx. */
static bool met_before(struct writer *w, int idx)
{
	lua_pushvalue(w->L, idx);
	if (lua_rawget(w->L, w->seen) == LUA_TNUMBER) {
		buf_addf(w->out, "#%lld", (long long)lua_tointeger(w->L, -1));
		lua_pop(w->L, 1);
		return true;
	}
	lua_pop(w->L, 1);
	lua_pushvalue(w->L, idx);
	lua_pushinteger(w->L, ++w->seen_count);
	lua_rawset(w->L, w->seen);
	return false;
}

/* An engine's function is the same wherever it is met, and what it keeps is told elsewhere. */
static bool is_of_prelude(const lua_Debug *ar)
{
	return !strcmp(ar->source, prelude);
}

/* Variables that a function shares with others, each told once. */
static void write_upvalues(struct writer *w, int idx)
{
	lua_State *L = w->L;
	for (int n = 1; lua_getupvalue(L, idx, n); n++) {
		lua_pushlightuserdata(L, lua_upvalueid(L, idx, n)); /* -- value id */
		buf_adds(w->out, " ");
		if (!met_before(w, lua_gettop(L)))
			write_value(w, lua_gettop(L) - 1);
		lua_pop(L, 2);
	}
}

static void write_function(struct writer *w, int idx)
{
	lua_Debug ar;
	if (lua_iscfunction(w->L, idx)) {
		buf_addf(w->out, "C%p", (void *)(size_t)lua_tocfunction(w->L, idx));
		for (int n = 1; lua_getupvalue(w->L, idx, n); n++) {
			buf_adds(w->out, " ");
			write_value(w, lua_gettop(w->L));
			lua_pop(w->L, 1);
		}
		return;
	}
	lua_pushvalue(w->L, idx);
	lua_getinfo(w->L, ">S", &ar);
	buf_addf(w->out, "%s:%d", ar.source, ar.linedefined);
	if (!is_of_prelude(&ar))
		write_upvalues(w, idx);
}

/* [] -> []; keys of t in an order of their own. */
static void write_table(struct writer *w, int t)
{
	lua_State *L = w->L;
	buf_adds(w->out, "{");
	size_t without_order = sandbox_push_keys(L, t);
	int keys = lua_gettop(L);
	for (lua_Integer i = 1; lua_rawgeti(L, keys, i) != LUA_TNIL; i++) {
		write_value(w, lua_gettop(L));
		buf_adds(w->out, "=");
		lua_rawget(L, t);
		write_value(w, lua_gettop(L));
		buf_adds(w->out, ",");
		lua_pop(L, 1);
	}
	lua_pop(L, 2);
	if (without_order) /* keys that only the flow itself can compare: such a state is like no other */
		buf_addf(w->out, "%p", lua_topointer(L, t));
	buf_adds(w->out, "}");
}

/* A party is known by its role, the case by itself; of an answer what may be read counts. */
static bool write_object(struct writer *w, int idx)
{
	lua_State *L = w->L;
	int line;
	if (!sandbox_object(L, idx, &line))
		return false;
	int fields = lua_gettop(L) - 1;
	const char *label = lua_tostring(L, -1);
	buf_addf(w->out, "<%s", label);
	lua_pushliteral(L, "role");
	if (lua_rawget(L, fields) == LUA_TSTRING)
		buf_addf(w->out, " %s", lua_tostring(L, -1));
	lua_pop(L, 1);
	if (!strcmp(label, "an answer") || !strcmp(label, "a changed notice")) {
		sandbox_push_keys(L, fields);
		int keys = lua_gettop(L);
		for (lua_Integer i = 1; lua_rawgeti(L, keys, i) == LUA_TSTRING; i++) {
			const char *field = lua_tostring(L, -1);
			if (w->counts(w->arg, line, field)) {
				buf_addf(w->out, " %s=", field);
				lua_getfield(L, fields, field);
				write_value(w, lua_gettop(L));
				lua_pop(L, 1);
			}
			lua_pop(L, 1);
		}
		lua_pop(L, 2);
	}
	buf_adds(w->out, ">");
	lua_pop(L, 2);
	return true;
}

static void write_value(struct writer *w, int idx)
{
	lua_State *L = w->L;
	luaL_checkstack(L, 12, "state");
	switch (lua_type(L, idx)) {
	case LUA_TBOOLEAN:
		buf_adds(w->out, lua_toboolean(L, idx) ? "true" : "false");
		break;
	case LUA_TNUMBER:
		if (lua_isinteger(L, idx))
			buf_addf(w->out, "%c%lld%c", RUN_STATE_NUMBER,
			         (long long)lua_tointeger(L, idx), RUN_STATE_NUMBER);
		else
			buf_addf(w->out, "%c%a%c", RUN_STATE_NUMBER, lua_tonumber(L, idx),
			         RUN_STATE_NUMBER);
		break;
	case LUA_TSTRING:
		buf_addf(w->out, "%zu'", (size_t)lua_rawlen(L, idx));
		buf_add(w->out, lua_tostring(L, idx), lua_rawlen(L, idx));
		break;
	case LUA_TTABLE:
		if (!met_before(w, idx) && !write_object(w, idx))
			write_table(w, idx);
		break;
	case LUA_TFUNCTION:
		if (!met_before(w, idx))
			write_function(w, idx);
		break;
	case LUA_TTHREAD: /* no flow can make one */
	case LUA_TUSERDATA:
		buf_addf(w->out, "%p", lua_topointer(L, idx));
		break;
	default:
		buf_adds(w->out, lua_typename(L, lua_type(L, idx)));
	}
}

/* One function on the stack of a lane: what it is, where it is, its variables, also those that have no name. Those of
 * the prelude follow from the step that it makes. */
static void write_frame(struct writer *w, lua_State *co, lua_Debug *ar)
{
	lua_getinfo(co, "Slf", ar);
	lua_xmove(co, w->L, 1);
	buf_addf(w->out, "\n @%d ", ar->currentline);
	write_value(w, lua_gettop(w->L));
	lua_pop(w->L, 1);
	if (*ar->what == 'C' || is_of_prelude(ar))
		return;
	for (int sign = 1; sign >= -1; sign -= 2) /* below zero: what stands for "..." */
		for (int n = 1; lua_getlocal(co, ar, sign * n); n++) {
			lua_xmove(co, w->L, 1);
			buf_adds(w->out, " ");
			write_value(w, lua_gettop(w->L));
			lua_pop(w->L, 1);
		}
}

static void write_lane(struct writer *w, lua_State *co)
{
	lua_Debug ar;
	luaL_checkstack(co, 4, "state");
	for (int level = 0; lua_getstack(co, level, &ar); level++)
		write_frame(w, co, &ar);
}

/* The variables of flow code on the stack of a lane that are numbers. */
static void name_numbers(lua_State *co, json_t *out)
{
	lua_Debug ar;
	const char *name;
	luaL_checkstack(co, 4, "state");
	for (int level = 0; lua_getstack(co, level, &ar); level++) {
		lua_getinfo(co, "S", &ar);
		if (*ar.what == 'C' || is_of_prelude(&ar))
			continue;
		for (int n = 1; (name = lua_getlocal(co, &ar, n)); n++) {
			if (lua_type(co, -1) == LUA_TNUMBER && *name != '(')
				json_object_set_new(out, name, json_real(lua_tonumber(co, -1)));
			lua_pop(co, 1);
		}
	}
}

json_t *run_numbers(const struct run *r, const struct support_case *c)
{
	json_t *out = json_object();
	for (size_t i = 0; i < r->mover.started; i++)
		if (!c->lanes[i].ended)
			name_numbers(lua_tothread(r->L, AT_LANES + (int)i), out);
	return out;
}

void run_watch(struct run *r, sandbox_read *on_read, void *arg)
{
	sandbox_watch_reads(r->box, on_read, arg);
}

void run_state(const struct run *r, const struct support_case *c,
               bool (*counts)(void *arg, int line, const char *field), void *arg, struct buf *out)
{
	lua_State *L = r->L;
	int top = lua_gettop(L);
	luaL_checkstack(L, 12, "state");
	lua_newtable(L);
	struct writer w = { L, counts, arg, out, lua_gettop(L), 0 };
	for (size_t i = 0; i < r->mover.started; i++) {
		if (c->lanes[i].ended)
			continue;
		buf_adds(out, "\nlane");
		write_lane(&w, lua_tothread(L, AT_LANES + (int)i));
	}
	for (size_t i = 0; i < c->handlers_count; i++) {
		buf_addf(out, "\n%s ", c->handlers[i]);
		lua_getfield(L, AT_RUNNER, "handlers");
		lua_getfield(L, -1, c->handlers[i]);
		write_value(&w, lua_gettop(L));
		lua_pop(L, 2);
	}
	lua_settop(L, top);
}
