/* /v1/cases/{id}, its events, flows: JSON in, one engine call, JSON out. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "access.h"
#include "api_impl.h"
#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "crypto.h"
#include "engine.h"
#include "keys.h"
#include "presence.h"
#include "text.h"
#include "view.h"

enum { ID_MAX = 200 };

/* An answer that waits for the engine. */
struct waiting {
	struct call k;
	int status; /* when all went well */
};

static json_t *people_json(const struct call *k)
{
	return presence_json(engine_presence(k->a->o.engine), k->part, api_person(&k->who));
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

/* Of the case and the body: what is told again of another case is not the same event. */
static void event_hash(struct call *k, const char *case_id, char out[SHA256_HEX])
{
	size_t len;
	const char *raw = http_req_body(k->req, &len);
	struct buf b = { 0 };
	buf_adds(&b, case_id);
	buf_add(&b, raw, len);
	crypto_sha256_hex(b.data, b.len_bytes, out);
	buf_free(&b);
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
		            .person = api_person(&k->who),
		            .body = body };
	if (event_id(k, body, id, &e) || event_at(body, &ev.at_ms, &e)) {
		api_answer_error(k, &e, NULL);
		free(who);
		return;
	}
	event_hash(k, case_id, ev.hash);
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

enum { EVENT_MEMBERS_MAX = 10 };

/* What may come from outside, and the members of each kind (docs/openapi.yaml, Event). */
static const char *const events[][EVENT_MEMBERS_MAX + 1] = {
	{ "message", "party", "text" },
	{ "button", "party", "question", "choice" },
	{ "suggestion", "suggestion", "act", "text", "reason", "override" },
	{ "words", "party", "text", "override" },
	{ "attest", "question", "answer", "method", "words" },
	{ "field", "field", "value", "declined" },
	{ "mark", "party", "mark", "to" },
	{ "mode", "party", "mode" },
	{ "note", "text" },
	{ "close", "outcome" },
	{ "resolve", "message", "act" },
	{ "erase", "party" },
};

/* Its members with those of every event, ended by NULL. -1 E_INPUT: nothing of this kind comes from outside. */
static int members_of(const char *kind, const char *known[EVENT_MEMBERS_MAX], struct err *e)
{
	static const char *const every[] = { "id", "at", "by", "kind" };
	for (size_t i = 0; kind && i < COUNT_OF(events); i++) {
		if (strcmp(events[i][0], kind))
			continue;
		memcpy(known, every, sizeof every);
		memcpy(known + COUNT_OF(every), events[i] + 1,
		       (EVENT_MEMBERS_MAX - COUNT_OF(every)) * sizeof *known);
		return 0;
	}
	return err_set(e, E_INPUT,
	               "kind: expected one of message, button, suggestion, words, attest, field, "
	               "mark, mode, note, close, resolve, erase");
}

void cases_event(struct call *k)
{
	const char *known[EVENT_MEMBERS_MAX];
	json_t *body = api_body(k);
	if (!body)
		return;
	const char *kind = json_string_value(json_object_get(body, "kind"));
	struct err e = { 0 };
	if (members_of(kind, known, &e)) {
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

bool api_sees_numbers(const struct caller_id *who)
{
	return who->roles & ACCESS_AGENT;
}

static void answer_view(void *arg, json_t *view, const struct err *e)
{
	struct call *k = arg;
	if (view)
		api_answer_json(k, 200,
		                api_sees_numbers(&k->who) ? json_incref(view)
		                                          : view_without_numbers(view));
	else
		api_answer_error(k, e, NULL);
	free(k);
}

void cases_show(struct call *k)
{
	struct call *waiting = xmalloc(sizeof *waiting);
	*waiting = *k;
	engine_show(k->a->o.engine, k->part, NULL, answer_view, waiting);
}

/* Whoever has the case open writes in it from now on. */
void cases_write(struct call *k)
{
	struct err e = { 0 };
	struct presence *p = engine_presence(k->a->o.engine);
	int64_t person = api_person(&k->who);
	if (!person)
		err_set(&e, E_FORBIDDEN,
		        "an API client is not at a desk: its acts are taken whoever writes");
	else
		presence_take(p, k->part, person, &e);
	if (e.code != E_NONE)
		api_answer_error(k, &e, NULL);
	else
		api_answer_json(k, 200, people_json(k));
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
	const struct bundle *any = flow_set_count(set) ? flow_set_at(set, 0) : NULL;
	json_t *topics = json_object(), *told = json_object(), *word;
	const char *code;
	json_object_update(topics, any ? bundle_words(any, "topic") : NULL);
	json_object_foreach(topics, code, word)
		json_object_set_new(told, code, bundle_word_told(any, "topic", code));
	api_answer_json(
		k, 200,
		json_pack("{s:o, s:o, s:o}", "flows", list, "topics", topics, "topics_told", told));
}

void flows_reload(struct call *k)
{
	struct err e = { 0 };
	if (engine_reload_flows(k->a->o.engine, &e))
		api_answer_error(k, &e, NULL);
	else
		flows_list(k);
}
