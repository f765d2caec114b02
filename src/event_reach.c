#include "event_reach.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "bundle.h"
#include "channel.h"
#include "event_agent.h"
#include "json_make.h"
#include "phrase.h"
#include "sentence.h"
#include "text.h"
#include "turn.h"

static bool is_another(const struct turn *t, enum role r, const char *id)
{
	const char *known = case_text(t->c, t->c->parties[r].session_id);
	return id && (!known || strcmp(known, id));
}

/* id: the platform's name of the session; NULL: it has none */
static void set_session(struct turn *t, enum role r, bool open, const char *id)
{
	json_t *record =
		json_pack("{s:s, s:s, s:b}", "r", "party", "party", role_name(r), "session", open);
	if (open && is_another(t, r, id))
		json_object_set_new(record, "session_id", turn_value(t, r, id));
	turn_record(t, record);
	if (open)
		turn_release(t, r);
}

void event_wrote(struct turn *t, const struct event *ev, enum role r)
{
	const struct channel *ch = channel_find(t->channels, t->c->parties[r].platform);
	const char *id = event_text(ev, "session");
	if (ch && ch->sessions && (!t->c->parties[r].session || is_another(t, r, id)))
		set_session(t, r, true, id);
	else if (ch && ch->replies)
		turn_release(t, r);
}

/* For whoever looks at the case, from the engine. */
static void tell_agent(struct turn *t, char *text)
{
	turn_record(t, json_pack("{s:s, s:o, s:s}", "r", "note", "text", turn_case_value(t, text),
	                         "by", "engine"));
	free(text);
}

/* The party of this case whose address that is already, on the same platform; ROLE_NONE: nobody. */
static enum role at_address(const struct turn *t, enum role r, const char *address)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		const struct party *p = &t->c->parties[i];
		const char *known = case_text(t->c, p->address);
		if (i != (int)r && known && !strcmp(known, address) &&
		    !strcmp(p->platform, t->c->parties[r].platform))
			return (enum role)i;
	}
	return ROLE_NONE;
}

/* One person who is two parties of a case would consent in the other one's name. */
static bool is_another_party(struct turn *t, enum role r, const char *address)
{
	enum role other = at_address(t, r, address);
	if (other == ROLE_NONE)
		return false;
	tell_agent(t, sentence_ko("note.same_address", "{s:s, s:s}", "of", role_name(r), "other",
	                          role_name(other)));
	return true;
}

int event_reached(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const char *address;
	if (event_party(t, ev, &r, e) || event_from_person(t, ev, r, e) ||
	    event_given_text(ev, "address", &address, e))
		return -1;
	const char *known = case_text(t->c, t->c->parties[r].address);
	event_record(t, ev, NULL);
	if (known && strcmp(known, address)) {
		tell_agent(t, sentence_ko("note.another_user", "{s:s}", "of", role_name(r)));
		return 0;
	}
	if (!known && is_another_party(t, r, address))
		return 0;
	if (!known)
		turn_record(t, json_pack("{s:s, s:s, s:b, s:o}", "r", "party", "party",
		                         role_name(r), "known", 1, "address",
		                         turn_address(t, t->c->parties[r].platform, role_name(r),
		                                      address)));
	set_session(t, r, true, event_text(ev, "session"));
	return 0;
}

static void end_session(struct turn *t, const struct event *ev, enum role r)
{
	bool was_over = json_is_true(json_object_get(ev->body, "unshown"));
	set_session(t, r, false, NULL);
	if (was_over)
		turn_hold_unshown(t, r);
	else
		turn_drop_held(t, r, sentence_word("held.closed"));
	struct wait *w = case_question(t->c, r);
	if (t->c->status == CASE_OPEN && w && !w->outcome && w->served_at_ms)
		answer_end(t, w, "unanswered", NULL, event_evidence(ev, "session_ended"));
}

int event_session(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const json_t *open = json_object_get(ev->body, "open");
	if (event_party(t, ev, &r, e) || event_from_person(t, ev, r, e))
		return -1;
	if (!json_is_boolean(open))
		return err_set(e, E_INPUT, "open: expected true or false");
	const char *id = event_text(ev, "session");
	event_record(t, ev, json_pack("{s:b}", "open", json_is_true(open)));
	if (json_is_true(open))
		set_session(t, r, true, id);
	else if (!t->c->parties[r].session_id || !is_another(t, r, id))
		end_session(t, ev, r); /* not one that was opened since */
	return 0;
}

