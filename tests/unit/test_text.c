/* test_text.c: validity, normal forms, and the particles of Korean. */
#include "text.h"

#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void only_well_formed_utf8_without_nul_is_valid(void **state)
{
	(void)state;
	static const char *const good[] = { "",
		                            "a",
		                            "탑승자분",
		                            "\xC2\x80",
		                            "\xDF\xBF",
		                            "\xE0\xA0\x80",
		                            "\xED\x9F\xBF",
		                            "\xEE\x80\x80",
		                            "\xEF\xBF\xBF",
		                            "\xF0\x90\x80\x80",
		                            "\xF4\x8F\xBF\xBF" };
	static const char *const bad[] = { "\x80",
		                           "\xBF",
		                           "\xC0\x80",
		                           "\xC1\xBF",
		                           "\xC2",
		                           "\xC2"
		                           "a",
		                           "\xE0\x9F\xBF",
		                           "\xE1\x80",
		                           "\xE1\x80"
		                           "a",
		                           "\xED\xA0\x80",
		                           "\xED\xBF\xBF",
		                           "\xF0\x8F\xBF\xBF",
		                           "\xF0\x90\x80",
		                           "\xF4\x90\x80\x80",
		                           "\xF5\x80\x80\x80",
		                           "\xFE",
		                           "\xFF",
		                           "가\xFF",
		                           "\xF8\x88\x80\x80\x80" };
	for (size_t i = 0; i < COUNT_OF(good); i++)
		assert_true(text_valid(good[i], strlen(good[i])));
	for (size_t i = 0; i < COUNT_OF(bad); i++)
		assert_false(text_valid(bad[i], strlen(bad[i])));
	assert_false(text_valid("a\0b", 3));
	assert_false(text_valid("가", 2));
}

/* Every first byte that is not ASCII with every second one, against the table of RFC 3629. */
static void validity_agrees_with_the_rfc_for_every_pair_of_bytes(void **state)
{
	(void)state;
	for (unsigned a = 0x80; a < 256; a++) {
		for (unsigned b = 0; b < 256; b++) {
			char s[4] = { (char)a, (char)b, (char)0x80, (char)0x80 };
			bool next = b >= 0x80 && b <= 0xBF;
			bool two = a >= 0xC2 && a <= 0xDF && next;
			bool three = a >= 0xE0 && a <= 0xEF && next && !(a == 0xE0 && b < 0xA0) &&
			             !(a == 0xED && b > 0x9F);
			bool four = a >= 0xF0 && a <= 0xF4 && next && !(a == 0xF0 && b < 0x90) &&
			            !(a == 0xF4 && b > 0x8F);
			assert_int_equal(text_valid(s, 2), two);
			assert_int_equal(text_valid(s, 3), three);
			assert_int_equal(text_valid(s, 4), four);
		}
	}
}

/* Eight bytes are looked at together: each byte in each place. */
static void validity_is_seen_at_every_place_of_a_long_text(void **state)
{
	char s[] = "twenty-one bytes long";
	(void)state;
	for (size_t at = 0; at < sizeof s - 1; at++) {
		char before = s[at];
		for (int c = 0; c < 256; c++) {
			s[at] = (char)c;
			assert_int_equal(text_valid(s, sizeof s - 1), c > 0 && c < 0x80);
		}
		s[at] = before;
	}
}

static void code_points_are_counted_not_bytes(void **state)
{
	(void)state;
	assert_int_equal(text_code_points(""), 0);
	assert_int_equal(text_code_points("카카오 T"), 5);
	assert_int_equal(text_code_points("é😀"), 2);
}

struct row {
	const char *in, *out;
};

static void check(char *(*fn)(const char *), const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *out = fn(rows[i].in);
		assert_string_equal(out, rows[i].out);
		char *again = fn(out);
		assert_string_equal(again, out);
		free(again);
		free(out);
	}
}

static void a_syllable_is_two_columns_wide(void **state)
{
	(void)state;
	assert_int_equal(text_width(""), 0);
	assert_int_equal(text_width("차주 vehicle_owner"), 18);
	assert_int_equal(text_width("ｖ１"), 4);
	assert_int_equal(text_width("é"), 1);
	assert_int_equal(text_width("e\xCC\x81"), 1); /* and its mark none */
}

static void what_would_steer_a_terminal_is_marked(void **state)
{
	(void)state;
	static const char *const rows[][2] = {
		{ "네,\n동의\t합니다 😀", "네,\n동의\t합니다 😀" },
		{ "\x1b[2J지움\x7f", "\xEF\xBF\xBD[2J지움\xEF\xBF\xBD" },
		{ "\r\xC2\x9b", "\xEF\xBF\xBD\xEF\xBF\xBD" },
		{ "a\xE2\x80\xAE"
		  "b\xE2\x81\xA9",
		  "a\xEF\xBF\xBD"
		  "b\xEF\xBF\xBD" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *plain = text_printable(rows[i][0]);
		assert_string_equal(plain, rows[i][1]);
		free(plain);
	}
}

static void jamo_compose_and_compatibility_forms_stay(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },       { "\u1112\u1161\u11AB", "한" },
		{ "한", "한" },   { "e\u0301", "\u00E9" },
		{ "１ⓐ", "１ⓐ" },
	};
	check(text_nfc, rows, COUNT_OF(rows));
}

