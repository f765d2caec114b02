/* engine_world.h: the engine over a real store whose reads and commits a test can make fail, with the clock held. */
#ifndef ASSENT_TESTS_ENGINE_WORLD_H
#define ASSENT_TESTS_ENGINE_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "consent.h"
#include "engine.h"
#include "loop.h"
#include "scratch.h"
#include "store.h"

/* What became of one event. */
struct told {
	int times;
	struct err err;
	char case_id[64];
	int64_t turn;
	bool duplicate;
	size_t batches; /* handed over by then */
};

struct engine_world {
	char *dir, *consents;
	struct loop *loop;
	struct store *store;
	const struct store_ops *real;
	struct store_ops ops;
	struct engine *g;
	int64_t now_ms;
	int events;
	int busy_reads, busy_states, busy_commits; /* so many from now on answer E_BUSY */
	size_t batches, newest_batch;              /* handed over; how many turns in the newest */
	const char *flows;                         /* directory of the flows */
	/* put in place of what is stored: old -> new, once in each bundle, or in each turn */
	const char *bundle_old, *bundle_new, *turn_old, *turn_new;
	bool bundles_gone;
	int64_t events_known_ms, undecoded_kept_ms;
	/* people on them are written to through it; NULL: there are none */
	struct http_out *http_out;
	/* makes it; NULL: a test sets it */
	struct http_out *(*http_out_new)(struct loop *l);
	const struct engine_target *targets;
	size_t targets_count;
};
static struct engine_world world;

static inline _Noreturn void world_fatal(void *arg, const struct err *e)
{
	(void)arg;
	fprintf(stderr, "%s\n", e->text);
	abort();
}

/* A copy of text, in which the first `old` (NULL: none) is `new`. */
static inline char *replaced(const char *text, const char *old, const char *new)
{
	const char *at = old ? strstr(text, old) : NULL;
	return at ? xasprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old))
	          : xstrdup(text);
}

struct reader {
	int (*fn)(void *arg, int64_t turn, int64_t at_ms, const char *records);
	void *arg;
};

static inline int read_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	const struct reader *r = arg;
	char *other = replaced(records, world.turn_old, world.turn_new);
	int rc = r->fn(r->arg, turn, at_ms, other);
	free(other);
	return rc;
}

static inline int world_turns(struct store *s, const char *case_id,
                              int (*fn)(void *arg, int64_t turn, int64_t at_ms,
                                        const char *records),
                              void *arg, struct err *e)
{
	if (world.busy_reads > 0 && world.busy_reads--)
		return err_set(e, E_BUSY, "busy, says the test");
	struct reader r = { fn, arg };
	return world.real->turns(s, case_id, read_turn, &r, e);
}

static inline int world_out_state(struct store *s, const char *key, char state[16], struct err *e)
{
	if (world.busy_states > 0 && world.busy_states--)
		return err_set(e, E_BUSY, "busy, says the test");
	return world.real->out_state(s, key, state, e);
}

struct failing {
	store_done *done;
	void *arg;
};

static inline void fail_work(void *arg)
{
	(void)arg;
}

static inline void fail_done(void *arg)
{
	struct failing *f = arg;
	const struct err e = { .code = E_BUSY, .text = "full, says the test" };
	f->done(f->arg, &e);
	free(f);
}

static inline void world_commit(struct store *s, struct store_turn **turns, size_t count,
                                store_done *done, void *arg)
{
	world.batches++;
	world.newest_batch = count;
	if (world.busy_commits == 0) {
		world.real->commit(s, turns, count, done, arg);
		return;
	}
	world.busy_commits--;
	struct failing *f = xcalloc(1, sizeof *f);
	*f = (struct failing){ done, arg };
	loop_work(world.loop, fail_work, fail_done, f);
}

static inline char *world_bundle(struct store *s, const char *hash, struct err *e)
{
	if (world.bundles_gone) {
		err_set(e, E_NOT_FOUND, "no bundle %s is stored", hash);
		return NULL;
	}
	char *content = world.real->bundle(s, hash, e);
	char *other = content ? replaced(content, world.bundle_old, world.bundle_new) : NULL;
	free(content);
	return other;
}

