/* A phrase reads as the guide does once it is filled, and its legal items cannot be cut. */
#include "phrase.h"

#include "base.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static json_t *placeholders(void)
{
	json_t *p = json_loads("{\"agent_name\":{\"class\":\"public\"},"
	                       "\"third_party\":{\"class\":\"public\",\"type\":\"party\"},"
	                       "\"origin\":{\"class\":\"trip\"},"
	                       "\"destination\":{\"class\":\"trip\"},"
	                       "\"topic\":{\"class\":\"case\"},"
	                       "\"passenger.phone\":{\"class\":\"contact\"}}",
	                       0, NULL);
	assert_non_null(p);
	return p;
}

static void first(void *arg, const char *key, const char *text)
{
	assert_int_equal(*key, 'x');
	err_set(arg, E_FLOW, "%s", text);
}

/* NULL: e is the first mistake. */
static struct phrase *parse(json_t *spec, struct err *e)
{
	json_t *declared = placeholders();
	struct phrase *p = phrase_parse("x", spec, declared, first, e);
	json_decref(declared);
	json_decref(spec);
	if (e->code == E_NONE)
		return p;
	phrase_free(p);
	return NULL;
}

static struct phrase *statement(const char *text)
{
	struct err e = { 0 };
	struct phrase *p = parse(json_pack("{s:s, s:s}", "kind", "statement", "text", text), &e);
	if (!p)
		fail_msg("%s", e.text);
	return p;
}

/* arg: {name: text} */
static char *value(void *arg, const char *name)
{
	return xstrdup(json_string_value(json_object_get(arg, name)));
}

static void expect_filled(const char *text, const char *name, const char *word, const char *is)
{
	struct err e = { 0 };
	struct phrase *p = statement(text);
	json_t *values = json_pack("{s:s}", name, word);
	char *filled = phrase_fill(p, value, values, &e);
	assert_non_null(filled);
	assert_string_equal(filled, is);
	free(filled);
	json_decref(values);
	phrase_free(p);
}

static void particles_fit_the_value_that_stands_before_them(void **state)
{
	(void)state;
	expect_filled("{third_party:과/와}의 상담", "third_party", "탑승자분", "탑승자분과의 상담");
	expect_filled("{third_party:과/와}의 상담", "third_party", "배우자", "배우자와의 상담");
	expect_filled("{origin:으로/로} 간다", "origin", "서울", "서울로 간다");
	expect_filled("{origin:으로/로} 간다", "origin", "강남역", "강남역으로 간다");
	expect_filled("{origin:로/으로} 간다", "origin", "강남역", "강남역으로 간다");
	expect_filled("{agent_name:이라/라}고", "agent_name", "김하나", "김하나라고");
	expect_filled("{origin}에서", "origin", "판교역", "판교역에서");
}

static void doubled_braces_are_literal_and_values_are_never_read_as_templates(void **state)
{
	(void)state;
	expect_filled("{{{origin}}} {{", "origin", "A", "{A} {");
	expect_filled("{origin}.", "origin", "{destination}", "{destination}.");
	expect_filled("{origin}.", "origin", "%s%n", "%s%n.");
}

static void an_unfilled_placeholder_is_an_error_and_never_a_gap(void **state)
{
	(void)state;
	static const char *const values[] = { "{}", "{\"origin\":\"\"}" };
	struct phrase *p = statement("안녕하세요. {origin}에서");
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		struct err e = { 0 };
		json_t *v = json_loads(values[i], 0, NULL);
		assert_null(phrase_fill(p, value, v, &e));
		assert_int_equal(e.code, E_FLOW);
		assert_string_equal(e.text, "phrase 'x': {origin} is not filled");
		json_decref(v);
	}
	phrase_free(p);
}

static void a_phrase_knows_whose_contact_data_it_holds(void **state)
{
	(void)state;
	struct phrase *p = statement("{passenger.phone} {origin}");
	assert_int_equal(p->tells, CLASS_PUBLIC | CLASS_TRIP | CLASS_CONTACT);
	assert_string_equal(p->contact_of, "passenger");
	phrase_free(p);
	p = statement("안녕하세요.");
	assert_int_equal(p->tells, CLASS_PUBLIC);
	assert_null(p->contact_of);
	phrase_free(p);
}

static void tells_adds_to_what_the_placeholders_tell(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct phrase *p = parse(json_pack("{s:s, s:s, s:[s]}", "kind", "statement", "text",
	                                   "사고가 있었습니다.", "tells", "case"),
	                         &e);
	assert_int_equal(p->tells, CLASS_PUBLIC | CLASS_CASE);
	phrase_free(p);
}

static struct phrase *notice(const char *item, const char *text)
{
	struct err e = { 0 };
	struct phrase *p = parse(json_pack("{s:s, s:s, s:{s:s}, s:s}", "kind", "notice", "consent",
	                                   "delegation", "legal", "purpose", item, "text", text),
	                         &e);
	if (!p)
		fail_msg("%s", e.text);
	return p;
}

