#include "arena.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"

enum { CHUNK_BYTES = 8 * 1024 };

struct arena_chunk {
	struct arena_chunk *next; /* its blocks begin one unit behind it */
};

static size_t units(size_t bytes)
{
	return (bytes + ARENA_UNIT - 1) / ARENA_UNIT;
}

static void give(struct arena *a, void *block, size_t size)
{
	*(void **)block = a->free[size];
	a->free[size] = block;
}

/* Of the smallest free block that is larger; NULL: there is none. */
static void *split(struct arena *a, size_t size)
{
	size_t larger = size + 1;
	while (larger < ARENA_SIZES && !a->free[larger])
		larger++;
	if (larger == ARENA_SIZES)
		return NULL;
	char *block = a->free[larger];
	a->free[larger] = *(void **)(void *)block;
	give(a, block + size * ARENA_UNIT, larger - size);
	return block;
}

static void new_chunk(struct arena *a)
{
	size_t left = units((size_t)(a->end - a->at));
	if (left > 0)
		give(a, a->at, left);
	struct arena_chunk *chunk = xmalloc(CHUNK_BYTES);
	chunk->next = a->chunks;
	a->chunks = chunk;
	a->at = (char *)chunk + ARENA_UNIT;
	a->end = (char *)chunk + CHUNK_BYTES;
}

static void *take(struct arena *a, size_t size)
{
	void *block = a->free[size];
	if (block) {
		a->free[size] = *(void **)block;
		return block;
	}
	if ((size_t)(a->end - a->at) < size * ARENA_UNIT) {
		block = split(a, size);
		if (block)
			return block;
		new_chunk(a);
	}
	block = a->at;
	a->at += size * ARENA_UNIT;
	return block;
}

static void give_back(struct arena *a, void *block, size_t bytes)
{
	if (block && bytes <= ARENA_BLOCK_MAX)
		give(a, block, units(bytes));
	else
		free(block);
}

/* At least one of the two is small, and they are of different sizes. */
static void *move(struct arena *a, void *block, size_t old_bytes, size_t new_bytes)
{
	void *moved = new_bytes <= ARENA_BLOCK_MAX ? take(a, units(new_bytes)) : xmalloc(new_bytes);
	memcpy(moved, block, old_bytes < new_bytes ? old_bytes : new_bytes);
	give_back(a, block, old_bytes);
	return moved;
}

void *arena_resize(struct arena *a, void *block, size_t old_bytes, size_t new_bytes)
{
	bool was_small = old_bytes <= ARENA_BLOCK_MAX, is_small = new_bytes <= ARENA_BLOCK_MAX;
	if (new_bytes == 0) {
		give_back(a, block, old_bytes);
		return NULL;
	}
	if (!block)
		return is_small ? take(a, units(new_bytes)) : xmalloc(new_bytes);
	if (!was_small && !is_small)
		return xrealloc(block, new_bytes);
	if (was_small && is_small && units(old_bytes) == units(new_bytes))
		return block;
	return move(a, block, old_bytes, new_bytes);
}

void arena_free(struct arena *a)
{
	for (struct arena_chunk *c = a->chunks, *next; c; c = next) {
		next = c->next;
		free(c);
	}
	*a = (struct arena){ 0 };
}
