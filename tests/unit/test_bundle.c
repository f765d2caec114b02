/* A bundle is named by what it holds, means the same from disk and from the store, and says what is wrong with it. */
#include "bundle.h"

#include "base.h"
#include "bundle_case.h"
#include "crypto.h"
#include "phrase.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct bundle *read_case(const char *name, struct err *e)
{
	char *dir = bundle_case_make(name);
	struct bundle *b = bundle_read(dir, "fare", e);
	bundle_case_drop(dir);
	return b;
}

static struct bundle *read_base(void)
{
	struct err e = { 0 };
	struct bundle *b = read_case("base", &e);
	if (!b)
		fail_msg("base: %s", e.text);
	return b;
}

/* ---- the folders of tests/cases/bundles ---- */

static void run_folder(const char *name)
{
	char *path = xasprintf(BUNDLE_CASES "/%s/expect.txt", name);
	char *expect = file_read(path, 4096, NULL, NULL), *rest = expect;
	struct err e = { 0 };
	if (!expect)
		fail_msg("%s is missing", path);
	struct bundle *b = read_case(name, &e);
	bool ok = !strcmp(expect, "ok\n");
	if (ok != !!b)
		fail_msg("%s: %s", name, b ? "should not load" : e.text);
	for (char *piece; !ok && (piece = strsep(&rest, "\n"));)
		if (!strstr(e.text, piece))
			fail_msg("%s:\n  is:     %s\n  should: %s", name, e.text, piece);
	if (!ok)
		assert_int_equal(e.code, E_FLOW);
	bundle_free(b);
	free(expect);
	free(path);
}

static void every_case_folder_is_judged_as_it_expects(void **state)
{
	(void)state;
	struct dirent **names;
	int count = scandir(BUNDLE_CASES, &names, NULL, alphasort), run = 0;
	for (int i = 0; i < count; i++) {
		if (names[i]->d_name[0] != '.' && names[i]->d_type == DT_DIR) {
			run_folder(names[i]->d_name);
			run++;
		}
		free(names[i]);
	}
	free(names);
	assert_true(run > 70);
}

/* ---- name and content ---- */

static void the_hash_is_the_sha256_of_the_canonical_content(void **state)
{
	(void)state;
	struct bundle *b = read_base();
	char hash[SHA256_HEX];
	json_t *doc = json_loads(bundle_content(b), 0, NULL);
	char *again = json_dumps(doc, JSON_SORT_KEYS | JSON_COMPACT);
	crypto_sha256_hex(bundle_content(b), strlen(bundle_content(b)), hash);
	assert_string_equal(bundle_hash(b), hash);
	assert_string_equal(bundle_content(b), again);
	assert_string_equal(json_string_value(json_object_get(doc, "flow")), "fare");
	json_t *files = json_object_get(doc, "files");
	assert_int_equal(json_object_size(files), 4);
	assert_non_null(json_object_get(files, "flow.lua"));
	assert_non_null(json_object_get(files, "phrases/ko.lua"));
	assert_non_null(json_object_get(files, "policy.lua"));
	assert_non_null(json_object_get(files, "prelude.lua"));
	free(again);
	json_decref(doc);
	bundle_free(b);
}

static void a_bundle_from_the_store_has_the_same_hash_and_meaning(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct bundle *b = read_base(), *s = bundle_parse(bundle_content(b), &e);
	assert_non_null(s);
	assert_string_equal(bundle_hash(b), bundle_hash(s));
	assert_string_equal(bundle_content(b), bundle_content(s));
	assert_string_equal(bundle_title(s), "요금조정");
	assert_string_equal(bundle_flow(s), "fare");
	assert_string_equal(bundle_chunk(s), "fare/flow.lua");
	assert_true(json_equal(bundle_opens(b), bundle_opens(s)));
	const struct policy *p = bundle_policy(s), *q = bundle_policy(b);
	assert_memory_equal(p->limit_ms, q->limit_ms, sizeof p->limit_ms);
	assert_true(json_equal(p->gate, q->gate) && json_equal(p->consents, q->consents));
	bundle_free(b); /* nothing of s is borrowed from b */
	assert_string_equal(bundle_phrase(s, "hello")->part[1].name, "agent_name");
	assert_string_equal(bundle_policy(s)->buttons.yes, "네");
	bundle_free(s);
}

static char *with_file(const struct bundle *b, const char *path, const char *old, const char *new)
{
	json_t *doc = json_loads(bundle_content(b), 0, NULL);
	json_t *files = json_object_get(doc, "files");
	const char *text = json_string_value(json_object_get(files, path));
	const char *at = strstr(text, old);
	assert_non_null(at);
	char *changed = xasprintf("%.*s%s%s", (int)(at - text), text, new, at + strlen(old));
	json_object_set_new(files, path, json_string(changed));
	char *content = json_dumps(doc, JSON_INDENT(1));
	free(changed);
	json_decref(doc);
	return content;
}

