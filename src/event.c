#include "event.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "bundle.h"
#include "channel.h"
#include "event_agent.h"
#include "event_delivery.h"
#include "event_desk.h"
#include "event_reach.h"
#include "event_resolve.h"
#include "event_said.h"
#include "json_make.h"
#include "phrase.h"
#include "text.h"
#include "understand.h"

const char *event_text(const struct event *ev, const char *key)
{
	return json_string_value(json_object_get(ev->body, key));
}

int event_party(const struct turn *t, const struct event *ev, enum role *r, struct err *e)
{
	const char *name = event_text(ev, "party");
	*r = role_from(name);
	if (*r != ROLE_NONE && t->c->parties[*r].platform)
		return 0;
	return err_set(e, name ? E_NOT_FOUND : E_INPUT,
	               "party: expected a role of this case (caller, passenger, spouse, "
	               "vehicle_owner, other, "
	               "driver), got '%.40s'",
	               name ? name : "nothing");
}

bool event_names_person(const struct event *ev)
{
	const char *by = event_text(ev, "by");
	bool is_client = !strncmp(ev->source, "api:", 4) || !strncmp(ev->source, "hook:", 5);
	return *ev->who && (!is_client || (by && *by));
}

json_t *event_who(struct turn *t, const struct event *ev)
{
	if (event_names_person(ev))
		return turn_who(t, ev->who);
	return *ev->who ? json_string(ev->who) : NULL;
}

/* The event's own record; more (taken, or NULL) is merged into it. */
void event_record(struct turn *t, const struct event *ev, json_t *more)
{
	json_t *r = json_make("{s:s, s:s, s:s, s:s}", "r", "event", "kind", ev->kind, "source",
	                      ev->source, "id", ev->id);
	if (*ev->who)
		json_object_set_new(r, "by", event_who(t, ev));
	if (ev->at_ms)
		json_object_set_new(r, "sent_at", json_integer(ev->at_ms));
	if (role_from(event_text(ev, "party")) != ROLE_NONE)
		json_object_set(r, "party", json_object_get(ev->body, "party"));
	if (more)
		json_object_update(r, more);
	json_decref(more);
	turn_record(t, r);
}

json_t *event_evidence(const struct event *ev, const char *kind)
{
	char sent_at[25];
	json_t *evidence =
		json_make("{s:s, s:s, s:s}", "kind", kind, "source", ev->source, "event", ev->id);
	if (ev->at_ms) {
		time_text(ev->at_ms, sent_at);
		json_object_set_new(evidence, "sent_at", json_string(sent_at));
	}
	return evidence;
}

int event_given_text(const struct event *ev, const char *key, const char **text, struct err *e)
{
	*text = event_text(ev, key);
	if (!*text || !**text)
		return err_set(e, E_INPUT, "%s: expected a text that is not empty", key);
	if (text_code_points(*text) > EVENT_TEXT_MAX)
		return err_set(e, E_TOO_LARGE, "%s: longer than %d characters", key,
		               EVENT_TEXT_MAX);
	return 0;
}

bool event_is_open(const struct turn *t, const struct wait *w)
{
	return w && !w->outcome && w->until_ms > t->now_ms;
}

/* A question that the event answers: "q5". */
int event_question(struct turn *t, const struct event *ev, struct wait **w, struct err *e)
{
	const char *id = event_text(ev, "question");
	long long n = 0;
	char behind;
	*w = NULL;
	if (!id || sscanf(id, "q%lld%c", &n, &behind) != 1)
		return err_set(e, E_INPUT,
		               "question: expected the id of an open question, such as \"q5\"");
	for (size_t i = 0; i < t->c->waits_count; i++)
		if (t->c->waits[i].n == n && event_is_open(t, &t->c->waits[i]))
			*w = &t->c->waits[i];
	if (*w && (*w)->missing)
		return err_set(
			e, E_CONFLICT,
			"question %.20s cannot be put yet: its words lack a value, which comes as "
			"a \"field\" event",
			id);
	if (*w && (*w)->kind != WAIT_SUGGEST && (*w)->kind != WAIT_LISTEN &&
	    (*w)->kind != WAIT_TIME)
		return 0;
	return err_set(e, E_CONFLICT, "question %.20s is not open (any more)", id);
}

