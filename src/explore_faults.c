/* What is wrong with a flow, seen from what its turns did. */
#include "explore_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "consent.h"
#include "json_make.h"
#include "phrase.h"
#include "text.h"

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

void add_fault(struct exploration *x, const struct fault *f, const char *fmt, ...)
{
	char text[600];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	for (size_t len = strlen(text); !text_valid(text, len);) /* cut within a character */
		text[--len] = '\0';
	size_t i = 0;
	while (i < x->faults_count &&
	       (x->faults[i].kind != f->kind || x->faults[i].line != f->line))
		i++;
	if (i < x->faults_count && x->faults[i].acts_count <= x->acts_count)
		return;
	if (i == x->faults_count) {
		x->faults = xrealloc(x->faults, ++x->faults_count * sizeof *x->faults);
		x->faults[i].text = NULL;
	}
	free(x->faults[i].text);
	x->faults[i] = *f;
	x->faults[i].text = xstrdup(text);
	x->faults[i].acts_count = x->acts_count;
}

static struct fault fault_at(enum fault_kind kind, const json_t *place)
{
	struct fault f = { .kind = kind };
	const char *file = text_of(place, "file");
	text_into(f.file, sizeof f.file, file ? file : "");
	f.line = (int)json_integer_value(json_object_get(place, "line"));
	return f;
}

void add_divergence(struct exploration *x, const struct node *at, const json_t *detail,
                    const struct err *e)
{
	struct fault f = fault_at(FAULT_DIVERGES, detail);
	f.at = at;
	add_fault(
		x, &f,
		"replayed, the flow does something else than before (%s): what it does must follow "
		"from the case and from its answers alone",
		*e->text ? e->text : "its variables differ");
}

/* ---- what was said, asked and answered ---- */

static json_t *noted_step(struct exploration *x, const json_t *step)
{
	struct buf key = { 0 };
	const json_t *is = json_object_get(step, "is");
	buf_adds(&key, text_of(step, "file"));
	buf_adds(&key, ":");
	buf_addi(&key, json_integer_value(json_object_get(step, "line")));
	json_t *one = json_object_get(x->steps, key.data);
	if (!one) {
		one = json_make("{s:s, s:o}", "kind", text_of(step, "kind"), "outcomes",
		                json_object());
		if (text_of(is, "party"))
			json_object_set(one, "party", json_object_get(is, "party"));
		if (text_of(is, "phrase"))
			json_object_set(one, "phrase", json_object_get(is, "phrase"));
		json_object_set_new(x->steps, key.data, one);
	}
	buf_free(&key);
	return one;
}

static void note_outcome(struct exploration *x, const json_t *step, const char *state)
{
	json_t *outcomes = json_object_get(noted_step(x, step), "outcomes");
	if (state && !json_object_get(outcomes, state))
		json_object_set_new(outcomes, state, json_true());
}

/* What is asked of one of those that are alike is asked of all of them. */
static void note_field(struct exploration *x, const char *field)
{
	size_t len = strcspn(field, ".");
	char *owner = xstrndup(field, len);
	for (int r = 0; r < ROLE_COUNT; r++) {
		if (!is_alike(x, owner, role_name((enum role)r)))
			continue;
		char *his = xasprintf("%s%s", role_name((enum role)r), field + len);
		json_object_set_new(x->fields, his, json_true());
		free(his);
	}
	free(owner);
}

static void note_step(struct exploration *x, const json_t *step)
{
	const json_t *is = json_object_get(step, "is");
	const char *kind = text_of(step, "kind"), *phrase = text_of(is, "phrase"),
		   *field = text_of(is, "field"),
		   *state = text_of(json_object_get(step, "result"), "state");
	enum role r = phrase ? role_from(text_of(is, "party")) : ROLE_NONE;
	bool waits = json_object_get(step, "wait");
	if (waits || state)
		note_outcome(x, step, state);
	if (waits || (state && strcmp(state, "blocked")))
		json_object_set_new(noted_step(x, step), "heard", json_true());
	if (phrase && !json_object_get(x->phrases, phrase))
		json_object_set_new(x->phrases, phrase, json_true());
	if (r != ROLE_NONE)
		x->spoken_to |= 1u << r;
	if (field && waits)
		note_field(x, field);
	x->times = x->times || !strcmp(kind, "now");
	x->draws = x->draws || !strcmp(kind, "random");
	if (!strcmp(kind, "whenever"))
		json_object_set_new(x->handled, text_of(is, "on"), json_true());
}

