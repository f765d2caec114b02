#include "test_diff.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "sentence.h"
#include "text.h"

enum {
	PLAY_MAX_BYTES = 256 * 1024,
	LINES_BEFORE = 4,
	COLUMNS = 76, /* of a text; longer ones are cut around what differs */
	COLUMNS_BEFORE = 24,
};

/* Bytes of the character at s. */
static size_t character(const char *s)
{
	size_t n = 1;
	while (s[n] && ((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static size_t columns(const char *s, size_t bytes)
{
	char *part = xstrndup(s, bytes);
	size_t n = text_width(part);
	free(part);
	return n;
}

/* Bytes that two texts have in common at the beginning, whole characters. */
static size_t same_bytes(const char *a, const char *b)
{
	size_t n = 0;
	while (a[n] && b[n]) {
		size_t len = character(a + n);
		if (strncmp(a + n, b + n, len))
			break;
		n += len;
	}
	return n;
}

/* The bytes of s behind `from` that are not also the end of the other. */
static size_t differing_bytes(const char *s, const char *other, size_t from)
{
	size_t a = strlen(s), b = strlen(other);
	while (a > from && b > from && s[a - 1] == other[b - 1])
		a--, b--;
	while (s[a] && ((unsigned char)s[a] & 0xC0) == 0x80)
		a++;
	return a - from;
}

/* Where a text is to begin, so that what differs at `from` is seen, with some columns before it. */
static size_t start_of(const char *s, size_t from)
{
	size_t start = 0;
	if (columns(s, from) + COLUMNS_BEFORE <= COLUMNS)
		return 0;
	while (start < from && columns(s + start, from - start) > COLUMNS_BEFORE)
		start += character(s + start);
	return start;
}

/* Bytes of s that fit into COLUMNS. */
static size_t fitting(const char *s)
{
	size_t n = 0, width = 0;
	while (s[n] && width < COLUMNS) {
		width += columns(s + n, character(s + n));
		n += character(s + n);
	}
	return n;
}

static void fill(FILE *out, char c, size_t count)
{
	while (count-- > 0)
		fputc(c, out);
}

struct side {
	const char *code, *text; /* of the sentence that names it */
	size_t from, differs;
};

/* "  기대  글" and, below, marks under what differs. */
static void print_side(const struct side *side, enum language l, FILE *out)
{
	const char *s = side->text;
	size_t from = side->from, differs = side->differs;
	size_t start = start_of(s, from), shown = fitting(s + start);
	char *name = sentence_in(l, side->code, NULL);
	char *widest = sentence_in(l, "test.expected", NULL);
	size_t margin = text_width(widest) + 2;
	fprintf(out, "#   %s", name);
	fill(out, ' ', margin - text_width(name));
	fprintf(out, "%s%.*s%s\n", start ? "…" : "", (int)shown, s + start,
	        s[start + shown] ? "…" : "");
	free(widest);
	free(name);
	if (!differs)
		return;
	size_t end = from + differs < start + shown ? from + differs : start + shown;
	fputs("#   ", out);
	fill(out, ' ', margin + (start ? 1 : 0) + columns(s + start, from - start));
	fill(out, '^', columns(s + from, end - from));
	fputc('\n', out);
}

static void print_sides(const char *want, const char *would, enum language l, FILE *out)
{
	static const char more[] = "…";
	size_t len = strlen(want), cut = strlen(more);
	bool prefix = len > cut && !strcmp(want + len - cut, more);
	size_t from = same_bytes(want, would);
	size_t mine = prefix ? len - cut - (from < len - cut ? from : len - cut)
	                     : differing_bytes(want, would, from);
	size_t others = prefix ? strlen(would + from) : differing_bytes(would, want, from);
	print_side(&(struct side){ "test.expected", want, from, mine }, l, out);
	print_side(&(struct side){ "test.is", would, from, others }, l, out);
}

static char *line_at(const char *text, int line)
{
	for (int at = 1; at < line && text; at++) {
		text = strchr(text, '\n');
		text = text ? text + 1 : NULL;
	}
	return text ? xstrndup(text, strcspn(text, "\r\n")) : xstrdup("");
}

/* Blanks at its ends are not of the play. */
static char *trimmed(char *s)
{
	size_t from = strspn(s, " \t"), len = strlen(s);
	while (len > from && (s[len - 1] == ' ' || s[len - 1] == '\t'))
		len--;
	char *out = xstrndup(s + from, len - from);
	free(s);
	return out;
}

void diff_print(const char *path, int line, const char *would, enum language l, FILE *out)
{
	struct err e = { 0 };
	char *text = file_read(path, PLAY_MAX_BYTES, &(size_t){ 0 }, &e);
	if (!text)
		return;
	for (int at = line > LINES_BEFORE ? line - LINES_BEFORE : 1; at <= line; at++) {
		char *one = line_at(text, at);
		size_t shown = fitting(one);
		fprintf(out, "#   %s%4d │ %.*s%s\n", at == line ? "▶" : " ", at, (int)shown, one,
		        one[shown] ? "…" : "");
		free(one);
	}
	char *want = trimmed(line_at(text, line));
	if (would) /* NULL: the error says it */
		print_sides(want, would, l, out);
	free(want);
	free(text);
}
