/* text as flows see it: searching with bounded patterns, and what people type made comparable. */
#include <lauxlib.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "pattern.h"
#include "sandbox_lib.h"
#include "text.h"

enum {
	SPANS_MAX = 33,           /* the whole match and 32 groups */
	MATCH_INSTRUCTIONS = 300, /* a short search takes about 3 us */
	COMPILE_INSTRUCTIONS = 2000,
};

/* ---- patterns, compiled once per state ---- */

static struct pattern *compiled(lua_State *L, const char *who, int arg)
{
	struct sandbox *s = sandbox_of(L);
	const char *source = luaL_checkstring(L, arg);
	for (int i = 0; i < PATTERN_CACHE; i++) {
		if (s->patterns[i].source && strcmp(s->patterns[i].source, source) == 0)
			return s->patterns[i].compiled;
	}
	luaL_argcheck(L, strlen(source) == lua_rawlen(L, arg), arg, "a pattern has no zero byte");
	luaL_argcheck(L, text_valid(source, strlen(source)), arg, "a pattern must be UTF-8");
	sandbox_charge(L, COMPILE_INSTRUCTIONS);
	struct err e = { 0 };
	struct pattern *p = pattern_new(source, &e);
	if (!p)
		sandbox_fail(L, "%s: %s", who, e.text);
	unsigned at = s->next_pattern++ % PATTERN_CACHE;
	free(s->patterns[at].source);
	pattern_free(s->patterns[at].compiled);
	s->patterns[at].source = xstrdup(source);
	s->patterns[at].compiled = p;
	return p;
}

struct search {
	const char *who, *subject;
	size_t len_bytes;
	struct pattern *pattern;
	struct pattern_span spans[SPANS_MAX];
};

static const char *subject(lua_State *L, const char *who, size_t *len_bytes)
{
	const char *s = luaL_checklstring(L, 1, len_bytes);
	sandbox_charge(L, *len_bytes / 16);
	if (!text_valid(s, *len_bytes))
		sandbox_fail(L, "%s: the text is not UTF-8", who);
	return s;
}

static void begin_search(lua_State *L, const char *who, struct search *search)
{
	search->who = who;
	search->subject = subject(L, who, &search->len_bytes);
	search->pattern = compiled(L, who, 2);
}

/* Spans filled, 0 if there is nothing from byte `start` on. */
static int next_match(lua_State *L, struct search *search, size_t start)
{
	struct err e = { 0 };
	sandbox_charge(L, MATCH_INSTRUCTIONS + (search->len_bytes - start) / 16);
	int n = pattern_find(search->pattern, search->subject, search->len_bytes, start,
	                     search->spans, SPANS_MAX, &e);
	if (n < 0)
		return sandbox_fail(L, "%s: %s", search->who, e.text);
	return n;
}

/* Groups first..n-1 as texts, nil where one took no part. */
static int push_groups(lua_State *L, const struct search *search, int first, int n)
{
	luaL_checkstack(L, n, search->who);
	for (int i = first; i < n; i++) {
		const struct pattern_span *span = &search->spans[i];
		if (span->from == (size_t)-1)
			lua_pushnil(L);
		else
			lua_pushlstring(L, search->subject + span->from, span->to - span->from);
	}
	return n - first;
}

static int l_match(lua_State *L) /* match(s, pattern) -> groups, or the whole; nil */
{
	struct search search;
	begin_search(L, "text.match", &search);
	int n = next_match(L, &search, 0);
	if (n == 0) {
		lua_pushnil(L);
		return 1;
	}
	return push_groups(L, &search, n > 1 ? 1 : 0, n);
}

