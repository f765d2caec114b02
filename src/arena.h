/* arena.h: memory for the many small blocks of one owner, side by side. What one Lua state touches in a turn then
 * lies in few pages and cache lines, and not among the blocks of a thousand other states. */
#ifndef ASSENT_ARENA_H
#define ASSENT_ARENA_H

#include <stddef.h>

/* A build that watches each block by itself has none in here. */
#ifdef __SANITIZE_ADDRESS__
enum { ARENA_BLOCK_MAX = 0 };
#else
enum { ARENA_BLOCK_MAX = 1024 }; /* larger ones come from malloc */
#endif

enum { ARENA_UNIT = 16, ARENA_SIZES = 1024 / ARENA_UNIT + 1 };

struct arena {
	void *free[ARENA_SIZES]; /* lists, by size in units */
	char *at, *end;          /* of the newest chunk: what was never used */
	struct arena_chunk *chunks;
};

/* As realloc, and the caller says how large the block was; block NULL, or new_bytes 0, to take or to give back. Never
 * fails. What is in use goes with its arena, but for blocks above ARENA_BLOCK_MAX. */
void *arena_resize(struct arena *a, void *block, size_t old_bytes, size_t new_bytes);
void arena_free(struct arena *a);

#endif
