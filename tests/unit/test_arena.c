/* Blocks of one owner, side by side: whole, apart from each other, used again, and in few chunks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "arena.h"
#include "base.h"

enum { BLOCKS = 300, ROUNDS = 20000, LARGEST = 3000 };

struct block {
	unsigned char *bytes;
	size_t count;
	unsigned char mark;
};

static void assert_whole(const struct block *b, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(b->bytes[i], b->mark);
}

static void resize(struct arena *a, struct block *b, size_t count, unsigned char mark)
{
	size_t kept = b->count < count ? b->count : count;
	b->bytes = arena_resize(a, b->bytes, b->count, count);
	if (count == 0)
		assert_null(b->bytes);
	else
		assert_int_equal((uintptr_t)b->bytes % ARENA_UNIT, 0);
	assert_whole(b, kept);
	b->count = count;
	b->mark = mark;
	if (count)
		memset(b->bytes, mark, count);
}

static void every_block_keeps_its_bytes_whatever_becomes_of_the_others(void **state)
{
	struct arena a = { 0 };
	struct block *blocks = xcalloc(BLOCKS, sizeof *blocks);
	uint64_t chance = 1;
	(void)state;
	for (int i = 0; i < ROUNDS; i++) {
		chance = chance * 6364136223846793005u + 1442695040888963407u;
		size_t count = (chance >> 40) % (chance >> 63 ? LARGEST : 200);
		resize(&a, &blocks[(chance >> 32) % BLOCKS], count, (unsigned char)i);
	}
	for (int i = 0; i < BLOCKS; i++)
		resize(&a, &blocks[i], 0, 0);
	free(blocks);
	arena_free(&a);
}

static void what_is_given_back_is_used_again_also_for_smaller_blocks(void **state)
{
	struct arena a = { 0 };
	(void)state;
	void *large = arena_resize(&a, NULL, 0, 512), *first;
	arena_resize(&a, large, 512, 0);
	assert_ptr_equal(arena_resize(&a, NULL, 0, 500), large);
	arena_resize(&a, large, 500, 0);
	while (a.end - a.at >= 64)
		arena_resize(&a, NULL, 0, 64);
	first = a.chunks;
	for (int i = 0; i < 4; i++)
		assert_non_null(arena_resize(&a, NULL, 0, 128));
	assert_ptr_equal(a.chunks, first); /* they lie where the large one lay */
	assert_non_null(arena_resize(&a, NULL, 0, 128));
	assert_ptr_not_equal(a.chunks, first);
	arena_free(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_block_keeps_its_bytes_whatever_becomes_of_the_others),
		cmocka_unit_test(what_is_given_back_is_used_again_also_for_smaller_blocks),
	};
	if (ARENA_BLOCK_MAX == 0) /* a sanitizer watches each block by itself */
		return cmocka_run_group_tests(((const struct CMUnitTest[]){ tests[0] }), NULL,
		                              NULL);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
