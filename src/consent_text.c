/* What an agent's own words give away: the case's values looked for in a text, however they are
 * typed. */
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "consent.h"
#include "mask.h"
#include "text.h"

enum { TRIP = 2, CASE = 4, CONTACT = 8 };
enum { WORD_CODE_POINTS = 3, PHONE_TAIL_DIGITS = 7 };

/* A text in the two forms that are searched. */
struct searched {
	char *bare, *plain; /* text_bare, text_plain */
};

static bool holds(const struct searched *t, const char *value)
{
	char *bare = text_bare(value);
	bool found = text_code_points(bare) >= 2 && strstr(t->bare, bare);
	free(bare);
	return found;
}

static bool is_long_word(const char *word)
{
	char *bare = text_bare(word);
	bool is_long = text_code_points(bare) >= WORD_CODE_POINTS;
	free(bare);
	return is_long;
}

static const char between_words[] = " \t\n.,/()[]{}<>-_~:;'\"";

static bool begins_a_word(const char *plain, const char *stem)
{
	for (const char *at = plain; (at = strstr(at, stem)); at++)
		if (at == plain || strchr(between_words, at[-1]))
			return true;
	return false;
}

/* "강남에서" gives 강남역 away: a place is called without its last syllable, too. */
static bool holds_stem(const struct searched *t, const char *word)
{
	static const char *const ends[] = { "역", "동", "구", "시", "군", "읍", "면" };
	char *stem = text_bare(word);
	bool found = false;
	for (size_t i = 0; i < COUNT_OF(ends) && !found; i++) {
		char *end = stem + strlen(stem) - strlen(ends[i]); /* of three syllables or more */
		if (strcmp(end, ends[i]))
			continue;
		*end = '\0';
		found = begins_a_word(t->plain, stem);
	}
	free(stem);
	return found;
}

/* The value as a whole, or one of its longer words ("강남역 2번 출구" is given away by "강남역").
 */
static bool holds_value_or_word(const struct searched *t, const char *value)
{
	if (holds(t, value))
		return true;
	char *copy = text_plain(value), *rest = copy, *word;
	bool found = false;
	while (!found && (word = strsep(&rest, between_words)))
		found = is_long_word(word) && (holds(t, word) || holds_stem(t, word));
	free(copy);
	return found;
}

/* ---- dates ---- */

/* 20 -> "이십": how a day or month is said. */
static void number_word(int n, char out[16])
{
	static const char *const digits[] = { "",   "일", "이", "삼", "사",
		                              "오", "육", "칠", "팔", "구" };
	snprintf(out, 16, "%s%s%s", n >= 20 ? digits[n / 10] : "", n >= 10 ? "십" : "",
	         digits[n % 10]);
}

static void number_forms(int n, char out[3][16])
{
	snprintf(out[0], 16, "%d", n);
	snprintf(out[1], 16, "%02d", n);
	number_word(n, out[2]);
}

/* 11월 20일, 십일월 이십일, 11월 이십일. That "1월 2일" is found in "11월 2일" too errs on the safe
 * side. */
static bool holds_said_date(const struct searched *t, int month, int day)
{
	char months[3][16], days[3][16], form[48];
	number_forms(month, months);
	number_forms(day, days);
	if (month == 6 || month == 10)
		snprintf(months[2], 16, "%s", month == 6 ? "유" : "시");
	for (size_t i = 0; i < COUNT_OF(months) * COUNT_OF(days); i++) {
		snprintf(form, sizeof form, "%s월%s일", months[i / 3], days[i % 3]);
		if (strstr(t->bare, form))
			return true;
	}
	return false;
}

/* Reads the digits at *at as a number; 0: none are there. */
static long number_at(const char **at)
{
	long n = **at >= '0' && **at <= '9' ? strtol(*at, NULL, 10) : 0;
	*at += strspn(*at, "0123456789");
	return n;
}

/* Spaces, one sign between the numbers of a date, spaces; false: something else stands there. */
static bool skip_separator(const char **at)
{
	static const char *const signs[] = { "/", "-", ".", ",", "_", "·", "–", "월" };
	*at += strspn(*at, " \t\n");
	for (size_t i = 0; i < COUNT_OF(signs); i++) {
		size_t len = strlen(signs[i]);
		if (strncmp(*at, signs[i], len))
			continue;
		*at += len;
		*at += strspn(*at, " \t\n");
		return true;
	}
	return false;
}

