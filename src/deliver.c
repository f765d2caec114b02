#include "deliver_impl.h"

#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "json_make.h"
#include "json_read.h"
#include "oauth.h"
#include "platform.h"
#include "replies.h"
#include "sentence.h"
#include "webhook.h"
#include "whole.h"

struct waiting_row {
	struct store_out row;
	char *told; /* NULL: it is not final */
	int64_t at_ms;
	struct waiting_row *next;
};

struct target *deliver_target(const struct engine *g, const char *name)
{
	for (size_t i = 0; name && i < g->targets_count; i++)
		if (!strcmp(g->targets[i].conf->name, name))
			return &g->targets[i];
	return NULL;
}

int deliver_check_parties(const struct engine *g, json_t *parties, struct err *e)
{
	const char *role;
	json_t *p;
	json_object_foreach(parties, role, p)
	{
		const char *platform = json_string_value(json_object_get(p, "platform"));
		if (platform && strcmp(platform, "console") && !deliver_target(g, platform))
			return err_set(e, E_INPUT,
			               "parties.%s.platform: '%.40s' is neither \"console\" nor a "
			               "target of the configuration",
			               role, platform);
	}
	return 0;
}

int deliver_check_desk(const struct engine *g, const json_t *desk, struct err *e)
{
	const char *platform = json_string_value(json_object_get(desk, "platform"));
	if (facts_check_desk(desk, e))
		return -1;
	if (!desk || deliver_target(g, platform))
		return 0;
	return err_set(e, E_INPUT, "desk.platform: '%.40s' is no target of the configuration",
	               platform);
}

/* ---- rows ---- */

void deliver_change_copy(const struct store_out *from, struct store_out *to)
{
	const char **const texts[] = { &to->key, &to->case_id, &to->state, &to->reason,
		                       &to->remote_id };
	*to = *from;
	to->target = to->effect = NULL;
	xstrdup_all(texts, COUNT_OF(texts));
}

void deliver_row_copy(const struct store_out *from, struct store_out *to)
{
	const char **const texts[] = { &to->key,    &to->case_id,   &to->state, &to->reason,
		                       &to->target, &to->remote_id, &to->effect };
	*to = *from;
	xstrdup_all(texts, COUNT_OF(texts));
}

void deliver_row_free(struct store_out *row)
{
	free((char *)row->key); /* and all the others with it */
	*row = (struct store_out){ 0 };
}

static void mark(struct store_out *row, int64_t now_ms)
{
	row->state = "sending";
	row->attempt = 1;
	row->first_at_ms = now_ms;
}

void deliver_mark_first(const struct engine *g, struct turn *t)
{
	if (!t->outs_count || !g->outbox)
		return;
	for (size_t i = 0; i < t->outs_count; i++)
		if (replies_is_for(g, &t->outs[i])) /* whose request waits for it */
			mark(&t->outs[i], t->now_ms);
	struct store_out *first = &t->outs[0];
	if (first->next_at_ms <= t->now_ms && outbox_is_free(g->outbox, first->target, t->c->id))
		mark(first, t->now_ms);
}

static void add_reply(struct engine *g, const struct support_case *c, const struct store_out *row)
{
	json_t *effect = json_read(row->effect, strlen(row->effect), NULL);
	replies_add(g, row, case_text(c, json_object_get(effect, "address")));
	json_decref(effect);
}

void deliver_after_commit(struct engine *g, struct commit *k)
{
	for (size_t i = 0; i < k->turn.outs_count; i++)
		if (replies_is_for(g, &k->turn.outs[i]))
			add_reply(g, k->turn.c, &k->turn.outs[i]);
		else
			outbox_add(g->outbox, &k->turn.outs[i], false);
}

void deliver_final_row(struct store_out *row, struct commit *k)
{
	size_t n = k->turn.outs_count;
	k->row = *row;
	*row = (struct store_out){ 0 };
	if (n == 0) {
		k->st.outs = &k->row;
		k->st.outs_count = 1;
		return;
	}
	k->outs = xcalloc(n + 1, sizeof *k->outs);
	for (size_t i = 0; i < n; i++)
		k->outs[i] = k->turn.outs[i];
	k->outs[n] = k->row;
	k->st.outs = k->outs;
	k->st.outs_count = n + 1;
}

struct platform *deliver_platform(const struct engine *g, const char *target)
{
	struct target *t = deliver_target(g, target);
	return t ? t->platform : NULL;
}