static void bare_text_has_no_blanks_punctuation_width_or_case(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "１１월  20일!", "11월20일" },
		{ " 네, 동의합니다. ", "네동의합니다" },
		{ "네~^^", "네" },
		{ "네\u200B \uFEFF요\u00AD\u2060\u200D", "네요" },
		{ "\u3164네\u115F\uFFA0", "네" }, /* the Hangul fillers are letters by name only */
		{ "ＫＡＫＡＯ　Ｔ", "kakaot" },
		{ "\u1112\u1161\u11AB글", "한글" },
		{ "「강남역」→『판교』(1번 출구)", "강남역판교1번출구" },
		{ "010-1234-5678", "01012345678" },
		{ "Straße", "strasse" },
		{ "네\xFF 알겠\xC3습니다", "네알겠습니다" }, /* bytes that are no text */
		{ "\t\r\n", "" },
		{ "네👎", "네👎" },
	};
	check(text_bare, rows, COUNT_OF(rows));
}

/* What is read without a table of all characters is read as with it: which a wide letter behind it asks for. */
static void simple_text_is_read_as_any_other(void **state)
{
	static const char wide[] = "\xEF\xBD\x81"; /* a */
	(void)state;
	for (int32_t c = 1; c <= 0xD7FF; c = c == 0x7F ? 0xB7 : c == 0xB7 ? 0xABFF : c + 1) {
		char sign[5] = { (char)c };
		if (c == 0xB7)
			snprintf(sign, sizeof sign, "\xC2\xB7");
		else if (c >= 0x80)
			snprintf(sign, sizeof sign, "%c%c%c", 0xE0 | c >> 12,
			         0x80 | (c >> 6 & 0x3F), 0x80 | (c & 0x3F));
		char *simple = xasprintf("A%s가", sign), *other = xasprintf("A%s가%s", sign, wide);
		char *(*const reads[])(const char *) = { text_plain, text_bare, text_digits };
		for (size_t i = 0; i < COUNT_OF(reads); i++) {
			char *one = reads[i](simple), *two = reads[i](other);
			assert_memory_equal(one, two, strlen(one));
			assert_string_equal(two + strlen(one), i < 2 ? "a" : "");
			free(one);
			free(two);
		}
		free(simple);
		free(other);
	}
}

static void plain_text_keeps_what_parts_numbers(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "１１／２０　ＡＢ", "11/20 ab" },
		{ "1​1. 2⁠0!", "11. 20!" },
		{ "한 글", "한 글" },
		{ "네\xff 요", "네 요" },
	};
	check(text_plain, rows, COUNT_OF(rows));
}

static void digits_are_found_however_they_are_said(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "공일공 1234", "0101234" },
		{ "공영일이삼사오육륙칠팔구", "001234566789" },
		{ "０１０－１２３４", "0101234" },
		{ "①②", "12" },
		{ "번호는 0 1 0 . 구팔칠육", "0109876" },
		{ "전화번호", "" },
		{ "\u110B\u1175\u11AF", "1" }, /* 일 in jamo */
	};
	check(text_digits, rows, COUNT_OF(rows));
}

static void typed_digits_are_those_that_stand_there_as_digits(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "", "" },
		{ "공일공 1234", "1234" },
		{ "2번: 010-1234-5678", "201012345678" },
		{ "０１０－１２３４", "0101234" },
		{ "①②", "12" },
	};
	check(text_typed_digits, rows, COUNT_OF(rows));
}

/* A word with each of its particles; NULL ends the list. */
static void particles_fit(const char *const rows[][6], size_t n)
{
	static const char *const pairs[] = { "이/가", "을/를", "은/는", "과/와", "으로/로" };
	static const char *const turned[] = { "가/이", "를/을", "는/은", "와/과", "로/으로" };
	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < COUNT_OF(pairs); k++) {
			const char *got = text_particle(rows[i][0], pairs[k]);
			assert_non_null(got);
			if (strcmp(got, rows[i][k + 1]) != 0)
				fail_msg("%s + %s gave %s", rows[i][0], pairs[k], got);
			assert_string_equal(text_particle(rows[i][0], turned[k]), got);
		}
	}
}

#define CLOSED "이", "을", "은", "과", "으로"
#define RIEUL "이", "을", "은", "과", "로"
#define OPEN "가", "를", "는", "와", "로"

