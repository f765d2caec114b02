/* Flows that word a notice otherwise in law: who had agreed to it as it was is asked again. */
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "carry.h"
#include "case.h"
#include "clock.h"
#include "engine_impl.h"
#include "log.h"
#include "renewal.h"

/* Cases in hand. Each is replayed twice, about 2 ms: 2,000 take 4.8 s here, and meanwhile no other
 * answer took longer than 35 ms (with 32 in hand 79 ms). */
enum { AT_ONCE_MAX = 8 };

/* A case that waits for its event. */
struct renewal {
	char *id;
	const char *kind; /* of its event */
	int64_t at_ms;
	struct renewal *next;
};

struct renewals {
	json_t *changes; /* {bundle hash: of renewal_changes against the flows now} */
	struct renewal *first, **end;
	size_t in_hand;
	bool took; /* in this round: there is one more, so that whoever waits for quiet sees it */
};

struct renewals *renew_new(void)
{
	struct renewals *rs = xcalloc(1, sizeof *rs);
	rs->changes = json_object();
	rs->end = &rs->first;
	return rs;
}

static struct renewal *take_first(struct renewals *rs)
{
	struct renewal *r = rs->first;
	rs->first = r->next;
	if (!rs->first)
		rs->end = &rs->first;
	return r;
}

static void renewal_free(struct renewal *r)
{
	free(r->id);
	free(r);
}

void renew_free(struct renewals *rs)
{
	if (!rs)
		return;
	while (rs->first)
		renewal_free(take_first(rs));
	json_decref(rs->changes);
	free(rs);
}

void renew_knock(struct engine *g, const char *case_id, const char *kind, int64_t at_ms)
{
	struct renewal *r = xcalloc(1, sizeof *r);
	r->id = xstrdup(case_id);
	r->kind = kind;
	r->at_ms = at_ms;
	*g->renewals->end = r;
	g->renewals->end = &r->next;
}

/* ---- what has changed, and whom it concerns ---- */

/* The policy that the flows are under now: it decides what a change means. */
static const struct policy *policy_now(const struct engine *g)
{
	return bundle_policy(flow_set_at(g->flows, 0));
}

static bool is_current(const struct engine *g, const char *hash)
{
	for (size_t i = 0; i < flow_set_count(g->flows); i++)
		if (!strcmp(bundle_hash(flow_set_at(g->flows, i)), hash))
			return true;
	return false;
}

/* Borrowed; empty for the bundles that new cases get, and where the policy keeps old terms. */
static const json_t *changes_of(struct engine *g, const struct bundle *b)
{
	const char *hash = bundle_hash(b);
	json_t *found = json_object_get(g->renewals->changes, hash);
	if (found)
		return found;
	found = policy_now(g)->keeps_old_terms || is_current(g, hash)
	                ? json_object()
	                : renewal_changes(b, g->flows);
	json_object_set_new(g->renewals->changes, hash, found);
	return found;
}

static const char NOTICE_CHANGED[] = "notice_changed";

static bool concerns(struct engine *g, const struct slot *s, const struct consent *k)
{
	return renewal_concerns(s->c, k, changes_of(g, s->b), policy_now(g), clock_now_ms());
}

bool renew_is_due(struct engine *g, const struct slot *s)
{
	for (size_t i = 0; i < s->c->consents_count; i++)
		if (concerns(g, s, &s->c->consents[i]))
			return true;
	return false;
}

/* Closes the gate of a loaded case for what is concerned, until that is durable. */
static void close_gate(void *arg, struct slot *s)
{
	struct engine *g = arg;
	for (size_t i = 0; i < s->c->consents_count; i++) {
		struct consent *k = &s->c->consents[i];
		k->outdated = !strcmp(k->state, "granted") && concerns(g, s, k);
	}
}

void renew_look(struct engine *g, struct slot *s)
{
	if (!json_object_size(changes_of(g, s->b)) || !renew_is_due(g, s))
		return;
	close_gate(g, s);
	renew_knock(g, s->id, NOTICE_CHANGED, clock_now_ms());
}

/* ---- at a reload, and at start ---- */

struct scan {
	struct engine *g;
	struct err *e;
	bool asked; /* one of the case's consents is granted or requested */
	int64_t count;
};

static int see_consent(void *arg, const char *case_id, const struct store_consent *k)
{
	struct scan *sc = arg;
	(void)case_id;
	sc->asked = sc->asked || !strcmp(k->state, "granted") || !strcmp(k->state, "requested");
	return 0;
}

/* Of a bundle that this program cannot read any more nothing is known: its cases are parked when
 * they are next looked at. NULL: E_BUSY, E_IO. */
static const json_t *changes_since(struct scan *sc, const char *hash)
{
	struct engine *g = sc->g;
	struct err why = { 0 };
	json_t *known = json_object_get(g->renewals->changes, hash);
	if (known)
		return known;
	struct bundle *b = cases_bundle(g->cases, hash, &why);
	if (!b && (why.code == E_BUSY || why.code == E_IO)) {
		err_set(sc->e, why.code, "%s", why.text);
		return NULL;
	}
	if (!b)
		json_object_set_new(g->renewals->changes, hash, json_object());
	else
		changes_of(g, b);
	bundle_free(b);
	return json_object_get(g->renewals->changes, hash);
}

