#include "play_act.h"

#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "engine.h"
#include "renewal.h"
#include "sentence.h"

static const char *get(json_t *act, const char *key)
{
	const char *v = json_string_value(json_object_get(act, key));
	return v ? v : "";
}

static int line_of(json_t *act)
{
	return (int)json_integer_value(json_object_get(act, "line"));
}

/* values: of the sentence `code`, taken; NULL: none. */
static int wrong(struct stage *st, json_t *act, const char *code, json_t *values)
{
	char *text = sentence_in(st->language, code, values);
	err_set(st->e, E_INPUT, "%s:%d: %s", st->path, line_of(act), text);
	free(text);
	return -1;
}

static json_t *one(const char *name, const char *value)
{
	return json_pack("{s:s}", name, value);
}

/* An expectation that is another: the row seen.… that says what, and the same line of the play with what would hold. is
 * NULL: there is nothing. */
static int differs(struct stage *st, json_t *act, const char *seen, const char *key, const char *is)
{
	if (is) {
		json_decref(st->would);
		st->would = json_copy(act);
		json_object_del(st->would, "prefix");
		json_object_set_new(st->would, key, json_string(is));
	}
	return wrong(st, act, is ? "act.differs" : "act.nothing",
	             json_pack("{s:s, s:s*}", "what", seen, "is", is));
}

static struct support_case *the_case(struct stage *st)
{
	return engine_case(st->g, st->case_id, st->e);
}

/* A refusal by the gate must be expected by a line of the play (차단); anything else ends the play.
 */
static int act_done(struct stage *st, json_t *act, enum role party)
{
	if (st->answered.code == E_NONE)
		return 0;
	if (st->answered.code != E_GATE && st->answered.code != E_INPUT)
		return wrong(st, act, "act.cannot", one("why", st->answered.text));
	st->refused = st->answered;
	st->refused_line = line_of(act);
	st->refused_party = party;
	return 0;
}

int play_nothing_refused(struct stage *st, struct err *e)
{
	if (st->refused.code == E_NONE)
		return 0;
	char *text = sentence_in(st->language, "act.refused", one("why", st->refused.text));
	err_set(e, E_INPUT, "%s:%d: %s", st->path, st->refused_line, text);
	free(text);
	return -1;
}

static bool text_fits(json_t *act, const char *text)
{
	const char *want = get(act, "text");
	if (!text)
		return false;
	return json_is_true(json_object_get(act, "prefix")) ? !strncmp(text, want, strlen(want))
	                                                    : !strcmp(text, want);
}

/* Does a text that was recorded hold these words, in whichever language the play has it? */
static bool holds(const char *recorded, const char *words)
{
	bool found = strstr(recorded, words) != NULL;
	for (int l = 0; !found && l < LANGUAGES; l++) {
		char *text = sentence_again((enum language)l, recorded);
		found = strstr(text, words) != NULL;
		free(text);
	}
	return found;
}

static struct suggestion *newest_offer(struct support_case *c, enum role party)
{
	for (size_t i = c->suggestions_count; i > 0; i--) {
		struct suggestion *s = &c->suggestions[i - 1];
		if (!strcmp(s->state, "offered") && (party == ROLE_NONE || s->party == party))
			return s;
	}
	return NULL;
}

/* ---- acts ---- */

static int do_agent(struct stage *st, json_t *act)
{
	static const char *const acts[][2] = { { "sent", "send" },   { "read_out", "read_out" },
		                               { "edited", "edit" }, { "own_words", "own_words" },
		                               { "asked", "asked" }, { "skipped", "skip" } };
	struct support_case *c = the_case(st);
	enum role party = role_from(get(act, "party"));
	const struct suggestion *s = newest_offer(c, party);
	const char *verb = get(act, "verb"), *text = get(act, "text");
	if (!s && !strcmp(verb, "own_words") && party != ROLE_NONE) {
		play_event(st, "words",
		           json_pack("{s:s, s:s}", "party", get(act, "party"), "text", text));
		return act_done(st, act, party);
	}
	if (!s)
		return wrong(st, act, "act.no_offer", NULL);
	party = s->party;
	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		if (strcmp(acts[i][0], verb))
			continue;
		play_event(st, "suggestion",
		           json_pack("{s:s, s:s, s:s, s:s}", "suggestion", s->id, "act", acts[i][1],
		                     "text", text, "reason", text));
	}
	return act_done(st, act, party);
}