static void the_particle_follows_the_final_consonant(void **state)
{
	(void)state;
	static const char *const rows[][6] = {
		{ "탑승자분", CLOSED },
		{ "차주분", CLOSED },
		{ "배우자분", CLOSED },
		{ "고객님", CLOSED },
		{ "강남역", CLOSED },
		{ "상담", CLOSED },
		{ "사고", OPEN },
		{ "요금조정", CLOSED },
		{ "호출자", OPEN },
		{ "탑승자", OPEN },
		{ "차주", OPEN },
		{ "배우자", OPEN },
		{ "판교", OPEN },
		{ "서울역", CLOSED },
		{ "서울", RIEUL },
		{ "잠실", RIEUL },
		{ "가", OPEN },
		{ "힣", CLOSED },
		{ "각", CLOSED },
		{ "갈", RIEUL },
		{ "개", OPEN },
		{ "닭", CLOSED },
		{ "여덟", CLOSED },
		{ "값", CLOSED },
		{ "\u1109\u1165\u110B\u116E\u11AF", RIEUL },
		{ "\u1112\u1161\u11AB", CLOSED },
		{ "ㄱ", CLOSED },
		{ "ㄹ", RIEUL },
		{ "ㅏ", OPEN },
	};
	particles_fit(rows, COUNT_OF(rows));
}

/* All syllables: 28 to a vowel, the first of them open, the ninth with ㄹ. */
static void every_syllable_is_read_by_its_place_in_the_block(void **state)
{
	(void)state;
	for (unsigned c = 0xAC00; c <= 0xD7A3; c++) {
		char s[4] = { (char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 63)),
			      (char)(0x80 | (c & 63)), 0 };
		unsigned final = (c - 0xAC00) % 28;
		assert_string_equal(text_particle(s, "이/가"), final ? "이" : "가");
		assert_string_equal(text_particle(s, "으로/로"),
		                    final && final != 8 ? "으로" : "로");
	}
}

static void numbers_are_read_as_korean_reads_them(void **state)
{
	(void)state;
	static const char *const rows[][6] = {
		{ "0", CLOSED },
		{ "1", RIEUL },
		{ "2", OPEN },
		{ "3", CLOSED },
		{ "4", OPEN },
		{ "5", OPEN },
		{ "6", CLOSED },
		{ "7", RIEUL },
		{ "8", RIEUL },
		{ "9", OPEN },
		{ "10", CLOSED },
		{ "20", CLOSED },
		{ "100", CLOSED },
		{ "1000", CLOSED },
		{ "10000", CLOSED },
		{ "12", OPEN },
		{ "201", RIEUL },
		{ "10,000", CLOSED },
		{ "12,345", OPEN },
		{ "100,000,000", CLOSED },
		{ "1000000000000", OPEN },
		{ "120,000,000,000,000", OPEN },
		{ "00", CLOSED },
		{ "3.10", CLOSED },
		{ "3.8", RIEUL },
		{ "１２", OPEN },
		{ "제3", CLOSED },
		{ "출구 2", OPEN },
		{ "50%", OPEN },
		{ "010-1234-5677", RIEUL },
		{ "0.1000000000000", CLOSED },
		{ "10000000000000000", CLOSED },
	};
	particles_fit(rows, COUNT_OF(rows));
}

static void latin_letters_are_read_by_their_korean_names(void **state)
{
	(void)state;
	static const char *const rows[][6] = {
		{ "카카오 T", OPEN }, { "L", RIEUL },    { "M", CLOSED },      { "N", CLOSED },
		{ "R", RIEUL },       { "l", RIEUL },    { "m", CLOSED },      { "A", OPEN },
		{ "B", OPEN },        { "C", OPEN },     { "D", OPEN },        { "E", OPEN },
		{ "F", OPEN },        { "G", OPEN },     { "H", OPEN },        { "I", OPEN },
		{ "J", OPEN },        { "K", OPEN },     { "O", OPEN },        { "P", OPEN },
		{ "Q", OPEN },        { "S", OPEN },     { "U", OPEN },        { "V", OPEN },
		{ "W", OPEN },        { "X", OPEN },     { "Y", OPEN },        { "Z", OPEN },
		{ "RM", CLOSED },     { "ＬＬ", RIEUL }, { "\u00F1", CLOSED }, { "VAN", CLOSED },
	};
	particles_fit(rows, COUNT_OF(rows));
}

static void what_closes_a_word_is_not_read(void **state)
{
	(void)state;
	static const char *const rows[][6] = {
		{ "홍길동(차주)", OPEN }, { "\"강남역\"", CLOSED }, { "『서울』", RIEUL },
		{ "판교…", OPEN },        { "탑승자분 ", CLOSED },  { "<사고>", OPEN },
		{ "‘잠실’.", RIEUL },     { "사고\u200B", OPEN },   { "강남역!?", CLOSED },
		{ "카카오 T😀", OPEN },    { "[3]", CLOSED },        { "강남\xFF", CLOSED },
	};
	particles_fit(rows, COUNT_OF(rows));
}

