/* hash.h: things found by their names. The tree of search.h takes a comparison, and a miss of the
 * cache, for each of its levels: with 10,000 cases that was a twentieth of a turn. */
#ifndef ASSENT_HASH_H
#define ASSENT_HASH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Of a name, or of several, each with the hash of those before it; 0 to begin with. Differs from
 * process to process, so that nobody can choose names that collide. */
uint64_t hash_of(uint64_t before, const char *name);

struct hash_place {
	uint64_t hash;
	void *item; /* NULL: free */
};

/* Starts from {0} with same set: does item have the names of key? Its memory is the caller's to
 * free by hash_free, items are not touched. All items are found by a walk over the places. */
struct hash {
	bool (*same)(const void *item, const void *key);
	struct hash_place *places;
	size_t count, room;
};

void *hash_find(const struct hash *h, uint64_t hash, const void *key); /* NULL: none */
void hash_put(struct hash *h, uint64_t hash, void *item);              /* of a name not there yet */
void hash_take(struct hash *h, uint64_t hash, const void *item);       /* which must be there */
void hash_free(struct hash *h);

#endif