static void a_stored_bundle_uses_the_prelude_that_it_was_stored_with(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct bundle *b = read_base();
	char *content = with_file(b, "prelude.lua", "60 * 1000)", "61 * 1000)");
	struct bundle *s = bundle_parse(content, &e);
	assert_non_null(s);
	assert_int_equal(bundle_policy(b)->limit_ms[LIMIT_SUGGEST], 30 * 60 * 1000);
	assert_int_equal(bundle_policy(s)->limit_ms[LIMIT_SUGGEST], 30 * 61 * 1000);
	assert_string_not_equal(bundle_hash(b), bundle_hash(s));
	free(content);
	bundle_free(b);
	bundle_free(s);
}

static void one_changed_letter_changes_the_hash_and_the_order_of_keys_does_not(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct bundle *b = read_base();
	char *changed = with_file(b, "flow.lua", "요금조정", "요금 조정");
	char *same = with_file(b, "flow.lua", "요금조정", "요금조정");
	struct bundle *c = bundle_parse(changed, &e), *s = bundle_parse(same, &e);
	assert_string_not_equal(bundle_hash(b), bundle_hash(c));
	assert_string_not_equal(same, bundle_content(b));
	assert_string_equal(bundle_hash(b), bundle_hash(s));
	free(changed);
	free(same);
	bundle_free(b);
	bundle_free(c);
	bundle_free(s);
}

static void content_that_is_no_bundle_is_refused(void **state)
{
	(void)state;
	static const char *const contents[] = {
		"",
		"[]",
		"{\"flow\":\"fare\"}",
		"{\"flow\":\"fare\",\"files\":{}}",
		"{\"flow\":\"fare\",\"files\":[]}",
		"{\"flow\":\"../etc\",\"files\":{}}",
		"{\"flow\":\"fare\",\"flow\":\"fare\",\"files\":{}}",
		"{\"flow\":\"fare\",\"files\":{},\"more\":1}",
		"{\"flow\":\"fare\",\"files\":{\"flow.lua\":1,\"phrases/ko.lua\":\"\","
		"\"policy.lua\":\"\",\"prelude.lua\":\"\"}}",
		"{\"flow\":\"fare\",\"files\":{\"flow.lua\":\"\",\"phrases/ko.lua\":\"\","
		"\"policy.lua\":\"\",\"other.lua\":\"\"}}",
	};
	for (size_t i = 0; i < COUNT_OF(contents); i++) {
		struct err e = { 0 };
		assert_null(bundle_parse(contents[i], &e));
		assert_int_equal(e.code, E_PARSE);
		assert_true(strlen(e.text) > 0);
	}
}

static void a_bundle_lives_until_its_last_keeper_lets_go(void **state)
{
	(void)state;
	struct bundle *b = read_base(), *kept = bundle_keep(b);
	assert_ptr_equal(b, kept);
	bundle_free(b);
	assert_string_equal(bundle_flow(kept), "fare");
	bundle_free(kept);
	bundle_free(NULL);
}

/* ---- files ---- */

static void expect_refused(const char *file, const char *text, size_t len, const char *why)
{
	struct err e = { 0 };
	char *dir = bundle_case_make("base");
	bundle_case_put(dir, file, text, len);
	assert_null(bundle_read(dir, "fare", &e));
	assert_int_equal(e.code, E_FLOW);
	if (!strstr(e.text, why))
		fail_msg("%s: not '%s'", e.text, why);
	bundle_case_drop(dir);
}

static void files_that_cannot_be_read_as_text_are_refused_with_their_name(void **state)
{
	(void)state;
	expect_refused("fare/flow.lua", "return \xff", 8, "fare/flow.lua: save the file as UTF-8");
	expect_refused("policy.lua", "return\0x", 8, "policy.lua: save the file as UTF-8");
	expect_refused("phrases/ko.lua", "\x1bLua", 4, "phrases/ko.lua");
	size_t len = 257 * 1024;
	char *large = xmalloc(len);
	memset(large, '\n', len);
	expect_refused("fare/flow.lua", large, len, "fare/flow.lua: ");
	free(large);
}

static void a_missing_file_is_named(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bundle_case_files); i++) {
		struct err e = { 0 };
		char *dir = bundle_case_make("base");
		char *path = xasprintf("%s/%s", dir, bundle_case_files[i]);
		unlink(path);
		assert_null(bundle_read(dir, "fare", &e));
		assert_non_null(strstr(e.text, bundle_case_files[i]));
		free(path);
		bundle_case_drop(dir);
	}
}