void event_heard(struct turn *t, enum role r, json_t *ref)
{
	char *id = xasprintf("m%lld", (long long)t->c->next_id + 1);
	turn_record(t, json_make("{s:s, s:s, s:s, s:s, s:o, s:b, s:s}", "r", "message", "id", id,
	                         "party", role_name(r), "from", "party", "text", ref, "buttons", 0,
	                         "delivery", "shown"));
	free(id);
}

static void hear(struct turn *t, const struct event *ev, enum role r, const char *text)
{
	json_t *ref = turn_value(t, r, text);
	event_record(t, ev, json_make("{s:O}", "text", ref));
	event_heard(t, r, ref);
}

static int64_t written_at_ms(const struct turn *t, const struct event *ev)
{
	return ev->at_ms ? ev->at_ms : ev->received_ms ? ev->received_ms : t->now_ms;
}

/* So far a sender's clock may be ahead of ours: one that is further could date before the question what came
 * behind it, and the other way round. */
enum { AHEAD_MS = 60 * 1000 };

/* An answer counts only for the question that was open when it was written (design.md §5), and while
 * the flow runs that asked it. */
static bool was_open(const struct turn *t, const struct wait *w, const struct event *ev)
{
	int64_t at_ms = written_at_ms(t, ev);
	return t->c->status == CASE_OPEN && event_is_open(t, w) && w->served_at_ms &&
	       at_ms >= w->served_at_ms && at_ms < w->until_ms && at_ms <= t->now_ms + AHEAD_MS;
}

/* What a person says or presses comes from where the person is: whoever else could give an answer
 * in that name would grant a consent of which the person knows nothing. */
static bool speaks_for(const struct event *ev, const struct party *p)
{
	for (const char *const *one = ev->speaks_for; one && *one; one++)
		if (!strcmp(*one, p->platform))
			return true;
	return false;
}

int event_from_person(const struct turn *t, const struct event *ev, enum role r, struct err *e)
{
	const char *platform = t->c->parties[r].platform;
	if (speaks_for(ev, &t->c->parties[r]))
		return 0;
	return err_set(
		e, E_FORBIDDEN,
		"%s is on %s, and what this person says comes from there, not from %.80s: record a "
		"spoken answer as \"attest\", or, if it is that platform, name \"%s\" in its "
		"\"speaks_for\" in the configuration",
		role_name(r), platform, ev->source, platform);
}

/* Does the reader understand this person's answers? It reads them in Korean: of whoever is spoken to in
 * another language only a choice (1, 2) decides. */
static bool is_read(const struct turn *t, const struct wait *w)
{
	return t->c->parties[w->party].language == LANGUAGE_KO;
}

/* What the person wrote decides the question, or it is unclear. Decided once, here: the records say
 * what, by which words, and who read them (the version of lua/assent/understand), and replay reads
 * nothing again. */
static void answer_in_words(struct turn *t, struct wait *w, const struct event *ev,
                            const char *text)
{
	if (json_is_true(json_object_get(ev->body, "doubtful"))) { /* for which case they are */
		answer_unclear(t, w);
		return;
	}
	struct err e = { 0 };
	bool seen = said_question_reached(t, w, written_at_ms(t, ev));
	if (seen && (w->kind == WAIT_ASK ? said_number(t, w, text) : said_choice(t, w, ev, text)))
		return;
	const char *kind = w->kind == WAIT_CONSENT ? "consent" : "confirm";
	json_t *found = t->understand && w->kind != WAIT_ASK && seen && is_read(t, w)
	                        ? understand_text(t->understand, kind, text, &e)
	                        : NULL;
	const char *label = json_string_value(json_object_get(found, "label"));
	const char *words = json_string_value(json_object_get(found, "words"));
	bool yes = label && !strcmp(label, "grant") && !said_of_another(t, w, text);
	bool no = label && !strcmp(label, "deny");
	json_t *along = seen && is_read(t, w) ? said_along(t, w, text) : NULL;
	if (words && (yes || no)) {
		json_t *evidence = event_evidence(ev, "message");
		json_object_set_new(evidence, "message", json_string(said_newest(t, w->party)));
		json_object_set_new(evidence, "words", turn_value(t, w->party, words));
		json_object_set_new(evidence, "reader",
		                    json_string(understand_version(t->understand)));
		answer_give_along(t, w, yes, evidence, along);
	} else if (along) {
		json_object_set_new(along, "state", json_string("heard"));
		answer_hear(t, w, json_incref(along));
	} else {
		answer_unclear(t, w);
	}
	json_decref(along);
	json_decref(found);
}

