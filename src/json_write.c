#include "json_write.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"

/* ---- texts ---- */

static void add_escape(struct buf *out, unsigned char c)
{
	static const char letters[] = "btnvfr"; /* 8 to 13; there is no \v in JSON */
	if (c == '"' || c == '\\')
		buf_add(out, (const char[]){ '\\', (char)c }, 2);
	else if (c >= 8 && c <= 13 && c != 11)
		buf_add(out, (const char[]){ '\\', letters[c - 8] }, 2);
	else
		buf_addf(out, "\\u%04x", c);
}

static void add_text(struct buf *out, const char *s, size_t len)
{
	size_t from = 0;
	buf_add(out, "\"", 1);
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)s[i];
		if (c >= 0x20 && c != '"' && c != '\\')
			continue;
		buf_add(out, s + from, i - from);
		add_escape(out, c);
		from = i + 1;
	}
	buf_add(out, s + from, len - from);
	buf_add(out, "\"", 1);
}

/* ---- numbers ---- */

static void add_integer(struct buf *out, json_int_t n)
{
	char digits[24];
	char *at = digits + sizeof digits;
	uint64_t left = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	do
		*--at = (char)('0' + left % 10);
	while (left /= 10);
	if (n < 0)
		*--at = '-';
	buf_add(out, at, (size_t)(digits + sizeof digits - at));
}

/* The fewest digits that are read back as n: "d.ddde±xx" into text. */
static void shortest(double n, char text[32])
{
	for (int precision = 0; precision <= 16; precision++) {
		snprintf(text, 32, "%.*e", precision, n);
		if (strtod(text, NULL) == n)
			return;
	}
}

static void add_zeros(struct buf *out, int count)
{
	for (; count > 0; count--)
		buf_add(out, "0", 1);
}

/* ECMAScript's Number::toString: digits d1…dk with the point behind the n-th. */
static void add_digits(struct buf *out, const char *digits, int k, int n)
{
	if (n > 21 || n <= -6) {
		buf_add(out, digits, 1);
		if (k > 1)
			buf_addf(out, ".%s", digits + 1);
		buf_addf(out, "e%c%d", n > 0 ? '+' : '-', abs(n - 1));
	} else if (n >= k) {
		buf_add(out, digits, (size_t)k);
		add_zeros(out, n - k);
	} else if (n > 0) {
		buf_add(out, digits, (size_t)n);
		buf_addf(out, ".%s", digits + n);
	} else {
		buf_adds(out, "0.");
		add_zeros(out, -n);
		buf_adds(out, digits);
	}
}

static void add_real(struct buf *out, double n)
{
	char text[32], digits[20];
	int k = 0;
	assert(isfinite(n));
	if (n == 0) { /* -0 too */
		buf_add(out, "0", 1);
		return;
	}
	if (n < 0)
		buf_add(out, "-", 1);
	shortest(fabs(n), text);
	const char *exponent = strchr(text, 'e');
	for (const char *p = text; p < exponent; p++)
		if (*p != '.')
			digits[k++] = *p;
	while (k > 1 && digits[k - 1] == '0')
		k--;
	digits[k] = '\0';
	add_digits(out, digits, k, atoi(exponent + 1) + 1);
}

/* ---- objects ---- */

struct member {
	const char *key;
	json_t *value;
};

/* By UTF-16 code units: as by bytes, but that a character of four bytes (its first unit is D800 to
 * DBFF) stands before those of U+E000 to U+FFFF (EE and EF begin them). */
static int by_key(const void *a, const void *b)
{
	const unsigned char *x = (const unsigned char *)((const struct member *)a)->key;
	const unsigned char *y = (const unsigned char *)((const struct member *)b)->key;
	while (*x && *x == *y)
		x++, y++;
	if (*x >= 0xEE && *y >= 0xEE && (*x >= 0xF0) != (*y >= 0xF0))
		return *x >= 0xF0 ? -1 : 1;
	return *x - *y;
}

/* Objects of records have two to ten members, mostly in no order. */
static void sort(struct member *m, size_t n)
{
	enum { FEW = 16 };
	if (n > FEW) {
		qsort(m, n, sizeof *m, by_key);
		return;
	}
	for (size_t i = 1; i < n; i++) {
		struct member one = m[i];
		size_t k = i;
		for (; k > 0 && by_key(&m[k - 1], &one) > 0; k--)
			m[k] = m[k - 1];
		m[k] = one;
	}
}

static void add_object(struct buf *out, const json_t *object)
{
	enum { USUAL = 24 };
	struct member usual[USUAL];
	size_t n = json_object_size(object), i = 0;
	struct member *m = n <= USUAL ? usual : xmalloc(n * sizeof *m);
	for (void *at = json_object_iter((json_t *)object); at;
	     at = json_object_iter_next((json_t *)object, at))
		m[i++] = (struct member){ json_object_iter_key(at), json_object_iter_value(at) };
	sort(m, n);
	buf_add(out, "{", 1);
	for (i = 0; i < n; i++) {
		if (i)
			buf_add(out, ",", 1);
		add_text(out, m[i].key, strlen(m[i].key));
		buf_add(out, ":", 1);
		json_write(out, m[i].value);
	}
	buf_add(out, "}", 1);
	if (m != usual)
		free(m);
}

static void add_array(struct buf *out, const json_t *array)
{
	size_t n = json_array_size(array);
	buf_add(out, "[", 1);
	for (size_t i = 0; i < n; i++) {
		if (i)
			buf_add(out, ",", 1);
		json_write(out, json_array_get(array, i));
	}
	buf_add(out, "]", 1);
}

void json_write(struct buf *out, const json_t *v)
{
	switch (json_typeof(v)) {
	case JSON_OBJECT:
		add_object(out, v);
		break;
	case JSON_ARRAY:
		add_array(out, v);
		break;
	case JSON_STRING:
		add_text(out, json_string_value(v), json_string_length(v));
		break;
	case JSON_INTEGER:
		add_integer(out, json_integer_value(v));
		break;
	case JSON_REAL:
		add_real(out, json_real_value(v));
		break;
	case JSON_TRUE:
		buf_add(out, "true", 4);
		break;
	case JSON_FALSE:
		buf_add(out, "false", 5);
		break;
	case JSON_NULL:
		buf_add(out, "null", 4);
		break;
	}
}
