#include "as_of.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "cases.h"
#include "journal.h"
#include "sentence.h"
#include "store.h"

struct as_of {
	struct store *store;
	char *id;
	struct case_reading r; /* the case up to at_ms, and the journal behind it */
	int64_t at_ms;
	struct bundle *b; /* of the case in hand; NULL: not read yet */
};

/* ---- the case as it was ---- */

static void let_go(struct as_of *a)
{
	case_free(a->r.c);
	journal_free(a->r.j);
	a->r = (struct case_reading){ 0 };
	a->at_ms = INT64_MAX; /* whoever asks reads it again */
}

static int read_again(struct as_of *a, struct err *e)
{
	let_go(a);
	if (cases_read(a->store, a->id, &a->r, e))
		return -1;
	a->at_ms = INT64_MIN;
	return 0;
}

struct as_of *as_of_open(struct store *s, const char *case_id, struct err *e)
{
	struct as_of *a = xcalloc(1, sizeof *a);
	a->store = s;
	a->id = xstrdup(case_id);
	if (read_again(a, e)) {
		as_of_free(a);
		return NULL;
	}
	return a;
}

void as_of_free(struct as_of *a)
{
	if (!a)
		return;
	let_go(a);
	free(a->id);
	bundle_free(a->b);
	free(a);
}

/* All turns that were durable at at_ms: up to the first that is later. */
static int fold_to(struct as_of *a, int64_t at_ms, struct err *e)
{
	if (at_ms < a->at_ms && read_again(a, e))
		return -1;
	if (journal_fold_to(a->r.j, a->r.c, at_ms, e)) {
		let_go(a); /* what is half folded answers nothing */
		return -1;
	}
	a->r.c->committed_turn = a->r.c->turn;
	a->at_ms = at_ms;
	return 0;
}

/* The rules were those of the bundle that the case had then. */
static const struct policy *policy_then(struct as_of *a, struct err *e)
{
	if (a->b && !strcmp(bundle_hash(a->b), a->r.c->bundle))
		return bundle_policy(a->b);
	bundle_free(a->b);
	char *content = a->store->ops->bundle(a->store, a->r.c->bundle, e);
	a->b = content ? bundle_parse(content, e) : NULL;
	free(content);
	return a->b ? bundle_policy(a->b) : NULL;
}

/* ---- the answer ---- */

static const struct consent_change *grant_of(const struct consent *k)
{
	size_t i = k->history_count;
	while (i > 0 && strcmp(k->history[i - 1].state, "granted"))
		i--;
	return i ? &k->history[i - 1] : NULL;
}

/* A ground with what proves it. */
static json_t *proved(struct support_case *c, const json_t *ground)
{
	const char *id = json_string_value(json_object_get(ground, "consent"));
	const struct consent *k = case_consent(c, id);
	const struct consent_change *grant = k ? grant_of(k) : NULL;
	if (!grant)
		return json_deep_copy(ground);
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:I, s:o, s:o}", "consent", k->id, "kind",
	                 k->kind, "subject", role_name(k->subject), "delegate",
	                 k->delegate == ROLE_NONE ? json_null()
	                                          : json_string(role_name(k->delegate)),
	                 "granted_at", time_json(grant->at_ms), "expires_at",
	                 time_json(k->expires_at_ms), "turn", (json_int_t)grant->turn, "notice",
	                 consent_notice(c, k), "evidence", case_reveal(c, grant->evidence));
}

static json_t *answer(const struct as_of *a, const struct as_of_question *q, json_t *grounds,
                      const char *why)
{
	size_t i;
	json_t *ground, *list = json_array();
	json_array_foreach(grounds, i, ground) json_array_append_new(list, proved(a->r.c, ground));
	return json_pack("{s:b, s:s?, s:o, s:o, s:I, s:o}", "allowed", grounds != NULL, "why",
	                 grounds ? NULL : why, "why_told", sentence_read(grounds ? NULL : why),
	                 "as_of", time_json(q->at_ms), "turn", (json_int_t)a->r.c->turn, "grounds",
	                 list);
}

