#include "consent.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sentence.h"

enum { CLASS_BITS = 4 };
static const char *const class_names[CLASS_BITS] = { "public", "trip", "case", "contact" };

const char *consent_kind_word(const char *kind)
{
	char code[64];
	snprintf(code, sizeof code, "consent.%s", kind);
	return sentence_is(code) ? sentence_word(code) : kind;
}

static const char *member_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool is_in_force(const struct support_case *c, const struct consent *k, int64_t now_ms,
                        bool durable_only)
{
	if (strcmp(k->state, "granted") || k->suspended || k->outdated)
		return false;
	if (k->expires_at_ms && k->expires_at_ms <= now_ms)
		return false;
	return !durable_only || k->state_turn <= c->committed_turn;
}

/* Does consent k, in force, satisfy `kind` for party r? By the caller: naming r as delegate, about
 * this topic. */
static bool satisfies(const struct support_case *c, const struct consent *k, const char *kind,
                      bool by_caller, enum role r)
{
	const char *topic = member_of(c->facts, "topic");
	if (strcmp(k->kind, kind))
		return false;
	if (!by_caller)
		return k->subject == r;
	return k->subject == ROLE_CALLER && k->delegate == r &&
	       (!k->about || (topic && !strcmp(k->about, topic)));
}

/* What the gate is asked, and where it notes by what an act is allowed. */
struct asking {
	const struct support_case *c;
	const struct gate_policy *p;
	const struct act *a;
	int64_t now_ms;
	bool durable_only;
	json_t *grounds; /* NULL: nobody wants to know */
	json_t *needs;   /* NULL: the first that is missing is enough */
	struct err *why;
};

/* Notes a ground once, however many rules it meets. */
static void add_ground(const struct asking *q, const char *by, const char *what)
{
	size_t i;
	json_t *one;
	if (!q->grounds)
		return;
	json_array_foreach(q->grounds, i, one)
	{
		const char *known = member_of(one, by);
		if (known && !strcmp(known, what))
			return;
	}
	json_array_append_new(q->grounds, json_pack("{s:s}", by, what));
}

static bool has_consent(const struct asking *q, const char *kind)
{
	const json_t *rule = json_object_get(q->p->consents, kind);
	const char *by = member_of(rule, "by"), *only = member_of(rule, "only");
	enum role r = q->a->party;
	if (!by)
		return false; /* a kind that nobody can give opens nothing */
	if (only && !strcmp(only, "non_member") && q->c->parties[r].member) {
		add_ground(q, "member", role_name(r));
		return true;
	}
	for (size_t i = 0; i < q->c->consents_count; i++) {
		const struct consent *k = &q->c->consents[i];
		if (is_in_force(q->c, k, q->now_ms, q->durable_only) &&
		    satisfies(q->c, k, kind, !strcmp(by, "caller"), r)) {
			add_ground(q, "consent", k->id);
			return true;
		}
	}
	return false;
}

/* What became of a consent that opens nothing now. */
static const char *state_of(const struct consent *k)
{
	if (k->suspended)
		return "withdrawn";
	return k->outdated || !strcmp(k->state, "granted") ? "expired" : k->state;
}

static void add_need(const struct asking *q, const char *kind, bool by_caller)
{
	const struct consent *last = NULL;
	size_t i;
	json_t *one;
	json_array_foreach(q->needs, i, one)
	{
		if (!strcmp(member_of(one, "kind"), kind))
			return;
	}
	for (i = 0; i < q->c->consents_count; i++)
		if (satisfies(q->c, &q->c->consents[i], kind, by_caller, q->a->party))
			last = &q->c->consents[i];
	json_array_append_new(q->needs, json_pack("{s:s, s:s, s:s, s:s?}", "kind", kind, "of",
	                                          role_name(by_caller ? ROLE_CALLER : q->a->party),
	                                          "state", last ? state_of(last) : "missing",
	                                          "consent", last ? last->id : NULL));
}

static int missing(const struct asking *q, const char *kind)
{
	const char *by = member_of(json_object_get(q->p->consents, kind), "by");
	enum role whose = by && !strcmp(by, "caller") ? ROLE_CALLER : q->a->party;
	if (q->needs)
		add_need(q, kind, whose == ROLE_CALLER);
	if (!q->why || q->why->code != E_NONE)
		return -1;
	char *text =
		sentence_ko("gate.missing", "{s:s, s:s}", "of", role_name(whose), "consent", kind);
	err_set(q->why, E_GATE, "%s", text);
	free(text);
	return -1;
}