static struct wait *open_question(struct stage *st, json_t *act)
{
	return case_question(the_case(st), role_from(get(act, "party")));
}

static json_t *question_of(const struct wait *w)
{
	return json_sprintf("q%lld", (long long)w->n);
}

/* The label of a button as this question shows it, or 네 / 아니요. */
static const char *choice_of(struct stage *st, json_t *act, const struct wait *w)
{
	const char *choice = NULL, *label = get(act, "label");
	json_t *view = engine_view(st->g, st->case_id, NULL, st->e), *m, *b;
	size_t i, k;
	char id[32];
	snprintf(id, sizeof id, "q%lld", (long long)w->n);
	json_array_foreach(json_object_get(view, "messages"), i, m)
	{
		if (strcmp(get(m, "question"), id))
			continue;
		json_array_foreach(json_object_get(m, "buttons"), k,
		                   b) if (!strcmp(get(b, "label"), label)) choice =
			!strcmp(get(b, "id"), "yes") ? "yes" : "no";
	}
	json_decref(view);
	if (!choice && *get(act, "answer"))
		choice = !strcmp(get(act, "answer"), "yes") ? "yes" : "no";
	return choice;
}

static int do_button(struct stage *st, json_t *act)
{
	const struct wait *w = open_question(st, act);
	const char *choice = w ? choice_of(st, act, w) : NULL;
	if (!w || !w->served_at_ms)
		return wrong(st, act, "act.no_button", NULL);
	if (!choice)
		return wrong(st, act, "act.unknown_button", one("label", get(act, "label")));
	play_event(st, "button",
	           json_pack("{s:s, s:o, s:s}", "party", get(act, "party"), "question",
	                     question_of(w), "choice", choice));
	return act_done(st, act, ROLE_NONE);
}

static int do_message(struct stage *st, json_t *act)
{
	play_event(st, "message",
	           json_pack("{s:s, s:s}", "party", get(act, "party"), "text", get(act, "text")));
	return act_done(st, act, ROLE_NONE);
}

static int do_attest(struct stage *st, json_t *act)
{
	const struct wait *w = open_question(st, act);
	const char *how = get(act, "how");
	if (!w)
		return wrong(st, act, "act.no_question", NULL);
	json_t *body =
		json_pack("{s:o, s:s, s:s}", "question", question_of(w), "answer",
	                  get(act, "answer"), "method", !strcmp(how, "call") ? "phone" : how);
	if (*get(act, "words"))
		json_object_set(body, "words", json_object_get(act, "words"));
	play_event(st, "attest", body);
	return act_done(st, act, role_from(get(act, "party")));
}

static int do_field(struct stage *st, json_t *act)
{
	json_t *body = json_pack("{s:s}", "field", get(act, "field"));
	if (json_is_true(json_object_get(act, "declined")))
		json_object_set_new(body, "declined", json_true());
	else
		json_object_set(body, "value", json_object_get(act, "value"));
	play_event(st, "field", body);
	return act_done(st, act, ROLE_NONE);
}

static int do_mark(struct stage *st, json_t *act)
{
	json_t *body =
		json_pack("{s:s, s:s}", "party", get(act, "party"), "mark", get(act, "mark"));
	if (*get(act, "to"))
		json_object_set(body, "to", json_object_get(act, "to"));
	play_event(st, "mark", body);
	return act_done(st, act, ROLE_NONE);
}

static int do_mode(struct stage *st, json_t *act)
{
	play_event(st, "mode",
	           json_pack("{s:s, s:s}", "party", get(act, "party"), "mode", get(act, "mode")));
	return act_done(st, act, ROLE_NONE);
}

static int do_later(struct stage *st, json_t *act)
{
	clock_hold(clock_now_ms() + json_integer_value(json_object_get(act, "ms")));
	engine_tick(st->g);
	play_settle(st);
	return 0;
}

/* What the flow is told by the next act. */
static int do_tell(struct stage *st, json_t *act)
{
	json_array_append(st->told, act);
	return 0;
}

static int do_law(struct stage *st, json_t *act)
{
	struct renewal_supposed s = { .phrase = json_string_value(json_object_get(act, "phrase")),
		                      .moves = json_is_true(json_object_get(act, "moves")),
		                      .now_ms = clock_now_ms() };
	const struct bundle *b = engine_bundle(st->g, st->case_id, st->e);
	json_t *body = renewal_suppose(the_case(st), b, &s);
	if (s.grants + s.asked == 0) {
		json_decref(body);
		return wrong(st, act, "act.law_nobody", NULL);
	}
	play_engine_event(st, "notice_changed", body);
	return act_done(st, act, ROLE_NONE);
}

