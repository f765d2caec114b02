#include "turn.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "clock.h"
#include "crypto.h"
#include "facts.h"
#include "json_make.h"
#include "json_write.h"
#include "phrase.h"
#include "sentence.h"
#include "store.h"
#include "text.h"

void turn_begin(struct turn *t, struct support_case *c, struct bundle *b, int64_t now_ms)
{
	*t = (struct turn){ .c = c, .b = b, .now_ms = now_ms, .records = json_array() };
	c->turn++;
}

static void free_out(struct store_out *o)
{
	free((char *)o->key);
	free((char *)o->effect);
	free((char *)o->target);
}

void turn_end(struct turn *t)
{
	for (size_t i = 0; i < t->values_count; i++)
		free((char *)t->values[i].text);
	for (size_t i = 0; i < t->outs_count; i++)
		free_out(&t->outs[i]);
	free(t->values);
	for (size_t i = 0; i < t->addresses_count; i++) {
		free((char *)t->addresses[i].target);
		free((char *)t->addresses[i].text);
	}
	free(t->outs);
	free(t->addresses);
	free(t->erase);
	json_decref(t->records);
	json_decref(t->who);
	*t = (struct turn){ 0 };
}

void turn_record(struct turn *t, json_t *record)
{
	struct err e = { 0 };
	assert(record);
	json_array_append_new(t->records, record);
	int rc = case_apply(t->c, t->now_ms, record, &e);
	assert(rc == 0);
	(void)rc;
}

void turn_precede(struct turn *t, json_t *records)
{
	json_array_extend(records, t->records);
	json_decref(t->records);
	t->records = records;
}

static json_t *value_of(struct turn *t, const char *whose, const char *text)
{
	t->values = xrealloc(t->values, (t->values_count + 1) * sizeof *t->values);
	struct store_value *v = &t->values[t->values_count++];
	v->party = whose;
	v->text = xstrdup(text);
	clock_random(v->salt, sizeof v->salt);
	v->id = case_value_add(t->c, v->party, v->text, v->salt);
	return case_value_ref(t->c, v->id);
}

json_t *turn_value(struct turn *t, enum role whose, const char *text)
{
	return value_of(t, role_name(whose), text);
}

json_t *turn_case_value(struct turn *t, const char *text)
{
	return value_of(t, VALUE_OF_CASE, text);
}

json_t *turn_agent_value(struct turn *t, const char *name)
{
	return value_of(t, VALUE_OF_AGENTS, name);
}

json_t *turn_who(struct turn *t, const char *name)
{
	if (!t->who)
		t->who = turn_agent_value(t, name);
	return json_incref(t->who);
}

json_t *turn_value_like(struct turn *t, const json_t *ref, const char *text)
{
	json_int_t id = json_integer_value(json_object_get(ref, "v"));
	return value_of(t, id > 0 ? t->c->values[id - 1].party : VALUE_OF_CASE, text);
}

json_t *turn_address(struct turn *t, const char *target, const char *party, const char *text)
{
	const char *whose = role_from(party) == ROLE_NONE ? VALUE_OF_CASE : party;
	json_t *ref = value_of(t, whose, text);
	t->addresses = xrealloc(t->addresses, (t->addresses_count + 1) * sizeof *t->addresses);
	t->addresses[t->addresses_count++] = (struct store_address){
		.target = xstrdup(target), /* the event's own is freed before the commit */
		.party = party,
		.text = xstrdup(text),
		.value_id = json_integer_value(json_object_get(ref, "v")),
	};
	return ref;
}

/* phone: of that person; NULL: it is not known. */
static bool is_of(const struct value *v, enum role whose, const char *phone)
{
	return !strcmp(v->party, role_name(whose)) ||
	       (phone && consent_text_holds_phone(v->text, phone));
}

