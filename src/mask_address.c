/* mask_address.c: postal addresses, by road (테헤란로 152) or by parcel (역삼동 737-12): best
 * effort. A place alone ("강남역", "역삼동") is no address; it takes a house's number, and a
 * district before it or the word 주소. */
#include "base.h"
#include "mask_impl.h"

enum { TOKEN_MOST = 12, DISTRICTS_MOST = 4 };

/* Length of the word of Hangul, Latin and digits at i; the last character of it in *last. */
static size_t token_at(const struct mask_text *t, size_t i, int32_t *last)
{
	size_t n = 0;
	while (mask_is_hangul(mask_char(t, i + n)) || mask_is_digit(mask_char(t, i + n)))
		n++;
	*last = n ? mask_char(t, i + n - 1) : 0;
	return n <= TOKEN_MOST ? n : 0;
}

static bool is_no_district(const struct mask_text *t, size_t i)
{
	static const char32_t *const words[] = { U"다시", U"혹시", U"역시", U"잠시",
		                                 U"택시", U"즉시", U"친구", U"누구",
		                                 U"야구", U"몇시", U"동시", U"임시" };
	for (size_t k = 0; k < COUNT_OF(words); k++)
		if (mask_word_at(t, i, words[k]))
			return true;
	return false;
}

/* A city, county, district or town: its length with the space behind it, or 0. */
static size_t district_at(const struct mask_text *t, size_t i)
{
	int32_t last;
	size_t n = token_at(t, i, &last), region = mask_region_at(t, i);
	if (region == 0 || region != n) {
		if (n < 2 || mask_is_digit(mask_char(t, i)) || is_no_district(t, i))
			return 0;
		if (last != U'시' && last != U'군' && last != U'구' && last != U'읍' &&
		    last != U'면')
			return 0;
	}
	size_t next = mask_skip_space(t, i + n, 1);
	return next > i + n ? next - i : 0;
}

/* 152, 737-12, 2130번지 at i: where it ends, or 0. */
static size_t house_end(const struct mask_text *t, size_t i)
{
	size_t n = 0;
	while (n < 5 && mask_is_digit(mask_char(t, i + n)))
		n++;
	if (n == 0 || n == 5)
		return 0;
	i += n;
	if (mask_char(t, i) == '-' && mask_is_digit(mask_char(t, i + 1)))
		for (i++, n = 0; n < 4 && mask_is_digit(mask_char(t, i)); n++)
			i++;
	size_t parcel = mask_word_at(t, i, U"번지");
	if (parcel)
		return i + parcel;
	int32_t c = mask_char(t, i);
	bool counted = mask_unit_at(t, i) || c == U'번' || c == U'차' || c == U'월' || c == U'일' ||
	               c == U'시' || c == U'호' || c == U'인' || c == '.' || c == ':' || c == '*' ||
	               mask_is_digit(c) || mask_is_latin(c);
	return counted ? 0 : i;
}

/* " 103동 1502호", ", 101동", " A동 1203호" and " 지하 1층" behind the house. */
static size_t flat_end(const struct mask_text *t, size_t i)
{
	for (;;) {
		size_t at = i + (mask_char(t, i) == ','), from;
		at = from = mask_skip_space(t, at, 1);
		if (mask_is_latin(mask_char(t, at)))
			at++;
		while (mask_is_digit(mask_char(t, at)))
			at++;
		int32_t c = mask_char(t, at);
		if (at == from || at > from + 5 || (c != U'동' && c != U'호' && c != U'층'))
			return i;
		i = at + 1;
	}
}

/* A road or quarter and the house's number at i: where the address ends, or 0. */
static size_t street_end(const struct mask_text *t, size_t i)
{
	int32_t last;
	size_t n = token_at(t, i, &last);
	/* "노형로389": the number may be glued to the road's name. */
	while (n > 0 && mask_is_digit(last) && !mask_is_space(mask_char(t, i + n - 1))) {
		n--;
		last = n ? mask_char(t, i + n - 1) : 0;
	}
	bool road = last == U'로' || last == U'길';
	bool quarter = last == U'동' || last == U'리' || last == U'가';
	if (n < 2 || (!road && !quarter))
		return 0;
	size_t end = house_end(t, mask_skip_space(t, i + n, 1));
	return end ? flat_end(t, end) : 0;
}

static size_t address_end(const struct mask_text *t, size_t i)
{
	size_t districts = 0, at = i, n;
	while (districts < DISTRICTS_MOST && (n = district_at(t, at))) {
		at += n;
		districts++;
	}
	size_t end = street_end(t, at);
	int32_t last;
	if (districts == 0)
		return end && mask_label_before(t, i) == LABEL_ADDRESS ? end : 0;
	if (end == 0 && (n = token_at(t, at, &last)) && last == U'동')
		end = street_end(t, mask_skip_space(t, at + n, 1)); /* 역삼동 테헤란로 152 */
	return end;
}

void mask_find_addresses(struct mask_text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		if (!mask_is_hangul(mask_char(t, i)) || mask_is_hangul(mask_char(t, i - 1)))
			continue;
		size_t end = address_end(t, i);
		if (end && mask_take(t, i, end, MASK_ADDRESS))
			i = end - 1;
	}
}
