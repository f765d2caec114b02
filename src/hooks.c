/* /hooks/{source}: verified over the raw bytes, decoded by the adapter, taken in by the engine,
 * then acknowledged. */
#include <stdlib.h>
#include <string.h>

#include "api_impl.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "engine.h"
#include "json_doc.h"
#include "log.h"
#include "platform.h"
#include "replies.h"
#include "webhook.h"

struct source {
	const struct config_source *conf;
	struct platform *platform;
};

int hooks_start(struct api *a, struct err *e)
{
	const struct config *c = a->o.config;
	a->sources = xcalloc(c->sources_count + 1, sizeof *a->sources);
	a->taken[false] = api_answer_new("{\"duplicate\":false}");
	a->taken[true] = api_answer_new("{\"duplicate\":true}");
	for (size_t i = 0; i < c->sources_count; i++) {
		a->sources[i].conf = &c->sources[i];
		a->sources[i].platform =
			platform_new(c->sources[i].platform, c->sources[i].settings, e);
		if (!a->sources[i].platform)
			return -1;
		a->sources_count++;
		if (platform_facts(a->sources[i].platform)->replies && !*c->sources[i].speaks_for)
			return err_set(e, E_CONFIG,
			               "sources.%s.speaks_for: must name the target of this "
			               "platform, whose people are answered here",
			               c->sources[i].name);
	}
	return 0;
}

void hooks_stop(struct api *a)
{
	for (size_t i = 0; i < a->sources_count; i++)
		platform_free(a->sources[i].platform);
	free(a->sources);
	http_answer_free(a->taken[false]);
	http_answer_free(a->taken[true]);
}

static struct source *find_source(struct api *a, const char *name)
{
	for (size_t i = 0; i < a->sources_count; i++)
		if (!strcmp(a->sources[i].conf->name, name))
			return &a->sources[i];
	return NULL;
}

/* One delivery: it is acknowledged when all its events are durable. */
struct delivery {
	struct call k;
	char source[160];
	const struct config_source *conf;
	const json_t *accepted; /* the adapter's answer; NULL: our own */
	char *id;
	size_t open;      /* events that are not done, and one for the decoding itself */
	struct err later; /* E_BUSY: why not all of it could be taken */
	bool duplicate;
	bool placed;         /* an event was found its case by an address */
	struct reply *reply; /* what is said to the person is its answer; NULL: it is not */
	struct buf raw;      /* of such a one: its request may be gone before its events are done */
};

/* Of a person's own request: what was said to him; NULL: it could not be taken. */
static void answer_reply(void *arg, json_t *body)
{
	struct delivery *d = arg;
	if (body) {
		api_answer_json(&d->k, 200, body);
		return;
	}
	err_set(&d->later, E_BUSY, "not taken yet: send it again");
	api_answer_error(&d->k, &d->later, NULL);
}

static void answer_taken(struct delivery *d)
{
	if (d->accepted)
		api_answer_json(&d->k, 200, json_incref((json_t *)(uintptr_t)d->accepted));
	else
		api_answer_ready(&d->k, d->k.a->taken[d->duplicate]);
}

static void release(struct delivery *d)
{
	if (--d->open > 0)
		return;
	if (d->reply) {
		replies_close(d->k.a->o.engine, d->reply, d->later.code == E_BUSY);
	} else if (d->later.code == E_BUSY) {
		api_answer_error(&d->k, &d->later, NULL);
	} else {
		answer_taken(d);
	}
	buf_free(&d->raw);
	free(d->id);
	free(d);
}

static void kept(void *arg, const struct event_result *r)
{
	struct delivery *d = arg;
	if (r->err.code == E_BUSY)
		err_set(&d->later, E_BUSY, "%s", r->err.text);
	d->duplicate = d->duplicate || r->duplicate;
	release(d);
}

