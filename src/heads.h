/* heads.h: signs the journal's head from time to time, into <data>/heads.jsonl, while it has grown.
 * The head written before a tail cut betrays the cut; one that lies elsewhere betrays a forger. */
#ifndef ASSENT_HEADS_H
#define ASSENT_HEADS_H

#include <stdint.h>

struct crypto_key;
struct err;
struct heads;
struct loop;
struct store;

struct heads_opts {
	struct loop *loop;
	struct store *store;
	const char *dir;
	const struct crypto_key *key; /* borrowed */
	int64_t every_ms;
	void (*fatal)(void *arg, const struct err *e); /* the disk cannot be trusted */
	void *arg;
};

/* Signs one at once if the journal has grown since the last. NULL: E_IO, E_PARSE. Caller frees. */
struct heads *heads_new(const struct heads_opts *o, struct err *e);
/* At a quiet end: signs the last one before it returns. */
void heads_end(struct heads *h);
void heads_free(struct heads *h);

#endif
