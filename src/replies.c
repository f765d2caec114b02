#include "replies.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "deliver.h"
#include "event.h"
#include "http_in.h"
#include "http_out.h"
#include "json_read.h"
#include "json_write.h"
#include "platform.h"
#include "sentence.h"

/* Told of what went out as the answer of a request, and of nothing else. */
static const char written[] = "sent.written";

struct waiting {
	struct store_out row; /* owned */
	struct waiting *next;
};

struct reply {
	char *target, *address, *callback; /* callback NULL: none, or used */
	json_t *delivery;
	void (*answer)(void *arg, json_t *body); /* NULL: answered */
	void *arg;
	bool closed; /* nobody holds it but this list */
	int64_t begun_ms, answered_ms;
	struct waiting *rows, **rows_end;
	struct reply *next;
};

/* The call to a lent address, with the rows that went in it. */
struct posting {
	struct engine *g;     /* NULL: it has gone, and what is on disk tells the rest */
	struct posting *next; /* of the engine's */
	struct platform *platform;
	json_t *effect; /* the first, with the others in it */
	struct waiting *rows;
	char *url;
	struct buf body;
};

static struct reply *find(const struct engine *g, const char *target, const char *address)
{
	struct reply *r = g->replies;
	while (r && (strcmp(r->target, target) || strcmp(r->address, address)))
		r = r->next;
	return r;
}

/* ---- rows ---- */

static struct waiting *take_first(struct reply *r)
{
	struct waiting *w = r->rows;
	r->rows = w->next;
	if (!r->rows)
		r->rows_end = &r->rows;
	w->next = NULL;
	return w;
}

static void end_row(struct engine *g, struct waiting *w, const char *state, const char *told)
{
	struct store_out ended = w->row;
	ended.state = state;
	if (told == written) {
		ended.reason = EVENT_ROW_WRITTEN;
		told = sentence_word(written);
	} else {
		ended.reason = told;
	}
	deliver_end(g, &ended, told);
	deliver_row_free(&w->row);
	free(w);
}

static void end_rows(struct engine *g, struct waiting *w, const char *state, const char *told)
{
	for (struct waiting *next; w; w = next) {
		next = w->next;
		end_row(g, w, state, told);
	}
}

/* The effects of what waits, at most `most`, asked of the gate now; what may not go out is ended. The
 * rows that stay: *rows. */
static json_t *effects_of(struct engine *g, struct reply *r, size_t most, struct waiting **rows)
{
	json_t *effects = json_array();
	struct waiting **end = rows;
	*rows = NULL;
	while (r->rows) {
		struct err e = { 0 };
		struct waiting *w = take_first(r);
		json_t *effect =
			json_array_size(effects) < most ? deliver_effect(g, &w->row, &e) : NULL;
		if (!effect) {
			end_row(g, w, "dead",
			        e.code == E_NONE ? sentence_word("sent.too_many") : e.text);
			continue;
		}
		json_array_append_new(effects, effect);
		*end = w;
		end = &w->next;
	}
	return effects;
}

/* ---- the answer ---- */

static void send_answer(struct reply *r, json_t *body)
{
	r->answered_ms = clock_now_ms();
	r->answer(r->arg, body);
	r->answer = NULL;
}

/* With what was said; or that it comes later; or that it was heard. */
static void answer(struct engine *g, struct reply *r)
{
	struct err e = { 0 };
	struct waiting *rows;
	struct platform *p = deliver_platform(g, r->target);
	json_t *effects = effects_of(g, r, platform_facts(p)->outputs, &rows);
	if (rows) { /* what was lent is of no use behind an answer of its own */
		free(r->callback);
		r->callback = NULL;
	} else if (r->callback) {
		json_object_set_new(r->delivery, "later", json_true());
	}
	json_t *body = platform_reply(p, r->delivery, effects, &e);
	json_decref(effects);
	send_answer(r, body);
	end_rows(g, rows, body ? "unknown" : "dead", body ? written : e.text);
}

/* ---- the lent address ---- */

static void rows_free(struct waiting *w)
{
	for (struct waiting *next; w; w = next) {
		next = w->next;
		deliver_row_free(&w->row);
		free(w);
	}
}

