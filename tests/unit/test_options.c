/* Options of a command: in any order, in each way to write them, and what is said where one is wrong. */
#include "options.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "base.h"

struct args {
	const char *dir, *jobs, *cover;
	struct option_many heads;
	bool json, secret;
};

#define AT(member) offsetof(struct args, member)
static const struct option options[] = {
	{ "--flows", "DIR", "where", AT(dir) },
	{ "-j", "N", "how many", AT(jobs) },
	{ "--cover", "[=json]", "what", AT(cover) },
	{ "--head", "FILE ...", "heads", AT(heads) },
	{ "--json", NULL, "for programs", AT(json) },
	{ "--secret", NULL, NULL, AT(secret) },
	{ 0 },
};

static const struct command command = {
	.name = "try",
	.words = "FLOW [OTHER]",
	.what = "tries",
	.words_least = 1,
	.words_most = 2,
	.options = options,
};

/* line: words with single blanks between them; they live until the next call. */
static int read_line(const struct command *c, const char *line, struct args *a, char **words,
                     char *why)
{
	static char text[500];
	struct err e = { 0 };
	int argc = 0;
	snprintf(text, sizeof text, "%s", line);
	for (char *at = text, *next; at && *at; at = next) {
		next = strchr(at, ' ');
		if (next)
			*next++ = 0;
		words[argc++] = at;
	}
	*a = (struct args){ .dir = "flows" };
	int rc = command_read(c, argc, words, a, &e);
	strcpy(why, e.text);
	if (rc < 0)
		assert_int_equal(e.code, E_INPUT);
	return rc;
}

static void every_order_and_every_way_to_write_it_is_the_same(void **state)
{
	static const char *const lines[] = {
		"one two --flows d -j 4 --cover=json --head a --head b --json",
		"--json --head a --cover=json --head b -j4 one --flows=d two",
		"-j 4 one --flows d --json two --head=a --cover=json --head=b",
		"--flows d --head a --head b --json --cover=json -j4 -- one two",
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		struct args a;
		char *words[20], why[2000];
		assert_int_equal(read_line(&command, lines[i], &a, words, why), 2);
		assert_string_equal(words[0], "one");
		assert_string_equal(words[1], "two");
		assert_string_equal(a.dir, "d");
		assert_string_equal(a.jobs, "4");
		assert_string_equal(a.cover, "json");
		assert_int_equal(a.heads.count, 2);
		assert_string_equal(a.heads.text[0], "a");
		assert_string_equal(a.heads.text[1], "b");
		assert_true(a.json);
	}
}

static void what_is_not_given_stays_as_it_was_and_a_dash_alone_is_a_word(void **state)
{
	struct args a;
	char *words[20], why[2000];
	(void)state;
	assert_int_equal(read_line(&command, "-", &a, words, why), 1);
	assert_string_equal(words[0], "-");
	assert_string_equal(a.dir, "flows");
	assert_null(a.jobs);
	assert_null(a.cover);
	assert_false(a.json);
	assert_int_equal(read_line(&command, "--cover x", &a, words, why), 1);
	assert_string_equal(a.cover, "");
	assert_string_equal(words[0], "x");
	assert_int_equal(read_line(&command, "-- --json", &a, words, why), 1);
	assert_string_equal(words[0], "--json");
	assert_int_equal(read_line(&command, "x --secret", &a, words, why), 1);
	assert_true(a.secret);
}

static void what_is_wrong_is_told_with_what_was_probably_meant(void **state)
{
	static const struct {
		const char *line, *why;
	} wrong[] = {
		{ "x --flow d", "it does not know '--flow': did you mean '--flows'?" },
		{ "x --flow=d", "it does not know '--flow=d': did you mean '--flows'?" },
		{ "x --xyzzy", "it does not know '--xyzzy'" },
		{ "x --secre", "it does not know '--secre'" },
		{ "x -k", "it does not know '-k'" },
		{ "x --flows", "--flows needs a value: --flows DIR" },
		{ "x --flows=", "--flows needs a value: --flows DIR" },
		{ "x -j", "-j needs a value: -j N" },
		{ "x --json=yes", "--json takes no value" },
		{ "x --flows a --flows b", "--flows was given twice" },
		{ "a b c", "it does not know what to do with 'c'" },
		{ "--json", "it needs FLOW [OTHER]" },
		{ "x --head 1 --head 2 --head 3 --head 4 --head 5 --head 6 --head 7 --head 8 "
		  "--head 9",
		  "--head: no more than 8" },
	};
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct args a;
		char *words[40], why[2000];
		assert_int_equal(read_line(&command, wrong[i].line, &a, words, why), -1);
		assert_string_equal(why, wrong[i].why);
	}
}

static void a_command_takes_and_needs_its_own_options_of_a_table(void **state)
{
	struct command some = command;
	struct args a;
	char *words[20], why[2000];
	(void)state;
	some.takes = 1u << 0 | 1u << 1;
	some.needs = 1u << 1;
	assert_int_equal(read_line(&some, "x -j3", &a, words, why), 1);
	assert_int_equal(read_line(&some, "x", &a, words, why), -1);
	assert_string_equal(why, "it needs -j N: how many");
	assert_int_equal(read_line(&some, "x -j3 --json", &a, words, why), -1);
	assert_string_equal(why, "it does not know '--json'");
}

static char *shown(const struct command *c, void (*show)(const struct command *c, FILE *to))
{
	static char text[4000];
	FILE *to = fmemopen(text, sizeof text, "w");
	show(c, to);
	fclose(to);
	return text;
}

static void usage_and_help_say_what_the_table_says_and_nothing_hidden(void **state)
{
	struct command some = command;
	(void)state;
	assert_string_equal(
		shown(&command, command_usage),
		"assent try FLOW [OTHER] [--flows DIR] [-j N] [--cover[=json]] [--head FILE "
		"...] [--json]\n");
	assert_string_equal(
		shown(&command, command_help),
		"assent try FLOW [OTHER] [--flows DIR] [-j N] [--cover[=json]] [--head FILE "
		"...] [--json]\n"
		"    tries\n"
		"    --flows DIR         where\n"
		"    -j N                how many\n"
		"    --cover[=json]      what\n"
		"    --head FILE ...     heads\n"
		"    --json              for programs\n");
	some.takes = 1u << 1;
	some.needs = 1u << 1;
	assert_string_equal(shown(&some, command_usage), "assent try FLOW [OTHER] -j N\n");
	some.name =
		"a-name-that-is-so-long-that-nothing-more-fits-in-its-line-of-one-hundred-columns";
	assert_non_null(strstr(shown(&some, command_usage), " FLOW [OTHER]\n       "));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_order_and_every_way_to_write_it_is_the_same),
		cmocka_unit_test(what_is_not_given_stays_as_it_was_and_a_dash_alone_is_a_word),
		cmocka_unit_test(what_is_wrong_is_told_with_what_was_probably_meant),
		cmocka_unit_test(a_command_takes_and_needs_its_own_options_of_a_table),
		cmocka_unit_test(usage_and_help_say_what_the_table_says_and_nothing_hidden),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
