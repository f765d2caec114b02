/* mask_digits.c: reads the digits of a text, and what stands between them. */
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "mask_impl.h"

enum {
	GAP_MOST = 16, /* characters that may stand between two digits of one number */
	TALK_MOST = 12,
	MARKS_MOST = 3,
	WORDS_MOST = 3,
	SPACED_LEAST = 5 /* digits said one by one: "0 1 0 1 2 ..." */
};

/* ---- gaps ---- */

/* What people say between the groups of a number, longest first where one begins with another. */
static const char32_t *const gap_words[] = {
	U"가운데는", U"가운데가", U"가운데", U"중간은",   U"중간이",   U"이랑",   U"랑",
	U"뒤가",     U"뒷번호는", U"뒷번호", U"앞번호",   U"그담에",   U"그담",   U"마지막으로",
	U"이요",     U"요",       U"네",     U"예",       U"중간에",   U"중간",   U"끝자리는",
	U"끝자리",   U"끝은",     U"끝",     U"마지막은", U"마지막에", U"마지막", U"뒷자리는",
	U"뒷자리",   U"뒤에는",   U"뒤에",   U"뒤는",     U"그다음에", U"그다음", U"다음은",
	U"다음에",   U"다음",     U"이어서", U"그리고",   U"에다가",   U"에다",   U"에요",
	U"에",       U"다시",     U"대시",   U"대쉬",     U"데시",     U"하이픈", U"빼기",
	U"작대기",   U"짝대기",   U"슬래시", U"띄고",     U"띄우고",   U"이고요", U"이고",
	U"하고",     U"고요",     U"고",     U"국에",     U"국",       U"번에",   U"번",
	U"의",       U"뒤",       U"점",     U"쩜",       U"음",       U"어",     U"아",
	U"그",       U"저"
};

static size_t gap_word_at(const struct mask_text *t, size_t i)
{
	for (size_t k = 0; k < COUNT_OF(gap_words); k++) {
		size_t n = mask_word_at(t, i, gap_words[k]);
		if (n)
			return n;
	}
	return 0;
}

static bool is_mark(int32_t c)
{
	if (c > 0 && c < 0x80)
		return strchr("-_~.,:;/()|=+*^<>", (char)c) != NULL;
	return (c >= 0x2010 && c <= 0x2BFF) || (c >= 0x3001 && c <= 0x303F) || c == 0xB7 ||
	       c == 0x30FB || c == 0x30FC || c == 0x318D || c == 0x1173 /* ㅡ */ || c >= 0x1F300;
}

/* What somebody says between the groups of one number, if it is not that this is another one. */
static bool is_talk(const struct mask_text *t, size_t from, size_t to)
{
	static const char32_t *const others[] = { U"말고", U"아니", U"아닌",
		                                  U"대신", U"시작", U"또는" };
	if (to - from > TALK_MOST)
		return false;
	for (size_t i = from; i < to; i++) {
		if (!mask_is_hangul(mask_char(t, i)) && !mask_is_space(mask_char(t, i)) &&
		    mask_char(t, i) != ',')
			return false;
		for (size_t k = 0; k < COUNT_OF(others); k++)
			if (mask_word_at(t, i, others[k]))
				return false;
	}
	return true;
}

/* Fills gap, mark and tight of d, before which the characters [from, d->from) stand. */
static void read_gap(const struct mask_text *t, size_t from, struct mask_digit *d)
{
	size_t marks = 0, words = 0, spaces = 0;
	d->gap = is_talk(t, from, d->from) ? GAP_TALK : GAP_BREAK;
	if (d->from - from > GAP_MOST)
		return;
	for (size_t i = from, n; i < d->from; i += n) {
		int32_t c = mask_char(t, i);
		n = 1;
		if (mask_is_space(c))
			spaces++;
		else if (is_mark(c)) {
			if (marks++ == 0)
				d->mark = c;
		} else {
			n = gap_word_at(t, i);
			if (n == 0 || i + n > d->from)
				return;
			words++;
		}
	}
	if (marks > MARKS_MOST || words > WORDS_MOST)
		return;
	d->gap = words ? GAP_WORD : marks ? GAP_MARK : spaces ? GAP_SPACE : GAP_NONE;
	d->tight = marks && !spaces;
}

/* ---- digits ---- */

static void add(struct mask_digits *out, size_t from, size_t to, int value, bool spoken)
{
	out->list[out->count++] = (struct mask_digit){ .from = (uint32_t)from,
		                                       .to = (uint32_t)to,
		                                       .value = (uint8_t)value,
		                                       .spoken = spoken };
}

/* A native numeral at i: its length, its value in *value. */
static size_t native_at(const struct mask_text *t, size_t i, int *value)
{
	static const char32_t *const numerals[] = { U"하나", U"둘",   U"셋",   U"넷",  U"다섯",
		                                    U"여섯", U"일곱", U"여덟", U"아홉" };
	for (size_t k = 0; k < COUNT_OF(numerals); k++) {
		size_t n = mask_word_at(t, i, numerals[k]);
		if (n) {
			*value = (int)k + 1;
			return n;
		}
	}
	return 0;
}