static int see_head(void *arg, const char *case_id, const struct store_head *h)
{
	struct scan *sc = arg;
	struct engine *g = sc->g;
	if (is_current(g, h->bundle))
		return 0;
	const json_t *changes = changes_since(sc, h->bundle);
	if (!changes)
		return -1;
	if (!json_object_size(changes))
		return 0;
	sc->asked = false;
	const struct store_consent_query q = { .case_id = case_id };
	if (g->o.store->ops->consents(g->o.store, &q, see_consent, sc, sc->e))
		return -1;
	if (sc->asked) {
		renew_knock(g, case_id, NOTICE_CHANGED, clock_now_ms());
		sc->count++;
	}
	return 0;
}

int renew_begin(struct engine *g, struct err *e)
{
	static const char *const statuses[] = { "open", "parked" };
	struct scan sc = { .g = g, .e = e };
	json_object_clear(g->renewals->changes);
	cases_on_load(g->cases, close_gate, g);
	cases_each_loaded(g->cases, close_gate, g);
	for (size_t i = 0; i < COUNT_OF(statuses) && !policy_now(g)->keeps_old_terms; i++)
		if (g->o.store->ops->heads(g->o.store, statuses[i], 0, see_head, &sc, e))
			return -1;
	if (sc.count)
		log_fact(LOG_INFO, "notices_changed", LF_COUNT, "d", sc.count, LF_END);
	return 0;
}

/* ---- the events ---- */

static bool again_later(struct engine *g, const struct event_result *r, const char *kind)
{
	bool busy = r->err.code == E_BUSY && *r->case_id;
	g->renewals->in_hand--;
	if (busy)
		renew_knock(g, r->case_id, kind, clock_now_ms() + RETRY_AFTER_BUSY_MS);
	return busy;
}

static void notice_taken(void *arg, const struct event_result *r)
{
	again_later(arg, r, NOTICE_CHANGED);
}

static void deploy_taken(void *arg, const struct event_result *r)
{
	if (!again_later(arg, r, DEPLOY_KNOCK))
		deploy_knocked(arg);
}

void renew_tick(struct engine *g, int64_t now_ms)
{
	struct renewals *rs = g->renewals;
	rs->took = false;
	while (rs->first && rs->first->at_ms <= now_ms && rs->in_hand < AT_ONCE_MAX) {
		struct renewal *r = take_first(rs);
		const struct event ev = { .source = "engine",
			                  .id = r->kind,
			                  .case_id = r->id,
			                  .kind = r->kind,
			                  .who = "" };
		rs->took = true;
		rs->in_hand++;
		engine_take(g, &ev, strcmp(r->kind, DEPLOY_KNOCK) ? notice_taken : deploy_taken, g);
		renewal_free(r);
	}
}

int64_t renew_wake_at(const struct engine *g)
{
	const struct renewals *rs = g->renewals;
	if (rs->took)
		return 1; /* at once */
	return rs->first && rs->in_hand < AT_ONCE_MAX ? rs->first->at_ms : 0;
}

bool renew_is_idle(const struct engine *g)
{
	return !g->renewals->first;
}

/* The notices of those concerned. */
static json_t *notices_of(struct engine *g, const struct slot *s, const json_t *ids)
{
	json_t *notices = json_object(), *id;
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const struct consent *k = case_consent(s->c, json_string_value(id));
		json_object_set(notices, k->phrase,
		                json_object_get(changes_of(g, s->b), k->phrase));
	}
	return notices;
}

int renew_prepare(struct engine *g, struct slot *s, struct pending *p, struct err *e)
{
	struct err why = { 0 };
	json_t *ids = json_array();
	for (size_t i = 0; i < s->c->consents_count; i++)
		if (concerns(g, s, &s->c->consents[i]))
			json_array_append_new(ids, json_string(s->c->consents[i].id));
	if (!json_array_size(ids)) {
		json_decref(ids);
		return err_set(e, E_CONFLICT, "nobody in case %s is concerned", s->id);
	}
	json_decref(p->ev.body);
	p->ev.body = json_pack("{s:o, s:o}", "notices", notices_of(g, s, ids), "consents", ids);
	struct bundle *b = flow_set_get(g->flows, s->c->flow);
	json_t *labels = b && s->run ? carry_labels(s->c, s->b, b) : json_array();
	json_object_set_new(p->ev.body, "labels", labels);
	if (b && s->run && !cases_move(g->cases, s, b, &why))
		json_object_set_new(p->ev.body, "bundle", json_string(bundle_hash(b)));
	else if (why.code == E_BUSY || why.code == E_IO)
		return err_set(e, why.code, "%s", why.text);
	return 0;
}
