/* test_pattern.c: what is found, and that nothing costs more than its budget. */
#include "pattern.h"

#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* A search without bound would go on for minutes, one with bound takes milliseconds: this ends the
 * first kind. */
enum { GIVE_UP_AFTER_S = 60 };

static int find(const char *source, const char *text, struct pattern_span *spans, size_t n)
{
	struct err e = { 0 };
	struct pattern *p = pattern_new(source, &e);
	if (!p)
		fail_msg("%s", e.text);
	int got = pattern_find(p, text, strlen(text), 0, spans, n, &e);
	assert_int_equal(got < 0, e.code != E_NONE);
	pattern_free(p);
	return got;
}

static void a_match_is_told_with_its_groups_in_bytes(void **state)
{
	(void)state;
	struct pattern_span s[4];
	assert_int_equal(find("(\\d+)월 (\\d+)일", "오는 11월 20일", s, 4), 3);
	assert_int_equal(s[0].from, strlen("오는 "));
	assert_int_equal(s[0].to, strlen("오는 11월 20일"));
	assert_int_equal(s[1].to - s[1].from, 2);
	assert_int_equal(s[2].from, strlen("오는 11월 "));
	assert_int_equal(find("강남", "판교역", s, 4), 0);
	assert_int_equal(find("", "x", s, 4), 1);
}

static void a_group_that_is_not_set_says_so_also_at_the_end(void **state)
{
	(void)state;
	struct pattern_span s[4];
	assert_int_equal(find("(a)|(b)|(c)", "b", s, 4), 4);
	assert_true(s[1].from == (size_t)-1);
	assert_int_equal(s[2].from, 0);
	assert_true(s[3].from == (size_t)-1);
	assert_int_equal(find("(a)(b)(c)", "abc", s, 2), 2); /* no more than there is room for */
}

static void letters_are_those_of_unicode_and_case_too(void **state)
{
	(void)state;
	struct pattern_span s[1];
	assert_int_equal(find("^\\w+$", "탑승자", s, 1), 1);
	assert_int_equal(find("^.$", "가", s, 1), 1);
	assert_int_equal(find("(?i)É", "é", s, 1), 1);
	assert_int_equal(find("\\p{Hangul}{3}", "abc 배우자", s, 1), 1);
}

static void a_search_goes_on_from_where_it_is_told(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct pattern_span s[1];
	struct pattern *p = pattern_new("(?<=가)나", &e);
	assert_int_equal(pattern_find(p, "가나가나", 12, 6, s, 1, &e), 1);
	assert_int_equal(s[0].from, 9); /* and it sees what stands before its start */
	assert_int_equal(pattern_find(p, "가나", 6, 6, s, 1, &e), 0);
	assert_int_equal(pattern_find(p, "가나", 6, 7, s, 1, &e), 0);
	assert_int_equal(e.code, E_NONE);
	assert_int_equal(pattern_find(p, "가나", 6, 1, s, 1, &e), -1);
	assert_int_equal(e.code, E_FLOW);
	pattern_free(p);
}

static void a_text_with_nul_is_searched_whole_and_one_that_is_no_text_refused(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct pattern_span s[1];
	struct pattern *p = pattern_new("b", &e);
	assert_int_equal(pattern_find(p, "a\0b", 3, 0, s, 1, &e), 1);
	assert_int_equal(pattern_find(p, "b\xFF", 2, 0, s, 1, &e), -1);
	assert_int_equal(e.code, E_FLOW);
	pattern_free(p);
}

static void refused(const char *source, const char *because)
{
	struct err e = { 0 };
	if (pattern_new(source, &e))
		fail_msg("%s was taken", source);
	assert_int_equal(e.code, E_INPUT);
	if (!strstr(e.text, because))
		fail_msg("%s: %s", source, e.text);
}

