/* What the journal of a case tells, as acts of a play. What a person meant stands in the records that a message
 * led to, so that no text needs to be read again, nor to be there still. */
#include <string.h>

#include "bundle.h"
#include "phrase.h"
#include "test_record_impl.h"

static const int64_t SECOND_MS = 1000;

struct reading {
	struct record *r;
	json_t *play, *acts;
	json_t *waits;  /* "lane.n" -> what its step compared, and "kind" */
	json_t *offers; /* id of a suggestion -> its record */
	json_t *turn;   /* the records of the one that is read */
	const json_t *event;
	int64_t started_ms, played_ms; /* begin of the case; time that the acts let pass */
};

static const char *str(const json_t *o, const char *key)
{
	const char *v = json_string_value(json_object_get(o, key));
	return v ? v : "";
}

static bool is(const json_t *o, const char *key, const char *what)
{
	return !strcmp(str(o, key), what);
}

static const char *text_of(const struct reading *d, const json_t *o, const char *key)
{
	return case_text(d->r->c, json_object_get(o, key));
}

static void add(struct reading *d, json_t *act)
{
	json_array_append_new(d->acts, act);
}

/* The first record of that kind in this turn; NULL: none. */
static const json_t *found(const struct reading *d, const char *kind)
{
	size_t i;
	json_t *r;
	json_array_foreach(d->turn, i, r)
	{
		if (is(r, "r", kind))
			return r;
	}
	return NULL;
}

static json_t *wait_key(const json_t *r)
{
	return json_sprintf("%lld.%lld", (long long)json_integer_value(json_object_get(r, "lane")),
	                    (long long)json_integer_value(json_object_get(r, "n")));
}

static const json_t *wait_of(const struct reading *d, const json_t *r)
{
	json_t *key = wait_key(r);
	const json_t *wait = json_object_get(d->waits, json_string_value(key));
	json_decref(key);
	return wait;
}

/* What later records refer to. */
static void note(struct reading *d)
{
	size_t i;
	json_t *r;
	json_array_foreach(d->turn, i, r)
	{
		if (is(r, "r", "step") && json_object_get(r, "wait")) {
			json_t *key = wait_key(r), *wait = json_copy(json_object_get(r, "is"));
			json_object_set(wait, "kind", json_object_get(r, "kind"));
			json_object_set_new(d->waits, json_string_value(key), wait);
			json_decref(key);
		}
		if (is(r, "r", "suggestion") && !json_object_get(d->offers, str(r, "id")))
			json_object_set(d->offers, str(r, "id"), r);
	}
}

/* ---- what a person said ---- */

/* The answer that this turn's event was; NULL: none. question: to what. */
static const char *answer_given(const struct reading *d, const char **question)
{
	static const struct {
		const char *state, *answer, *question;
	} rows[] = { { "granted", "grant", "consent" },
		     { "denied", "deny", "consent" },
		     { "yes", "grant", "confirm" },
		     { "no", "deny", "confirm" } };
	const json_t *outcome = json_object_get(found(d, "settle"), "outcome");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (!is(outcome, "state", rows[i].state) || !json_object_get(outcome, "via"))
			continue;
		*question = rows[i].question;
		return rows[i].answer;
	}
	return NULL;
}

static bool was_unclear(const struct reading *d, const char **question)
{
	const json_t *wait = found(d, "wait");
	if (!json_is_true(json_object_get(wait, "unclear")) &&
	    json_integer_value(json_object_get(wait, "unclear")) == 0)
		return false;
	*question = is(wait_of(d, wait), "kind", "consent") ? "consent" : "confirm";
	return true;
}

static void read_marks(const struct reading *d, struct sense *m)
{
	size_t i;
	json_t *r;
	json_array_foreach(d->turn, i, r)
	{
		if (!is(r, "r", "said"))
			continue;
		m->withdraws |= is(r, "mark", "withdrawal");
		m->complains |= is(r, "mark", "source_complaint");
		if (is(r, "mark", "delegate_request")) {
			m->delegates = true;
			m->to = role_from(str(r, "to"));
		}
	}
}

static void add_message(struct reading *d, const struct sense *m)
{
	add(d, json_pack("{s:s, s:s, s:s}", "kind", "message", "party", str(d->event, "party"),
	                 "text", record_text(d->r, m, text_of(d, d->event, "text"))));
}

/* A number that was asked for, in a text. */
static bool read_number(struct reading *d)
{
	const json_t *party = found(d, "party");
	if (!json_object_get(party, "phone"))
		return false;
	add(d, json_pack("{s:s, s:s, s:s}", "kind", "message", "party", str(d->event, "party"),
	                 "text", record_phone(d->r, text_of(d, party, "phone"))));
	return true;
}

static void add_button(struct reading *d, bool yes, const char *label)
{
	json_t *act =
		json_pack("{s:s, s:s, s:s, s:s}", "kind", "button", "party", str(d->event, "party"),
	                  "label", label, "answer", yes ? "yes" : "no");
	if (strcmp(label, "네") && strcmp(label, "아니요")) /* any other is found on the question */
		json_object_del(act, "answer");
	add(d, act);
}

