/* A recursive reader over text that is known to be well-formed UTF-8 and to end in a NUL, which no
 * rule below takes: so no rule looks behind the end. Texts without escapes are borrowed from the
 * input; the others are unescaped into one piece of memory as long as the input, which is enough as
 * no escape is shorter than what it stands for. */
#include "json_doc.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "json_plain.h"
#include "text.h"

struct json_doc {
	struct json_node *nodes;
	size_t count, room;
	char *unescaped;
};

struct reader {
	struct json_doc *d;
	const char *start, *at, *end;
	char *free; /* in d->unescaped */
	int depth;
	struct err *e;
};

static int read_value(struct reader *r);

static int fail(struct reader *r, const char *why)
{
	int line = 1;
	const char *line_start = r->start;
	for (const char *p = r->start; p < r->at; p++)
		if (*p == '\n') {
			line++;
			line_start = p + 1;
		}
	return err_set(r->e, E_PARSE, "line %d, column %td: %s", line, r->at - line_start + 1, why);
}

static void skip_space(struct reader *r)
{
	while (*r->at == ' ' || *r->at == '\n' || *r->at == '\t' || *r->at == '\r')
		r->at++;
}

/* The next node; its address moves with the list. */
static struct json_node *add(struct reader *r, enum json_kind kind)
{
	struct json_doc *d = r->d;
	if (d->count == d->room) {
		d->room *= 2;
		d->nodes = xrealloc(d->nodes, d->room * sizeof *d->nodes);
	}
	struct json_node *n = &d->nodes[d->count++];
	*n = (struct json_node){ .kind = kind, .span = 1 };
	return n;
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

static void add_character(struct reader *r, int32_t c)
{
	size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	static const uint8_t first[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	for (size_t i = n - 1; i > 0; i--, c >>= 6)
		r->free[i] = (char)(0x80 | (c & 0x3F));
	r->free[0] = (char)(first[n] | c);
	r->free += n;
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
			return fail(r, "half of a surrogate pair");
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
	} else if (c >= 0xDC00 && c <= 0xDFFF) {
		return fail(r, "half of a surrogate pair");
	}
	if (c <= 0)
		return fail(r, c ? "expected four hexadecimal digits" : "\\u0000 is not allowed");
	add_character(r, c);
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
		return fail(r, "no escape of JSON");
	*r->free++ = values[found - names];
	r->at++;
	return 0;
}

/* To the end of what stands in a string as it is: the closing quote, an escape, or a control
 * character, which may be the end of the text. */
static const char *skip_plain(const struct reader *r, const char *at)
{
	while (r->end - at >= 8 && json_is_plain_word(at))
		at += 8;
	while ((unsigned char)*at >= ' ' && *at != '"' && *at != '\\')
		at++;
	return at;
}

/* The rest of a string of which the first escape stands at r->at. */
static int read_escaped(struct reader *r, const char *from, struct json_node *n)
{
	if (!r->d->unescaped)
		r->free = r->d->unescaped = xmalloc((size_t)(r->end - r->start) + 1);
	n->text = r->free;
	for (;;) {
		size_t plain = (size_t)(r->at - from);
		memcpy(r->free, from, plain);
		r->free += plain;
		if ((unsigned char)*r->at < ' ')
			return fail(r, "a string that does not end, or has a control character");
		if (*r->at++ == '"')
			break;
		if (read_escape(r))
			return -1;
		from = r->at;
		r->at = skip_plain(r, r->at);
	}
	n->count = (uint32_t)(r->free - n->text);
	return 0;
}

/* At the opening quote. */
static int read_text(struct reader *r)
{
	struct json_node *n = add(r, JSON_NODE_TEXT);
	const char *from = ++r->at;
	r->at = skip_plain(r, from);
	if (*r->at != '"')
		return read_escaped(r, from, n);
	n->text = from;
	n->count = (uint32_t)(r->at++ - from);
	return 0;
}

/* ---- numbers ---- */

static bool skip_digits(struct reader *r)
{
	const char *from = r->at;
	while (*r->at >= '0' && *r->at <= '9')
		r->at++;
	return r->at > from;
}

static int read_number(struct reader *r)
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
	struct json_node *n = add(r, whole ? JSON_NODE_INTEGER : JSON_NODE_REAL);
	errno = 0;
	if (whole) {
		n->integer = strtoll(from, NULL, 10);
		return errno ? fail(r, "a whole number too large") : 0;
	}
	n->real = strtod(from, NULL);
	return isfinite(n->real) ? 0 : fail(r, "a number too large");
}

/* ---- lists and objects ---- */

/* Behind an element: 1 when another follows, 0 at the end. */
static int goes_on(struct reader *r, char end)
{
	skip_space(r);
	if (*r->at == ',' || *r->at == end)
		return *r->at++ == ',';
	return fail(r, end == ']' ? "expected , or ]" : "expected , or }");
}

/* What all elements or members share: brackets, commas, the count, the span. */
static int read_inside(struct reader *r, enum json_kind kind, int (*read)(struct reader *r))
{
	size_t place = r->d->count;
	char end = kind == JSON_NODE_LIST ? ']' : '}';
	uint32_t n = 0;
	int more = 1;
	if (r->depth == JSON_DEPTH_MAX)
		return fail(r, "too deep");
	add(r, kind);
	r->depth++;
	r->at++;
	skip_space(r);
	if (*r->at == end) {
		r->at++;
		more = 0;
	}
	for (; more > 0; n++)
		more = read(r) ? -1 : goes_on(r, end);
	r->depth--;
	r->d->nodes[place].count = n;
	r->d->nodes[place].span = (uint32_t)(r->d->count - place);
	return more;
}

