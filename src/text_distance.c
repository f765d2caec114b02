/* How much of a text was changed. */
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "text.h"

enum { CHARS_MAX = 4000 };

static bool same(const struct text_char *a, const struct text_char *b)
{
	return a->c == b->c;
}

static size_t least(size_t a, size_t b, size_t c)
{
	size_t m = a < b ? a : b;
	return m < c ? m : c;
}

/* Levenshtein's, one row at a time. */
static size_t distance(const struct text_char *a, size_t n, const struct text_char *b, size_t m)
{
	size_t *row = xmalloc((m + 1) * sizeof *row);
	for (size_t k = 0; k <= m; k++)
		row[k] = k;
	for (size_t i = 1; i <= n; i++) {
		size_t before = row[0]; /* of the row above, one to the left */
		row[0] = i;
		for (size_t k = 1; k <= m; k++) {
			size_t above = row[k];
			row[k] = least(above + 1, row[k - 1] + 1,
			               before + !same(&a[i - 1], &b[k - 1]));
			before = above;
		}
	}
	size_t found = row[m];
	free(row);
	return found;
}

int64_t text_distance(const char *a, const char *b)
{
	struct text_char *x = NULL, *y = NULL;
	size_t n = text_chars(a, strlen(a), &x), m = text_chars(b, strlen(b), &y), from = 0;
	int64_t found = -1;
	while (from < n && from < m && same(&x[from], &y[from]))
		from++;
	while (n > from && m > from && same(&x[n - 1], &y[m - 1]))
		n--, m--;
	if (n - from <= CHARS_MAX && m - from <= CHARS_MAX)
		found = (int64_t)distance(x + from, n - from, y + from, m - from);
	free(x);
	free(y);
	return found;
}
