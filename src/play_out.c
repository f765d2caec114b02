#include "play_out.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base.h"
#include "text.h"

enum { COLUMNS_MAX = 100, COLUMNS_MIN = 30, NAME_COLUMNS = 16 };

void play_out_init(struct play_out *o)
{
	const char *no = getenv("NO_COLOR");
	o->colour = isatty(STDOUT_FILENO) && !(no && *no);
}

int play_out_columns(void)
{
	struct winsize ws;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &ws) || !ws.ws_col)
		return 80;
	return ws.ws_col > COLUMNS_MAX   ? COLUMNS_MAX
	       : ws.ws_col < COLUMNS_MIN ? COLUMNS_MIN
	                                 : ws.ws_col;
}

static const char *sgr_of(const char *hue)
{
	static const char *const hues[][2] = { { "strong", "\x1b[1m" }, { "faint", "\x1b[2m" },
		                               { "good", "\x1b[32m" },  { "bad", "\x1b[31m" },
		                               { "wait", "\x1b[33m" },  { "agent", "\x1b[36m" },
		                               { "party", "\x1b[35m" }, { "note", "\x1b[1;33m" } };
	for (size_t i = 0; hue && i < COUNT_OF(hues); i++)
		if (!strcmp(hues[i][0], hue))
			return hues[i][1];
	return "";
}

static void paint(struct play_out *o, const char *hue)
{
	if (o->colour)
		fputs(hue ? sgr_of(hue) : "\x1b[0m", stdout);
}

/* ---- wrapping ---- */

struct flow_of_text {
	struct play_out *o;
	const char *hue, *bar; /* bar: before each row, faint; "" */
	int indent, column;
	bool fresh; /* nothing stands in this row yet */
};

static int width_of(const char *s, size_t len_bytes)
{
	char *one = xstrndup(s, len_bytes);
	int width = (int)text_width(one);
	free(one);
	return width;
}

static void end_row(struct play_out *o)
{
	putchar('\n');
	o->rows++;
}

static void new_row(struct flow_of_text *f)
{
	paint(f->o, NULL);
	end_row(f->o);
	printf("%*s", f->indent, "");
	paint(f->o, "faint");
	fputs(f->bar, stdout);
	paint(f->o, NULL);
	paint(f->o, f->hue);
	f->column = f->indent + (int)text_width(f->bar);
	f->fresh = true;
}

/* A word longer than a row is broken where the row ends. */
static void put_long(struct flow_of_text *f, const char *word, size_t len)
{
	for (size_t i = 0, n; i < len; i += n) {
		for (n = 1; i + n < len && (word[i + n] & 0xC0) == 0x80; n++)
			;
		int w = width_of(word + i, n);
		if (f->column + w >= play_out_columns())
			new_row(f);
		printf("%.*s", (int)n, word + i);
		f->column += w;
	}
}

static void put_word(struct flow_of_text *f, const char *word, size_t len)
{
	int w = width_of(word, len), room = play_out_columns() - 1;
	if (!f->fresh && f->column + 1 + w > room) {
		new_row(f);
	} else if (!f->fresh) {
		putchar(' ');
		f->column++;
	}
	if (f->column + w > room) {
		put_long(f, word, len);
	} else {
		printf("%.*s", (int)len, word);
		f->column += w;
	}
	f->fresh = false;
}

static void put_text(struct flow_of_text *f, const char *text)
{
	char *shown = text_printable(text);
	for (const char *p = shown; *p;) {
		size_t len = strcspn(p, " \n\t");
		if (len)
			put_word(f, p, len);
		p += len;
		if (*p == '\n' && p[1])
			new_row(f);
		p += *p != 0;
	}
	free(shown);
	paint(f->o, NULL);
}

void play_out_text(struct play_out *o, const char *hue, const char *text, int indent)
{
	struct flow_of_text f = { o, hue, "", indent, 0, true };
	paint(o, hue);
	put_text(&f, text);
	end_row(o);
}

