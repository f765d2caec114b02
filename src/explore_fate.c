/* Time and chance: a flow that asks for the time, or draws, is followed on from each value that matters to it.
 *
 * Of random(n) these are all, up to DRAWS_MAX. Of the time each hour of a week is tried, and of those behind which the flow
 * does the same and stands in the same place one is followed. What it can compare behind its next wait only, it must
 * have in a variable: times that differ in one that is no point in time itself are told apart as well. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "crypto.h"
#include "json_make.h"
#include "turn.h"

enum {
	DRAWS_MAX = 16,
	FATES_MAX = 4, /* in one turn; the rest is as it comes */
	HOURS = 7 * 24,
	TIMES_MAX = 24, /* more are held to be one if they differ in numbers alone */
	HOUR_MS = 60 * 60 * 1000,
};

/* Hours of a week, one of each kind, counted from the last time that the flow was told: by where it stood. */
struct hours {
	uint8_t flow[32];
	size_t count;
	uint8_t list[HOURS];
};

static bool hours_are(const void *item, const void *key)
{
	return !memcmp(((const struct hours *)item)->flow, key, sizeof((struct hours *)0)->flow);
}

void fates_forget(struct exploration *x)
{
	x->hours.same = hours_are;
	for (size_t i = 0; i < x->hours.room; i++)
		free(x->hours.places[i].item);
	hash_free(&x->hours);
}

/* ---- the flow asks ---- */

static int64_t ask(struct exploration *x, enum fate_kind kind, int64_t n, int64_t otherwise)
{
	struct asked_fate *a = &x->fate;
	size_t i = a->count++;
	if (i < a->f->fates_count)
		return a->f->fates[i].value;
	if (a->open == FATE_NONE) {
		a->open = kind;
		a->n = n;
		memcpy(a->flow, a->at, sizeof a->flow);
	}
	return otherwise;
}

static int64_t last_time_ms(const struct following *f)
{
	int64_t last_ms = f->from ? f->from->time_ms : f->at_ms;
	for (size_t i = 0; i < f->fates_count; i++)
		if (f->fates[i].kind == FATE_TIME)
			last_ms = f->fates[i].value;
	return last_ms;
}

static int64_t now_ms(void *arg, int64_t now_ms)
{
	struct exploration *x = arg;
	return ask(x, FATE_TIME, 0, x->o.beside ? now_ms : last_time_ms(x->fate.f));
}

static int64_t draw(void *arg, int64_t n, int64_t otherwise)
{
	(void)otherwise;
	return ask(arg, FATE_DRAW, n, 1);
}

void fate_begin(struct exploration *x, const struct following *f, struct turn *t)
{
	x->fate_ops = (struct fate){ now_ms, draw, x };
	x->fate = (struct asked_fate){ .f = f };
	t->fate = &x->fate_ops;
}

int64_t fate_time_ms(const struct following *f)
{
	return last_time_ms(f);
}

/* ---- each of them ---- */

static void follow_one(const struct following *f, enum fate_kind kind, int64_t value)
{
	struct given_fate fates[FATES_MAX];
	struct following one = *f;
	if (f->fates_count)
		memcpy(fates, f->fates, f->fates_count * sizeof *fates);
	fates[f->fates_count] = (struct given_fate){ kind, value };
	one.fates = fates;
	one.fates_count++;
	follow(&one);
}

/* What the flow did in a turn, and where it stands: as a whole, but for times, but for all numbers. */
void fate_probe(struct exploration *x, const struct turn *t, const uint8_t flow[FLOW_PRINT_BYTES])
{
	struct buf b = { 0 };
	size_t i;
	json_t *r;
	json_array_foreach(t->records, i, r)
	{
		char *is = json_dumps(json_object_get(r, "is"), JSON_SORT_KEYS);
		buf_addf(&b, "%s %s %lld %s\n", json_string_value(json_object_get(r, "r")),
		         is ? json_string_value(json_object_get(r, "kind")) : "",
		         (long long)json_integer_value(json_object_get(r, "line")), is ? is : "");
		free(is);
	}
	size_t does = b.len_bytes;
	for (i = 0; i < FLOW_PRINTS; i++) {
		b.len_bytes = does;
		buf_add(&b, flow + i * SHA256_BYTES, SHA256_BYTES);
		crypto_sha256(b.data, b.len_bytes, x->probe + i * SHA256_BYTES);
	}
	buf_free(&b);
}

static size_t one_of_each(uint8_t probes[HOURS][FLOW_PRINT_BYTES], enum flow_print print,
                          uint8_t list[HOURS])
{
	size_t count = 0;
	for (size_t i = 0; i < HOURS; i++) {
		bool is_new = true;
		for (size_t k = 0; k < count && is_new; k++)
			is_new = memcmp(probes[i] + print * SHA256_BYTES,
			                probes[list[k]] + print * SHA256_BYTES, SHA256_BYTES);
		if (is_new)
			list[count++] = (uint8_t)i;
	}
	return count;
}

static const struct hours *hours_of(const struct following *f)
{
	static uint8_t probes[HOURS][FLOW_PRINT_BYTES]; /* no probe begins another */
	struct exploration *x = f->x;
	uint64_t hash;
	uint8_t flow[32], all[HOURS];
	memcpy(flow, x->fate.flow, sizeof flow);
	memcpy(&hash, flow, sizeof hash);
	struct hours *h = x->hours.room ? hash_find(&x->hours, hash, flow) : NULL;
	if (h)
		return h;
	int64_t from_ms = last_time_ms(f);
	for (size_t i = 0; i < HOURS; i++) {
		x->probe = probes[i];
		follow_one(f, FATE_TIME, from_ms + (int64_t)i * HOUR_MS);
	}
	x->probe = NULL;
	h = xcalloc(1, sizeof *h);
	memcpy(h->flow, flow, sizeof flow);
	h->count = one_of_each(probes, FLOW_BUT_TIMES, h->list);
	if (h->count > TIMES_MAX)
		h->count = one_of_each(probes, FLOW_BUT_NUMBERS, h->list);
	if (one_of_each(probes, FLOW_WHOLE, all) > h->count)
		x->times_cut = true;
	hash_put(&x->hours, hash, h);
	return h;
}

bool follow_fates(const struct following *f)
{
	struct exploration *x = f->x;
	const enum fate_kind kind = x->fate.open;
	int64_t n = x->fate.n, from_ms = last_time_ms(f);
	if (kind == FATE_NONE || x->o.beside)
		return false;
	if (f->fates_count == FATES_MAX) {
		*(kind == FATE_TIME ? &x->times_cut : &x->draws_cut) = true;
		return false;
	}
	if (kind == FATE_TIME) {
		const struct hours *h = hours_of(f);
		for (size_t i = 0; i < h->count; i++)
			follow_one(f, kind, from_ms + h->list[i] * (int64_t)HOUR_MS);
		return true;
	}
	x->draws_cut = x->draws_cut || n > DRAWS_MAX;
	for (int64_t i = 1; i <= n && i <= DRAWS_MAX; i++)
		follow_one(f, kind, i < DRAWS_MAX ? i : n);
	return true;
}

void add_fates(const struct following *f, json_t *acts)
{
	for (size_t i = 0; i < f->fates_count; i++) {
		bool draws = f->fates[i].kind == FATE_DRAW;
		json_array_append_new(acts, json_make("{s:s, s:I}", "kind", draws ? "draw" : "now",
		                                      draws ? "value" : "at_ms",
		                                      (json_int_t)f->fates[i].value));
	}
}
