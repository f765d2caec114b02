/* What an agent's own words give away: the case's values are found however they are typed, and ordinary sentences are
 * left alone. */
#include "consent.h"

#include "base.h"
#include "text.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

enum { TRIP = 2, CASE = 4, CONTACT = 8 };

static struct support_case *c;

static void set_phone(enum role r, const char *phone)
{
	json_decref(c->parties[r].phone);
	c->parties[r].phone = json_string(phone);
}

static void set_fact(const char *name, const char *value)
{
	json_object_set_new(c->facts, name, json_string(value));
}

static int open_case(void **state)
{
	(void)state;
	c = case_new("c1");
	set_fact("trip_date", "2026-11-20");
	set_fact("origin", "강남역 2번 출구");
	set_fact("destination", "서울대입구역");
	set_phone(ROLE_CALLER, "010-1234-5678");
	set_phone(ROLE_PASSENGER, "010-8765-4321");
	return 0;
}

static int close_case(void **state)
{
	(void)state;
	case_free(c);
	return 0;
}

static unsigned tells(const char *text)
{
	enum role whose;
	return consent_text_tells(c, ROLE_PASSENGER, text, "요금조정", &whose);
}

static void all_tell(const char *const *texts, unsigned want)
{
	for (; *texts; texts++)
		if (tells(*texts) != want)
			fail_msg("'%s' tells %u, should tell %u", *texts, tells(*texts), want);
}

#define ALL_TELL(want, ...) all_tell((const char *const[]){ __VA_ARGS__, NULL }, want)

/* ---- the date ---- */

static void the_date_is_found_as_it_is_typed(void **state)
{
	(void)state;
	ALL_TELL(TRIP, "11월 20일에 이용하신", "11월20일", "2026년 11월 20일", "2026-11-20",
	         "2026.11.20.", "2026. 11. 20.", "20261120", "11/20 건", "11-20", "11.20",
	         "11 / 20", "11. 20.", "26.11.20", "(11/20)");
}

static void the_date_is_found_as_it_is_said(void **state)
{
	(void)state;
	ALL_TELL(TRIP, "십일월 이십일", "십일월이십일에", "11월 이십일", "십일월 20일",
	         "십 일 월 이 십 일");
}

static void the_date_is_found_in_full_width_and_with_zero_width_between(void **state)
{
	(void)state;
	ALL_TELL(TRIP, "１１월　２０일", "１１／２０", "１１．２０", "11\u200b월\u200d20\ufeff일",
	         "1\u200b1/2\u20600");
}

static void a_day_of_one_digit_is_found_with_and_without_its_zero(void **state)
{
	(void)state;
	set_fact("trip_date", "2026-06-05");
	ALL_TELL(TRIP, "6월 5일", "06월 05일", "6월 05일", "유월 오일", "유월 5일", "6/5", "06/05",
	         "6.5", "06.05", "06-05", "6/05", "2026-6-5", "2026.06.05", "2026. 6. 5.");
	set_fact("trip_date", "2026-10-10");
	ALL_TELL(TRIP, "시월 십일", "10월 10일", "10/10");
	set_fact("trip_date", "2026-12-31");
	ALL_TELL(TRIP, "십이월 삼십일일", "12월 31일");
}

static void the_date_is_found_in_english(void **state)
{
	(void)state;
	ALL_TELL(TRIP, "on November 20.", "Nov 20", "Nov. 20th, 2026", "November the 20th",
	         "20 November", "the 20th of November", "20th Nov", "2026-nov-20", "NOVEMBER 20",
	         "Ｎｏｖ ２０", "November twentieth", "the twentieth of November");
	set_fact("trip_date", "2026-05-21");
	ALL_TELL(TRIP, "May 21", "21 May", "may twenty-first", "May 21, 2026");
	ALL_TELL(0, "May 2", "May 212", "121 May", "21 people may", "June 21", "you may go",
	         "the first of May", "twenty-first of June");
}

static void another_date_is_not_the_date(void **state)
{
	(void)state;
	ALL_TELL(0, "11월 21일", "10월 20일", "11월", "20일까지", "11/2", "1/20", "11/201",
	         "111/20", "2026-11-21", "10-20", "버전 3.11.205");
	set_fact("trip_date", "2026-01-02");
	ALL_TELL(0, "1월 20일", "21/2", "1/25", "11/2", "이월 일일");
	ALL_TELL(TRIP, "방문 3 1/2", "11월 2일" /* found without need: the safe side */);
}

/* ---- places ---- */

