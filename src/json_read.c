/* A recursive reader over text that is known to be well-formed UTF-8 and to end in a NUL, which no
 * rule below takes: so no rule looks behind the end. */
#include "json_read.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "text.h"

struct reader {
	const char *start, *at;
	int depth;
	struct buf unescaped; /* of a string with escapes; used again for the next */
	struct err *e;
};

static json_t *read_value(struct reader *r);

static json_t *fail(struct reader *r, const char *why)
{
	int line = 1;
	const char *line_start = r->start;
	for (const char *p = r->start; p < r->at; p++)
		if (*p == '\n') {
			line++;
			line_start = p + 1;
		}
	err_set(r->e, E_PARSE, "line %d, column %td: %s", line, r->at - line_start + 1, why);
	return NULL;
}

static void skip_space(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r')
		r->at++;
}

/* ---- strings ---- */

/* Four hexadecimal digits; -1: not so. */
static int32_t read_hex(struct reader *r)
{
	int32_t n = 0;
	for (int i = 0; i < 4; i++, r->at++) {
		char c = *r->at;
		int digit = c >= '0' && c <= '9'   ? c - '0'
		            : c >= 'a' && c <= 'f' ? c - 'a' + 10
		            : c >= 'A' && c <= 'F' ? c - 'A' + 10
		                                   : -1;
		if (digit < 0)
			return -1;
		n = n * 16 + digit;
	}
	return n;
}