/* 11/20, 11-20, 2026. 11. 20., 11월20 */
static bool holds_typed_date(const struct searched *t, int month, int day)
{
	for (const char *at = t->plain; *(at += strcspn(at, "0123456789"));) {
		bool is_month = number_at(&at) == month;
		const char *next = at;
		if (is_month && skip_separator(&next) && number_at(&next) == day)
			return true;
	}
	return false;
}

/* ---- dates in English ---- */

static const char *const months[] = { "january",   "february", "march",    "april",
	                              "may",       "june",     "july",     "august",
	                              "september", "october",  "november", "december" };
enum { MONTH_SHORT = 3 }; /* letters by which a month is known */

/* "20", "20th", "the 20": the day that stands at s or behind these. */
static long day_behind(const char *s)
{
	s += strspn(s, " \t\n.,'-/");
	if (!strncmp(s, "the ", 4))
		s += 4;
	return number_at(&s);
}

/* The day that stands before s: "20 ", "20th of ". */
static long day_before(const char *text, const char *s)
{
	static const char *const fillers[] = { "of", "st", "nd", "rd", "th" };
	for (size_t i = 0; i < COUNT_OF(fillers); i++) {
		while (s > text && strchr(" \t\n.,'-/", s[-1]))
			s--;
		if (s - text >= 2 && !strncmp(s - 2, fillers[i], 2))
			s -= 2;
	}
	const char *end = s;
	while (s > text && s[-1] >= '0' && s[-1] <= '9')
		s--;
	return s < end ? strtol(s, NULL, 10) : 0;
}

/* "twentieth", "twentyfirst": with nothing between, as in text_bare. */
static void ordinal_word(int day, char out[24])
{
	static const char *const ones[] = { "",      "first", "second",  "third",  "fourth",
		                            "fifth", "sixth", "seventh", "eighth", "ninth" };
	static const char *const teens[] = { "tenth",      "eleventh",  "twelfth",   "thirteenth",
		                             "fourteenth", "fifteenth", "sixteenth", "seventeenth",
		                             "eighteenth", "nineteenth" };
	if (day < 10 || day == 20 || day == 30)
		snprintf(out, 24, "%s",
		         day < 10    ? ones[day]
		         : day == 20 ? "twentieth"
		                     : "thirtieth");
	else if (day < 20)
		snprintf(out, 24, "%s", teens[day - 10]);
	else
		snprintf(out, 24, "%s%s", day < 30 ? "twenty" : "thirty", ones[day % 10]);
}

static bool holds_spoken_english(const struct searched *t, const char *month, int day)
{
	char word[24], forms[4][64];
	ordinal_word(day, word);
	snprintf(forms[0], sizeof forms[0], "%s%s", month, word);
	snprintf(forms[1], sizeof forms[1], "%sthe%s", month, word);
	snprintf(forms[2], sizeof forms[2], "%s%s", word, month);
	snprintf(forms[3], sizeof forms[3], "%sof%s", word, month);
	for (size_t i = 0; i < COUNT_OF(forms); i++)
		if (strstr(t->bare, forms[i]))
			return true;
	return false;
}

/* November 20, Nov. 20th 2026, 20 November, the 20th of November, November twentieth */
static bool holds_english_date(const struct searched *t, int month, int day)
{
	const char *name = months[month - 1];
	char letters[MONTH_SHORT + 1];
	snprintf(letters, sizeof letters, "%s", name);
	for (const char *at = t->plain; (at = strstr(at, letters)); at++) {
		const char *behind = at + strspn(at, "abcdefghijklmnopqrstuvwxyz");
		if (day_behind(behind) == day || day_before(t->plain, at) == day)
			return true;
	}
	return holds_spoken_english(t, name, day);
}

static bool holds_date(const struct searched *t, const char *date)
{
	int year, month, day;
	if (holds(t, date))
		return true;
	if (sscanf(date, "%4d-%2d-%2d", &year, &month, &day) != 3 || month < 1 || month > 12 ||
	    day < 1 || day > 31)
		return false;
	return holds_said_date(t, month, day) || holds_typed_date(t, month, day) ||
	       holds_english_date(t, month, day);
}

/* ---- telephone numbers ---- */

/* The last n digits; all of a shorter one. */
static char *last_digits(const char *phone, size_t n)
{
	char *digits = text_ascii_digits(phone);
	size_t len = strlen(digits);
	if (len > n)
		memmove(digits, digits + len - n, n + 1);
	return digits;
}