/* The label of a choice, as the phrase of that question or the policy has it. */
static const char *label_of(const struct reading *d, const json_t *settle, bool yes)
{
	const struct policy *policy = bundle_policy(d->r->b);
	const struct phrase *p = bundle_phrase(d->r->b, str(wait_of(d, settle), "phrase"));
	const char *own = p ? yes ? p->yes : p->no : NULL;
	return own ? own : yes ? policy->yes : policy->no;
}

static void read_said(struct reading *d)
{
	struct sense m = { .to = ROLE_NONE };
	const json_t *settle = found(d, "settle");
	const char *via = str(json_object_get(settle, "outcome"), "via");
	m.answer = answer_given(d, &m.question);
	if (m.answer && (!strcmp(via, "button") || !strcmp(via, "typed"))) {
		bool yes = !strcmp(m.answer, "grant");
		add_button(d, yes, label_of(d, settle, yes));
		return;
	}
	if (!m.answer && was_unclear(d, &m.question))
		m.answer = "unclear";
	read_marks(d, &m);
	if (!read_number(d))
		add_message(d, &m);
}

/* ---- what an agent did ---- */

static bool is_notice(const struct reading *d, const json_t *offer)
{
	const struct phrase *p = bundle_phrase(d->r->b, str(offer, "phrase"));
	return p && p->kind == PHRASE_NOTICE;
}

/* posted: sent by hand, as it was offered or not */
static const char *verb_of(const struct reading *d, const json_t *offer)
{
	const char *act = str(d->event, "act");
	if (strcmp(act, "posted"))
		return !strcmp(act, "skip") ? "skipped" : act;
	return json_equal(json_object_get(d->event, "text"), json_object_get(offer, "text"))
	               ? "sent"
	               : "edited";
}

static void read_suggestion(struct reading *d)
{
	const json_t *offer = json_object_get(d->offers, str(d->event, "suggestion"));
	const char *verb = verb_of(d, offer);
	json_t *act = json_pack("{s:s, s:s, s:s}", "kind", "agent", "verb", verb, "party",
	                        str(offer, "party"));
	if (!strcmp(verb, "skipped"))
		json_object_set_new(act, "text", json_string("필요 없는 안내"));
	else if (!strcmp(verb, "edited") || !strcmp(verb, "own_words")) {
		if (is_notice(d, offer)) /* what the law requires must stay in it */
			json_object_set_new(act, "offered", json_true());
		else
			json_object_set_new(act, "text", json_string("안녕하세요, 안내드립니다."));
	}
	add(d, act);
}

static void read_attest(struct reading *d)
{
	static const char *const words[][3] = { { "yes", "네, 그렇게 해 주세요", "네 네" },
		                                { "no", "아니요, 안 할게요", "아니 아니" },
		                                { "unclear", "글쎄요", "음" } };
	const char *how = str(d->event, "method");
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (is(d->event, "answer", words[i][0]))
			add(d,
			    json_pack("{s:s, s:s, s:s, s:s, s:s}", "kind", "attest", "party",
			              str(d->event, "party"), "answer", words[i][0], "how",
			              !strcmp(how, "phone") ? "call" : how, "words", words[i][1]));
}

static void read_field(struct reading *d)
{
	json_t *act = json_pack("{s:s, s:s}", "kind", "field", "field", str(d->event, "field"));
	if (json_object_get(d->event, "declined"))
		json_object_set_new(act, "declined", json_true());
	else
		json_object_set_new(act, "value",
		                    json_string(record_phone(d->r, text_of(d, d->event, "value"))));
	add(d, act);
}

static void read_mark(struct reading *d)
{
	json_t *act = json_pack("{s:s, s:s, s:s}", "kind", "mark", "party", str(d->event, "party"),
	                        "mark", str(d->event, "mark"));
	if (json_object_get(d->event, "to"))
		json_object_set(act, "to", json_object_get(d->event, "to"));
	add(d, act);
}

static void read_mode(struct reading *d)
{
	add(d, json_pack("{s:s, s:s, s:s}", "kind", "mode", "party", str(d->event, "party"), "mode",
	                 str(d->event, "mode")));
}

/* Who answers a person, as the platform said. */
static void read_control(struct reading *d)
{
	size_t i;
	json_t *r;
	json_array_foreach(d->turn, i, r)
	{
		if (is(r, "r", "party") && json_object_get(r, "mode"))
			add(d, json_pack("{s:s, s:s, s:s}", "kind", "mode", "party",
			                 str(r, "party"), "mode", str(r, "mode")));
	}
}

