/* allowed_then.h: "was it allowed then, and by what?" recomputed from the records and the policy tables alone, without
 * the fold and without the gate: what as_of.c is held against. */
#ifndef ASSENT_TESTS_ALLOWED_THEN_H
#define ASSENT_TESTS_ALLOWED_THEN_H

#include <jansson.h>
#include <stdbool.h>
#include <string.h>

#include "as_of.h"
#include "bundle.h"
#include "case.h"

static inline const char *text(const json_t *o, const char *key)
{
	const char *s = json_string_value(json_object_get(o, key));
	return s ? s : "";
}

/* What the records say of one party at an instant. */
struct then {
	const char *topic, *inbound, *party, *bundle;
	bool member;
	json_t *consents; /* id -> the newest of each member, in the order of asking */
	int64_t at_ms;
};

static inline void then_look(struct then *w, const json_t *r)
{
	const char *kind = text(r, "r");
	if (!strcmp(kind, "open")) {
		w->topic = text(json_object_get(r, "facts"), "topic");
		w->inbound = text(json_object_get(r, "facts"), "inbound");
		w->member = json_is_true(json_object_get(
			json_object_get(json_object_get(r, "parties"), w->party), "member"));
	}
	if (!strcmp(kind, "open") || !strcmp(kind, "bundle"))
		w->bundle = text(r, "bundle");
	if (!strcmp(kind, "party") && !strcmp(text(r, "party"), w->party) &&
	    json_object_get(r, "member"))
		w->member = json_is_true(json_object_get(r, "member"));
	if (!strcmp(kind, "consent")) {
		json_t *k = json_object_get(w->consents, text(r, "id"));
		if (!k)
			json_object_set_new(w->consents, text(r, "id"), k = json_object());
		json_object_update(k, (json_t *)r);
	}
}

/* turns: [{"at": ms, "records"}]. False: there was no case yet. */
static inline bool then_read(struct then *w, const json_t *turns)
{
	size_t i, n;
	json_t *t, *r;
	bool begun = false;
	w->consents = json_object();
	json_array_foreach(turns, i, t)
	{
		if (json_integer_value(json_object_get(t, "at")) > w->at_ms)
			break;
		begun = true;
		json_array_foreach(json_object_get(t, "records"), n, r) then_look(w, r);
	}
	return begun;
}

static inline bool then_in_force(const struct then *w, const json_t *k, const char *kind,
                                 bool by_caller)
{
	int64_t end = json_integer_value(json_object_get(k, "expires"));
	const char *about = text(k, "about");
	if (strcmp(text(k, "kind"), kind) || strcmp(text(k, "state"), "granted") ||
	    (end && w->at_ms >= end))
		return false;
	if (!by_caller)
		return !strcmp(text(k, "subject"), w->party);
	return !strcmp(text(k, "subject"), "caller") && !strcmp(text(k, "delegate"), w->party) &&
	       (!*about || !strcmp(about, w->topic));
}

/* One consent that the policy names. Whatever meets it goes to grounds: "consent k1": true. */
static inline bool then_has(const struct then *w, const struct policy *p, const char *kind,
                            json_t *grounds)
{
	const char *id;
	json_t *k;
	const json_t *rule = json_object_get(p->consents, kind);
	if (!rule)
		return false;
	if (!strcmp(text(rule, "only"), "non_member") && w->member) {
		json_object_set_new(grounds, "member", json_string(w->party));
		return true;
	}
	json_object_foreach(w->consents, id, k)
	{
		if (!then_in_force(w, k, kind, !strcmp(text(rule, "by"), "caller")))
			continue;
		json_object_set_new(grounds, id, json_string("consent"));
		return true;
	}
	return false;
}

/* need: "never" or nothing, or a list of which all are demanded. */
static inline bool then_met(const struct then *w, const struct policy *p, const json_t *need,
                            json_t *grounds)
{
	size_t i;
	json_t *kind;
	if (!need || json_is_string(need))
		return false;
	json_array_foreach(need, i, kind)
	{
		if (!then_has(w, p, json_string_value(kind), grounds))
			return false;
	}
	return true;
}

static inline const json_t *then_rule(const struct then *w, const struct policy *p, const char *act)
{
	bool third = strcmp(w->party, "caller") && strcmp(w->party, "driver");
	return json_object_get(json_object_get(p->gate, act), third ? "third_party" : w->party);
}

static inline bool then_allowed(const struct then *w, const struct policy *p, const struct act *a,
                                json_t *grounds)
{
	static const char *const classes[] = { "public", "trip", "case", "contact" };
	if (a->kind == ACT_HOLD)
		return !strcmp(w->party, "caller") ||
		       then_met(w, p, then_rule(w, p, "hold"), grounds);
	if (!strcmp(w->inbound, w->party))
		json_object_set_new(grounds, "inbound", json_string(w->party));
	else if (!then_met(w, p, then_rule(w, p, "contact"), grounds))
		return false;
	for (unsigned bit = 0; a->kind == ACT_TELL && bit < COUNT_OF(classes); bit++) {
		bool own = bit == 3 && a->contact_of == a->party;
		if ((a->tells & 1u << bit) && !own &&
		    !then_met(w, p, json_object_get(then_rule(w, p, "tell"), classes[bit]),
		              grounds))
			return false;
	}
	return true;
}

/* {"inbound": role, "member": role, consent id: "consent"}, each if an act rested on it; NULL: it was not allowed. New. */
static inline json_t *allowed_then(const json_t *turns, const struct as_of_question *q,
                                   const struct policy *(*policy_of)(const char *bundle))
{
	struct then w = { "", "", role_name(q->act.party), "", false, NULL, q->at_ms };
	json_t *grounds = json_object();
	bool allowed =
		then_read(&w, turns) && then_allowed(&w, policy_of(w.bundle), &q->act, grounds);
	json_decref(w.consents);
	if (allowed)
		return grounds;
	json_decref(grounds);
	return NULL;
}

#endif
