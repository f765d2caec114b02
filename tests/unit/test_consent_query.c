/* test_consent_query.c: the words of a filter. */
#include "consent_query.h"

#include "base.h"
#include "store.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

static void a_day_is_one_of_local_time_and_until_takes_it_in(void **state)
{
	(void)state;
	struct store_consent_query q = { 0 };
	setenv("TZ", "Asia/Seoul", 1);
	tzset();
	assert_int_equal(consent_query_set(&q, "since", "2026-11-23", NULL), 0);
	assert_int_equal(consent_query_set(&q, "until", "2026-11-23", NULL), 0);
	assert_int_equal(q.since_ms, time_parse("2026-11-22T15:00:00Z"));
	assert_int_equal(q.until_ms, time_parse("2026-11-23T15:00:00Z"));
	/* a day of 23 hours */
	setenv("TZ", "Europe/Berlin", 1);
	tzset();
	assert_int_equal(consent_query_set(&q, "since", "2026-03-29", NULL), 0);
	assert_int_equal(consent_query_set(&q, "until", "2026-03-29", NULL), 0);
	assert_int_equal(q.until_ms - q.since_ms, 23 * 3600 * 1000);
	assert_int_equal(consent_query_set(&q, "until", "2026-12-31", NULL), 0);
	assert_int_equal(q.until_ms, time_parse("2026-12-31T23:00:00Z"));
}

static void a_time_is_an_instant(void **state)
{
	(void)state;
	struct store_consent_query q = { 0 };
	assert_int_equal(consent_query_set(&q, "since", "2026-11-23T20:45:56+09:00", NULL), 0);
	assert_int_equal(consent_query_set(&q, "until", "2026-11-23T11:45:56.001Z", NULL), 0);
	assert_int_equal(q.until_ms - q.since_ms, 1);
}

static void every_filter_sets_its_own(void **state)
{
	(void)state;
	struct store_consent_query q = { 0 };
	static const char *const values[] = { "c1",     "delegation", "granted",   "caller",
		                              "spouse", "2026-11-23", "2026-11-23" };
	size_t n = 0;
	for (; consent_filters[n]; n++)
		assert_int_equal(consent_query_set(&q, consent_filters[n], values[n], NULL), 0);
	assert_int_equal(n, COUNT_OF(values));
	assert_string_equal(q.case_id, "c1");
	assert_string_equal(q.kind, "delegation");
	assert_string_equal(q.state, "granted");
	assert_string_equal(q.subject, "caller");
	assert_string_equal(q.party, "spouse");
	assert_true(q.since_ms > 0 && q.until_ms > q.since_ms);
}

static void what_cannot_be_meant_is_refused_with_what_can(void **state)
{
	(void)state;
	static const char *const rows[][3] = {
		{ "since", "yesterday", "since: expected a day such as" },
		{ "since", "2026-11-31", "since: expected" },
		{ "since", "2026-02-29", "since: expected" },
		{ "since", "2026-00-10", "since: expected" },
		{ "until", "2026-11-23x", "until: expected" },
		{ "until", "2026-11-23T20:45:56", "until: expected" },
		{ "until", "", "until: expected" },
		{ "state", "agreed", "state: expected requested, granted" },
		{ "subject", "wife", "subject: expected caller, passenger" },
		{ "party", "", "party: expected caller" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct store_consent_query q = { 0 };
		struct err e = { 0 };
		assert_int_equal(consent_query_set(&q, rows[i][0], rows[i][1], &e), -1);
		assert_int_equal(e.code, E_INPUT);
		if (strncmp(e.text, rows[i][2], strlen(rows[i][2])))
			fail_msg("%s %s: %s", rows[i][0], rows[i][1], e.text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_day_is_one_of_local_time_and_until_takes_it_in),
		cmocka_unit_test(a_time_is_an_instant),
		cmocka_unit_test(every_filter_sets_its_own),
		cmocka_unit_test(what_cannot_be_meant_is_refused_with_what_can),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
