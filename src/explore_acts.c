/* What may happen in a state: all that people, agents and time can do there, one of each kind of answer. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "json_make.h"
#include "renewal.h"

/* Words that no question takes for an answer, and that hold nothing of the case. */
static const char unclear_words[] = "글쎄요, 잘 모르겠습니다.";
static const char own_words[] = "잠시만 기다려 주시겠습니까?";
static const char number[] = "010-2345-6789";

struct at {
	const struct exploration *x;
	struct support_case *c;
	unsigned decided;
	int renewing; /* lane that asks for a consent again since the law changed; 0: none. Meanwhile nothing else is answered:
	               * it may as well be when that has ended, as the main flow goes on only then. */
	int64_t now_ms;
	struct choice_list *out;
};

/* body and act are taken */
static void add(const struct at *a, const char *kind, json_t *body, json_t *act)
{
	struct choice_list *all = a->out;
	all->list = xrealloc(all->list, (all->count + 1) * sizeof *all->list);
	all->list[all->count++] =
		(struct choice){ .kind = kind, .body = body, .act = act, .at_ms = a->now_ms };
}

void choices_free(struct choice_list *all)
{
	for (size_t i = 0; i < all->count; i++) {
		json_decref(all->list[i].body);
		json_decref(all->list[i].act);
	}
	free(all->list);
	*all = (struct choice_list){ 0 };
}

/* ---- the agent and what is offered to him ---- */

/* Of offers of the same phrase: tells apart what a play cannot, which means the newest. */
static int ordinal(const struct at *a, const struct suggestion *s)
{
	int n = 0;
	for (const struct suggestion *one = a->c->suggestions; one < s; one++)
		n += !strcmp(one->state, "offered") && !strcmp(one->phrase, s->phrase);
	return n;
}

static void use_offer(const struct at *a, const struct suggestion *s, const char *act,
                      const char *verb, const char *text)
{
	json_t *body = json_make("{s:s, s:s}", "suggestion", s->id, "act", act);
	json_t *line = json_make("{s:s, s:s, s:s}", "kind", "agent", "verb", verb, "party",
	                         role_name(s->party));
	json_object_set_new(line, "offer", json_sprintf("%s %d", s->phrase, ordinal(a, s)));
	if (text) {
		json_object_set_new(body, strcmp(act, "skip") ? "text" : "reason",
		                    json_string(text));
		json_object_set_new(line, "text", json_string(text));
	}
	add(a, "suggestion", body, line);
}

/* How a statement came to its reader is told apart only where the flow looks; silence stands for a skip elsewhere. */
static void offer_choices(const struct at *a, const struct suggestion *s)
{
	const char *text = case_text(a->c, s->text);
	bool is_statement = !strcmp(s->purpose, "suggest");
	const struct wait *w = case_wait_at(a->c, s->lane, s->n);
	use_offer(a, s, "send", "sent", NULL);
	bool all = is_read(a->x, w->line, "state") || a->x->o.beside;
	if (is_statement && !all)
		return;
	use_offer(a, s, "skip", "skipped", "말로 안내함");
	if (!is_statement || !text)
		return;
	char *edited = xasprintf("%s 감사합니다.", text);
	use_offer(a, s, "edit", "edited", edited);
	use_offer(a, s, "own_words", "own_words", own_words);
	free(edited);
}

static bool is_answered(const struct at *a, int lane)
{
	return !a->renewing || lane == a->renewing;
}

/* ---- answers ---- */

static void press(const struct at *a, const struct wait *w, bool yes)
{
	char id[24];
	snprintf(id, sizeof id, "q%lld", (long long)w->n);
	add(a, "button",
	    json_make("{s:s, s:s, s:s}", "party", role_name(w->party), "question", id, "choice",
	              yes ? "yes" : "no"),
	    json_make("{s:s, s:s, s:s, s:s}", "kind", "button", "party", role_name(w->party),
	              "label", yes ? "네" : "아니요", "answer", yes ? "yes" : "no"));
}

/* yes: 1, no: 0, unclear: -1 */
static void attest(const struct at *a, const struct wait *w, int yes)
{
	const char *answer = yes > 0 ? "yes" : yes ? "unclear" : "no";
	const char *words = yes > 0 ? "네" : yes ? unclear_words : "아니요";
	char id[24];
	snprintf(id, sizeof id, "q%lld", (long long)w->n);
	add(a, "attest",
	    json_make("{s:s, s:s, s:s, s:s}", "question", id, "answer", answer, "method", "phone",
	              "words", words),
	    json_make("{s:s, s:s, s:s, s:s, s:s}", "kind", "attest", "party", role_name(w->party),
	              "answer", answer, "how", "call", "words", words));
}

static void write_words(const struct at *a, enum role r, const char *text)
{
	add(a, "message", json_make("{s:s, s:s}", "party", role_name(r), "text", text),
	    json_make("{s:s, s:s, s:s}", "kind", "message", "party", role_name(r), "text", text));
}

