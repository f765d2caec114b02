/* text_chars.c: a text as a list of what its reader sees, each with its place in the original. */
#include "base.h"
#include "text.h"

#include <assert.h>
#include <stdlib.h>
#include <utf8proc.h>

enum {
	CLUSTER_MAX = 32, /* code points; what is longer is cut, which no script needs */
	HANGUL_FIRST = 0xAC00,
	HANGUL_LAST = 0xD7A3,
	KEYCAP = 0x20E3 /* encloses a digit in emoji */
};

struct point {
	int32_t c;
	uint32_t from, to;
};

struct chars {
	struct text_char *list;
	size_t count, room;
};

static void add(struct chars *out, int32_t c, uint32_t from, uint32_t to)
{
	if (out->count == out->room) {
		out->room = out->room ? out->room * 2 : 64;
		out->list = xrealloc(out->list, out->room * sizeof *out->list);
	}
	out->list[out->count++] = (struct text_char){ c, from, to };
}

static bool is_unseen(int32_t c)
{
	if (c < 0xA0)
		return false;
	if (c == KEYCAP || c == 0x34F || c == 0x115F || c == 0x1160 || c == 0x3164 || c == 0xFFA0)
		return true; /* the Hangul fillers are letters that nobody sees */
	if ((c >= 0xFE00 && c <= 0xFE0F) || (c >= 0xE0100 && c <= 0xE01EF) ||
	    (c >= 0x180B && c <= 0x180F))
		return true;
	if (c >= HANGUL_FIRST && c <= HANGUL_LAST)
		return false;
	return utf8proc_category(c) == UTF8PROC_CATEGORY_CF;
}

/* Part of how the character before it looks, as in an emoji of a digit. */
static bool dresses(int32_t c)
{
	return c == KEYCAP || (c >= 0xFE00 && c <= 0xFE0F);
}

/* All code points that are seen. */
static size_t read_points(const char *s, size_t len_bytes, struct point *points)
{
	size_t n = 0;
	uint32_t at = 0;
	for (size_t i = 0; i < len_bytes; at++) {
		int32_t c = (unsigned char)s[i];
		utf8proc_ssize_t taken = 1;
		if (c >= 0x80)
			taken = utf8proc_iterate((const uint8_t *)s + i,
			                         (utf8proc_ssize_t)(len_bytes - i), &c);
		if (taken < 1 || c == 0) {
			c = 0xFFFD;
			taken = 1;
		}
		i += (size_t)taken;
		if (!is_unseen(c))
			points[n++] = (struct point){ c, at, at + 1 };
		else if (n > 0 && dresses(c))
			points[n - 1].to = at + 1;
	}
	return n;
}

/* Whether c joins what stands before it: a combining mark, or a vowel or final consonant of Hangul.
 * */
static bool joins(int32_t c)
{
	if (c < 0x300 || (c >= HANGUL_FIRST && c <= HANGUL_LAST))
		return false;
	if (c >= 0x1160 && c <= 0x11FF)
		return true;
	utf8proc_category_t category = utf8proc_category(c);
	return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC ||
	       category == UTF8PROC_CATEGORY_ME;
}

static void add_composed(struct chars *out, const struct point *points, size_t n)
{
	/* One code point becomes 18 at most (U+FDFA). */
	int32_t made[CLUSTER_MAX * 18];
	utf8proc_ssize_t count = 0;
	for (size_t i = 0; i < n; i++) {
		utf8proc_ssize_t more = utf8proc_decompose_char(
			points[i].c, made + count, (utf8proc_ssize_t)COUNT_OF(made) - count,
			UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STABLE, NULL);
		assert(more >= 0 && count + more <= (utf8proc_ssize_t)COUNT_OF(made));
		count += more;
	}
	count = utf8proc_normalize_utf32(made, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	for (utf8proc_ssize_t i = 0; i < count; i++)
		add(out, made[i], points[0].from, points[n - 1].to);
}

size_t text_chars(const char *s, size_t len_bytes, struct text_char **out)
{
	struct chars made = { 0 };
	struct point *points = xmalloc((len_bytes + 1) * sizeof *points);
	size_t count = read_points(s, len_bytes, points);
	made.room = count + 1;
	made.list = xmalloc(made.room * sizeof *made.list);
	for (size_t i = 0, n; i < count; i += n) {
		int32_t c = points[i].c;
		for (n = 1; i + n < count && n < CLUSTER_MAX && joins(points[i + n].c);)
			n++;
		if (n == 1 && (c < 0xA0 || (c >= HANGUL_FIRST && c <= HANGUL_LAST)))
			add(&made, c, points[i].from, points[i].to);
		else
			add_composed(&made, points + i, n);
	}
	free(points);
	*out = made.list;
	return made.count;
}
