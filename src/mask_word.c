/* mask_word.c: e-mail addresses and passports: tokens of letters and digits. */
#include "base.h"
#include "mask_impl.h"

#include <string.h>

enum { LOCAL_MOST = 64, LABEL_MOST = 63 }; /* RFC 5321, RFC 1035 */

/* ---- e-mail ---- */

static bool is_local(int32_t c)
{
	return mask_is_latin(c) || mask_is_digit(c) ||
	       (c > 0 && c < 0x80 && strchr("._%+-'!#$&=?^`{}~", (char)c));
}

static bool is_domain(int32_t c)
{
	return mask_is_latin(c) || mask_is_digit(c) || c == '-';
}

/* The sign between name and domain, written or said; its length, or 0. */
static size_t at_sign(const struct mask_text *t, size_t i)
{
	static const char32_t *const said[] = { U"@",    U"골뱅이", U"(at)", U"[at]",
		                                U" at ", U"앳지",   U"앳" };
	for (size_t k = 0; k < COUNT_OF(said); k++) {
		size_t n = mask_word_at(t, i, said[k]);
		if (n)
			return said[k][n - 1] == U'지' ? n - 1 : n; /* 앳지메일 */
	}
	return 0;
}

/* A dot, written or said, with spaces round it or not. */
static size_t dot(const struct mask_text *t, size_t i)
{
	static const char32_t *const said[] = { U".",   U"닷",    U"점",    U"쩜",
		                                U"dot", U"(dot)", U"[dot]", U"," };
	size_t from = i;
	i = mask_skip_space(t, i, 1);
	for (size_t k = 0; k < COUNT_OF(said); k++) {
		size_t n = mask_word_at(t, i, said[k]);
		if (n)
			return mask_skip_space(t, i + n, 1) - from;
	}
	return 0;
}

static const char32_t *const top_words[] = { U"컴", U"콤", U"넷", U"케이알", U"오알지" };
static const char32_t *const tops[] = { U"com", U"net", U"org", U"kr", U"io", U"co", U"edu",
	                                U"me",  U"jp",  U"cn",  U"vn", U"us", U"go", U"ac" };

static size_t latin_run(const struct mask_text *t, size_t i)
{
	size_t n = 0;
	while (n <= LABEL_MOST && mask_is_latin(mask_char(t, i + n)))
		n++;
	return n;
}

/* What a domain may end in, at i; `spaced`: only those that are well known. */
static size_t top_at(const struct mask_text *t, size_t i, bool spaced)
{
	size_t n = latin_run(t, i);
	for (size_t k = 0; k < COUNT_OF(tops); k++) {
		size_t m = mask_word_at(t, i, tops[k]);
		if (m && m == n)
			return m;
	}
	for (size_t k = 0; k < COUNT_OF(top_words); k++) {
		size_t m = mask_word_at(t, i, top_words[k]);
		if (m)
			return m;
	}
	return !spaced && n >= 2 ? n : 0;
}

/* A label of a domain: Latin, or Hangul (네이버, 한국). */
static size_t label_at(const struct mask_text *t, size_t i)
{
	size_t n = 0;
	if (mask_is_hangul(mask_char(t, i))) {
		while (n < 12 && mask_is_hangul(mask_char(t, i + n)) && !(n && dot(t, i + n)))
			n++;
		return n;
	}
	while (n < LABEL_MOST && is_domain(mask_char(t, i + n)))
		n++;
	return n;
}

/* Length of a domain at i, 0: none. The longest reading wins: a.example.co.kr. `spelt`: its dots
 * are said ("table at example.com" is no address). */
static size_t domain_at(const struct mask_text *t, size_t from, bool spelt)
{
	size_t found = 0, i = from;
	for (;;) {
		size_t n = label_at(t, i), d = n ? dot(t, i + n) : 0;
		if (d == 0 || (spelt && mask_char(t, i + n) != ' '))
			return found;
		bool spaced = mask_char(t, i + n) != '.' || d > 1;
		i += n + d;
		n = top_at(t, i, spaced);
		if (n == 0 && spaced)
			return found;
		if (n)
			found = i + n - from;
	}
}

