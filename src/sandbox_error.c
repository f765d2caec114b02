/* What is said of code that died: where, why, and how the word is used. Nothing here raises. */
#include "sandbox.h"

#include <lauxlib.h>
#include <stdio.h>
#include <string.h>

#include "base.h"
#include "sandbox_lib.h"
#include "text.h"

enum {
	ERROR_TEXT_BYTES = 440,
	LEVELS_SEARCHED = 32, /* finding level n takes n steps */
};

bool sandbox_flow_frame(lua_State *L, lua_Debug *ar)
{
	for (int level = 0; lua_getstack(L, level, ar); level++) {
		lua_getinfo(L, "S", ar);
		if (ar->source[0] != '@') /* the prelude's name begins with '=' */
			continue;
		lua_getinfo(L, "l", ar);
		if (ar->currentline > 0)
			return true;
	}
	return false;
}

void sandbox_where(lua_State *co, char file[128], int *line)
{
	lua_Debug ar;
	file[0] = '\0';
	*line = 0;
	if (!sandbox_flow_frame(co, &ar))
		return;
	text_into(file, 128, ar.source + 1);
	*line = ar.currentline;
}

/* Whether text begins with the position of any flow frame of co, as Lua itself puts it there. */
static bool has_position(lua_State *co, const char *text)
{
	lua_Debug ar;
	for (int level = 0; level < LEVELS_SEARCHED && lua_getstack(co, level, &ar); level++) {
		lua_getinfo(co, "S", &ar);
		size_t len_bytes = strlen(ar.short_src);
		if (ar.source[0] == '@' && strncmp(text, ar.short_src, len_bytes) == 0 &&
		    text[len_bytes] == ':')
			return true;
	}
	return false;
}

/* Shown to people and kept as JSON: one line, valid UTF-8, short. */
static void clean_text(const char *text, char out[ERROR_TEXT_BYTES])
{
	size_t n = strnlen(text, ERROR_TEXT_BYTES - 1);
	while (text[n] && n > 0 && ((unsigned char)text[n] & 0xC0) == 0x80)
		n--; /* cut between characters */
	memcpy(out, text, n);
	out[n] = '\0';
	bool valid = text_valid(out, n);
	for (char *c = out; *c; c++) {
		if ((unsigned char)*c < 0x20 || *c == 0x7F)
			*c = ' ';
		else if (!valid && (unsigned char)*c >= 0x80)
			*c = '?';
	}
}

const char *sandbox_limit_text(lua_State *co, enum limit why)
{
	lua_Debug ar;
	switch (why) {
	case LIMIT_VALUES:
		return "a function was given more than 250 values: hand over a table";
	case LIMIT_TEXT:
		return "the flow builds a text of more than 64 KiB";
	case LIMIT_PIECE:
	case LIMIT_MEMORY:
		if (lua_getstack(co, 2000, &ar))
			return "the flow needs more than 4 MiB: a function that calls itself "
			       "without end?";
		if (why == LIMIT_PIECE)
			return "the flow needs more than 4 MiB, or a table of more than 32768 "
			       "entries";
		return "the flow needs more than 4 MiB";
	default: /* the same of both: which of them ends it first is a matter of the machine */
		return "the flow used more than 1000000 instructions, or 250 ms, between two "
		       "waits: a loop that never waits, or too much work on long texts?";
	}
}

_Static_assert(SANDBOX_MEMORY_BYTES == 4 << 20 && SANDBOX_INSTRUCTIONS == 1000000 &&
                       TEXT_MAX_BYTES == 64 << 10 && PIECE_MAX_BYTES / 16 == 32768 &&
                       VALUES_MAX == 250,
               "the texts of sandbox_limit_text name these figures");

/* Is the function below the top of co a member of the table on top? Then what it is called. */
static bool find_member(lua_State *co, const char *library, char out[64])
{
	int table = lua_gettop(co), fn = table - 1;
	for (lua_pushnil(co); lua_next(co, table); lua_pop(co, 1)) {
		if (!lua_rawequal(co, fn, -1) || lua_type(co, -2) != LUA_TSTRING)
			continue;
		snprintf(out, 64, "%s%s%s", library, *library ? "." : "", lua_tostring(co, -2));
		lua_pop(co, 2);
		return true;
	}
	return false;
}

/* The function of the sandbox in which co died, "string.rep"; "": in none. */
static void find_word(lua_State *co, char out[64])
{
	static const char *const libraries[] = { "math", "string", "table", "text", "utf8" };
	lua_Debug ar;
	int top = lua_gettop(co);
	*out = 0;
	if (!lua_checkstack(co, 8) || !lua_getstack(co, 0, &ar) || !lua_getinfo(co, "f", &ar))
		return;
	sandbox_push_words(co); /* [fn words] */
	bool found = find_member(co, "", out);
	for (size_t i = 0; !found && i < COUNT_OF(libraries); i++) {
		lua_settop(co, top + 2);
		lua_getfield(co, top + 2, libraries[i]);
		sandbox_see_through(co, top + 3);
		lua_pushvalue(co, top + 1);
		lua_insert(co, top + 3); /* [fn words fn library] */
		found = find_member(co, libraries[i], out);
	}
	lua_settop(co, top);
}

/* Where an argument was wrong: how the function is used. */
static void usage_for(lua_State *co, const char *text, char usage[SANDBOX_USAGE_BYTES])
{
	char word[64];
	*usage = 0;
	if (!strstr(text, ": bad argument #"))
		return;
	find_word(co, word);
	if (*word)
		sandbox_usage(word, usage);
}

int sandbox_explain(struct sandbox *s, lua_State *co, int status, struct err *e)
{
	const char *text = NULL;
	char odd[128], clean[ERROR_TEXT_BYTES], usage[SANDBOX_USAGE_BYTES];
	lua_Debug ar;
	if (s->over)
		text = sandbox_limit_text(co, s->over);
	else if (status == LUA_ERRMEM)
		text = sandbox_limit_text(co, s->refused);
	else if (lua_type(co, -1) == LUA_TSTRING || lua_type(co, -1) == LUA_TNUMBER)
		text = lua_tostring(co, -1);
	else if (lua_isnoneornil(co, -1))
		text = "an error was raised without a text: error(\"what to do\")";
	if (!text) {
		snprintf(odd, sizeof odd,
		         "an error was raised with a %s: raise it with a text, error(\"what to "
		         "do\")",
		         luaL_typename(co, -1));
		text = odd;
	}
	clean_text(text, clean);
	usage_for(co, clean, usage);
	if (!has_position(co, text) && sandbox_flow_frame(co, &ar))
		return err_set(e, E_FLOW, "%s:%d: %s%s", ar.short_src, ar.currentline, clean,
		               usage);
	return err_set(e, E_FLOW, "%s%s", clean, usage);
}