/* The same with 010, 02 or +82 before them. */
static char *phone_tail(const char *phone)
{
	return last_digits(phone, PHONE_TAIL_DIGITS);
}

static bool hold_phone(const char *typed, const char *spoken, const char *phone)
{
	char *tail = phone_tail(phone);
	bool found =
		strlen(tail) == PHONE_TAIL_DIGITS && (strstr(typed, tail) || strstr(spoken, tail));
	free(tail);
	return found;
}

/* The last four digits: in Korea people are told apart by them ("뒷자리 6789"). In figures they stand alone, and are no
 * year, price or time, nor the end of another number; in words they begin a row of digits ("육칠팔구예요"). */
enum { PHONE_END_DIGITS = 4 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 6789원, 2026년, 1200 m: so many of something. */
static bool is_amount(const char *behind)
{
	static const char *const units[] = { "원",     "년", "월", "일", "시",  "분", "초",
		                             "명",     "건", "회", "개", "점",  "층", "호",
		                             "포인트", "%",  "km", "m ", "won", "krw" };
	behind += *behind == ' ';
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (!strncmp(behind, units[i], strlen(units[i])))
			return true;
	return false;
}

/* "1,234", "12:34", "1588-1234": signs between two digits. */
static bool is_joined(const char *sign, const char *digit)
{
	return *sign && strchr(".,:/-", *sign) && is_digit(*digit);
}

static bool ends_in_figures(const char *plain, const char *end)
{
	for (const char *at = plain; (at = strstr(at, end)); at++) {
		const char *behind = at + PHONE_END_DIGITS;
		bool alone = !is_digit(*behind) && (at == plain || !is_digit(at[-1]));
		bool joined = (at - plain > 1 && is_joined(at - 1, at - 2)) ||
		              is_joined(behind, behind + (*behind != '\0'));
		bool money = at - plain >= 3 && !strncmp(at - 3, "₩", 3);
		if (alone && !joined && !money && !is_amount(behind))
			return true;
	}
	return false;
}

/* Is it a sign within a row of digits? Between single ones not only a space: of a price or a date signs part more than one. */
static bool parts_digits(const char *at, size_t digits_before)
{
	bool more = is_digit(at[1]) || (at[1] == ' ' && is_digit(at[2]));
	return more && (*at == ' ' || (strchr("-,./", *at) && digits_before == 1));
}

/* The digits of the row that begins here, those after the fifth left out. What stands behind it. */
static const char *read_row(const char *at, char row[PHONE_END_DIGITS + 2], bool *parted)
{
	size_t n = 0, group = 0;
	*parted = false;
	for (; is_digit(*at) || (*at && parts_digits(at, group)); at++) {
		if (is_digit(*at) && n <= PHONE_END_DIGITS)
			row[n++] = *at;
		*parted = *parted || !is_digit(*at);
		group = is_digit(*at) ? group + 1 : 0;
	}
	row[n] = '\0';
	return at;
}

/* "6 7 8 9", "67 89", "6-7-8-9": a row of digits that stand apart. */
static bool ends_in_row(const char *plain, const char *end)
{
	char row[PHONE_END_DIGITS + 2];
	bool parted;
	while (*plain) {
		const char *behind = is_digit(*plain) ? read_row(plain, row, &parted) : plain;
		if (behind > plain && parted && !strcmp(row, end) && !is_amount(behind))
			return true;
		plain = behind > plain ? behind : plain + 1;
	}
	return false;
}

static bool ends_in_words(const char *plain, const char *end)
{
	int n = 0; /* digits of this row that are those of end; -1: it is another row */
	for (const char *at = plain; *at && n < PHONE_END_DIGITS; at++) {
		if (((unsigned char)*at & 0xc0) == 0x80)
			continue;
		int digit = is_digit(*at) ? -1 : text_digit(at);
		if (digit < 0)
			n = strchr(" -,./", *at) && n > 0 ? n : 0;
		else if (n >= 0)
			n = digit == end[n] - '0' ? n + 1 : -1;
	}
	return n == PHONE_END_DIGITS;
}

static bool holds_phone_end(const struct searched *t, const char *phone)
{
	char *end = last_digits(phone, PHONE_END_DIGITS);
	bool found = strlen(end) == PHONE_END_DIGITS &&
	             (ends_in_figures(t->plain, end) || ends_in_row(t->plain, end) ||
	              ends_in_words(t->plain, end));
	free(end);
	return found;
}

static bool has_same_end(const char *a, const char *b)
{
	char *x = last_digits(a, PHONE_END_DIGITS), *y = last_digits(b, PHONE_END_DIGITS);
	bool same = strlen(x) == PHONE_END_DIGITS && !strcmp(x, y);
	free(x);
	free(y);
	return same;
}

static bool holds_phone(const struct searched *t, const char *phone)
{
	char *typed = text_ascii_digits(t->bare), *spoken = text_bare_digits(t->bare);
	bool found = hold_phone(typed, spoken, phone);
	free(typed);
	free(spoken);
	return found;
}

static bool is_same_phone(const char *a, const char *b)
{
	char *x = phone_tail(a), *y = phone_tail(b);
	bool same = !strcmp(x, y);
	free(x);
	free(y);
	return same;
}

/* ---- telephone numbers that no record holds ---- */

/* Where the n-th code point begins, or the end of s. */
static const char *at_point(const char *s, uint32_t n)
{
	while (*s && n--)
		for (s++; ((unsigned char)*s & 0xc0) == 0x80; s++)
			;
	return s;
}

/* It is his own number, or he has written it himself. */
static bool is_known_to(const struct support_case *c, enum role to, const char *digits)
{
	const char *own = case_text(c, c->parties[to].phone);
	if (own && is_same_phone(own, digits))
		return true;
	for (size_t i = 0; i < c->values_count; i++) {
		const struct value *v = &c->values[i];
		if (v->text && !strcmp(v->party, role_name(to)) &&
		    consent_text_holds_phone(v->text, digits))
			return true;
	}
	return false;
}

/* Somebody's mobile number: the other side's may have been typed in the talk, and is in no record then. */
static bool tells_somebodys_number(const struct support_case *c, enum role to, const char *text)
{
	struct mask m;
	bool found = false;
	mask_find(text, strlen(text), &m);
	for (size_t i = 0; i < m.count && !found; i++) {
		const char *from = at_point(text, m.spans[i].start);
		char *number = xstrndup(from, (size_t)(at_point(text, m.spans[i].end) - from));
		char *digits = text_digits(number);
		found = m.spans[i].type == MASK_MOBILE && !is_known_to(c, to, digits);
		free(digits);
		free(number);
	}
	mask_free(&m);
	return found;
}

/* ---- the case's values ---- */

static bool tells_trip(const struct support_case *c, const struct searched *t)
{
	const char *date = case_text(c, json_object_get(c->facts, "trip_date"));
	const char *origin = case_text(c, json_object_get(c->facts, "origin"));
	const char *destination = case_text(c, json_object_get(c->facts, "destination"));
	return (date && holds_date(t, date)) || (origin && holds_value_or_word(t, origin)) ||
	       (destination && holds_value_or_word(t, destination));
}

bool consent_text_holds_phone(const char *text, const char *phone)
{
	char *typed = text_typed_digits(text), *spoken = text_digits(text);
	bool found = hold_phone(typed, spoken, phone);
	free(typed);
	free(spoken);
	return found;
}

unsigned consent_text_tells(const struct support_case *c, enum role to, const char *text,
                            const char *topic_word, enum role *contact_of)
{
	const struct searched t = { text_bare(text), text_plain(text) };
	const char *own = to == ROLE_NONE ? NULL : case_text(c, c->parties[to].phone);
	unsigned tells = 0;
	*contact_of = ROLE_NONE;
	if (tells_trip(c, &t))
		tells |= TRIP;
	if (topic_word && holds(&t, topic_word))
		tells |= CASE;
	for (int r = 0; r < ROLE_COUNT; r++) {
		const char *phone = case_text(c, c->parties[r].phone);
		if (!phone ||
		    (own && is_same_phone(own, phone))) /* to's own, or shared with another */
			continue;
		if (!holds_phone(&t, phone) &&
		    ((own && has_same_end(own, phone)) || !holds_phone_end(&t, phone)))
			continue;
		tells |= CONTACT;
		*contact_of = (enum role)r;
	}
	if (to != ROLE_NONE && !(tells & CONTACT) && tells_somebodys_number(c, to, text))
		tells |= CONTACT;
	free(t.bare);
	free(t.plain);
	return tells;
}
