#include "event_agent.h"

#include <string.h>

#include "answer.h"
#include "bundle.h"
#include "json_make.h"
#include "phrase.h"
#include "sentence.h"
#include "text.h"

/* ---- typed words before the gate ---- */

/* What an agent typed to a party, and by what right. */
struct typed {
	const char *text, *override; /* override: the reason why, where one was needed; NULL */
	struct act act;
};

static int refuse_typed(const struct typed *y, const struct err *why, struct err *e)
{
	if (y->act.tells == CLASS_PUBLIC)
		return err_set(e, E_GATE, "%s", why->text);
	char *text = sentence_ko("gate.typed", "{s:s}", "why", why->text);
	err_set(e, E_GATE, "%s", text);
	free(text);
	return -1;
}

/* An override (journaled with its reason and the agent's name) lifts what the search found, never
 * the need to be allowed to contact the party at all. */
static int overridden(const struct turn *t, const struct event *ev, struct typed *y, struct err *e)
{
	struct err why = { 0 };
	if (event_given_text(ev, "override", &y->override, e))
		return -1;
	y->act = (struct act){ ACT_TELL, y->act.party, CLASS_PUBLIC, ROLE_NONE };
	if (!turn_allows(t, &y->act, &why))
		return refuse_typed(y, &why, e);
	if (event_names_person(ev))
		return 0;
	return err_set(e, E_FORBIDDEN,
	               "override: the name of the person who decides it must be known: sign in, or "
	               "give it as \"by\"");
}

/* Reads "text" and asks the gate. */
static int typed_text(const struct turn *t, const struct event *ev, enum role to, struct typed *y,
                      struct err *e)
{
	struct err why = { 0 };
	*y = (struct typed){ .act = { ACT_TELL, to, CLASS_PUBLIC, ROLE_NONE } };
	if (event_given_text(ev, "text", &y->text, e))
		return -1;
	y->act.tells |= turn_text_tells(t, to, y->text, &y->act.contact_of);
	if (turn_allows(t, &y->act, &why))
		return 0;
	if (json_object_get(ev->body, "override"))
		return overridden(t, ev, y, e);
	return refuse_typed(y, &why, e);
}

static void record_typed(struct turn *t, const struct event *ev, const struct typed *y,
                         json_t *more)
{
	if (y->override)
		json_object_set_new(more, "override", turn_case_value(t, y->override));
	event_record(t, ev, more);
}

/* ---- suggestions ---- */

struct acting {
	struct turn *t;
	const struct event *ev;
	struct suggestion *s;
	struct wait *w;
};

/* reason (taken): what the agent typed, or NULL */
static void suggestion_state(const struct acting *a, const char *state, json_t *reason)
{
	json_t *r = json_make("{s:s, s:s, s:s}", "r", "suggestion", "id", a->s->id, "state", state);
	if (reason)
		json_object_set_new(r, "reason", reason);
	turn_record(a->t, r);
}

json_t *event_evidence_by(struct turn *t, const struct event *ev, const char *kind)
{
	json_t *evidence = event_evidence(ev, kind);
	if (*ev->who)
		json_object_set_new(evidence, "by", event_who(t, ev));
	return evidence;
}

/* The state as the flow sees it: how the words came to the person is all one to it. */
static const char *said_as(const struct acting *a, const json_t *text_ref, const char *state)
{
	if (!strcmp(state, "posted"))
		return json_equal(text_ref, a->s->text) ? "sent" : "edited";
	return strcmp(state, "read_out") ? state : "sent";
}

/* Says the text and lets the flow go on (a statement) or the question run (the rest). */
static void give(const struct acting *a, json_t *text_ref, const struct act *act, const char *state)
{
	bool spoken = !strcmp(state, "read_out"), posted = !strcmp(state, "posted");
	json_t *by = event_who(a->t, a->ev);
	const struct saying how = { .from = "agent",
		                    .by = by,
		                    .source = a->ev->source,
		                    .event = a->ev->id,
		                    .spoken = spoken,
		                    .sent = posted,
		                    .channel = posted ? a->t->c->desk : NULL,
		                    .tells = act->tells,
		                    .contact_of = act->contact_of };
	suggestion_state(a, state, NULL);
	answer_say_offer(a->t, a->s, a->w, text_ref, &how);
	if (a->w->kind == WAIT_SUGGEST)
		turn_settle(a->t, a->w, json_make("{s:s}", "state", said_as(a, text_ref, state)));
	json_decref(by);
}

