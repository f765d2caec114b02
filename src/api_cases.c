/* /v1/cases, events, flows: JSON in, one engine call, JSON out. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api_impl.h"
#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "crypto.h"
#include "engine.h"
#include "keys.h"
#include "presence.h"
#include "store.h"
#include "text.h"
#include "view.h"

enum { LIST_USUAL = 100, LIST_MAX = 500, ID_MAX = 200 };

/* An answer that waits for the engine. */
struct waiting {
	struct call k;
	int status; /* when all went well */
};

static json_t *people_json(const struct call *k)
{
	return presence_json(engine_presence(k->a->o.engine), k->part, k->who.session);
}

static void event_done_answer(void *arg, const struct event_result *r)
{
	struct waiting *w = arg;
	if (r->err.code == E_TAKEN)
		api_answer_error(&w->k, &r->err, people_json(&w->k));
	else if (r->err.code != E_NONE)
		api_answer_error(&w->k, &r->err,
		                 r->reasons ? json_pack("{s:O}", "reasons", r->reasons) : NULL);
	else
		api_answer_json(&w->k, r->duplicate ? 200 : w->status,
		                json_pack("{s:s, s:I, s:b}", "case", r->case_id, "turn",
		                          (json_int_t)r->turn, "duplicate", r->duplicate));
	free(w);
}

/* The event's id: its member "id", or the Idempotency-Key header, or a new one (then a repeat is
 * not noticed). */
static int event_id(struct call *k, const json_t *body, char id[ID_MAX + 1], struct err *e)
{
	const json_t *member = json_object_get(body, "id");
	const char *given =
		member ? json_string_value(member) : http_req_header(k->req, "idempotency-key");
	uint8_t chance[16];
	if (member && !given)
		return err_set(e, E_INPUT, "id: expected a text");
	if (given && (!*given || strlen(given) > ID_MAX || !text_valid(given, strlen(given))))
		return err_set(e, E_INPUT, "id: expected 1 to %d bytes of UTF-8", ID_MAX);
	if (given) {
		snprintf(id, ID_MAX + 1, "%s", given);
		return 0;
	}
	clock_random(chance, sizeof chance);
	crypto_hex(chance, sizeof chance, id);
	return 0;
}

/* "at": when the sender says it happened. */
static int event_at(const json_t *body, int64_t *at_ms, struct err *e)
{
	const json_t *at = json_object_get(body, "at");
	*at_ms = 0;
	if (!at || json_is_null(at))
		return 0;
	*at_ms = time_parse(json_string_value(at));
	return *at_ms > 0 ? 0
	                  : err_set(e, E_INPUT,
	                            "at: expected a time such as \"2026-11-23T20:45:56.123Z\"");
}

/* An API client may name the person who acts: "crm:김하나". */
static char *actor(struct call *k, const json_t *body)
{
	const char *by = json_string_value(json_object_get(body, "by"));
	if (by && *by && strncmp(k->who.source, "api:", 4) == 0)
		return xasprintf("%s:%s", k->who.name, by);
	return xstrdup(k->who.name);
}

static void take(struct call *k, const char *kind, const char *case_id, json_t *body, int status)
{
	struct err e = { 0 };
	char id[ID_MAX + 1];
	char *who = actor(k, body);
	struct event ev = { .source = k->who.source,
		            .id = id,
		            .case_id = case_id,
		            .kind = kind,
		            .who = who,
		            .speaks_for = k->who.speaks_for,
		            .for_agents = true,
		            .session = k->who.session,
		            .body = body };
	if (event_id(k, body, id, &e) || event_at(body, &ev.at_ms, &e)) {
		api_answer_error(k, &e, NULL);
		free(who);
		return;
	}
	size_t len;
	const char *raw = http_req_body(k->req, &len);
	crypto_sha256_hex(raw, len, ev.hash);
	struct waiting *w = xcalloc(1, sizeof *w);
	w->k = *k;
	w->status = status;
	engine_take(k->a->o.engine, &ev, event_done_answer, w);
	free(who);
}

/* Refuses members that no event of that kind has; true: answered. */
static bool refuse_keys(struct call *k, const json_t *body, const char *const *known)
{
	struct err e = { 0 };
	if (keys_check(body, known, &e) == 0)
		return false;
	api_answer_error(k, &e, NULL);
	return true;
}