/* What an agent wrote on the platform, where it was what had been offered. */
static void read_agent_message(struct reading *d)
{
	const json_t *sent = found(d, "suggestion");
	const json_t *offer = json_object_get(d->offers, str(sent, "id"));
	if (is(sent, "state", "sent"))
		add(d, json_pack("{s:s, s:s, s:s}", "kind", "agent", "verb", "sent", "party",
		                 str(offer, "party")));
}

static void read_nothing(struct reading *d)
{
	(void)d;
}

static const struct {
	const char *kind;
	void (*read)(struct reading *d);
} rows[] = {
	{ "message", read_said },
	{ "button", read_said },
	{ "suggestion", read_suggestion },
	{ "attest", read_attest },
	{ "field", read_field },
	{ "mark", read_mark },
	{ "mode", read_mode },
	{ "control", read_control },
	{ "agent_message", read_agent_message },
	{ "timer", read_nothing }, /* the time before it is all */
	{ "words", read_nothing }, /* said beside what is offered: nothing comes of them */
	{ "note", read_nothing },
	{ "delivery", read_nothing },
};

static void read_event(struct reading *d)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (strcmp(rows[i].kind, str(d->event, "kind")))
			continue;
		rows[i].read(d);
		return;
	}
	json_object_set_new(d->r->missed, str(d->event, "kind"), json_true());
}

/* Time that passed before this turn, in whole seconds, as a play has them. */
static void let_pass(struct reading *d, int64_t at_ms)
{
	int64_t left_ms = at_ms - d->started_ms - d->played_ms;
	bool is_timer = is(d->event, "kind", "timer");
	if (left_ms < SECOND_MS && !(is_timer && left_ms > 0))
		return;
	int64_t ms = (left_ms + SECOND_MS - 1) / SECOND_MS * SECOND_MS;
	d->played_ms += ms;
	add(d, json_pack("{s:s, s:I}", "kind", "later", "ms", (json_int_t)ms));
}

/* ---- the head ---- */

static json_t *facts_of(const struct reading *d, const json_t *open)
{
	json_t *facts = json_object(), *v;
	const char *name;
	json_object_foreach(json_object_get(open, "facts"), name, v)
	{
		const char *word = !strcmp(name, "topic")
		                           ? bundle_word(d->r->b, "topic", json_string_value(v))
		                           : NULL;
		const char *made = json_is_object(v) ? record_fact(d->r, name) : NULL;
		if (word || made)
			json_object_set_new(facts, name, json_string(word ? word : made));
		else if (!json_is_object(v))
			json_object_set(facts, name, v);
	}
	return facts;
}

/* Everybody with whom the case has to do. */
static bool is_wanted(const struct reading *d, const char *role)
{
	size_t i;
	json_t *act;
	if (d->r->c->parties[role_from(role)].known)
		return true;
	json_array_foreach(d->acts, i, act)
	{
		size_t len = strlen(role);
		if (is(act, "party", role) || is(act, "to", role) ||
		    (!strncmp(str(act, "field"), role, len) && str(act, "field")[len] == '.'))
			return true;
	}
	return false;
}

static json_t *parties_of(const struct reading *d, const json_t *open)
{
	json_t *parties = json_object(), *p;
	const char *role;
	json_object_foreach(json_object_get(open, "parties"), role, p)
	{
		if (!is_wanted(d, role))
			continue;
		json_t *party = json_pack("{s:O, s:O}", "member", json_object_get(p, "member"),
		                          "mode", json_object_get(p, "mode"));
		if (json_object_get(p, "phone"))
			json_object_set_new(
				party, "phone",
				json_string(record_phone(d->r, text_of(d, p, "phone"))));
		json_object_set_new(parties, role, party);
	}
	return parties;
}

static void read_turns(struct reading *d)
{
	size_t i;
	json_t *turn;
	json_array_foreach(d->r->turns, i, turn)
	{
		int64_t at_ms = json_integer_value(json_object_get(turn, "at"));
		d->turn = json_object_get(turn, "records");
		d->event = found(d, "event");
		if (i == 0)
			d->started_ms = at_ms;
		else if (d->event) {
			let_pass(d, at_ms);
			read_event(d);
		}
		note(d);
	}
}

json_t *record_read(struct record *r, struct err *e)
{
	struct reading d = {
		.r = r, .acts = json_array(), .waits = json_object(), .offers = json_object()
	};
	const json_t *open =
		json_array_get(json_object_get(json_array_get(r->turns, 0), "records"), 0);
	if (!is(open, "r", "open"))
		err_set(e, E_PARSE, "case %s: its journal does not begin with \"open\"", r->c->id);
	else {
		read_turns(&d);
		d.play = json_pack("{s:o, s:s, s:o, s:o, s:O}", "title",
		                   json_sprintf("기록한 케이스: %s", bundle_title(r->b)), "flow",
		                   bundle_flow(r->b), "facts", facts_of(&d, open), "parties",
		                   parties_of(&d, open), "acts", d.acts);
	}
	json_decref(d.acts);
	json_decref(d.waits);
	json_decref(d.offers);
	return d.play;
}
