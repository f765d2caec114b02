/* http_check.c: refuses what two parsers could read differently. The rules are those of RFC 9110
 * and 9112 for senders, not what a recipient may forgive: a proxy before us may forgive otherwise.
 */
#include "http_check.h"

#include "base.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { TOKEN = 1, HOST = 2, TARGET = 4, VALUE = 8 };

#define ALNUM (TOKEN | HOST | TARGET | VALUE)

/* What each byte may be part of. TARGET is wider than the RFC's (browsers send | and { raw), yet
 * holds no space, control, '#' or byte over 126. Tabs and bytes over 127 may stand in values only.
 */
static const unsigned char class_of[256] = {
	['\t'] = VALUE,
	[' '] = VALUE,
	['0' ... '9'] = ALNUM,
	['A' ... 'Z'] = ALNUM,
	['a' ... 'z'] = ALNUM,
	['!'] = TOKEN | TARGET | VALUE,
	['"'] = TARGET | VALUE,
	['#'] = TOKEN | VALUE,
	['$'] = TOKEN | TARGET | VALUE,
	['%'] = ALNUM,
	['&'] = TOKEN | TARGET | VALUE,
	['\''] = TOKEN | TARGET | VALUE,
	['('] = TARGET | VALUE,
	[')'] = TARGET | VALUE,
	['*'] = TOKEN | TARGET | VALUE,
	['+'] = TOKEN | TARGET | VALUE,
	[','] = TARGET | VALUE,
	['-'] = ALNUM,
	['.'] = ALNUM,
	['/'] = TARGET | VALUE,
	[':'] = HOST | TARGET | VALUE,
	[';' ... '@'] = TARGET | VALUE,
	['['] = HOST | TARGET | VALUE,
	['\\'] = TARGET | VALUE,
	[']'] = HOST | TARGET | VALUE,
	['^'] = TOKEN | TARGET | VALUE,
	['_'] = ALNUM,
	['`'] = TOKEN | TARGET | VALUE,
	['{'] = TARGET | VALUE,
	['|'] = TOKEN | TARGET | VALUE,
	['}'] = TARGET | VALUE,
	['~'] = ALNUM,
	[128 ... 255] = VALUE,
};

static struct http_verdict refuse(int status, const char *code, const char *message)
{
	return (struct http_verdict){ .status = status, .code = code, .message = message };
}

static bool all_of(int class, const char *s, size_t len_bytes)
{
	unsigned seen = (unsigned)class;
	for (size_t i = 0; i < len_bytes; i++)
		seen &= class_of[(unsigned char)s[i]];
	return seen != 0;
}

static int hex(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 32);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* The byte that s ("%41…") stands for, -1: it stands for none. */
static int unescaped(const char *s)
{
	int high = hex(s[1]), low = high < 0 ? -1 : hex(s[2]);
	return low < 0 ? -1 : high * 16 + low;
}

/* Where the next line begins, at being the end of a value. The parser put a NUL there: over CR, or over the
 * first of the blanks that it took away (libmicrohttpd 1.0; 0.9.75 leaves them to the value). */
static const char *behind_line(const char *at)
{
	at++;
	while (*at == ' ' || *at == '\t')
		at++;
	return at + (*at == '\r') + 1;
}

/* Whether the pieces lie in memory with nothing between them but what the grammar puts there: one
 * space in the request line, a colon and blanks in a field, CRLF behind each line. Our parser takes
 * a bare LF for a line's end, folds lines, and stops at a NUL; it does not tell, but then the next
 * piece is not where it should be. A parser that kept no such order would make every request fail
 * here, and every test with it. */
static bool lies_together(const struct http_head *h)
{
	const char *at = h->method + strlen(h->method) + 1;
	if (h->target_at != at)
		return false;
	at += strlen(h->target) + 1;
	if (h->version != at)
		return false;
	at += strlen(h->version) + 2;
	for (size_t i = 0; i < h->count; i++) {
		const struct http_field *f = &h->fields[i];
		if (f->name != at)
			return false;
		at += f->name_bytes + 1;
		while (at < f->value && (*at == ' ' || *at == '\t'))
			at++;
		if (f->value != at)
			return false;
		at = behind_line(at + f->value_bytes);
	}
	return at + 2 == h->method + h->block_bytes;
}

/* Only "/path?query", and "*" for OPTIONS: a whole URL in the request line (as proxies are asked)
 * could name another host than the Host field does. An escaped control could only be meant to harm
 * a log or a C string. */
static bool target_is_good(const char *method, const char *target)
{
	if (strcmp(target, "*") == 0)
		return strcmp(method, "OPTIONS") == 0;
	if (target[0] != '/' || !all_of(TARGET, target, strlen(target)))
		return false;
	for (const char *p = strchr(target, '%'); p; p = strchr(p + 1, '%')) {
		int c = unescaped(p);
		if (c < 32 || c == 127)
			return false;
	}
	return true;
}

static bool is_called(const struct http_field *f, const char *name, size_t name_bytes)
{
	return f->name_bytes == name_bytes && strncasecmp(f->name, name, name_bytes) == 0;
}

static bool length_is_good(const struct http_field *f, uint64_t *length_bytes)
{
	*length_bytes = 0;
	for (size_t i = 0; i < f->value_bytes; i++) {
		if (f->value[i] < '0' || f->value[i] > '9')
			return false;
		*length_bytes = *length_bytes * 10 + (uint64_t)(f->value[i] - '0');
	}
	return f->value_bytes > 0 && f->value_bytes < 19;
}

