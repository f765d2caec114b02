/* mask_account.c: bank accounts: digits of a fitting length that a bank or the word for an account
 * stands near. */
#include "base.h"
#include "mask_impl.h"

enum { DIGITS_LEAST = 10, DIGITS_MOST = 14, GROUPS_LIKELY = 3 };

/* Digits [from, to) that one kind of gap holds together. */
struct chain {
	size_t from, to, groups;
	bool hyphens; /* that kind is a hyphen, and no group is a single digit but the last */
};

static bool is_hyphen(const struct mask_digit *d)
{
	return d->gap == GAP_MARK && d->mark != ',' && d->mark != '/' && d->mark != '(' &&
	       d->mark != ')' && d->mark != ':';
}

static bool goes_on(const struct mask_digits *d, size_t i, const struct mask_digit *first)
{
	const struct mask_digit *one = &d->list[i];
	if (one->spoken != first->spoken)
		return false;
	return one->gap == GAP_NONE || one->gap == first->gap ||
	       (is_hyphen(one) && first->gap == GAP_MARK);
}

/* The longest chain from i on that has the digits of an account; .to == .from: none. */
static struct chain chain_at(const struct mask_digits *d, size_t i)
{
	struct chain found = { i, i, 0, false };
	struct mask_digit kind = d->list[i];
	size_t groups = 1;
	bool hyphens = true;
	kind.gap = GAP_NONE;
	for (size_t at = i + 1; at - i <= DIGITS_MOST; at++) {
		bool end = at == d->count || d->list[at].gap != GAP_NONE;
		if (end && at - i >= DIGITS_LEAST)
			found = (struct chain){ i, at, groups, hyphens };
		if (at == d->count)
			break;
		if (kind.gap == GAP_NONE && d->list[at].gap != GAP_NONE &&
		    (d->list[at].gap != GAP_MARK || is_hyphen(&d->list[at])))
			kind.gap = d->list[at].gap; /* the first gap says how it is written */
		if (!goes_on(d, at, &kind) || d->list[at].gap >= GAP_TALK)
			break;
		groups += end;
		hyphens = hyphens && (!end || (is_hyphen(&d->list[at]) && d->list[at].mark != '.' &&
		                               d->list[at - 1].gap == GAP_NONE));
	}
	return found;
}

/* 2024-11-23 ... */
static bool begins_as_date(const struct mask_digits *d, const struct chain *c)
{
	const struct mask_digit *x = d->list + c->from;
	return c->groups >= 3 && x[0].value == 2 && x[1].value == 0 && x[4].gap != GAP_NONE &&
	       x[5].gap == GAP_NONE && x[6].gap != GAP_NONE;
}

static bool is_account(const struct mask_text *t, const struct mask_digits *d,
                       const struct chain *c)
{
	size_t from = d->list[c->from].from, to = d->list[c->to - 1].to;
	if (mask_unit_at(t, to) || mask_char(t, to) == '*' || begins_as_date(d, c) ||
	    mask_char(t, from - 1) == '*' || mask_is_latin(mask_char(t, from - 1)))
		return false;
	enum mask_label label = mask_label_before(t, from);
	if (label == LABEL_ACCOUNT || label == LABEL_BANK)
		return true;
	if (label == LABEL_OTHER)
		return false;
	label = mask_bank_near(t, from, to);
	if (label == LABEL_BANK)
		return c->groups >= GROUPS_LIKELY && c->hyphens;
	/* Loose groups belong together only right behind the word. */
	return label == LABEL_ACCOUNT && (c->groups == 1 || c->groups >= GROUPS_LIKELY);
}

static bool takes(struct mask_text *t, const struct mask_digits *d, const struct chain *c)
{
	size_t from = d->list[c->from].from, to = d->list[c->to - 1].to;
	if (!is_account(t, d, c) || !mask_take_bare(t, from, to, MASK_ACCOUNT))
		return false;
	for (size_t i = c->from; i < c->to; i++)
		mask_star(t, d->list[i].from, d->list[i].to);
	return true;
}

void mask_find_accounts(struct mask_text *t, const struct mask_digits *d)
{
	for (size_t i = 0; i < d->count;) {
		struct chain c = chain_at(d, i);
		bool inside =
			d->list[i].gap == GAP_NONE || (is_hyphen(&d->list[i]) && d->list[i].tight);
		i = !inside && c.to > c.from && takes(t, d, &c) ? c.to : i + 1;
	}
}
