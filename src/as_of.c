#include "as_of.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "cases.h"
#include "journal.h"
#include "store.h"

struct turn_kept {
	int64_t turn, at_ms;
	char *records;
};

struct value_kept {
	struct store_value v;
	char *party, *text;
	uint8_t salt[STORE_SALT_BYTES];
};

struct as_of {
	struct store *store;
	char *id;
	struct turn_kept *turns;
	size_t turns_count;
	struct value_kept *values;
	size_t values_count;
	/* The fold in hand: all turns before `next`. */
	struct support_case *c;
	size_t next;
	struct bundle *b; /* of the case in hand; NULL: not read yet */
};

/* ---- reading ---- */

static int keep_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	struct as_of *a = arg;
	a->turns = xrealloc(a->turns, (a->turns_count + 1) * sizeof *a->turns);
	a->turns[a->turns_count++] = (struct turn_kept){ turn, at_ms, xstrdup(records) };
	return 0;
}

static int keep_value(void *arg, const struct store_value *v)
{
	struct as_of *a = arg;
	a->values = xrealloc(a->values, (a->values_count + 1) * sizeof *a->values);
	struct value_kept *k = &a->values[a->values_count++];
	*k = (struct value_kept){ .v = *v, .party = xstrdup(v->party) };
	k->text = v->text ? xstrdup(v->text) : NULL;
	memcpy(k->salt, v->salt, sizeof k->salt);
	return 0;
}

/* Both as of one moment: another process may be writing. */
static int read_case(struct as_of *a, struct err *e)
{
	struct store *s = a->store;
	if (s->ops->read_begin(s, e))
		return -1;
	int rc = s->ops->values(s, a->id, keep_value, a, e);
	if (!rc)
		rc = s->ops->turns(s, a->id, keep_turn, a, e);
	s->ops->read_end(s);
	if (!rc && !a->turns_count)
		rc = err_set(e, E_NOT_FOUND, "case '%.60s' is not known here", a->id);
	return rc;
}

static void rewind_fold(struct as_of *a)
{
	case_free(a->c);
	a->c = case_new(a->id);
	a->next = 0;
	for (size_t i = 0; i < a->values_count; i++) {
		const struct value_kept *k = &a->values[i];
		case_value_load(a->c, k->v.id, k->party, k->text, k->salt);
	}
}

struct as_of *as_of_open(struct store *s, const char *case_id, struct err *e)
{
	struct as_of *a = xcalloc(1, sizeof *a);
	a->store = s;
	a->id = xstrdup(case_id);
	if (read_case(a, e)) {
		as_of_free(a);
		return NULL;
	}
	rewind_fold(a);
	return a;
}

void as_of_free(struct as_of *a)
{
	if (!a)
		return;
	for (size_t i = 0; i < a->turns_count; i++)
		free(a->turns[i].records);
	for (size_t i = 0; i < a->values_count; i++) {
		free(a->values[i].party);
		free(a->values[i].text);
	}
	free(a->turns);
	free(a->values);
	free(a->id);
	case_free(a->c);
	bundle_free(a->b);
	free(a);
}

/* ---- the case as it was ---- */

static int fold_turn(struct as_of *a, const struct turn_kept *t, struct err *e)
{
	struct journal *j = journal_new();
	int rc = journal_add_turn(j, t->turn, t->at_ms, t->records, e);
	if (!rc)
		rc = journal_fold(j, a->c, e);
	journal_free(j);
	a->c->turn = a->c->committed_turn = t->turn;
	return rc;
}

/* All turns that were durable at at_ms: up to the first that is later. */
static int fold_to(struct as_of *a, int64_t at_ms, struct err *e)
{
	if (a->next && a->turns[a->next - 1].at_ms > at_ms)
		rewind_fold(a);
	for (; a->next < a->turns_count && a->turns[a->next].at_ms <= at_ms; a->next++)
		if (fold_turn(a, &a->turns[a->next], e)) {
			rewind_fold(a); /* what is half folded answers nothing */
			return -1;
		}
	return 0;
}

/* The rules were those of the bundle that the case had then. */
static const struct policy *policy_then(struct as_of *a, struct err *e)
{
	if (a->b && !strcmp(bundle_hash(a->b), a->c->bundle))
		return bundle_policy(a->b);
	bundle_free(a->b);
	char *content = a->store->ops->bundle(a->store, a->c->bundle, e);
	a->b = content ? bundle_parse(content, e) : NULL;
	free(content);
	return a->b ? bundle_policy(a->b) : NULL;
}

/* ---- the answer ---- */

static const struct consent *find_consent(const struct support_case *c, const char *id)
{
	for (size_t i = 0; i < c->consents_count; i++)
		if (!strcmp(c->consents[i].id, id))
			return &c->consents[i];
	return NULL;
}

static const struct consent_change *grant_of(const struct consent *k)
{
	size_t i = k->history_count;
	while (i > 0 && strcmp(k->history[i - 1].state, "granted"))
		i--;
	return i ? &k->history[i - 1] : NULL;
}

/* A ground with what proves it. */
static json_t *proved(const struct support_case *c, const json_t *ground)
{
	const char *id = json_string_value(json_object_get(ground, "consent"));
	const struct consent *k = id ? find_consent(c, id) : NULL;
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
	json_array_foreach(grounds, i, ground) json_array_append_new(list, proved(a->c, ground));
	return json_pack("{s:b, s:s?, s:o, s:I, s:o}", "allowed", grounds != NULL, "why",
	                 grounds ? NULL : why, "as_of", time_json(q->at_ms), "turn",
	                 (json_int_t)a->c->turn, "grounds", list);
}

json_t *as_of_answer(struct as_of *a, const struct as_of_question *q, struct err *e)
{
	struct err why = { 0 };
	if (fold_to(a, q->at_ms, e))
		return NULL;
	if (!a->next)
		return answer(a, q, NULL, "그때는 이 사례가 없었습니다");
	const struct policy *p = policy_then(a, e);
	if (!p)
		return NULL;
	const struct gate_policy gate = { p->gate, p->consents };
	json_t *grounds = consent_grounds(a->c, &gate, &q->act, q->at_ms, &why);
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
