#include "engine.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "cases.h"
#include "clock.h"
#include "consent.h"
#include "consent_sync.h"
#include "crypto.h"
#include "deliver.h"
#include "ends.h"
#include "engine_impl.h"
#include "event_said.h"
#include "log.h"
#include "loop.h"
#include "presence.h"
#include "run.h"
#include "store.h"
#include "turn.h"
#include "view.h"

/* A page that reloads is back in two seconds, after a restart of the program in four. */
enum { PRESENCE_GRACE_MS = 10 * 1000 };

/* ---- a turn ---- */

/* A replay that failed: the case is parked first, in a turn of its own, then the event is looked
 * at. */
void engine_park_first(struct engine *g, struct slot *s)
{
	const struct event ev = {
		.source = "engine", .id = "park", .case_id = s->id, .kind = "park", .who = ""
	};
	struct commit *k = xcalloc(1, sizeof *k);
	turn_begin(&k->turn, s->c, s->b, clock_now_ms());
	k->turn.channels = &g->channels;
	k->turn.asks_values = true;
	ends_record(s, &k->turn);
	turn_record(&k->turn, json_incref(s->park));
	turn_let_go(&k->turn, engine_people_elsewhere(g, s->c));
	turn_tell_desk(&k->turn);
	json_decref(s->park);
	s->park = NULL;
	g->in_hand++;
	engine_commit_turn(g, s, engine_pending(&ev, NULL, NULL), k);
	engine_end_run(g, s);
}

static void enqueue(struct slot *s, struct pending *p)
{
	p->next = NULL;
	*s->queue_end = p;
	s->queue_end = &p->next;
}

/* The person whose withdrawal this is, marked or in his own words; ROLE_NONE: it is none. */
static enum role withdraws(struct engine *g, const struct event *ev)
{
	const char *mark = json_string_value(json_object_get(ev->body, "mark"));
	if (strcmp(ev->kind, "mark"))
		return said_withdrawal_of(g->o.understand, ev);
	if (!mark || strcmp(mark, "withdrawal"))
		return ROLE_NONE;
	return role_from(json_string_value(json_object_get(ev->body, "party")));
}

/* A withdrawal closes the gate when it arrives, even while the case's earlier turn is still being
 * committed. */
static void close_gate_on_arrival(struct slot *s, const struct pending *p)
{
	if (p->withdraws != ROLE_NONE)
		consent_suspend(s->c, p->withdraws);
}

/* A withdrawal that waits holds back what the turns before it grant, too. */
static void close_gate_for_queue(struct slot *s)
{
	for (const struct pending *p = s->queue; p; p = p->next)
		close_gate_on_arrival(s, p);
}

/* What a refused withdrawal closed is as before; what others in the queue close stays closed. */
static void open_gate_again(struct slot *s, const struct pending *refused)
{
	if (refused->withdraws == ROLE_NONE)
		return;
	consent_resume(s->c, refused->withdraws);
	close_gate_for_queue(s);
}

/* What the engine must look up before the event means anything to its case. */
static int prepare(struct engine *g, struct slot *s, struct pending *p, struct err *e)
{
	if (!strcmp(p->ev.kind, "notice_changed") && !json_object_get(p->ev.body, "notices"))
		return renew_prepare(g, s, p, e);
	if (!strcmp(p->ev.kind, "delivery") && !p->ev.row)
		return engine_name_reported(g, s, p->ev.body, e);
	return 0;
}

void engine_run_event(struct engine *g, struct slot *s, struct pending *p)
{
	struct err e = { 0 };
	if (!strcmp(p->ev.kind, DEPLOY_KNOCK) && !strcmp(p->ev.source, "engine")) {
		engine_finish(g, p, NULL, s->id, s->c->turn); /* it was reached as it came */
		return;
	}
	if (ends_without_turn(s, &p->ev)) {
		engine_commit_end(g, s, p);
		return;
	}
	if (prepare(g, s, p, &e)) {
		if (e.code == E_IO)
			engine_die(g, &e);
		engine_finish(g, p, &e, s->id, s->c->turn);
		return;
	}
	struct commit *k = xcalloc(1, sizeof *k);
	bool was_open = s->c->status == CASE_OPEN;
	turn_begin(&k->turn, s->c, s->b, clock_now_ms());
	k->turn.understand = g->o.understand;
	k->turn.channels = &g->channels;
	k->turn.asks_values = true;
	k->turn.fate = g->o.fate;
	if (event_apply(&k->turn, &p->ev, &e)) {
		assert(json_array_size(k->turn.records) == 0); /* a refusal leaves no trace */
		s->c->turn--;
		open_gate_again(s, p);
		turn_end(&k->turn);
		free(k);
		engine_finish(g, p, &e, s->id, s->c->turn);
		return;
	}
	ends_record(s, &k->turn);
	close_gate_for_queue(s);
	if (s->run)
		run_go_on(s->run, &k->turn);
	if (was_open && s->c->status != CASE_OPEN)
		turn_let_go(&k->turn, engine_people_elsewhere(g, s->c));
	turn_tell_desk(&k->turn);
	engine_commit_turn(g, s, p, k);
}

