/* The Korean particle behind a word, by how its sound ends. */
#include "text.h"

#include "base.h"
#include "text_impl.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* How the sound of a word ends. */
enum ending { END_OPEN, END_RIEUL, END_CLOSED };

/* The first form stands behind a final consonant. `open_rieul`: ㄹ counts as none (서울로, not
 * 서울으로).
 */
static const struct particle {
	const char *closed, *open;
	bool open_rieul;
} particles[] = {
	{ "이", "가", false },          { "을", "를", false },       { "은", "는", false },
	{ "과", "와", false },          { "아", "야", false },       { "이여", "여", false },
	{ "이라", "라", false },        { "이라고", "라고", false }, { "이라는", "라는", false },
	{ "이라도", "라도", false },    { "이라면", "라면", false }, { "이란", "란", false },
	{ "이랑", "랑", false },        { "이나", "나", false },     { "이며", "며", false },
	{ "이고", "고", false },        { "이든", "든", false },     { "이든지", "든지", false },
	{ "이에요", "예요", false },    { "이었", "였", false },     { "으로", "로", true },
	{ "으로서", "로서", true },     { "으로써", "로써", true },  { "으로는", "로는", true },
	{ "으로도", "로도", true },     { "으로만", "로만", true },  { "으로의", "로의", true },
	{ "으로부터", "로부터", true },
};

/* Whether pair is "a/b". */
static bool is_pair(const char *pair, const char *a, const char *b)
{
	size_t n = strlen(a);
	return strncmp(pair, a, n) == 0 && pair[n] == '/' && strcmp(pair + n + 1, b) == 0;
}

static const struct particle *particle_find(const char *pair)
{
	for (size_t i = 0; i < COUNT_OF(particles); i++) {
		const struct particle *p = &particles[i];
		if (is_pair(pair, p->closed, p->open) || is_pair(pair, p->open, p->closed))
			return p;
	}
	return NULL;
}

/* The code point that ends at *end (which must not be 0); moves *end to its first byte. */
static int32_t character_before(const char *s, size_t *end)
{
	size_t from = *end - 1;
	while (from > 0 && ((unsigned char)s[from] & 0xC0) == 0x80)
		from--;
	int32_t c = 0;
	text_character_at(s + from, *end - from, &c);
	*end = from;
	return c;
}

/* Digits that end at s[len - 1]. With z zeros at the end a number is read to its last unit: 십 백
 * 천, then 만 for 4..7 zeros, 억 8..11, 조 12..15, 경 16..19. Behind a decimal point every digit is
 * read by itself. */
static enum ending number_ending(const char *s, size_t len)
{
	static const char by_digit[] = "CROCOOCRRO"; /* 영 일 이 삼 사 오 육 칠 팔 구 */
	size_t zeros = 0, from = len;
	bool other = false;
	for (; from > 0 && (s[from - 1] == ',' || (s[from - 1] >= '0' && s[from - 1] <= '9'));
	     from--) {
		other = other || (s[from - 1] >= '1' && s[from - 1] <= '9');
		zeros += s[from - 1] == '0' && !other;
	}
	bool decimal = from > 1 && s[from - 1] == '.' && s[from - 2] >= '0' && s[from - 2] <= '9';
	if (zeros > 0 && other && !decimal)
		return zeros >= 12 && zeros <= 15 ? END_OPEN : END_CLOSED;
	char how = by_digit[s[len - 1] - '0'];
	return how == 'C' ? END_CLOSED : how == 'R' ? END_RIEUL : END_OPEN;
}

/* Of c in decomposed, case folded text: a jamo, or a letter by its Korean name (엘 엠 엔 알). */
static enum ending letter_ending(int32_t c)
{
	if (c >= 0x11A8 && c <= 0x11C2) /* final consonants */
		return c == 0x11AF ? END_RIEUL : END_CLOSED;
	if (c >= 0x1100 && c <= 0x1112) /* a consonant alone is called by its name: 기역, 리을 */
		return c == 0x1105 ? END_RIEUL : END_CLOSED;
	if (c == 'l' || c == 'r')
		return END_RIEUL;
	return c == 'm' || c == 'n' ? END_CLOSED : END_OPEN;
}

/* s: decomposed. A Hangul syllable is then two or three jamo, the third its final consonant. */
static enum ending ending_of(const char *s)
{
	size_t end = strlen(s);
	while (end > 0) {
		size_t behind = end;
		int32_t c = character_before(s, &end);
		if (c >= '0' && c <= '9')
			return number_ending(s, behind);
		if (c == '%') /* 퍼센트 */
			return END_OPEN;
		utf8proc_category_t category = utf8proc_category(c);
		bool letter = category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
		if (letter || category == UTF8PROC_CATEGORY_ND)
			return letter_ending(c);
	}
	return END_OPEN;
}

const char *text_particle(const char *word, const char *pair)
{
	const struct particle *p = particle_find(pair);
	if (!p)
		return NULL;
	char *spelt = text_mapped(word, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
	                                        UTF8PROC_IGNORE);
	enum ending how = ending_of(spelt);
	free(spelt);
	return how == END_CLOSED || (how == END_RIEUL && !p->open_rieul) ? p->closed : p->open;
}
