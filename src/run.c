#include "run.h"

#include <lauxlib.h>
#include <lua.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "case.h"
#include "effect.h"
#include "journal.h"
#include "json_make.h"
#include "run_impl.h"
#include "sandbox.h"
#include "turn.h"
#include "value.h"

/* One drive of the lanes: with a journal it replays, with a turn it is live. */
struct drive {
	struct mover *m;
	struct support_case *c;
	struct turn *t;
	struct journal *j;
	json_t **detail;
	struct made_step at; /* the step that is made, or where it failed */
	struct err *e;
};

/* Calls runner.<name>(value) to its end. */
static int call_runner(struct run *r, const char *name, const json_t *value, struct err *e)
{
	int results;
	lua_State *co = lua_newthread(r->L);
	/* -- co: [] */
	lua_getfield(r->L, AT_RUNNER, name);
	lua_xmove(r->L, co, 1);
	value_to_lua(co, value);
	/* -- co: [function value] */
	enum sandbox_outcome out = sandbox_resume(r->box, co, 1, &results, e);
	lua_pop(r->L, 1);
	if (out == SANDBOX_YIELDED)
		err_set(e, E_FLOW, "the prelude waits in %s", name);
	return out == SANDBOX_RETURNED ? 0 : -1;
}

static int load(struct run *r, struct err *e)
{
	size_t len;
	const char *text = bundle_file(r->b, "prelude.lua", &len);
	if (sandbox_run_prelude(r->box, "prelude.lua", text, len, e))
		return -1;
	json_t *ids = bundle_phrase_ids(r->b);
	int rc = call_runner(r, "phrases", ids, e);
	json_decref(ids);
	if (rc)
		return -1;
	text = bundle_file(r->b, "flow.lua", &len);
	return sandbox_run(r->box, bundle_chunk(r->b), text, len, e);
}

/* ---- which lane moves next ---- */

static bool can_move(const struct mover *m, struct support_case *c, size_t i)
{
	if (i >= m->started)
		return true; /* not started yet */
	const struct wait *w = case_wait_of_lane(c, c->lanes[i].id);
	return w && w->outcome;
}

/* An interrupt goes first, one at a time in the order they came; the main flow only when all have
 * ended. -1: none can move. */
static int next_lane(const struct mover *m, struct support_case *c)
{
	if (m->started == 0)
		return 0;
	for (size_t i = 1; i < c->lanes_count; i++)
		if (!c->lanes[i].ended)
			return can_move(m, c, i) ? (int)i : -1;
	return can_move(m, c, 0) ? 0 : -1;
}

/* ---- a lane in its Lua state ---- */

/* What a flow may see: codes and switches, nothing of a person. */
static json_t *public_facts(const struct support_case *c)
{
	json_t *inbound = json_object_get(c->facts, "inbound");
	return json_make(
		"{s:O, s:o, s:b, s:b}", "topic", json_object_get(c->facts, "topic"), "inbound",
		inbound ? json_incref(inbound) : json_string("none"), "booked_for_other",
		json_is_true(json_object_get(c->facts, "booked_for_other")), "caller_is_passenger",
		json_is_true(json_object_get(c->facts, "caller_is_passenger")));
}

static json_t *members(const struct support_case *c)
{
	json_t *out = json_object();
	for (int r = 0; r < ROLE_COUNT; r++)
		json_object_set_new(out, role_name((enum role)r),
		                    json_boolean(c->parties[r].member));
	return out;
}

static void push_json(lua_State *co, json_t *taken)
{
	value_to_lua(co, taken);
	json_decref(taken);
}

/* Starts a lane: its coroutine with function and arguments on it. Returns the number of arguments.
 */
static int start_lane(struct run *r, struct support_case *c, size_t i, lua_State **co)
{
	luaL_checkstack(r->L, 4, "lanes");
	*co = lua_newthread(r->L);
	lua_getfield(r->L, AT_RUNNER, i == 0 ? "main" : "handler");
	lua_xmove(r->L, *co, 1);
	if (i > 0) {
		lua_pushstring(*co, c->lanes[i].handler);
		lua_pushstring(*co, role_name(c->lanes[i].party));
		value_to_lua(*co, c->lanes[i].event);
		return 3; /* -- co: [handler kind role event] */
	}
	lua_getfield(r->L, AT_FLOW, "run");
	lua_xmove(r->L, *co, 1);
	push_json(*co, public_facts(c));
	push_json(*co, members(c));
	return 3; /* -- co: [main run facts members] */
}

/* Where the lane stands in its flow; once its function has returned, that function's end. */
static void find_place(struct run *r, const struct support_case *c, lua_State *co, size_t i,
                       struct made_step *s)
{
	lua_State *L = r->L;
	lua_Debug ar;
	sandbox_where(co, s->file, &s->line);
	if (*s->file)
		return;
	if (i == 0) {
		lua_getfield(L, AT_FLOW, "run");
	} else {
		lua_getfield(L, AT_RUNNER, "handlers");
		lua_getfield(L, -1, c->lanes[i].handler);
		lua_remove(L, -2);
	}
	lua_getinfo(L, ">S", &ar); /* -- L: as before */
	snprintf(s->file, sizeof s->file, "%.*s", (int)sizeof s->file - 1, ar.source + 1);
	s->line = ar.lastlinedefined;
}

/* What the flow yielded, as a step. args is new. */
static int take_step(lua_State *co, int results, struct made_step *s, struct err *e)
{
	if (results != 2 || !lua_isstring(co, -2))
		return err_set(e, E_FLOW, "the flow waits in a way that only effects may");
	text_into(s->kind, sizeof s->kind, lua_tostring(co, -2));
	s->args = value_from_lua(co, -1, e);
	lua_pop(co, 2);
	return s->args ? 0 : -1;
}

