#include "event_said.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "channel.h"
#include "event_agent.h"
#include "text.h"
#include "turn.h"
#include "understand.h"

/* The answer of a reader if it says yes to `flag`; NULL: no. New. */
static json_t *understood(struct understand *u, const char *kind, const char *flag,
                          const char *text)
{
	struct err e = { 0 };
	json_t *found = u ? understand_text(u, kind, text, &e) : NULL;
	if (json_is_true(json_object_get(found, flag)))
		return found;
	json_decref(found);
	return NULL;
}

enum role said_withdrawal_of(struct understand *u, const struct event *ev)
{
	const char *text = event_text(ev, "text");
	if (strcmp(ev->kind, "message") || !text || text_code_points(text) > EVENT_TEXT_MAX)
		return ROLE_NONE;
	json_t *found = understood(u, "withdrawal", "is_withdrawal", text);
	enum role r = found ? role_from(event_text(ev, "party")) : ROLE_NONE;
	json_decref(found);
	return r;
}

bool said_can_withdraw(const struct turn *t, enum role r)
{
	if (role_is_third_party(r))
		return true;
	for (size_t i = 0; i < t->c->consents_count; i++) {
		const struct consent *k = &t->c->consents[i];
		if (k->subject == r &&
		    (!strcmp(k->state, "granted") || !strcmp(k->state, "requested")))
			return true;
	}
	return false;
}

/* What was held for him may have been said behind it since. He has said something. */
static size_t newest_of(const struct turn *t, enum role r)
{
	size_t i = t->c->messages_count - 1;
	while (t->c->messages[i].party != r || strcmp(t->c->messages[i].from, "party"))
		i--;
	return i;
}

const char *said_newest(const struct turn *t, enum role r)
{
	return t->c->messages[newest_of(t, r)].id;
}

/* What was understood of the newest message, and by whom; taken. The words that decided, borrowed
 * for the turn: evidence refers to this same value, as one of its own might stand in no record. */
static json_t *record_mark(struct turn *t, enum role r, const char *mark, const char *to,
                           json_t *found)
{
	const char *why = json_string_value(json_object_get(found, "why"));
	json_t *words = turn_value(t, r, why ? why : "");
	json_t *rec = json_pack("{s:s, s:s, s:s, s:s, s:o, s:s}", "r", "said", "party",
	                        role_name(r), "mark", mark, "message", said_newest(t, r), "words",
	                        words, "reader", understand_version(t->understand));
	if (to)
		json_object_set_new(rec, "to", json_string(to));
	turn_record(t, rec);
	json_decref(found);
	return words;
}

void said_withdraws(struct turn *t, const struct event *ev, enum role r, const char *text)
{
	json_t *found = understood(t->understand, "withdrawal", "is_withdrawal", text);
	if (!found)
		return;
	json_t *words = record_mark(t, r, "withdrawal", NULL, found);
	json_t *evidence = event_evidence(ev, "message");
	json_object_set_new(evidence, "message", json_string(said_newest(t, r)));
	json_object_set(evidence, "words", words);
	json_object_set_new(evidence, "reader", json_string(understand_version(t->understand)));
	answer_withdraw(t, r, evidence);
	if (t->c->status == CASE_OPEN)
		event_tell_flow(t, r, "withdrawal", NULL);
	if (t->c->status == CASE_CLOSED)
		turn_erase_provisional(t);
}

/* A relation that is no party of its own is the party `other`; so is whoever cannot be meant. */
static const char *party_of(const struct turn *t, enum role r, const char *relation)
{
	bool is_party = role_is_third_party(role_from(relation));
	return is_party && !event_is_himself(t, r, relation) ? relation : "other";
}

/* Whom the caller asks us to deal with; recorded. NULL: nobody. */
static const char *asks_for(struct turn *t, enum role r, const char *text)
{
	json_t *found = r == ROLE_CALLER
	                        ? understood(t->understand, "delegate", "is_delegate_request", text)
	                        : NULL;
	if (!found)
		return NULL;
	const char *to = party_of(t, r, json_string_value(json_object_get(found, "relation")));
	to = role_name(role_from(to)); /* outlives what was found */
	record_mark(t, r, "delegate_request", to, found);
	return to;
}