/* Whom the caller asks for along with an answer, in words that are read as ever (struct choice: reads). */
static const char *const requests[][2] = { { "passenger", "탑승자와 통화해 주세요." },
	                                   { "spouse", "제 남편과 통화해 주세요." },
	                                   { "vehicle_owner", "차주와 통화해 주세요." },
	                                   { "other", "제 아들과 통화해 주세요." } };

static bool is_first_alike(const struct at *a, int role);

static void answer_and_ask(const struct at *a, const struct wait *w)
{
	static const char *const answers[] = { "네", "아니요" };
	if (w->party != ROLE_CALLER || !case_wait_hears(w, "delegate_request"))
		return;
	for (size_t i = 0; i < COUNT_OF(requests); i++)
		for (size_t k = 0; k < COUNT_OF(answers); k++) {
			if (!is_first_alike(a, role_from(requests[i][0])))
				continue;
			char *text = xasprintf("%s, %s", answers[k], requests[i][1]);
			write_words(a, w->party, text);
			a->out->list[a->out->count - 1].reads = true;
			free(text);
		}
}

static void give_field(const struct at *a, const struct wait *w, bool declined)
{
	json_t *body = json_make("{s:s}", "field", w->field);
	json_t *act = json_make("{s:s, s:s}", "kind", "field", "field", w->field);
	json_t *value = declined ? json_true() : json_string(number);
	const char *key = declined ? "declined" : "value";
	json_object_set(body, key, value);
	json_object_set_new(act, key, value);
	add(a, "field", body, act);
}

/* A spoken answer is told apart from a button only where the flow looks at `via`. */
static void question_choices(const struct at *a, const struct wait *w)
{
	bool served = w->served_at_ms > 0;
	if (a->renewing) { /* only how it ends */
		attest(a, w, 1);
		attest(a, w, 0);
		return;
	}
	if (served) {
		write_words(a, w->party, unclear_words);
		answer_and_ask(a, w);
	}
	if (w->kind == WAIT_ASK) {
		give_field(a, w, false);
		give_field(a, w, true);
		return;
	}
	if (served) {
		press(a, w, true);
		press(a, w, false);
	}
	if (!served || is_read(a->x, w->line, "via")) {
		attest(a, w, 1);
		attest(a, w, 0);
	}
	if (!served || w->kind == WAIT_CONFIRM) /* ends a question that is no consent */
		attest(a, w, -1);
}

/* ---- what a person may come up with at any time ---- */

static int renewing_lane(const struct support_case *c)
{
	for (size_t i = 1; i < c->lanes_count; i++)
		if (!c->lanes[i].ended && !strcmp(c->lanes[i].handler, "notice_changed"))
			return c->lanes[i].id;
	return 0;
}

static size_t interrupts(const struct at *a)
{
	size_t count = 0;
	for (size_t i = 1; i < a->c->lanes_count; i++)
		count += !a->c->lanes[i].ended;
	return count;
}

static void mark(const struct at *a, enum role r, const char *name, const char *to)
{
	json_t *body = json_make("{s:s, s:s}", "party", role_name(r), "mark", name);
	json_t *act =
		json_make("{s:s, s:s, s:s}", "kind", "mark", "party", role_name(r), "mark", name);
	if (to) {
		json_object_set_new(body, "to", json_string(to));
		json_object_set_new(act, "to", json_string(to));
	}
	add(a, "mark", body, act);
}

static bool is_first_alike(const struct at *a, int role)
{
	for (int r = 0; r < role; r++)
		if (role_is_third_party((enum role)r) &&
		    is_alike(a->x, role_name((enum role)r), role_name((enum role)role)))
			return false;
	return true;
}

static void mark_each(const struct at *a, enum role r, const char *name)
{
	mark(a, r, name, NULL);
	for (int to = 0; !strcmp(name, "delegate_request") && to < ROLE_COUNT; to++)
		if (role_is_third_party((enum role)to) && (enum role)to != r &&
		    is_first_alike(a, to))
			mark(a, r, name, role_name((enum role)to));
}

static bool is_heard(const struct at *a, enum role r, const char *name)
{
	for (size_t i = 0; i < a->c->waits_count; i++) {
		const struct wait *w = &a->c->waits[i];
		if (w->party == r && !w->outcome && case_wait_hears(w, name))
			return true;
	}
	return false;
}

/* Has this person given a consent, or is he asked for one? */
static bool can_take_back(const struct at *a, enum role r)
{
	for (size_t i = 0; i < a->c->consents_count; i++) {
		const struct consent *k = &a->c->consents[i];
		if (k->subject == r &&
		    (!strcmp(k->state, "granted") || !strcmp(k->state, "requested")))
			return true;
	}
	return false;
}

/* What only calls a handler, while another one is at work, may as well come when that one has ended: but for the main
 * flow, which goes on first if it has its answer. */
static bool may_interrupt(const struct at *a, const char *name, bool takes_back)
{
	const struct wait *w = case_wait_of_lane(a->c, 0);
	size_t others = interrupts(a);
	return case_handles(a->c, name) && others < a->x->o.interrupts_max &&
	       (!others || takes_back || (w && w->outcome));
}