static void what_could_lift_a_bound_is_refused_with_its_place(void **state)
{
	(void)state;
	static const char *const settings[] = { "(*LIMIT_MATCH=4000000000)a",
		                                "(*LIMIT_HEAP=99999999)a",
		                                "(*LIMIT_DEPTH=1)a",
		                                "(*NO_START_OPT)a",
		                                "(*NO_AUTO_POSSESS)a",
		                                "(*UTF)(*LIMIT_MATCH=9)a",
		                                "(*ANYCRLF)a" };
	for (size_t i = 0; i < COUNT_OF(settings); i++)
		refused(settings[i], "at byte 0");
	refused("a\\C", "at byte 3");
	refused("a(?C)b", "near byte 5: callouts");
	refused("a(?C7)b", "callouts");
	refused("a(?C255)b", "callouts");
	refused("a(?C'text')b", "callouts");
	refused("ab\\Xc", "near byte 2");
	refused("(?x) a \\X+", "\\X");
	refused("(?#why)\\X", "\\X");
	refused("\\Qa\\E\\X", "\\X");
	refused("(?(?=\\X)a|b)", "\\X");
	refused("a|(?:b(*sr:c))", "verbs");
	refused("a(*script_run:c)", "verbs");
	refused("(?(DEFINE)(?<q>\\X*))(?&q)", "\\X");
	refused("a(*COMMIT)b", "verbs");
	static const char *const recursions[] = { "a(?R)?b",       "(a(?1)?b)",    "(a)(?-1)",
		                                  "(?+1)(a)",      "(?<n>a)(?&n)", "(?<n>a)(?P>n)",
		                                  "(a)\\g<1>",     "(a)\\g'1'",    "(a)\\g<-1>",
		                                  "(?<n>a)\\g<n>", "(a)(?1){3}",   "b|(?=(?R))a",
		                                  "(?0)?a" };
	for (size_t i = 0; i < COUNT_OF(recursions); i++)
		refused(recursions[i], "recursion");
	refused("(a", "at byte 2");
	refused("[z-a]", "range");
	refused("\xFF", "UTF-8");
	refused("(?:(?:a{1,255}){255}){255}", "too large");
}

static void what_only_looks_like_it_is_taken(void **state)
{
	(void)state;
	struct pattern_span s[1];
	assert_int_equal(find("\\(*A", "((A", s, 1), 1);
	assert_int_equal(find("[(*]X", "*X", s, 1), 1);
	assert_int_equal(find("\\\\X", "\\X", s, 1), 1);
	assert_int_equal(find("\\Q(*X\\E", "(*X", s, 1), 1);
	assert_int_equal(find("\\\\C", "\\C", s, 1), 1);
	assert_int_equal(find("(?-i)a(?i-s)B", "ab", s, 1), 1);
	assert_int_equal(find("(?<n>a)\\g1\\g{1}\\g{-1}(?P=n)\\k<n>", "aaaaaa", s, 1), 1);
	assert_int_equal(find("(a)?(?(1)b|c)", "c", s, 1), 1);
}

static void a_pattern_of_256_bytes_is_taken_and_one_of_257_refused(void **state)
{
	(void)state;
	char source[PATTERN_MAX_BYTES + 2];
	memset(source, 'a', sizeof source);
	source[PATTERN_MAX_BYTES + 1] = '\0';
	refused(source, "257");
	source[PATTERN_MAX_BYTES] = '\0';
	struct pattern_span s[1];
	assert_int_equal(find(source, source, s, 1), 1);
}

static void a_text_over_64_kib_is_refused(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct pattern_span s[1];
	struct pattern *p = pattern_new("b$", &e);
	char *text = xmalloc(PATTERN_SUBJECT_MAX_BYTES + 1);
	memset(text, 'a', PATTERN_SUBJECT_MAX_BYTES + 1);
	text[PATTERN_SUBJECT_MAX_BYTES - 1] = 'b';
	assert_int_equal(pattern_find(p, text, PATTERN_SUBJECT_MAX_BYTES, 0, s, 1, &e), 1);
	assert_int_equal(pattern_find(p, text, PATTERN_SUBJECT_MAX_BYTES + 1, 0, s, 1, &e), -1);
	assert_int_equal(e.code, E_FLOW);
	free(text);
	pattern_free(p);
}

