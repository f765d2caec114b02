#include "mask_check.h"

#include <string.h>

static int value_of(const char *digits, size_t count)
{
	int value = 0;
	for (size_t i = 0; i < count; i++)
		value = value * 10 + (digits[i] - '0');
	return value;
}

static size_t stars(const struct mask_text *t, size_t i, int step)
{
	size_t n = 0;
	while (mask_char(t, i) == '*') {
		i += (size_t)step;
		n++;
	}
	return n;
}

/* Touched by letters, or by stars that are not those of bold type (*...*, **...**): a part of
 * something else. */
static bool is_glued(const struct mask_text *t, size_t from, size_t to)
{
	size_t before = stars(t, from - 1, -1), behind = stars(t, to, 1);
	return mask_is_latin(mask_char(t, from - 1)) || mask_is_latin(mask_char(t, to)) ||
	       before != behind || before > 2;
}

/* Called an order, ticket or company number, or glued to letters: a serial of some kind. */
static bool is_serial(const struct mask_number *n)
{
	const struct mask_text *t = n->t;
	size_t from = n->d[n->from].from, to = n->d[n->to - 1].to;
	if (n->label == LABEL_OTHER)
		return true;
	return n->bare && (is_glued(t, from, to) || mask_unit_at(t, to));
}

static bool is_account(const struct mask_number *n)
{
	return n->label == LABEL_BANK || n->label == LABEL_ACCOUNT;
}

/* ---- resident's and foreigner's numbers ---- */

static bool is_date(int year, int month, int day)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return month >= 1 && month <= 12 && day >= 1 &&
	       day <= days[month - 1] + (month == 2 && leap);
}

/* The check digit of a Korean article number, which shops print as a bar code. */
static bool is_bar_code(const char *digits)
{
	int sum = 0;
	for (size_t i = 0; i < 13; i++)
		sum += (digits[i] - '0') * (i % 2 ? 3 : 1);
	return !strncmp(digits, "880", 3) && sum % 10 == 0;
}

/* The seventh digit says the century, the sex, and whether one is a foreigner. */
bool mask_check_resident(struct mask_number *n)
{
	static const int centuries[] = {
		1800, 1900, 1900, 2000, 2000, 1900, 1900, 2000, 2000, 1800
	};
	int seventh = n->text[6] - '0';
	int year = centuries[seventh] + value_of(n->text, 2);
	n->type = seventh >= 5 && seventh <= 8 ? MASK_FRN : MASK_RRN;
	if (n->label == LABEL_RESIDENT) /* mistyped it still says most of it; zeros are a form */
		return strspn(n->text, "0") < strlen(n->text);
	if (!is_date(year, value_of(n->text + 2, 2), value_of(n->text + 4, 2)))
		return false;
	if (n->bare && is_account(n))
		return false;
	return !is_serial(n) && !(n->bare && (year < 1900 || is_bar_code(n->text)));
}

/* "주민번호 뒷자리 1234567": the half that is nobody else's. */
bool mask_check_resident_end(struct mask_number *n)
{
	size_t from = n->d[n->from].from;
	int century = n->text[0] - '0';
	n->type = century >= 5 ? MASK_FRN : MASK_RRN;
	return n->label == LABEL_RESIDENT && century >= 1 && century <= 8 &&
	       (mask_word_near(n->t, from, U"뒷자리") || mask_word_near(n->t, from, U"뒷번호"));
}

/* ---- cards ---- */

static bool luhn(const char *digits)
{
	size_t len = strlen(digits);
	int sum = 0;
	for (size_t i = 0; i < len; i++) {
		int d = digits[len - 1 - i] - '0';
		if (i % 2)
			d = d * 2 > 9 ? d * 2 - 9 : d * 2;
		sum += d;
	}
	return sum % 10 == 0 && strspn(digits, "0") < len;
}

/* Beginnings that issuers use: Mastercard 51-55 and 2221-2720, Amex 34 37, Diners 30 36 38 39, JCB
 * 35, UnionPay and Discover 6, cards of Korea only 9, Visa 4. */
static bool is_issued(const char *digits, size_t len)
{
	int two = value_of(digits, 2), four = value_of(digits, 4);
	if (len == 15)
		return two == 34 || two == 37;
	if (len == 14)
		return two == 30 || two == 36 || two == 38 || two == 39;
	return (two >= 35 && two <= 69) || two >= 90 || (four >= 2221 && four <= 2720);
}

