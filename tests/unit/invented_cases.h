/* invented_cases.h: journals that no flow would write, drawn at random into the store beside the recorded plays:
 * consents of every kind, subject, delegate, topic and end, members that come and go, bundles whose policies differ. */
#ifndef ASSENT_TESTS_INVENTED_CASES_H
#define ASSENT_TESTS_INVENTED_CASES_H

#include "recorded_plays.h"

#include "case.h"

enum { INVENTED = 100, INVENTED_TURNS_MAX = 40, DAY_MS = 24 * 3600 * 1000 };

static uint64_t seed = 88172645463325252;
static inline uint64_t draw(uint64_t below)
{
	seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
	return seed % below;
}

static inline const char *draw_of(const char *const *texts, size_t count)
{
	return texts[draw(count)];
}
#define DRAW_OF(texts) draw_of(texts, COUNT_OF(texts))

static const char *const roles[] = { "caller",        "passenger", "spouse",
	                             "vehicle_owner", "other",     "driver" };
static const char *const topics[] = { "fare", "accident" };

/* ---- bundles whose policies differ */

static struct bundle *policies[4];

static inline const struct policy *policy_of(const char *bundle)
{
	for (size_t i = 0; i < COUNT_OF(policies); i++)
		if (!strcmp(bundle_hash(policies[i]), bundle))
			return bundle_policy(policies[i]);
	for (size_t i = 0; i < recordings_count; i++) /* as the play ran: the policy of flows/ */
		if (strstr(recordings[i].turns[0].records, bundle))
			return bundle_policy(policies[0]);
	fail_msg("no bundle %s", bundle);
	return NULL;
}

static inline void make_policies(void)
{
	static const char *const edits[COUNT_OF(policies)][2] = {
		{ "trip = { \"delegation\", \"collection\" }",
		  "trip = { \"delegation\", \"collection\" }" },
		{ "trip = { \"delegation\", \"collection\" }", "trip = { \"collection\" }" },
		{ "third_party = { \"delegation\" },   --", "third_party = {},   --" },
		{ "trip = { \"relay\", \"reply\" }", "trip = { \"delegation\" }" },
	};
	for (size_t i = 0; i < COUNT_OF(policies); i++) {
		char *policy = file_of(&recordings[0], "policy.lua");
		char *at = strstr(policy, edits[i][0]);
		assert_non_null(at);
		*at = 0;
		policies[i] =
			edited(&recordings[0], "policy.lua",
		               xasprintf("%s%s%s", policy, edits[i][1], at + strlen(edits[i][0])));
		free(policy);
	}
}

static inline const char *some_bundle(void)
{
	return bundle_hash(policies[draw(COUNT_OF(policies))]);
}

/* ---- records */

static inline json_t *invented_open(void)
{
	json_t *facts = json_pack("{s:s}", "topic", DRAW_OF(topics)), *parties = json_object();
	if (draw(2))
		json_object_set_new(facts, "inbound", json_string(DRAW_OF(roles)));
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		json_object_set_new(parties, roles[i],
		                    json_pack("{s:b, s:b, s:s, s:s}", "known", 1, "member",
		                              (int)draw(2), "mode", "assist", "platform",
		                              "console"));
	return json_pack("{s:s, s:s, s:s, s:o, s:o}", "r", "open", "flow", recordings[0].flow,
	                 "bundle", some_bundle(), "facts", facts, "parties", parties);
}

static inline void change_some(json_t *k, int64_t at_ms)
{
	static const char *const states[] = { "granted", "granted",   "granted", "requested",
		                              "denied",  "withdrawn", "expired", "unanswered" };
	json_object_set_new(k, "state", json_string(DRAW_OF(states)));
	json_object_set_new(k, "evidence", json_pack("{s:s}", "kind", "button"));
	if (draw(3) == 0)
		json_object_set_new(
			k, "expires",
			json_integer(at_ms - DAY_MS + (int64_t)draw(10 * (uint64_t)DAY_MS)));
}

