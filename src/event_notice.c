/* event_notice.c: the flows word a notice otherwise in law: what that makes of a case whose people
 * agreed to it as it was. */
#include <string.h>

#include "answer.h"
#include "bundle.h"
#include "event_agent.h"
#include "json_make.h"
#include "renewal.h"
#include "sentence.h"

/* The event, taken apart. */
struct news {
	struct turn *t;
	const json_t *notices;  /* of renewal_changes */
	const json_t *consents; /* ids of those concerned, in order */
	bool moved;             /* the case goes on with the flows as they are now */
};

static struct consent *concerned(const struct news *n, size_t i)
{
	return case_consent(n->t->c, json_string_value(json_array_get(n->consents, i)));
}

static json_t *evidence(const struct news *n, const struct consent *k)
{
	json_t *change = renewal_of(n->notices, k);
	json_t *out = json_make("{s:s}", "kind", "notice_changed");
	json_object_update(out, change);
	return out;
}

/* Tells the flow, which asks again in its own time (lua/assent/prelude.lua). */
static void ask_again(const struct news *n, const struct consent *k)
{
	json_t *what = json_make("{s:s, s:s, s:s}", "kind", "notice_changed", "state", "heard",
	                         "phrase", k->phrase);
	if (k->delegate != ROLE_NONE)
		json_object_set_new(what, "delegate", json_string(role_name(k->delegate)));
	if (k->about)
		json_object_set_new(what, "about", json_string(k->about));
	if (k->items)
		json_object_set(what, "items", k->items);
	if (k->values)
		json_object_set(what, "values", k->values);
	turn_record(n->t, json_make("{s:s, s:i, s:s, s:s, s:o}", "r", "interrupt", "lane",
	                            (int)n->t->c->lanes_count, "handler", "notice_changed", "party",
	                            role_name(k->subject), "event", what));
}

static void note(const struct news *n, const struct consent *k, const char *code)
{
	const json_t *items = json_object_get(renewal_of(n->notices, k), "items");
	char *text = sentence_ko(code, "{s:O, s:s}", "items", items, "of", role_name(k->subject));
	turn_record(n->t, json_make("{s:s, s:o, s:s}", "r", "note", "text",
	                            turn_case_value(n->t, text), "by", "engine"));
	free(text);
}

/* The flow of this case cannot go on with the new words, and in the old ones nobody is asked. */
static void park(const struct news *n)
{
	turn_record(n->t,
	            json_make("{s:s, s:s}", "r", "park", "reason", sentence_word("park.notice")));
}

static void end_grants(const struct news *n)
{
	for (size_t i = 0; i < json_array_size(n->consents); i++) {
		const struct consent *k = concerned(n, i);
		if (strcmp(k->state, "granted"))
			continue;
		turn_consent_state(n->t, k, "expired", evidence(n, k));
		note(n, k, n->moved ? "note.notice_again" : "note.notice_stays");
	}
}

static bool was_granted(const struct consent *k)
{
	return k->history_count > 1 && !strcmp(k->history[k->history_count - 2].state, "granted");
}

static void go_on_anew(const struct news *n)
{
	unsigned asked = 0;
	for (size_t i = 0; i < json_array_size(n->consents); i++) {
		const struct consent *k = concerned(n, i);
		if (!strcmp(k->state, "requested"))
			turn_consent_state(n->t, k, "expired", evidence(n, k));
		else
			asked |= 1u << k->subject;
	}
	answer_again(n->t, asked);
	for (size_t i = 0; i < json_array_size(n->consents); i++)
		if (was_granted(concerned(n, i)))
			ask_again(n, concerned(n, i));
}

static bool any_is_asked(const struct news *n)
{
	for (size_t i = 0; i < json_array_size(n->consents); i++)
		if (!strcmp(concerned(n, i)->state, "requested"))
			return true;
	return false;
}

int event_notice_changed(struct turn *t, const struct event *ev, struct err *e)
{
	const json_t *bundle = json_object_get(ev->body, "bundle");
	struct news n = { .t = t,
		          .notices = json_object_get(ev->body, "notices"),
		          .consents = json_object_get(ev->body, "consents"),
		          .moved = bundle != NULL };
	if (strcmp(ev->source, "engine"))
		return err_set(e, E_INPUT, "kind: 'notice_changed' comes from the engine alone");
	event_record(t, ev, json_make("{s:O}", "notices", n.notices));
	if (n.moved)
		turn_record(t, json_make("{s:s, s:O, s:O}", "r", "bundle", "bundle", bundle,
		                         "labels", json_object_get(ev->body, "labels")));
	end_grants(&n);
	if (n.moved)
		go_on_anew(&n);
	else if (any_is_asked(&n))
		park(&n);
	else
		answer_enforce_gate(t);
	return 0;
}