static int resume(void *run, struct support_case *c, size_t i, const json_t *value,
                  struct made_step *s, struct err *e)
{
	struct run *r = run;
	lua_State *co;
	int nargs = 1, results;
	if (!value) {
		nargs = start_lane(r, c, i, &co);
	} else {
		co = lua_tothread(r->L, AT_LANES + (int)i);
		value_to_lua(co, value);
	}
	enum sandbox_outcome out = sandbox_resume(r->box, co, nargs, &results, e);
	if (out == SANDBOX_RETURNED)
		err_set(e, E_FLOW, "the flow ended without the prelude");
	int rc = out == SANDBOX_YIELDED ? take_step(co, results, s, e) : -1;
	find_place(r, c, co, i, s);
	return rc;
}

static void end_lane(void *run, size_t i) /* its coroutine goes; its place stays */
{
	struct run *r = run;
	lua_pushnil(r->L);
	lua_replace(r->L, AT_LANES + (int)i);
}

struct run *run_new(struct bundle *b, struct err *e)
{
	struct run *r = xcalloc(1, sizeof *r);
	r->b = bundle_keep(b);
	r->mover = (struct mover){ .resume = resume, .end = end_lane, .arg = r };
	r->box = sandbox_new();
	r->L = sandbox_state(r->box);
	if (load(r, e)) {
		run_free(r);
		return NULL;
	}
	return r;
}

void run_free(struct run *r)
{
	if (!r)
		return;
	sandbox_free(r->box);
	bundle_free(r->b);
	free(r);
}

size_t run_bytes(const struct run *r)
{
	return sandbox_bytes(r->box);
}

struct mover *run_mover(struct run *r)
{
	return &r->mover;
}

/* ---- moving a lane ---- */

/* One step, recorded or new. 1: the lane goes on with *result (new); 0: it waits or has ended; -1:
 * failed. */
static int make_step(struct drive *d, int lane, const struct made_step *made, json_t **result)
{
	const json_t *recorded = NULL;
	*result = NULL;
	struct step s = {
		.lane = lane, .kind = made->kind, .file = made->file, .line = made->line
	};
	s.is = effect_is(made->kind, made->args, d->e);
	if (!s.is)
		return -1;
	enum effect_outcome out = EFFECT_FAILED;
	switch (journal_step(d->j, d->c, &s, &recorded, d->detail, d->e)) {
	case STEP_NEW:
		if (d->t)
			out = effect_perform(d->t, &s, made->args, result, d->e);
		else
			err_set(d->e, E_FLOW,
			        "diverged: recorded was nothing more, the flow now does %s",
			        s.kind);
		break;
	case STEP_RESULT:
		out = effect_recorded(s.kind) == EFFECT_WAITS ? EFFECT_RESULT
		                                              : effect_recorded(s.kind);
		*result = json_incref((json_t *)recorded);
		break;
	case STEP_WAITS:
		out = EFFECT_WAITS;
		break;
	case STEP_DIVERGED:
		break;
	}
	json_decref(s.is);
	return out == EFFECT_FAILED ? -1 : out == EFFECT_RESULT;
}

static int move_lane(struct drive *d, size_t i)
{
	int lane = d->c->lanes[i].id, more;
	json_t *value = NULL;
	if (i >= d->m->started)
		d->m->started++;
	else
		value = json_incref(case_wait_of_lane(d->c, lane)->outcome);
	do {
		d->at = (struct made_step){ 0 };
		int rc = d->m->resume(d->m->arg, d->c, i, value, &d->at, d->e);
		json_decref(value);
		value = NULL;
		more = rc ? -1 : make_step(d, lane, &d->at, &value);
		json_decref(d->at.args);
	} while (more > 0);
	json_decref(value);
	if (more == 0 && d->c->lanes[i].ended)
		d->m->end(d->m->arg, i);
	return more;
}

static int drive(struct drive *d)
{
	for (int i; d->c->status == CASE_OPEN && (i = next_lane(d->m, d->c)) >= 0;)
		if (move_lane(d, (size_t)i))
			return -1;
	return 0;
}

int run_replay(struct run *r, struct support_case *c, struct journal *j, json_t **detail,
               struct err *e)
{
	struct drive d = { .m = &r->mover, .c = c, .j = j, .detail = detail, .e = e };
	*detail = NULL;
	while (journal_left(j)) {
		if (journal_advance(j, c, e))
			return -1;
		size_t left = journal_left(j);
		if (drive(&d))
			return -1;
		if (left && journal_left(j) == left) { /* a recorded step that no lane makes */
			journal_missing_step(j, detail, e);
			return -1;
		}
	}
	return 0;
}

/* "vehicle_owner/flow.lua:12: reason" without the place, which has members of its own. */
static const char *without_place(const char *text, const char *file, int line)
{
	char place[160];
	int n = snprintf(place, sizeof place, "%s:%d: ", file, line);
	return !strncmp(text, place, (size_t)n) ? text + n : text;
}

void run_go_on(struct run *r, struct turn *t)
{
	run_go_on_by(&r->mover, t);
}

void run_go_on_by(struct mover *m, struct turn *t)
{
	struct err e = { 0 };
	json_t *detail = NULL;
	struct drive d = { .m = m, .c = t->c, .t = t, .detail = &detail, .e = &e };
	if (drive(&d) == 0)
		return;
	json_t *park = json_make("{s:s, s:s, s:s, s:i}", "r", "park", "reason",
	                         without_place(e.text, d.at.file, d.at.line), "file", d.at.file,
	                         "line", d.at.line);
	turn_record(t, park);
	json_decref(detail);
}