/* Is the text a no to the open question? That consent is then denied, not withdrawn. */
static bool is_refused(const struct turn *t, const struct wait *w, const char *text)
{
	struct err e = { 0 };
	if (w->kind != WAIT_CONSENT || !t->understand || !is_read(t, w))
		return false;
	json_t *found = understand_text(t->understand, "consent", text, &e);
	const char *label = json_string_value(json_object_get(found, "label"));
	bool no = label && !strcmp(label, "deny");
	json_decref(found);
	return no;
}

/* A withdrawal wins over whatever else the text says; it is taken when the case is over, too. A no
 * to the open question leaves nothing to withdraw if nothing else was granted or asked. */
static void withdrawn_in_words(struct turn *t, struct wait *w, const struct event *ev, enum role r,
                               const char *text)
{
	if (w && is_refused(t, w, text))
		answer_in_words(t, w, ev, text);
	if (said_can_withdraw(t, r))
		said_withdraws(t, ev, r, text);
}

/* A picture is no answer, and the beginning of a text none either: its end may take it back. Nor is the
 * button of a question that this case did not ask. */
static bool is_unread(const struct event *ev)
{
	return event_text(ev, "file") || event_text(ev, "more") ||
	       json_is_true(json_object_get(ev->body, "unread"));
}

int event_in_case(const struct turn *t, enum role r, struct err *e)
{
	const struct party *p = &t->c->parties[r];
	if (p->known || p->address || p->phone)
		return 0;
	for (size_t i = 0; i < t->c->messages_count; i++)
		if (t->c->messages[i].party == r)
			return 0;
	return err_set(e, E_NOT_FOUND,
	               "party: %s is not in this case: name who is, or open a case with this party",
	               role_name(r));
}

/* Whose words these are; he is in the case, and what he says comes from where he is. */
static int speaker(const struct turn *t, const struct event *ev, enum role *r, struct err *e)
{
	return event_party(t, ev, r, e) || event_in_case(t, *r, e) ||
	                       event_from_person(t, ev, *r, e)
	               ? -1
	               : 0;
}

/* {"party","text"}: what a person typed; with "file" what he sent, with "more" only its beginning */
static int on_message(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	const char *text;
	if (speaker(t, ev, &r, e) || event_given_text(ev, "text", &text, e))
		return -1;
	bool withdraws = !is_unread(ev) && said_can_withdraw(t, r) &&
	                 said_withdrawal_of(t->understand, ev) == r;
	if (t->c->status == CASE_CLOSED && !withdraws)
		return event_refuse_closed(t, e);
	struct wait *w = case_question(t->c, r);
	if (w && !was_open(t, w, ev))
		w = NULL; /* nor if it is asked only now, with what was held until he wrote */
	hear(t, ev, r, text);
	event_wrote(t, ev, r);
	if (is_unread(ev))
		return 0;
	if (withdraws) {
		withdrawn_in_words(t, w, ev, r, text);
		return 0;
	}
	bool along = w && w->kind == WAIT_CONFIRM && w->marks;
	if (w)
		answer_in_words(t, w, ev, text);
	said_tell_flow(t, r, text, along && w->outcome);
	return 0;
}

