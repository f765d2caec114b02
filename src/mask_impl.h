/* mask_impl.h: what the parts of the masker share: the text as a list of characters, and who has
 * taken which. */
#ifndef ASSENT_MASK_IMPL_H
#define ASSENT_MASK_IMPL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uchar.h>

#include "mask.h"
#include "text.h"

/* Places are indices of `at`. A character that is taken belongs to a span already and is no part of
 * another. */
struct mask_text {
	const struct text_char *at;
	size_t count;
	uint8_t *taken; /* 0, or MASK_KEPT, or MASK_STARRED */
	struct mask_span *spans;
	size_t spans_count, spans_room;
};
enum { MASK_KEPT = 1, MASK_STARRED = 2 };

/* False, and nothing done, when a part is taken already. Letters and digits are starred. */
bool mask_take(struct mask_text *t, size_t from, size_t to, enum mask_type type);
/* The same with nothing starred yet: mask_star() follows. */
bool mask_take_bare(struct mask_text *t, size_t from, size_t to, enum mask_type type);
void mask_star(struct mask_text *t, size_t from, size_t to);

/* ---- characters ---- */

/* As they will stand in the masked text; 0 outside of it (i may be SIZE_MAX), so that nobody need
 * ask where it ends. */
static inline int32_t mask_char(const struct mask_text *t, size_t i)
{
	if (i >= t->count)
		return 0;
	return t->taken[i] == MASK_STARRED ? '*' : t->at[i].c;
}
bool mask_is_digit(int32_t c);
bool mask_is_latin(int32_t c);
bool mask_is_hangul(int32_t c);
bool mask_is_space(int32_t c);
int32_t mask_lower(int32_t c);
/* Digit of a Korean syllable (공 영 빵 일 이 ...), or -1. */
int mask_spoken_digit(int32_t c);
/* Whether `word` (lower case) stands at i; its length, or 0. */
size_t mask_word_at(const struct mask_text *t, size_t i, const char32_t *word);
size_t mask_skip_space(const struct mask_text *t, size_t i, size_t most);
/* A unit follows at i (원, 건, 명, km ...): what stands before it counts something. */
bool mask_unit_at(const struct mask_text *t, size_t i);

/* ---- what a number is called ---- */

enum mask_label {
	LABEL_NONE,
	LABEL_OTHER, /* order, ticket, approval, company ...: not personal */
	LABEL_RESIDENT,
	LABEL_CARD,
	LABEL_ACCOUNT,
	LABEL_BANK,
	LABEL_PHONE,
	LABEL_MOBILE,
	LABEL_LICENCE,
	LABEL_PASSPORT,
	LABEL_PLATE,
	LABEL_ADDRESS
};
/* The word that stands right before `at`, with only particles and punctuation between. */
enum mask_label mask_label_before(const struct mask_text *t, size_t at);
/* Within some words before `at`. */
bool mask_label_near(const struct mask_text *t, size_t at, enum mask_label wanted);
bool mask_word_near(const struct mask_text *t, size_t at, const char32_t *word);
/* Within some words before or behind [from, to): LABEL_ACCOUNT where a bank or an account is named,
 * LABEL_BANK where a word may be a bank's name (하나, 우리), LABEL_NONE. */
enum mask_label mask_bank_near(const struct mask_text *t, size_t from, size_t to);
/* Length of the name of a province or large city at i ("서울", "경기도"), or 0. */
size_t mask_region_at(const struct mask_text *t, size_t i);
/* Where a region that ends right before `at` (with or without a space) begins, or `at`. */
size_t mask_region_before(const struct mask_text *t, size_t at);

/* ---- digits ---- */

/* What stands before a digit. */
enum mask_gap {
	GAP_NONE, /* the digit before */
	GAP_SPACE,
	GAP_MARK, /* a hyphen, dot, comma, bracket ... with or without spaces */
	GAP_WORD, /* 에, 다시, 뒷자리는 ...: words said between digits */
	GAP_TALK, /* more words: only a number that is called a telephone's goes on here */
	GAP_BREAK /* anything else: no number goes on here */
};
struct mask_digit {
	uint32_t from, to; /* characters */
	enum mask_gap gap;
	int32_t mark; /* of GAP_MARK the first sign */
	bool tight;   /* GAP_MARK without spaces */
	bool spoken;
	uint8_t value;
};
struct mask_digits {
	struct mask_digit *list;
	size_t count;
	bool unsure; /* the lenient reading would find more digits */
};
/* Reads the digits that are not taken. Strict: ASCII digits, and Korean digit syllables that stand
 * by themselves. Lenient: also those that touch ASCII digits (0일0), native numerals (하나둘셋),
 * and letters for 0 and 1 (O1O). */
void mask_read_digits(const struct mask_text *t, bool lenient, struct mask_digits *out);

/* ---- the finders, in the order of mask.c ---- */

void mask_find_emails(struct mask_text *t);
void mask_find_numbers(struct mask_text *t, const struct mask_digits *d);
void mask_find_spelt_numbers(struct mask_text *t, const struct mask_digits *d);
void mask_find_passports(struct mask_text *t);
void mask_find_accounts(struct mask_text *t, const struct mask_digits *d);
void mask_find_plates(struct mask_text *t);
void mask_find_addresses(struct mask_text *t);

#endif
