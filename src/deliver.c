#include "deliver.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "consent.h"
#include "http_in.h"
#include "http_out.h"
#include "json_make.h"
#include "json_read.h"
#include "json_write.h"
#include "log.h"
#include "platform.h"
#include "webhook.h"

struct target {
	const struct engine_target *conf;
	struct platform *platform;
};

struct waiting_row {
	struct store_out row;
	bool final;
	int64_t at_ms;
	struct waiting_row *next;
};

static struct target *find_target(const struct engine *g, const char *name)
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
		if (platform && strcmp(platform, "console") && !find_target(g, platform))
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
	if (!desk || find_target(g, platform))
		return 0;
	return err_set(e, E_INPUT, "desk.platform: '%.40s' is no target of the configuration",
	               platform);
}

/* ---- rows ---- */

void deliver_row_copy(const struct store_out *from, struct store_out *to)
{
	*to = *from;
	to->key = xstrdup(from->key);
	to->case_id = xstrdup(from->case_id);
	to->target = xstrdup(from->target);
	to->effect = xstrdup(from->effect);
	to->state = xstrdup(from->state);
	to->reason = xstrdup(from->reason);
}

void deliver_row_free(struct store_out *row)
{
	free((char *)row->key);
	free((char *)row->case_id);
	free((char *)row->target);
	free((char *)row->effect);
	free((char *)row->state);
	free((char *)row->reason);
	*row = (struct store_out){ 0 };
}

void deliver_mark_first(const struct engine *g, struct turn *t)
{
	if (!t->outs_count || !g->outbox)
		return;
	struct store_out *first = &t->outs[0];
	if (!outbox_is_free(g->outbox, first->target, t->c->id))
		return;
	first->state = "sending";
	first->attempt = 1;
}

void deliver_after_commit(struct engine *g, struct commit *k)
{
	for (size_t i = 0; i < k->turn.outs_count; i++)
		outbox_add(g->outbox, &k->turn.outs[i], false);
}

void deliver_final_row(const struct store_out *row, struct commit *k)
{
	size_t n = k->turn.outs_count;
	deliver_row_copy(row, &k->row);
	k->outs = xcalloc(n + 1, sizeof *k->outs);
	for (size_t i = 0; i < n; i++)
		k->outs[i] = k->turn.outs[i];
	k->outs[n] = k->row;
	k->st.outs = k->outs;
	k->st.outs_count = n + 1;
}

/* ---- what the outbox asks ---- */

static struct act act_of(const json_t *effect)
{
	return (struct act){
		.kind = ACT_TELL,
		.party = role_from(json_string_value(json_object_get(effect, "party"))),
		.tells = (unsigned)json_integer_value(json_object_get(effect, "tells")),
		.contact_of = role_from(json_string_value(json_object_get(effect, "contact_of"))),
	};
}

static bool gate_allows(const struct slot *s, const struct act *a, struct err *why)
{
	const struct policy *p = bundle_policy(s->b);
	const struct gate_policy gp = { p->gate, p->consents };
	return a->party != ROLE_NONE && consent_allows(s->c, &gp, a, clock_now_ms(), true, why);
}

/* Everything that an http_call points to, freed as one; and what the gate is asked. */
struct prepared {
	struct act act;
	char *url, *body;
	struct buf signature;
	char seconds[24];
	struct http_header headers[4];
};

static void sign(struct prepared *p, const struct target *t, const char *key,
                 struct http_call *call)
{
	int64_t now_ms = clock_now_ms();
	snprintf(p->seconds, sizeof p->seconds, "%lld", (long long)(now_ms / 1000));
	webhook_sign(t->conf->secrets, key, now_ms, p->body, strlen(p->body), &p->signature);
	p->headers[0] = (struct http_header){ "Content-Type", "application/json; charset=utf-8" };
	p->headers[1] = (struct http_header){ "webhook-id", key };
	p->headers[2] = (struct http_header){ "webhook-timestamp", p->seconds };
	p->headers[3] = (struct http_header){ "webhook-signature", p->signature.data };
	*call = (struct http_call){ .method = "POST",
		                    .url = p->url,
		                    .headers = p->headers,
		                    .headers_count = 4,
		                    .body = p->body,
		                    .body_bytes = strlen(p->body),
		                    .timeout_ms = t->conf->timeout_ms };
}

static struct prepared *prepared_of(const struct http_call *call)
{
	return (struct prepared *)((char *)(uintptr_t)call->headers -
	                           offsetof(struct prepared, headers));
}

static bool row_allowed(void *arg, const struct store_out *row, const struct http_call *call)
{
	struct engine *g = arg;
	struct err why = { 0 };
	struct slot *s = cases_get(g->cases, row->case_id, &why);
	bool allowed = s && gate_allows(s, &prepared_of(call)->act, &why);
	if (!allowed)
		g->figures.refused_by_gate++;
	return allowed;
}

/* Texts in place of the references of an effect. */
static void reveal(const struct support_case *c, json_t *effect)
{
	for (void *i = json_object_iter(effect); i; i = json_object_iter_next(effect, i))
		if (json_is_object(json_object_iter_value(i)))
			json_object_iter_set_new(effect, i,
			                         case_reveal(c, json_object_iter_value(i)));
}

