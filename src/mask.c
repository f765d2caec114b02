/* mask.c: the order of the finders, and the masked text. */
#include "mask.h"

#include "base.h"
#include "mask_impl.h"

#include <stdlib.h>
#include <string.h>

static const char *const type_names[MASK_TYPES] = {
	[MASK_MOBILE] = "mobile",     [MASK_LANDLINE] = "landline",
	[MASK_RRN] = "rrn",           [MASK_FRN] = "frn",
	[MASK_CARD] = "card",         [MASK_ACCOUNT] = "account",
	[MASK_EMAIL] = "email",       [MASK_PLATE] = "plate",
	[MASK_ADDRESS] = "address",   [MASK_DRIVER_LICENCE] = "driver_licence",
	[MASK_PASSPORT] = "passport",
};

const char *mask_type_name(enum mask_type type)
{
	return type_names[type];
}

/* ---- taking ---- */

bool mask_take_bare(struct mask_text *t, size_t from, size_t to, enum mask_type type)
{
	for (size_t i = from; i < to; i++)
		if (t->taken[i])
			return false;
	memset(t->taken + from, MASK_KEPT, to - from);
	if (t->spans_count == t->spans_room) {
		t->spans_room = t->spans_room ? t->spans_room * 2 : 8;
		t->spans = xrealloc(t->spans, t->spans_room * sizeof *t->spans);
	}
	t->spans[t->spans_count++] = (struct mask_span){ t->at[from].from, t->at[to - 1].to, type };
	return true;
}

/* Of marks and spaces nobody is known; anything else may be a letter of some script. */
static bool is_personal(int32_t c)
{
	return mask_is_digit(c) || mask_is_latin(c) || c >= 0xAA;
}

void mask_star(struct mask_text *t, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (is_personal(t->at[i].c))
			t->taken[i] = MASK_STARRED;
}

bool mask_take(struct mask_text *t, size_t from, size_t to, enum mask_type type)
{
	if (!mask_take_bare(t, from, to, type))
		return false;
	mask_star(t, from, to);
	return true;
}

/* ---- the masked text ---- */

/* Reads the original by code points. */
struct reader {
	const char *s;
	size_t len_bytes, i;
	uint32_t at;
};

/* Bytes of the next code point, as text_chars() counts them. */
static size_t point_bytes(const struct reader *r)
{
	size_t left = r->len_bytes - r->i, n = 1;
	const char *s = r->s + r->i;
	while (n < 4 && n < left && ((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	while (n > 1 && !text_valid(s, n))
		n--;
	return n;
}

/* Moves to the code point `to`; what is passed by goes into out, if there is one. */
static void pass(struct reader *r, uint32_t to, struct buf *out)
{
	for (; r->at < to && r->i < r->len_bytes; r->at++) {
		size_t n = point_bytes(r);
		if (out && text_valid(r->s + r->i, n))
			buf_add(out, r->s + r->i, n);
		else if (out)
			buf_adds(out, "\xEF\xBF\xBD");
		r->i += n;
	}
}

/* Within a span: one '*' for each starred character, the others as they are, nothing that is not
 * seen. */
static size_t blot(const struct mask_text *t, size_t i, uint32_t end, struct reader *r,
                   struct buf *out)
{
	while (i < t->count && t->at[i].from < end) {
		const struct text_char *c = &t->at[i];
		bool starred = false;
		for (; i < t->count && t->at[i].from == c->from; i++)
			starred = starred || t->taken[i] == MASK_STARRED;
		pass(r, c->from, NULL);
		if (starred)
			buf_adds(out, "*");
		pass(r, c->to, starred ? NULL : out);
	}
	pass(r, end, NULL);
	return i;
}

static char *masked_text(const struct mask_text *t, const char *text, size_t len_bytes)
{
	struct buf out = { 0 };
	struct reader r = { .s = text, .len_bytes = len_bytes };
	size_t i = 0;
	for (size_t k = 0; k < t->spans_count; k++) {
		const struct mask_span *span = &t->spans[k];
		pass(&r, span->start, &out);
		while (i < t->count && t->at[i].from < span->start)
			i++;
		if (span->type == MASK_EMAIL) {
			buf_adds(&out, "***@***");
			pass(&r, span->end, NULL);
		} else {
			i = blot(t, i, span->end, &r, &out);
		}
	}
	pass(&r, UINT32_MAX, &out);
	return buf_take(&out);
}

/* ---- finding ---- */

static int by_start(const void *a, const void *b)
{
	const struct mask_span *x = a, *y = b;
	return (x->start > y->start) - (x->start < y->start);
}

/* One character can be several behind NFKC (㈜, ⑫), and two spans may then share its code point. */
static void part_spans(struct mask_text *t)
{
	size_t kept = 0;
	for (size_t i = 0; i < t->spans_count; i++) {
		struct mask_span s = t->spans[i];
		if (kept && s.start < t->spans[kept - 1].end)
			s.start = t->spans[kept - 1].end;
		if (s.start < s.end)
			t->spans[kept++] = s;
	}
	t->spans_count = kept;
}

/* The most exact shapes first: what they take, the vaguer ones can no longer claim a part of. */
static void find_round(struct mask_text *t)
{
	struct mask_digits strict, lenient;
	mask_find_emails(t);
	mask_read_digits(t, false, &strict);
	mask_find_numbers(t, &strict);
	if (strict.unsure) {
		mask_read_digits(t, true, &lenient);
		mask_find_spelt_numbers(t, &lenient);
		free(lenient.list);
	}
	mask_find_passports(t);
	mask_find_accounts(t, &strict);
	mask_find_plates(t);
	mask_find_addresses(t);
	free(strict.list);
}

/* What is taken parts the digits round it, and may so lay bare another number. */
static void find_all(struct mask_text *t)
{
	size_t before;
	do {
		before = t->spans_count;
		find_round(t);
	} while (t->spans_count > before);
}

void mask_find(const char *text, size_t len_bytes, struct mask *out)
{
	struct text_char *chars;
	struct mask_text t = { .count = text_chars(text, len_bytes, &chars) };
	t.at = chars;
	t.taken = xcalloc(t.count + 1, 1);
	find_all(&t);
	if (t.spans_count > 1)
		qsort(t.spans, t.spans_count, sizeof *t.spans, by_start);
	part_spans(&t);
	*out = (struct mask){ masked_text(&t, text, len_bytes), t.spans, t.spans_count };
	free(t.taken);
	free(chars);
}

void mask_free(struct mask *m)
{
	free(m->masked);
	free(m->spans);
}

char *mask_text(const char *text, size_t len_bytes)
{
	struct mask m;
	mask_find(text, len_bytes, &m);
	free(m.spans);
	return m.masked;
}