static void expect_kept(const struct phrase *p, const char *text, bool kept)
{
	struct err e = { 0 };
	int result = phrase_keeps_legal(p, text, &e);
	if (result != (kept ? 0 : -1))
		fail_msg("%s: \"%s\"", kept ? "is kept" : "is cut", text);
	if (!kept) {
		assert_int_equal(e.code, E_INPUT);
		assert_non_null(strstr(e.text, "'purpose'"));
	}
}

static void an_edit_may_move_spaces_but_not_cut_a_legal_item(void **state)
{
	(void)state;
	struct phrase *p = notice("상담을 위해 이용합니다.", "개인정보는 상담을 위해 이용합니다.");
	expect_kept(p, "개인정보는 상담을 위해 이용합니다.", true);
	expect_kept(p, "고객님, 개인정보는 상담을  위해\n이용 합니다!", true);
	expect_kept(p, "개인정보는 상담을 이용합니다.", false);
	expect_kept(p, "개인정보는 광고를 위해 이용합니다.", false);
	expect_kept(p, "", false);
	phrase_free(p);
}

static void a_placeholder_in_a_legal_item_stands_for_some_value_not_for_none(void **state)
{
	(void)state;
	struct phrase *p = notice("{third_party:과/와} {topic} 관련된 상담",
	                          "{third_party:과/와} {topic} 관련된 상담을 진행해도 될까요?");
	expect_kept(p, "탑승자분과 요금조정 관련된 상담을 진행해도 될까요?", true);
	expect_kept(p, "관련된 상담을 진행해도 될까요?", false);
	expect_kept(p, "탑승자분과 요금조정 관련 상담을 진행해도 될까요?", false);
	phrase_free(p);
	p = notice("저희는 {topic} 상담만", "저희는 {topic} 상담만 합니다.");
	expect_kept(p, "저희는 사고 상담만 합니다.", true);
	expect_kept(p, "저희는 상담만 합니다.", false);
	phrase_free(p);
}

static void a_legal_item_is_not_found_across_half_a_page(void **state)
{
	(void)state;
	struct phrase *p = notice("저희는 {topic} 상담만", "저희는 {topic} 상담만 합니다.");
	struct buf b = { 0 };
	buf_adds(&b, "저희는 ");
	for (int i = 0; i < 200; i++)
		buf_adds(&b, "가");
	buf_adds(&b, " 상담만 합니다.");
	expect_kept(p, b.data, false);
	buf_free(&b);
	phrase_free(p);
}

/* If every place tried every length for every value, this would not end. */
static void holding_an_edit_against_a_legal_item_has_a_bounded_cost(void **state)
{
	(void)state;
	struct phrase *p = notice("{origin}가{origin}가{origin}가{origin}가{origin}나",
	                          "{origin}가{origin}가{origin}가{origin}가{origin}나");
	struct buf b = { 0 };
	for (int i = 0; i < 20000; i++)
		buf_adds(&b, "가");
	expect_kept(p, b.data, false);
	buf_free(&b);
	phrase_free(p);
}

static void every_class_has_a_name_and_back(void **state)
{
	(void)state;
	static const char *const names[] = { "public", "trip", "case", "contact" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_int_equal(data_class_from(names[i]), 1 << i);
		assert_string_equal(data_class_name((enum data_class)(1 << i)), names[i]);
	}
	assert_int_equal(data_class_from("secret"), -1);
}

/* Cuts and doublings of a good template: none may crash, leak or be taken for a phrase with a gap. */
static void no_piece_of_a_template_breaks_the_reader(void **state)
{
	(void)state;
	static const char text[] = "{{{third_party:과/와} {topic} }} {passenger.phone:은/는}{";
	for (size_t from = 0; from < sizeof text; from++)
		for (size_t len = 0; from + len < sizeof text; len++) {
			struct phrase_part part[PHRASE_PARTS_MAX];
			struct err e = { 0 };
			size_t count;
			char *piece = xstrndup(text + from, len);
			int bad = phrase_split(piece, part, &count, &e);
			assert_true(bad == (e.code == E_NONE ? 0 : -1));
			for (size_t i = 0; !bad && i < count; i++)
				assert_true(!part[i].text != !part[i].name);
			phrase_parts_free(part, count);
			free(piece);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(particles_fit_the_value_that_stands_before_them),
		cmocka_unit_test(doubled_braces_are_literal_and_values_are_never_read_as_templates),
		cmocka_unit_test(an_unfilled_placeholder_is_an_error_and_never_a_gap),
		cmocka_unit_test(a_phrase_knows_whose_contact_data_it_holds),
		cmocka_unit_test(tells_adds_to_what_the_placeholders_tell),
		cmocka_unit_test(an_edit_may_move_spaces_but_not_cut_a_legal_item),
		cmocka_unit_test(a_placeholder_in_a_legal_item_stands_for_some_value_not_for_none),
		cmocka_unit_test(a_legal_item_is_not_found_across_half_a_page),
		cmocka_unit_test(holding_an_edit_against_a_legal_item_has_a_bounded_cost),
		cmocka_unit_test(every_class_has_a_name_and_back),
		cmocka_unit_test(no_piece_of_a_template_breaks_the_reader),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