void said_tell_flow(struct turn *t, enum role r, const char *text, bool heard)
{
	json_t *found;
	if (t->c->status != CASE_OPEN)
		return;
	if (event_hears(t, r, "source_complaint") &&
	    (found = understood(t->understand, "source", "is_source_complaint", text))) {
		record_mark(t, r, "source_complaint", NULL, found);
		event_tell_flow(t, r, "source_complaint", NULL);
	}
	bool listens = !heard && event_hears(t, r, "delegate_request");
	const char *to = listens ? asks_for(t, r, text) : NULL;
	if (to)
		event_tell_flow(t, r, "delegate_request", to);
}

json_t *said_along(struct turn *t, const struct wait *w, const char *text)
{
	static const char mark[] = "delegate_request";
	const char *to = case_wait_hears(w, mark) ? asks_for(t, w->party, text) : NULL;
	return to ? json_pack("{s:s, s:s}", "kind", mark, "to", to) : NULL;
}

bool said_of_another(const struct turn *t, const struct wait *w, const char *text)
{
	const struct consent *k = w->consent ? case_consent(t->c, w->consent) : NULL;
	json_t *found =
		k ? understood(t->understand, "delegate", "is_delegate_request", text) : NULL;
	if (!found)
		return false;
	enum role to = role_from(json_string_value(json_object_get(found, "relation")));
	json_decref(found);
	return strcmp(k->kind, "delegation") ||
	       (role_is_third_party(to) && to != ROLE_OTHER && to != k->delegate);
}

static bool is_own(const struct turn *t, enum role r, const char *digits)
{
	const char *known = case_text(t->c, t->c->parties[r].phone);
	char *own = known ? text_digits(known) : NULL;
	bool same = own && !strcmp(own, digits);
	free(own);
	return same;
}

bool said_number(struct turn *t, struct wait *w, const char *text)
{
	struct err e = { 0 };
	json_t *found = t->understand ? understand_text(t->understand, "delegate", text, &e) : NULL;
	json_t *numbers = json_object_get(found, "phones");
	const char *digits = json_array_size(numbers) == 1
	                             ? json_string_value(json_array_get(numbers, 0))
	                             : NULL;
	bool given = digits && !is_own(t, w->party, digits) && event_number_allowed(t, w, &e);
	if (given)
		event_number_given(t, w, turn_value(t, event_number_owner(w), digits));
	json_decref(found);
	return given;
}

static bool had_come(const struct message *m, int64_t by_ms)
{
	bool doubtful = !strcmp(m->delivery, "unknown") && !m->written;
	return !doubtful && strcmp(m->delivery, "queued") && strcmp(m->delivery, "dead") &&
	       m->ended_ms <= by_ms;
}

bool said_question_reached(const struct turn *t, const struct wait *w, int64_t by_ms)
{
	const struct message *all = t->c->messages;
	bool is_asked = false;
	for (size_t i = 0; i < t->c->messages_count; i++) {
		if (all[i].wait_n != w->n)
			continue;
		bool whole = by_ms == SAID_PRESSED || had_come(&all[i], by_ms);
		for (size_t k = i; whole && k > 0 && all[k - 1].part_of_n == w->n; k--)
			whole = had_come(&all[k - 1], by_ms);
		if (whole)
			return true;
		is_asked = true;
	}
	return !is_asked;
}

/* The last thing that had been said to this party when he said his newest; NULL: nothing. */
static const struct message *last_said(const struct turn *t, enum role r)
{
	for (size_t i = newest_of(t, r); i-- > 0;)
		if (t->c->messages[i].party == r && strcmp(t->c->messages[i].from, "party") &&
		    strcmp(t->c->messages[i].delivery, "dead"))
			return &t->c->messages[i];
	return NULL;
}

bool said_choice(struct turn *t, struct wait *w, const struct event *ev, const char *text)
{
	const struct message *asked = last_said(t, w->party);
	int choice = asked && asked->typed && asked->wait_n == w->n ? channel_choice(text) : 0;
	if (!choice)
		return false;
	json_t *evidence = event_evidence(ev, "typed");
	json_object_set_new(evidence, "message", json_string(said_newest(t, w->party)));
	json_object_set_new(evidence, "words", turn_value(t, w->party, text));
	json_object_set_new(evidence, "choice", json_string(choice == 1 ? "yes" : "no"));
	json_object_set_new(evidence, "label", json_string(turn_label(t, w, choice == 1)));
	answer_give(t, w, choice == 1, evidence);
	return true;
}
