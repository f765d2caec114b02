/* mask_number.c: numbers that have a shape: a table of shapes, each with its check. */
#include <stdlib.h>

#include "base.h"
#include "mask_check.h"

enum {
	SURPLUS_MOST = 2, /* syllables behind a spoken number that are no digits: 오육칠팔이구요 */
	CORRECTION_MOST = 12 /* characters between a wrong group and its correction */
};

struct shape {
	const char *groups; /* lengths of its groups: "3-4-4"; "*11": any grouping of eleven */
	bool (*check)(struct mask_number *n);
	enum mask_type type;
};

/* ---- the table: the most exact shapes first ---- */

static const struct shape shapes[] = {
	{ "4-4-4-4", mask_check_card, MASK_CARD },
	{ "16", mask_check_card, MASK_CARD },
	{ "4-6-5", mask_check_card, MASK_CARD },
	{ "15", mask_check_card, MASK_CARD },
	{ "4-6-4", mask_check_card, MASK_CARD },
	{ "14", mask_check_card, MASK_CARD },
	{ "*16", mask_check_odd_card, MASK_CARD },
	{ "6-7", mask_check_resident, MASK_RRN },
	{ "13", mask_check_resident, MASK_RRN },
	{ "2-2-2-7", mask_check_resident, MASK_RRN },
	{ "6-1-6", mask_check_resident, MASK_RRN },
	{ "6-1-3-3", mask_check_resident, MASK_RRN },
	{ "7", mask_check_resident_end, MASK_RRN },
	{ "*13", mask_check_korean_abroad, MASK_MOBILE },
	{ "*12", mask_check_korean_abroad, MASK_MOBILE },
	{ "*11", mask_check_korean_abroad, MASK_MOBILE },
	{ "*10", mask_check_korean_abroad, MASK_MOBILE },
	{ "*14", mask_check_korean_abroad, MASK_MOBILE },
	{ "*11", mask_check_mobile, MASK_MOBILE },
	{ "3-3-4", mask_check_old_mobile, MASK_MOBILE },
	{ "*10", mask_check_old_mobile, MASK_MOBILE },
	{ "2-2-6-2", mask_check_licence, MASK_DRIVER_LICENCE },
	{ "12", mask_check_licence, MASK_DRIVER_LICENCE },
	{ "2-6-2", mask_check_regional_licence, MASK_DRIVER_LICENCE },
	{ "2-4-4", mask_check_landline, MASK_LANDLINE },
	{ "2-3-4", mask_check_landline, MASK_LANDLINE },
	{ "3-3-4", mask_check_landline, MASK_LANDLINE },
	{ "3-4-4", mask_check_landline, MASK_LANDLINE },
	{ "4-3-4", mask_check_landline, MASK_LANDLINE },
	{ "4-4-4", mask_check_landline, MASK_LANDLINE },
	{ "9", mask_check_landline, MASK_LANDLINE },
	{ "10", mask_check_landline, MASK_LANDLINE },
	{ "11", mask_check_landline, MASK_LANDLINE },
	{ "12", mask_check_landline, MASK_LANDLINE },
	{ "5-4", mask_check_landline, MASK_LANDLINE },
	{ "6-4", mask_check_landline, MASK_LANDLINE },
	{ "7-4", mask_check_landline, MASK_LANDLINE },
	{ "2-7", mask_check_landline, MASK_LANDLINE },
	{ "2-8", mask_check_landline, MASK_LANDLINE },
	{ "3-7", mask_check_landline, MASK_LANDLINE },
	{ "3-8", mask_check_landline, MASK_LANDLINE },
	{ "2-4-4", mask_check_called_phone, MASK_MOBILE },
	{ "10", mask_check_called_phone, MASK_MOBILE },
	{ "3-4", mask_check_called_phone, MASK_LANDLINE },
	{ "4-4", mask_check_called_phone, MASK_LANDLINE },
};

/* ---- matching ---- */

/* Behind a number: the next digit is another number's, or the tail of a spoken one. */
static bool ends_at(const struct mask_digits *d, size_t to)
{
	if (to >= d->count || d->list[to].gap != GAP_NONE)
		return true;
	size_t surplus = 0;
	for (; to < d->count && d->list[to].gap == GAP_NONE; to++)
		if (!d->list[to].spoken || ++surplus > SURPLUS_MOST)
			return false;
	return true;
}