static int read_member(struct reader *r)
{
	size_t place = r->d->count;
	skip_space(r);
	if (*r->at != '"')
		return fail(r, "expected a name in quotes");
	if (read_text(r))
		return -1;
	r->d->nodes[place].at = (uint32_t)(r->at - r->start);
	skip_space(r);
	if (*r->at != ':')
		return fail(r, "expected :");
	r->at++;
	return read_value(r);
}

static bool is_named(const struct json_node *name, const char *text, size_t len_bytes)
{
	return name->count == len_bytes && !memcmp(name->text, text, len_bytes);
}

/* By length, then bytes, then place. */
static int by_name(const void *left, const void *right)
{
	const struct json_node *a = *(const struct json_node *const *)left,
			       *b = *(const struct json_node *const *)right;
	if (a->count != b->count)
		return a->count < b->count ? -1 : 1;
	int order = memcmp(a->text, b->text, a->count);
	return order ? order : (a->at > b->at) - (a->at < b->at);
}

/* The second of two members with the same name; NULL: there is none. */
static const struct json_node *repeated_name(const struct json_node *object)
{
	const struct json_node **names = xmalloc((object->count + 1) * sizeof *names);
	const struct json_node *name = object + 1, *found = NULL;
	for (uint32_t i = 0; i < object->count; i++, name += 1 + name[1].span)
		names[i] = name;
	qsort(names, object->count, sizeof *names, by_name);
	for (uint32_t i = 1; i < object->count && !found; i++)
		if (is_named(names[i], names[i - 1]->text, names[i - 1]->count))
			found = names[i];
	free(names);
	return found;
}

/* To compare each name with all before it is the fastest up to a few dozen. */
static const struct json_node *repeated_of_few(const struct json_node *object)
{
	const struct json_node *end = object + object->span;
	for (const struct json_node *b = object + 1; b < end; b += 1 + b[1].span)
		for (const struct json_node *a = object + 1; a < b; a += 1 + a[1].span)
			if (is_named(a, b->text, b->count))
				return b;
	return NULL;
}

static int read_object(struct reader *r)
{
	enum { FEW = 32 };
	size_t place = r->d->count;
	if (read_inside(r, JSON_NODE_OBJECT, read_member))
		return -1;
	const struct json_node *object = &r->d->nodes[place];
	const struct json_node *again =
		object->count > FEW ? repeated_name(object) : repeated_of_few(object);
	if (!again)
		return 0;
	r->at = r->start + again->at;
	return fail(r, "a duplicate name");
}

/* ---- values ---- */

static int read_word(struct reader *r, const char *word, enum json_kind kind)
{
	size_t n = strlen(word);
	if (strncmp(r->at, word, n) != 0)
		return fail(r, "expected a value");
	r->at += n;
	add(r, kind);
	return 0;
}

static int read_value(struct reader *r)
{
	skip_space(r);
	switch (*r->at) {
	case '{':
		return read_object(r);
	case '[':
		return read_inside(r, JSON_NODE_LIST, read_value);
	case '"':
		return read_text(r);
	case 't':
		return read_word(r, "true", JSON_NODE_TRUE);
	case 'f':
		return read_word(r, "false", JSON_NODE_FALSE);
	case 'n':
		return read_word(r, "null", JSON_NODE_NULL);
	default:
		return read_number(r);
	}
}

static int read_all(struct reader *r)
{
	if (!text_valid(r->start, (size_t)(r->end - r->start)))
		return fail(r, "not valid UTF-8, or a zero byte");
	skip_space(r);
	if (*r->at != '{' && *r->at != '[')
		return fail(r, "expected { or [");
	if (read_value(r))
		return -1;
	skip_space(r);
	return *r->at ? fail(r, "something follows the end") : 0;
}

struct json_doc *json_doc_read(const char *text, size_t len_bytes, struct err *e)
{
	assert(len_bytes < UINT32_MAX);
	struct json_doc *d = xcalloc(1, sizeof *d);
	struct reader r = { .d = d, .start = text, .at = text, .end = text + len_bytes, .e = e };
	d->room = len_bytes / 8 + 4; /* most texts have fewer values */
	d->nodes = xmalloc(d->room * sizeof *d->nodes);
	if (read_all(&r) == 0)
		return d;
	json_doc_free(d);
	return NULL;
}

void json_doc_free(struct json_doc *d)
{
	if (!d)
		return;
	free(d->nodes);
	free(d->unescaped);
	free(d);
}

const struct json_node *json_doc_root(const struct json_doc *d)
{
	return d->nodes;
}

const struct json_node *json_node_member(const struct json_node *object, const char *name,
                                         size_t len_bytes)
{
	const struct json_node *end = object + object->span;
	if (object->kind != JSON_NODE_OBJECT)
		return NULL;
	for (const struct json_node *n = object + 1; n < end; n += 1 + n[1].span)
		if (is_named(n, name, len_bytes))
			return n + 1;
	return NULL;
}
