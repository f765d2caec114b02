#include "view_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "consent.h"
#include "facts.h"
#include "phrase.h"

static json_t *text_or_null(const char *text)
{
	return text && *text ? json_string(text) : json_null();
}

/* ---- why this ---- */

/* {"party","phrase","state","via"?,"to"?,"at"?}: the answer that led here; null: none did */
static json_t *answer_json(const struct came *m)
{
	static const char *const kept[] = { "state", "via", "kind", "to" };
	if (!m->answer)
		return json_null();
	json_t *out = json_pack("{s:o, s:o}", "party", text_or_null(role_name(m->party)), "phrase",
	                        text_or_null(m->phrase));
	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		json_t *v = json_object_get(m->answer, kept[i]);
		json_object_set(out, kept[i], json_is_string(v) ? v : json_null());
	}
	json_object_set_new(out, "at",
	                    time_json(json_integer_value(json_object_get(m->answer, "at"))));
	return out;
}

static const struct lane *handler_of(const struct support_case *c, int lane)
{
	for (size_t i = 1; i < c->lanes_count; i++)
		if (c->lanes[i].id == lane)
			return &c->lanes[i];
	return NULL;
}

json_t *view_why(const struct support_case *c, const struct suggestion *s)
{
	const struct lane *l = handler_of(c, s->lane);
	const json_t *step = s->came.step ? json_array_get(c->steps, s->came.step - 1) : NULL;
	if (!*s->came.file)
		return json_null();
	return json_pack(
		"{s:s, s:i, s:o, s:o, s:o, s:o}", "file", s->came.file, "line", s->came.line,
		"step", text_or_null(json_string_value(json_object_get(step, "title"))), "handler",
		text_or_null(l ? l->handler : NULL), "by",
		text_or_null(l ? role_name(l->party) : NULL), "answer", answer_json(&s->came));
}

/* ---- what would unlock it ---- */

/* "q5" of the open question that asks for this consent; null */
static json_t *question_for(const struct support_case *c, const char *consent)
{
	for (size_t i = 0; consent && i < c->waits_count; i++) {
		const struct wait *w = &c->waits[i];
		if (w->consent && !w->outcome && !strcmp(w->consent, consent))
			return json_sprintf("q%lld", (long long)w->n);
	}
	return json_null();
}

json_t *view_unlock(const struct support_case *c, const struct bundle *b,
                    const struct suggestion *s)
{
	const struct policy *p = bundle_policy(b);
	const struct gate_policy g = { p->gate, p->consents };
	const struct act a = { ACT_TELL, s->party, s->tells, s->contact_of };
	size_t i;
	json_t *one;
	if (strcmp(s->state, "blocked"))
		return json_null();
	json_t *needs = consent_needs(c, &g, &a, clock_now_ms());
	json_array_foreach(needs, i, one)
	{
		const char *id = json_string_value(json_object_get(one, "consent"));
		json_object_set_new(one, "question", question_for(c, id));
	}
	return needs;
}

/* ---- why this flow ---- */

json_t *view_opens(const struct support_case *c, const struct bundle *b)
{
	json_t *out = json_array();
	for (const struct fact *f = fact_table; f->name; f++) {
		json_t *wants = json_object_get(bundle_opens(b), f->name), *v;
		json_t *has = json_object_get(c->facts, f->name);
		size_t i;
		bool fits = false;
		if (!wants)
			continue;
		has = has                       ? case_reveal(c, has)
		      : f->type == FACT_INBOUND ? json_string("none")
		                                : json_null();
		json_array_foreach(wants, i, v) fits = fits || json_equal(v, has);
		json_array_append_new(out, json_pack("{s:s, s:o, s:O, s:b}", "fact", f->name, "has",
		                                     has, "wants", wants, "fits", fits));
	}
	return out;
}

/* ---- what is missing ---- */

static const char *form_of(const char *name)
{
	const struct fact *f = fact_find(name);
	if (case_phone_owner(name) != ROLE_NONE)
		return "phone";
	if (f && f->type == FACT_DATE)
		return "date";
	return f && f->type == FACT_NAME ? "name" : "text";
}

static json_t *missing_json(const struct bundle *b, const char *name)
{
	const struct fact *f = fact_find(name);
	const char *class =
		json_string_value(json_object_get(bundle_placeholder(b, name), "class"));
	return json_pack("{s:s, s:s, s:o, s:i, s:o, s:o}", "name", name, "form", form_of(name),
	                 "of", text_or_null(role_name(case_phone_owner(name))), "max",
	                 f ? (int)f->max_code_points : (int)PHONE_MAX, "class", text_or_null(class),
	                 "purpose",
	                 text_or_null(json_string_value(
				 json_object_get(bundle_collect(b, name), "purpose"))));
}

json_t *view_missing(const struct support_case *c, const struct bundle *b, const struct wait *w)
{
	json_t *out = json_array(), *one;
	size_t i;
	json_array_foreach(w->missing, i, one)
	{
		if (!case_knows(c, json_string_value(one)))
			json_array_append_new(out, missing_json(b, json_string_value(one)));
	}
	return out;
}

json_t *view_template(const struct support_case *c, const struct bundle *b, const struct wait *w)
{
	const struct phrase *p =
		w->missing ? bundle_phrase_in(b, w->phrase, c->parties[w->party].language) : NULL;
	char *text = p ? phrase_template(p) : NULL;
	json_t *out = text_or_null(text);
	free(text);
	return out;
}
