/* sieve: what was put is found, for ever; and not much else. */
#include "hash.h"
#include "sieve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static uint64_t nth(const char *kind, size_t n)
{
	char name[32];
	snprintf(name, sizeof name, "%s_%010zu", kind, n);
	return hash_of(hash_of(0, "hook:crm"), name);
}

static void nothing_is_in_an_empty_one(void **state)
{
	struct sieve s = { 0 };
	(void)state;
	for (size_t i = 0; i < 1000; i++)
		assert_false(sieve_may_have(&s, nth("msg", i)));
	sieve_free(&s);
}

/* Through three layers, the last of them half full. */
static void all_that_was_put_is_found_and_few_others(void **state)
{
	enum { NAMES = 800 * 1000, OTHERS = 100 * 1000 };
	struct sieve s = { 0 };
	size_t taken_for_one = 0;
	(void)state;
	for (size_t i = 0; i < NAMES; i++)
		sieve_put(&s, nth("msg", i));
	for (size_t i = 0; i < NAMES; i++)
		if (!sieve_may_have(&s, nth("msg", i)))
			fail_msg("name %zu was put and is not found", i);
	for (size_t i = 0; i < OTHERS; i++)
		taken_for_one += sieve_may_have(&s, nth("other", i));
	assert_in_range(taken_for_one, 0, OTHERS / 50);
	sieve_free(&s);
}

static void what_was_put_is_found_where_there_are_more_than_it_has_room_for(void **state)
{
	enum { NAMES = 11 * 1000 * 1000, STEP = 97 };
	struct sieve s = { 0 };
	(void)state;
	for (uint64_t i = 0; i < NAMES; i++)
		sieve_put(&s, i * 0x9E3779B97F4A7C15);
	for (uint64_t i = 0; i < NAMES; i += STEP)
		if (!sieve_may_have(&s, i * 0x9E3779B97F4A7C15))
			fail_msg("name %llu was put and is not found", (unsigned long long)i);
	sieve_free(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_in_an_empty_one),
		cmocka_unit_test(all_that_was_put_is_found_and_few_others),
		cmocka_unit_test(what_was_put_is_found_where_there_are_more_than_it_has_room_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