/* What cannot be used is kept and acknowledged: sending it again would not cure it. */
static void keep(struct delivery *d, const char *reason)
{
	size_t len = d->raw.len_bytes;
	const char *raw = len ? d->raw.data : http_req_body(d->k.req, &len);
	struct event ev = {
		.source = d->source, .id = d->id, .case_id = "", .kind = "undecoded", .who = ""
	};
	crypto_sha256_hex(raw, len, ev.hash);
	d->open++;
	engine_keep_undecoded(d->k.a->o.engine, &ev, raw, len, reason, kept, d);
}

static void keep_unread(struct delivery *d, const char *what, const char *why)
{
	char *reason = xasprintf("%s%s", what, why);
	keep(d, reason);
	free(reason);
}

static void taken(void *arg, const struct event_result *r)
{
	struct delivery *d = arg;
	/* who writes when his case is over is no error */
	bool late = d->placed && r->err.code == E_CONFLICT;
	if (r->err.code == E_BUSY)
		err_set(&d->later, E_BUSY, "%s", r->err.text);
	else if (r->err.code != E_NONE && !r->duplicate && !late)
		keep(d, r->err.text);
	d->duplicate = d->duplicate || r->duplicate;
	release(d);
}

/* Those whom nobody knows here write to others: none of our affair, and nothing of it is kept. */
static bool is_ours(struct delivery *d, json_t *one)
{
	struct err e = { 0 };
	int placed =
		engine_place(d->k.a->o.engine, (const char *const *)d->conf->speaks_for, one, &e);
	if (placed < 0)
		err_set(&d->later, E_BUSY, "the cases cannot be read now: send it again");
	d->placed = d->placed || json_object_get(one, "address");
	return placed > 0;
}

static void take_placed(struct delivery *d, const json_t *one, const char *own_id)
{
	const char *kind = json_string_value(json_object_get(one, "kind"));
	const char *case_id = json_string_value(json_object_get(one, "case"));
	const json_t *at = json_object_get(one, "at");
	const char *by = json_string_value(json_object_get(json_object_get(one, "body"), "by"));
	size_t len;
	const char *raw = http_req_body(d->k.req, &len);
	char *who = by ? xasprintf("%s:%s", d->source, by) : xstrdup(d->source);
	struct event ev = { .source = d->source,
		            .id = own_id,
		            .case_id = case_id ? case_id : "",
		            .kind = kind ? kind : "",
		            .who = who,
		            .speaks_for = (const char *const *)d->conf->speaks_for,
		            .for_agents = d->conf->acts_for_agents,
		            .body = json_object_get(one, "body"),
		            .at_ms = at && !json_is_null(at) ? time_parse(json_string_value(at))
		                                             : 0 };
	crypto_sha256_hex(raw, len, ev.hash);
	d->open++;
	engine_take(d->k.a->o.engine, &ev, taken, d);
	free(who);
}

/* What the same event is in other cases of the person; list is taken. kind: where the list names none. */
static void take_elsewhere(struct delivery *d, const json_t *one, const char *own_id, json_t *list,
                           const char *kind)
{
	json_t *other;
	size_t n;
	json_array_foreach(list, n, other)
	{
		const char *case_id = json_string_value(json_object_get(other, "case"));
		char *its_id = xasprintf("%s@%s/%s", own_id, case_id, kind);
		json_object_set_new(other, "kind", json_string(kind));
		json_object_set(other, "at", json_object_get(one, "at"));
		take_placed(d, other, its_id);
		free(its_id);
	}
	json_decref(list);
}

static void take_event(struct delivery *d, json_t *one, size_t i)
{
	struct engine *g = d->k.a->o.engine;
	const char *const *targets = (const char *const *)d->conf->speaks_for;
	if (!is_ours(d, one))
		return;
	const char *id = json_string_value(json_object_get(one, "id"));
	char *own_id = id ? xstrdup(id) : xasprintf("%s#%zu", d->id, i);
	json_t *sessions = engine_place_session(g, targets, one);
	json_t *withdrawals = engine_place_withdrawal(g, targets, one);
	take_placed(d, one, own_id);
	take_elsewhere(d, one, own_id, sessions, "session");
	take_elsewhere(d, one, own_id, withdrawals, "message");
	free(own_id);
}