/* ---- how rows end ---- */

static void end_written(void *arg, const struct event_result *r);

struct ending {
	struct engine *g;
	struct store_out row;
	char *told;
};

/* The end of a row enters by the same door as every event. */
static void row_ended(void *arg, const struct store_out *row, const char *told)
{
	struct engine *g = arg;
	json_object_del(g->carrying, row->key);
	json_object_del(g->carried, row->key);
	char *id = xasprintf("%s:%lld", row->key, (long long)row->attempt);
	struct ending *end = xcalloc(1, sizeof *end);
	json_t *body = json_make("{s:s, s:s}", "key", row->key, "state", row->state);
	const struct event ev = { .source = "outbox",
		                  .id = id,
		                  .case_id = row->case_id,
		                  .kind = "delivery",
		                  .who = "",
		                  .body = body,
		                  .row = row };
	if (*told)
		json_object_set_new(body, "reason", json_string(told));
	end->g = g;
	end->told = xstrdup(told);
	deliver_change_copy(row, &end->row);
	engine_take(g, &ev, end_written, end);
	json_decref(body);
	free(id);
}

static void end_written(void *arg, const struct event_result *r)
{
	struct ending *end = arg;
	if (r->err.code != E_NONE)
		deliver_again_later(end->g, &end->row, end->told);
	deliver_row_free(&end->row);
	free(end->told);
	free(end);
}

void deliver_end(struct engine *g, const struct store_out *row, const char *told)
{
	row_ended(g, row, told);
}

static void row_changed(void *arg, const struct store_out *row)
{
	engine_write_row(arg, row);
}

/* ---- when the disk was full ---- */

void deliver_again_later(struct engine *g, const struct store_out *row, const char *told)
{
	struct waiting_row *w = xcalloc(1, sizeof *w);
	deliver_change_copy(row, &w->row);
	w->told = xstrdup(told);
	w->at_ms = clock_now_ms() + RETRY_AFTER_BUSY_MS;
	w->next = g->waiting;
	g->waiting = w;
}

static void waiting_free(struct waiting_row *w)
{
	deliver_row_free(&w->row);
	free(w->told);
	free(w);
}

void deliver_tick(struct engine *g, int64_t now_ms)
{
	for (struct waiting_row **at = &g->waiting, *w; (w = *at);) {
		if (w->at_ms > now_ms) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		if (w->told)
			row_ended(g, &w->row, w->told);
		else
			row_changed(g, &w->row);
		waiting_free(w);
	}
	replies_tick(g, now_ms);
	for (size_t i = 0; i < g->targets_count; i++)
		if (g->targets[i].oauth)
			oauth_tick(g->targets[i].oauth, now_ms);
	if (g->outbox)
		outbox_tick(g->outbox);
}

static int64_t sooner(int64_t a, int64_t b)
{
	return !a || (b && b < a) ? b : a;
}

int64_t deliver_wake_at(const struct engine *g)
{
	int64_t at = sooner(g->outbox ? outbox_wake_at(g->outbox) : 0, replies_wake_at(g));
	for (const struct waiting_row *w = g->waiting; w; w = w->next)
		at = sooner(at, w->at_ms);
	for (size_t i = 0; i < g->targets_count; i++)
		if (g->targets[i].oauth)
			at = sooner(at, oauth_wake_at(g->targets[i].oauth));
	return at;
}

bool deliver_is_idle(const struct engine *g)
{
	for (size_t i = 0; i < g->targets_count; i++)
		if (g->targets[i].oauth && !oauth_is_idle(g->targets[i].oauth))
			return false;
	return true;
}

void deliver_figures(const struct engine *g, struct engine_figures *f)
{
	if (g->outbox)
		outbox_figures(g->outbox, &f->outbox);
	f->grants_needed = 0;
	for (size_t i = 0; i < g->targets_count; i++)
		f->grants_needed += g->targets[i].oauth && oauth_needs_grant(g->targets[i].oauth);
}

/* ---- life ---- */

static void token_ready(void *arg, bool is)
{
	struct target *t = arg;
	outbox_hold(t->engine->outbox, t->conf->name, !is);
}

