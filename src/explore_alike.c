/* Which roles and topics a flow cannot tell apart: of these one is followed for all.
 *
 * A flow tells two words apart by naming one of them. So its text is searched, without comments and without the tables
 * `opens` and `collects`, which are data of the flow and not its course. */
#include "explore_impl.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"

/* Behind a text in quotes that begins at p, or p itself if none does. */
static const char *behind_text(const char *p)
{
	if (*p != '"' && *p != '\'')
		return p;
	char quote = *p++;
	while (*p && *p != quote && *p != '\n')
		p += *p == '\\' && p[1] ? 2 : 1;
	return *p ? p + 1 : p;
}

/* Behind a comment that begins at p, short or long, or p. */
static const char *behind_comment(const char *p)
{
	if (strncmp(p, "--", 2))
		return p;
	const char *end = strncmp(p, "--[[", 4) ? strchr(p, '\n') : strstr(p, "]]");
	return end ? end : p + strlen(p);
}

/* Behind the table that begins at p ("{"). */
static const char *behind_table(const char *p)
{
	int depth = 0;
	while (*p) {
		const char *next = behind_comment(behind_text(p));
		if (next != p) {
			p = next;
			continue;
		}
		depth += (*p == '{') - (*p == '}');
		p++;
		if (depth == 0)
			break;
	}
	return p;
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Behind `opens = { ... }` or `collects = { ... }` that begins at p, or p. */
static const char *behind_data(const char *p, bool at_word)
{
	static const char *const names[] = { "opens", "collects" };
	for (size_t i = 0; at_word && i < COUNT_OF(names); i++) {
		size_t len = strlen(names[i]);
		if (strncmp(p, names[i], len) || is_word(p[len]))
			continue;
		const char *q = p + len + strspn(p + len, " \t\n");
		if (*q != '=')
			continue;
		q += 1 + strspn(q + 1, " \t\n");
		if (*q == '{')
			return behind_table(q);
	}
	return p;
}

char *course_of_flow(const struct bundle *b)
{
	struct buf out = { 0 };
	const char *text = bundle_file(b, "flow.lua", NULL);
	for (const char *p = text; *p;) {
		const char *next = behind_data(behind_comment(p), p == text || !is_word(p[-1]));
		const char *quoted = behind_text(p);
		if (next != p) {
			buf_adds(&out, " ");
			p = next;
		} else {
			size_t len = quoted > p ? (size_t)(quoted - p) : 1;
			buf_add(&out, p, len);
			p += len;
		}
	}
	return buf_take(&out);
}

static bool is_named(const struct exploration *x, const char *word)
{
	size_t len = strlen(word);
	for (const char *p = x->course; (p = strstr(p, word)); p += len)
		if ((p == x->course || !is_word(p[-1])) && !is_word(p[len]))
			return true;
	return false;
}

static bool has_row(const json_t *gate, const char *act, const char *role)
{
	return json_object_get(json_object_get(gate, act), role) != NULL;
}

/* What there is to tell two roles apart by, if not their names. */
static unsigned role_traits(const struct exploration *x, const char *name)
{
	const json_t *gate = bundle_policy(x->b)->gate;
	char *phone = xasprintf("%s.phone", name);
	unsigned traits = (bundle_collect(x->b, phone) ? 1u : 0) |
	                  (role_is_third_party(role_from(name)) ? 2u : 0) |
	                  (has_row(gate, "tell", name) ? 4u : 0) |
	                  (has_row(gate, "contact", name) ? 8u : 0) |
	                  (has_row(gate, "hold", name) ? 16u : 0);
	free(phone);
	return traits;
}

bool is_alike(const struct exploration *x, const char *a, const char *b)
{
	if (!strcmp(a, b))
		return true;
	if (is_named(x, a) || is_named(x, b))
		return false;
	bool roles = role_from(a) != ROLE_NONE;
	return roles == (role_from(b) != ROLE_NONE) &&
	       (!roles || role_traits(x, a) == role_traits(x, b));
}