int event_read_out(struct turn *t, const struct event *ev, struct suggestion *s, struct wait *w,
                   struct err *e)
{
	const struct acting a = { t, ev, s, w };
	const struct act act = { ACT_TELL, s->party, s->tells, s->contact_of };
	if (!turn_allows(t, &act, e))
		return -1;
	json_t *ref = json_incref(s->text);
	give(&a, ref, &act, "read_out");
	json_decref(ref);
	return 0;
}

void event_offer_sent(struct turn *t, const struct event *ev, struct suggestion *s, json_t *text)
{
	const struct acting a = { t, ev, s, case_wait_at(t->c, s->lane, s->n) };
	const struct saying how = { .from = "agent",
		                    .sent = true,
		                    .source = ev->source,
		                    .event = ev->id,
		                    .tells = s->tells,
		                    .contact_of = s->contact_of };
	suggestion_state(&a, "sent", NULL);
	answer_say_offer(t, s, a.w, text, &how);
	if (a.w->kind == WAIT_SUGGEST)
		turn_settle(t, a.w, json_make("{s:s}", "state", "sent"));
}

static int send_as_is(const struct acting *a, const char *state, struct err *e)
{
	const struct act act = { ACT_TELL, a->s->party, a->s->tells, a->s->contact_of };
	if (!turn_allows(a->t, &act, e))
		return -1;
	event_record(a->t, a->ev, json_make("{s:s, s:s}", "suggestion", a->s->id, "act", state));
	json_t *ref = json_incref(a->s->text);
	give(a, ref, &act, state);
	json_decref(ref);
	return 0;
}

static int send_typed(const struct acting *a, const char *state, struct err *e)
{
	const struct phrase *p = turn_phrase(a->t, a->s->phrase, a->s->party);
	const struct consent *k = case_consent(a->t->c, a->w->consent);
	const char *text;
	struct typed y;
	if (event_given_text(a->ev, "text", &text, e))
		return -1;
	if (k &&
	    (phrase_keeps_legal(p, text, e) || turn_keeps_values(a->t, p, k->delegate, text, e)))
		return -1;
	if (typed_text(a->t, a->ev, a->s->party, &y, e))
		return -1;
	const char *offer = case_text(a->t->c, a->s->text);
	bool as_offered = !strcmp(state, "posted") && offer && !strcmp(offer, text);
	json_t *ref = as_offered ? json_incref(a->s->text) : turn_value(a->t, a->s->party, text);
	record_typed(
		a->t, a->ev, &y,
		json_make("{s:s, s:s, s:O}", "suggestion", a->s->id, "act", state, "text", ref));
	give(a, ref, &y.act, state);
	json_decref(ref);
	return 0;
}

/* Asked by voice in words of the agent's own: nothing is said now, and the answer may come. */
static int already_asked(const struct acting *a, struct err *e)
{
	const struct act act = { ACT_TELL, a->s->party, a->s->tells, a->s->contact_of };
	if (a->w->kind == WAIT_CONSENT)
		return err_set(e, E_INPUT,
		               "act: what asks for consent counts in the words of its notice "
		               "alone: read it out, and say so by read_out");
	if (a->w->kind == WAIT_SUGGEST)
		return err_set(e, E_INPUT, "act: this suggestion asks nothing: skip it");
	if (!turn_allows(a->t, &act, e))
		return -1;
	event_record(a->t, a->ev, json_make("{s:s, s:s}", "suggestion", a->s->id, "act", "asked"));
	suggestion_state(a, "asked", NULL);
	if (!a->w->served_at_ms)
		turn_serve(a->t, a->w);
	return 0;
}