/* ---- expectations ---- */

static int see_offer(struct stage *st, json_t *act)
{
	struct support_case *c = the_case(st);
	enum role party = role_from(get(act, "party"));
	const struct suggestion *newest = newest_offer(c, party);
	for (size_t i = 0; i < c->suggestions_count; i++) {
		const struct suggestion *s = &c->suggestions[i];
		if (!strcmp(s->state, "offered") && s->party == party &&
		    text_fits(act, case_text(c, s->text)))
			return 0;
	}
	return differs(st, act, "offer", "text", newest ? case_text(c, newest->text) : NULL);
}

static int see_said(struct stage *st, json_t *act)
{
	struct support_case *c = the_case(st);
	enum role party = role_from(get(act, "party"));
	const char *last = NULL;
	for (size_t i = st->heard[party]; i < c->messages_count; i++) {
		const struct message *m = &c->messages[i];
		if (m->party != party || !strcmp(m->from, "party"))
			continue;
		last = case_text(c, m->text);
		last = last ? last : "(삭제됨)";
		if (!text_fits(act, last))
			continue;
		st->heard[party] = i + 1;
		return 0;
	}
	return differs(st, act, "said", "text", last);
}

static int see_consent(struct stage *st, json_t *act)
{
	struct support_case *c = the_case(st);
	for (size_t i = c->consents_count; i > 0; i--) {
		const struct consent *k = &c->consents[i - 1];
		if (strcmp(k->kind, get(act, "consent")))
			continue;
		if (!strcmp(k->state, get(act, "state")))
			return 0;
		return differs(st, act, "consent", "state", k->state);
	}
	return wrong(st, act, "act.no_consent", NULL);
}

static int see_step(struct stage *st, json_t *act)
{
	const char *step = the_case(st)->step;
	return strcmp(step, get(act, "text")) ? differs(st, act, "step", "text", step) : 0;
}

/* The last that was blocked, for this party or (ROLE_NONE) for anybody; NULL: nothing was. */
static const struct suggestion *last_blocked(const struct support_case *c, enum role party)
{
	for (size_t i = c->suggestions_count; i > 0; i--) {
		const struct suggestion *s = &c->suggestions[i - 1];
		if ((party == ROLE_NONE || s->party == party) && !strcmp(s->state, "blocked"))
			return s;
	}
	return NULL;
}

/* Something was blocked, but it was for somebody else, or for another reason. */
static int blocked_otherwise(struct stage *st, json_t *act, enum role party, const char *why)
{
	if (party == role_from(get(act, "party")))
		return differs(st, act, "blocked", "text", why);
	json_decref(st->would);
	st->would = json_copy(act);
	json_object_set_new(st->would, "party", json_string(role_name(party)));
	json_object_set_new(st->would, "text", json_string(why));
	return wrong(st, act, "act.blocked_other",
	             json_pack("{s:s, s:s}", "party", role_name(party), "why", why));
}

static int see_blocked(struct stage *st, json_t *act)
{
	struct support_case *c = the_case(st);
	enum role party = role_from(get(act, "party"));
	const struct suggestion *his = last_blocked(c, party), *any = last_blocked(c, ROLE_NONE);
	if (st->refused.code != E_NONE && st->refused_party == party &&
	    holds(st->refused.text, get(act, "text"))) {
		st->refused = (struct err){ 0 };
		return 0;
	}
	if (his && holds(case_text(c, his->reason), get(act, "text")))
		return 0;
	if (st->refused.code != E_NONE && st->refused_party != ROLE_NONE)
		return blocked_otherwise(st, act, st->refused_party, st->refused.text);
	if (st->refused.code != E_NONE)
		return wrong(st, act, "act.not_blocked_but", one("why", st->refused.text));
	if (!any)
		return wrong(st, act, "act.not_blocked", NULL);
	his = his ? his : any;
	return blocked_otherwise(st, act, his->party, case_text(c, his->reason));
}

static int see_note(struct stage *st, json_t *act)
{
	struct support_case *c = the_case(st);
	size_t n = json_array_size(c->notes);
	const char *text =
		n ? case_text(c, json_object_get(json_array_get(c->notes, n - 1), "text")) : "";
	if (holds(text, get(act, "text")))
		return 0;
	return differs(st, act, "note", "text", *text ? text : NULL);
}

