/* text.c: with the other text*.c files the only ones that know utf8proc. */
#include "text.h"

#include "base.h"
#include "text_impl.h"

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Are the next eight bytes ASCII, and none NUL? Most of what is looked at is: names of fields, JSON.
 */
static bool is_plain_word(const char *s)
{
	uint64_t word;
	memcpy(&word, s, sizeof word);
	return !((word | (word - 0x0101010101010101)) & 0x8080808080808080);
}

/* A character of three bytes that is no surrogate and not overlong, as all Hangul is. */
static bool is_plain_three(const char *s)
{
	unsigned char first = (unsigned char)s[0];
	return first > 0xE0 && first < 0xED && ((unsigned char)s[1] & 0xC0) == 0x80 &&
	       ((unsigned char)s[2] & 0xC0) == 0x80;
}

size_t text_character_at(const char *s, size_t len_bytes, int32_t *c)
{
	const uint8_t *at = (const uint8_t *)s;
	if (len_bytes > 0 && at[0] < 0x80) {
		*c = at[0];
		return 1;
	}
	if (len_bytes >= 3 && is_plain_three(s)) {
		*c = (at[0] & 0x0F) << 12 | (at[1] & 0x3F) << 6 | (at[2] & 0x3F);
		return 3;
	}
	utf8proc_ssize_t n = utf8proc_iterate(at, (utf8proc_ssize_t)len_bytes, c);
	return n > 0 ? (size_t)n : 0;
}

bool text_valid(const char *s, size_t len_bytes)
{
	for (size_t i = 0; i < len_bytes;) {
		int32_t c;
		if (i + 8 <= len_bytes && is_plain_word(s + i)) {
			i += 8;
			continue;
		}
		if ((unsigned char)(s[i] - 1) < 0x7F) {
			i++;
			continue;
		}
		if (i + 3 <= len_bytes && is_plain_three(s + i)) {
			i += 3;
			continue;
		}
		size_t n = text_character_at(s + i, len_bytes - i, &c);
		if (n == 0 || c == 0)
			return false;
		i += n;
	}
	return true;
}

size_t text_code_points(const char *s)
{
	size_t n = 0;
	for (; *s; s++)
		n += ((unsigned char)*s & 0xC0) != 0x80;
	return n;
}

size_t text_width(const char *s)
{
	size_t columns = 0;
	utf8proc_int32_t c;
	for (utf8proc_ssize_t n; *s; s += n) {
		n = utf8proc_iterate((const uint8_t *)s, -1, &c);
		if (n < 1)
			break; /* not valid: what came before counts */
		columns += (size_t)utf8proc_charwidth(c);
	}
	return columns;
}

static bool is_printable(utf8proc_int32_t c)
{
	bool turns = (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
	return c == '\n' || c == '\t' || !(utf8proc_category(c) == UTF8PROC_CATEGORY_CC || turns);
}

char *text_printable(const char *s)
{
	struct buf out = { 0 };
	utf8proc_int32_t c;
	for (utf8proc_ssize_t n; *s; s += n) {
		n = utf8proc_iterate((const uint8_t *)s, -1, &c);
		if (n < 1)
			break;
		if (is_printable(c))
			buf_add(&out, s, (size_t)n);
		else
			buf_adds(&out, "\xEF\xBF\xBD");
	}
	return buf_take(&out);
}

/* NULL only for text that is not well-formed. */
static char *mapped(const char *s, utf8proc_option_t options)
{
	uint8_t *out = NULL;
	utf8proc_ssize_t n = utf8proc_map((const uint8_t *)s, 0, &out,
	                                  options | UTF8PROC_NULLTERM | UTF8PROC_STABLE);
	if (n >= 0)
		return (char *)out;
	if (n == UTF8PROC_ERROR_NOMEM)
		abort();
	return NULL;
}

char *text_nfc(const char *s)
{
	char *out = mapped(s, UTF8PROC_COMPOSE);
	assert(out); /* the caller has looked with text_valid */
	return out;
}

/* As mapped(): what a flow builds may hold any byte. */
char *text_mapped(const char *s, int options)
{
	struct buf clean = { 0 };
	size_t len = strlen(s);
	for (size_t i = 0; i < len;) {
		int32_t c;
		size_t n = text_character_at(s + i, len - i, &c);
		buf_add(&clean, s + i, n);
		i += n ? n : 1;
	}
	char *out = mapped(clean.data ? clean.data : "", options);
	assert(out);
	buf_free(&clean);
	return out;
}

/* What carries no meaning when two texts are compared. Of the signs, emoji stay: 👎 behind a word is
 * not the word alone. */
static bool is_noise(int32_t c)
{
	enum { ARAEA = 0x119E }; /* ㆍ, a dead vowel, which the law itself writes as a middle dot */
	if (c == ARAEA)
		return true;
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_PC:
	case UTF8PROC_CATEGORY_PD:
	case UTF8PROC_CATEGORY_PS:
	case UTF8PROC_CATEGORY_PE:
	case UTF8PROC_CATEGORY_PI:
	case UTF8PROC_CATEGORY_PF:
	case UTF8PROC_CATEGORY_PO:
	case UTF8PROC_CATEGORY_SM:
	case UTF8PROC_CATEGORY_SK:
	case UTF8PROC_CATEGORY_ZS:
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
	case UTF8PROC_CATEGORY_CC:
	case UTF8PROC_CATEGORY_CF:
		return true;
	default:
		return false;
	}
}