/* need: a list of consent kinds, all demanded; anything else ("never", absent): nobody can allow
 * it. */
static bool need_is_met(const struct asking *q, const json_t *need)
{
	size_t i;
	json_t *kind;
	/* an empty Lua table reads as an object */
	if (json_is_object(need) && json_object_size(need) == 0)
		return true;
	if (!json_is_array(need)) {
		if (q->needs)
			json_array_append_new(q->needs, json_pack("{s:s}", "kind", "never"));
		char *text = sentence_ko("gate.never", "{s:s}", "to", role_name(q->a->party));
		err_set(q->why, E_GATE, "%s", text);
		free(text);
		return false;
	}
	bool all = true;
	json_array_foreach(need, i, kind)
	{
		if (has_consent(q, json_string_value(kind)))
			continue;
		missing(q, json_string_value(kind));
		all = false;
		if (!q->needs)
			break;
	}
	return all;
}

/* gate[act][role], or gate[act].third_party where the role has no row of its own. */
static const json_t *row(const struct asking *q, const char *act)
{
	const json_t *rows = json_object_get(q->p->gate, act);
	const json_t *own = json_object_get(rows, role_name(q->a->party));
	return own || !role_is_third_party(q->a->party) ? own
	                                                : json_object_get(rows, "third_party");
}

static bool may_contact(const struct asking *q)
{
	if (q->c->inbound == ROLE_NONE || q->c->inbound != q->a->party)
		return need_is_met(q, row(q, "contact"));
	add_ground(q, "inbound", role_name(q->a->party));
	return true;
}

static bool may_tell(const struct asking *q)
{
	const struct act *a = q->a;
	bool all = may_contact(q);
	if (!all && !q->needs)
		return false;
	const json_t *classes = row(q, "tell");
	if (a->tells >> CLASS_BITS) /* a class that no policy names */
		return need_is_met(q, NULL);
	for (int bit = 0; bit < CLASS_BITS; bit++) {
		bool own_contact = bit == 3 && a->contact_of == a->party;
		if (!(a->tells & (1u << bit)) || own_contact)
			continue;
		all = need_is_met(q, json_object_get(classes, class_names[bit])) && all;
		if (!all && !q->needs)
			break;
	}
	return all;
}

static bool allows(const struct asking *q)
{
	switch (q->a->kind) {
	case ACT_TELL:
		return may_tell(q);
	case ACT_CONTACT:
		return may_contact(q);
	case ACT_HOLD:
		return q->a->party == ROLE_CALLER || need_is_met(q, row(q, "hold"));
	}
	return false;
}

bool consent_allows(const struct support_case *c, const struct gate_policy *p, const struct act *a,
                    int64_t now_ms, bool durable_only, struct err *why)
{
	const struct asking q = { c, p, a, now_ms, durable_only, NULL, NULL, why };
	return allows(&q);
}

json_t *consent_grounds(const struct support_case *c, const struct gate_policy *p,
                        const struct act *a, int64_t now_ms, struct err *why)
{
	const struct asking q = { c, p, a, now_ms, true, json_array(), NULL, why };
	if (allows(&q))
		return q.grounds;
	json_decref(q.grounds);
	return NULL;
}

json_t *consent_needs(const struct support_case *c, const struct gate_policy *p,
                      const struct act *a, int64_t now_ms)
{
	struct err why = { 0 };
	const struct asking q = { c, p, a, now_ms, false, NULL, json_array(), &why };
	allows(&q);
	return q.needs;
}

unsigned consent_class_from(const char *name)
{
	for (int bit = 0; bit < CLASS_BITS; bit++)
		if (!strcmp(class_names[bit], name))
			return 1u << bit;
	return 0;
}

static void set_suspended(struct support_case *c, enum role subject, bool suspended)
{
	for (size_t i = 0; i < c->consents_count; i++)
		if (c->consents[i].subject == subject)
			c->consents[i].suspended = suspended;
}

void consent_suspend(struct support_case *c, enum role subject)
{
	set_suspended(c, subject, true);
}

void consent_resume(struct support_case *c, enum role subject)
{
	set_suspended(c, subject, false);
}