static const char *outcome_of(const struct support_case *c)
{
	const char *text = case_text(c, c->outcome);
	return text ? text : "";
}

static int see_closed(struct stage *st, json_t *act)
{
	struct support_case *c = the_case(st);
	if (c->status != CASE_CLOSED) {
		differs(st, act, "still_open", "kind", c->step);
		return json_object_set_new(st->would, "kind", json_string("open")), -1;
	}
	const char *outcome = outcome_of(c);
	return strcmp(outcome, get(act, "outcome"))
	               ? differs(st, act, "outcome", "outcome", outcome)
	               : 0;
}

static int see_open(struct stage *st, json_t *act)
{
	struct support_case *c = the_case(st);
	if (c->status == CASE_OPEN)
		return 0;
	differs(st, act, "over", "outcome", outcome_of(c));
	return json_object_set_new(st->would, "kind", json_string("closed")), -1;
}

static int see_parked(struct stage *st, json_t *act)
{
	struct support_case *c = the_case(st);
	const char *reason = json_string_value(json_object_get(c->parked, "reason"));
	if (!reason)
		return wrong(st, act, "act.not_parked", one("step", c->step));
	if (holds(reason, get(act, "text")))
		return 0;
	return differs(st, act, "parked", "text", reason);
}

static const struct {
	const char *kind;
	int (*play)(struct stage *st, json_t *act);
	bool is_act;
} rows[] = {
	{ "agent", do_agent, true },     { "button", do_button, true },
	{ "message", do_message, true }, { "attest", do_attest, true },
	{ "field", do_field, true },     { "mark", do_mark, true },
	{ "mode", do_mode, true },       { "later", do_later, true },
	{ "now", do_tell, true },        { "draw", do_tell, true },
	{ "law", do_law, true },         { "offer", see_offer, false },
	{ "said", see_said, false },     { "consent", see_consent, false },
	{ "step", see_step, false },     { "blocked", see_blocked, false },
	{ "note", see_note, false },     { "parked", see_parked, false },
	{ "closed", see_closed, false }, { "open", see_open, false },
};

bool play_is_act(const char *kind)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!strcmp(rows[i].kind, kind))
			return rows[i].is_act;
	return false;
}

/* What the play expected did not come since the case was parked: says where the flow stood. */
static int stopped(struct stage *st, json_t *act, const json_t *parked)
{
	const char *file = json_string_value(json_object_get(parked, "file"));
	const char *reason = json_string_value(json_object_get(parked, "reason"));
	*st->e = (struct err){ 0 };
	json_decref(st->would);
	st->would = NULL;
	if (!file)
		return wrong(st, act, "act.stopped", one("why", reason));
	return wrong(st, act, "act.stopped_at",
	             json_pack("{s:s, s:O, s:s}", "file", file, "line",
	                       json_object_get(parked, "line"), "why", reason));
}

/* A flow that asks no more has no use for what it was to be told: the play means another one. */
static int all_told(struct stage *st, json_t *act)
{
	json_t *unused = json_array_get(st->told, 0);
	if (!unused || !strcmp(get(act, "kind"), "now") || !strcmp(get(act, "kind"), "draw"))
		return 0;
	return wrong(st, unused, !strcmp(get(unused, "kind"), "now") ? "act.no_now" : "act.no_draw",
	             NULL);
}

int play_act(struct stage *st, json_t *act, struct err *e)
{
	st->e = e;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (strcmp(rows[i].kind, get(act, "kind")))
			continue;
		if (rows[i].is_act && play_nothing_refused(st, e)) /* the line before this one */
			return -1;
		if (!rows[i].play(st, act) && (!rows[i].is_act || !all_told(st, act)))
			return 0;
		st->failed = act;
		const struct support_case *c = the_case(st);
		return c && c->parked ? stopped(st, act, c->parked) : -1;
	}
	return wrong(st, act, "act.unknown", one("kind", get(act, "kind")));
}

int play_act_out(struct stage *st, json_t *play, struct err *e)
{
	size_t i;
	json_t *act;
	if (play_open(st, play, e))
		return -1;
	json_array_foreach(json_object_get(play, "acts"), i, act)
	{
		if (play_act(st, act, e))
			return -1;
	}
	return play_nothing_refused(st, e);
}
