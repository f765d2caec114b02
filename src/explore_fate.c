/* Time and chance: a flow that asks for the time, or draws, is followed on from each value that matters to it.
 *
 * Of random(n) these are all, up to DRAWS_MAX. Of the time each hour of a week is tried, some times between, and all around
 * each point in time that the flow names; of those behind which the flow does the same and stands in the same place one
 * is followed. What it can compare behind its next wait only, it must have in a variable: times that differ in one
 * that is no point in time itself are told apart as well. Other times are not tried: nothing that holds at all of these is
 * held to be proved. */
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
	BETWEEN = 24, /* every so many hours one that is not on the hour, and odd */
	AROUND = 3,   /* just before a time that the flow names, at it, and just behind it */
	TIMES = HOURS + BETWEEN + NAMED_TIMES_MAX * AROUND,
	TIMES_MAX = 24, /* more are held to be one if they differ in numbers alone */
	HOUR_MS = 60 * 60 * 1000,
};

/* Of the times that may be tried one of each kind: by where the flow stood, in which hour of the week, and before which of the
 * times that it names. */
struct times {
	uint8_t key[32];
	size_t count;
	uint8_t list[TIMES];
};

static bool times_are(const void *item, const void *key)
{
	return !memcmp(((const struct times *)item)->key, key, sizeof((struct times *)0)->key);
}

void fates_forget(struct exploration *x)
{
	x->tried.same = times_are;
	for (size_t i = 0; i < x->tried.room; i++)
		free(x->tried.places[i].item);
	hash_free(&x->tried);
}

static void name_time(struct exploration *x, int64_t at_ms)
{
	if (x->named_count < NAMED_TIMES_MAX)
		x->named_ms[x->named_count++] = at_ms;
}

void fates_learn(struct exploration *x)
{
	enum { SECONDS_DIGITS = 10, MS_DIGITS = 13, MS = 1000 };
	for (const char *p = x->course; *p;) {
		size_t digits = strspn(p, "0123456789");
		if (digits == MS_DIGITS)
			name_time(x, strtoll(p, NULL, 10));
		if (digits == SECONDS_DIGITS) { /* it begins, and is over */
			name_time(x, strtoll(p, NULL, 10) * MS);
			name_time(x, (strtoll(p, NULL, 10) + 1) * MS);
		}
		p += digits ? digits : 1;
	}
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

/* The time of the clock by which the flow is told, not before what it was told last: as long behind it as has passed. */
static int64_t last_time_ms(const struct following *f)
{
	int64_t last_ms = f->at_ms;
	if (f->from)
		last_ms = f->from->time_ms + (f->ch->at_ms - f->from->at_ms);
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

/* The i-th of TIMES that may come at from_ms or later; 0: it has passed. */
static int64_t time_to_try(const struct exploration *x, int64_t from_ms, size_t i)
{
	enum { ODD_MS = 1 + 1000 + 7 * 60 * 1000 };
	int64_t hour_ms = from_ms - from_ms % HOUR_MS;
	if (i == 0)
		return from_ms;
	if (i < HOURS)
		return hour_ms + (int64_t)i * HOUR_MS;
	i -= HOURS;
	if (i < BETWEEN)
		return hour_ms + (int64_t)(1 + i * (HOURS / BETWEEN)) * HOUR_MS +
		       (int64_t)(1 + i % 8) * ODD_MS;
	i -= BETWEEN;
	int64_t named_ms = i / AROUND < x->named_count
	                           ? x->named_ms[i / AROUND] + (int64_t)(i % AROUND) - 1
	                           : 0;
	return named_ms >= from_ms ? named_ms : 0;
}

static size_t one_of_each(uint8_t probes[TIMES][FLOW_PRINT_BYTES], enum flow_print print,
                          const struct times *of, uint8_t list[TIMES])
{
	size_t count = 0;
	for (size_t i = 0; i < of->count; i++) {
		bool is_new = true;
		for (size_t k = 0; k < count && is_new; k++)
			is_new = memcmp(probes[of->list[i]] + print * SHA256_BYTES,
			                probes[list[k]] + print * SHA256_BYTES, SHA256_BYTES);
		if (is_new)
			list[count++] = of->list[i];
	}
	return count;
}

static void times_key(const struct exploration *x, int64_t from_ms, uint8_t key[SHA256_BYTES])
{
	struct buf b = { 0 };
	buf_add(&b, x->fate.flow, sizeof x->fate.flow);
	buf_addi(&b, from_ms % ((int64_t)HOURS * HOUR_MS));
	for (size_t i = 0; i < x->named_count; i++)
		buf_adds(&b, x->named_ms[i] < from_ms ? " passed" : " to come");
	crypto_sha256(b.data, b.len_bytes, key);
	buf_free(&b);
}

/* Leaves in it one of each kind, of all that may come. */
static void try_all(const struct following *f, int64_t from_ms, struct times *all)
{
	static uint8_t probes[TIMES][FLOW_PRINT_BYTES]; /* no probe begins another */
	struct exploration *x = f->x;
	struct times kinds = *all;
	for (size_t i = 0; i < TIMES; i++) {
		int64_t at_ms = time_to_try(x, from_ms, i);
		if (!at_ms)
			continue;
		all->list[all->count++] = (uint8_t)i;
		x->probe = probes[i];
		follow_one(f, FATE_TIME, at_ms);
	}
	x->probe = NULL;
	kinds.count = one_of_each(probes, FLOW_BUT_TIMES, all, kinds.list);
	if (kinds.count > TIMES_MAX)
		kinds.count = one_of_each(probes, FLOW_BUT_NUMBERS, all, kinds.list);
	all->count = one_of_each(probes, FLOW_WHOLE, all, all->list);
	x->times_cut = x->times_cut || all->count > kinds.count;
	*all = kinds;
}

static const struct times *times_of(const struct following *f, int64_t from_ms)
{
	struct exploration *x = f->x;
	uint64_t hash;
	uint8_t key[SHA256_BYTES];
	times_key(x, from_ms, key);
	memcpy(&hash, key, sizeof hash);
	struct times *known = x->tried.room ? hash_find(&x->tried, hash, key) : NULL;
	if (known)
		return known;
	known = xcalloc(1, sizeof *known);
	memcpy(known->key, key, sizeof known->key);
	try_all(f, from_ms, known);
	hash_put(&x->tried, hash, known);
	return known;
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
		const struct times *t = times_of(f, from_ms);
		for (size_t i = 0; i < t->count; i++)
			if (time_to_try(x, from_ms, t->list[i]))
				follow_one(f, kind, time_to_try(x, from_ms, t->list[i]));
		return true;
	}
	x->draws_cut = x->draws_cut || n > DRAWS_MAX;
	for (int64_t i = 1; i <= n && i <= DRAWS_MAX; i++)
		follow_one(f, kind, i < DRAWS_MAX ? i : n);
	return true;
}

bool has_fate(const struct following *f, enum fate_kind kind)
{
	for (size_t i = 0; i < f->fates_count; i++)
		if (f->fates[i].kind == kind)
			return true;
	return false;
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
