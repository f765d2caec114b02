/* bundle_source.c: the text of a flow's files, not their meaning: where a key stands, which phrases
 * are named. */
#include "bundle_data.h"

#include "base.h"
#include "keys.h"
#include "phrase.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool in_word(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Behind a comment or quoted text that begins at s; s itself if none does. */
static const char *behind_text(const char *s)
{
	if (!strncmp(s, "--[[", 4)) {
		const char *end = strstr(s, "]]");
		return end ? end + 2 : s + strlen(s);
	}
	if (!strncmp(s, "--", 2))
		return s + strcspn(s, "\n");
	if (*s != '"' && *s != '\'')
		return s;
	const char *at = s + 1;
	while (*at && *at != *s && *at != '\n')
		at += *at == '\\' && at[1] ? 2 : 1;
	return *at ? at + 1 : at;
}

/* Does `key =` or `["key"] =` begin at s? */
static bool is_key(const char *s, const char *key, size_t len)
{
	bool quoted = s[0] == '[' && (s[1] == '"' || s[1] == '\'');
	s += quoted ? 2 : 0;
	if (strncmp(s, key, len) != 0 || in_word(s[len]))
		return false;
	s += len;
	s += quoted ? strspn(s, "\"']") : 0;
	s += strspn(s, " \t\n");
	return s[0] == '=' && s[1] != '=';
}

/* Where a key stands: in the table that is the value of the key at s (nested), or in any of the
 * file. NULL: nowhere. */
static const char *find_key(const char *s, const char *key, size_t len, bool nested)
{
	if (nested) {
		s += strcspn(s, "=");
		s += strspn(s, "= \t\n");
		if (*s != '{')
			return NULL;
	}
	int depth = 0;
	char before = 0;
	while (*s) {
		const char *next = behind_text(s);
		if (next == s) {
			depth += (*s == '{') - (*s == '}');
			if (nested && *s == '}' && depth == 0)
				return NULL;
			if (depth == 1 && !in_word(before) && is_key(s, key, len))
				return s;
			next = s + 1;
		}
		before = next[-1];
		s = next;
	}
	return NULL;
}

int bundle_line(const struct bundle *b, const char *path, const char *key)
{
	const char *source = bundle_file(b, path, NULL), *at = source;
	int line = 1;
	if (!source)
		return 0;
	while (*key) {
		size_t len = strcspn(key, "/");
		const char *found = find_key(at, key, len, at != source);
		if (!found)
			break;
		at = found;
		key += len + (key[len] == '/');
	}
	for (const char *s = source; s < at; s++)
		line += *s == '\n';
	return line;
}

static void check_say(const struct bundle *b, const char *source, const char *at,
                      struct findings *found)
{
	size_t len = 0;
	int line = 1;
	while (in_word(at[len]))
		len++;
	char *id = xstrndup(at, len);
	if (bundle_phrase(b, id)) {
		free(id);
		return;
	}
	for (const char *s = source; s < at; s++)
		line += *s == '\n';
	const char **known = xcalloc(b->in[LANGUAGE_KO].count + 1, sizeof *known);
	for (size_t i = 0; i < b->in[LANGUAGE_KO].count; i++)
		known[i] = b->in[LANGUAGE_KO].phrases[i]->id;
	char *hint = keys_hint(id, known);
	findings_add(found, FINDING_ERROR, b->chunk, line,
	             "say.%.60s: no such phrase in phrases/ko.lua: %s", id, hint);
	free(hint);
	free(known);
	free(id);
}

void bundle_check_says(const struct bundle *b, struct findings *found)
{
	const char *source = bundle_file(b, "flow.lua", NULL);
	for (const char *s = source; *s;) {
		const char *next = behind_text(s);
		if (next == s && !strncmp(s, "say.", 4) &&
		    (isalpha((unsigned char)s[4]) || s[4] == '_') &&
		    (s == source || (!in_word(s[-1]) && s[-1] != '.' && s[-1] != ':')))
			check_say(b, source, s + 4, found);
		s = next == s ? s + 1 : next;
	}
}
