/* Strings go out in runs between the few characters that need an escape; the members of an object
 * are sorted on a list that all objects of one call share, each behind those of the object it lies
 * in. */
#include "json_write.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "json_plain.h"

enum { INSERTED_MAX = 16 };

struct member {
	const char *name;
	size_t len_bytes;
	json_t *value;
};

struct writer {
	struct buf *out;
	struct member *members;
	size_t count, room;
};

/* ---- strings ---- */

static void write_escape(struct buf *out, char c)
{
	static const char names[] = "\"\\bfnrt", values[] = "\"\\\b\f\n\r\t";
	const char *found = memchr(values, c, sizeof values - 1);
	if (found)
		buf_addf(out, "\\%c", names[found - values]);
	else
		buf_addf(out, "\\u%04x", (unsigned)c);
}

static void write_string(struct buf *out, const char *s, size_t len_bytes)
{
	const char *end = s + len_bytes, *from = s;
	buf_add(out, "\"", 1);
	while (s < end) {
		if (end - s >= 8 && json_is_plain_word(s)) {
			s += 8;
			continue;
		}
		if ((unsigned char)*s < ' ' || *s == '"' || *s == '\\') {
			buf_add(out, from, (size_t)(s - from));
			write_escape(out, *s);
			from = s + 1;
		}
		s++;
	}
	buf_add(out, from, (size_t)(end - from));
	buf_add(out, "\"", 1);
}

/* ---- numbers ---- */

/* x = digits * 10^exponent with as few digits as tell x from every other double; of those the
 * nearest to x. Where x is a power of two the doubles below it lie closer than those above, and the
 * decimal that tells it apart may be the second nearest, which then is the one above. */
static void shortest(double x, uint64_t *digits, int *exponent)
{
	for (int n = 1; n <= 17; n++) {
		char text[40];
		snprintf(text, sizeof text, "%.*e", n - 1, x);
		char *mark = strchr(text, 'e');
		*exponent = (int)strtol(mark + 1, NULL, 10) - (n - 1);
		*digits = (uint64_t)(text[0] - '0');
		for (const char *p = text + 2; p < mark; p++)
			*digits = *digits * 10 + (uint64_t)(*p - '0');
		for (int above = 0; above <= 1; above++, ++*digits) {
			snprintf(text, sizeof text, "%llue%d", (unsigned long long)*digits,
			         *exponent);
			if (strtod(text, NULL) == x)
				return;
		}
	}
}

/* Number::toString of ECMA-262: plain up to 21 digits and down to 1e-6. */
static void write_real(struct buf *out, double x)
{
	uint64_t digits = 0;
	int exponent = 0;
	char text[24];
	if (x == 0) { /* -0 too */
		buf_adds(out, "0");
		return;
	}
	shortest(fabs(x), &digits, &exponent);
	int len = snprintf(text, sizeof text, "%llu", (unsigned long long)digits);
	int point = len + exponent; /* digits before the decimal point */
	if (x < 0)
		buf_adds(out, "-");
	if (point > 21 || point < -5) {
		buf_addf(out, "%c%s%se%+d", text[0], len > 1 ? "." : "", text + 1, point - 1);
	} else if (point <= 0) {
		buf_addf(out, "0.%.*s%s", -point, "00000", text);
	} else if (point < len) {
		buf_addf(out, "%.*s.%s", point, text, text + point);
	} else {
		buf_addf(out, "%s%.*s", text, point - len, "000000000000000000000");
	}
}

static void write_integer(struct buf *out, json_int_t n)
{
	char text[24], *at = text + sizeof text;
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		*--at = '-';
	buf_add(out, at, (size_t)(text + sizeof text - at));
}

/* ---- lists and objects ---- */

static void write_value(struct writer *w, const json_t *v);

static void write_list(struct writer *w, const json_t *list)
{
	size_t i;
	const json_t *v;
	buf_add(w->out, "[", 1);
	json_array_foreach(list, i, v)
	{
		if (i)
			buf_add(w->out, ",", 1);
		write_value(w, v);
	}
	buf_add(w->out, "]", 1);
}

/* UTF-8 orders names by code points. By UTF-16 those above U+FFFF, of which each byte sequence
 * begins with 0xF0 or more, come before U+E000..U+FFFF, which begin with 0xEE and 0xEF. */
static int utf16_rank(char c)
{
	unsigned char byte = (unsigned char)c;
	return byte >= 0xF0 ? byte - 2 : byte >= 0xEE ? byte + 16 : byte;
}

static int by_name(const void *left, const void *right)
{
	const struct member *a = left, *b = right;
	size_t n = a->len_bytes < b->len_bytes ? a->len_bytes : b->len_bytes;
	for (size_t i = 0; i < n; i++)
		if (a->name[i] != b->name[i])
			return utf16_rank(a->name[i]) - utf16_rank(b->name[i]);
	return (a->len_bytes > b->len_bytes) - (a->len_bytes < b->len_bytes);
}

/* Most objects have a few members, for which qsort's calls and its memory are half of the writing. */
static void sort(struct member *list, size_t n)
{
	if (n > INSERTED_MAX) {
		qsort(list, n, sizeof *list, by_name);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct member one = list[i];
		size_t at = i;
		for (; at > 0 && by_name(&one, &list[at - 1]) < 0; at--)
			list[at] = list[at - 1];
		list[at] = one;
	}
}

/* The members of object, sorted, at the end of the list. */
static void gather(struct writer *w, json_t *object)
{
	size_t first = w->count, n = json_object_size(object);
	if (w->count + n > w->room) {
		w->room = (w->count + n) * 2;
		w->members = xrealloc(w->members, w->room * sizeof *w->members);
	}
	for (void *i = json_object_iter(object); i; i = json_object_iter_next(object, i))
		w->members[w->count++] =
			(struct member){ json_object_iter_key(i), json_object_iter_key_len(i),
			                 json_object_iter_value(i) };
	sort(w->members + first, n);
}

static void write_object(struct writer *w, const json_t *object)
{
	size_t first = w->count;
	buf_add(w->out, "{", 1);
	gather(w, (json_t *)(uintptr_t)object); /* jansson walks without changing */
	size_t end = w->count;
	for (size_t i = first; i < end; i++) {
		const struct member m = w->members[i]; /* a value's own members may move the list */
		if (i > first)
			buf_add(w->out, ",", 1);
		write_string(w->out, m.name, m.len_bytes);
		buf_add(w->out, ":", 1);
		write_value(w, m.value);
	}
	w->count = first;
	buf_add(w->out, "}", 1);
}

static void write_value(struct writer *w, const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_OBJECT:
		write_object(w, v);
		break;
	case JSON_ARRAY:
		write_list(w, v);
		break;
	case JSON_STRING:
		write_string(w->out, json_string_value(v), json_string_length(v));
		break;
	case JSON_INTEGER:
		write_integer(w->out, json_integer_value(v));
		break;
	case JSON_REAL:
		write_real(w->out, json_real_value(v));
		break;
	case JSON_TRUE:
		buf_add(w->out, "true", 4);
		break;
	case JSON_FALSE:
		buf_add(w->out, "false", 5);
		break;
	case JSON_NULL:
		buf_add(w->out, "null", 4);
		break;
	}
}

void json_write(struct buf *out, const json_t *v)
{
	struct writer w = { .out = out };
	write_value(&w, v);
	free(w.members);
}