/* 이 that is rather a particle than a 2: "칠칠삼일이고". */
static bool is_particle(const struct mask_text *t, size_t i, size_t from)
{
	static const char32_t *const tails[] = { U"이고", U"이요", U"이에요", U"이예요", U"이랑" };
	for (size_t k = 0; i >= from + 3 && k < COUNT_OF(tails); k++)
		if (mask_word_at(t, i, tails[k]))
			return true;
	return false;
}

/* Behind a syllable that stands alone: the end of a word, or what a sentence ends in. */
static bool ends_single(const struct mask_text *t, size_t i)
{
	static const char32_t *const tails[] = { U"입", U"이", U"로", U"으", U"번", U"요", U"에",
		                                 U"예", U"은", U"는", U"고", U"하", U"네", U"임" };
	if (!mask_is_hangul(mask_char(t, i)))
		return true;
	for (size_t k = 0; k < COUNT_OF(tails); k++)
		if (mask_word_at(t, i, tails[k]))
			return true;
	return false;
}

/* One glued run [from, to) of ASCII digits and digit syllables. */
static void read_strict(const struct mask_text *t, size_t from, size_t to, struct mask_digits *out)
{
	bool ascii = false;
	for (size_t i = from; i < to; i++)
		ascii = ascii || mask_is_digit(mask_char(t, i));
	if (!ascii && to - from == 1 &&
	    (mask_is_hangul(mask_char(t, from - 1)) || !ends_single(t, to)))
		return;
	for (size_t i = from; i < to; i++) {
		int32_t c = mask_char(t, i);
		if (mask_is_digit(c))
			add(out, i, i + 1, c - '0', false);
		else if (ascii)
			out->unsure = true; /* "5678이" is no 56782, "0일0" may be 010 */
		else if (is_particle(t, i, from)) {
			out->unsure = true;
			return;
		} else
			add(out, i, i + 1, mask_spoken_digit(c), true);
	}
}

static bool looks_zero(int32_t c)
{
	return c == 'O' || c == 'o' || c == '0' || c == 0x110B /* ㅇ */;
}

/* "O1O", "o1o7731": letters for the digits of 010. */
static bool is_lettered_010(const struct mask_text *t, size_t i)
{
	int32_t one = mask_char(t, i + 1);
	return looks_zero(mask_char(t, i)) && looks_zero(mask_char(t, i + 2)) &&
	       (one == '1' || one == 'l' || one == 'I') && !mask_is_latin(mask_char(t, i + 3)) &&
	       !mask_is_latin(mask_char(t, i - 1)) && !mask_is_digit(mask_char(t, i - 1));
}

static bool is_glyph_digit(const struct mask_text *t, size_t i)
{
	return i < t->count && !t->taken[i] &&
	       (mask_is_digit(mask_char(t, i)) || mask_spoken_digit(mask_char(t, i)) >= 0);
}

/* One step of the lenient reading at i; returns how far to go on. */
static size_t read_lenient(const struct mask_text *t, size_t i, struct mask_digits *out)
{
	int value = 0;
	size_t n = native_at(t, i, &value);
	if (n) {
		add(out, i, i + n, value, true);
		return n;
	}
	if (is_lettered_010(t, i)) {
		for (size_t k = 0; k < 3; k++)
			add(out, i + k, i + k + 1, k == 1, false);
		return 3;
	}
	if (mask_is_digit(mask_char(t, i)))
		add(out, i, i + 1, mask_char(t, i) - '0', false);
	else if (is_glyph_digit(t, i))
		add(out, i, i + 1, mask_spoken_digit(mask_char(t, i)), true);
	return 1;
}

/* Digits said one by one, a space behind each, are one group. */
static void join_spaced(struct mask_digits *d)
{
	for (size_t i = 0; i < d->count;) {
		size_t end = i + 1;
		while (end < d->count && d->list[end].gap != GAP_NONE &&
		       d->list[end].gap < GAP_TALK)
			end++;
		if (end < d->count && d->list[end].gap == GAP_NONE)
			end--; /* it begins a group of two */
		if (end > i && end - i >= SPACED_LEAST)
			for (size_t k = i + 1; k < end; k++)
				if (d->list[k].gap == GAP_SPACE)
					d->list[k].gap = GAP_NONE;
		i = end > i ? end : i + 1;
		while (i < d->count && d->list[i].gap == GAP_NONE)
			i++;
	}
}

static void read_gaps(const struct mask_text *t, struct mask_digits *d)
{
	for (size_t i = 0; i < d->count; i++) {
		if (i == 0)
			d->list[i].gap = GAP_BREAK;
		else
			read_gap(t, d->list[i - 1].to, &d->list[i]);
	}
	join_spaced(d);
}

void mask_read_digits(const struct mask_text *t, bool lenient, struct mask_digits *out)
{
	*out = (struct mask_digits){ .list = xmalloc((t->count + 1) * sizeof *out->list) };
	for (size_t i = 0; i < t->count;) {
		int value;
		if (t->taken[i]) {
			i++;
		} else if (lenient) {
			i += read_lenient(t, i, out);
		} else if (is_glyph_digit(t, i)) {
			size_t to = i + 1;
			while (is_glyph_digit(t, to))
				to++;
			read_strict(t, i, to, out);
			i = to;
		} else {
			out->unsure =
				out->unsure || native_at(t, i, &value) || is_lettered_010(t, i);
			i++;
		}
	}
	read_gaps(t, out);
}
