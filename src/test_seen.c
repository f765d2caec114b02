#include "test_seen.h"

#include <stdio.h>
#include <string.h>

#include "bundle.h"
#include "case.h"
#include "consent.h"
#include "engine.h"
#include "phrase.h"
#include "play_stage.h"
#include "store.h"
#include "test_moves.h"

struct looking {
	json_t *seen, *steps; /* steps: "lane.n" -> its wait in seen */
	const struct support_case *c;
	const struct bundle *b;
	struct moves *moves;
};

static const char *str(const json_t *o, const char *key)
{
	const char *v = json_string_value(json_object_get(o, key));
	return v ? v : "";
}

/* The member of an object, made if it is not there. */
static json_t *under(json_t *o, const char *key)
{
	if (!json_object_get(o, key))
		json_object_set_new(o, key, json_object());
	return json_object_get(o, key);
}

static void count(json_t *o, const char *key, json_int_t n)
{
	json_object_set_new(o, key, json_integer(json_integer_value(json_object_get(o, key)) + n));
}

static bool is_wait(const char *kind)
{
	static const char *const kinds[] = { "suggest", "confirm", "consent", "ask", "listen" };
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (!strcmp(kinds[i], kind))
			return true;
	return false;
}

/* Whether the gate would stop this step if nobody had agreed to anything. */
static bool is_blockable(const struct looking *l, const json_t *is)
{
	struct err why = { 0 };
	const struct policy *p = bundle_policy(l->b);
	const struct gate_policy gate = { p->gate, p->consents };
	const struct phrase *phrase = bundle_phrase(l->b, str(is, "phrase"));
	struct support_case bare = *l->c;
	char owner[32];
	bare.consents_count = 0;
	struct act act = { ACT_CONTACT, role_from(str(is, "party")), 0, ROLE_NONE };
	if (phrase)
		act = (struct act){ ACT_TELL, act.party, phrase->tells,
			            role_from(phrase->contact_of) };
	if (act.party == ROLE_NONE || !consent_allows(&bare, &gate, &act, 0, false, &why))
		return true;
	snprintf(owner, sizeof owner, "%.*s", (int)strcspn(str(is, "field"), "."),
	         str(is, "field"));
	const struct act hold = { ACT_HOLD, role_from(owner), 0, ROLE_NONE };
	return hold.party != ROLE_NONE && !consent_allows(&bare, &gate, &hold, 0, false, &why);
}

static json_t *wait_of(const struct looking *l, const json_t *r)
{
	char line[16];
	snprintf(line, sizeof line, "%d", (int)json_integer_value(json_object_get(r, "line")));
	json_t *wait = under(under(under(l->seen, "waits"), str(r, "file")), line);
	const json_t *is = json_object_get(r, "is");
	json_object_set(wait, "kind", json_object_get(r, "kind"));
	if (json_object_get(is, "marks"))
		json_object_set(wait, "marks", json_object_get(is, "marks"));
	if (is_blockable(l, is))
		json_object_set_new(wait, "blockable", json_true());
	under(wait, "states");
	return wait;
}

static void count_state(json_t *wait, const json_t *outcome)
{
	const char *state = str(outcome, "state"), *mark = str(outcome, "kind");
	json_t *states = json_object_get(wait, "states");
	if (*mark) /* along with an answer, or alone */
		count(states, mark, 1);
	if (strcmp(state, "heard") && strcmp(state, "again")) /* then it is made once more */
		count(states, state, 1);
}

/* A phrase was shown unless the gate stopped it, or the value that it asks for was known. */
static void count_phrase(const struct looking *l, const json_t *r)
{
	const char *phrase = str(json_object_get(r, "is"), "phrase");
	const char *state = str(json_object_get(r, "result"), "state");
	if (*phrase && strcmp(state, "blocked") && strcmp(state, "known"))
		count(under(under(l->seen, "phrases"), l->c->flow), phrase, 1);
}

static void look(const struct looking *l, const json_t *r)
{
	char id[48];
	snprintf(id, sizeof id, "%d.%lld", (int)json_integer_value(json_object_get(r, "lane")),
	         (long long)json_integer_value(json_object_get(r, "n")));
	if (!strcmp(str(r, "r"), "settle"))
		count_state(json_object_get(l->steps, id), json_object_get(r, "outcome"));
	if (strcmp(str(r, "r"), "step"))
		return;
	count_phrase(l, r);
	if (!is_wait(str(r, "kind")))
		return;
	json_t *wait = wait_of(l, r);
	if (json_object_get(r, "result"))
		count_state(wait, json_object_get(r, "result"));
	else
		json_object_set(l->steps, id, wait);
}

static int on_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	size_t i;
	json_t *r, *list = json_loads(records, 0, NULL);
	(void)turn, (void)at_ms;
	json_array_foreach(list, i, r)
	{
		look(arg, r);
		moves_see(((struct looking *)arg)->moves, r);
	}
	json_decref(list);
	return 0;
}

json_t *seen_of(struct stage *st)
{
	struct err e = { 0 };
	struct looking l = { .seen = json_object(), .steps = json_object() };
	l.c = st->g && *st->case_id ? engine_case(st->g, st->case_id, &e) : NULL;
	l.b = l.c ? flow_set_get(engine_flows(st->g), l.c->flow) : NULL;
	if (l.b) {
		under(under(l.seen, "phrases"), l.c->flow);
		l.moves = moves_new();
		st->store->ops->turns(st->store, st->case_id, on_turn, &l, &e);
		json_object_set_new(under(l.seen, "moves"), l.c->flow, moves_end(l.moves));
	}
	json_decref(l.steps);
	return l.seen;
}

void seen_add(json_t *to, const json_t *one)
{
	const char *key;
	json_t *v;
	json_object_foreach((json_t *)one, key, v)
	{
		if (json_is_integer(v))
			count(to, key, json_integer_value(v));
		else if (json_is_object(v))
			seen_add(under(to, key), v);
		else
			json_object_set(to, key, v);
	}
}