static int
l_find(lua_State *L) /* find(s, pattern [, init]) -> first byte, last byte, groups; nil */
{
	struct search search;
	begin_search(L, "text.find", &search);
	lua_Integer init = luaL_optinteger(L, 3, 1), len = (lua_Integer)search.len_bytes;
	if (init < 0)
		init = init < -len ? 1 : len + init + 1;
	if (init < 1)
		init = 1;
	int n = 0;
	if (init <= len + 1) {
		if (((unsigned char)search.subject[init - 1] & 0xC0) == 0x80)
			return sandbox_fail(L, "text.find: byte %lld lies inside of a character",
			                    (long long)init);
		n = next_match(L, &search, (size_t)init - 1);
	}
	if (n == 0) {
		lua_pushnil(L);
		return 1;
	}
	lua_pushinteger(L, (lua_Integer)search.spans[0].from + 1);
	lua_pushinteger(L, (lua_Integer)search.spans[0].to);
	return 2 + push_groups(L, &search, 1, n);
}

static size_t next_character(const struct search *search, size_t at)
{
	do
		at++;
	while (at < search->len_bytes && ((unsigned char)search->subject[at] & 0xC0) == 0x80);
	return at;
}

static int l_split(lua_State *L) /* split(s, pattern) -> list of what stands between the matches */
{
	struct search search;
	begin_search(L, "text.split", &search);
	size_t piece = 0, start = 0;
	lua_Integer n = 0;
	lua_newtable(L);
	while (start <= search.len_bytes && next_match(L, &search, start) > 0) {
		struct pattern_span found = search.spans[0];
		if (found.to <= found.from) { /* an empty match separates nothing */
			start = next_character(&search, found.from);
			continue;
		}
		lua_pushlstring(L, search.subject + piece, found.from - piece);
		lua_rawseti(L, -2, ++n);
		piece = start = found.to;
	}
	lua_pushlstring(L, search.subject + piece, search.len_bytes - piece);
	lua_rawseti(L, -2, ++n);
	return 1;
}

/* ---- forms ---- */

static int l_nfc(lua_State *L) /* nfc(s): the form in which equal texts have equal bytes */
{
	struct sandbox *s = sandbox_of(L);
	size_t len_bytes;
	const char *text = subject(L, "text.nfc", &len_bytes);
	sandbox_charge(L, len_bytes);
	free(s->scratch);
	s->scratch = text_nfc(text); /* kept there, since pushing may raise */
	lua_pushstring(L, s->scratch);
	free(s->scratch);
	s->scratch = NULL;
	return 1;
}

/* Bytes of the white space at s (ASCII, U+00A0, U+2000..200B, U+3000, U+FEFF), else 0. */
static size_t space_at(const unsigned char *s, size_t len_bytes)
{
	if (len_bytes >= 1 && (s[0] == ' ' || (s[0] >= '\t' && s[0] <= '\r')))
		return 1;
	if (len_bytes >= 2 && s[0] == 0xC2 && s[1] == 0xA0)
		return 2;
	if (len_bytes < 3)
		return 0;
	bool wide = (s[0] == 0xE2 && s[1] == 0x80 && s[2] >= 0x80 && s[2] <= 0x8B) ||
	            (s[0] == 0xE3 && s[1] == 0x80 && s[2] == 0x80) ||
	            (s[0] == 0xEF && s[1] == 0xBB && s[2] == 0xBF);
	return wide ? 3 : 0;
}

static int l_trim(lua_State *L) /* trim(s): without white space at both ends */
{
	size_t len_bytes, width;
	const unsigned char *s = (const unsigned char *)luaL_checklstring(L, 1, &len_bytes);
	sandbox_charge(L, len_bytes / 16);
	const unsigned char *end = s + len_bytes;
	while ((width = space_at(s, (size_t)(end - s))) > 0)
		s += width;
	for (width = 1; width <= 3 && (size_t)(end - s) >= width;) {
		if (space_at(end - width, width) == width) {
			end -= width;
			width = 1;
		} else {
			width++;
		}
	}
	lua_pushlstring(L, (const char *)s, (size_t)(end - s));
	return 1;
}

static const luaL_Reg text_words[] = {
	{ "find", l_find },   { "match", l_match }, { "nfc", l_nfc },
	{ "split", l_split }, { "trim", l_trim },   { NULL, NULL },
};

void sandbox_open_text(lua_State *L)
{
	lua_createtable(L, 0, 8);
	luaL_setfuncs(L, text_words, 0);
}
