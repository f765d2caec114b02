/* mask_plate.c: number plates of cars: "12가 3456", "서울 71바 4482", "임시 1234", "삼십칠다
 * 팔팔이구". */
#include "base.h"
#include "mask_impl.h"

/* Letters that plates bear: private, hire (바사아자), delivery (배), rental (하허호). */
static bool is_plate_letter(int32_t c)
{
	static const char32_t letters[] =
		U"가나다라마거너더러머버서어저고노도로모보소오조구누두루무부"
		U"수우주바사아자배하허호";
	for (size_t i = 0; letters[i]; i++)
		if ((int32_t)letters[i] == c)
			return true;
	return false;
}

static size_t ascii_digits(const struct mask_text *t, size_t i)
{
	size_t n = 0;
	while (n < 6 && mask_is_digit(mask_char(t, i + n)))
		n++;
	return n;
}

static size_t spoken_digits(const struct mask_text *t, size_t i, size_t most)
{
	size_t n = 0;
	while (n < most && mask_spoken_digit(mask_char(t, i + n)) >= 0)
		n++;
	return n;
}

/* The two or three digits before the letter: 37, 삼칠, 삼십칠; their length, or 0. */
static size_t class_at(const struct mask_text *t, size_t i, bool region)
{
	size_t n = ascii_digits(t, i);
	if (n)
		return (n == 2 || n == 3 || (n == 1 && region)) ? n : 0;
	for (n = 0; n < 5; n++) {
		int32_t c = mask_char(t, i + n);
		if (mask_spoken_digit(c) < 0 && c != U'십' && c != U'백')
			break;
	}
	return n >= 2 ? n : 0;
}

/* Whether it is called a plate, before or right behind: only then is much let pass. */
static bool is_called(const struct mask_text *t, size_t from, size_t to)
{
	return mask_label_near(t, from, LABEL_PLATE) ||
	       mask_word_at(t, mask_skip_space(t, to, 1), U"번호판");
}

/* Four digits, a space between them or not; where they end, or 0. */
static size_t four_end(const struct mask_text *t, size_t i)
{
	for (int n = 0; n < 4; n++) {
		i = mask_skip_space(t, i, n > 0);
		if (!mask_is_digit(mask_char(t, i)))
			return 0;
		i++;
	}
	return mask_is_digit(mask_char(t, i)) ? 0 : i;
}

/* The letter and the four digits behind it; where they end, or 0. from: of the whole plate. */
static size_t serial_end(const struct mask_text *t, size_t from, size_t i)
{
	bool spoken = !mask_is_digit(mask_char(t, from));
	i = mask_skip_space(t, i, !spoken);
	if (mask_char(t, i) == '-')
		i++;
	/* Of digits that are said, a letter that is said as well could be one more. */
	int32_t letter = mask_char(t, i);
	if (!is_plate_letter(letter) || (spoken && mask_spoken_digit(letter) >= 0))
		return 0;
	i = mask_skip_space(t, i + 1, 2);
	if (mask_char(t, i) == '-')
		i = mask_skip_space(t, i + 1, 1);
	if (ascii_digits(t, i) == 4)
		return i + 4;
	if (spoken_digits(t, i, 4) == 4 && !mask_is_digit(mask_char(t, i + 4)))
		return i + 4;
	size_t end = four_end(t, i);
	return end && is_called(t, from, end) ? end : 0;
}

/* "101동 302호 1234": a flat. */
static bool is_flat(const struct mask_text *t, size_t from)
{
	return mask_is_space(mask_char(t, from - 1)) &&
	       (mask_char(t, from - 2) == U'동' || mask_char(t, from - 2) == U'층');
}

static bool is_clear_before(const struct mask_text *t, size_t from)
{
	int32_t c = mask_char(t, from - 1);
	return !mask_is_digit(c) && !mask_is_latin(c) && c != ',' && c != '.' && c != '-' &&
	       c != '*' && c != ':';
}

static bool is_clear_behind(const struct mask_text *t, size_t to)
{
	int32_t c = mask_char(t, to);
	return !mask_is_digit(c) && c != '*' && !mask_unit_at(t, to) &&
	       !((c == ',' || c == '-' || c == '.') && mask_is_digit(mask_char(t, to + 1)));
}

/* 임시 1234: on the road for some days only. */
static size_t temporary_at(const struct mask_text *t, size_t i)
{
	size_t n = mask_word_at(t, i, U"임시"), region = mask_region_before(t, i);
	bool brief = n == 0 && mask_char(t, i) == U'임';
	if ((n == 0 && !brief) || (region == i && mask_is_hangul(mask_char(t, i - 1))))
		return 0;
	size_t digits = mask_skip_space(t, i + (brief ? 1 : n), 1);
	if (ascii_digits(t, digits) != 4 || (brief && region == i && !is_called(t, i, digits + 4)))
		return 0;
	return digits + 4 - i;
}

/* 서울가 1234: of the last century, and else a place with a particle; so it must be called a plate.
 * */
static size_t regional_at(const struct mask_text *t, size_t i)
{
	size_t region = mask_region_at(t, i), end = 0;
	if (region)
		end = serial_end(t, i, mask_skip_space(t, i + region, 1));
	return end && is_called(t, i, end) ? end - i : 0;
}

static size_t diplomat_at(const struct mask_text *t, size_t i)
{
	static const char32_t *const kinds[] = { U"외교", U"영사", U"준외", U"준영",
		                                 U"국기", U"협정", U"대표" };
	for (size_t k = 0; k < COUNT_OF(kinds); k++) {
		size_t n = mask_word_at(t, i, kinds[k]);
		size_t first = n ? mask_skip_space(t, i + n, 1) : 0;
		if (n && ascii_digits(t, first) == 3 && mask_char(t, first + 3) == '-' &&
		    ascii_digits(t, first + 4) == 3)
			return first + 7 - i;
	}
	return 0;
}

static size_t plate_at(const struct mask_text *t, size_t i)
{
	bool region = mask_region_before(t, i) < i;
	size_t n = class_at(t, i, region);
	if (n) {
		size_t end = serial_end(t, i, i + n);
		return end && !is_flat(t, i) &&
		                       !(mask_spoken_digit(mask_char(t, i)) >= 0 && i > 0 &&
		                         mask_is_hangul(mask_char(t, i - 1)))
		               ? end - i
		               : 0;
	}
	n = temporary_at(t, i);
	if (n == 0)
		n = diplomat_at(t, i);
	return n ? n : regional_at(t, i);
}

void mask_find_plates(struct mask_text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		int32_t c = mask_char(t, i);
		if ((c < 0x80 && !mask_is_digit(c)) || !is_clear_before(t, i))
			continue;
		size_t len = plate_at(t, i);
		if (len && is_clear_behind(t, i + len) && mask_label_before(t, i) != LABEL_OTHER &&
		    mask_take(t, mask_region_before(t, i), i + len, MASK_PLATE))
			i += len - 1;
	}
}