/* The case cannot be read just now: whoever sent the event sends it again, and its timer rings again. */
static void refuse_busy(struct engine *g, struct slot *s, struct pending *p, const struct err *e)
{
	if (!s->wake.place && case_wake_at(s->c))
		agenda_set(&g->agenda, &s->wake, clock_now_ms() + RETRY_AFTER_BUSY_MS);
	engine_finish(g, p, e, s->id, 0);
}

static void run_or_queue(struct engine *g, struct slot *s, struct pending *p)
{
	struct err e = { 0 };
	if (s->held) {
		hold_refuse(s, &e);
		engine_finish(g, p, &e, s->id, 0);
		return;
	}
	if (!s->busy && deploy_reach(g, s, &e)) {
		refuse_busy(g, s, p, &e);
		return;
	}
	if (s->park && !s->busy)
		engine_park_first(g, s);
	if (s->busy) {
		enqueue(s, p);
		close_gate_on_arrival(s, p); /* it may have been read anew */
	} else {
		engine_run_event(g, s, p);
	}
}

void engine_run_queue(struct engine *g, struct slot *s)
{
	struct err e = { 0 };
	while (s->queue && !s->busy) {
		int rc = deploy_reach(g, s, &e);
		close_gate_for_queue(s);
		if (s->busy)
			break;
		struct pending *p = s->queue;
		s->queue = p->next;
		if (!s->queue)
			s->queue_end = &s->queue;
		if (rc)
			refuse_busy(g, s, p, &e);
		else
			engine_run_event(g, s, p);
	}
}

/* ---- opening a case ---- */

static struct bundle *choose_flow(struct engine *g, struct pending *p, struct err *e)
{
	json_t *facts = json_object_get(p->ev.body, "facts"),
	       *parties = json_object_get(p->ev.body, "parties");
	const char *flow = json_string_value(json_object_get(p->ev.body, "flow"));
	if (facts_check(g->flows, facts, parties, e))
		return NULL;
	if (deliver_check_parties(g, parties, e) ||
	    deliver_check_desk(g, json_object_get(p->ev.body, "desk"), e))
		return NULL;
	if (flow) {
		struct bundle *named = flow_set_get(g->flows, flow);
		if (!named)
			err_set(e, E_NOT_FOUND, "flow: '%.60s' is not in %s", flow, g->o.flows_dir);
		return named;
	}
	struct bundle *b = flow_set_choose(g->flows, facts, &p->reasons);
	if (!b)
		err_set(e, E_CONFLICT,
		        "no single flow fits these facts: choose one of \"reasons\" and name it "
		        "as \"flow\"");
	return b;
}

static void open_case(struct engine *g, struct pending *p)
{
	struct err e = { 0 };
	char id[32] = "c";
	struct bundle *b = choose_flow(g, p, &e);
	struct run *run = b ? run_new(b, &e) : NULL;
	if (!run) {
		engine_finish(g, p, &e, "", 0);
		return;
	}
	char *seed = xasprintf("case/%s/%s", p->ev.source, p->ev.id);
	crypto_name(seed, strlen(seed), 20, id + 1);
	free(seed);
	struct slot *s = cases_add(g->cases, id, b);
	struct commit *k = xcalloc(1, sizeof *k);
	s->run = run;
	turn_begin(&k->turn, s->c, b, clock_now_ms());
	k->turn.channels = &g->channels;
	k->turn.asks_values = true;
	k->turn.fate = g->o.fate;
	event_open(&k->turn, &p->ev);
	run_go_on(s->run, &k->turn);
	if (s->c->status != CASE_OPEN)
		turn_let_go(&k->turn, engine_people_elsewhere(g, s->c));
	turn_tell_desk(&k->turn);
	engine_commit_turn(g, s, p, k);
}

/* ---- the door ---- */

void engine_take(struct engine *g, const struct event *ev, event_done *done, void *arg)
{
	struct err e = { 0 };
	struct pending *p = engine_pending(ev, done, arg);
	g->in_hand++;
	g->figures.events++;
	if (engine_is_repeated(g, p))
		return;
	if (!strcmp(ev->kind, "open")) {
		open_case(g, p);
		return;
	}
	struct slot *s = cases_get(g->cases, ev->case_id, &e);
	if (!s) {
		if (e.code == E_IO)
			engine_die(g, &e);
		struct err busy = { 0 };
		err_set(&busy, E_BUSY, "case %s cannot be read now: send it again", ev->case_id);
		engine_finish(g, p, e.code == E_BUSY ? &busy : &e, ev->case_id, 0);
		return;
	}
	if (ev->person && event_is_agents(ev) &&
	    presence_check(g->presence, ev->case_id, ev->person, &e)) {
		engine_finish(g, p, &e, ev->case_id, 0);
		return;
	}
	p->withdraws = withdraws(g, ev);
	close_gate_on_arrival(s, p);
	run_or_queue(g, s, p);
}