static void a_word_without_sound_takes_the_open_form(void **state)
{
	(void)state;
	static const char *const rows[][6] = {
		{ "", OPEN }, { "...", OPEN }, { " ", OPEN }, { "李", OPEN }
	};
	particles_fit(rows, COUNT_OF(rows));
}

static void longer_particles_are_known_and_strange_pairs_are_not(void **state)
{
	(void)state;
	assert_string_equal(text_particle("요금조정", "이라/라"), "이라");
	assert_string_equal(text_particle("사고", "이라/라"), "라");
	assert_string_equal(text_particle("강남역", "으로부터/로부터"), "으로부터");
	assert_string_equal(text_particle("서울", "로부터/으로부터"), "로부터");
	assert_string_equal(text_particle("탑승자분", "이랑/랑"), "이랑");
	static const char *const strange[] = { "",      "/",      "이",   "이/", "/가",
		                               "이/를", "이/가/", "이가", "a/b", "이/가 " };
	for (size_t i = 0; i < COUNT_OF(strange); i++)
		assert_null(text_particle("강남역", strange[i]));
}

/* "c:from-to ..." of a text's characters. */
static char *chars_of(const char *s, size_t len_bytes)
{
	struct text_char *chars;
	struct buf out = { 0 };
	size_t n = text_chars(s, len_bytes, &chars);
	for (size_t i = 0; i < n; i++)
		buf_addf(&out, "%s%X:%u-%u", i ? " " : "", (unsigned)chars[i].c, chars[i].from,
		         chars[i].to);
	free(chars);
	return buf_take(&out);
}

static void characters_are_what_is_seen_and_know_their_places(void **state)
{
	(void)state;
	static const struct {
		const char *text, *chars;
	} rows[] = {
		{ "", "" },
		{ "a가", "61:0-1 AC00:1-2" },
		{ "０１", "30:0-1 31:1-2" },                                    /* full-width */
		{ "\xE1\x84\x80\xE1\x85\xA1\xE1\x86\xA8!", "AC01:0-3 21:3-4" }, /* jamo: 각 */
		{ "0\xE2\x80\x8B"
		  "1",
		  "30:0-1 31:2-3" }, /* zero-width space */
		{ "0\xEF\xB8\x8F\xE2\x83\xA3"
		  "1",
		  "30:0-3 31:3-4" }, /* keycap */
		{ "㈜1", "28:0-1 C8FC:0-1 29:0-1 31:1-2" },
		{ "e\xCC\x81", "E9:0-2" },
		{ "ㅡ가", "1173:0-1 AC00:1-2" },
		{ "\xFF"
		  "1\xE1\x84",
		  "FFFD:0-1 31:1-2 FFFD:2-3 FFFD:3-4" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char *found = chars_of(rows[i].text, strlen(rows[i].text));
		assert_string_equal(found, rows[i].chars);
		free(found);
	}
	char *zero = chars_of("1\0002", 3);
	assert_string_equal(zero, "31:0-1 FFFD:1-2 32:2-3");
	free(zero);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(typed_digits_are_those_that_stand_there_as_digits),
		cmocka_unit_test(only_well_formed_utf8_without_nul_is_valid),
		cmocka_unit_test(validity_agrees_with_the_rfc_for_every_pair_of_bytes),
		cmocka_unit_test(validity_is_seen_at_every_place_of_a_long_text),
		cmocka_unit_test(code_points_are_counted_not_bytes),
		cmocka_unit_test(a_syllable_is_two_columns_wide),
		cmocka_unit_test(what_would_steer_a_terminal_is_marked),
		cmocka_unit_test(jamo_compose_and_compatibility_forms_stay),
		cmocka_unit_test(bare_text_has_no_blanks_punctuation_width_or_case),
		cmocka_unit_test(simple_text_is_read_as_any_other),
		cmocka_unit_test(plain_text_keeps_what_parts_numbers),
		cmocka_unit_test(digits_are_found_however_they_are_said),
		cmocka_unit_test(the_particle_follows_the_final_consonant),
		cmocka_unit_test(every_syllable_is_read_by_its_place_in_the_block),
		cmocka_unit_test(numbers_are_read_as_korean_reads_them),
		cmocka_unit_test(latin_letters_are_read_by_their_korean_names),
		cmocka_unit_test(what_closes_a_word_is_not_read),
		cmocka_unit_test(a_word_without_sound_takes_the_open_form),
		cmocka_unit_test(longer_particles_are_known_and_strange_pairs_are_not),
		cmocka_unit_test(characters_are_what_is_seen_and_know_their_places),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
