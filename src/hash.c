/* Open addressing: an item stands at the place that its hash names, or in the first free one behind
 * it. At most half of the places are taken. */
#include "hash.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "clock.h"

enum { ROOM_LEAST = 16 };

static uint64_t mix(uint64_t h, uint64_t word)
{
	h = (h ^ word) * 0x9E3779B97F4A7C15;
	return h ^ h >> 32;
}

uint64_t hash_of(uint64_t before, const char *name)
{
	static uint64_t chance;
	size_t n = strlen(name);
	uint64_t h, word;
	if (!chance)
		clock_random(&chance, sizeof chance);
	for (h = mix(before ^ chance, n); n > 0; name += sizeof word) {
		size_t part = n < sizeof word ? n : sizeof word;
		word = 0;
		memcpy(&word, name, part);
		h = mix(h, word);
		n -= part;
	}
	return h;
}

static size_t next(const struct hash *h, size_t place)
{
	return (place + 1) & (h->room - 1);
}

/* The first free place for that hash. */
static size_t free_place(const struct hash *h, uint64_t hash)
{
	size_t at = hash & (h->room - 1);
	while (h->places[at].item)
		at = next(h, at);
	return at;
}

static void grow(struct hash *h)
{
	struct hash_place *old = h->places;
	size_t n = h->room;
	h->room = n ? n * 2 : ROOM_LEAST;
	h->places = xcalloc(h->room, sizeof *h->places);
	for (size_t i = 0; i < n; i++)
		if (old[i].item)
			h->places[free_place(h, old[i].hash)] = old[i];
	free(old);
}

void *hash_find(const struct hash *h, uint64_t hash, const void *key)
{
	if (!h->count)
		return NULL;
	for (size_t at = hash & (h->room - 1); h->places[at].item; at = next(h, at))
		if (h->places[at].hash == hash && h->same(h->places[at].item, key))
			return h->places[at].item;
	return NULL;
}

void hash_put(struct hash *h, uint64_t hash, void *item)
{
	if (++h->count > h->room / 2)
		grow(h);
	h->places[free_place(h, hash)] = (struct hash_place){ hash, item };
}

/* What stands behind the place moves up where it would no longer be found: its own place is not
 * between the hole and where it stands. */
void hash_take(struct hash *h, uint64_t hash, const void *item)
{
	size_t hole = hash & (h->room - 1);
	while (h->places[hole].item != item) {
		assert(h->places[hole].item);
		hole = next(h, hole);
	}
	for (size_t at = next(h, hole); h->places[at].item; at = next(h, at)) {
		size_t from_own = (at - h->places[at].hash) & (h->room - 1);
		size_t from_hole = (at - hole) & (h->room - 1);
		if (from_own < from_hole)
			continue;
		h->places[hole] = h->places[at];
		hole = at;
	}
	h->places[hole] = (struct hash_place){ 0 };
	h->count--;
}

void hash_free(struct hash *h)
{
	free(h->places);
	h->places = NULL;
	h->count = h->room = 0;
}
