/* What a notice says in law: an identity that a typo does not change and a term does. */
#include "notice.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base.h"
#include "crypto.h"
#include "phrase.h"

static void no_mistake(void *arg, const char *key, const char *text)
{
	(void)arg;
	fail_msg("%s: %s", key, text);
}

/* A notice of collection; more: members of its entry, JSON with ' for ". */
static struct phrase *notice(const char *more)
{
	json_error_t je;
	char *json = xstrdup(more);
	for (char *c = json; *c; c++)
		*c = *c == '\'' ? '"' : *c;
	json_t *spec = json_pack("{s:s, s:s}", "kind", "notice", "consent", "collection");
	json_t *own = json_loads(json, 0, &je);
	if (!own)
		fail_msg("%s: %s", je.text, json);
	json_object_update(spec, own);
	json_t *declared = json_pack("{s:{s:s, s:s}, s:{s:s}}", "third_party", "class", "public",
	                             "type", "party", "topic", "class", "case");
	struct phrase *p = phrase_parse("x", spec, declared, no_mistake, NULL);
	json_decref(declared);
	json_decref(own);
	json_decref(spec);
	free(json);
	return p;
}

/* ---- identity ---- */

static void the_identity_is_the_sha256_of_canonical_json_of_kind_and_terms(void **state)
{
	(void)state;
	char hash[SHA256_HEX];
	static const char canonical[] = "{\"items\":{\"recipient\":\"{third_party}\",\"retention\":"
					"\"1.5년까지보관합니다\"},"
					"\"kind\":\"collection\"}";
	struct phrase *p =
		notice("{'text': '{third_party:과/와} 1.5년까지 보관합니다. 괜찮으세요?', 'legal': "
	               "{'retention': '1.5년까지 보관합니다.', 'recipient': '{third_party:과/와}',"
	               " 'question': '괜찮으세요?'}}");
	crypto_sha256_hex(canonical, strlen(canonical), hash);
	assert_string_equal(p->identity, hash);
	phrase_free(p);
}

static bool same_identity(const char *a, const char *b)
{
	char *first = xasprintf("{'text': '%s', 'legal': {'retention': '%s'}}", a, a);
	char *second =
		xasprintf("{'text': '%s', 'legal': {'retention': '%s'}, 'version': 7}", b, b);
	struct phrase *p = notice(first), *q = notice(second);
	bool same = !strcmp(p->identity, q->identity);
	json_t *changes = notice_changes(p, q);
	assert_int_equal(same, json_array_size(changes) == 0);
	json_decref(changes);
	phrase_free(p);
	phrase_free(q);
	free(first);
	free(second);
	return same;
}

static void spacing_punctuation_width_and_version_are_no_terms(void **state)
{
	(void)state;
	assert_true(same_identity("끝날 때까지 보관합니다.", "끝날때까지, 보관합니다"));
	assert_true(same_identity("1년 동안 보관합니다", "１년동안 보관합니다!"));
	assert_true(same_identity("수집·이용합니다", "수집ㆍ이용 합니다"));
}

static void whatever_changes_a_number_or_a_word_is_a_term(void **state)
{
	(void)state;
	assert_false(same_identity("1년 보관합니다", "3년 보관합니다"));
	assert_false(same_identity("1.5년 보관합니다", "15년 보관합니다"));
	assert_false(same_identity("1~3년 보관합니다", "13년 보관합니다"));
	assert_false(same_identity("10% 보관합니다", "10 보관합니다"));
	assert_false(same_identity("1년 보관합니다", "11년 보관합니다"));
	assert_false(same_identity("거부하실 수 있습니다", "거부하실 수 없습니다"));
	assert_false(same_identity("{topic} 보관합니다", "{third_party} 보관합니다"));
}

/* ---- what has changed ---- */

static void expect_changes(const char *a, const char *b, const char *items)
{
	struct phrase *p = notice(a), *q = notice(b);
	json_t *changes = notice_changes(p, q), *one;
	struct buf got = { 0 };
	size_t i;
	json_array_foreach(changes, i, one)
		buf_addf(&got, "%s ", json_string_value(json_object_get(one, "item")));
	buf_adds(&got, "");
	if (strcmp(got.data, items))
		fail_msg("%s\n%s\n is: %s\n should: %s", a, b, got.data, items);
	buf_free(&got);
	json_decref(changes);
	phrase_free(p);
	phrase_free(q);
}

static void an_item_that_is_only_declared_now_or_no_longer_was_said_all_the_same(void **state)
{
	(void)state;
	static const char bare[] = "{'text': '상담을 위해 연락처를 1년 동안 보관합니다.', 'legal': "
				   "{'purpose': '상담을 위해'}}";
	static const char whole[] =
		"{'text': '상담을 위해 연락처를 1년 동안 보관합니다.', 'legal': {'purpose': "
		"'상담을 위해', 'items': '연락처를', 'retention': '1년 동안'}}";
	expect_changes(bare, whole, "");
	expect_changes(whole, bare, "");
}