static void erase(struct turn *t, enum role whose, bool wholly)
{
	const char *phone = case_text(t->c, t->c->parties[whose].phone);
	json_t *ids = json_array();
	for (size_t i = 0; i < t->c->values_count; i++) {
		const struct value *v = &t->c->values[i];
		bool about = wholly && v->party && !strcmp(v->party, VALUE_OF_CASE);
		if (!v->text || (!about && !is_of(v, whose, phone)))
			continue;
		t->erase = xrealloc(t->erase, (t->erase_count + 1) * sizeof *t->erase);
		t->erase[t->erase_count++] = (int64_t)i + 1;
		json_array_append_new(ids, json_integer((json_int_t)i + 1));
	}
	turn_record(t, json_make("{s:s, s:s, s:o}", "r", "erase", "party", role_name(whose),
	                         "values", ids));
}

void turn_erase(struct turn *t, enum role whose)
{
	erase(t, whose, false);
}

void turn_erase_wholly(struct turn *t, enum role whose)
{
	erase(t, whose, true);
}

/* ---- filling phrases ---- */

struct filling {
	const struct turn *t;
	const json_t *values;
	enum language language;
};

/* "2026-11-20" -> "11월 20일", "November 20" */
static char *date_text(const char *date, enum language l)
{
	static const char *const months[] = { "January",   "February", "March",    "April",
		                              "May",       "June",     "July",     "August",
		                              "September", "October",  "November", "December" };
	int year, month, day;
	if (sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 || month > 12)
		return xstrdup(date);
	return l == LANGUAGE_EN ? xasprintf("%s %d", months[month - 1], day)
	                        : xasprintf("%d월 %d일", month, day);
}

static char *party_phone(const struct support_case *c, const char *name)
{
	enum role r = case_phone_owner(name);
	return r == ROLE_NONE ? NULL : xstrdup(case_text(c, c->parties[r].phone));
}

static char *given_value(const struct filling *f, const json_t *given)
{
	if (json_is_string(given))
		return xstrdup(json_string_value(given));
	return xstrdup(bundle_word_in(
		f->t->b, "party", json_string_value(json_object_get(given, "party")), f->language));
}

static char *fact_value(const struct filling *f, const char *name)
{
	const json_t *placeholder = bundle_placeholder(f->t->b, name);
	const char *type = json_string_value(json_object_get(placeholder, "type"));
	const char *text = case_text(f->t->c, json_object_get(f->t->c->facts, name));
	if (!text)
		return NULL;
	if (type && !strcmp(type, "date"))
		return date_text(text, f->language);
	if (type && !strcmp(type, "topic"))
		return xstrdup(bundle_word_in(f->t->b, "topic", text, f->language));
	return xstrdup(text);
}

static char *placeholder_value(void *arg, const char *name)
{
	const struct filling *f = arg;
	const json_t *given = json_object_get(f->values, name);
	if (given)
		return given_value(f, given);
	char *phone = party_phone(f->t->c, name);
	return phone ? phone : fact_value(f, name);
}

char *turn_fill(const struct turn *t, const struct phrase *p, const json_t *values, struct err *e)
{
	struct filling f = { t, values, p->language };
	return phrase_fill(p, placeholder_value, &f, e);
}

bool turn_is_tellable(const struct turn *t, const char *name)
{
	const struct fact *f = fact_find(name);
	bool is_text = f && (f->type == FACT_DATE || f->type == FACT_TEXT || f->type == FACT_NAME);
	return bundle_placeholder(t->b, name) && (is_text || case_phone_owner(name) != ROLE_NONE);
}