void play_out_field(struct play_out *o, const char *label, int columns, const char *text)
{
	struct flow_of_text f = { o, NULL, "", columns, columns, true };
	int used = (int)text_width(label);
	printf("%s%*s", label, used < columns ? columns - used : 1, "");
	put_text(&f, text);
	end_row(o);
}

void play_out_say(struct play_out *o, const char *hue, const char *fmt, ...)
{
	char text[2000];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	size_t len = strlen(text);
	while (len && !text_valid(text, len)) /* cut within a character */
		text[--len] = 0;
	play_out_text(o, hue, text, 0);
}

/* ---- paragraphs ---- */

static const char *get(const json_t *p, const char *key)
{
	return json_string_value(json_object_get(p, key));
}

/* The tail goes to the label where it fits there, else below it. */
static void put_head(struct play_out *o, const json_t *p, struct flow_of_text *f)
{
	const char *label = get(p, "label"), *tail = get(p, "tail");
	paint(o, f->hue = get(p, "hue"));
	if (label)
		put_text(f, label);
	if (!tail || !*tail)
		return;
	fputs("  ", stdout);
	f->column += 2;
	f->hue = "faint";
	f->fresh = true;
	if (f->column + (int)text_width(tail) >= play_out_columns())
		new_row(f);
	paint(o, "faint");
	put_text(f, tail);
}

static void put_paragraph(struct play_out *o, const json_t *p)
{
	const char *text = get(p, "text");
	bool quote = json_is_true(json_object_get(p, "quote"));
	struct flow_of_text f = { o, NULL, "", 2, 0, true };
	if (json_is_true(json_object_get(p, "gap")))
		end_row(o);
	put_head(o, p, &f);
	f.hue = get(p, "style");
	if (text && quote) {
		f.bar = "│ ";
		new_row(&f);
	} else if (text && f.column) {
		fputs("  ", stdout);
		f.column += 2;
		f.fresh = true;
	}
	paint(o, f.hue);
	if (text)
		put_text(&f, text);
	end_row(o);
}

void play_out_paragraphs(struct play_out *o, const json_t *paragraphs)
{
	size_t i;
	json_t *p;
	json_array_foreach(paragraphs, i, p) put_paragraph(o, p);
}

/* ---- menus ---- */

void play_out_items(struct play_out *o, const char *name, const json_t *items, int first)
{
	int column = NAME_COLUMNS, used = (int)text_width(name);
	size_t i;
	json_t *item;
	paint(o, "faint");
	printf("%s%*s", name, used < NAME_COLUMNS ? NAME_COLUMNS - used : 1, "");
	paint(o, NULL);
	json_array_foreach(items, i, item)
	{
		const char *label = json_string_value(item);
		char number[16];
		snprintf(number, sizeof number, "%d", first + (int)i);
		int w = (int)(strlen(number) + 1 + text_width(label));
		if (i > 0 && column + 2 + w >= play_out_columns()) {
			end_row(o);
			printf("%*s", NAME_COLUMNS, "");
			column = NAME_COLUMNS;
		} else if (i > 0) {
			fputs("  ", stdout);
			column += 2;
		}
		paint(o, "strong");
		fputs(number, stdout);
		paint(o, NULL);
		printf(" %s", label);
		column += w;
	}
	end_row(o);
}

void play_out_rule(struct play_out *o)
{
	paint(o, "faint");
	for (int i = 0; i < play_out_columns() - 1; i++)
		fputs("─", stdout);
	paint(o, NULL);
	end_row(o);
}

/* Row by row: what is erased as a whole screen, some terminals keep in their history. */
void play_out_take_back(struct play_out *o, int rows)
{
	for (putchar('\r'); rows > 0; rows--)
		fputs("\x1b[A\x1b[2K", stdout);
	o->rows = 0;
}
