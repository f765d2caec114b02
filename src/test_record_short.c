#include <stdlib.h>
#include <string.h>

#include "engine.h"
#include "play_act.h"
#include "test_record_impl.h"

/* A try takes about 10 ms; dropping single acts of a long case takes a few hundred. */
enum { TRIES_MAX = 3000 };

/* The agent still has it before him. */
static bool is_offered(const struct support_case *c, const struct wait *w)
{
	for (size_t i = 0; i < c->suggestions_count; i++) {
		const struct suggestion *s = &c->suggestions[i];
		if (s->lane == w->lane && s->n == w->n && !strcmp(s->state, "offered"))
			return true;
	}
	return false;
}

static const char *handler_of(const struct support_case *c, int lane)
{
	for (size_t i = 0; i < c->lanes_count; i++)
		if (c->lanes[i].id == lane && c->lanes[i].handler)
			return c->lanes[i].handler;
	return "";
}

/* Where an open case stands. Whether a platform has delivered what was sent is left out: a play is none. */
static json_t *places(const struct support_case *c)
{
	json_t *out = json_array();
	for (size_t i = 0; i < c->waits_count; i++) {
		const struct wait *w = &c->waits[i];
		if (!w->outcome)
			json_array_append_new(
				out, json_pack("{s:s, s:s, s:i, s:s, s:b, s:i, s:b}", "handler",
			                       handler_of(c, w->lane), "file", w->file, "line",
			                       w->line, "party", role_name(w->party), "offered",
			                       is_offered(c, w), "reasked", w->reasked, "bot",
			                       c->parties[w->party].mode == MODE_BOT));
	}
	return out;
}

json_t *record_end(const struct support_case *c)
{
	json_t *consents = json_array(), *parked = json_null();
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		json_array_append_new(consents,
		                      json_pack("[s, s, s, s]", k->kind, role_name(k->subject),
		                                role_name(k->delegate), k->state));
	}
	if (c->parked)
		parked = json_pack("{s:O?, s:O?, s:O?}", "reason",
		                   json_object_get(c->parked, "reason"), "file",
		                   json_object_get(c->parked, "file"), "line",
		                   json_object_get(c->parked, "line"));
	const char *outcome = case_text(c, c->outcome);
	return json_pack("{s:s, s:s, s:o, s:o, s:o}", "status", case_status_name(c->status),
	                 "outcome", outcome ? outcome : "", "parked", parked, "consents", consents,
	                 "places", c->status == CASE_OPEN ? places(c) : json_array());
}

static const char *str(const json_t *o, const char *key)
{
	const char *v = json_string_value(json_object_get(o, key));
	return v ? v : "";
}

/* What is offered to the agent for that party, the newest; NULL: nothing. */
static const char *offered(struct stage *st, const json_t *act)
{
	struct err e = { 0 };
	struct support_case *c = engine_case(st->g, st->case_id, &e);
	enum role party = role_from(str(act, "party"));
	for (size_t i = c ? c->suggestions_count : 0; i > 0; i--) {
		const struct suggestion *s = &c->suggestions[i - 1];
		if (s->party == party && !strcmp(s->state, "offered"))
			return case_text(c, s->text);
	}
	return NULL;
}

/* The first sentence, or all of it where there is one; *more: something follows. */
static char *first_sentence(const char *text, bool *more)
{
	static const char *const ends[] = { ". ", "? ", "\n" };
	size_t len = strlen(text);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		const char *end = strstr(text, ends[i]);
		size_t upto = end ? (size_t)(end - text) + (*ends[i] != '\n') : len;
		len = upto < len ? upto : len;
	}
	*more = len < strlen(text);
	return xstrndup(text, len);
}

/* That this is offered to that party, by its first sentence. */
static void expect_offer(json_t *acts, const char *party, const char *offer)
{
	bool more;
	char *text = first_sentence(offer, &more);
	json_array_append_new(acts, json_pack("{s:s, s:s, s:s, s:b}", "kind", "offer", "party",
	                                      party, "text", text, "prefix", more));
	free(text);
}

/* A stage with the case of the play opened on it. */
static int enter(struct record *r, struct stage *st, json_t *play, struct err *e)
{
	const struct stage_ground on = { .flows_dir = r->flows_dir,
		                         .flows = r->flows,
		                         .understand = r->u };
	int rc = stage_open(st, "play", &on, e);
	return rc ? rc : play_open(st, play, e);
}

/* One act, its text filled in; with acts it is added there behind its expectation. */
static int act_once(struct stage *st, json_t *act, json_t *acts, struct err *e)
{
	const char *offer = offered(st, act);
	json_t *done = json_copy(act);
	if (json_object_get(act, "offered") && offer) {
		json_object_set_new(done, "text", json_sprintf("%s 감사합니다.", offer));
		json_object_del(done, "offered");
	}
	if (acts) {
		if (offer && !strcmp(str(act, "kind"), "agent"))
			expect_offer(acts, str(act, "party"), offer);
		json_array_append(acts, done);
	}
	int rc = play_act(st, done, e);
	json_decref(done);
	return rc;
}

/* Plays these acts of the play. NULL: one is not possible. */
static json_t *end_with(struct record *r, json_t *play, json_t *acts, struct err *e)
{
	struct stage st;
	size_t i;
	json_t *act, *end = NULL;
	int rc = enter(r, &st, play, e);
	json_array_foreach(acts, i, act) rc = rc ? rc : act_once(&st, act, NULL, e);
	if (!rc && !play_nothing_refused(&st, e))
		end = record_end(engine_case(st.g, st.case_id, e));
	stage_close(&st);
	return end;
}

static json_t *without(const json_t *acts, size_t from, size_t count)
{
	json_t *left = json_array();
	for (size_t i = 0; i < json_array_size(acts); i++)
		if (i < from || i >= from + count)
			json_array_append(left, json_array_get(acts, i));
	return left;
}