void note_steps(struct exploration *x, const struct node *from, const json_t *records)
{
	size_t i;
	json_t *r;
	json_array_foreach(records, i, r)
	{
		const char *kind = text_of(r, "r");
		if (!strcmp(kind, "step"))
			note_step(x, r);
		if (strcmp(kind, "settle"))
			continue;
		const json_t *step =
			step_of(from, records, json_integer_value(json_object_get(r, "n")));
		if (step)
			note_outcome(x, step, text_of(json_object_get(r, "outcome"), "state"));
	}
}

/* ---- the flow fails ---- */

static void stops(struct exploration *x, const json_t *park)
{
	const struct fault f = fault_at(FAULT_STOPS, park);
	add_fault(x, &f, "%s", text_of(park, "reason"));
}

/* ---- consents ---- */

bool consent_was_granted(const struct consent *k)
{
	for (size_t i = 0; i < k->history_count; i++)
		if (!strcmp(k->history[i].state, "granted"))
			return true;
	return false;
}

static bool allows(const struct exploration *x, const struct support_case *c, const struct act *a,
                   int64_t now_ms, struct err *why)
{
	const struct policy *p = bundle_policy(x->b);
	const struct gate_policy g = { p->gate, p->consents };
	return consent_allows(c, &g, a, now_ms, false, why);
}

/* Would it be allowed if nothing had been taken back or run out? Then the flow may try, and hears that it may not. */
static bool was_allowed_once(const struct exploration *x, struct support_case *c,
                             const struct act *a, int64_t now_ms, struct err *why)
{
	static char granted[] = "granted";
	char **kept = xcalloc(c->consents_count + 1, sizeof *kept);
	int64_t *expired = xcalloc(c->consents_count + 1, sizeof *expired);
	for (size_t i = 0; i < c->consents_count; i++) {
		struct consent *k = &c->consents[i];
		kept[i] = k->state;
		expired[i] = k->expires_at_ms;
		if (!consent_was_granted(k))
			continue;
		k->state = granted;
		k->expires_at_ms = 0;
	}
	bool allowed = allows(x, c, a, now_ms, why);
	for (size_t i = 0; i < c->consents_count; i++) {
		c->consents[i].state = kept[i];
		c->consents[i].expires_at_ms = expired[i];
	}
	free(kept);
	free(expired);
	return allowed;
}

static const json_t *step_at(const json_t *records, const json_t *suggestion)
{
	return find_step(records, json_integer_value(json_object_get(suggestion, "n")));
}

/* It was agreed to once, and is not any more: told only if it is so on every path (look_for_unheard). */
static void came_too_late(struct exploration *x, const json_t *step, const char *phrase,
                          enum role r)
{
	const struct fault f = fault_at(FAULT_UNHEARD, step);
	const char *why = text_of(json_object_get(step, "result"), "reason");
	add_fault(x, &f,
	          "%s(say.%s) to %s is said on no path: each time the gate blocks it: %s; say it "
	          "sooner, ask for the consent once more, or delete it",
	          text_of(step, "kind"), phrase, role_name(r), why ? why : "");
}

/* A step that the gate refused when it was made. */
static void refused(struct exploration *x, struct support_case *c, const json_t *suggestion,
                    const json_t *records, int64_t now_ms)
{
	struct err why = { 0 };
	const json_t *step = step_at(records, suggestion);
	enum role r = role_from(text_of(suggestion, "party"));
	const struct act tell = {
		ACT_TELL, r, (unsigned)json_integer_value(json_object_get(suggestion, "tells")),
		role_from(text_of(suggestion, "contact_of"))
	};
	const char *field = text_of(json_object_get(step, "is"), "field");
	char *owner = field ? xstrndup(field, strcspn(field, ".")) : NULL;
	const struct act hold = { ACT_HOLD, role_from(owner), 0, ROLE_NONE };
	const struct fault f = fault_at(FAULT_TELLS, step);
	if (!was_allowed_once(x, c, &tell, now_ms, &why) ||
	    (owner && !was_allowed_once(x, c, &hold, now_ms, &why)))
		add_fault(x, &f,
		          "%s(say.%s) to %s: on this way nobody has agreed to it: %s; ask for that "
		          "consent "
		          "first, and go on only where it was given",
		          text_of(suggestion, "purpose"), text_of(suggestion, "phrase"),
		          role_name(r), why.text);
	else
		came_too_late(x, step, text_of(suggestion, "phrase"), r);
	free(owner);
}