int event_moved(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const char *to;
	if (event_party(t, ev, &r, e) || event_from_person(t, ev, r, e) ||
	    event_given_text(ev, "to", &to, e))
		return -1;
	event_record(t, ev, NULL);
	if (!is_another_party(t, r, to))
		turn_record(
			t,
			json_pack("{s:s, s:s, s:o}", "r", "party", "party", role_name(r), "address",
		                  turn_address(t, t->c->parties[r].platform, role_name(r), to)));
	return 0;
}

/* ---- who answers ---- */

static bool says(const struct event *ev, const char *key, const char *what)
{
	const char *text = event_text(ev, key);
	return text && !strcmp(text, what);
}

/* Whoever wanted it: the platform did not pass this person on. */
static void control_failed(struct turn *t, const struct event *ev, enum role r)
{
	tell_agent(t, sentence_ko("note.control_failed", "{s:s, s:s}", "of", role_name(r), "why",
	                          event_text(ev, "failed")));
	if (says(ev, "holder", "agents"))
		event_set_mode(t, ev, r, MODE_ASSIST, BY_PLATFORM);
}

/* The source knows us on the switchboard, and the target does not: nobody could be passed on from here. */
static void refuse_control(struct turn *t, enum role r)
{
	tell_agent(t, sentence_ko("note.control_refused", "{s:s}", "of", role_name(r)));
}

static void change_control(struct turn *t, const struct event *ev, enum role r)
{
	const struct channel *ch = channel_find(t->channels, t->c->parties[r].platform);
	bool us = says(ev, "holder", "us"), agents = says(ev, "holder", "agents");
	bool given = says(ev, "offered", "us") || (us && !event_text(ev, "offered"));
	if (given && !(ch && ch->controls) && !event_text(ev, "failed")) {
		refuse_control(t, r);
	} else if (event_text(ev, "failed")) {
		control_failed(t, ev, r);
	} else if (says(ev, "offered", "us")) {
		event_set_mode(t, ev, r, MODE_BOT, BY_OFFER);
	} else if (says(ev, "holder", "nobody") && says(ev, "reason", "ticketClosed")) {
		if (t->c->parties[r].by_bot) /* the agents are done, and he was ours before */
			event_set_mode(t, ev, r, MODE_BOT, BY_US);
	} else if ((us || agents) && !event_text(ev, "offered")) {
		event_set_mode(t, ev, r, us ? MODE_BOT : MODE_ASSIST, BY_PLATFORM);
	}
}

int event_control(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const char *holder = event_text(ev, "holder");
	if (event_party(t, ev, &r, e) || event_from_person(t, ev, r, e))
		return -1;
	if (!says(ev, "holder", "us") && !says(ev, "holder", "agents") &&
	    !says(ev, "holder", "nobody") && !says(ev, "holder", "other"))
		return err_set(e, E_INPUT, "holder: expected us, agents, nobody or other");
	int64_t at_ms = ev->at_ms > 0 ? ev->at_ms : t->now_ms;
	event_record(t, ev,
	             json_pack("{s:s, s:s*, s:s*, s:s*}", "holder", holder, "offered",
	                       event_text(ev, "offered"), "reason", event_text(ev, "reason"),
	                       "failed", event_text(ev, "failed")));
	if (at_ms < t->c->parties[r].control_at_ms)
		return 0; /* events come in any order, and this one is over */
	turn_record(t, json_pack("{s:s, s:s, s:I}", "r", "party", "party", role_name(r),
	                         "control_at", (json_int_t)at_ms));
	change_control(t, ev, r);
	return 0;
}

static void change_failed(struct turn *t, const struct event *ev, enum role r)
{
	bool bot = t->c->parties[r].mode == MODE_BOT;
	const char *why = event_text(ev, "reason");
	tell_agent(t, sentence_ko(bot ? "note.not_taken_over" : "note.not_handed_over",
	                          "{s:s, s:s}", "of", role_name(r), "why",
	                          why ? why : sentence_word("note.no_reason")));
	if (bot)
		event_set_mode(t, ev, r, MODE_ASSIST, BY_PLATFORM);
}

