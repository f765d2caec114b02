/* http_fields.c: the grammar of what goes out in a header, and of Retry-After, which comes back in
 * one. */
#include "http_fields.h"

#include "base.h"
#include "http_in.h"
#include "http_out.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

bool http_is_token(const char *s)
{
	if (*s == '\0')
		return false;
	for (; *s; s++)
		if (!isalnum((unsigned char)*s) && !strchr("!#$%&'*+-.^_`|~", *s))
			return false;
	return true;
}

const char *http_header_fault(const struct http_header *header)
{
	static const char *const framing[] = { "Content-Length", "Transfer-Encoding", "Expect" };
	if (!http_is_token(header->name))
		return "the name of a header is not a token";
	if (strpbrk(header->value, "\r\n"))
		return "the value of a header has a line break";
	for (size_t i = 0; i < COUNT_OF(framing); i++)
		if (strcasecmp(header->name, framing[i]) == 0)
			return "Content-Length, Transfer-Encoding and Expect are not for the "
			       "caller";
	return NULL;
}

/* Seconds since 1970 of an IMF-fixdate ("Sun, 06 Nov 1994 08:49:37 GMT"); -1: not one. The older
 * two forms of HTTP dates are none, as is a date that no calendar has. The day of the week is not
 * believed, only its shape. */
static int64_t fixdate(const char *s, size_t len_bytes)
{
	static const char shape[] = "aaa, 00 aaa 0000 00:00:00 GMT"; /* a: a letter, 0: a digit */
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	char month[4] = "";
	struct tm tm = { 0 }, given;
	if (len_bytes != sizeof shape - 1)
		return -1;
	for (size_t i = 0; i < len_bytes; i++) {
		unsigned char is = (unsigned char)s[i], want = (unsigned char)shape[i];
		if (want == 'a' ? !isalpha(is) : want == '0' ? !isdigit(is) : is != want)
			return -1;
	}
	memcpy(month, s + 8, 3);
	const char *found = strstr(months, month);
	if (!found || (found - months) % 3 != 0)
		return -1;
	tm.tm_mday = atoi(s + 5);
	tm.tm_mon = (int)(found - months) / 3;
	tm.tm_year = atoi(s + 12) - 1900;
	tm.tm_hour = atoi(s + 17);
	tm.tm_min = atoi(s + 20);
	tm.tm_sec = atoi(s + 23);
	given = tm;
	time_t at = timegm(&tm); /* moves what is out of range into the next unit */
	bool real = tm.tm_mday == given.tm_mday && tm.tm_mon == given.tm_mon &&
	            tm.tm_hour == given.tm_hour && tm.tm_min == given.tm_min;
	return real && at >= 0 ? (int64_t)at : -1;
}

int64_t http_date_ms(const char *value)
{
	int64_t at_s = fixdate(value, strlen(value));
	return at_s < 0 ? -1 : at_s * 1000;
}

int64_t http_retry_after_ms(const char *value, int64_t now_ms)
{
	const int64_t max_s = 24 * 3600;
	value += strspn(value, " \t");
	size_t n = strlen(value);
	while (n > 0 && (value[n - 1] == ' ' || value[n - 1] == '\t'))
		n--;
	int64_t wait_ms;
	if (n > 0 && strspn(value, "0123456789") == n) {
		int64_t seconds =
			strtoll(value, NULL, 10); /* too many digits: the largest number */
		wait_ms = (seconds < max_s ? seconds : max_s) * 1000;
	} else {
		int64_t at = fixdate(value, n);
		if (at < 0)
			return -1;
		wait_ms = at * 1000 - now_ms;
	}
	return wait_ms < 0 ? 0 : wait_ms < max_s * 1000 ? wait_ms : max_s * 1000;
}