struct shortening {
	struct record *r;
	json_t *play, *acts, *end;
	int tries;
};

/* Drops count acts from there if the end stays as it is. */
static bool drop(struct shortening *s, size_t from, size_t count)
{
	struct err e = { 0 };
	if (s->tries++ >= TRIES_MAX)
		return false;
	json_t *left = without(s->acts, from, count);
	json_t *end = end_with(s->r, s->play, left, &e);
	bool same = end && json_equal(end, s->end);
	json_decref(end);
	if (!same) {
		json_decref(left);
		return false;
	}
	json_decref(s->acts);
	s->acts = left;
	return true;
}

/* Pieces of a size, from the end: what comes last needs what comes before, seldom the other way round. */
static bool drop_pieces(struct shortening *s, size_t size)
{
	bool dropped = false;
	for (size_t at = json_array_size(s->acts); at > 0;) {
		size_t from = at > size ? at - size : 0;
		dropped |= drop(s, from, at - from);
		at = from;
	}
	return dropped;
}

static void describe(const json_t *end, struct buf *b)
{
	size_t i;
	json_t *k;
	buf_addf(b, "%s%s%s", str(end, "status"), *str(end, "outcome") ? " as " : "",
	         str(end, "outcome"));
	json_array_foreach(json_object_get(end, "consents"), i, k) buf_addf(
		b, ", %s of %s %s", json_string_value(json_array_get(k, 0)),
		json_string_value(json_array_get(k, 1)), json_string_value(json_array_get(k, 3)));
	json_array_foreach(json_object_get(end, "places"), i, k)
		buf_addf(b, ", at %s:%d", str(k, "file"),
	                 (int)json_integer_value(json_object_get(k, "line")));
}

/* The play with all acts ends otherwise, or one of them is not possible (why). */
static int ends_otherwise(const struct record *r, const json_t *end, const json_t *wanted,
                          const struct err *why, struct err *e)
{
	struct buf was = { 0 }, now = { 0 }, missed = { 0 };
	const char *kind;
	json_t *v;
	describe(wanted, &was);
	if (end)
		describe(end, &now);
	json_object_foreach(r->missed, kind, v)
		buf_addf(&missed, "%s %s", missed.data ? "," : "", kind);
	err_set(e, E_INPUT, "case %s cannot be told as a play: it is %s, and played again %s%s%s%s",
	        r->c->id, was.data, end ? "it would be " : "it stops: ", end ? now.data : why->text,
	        missed.data ? "; no play tells of these events of it:" : "",
	        missed.data ? missed.data : "");
	buf_free(&was);
	buf_free(&now);
	buf_free(&missed);
	return -1;
}

int record_shorten(struct record *r, json_t *play, struct err *e)
{
	struct err why = { 0 };
	struct shortening s = { .r = r, .play = play, .end = record_end(r->c) };
	s.acts = json_incref(json_object_get(play, "acts"));
	json_t *end = end_with(r, play, s.acts, &why);
	int rc = 0;
	if (!end || !json_equal(end, s.end))
		rc = ends_otherwise(r, end, s.end, &why, e);
	for (size_t size = json_array_size(s.acts) / 2; !rc && size > 1; size /= 2)
		drop_pieces(&s, size);
	while (!rc && drop_pieces(&s, 1))
		;
	json_object_set_new(play, "acts", s.acts);
	json_decref(end);
	json_decref(s.end);
	return rc;
}

/* ---- expectations ---- */

/* The newest of each kind. */
static void expect_consents(json_t *acts, const struct support_case *c)
{
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *one = &c->consents[i];
		bool newer = false;
		for (size_t k = i + 1; k < c->consents_count; k++)
			newer |= !strcmp(c->consents[k].kind, one->kind);
		if (!newer)
			json_array_append_new(acts,
			                      json_pack("{s:s, s:s, s:s}", "kind", "consent",
			                                "consent", one->kind, "state", one->state));
	}
}

/* What the open case waits for: its step, and what the agent has before him. */
static void expect_open(json_t *acts, const struct support_case *c)
{
	if (*c->step)
		json_array_append_new(acts,
		                      json_pack("{s:s, s:s}", "kind", "step", "text", c->step));
	for (size_t i = 0; i < c->suggestions_count; i++) {
		const struct suggestion *s = &c->suggestions[i];
		if (!strcmp(s->state, "offered"))
			expect_offer(acts, role_name(s->party), case_text(c, s->text));
	}
	json_array_append_new(acts, json_pack("{s:s}", "kind", "open"));
}

static void expect_end(json_t *acts, const struct support_case *c)
{
	const char *outcome = case_text(c, c->outcome);
	if (c->status == CASE_PARKED)
		json_array_append_new(acts, json_pack("{s:s, s:O}", "kind", "parked", "text",
		                                      json_object_get(c->parked, "reason")));
	else if (c->status == CASE_CLOSED)
		json_array_append_new(acts, json_pack("{s:s, s:s}", "kind", "closed", "outcome",
		                                      outcome ? outcome : ""));
	else
		expect_open(acts, c);
}

int record_expect(struct record *r, json_t *play, struct err *e)
{
	struct stage st;
	size_t i;
	json_t *act, *acts = json_array();
	int rc = enter(r, &st, play, e);
	json_array_foreach(json_object_get(play, "acts"), i, act) rc =
		rc ? rc : act_once(&st, act, acts, e);
	if (!rc) {
		const struct support_case *c = engine_case(st.g, st.case_id, e);
		expect_consents(acts, c);
		expect_end(acts, c);
	}
	stage_close(&st);
	json_object_set_new(play, "acts", acts);
	return rc;
}
