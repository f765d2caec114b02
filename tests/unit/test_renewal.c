/* Asked again is who had agreed and is bound by it still; nobody else. */
#include "renewal.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base.h"
#include "bundle.h"
#include "bundle_case.h"
#include "case.h"

enum { NOW_MS = 1000000 };

static void apply(struct support_case *c, json_t *record)
{
	struct err e = { 0 };
	assert_non_null(record);
	if (case_apply(c, NOW_MS - 1000, record, &e))
		fail_msg("%s", e.text);
	json_decref(record);
}

/* A case with one consent of the passenger. status: of the case. */
static struct support_case *with_consent(const char *state, bool member, int64_t expires_ms,
                                         const char *status)
{
	struct support_case *c = case_new("c1");
	apply(c, json_pack("{s:s, s:s, s:s, s:{}, s:{s:{s:s, s:s, s:b}}}", "r", "open", "flow",
	                   "fare", "bundle", "b", "facts", "parties", "passenger", "mode", "bot",
	                   "platform", "console", "member", member));
	apply(c,
	      json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:{s:s}}", "r", "consent", "id", "k1",
	                "kind", "collection", "subject", "passenger", "phrase", "collection",
	                "version", 1, "state", "requested", "evidence", "kind", "flow"));
	apply(c, json_pack("{s:s, s:i, s:i, s:s, s:{s:s, s:s}, s:{s:I, s:s}}", "r", "step", "lane",
	                   0, "n", 1, "kind", "consent", "is", "party", "passenger", "phrase",
	                   "collection", "wait", "until", (json_int_t)NOW_MS * 9, "consent", "k1"));
	if (strcmp(state, "requested")) {
		json_t *change = json_pack("{s:s, s:s, s:s, s:{s:s}}", "r", "consent", "id", "k1",
		                           "state", state, "evidence", "kind", "button");
		if (expires_ms)
			json_object_set_new(change, "expires", json_integer(expires_ms));
		apply(c, change);
		apply(c, json_pack("{s:s, s:i, s:i, s:{s:s}}", "r", "settle", "lane", 0, "n", 1,
		                   "outcome", "state", state));
	}
	if (!strcmp(status, "closed"))
		apply(c, json_pack("{s:s, s:s}", "r", "close", "outcome", "done"));
	if (!strcmp(status, "parked"))
		apply(c, json_pack("{s:s, s:s}", "r", "park", "reason", "x"));
	return c;
}

static void only_consents_in_force_or_asked_for_are_concerned(void **state)
{
	(void)state;
	static const struct {
		const char *state;
		bool member;
		int64_t expires_ms;
		const char *status;
		bool concerned;
	} rows[] = {
		{ "granted", false, 0, "open", true },
		{ "granted", false, NOW_MS + 1, "open", true },
		{ "granted", false, NOW_MS, "open", false },
		{ "granted", false, 0, "parked", true },
		{ "granted", false, 0, "closed", false },
		{ "granted", true, 0, "open", false },
		{ "requested", false, 0, "open", true },
		{ "requested", true, 0, "open", false },
		{ "requested", false, 0, "parked", false },
		{ "denied", false, 0, "open", false },
		{ "withdrawn", false, 0, "open", false },
		{ "unanswered", false, 0, "open", false },
		{ "expired", false, 0, "open", false },
	};
	struct err e = { 0 };
	char *dir = bundle_case_make("base");
	struct bundle *b = bundle_read(dir, "fare", &e);
	assert_non_null(b);
	json_t *changes = json_pack("{s:{}}", "collection"),
	       *others = json_pack("{s:{}}", "delegation");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct support_case *c = with_consent(rows[i].state, rows[i].member,
		                                      rows[i].expires_ms, rows[i].status);
		const struct policy *p = bundle_policy(b);
		if (renewal_concerns(c, &c->consents[0], changes, p, NOW_MS) != rows[i].concerned)
			fail_msg("%s%s in a case that is %s", rows[i].state,
			         rows[i].member ? " of a member" : "", rows[i].status);
		assert_false(renewal_concerns(c, &c->consents[0], others, p, NOW_MS));
		case_free(c);
	}
	json_decref(changes);
	json_decref(others);
	bundle_free(b);
	bundle_case_drop(dir);
}