/* The effect with its texts in place of references, through the adapter. NULL: E_PARSE, E_CONFLICT
 * (erased). */
static char *encoded_body(struct slot *s, const struct target *t, json_t *effect, struct err *e)
{
	json_t *call = NULL;
	struct buf body = { 0 };
	reveal(s->c, effect);
	if (!json_is_string(json_object_get(effect, "text")))
		err_set(e, E_CONFLICT, "its text was erased before it was sent");
	else
		call = platform_encode(t->platform, effect, "send", e);
	if (call)
		json_write(&body, json_object_get(call, "body"));
	json_decref(call);
	return body.data;
}

static int row_prepare(void *arg, const struct store_out *row, struct http_call *call,
                       struct err *e)
{
	struct engine *g = arg;
	struct target *t = find_target(g, row->target);
	struct slot *s = cases_get(g->cases, row->case_id, e);
	json_t *effect = json_read(row->effect, strlen(row->effect), NULL);
	const struct act act = act_of(effect);
	char *body = NULL;
	if (s && t && gate_allows(s, &act, e))
		body = encoded_body(s, t, effect, e);
	json_decref(effect);
	if (!body)
		return err_set(e, E_CONFLICT, "it could not be made ready");
	struct prepared *p = xcalloc(1, sizeof *p);
	p->act = act;
	p->url = xstrdup(t->conf->url);
	p->body = body;
	sign(p, t, row->key, call);
	return 0;
}

static void row_release(void *arg, struct http_call *call)
{
	struct prepared *p = prepared_of(call);
	(void)arg;
	free(p->url);
	free(p->body);
	buf_free(&p->signature);
	free(p);
}

static void end_written(void *arg, const struct event_result *r);

struct ending {
	struct engine *g;
	struct store_out row;
};

/* The end of a row enters by the same door as every event. */
static void row_ended(struct engine *g, const struct store_out *row)
{
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
	end->g = g;
	deliver_row_copy(row, &end->row);
	engine_take(g, &ev, end_written, end);
	json_decref(body);
	free(id);
}

static void end_written(void *arg, const struct event_result *r)
{
	struct ending *end = arg;
	if (r->err.code != E_NONE)
		deliver_again_later(end->g, &end->row, true);
	deliver_row_free(&end->row);
	free(end);
}

static void row_changed(void *arg, const struct store_out *row, bool final)
{
	if (final)
		row_ended(arg, row);
	else
		engine_write_row(arg, row);
}

/* ---- when the disk was full ---- */

void deliver_again_later(struct engine *g, const struct store_out *row, bool final)
{
	struct waiting_row *w = xcalloc(1, sizeof *w);
	deliver_row_copy(row, &w->row);
	w->final = final;
	w->at_ms = clock_now_ms() + RETRY_AFTER_BUSY_MS;
	w->next = g->waiting;
	g->waiting = w;
}

void deliver_tick(struct engine *g, int64_t now_ms)
{
	for (struct waiting_row **at = &g->waiting, *w; (w = *at);) {
		if (w->at_ms > now_ms) {
			at = &w->next;
			continue;
		}
		*at = w->next;
		row_changed(g, &w->row, w->final);
		deliver_row_free(&w->row);
		free(w);
	}
	if (g->outbox)
		outbox_tick(g->outbox);
}

int64_t deliver_wake_at(const struct engine *g)
{
	int64_t at = g->outbox ? outbox_wake_at(g->outbox) : 0;
	for (const struct waiting_row *w = g->waiting; w; w = w->next)
		if (!at || w->at_ms < at)
			at = w->at_ms;
	return at;
}

/* ---- life ---- */

static int add_target(struct engine *g, const struct engine_target *conf, struct err *e)
{
	struct target *t = &g->targets[g->targets_count++];
	t->conf = conf;
	t->platform = platform_new(conf->platform, conf->settings, e);
	if (!t->platform)
		return -1;
	const struct outbox_target o = { .name = conf->name,
		                         .keyed = platform_facts(t->platform)->keyed,
		                         .timeout_ms = conf->timeout_ms,
		                         .breaker_failures = conf->breaker_failures,
		                         .breaker_pause_ms = conf->breaker_pause_ms };
	outbox_target_add(g->outbox, &o);
	return 0;
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
			                    .invite = g->targets[i].conf->invite };
	}
	g->channels.list = list;
	g->channels.count = g->targets_count;
}

static int add_row(void *arg, const struct store_out *row)
{
	outbox_add(((struct engine *)arg)->outbox, row, true);
	return 0;
}

int deliver_start(struct engine *g, struct err *e)
{
	static const struct outbox_ops ops = { row_prepare, row_release, row_allowed, row_changed };
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
	outbox_free(g->outbox);
	for (size_t i = 0; i < g->targets_count; i++)
		platform_free(g->targets[i].platform);
	free(g->targets);
	free((void *)(uintptr_t)g->channels.list);
	while (g->waiting) {
		struct waiting_row *w = g->waiting;
		g->waiting = w->next;
		deliver_row_free(&w->row);
		free(w);
	}
}