static void a_place_is_found_whole_or_by_one_of_its_longer_words(void **state)
{
	(void)state;
	ALL_TELL(TRIP, "강남역 2번 출구에서", "강남역2번출구", "강남역에서 타셨죠", "강 남 역",
	         "강남역, 2번 출구", "서울대입구역까지", "서울대 입구역", "'서울대입구역'");
}

static void a_place_is_found_in_decomposed_letters_and_with_zero_width_between(void **state)
{
	(void)state;
	ALL_TELL(TRIP,
	         "\u1100\u1161\u11bc\u1102\u1161\u11b7\u110b\u1167\u11a8" /* 강남역 in jamo */,
	         "강\u200b남\u200b역", "강\u00ad남역");
}

static void a_place_that_the_facts_hold_decomposed_is_found_composed(void **state)
{
	(void)state;
	set_fact("origin", "\u1100\u1161\u11bc\u1102\u1161\u11b7\u110b\u1167\u11a8");
	ALL_TELL(TRIP, "강남역에서");
}

static void a_short_word_of_a_decomposed_place_does_not_count_as_long(void **state)
{
	(void)state;
	/* "강남 집": six jamo of 강남 are two syllables */
	set_fact("origin",
	         "\u1100\u1161\u11bc\u1102\u1161\u11b7 \u110c\u1175\u11b8 \u110b\u1161\u11c1");
	ALL_TELL(0, "강남이 아닙니다", "집으로 보내 드렸습니다");
	ALL_TELL(TRIP, "강남 집 앞");
}

static void words_of_a_place_are_parted_by_signs_as_well(void **state)
{
	(void)state;
	set_fact("origin", "서울(판교테크노밸리)/H스퀘어,주차장");
	ALL_TELL(TRIP, "판교테크노밸리에서", "h스퀘어", "주차장에서", "판교 테크노밸리");
	set_fact("origin", "서울\u3000판교테크노밸리（Ｂ동）\u3000");
	ALL_TELL(TRIP, "판교테크노밸리에서");
}

static void a_place_in_latin_letters_is_found_in_either_case(void **state)
{
	(void)state;
	set_fact("destination", "COEX Mall");
	ALL_TELL(TRIP, "coex에서", "Coex mall", "ＣＯＥＸ");
}

static void short_words_of_a_place_alone_give_nothing_away(void **state)
{
	(void)state;
	ALL_TELL(0, "출구에서 기다려 주세요", "2번 눌러 주세요");
}

static void a_place_is_found_without_the_syllable_that_says_what_it_is(void **state)
{
	(void)state;
	ALL_TELL(TRIP, "강남에서 타셨나요?", "어제 강남이요", "(강남)", "서울대입구까지",
	         "출발: 강남, 도착: 모름");
	ALL_TELL(0, "한강남쪽으로", "강 남쪽", "서울에서");
	set_fact("origin", "시청역 앞");
	set_fact("destination", "성남시 분당구 구미동 역");
	ALL_TELL(TRIP, "시청 앞에서", "성남에서", "분당으로", "구미에서");
	ALL_TELL(0, "시간이 걸립니다", "구청에서", "역에서", "방시청");
}

/* ---- the topic ---- */

static void the_topic_is_found_whole_however_it_is_spaced(void **state)
{
	(void)state;
	ALL_TELL(CASE, "요금조정 건으로", "요금 조정", "요금-조정", "요\u200b금조정");
	ALL_TELL(0, "요금은 앱에서", "조정하겠습니다");
}

static void without_a_word_for_the_topic_none_is_found(void **state)
{
	(void)state;
	enum role whose;
	assert_int_equal(consent_text_tells(c, ROLE_PASSENGER, "요금조정", NULL, &whose), 0);
}

/* ---- telephone numbers ---- */

static void the_number_of_another_is_found_typed_in_any_form(void **state)
{
	(void)state;
	ALL_TELL(CONTACT, "010-1234-5678", "01012345678", "010 1234 5678", "010.1234.5678",
	         "+82 10-1234-5678", "+821012345678", "1234-5678입니다",
	         "０１０－１２３４－５６７８", "0 1 0 1 2 3 4 5 6 7 8", "010-1234-5\u200b678",
	         "(010)1234/5678");
}

static void the_number_of_another_is_found_spoken(void **state)
{
	(void)state;
	ALL_TELL(CONTACT, "공일공 일이삼사 오육칠팔", "공일공에 일이삼사에 오육칠팔",
	         "영일영 일이삼사 오륙칠팔", "공일공 1234 오육칠팔", "1234이고 뒤는 5678이에요",
	         "공일공 다시 일이삼사 다시 오육칠팔");
}