/* ---- which notices have changed ---- */

static void edit_phrases(const char *dir, const char *old, const char *by)
{
	size_t len;
	char *path = xasprintf("%s/phrases/ko.lua", dir);
	char *text = file_read(path, 1 << 20, &len, NULL), *at;
	struct buf out = { 0 };
	const char *from = text;
	assert_non_null(strstr(text, old));
	for (; (at = strstr(from, old)); from = at + strlen(old)) {
		buf_add(&out, from, (size_t)(at - from));
		buf_adds(&out, by);
	}
	buf_adds(&out, from);
	bundle_case_put(dir, "phrases/ko.lua", out.data, out.len_bytes);
	buf_free(&out);
	free(text);
	free(path);
}

/* The changes from the base to the base with each old replaced by its new, as compact JSON without
 * hashes. */
static void expect_change(const char *const edits[][2], size_t count, const char *should)
{
	struct err e = { 0 };
	char *dir = bundle_case_make("base");
	struct bundle *b = bundle_read(dir, "fare", &e);
	for (size_t i = 0; i < count; i++)
		edit_phrases(dir, edits[i][0], edits[i][1]);
	struct flow_set *now = flow_set_load(dir, &e);
	if (!now)
		fail_msg("%s", e.text);
	json_t *changes = renewal_changes(b, now), *one;
	const char *phrase;
	json_object_foreach(changes, phrase, one)
	{
		const char *old = json_string_value(json_object_get(one, "old"));
		assert_string_not_equal(old, json_string_value(json_object_get(one, "new")));
		json_object_del(one, "old");
		json_object_del(one, "new");
	}
	char *is = json_dumps(changes, JSON_COMPACT | JSON_SORT_KEYS);
	assert_string_equal(is, should);
	free(is);
	json_decref(changes);
	flow_set_free(now);
	bundle_free(b);
	bundle_case_drop(dir);
}

static void a_changed_item_names_its_notice_and_no_other(void **state)
{
	(void)state;
	static const char *const edits[][2] = { { "처리가 끝날 때까지", "처리가 끝난 뒤 1년까지" },
		                                { "안녕하세요", "안녕하십니까" } };
	expect_change(edits, 2, "{\"collection\":{\"items\":[\"retention\"]}}");
	expect_change(edits + 1, 1, "{}");
}

static void a_notice_that_is_gone_is_held_against_its_heirs(void **state)
{
	(void)state;
	static const char *const renamed[][2] = { { "  collection = {\n    kind",
		                                    "  agreement = {\n    kind" } };
	static const char *const changed[][2] = { { "  collection = {\n    kind",
		                                    "  agreement = {\n    kind" },
		                                  { "연락처를", "연락처와 주소를" } };
	static const char *const gone[][2] = {
		{ "kind = \"notice\", consent = \"collection\", draft = true",
		  "kind = \"notice\", consent = \"delegation\"" },
		{ "  collection = {\n    kind", "  agreement = {\n    kind" }
	};
	expect_change(renamed, 1, "{}");
	expect_change(changed, 2, "{\"collection\":{\"items\":[\"items\"]}}");
	expect_change(gone, 2, "{}"); /* nobody asks for it any more */
}

static void items_are_named_one_behind_the_other(void **state)
{
	(void)state;
	json_t *change = json_pack("{s:[s, s, s]}", "items", "retention", "items", "storage");
	char *words = renewal_items(change);
	assert_string_equal(words, "retention, items, storage");
	free(words);
	json_decref(change);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_consents_in_force_or_asked_for_are_concerned),
		cmocka_unit_test(a_changed_item_names_its_notice_and_no_other),
		cmocka_unit_test(a_notice_that_is_gone_is_held_against_its_heirs),
		cmocka_unit_test(items_are_named_one_behind_the_other),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