static void posting_free(struct posting *p)
{
	struct posting **at = p->g ? &p->g->postings : NULL;
	while (at && *at && *at != p)
		at = &(*at)->next;
	if (at && *at)
		*at = p->next;
	json_decref(p->effect);
	buf_free(&p->body);
	free(p->url);
	free(p);
}

/* What the platform answers, as its adapter reads it; NULL: it says nothing. New. */
static json_t *verdict_of(const struct posting *p, const struct http_result *a)
{
	struct err e = { 0 };
	json_t *body = a->body_bytes ? json_read(a->body, a->body_bytes, NULL) : NULL;
	return platform_answer(
		p->platform, p->effect,
		json_pack("{s:i, s:o}", "status", a->status, "body", body ? body : json_null()),
		"send", &e);
}

/* There is no second use: what was not taken this time ("later") is given up like what is refused. */
static const char *state_of(const char *verdict)
{
	static const char *const not_taken[] = { "refused", "credentials", "later" };
	for (size_t i = 0; i < COUNT_OF(not_taken); i++)
		if (!strcmp(verdict, not_taken[i]))
			return "dead";
	return strcmp(verdict, "sent") ? "unknown" : "sent";
}

static void judge(struct posting *p, const struct http_result *a)
{
	bool not_sent = a->outcome == HTTP_NOT_SENT || a->outcome == HTTP_HELD;
	json_t *verdict = a->outcome == HTTP_ANSWERED ? verdict_of(p, a) : NULL;
	const char *found = json_string_value(json_object_get(verdict, "state"));
	const char *told = json_string_value(json_object_get(verdict, "reason"));
	const char *state = found ? state_of(found) : not_sent ? "dead" : "unknown";
	if (!told)
		told = a->outcome == HTTP_HELD     ? sentence_word("sent.withdrawn")
		       : !strcmp(state, "dead")    ? sentence_word("sent.not_taken")
		       : !strcmp(state, "unknown") ? sentence_word("sent.unknown")
		                                   : "";
	end_rows(p->g, p->rows, state, told);
	json_decref(verdict);
}

static void posted(void *arg, const struct http_result *a)
{
	struct posting *p = arg;
	if (p->g)
		judge(p, a);
	else
		rows_free(p->rows);
	posting_free(p);
}

/* Asked again as the socket is used: one that may not be said any more holds back all of the call. */
static bool may_post(void *arg)
{
	const struct posting *p = arg;
	bool may = p->g != NULL;
	for (const struct waiting *w = p->rows; may && w; w = w->next) {
		struct err e = { 0 };
		json_t *effect = deliver_effect(p->g, &w->row, &e);
		may = effect != NULL;
		json_decref(effect);
	}
	return may;
}

static void post(struct engine *g, struct reply *r)
{
	static const struct http_header json = { "Content-Type",
		                                 "application/json; charset=utf-8" };
	struct err e = { 0 };
	struct posting *p = xcalloc(1, sizeof *p);
	p->g = g;
	p->platform = deliver_platform(g, r->target);
	json_t *effects = effects_of(g, r, platform_facts(p->platform)->outputs, &p->rows);
	json_t *first = json_incref(json_array_get(effects, 0));
	json_array_remove(effects, 0);
	if (first) {
		json_object_set(first, "with", effects);
		json_object_set_new(first, "callback", json_string(r->callback));
	}
	json_decref(effects);
	p->effect = first;
	p->url = r->callback;
	r->callback = NULL; /* good for one use */
	json_t *call = NULL;
	if (first && !deliver_may_call(g, r->target, p->url))
		err_set(&e, E_INPUT, "%s", sentence_word("sent.no_host"));
	else if (first)
		call = platform_encode(p->platform, first, "send", &e);
	if (!call) {
		end_rows(g, p->rows, "dead", e.text);
		posting_free(p);
		return;
	}
	p->next = g->postings;
	g->postings = p;
	json_write(&p->body, json_object_get(call, "body"));
	json_decref(call);
	const struct http_call http = { .method = "POST",
		                        .url = p->url,
		                        .headers = &json,
		                        .headers_count = 1,
		                        .body = p->body.data,
		                        .body_bytes = p->body.len_bytes,
		                        .public_only = !deliver_allows_private(g, r->target),
		                        .may_send = may_post };
	http_out_send(g->o.http_out, &http, posted, p);
}