static inline void world_open(size_t cache_cases)
{
	struct err e = { 0 };
	const struct store_sqlite_opts so = { .dir = world.dir, .volatile_ok = true };
	world.loop = loop_new();
	if (world.http_out_new)
		world.http_out = world.http_out_new(world.loop);
	world.store = store_sqlite_new(world.loop, &so, &e);
	if (!world.store)
		fail_msg("%s", e.text);
	world.real = world.store->ops;
	world.ops = *world.real;
	world.ops.turns = world_turns;
	world.ops.out_state = world_out_state;
	world.ops.commit = world_commit;
	world.ops.bundle = world_bundle;
	world.store->ops = &world.ops;
	const struct engine_opts o = { .loop = world.loop,
		                       .store = world.store,
		                       .flows_dir = world.flows,
		                       .consents_dir = world.consents,
		                       .http_out = world.http_out,
		                       .targets = world.targets,
		                       .targets_count = world.targets_count,
		                       .cache_cases = cache_cases,
		                       .events_known_ms = world.events_known_ms,
		                       .undecoded_kept_ms = world.undecoded_kept_ms,
		                       .fatal = world_fatal };
	world.g = engine_new(&o, &e);
	if (!world.g)
		fail_msg("%s", e.text);
}

static inline void world_close(void)
{
	engine_free(world.g);
	world.real->free(world.store);
	loop_free(world.loop);
}

static inline int world_begin(void **state)
{
	(void)state;
	world = (struct engine_world){ .dir = scratch_new("engine", NULL),
		                       .flows = "flows",
		                       .now_ms = 1795305600000 };
	assert_non_null(world.dir);
	world.consents = xasprintf("%s/consents", world.dir);
	clock_hold(world.now_ms);
	world_open(0);
	return 0;
}

static inline int world_end(void **state)
{
	(void)state;
	world_close();
	scratch_free(world.dir);
	free(world.consents);
	return 0;
}

/* Until all that was taken is durable or refused. */
static inline void settle(void)
{
	while (!engine_is_idle(world.g))
		loop_step(world.loop, true);
}

static inline void on_told(void *arg, const struct event_result *r)
{
	struct told *t = arg;
	t->times++;
	t->err = r->err;
	t->turn = r->turn;
	t->duplicate = r->duplicate;
	t->batches = world.batches;
	snprintf(t->case_id, sizeof t->case_id, "%s", r->case_id);
}

/* Takes an event, body as JSON with ' for ". id NULL: a new one. hash: first letter of its body's. */
static inline void take(struct told *t, const char *case_id, const char *kind, const char *id,
                        const char *body)
{
	static const char *const speaks_for[] = { "console", "desk", NULL };
	char own[32], *json = xstrdup(body);
	for (char *c = json; *c; c++)
		if (*c == '\'')
			*c = '"';
	json_error_t je;
	json_t *parsed = json_loads(json, 0, &je);
	if (!parsed)
		fail_msg("%s: %s", je.text, json);
	snprintf(own, sizeof own, "e%d", ++world.events);
	struct event ev = { .source = "test",
		            .id = id ? id : own,
		            .case_id = case_id,
		            .kind = kind,
		            .who = "김하나",
		            .speaks_for = speaks_for,
		            .for_agents = true,
		            .body = parsed };
	memset(ev.hash, body[strlen(body) / 2], 64);
	*t = (struct told){ 0 };
	engine_take(world.g, &ev, on_told, t);
	json_decref(parsed);
	free(json);
}

/* Takes it and settles; it must go well. */
static inline void does(const char *case_id, const char *kind, const char *body)
{
	struct told t;
	take(&t, case_id, kind, NULL, body);
	settle();
	if (t.err.code != E_NONE)
		fail_msg("%s %s: %s", kind, body, t.err.text);
}

static inline void later(int64_t ms)
{
	world.now_ms += ms;
	clock_hold(world.now_ms);
}

static inline struct support_case *seen(const char *case_id)
{
	struct err e = { 0 };
	struct support_case *c = engine_case(world.g, case_id, &e);
	if (!c)
		fail_msg("%s", e.text);
	return c;
}

