#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "json_make.h"
#include "phrase.h"
#include "sentence.h"

static bool is_question(const struct wait *w)
{
	return w->kind == WAIT_CONFIRM || w->kind == WAIT_CONSENT || w->kind == WAIT_ASK;
}

void answer_hear(struct turn *t, struct wait *w, json_t *what)
{
	turn_end_offers(t, w->lane, w->n, "ended", NULL);
	turn_settle(t, w, what);
}

void answer_give(struct turn *t, struct wait *w, bool yes, json_t *evidence)
{
	answer_give_along(t, w, yes, evidence, NULL);
}

void answer_give_along(struct turn *t, struct wait *w, bool yes, json_t *evidence,
                       const json_t *along)
{
	const char *via = json_string_value(json_object_get(evidence, "kind"));
	const char *state = yes ? "yes" : "no";
	if (w->kind == WAIT_CONSENT)
		state = yes ? "granted" : "denied";
	if (w->kind == WAIT_ASK)
		state = "declined";
	json_t *outcome = json_make("{s:s, s:s, s:I}", "state", state, "via", via, "at",
	                            (json_int_t)t->now_ms);
	json_object_update(outcome, (json_t *)along);
	turn_end_offers(t, w->lane, w->n, "ended", NULL);
	if (w->kind == WAIT_CONSENT) {
		turn_consent_state(t, case_consent(t->c, w->consent), state, evidence);
		turn_settle(t, w, outcome);
	} else {
		turn_settle_by(t, w, outcome, evidence);
	}
}

void answer_end(struct turn *t, struct wait *w, const char *state, const char *reason,
                json_t *evidence)
{
	const struct consent *k = case_consent(t->c, w->consent);
	bool blocked = !strcmp(state, "blocked");
	json_t *outcome = json_make("{s:s}", "state", state);
	if (reason)
		json_object_set_new(outcome, "reason", json_string(reason));
	turn_end_offers(t, w->lane, w->n, blocked ? "blocked" : "ended", reason);
	if (k && !strcmp(k->state, "requested"))
		turn_consent_state(t, k, blocked ? "unanswered" : state, json_incref(evidence));
	turn_settle(t, w, outcome);
	json_decref(evidence);
}

/* ---- the gate closes ---- */

bool answer_is_allowed(const struct turn *t, const struct wait *w, struct err *why)
{
	const struct phrase *p = turn_phrase(t, w->phrase, w->party);
	if (w->kind == WAIT_TIME)
		return true;
	struct act a = { ACT_CONTACT, w->party, 0, ROLE_NONE };
	if (p)
		a = (struct act){ ACT_TELL, w->party, p->tells, role_from(p->contact_of) };
	if (!turn_allows(t, &a, why))
		return false;
	if (w->kind != WAIT_ASK)
		return true;
	char *owner = xstrndup(w->field, strcspn(w->field, "."));
	const struct act hold = { ACT_HOLD, role_from(owner), 0, ROLE_NONE };
	free(owner);
	return turn_allows(t, &hold, why);
}

/* A wait that the gate no longer allows ends here. */
static bool ended_by_gate(struct turn *t, struct wait *w)
{
	struct err why = { 0 };
	if (answer_is_allowed(t, w, &why))
		return false;
	answer_end(t, w, "blocked", why.text, json_make("{s:s}", "kind", "gate"));
	return true;
}

void answer_enforce_gate(struct turn *t)
{
	for (size_t i = 0; i < t->c->waits_count; i++)
		if (!t->c->waits[i].outcome)
			ended_by_gate(t, &t->c->waits[i]);
}

static bool must_be_made_again(const struct turn *t, const struct wait *w, unsigned asked)
{
	struct err why = { 0 };
	const struct consent *k = case_consent(t->c, w->consent);
	return (k && strcmp(k->state, "requested")) ||
	       (is_question(w) && (asked & 1u << w->party)) || !answer_is_allowed(t, w, &why);
}

void answer_again(struct turn *t, unsigned asked)
{
	for (size_t i = 0; i < t->c->waits_count; i++) {
		struct wait *w = &t->c->waits[i];
		const struct consent *k = case_consent(t->c, w->consent);
		if (w->outcome || !must_be_made_again(t, w, asked))
			continue;
		if (w->kind == WAIT_SAY) { /* it is said by us, and not made again */
			ended_by_gate(t, w);
			continue;
		}
		turn_end_offers(t, w->lane, w->n, "ended", NULL);
		if (k && !strcmp(k->state, "requested"))
			turn_consent_state(t, k, "unanswered", json_make("{s:s}", "kind", "again"));
		turn_settle(t, w, json_make("{s:s}", "state", "again"));
	}
}