static const struct consent *in_force_before(const struct support_case *c, const struct consent *k)
{
	for (const struct consent *one = c->consents; one < k; one++)
		if (!strcmp(one->kind, k->kind) && one->subject == k->subject &&
		    one->delegate == k->delegate && !strcmp(one->state, "granted"))
			return one;
	return NULL;
}

/* A consent that is asked for: of whom, and is it needed? */
static void asked(struct exploration *x, const struct support_case *c, const json_t *step)
{
	const char *id = text_of(json_object_get(step, "wait"), "consent");
	const struct consent *k = case_consent((struct support_case *)(uintptr_t)c, id);
	if (!k)
		return;
	const json_t *rule = json_object_get(bundle_policy(x->b)->consents, k->kind);
	const char *by = text_of(rule, "by"), *only = text_of(rule, "only");
	const struct fault wrong = fault_at(FAULT_WRONG_PARTY, step);
	const struct fault again = fault_at(FAULT_ASKS_AGAIN, step);
	if (by && !strcmp(by, "caller") && k->subject != ROLE_CALLER)
		add_fault(
			x, &wrong,
			"consent(say.%s) is asked of %s: only the caller can give it (policy.lua, "
			"consents.%s)",
			k->phrase, role_name(k->subject), k->kind);
	bool by_caller = by && !strcmp(by, "caller"); /* else a driver lets the caller hear him */
	if (k->delegate == k->subject || (k->delegate == ROLE_CALLER && by_caller))
		add_fault(x, &wrong, "consent(say.%s): %s cannot be the delegate", k->phrase,
		          role_name(k->delegate));
	if (only && !strcmp(only, "non_member") && c->parties[k->subject].member)
		add_fault(x, &again,
		          "consent(say.%s) is asked of a member: it is needed of non-members only; "
		          "ask "
		          "where party.member is false",
		          k->phrase);
	if (in_force_before(c, k))
		add_fault(x, &again,
		          "consent(say.%s) is asked of %s, who has given this consent already",
		          k->phrase, role_name(k->subject));
}

/* ---- the gate itself ---- */

/* The one rule of all (guide 1), told here once more and apart from src/consent.c: nothing of a trip or a matter to a
 * third party without a delegation by the caller that names him and, of a non-member, his own consent to collection. */
static bool may_hear(const struct support_case *c, enum role r)
{
	bool delegated = false, collected = c->parties[r].member;
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		if (strcmp(k->state, "granted"))
			continue;
		delegated = delegated || (!strcmp(k->kind, "delegation") &&
		                          k->subject == ROLE_CALLER && k->delegate == r);
		collected = collected || (!strcmp(k->kind, "collection") && k->subject == r);
	}
	return delegated && collected;
}

/* What the phrases of this turn told; checked where the policy is the guide's. */
static void said(struct exploration *x, const struct support_case *c, const json_t *record)
{
	enum role r = role_from(text_of(record, "party"));
	unsigned tells = (unsigned)json_integer_value(json_object_get(record, "tells"));
	const char *from = text_of(record, "from");
	struct fault f = { .kind = FAULT_SLIPS };
	if (!role_is_third_party(r) || !strcmp(from, "party") ||
	    !(tells & (CLASS_TRIP | CLASS_CASE)) || may_hear(c, r))
		return;
	snprintf(f.file, sizeof f.file, "%s", bundle_chunk(x->b));
	add_fault(x, &f,
	          "the engine let %s hear what nobody has agreed to: please report it with this "
	          "dialogue",
	          role_name(r));
}

