/* test_mask.c: what the masked text looks like, and the decisions that mask.h names. The corpora are
 * in tests/suite-mask. */
#include "mask.h"

#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct row {
	const char *text, *masked;
};

static void check(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *masked = mask_text(rows[i].text, strlen(rows[i].text));
		assert_string_equal(masked, rows[i].masked);
		free(masked);
	}
}

static void digits_and_letters_go_and_separators_stay(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "제 번호는 010-1234-5678로요", "제 번호는 ***-****-****로요" },
		{ "+82 10 1234 5678", "+** ** **** ****" },
		{ "(02) 123-4567", "(**) ***-****" },
		{ "번호는 010 에 1234 에 5678", "번호는 *** 에 **** 에 ****" },
		{ "공일공 하나둘셋넷 오육칠팔", "*** ***** ****" },
		{ "900101-1234567", "******-*******" },
		{ "４１１１ １１１１ １１１１ １１１１", "**** **** **** ****" },
		{ "hong.gildong@naver.com으로", "***@***으로" },
		{ "서울 12가 3456", "** *** ****" },
		{ "M123A4567", "*********" },
		{ "서울 12-345678-90", "** **-******-**" },
		{ "경기도 성남시 분당구 판교역로 235", "*** *** *** **** ***" },
	};
	check(rows, COUNT_OF(rows));
}

static void nothing_unseen_and_no_jamo_of_a_number_is_left(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "010\xE2\x80\x8B-1234-5678!", "***-****-****!" },
		{ "0\xEF\xB8\x8F\xE2\x83\xA3"
		  "10-1234-5678",
		  "***-****-****" },
		/* 공일공 in jamo */
		{ "\xE1\x84\x80\xE1\x85\xA9\xE1\x86\xBC\xE1\x84\x8B\xE1\x85\xB5\xE1\x86\xAF"
		  "\xE1\x84\x80\xE1\x85\xA9\xE1\x86\xBC 1234 5678",
		  "*** **** ****" },
	};
	check(rows, COUNT_OF(rows));
}

static void what_somebody_masked_and_what_is_public_stays(void **state)
{
	(void)state;
	static const struct row rows[] = {
		{ "010-****-5678", "010-****-5678" },
		{ "901010-1******", "901010-1******" },
		{ "h***@naver.com", "h***@naver.com" },
		{ "1588-1234", "1588-1234" },
		{ "080-200-1234", "080-200-1234" },
		{ "주문번호 900101-1234567", "주문번호 900101-1234567" },
		{ "주문번호 010-1234-5678", "주문번호 ***-****-****" },
		{ "4111-1111-1111-1112", "4111-1111-1111-1112" },
		{ "901301-1234567", "901301-1234567" },
		{ "카드번호 4111-1111-1111-1112", "카드번호 ****-****-****-****" },
		{ "주민번호 901301-1234567", "주민번호 ******-*******" },
		{ "110-338-291837", "110-338-291837" },
		{ "**010-1234-5678**", "*****-****-******" },
	};
	check(rows, COUNT_OF(rows));
}

static void bytes_that_are_no_text_become_a_sign_and_hide_nothing(void **state)
{
	(void)state;
	static const char raw[] = "\xFF"
				  "010-1234-5678\0a@b.kr\xE1\x84";
	char *masked = mask_text(raw, sizeof raw - 1);
	assert_string_equal(masked, "\xEF\xBF\xBD***-****-****\xEF\xBF\xBD***@***\xEF\xBF\xBD"
	                            "\xEF\xBF\xBD");
	free(masked);
}

static void spans_say_where_and_what(void **state)
{
	(void)state;
	static const char text[] = "😀 010-1234-5678, 900101-5234567";
	struct mask m;
	mask_find(text, strlen(text), &m);
	assert_int_equal(m.count, 2);
	assert_int_equal(m.spans[0].start, 2);
	assert_int_equal(m.spans[0].end, 15);
	assert_string_equal(mask_type_name(m.spans[0].type), "mobile");
	assert_int_equal(m.spans[1].start, 17);
	assert_string_equal(mask_type_name(m.spans[1].type), "frn");
	mask_free(&m);
}

/* Work that grows with the square of a text's length would not end. */
static void long_texts_of_one_kind_are_read_in_one_go(void **state)
{
	(void)state;
	static const char *const kinds[] = { "공", "0", "0 ",  "a", "앳",   "@",
		                             "a@", "*", "가 ", "-", "12가 " };
	for (size_t i = 0; i < COUNT_OF(kinds); i++) {
		struct buf b = { 0 };
		while (b.len_bytes < 256 * 1024)
			buf_adds(&b, kinds[i]);
		char *masked = mask_text(b.data, b.len_bytes);
		assert_non_null(masked);
		free(masked);
		buf_free(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(digits_and_letters_go_and_separators_stay),
		cmocka_unit_test(nothing_unseen_and_no_jamo_of_a_number_is_left),
		cmocka_unit_test(what_somebody_masked_and_what_is_public_stays),
		cmocka_unit_test(bytes_that_are_no_text_become_a_sign_and_hide_nothing),
		cmocka_unit_test(spans_say_where_and_what),
		cmocka_unit_test(long_texts_of_one_kind_are_read_in_one_go),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