/* `unit` over and over up to len bytes, `tail` behind; the answer of the search. */
static int find_in_row(const char *source, const char *unit, size_t len, const char *tail)
{
	struct buf text = { 0 };
	while (text.len_bytes + strlen(unit) + strlen(tail) <= len)
		buf_adds(&text, unit);
	buf_adds(&text, tail);
	struct pattern_span s[4];
	int got = find(source, text.data, s, 4);
	buf_free(&text);
	return got;
}

/* The tail lets the search pass PCRE2's first look, which sees that a letter of the pattern is
 * nowhere. */
static void nested_repeats_end_soon_on_short_and_long_texts(void **state)
{
	(void)state;
	static const size_t lengths[] = { 200, 60000, PATTERN_SUBJECT_MAX_BYTES };
	static const char *const sources[] = { "(a*)*b",   "a*a*a*a*a*a*b", "(a+)+b",
		                               "(a|aa)+b", "(a|a?)+b",      "(?:a?){30}a{30}b" };
	for (size_t i = 0; i < COUNT_OF(lengths); i++) {
		for (size_t k = 0; k < COUNT_OF(sources); k++) {
			alarm(GIVE_UP_AFTER_S);
			assert_int_equal(find_in_row(sources[k], "a", lengths[i], ""), 0);
			assert_int_equal(find_in_row(sources[k], "a", lengths[i], "cb"), -1);
		}
	}
	alarm(0);
}

/* Cheap at every start position, dear over all of them: PCRE2's own limit sees none of these. */
static void what_is_dear_only_over_all_start_positions_ends_soon_too(void **state)
{
	(void)state;
	static const struct {
		const char *source, *unit, *tail;
	} rows[] = {
		{ "\\s+x", " ", "yx" },
		{ "\\s++$", " ", "y" },
		{ "[ab]*+c", "ab", "dc" },
		{ "(?=.*b)[cd]", "a", "" },
		{ "(?>a+)b", "a", "cb" },
		{ "[ab]{9000}[cd]", "ab", "" },
		{ "(?:[ab]{30000}c)?+[de]", "ab", "" },
		{ "(?i)(a+)\\1[cd]", "aA", "" },
		{ "\\w+@\\w+\\.com", "a", "@.com" },
		{ "\\p{Hangul}+역", "강남", "a역" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		alarm(GIVE_UP_AFTER_S);
		assert_int_equal(find_in_row(rows[i].source, rows[i].unit, 65536, rows[i].tail),
		                 -1);
	}
	alarm(0);
}

static void honest_patterns_are_within_the_budget_on_the_longest_text(void **state)
{
	(void)state;
	assert_true(find_in_row("\\d{2,3}[- ]?\\d{3,4}[- ]?\\d{4}$", "1", 65536, "x") == 0);
	assert_true(find_in_row("\\p{Hangul}{2,10}역", "강남", 65536, "a역") == 0);
	assert_true(find_in_row("오[전후]?\\s*\\d+시", "오전 ", 65536, "3시") > 0);
	assert_true(find_in_row("(\\d+)월\\s*(\\d+)일", "11월 ", 65536, "20일") > 0);
	assert_true(find_in_row("^.*$", "가", 65536, "") > 0);
	assert_true(find_in_row("\\x{1100}|\\x{9999}", "가", 65536, "") == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_match_is_told_with_its_groups_in_bytes),
		cmocka_unit_test(a_group_that_is_not_set_says_so_also_at_the_end),
		cmocka_unit_test(letters_are_those_of_unicode_and_case_too),
		cmocka_unit_test(a_search_goes_on_from_where_it_is_told),
		cmocka_unit_test(a_text_with_nul_is_searched_whole_and_one_that_is_no_text_refused),
		cmocka_unit_test(what_could_lift_a_bound_is_refused_with_its_place),
		cmocka_unit_test(what_only_looks_like_it_is_taken),
		cmocka_unit_test(a_pattern_of_256_bytes_is_taken_and_one_of_257_refused),
		cmocka_unit_test(a_text_over_64_kib_is_refused),
		cmocka_unit_test(nested_repeats_end_soon_on_short_and_long_texts),
		cmocka_unit_test(what_is_dear_only_over_all_start_positions_ends_soon_too),
		cmocka_unit_test(honest_patterns_are_within_the_budget_on_the_longest_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