void cases_open(struct call *k)
{
	static const char *const known[] = { "id",    "at",      "by",   "flow",
		                             "facts", "parties", "desk", NULL };
	json_t *body = api_body(k);
	if (!body)
		return;
	if (!refuse_keys(k, body, known))
		take(k, "open", "", body, 201);
	json_decref(body);
}

static bool is_outside_kind(const char *kind)
{
	static const char *const inside[] = { "open",           "timer",    "delivery",
		                              "notice_changed", "deployed", "reached",
		                              "session",        "moved",    "control",
		                              "agent_message",  "joined",   "desk" };
	for (size_t i = 0; kind && i < COUNT_OF(inside); i++)
		if (!strcmp(kind, inside[i]))
			return false;
	return kind != NULL;
}

void cases_event(struct call *k)
{
	static const char *const known[] = { "id",         "at",       "by",       "kind",
		                             "party",      "text",     "question", "choice",
		                             "suggestion", "act",      "reason",   "override",
		                             "answer",     "method",   "words",    "field",
		                             "value",      "declined", "mark",     "to",
		                             "mode",       "outcome",  "message",  NULL };
	json_t *body = api_body(k);
	if (!body)
		return;
	const char *kind = json_string_value(json_object_get(body, "kind"));
	struct err e = { 0 };
	if (!is_outside_kind(kind)) {
		err_set(&e, E_INPUT,
		        "kind: expected one of message, button, suggestion, words, attest, field, "
		        "mark, "
		        "mode, note, close, resolve, erase");
		api_answer_error(k, &e, NULL);
	} else if (!strcmp(kind, "erase") && strncmp(k->who.source, "api:", 4)) {
		err_set(&e, E_FORBIDDEN,
		        "erase: is for the operator: `assent consent erase`, or an API client");
		api_answer_error(k, &e, NULL);
	} else if (!refuse_keys(k, body, known)) {
		take(k, kind, k->part, body, 200);
	}
	json_decref(body);
}

static void answer_view(void *arg, json_t *view, const struct err *e)
{
	struct call *k = arg;
	if (view)
		api_answer_json(k, 200, json_incref(view));
	else
		api_answer_error(k, e, NULL);
	free(k);
}

void cases_show(struct call *k)
{
	struct call *waiting = xmalloc(sizeof *waiting);
	*waiting = *k;
	engine_show(k->a->o.engine, k->part, answer_view, waiting);
}

/* Whoever has the case open writes in it from now on. */
void cases_write(struct call *k)
{
	struct err e = { 0 };
	struct presence *p = engine_presence(k->a->o.engine);
	if (!k->who.session)
		err_set(&e, E_FORBIDDEN,
		        "an API client is not at a desk: its acts are taken whoever writes");
	else
		presence_take(p, k->part, k->who.session, &e);
	if (e.code != E_NONE)
		api_answer_error(k, &e, NULL);
	else
		api_answer_json(k, 200, people_json(k));
}

/* ---- lists ---- */

/* The rows of a list of cases, as text: most of them are at hand as such. */
struct listing {
	struct call *k;
	const char *phone_end; /* only cases of somebody whose number ends so; NULL: all */
	struct buf rows;
	struct err e;
};

static void add_row(struct listing *l, const char *row)
{
	buf_adds(&l->rows, l->rows.len_bytes ? "," : "");
	buf_adds(&l->rows, row);
}

/* Of a case that is over, or that cannot be read, no more is said than its row in the store has. */
static void add_plain(struct listing *l, const char *id, const struct store_head *h)
{
	json_t *row =
		json_pack("{s:s, s:s, s:n, s:s, s:s, s:s, s:o, s:o, s:o, s:n, s:n, s:n, s:[]}",
	                  "id", id, "flow", h->flow, "title", "status", h->status, "step", h->step,
	                  "outcome", h->outcome, "opened_at", time_json(h->opened_at_ms),
	                  "updated_at", time_json(h->updated_at_ms), "wakes_at",
	                  time_json(h->wake_at_ms), "turn", "topic", "trip", "waits");
	char *text = json_dumps(row, JSON_COMPACT | JSON_SORT_KEYS);
	add_row(l, text);
	free(text);
	json_decref(row);
}

