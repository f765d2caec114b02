/* text.h: UTF-8 and Korean (utf8proc behind it): validity, normal forms, particles. */
#ifndef ASSENT_TEXT_H
#define ASSENT_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

/* Well-formed UTF-8 without NUL (RFC 3629: no surrogates, no overlong forms). */
bool text_valid(const char *s, size_t len_bytes);
size_t text_code_points(const char *s);
/* Columns on a terminal: a Korean syllable takes two, a combining mark none. s must be valid. */
size_t text_width(const char *s);

/* For a terminal: control characters except line ends and tabs, and signs that turn the direction of
 * writing, become U+FFFD. Caller frees; s must be valid. */
char *text_printable(const char *s);

char *text_nfc(const char *s); /* canonical composition; caller frees; s must be valid */

/* For comparing what people type: NFKC, case folded, zero-width characters, white space and
 * punctuation taken out, with the signs ~ ^ + = < > | as well (emoji stay), and bytes that are no
 * text. "１１월  20일!" -> "11월20일". Caller frees. */
char *text_bare(const char *s);

/* As text_bare, and what changes a number stays: a % sign, and whatever stands between two digits.
 * "1.5 년, 10 %" -> "1.5년10%", which is neither 15 years nor 10. Caller frees. */
char *text_terms(const char *s);

/* As text_bare, and white space, punctuation and signs stay: where numbers must not run together.
 * Caller frees. */
char *text_plain(const char *s);

/* What a person typed, in one spelling: as text_plain, letters of Hangul that stand alone are ㅇ, not the
 * jamo of a syllable, any white space is one blank (none at the ends), and colours of emoji are left
 * out. "ＯＫ   ㅇㅇ 👍🏽" -> "ok ㅇㅇ 👍". Caller frees. */
char *text_spelling(const char *s);

/* As text_bare, and only digits are kept; Korean digit syllables count (공영일이삼사오육륙칠팔구 ->
 * 0..9), so that a spoken number is found: "공일공 1234" -> "0101234". Caller frees. */
char *text_digits(const char *s);
char *text_bare_digits(const char *bare); /* of what text_bare made */
char *text_typed_digits(const char *s);   /* the same without Korean digit syllables */
char *text_ascii_digits(const char *s);   /* those that stand in s as it is */
int text_digit(const char *s); /* of the character at s, figure or syllable; -1: it is none */

/* A character as its reader sees it, and the code points of the text that it was made of. */
struct text_char {
	int32_t c;
	uint32_t from, to; /* code points; to is behind the last */
};

/* The characters of len_bytes bytes (NUL and bytes that are no text count as one code point each,
 * and become U+FFFD): NFKC, so that full-width and decomposed forms are the plain ones; zero-width
 * characters and variation selectors are left out. *out: caller frees. Returns how many. */
size_t text_chars(const char *s, size_t len_bytes, struct text_char **out);

/* The edit distance (Levenshtein) of two texts in characters as text_chars reads them: a syllable of Hangul is
 * one. -1: they differ over more than 4,000 characters. */
int64_t text_distance(const char *a, const char *b);

/* The particle that fits behind word: pair is "이/가", "을/를", "은/는", "과/와", "으로/로",
 * "이라/라" ... in either order; the form for a final consonant is found by the pair itself.
 * 으로/로 takes 로 behind ㄹ. A word that ends in a digit or Latin letter is read as Korean reads
 * it (3 = 삼, L = 엘). NULL if the pair is not known. */
const char *text_particle(const char *word, const char *pair);

#endif