/* A phrase to somebody for whom it is not meant. */
static void spoken(struct exploration *x, const json_t *step)
{
	const json_t *is = json_object_get(step, "is");
	const char *id = text_of(is, "phrase");
	const struct phrase *p = id ? bundle_phrase(x->b, id) : NULL;
	enum role r = role_from(text_of(is, "party"));
	const struct fault f = fault_at(FAULT_WRONG_PARTY, step);
	if (p && p->to && r != ROLE_NONE && !(p->to & 1u << r))
		add_fault(x, &f, "%s(say.%s) to %s, and it is not meant for this party (its `to`)",
		          text_of(step, "kind"), id, role_name(r));
}

/* A handler of a changed notice asks again for the consent that it is told of. */
static bool renews(const struct support_case *c, const json_t *step)
{
	json_int_t lane = json_integer_value(json_object_get(step, "lane"));
	const char *id = text_of(json_object_get(step, "is"), "phrase");
	for (size_t i = 0; i < c->lanes_count; i++) {
		const struct lane *l = &c->lanes[i];
		if (l->id == lane && l->handler && !strcmp(l->handler, "notice_changed"))
			return !strcmp(text_of(step, "kind"), "consent") &&
			       !strcmp(text_of(l->event, "phrase"), id);
	}
	return false;
}

/* Told at the question: where the engine renews by itself there is no line of the flow. */
static void renewed_after_no(struct exploration *x, const json_t *step, const json_t *question)
{
	const json_t *is = json_object_get(question, "is");
	const struct fault f = fault_at(FAULT_AFTER_NO, question);
	add_fault(x, &f,
	          "%s, who has not said yes to say.%s, is asked once more for consent(say.%s) if "
	          "its notice changes in law meanwhile: close, or add "
	          "case:whenever(\"notice_changed\", …) that does not ask",
	          text_of(is, "party"), text_of(is, "phrase"),
	          text_of(json_object_get(step, "is"), "phrase"));
}

/* Whoever did not say yes when he was last asked (is it you? have you time?) is told nothing and asked for nothing,
 * but for that question itself; and a consent is renewed while the next one is open. */
static void told_after_no(struct exploration *x, const struct support_case *c,
                          const struct node *from, const json_t *records, const json_t *step)
{
	const char *id = text_of(json_object_get(step, "is"), "phrase");
	const struct phrase *p = id ? bundle_phrase(x->b, id) : NULL;
	enum role r = role_from(text_of(json_object_get(step, "is"), "party"));
	bool tells = p && (p->tells & (CLASS_TRIP | CLASS_CASE | CLASS_CONTACT));
	if (r == ROLE_NONE || !p || (!tells && !p->consent))
		return;
	const struct confirmed asked = last_confirm(from, records, r);
	const char *question = text_of(json_object_get(asked.step, "is"), "phrase");
	const struct fault f = fault_at(FAULT_AFTER_NO, step);
	bool again = renews(c, step);
	if (!asked.step || asked.yes || !strcmp(question, id) || (again && asked.open))
		return;
	if (again && strcmp(f.file, bundle_chunk(x->b)))
		renewed_after_no(x, step, asked.step);
	else
		add_fault(x, &f,
		          "%s(say.%s) to %s, who has not said yes to say.%s (line %d) on this way: "
		          "close, or "
		          "ask again",
		          text_of(step, "kind"), id, role_name(r), question,
		          (int)json_integer_value(json_object_get(asked.step, "line")));
}

void look_for_faults(struct exploration *x, struct support_case *c, const struct node *from,
                     const json_t *records, int64_t now_ms)
{
	size_t i;
	json_t *r;
	json_array_foreach(records, i, r)
	{
		const char *kind = text_of(r, "r");
		if (!strcmp(kind, "park"))
			stops(x, r);
		else if (!strcmp(kind, "suggestion") && json_object_get(r, "purpose") &&
		         !strcmp(text_of(r, "state"), "blocked"))
			refused(x, c, r, records, now_ms);
		else if (!strcmp(kind, "message"))
			said(x, c, r);
		if (strcmp(kind, "step"))
			continue;
		if (json_object_get(r, "wait"))
			asked(x, c, r);
		spoken(x, r);
		told_after_no(x, c, from, records, r);
	}
}