/* Is that what is written on the button, be it cut? */
static bool is_label(const char *written, const char *label)
{
	static const char cut[] = "…";
	size_t len = strlen(written), end = sizeof cut - 1;
	bool is_cut = len > end && !strcmp(written + len - end, cut);
	return is_cut ? !strncmp(written, label, len - end) : !strcmp(written, label);
}

/* The choice of a pressed button, by its id or by what is written on it; NULL: none of this question. */
static const char *choice_of(const struct turn *t, const struct wait *w, const struct event *ev)
{
	const char *choice = event_text(ev, "choice"), *label = event_text(ev, "label");
	if (choice || !label)
		return choice;
	bool yes = is_label(label, turn_label(t, w, true));
	bool no = is_label(label, turn_label(t, w, false));
	return yes == no ? NULL : yes ? "yes" : "no";
}

/* Pressed when its question was over, or none of that question's buttons: it is heard and answers nothing. */
static int hear_button(struct turn *t, const struct event *ev, enum role r)
{
	const char *choice = event_text(ev, "choice"), *label = event_text(ev, "label");
	const struct buttons *all = bundle_buttons(t->b, t->c->parties[r].language);
	if (!label)
		label = choice && !strcmp(choice, "yes") ? all->yes : all->no;
	hear(t, ev, r, label);
	event_wrote(t, ev, r);
	return 0;
}

static void answer_by_button(struct turn *t, const struct event *ev, struct wait *w, bool yes)
{
	json_t *evidence = event_evidence(ev, "button");
	json_object_set_new(evidence, "choice", json_string(yes ? "yes" : "no"));
	json_object_set_new(evidence, "label", json_string(turn_label(t, w, yes)));
	answer_give(t, w, yes, evidence);
}

/* {"party","question","choice":"yes"|"no"} or, where only that came back, "label": a pressed button */
static int on_button(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	struct wait *w;
	struct err late = { 0 };
	const char *choice = event_text(ev, "choice");
	if (speaker(t, ev, &r, e))
		return -1;
	if (choice ? strcmp(choice, "yes") && strcmp(choice, "no") : !event_text(ev, "label"))
		return err_set(e, E_INPUT, "choice: expected \"yes\" or \"no\"");
	if (event_question(t, ev, &w, &late)) {
		if (late.code == E_INPUT)
			return err_set(e, late.code, "%s", late.text);
		return hear_button(t, ev, r);
	}
	if (w->party != r)
		return err_set(e, E_INPUT, "question: it was asked of %s, not of %s",
		               role_name(w->party), role_name(r));
	choice = choice_of(t, w, ev);
	if (!choice)
		return hear_button(t, ev, r);
	bool yes = !strcmp(choice, "yes");
	bool counts = was_open(t, w, ev) && said_question_reached(t, w, SAID_PRESSED);
	hear(t, ev, r, turn_label(t, w, yes));
	event_wrote(t, ev, r);
	if (counts && (w->kind != WAIT_ASK || !yes))
		answer_by_button(t, ev, w, yes);
	else if (t->c->status == CASE_OPEN && w->served_at_ms)
		answer_unclear(t, w); /* its date cannot be true, or not all of the question came */
	return 0;
}

static int on_timer(struct turn *t, const struct event *ev, struct err *e)
{
	(void)e;
	event_record(t, ev, NULL);
	answer_time_out(t);
	return 0;
}

/* What a person wants may also come from the platform that the person is on. */
static int on_mark(struct turn *t, const struct event *ev, struct err *e)
{
	enum role r;
	if (event_party(t, ev, &r, e) || event_in_case(t, r, e) ||
	    (!ev->for_agents && event_from_person(t, ev, r, e)))
		return -1;
	return event_mark(t, ev, e);
}

enum taken { WHILE_OPEN, PARKED_TOO, ALWAYS };
enum by { BY_PERSON, BY_AGENT, BY_EITHER, BY_ENGINE };

