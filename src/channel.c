#include "channel.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "text.h"

/* "(12/34)\n": so many code points are kept free in each piece of a text that is cut. */
enum { MARK_CODE_POINTS = 8, PIECES_MAX = 99 };

const struct channel *channel_find(const struct channels *cs, const char *name)
{
	for (size_t i = 0; cs && name && i < cs->count; i++)
		if (!strcmp(cs->list[i].name, name))
			return &cs->list[i];
	return NULL;
}

/* Bytes of the first n code points; all of a shorter text. */
static size_t bytes_of(const char *s, size_t n)
{
	size_t at = 0;
	while (s[at] && n > 0) {
		at++;
		while ((s[at] & 0xC0) == 0x80)
			at++;
		n--;
	}
	return at;
}

/* Where a piece of at most n code points ends best: behind its last line, else its last sentence,
 * else its last blank, if more than half of it stays; else in the middle of a word. */
static size_t cut_at(const char *s, size_t n)
{
	static const char *const ends[] = { "\n", ". ", "? ", "! ", " " };
	size_t most = bytes_of(s, n);
	if (!s[most])
		return most;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		size_t len = strlen(ends[i]), best = 0;
		for (size_t at = 0; at + len <= most; at++)
			if (!memcmp(s + at, ends[i], len))
				best = at + len;
		if (best > most / 2)
			return best;
	}
	return most;
}

static void add_piece(char ***pieces, size_t *count, char *piece)
{
	*pieces = xrealloc(*pieces, (*count + 2) * sizeof **pieces);
	(*pieces)[(*count)++] = piece;
	(*pieces)[*count] = NULL;
}

/* Without the white space at its end. */
static char *trimmed(const char *s, size_t len)
{
	while (len > 0 && strchr(" \n", s[len - 1]))
		len--;
	return xstrndup(s, len);
}

static void number_pieces(char **pieces, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char *numbered = xasprintf("(%zu/%zu)\n%s", i + 1, count, pieces[i]);
		free(pieces[i]);
		pieces[i] = numbered;
	}
}

char **channel_pieces(const struct channel *ch, const char *text, const struct choices *choices,
                      size_t *count)
{
	char **pieces = NULL;
	char *whole = choices && ch->typed
	                      ? xasprintf("%s\n\n1. %s\n2. %s%s%s", text, choices->yes, choices->no,
	                                  *choices->hint ? "\n" : "", choices->hint)
	                      : xstrdup(text);
	*count = 0;
	if (!ch->text_max || text_code_points(whole) <= ch->text_max) {
		add_piece(&pieces, count, whole);
		return pieces;
	}
	size_t n = ch->text_max > 2 * MARK_CODE_POINTS ? ch->text_max - MARK_CODE_POINTS : 1;
	for (const char *rest = whole; *rest;) {
		assert(*count < PIECES_MAX); /* no platform takes so little */
		size_t len = cut_at(rest, n);
		add_piece(&pieces, count, trimmed(rest, len));
		rest += len;
		rest += strspn(rest, " \n");
	}
	number_pieces(pieces, *count);
	free(whole);
	return pieces;
}

void channel_pieces_free(char **pieces)
{
	for (size_t i = 0; pieces && pieces[i]; i++)
		free(pieces[i]);
	free(pieces);
}

int channel_choice(const char *text)
{
	char *typed = text_spelling(text);
	size_t len = strlen(typed);
	int choice = 0;
	while (len > 1 && strchr(".)!~ ", typed[len - 1])) /* "1?" asks */
		typed[--len] = '\0';
	if ((*typed == '1' || *typed == '2') && (!typed[1] || !strcmp(typed + 1, "번")))
		choice = *typed - '0';
	free(typed);
	return choice;
}
