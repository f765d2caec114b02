/* Bloom filters of which each name touches a single cache line, the next one begun when one is full. */
#include "sieve.h"

#include <stdlib.h>

#include "base.h"

enum {
	FIRST_BLOCKS = 4096, /* 256 KiB */
	NAMES_PER_BLOCK = 40,
	BITS_PER_NAME = 6, /* nine bits of the hash for each */
	BLOCK_BITS = 512,
};

struct sieve_block {
	uint64_t words[BLOCK_BITS / 64];
};

static size_t layer_blocks(const struct sieve *s, const struct sieve_layer *l)
{
	return (size_t)FIRST_BLOCKS << (l - s->layers);
}

/* The block goes by the hash's low bits, the bits within it by a product of all. */
static struct sieve_block *block_of(const struct sieve *s, const struct sieve_layer *l,
                                    uint64_t hash)
{
	return &l->blocks[hash & (layer_blocks(s, l) - 1)];
}

static uint64_t bits_of(uint64_t hash)
{
	return hash * 0xD6E8FEB86659FD93 >> (64 - 9 * BITS_PER_NAME);
}

void sieve_put(struct sieve *s, uint64_t hash)
{
	struct sieve_layer *l = s->layers, *last = l + SIEVE_LAYERS - 1;
	while (l < last && l->put >= layer_blocks(s, l) * NAMES_PER_BLOCK)
		l++;
	if (!l->blocks)
		l->blocks = xcalloc(layer_blocks(s, l), sizeof *l->blocks);
	l->put++;
	uint64_t *words = block_of(s, l, hash)->words;
	uint64_t bits = bits_of(hash);
	for (int i = 0; i < BITS_PER_NAME; i++, bits >>= 9)
		words[bits % BLOCK_BITS / 64] |= (uint64_t)1 << bits % 64;
}

static bool has_all(const struct sieve_block *block, uint64_t bits)
{
	for (int i = 0; i < BITS_PER_NAME; i++, bits >>= 9)
		if (!(block->words[bits % BLOCK_BITS / 64] & (uint64_t)1 << bits % 64))
			return false;
	return true;
}

bool sieve_may_have(const struct sieve *s, uint64_t hash)
{
	for (size_t i = 0; i < SIEVE_LAYERS && s->layers[i].blocks; i++)
		if (has_all(block_of(s, &s->layers[i], hash), bits_of(hash)))
			return true;
	return false;
}

void sieve_free(struct sieve *s)
{
	for (size_t i = 0; i < SIEVE_LAYERS; i++)
		free(s->layers[i].blocks);
	*s = (struct sieve){ 0 };
}