/* Nothing goes out before there is a token. */
static int start_oauth(struct target *t, struct err *e)
{
	const struct engine *g = t->engine;
	static const struct webhook_secrets none;
	const struct oauth_opts o = { .loop = g->o.loop,
		                      .http = g->o.http_out,
		                      .target = t->conf->name,
		                      .url = t->conf->url,
		                      .dir = g->o.tokens_dir,
		                      .auth = &t->auth,
		                      .secret = t->conf->secrets,
		                      .refresh_token = t->conf->refresh_token
		                                               ? t->conf->refresh_token
		                                               : &none,
		                      .timeout_ms = t->conf->timeout_ms,
		                      .public_only = !t->conf->allow_private,
		                      .ready = token_ready,
		                      .arg = t };
	t->oauth = oauth_new(&o, e);
	outbox_hold(g->outbox, t->conf->name, true);
	return t->oauth ? 0 : -1;
}

static int add_target(struct engine *g, const struct engine_target *conf, struct err *e)
{
	struct target *t = &g->targets[g->targets_count++];
	t->engine = g;
	t->conf = conf;
	t->speaks_for[0] = conf->name;
	t->platform = platform_new(conf->platform, conf->settings, e);
	const struct platform_facts *f = t->platform ? platform_facts(t->platform) : NULL;
	if (!f || auth_read(f->authorize, &t->auth, e) || auth_check(&t->auth, conf->secrets, e))
		return -1;
	const struct outbox_target o = { .name = conf->name,
		                         .keyed = f->keyed,
		                         .keyed_ms = f->keyed_ms,
		                         .looks = f->looks,
		                         .timeout_ms = conf->timeout_ms,
		                         .breaker_failures = conf->breaker_failures,
		                         .breaker_pause_ms = conf->breaker_pause_ms };
	outbox_target_add(g->outbox, &o);
	return t->auth.scheme == AUTH_OAUTH ? start_oauth(t, e) : 0;
}

/* What the targets can show, for the turns. */
static void list_channels(struct engine *g)
{
	struct channel *list = xcalloc(g->targets_count + 1, sizeof *list);
	for (size_t i = 0; i < g->targets_count; i++) {
		const struct platform_facts *f = platform_facts(g->targets[i].platform);
		list[i] = (struct channel){ .name = g->targets[i].conf->name,
			                    .text_max = f->text_max,
			                    .typed = f->typed,
			                    .sessions = f->sessions,
			                    .replies = f->replies,
			                    .controls = f->controls,
			                    .invite = g->targets[i].conf->invite };
	}
	g->channels.list = list;
	g->channels.count = g->targets_count;
	g->channels.can_say = replies_can_say;
	g->channels.arg = g;
}

/* The request that it was to answer went with the process. */
static void end_reply(struct engine *g, const struct store_out *row)
{
	struct store_out ended = *row;
	bool maybe = !strcmp(row->state, "sending");
	ended.state = maybe ? "unknown" : "dead";
	ended.reason = "the service stopped while it was to be answered";
	deliver_again_later(g, &ended,
	                    sentence_word(maybe ? "sent.maybe_answered" : "sent.not_answered"));
}

static int add_row(void *arg, const struct store_out *row)
{
	struct engine *g = arg;
	if (replies_is_for(g, row))
		end_reply(g, row);
	else
		outbox_add(g->outbox, row, true);
	return 0;
}

int deliver_start(struct engine *g, struct err *e)
{
	static const struct outbox_ops ops = { deliver_prepare, deliver_release, deliver_allowed,
		                               deliver_judge,   row_changed,     row_ended };
	g->carrying = json_object();
	g->carried = json_object();
	g->channels.people_on = g->o.people_on ? g->o.people_on : "console";
	if (!g->o.http_out)
		return 0;
	g->outbox = outbox_new(g->o.loop, g->o.http_out, &ops, g);
	g->targets = xcalloc(g->o.targets_count + 1, sizeof *g->targets);
	for (size_t i = 0; i < g->o.targets_count; i++)
		if (add_target(g, &g->o.targets[i], e))
			return -1;
	list_channels(g);
	return g->o.store->ops->outs(g->o.store, NULL, add_row, g, e);
}

void deliver_stop(struct engine *g)
{
	replies_free(g);
	whole_stop(g);
	json_decref(g->carrying);
	json_decref(g->carried);
	outbox_free(g->outbox);
	for (size_t i = 0; i < g->targets_count; i++) {
		oauth_free(g->targets[i].oauth);
		platform_free(g->targets[i].platform);
	}
	free(g->targets);
	free((void *)(uintptr_t)g->channels.list);
	while (g->waiting) {
		struct waiting_row *w = g->waiting;
		g->waiting = w->next;
		waiting_free(w);
	}
}