static int skip(const struct acting *a, struct err *e)
{
	const char *reason = event_text(a->ev, "reason");
	bool again = !strcmp(a->s->purpose, "reask");
	(void)e;
	event_record(a->t, a->ev, json_make("{s:s, s:s}", "suggestion", a->s->id, "act", "skip"));
	suggestion_state(a, "skipped",
	                 reason && *reason ? turn_value(a->t, a->s->party, reason) : NULL);
	if (again)
		return 0; /* the question itself stays open */
	if (a->w->kind == WAIT_SUGGEST)
		turn_settle(a->t, a->w, json_make("{s:s}", "state", "skipped"));
	else
		answer_end(a->t, a->w, "unanswered", NULL,
		           event_evidence_by(a->t, a->ev, "skipped"));
	return 0;
}

int event_suggestion(struct turn *t, const struct event *ev, struct err *e)
{
	const char *id = event_text(ev, "suggestion"), *act = event_text(ev, "act");
	struct acting a = { t, ev, case_suggestion(t->c, id), NULL };
	if (!a.s)
		return err_set(e, E_NOT_FOUND, "suggestion: '%.20s' is not one of this case",
		               id ? id : "");
	a.w = case_wait_at(t->c, a.s->lane, a.s->n);
	if (strcmp(a.s->state, "offered") || !event_is_open(t, a.w))
		return err_set(e, E_CONFLICT, "suggestion %s is %s: it can no longer be used",
		               a.s->id, a.s->state);
	if (!act)
		act = "";
	if (!strcmp(act, "send"))
		return send_as_is(&a, "sent", e);
	if (!strcmp(act, "read_out"))
		return send_as_is(&a, "read_out", e);
	if (!strcmp(act, "edit"))
		return send_typed(&a, "edited", e);
	if (!strcmp(act, "own_words"))
		return send_typed(&a, "own_words", e);
	if (!strcmp(act, "posted"))
		return send_typed(&a, "posted", e);
	if (!strcmp(act, "asked"))
		return already_asked(&a, e);
	if (!strcmp(act, "skip"))
		return skip(&a, e);
	return err_set(e, E_INPUT,
	               "act: expected send, edit, own_words, read_out, posted, asked or skip");
}

int event_words(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	struct typed y;
	if (event_party(t, ev, &r, e) || typed_text(t, ev, r, &y, e))
		return -1;
	json_t *ref = turn_value(t, r, y.text);
	record_typed(t, ev, &y, json_make("{s:O}", "text", ref));
	json_t *by = event_who(t, ev);
	const struct saying s = { .party = r,
		                  .from = "agent",
		                  .by = by,
		                  .text = ref,
		                  .tells = y.act.tells,
		                  .contact_of = y.act.contact_of };
	turn_say(t, &s);
	json_decref(by);
	json_decref(ref);
	return 0;
}

/* ---- marks, modes, the rest ---- */

static const char *const mark_names[] = { "delegate_request", "source_complaint", "withdrawal",
	                                  "callback_request" };

static struct wait *listener(struct turn *t, enum role r, const char *mark)
{
	for (size_t i = 0; i < t->c->waits_count; i++) {
		struct wait *w = &t->c->waits[i];
		if (w->party == r && !w->outcome && case_wait_hears(w, mark))
			return w;
	}
	return NULL;
}

bool event_hears(struct turn *t, enum role r, const char *mark)
{
	return listener(t, r, mark) || case_handles(t->c, mark);
}

void event_tell_flow(struct turn *t, enum role r, const char *mark, const char *to)
{
	json_t *what = json_make("{s:s, s:s}", "kind", mark, "state", "heard");
	if (to)
		json_object_set_new(what, "to", json_string(to));
	struct wait *w = listener(t, r, mark);
	if (w)
		answer_hear(t, w, json_incref(what));
	else if (case_handles(t->c, mark))
		turn_record(t, json_make("{s:s, s:i, s:s, s:s, s:O}", "r", "interrupt", "lane",
		                         (int)t->c->lanes_count, "handler", mark, "party",
		                         role_name(r), "event", what));
	json_decref(what);
}

bool event_is_himself(const struct turn *t, enum role r, const char *to)
{
	bool rode = json_is_true(json_object_get(t->c->facts, "caller_is_passenger"));
	return !strcmp(to, role_name(r)) || (r == ROLE_CALLER && rode && !strcmp(to, "passenger"));
}

