/* What an agent's own words give away: the case's values looked for in a text, however they are
 * typed. */
#include <stdlib.h>
#include <string.h>

#include "consent.h"
#include "text.h"

enum { TRIP = 2, CASE = 4, CONTACT = 8 };
enum { WORD_CODE_POINTS = 3, PHONE_TAIL_DIGITS = 8 };

static bool holds(const char *bare_text, const char *value)
{
	char *bare = text_bare(value);
	bool found = text_code_points(bare) >= 2 && strstr(bare_text, bare);
	free(bare);
	return found;
}

/* The value as a whole, or one of its longer words ("강남역 2번 출구" is given away by "강남역").
 */
static bool holds_value_or_word(const char *bare_text, const char *value)
{
	if (holds(bare_text, value))
		return true;
	char *copy = xstrdup(value), *rest = copy, *word;
	bool found = false;
	while (!found && (word = strsep(&rest, " \t")))
		found = text_code_points(word) >= WORD_CODE_POINTS && holds(bare_text, word);
	free(copy);
	return found;
}

/* 20 -> "이십": how a day or month is said. */
static void number_word(int n, char out[32])
{
	static const char *const digits[] = { "",   "일", "이", "삼", "사",
		                              "오", "육", "칠", "팔", "구" };
	snprintf(out, 32, "%s%s%s", n >= 20 ? digits[n / 10] : "", n >= 10 ? "십" : "",
	         digits[n % 10]);
}

/* "2026-11-20" is given away by 11월 20일, 십일월 이십일, 11/20, 11-20, 11.20, 20261120. */
static bool holds_date(const char *bare_text, const char *text, const char *date)
{
	int year, month, day;
	char word[2][32], form[96];
	if (sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3 || month > 12 || day > 31)
		return holds(bare_text, date);
	snprintf(form, sizeof form, "%d월%d일", month, day);
	if (holds(bare_text, form) || holds(bare_text, date))
		return true;
	snprintf(form, sizeof form, "%02d월%02d일", month, day);
	if (holds(bare_text, form))
		return true;
	number_word(month, word[0]);
	number_word(day, word[1]);
	snprintf(form, sizeof form, "%s월%s일",
	         month == 6    ? "유"
	         : month == 10 ? "시"
	                       : word[0],
	         word[1]);
	if (holds(bare_text, form))
		return true;
	for (const char *sep = "/-."; *sep; sep++) {
		snprintf(form, sizeof form, "%d%c%d", month, *sep, day);
		if (strstr(text, form))
			return true;
	}
	return false;
}

static char *ascii_digits(const char *text)
{
	struct buf b = { 0 };
	for (; *text; text++)
		if (*text >= '0' && *text <= '9')
			buf_add(&b, text, 1);
	return buf_take(&b);
}

/* By its last eight digits, typed or spoken: with 010 or +82 before them or not. */
static bool holds_phone(const char *bare_text, const char *text, const char *phone)
{
	char *digits = ascii_digits(phone), *typed = ascii_digits(bare_text),
	     *spoken = text_digits(text);
	size_t n = strlen(digits);
	const char *tail = n > PHONE_TAIL_DIGITS ? digits + n - PHONE_TAIL_DIGITS : digits;
	bool found = n >= 7 && (strstr(typed, tail) || strstr(spoken, tail));
	free(digits);
	free(typed);
	free(spoken);
	return found;
}

static bool tells_trip(const struct support_case *c, const char *bare, const char *text)
{
	const char *date = case_text(c, json_object_get(c->facts, "trip_date"));
	const char *origin = case_text(c, json_object_get(c->facts, "origin"));
	const char *destination = case_text(c, json_object_get(c->facts, "destination"));
	return (date && holds_date(bare, text, date)) ||
	       (origin && holds_value_or_word(bare, origin)) ||
	       (destination && holds_value_or_word(bare, destination));
}

unsigned consent_text_tells(const struct support_case *c, enum role to, const char *text,
                            const char *topic_word, enum role *contact_of)
{
	char *bare = text_bare(text);
	unsigned tells = 0;
	*contact_of = ROLE_NONE;
	if (tells_trip(c, bare, text))
		tells |= TRIP;
	if (topic_word && holds(bare, topic_word))
		tells |= CASE;
	for (int r = 0; r < ROLE_COUNT; r++) {
		const char *phone = case_text(c, c->parties[r].phone);
		if (r == (int)to || !phone || !holds_phone(bare, text, phone))
			continue;
		tells |= CONTACT;
		*contact_of = (enum role)r;
	}
	free(bare);
	return tells;
}