void event_control_end(struct turn *t, const struct event *ev)
{
	const char *key = event_text(ev, "key");
	if (t->c->status != CASE_OPEN || says(ev, "state", "sent"))
		return;
	for (int r = 0; r < ROLE_COUNT; r++) {
		const char *own = t->c->parties[r].control_key;
		if (own && !strcmp(own, key))
			change_failed(t, ev, (enum role)r);
	}
}

/* ---- what an agent wrote on the platform ---- */

/* So far the platform's clock may be behind ours. */
enum { BEHIND_MS = 60 * 1000 };

/* The offer that reads like this; NULL: none. Spacing and punctuation aside: composers change them. What was
 * written before (at_ms; 0: not known) was said for something else. */
static struct suggestion *offered_as(struct turn *t, enum role r, const char *text, int64_t at_ms)
{
	char *typed = text_bare(text);
	struct suggestion *found = NULL;
	for (size_t i = 0; !found && i < t->c->suggestions_count; i++) {
		struct suggestion *s = &t->c->suggestions[i];
		const char *offer = case_text(t->c, s->text);
		bool later = at_ms && at_ms + BEHIND_MS < s->at_ms;
		if (s->party != r || strcmp(s->state, "offered") || !offer || later)
			continue;
		char *bare = text_bare(offer);
		if (!strcmp(bare, typed))
			found = s;
		free(bare);
	}
	free(typed);
	return found;
}

/* It has been said: the gate cannot hold it back, but whoever answers for it must see it. */
static void check_said(struct turn *t, const struct act *act)
{
	struct err why = { 0 };
	if (turn_allows(t, act, &why))
		return;
	tell_agent(t, sentence_ko("note.said_anyway", "{s:s, s:s}", "to", role_name(act->party),
	                          "why", why.text));
}

/* What such a text tells, and whose contact data. */
static struct act act_of_text(const struct turn *t, enum role r, const char *text)
{
	struct act act = { ACT_TELL, r, CLASS_PUBLIC, ROLE_NONE };
	act.tells |= turn_text_tells(t, r, text, &act.contact_of);
	return act;
}

/* The agent has told us himself what the platform tells us now: the last thing said to this party, sent
 * by him there. */
static bool is_known(const struct turn *t, enum role r, const char *text)
{
	const struct message *last = NULL;
	for (size_t i = 0; i < t->c->messages_count; i++)
		if (t->c->messages[i].party == r && strcmp(t->c->messages[i].from, "party"))
			last = &t->c->messages[i];
	const char *said = last ? case_text(t->c, last->text) : NULL;
	if (!said || last->key || strcmp(last->from, "agent") || strcmp(last->delivery, "sent"))
		return false;
	char *one = text_bare(said), *other = text_bare(text);
	bool same = !strcmp(one, other);
	free(one);
	free(other);
	return same;
}

static void say_as_sent(struct turn *t, json_t *ref, const struct act *act)
{
	const struct saying said = { .party = act->party,
		                     .from = "agent",
		                     .sent = true,
		                     .text = ref,
		                     .tells = act->tells,
		                     .contact_of = act->contact_of };
	turn_say(t, &said);
}

int event_agent_message(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const char *text;
	if (event_party(t, ev, &r, e) || event_from_person(t, ev, r, e) ||
	    event_given_text(ev, "text", &text, e))
		return -1;
	struct suggestion *s = t->c->status == CASE_OPEN ? offered_as(t, r, text, ev->at_ms) : NULL;
	struct wait *w = s ? case_wait_at(t->c, s->lane, s->n) : NULL;
	const struct act act = act_of_text(t, r, text);
	bool known = is_known(t, r, text);
	json_t *ref = turn_value(t, r, text);
	event_record(t, ev, json_pack("{s:O}", "text", ref));
	if (!known)
		check_said(t, &act);
	if (w && event_is_open(t, w))
		event_offer_sent(t, ev, s, ref);
	else if (!known)
		say_as_sent(t, ref, &act);
	json_decref(ref);
	return 0;
}