static void a_flow_name_cannot_leave_the_directory(void **state)
{
	(void)state;
	static const char *const names[] = { "", "..", "../flows", "a/b", "Fare", "fare\n" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct err e = { 0 };
		assert_null(bundle_read("flows", names[i], &e));
		assert_non_null(strstr(e.text, "a flow's folder is named with a-z"));
	}
}

/* ---- what it says ---- */

static void a_bundle_answers_for_phrases_words_and_fields(void **state)
{
	(void)state;
	struct bundle *b = read_base();
	json_t *ids = bundle_phrase_ids(b);
	assert_int_equal(json_array_size(ids), 4);
	assert_string_equal(json_string_value(json_array_get(ids, 0)), "collection");
	json_decref(ids);
	assert_null(bundle_phrase(b, "nothing"));
	assert_null(bundle_phrase(b, NULL));
	assert_string_equal(bundle_word(b, "topic", "accident"), "사고");
	assert_null(bundle_word(b, "topic", "weather"));
	assert_null(bundle_word(b, "weather", "topic"));
	assert_int_equal(json_object_size(bundle_words(b, "party")), 3);
	assert_string_equal(
		json_string_value(json_object_get(bundle_placeholder(b, "topic"), "class")),
		"case");
	assert_null(bundle_placeholder(b, "nothing"));
	assert_non_null(bundle_collect(b, "passenger.phone"));
	assert_null(bundle_collect(b, "spouse.phone"));
	bundle_free(b);
}

static void a_phrase_knows_what_it_tells(void **state)
{
	(void)state;
	struct bundle *b = read_base();
	const struct phrase *p = bundle_phrase(b, "delegation");
	assert_int_equal(p->kind, PHRASE_NOTICE);
	assert_int_equal(p->tells, CLASS_PUBLIC | CLASS_CASE);
	assert_string_equal(p->consent, "delegation");
	assert_int_equal(bundle_phrase(b, "identity")->tells, CLASS_PUBLIC | CLASS_TRIP);
	assert_int_equal(bundle_phrase(b, "hello")->tells, CLASS_PUBLIC);
	p = bundle_phrase(b, "collection");
	assert_true(p->draft);
	assert_int_equal(p->version, 1);
	assert_string_equal(p->yes, "동의합니다");
	assert_null(p->no);
	assert_int_equal(p->legal_count, 4);
	bundle_free(b);
}

static void the_policy_is_data_in_one_shape(void **state)
{
	(void)state;
	struct bundle *b = read_base();
	const struct policy *p = bundle_policy(b);
	assert_int_equal(p->limit_ms[LIMIT_LISTEN], 24 * 3600 * 1000);
	assert_int_equal(p->reask, 1);
	assert_string_equal(p->buttons.no, "아니요");
	json_t *tell = json_object_get(p->gate, "tell");
	json_t *third = json_object_get(tell, "third_party");
	assert_true(json_is_array(json_object_get(third, "public")));
	assert_int_equal(json_array_size(json_object_get(third, "public")), 0);
	assert_int_equal(json_array_size(json_object_get(third, "trip")), 2);
	assert_string_equal(json_string_value(json_object_get(third, "contact")), "never");
	json_t *rule = json_object_get(p->consents, "delegation");
	assert_int_equal(json_integer_value(json_object_get(rule, "expires_ms")), 2592000000LL);
	assert_null(json_object_get(rule, "only"));
	bundle_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_folder_is_judged_as_it_expects),
		cmocka_unit_test(the_hash_is_the_sha256_of_the_canonical_content),
		cmocka_unit_test(a_bundle_from_the_store_has_the_same_hash_and_meaning),
		cmocka_unit_test(a_stored_bundle_uses_the_prelude_that_it_was_stored_with),
		cmocka_unit_test(
			one_changed_letter_changes_the_hash_and_the_order_of_keys_does_not),
		cmocka_unit_test(content_that_is_no_bundle_is_refused),
		cmocka_unit_test(a_bundle_lives_until_its_last_keeper_lets_go),
		cmocka_unit_test(files_that_cannot_be_read_as_text_are_refused_with_their_name),
		cmocka_unit_test(a_missing_file_is_named),
		cmocka_unit_test(a_flow_name_cannot_leave_the_directory),
		cmocka_unit_test(a_bundle_answers_for_phrases_words_and_fields),
		cmocka_unit_test(a_phrase_knows_what_it_tells),
		cmocka_unit_test(the_policy_is_data_in_one_shape),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