static void a_number_in_another_form_in_the_record_is_found_too(void **state)
{
	(void)state;
	set_phone(ROLE_CALLER, "+82-2-123-4567");
	ALL_TELL(CONTACT, "02-123-4567", "123-4567", "+8221234567");
	set_phone(ROLE_CALLER, "031-123-4567");
	ALL_TELL(CONTACT, "031-123-4567", "123-4567번");
	set_phone(ROLE_CALLER, "1588-1234");
	ALL_TELL(CONTACT, "1588-1234");
}

static void other_numbers_are_not_the_number(void **state)
{
	(void)state;
	ALL_TELL(0, "1234", "12345, 그리고 99", "접수번호 20261234", "9345678", "02-1234-5679",
	         "0507-1234-5679");
}

/* One side typed it, and the agent passes it on: no record knows whose it is. */
static void a_mobile_number_that_no_record_holds_is_somebodys(void **state)
{
	static const uint8_t salt[16];
	static const char *const numbers[] = { "010-7777-8888", "+82 10-7777-8888",
		                               "공일공 칠칠칠칠 팔팔팔팔" };
	enum role whose;
	(void)state;
	ALL_TELL(CONTACT, "010-1234-5679", "010-7777-8888로 전화 주세요", "01077778888", numbers[1],
	         numbers[2]);
	assert_int_equal(consent_text_tells(c, ROLE_PASSENGER, "010-7777-8888", NULL, &whose),
	                 CONTACT);
	assert_int_equal(whose, ROLE_NONE);
	ALL_TELL(0, "010-8765-4321이 맞으신가요?", "제가 010-****-8888로 전화드릴게요");
	case_value_add(c, "caller", "제 번호는 010-7777-8888이에요", salt);
	ALL_TELL(CONTACT, numbers[0]);
	case_value_add(c, "passenger", "저는 010 7777 8888요", salt);
	for (size_t i = 0; i < COUNT_OF(numbers); i++)
		ALL_TELL(0, numbers[i]);
	ALL_TELL(CONTACT, "010-7777-8888이나 010-7777-8889로 전화 주세요");
}

static void the_last_four_digits_of_anothers_number_are_found(void **state)
{
	(void)state;
	ALL_TELL(CONTACT, "뒷자리 5678", "5678번", "뒷자리가 5678이신 분", "끝 번호 ５６７８",
	         "010-****-5678", "***-5678입니다", "5678이에요", "(5678)", "ends in 5678.",
	         "뒷자리 오육칠팔", "오륙칠팔이에요", "네 이 오육칠팔", "오 육 칠 팔로 끝나는 번호",
	         "5678, 맞으시죠?");
	ALL_TELL(CONTACT, "뒷자리 5 6 7 8", "뒷자리는 5 6 7 8 입니다", "5-6-7-8", "뒷자리 56 78",
	         "567 8", "5, 6, 7, 8", "5.6.7.8", "오,육,칠,팔", "오-육-칠-팔");
}

static void what_only_looks_like_the_last_four_digits_is_not_taken_for_them(void **state)
{
	(void)state;
	ALL_TELL(0, "5678원입니다", "5,678원", "15,678원", "₩5678", "₩ 15678", "56780원",
	         "5678 won", "1588-5678", "02-5678", "5678-1234", "12:5678", "3.5678", "5678.9",
	         "5678년", "5678 m 떨어진", "접수번호 205678", "오육칠", "육칠팔오육칠팔",
	         "일이 오육 칠 일 걸려요", "4321", "뒷자리 4321이시죠?");
	ALL_TELL(0, "5,678 원", "56-78", "5월 6일 7시 8분", "5 6 7 8 9", "4 5 6 7 8", "5 6 7 8원",
	         "56.78", "오,육,칠");
	set_phone(ROLE_PASSENGER, "010-9999-5678"); /* his own ends so, too */
	ALL_TELL(0, "뒷자리 5678", "오육칠팔");
	set_phone(ROLE_CALLER, "567");
	ALL_TELL(0, "567", "");
}

static void whose_number_it_is_comes_with_it_and_ones_own_is_not_told(void **state)
{
	(void)state;
	enum role whose;
	assert_int_equal(consent_text_tells(c, ROLE_PASSENGER, "01087654321", NULL, &whose), 0);
	assert_int_equal(whose, ROLE_NONE);
	assert_int_equal(consent_text_tells(c, ROLE_CALLER, "01087654321", NULL, &whose), CONTACT);
	assert_int_equal(whose, ROLE_PASSENGER);
	assert_int_equal(
		consent_text_tells(c, ROLE_SPOUSE, "01087654321 01012345678", NULL, &whose),
		CONTACT);
	assert_true(whose == ROLE_CALLER || whose == ROLE_PASSENGER);
}

