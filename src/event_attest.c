#include "event_agent.h"

#include <stdlib.h>
#include <string.h>

#include "answer.h"
#include "event_value.h"
#include "json_make.h"

/* ---- yes and no ---- */

static bool is_method(const char *m)
{
	return m && (!strcmp(m, "phone") || !strcmp(m, "chat") || !strcmp(m, "sms") ||
	             !strcmp(m, "in_person"));
}

/* A question that was only offered and is answered by voice was read out. */
static int serve_by_voice(struct turn *t, struct wait *w, const char *method,
                          const struct event *ev, struct err *e)
{
	if (w->served_at_ms)
		return 0;
	if (!strcmp(method, "chat") || !strcmp(method, "sms"))
		return err_set(e, E_CONFLICT,
		               "the question has not been sent yet: send it, or record an answer "
		               "given by phone or in person");
	for (size_t i = 0; i < t->c->suggestions_count; i++) {
		struct suggestion *s = &t->c->suggestions[i];
		if (s->lane == w->lane && s->n == w->n && !strcmp(s->state, "offered"))
			return event_read_out(t, ev, s, w, e);
	}
	return err_set(e, E_CONFLICT, "the question was never offered");
}

static json_t *attested(struct turn *t, const struct event *ev, enum role whose)
{
	json_t *evidence = event_evidence_by(t, ev, "attested");
	json_object_set(evidence, "method", json_object_get(ev->body, "method"));
	if (event_text(ev, "words"))
		json_object_set_new(evidence, "words",
		                    turn_value(t, whose, event_text(ev, "words")));
	return evidence;
}

int event_attest(struct turn *t, const struct event *ev, struct err *e)
{
	struct wait *w;
	const char *answer = event_text(ev, "answer"), *method = event_text(ev, "method"), *words;
	bool yes = answer && !strcmp(answer, "yes"), unclear = answer && !strcmp(answer, "unclear");
	if (event_question(t, ev, &w, e))
		return -1;
	if (!answer || (!yes && !unclear && strcmp(answer, "no")))
		return err_set(e, E_INPUT, "answer: expected \"yes\", \"no\" or \"unclear\"");
	if (!is_method(method))
		return err_set(e, E_INPUT,
		               "method: expected \"phone\", \"chat\", \"sms\" or \"in_person\"");
	if (json_object_get(ev->body, "words") && event_given_text(ev, "words", &words, e))
		return -1;
	if (!event_names_person(ev))
		return err_set(e, E_FORBIDDEN,
		               "an answer is attested by a person with a name: sign in, or give it "
		               "as \"by\"");
	if (w->kind == WAIT_ASK && yes)
		return err_set(
			e, E_INPUT,
			"answer: this question asks for a value: enter it as a \"field\" event");
	if (serve_by_voice(t, w, method, ev, e))
		return -1;
	enum role whose = w->party;
	event_record(t, ev,
	             json_make("{s:s, s:s, s:s}", "party", role_name(whose), "answer", answer,
	                       "method", method));
	if (!unclear)
		answer_give(t, w, yes, attested(t, ev, whose));
	else if (w->kind == WAIT_CONFIRM)
		answer_end(t, w, "unclear", NULL, json_make("{s:s}", "kind", "attested"));
	else
		answer_unclear(t, w);
	return 0;
}

/* ---- telephone numbers ---- */

enum role event_number_owner(const struct wait *w)
{
	char *role = xstrndup(w->field, strcspn(w->field, "."));
	enum role owner = role_from(role);
	free(role);
	return owner;
}

bool event_number_allowed(const struct turn *t, const struct wait *w, struct err *e)
{
	const struct act hold = { ACT_HOLD, event_number_owner(w), 0, ROLE_NONE };
	return turn_allows(t, &hold, e);
}

void event_number_given(struct turn *t, struct wait *w, json_t *ref)
{
	turn_record(t, json_make("{s:s, s:s, s:o}", "r", "party", "party",
	                         role_name(event_number_owner(w)), "phone", ref));
	turn_end_offers(t, w->lane, w->n, "ended", NULL);
	turn_settle(t, w, json_make("{s:s}", "state", "given"));
}

enum { FIELD_MAX_BYTES = 30 };

bool event_is_phone(const char *text)
{
	size_t digits = 0;
	for (const char *p = text; *p; p++) {
		if (*p >= '0' && *p <= '9')
			digits++;
		else if (*p != '-' && *p != ' ' && !(*p == '+' && p == text))
			return false;
	}
	return digits >= 7 && digits <= 15 && strlen(text) <= FIELD_MAX_BYTES;
}

static struct wait *wait_for_field(struct turn *t, const char *field)
{
	for (size_t i = 0; field && i < t->c->waits_count; i++) {
		struct wait *w = &t->c->waits[i];
		if (w->kind == WAIT_ASK && !w->missing && event_is_open(t, w) &&
		    !strcmp(w->field, field))
			return w;
	}
	return NULL;
}

int event_field(struct turn *t, const struct event *ev, struct err *e)
{
	const char *field = event_text(ev, "field"), *value = event_text(ev, "value");
	struct wait *w = wait_for_field(t, field);
	if (!w && event_lacks(t, field))
		return event_value(t, ev, field, e);
	if (!w)
		return err_set(e, E_CONFLICT, "field: '%.40s' is not being asked for",
		               field ? field : "");
	if (json_is_true(json_object_get(ev->body, "declined"))) {
		event_record(t, ev, json_make("{s:s, s:b}", "field", field, "declined", 1));
		answer_end(t, w, "declined", NULL, json_make("{s:s}", "kind", "agent"));
		return 0;
	}
	if (!value || !event_is_phone(value))
		return err_set(e, E_INPUT,
		               "value: expected a telephone number such as 010-1234-5678");
	if (!event_number_allowed(t, w, e))
		return -1;
	json_t *ref = turn_value(t, event_number_owner(w), value);
	event_record(t, ev, json_make("{s:s, s:O}", "field", field, "value", ref));
	event_number_given(t, w, ref);
	return 0;
}