/* A new one, or (two of three times) a change of one that is there. */
static inline json_t *invented_consent(int64_t at_ms, size_t *consents)
{
	static const char *const kinds[] = { "delegation", "delegation", "collection", "collection",
		                             "marketing" };
	bool is_new = *consents == 0 || draw(3) == 0;
	char id[16];
	snprintf(id, sizeof id, "k%zu", is_new ? ++*consents : 1 + (size_t)draw(*consents));
	json_t *k = json_pack("{s:s, s:s}", "r", "consent", "id", id);
	change_some(k, at_ms);
	if (!is_new)
		return k;
	json_t *of = json_pack("{s:s, s:s, s:s, s:i, s:{}}", "kind", DRAW_OF(kinds), "subject",
	                       draw(2) ? "caller" : DRAW_OF(roles), "phrase", "delegation",
	                       "version", 1, "legal");
	if (draw(4))
		json_object_set_new(of, "delegate", json_string(DRAW_OF(roles)));
	if (draw(2))
		json_object_set_new(of, "about", json_string(DRAW_OF(topics)));
	json_object_update(k, of);
	json_decref(of);
	return k;
}

static inline json_t *invented_record(int64_t at_ms, size_t *consents)
{
	switch (draw(8)) {
	case 0:
		return json_pack("{s:s, s:s}", "r", "bundle", "bundle", some_bundle());
	case 1:
		return json_pack("{s:s, s:s, s:b}", "r", "party", "party", DRAW_OF(roles), "member",
		                 (int)draw(2));
	default:
		return invented_consent(at_ms, consents);
	}
}

/* ---- into the store */

static inline void on_committed(void *arg, const struct err *e)
{
	assert_int_equal(e->code, E_NONE);
	*(bool *)arg = true;
}

static inline void commit_turn(struct store_turn *t)
{
	bool done = false;
	world.store->ops->commit(world.store, &t, 1, on_committed, &done);
	while (!done)
		loop_step(world.loop, true);
	assert_int_equal(t->err.code, E_NONE);
}

static inline void commit_invented(const struct recording *r, const char *records, int64_t at_ms)
{
	struct store_turn t = { .case_id = r->id,
		                .turn = (int64_t)r->turns_count,
		                .at_ms = at_ms,
		                .records = records,
		                .head = { r->flow, "", "closed", "", "", at_ms, at_ms, 0 } };
	const struct bundle *b = policies[(r->turns_count - 1) % COUNT_OF(policies)];
	t.bundle_hash = bundle_hash(b); /* once each is enough, and does no harm */
	t.bundle_content = bundle_content(b);
	commit_turn(&t);
}

static inline void add_turn(struct recording *r, int64_t at_ms, json_t *records)
{
	char *written = json_dumps(records, JSON_COMPACT | JSON_SORT_KEYS);
	r->turns[r->turns_count].turn = (int64_t)r->turns_count + 1;
	r->turns[r->turns_count].at_ms = at_ms;
	r->turns[r->turns_count++].records = written;
	commit_invented(r, written, at_ms);
	json_decref(records);
}

static inline void invent_case(size_t number)
{
	struct recording *r = &recordings[recordings_count++];
	int64_t at_ms = 1795305600000;
	size_t consents = 0,
	       turns = COUNT_OF(policies) + draw(INVENTED_TURNS_MAX - COUNT_OF(policies));
	assert_true(recordings_count < PLAYS_MAX);
	snprintf(r->id, sizeof r->id, "invented-%zu", number);
	snprintf(r->flow, sizeof r->flow, "%s", recordings[0].flow);
	add_turn(r, at_ms, json_pack("[o]", invented_open()));
	while (r->turns_count < turns) {
		json_t *records = json_array();
		for (uint64_t i = 0, n = 1 + draw(3); i < n; i++)
			json_array_append_new(records, invented_record(at_ms, &consents));
		at_ms += draw(3) ? (int64_t)draw(2 * (uint64_t)DAY_MS) : 0; /* often at once */
		if (draw(20) == 0)
			at_ms -= DAY_MS; /* a clock was set back */
		add_turn(r, at_ms, records);
	}
}

/* After the plays were recorded. */
static inline void invent_cases(void)
{
	make_policies();
	for (size_t i = 0; i < INVENTED; i++)
		invent_case(i);
}

static inline void forget_policies(void)
{
	for (size_t i = 0; i < COUNT_OF(policies); i++)
		bundle_free(policies[i]);
}

#endif