/* Digits that `shape` takes from i on; 0: it does not fit. */
static size_t fit(const struct mask_digits *d, size_t i, const char *groups)
{
	size_t at = i;
	if (*groups == '*') {
		size_t want = (size_t)atoi(groups + 1);
		for (at++; at < d->count && at - i < want; at++)
			if (d->list[at].gap >= GAP_TALK)
				return 0;
		return at - i == want && ends_at(d, at) ? want : 0;
	}
	for (const char *g = groups; *g; g += *g == '-') {
		size_t want = 0;
		for (; mask_is_digit(*g); g++)
			want = want * 10 + (size_t)(*g - '0');
		if (at > i &&
		    (at >= d->count || d->list[at].gap == GAP_NONE || d->list[at].gap >= GAP_TALK))
			return 0;
		for (size_t k = 1; k < want; k++)
			if (at + k >= d->count || d->list[at + k].gap != GAP_NONE)
				return 0;
		at += want;
	}
	return ends_at(d, at) ? at - i : 0;
}

/* A hyphen that touches digits on both sides makes them one token; so does a dot between longer
 * groups. */
static bool is_chained(const struct mask_digits *d, size_t at)
{
	if (at == 0 || at >= d->count || d->list[at].gap != GAP_MARK || !d->list[at].tight)
		return false;
	int32_t mark = d->list[at].mark;
	if (mark == '.' || mark == ':')
		return at > 1 && d->list[at - 1].gap == GAP_NONE;
	return mark == '-' || mark == '_' || (mark >= 0x2010 && mark <= 0x2015) || mark == 0x2212;
}

/* A comma within one number: fares do that, and of numbers only those that somebody dictates. */
static bool has_comma(const struct mask_digits *d, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (d->list[i].gap == GAP_MARK && d->list[i].mark == ',')
			return true;
	return false;
}

/* With its plus, bracket or region before it, and a bracket behind. */
static void widen(const struct mask_number *n, size_t *from, size_t *to)
{
	const struct mask_text *t = n->t;
	bool opened = false, closed = false;
	if (mask_char(t, *from - 1) == '+')
		*from -= 1;
	else if (mask_char(t, *from - 2) == '+' && mask_is_space(mask_char(t, *from - 1)))
		*from -= 2;
	for (size_t i = *from; i < *to; i++) {
		opened = opened || mask_char(t, i) == '(';
		closed = closed || mask_char(t, i) == ')';
	}
	if (closed && !opened && mask_char(t, *from - 1) == '(')
		*from -= 1;
	if (opened && !closed && mask_char(t, *to) == ')')
		*to += 1;
	if (n->type == MASK_DRIVER_LICENCE)
		*from = mask_region_before(t, *from);
}

static void take(struct mask_text *t, const struct mask_number *n)
{
	size_t first = n->d[n->from].from, from = first, to = n->d[n->to - 1].to;
	widen(n, &from, &to);
	if (!mask_take_bare(t, from, to, n->type))
		return;
	mask_star(t, from, first);
	for (size_t i = n->from; i < n->to; i++)
		mask_star(t, n->d[i].from, n->d[i].to);
}

/* Whether the `len` digits from i on are what their shape says; then they are taken. */
static bool takes(struct mask_text *t, const struct mask_digits *d, size_t i, size_t len,
                  const struct shape *shape, enum mask_label label)
{
	struct mask_number n = { .t = t,
		                 .d = d->list,
		                 .from = i,
		                 .to = i + len,
		                 .label = label,
		                 .bare = true,
		                 .type = shape->type };
	bool mobile = shape->check == mask_check_mobile || shape->check == mask_check_korean_abroad;
	if (!mobile && (is_chained(d, i) || is_chained(d, i + len) || has_comma(d, i, i + len)))
		return false;
	for (size_t k = 0; k < len; k++) {
		n.text[k] = (char)('0' + d->list[i + k].value);
		n.bare = n.bare && (k == 0 || d->list[i + k].gap == GAP_NONE);
	}
	if (!shape->check(&n))
		return false;
	take(t, &n);
	return true;
}

/* The first digit of a group; in spoken digits a number may begin anywhere: "번호이공일공...". */
static bool begins_at(const struct mask_digits *d, size_t i)
{
	return d->list[i].gap != GAP_NONE || (d->list[i].spoken && d->list[i].value == 0);
}

/* Takes the number that begins at i; how many digits it has, or 0. */
static size_t number_at(struct mask_text *t, const struct mask_digits *d, size_t i,
                        const struct shape *list, size_t count)
{
	enum mask_label label = LABEL_NONE;
	bool asked = false;
	for (size_t k = 0; k < count; k++) {
		size_t len = fit(d, i, list[k].groups);
		if (len == 0)
			continue;
		if (!asked)
			label = mask_label_before(t, d->list[i].from);
		asked = true;
		if (takes(t, d, i, len, &list[k], label))
			return len;
	}
	return 0;
}