/* Of ASCII, whole syllables and middle dots alone, as most texts here are: there nothing composes and nothing is folded but A
 * to Z, and to look for more took most of the time of a search. */
static bool is_simple(const char *s)
{
	enum { FIRST = 0xAC00, LAST = 0xD7A3 };
	for (const unsigned char *p = (const unsigned char *)s; *p;) {
		bool is_dot = p[0] == 0xC2 && p[1] == 0xB7;
		if (*p < 0x80 || is_dot) {
			p += is_dot ? 2 : 1;
			continue;
		}
		if (*p < 0xEA || *p > 0xED || (p[1] & 0xC0) != 0x80 || (p[2] & 0xC0) != 0x80)
			return false;
		int32_t c = (*p & 0x0F) << 12 | (p[1] & 0x3F) << 6 | (p[2] & 0x3F);
		if (c < FIRST || c > LAST)
			return false;
		p += 3;
	}
	return true;
}

static char *lower(const char *s)
{
	char *out = xstrdup(s);
	for (char *p = out; *p; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p += 'a' - 'A';
	return out;
}

char *text_plain(const char *s)
{
	if (is_simple(s))
		return lower(s);
	return text_mapped(s, UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
	                              UTF8PROC_IGNORE);
}

/* Neighbours that have just met may compose. kept is emptied. */
static char *composed(struct buf *kept)
{
	if (is_simple(kept->data ? kept->data : ""))
		return buf_take(kept);
	char *out = mapped(kept->data, UTF8PROC_COMPOSE);
	assert(out);
	buf_free(kept);
	return out;
}

char *text_bare(const char *s)
{
	char *folded = text_plain(s);
	struct buf kept = { 0 };
	size_t len = strlen(folded);
	for (size_t i = 0; i < len;) {
		int32_t c;
		size_t n = text_character_at(folded + i, len - i, &c);
		assert(n > 0);
		if (!is_noise(c))
			buf_add(&kept, folded + i, n);
		i += n;
	}
	free(folded);
	return composed(&kept);
}

static bool is_digit(int32_t c)
{
	return c >= '0' && c <= '9';
}

char *text_terms(const char *s)
{
	char *folded = text_plain(s);
	struct buf kept = { 0 }, between = { 0 }; /* between: noise behind a digit */
	size_t len = strlen(folded);
	int32_t last = 0;
	for (size_t i = 0; i < len;) {
		int32_t c;
		size_t n = text_character_at(folded + i, len - i, &c);
		assert(n > 0);
		if (!is_noise(c) || c == '%') {
			if (is_digit(c) && between.len_bytes)
				buf_add(&kept, between.data, between.len_bytes);
			buf_free(&between);
			buf_add(&kept, folded + i, n);
			last = c;
		} else if (is_digit(last)) {
			buf_add(&between, folded + i, n);
		}
		i += n;
	}
	buf_free(&between);
	free(folded);
	return composed(&kept);
}

/* The letter as keyboards give it for a jamo that stands alone; any other character as it is. */
static int32_t letter_alone(int32_t c)
{
	static const uint16_t leading[] = { 0x3131, 0x3132, 0x3134, 0x3137, 0x3138, 0x3139, 0x3141,
		                            0x3142, 0x3143, 0x3145, 0x3146, 0x3147, 0x3148, 0x3149,
		                            0x314A, 0x314B, 0x314C, 0x314D, 0x314E };
	static const uint16_t final[] = { 0x3131, 0x3132, 0x3133, 0x3134, 0x3135, 0x3136, 0x3137,
		                          0x3139, 0x313A, 0x313B, 0x313C, 0x313D, 0x313E, 0x313F,
		                          0x3140, 0x3141, 0x3142, 0x3144, 0x3145, 0x3146, 0x3147,
		                          0x3148, 0x314A, 0x314B, 0x314C, 0x314D, 0x314E };
	if (c >= 0x1100 && c < 0x1100 + (int32_t)COUNT_OF(leading))
		return leading[c - 0x1100];
	if (c >= 0x1161 && c <= 0x1175)
		return 0x314F + (c - 0x1161);
	if (c >= 0x11A8 && c < 0x11A8 + (int32_t)COUNT_OF(final))
		return final[c - 0x11A8];
	return c;
}

static bool is_space(int32_t c)
{
	if (c < 0x80)
		return c <= ' ' || c == 0x7F;
	utf8proc_category_t category = utf8proc_category(c);
	return category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
	       category == UTF8PROC_CATEGORY_ZP || category == UTF8PROC_CATEGORY_CC;
}

char *text_spelling(const char *s)
{
	char *plain = text_plain(s);
	struct buf out = { 0 };
	size_t len = strlen(plain);
	bool gap = false;
	for (size_t i = 0; i < len;) {
		int32_t c;
		uint8_t bytes[4];
		size_t n = text_character_at(plain + i, len - i, &c);
		assert(n > 0);
		i += n;
		if (c >= 0x1F3FB && c <= 0x1F3FF) /* colours of skin */
			continue;
		if (is_space(c)) {
			gap = out.len_bytes > 0;
			continue;
		}
		if (gap)
			buf_adds(&out, " ");
		gap = false;
		buf_add(&out, bytes, (size_t)utf8proc_encode_char(letter_alone(c), bytes));
	}
	free(plain);
	return buf_take(&out);
}

/* The digit that a character stands for, or -1. */
static int digit_of(int32_t c)
{
	if (c < 0x80)
		return c >= '0' && c <= '9' ? c - '0' : -1;
	switch (c) {
	case 0xACF5: /* 공 */
	case 0xC601: /* 영 */
		return 0;
	case 0xC77C: /* 일 */
		return 1;
	case 0xC774: /* 이 */
		return 2;
	case 0xC0BC: /* 삼 */
		return 3;
	case 0xC0AC: /* 사 */
		return 4;
	case 0xC624: /* 오 */
		return 5;
	case 0xC721: /* 육 */
	case 0xB959: /* 륙 */
		return 6;
	case 0xCE60: /* 칠 */
		return 7;
	case 0xD314: /* 팔 */
		return 8;
	case 0xAD6C: /* 구 */
		return 9;
	default:
		return -1;
	}
}

int text_digit(const char *s)
{
	int32_t c;
	text_character_at(s, strnlen(s, 4), &c);
	return digit_of(c);
}

char *text_bare_digits(const char *bare)
{
	size_t len = strlen(bare);
	char *digits = xmalloc(len + 1), *end = digits;
	for (size_t i = 0; i < len;) {
		int32_t c;
		i += text_character_at(bare + i, len - i, &c);
		int digit = digit_of(c);
		if (digit >= 0)
			*end++ = (char)('0' + digit);
	}
	*end = '\0';
	return digits;
}

char *text_digits(const char *s)
{
	if (is_simple(s)) /* what text_bare leaves out or changes of it is no digit */
		return text_bare_digits(s);
	char *bare = text_bare(s), *digits = text_bare_digits(bare);
	free(bare);
	return digits;
}

char *text_ascii_digits(const char *s)
{
	char *digits = xmalloc(strlen(s) + 1), *end = digits;
	for (; *s; s++)
		if (is_digit(*s))
			*end++ = *s;
	*end = '\0';
	return digits;
}

char *text_typed_digits(const char *s)
{
	if (is_simple(s))
		return text_ascii_digits(s);
	char *bare = text_bare(s), *digits = text_ascii_digits(bare);
	free(bare);
	return digits;
}
