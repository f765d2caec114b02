#include "carry.h"

#include <string.h>

#include "answer.h"
#include "bundle.h"
#include "case.h"
#include "phrase.h"
#include "turn.h"

/* ---- what is open ---- */

static enum phrase_kind kind_of(const struct wait *w)
{
	if (w->kind == WAIT_CONSENT)
		return PHRASE_NOTICE;
	return w->kind == WAIT_SUGGEST || w->kind == WAIT_SAY ? PHRASE_STATEMENT : PHRASE_QUESTION;
}

/* The step was recorded; but what is still to be done with it looks its phrase and field up. */
static int wait_check(const struct turn *t, const struct turn *own, const struct wait *w,
                      struct err *e)
{
	const struct phrase *p = turn_phrase(t, w->phrase, w->party);
	struct err why = { 0 }, was = { 0 };
	if (w->phrase && (!p || p->kind != kind_of(w)))
		return err_set(e, E_FLOW,
		               "%s:%d: phrase '%s', which is being said or asked, is gone from "
		               "phrases/ko.lua or of another kind there",
		               w->file, w->line, w->phrase);
	if (w->field && !bundle_collect(t->b, w->field))
		return err_set(e, E_FLOW,
		               "%s:%d: field '%s', which is being asked for, is not declared in "
		               "collects any more",
		               w->file, w->line, w->field);
	if (!answer_is_allowed(t, w, &why) && (!own->b || answer_is_allowed(own, w, &was)))
		return err_set(e, E_GATE, "policy.lua: step %lld (%s:%d) is not allowed there: %s",
		               (long long)w->n, w->file, w->line, why.text);
	return 0;
}

/* ---- the gate ---- */

static const struct {
	enum act_kind kind;
	unsigned tells;
	const char *words;
} acts[] = {
	{ ACT_TELL, CLASS_PUBLIC, "may be told what is public" },
	{ ACT_TELL, CLASS_TRIP, "may be told of the trip" },
	{ ACT_TELL, CLASS_CASE, "may be told of the matter" },
	{ ACT_CONTACT, 0, "may be contacted" },
	{ ACT_HOLD, 0, "may have his contact data held" },
};

/* For this case as it stands, of whom and what it knows. */
static int gate_check(const struct turn *own, const struct turn *to, struct err *e)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		for (size_t i = 0; own->c->parties[r].known && i < COUNT_OF(acts); i++) {
			struct err why = { 0 };
			const struct act a = { acts[i].kind, (enum role)r, acts[i].tells,
				               ROLE_NONE };
			bool was = turn_allows(own, &a, &why), is = turn_allows(to, &a, &why);
			if (was != is)
				return err_set(e, E_GATE,
				               "policy.lua: whether %s %s is answered otherwise "
				               "there (%s, was %s)",
				               role_name((enum role)r), acts[i].words,
				               is ? "yes" : "no", was ? "yes" : "no");
		}
	}
	return 0;
}

/* Without its bundle only its own record says what was agreed to. */
static int notices_check(const struct support_case *c, const struct bundle *to, struct err *e)
{
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		const struct phrase *p = bundle_phrase_in(to, k->phrase, k->language);
		bool counts = !strcmp(k->state, "granted") || !strcmp(k->state, "requested");
		if (counts && (!p || strcmp(p->identity, k->identity)))
			return err_set(e, E_GATE,
			               "%s: notice '%s', agreed to or being asked, "
			               "says something else in law there",
			               language_phrases(k->language), k->phrase);
	}
	return 0;
}

int carry_check(struct support_case *c, const struct bundle *own, struct bundle *to, int64_t now_ms,
                struct err *e)
{
	const struct turn now = { .c = c, .b = (struct bundle *)own, .now_ms = now_ms };
	const struct turn then = { .c = c, .b = to, .now_ms = now_ms };
	for (size_t i = 0; i < c->waits_count; i++)
		if (!c->waits[i].outcome && wait_check(&then, &now, &c->waits[i], e))
			return -1;
	return own ? gate_check(&now, &then, e) : notices_check(c, to, e);
}

/* ---- buttons ---- */

json_t *carry_labels(struct support_case *c, struct bundle *own, struct bundle *to)
{
	const struct turn now = { .c = c, .b = own }, then = { .c = c, .b = to };
	json_t *list = json_array();
	for (size_t i = 0; i < c->waits_count; i++) {
		const struct wait *w = &c->waits[i];
		const char *yes = turn_label(&now, w, true), *no = turn_label(&now, w, false);
		bool asks = w->kind == WAIT_CONFIRM || w->kind == WAIT_CONSENT;
		if (w->outcome || !asks || !w->served_at_ms ||
		    (!strcmp(yes, turn_label(&then, w, true)) &&
		     !strcmp(no, turn_label(&then, w, false))))
			continue;
		json_array_append_new(list, json_pack("{s:i, s:I, s:s, s:s}", "lane", w->lane, "n",
		                                      (json_int_t)w->n, "yes", yes, "no", no));
	}
	return list;
}