static void what_is_new_gone_wider_or_narrower_has_changed(void **state)
{
	(void)state;
	static const char phone[] =
		"{'text': '연락처를 1년 동안 보관합니다.', 'legal': {'items': '연락처를'}}";
	static const char both[] = "{'text': '연락처와 주소를 1년 동안 보관합니다.', 'legal': "
				   "{'items': '연락처와 주소를'}}";
	static const char tail[] = "{'text': '주소와 연락처를 1년 동안 보관합니다.', 'legal': "
				   "{'items': '주소와 연락처를'}}";
	static const char eleven[] =
		"{'text': '연락처를 11년 동안 보관합니다.', 'legal': {'items': '연락처를'}}";
	static const char one[] = "{'text': '연락처를 1년 동안 보관합니다.', 'legal': {'items': "
				  "'연락처를', 'retention': '1년 동안'}}";
	expect_changes(phone, both, "items ");
	expect_changes(both, phone, "items ");
	expect_changes(phone, tail, "items "); /* the old words stand in the new ones */
	expect_changes(tail, phone, "items ");
	expect_changes(eleven, one, "retention "); /* 1년 stands in 11년 and is not it */
	expect_changes(one, eleven, "retention ");
	expect_changes(both,
	               "{'text': '연락처와 주소를 보관합니다.', 'legal': {'items': '연락처와 "
	               "주소를', 'storage': '보관합니다'}}",
	               "");
	expect_changes(phone,
	               "{'consent': 'delegation', 'text': '연락처를 1년 동안 보관합니다.', "
	               "'legal': {'items': '연락처를'}}",
	               "consent ");
}

static void how_it_asks_is_no_item(void **state)
{
	(void)state;
	expect_changes("{'text': '동의가 필요합니다. 괜찮으세요?', 'legal': {'need': '동의가 "
	               "필요합니다.', 'question': '괜찮으세요?'}}",
	               "{'text': '동의를 구합니다. 동의하시나요?', 'legal': {'need': '동의를 "
	               "구합니다.', 'question': '동의하시나요?'}}",
	               "");
}

/* ---- typos ---- */

#define RETENTION(words) "'text': '" words " 괜찮으세요?', 'legal': {'retention': '" words "'}"

static void a_mended_typo_keeps_the_identity_of_the_words_before(void **state)
{
	(void)state;
	static const char typo[] = "{" RETENTION("처리가 끝날 떄까지 보관합니다.") "}";
	static const char mended[] =
		"{" RETENTION("처리가 끝날 때까지 보관합니다.") ", 'mends': {'retention': '처리가 "
								"끝날 떄까지 보관합니다.'}}";
	static const char again[] =
		"{" RETENTION("처리가 끝날 때까지 보관함니다.") ", 'mends': {'retention': '처리가 "
								"끝날 떄까지 보관합니다.'}}";
	static const char silent[] = "{" RETENTION("처리가 끝날 때까지 보관합니다.") "}";
	struct phrase *a = notice(typo), *b = notice(mended);
	assert_string_equal(a->identity, b->identity);
	phrase_free(a);
	phrase_free(b);
	expect_changes(typo, mended, "");
	expect_changes(mended, silent, ""); /* the words are the same */
	expect_changes(typo, silent, "retention ");
	expect_changes(mended, again, ""); /* the first words are kept */
}

static void only_a_few_letters_are_a_typo_and_never_a_number_or_a_negation(void **state)
{
	(void)state;
	static const struct {
		const char *before, *after;
		bool typo;
	} rows[] = {
		{ "처리가 끝날 떄까지", "처리가 끝날 때까지", true },
		{ "상당과 안내를 위헤", "상담과 안내를 위해", true },
		{ "끝날 때까지", "끝날 때 까지!", true },
		{ "1년 동안", "3년 동안", false },
		{ "1.5년 동안", "15년 동안", false },
		{ "거부할 수 있습니다", "거부할 수 없습니다", false },
		{ "동의하지 않으시면", "동의하지 안으시면", false },
		{ "연락처와 상담 내용", "연락처와 차량 번호", false },
		{ "연락처", "연락처와 집 주소", false },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (notice_is_typo(rows[i].before, rows[i].after) != rows[i].typo)
			fail_msg("%s -> %s", rows[i].before, rows[i].after);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_identity_is_the_sha256_of_canonical_json_of_kind_and_terms),
		cmocka_unit_test(spacing_punctuation_width_and_version_are_no_terms),
		cmocka_unit_test(whatever_changes_a_number_or_a_word_is_a_term),
		cmocka_unit_test(
			an_item_that_is_only_declared_now_or_no_longer_was_said_all_the_same),
		cmocka_unit_test(what_is_new_gone_wider_or_narrower_has_changed),
		cmocka_unit_test(how_it_asks_is_no_item),
		cmocka_unit_test(a_mended_typo_keeps_the_identity_of_the_words_before),
		cmocka_unit_test(only_a_few_letters_are_a_typo_and_never_a_number_or_a_negation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
