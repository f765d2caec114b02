/* mask_number.c: telephones, resident numbers, cards and licences: a table of shapes, each with its check. */
#include <string.h>

#include "base.h"
#include "clock.h"
#include "mask_impl.h"

enum {
	GROUPS_MOST = 6,
	DIGITS_MOST = 16,
	SURPLUS_MOST = 2 /* syllables behind a spoken number that are no digits: 오육칠팔이구요 */
};

/* Digits [from, to) that may be one number. */
struct number {
	const struct mask_text *t;
	const struct mask_digit *d;
	size_t from, to;
	enum mask_label label;
	bool bare; /* without anything between its digits */
	char text[DIGITS_MOST + 1];
	enum mask_type type; /* set by the check */
};

struct shape {
	const char *groups; /* lengths of its groups: "3-4-4"; "*11": any grouping of eleven */
	bool (*check)(struct number *n);
	enum mask_type type;
};

static int value_of(const char *digits, size_t count)
{
	int value = 0;
	for (size_t i = 0; i < count; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

/* Within an order, ticket or company number, or glued to Latin letters: a serial of some kind. */
static bool is_serial(const struct number *n)
{
	const struct mask_text *t = n->t;
	size_t from = n->d[n->from].from, to = n->d[n->to - 1].to;
	if (n->label == LABEL_OTHER)
		return true;
	return n->bare && ((from > 0 && mask_is_latin(t->at[from - 1].c)) ||
	                   mask_is_latin(mask_char(t, to)) || mask_unit_at(t, to));
}

/* ---- resident's and foreigner's numbers ---- */

static bool is_date(int year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1] + (month == 2 && leap);
}

static int this_year(void)
{
	char now[25];
	time_text(clock_now_ms(), now);
	return value_of(now, 4);
}

/* The seventh digit says the century, the sex, and whether one is a foreigner. */
static bool check_resident(struct number *n)
{
	static const int centuries[] = {
		1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800
	};
	int seventh = n->text[6] - '0';
	int year = centuries[seventh] + value_of(n->text, 2);
	if (!is_date(year, value_of(n->text + 2, 2), value_of(n->text + 4, 2)))
		return false;
	n->type = seventh >= 5 && seventh <= 8 ? MASK_FRN : MASK_RRN;
	if (n->label == LABEL_RESIDENT)
		return true;
	/* Thirteen digits in a row are often a bar code or an order. */
	return !is_serial(n) && (!n->bare || (year >= 1900 && year <= this_year()));
}

/* ---- cards ---- */

static bool luhn(const char *digits)
{
	size_t len = strlen(digits);
	int sum = 0;
	for (size_t i = 0; i < len; i++) {
		int d = digits[len - 1 - i] - '0';
		if (i % 2)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0 && strspn(digits, "0") < len;
}

/* Beginnings that issuers use: Mastercard 51-55 and 2221-2720, Amex 34 37, Diners 30 36 38 39, JCB 35, UnionPay and
 * Discover 6, cards of Korea only 9, Visa 4. */
static bool is_issued(const char *digits, size_t len)
{
	int two = value_of(digits, 2), four = value_of(digits, 4);
	if (len == 15)
		return two == 34 || two == 37;
	if (len == 14)
		return two == 30 || two == 36 || two == 38 || two == 39;
	return (two >= 35 && two <= 69) || two >= 90 || (four >= 2221 && four <= 2720);
}

static bool check_card(struct number *n)
{
	if (!luhn(n->text))
		return false;
	if (n->label == LABEL_CARD)
		return true;
	return !is_serial(n) && n->label != LABEL_ACCOUNT &&
	       (is_issued(n->text, strlen(n->text)) ||
	        (!n->bare && strlen(n->text) == 16 && n->text[0] > '1'));
}

/* ---- telephones ---- */

/* Length of the area code that a domestic number begins with, 0: none. 080 belongs to companies. */
static size_t area_of(const char *s)
{
	if (s[0] != '0')
		return 0;
	if (s[1] == '2')
		return 2;
	if ((s[1] >= '3' && s[1] <= '6' && s[2] >= '1' && s[2] <= '5') || !strncmp(s, "070", 3))
		return 3;
	return s[1] == '5' && s[2] == '0' && s[3] >= '2' && s[3] <= '8' ? 4 : 0;
}

static bool is_landline(const char *s)
{
	size_t area = area_of(s), local = area ? strlen(s) - area : 0;
	return local == 7 || local == 8;
}

static bool is_mobile(const char *s)
{
	if (s[0] != '0' || s[1] != '1')
		return false;
	if (s[2] == '0')
		return strlen(s) == 11;
	return strchr("16789", s[2]) && (strlen(s) == 10 || strlen(s) == 11);
}

static bool check_mobile(struct number *n)
{
	return is_mobile(n->text);
}

/* 011 and its like are as good as gone; without separators rather a serial when called one. */
static bool check_old_mobile(struct number *n)
{
	return is_mobile(n->text) && !is_serial(n);
}

static bool check_landline(struct number *n)
{
	size_t first = 1;
	while (n->from + first < n->to && n->d[n->from + first].gap == GAP_NONE)
		first++;
	size_t area = area_of(n->text);
	if (first < n->to - n->from && area != first && area + 3 != first && area + 4 != first)
		return false; /* the groups do not part where the area code ends */
	return is_landline(n->text) && !is_serial(n);
}

/* "82" and the number without its 0, with or without a plus before. */
static bool check_korean_abroad(struct number *n)
{
	char home[DIGITS_MOST + 2] = "0";
	size_t code = !strncmp(n->text, "0082", 4) ? 4 : 2;
	if (strncmp(n->text + code - 2, "82", 2) != 0)
		return false;
	strcpy(home + 1, n->text + code + (n->text[code] == '0'));
	if (is_mobile(home))
		n->type = MASK_MOBILE;
	else if (is_landline(home) && mask_char(n->t, n->d[n->from].from - 1) == '+')
		n->type = MASK_LANDLINE;
	else
		return false;
	return true;
}

/* Said with the word for a telephone before it: without its area code, or without its first 0. */
static bool check_called_phone(struct number *n)
{
	size_t len = strlen(n->text);
	if (n->label != LABEL_PHONE && n->label != LABEL_MOBILE)
		return false;
	if (len == 10)
		return !strncmp(n->text, "10", 2);
	bool service = len == 8 && n->text[0] == '1' && strchr("568", n->text[1]);
	n->type = n->label == LABEL_MOBILE && len == 8 ? MASK_MOBILE : MASK_LANDLINE;
	return !service && !n->bare;
}

/* ---- driver licences: region or 11-28, year, serial, check digits ---- */

static bool check_licence(struct number *n)
{
	int region = value_of(n->text, 2);
	if (region < 11 || region > 28 || n->label == LABEL_OTHER || n->label == LABEL_BANK ||
	    n->label == LABEL_ACCOUNT)
		return false;
	return !n->bare || n->label == LABEL_LICENCE;
}

static bool check_regional_licence(struct number *n)
{
	size_t at = n->d[n->from].from;
	return mask_region_before(n->t, at) < at && n->label != LABEL_OTHER;
}

/* ---- the table: the most exact shapes first ---- */

static const struct shape shapes[] = {
	{ "4-4-4-4", check_card, MASK_CARD },
	{ "16", check_card, MASK_CARD },
	{ "4-6-5", check_card, MASK_CARD },
	{ "15", check_card, MASK_CARD },
	{ "4-6-4", check_card, MASK_CARD },
	{ "14", check_card, MASK_CARD },
	{ "6-7", check_resident, MASK_RRN },
	{ "13", check_resident, MASK_RRN },
	{ "2-2-2-7", check_resident, MASK_RRN },
	{ "6-1-6", check_resident, MASK_RRN },
	{ "6-1-3-3", check_resident, MASK_RRN },
	{ "*13", check_korean_abroad, MASK_MOBILE },
	{ "*12", check_korean_abroad, MASK_MOBILE },
	{ "*11", check_korean_abroad, MASK_MOBILE },
	{ "*10", check_korean_abroad, MASK_MOBILE },
	{ "*14", check_korean_abroad, MASK_MOBILE },
	{ "*11", check_mobile, MASK_MOBILE },
	{ "3-3-4", check_old_mobile, MASK_MOBILE },
	{ "10", check_old_mobile, MASK_MOBILE },
	{ "2-2-6-2", check_licence, MASK_DRIVER_LICENCE },
	{ "12", check_licence, MASK_DRIVER_LICENCE },
	{ "2-6-2", check_regional_licence, MASK_DRIVER_LICENCE },
	{ "2-4-4", check_landline, MASK_LANDLINE },
	{ "2-3-4", check_landline, MASK_LANDLINE },
	{ "3-3-4", check_landline, MASK_LANDLINE },
	{ "3-4-4", check_landline, MASK_LANDLINE },
	{ "4-3-4", check_landline, MASK_LANDLINE },
	{ "4-4-4", check_landline, MASK_LANDLINE },
	{ "9", check_landline, MASK_LANDLINE },
	{ "10", check_landline, MASK_LANDLINE },
	{ "11", check_landline, MASK_LANDLINE },
	{ "12", check_landline, MASK_LANDLINE },
	{ "5-4", check_landline, MASK_LANDLINE },
	{ "6-4", check_landline, MASK_LANDLINE },
	{ "7-4", check_landline, MASK_LANDLINE },
	{ "2-7", check_landline, MASK_LANDLINE },
	{ "2-8", check_landline, MASK_LANDLINE },
	{ "3-7", check_landline, MASK_LANDLINE },
	{ "3-8", check_landline, MASK_LANDLINE },
	{ "2-4-4", check_called_phone, MASK_MOBILE },
	{ "10", check_called_phone, MASK_MOBILE },
	{ "3-4", check_called_phone, MASK_LANDLINE },
	{ "4-4", check_called_phone, MASK_LANDLINE },
};

/* ---- matching ---- */

/* Behind a number: the next digit is another number's, or the tail of a spoken one. */
static bool ends_at(const struct mask_digits *d, size_t to)
{
	if (to >= d->count || d->list[to].gap != GAP_NONE)
		return true;
	size_t surplus = 0;
	for (; to < d->count && d->list[to].gap == GAP_NONE; to++) {
		if (!d->list[to].spoken)
			return false;
		surplus++;
	}
	return surplus <= SURPLUS_MOST;
}

/* Digits that `shape` takes from i on; 0: it does not fit. */
static size_t fit(const struct mask_digits *d, size_t i, const char *groups)
{
	size_t at = i;
	if (*groups == '*') {
		size_t want = (size_t)value_of(groups + 1, 2);
		for (at++; at < d->count && at - i < want; at++)
			if (d->list[at].gap == GAP_BREAK)
				return 0;
		return at - i == want && ends_at(d, at) ? want : 0;
	}
	for (const char *g = groups; *g; g += *g == '-') {
		size_t want = 0;
		for (; mask_is_digit(*g); g++)
			want = want * 10 + (size_t)(*g - '0');
		if (at > i &&
		    (at >= d->count || d->list[at].gap == GAP_NONE || d->list[at].gap == GAP_BREAK))
			return 0;
		for (size_t k = 1; k < want; k++)
			if (at + k >= d->count || d->list[at + k].gap != GAP_NONE)
				return 0;
		at += want;
	}
	return ends_at(d, at) ? at - i : 0;
}

/* A hyphen that touches digits on both sides makes them one token; so does a dot between longer groups. */
static bool is_chained(const struct mask_digits *d, size_t at)
{
	if (at == 0 || at >= d->count || d->list[at].gap != GAP_MARK || !d->list[at].tight)
		return false;
	int32_t mark = d->list[at].mark;
	if (mark == '.' || mark == ':')
		return at > 1 && d->list[at - 1].gap == GAP_NONE;
	return mark != '/' && mark != ',' && mark != ')' && mark != '(';
}

/* A comma within one number: fares do that, and of numbers only those that somebody dictates. */
static bool has_comma(const struct mask_digits *d, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++)
		if (d->list[i].gap == GAP_MARK && d->list[i].mark == ',')
			return true;
	return false;
}

/* A part of it is masked already. */
static bool touches_star(const struct mask_text *t, size_t from, size_t to)
{
	static const char32_t *const ahead[] = { U"-*", U" *", U".*", U"*" };
	for (size_t k = 0; k < COUNT_OF(ahead); k++)
		if (mask_word_at(t, to, ahead[k]))
			return true;
	return from > 0 && (t->at[from - 1].c == '*' ||
	                    (from > 1 && t->at[from - 2].c == '*' && t->at[from - 1].c == '-'));
}

static void take(struct mask_text *t, const struct number *n)
{
	size_t from = n->d[n->from].from, to = n->d[n->to - 1].to;
	if (from > 0 && t->at[from - 1].c == '+')
		from--;
	else if (from > 1 && t->at[from - 2].c == '+' && mask_is_space(t->at[from - 1].c))
		from -= 2;
	else if (from > 0 && t->at[from - 1].c == '(')
		for (size_t i = from; i < to; i++)
			if (t->at[i].c == ')') {
				from--;
				break;
			}
	if (n->type == MASK_DRIVER_LICENCE)
		from = mask_region_before(t, from);
	if (!mask_take_bare(t, from, to, n->type))
		return;
	mask_star(t, from, n->d[n->from].from);
	for (size_t i = n->from; i < n->to; i++)
		mask_star(t, n->d[i].from, n->d[i].to);
}

static bool try_shape(struct mask_text *t, const struct mask_digits *d, size_t i,
                      const struct shape *shape, size_t *end)
{
	size_t len = fit(d, i, shape->groups);
	if (len == 0 || len > DIGITS_MOST)
		return false;
	struct number n = {
		.t = t, .d = d->list, .from = i, .to = i + len, .bare = true, .type = shape->type
	};
	for (size_t k = 0; k < len; k++) {
		n.text[k] = (char)('0' + d->list[i + k].value);
		n.bare = n.bare && (k == 0 || d->list[i + k].gap == GAP_NONE);
	}
	bool mobile = shape->check == check_mobile || shape->check == check_korean_abroad;
	if (!mobile && (is_chained(d, i) || is_chained(d, i + len) || has_comma(d, i, i + len)))
		return false;
	if (touches_star(t, d->list[i].from, d->list[i + len - 1].to))
		return false;
	n.label = mask_label_before(t, d->list[i].from);
	if (!shape->check(&n))
		return false;
	take(t, &n);
	*end = i + len;
	return true;
}

/* The first digit of a group; in spoken digits a number may begin anywhere: "번호이공일공...". */
static bool begins_at(const struct mask_digits *d, size_t i)
{
	return d->list[i].gap != GAP_NONE || (d->list[i].spoken && d->list[i].value == 0);
}

static void find(struct mask_text *t, const struct mask_digits *d, const struct shape *list,
                 size_t count)
{
	for (size_t i = 0; i < d->count;) {
		size_t end = i + 1;
		if (begins_at(d, i) && !t->taken[d->list[i].from]) {
			for (size_t k = 0; k < count; k++)
				if (try_shape(t, d, i, &list[k], &end))
					break;
		}
		i = end;
	}
}

/* A plus and any country's number. */
static void find_foreign(struct mask_text *t, const struct mask_digits *d)
{
	for (size_t i = 0; i < d->count; i++) {
		size_t from = d->list[i].from, end = i + 1;
		if (from == 0 || t->at[from - 1].c != '+' || t->taken[from] || d->list[i].spoken)
			continue;
		while (end < d->count && end - i < 15 && !d->list[end].spoken &&
		       (d->list[end].gap <= GAP_SPACE ||
		        (d->list[end].gap == GAP_MARK && d->list[end].mark != ',')))
			end++;
		if (end - i < 9 || !ends_at(d, end) || mask_unit_at(t, d->list[end - 1].to))
			continue;
		struct number n = {
			.t = t, .d = d->list, .from = i, .to = end, .type = MASK_MOBILE
		};
		take(t, &n);
	}
}

void mask_find_numbers(struct mask_text *t, const struct mask_digits *d)
{
	find(t, d, shapes, COUNT_OF(shapes));
	find_foreign(t, d);
}

void mask_find_spelt_numbers(struct mask_text *t, const struct mask_digits *d)
{
	static const struct shape spelt[] = { { "*11", check_mobile, MASK_MOBILE },
		                              { "6-7", check_resident, MASK_RRN } };
	find(t, d, spelt, COUNT_OF(spelt));
}