int event_mark(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const char *mark = event_text(ev, "mark"), *to = event_text(ev, "to");
	bool known = false;
	for (size_t i = 0; mark && i < COUNT_OF(mark_names); i++)
		known = known || !strcmp(mark_names[i], mark);
	if (event_party(t, ev, &r, e))
		return -1;
	if (!known)
		return err_set(e, E_INPUT,
		               "mark: expected delegate_request, source_complaint, withdrawal or "
		               "callback_request");
	if (to && !role_is_third_party(role_from(to)))
		return err_set(e, E_INPUT,
		               "to: expected passenger, spouse, vehicle_owner or other");
	if (to && event_is_himself(t, r, to))
		return err_set(e, E_INPUT, "to: %s is who asks for it: name who is to be spoken to",
		               to);
	bool withdrawal = !strcmp(mark, "withdrawal");
	if (t->c->status == CASE_CLOSED && !withdrawal)
		return event_refuse_closed(t, e);
	json_t *more = json_make("{s:s}", "mark", mark);
	if (to)
		json_object_set_new(more, "to", json_string(to));
	event_record(t, ev, more);
	if (withdrawal)
		answer_withdraw(t, r, event_evidence_by(t, ev, "mark"));
	if (t->c->status == CASE_OPEN)
		event_tell_flow(t, r, mark, to);
	if (t->c->status == CASE_CLOSED)
		turn_erase_provisional(t);
	return 0;
}

/* What the agent had not sent yet, the engine says now. */
static void say_offers(struct turn *t, const struct event *ev, enum role r)
{
	for (size_t i = 0; i < t->c->suggestions_count; i++) {
		struct acting a = { t, ev, &t->c->suggestions[i], NULL };
		if (a.s->party != r || strcmp(a.s->state, "offered"))
			continue;
		a.w = case_wait_at(t->c, a.s->lane, a.s->n);
		const struct act act = { ACT_TELL, r, a.s->tells, a.s->contact_of };
		struct err why = { 0 };
		if (!turn_allows(t, &act, &why)) {
			answer_end(t, a.w, "blocked", why.text, json_make("{s:s}", "kind", "gate"));
			continue;
		}
		const struct saying how = { .from = "engine",
			                    .source = ev->source,
			                    .event = ev->id,
			                    .tells = a.s->tells,
			                    .contact_of = a.s->contact_of };
		json_t *ref = json_incref(a.s->text);
		suggestion_state(&a, "sent", NULL);
		answer_say_offer(t, a.s, a.w, ref, &how);
		if (a.w->kind == WAIT_SUGGEST)
			turn_settle(t, a.w, json_make("{s:s}", "state", "sent"));
		json_decref(ref);
	}
}

void event_set_mode(struct turn *t, const struct event *ev, enum role r, enum party_mode mode,
                    enum mode_by by)
{
	turn_set_mode(t, r, mode, NULL, by);
	if (mode == MODE_BOT)
		say_offers(t, ev, r);
}

int event_mode(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const char *mode = event_text(ev, "mode");
	if (event_party(t, ev, &r, e))
		return -1;
	if (!mode || (strcmp(mode, "assist") && strcmp(mode, "bot")))
		return err_set(e, E_INPUT, "mode: expected \"assist\" or \"bot\"");
	event_record(t, ev, json_make("{s:s}", "mode", mode));
	event_set_mode(t, ev, r, strcmp(mode, "bot") ? MODE_ASSIST : MODE_BOT, BY_US);
	return 0;
}

int event_note(struct turn *t, const struct event *ev, struct err *e)
{
	const char *text;
	if (event_given_text(ev, "text", &text, e))
		return -1;
	json_t *ref = turn_case_value(t, text);
	event_record(t, ev, NULL);
	json_t *by = event_who(t, ev);
	turn_record(t, json_make("{s:s, s:o, s:o}", "r", "note", "text", ref, "by",
	                         by ? by : json_string("")));
	return 0;
}

int event_close(struct turn *t, const struct event *ev, struct err *e)
{
	const char *outcome = event_text(ev, "outcome");
	(void)e;
	event_record(t, ev, NULL);
	turn_close(t, outcome && *outcome ? turn_case_value(t, outcome)
	                                  : json_string("closed_by_agent"));
	return 0;
}