static void add_character(struct buf *b, int32_t c)
{
	char out[4];
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const uint8_t first[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		out[i] = (char)(0x80 | (c & 0x3F));
	out[0] = (char)(first[n] | c);
	buf_add(b, out, n);
}

/* Behind "\u". */
static int read_unicode(struct reader *r)
{
	int32_t c = read_hex(r), low = 0;
	if (c >= 0xD800 && c <= 0xDBFF) {
		bool pair = r->at[0] == '\\' && r->at[1] == 'u';
		r->at += pair ? 2 : 0;
		low = pair ? read_hex(r) : -1;
		if (low < 0xDC00 || low > 0xDFFF)
			return fail(r, "half of a surrogate pair"), -1;
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
	} else if (c >= 0xDC00 && c <= 0xDFFF) {
		return fail(r, "half of a surrogate pair"), -1;
	}
	if (c <= 0)
		return fail(r, c ? "expected four hexadecimal digits" : "\\u0000 is not allowed"),
		       -1;
	add_character(&r->unescaped, c);
	return 0;
}

static int read_escape(struct reader *r)
{
	static const char names[] = "\"\\/bfnrt", values[] = "\"\\/\b\f\n\r\t";
	char c = *r->at;
	if (c == 'u') {
		r->at++;
		return read_unicode(r);
	}
	const char *found = c ? strchr(names, c) : NULL;
	if (!found)
		return fail(r, "no escape of JSON"), -1;
	buf_add(&r->unescaped, &values[found - names], 1);
	r->at++;
	return 0;
}

/* Behind the opening quote: the text up to the closing one, borrowed from the input or from
 * r->unescaped. NULL: refused. */
static const char *read_string(struct reader *r, size_t *len_bytes)
{
	const char *from = r->at;
	r->unescaped.len_bytes = 0;
	for (;;) {
		while ((unsigned char)*r->at >= ' ' && *r->at != '"' && *r->at != '\\')
			r->at++;
		if ((unsigned char)*r->at < ' ')
			return (const char *)fail(r, "a string that does not end, or has a control "
			                             "character");
		bool closed = *r->at == '"';
		if (closed && r->unescaped.len_bytes == 0) {
			*len_bytes = (size_t)(r->at++ - from);
			return from;
		}
		buf_add(&r->unescaped, from, (size_t)(r->at++ - from));
		if (!closed && read_escape(r))
			return NULL;
		from = r->at;
		if (closed) {
			*len_bytes = r->unescaped.len_bytes;
			return r->unescaped.data;
		}
	}
}

static json_t *read_text(struct reader *r)
{
	size_t n;
	const char *text = read_string(r, &n);
	return text ? json_stringn_nocheck(text, n) : NULL;
}

/* ---- numbers ---- */

static bool skip_digits(struct reader *r)
{
	const char *from = r->at;
	while (*r->at >= '0' && *r->at <= '9')
		r->at++;
	return r->at > from;
}

static json_t *read_number(struct reader *r)
{
	const char *from = r->at;
	bool whole = true;
	r->at += *r->at == '-';
	if (*r->at == '0')
		r->at++;
	else if (!skip_digits(r))
		return fail(r, "expected a value");
	if (*r->at == '.') {
		whole = false;
		r->at++;
		if (!skip_digits(r))
			return fail(r, "expected a digit");
	}
	if (*r->at == 'e' || *r->at == 'E') {
		whole = false;
		r->at++;
		r->at += *r->at == '+' || *r->at == '-';
		if (!skip_digits(r))
			return fail(r, "expected a digit");
	}
	errno = 0;
	if (whole) {
		long long n = strtoll(from, NULL, 10);
		return errno ? fail(r, "a whole number too large") : json_integer(n);
	}
	double real = strtod(from, NULL);
	return isfinite(real) ? json_real(real) : fail(r, "a number too large");
}

/* ---- lists and objects ---- */

/* Behind an element: true when another follows. Sets *closed when the end stood there. */
static bool goes_on(struct reader *r, char end, bool *closed)
{
	skip_space(r);
	*closed = *r->at == end;
	if (*closed || *r->at == ',')
		return *r->at++ == ',';
	fail(r, end == ']' ? "expected , or ]" : "expected , or }");
	return false;
}

static json_t *read_list(struct reader *r)
{
	json_t *list = json_array(), *v;
	bool closed = false;
	skip_space(r);
	if (*r->at == ']') {
		r->at++;
		return list;
	}
	do {
		v = read_value(r);
		if (!v)
			break;
		json_array_append_new(list, v);
	} while (goes_on(r, ']', &closed));
	if (closed)
		return list;
	json_decref(list);
	return NULL;
}

static int read_member(struct reader *r, json_t *object)
{
	size_t n;
	skip_space(r);
	if (*r->at != '"')
		return fail(r, "expected a name in quotes"), -1;
	r->at++;
	const char *text = read_string(r, &n);
	if (!text)
		return -1;
	if (json_object_getn(object, text, n))
		return fail(r, "a duplicate name"), -1;
	bool is_ours = text == r->unescaped.data; /* the value may have escapes too */
	char *key = is_ours ? xstrndup(text, n) : (char *)(uintptr_t)text;
	json_t *v = NULL;
	skip_space(r);
	if (*r->at == ':') {
		r->at++;
		v = read_value(r);
	} else {
		fail(r, "expected :");
	}
	int rc = v ? json_object_setn_new_nocheck(object, key, n, v) : -1;
	if (is_ours)
		free(key);
	return rc;
}

static json_t *read_object(struct reader *r)
{
	json_t *object = json_object();
	bool closed = false;
	skip_space(r);
	if (*r->at == '}') {
		r->at++;
		return object;
	}
	do {
		if (read_member(r, object))
			break;
	} while (goes_on(r, '}', &closed));
	if (closed)
		return object;
	json_decref(object);
	return NULL;
}

/* ---- values ---- */

static json_t *read_word(struct reader *r, const char *word, json_t *value)
{
	size_t n = strlen(word);
	if (strncmp(r->at, word, n) != 0)
		return fail(r, "expected a value");
	r->at += n;
	return value;
}

static json_t *read_inside(struct reader *r, json_t *(*read)(struct reader *r))
{
	if (r->depth == JSON_READ_DEPTH_MAX)
		return fail(r, "too deep");
	r->depth++;
	r->at++;
	json_t *v = read(r);
	r->depth--;
	return v;
}

static json_t *read_value(struct reader *r)
{
	skip_space(r);
	switch (*r->at) {
	case '{':
		return read_inside(r, read_object);
	case '[':
		return read_inside(r, read_list);
	case '"':
		r->at++;
		return read_text(r);
	case 't':
		return read_word(r, "true", json_true());
	case 'f':
		return read_word(r, "false", json_false());
	case 'n':
		return read_word(r, "null", json_null());
	default:
		return read_number(r);
	}
}

json_t *json_read(const char *text, size_t len_bytes, struct err *e)
{
	struct reader r = { .start = text, .at = text, .e = e };
	json_t *v = NULL;
	if (!text_valid(text, len_bytes))
		return fail(&r, "not valid UTF-8, or a zero byte");
	skip_space(&r);
	if (*r.at == '{' || *r.at == '[')
		v = read_value(&r);
	else
		fail(&r, "expected { or [");
	if (v)
		skip_space(&r);
	if (v && *r.at) {
		json_decref(v);
		v = fail(&r, "something follows the end");
	}
	buf_free(&r.unescaped);
	return v;
}
