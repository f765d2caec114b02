/* hash: what is put is found until it is taken, whatever collides with it. */
#include "base.h"
#include "hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

struct thing {
	char name[16];
	uint64_t hash;
	bool there;
};

static bool is_named(const void *item, const void *key)
{
	return !strcmp(((const struct thing *)item)->name, key);
}

static void names_differ_in_their_hash(void **state)
{
	static const char *const names[] = { "",   "a",        "b",         "ab",
		                             "ba", "12345678", "123456781", "12345678\x01" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_true(hash_of(0, names[i]) == hash_of(0, names[i]));
		for (size_t k = 0; k < i; k++)
			assert_true(hash_of(0, names[i]) != hash_of(0, names[k]));
	}
	assert_true(hash_of(hash_of(0, "a"), "bc") != hash_of(hash_of(0, "ab"), "c"));
	assert_true(hash_of(hash_of(0, "a"), "b") != hash_of(hash_of(0, "b"), "a"));
}

static void assert_all_found(const struct hash *h, struct thing *all, size_t n)
{
	size_t there = 0;
	for (size_t i = 0; i < n; i++) {
		assert_ptr_equal(hash_find(h, all[i].hash, all[i].name),
		                 all[i].there ? &all[i] : NULL);
		there += all[i].there;
	}
	assert_int_equal(h->count, there);
	for (size_t i = 0; i < h->room; i++)
		there -= h->places[i].item != NULL;
	assert_int_equal(there, 0);
}

/* In and out by chance. spread: of how many different hashes. */
static void put_and_take(size_t spread)
{
	enum { THINGS = 60, ACTS = 3000 };
	struct thing all[THINGS] = { 0 };
	struct hash h = { .same = is_named };
	uint64_t chance = 88172645463325252;
	for (size_t i = 0; i < THINGS; i++) {
		snprintf(all[i].name, sizeof all[i].name, "thing %zu", i);
		all[i].hash = hash_of(0, all[i].name) % spread * 0x0101;
	}
	for (int act = 0; act < ACTS; act++) {
		chance = chance * 6364136223846793005 + 1442695040888963407;
		struct thing *one = &all[(chance >> 33) % THINGS];
		one->there = !one->there;
		if (one->there)
			hash_put(&h, one->hash, one);
		else
			hash_take(&h, one->hash, one);
		if (act % 10 == 0)
			assert_all_found(&h, all, THINGS);
	}
	hash_free(&h);
	assert_null(hash_find(&h, all[0].hash, all[0].name));
}

static void what_is_there_is_found_and_nothing_else(void **state)
{
	(void)state;
	put_and_take(SIZE_MAX / 0x0101);
	put_and_take(100);
	put_and_take(7);
	put_and_take(1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_differ_in_their_hash),
		cmocka_unit_test(what_is_there_is_found_and_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