static void a_number_that_is_shared_is_ones_own(void **state)
{
	(void)state;
	enum role whose;
	set_phone(ROLE_PASSENGER, "+82 10 1234 5678");
	assert_int_equal(consent_text_tells(c, ROLE_PASSENGER, "010-1234-5678", NULL, &whose), 0);
	assert_int_equal(whose, ROLE_NONE);
	assert_int_equal(consent_text_tells(c, ROLE_SPOUSE, "010-1234-5678", NULL, &whose),
	                 CONTACT);
}

/* ---- all together, and nothing ---- */

static void a_text_may_tell_several_things_at_once(void **state)
{
	(void)state;
	ALL_TELL(TRIP | CASE | CONTACT, "11월 20일 요금조정 건은 010-1234-5678로 여쭤 보세요");
	ALL_TELL(TRIP | CASE, "강남역 요금조정");
}

static void ordinary_sentences_give_nothing_away(void **state)
{
	(void)state;
	ALL_TELL(0, "", " ", "안녕하세요. 카카오 T 긴급신고센터 정민수입니다.",
	         "잠시만 기다려 주시면 확인 후 다시 연락드리겠습니다.",
	         "호출하신 분의 동의를 확인하지 못해 상담을 도와드리기 어려운 점 너른 양해 "
	         "부탁드립니다.",
	         "이용에 불편을 드려 죄송합니다. 담당자가 20분 안에 연락드리겠습니다.",
	         "네, 이해했습니다. 이 일은 오늘 안에 처리하겠습니다.",
	         "24시간 상담 가능하며 문의 번호는 1599-9400입니다.", "11시 20분에 연락드릴게요",
	         "감사합니다 🙏", "일이 많아 삼사일 걸립니다. 오육일 뒤 연락드릴게요.");
}

static void an_erased_value_is_not_looked_for(void **state)
{
	(void)state;
	json_object_set_new(c->facts, "origin", json_pack("{s:i, s:s}", "v", 7, "h", "x"));
	json_decref(c->parties[ROLE_CALLER].phone);
	c->parties[ROLE_CALLER].phone = json_pack("{s:i, s:s}", "v", 7, "h", "x");
	ALL_TELL(0, "강남역", "뒷자리 5678");
}

static void a_long_text_is_searched_to_its_end(void **state)
{
	(void)state;
	struct buf b = { 0 };
	for (int i = 0; i < 400; i++)
		buf_adds(&b, "안녕하세요 잠시만요 ");
	buf_adds(&b, "강남역");
	assert_int_equal(tells(b.data), TRIP);
	buf_free(&b);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, open_case, close_case)
	const struct CMUnitTest tests[] = {
		T(the_date_is_found_as_it_is_typed),
		T(the_date_is_found_as_it_is_said),
		T(the_date_is_found_in_full_width_and_with_zero_width_between),
		T(a_day_of_one_digit_is_found_with_and_without_its_zero),
		T(the_date_is_found_in_english),
		T(another_date_is_not_the_date),
		T(a_place_is_found_whole_or_by_one_of_its_longer_words),
		T(a_place_is_found_in_decomposed_letters_and_with_zero_width_between),
		T(a_place_that_the_facts_hold_decomposed_is_found_composed),
		T(a_short_word_of_a_decomposed_place_does_not_count_as_long),
		T(words_of_a_place_are_parted_by_signs_as_well),
		T(a_place_in_latin_letters_is_found_in_either_case),
		T(short_words_of_a_place_alone_give_nothing_away),
		T(a_place_is_found_without_the_syllable_that_says_what_it_is),
		T(the_topic_is_found_whole_however_it_is_spaced),
		T(without_a_word_for_the_topic_none_is_found),
		T(the_number_of_another_is_found_typed_in_any_form),
		T(the_number_of_another_is_found_spoken),
		T(a_number_in_another_form_in_the_record_is_found_too),
		T(other_numbers_are_not_the_number),
		T(a_mobile_number_that_no_record_holds_is_somebodys),
		T(the_last_four_digits_of_anothers_number_are_found),
		T(what_only_looks_like_the_last_four_digits_is_not_taken_for_them),
		T(whose_number_it_is_comes_with_it_and_ones_own_is_not_told),
		T(a_number_that_is_shared_is_ones_own),
		T(a_text_may_tell_several_things_at_once),
		T(ordinary_sentences_give_nothing_away),
		T(an_erased_value_is_not_looked_for),
		T(a_long_text_is_searched_to_its_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