static void find(struct mask_text *t, const struct mask_digits *d, const struct shape *list,
                 size_t count)
{
	for (size_t i = 0; i < d->count;) {
		size_t len = 0;
		if (begins_at(d, i) && !t->taken[d->list[i].from])
			len = number_at(t, d, i, list, count);
		i += len ? len : 1;
	}
}

/* A plus and any country's number. */
static void find_foreign(struct mask_text *t, const struct mask_digits *d)
{
	for (size_t i = 0; i < d->count; i++) {
		size_t from = d->list[i].from, end = i + 1;
		if (from == 0 || mask_char(t, from - 1) != '+' || t->taken[from] ||
		    d->list[i].spoken)
			continue;
		while (end < d->count && end - i < 15 && !d->list[end].spoken &&
		       (d->list[end].gap <= GAP_SPACE ||
		        (d->list[end].gap == GAP_MARK && d->list[end].mark != ',')))
			end++;
		if (end - i < 9 || !ends_at(d, end) || mask_unit_at(t, d->list[end - 1].to))
			continue;
		struct mask_number n = {
			.t = t, .d = d->list, .from = i, .to = end, .type = MASK_MOBILE
		};
		take(t, &n);
	}
}

/* Digits of the group at i. */
static size_t group_at(const struct mask_digits *d, size_t i)
{
	size_t n = 1;
	while (i + n < d->count && d->list[i + n].gap == GAP_NONE)
		n++;
	return i < d->count ? n : 0;
}

static void take_mobile(struct mask_text *t, const struct mask_digits *d, size_t from, size_t to)
{
	struct mask_number n = {
		.t = t, .d = d->list, .from = from, .to = to, .type = MASK_MOBILE
	};
	take(t, &n);
}

/* "번호가 010 그 뒤로는 1234 끝에는 5678": 3, 4 and 4 digits with talk between, and a word for
 * telephones before. */
static bool is_talked(const struct mask_text *t, const struct mask_digits *d, size_t i)
{
	const struct mask_digit *x = d->list + i;
	return group_at(d, i + 7) >= 4 && ends_at(d, i + 11) && x[3].gap != GAP_BREAK &&
	       x[7].gap != GAP_BREAK &&
	       (mask_word_near(t, x->from, U"번호") || mask_label_near(t, x->from, LABEL_PHONE) ||
	        mask_label_near(t, x->from, LABEL_MOBILE));
}

/* "010-1234 아니 1243-5678": corrected in the middle. */
static bool is_corrected(const struct mask_text *t, const struct mask_digits *d, size_t i)
{
	const struct mask_digit *x = d->list + i;
	bool service = x[7].value == 1 && x[8].value >= 5; /* 1588-1234 */
	return i + 15 <= d->count && !service && x[3].gap < GAP_TALK && x[7].gap == GAP_BREAK &&
	       x[7].from - x[6].to <= CORRECTION_MOST && mask_word_near(t, x[7].from, U"아니") &&
	       group_at(d, i + 7) == 4 && x[11].gap < GAP_TALK && group_at(d, i + 11) >= 4 &&
	       ends_at(d, i + 15);
}

static void find_talked(struct mask_text *t, const struct mask_digits *d)
{
	for (size_t i = 0; i + 11 <= d->count; i += group_at(d, i)) {
		const struct mask_digit *x = d->list + i;
		if (t->taken[x->from] || x[0].value != 0 || x[1].value != 1 || x[2].value != 0 ||
		    group_at(d, i) != 3 || group_at(d, i + 3) != 4)
			continue;
		if (is_talked(t, d, i))
			take_mobile(t, d, i, i + 11);
		else if (is_corrected(t, d, i))
			take_mobile(t, d, i, i + 15);
	}
}

void mask_find_numbers(struct mask_text *t, const struct mask_digits *d)
{
	find(t, d, shapes, COUNT_OF(shapes));
	find_foreign(t, d);
	find_talked(t, d);
}

void mask_find_spelt_numbers(struct mask_text *t, const struct mask_digits *d)
{
	static const struct shape spelt[] = { { "*11", mask_check_mobile, MASK_MOBILE },
		                              { "6-7", mask_check_resident, MASK_RRN } };
	find(t, d, spelt, COUNT_OF(spelt));
}