/* Where the name before the sign at `at` begins; `at`: there is none. */
static size_t local_before(const struct mask_text *t, size_t at)
{
	size_t end = at, from;
	if (end > 1 && mask_is_space(mask_char(t, end - 1)))
		end--;
	for (from = end; end - from < LOCAL_MOST && is_local(mask_char(t, from - 1));)
		from--;
	if (from == end)
		while (end - from < LOCAL_MOST && mask_is_hangul(mask_char(t, from - 1)))
			from--;
	while (from < end &&
	       strchr(".'!#$&=?^`{}~", mask_char(t, from) < 0x80 ? (char)mask_char(t, from) : 'x'))
		from++;
	return from < end ? from : at;
}

void mask_find_emails(struct mask_text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		size_t sign = at_sign(t, i);
		size_t from = sign ? local_before(t, i) : i;
		if (from == i)
			continue;
		size_t domain = mask_skip_space(t, i + sign, 1);
		size_t len = domain_at(t, domain, mask_char(t, i) == ' ');
		if (len && mask_take(t, from, domain + len, MASK_EMAIL))
			i = domain + len - 1;
	}
}

/* ---- passports ---- */

static bool is_token(int32_t c)
{
	return mask_is_latin(c) || mask_is_digit(c) || c == '-' || c == '_' || c == '*' || c == '/';
}

static size_t digits_at(const struct mask_text *t, size_t i)
{
	size_t n = 0;
	while (mask_is_digit(mask_char(t, i + n)))
		n++;
	return n;
}

/* Length of a passport's number of Korea at i (M12345678, M 12345678, M123A4567), 0: none. */
static size_t korean_at(const struct mask_text *t, size_t i)
{
	char letter = (char)mask_char(t, i);
	size_t digits = digits_at(t, i + 1);
	if (letter == 'M' && (mask_char(t, i + 1) == ' ' || mask_char(t, i + 1) == '-') &&
	    digits_at(t, i + 2) == 8 && mask_char(t, i + 2) != '2')
		return 10;
	if (strchr("MSRGD", letter) && digits == 8)
		return 9;
	bool newer = mask_is_latin(letter) && digits == 3 && mask_is_latin(mask_char(t, i + 4)) &&
	             digits_at(t, i + 5) == 4;
	return newer ? 9 : 0;
}

/* Of any country, with spaces or a hyphen, or spelt in Korean (엠일이삼...): only where it is
 * called a passport. */
static size_t called_at(const struct mask_text *t, size_t i)
{
	size_t at = i, letters = 0, digits = 0;
	for (; at < t->count && letters + digits < 9; at++) {
		int32_t c = mask_char(t, at);
		if (mask_is_latin(c) || (at == i && c == U'엠'))
			letters++;
		else if (mask_is_digit(c) || (letters && mask_spoken_digit(c) >= 0))
			digits++;
		else if (at == i || (!mask_is_space(c) && c != '-') ||
		         !mask_is_digit(mask_char(t, at + 1)))
			if (c != ' ' || !mask_is_latin(mask_char(t, at + 1)))
				break;
	}
	bool fits = letters >= 1 && letters <= 2 && (digits == 7 || digits == 8);
	return fits && !mask_is_digit(mask_char(t, at)) ? at - i : 0;
}

/* S20240101: a letter and a day. */
static bool has_date(const struct mask_text *t, size_t i)
{
	return mask_char(t, i + 1) == '2' && mask_char(t, i + 2) == '0' &&
	       mask_char(t, i + 5) <= '1';
}

static size_t passport_at(const struct mask_text *t, size_t i)
{
	size_t korean = mask_is_latin(mask_char(t, i)) ? korean_at(t, i) : 0;
	if (korean && !has_date(t, i) && !is_token(mask_char(t, i + korean)))
		return mask_label_before(t, i) == LABEL_OTHER ? 0 : korean;
	size_t called = called_at(t, i);
	return called && mask_label_near(t, i, LABEL_PASSPORT) ? called : 0;
}

void mask_find_passports(struct mask_text *t)
{
	for (size_t i = 0; i < t->count; i++) {
		if ((!mask_is_latin(mask_char(t, i)) && mask_char(t, i) != U'엠') ||
		    is_token(mask_char(t, i - 1)))
			continue;
		size_t len = passport_at(t, i);
		if (len && mask_take(t, i, i + len, MASK_PASSPORT))
			i += len - 1;
	}
}
