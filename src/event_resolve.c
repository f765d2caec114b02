#include "event_resolve.h"

#include <string.h>

#include "event_agent.h"
#include "phrase.h"
#include "sentence.h"

/* The open question that this message asks, or a piece of whose text it is; NULL: none. */
static const struct wait *question_of(const struct turn *t, const struct message *m)
{
	int64_t n = m->wait_n ? m->wait_n : m->part_of_n;
	for (size_t i = 0; n && i < t->c->waits_count; i++)
		if (t->c->waits[i].n == n && event_is_open(t, &t->c->waits[i]))
			return &t->c->waits[i];
	return NULL;
}

static bool was_cut(const struct turn *t, const struct wait *w)
{
	for (size_t i = 0; i < t->c->messages_count; i++)
		if (t->c->messages[i].part_of_n == w->n)
			return true;
	return false;
}

/* A question is put as a whole: a notice as it was shown, one that was cut in the words of its flow. */
static json_t *text_again(const struct turn *t, const struct message *m, const struct wait *w)
{
	const struct consent *k = w ? case_consent(t->c, w->consent) : NULL;
	if (k && k->notice)
		return k->notice;
	return w && was_cut(t, w) ? w->text : m->text;
}

/* What it tells: as its phrase declares, and as is found in it. */
static struct act act_again(const struct turn *t, const struct message *m, const struct wait *w,
                            const char *text)
{
	const struct phrase *p = w ? turn_phrase(t, w->phrase, w->party) : NULL;
	enum role found = ROLE_NONE;
	struct act a = { ACT_TELL, m->party, CLASS_PUBLIC, m->contact_of };
	a.tells |= turn_text_tells(t, m->party, text, &found);
	if (m->tells != TELLS_UNKNOWN)
		a.tells |= m->tells;
	if (p) {
		a.tells |= p->tells;
		a.contact_of = role_from(p->contact_of);
	}
	if (found != ROLE_NONE)
		a.contact_of = found;
	return a;
}

static void record_resolved(struct turn *t, const struct event *ev, const char *id, const char *act)
{
	event_record(t, ev, json_pack("{s:s, s:s}", "message", id, "act", act));
	turn_record(t, json_pack("{s:s, s:s, s:s}", "r", "resolved", "message", id, "as", act));
}

static int say_again(struct turn *t, const struct event *ev, const struct message *m, struct err *e)
{
	const struct wait *w = question_of(t, m);
	json_t *ref = text_again(t, m, w);
	const char *text = case_text(t->c, ref);
	if (!text)
		return err_set(e, E_CONFLICT, "message %s: its text is erased", m->id);
	const struct act a = act_again(t, m, w, text);
	if (!turn_allows(t, &a, e))
		return -1;
	json_incref(ref);
	record_resolved(t, ev, m->id, "again");
	json_t *by = event_who(t, ev);
	const struct saying s = { .party = a.party,
		                  .from = "agent",
		                  .by = by,
		                  .source = ev->source,
		                  .event = ev->id,
		                  .text = ref,
		                  .tells = a.tells,
		                  .contact_of = a.contact_of,
		                  .asks = w,
		                  .phrase = w ? w->phrase : NULL };
	turn_say(t, &s);
	json_decref(by);
	json_decref(ref);
	return 0;
}

static int confirm(struct turn *t, const struct event *ev, const struct message *m, bool arrived,
                   struct err *e)
{
	if (strcmp(m->delivery, "unknown"))
		return err_set(e, E_CONFLICT, "message %s is %s: nothing about it is in doubt",
		               m->id, m->delivery);
	record_resolved(t, ev, m->id, arrived ? "arrived" : "lost");
	turn_record(t, json_pack("{s:s, s:s, s:s, s:s}", "r", "delivery", "key", m->key, "state",
	                         arrived ? "sent" : "dead", "reason",
	                         sentence_word(arrived ? "sent.arrived" : "sent.lost")));
	return 0;
}

int event_resolve(struct turn *t, const struct event *ev, struct err *e)
{
	const char *id = event_text(ev, "message"), *act = event_text(ev, "act");
	const struct message *m = case_message(t->c, id);
	if (!m)
		return err_set(e, E_NOT_FOUND, "message: '%.20s' is not one of this case",
		               id ? id : "");
	if (!event_names_person(ev))
		return err_set(
			e, E_FORBIDDEN,
			"by: the name of the person who decides it must be known: sign in, or "
			"give it as \"by\"");
	if (!m->key || (strcmp(m->delivery, "unknown") && strcmp(m->delivery, "dead")) ||
	    (m->resolved && !strcmp(m->resolved, "again")))
		return err_set(e, E_CONFLICT,
		               "message %s is %s: there is nothing to decide about it", m->id,
		               m->resolved ? m->resolved : m->delivery);
	if (act && !strcmp(act, "again"))
		return say_again(t, ev, m, e);
	if (act && (!strcmp(act, "arrived") || !strcmp(act, "lost")))
		return confirm(t, ev, m, !strcmp(act, "arrived"), e);
	return err_set(e, E_INPUT, "act: expected again, arrived or lost");
}