json_t *as_of_answer(struct as_of *a, const struct as_of_question *q, struct err *e)
{
	struct err why = { 0 };
	if (fold_to(a, q->at_ms, e))
		return NULL;
	if (!a->r.c->turn)
		return answer(a, q, NULL, sentence_word("gate.no_case"));
	const struct policy *p = policy_then(a, e);
	if (!p)
		return NULL;
	const struct gate_policy gate = { p->gate, p->consents };
	json_t *grounds = consent_grounds(a->r.c, &gate, &q->act, q->at_ms, &why);
	json_t *out = answer(a, q, grounds, why.text);
	json_decref(grounds);
	return out;
}

/* ---- the question ---- */

static const char *const members[] = {
	"id", "case", "act", "party", "tells", "contact_of", "as_of"
};

static int known_members(const json_t *object, struct err *e)
{
	const char *key;
	json_t *v;
	if (!json_is_object(object))
		return err_set(e, E_INPUT, "expected an object {\"case\",\"act\",\"party\", ...}");
	json_object_foreach((json_t *)object, key, v)
	{
		size_t i = 0;
		while (i < COUNT_OF(members) && strcmp(members[i], key))
			i++;
		if (i == COUNT_OF(members))
			return err_set(e, E_INPUT,
			               "%.40s: it is not known; there are case, act, party, tells, "
			               "contact_of and as_of",
			               key);
	}
	return 0;
}

static int read_role(const json_t *object, const char *key, bool needed, enum role *r,
                     struct err *e)
{
	const json_t *v = json_object_get(object, key);
	*r = role_from(json_string_value(v));
	if (*r != ROLE_NONE || (!v && !needed))
		return 0;
	return err_set(e, E_INPUT,
	               "%s: expected caller, passenger, spouse, vehicle_owner, other or driver",
	               key);
}

static int read_kind(const json_t *object, enum act_kind *kind, struct err *e)
{
	static const char *const names[] = {
		[ACT_TELL] = "tell", [ACT_CONTACT] = "contact", [ACT_HOLD] = "hold"
	};
	const char *given = json_string_value(json_object_get(object, "act"));
	for (size_t i = 0; given && i < COUNT_OF(names); i++)
		if (!strcmp(names[i], given)) {
			*kind = (enum act_kind)i;
			return 0;
		}
	return err_set(e, E_INPUT, "act: expected tell, contact or hold");
}

static int add_class(struct act *act, const char *name, struct err *e)
{
	unsigned bit = consent_class_from(name);
	act->tells |= bit;
	return bit ? 0
	           : err_set(e, E_INPUT,
	                     "tells: expected public, trip, case or contact, not '%.20s'", name);
}

static int add_classes(struct act *act, const char *text, struct err *e)
{
	int rc = 0;
	char *copy = xstrdup(text), *rest = copy;
	for (char *one; !rc && (one = strsep(&rest, ","));)
		rc = add_class(act, one, e);
	free(copy);
	return rc;
}

static int read_tells(const json_t *object, struct act *act, struct err *e)
{
	size_t i;
	json_t *one;
	const json_t *tells = json_object_get(object, "tells");
	if (json_is_string(tells) && add_classes(act, json_string_value(tells), e))
		return -1;
	json_array_foreach(tells, i, one)
	{
		const char *name = json_string_value(one);
		if (add_class(act, name ? name : "", e))
			return -1;
	}
	if (act->kind == ACT_TELL && !act->tells)
		return err_set(e, E_INPUT, "tells: which classes? public, trip, case, contact");
	if (act->kind != ACT_TELL && tells)
		return err_set(e, E_INPUT, "tells: belongs to the act tell alone");
	return 0;
}

int as_of_read(struct as_of_question *q, const json_t *object, int64_t now_ms, struct err *e)
{
	const json_t *at = json_object_get(object, "as_of");
	*q = (struct as_of_question){ .at_ms = now_ms };
	if (known_members(object, e))
		return -1;
	q->case_id = json_string_value(json_object_get(object, "case"));
	if (!q->case_id || !*q->case_id)
		return err_set(e, E_INPUT, "case: expected the id of a case");
	if (at)
		q->at_ms = json_is_string(at) ? time_parse(json_string_value(at)) : -1;
	if (q->at_ms <= 0)
		return err_set(e, E_INPUT,
		               "as_of: expected a time such as 2026-11-23T20:45:56+09:00");
	return read_kind(object, &q->act.kind, e) ||
	                       read_role(object, "party", true, &q->act.party, e) ||
	                       read_role(object, "contact_of", false, &q->act.contact_of, e) ||
	                       read_tells(object, &q->act, e)
	               ? -1
	               : 0;
}
