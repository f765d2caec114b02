/* Flows come into use: their row durable first, then new cases, then each open case, before anything else
 * happens to it. */
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "carry.h"
#include "case.h"
#include "clock.h"
#include "deploys.h"
#include "ends.h"
#include "engine_impl.h"
#include "log.h"

/* On its way to the disk. */
struct deploying {
	struct flow_set *set; /* NULL: that the last one is done */
	struct store_deploy *row;
	char *who, *origin;
	engine_deployed *done;
	void *arg;
};

struct deploys {
	struct engine_reached r;
	int reached;         /* what slots that the deploy in force has been at compare with */
	int64_t again_at_ms; /* the scan met a busy store; 0 */
	int64_t write_at_ms; /* that it is done met one; 0 */
	bool done, going;
};

struct deploys *deploy_new(void)
{
	return xcalloc(1, sizeof(struct deploys));
}

void deploy_free(struct deploys *d)
{
	free(d);
}

bool deploy_is_in_force(const struct engine *g)
{
	return g->deploys->r.n > 0;
}

void engine_reached(const struct engine *g, struct engine_reached *r)
{
	*r = g->deploys->r;
}

bool deploy_is_idle(const struct engine *g)
{
	return !g->deploys->again_at_ms;
}

/* ---- at start ---- */

int deploy_load_flows(struct engine *g, struct err *e)
{
	struct deploys *d = g->deploys;
	struct deploy_found found;
	if (deploys_in_force(g->o.store, &found, e))
		return -1;
	if (!found.n) {
		g->flows =
			g->o.flows ? flow_set_copy(g->o.flows) : flow_set_load(g->o.flows_dir, e);
		return g->flows ? 0 : -1;
	}
	g->flows = found.flows;
	log_fact(LOG_INFO, "flows_are_those_deployed", LF_BUNDLE, "s", found.hash, LF_COUNT, "d",
	         found.n, LF_END);
	d->r.n = found.n;
	d->done = found.done;
	d->reached = !found.done;
	return 0;
}

/* ---- knocking at open cases ---- */

static bool is_on_it(const struct engine *g, const char *flow, const char *hash)
{
	const struct bundle *b = flow_set_get(g->flows, flow);
	return b && !strcmp(bundle_hash(b), hash);
}

static void knock(struct engine *g, const char *case_id)
{
	renew_knock(g, case_id, DEPLOY_KNOCK, clock_now_ms());
	g->deploys->r.waiting++;
}

static int see_head(void *arg, const char *case_id, const struct store_head *h)
{
	struct engine *g = arg;
	const struct slot *s = cases_find(g->cases, case_id);
	if (!(s && s->c) && !is_on_it(g, h->flow, h->bundle))
		knock(g, case_id);
	return 0;
}

/* What is loaded may have a turn that no head knows of yet. */
static void see_slot(void *arg, struct slot *s)
{
	struct engine *g = arg;
	if (s->c->status == CASE_OPEN && !is_on_it(g, s->c->flow, s->c->bundle))
		knock(g, s->id);
}

static void write_done(struct engine *g)
{
	struct commit *k = xcalloc(1, sizeof *k);
	struct store_deploy *row = xcalloc(1, sizeof *row);
	*row = (struct store_deploy){ .n = g->deploys->r.n, .done_at_ms = clock_now_ms() };
	k->deploying = xcalloc(1, sizeof *k->deploying);
	k->deploying->row = row;
	k->st.deploy = row;
	engine_commit(g, k);
}

static void look_whether_done(struct engine *g)
{
	struct deploys *d = g->deploys;
	if (!d->r.n || d->done || d->r.waiting || d->again_at_ms || d->going ||
	    d->write_at_ms > clock_now_ms())
		return;
	d->done = true;
	d->write_at_ms = 0;
	write_done(g);
}

int deploy_begin(struct engine *g, struct err *e)
{
	struct deploys *d = g->deploys;
	if (!d->r.n || d->done)
		return 0;
	if (g->o.store->ops->heads(g->o.store, "open", 0, see_head, g, e))
		return -1;
	cases_each_loaded(g->cases, see_slot, g);
	return 0;
}

void deploy_knocked(struct engine *g)
{
	g->deploys->r.waiting--;
	look_whether_done(g);
}

/* ---- a case is reached ---- */

static void move(struct engine *g, struct slot *s, json_t *labels, const char *from)
{
	const struct event ev = { .source = "engine",
		                  .id = DEPLOY_KNOCK,
		                  .case_id = s->id,
		                  .kind = DEPLOY_KNOCK,
		                  .who = "" };
	struct commit *k = xcalloc(1, sizeof *k);
	turn_begin(&k->turn, s->c, s->b, clock_now_ms());
	turn_record(&k->turn, json_pack("{s:s, s:s, s:s, s:s, s:I, s:s}", "r", "event", "kind",
	                                ev.kind, "source", ev.source, "id", ev.id, "deploy",
	                                (json_int_t)g->deploys->r.n, "from", from));
	turn_record(&k->turn, json_pack("{s:s, s:s, s:o}", "r", "bundle", "bundle",
	                                bundle_hash(s->b), "labels", labels));
	ends_record(s, &k->turn);
	g->in_hand++;
	engine_commit_turn(g, s, engine_pending(&ev, NULL, NULL), k);
}