static int add_head(void *listing, const char *id, const struct store_head *h)
{
	struct listing *l = listing;
	struct err e = { 0 };
	bool closed = !strcmp(h->status, "closed");
	const struct summary *m = closed ? NULL : engine_summary(l->k->a->o.engine, id, &e);
	if (e.code == E_BUSY || e.code == E_IO)
		return err_set(&l->e, e.code, "%s", e.text);
	if (!m && !l->phone_end)
		add_plain(l, id, h);
	else if (m && (!l->phone_end || strstr(m->phone_ends, l->phone_end)))
		add_row(l, m->text);
	return 0;
}

static void answer_rows(struct call *k, struct listing *l)
{
	char *text = xasprintf("{\"cases\":[%s]}", l->rows.data ? l->rows.data : "");
	api_answer_text(k, 200, text);
	free(text);
}

/* Nobody need send more of a number than tells its owner from the next one, and no less finds anybody. */
static int check_phone_end(const char *given, struct err *e)
{
	if (!given ||
	    (strlen(given) == VIEW_PHONE_END && strspn(given, "0123456789") == VIEW_PHONE_END))
		return 0;
	return err_set(e, E_INPUT, "phone_end: expected the last %d digits of a number",
	               VIEW_PHONE_END);
}

static void answer_list(struct call *k, const char *name, json_t *list, int rc, const struct err *e)
{
	if (rc == 0) {
		api_answer_json(k, 200, json_pack("{s:o}", name, list));
		return;
	}
	json_decref(list);
	api_answer_error(k, e, NULL);
}

void cases_list(struct call *k)
{
	struct listing l = { .k = k, .phone_end = http_req_query(k->req, "phone_end") };
	struct store *s = k->a->o.store;
	const char *status = http_req_query(k->req, "status");
	const char *desk = http_req_query(k->req, "desk");
	const char *platform = http_req_query(k->req, "desk_platform");
	size_t limit = api_limit(k, LIST_USUAL, LIST_MAX);
	int rc = check_phone_end(l.phone_end, &l.e);
	if (!rc && status && strcmp(status, "open") && strcmp(status, "closed") &&
	    strcmp(status, "parked"))
		rc = err_set(&l.e, E_INPUT, "status: expected open, closed or parked");
	else if (!rc && (!desk != !platform || (desk && status)))
		rc = err_set(&l.e, E_INPUT,
		             "desk: goes with desk_platform, and both without status");
	else if (!rc && desk)
		rc = s->ops->heads_at(s, platform, desk, limit, add_head, &l, &l.e);
	else if (!rc)
		rc = s->ops->heads(s, status, limit, add_head, &l, &l.e);
	if (rc)
		api_answer_error(k, &l.e, NULL);
	else
		answer_rows(k, &l);
	buf_free(&l.rows);
}

static int add_undecoded(void *list, const char *source, const char *id, int64_t at_ms,
                         const char *reason, const char *raw, size_t raw_bytes)
{
	json_array_append_new(list, view_undecoded(source, id, at_ms, reason, raw, raw_bytes));
	return 0;
}

void undecoded_list(struct call *k)
{
	struct err e = { 0 };
	struct store *s = k->a->o.store;
	json_t *list = json_array();
	int rc = s->ops->undecoded(s, api_limit(k, LIST_USUAL, LIST_MAX), add_undecoded, list, &e);
	answer_list(k, "undecoded", list, rc, &e);
}

/* ---- flows ---- */

void flows_list(struct call *k)
{
	struct flow_set *set = engine_flows(k->a->o.engine);
	json_t *list = json_array();
	for (size_t i = 0; i < flow_set_count(set); i++) {
		struct bundle *b = flow_set_at(set, i);
		json_array_append_new(list,
		                      json_pack("{s:s, s:s, s:s, s:O}", "flow", bundle_flow(b),
		                                "title", bundle_title(b), "bundle", bundle_hash(b),
		                                "opens", bundle_opens(b)));
	}
	json_t *topics = flow_set_count(set) ? bundle_words(flow_set_at(set, 0), "topic") : NULL;
	api_answer_json(k, 200,
	                json_pack("{s:o, s:o}", "flows", list, "topics",
	                          topics ? json_deep_copy(topics) : json_object()));
}

void flows_reload(struct call *k)
{
	struct err e = { 0 };
	if (engine_reload_flows(k->a->o.engine, &e))
		api_answer_error(k, &e, NULL);
	else
		flows_list(k);
}
