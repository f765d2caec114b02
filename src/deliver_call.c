/* deliver_call.c: a row becomes a call of its target. */
#include "deliver_impl.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "http_fields.h"
#include "http_out.h"
#include "json_read.h"
#include "json_write.h"
#include "oauth.h"
#include "platform.h"
#include "text.h"

enum {
	/* A look reads a page of messages: 100 of Sunshine Conversations' longest (4096 characters of up to 3 bytes, with
	 * what stands around them) are 1.3 MB at the very most, and 200 KB as people write. What is cut is no JSON and is
	 * looked for again. */
	LOOK_MAX_BYTES = 2 * 1024 * 1024,
	/* Our clock and the platform's are not further apart, as both keep time by NTP. */
	CLOCKS_APART_MS = 60 * 1000,
};

#define ERASED "its text was erased before it was sent"

struct prepared *deliver_prepared_of(const struct http_call *call)
{
	return (struct prepared *)((char *)(uintptr_t)call->headers -
	                           offsetof(struct prepared, headers));
}

static const char *text_in(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

const char *deliver_step_name(enum outbox_step step)
{
	return step == STEP_LOOK ? "look" : "send";
}

/* ---- the gate ---- */

static struct act act_of(const json_t *effect)
{
	return (struct act){
		.kind = ACT_TELL,
		.party = role_from(text_in(effect, "party")),
		.tells = (unsigned)json_integer_value(json_object_get(effect, "tells")),
		.contact_of = role_from(text_in(effect, "contact_of")),
	};
}

/* What agents see at their own desk, and who answers, goes to no party. */
static bool is_for_a_person(const json_t *effect)
{
	static const char *const others[] = { "note", "tags", "control" };
	const char *kind = text_in(effect, "kind");
	for (size_t i = 0; kind && i < COUNT_OF(others); i++)
		if (!strcmp(kind, others[i]))
			return false;
	return true;
}

static bool gate_allows(struct engine *g, const struct slot *s, const struct act *a,
                        struct err *why)
{
	const struct policy *p = bundle_policy(s->b);
	const struct gate_policy gp = { p->gate, p->consents };
	bool allowed =
		a->party != ROLE_NONE && consent_allows(s->c, &gp, a, clock_now_ms(), true, why);
	if (!allowed)
		g->figures.refused_by_gate++;
	return allowed;
}

/* A look tells nobody anything: it asks the platform whether it has what we may have sent it, by a key and an address
 * that it has had from us. And it must be asked behind a withdrawal above all, since the record has to say whether the
 * message was shown. What follows on "it is not there" is a sending like any other, and the gate is asked. */
static bool needs_gate(enum outbox_step step, const json_t *effect)
{
	return step == STEP_SEND && is_for_a_person(effect);
}

bool deliver_allowed(void *arg, const struct store_out *row, const struct http_call *call)
{
	const struct prepared *p = deliver_prepared_of(call);
	struct engine *g = arg;
	struct err why = { 0 };
	if (!p->gated)
		return true;
	struct slot *s = cases_get(g->cases, row->case_id, &why);
	return s && gate_allows(g, s, &p->act, &why);
}

/* ---- the effect as the adapter gets it ---- */

static bool reveal(const struct support_case *c, json_t *v);

/* What stands for this member instead; NULL: itself. */
static json_t *revealed(const struct support_case *c, json_t *one, bool *whole)
{
	if (json_is_object(one) && json_object_get(one, "v") && json_object_get(one, "h")) {
		json_t *text = case_reveal(c, one);
		*whole &= !json_is_null(text);
		return text;
	}
	if (json_is_object(one) || json_is_array(one))
		*whole &= reveal(c, one);
	return NULL;
}

/* Texts in place of the references within v, which is ours. false: one of them was erased. */
static bool reveal(const struct support_case *c, json_t *v)
{
	bool whole = true;
	json_t *text;
	for (size_t i = 0; i < json_array_size(v); i++)
		if ((text = revealed(c, json_array_get(v, i), &whole)))
			json_array_set_new(v, i, text);
	for (void *i = json_object_iter(v); i; i = json_object_iter_next(v, i))
		if ((text = revealed(c, json_object_iter_value(i), &whole)))
			json_object_iter_set_new(v, i, text);
	return whole;
}

/* The lines of a note as texts, "탑승자의 말: 네": what was erased takes its line, not the note. */
static void write_lines(const struct support_case *c, json_t *effect)
{
	json_t *out = json_array(), *line;
	size_t i;
	json_array_foreach(json_object_get(effect, "lines"), i, line)
	{
		const char *label = text_in(line, "label");
		const json_t *text = json_object_get(line, "text");
		const char *said = text ? case_text(c, text) : NULL;
		json_array_append_new(out, !text  ? json_string(label)
		                           : said ? json_sprintf("%s: %s", label, said)
		                                  : json_sprintf("%s: (지워짐)", label));
	}
	if (i)
		json_object_set(effect, "lines", out);
	json_decref(out);
}

/* A platform takes so many changes of a ticket in a while: what waits behind a note goes in it. */
struct carrying {
	json_t *lines, *keys;
};

static void carry(void *arg, const struct store_out *row)
{
	struct carrying *c = arg;
	json_t *effect = json_read(row->effect, strlen(row->effect), NULL);
	json_t *lines = json_object_get(effect, "lines");
	if (lines) {
		json_array_extend(c->lines, lines);
		json_array_append_new(c->keys, json_string(row->key));
	}
	json_decref(effect);
}

/* Which ones go in this note is kept until it ends: whether it has arrived may be known only later. */
static void carry_notes(struct engine *g, const char *key, json_t *effect)
{
	struct carrying c = { json_object_get(effect, "lines"), json_array() };
	outbox_each_behind(g->outbox, key, carry, &c);
	json_object_set_new(g->carrying, key, c.keys);
}

void deliver_carried_all(struct engine *g, const char *key)
{
	json_t *one;
	size_t i;
	json_array_foreach(json_object_get(g->carrying, key), i, one)
		json_object_set_new(g->carried, json_string_value(one), json_true());
}

json_t *deliver_effect(struct engine *g, const struct store_out *row, struct err *e)
{
	struct slot *s = cases_get(g->cases, row->case_id, e);
	json_t *effect = json_read(row->effect, strlen(row->effect), NULL);
	const struct act act = act_of(effect);
	if (s && gate_allows(g, s, &act, e)) {
		if (reveal(s->c, effect))
			return effect;
		err_set(e, E_CONFLICT, ERASED);
	}
	json_decref(effect);
	return NULL;
}

/* ---- the call ---- */

static void add_header(struct prepared *p, const char *name, const char *value)
{
	p->headers[p->headers_count++] = (struct http_header){ name, value };
}

static bool has_header(const struct prepared *p, const char *name)
{
	for (size_t i = 0; i < p->headers_count; i++)
		if (!strcasecmp(p->headers[i].name, name))
			return true;
	return false;
}

/* What the adapter adds to ours, and does not replace. */
static int add_own_headers(struct prepared *p, struct err *e)
{
	const char *name;
	json_t *v;
	json_t *own = json_object_get(p->made, "headers");
	if (json_object_size(own) > ADAPTER_HEADERS_MAX)
		return err_set(e, E_PARSE, "encode: more than %d headers", ADAPTER_HEADERS_MAX);
	json_object_foreach(own, name, v)
	{
		const struct http_header h = { name, json_string_value(v) };
		if (!h.value || http_header_fault(&h) || has_header(p, name))
			return err_set(e, E_PARSE,
			               "encode: header '%.40s' is not for an adapter, "
			               "or has no text",
			               name);
		add_header(p, name, h.value);
	}
	return 0;
}

/* -1: E_BUSY, there is no token to prove it with. */
static int authorize(struct prepared *p, const char *key, struct err *e)
{
	const struct target *t = p->target;
	struct auth_call c = { .key = key,
		               .now_ms = clock_now_ms(),
		               .body = p->body.data ? p->body.data : "",
		               .body_bytes = p->body.len_bytes };
	if (text_in(p->made,
	            "url")) /* its holder is whoever knows it, and is shown no secret of ours */
		return 0;
	if (t->oauth && !(c.token = oauth_token(t->oauth, &p->token_n)))
		return err_set(e, E_BUSY, "there is no access token now");
	auth_headers(&t->auth, t->conf->secrets, &c, &p->auth);
	for (size_t i = 0; i < p->auth.count; i++)
		add_header(p, p->auth.headers[i].name, p->auth.headers[i].value);
	return 0;
}

static int fill(struct prepared *p, const char *key, struct http_call *call, struct err *e)
{
	const char *method = text_in(p->made, "method");
	const json_t *body = json_object_get(p->made, "body");
	p->url = deliver_address(p->target, p->made, e);
	if (!p->url)
		return -1;
	if (body && !json_is_null(body)) {
		json_write(&p->body, body);
		add_header(p, "Content-Type", "application/json; charset=utf-8");
	}
	if (authorize(p, key, e) || add_own_headers(p, e))
		return -1;
	*call = (struct http_call){
		.method = method ? method : "POST",
		.url = p->url,
		.headers = p->headers,
		.headers_count = p->headers_count,
		.body = p->body.data,
		.body_bytes = p->body.len_bytes,
		.answer_max_bytes = p->step == STEP_LOOK ? LOOK_MAX_BYTES : 0,
		.public_only = !p->target->conf->allow_private,
		.secret = auth_shows_secret(&p->target->auth),
	};
	if (!method && !json_object_get(p->made, "headers")) {
		/* The call has nothing of it: freed while the processor's cache has it. */
		json_decref(p->made);
		p->made = NULL;
	}
	return 0;
}

static void prepared_free(struct prepared *p)
{
	auth_wipe(&p->auth);
	free(p->url);
	buf_free(&p->body);
	json_decref(p->made);
	json_decref(p->effect);
	free(p);
}

/* From when on it may have come there, by the platform's clock. */
static void add_tried_at(json_t *effect, const struct store_out *row)
{
	char at[25];
	time_text(row->first_at_ms - CLOCKS_APART_MS, at);
	json_object_set_new(effect, "tried_at", json_string(at));
}

/* A number of a case has hyphens, or a plus. */
static void write_phone(json_t *effect)
{
	const char *phone = text_in(effect, "phone");
	char *digits = phone ? text_digits(phone) : NULL;
	if (digits)
		json_object_set_new(effect, "phone", json_string(digits));
	free(digits);
}

/* The effect with its texts, through the adapter. -1: E_PARSE, E_CONFLICT (erased), E_BUSY. */
static int make(struct prepared *p, const struct slot *s, json_t *effect,
                const struct store_out *row, struct http_call *call, struct err *e)
{
	if (json_object_get(effect, "lines") && p->step == STEP_SEND)
		carry_notes(p->target->engine, row->key, effect);
	write_lines(s->c, effect);
	if (!reveal(s->c, effect) && p->step == STEP_SEND)
		return err_set(e, E_CONFLICT, ERASED);
	write_phone(effect);
	if (p->step == STEP_LOOK)
		add_tried_at(effect, row);
	p->made = platform_encode(p->target->platform, effect, deliver_step_name(p->step), e);
	if (!p->made)
		return -1;
	if (platform_facts(p->target->platform)->answers)
		p->effect = json_incref(effect);
	return fill(p, row->key, call, e);
}

/* Where people keep a session open: is it, now? The call names the newest one. */
static bool is_in_session(const struct prepared *p, const struct slot *s, json_t *effect,
                          const struct store_out *row, struct err *e)
{
	if (!p->gated || p->act.party == ROLE_NONE ||
	    !platform_facts(p->target->platform)->sessions)
		return true;
	const struct party *party = &s->c->parties[p->act.party];
	if (party->session_id)
		json_object_set(effect, "session", party->session_id);
	const struct message *m = case_message_by_key(s->c, row->key);
	if (!party->session)
		return err_set(e, E_NOT_FOUND, "its reader has left the session"), false;
	if (m && !strcmp(m->delivery, "dead"))
		return err_set(e, E_NOT_FOUND, "it is said anew in a later session"), false;
	return true;
}

int deliver_prepare(void *arg, const struct store_out *row, enum outbox_step step,
                    struct http_call *call, struct err *e)
{
	struct engine *g = arg;
	if (step == STEP_SEND && json_object_del(g->carried, row->key) == 0)
		return 0;
	struct target *t = deliver_target(g, row->target);
	struct slot *s = cases_get(g->cases, row->case_id, e);
	json_t *effect = json_read(row->effect, strlen(row->effect), NULL);
	struct prepared *p = xcalloc(1, sizeof *p);
	p->target = t;
	p->step = step;
	p->gated = needs_gate(step, effect);
	p->act = act_of(effect);
	int rc = -1;
	if (s && t && (!p->gated || gate_allows(g, s, &p->act, e)) &&
	    is_in_session(p, s, effect, row, e))
		rc = make(p, s, effect, row, call, e);
	json_decref(effect);
	if (!rc)
		return 0;
	prepared_free(p);
	return err_set(e, E_CONFLICT, "it could not be made ready");
}

void deliver_release(void *arg, struct http_call *call)
{
	(void)arg;
	prepared_free(deliver_prepared_of(call));
}
