#include "event_reach.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "bundle.h"
#include "channel.h"
#include "event_agent.h"
#include "json_make.h"
#include "phrase.h"
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
static void tell_agent(struct turn *t, const char *text)
{
	turn_record(t, json_pack("{s:s, s:o, s:s}", "r", "note", "text", turn_case_value(t, text),
	                         "by", "engine"));
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
		char *text = xasprintf("%s에게 보낸 초대를 다른 사용자가 열었습니다. 이 대화방과는 "
		                       "연결하지 않았으니, 본인에게 확인해 주세요.",
		                       role_word(r));
		tell_agent(t, text);
		free(text);
		return 0;
	}
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
	struct wait *w = case_question(t->c, r);
	set_session(t, r, false, NULL);
	turn_drop_held(t, r, "대화방이 닫혔습니다");
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
	turn_record(t, json_pack("{s:s, s:s, s:o}", "r", "party", "party", role_name(r), "address",
	                         turn_address(t, t->c->parties[r].platform, role_name(r), to)));
	return 0;
}

int event_control(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const char *holder = event_text(ev, "holder");
	if (event_party(t, ev, &r, e) || event_from_person(t, ev, r, e))
		return -1;
	bool us = holder && !strcmp(holder, "us"), agents = holder && !strcmp(holder, "agents");
	if (!us && !agents && (!holder || (strcmp(holder, "nobody") && strcmp(holder, "other"))))
		return err_set(e, E_INPUT, "holder: expected us, agents, nobody or other");
	event_record(t, ev, json_make("{s:s}", "holder", holder));
	if (us || agents)
		event_set_mode(t, ev, r, us ? MODE_BOT : MODE_ASSIST);
	return 0;
}

/* ---- what an agent wrote on the platform ---- */

/* The offer that reads like this; NULL: none. Spacing and punctuation aside: composers change them. */
static struct suggestion *offered_as(struct turn *t, enum role r, const char *text)
{
	char *typed = text_bare(text);
	struct suggestion *found = NULL;
	for (size_t i = 0; !found && i < t->c->suggestions_count; i++) {
		struct suggestion *s = &t->c->suggestions[i];
		const char *offer = case_text(t->c, s->text);
		if (s->party != r || strcmp(s->state, "offered") || !offer)
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
	char *text = xasprintf("상담사가 플랫폼에서 %s에게 직접 보낸 글은 동의 없이 보낼 수 없는 "
	                       "것입니다: %s",
	                       role_word(act->party), why.text);
	tell_agent(t, text);
	free(text);
}

/* What such a text tells, and whose contact data. */
static struct act act_of_text(const struct turn *t, enum role r, const char *text)
{
	struct act act = { ACT_TELL, r, CLASS_PUBLIC, ROLE_NONE };
	const char *code = case_text(t->c, json_object_get(t->c->facts, "topic"));
	act.tells |= consent_text_tells(
		t->c, r, text, code ? bundle_word(t->b, "topic", code) : NULL, &act.contact_of);
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
	struct suggestion *s = t->c->status == CASE_OPEN ? offered_as(t, r, text) : NULL;
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