/* What a placeholder of a notice stands for in this consent. Caller frees; NULL: nothing. */
static char *consented_value(const struct turn *t, enum language l, const char *name,
                             enum role delegate)
{
	static const char polite[] = "분"; /* an agent may say 님 */
	const struct filling f = { t, NULL, l };
	const json_t *declared = bundle_placeholder(t->b, name);
	const char *type = json_string_value(json_object_get(declared, "type"));
	if (!type || strcmp(type, "party"))
		return fact_value(&f, name);
	const char *word = bundle_word_in(t->b, "party", role_name(delegate), l);
	if (!word)
		return NULL;
	size_t len = strlen(word), cut = strlen(polite);
	return xstrndup(word, len > cut && !strcmp(word + len - cut, polite) ? len - cut : len);
}

int turn_keeps_values(const struct turn *t, const struct phrase *p, enum role delegate,
                      const char *text, struct err *e)
{
	char *typed = text_bare(text);
	int rc = 0;
	for (size_t i = 0; i < p->parts_count && !rc; i++) {
		const char *name = p->part[i].name;
		char *value = name ? consented_value(t, p->language, name, delegate) : NULL;
		char *bare = value ? text_bare(value) : NULL;
		if (bare && !strstr(typed, bare))
			rc = err_set(e, E_INPUT, "the notice must name what is agreed to: '%s'",
			             value);
		free(bare);
		free(value);
	}
	free(typed);
	return rc;
}

unsigned turn_text_tells(const struct turn *t, enum role to, const char *text,
                         enum role *contact_of)
{
	const char *code = case_text(t->c, json_object_get(t->c->facts, "topic"));
	unsigned tells = 0;
	for (int l = 0; l < LANGUAGES; l++)
		tells |= consent_text_tells(
			t->c, to, text,
			code ? bundle_word_in(t->b, "topic", code, (enum language)l) : NULL,
			contact_of);
	return tells;
}

bool turn_allows(const struct turn *t, const struct act *a, struct err *why)
{
	const struct policy *p = bundle_policy(t->b);
	const struct gate_policy g = { p->gate, p->consents };
	return consent_allows(t->c, &g, a, t->now_ms, false, why);
}

/* ---- waits, consents, offers ---- */

void turn_settle_by(struct turn *t, const struct wait *w, json_t *outcome, json_t *evidence)
{
	turn_record(t, json_make("{s:s, s:i, s:I, s:o, s:o}", "r", "settle", "lane", w->lane, "n",
	                         (json_int_t)w->n, "outcome", outcome, "evidence", evidence));
}

void turn_settle(struct turn *t, const struct wait *w, json_t *outcome)
{
	turn_record(t, json_make("{s:s, s:i, s:I, s:o}", "r", "settle", "lane", w->lane, "n",
	                         (json_int_t)w->n, "outcome", outcome));
}

void turn_consent_state(struct turn *t, const struct consent *k, const char *state,
                        json_t *evidence)
{
	json_t *r = json_make("{s:s, s:s, s:s, s:o}", "r", "consent", "id", k->id, "state", state,
	                      "evidence", evidence);
	if (!strcmp(state, "granted")) {
		const json_t *rule = json_object_get(bundle_policy(t->b)->consents, k->kind);
		json_int_t expires = json_integer_value(json_object_get(rule, "expires_ms"));
		if (expires)
			json_object_set_new(r, "expires", json_integer(t->now_ms + expires));
	}
	turn_record(t, r);
}

void turn_offer(struct turn *t, const struct wait *w, const char *purpose, json_t *text_ref)
{
	const struct phrase *p = turn_phrase(t, w->phrase, w->party);
	char *id = xasprintf("s%lld", (long long)t->c->next_id + 1);
	turn_record(t, json_make("{s:s, s:s, s:s, s:i, s:I, s:s, s:s, s:s, s:O, s:i, s:s}", "r",
	                         "suggestion", "id", id, "state", "offered", "lane", w->lane, "n",
	                         (json_int_t)w->n, "party", role_name(w->party), "purpose", purpose,
	                         "phrase", w->phrase, "text", text_ref, "tells", (int)p->tells,
	                         "contact_of", p->contact_of ? p->contact_of : ""));
	free(id);
}