static void mark_choices(const struct at *a, enum role r)
{
	static const char *const names[] = { "delegate_request", "source_complaint", "withdrawal",
		                             "callback_request" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		bool takes_back = !strcmp(names[i], "withdrawal") && can_take_back(a, r);
		if (a->renewing && !takes_back)
			continue;
		bool unhandled = takes_back && !case_handles(a->c, names[i]);
		if (is_heard(a, r, names[i]) || unhandled || may_interrupt(a, names[i], takes_back))
			mark_each(a, r, names[i]);
	}
}

json_t *mode_change(const struct support_case *c, enum role r)
{
	return json_make("{s:s, s:s}", "party", role_name(r), "mode",
	                 c->parties[r].mode == MODE_BOT ? "assist" : "bot");
}

static void party_choices(const struct at *a, enum role r)
{
	const struct party *p = &a->c->parties[r];
	if (!p->known)
		return;
	mark_choices(a, r);
	if (!(a->decided & OPEN_BIT(r, OPEN_MODE)))
		return;
	json_t *act = mode_change(a->c, r);
	json_object_set_new(act, "kind", json_string("mode"));
	add(a, "mode", mode_change(a->c, r), act);
}

/* ---- time ---- */

static void wait_until(const struct at *a, const char *kind, int64_t at_ms, const char *until)
{
	add(a, kind, json_object(),
	    json_make("{s:s, s:I, s:s}", "kind", "later", "ms", (json_int_t)(at_ms - a->now_ms),
	              "until", until));
	a->out->list[a->out->count - 1].at_ms = at_ms;
}

/* When the first of the consents that are in force ends; 0: none does. */
static int64_t first_expiry_ms(const struct support_case *c)
{
	int64_t first_ms = 0;
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		if (!strcmp(k->state, "granted") && k->expires_at_ms &&
		    (!first_ms || k->expires_at_ms < first_ms))
			first_ms = k->expires_at_ms;
	}
	return first_ms;
}

/* Nobody does anything until the next limit; or until shortly before it, which matters where something may come in
 * between; or until a consent has expired, as where the program stood still meanwhile and then finds all that is due. */
static void time_choices(const struct at *a)
{
	enum { BEFORE_MS = 1000 };
	int64_t wake_ms = case_wake_at(a->c), expiry_ms = first_expiry_ms(a->c);
	if (!wake_ms)
		return;
	wait_until(a, "timer", wake_ms, "limit");
	if (a->c->handlers_count && !interrupts(a) && wake_ms - BEFORE_MS > a->now_ms)
		wait_until(a, NULL, wake_ms - BEFORE_MS, "before");
	if (expiry_ms > wake_ms)
		wait_until(a, "timer", expiry_ms, "expiry");
}

/* ---- the law changes ---- */

/* moves: the case goes on with the new words, and is asked by its handler; else what was given is lost. */
static void change_law(const struct at *a, const char *only, bool moves)
{
	struct renewal_supposed s = { .phrase = only, .moves = moves, .now_ms = a->now_ms };
	json_t *body = renewal_suppose(a->c, a->x->b, &s);
	bool fits = moves ? s.grants <= a->x->o.interrupts_max : !s.asked;
	if (fits && s.grants + s.asked) {
		json_t *act = json_make("{s:s, s:b}", "kind", "law", "moves", moves);
		if (only)
			json_object_set_new(act, "phrase", json_string(only));
		add(a, "notice_changed", json_incref(body), act);
	}
	json_decref(body);
}

static bool was_before(const struct support_case *c, size_t i)
{
	for (size_t k = 0; k < i; k++)
		if (!strcmp(c->consents[k].phrase, c->consents[i].phrase))
			return true;
	return false;
}

/* The notices of a case change in law one at a time, or all at once. */
static void law_choices(const struct at *a)
{
	size_t notices = 0;
	if (!a->x->o.law_changes || interrupts(a))
		return;
	for (size_t i = 0; i < a->c->consents_count; i++) {
		if (was_before(a->c, i))
			continue;
		notices++;
		change_law(a, a->c->consents[i].phrase, true);
		change_law(a, a->c->consents[i].phrase, false);
	}
	if (notices > 1) {
		change_law(a, NULL, true);
		change_law(a, NULL, false);
	}
}

void choices_of(const struct exploration *x, struct support_case *c, unsigned decided,
                int64_t now_ms, struct choice_list *out)
{
	const struct at a = { x, c, decided, renewing_lane(c), now_ms, out };
	if (c->status != CASE_OPEN)
		return;
	for (size_t i = c->suggestions_count;
	     i-- > 0;) /* the newest first: a play means that one */
		if (!strcmp(c->suggestions[i].state, "offered") && !a.renewing)
			offer_choices(&a, &c->suggestions[i]);
	for (int r = 0; r < ROLE_COUNT; r++) {
		const struct wait *w = case_question(c, (enum role)r);
		if (w && is_answered(&a, w->lane))
			question_choices(&a, w);
		party_choices(&a, (enum role)r);
	}
	time_choices(&a);
	law_choices(&a); /* last: of two ways that are as short the one without it is told */
}
