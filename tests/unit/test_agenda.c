/* The agenda always hands out the earliest entry, whatever was put on, moved and taken off before. */
#include "agenda.h"

#include "base.h"

#include <setjmp.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { ENTRIES = 200, OPERATIONS = 20000, TIMES = 50 };

/* A small generator of its own, so that a failure comes again with the same seed. */
static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

/* The heap's own rules: places are right, no child is earlier than its parent. */
static void assert_heap(const struct agenda *a)
{
	for (size_t i = 1; i <= a->count; i++) {
		assert_int_equal(a->heap[i].entry->place, i);
		assert_true(i == 1 || a->heap[i / 2].wake_at_ms <= a->heap[i].wake_at_ms);
	}
}

static int64_t earliest(const int64_t *model)
{
	int64_t at = 0;
	for (size_t i = 0; i < ENTRIES; i++)
		if (model[i] && (!at || model[i] < at))
			at = model[i];
	return at;
}

static void run_operations(uint32_t seed)
{
	struct agenda a = { 0 };
	struct agenda_entry entry[ENTRIES];
	int64_t model[ENTRIES] = { 0 };
	memset(entry, 0, sizeof entry);
	for (int op = 0; op < OPERATIONS; op++) {
		size_t i = next_random(&seed) % ENTRIES, on = 0;
		int64_t at = next_random(&seed) % 3 ? 1 + next_random(&seed) % TIMES : 0;
		agenda_set(&a, &entry[i], at);
		model[i] = at;
		for (size_t k = 0; k < ENTRIES; k++)
			on += model[k] != 0;
		assert_int_equal(a.count, on);
		assert_int_equal(entry[i].place != 0, at != 0);
		assert_int_equal(agenda_first(&a) ? agenda_first(&a)->wake_at_ms : 0,
		                 earliest(model));
		if (op % 64 == 0)
			assert_heap(&a);
	}
	agenda_free(&a);
}

static void random_operations_agree_with_a_plain_list(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 5; seed++)
		run_operations(seed);
}

static int by_number(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

static void taking_the_first_again_and_again_gives_all_in_order(void **state)
{
	(void)state;
	struct agenda a = { 0 };
	struct agenda_entry entry[1000];
	int64_t times[1000];
	uint32_t seed = 7;
	memset(entry, 0, sizeof entry);
	for (size_t i = 0; i < COUNT_OF(entry); i++) {
		times[i] = 1 + next_random(&seed) % 300;
		agenda_set(&a, &entry[i], times[i]);
	}
	qsort(times, COUNT_OF(times), sizeof *times, by_number);
	for (size_t i = 0; i < COUNT_OF(times); i++) {
		struct agenda_entry *first = agenda_first(&a);
		assert_int_equal(first->wake_at_ms, times[i]);
		agenda_set(&a, first, 0);
	}
	assert_null(agenda_first(&a));
	agenda_free(&a);
}

static void an_entry_that_moves_later_gives_way(void **state)
{
	(void)state;
	struct agenda a = { 0 };
	struct agenda_entry early = { 0 }, late = { 0 };
	agenda_set(&a, &early, 10);
	agenda_set(&a, &late, 20);
	agenda_set(&a, &early, 30);
	assert_ptr_equal(agenda_first(&a), &late);
	agenda_set(&a, &early, 5);
	assert_ptr_equal(agenda_first(&a), &early);
	agenda_free(&a);
}

static void taking_off_what_is_not_on_changes_nothing(void **state)
{
	(void)state;
	struct agenda a = { 0 };
	struct agenda_entry on = { 0 }, off = { 0 };
	agenda_set(&a, &on, 10);
	agenda_set(&a, &off, 0);
	assert_int_equal(a.count, 1);
	agenda_set(&a, &on, 0);
	agenda_set(&a, &on, 0);
	assert_int_equal(a.count, 0);
	agenda_set(&a, &on, 10); /* the same time as before it was taken off */
	assert_ptr_equal(agenda_first(&a), &on);
	agenda_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_operations_agree_with_a_plain_list),
		cmocka_unit_test(taking_the_first_again_and_again_gives_all_in_order),
		cmocka_unit_test(an_entry_that_moves_later_gives_way),
		cmocka_unit_test(taking_off_what_is_not_on_changes_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