static const struct {
	const char *kind;
	int (*apply)(struct turn *t, const struct event *ev, struct err *e);
	enum taken taken;
	enum by by;
} rows[] = {
	{ "message", on_message, ALWAYS, BY_PERSON },
	{ "button", on_button, PARKED_TOO, BY_PERSON },
	{ "suggestion", event_suggestion, WHILE_OPEN, BY_AGENT },
	{ "words", event_words, PARKED_TOO, BY_AGENT },
	{ "attest", event_attest, WHILE_OPEN, BY_AGENT },
	{ "field", event_field, WHILE_OPEN, BY_AGENT },
	{ "resolve", event_resolve, PARKED_TOO, BY_AGENT },
	{ "mark", on_mark, ALWAYS, BY_EITHER },
	{ "mode", event_mode, WHILE_OPEN, BY_AGENT },
	{ "note", event_note, PARKED_TOO, BY_AGENT },
	{ "close", event_close, PARKED_TOO, BY_AGENT },
	{ "erase", event_erase, ALWAYS, BY_AGENT },
	{ "reached", event_reached, WHILE_OPEN, BY_PERSON },
	{ "session", event_session, PARKED_TOO, BY_PERSON },
	{ "moved", event_moved, PARKED_TOO, BY_PERSON },
	{ "control", event_control, WHILE_OPEN, BY_PERSON },
	{ "joined", event_joined, WHILE_OPEN, BY_AGENT },
	{ "desk", event_desk, PARKED_TOO, BY_AGENT },
	{ "agent_message", event_agent_message, PARKED_TOO, BY_PERSON },
	{ "delivery", event_delivery, ALWAYS, BY_ENGINE },
	{ "timer", on_timer, WHILE_OPEN, BY_ENGINE },
	{ "notice_changed", event_notice_changed, PARKED_TOO, BY_ENGINE },
};

bool event_is_agents(const struct event *ev)
{
	const char *mark = event_text(ev, "mark");
	if (!strcmp(ev->kind, "mark") && mark && !strcmp(mark, "withdrawal"))
		return false;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!strcmp(rows[i].kind, ev->kind))
			return rows[i].by == BY_AGENT || rows[i].by == BY_EITHER;
	return false;
}

/* A platform where people chat must not answer for them in an agent's name. */
static int refuse_stranger(const struct event *ev, struct err *e)
{
	return err_set(
		e, E_FORBIDDEN,
		"%s is an act of the agents' side, and %.80s is none: if it is the agents' own "
		"system, set its \"acts_for_agents\" in the configuration",
		ev->kind, ev->source);
}

int event_refuse_closed(const struct turn *t, struct err *e)
{
	return err_set(e, E_CONFLICT, "case %s is closed: open a new one", t->c->id);
}

/* What stands in the journal as it came: a name, a word, a reason. Texts are values. */
static int check_lengths(const struct event *ev, struct err *e)
{
	static const char *const names[] = { "outcome", "reason", "override" };
	if (text_code_points(ev->who) > EVENT_NAME_MAX)
		return err_set(e, E_TOO_LARGE, "by: longer than %d characters", EVENT_NAME_MAX);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		const char *text = event_text(ev, names[i]);
		if (text && text_code_points(text) > EVENT_NAME_MAX)
			return err_set(e, E_TOO_LARGE, "%s: longer than %d characters", names[i],
			               EVENT_NAME_MAX);
	}
	return 0;
}

int event_apply(struct turn *t, const struct event *ev, struct err *e)
{
	if (check_lengths(ev, e))
		return -1;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (strcmp(rows[i].kind, ev->kind))
			continue;
		if (t->c->status == CASE_CLOSED && rows[i].taken != ALWAYS)
			return event_refuse_closed(t, e);
		if (t->c->status == CASE_PARKED && rows[i].taken == WHILE_OPEN)
			return err_set(e, E_CONFLICT,
			               "case %s is parked: read why, then note and close it",
			               t->c->id);
		if (rows[i].by == BY_AGENT && !ev->for_agents)
			return refuse_stranger(ev, e);
		return rows[i].apply(t, ev, e);
	}
	return err_set(e, E_INPUT, "kind: '%.40s' is no kind of event", ev->kind);
}