void turn_end_offers(struct turn *t, int lane, int64_t n, const char *state, const char *reason)
{
	for (size_t i = 0; i < t->c->suggestions_count; i++) {
		const struct suggestion *s = &t->c->suggestions[i];
		if (s->lane != lane || s->n != n || strcmp(s->state, "offered"))
			continue;
		json_t *r = json_make("{s:s, s:s, s:s}", "r", "suggestion", "id", s->id, "state",
		                      state);
		if (reason)
			json_object_set_new(r, "reason", json_string(reason));
		turn_record(t, r);
	}
}

static bool is_provisional(const struct turn *t, enum role r)
{
	const json_t *rule = json_object_get(bundle_policy(t->b)->consents, "collection");
	if (!role_is_third_party(r) || t->c->parties[r].member || !rule)
		return false;
	for (size_t i = 0; i < t->c->consents_count; i++) {
		const struct consent *k = &t->c->consents[i];
		if (!strcmp(k->kind, "collection") && k->subject == r &&
		    !strcmp(k->state, "granted"))
			return false;
	}
	return true;
}

static bool has_values(const struct turn *t, enum role r)
{
	for (size_t i = 0; i < t->c->values_count; i++)
		if (t->c->values[i].text && !strcmp(t->c->values[i].party, role_name(r)))
			return true;
	return false;
}

static bool has_unsent(const struct turn *t, enum role r)
{
	for (size_t i = 0; i < t->c->messages_count; i++) {
		const struct message *m = &t->c->messages[i];
		if (m->party == r && m->delivery && !strcmp(m->delivery, "queued"))
			return true;
	}
	return false;
}

void turn_erase_provisional(struct turn *t)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		if (!is_provisional(t, (enum role)r) || !has_values(t, (enum role)r) ||
		    has_unsent(t, (enum role)r))
			continue;
		turn_erase(t, (enum role)r);
	}
}

void turn_close(struct turn *t, json_t *outcome)
{
	for (size_t i = 0; i < t->c->suggestions_count; i++) {
		const struct suggestion *s = &t->c->suggestions[i];
		if (!strcmp(s->state, "offered"))
			turn_end_offers(t, s->lane, s->n, "ended", NULL);
	}
	for (size_t i = 0; i < t->c->consents_count; i++)
		if (!strcmp(t->c->consents[i].state, "requested"))
			turn_consent_state(t, &t->c->consents[i], "unanswered",
			                   json_make("{s:s}", "kind", "close"));
	for (int r = 0; r < ROLE_COUNT; r++)
		turn_drop_held(t, (enum role)r, sentence_word("held.over"));
	turn_record(t, json_make("{s:s, s:o}", "r", "close", "outcome", outcome));
	turn_erase_provisional(t);
}

void turn_to_store(struct turn *t, struct store_turn *st, char **records_text)
{
	struct buf b = { 0 };
	buf_reserve(&b, 1000); /* of a turn that says something */
	json_write(&b, t->records);
	*records_text = buf_take(&b);
	json_decref(t->records); /* while the processor's cache has them: not after the commit */
	t->records = NULL;
	st->case_id = t->c->id;
	st->turn = t->c->turn;
	st->at_ms = t->now_ms;
	st->records = *records_text;
	st->values = t->values;
	st->values_count = t->values_count;
	st->erase = t->erase;
	st->erase_count = t->erase_count;
	st->addresses = t->addresses;
	st->addresses_count = t->addresses_count;
	st->outs = t->outs;
	st->outs_count = t->outs_count;
	st->head = (struct store_head){
		.flow = t->c->flow,
		.bundle = t->c->bundle,
		.status = case_status_name(t->c->status),
		.step = t->c->step,
		.outcome = case_outcome_code(t->c),
		.opened_at_ms = t->c->opened_at_ms,
		.updated_at_ms = t->now_ms,
		.wake_at_ms = case_wake_at(t->c),
	};
}
