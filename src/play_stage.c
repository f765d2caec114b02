#include "play_stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bundle.h"
#include "clock.h"
#include "engine.h"
#include "loop.h"
#include "scratch.h"
#include "store.h"

static const int64_t STARTS_AT_MS =
	1795305600000; /* 2026-11-22T00:00:00Z: any fixed time will do */

static _Noreturn void fatal(void *arg, const struct err *e)
{
	(void)arg;
	fprintf(stderr, "assent: %s\n", e->text);
	_exit(74);
}

/* ---- what the flow is told of time and chance ---- */

/* The first of these that the play names, which is used up; 0: it names none. */
static int64_t take_told(struct stage *st, const char *kind, const char *member)
{
	size_t i;
	json_t *one;
	json_array_foreach(st->told, i, one)
	{
		if (strcmp(json_string_value(json_object_get(one, "kind")), kind))
			continue;
		int64_t value = json_integer_value(json_object_get(one, member));
		json_array_remove(st->told, i);
		return value;
	}
	return 0;
}

static int64_t now_ms(void *arg, int64_t clock_ms)
{
	int64_t told_ms = take_told(arg, "now", "at_ms");
	return told_ms ? told_ms : clock_ms;
}

static int64_t draw(void *arg, int64_t n, int64_t drawn)
{
	int64_t told = take_told(arg, "draw", "value");
	return told && told <= n ? told : drawn;
}

/* ---- the stage ---- */

/* What its directory is called; caller frees. */
static char *name_of(pid_t pid)
{
	return xasprintf("play-%ld", (long)pid);
}

int stage_open(struct stage *st, const char *path, const struct stage_ground *on, struct err *e)
{
	clock_hold(STARTS_AT_MS);
	*st = (struct stage){ .path = path,
		              .loop = loop_new(),
		              .language = on->language,
		              .told = json_array(),
		              .fate = { now_ms, draw, st } };
	char *name = name_of(getpid());
	st->dir = scratch_new(name, e);
	free(name);
	if (!st->dir)
		return -1;
	st->consents = xasprintf("%s/consents", st->dir);
	const struct store_sqlite_opts so = { .dir = st->dir, .volatile_ok = true };
	st->store = store_sqlite_new(st->loop, &so, e);
	const struct engine_opts eo = { .loop = st->loop,
		                        .store = st->store,
		                        .understand = on->understand,
		                        .flows_dir = on->flows_dir,
		                        .flows = on->flows,
		                        .consents_dir = st->consents,
		                        .fate = &st->fate,
		                        .fatal = fatal };
	st->g = st->store ? engine_new(&eo, e) : NULL;
	return st->g ? 0 : -1;
}

void stage_close(struct stage *st)
{
	engine_free(st->g);
	if (st->store)
		st->store->ops->free(st->store);
	scratch_free(st->dir);
	free(st->consents);
	loop_free(st->loop);
	json_decref(st->would);
	json_decref(st->told);
}

void stage_sweep(pid_t pid)
{
	char *name = name_of(pid);
	scratch_sweep(name);
	free(name);
}

void play_settle(struct stage *st)
{
	while (!engine_is_idle(st->g))
		loop_step(st->loop, true);
}

static void done(void *arg, const struct event_result *r)
{
	struct stage *st = arg;
	st->answered = r->err;
	if (*r->case_id)
		snprintf(st->case_id, sizeof st->case_id, "%s", r->case_id);
}

static void take_event(struct stage *st, const char *source, const char *kind, json_t *body)
{
	static const char *const speaks_for[] = { "console", NULL };
	bool is_agent = !strcmp(source, "play");
	char id[32];
	snprintf(id, sizeof id, "play-%d", ++st->events);
	const struct event ev = { .source = source,
		                  .id = id,
		                  .case_id = st->case_id,
		                  .kind = kind,
		                  .who = is_agent ? "김하나" : "",
		                  .speaks_for = speaks_for,
		                  .for_agents = true,
		                  .body = body };
	st->answered = (struct err){ 0 };
	engine_take(st->g, &ev, done, st);
	play_settle(st);
	json_decref(body);
}

void play_event(struct stage *st, const char *kind, json_t *body)
{
	take_event(st, "play", kind, body);
}

void play_engine_event(struct stage *st, const char *kind, json_t *body)
{
	take_event(st, "engine", kind, body);
}

json_t *play_facts(struct flow_set *flows, json_t *play)
{
	json_t *facts = json_deep_copy(json_object_get(play, "facts")), *word;
	const char *said = json_string_value(json_object_get(facts, "topic")), *code;
	if (!said || !flow_set_count(flows))
		return facts;
	json_object_foreach(bundle_words(flow_set_at(flows, 0), "topic"), code, word)
	{
		if (strcmp(json_string_value(word), said))
			continue;
		json_object_set_new(facts, "topic", json_string(code));
		break;
	}
	return facts;
}

static json_t *parties_of(json_t *play)
{
	json_t *parties = json_deep_copy(json_object_get(play, "parties")), *p;
	const char *role;
	json_object_foreach(parties, role, p) json_object_del(p, "line");
	return parties;
}

/* The play's flow, where it is one of several that fit the facts, as an agent then chooses one; else NULL. */
static const char *flow_to_choose(struct stage *st, const json_t *play, json_t *facts)
{
	const char *flow = json_string_value(json_object_get(play, "flow"));
	bool is_among = false;
	json_t *reasons, *r;
	size_t i;
	if (!flow_set_choose(engine_flows(st->g), facts, &reasons))
		json_array_foreach(reasons, i, r) is_among |=
			json_is_true(json_object_get(r, "fits")) &&
			!strcmp(json_string_value(json_object_get(r, "flow")), flow);
	json_decref(reasons);
	return is_among ? flow : NULL;
}

int play_open(struct stage *st, json_t *play, struct err *e)
{
	json_t *facts = play_facts(engine_flows(st->g), play);
	int64_t begins_ms = json_integer_value(json_object_get(play, "begins_ms"));
	if (begins_ms)
		clock_hold(begins_ms);
	json_array_clear(st->told);
	json_array_extend(st->told, json_object_get(play, "told"));
	json_t *body = json_pack("{s:o, s:o, s:s*}", "facts", facts, "parties", parties_of(play),
	                         "flow", flow_to_choose(st, play, facts));
	play_event(st, "open", body);
	if (st->answered.code != E_NONE)
		return err_set(e, E_INPUT, "%s: the case cannot be opened: %s", st->path,
		               st->answered.text);
	const struct support_case *c = engine_case(st->g, st->case_id, e);
	const char *flow = json_string_value(json_object_get(play, "flow"));
	if (c && strcmp(c->flow, flow))
		return err_set(e, E_INPUT, "%s: these facts open flow '%s', not '%s'", st->path,
		               c->flow, flow);
	return c ? 0 : -1;
}
