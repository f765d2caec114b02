/* engine_known.c: which events the store may know. Nearly all that come are new, and a sieve of those that it has
 * tells so without a read, which was a twelfth of a turn. Until it has them all, each event is looked up. */
#include <stdlib.h>

#include "engine_impl.h"
#include "sieve.h"

enum { ROWS_AT_ONCE = 500 }; /* a third of a millisecond */

struct known {
	struct sieve ids;
	bool has_all;
	struct buf source, id; /* read so far */
};

struct known *known_new(void)
{
	struct known *k = xcalloc(1, sizeof *k);
	buf_adds(&k->source, "");
	buf_adds(&k->id, "");
	return k;
}

void known_free(struct known *k)
{
	if (!k)
		return;
	sieve_free(&k->ids);
	buf_free(&k->source);
	buf_free(&k->id);
	free(k);
}

uint64_t known_hash(const char *source, const char *id)
{
	return hash_of(hash_of(0, source), id);
}

void known_add(struct known *k, uint64_t hash)
{
	sieve_put(&k->ids, hash);
}

bool known_may_have(const struct known *k, uint64_t hash)
{
	return !k->has_all || sieve_may_have(&k->ids, hash);
}

struct reading {
	struct known *k;
	struct buf source, id; /* of the row read last */
	size_t rows;
};

static void put_in_place(struct buf *b, const char *text)
{
	b->len_bytes = 0;
	buf_adds(b, text);
}

static void read_row(void *arg, const char *source, const char *id)
{
	struct reading *r = arg;
	known_add(r->k, known_hash(source, id));
	put_in_place(&r->source, source);
	put_in_place(&r->id, id);
	r->rows++;
}

static void go_on_behind(struct known *k, struct reading *r)
{
	put_in_place(&k->source, r->source.data);
	put_in_place(&k->id, r->id.data);
}

/* Events that are written meanwhile may come to stand before the place that was reached: those were added. */
void known_tick(struct engine *g)
{
	struct known *k = g->known;
	struct reading r = { .k = k };
	struct err e = { 0 };
	if (k->has_all)
		return;
	struct store *s = g->o.store;
	int rc = s->ops->seen_behind(s, k->source.data, k->id.data, ROWS_AT_ONCE, read_row, &r, &e);
	if (e.code == E_IO)
		engine_die(g, &e);
	if (rc == 0 && r.rows == ROWS_AT_ONCE)
		go_on_behind(k, &r);
	else
		k->has_all = rc == 0; /* busy: again from there */
	buf_free(&r.source);
	buf_free(&r.id);
}