void engine_keep_undecoded(struct engine *g, const struct event *ev, const void *raw,
                           size_t raw_bytes, const char *reason, event_done *done, void *arg)
{
	struct pending *p = engine_pending(ev, done, arg);
	g->in_hand++;
	g->figures.events++;
	if (engine_is_repeated(g, p))
		return;
	struct commit *k = xcalloc(1, sizeof *k);
	p->raw = xmalloc(raw_bytes + 1); /* any bytes, NUL too */
	memcpy(p->raw, raw, raw_bytes);
	p->raw_reason = xstrdup(reason);
	k->pending = p;
	k->st.at_ms = clock_now_ms();
	k->st.undecoded = p->raw;
	k->st.undecoded_bytes = raw_bytes;
	k->st.undecoded_reason = p->raw_reason;
	engine_remember(g, k, p);
	engine_commit(g, k);
	char body[17]; /* enough to tell deliveries apart */
	snprintf(body, sizeof body, "%.16s", ev->hash);
	log_fact(LOG_WARN, "event_undecoded", LF_SOURCE, "s", ev->source, LF_EVENT, "s", body,
	         LF_END);
}

/* ---- life ---- */

static int start(struct engine *g, struct err *e)
{
	if (files_make_dir(g, e) || deploy_load_flows(g, e))
		return -1;
	g->sync = consent_sync_new(g->o.loop, g->o.consents_dir, g->o.fatal, g->o.arg);
	if (files_check(g, e) || cases_list_open(g->cases, &g->agenda, e) || renew_begin(g, e) ||
	    deploy_begin(g, e))
		return -1;
	return deliver_start(g, e);
}

struct engine *engine_new(const struct engine_opts *o, struct err *e)
{
	struct engine *g = xcalloc(1, sizeof *g);
	g->o = *o;
	engine_pending_begin(g);
	g->gathering = engine_batch_new();
	g->known = known_new();
	g->renewals = renew_new();
	g->deploys = deploy_new();
	g->forgetting = forget_new(g);
	g->presence = presence_new(o->loop, PRESENCE_GRACE_MS);
	g->cases = cases_new(o->store, o->cache_cases ? o->cache_cases : CACHE_CASES);
	if (start(g, e)) {
		engine_free(g);
		return NULL;
	}
	engine_time_begin(g);
	return g;
}

void engine_free(struct engine *g)
{
	if (!g)
		return;
	deliver_stop(g);
	hold_stop(g);
	consent_sync_free(g->sync);
	cases_free(g->cases);
	renew_free(g->renewals);
	deploy_free(g->deploys);
	forget_free(g->forgetting);
	presence_free(g->presence);
	view_summary_free(g->last_summary);
	flow_set_free(g->flows);
	agenda_free(&g->agenda);
	hash_free(&g->unfinished);
	known_free(g->known);
	loop_timer_free(g->timer);
	engine_batch_free(g->gathering);
	free(g);
}

bool engine_is_idle(const struct engine *g)
{
	return g->in_hand == 0 && !g->in_flight && !g->gathering->count &&
	       consent_sync_is_idle(g->sync) && renew_is_idle(g) && forget_is_idle(g) &&
	       deliver_is_idle(g) && deploy_is_idle(g);
}

int engine_reload_flows(struct engine *g, struct err *e)
{
	if (deploy_is_in_force(g))
		return err_set(e, E_CONFLICT,
		               "flows come into use by `assent deploy` here, and %s is not read: "
		               "deploy it",
		               g->o.flows_dir);
	struct flow_set *fresh = flow_set_load(g->o.flows_dir, e);
	if (!fresh)
		return -1;
	struct flow_set *old = g->flows;
	g->flows = fresh;
	if (renew_begin(g, e)) {
		if (e->code == E_IO)
			engine_die(g, e);
		g->flows = old;
		flow_set_free(fresh);
		struct err again = { 0 };
		renew_begin(g, &again);
		return -1;
	}
	flow_set_free(old);
	return 0;
}

struct presence *engine_presence(struct engine *g)
{
	return g->presence;
}

struct flow_set *engine_flows(struct engine *g)
{
	return g->flows;
}

void engine_figures(const struct engine *g, struct engine_figures *f)
{
	*f = g->figures;
	f->in_hand = (int64_t)g->in_hand;
	f->unwritten = (int64_t)(g->gathering->count + (g->in_flight ? g->in_flight->count : 0));
	deliver_figures(g, f);
	cases_figures(g->cases, &f->cases_open, &f->states_open, &f->states_bytes);
}