struct looked {
	int times;
	json_t *view; /* new; NULL: err */
	struct err err;
};

static inline void on_shown(void *arg, json_t *view, const struct err *e)
{
	struct looked *l = arg;
	l->times++;
	l->view = json_incref(view);
	l->err = *e;
}

/* The case as people see it: a new object. */
static inline json_t *shown(const char *case_id)
{
	struct looked l = { 0 };
	engine_show(world.g, case_id, NULL, on_shown, &l);
	settle();
	if (l.times != 1 || !l.view)
		fail_msg("shown %d times: %s", l.times, l.err.text);
	return l.view;
}

/* What is offered to the agent for that party; NULL: nothing. */
static inline const struct suggestion *offered(const char *case_id, enum role r)
{
	const struct support_case *c = seen(case_id);
	for (size_t i = 0; i < c->suggestions_count; i++)
		if (c->suggestions[i].party == r && !strcmp(c->suggestions[i].state, "offered"))
			return &c->suggestions[i];
	return NULL;
}

static inline size_t said_to(const char *case_id, enum role r)
{
	const struct support_case *c = seen(case_id);
	size_t count = 0;
	for (size_t i = 0; i < c->messages_count; i++)
		count += c->messages[i].party == r && strcmp(c->messages[i].from, "party") != 0;
	return count;
}

/* Presses a button of the open question of that party. */
static inline void press(struct told *t, const char *case_id, const char *party, const char *choice)
{
	const struct wait *w = case_question(seen(case_id), role_from(party));
	assert_non_null(w);
	char *body = xasprintf("{'party': '%s', 'question': 'q%lld', 'choice': '%s'}", party,
	                       (long long)w->n, choice);
	take(t, case_id, "button", NULL, body);
	free(body);
}

static inline void presses(const char *case_id, const char *party, const char *choice)
{
	struct told t;
	press(&t, case_id, party, choice);
	settle();
	assert_int_equal(t.err.code, E_NONE);
}

#define VEHICLE_OWNER_ASKS                                                                     \
	"{'facts': {'topic': 'accident', 'trip_date': '2026-11-20', 'origin': '강남역',"    \
	" 'destination': '판교역', 'agent_name': '김하나', 'inbound': 'vehicle_owner'}," \
	" 'parties': {'caller': {'member': true, 'mode': 'bot'},"                              \
	" 'vehicle_owner': {'member': true, 'mode': 'bot'}}}"

/* body: as VEHICLE_OWNER_ASKS. */
static inline void open_as(char case_id[64], const char *body)
{
	struct told t;
	take(&t, "", "open", NULL, body);
	settle();
	if (t.err.code != E_NONE)
		fail_msg("%s", t.err.text);
	snprintf(case_id, 64, "%s", t.case_id);
}

/* A case of the flow vehicle_owner, both parties served by the bot, at its first question. */
static inline void open_case(char case_id[64])
{
	open_as(case_id, VEHICLE_OWNER_ASKS);
}

/* The same case where the caller is being asked for the delegation, and an agent serves the owner. */
static inline void open_asked(char case_id[64])
{
	open_case(case_id);
	presses(case_id, "vehicle_owner", "yes");
	does(case_id, "mode", "{'party': 'vehicle_owner', 'mode': 'assist'}");
	presses(case_id, "caller", "yes");
	presses(case_id, "caller", "yes");
	assert_int_equal(case_question(seen(case_id), ROLE_CALLER)->kind, WAIT_CONSENT);
}

/* Of the matter, by the policy of the bundle that the case has. */
static inline bool may_tell_the_owner(const char *id)
{
	struct err e = { 0 }, why = { 0 };
	const struct support_case *c = seen(id);
	char *content = world.real->bundle(world.store, c->bundle, &e);
	struct bundle *b = bundle_parse(content, &e);
	const struct gate_policy p = { bundle_policy(b)->gate, bundle_policy(b)->consents };
	const struct act a = { ACT_TELL, ROLE_VEHICLE_OWNER, 4, ROLE_NONE };
	bool may = consent_allows(c, &p, &a, world.now_ms, true, &why);
	bundle_free(b);
	free(content);
	return may;
}

#endif