/* The fields that say where a request ends and for whom it is. */
struct framing {
	const struct http_field *host, *length, *coding;
};

/* false: f stands there a second time, be it with the same value. */
static bool take_note(struct framing *known, const struct http_field *f)
{
	const struct http_field **slot = is_called(f, "host", 4)                 ? &known->host
	                                 : is_called(f, "content-length", 14)    ? &known->length
	                                 : is_called(f, "transfer-encoding", 17) ? &known->coding
	                                                                         : NULL;
	if (slot && *slot)
		return false;
	if (slot)
		*slot = f;
	return true;
}

static struct http_verdict check_framing(const struct framing *known, const char *version)
{
	const struct http_field *host = known->host, *coding = known->coding;
	bool is_1_1 = strcmp(version, "HTTP/1.1") == 0;
	struct http_verdict v = { .chunked = coding != NULL };
	if (!host && is_1_1)
		return refuse(400, "no_host", "HTTP/1.1 needs a Host header: send one.");
	if (host && !all_of(HOST, host->value, host->value_bytes))
		return refuse(400, "bad_host", "Send the Host header as name or name:port.");
	if (known->length && !length_is_good(known->length, &v.body_bytes))
		return refuse(400, "bad_content_length",
		              "Send Content-Length as a plain decimal number.");
	if (coding && known->length)
		return refuse(400, "two_lengths",
		              "Send either Content-Length or Transfer-Encoding, not both.");
	if (coding &&
	    (!is_1_1 || coding->value_bytes != 7 || strncasecmp(coding->value, "chunked", 7) != 0))
		return refuse(400, "bad_transfer_encoding",
		              "The only Transfer-Encoding understood is chunked, in HTTP/1.1.");
	return v;
}

static struct http_verdict check_fields(const struct http_head *h)
{
	struct framing known = { 0 };
	for (size_t i = 0; i < h->count; i++) {
		const struct http_field *f = &h->fields[i];
		if (f->name_bytes == 0 || !all_of(TOKEN, f->name, f->name_bytes))
			return refuse(400, "bad_header_name",
			              "A header's name has a character that names cannot have; "
			              "no space may stand before the colon.");
		if (!all_of(VALUE, f->value, f->value_bytes))
			return refuse(400, "bad_header_value",
			              "A header's value has a control character: remove it.");
		if (!take_note(&known, f))
			return refuse(400, "duplicate_header",
			              "Host, Content-Length and Transfer-Encoding may each be sent "
			              "only once.");
	}
	return check_framing(&known, h->version);
}

struct http_verdict http_check_head(const struct http_head *h)
{
	if (h->block_bytes > h->block_max_bytes)
		return refuse(431, "headers_too_large",
		              "The request line and headers are too large: send fewer or shorter "
		              "ones.");
	if (h->count > HTTP_FIELDS_MAX)
		return refuse(431, "too_many_headers", "Send at most 100 headers.");
	if (!lies_together(h))
		return refuse(
			400, "bad_request_head",
			"End each line with CR LF, do not continue a header on a second line, "
			"and send no NUL and no doubled spaces in the request line.");
	if (h->method[0] == '\0' || !all_of(TOKEN, h->method, strlen(h->method)))
		return refuse(400, "bad_method", "Send a method such as GET or POST.");
	if (strcmp(h->version, "HTTP/1.1") != 0 && strcmp(h->version, "HTTP/1.0") != 0)
		return refuse(505, "bad_http_version", "Use HTTP/1.1.");
	if (!target_is_good(h->method, h->target))
		return refuse(400, "bad_target",
		              "Send the target as /path?query, every other character "
		              "percent-encoded as UTF-8, and no control characters.");
	return check_fields(h);
}

/* Decodes len_bytes of s to out, which may be s; returns how many bytes it wrote, without a NUL. */
static size_t decode(const char *s, size_t len_bytes, bool plus_is_space, char *out)
{
	size_t n = 0;
	for (size_t i = 0; i < len_bytes; i++) {
		int c = s[i] == '%' && i + 2 < len_bytes ? unescaped(s + i) : -1;
		if (c >= 0)
			i += 2;
		else
			c = plus_is_space && s[i] == '+' ? ' ' : s[i];
		out[n++] = (char)c;
	}
	return n;
}

const char *http_target_split(char *target)
{
	size_t path_bytes = strcspn(target, "?");
	const char *query = target[path_bytes] ? target + path_bytes + 1 : NULL;
	target[decode(target, path_bytes, false, target)] = '\0';
	return query;
}

bool http_query_find(const char *query, const char *name, struct buf *out)
{
	size_t name_bytes = strlen(name);
	while (query && *query) {
		size_t pair_bytes = strcspn(query, "&");
		char *pair = xstrndup(query, pair_bytes);
		size_t raw_name_bytes = strcspn(pair, "=");
		char *value = pair + raw_name_bytes + (pair[raw_name_bytes] == '=');
		size_t value_bytes = decode(value, strlen(value), true, value);
		bool found = decode(pair, raw_name_bytes, true, pair) == name_bytes &&
		             memcmp(pair, name, name_bytes) == 0;
		if (found)
			buf_add(out, value, value_bytes);
		free(pair);
		if (found)
			return true;
		query += pair_bytes + (query[pair_bytes] == '&');
	}
	return false;
}