/* What an adapter sees of a delivery besides its body. */
static json_t *delivery_json(const struct delivery *d, const struct platform_facts *f)
{
	json_t *headers = json_object();
	for (const char *const *name = f->headers; *name; name++)
		if (http_req_header(d->k.req, *name))
			json_object_set_new(headers, *name,
			                    json_string(http_req_header(d->k.req, *name)));
	return json_pack("{s:s, s:o}", "path", d->k.second, "headers", headers);
}

static void wait_for_reply(struct delivery *d, json_t *delivery, const json_t *event)
{
	const char *address = json_string_value(json_object_get(event, "address"));
	const struct reply_request r = {
		.target = d->conf->speaks_for[0] ? d->conf->speaks_for[0] : "",
		.address = address ? address : "",
		.delivery = delivery,
		.callback = json_string_value(json_object_get(event, "callback")),
		.answer = answer_reply,
		.arg = d,
	};
	size_t len;
	const char *raw = http_req_body(d->k.req, &len);
	buf_add(&d->raw, raw, len);
	d->reply = replies_open(d->k.a->o.engine, &r);
}

static void decode(struct delivery *d, struct source *s)
{
	struct err e = { 0 };
	size_t len, i;
	json_t *one;
	const char *raw = http_req_body(d->k.req, &len);
	struct json_doc *body = json_doc_read(raw, len, &e);
	json_t *delivery = delivery_json(d, platform_facts(s->platform));
	json_t *events =
		body ? platform_decode(s->platform, json_incref(delivery), body, &e) : NULL;
	if (platform_facts(s->platform)->replies) /* what cannot be read is answered, too */
		wait_for_reply(d, delivery, json_array_get(events, 0));
	if (!events)
		keep_unread(d, body ? "" : "not JSON: ", e.text);
	json_array_foreach(events, i, one)
	{
		const char *unread = json_string_value(json_object_get(one, "error"));
		if (unread)
			keep(d, unread);
		else
			take_event(d, one, i);
	}
	json_decref(delivery);
	json_decref(events);
	json_doc_free(body);
}

/* The sender's own name for it, or what it holds: the same delivery again has the same one. */
static char *delivery_id(struct http_req *req, const struct platform_facts *f)
{
	char hex[SHA256_HEX];
	size_t len;
	const char *raw = http_req_body(req, &len);
	const char *given = f->id_header ? http_req_header(req, f->id_header) : NULL;
	if (given && *given)
		return xstrdup(given);
	crypto_sha256_hex(raw, len, hex);
	if (f->fresh) { /* the same words said twice are no copy */
		uint8_t chance[SHA256_BYTES / 2];
		clock_random(chance, sizeof chance);
		crypto_sha256_hex(chance, sizeof chance, hex);
	}
	return xstrdup(hex);
}

static const char *header_of(void *arg, const char *name)
{
	return http_req_header(arg, name);
}

void hooks_post(struct call *k)
{
	struct err e = { 0 };
	struct source *s = find_source(k->a, k->part);
	const struct platform_facts *f = s ? platform_facts(s->platform) : NULL;
	struct webhook_request r = { .header = header_of, .arg = k->req, .now_ms = clock_now_ms() };
	r.body = http_req_body(k->req, &r.body_bytes);
	r.header_name = f ? f->verify_header : NULL;
	if (!s)
		err_set(&e, E_NOT_FOUND, "no source of that name is configured");
	if (!s || webhook_verify(f->verify, &s->conf->secrets, &r, &e)) {
		log_fact(LOG_WARN, "delivery_refused", LF_REASON, "s", e.text, LF_END);
		api_answer_error(k, &e, NULL);
		return;
	}
	struct delivery *d = xcalloc(1, sizeof *d);
	d->k = *k;
	d->open = 1;
	d->conf = s->conf;
	d->accepted = f->accepted;
	d->id = delivery_id(k->req, f);
	snprintf(d->source, sizeof d->source, "hook:%s", s->conf->name);
	decode(d, s);
	release(d);
}
