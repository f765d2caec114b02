/* What fits into one message of a platform, and how a text is cut for it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base.h"
#include "channel.h"
#include "text.h"

static const struct choices choices = { "동의합니다", "동의하지 않습니다",
	                                "1 또는 2로 답하셔도 됩니다." };

static void assert_pieces(const struct channel *ch, const char *text, const struct choices *c,
                          const char *const *want)
{
	size_t count, n = 0;
	char **pieces = channel_pieces(ch, text, c, &count);
	while (want[n])
		n++;
	assert_int_equal(count, n);
	for (size_t i = 0; i < n; i++)
		assert_string_equal(pieces[i], want[i]);
	assert_null(pieces[n]);
	channel_pieces_free(pieces);
}

static void what_fits_stays_as_it_is(void **state)
{
	(void)state;
	const struct channel ch = { .text_max = 10 }, any = { 0 };
	assert_pieces(&ch, "가나다라마바사아자차", NULL,
	              (const char *[]){ "가나다라마바사아자차", NULL });
	assert_pieces(&any, "가나다라마바사아자차카", &choices,
	              (const char *[]){ "가나다라마바사아자차카", NULL });
}

static void choices_are_written_where_buttons_may_not_be_seen(void **state)
{
	(void)state;
	const struct channel ch = { .typed = true };
	const struct choices bare = { "네", "아니요", "" };
	assert_pieces(&ch, "동의하십니까?", &choices,
	              (const char *[]){ "동의하십니까?\n\n1. 동의합니다\n2. 동의하지 않습니다\n"
	                                "1 또는 2로 답하셔도 됩니다.",
	                                NULL });
	assert_pieces(&ch, "동의하십니까?", &bare,
	              (const char *[]){ "동의하십니까?\n\n1. 네\n2. 아니요", NULL });
	assert_pieces(&ch, "동의하십니까?", NULL, (const char *[]){ "동의하십니까?", NULL });
}

static void a_longer_text_is_cut_at_lines_then_sentences_then_blanks(void **state)
{
	(void)state;
	const struct channel ch = { .text_max = 24 };
	assert_pieces(&ch, "첫째 줄은 여기까지입니다\n둘째 줄입니다. 그리고 더 이어집니다", NULL,
	              (const char *[]){ "(1/3)\n첫째 줄은 여기까지입니다", "(2/3)\n둘째 줄입니다.",
	                                "(3/3)\n그리고 더 이어집니다", NULL });
	assert_pieces(&ch, "한 문장이 있습니다. 다음 문장이 이어지는 글", NULL,
	              (const char *[]){ "(1/2)\n한 문장이 있습니다.",
	                                "(2/2)\n다음 문장이 이어지는 글", NULL });
}

/* Any text of any length comes out whole: nothing is lost but white space at the cuts. */
static void nothing_is_lost_and_nothing_is_too_long(void **state)
{
	(void)state;
	static const char *const words[] = { "가", "나다라 ", "마바.\n", "사아? ",
		                             "a",  "bc ",     "🙂",    "\n" };
	unsigned seed = 7;
	for (int round = 0; round < 2000; round++) {
		struct buf text = { 0 }, back = { 0 };
		seed = seed * 1103515245u + 12345u;
		for (size_t i = 0, n = 5 + seed / 65536 % 60; i < n; i++) {
			seed = seed * 1103515245u + 12345u;
			buf_adds(&text, words[seed / 65536 % COUNT_OF(words)]);
		}
		const struct channel ch = { .text_max = 20 + seed / 65536 % 40 };
		size_t count;
		char **pieces = channel_pieces(&ch, text.data, NULL, &count);
		for (size_t i = 0; i < count; i++) {
			assert_true(text_code_points(pieces[i]) <= ch.text_max);
			assert_true(text_valid(pieces[i], strlen(pieces[i])));
			buf_adds(&back, count > 1 ? strchr(pieces[i], '\n') + 1 : pieces[i]);
		}
		char *was = text_bare(text.data), *is = text_bare(back.data);
		assert_string_equal(is, was);
		free(was);
		free(is);
		channel_pieces_free(pieces);
		buf_free(&text);
		buf_free(&back);
	}
}

static void one_and_two_are_choices_and_nothing_else_is(void **state)
{
	(void)state;
	static const char
		*const one[] = { "1", " 1 ", "1번", "1.", "1)", "１", "①", "1번!" },
		       *const two[] = { "2", "2번", "②" },
		       *const none[] = {
			       "",    "3",          "11",  "12",   "1 2",          "1번 아니고 2번",
			       "일",  "01",         "1시", "1,2",  "2번은 싫어요", "네 1",
			       "1명", "1번?아니요", "1?",  "1번?", "?1",           "1ㅋㅋ"
		       };
	for (size_t i = 0; i < COUNT_OF(one); i++)
		assert_int_equal(channel_choice(one[i]), 1);
	for (size_t i = 0; i < COUNT_OF(two); i++)
		assert_int_equal(channel_choice(two[i]), 2);
	for (size_t i = 0; i < COUNT_OF(none); i++)
		assert_int_equal(channel_choice(none[i]), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_fits_stays_as_it_is),
		cmocka_unit_test(choices_are_written_where_buttons_may_not_be_seen),
		cmocka_unit_test(a_longer_text_is_cut_at_lines_then_sentences_then_blanks),
		cmocka_unit_test(nothing_is_lost_and_nothing_is_too_long),
		cmocka_unit_test(one_and_two_are_choices_and_nothing_else_is),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