/* ---- an answer that is not clear ---- */

static bool has_offer(const struct turn *t, const struct wait *w)
{
	for (size_t i = 0; i < t->c->suggestions_count; i++) {
		const struct suggestion *s = &t->c->suggestions[i];
		if (s->lane == w->lane && s->n == w->n && !strcmp(s->state, "offered"))
			return true;
	}
	return false;
}

/* The question in its own words; the agent may have sent it in others, and the record shows what was
 * shown last. */
static void say_again(struct turn *t, const struct wait *w)
{
	const struct phrase *p = turn_phrase(t, w->phrase, w->party);
	const struct saying s = { .party = w->party,
		                  .from = "engine",
		                  .again = true,
		                  .text = w->text,
		                  .tells = p->tells,
		                  .contact_of = role_from(p->contact_of),
		                  .asks = w,
		                  .phrase = w->phrase };
	turn_say(t, &s);
}

static void record_unclear(struct turn *t, const struct wait *w, int reasked)
{
	turn_record(t, json_make("{s:s, s:i, s:I, s:b, s:i}", "r", "wait", "lane", w->lane, "n",
	                         (json_int_t)w->n, "unclear", 1, "reasked", reasked));
}

void answer_unclear(struct turn *t, struct wait *w)
{
	if (ended_by_gate(t, w))
		return;
	bool bot = t->c->parties[w->party].mode == MODE_BOT;
	bool again = w->reasked < bundle_policy(t->b)->reask;
	record_unclear(t, w, w->reasked + again);
	if (bot && again) {
		say_again(t, w);
		return;
	}
	if (bot) /* hand-over: a person decides from here on */
		turn_set_mode(t, w->party, MODE_ASSIST, "unclear", BY_US);
	if ((bot || again) && !has_offer(t, w))
		turn_offer(t, w, "reask", w->text);
}

void answer_say_offer(struct turn *t, const struct suggestion *s, struct wait *w, json_t *text_ref,
                      const struct saying *how)
{
	struct saying say = *how;
	say.party = s->party;
	say.text = text_ref;
	say.asks = is_question(w) ? w : NULL;
	say.phrase = s->phrase;
	turn_say(t, &say);
}

/* ---- withdrawal ---- */

void answer_withdraw(struct turn *t, enum role subject, json_t *evidence)
{
	struct wait *asked = case_question(t->c, subject);
	if (asked && asked->kind == WAIT_CONSENT)
		answer_end(t, asked, "withdrawn", NULL, json_incref(evidence));
	for (size_t i = 0; i < t->c->consents_count; i++) {
		const struct consent *k = &t->c->consents[i];
		if (k->subject == subject && !strcmp(k->state, "granted"))
			turn_consent_state(t, k, "withdrawn", json_incref(evidence));
	}
	json_decref(evidence);
	answer_enforce_gate(t);
}

/* ---- time ---- */

static void wait_timed_out(struct turn *t, struct wait *w)
{
	json_t *evidence = json_make("{s:s}", "kind", "timer");
	if (w->kind == WAIT_TIME)
		turn_settle(t, w, json_make("{s:s}", "state", "over"));
	else if (w->kind == WAIT_SAY) /* a flow knows no other state of what was not said */
		answer_end(t, w, "blocked", sentence_word("no_value"), json_incref(evidence));
	else if (w->kind == WAIT_CONFIRM && w->unclear)
		answer_end(t, w, "unclear", NULL, json_incref(evidence));
	else
		answer_end(t, w, "unanswered", NULL, json_incref(evidence));
	json_decref(evidence);
}

void answer_time_out(struct turn *t)
{
	bool expired = false;
	for (size_t i = 0; i < t->c->waits_count; i++) {
		struct wait *w = &t->c->waits[i];
		if (!w->outcome && w->until_ms <= t->now_ms)
			wait_timed_out(t, w);
	}
	for (size_t i = 0; i < t->c->consents_count; i++) {
		const struct consent *k = &t->c->consents[i];
		if (strcmp(k->state, "granted") || !k->expires_at_ms ||
		    k->expires_at_ms > t->now_ms)
			continue;
		turn_consent_state(t, k, "expired", json_make("{s:s}", "kind", "timer"));
		expired = true;
	}
	if (expired)
		answer_enforce_gate(t);
}
