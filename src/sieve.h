/* sieve.h: names that were put are all found again; of the others, one in some hundred is taken for one of them. In
 * 1.6 bytes for each name, where there are many. */
#ifndef ASSENT_SIEVE_H
#define ASSENT_SIEVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
	SIEVE_LAYERS = 6
}; /* for 10 million names; beyond that it takes more and more of the others for them */

struct sieve_layer {
	struct sieve_block *blocks; /* NULL: not begun */
	size_t put;
};

/* Starts from {0}. A name is given by a hash of it, as of hash.h. */
struct sieve {
	struct sieve_layer layers[SIEVE_LAYERS]; /* each twice as large as the one before */
};

void sieve_put(struct sieve *s, uint64_t hash);
bool sieve_may_have(const struct sieve *s, uint64_t hash);
void sieve_free(struct sieve *s);

#endif
