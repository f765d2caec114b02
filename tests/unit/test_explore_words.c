/* What differs in words alone is not explored; so no word may be left out that some path looks at. */
#include "case_world.h"
#include "explore.h"

static const char body[] = "local a = caller:confirm(say.caller_reason)\n"
			   "if a.yes then caller:suggest(say.source_own) end\n"
			   "passenger:suggest(say.wrong_person)\n"
			   "caller:consent(say.delegation, { delegate = passenger })\n"
			   "case:close 'end'\n";

/* The bundle of this body after an edit of one of its files. */
static struct bundle *edited(const char *with, const char *path, const char *old, const char *new)
{
	struct err e = { 0 };
	struct bundle *plain = world_read_bundle(with);
	json_t *content = json_loads(bundle_content(plain), 0, NULL);
	json_t *files = json_object_get(content, "files");
	const char *text = json_string_value(json_object_get(files, path)), *at = strstr(text, old);
	if (!at)
		fail_msg("%s has not: %s", path, old);
	char *changed = xasprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
	json_object_set_new(files, path, json_string(changed));
	char *whole = json_dumps(content, JSON_SORT_KEYS | JSON_COMPACT);
	struct bundle *b = bundle_parse(whole, &e);
	if (!b)
		fail_msg("%s", e.text);
	free(changed);
	free(whole);
	json_decref(content);
	bundle_free(plain);
	return b;
}

static size_t differences(struct bundle *was, struct bundle *now)
{
	const struct explore_opts of_was = { .beside = now, .law_changes = true },
				  of_now = { .beside = was, .law_changes = true };
	struct exploration *a = explore(was, &of_was), *b = explore(now, &of_now);
	assert_true(explore_figures(a).whole && explore_figures(b).whole);
	struct differences found = explore_diff(a, b, false);
	size_t count = found.count;
	explore_differences_free(&found);
	explore_free(a);
	explore_free(b);
	return count;
}

struct edit {
	const char *path, *old, *new;
};

static void words_that_no_path_looks_at_are_no_difference(void **state)
{
	(void)state;
	static const struct edit edits[] = {
		/* a statement, a question, a notice, a phrase that the flow does not say, its topic and all */
		{ "phrases/ko.lua", "죄송합니다. 연락처를 잘못",
		  "대단히 죄송합니다. 연락처를 잘못" },
		{ "phrases/ko.lua", "잠시 통화 가능하실까요?", "지금 통화 가능하실까요?" },
		{ "phrases/ko.lua", "서비스 이용 건에 대한 자세한", "이용 건에 대한 자세한" },
		{ "phrases/ko.lua", "요청하신 대로 동의를 철회해",
		  "{topic:은/는} 요청하신 대로 철회해" },
		{ "phrases/en.lua", "We are sorry", "We are very sorry" },
	};
	struct bundle *was = world_read_bundle(body);
	for (size_t i = 0; i < COUNT_OF(edits); i++) {
		struct bundle *now = edited(body, edits[i].path, edits[i].old, edits[i].new);
		if (!explore_must_equal(was, now))
			fail_msg("explored: %s", edits[i].new);
		assert_int_equal(differences(was, now), 0);
		bundle_free(now);
	}
	bundle_free(was);
}

static void whatever_a_path_may_look_at_is_explored(void **state)
{
	(void)state;
	static const struct edit edits[] = {
		/* what an agent mends does not pass the gate any more: the trip, the topic, a number */
		{ "phrases/ko.lua", "죄송합니다. 연락처를 잘못",
		  "죄송합니다. 강남역 연락처를 잘못" },
		{ "phrases/ko.lua", "죄송합니다. 연락처를 잘못",
		  "죄송합니다. 요금조정 연락처를 잘못" },
		{ "phrases/ko.lua", "죄송합니다. 연락처를 잘못",
		  "죄송합니다. 공일공 1000 0000 연락처를 잘못" },
		/* what a phrase needs, tells, is for, is */
		{ "phrases/ko.lua", "죄송합니다. 연락처를 잘못",
		  "죄송합니다. {topic} 연락처를 잘못" },
		{ "phrases/ko.lua", "죄송합니다. 연락처를 잘못",
		  "죄송합니다. {third_party:은/는} 연락처를 잘못" },
		{ "policy.lua", "suggest = minutes(30)", "suggest = minutes(31)" },
		{ "flow.lua", "case:close 'end'", "case:close 'other'" },
		{ "prelude.lua", "expected say.<phrase>", "expected a phrase" },
	};
	struct bundle *was = world_read_bundle(body);
	for (size_t i = 0; i < COUNT_OF(edits); i++) {
		struct bundle *now = edited(body, edits[i].path, edits[i].old, edits[i].new);
		if (explore_must_equal(was, now))
			fail_msg("not explored: %s", edits[i].new);
		bundle_free(now);
	}
	bundle_free(was);
}

/* Whom it is for, of a phrase that a flow names in a way that no name tells. */
static void a_flow_that_may_say_anything_says_all(void **state)
{
	(void)state;
	static const char *const bodies[] = {
		"local name = 'wrong_' .. 'person'\npassenger:suggest(say[name])\ncase:close 'end'",
		"local all = say\npassenger:suggest(all.wrong_person)\ncase:close 'end'",
		"passenger:suggest(_ENV['s' .. 'ay'].wrong_person)\ncase:close 'end'",
		"passenger:say(say . wrong_person)\ncase:close 'end'",
	};
	for (size_t i = 0; i < COUNT_OF(bodies) + 1; i++) {
		bool says = i < COUNT_OF(bodies);
		const char *one = says ? bodies[i]
		                       : "-- say\npassenger:say(say.source_own)\ncase:close 'end'";
		struct bundle *was = world_read_bundle(one);
		struct bundle *now = edited(one, "phrases/ko.lua", "죄송합니다. 연락처를 잘못",
		                            "{topic} 연락처를 잘못");
		if (explore_must_equal(was, now) == says)
			fail_msg("%s: %s", says ? "not explored" : "explored", one);
		bundle_free(was);
		bundle_free(now);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_that_no_path_looks_at_are_no_difference),
		cmocka_unit_test(whatever_a_path_may_look_at_is_explored),
		cmocka_unit_test(a_flow_that_may_say_anything_says_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