/* ---- life of a request ---- */

struct reply *replies_open(struct engine *g, const struct reply_request *q)
{
	struct platform *p = deliver_platform(g, q->target);
	if (!p || !platform_facts(p)->replies)
		return NULL;
	struct reply *r = xcalloc(1, sizeof *r);
	r->target = xstrdup(q->target);
	r->address = xstrdup(q->address);
	r->callback = xstrdup(q->callback);
	r->delivery = json_deep_copy(q->delivery);
	r->answer = q->answer;
	r->arg = q->arg;
	r->begun_ms = clock_now_ms();
	r->rows_end = &r->rows;
	r->next = g->replies; /* the newest is found first */
	g->replies = r;
	return r;
}

void replies_close(struct engine *g, struct reply *r, bool failed)
{
	r->closed = true;
	if (r->answer && failed)
		send_answer(r, NULL);
	else if (r->answer)
		answer(g, r);
}

static bool can_answer(const struct reply *r)
{
	return r->answer || (r->callback && clock_now_ms() < r->begun_ms + REPLY_CALLBACK_TO_MS);
}

bool replies_can_say(void *arg, const char *target, const char *address)
{
	const struct reply *r = address ? find(arg, target, address) : NULL;
	return r && can_answer(r);
}

bool replies_is_for(const struct engine *g, const struct store_out *row)
{
	struct platform *p = deliver_platform(g, row->target);
	return p && platform_facts(p)->replies;
}

void replies_add(struct engine *g, const struct store_out *row, const char *address)
{
	struct reply *r = address ? find(g, row->target, address) : NULL;
	struct waiting *w = xcalloc(1, sizeof *w);
	deliver_row_copy(row, &w->row);
	if (!r || !can_answer(r)) {
		end_row(g, w, "dead", sentence_word("sent.too_late"));
		return;
	}
	*r->rows_end = w;
	r->rows_end = &w->next;
}

/* When something is to be done about it; 0: when it is closed. */
static int64_t due_ms(const struct reply *r)
{
	if (r->answer)
		return r->begun_ms + REPLY_ANSWER_BY_MS;
	if (!r->callback)
		return r->closed ? 1 : 0;
	if (r->rows)
		return r->answered_ms + REPLY_CALLBACK_FROM_MS;
	return r->begun_ms + REPLY_CALLBACK_TO_MS;
}

static void drop(struct engine *g, struct reply *r)
{
	end_rows(g, r->rows, "dead", sentence_word("sent.too_late"));
	json_decref(r->delivery);
	free(r->target);
	free(r->address);
	free(r->callback);
	free(r);
}

static void act(struct engine *g, struct reply *r)
{
	if (r->answer)
		answer(g, r);
	else if (r->callback && r->rows)
		post(g, r);
	else {
		free(r->callback);
		r->callback = NULL;
	}
}

void replies_tick(struct engine *g, int64_t now_ms)
{
	for (struct reply **at = &g->replies, *r; (r = *at);) {
		int64_t due = due_ms(r);
		if (due && due <= now_ms && (r->answer || r->callback))
			act(g, r);
		if (!r->answer && !r->callback && r->closed) {
			*at = r->next;
			drop(g, r);
		} else {
			at = &r->next;
		}
	}
}

int64_t replies_wake_at(const struct engine *g)
{
	int64_t first = 0;
	for (const struct reply *r = g->replies; r; r = r->next) {
		int64_t due = due_ms(r);
		if (due && (!first || due < first))
			first = due;
	}
	return first;
}

void replies_free(struct engine *g)
{
	for (struct reply *r = g->replies, *next; r; r = next) {
		next = r->next;
		rows_free(r->rows); /* as they are on disk: found at the next start */
		r->rows = NULL;
		drop(g, r);
	}
	for (struct posting *p = g->postings; p; p = p->next)
		p->g = NULL;
	g->replies = NULL;
}
