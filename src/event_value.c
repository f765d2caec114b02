#include "event_value.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "event_agent.h"
#include "facts.h"
#include "json_make.h"
#include "sentence.h"

static bool lacks(const struct turn *t, const struct wait *w, const char *name)
{
	size_t i;
	json_t *one;
	if (!event_is_open(t, w))
		return false;
	json_array_foreach(w->missing, i, one)
	{
		if (!strcmp(json_string_value(one), name))
			return true;
	}
	return false;
}

bool event_lacks(const struct turn *t, const char *name)
{
	for (size_t i = 0; name && i < t->c->waits_count; i++)
		if (lacks(t, &t->c->waits[i], name))
			return true;
	return false;
}

/* ---- whether it can be that value ---- */

static int check_phone(const struct turn *t, enum role owner, const char *value, struct err *e)
{
	const struct act hold = { ACT_HOLD, owner, 0, ROLE_NONE };
	if (!event_is_phone(value))
		return err_set(e, E_INPUT,
		               "value: expected a telephone number such as 010-1234-5678");
	return turn_allows(t, &hold, e) ? 0 : -1;
}

/* An agent's name is said to everybody, whoever may be told what. */
static int check_fact(const struct turn *t, const char *name, const char *value, struct err *e)
{
	struct err why = { 0 };
	enum role contact_of;
	json_t *v = json_string(value);
	int rc = facts_check_value(name, v, &why);
	json_decref(v);
	if (rc)
		return err_set(e, E_INPUT, "value: %s", why.text);
	if (fact_find(name)->tells == CLASS_PUBLIC &&
	    turn_text_tells(t, ROLE_NONE, value, &contact_of) & ~(unsigned)CLASS_PUBLIC)
		return err_set(e, E_INPUT,
		               "value: is said to third parties too, and holds something of this "
		               "case: give "
		               "the name alone");
	return 0;
}

/* ---- what follows ---- */

/* A say is no question, and its flow goes on behind it: it is not made again, but said. */
static void say_late(struct turn *t, struct wait *w)
{
	struct err why = { 0 };
	const struct phrase *p = turn_phrase(t, w->phrase, w->party);
	char *text = answer_is_allowed(t, w, &why) ? turn_fill(t, p, w->values, &why) : NULL;
	if (!text) {
		answer_end(t, w, "blocked", why.text, json_make("{s:s}", "kind", "gate"));
		return;
	}
	json_t *ref = turn_value(t, w->party, text);
	const struct saying s = { .party = w->party,
		                  .from = "engine",
		                  .text = ref,
		                  .tells = p->tells,
		                  .contact_of = role_from(p->contact_of),
		                  .phrase = w->phrase };
	if (!t->c->parties[w->party].known)
		turn_record(t, json_make("{s:s, s:s, s:b}", "r", "party", "party",
		                         role_name(w->party), "known", 1));
	turn_settle(t, w, json_make("{s:s}", "state", "queued"));
	turn_say(t, &s);
	json_decref(ref);
	free(text);
}

static bool has_all(const struct turn *t, const struct wait *w)
{
	size_t i;
	json_t *one;
	json_array_foreach(w->missing, i, one)
	{
		if (!case_knows(t->c, json_string_value(one)))
			return false;
	}
	return true;
}

static void go_on(struct turn *t)
{
	for (size_t i = 0; i < t->c->waits_count; i++) {
		struct wait *w = &t->c->waits[i];
		if (!w->missing || !event_is_open(t, w) || !has_all(t, w))
			continue;
		if (w->kind == WAIT_SAY)
			say_late(t, w);
		else
			turn_settle(t, w, json_make("{s:s}", "state", "again"));
	}
}

static void end_without(struct turn *t, const struct event *ev, struct wait *w)
{
	if (w->kind == WAIT_SUGGEST)
		turn_settle(t, w, json_make("{s:s}", "state", "skipped"));
	else if (w->kind == WAIT_SAY)
		answer_end(t, w, "blocked", sentence_word("no_value"),
		           event_evidence_by(t, ev, "skipped"));
	else
		answer_end(t, w, "unanswered", NULL, event_evidence_by(t, ev, "skipped"));
}

static int decline(struct turn *t, const struct event *ev, const char *name)
{
	event_record(t, ev, json_make("{s:s, s:b}", "field", name, "declined", 1));
	for (size_t i = 0; i < t->c->waits_count; i++)
		if (lacks(t, &t->c->waits[i], name))
			end_without(t, ev, &t->c->waits[i]);
	return 0;
}

int event_value(struct turn *t, const struct event *ev, const char *name, struct err *e)
{
	const char *value = event_text(ev, "value");
	enum role owner = case_phone_owner(name);
	if (json_is_true(json_object_get(ev->body, "declined")))
		return decline(t, ev, name);
	if (!value)
		return err_set(e, E_INPUT, "value: expected a text");
	if (owner != ROLE_NONE ? check_phone(t, owner, value, e) : check_fact(t, name, value, e))
		return -1;
	json_t *ref = owner != ROLE_NONE           ? turn_value(t, owner, value)
	              : strcmp(name, "agent_name") ? turn_value(t, ROLE_CALLER, value)
	                                           : turn_agent_value(t, value);
	event_record(t, ev, json_make("{s:s, s:O}", "field", name, "value", ref));
	if (owner != ROLE_NONE)
		turn_record(t, json_make("{s:s, s:s, s:o}", "r", "party", "party", role_name(owner),
		                         "phone", ref));
	else
		turn_record(t,
		            json_make("{s:s, s:s, s:o}", "r", "fact", "name", name, "value", ref));
	go_on(t);
	return 0;
}