bool mask_check_card(struct mask_number *n)
{
	if (n->label == LABEL_CARD) /* one digit may be mistyped */
		return strspn(n->text, "0") < strlen(n->text);
	return luhn(n->text) && !is_serial(n) && !(is_account(n) && strlen(n->text) < 16) &&
	       (is_issued(n->text, strlen(n->text)) || (!n->bare && n->text[0] > '1'));
}

/* Grouped in some other way. */
bool mask_check_odd_card(struct mask_number *n)
{
	return !n->bare && is_issued(n->text, 16) && luhn(n->text) && mask_check_card(n);
}

/* ---- telephones ---- */

/* Length of the area code that a domestic number begins with, 0: none. 080 belongs to companies. */
static size_t area_of(const char *s)
{
	if (s[0] != '0')
		return 0;
	if (s[1] == '2')
		return 2;
	if ((s[1] >= '3' && s[1] <= '6' && s[2] >= '1' && s[2] <= '5') || !strncmp(s, "070", 3))
		return 3;
	return s[1] == '5' && s[2] == '0' && s[3] >= '2' && s[3] <= '8' ? 4 : 0;
}

static bool is_landline(const char *s)
{
	size_t area = area_of(s), local = area ? strlen(s) - area : 0;
	return local == 7 || local == 8;
}

static bool is_mobile(const char *s)
{
	if (s[0] != '0' || s[1] != '1')
		return false;
	if (s[2] == '0')
		return strlen(s) == 11;
	return strchr("16789", s[2]) && (strlen(s) == 10 || strlen(s) == 11);
}

bool mask_check_mobile(struct mask_number *n)
{
	return is_mobile(n->text);
}

/* 011 and its like are as good as gone; without separators rather a serial when called one. */
bool mask_check_old_mobile(struct mask_number *n)
{
	return is_mobile(n->text) && !is_serial(n);
}

bool mask_check_landline(struct mask_number *n)
{
	size_t first = 1;
	while (n->from + first < n->to && n->d[n->from + first].gap == GAP_NONE)
		first++;
	size_t area = area_of(n->text);
	if (first < n->to - n->from && area != first && area + 3 != first && area + 4 != first)
		return false; /* the groups do not part where the area code ends */
	return is_landline(n->text) && !is_serial(n);
}

/* "82" and the number without its 0, with or without a plus before. */
bool mask_check_korean_abroad(struct mask_number *n)
{
	char home[MASK_NUMBER_MOST + 2] = "0";
	size_t code = !strncmp(n->text, "0082", 4) ? 4 : 2;
	if (strncmp(n->text + code - 2, "82", 2) != 0)
		return false;
	strcpy(home + 1, n->text + code + (n->text[code] == '0'));
	if (is_mobile(home))
		n->type = MASK_MOBILE;
	else if (is_landline(home) && mask_char(n->t, n->d[n->from].from - 1) == '+')
		n->type = MASK_LANDLINE;
	else
		return false;
	return true;
}

/* Said with the word for a telephone before it: without its area code, or without its first 0. */
bool mask_check_called_phone(struct mask_number *n)
{
	size_t len = strlen(n->text);
	if (n->label != LABEL_PHONE && n->label != LABEL_MOBILE)
		return false;
	if (len == 10)
		return !strncmp(n->text, "10", 2);
	bool service = len == 8 && n->text[0] == '1' && strchr("568", n->text[1]);
	n->type = n->label == LABEL_MOBILE && len == 8 ? MASK_MOBILE : MASK_LANDLINE;
	return !service && !n->bare;
}

/* ---- driver licences: region or 11-28, year, serial, check digits ---- */

bool mask_check_licence(struct mask_number *n)
{
	int region = value_of(n->text, 2);
	if (region < 11 || region > 28 || n->label == LABEL_OTHER || is_account(n))
		return false;
	return !n->bare || n->label == LABEL_LICENCE;
}

bool mask_check_regional_licence(struct mask_number *n)
{
	size_t at = n->d[n->from].from;
	return mask_region_before(n->t, at) < at && n->label != LABEL_OTHER;
}