static void count(struct engine *g, const struct slot *s)
{
	struct engine_reached *r = &g->deploys->r;
	if (is_on_it(g, s->c->flow, s->c->bundle))
		r->moved++;
	else if (s->park || s->c->status == CASE_PARKED)
		r->parked++;
	else
		r->stayed++;
}

/* Consent comes first: people are asked again, on the new flows where the case can go on there. */
static int ask_again(struct engine *g, struct slot *s, struct err *e)
{
	const struct event ev = { .source = "engine",
		                  .id = "notice_changed",
		                  .case_id = s->id,
		                  .kind = "notice_changed",
		                  .who = "" };
	g->in_hand++;
	engine_run_event(g, s, engine_pending(&ev, NULL, NULL));
	return s->busy ? 0 : err_set(e, E_BUSY, "case %s cannot be read now: send it again", s->id);
}

static int go_on(struct engine *g, struct slot *s, struct err *e)
{
	struct err why = { 0 };
	struct bundle *b = flow_set_get(g->flows, s->c->flow);
	if (!b)
		return 0; /* nobody works on that flow any more: the case ends with what it has */
	json_t *labels = cases_own(s) ? carry_labels(s->c, s->b, b) : json_array();
	char *from = xstrdup(s->c->bundle);
	int rc = cases_move(g->cases, s, b, &why);
	if (rc)
		json_decref(labels);
	else
		move(g, s, labels, from);
	free(from);
	if (rc && why.code == E_IO)
		engine_die(g, &why);
	return rc && why.code == E_BUSY ? err_set(e, E_BUSY, "%s", why.text) : 0;
}

int deploy_reach(struct engine *g, struct slot *s, struct err *e)
{
	struct deploys *d = g->deploys;
	if (!d->r.n || s->reached == d->reached)
		return 0;
	if (s->c->status == CASE_OPEN && !is_on_it(g, s->c->flow, s->c->bundle)) {
		bool concerned = cases_own(s) && renew_is_due(g, s);
		if (concerned && !s->park && ask_again(g, s, e)) /* parked: nobody can be asked */
			return -1;
		if (!concerned && go_on(g, s, e))
			return -1;
		count(g, s);
	}
	s->reached = d->reached;
	return 0;
}

/* ---- into force ---- */

static void begin_or_later(struct engine *g)
{
	struct err e = { 0 };
	struct deploys *d = g->deploys;
	d->again_at_ms = 0;
	if (renew_begin(g, &e) || deploy_begin(g, &e)) {
		if (e.code == E_IO)
			engine_die(g, &e);
		d->again_at_ms = clock_now_ms() + RETRY_AFTER_BUSY_MS;
	}
	look_whether_done(g);
}

void deploy_tick(struct engine *g, int64_t now_ms)
{
	if (g->deploys->again_at_ms && g->deploys->again_at_ms <= now_ms)
		begin_or_later(g);
	else
		look_whether_done(g);
}

int64_t deploy_wake_at(const struct engine *g)
{
	const struct deploys *d = g->deploys;
	return d->again_at_ms ? d->again_at_ms : d->write_at_ms;
}

static void come_into_force(struct engine *g, struct deploying *in)
{
	struct deploys *d = g->deploys;
	struct flow_set *old = g->flows;
	g->flows = in->set;
	d->r = (struct engine_reached){ .n = in->row->n, .waiting = d->r.waiting };
	d->reached++;
	d->done = false;
	log_fact(LOG_INFO, "flows_deployed", LF_BUNDLE, "s", in->row->hash, LF_COUNT, "d",
	         in->row->n, LF_END);
	begin_or_later(g);
	flow_set_free(old);
	in->set = NULL;
}

void deploy_settle(struct engine *g, struct deploying *in, const struct err *e)
{
	static const struct err none = { 0 };
	int64_t n = 0;
	if (in->set) {
		g->deploys->going = false;
		n = in->row->n;
	}
	if (in->set && !e) {
		come_into_force(g, in);
	} else if (!in->set && e) {
		g->deploys->done = false;
		g->deploys->write_at_ms = clock_now_ms() + RETRY_AFTER_BUSY_MS;
	}
	if (in->done)
		in->done(in->arg, e ? 0 : n, e ? e : &none);
	deploy_forget(in);
}

void deploy_forget(struct deploying *in)
{
	if (!in)
		return;
	flow_set_free(in->set);
	deploys_row_end(in->row);
	free(in->who);
	free(in->origin);
	free(in);
}

void engine_deploy(struct engine *g, struct flow_set *set, const char *who, const char *origin,
                   engine_deployed *done, void *arg)
{
	struct err e = { 0 };
	if (g->deploys->going) {
		err_set(&e, E_BUSY, "another deploy is being written: send it again");
		flow_set_free(set);
		done(arg, 0, &e);
		return;
	}
	struct deploying *in = xcalloc(1, sizeof *in);
	*in = (struct deploying){
		.set = set, .who = xstrdup(who), .origin = xstrdup(origin), .done = done, .arg = arg
	};
	in->row = deploys_row(set, in->who, in->origin);
	struct commit *k = xcalloc(1, sizeof *k);
	k->deploying = in;
	k->st.deploy = in->row;
	k->st.at_ms = in->row->at_ms;
	g->deploys->going = true;
	engine_commit(g, k);
}
