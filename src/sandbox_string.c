/* string and utf8 as flows see them: nothing loops or grows behind the budget's back, no
 * patterns of Lua. */
#include <lauxlib.h>
#include <string.h>

#include "sandbox_lib.h"

/* Position as Lua counts: from 1, negative from the end; 0 where it lies before the text. */
static size_t position(lua_Integer at, size_t len_bytes)
{
	if (at >= 0)
		return (size_t)at;
	if (0u - (lua_Unsigned)at > len_bytes)
		return 0;
	return len_bytes - (size_t)(0u - (lua_Unsigned)at) + 1;
}

/* The texts at first..top as one, of at most 64 KiB. */
static int join(lua_State *L, const char *who, int first)
{
	size_t total = 0;
	int n = lua_gettop(L) - first + 1;
	for (int i = first; i < first + n; i++)
		total += lua_rawlen(L, i);
	if (total > TEXT_MAX_BYTES)
		return sandbox_fail(L, "%s: the result would be longer than 64 KiB", who);
	lua_concat(L, n);
	return 1;
}

/* ---- one text from another ---- */

/* Scratch that the collector frees, so that raising leaks nothing. No luaL_Buffer: see
 * sandbox_lib.c. */
static char *scratch(lua_State *L, size_t len_bytes)
{
	return lua_newuserdatauv(L, len_bytes, 0);
}

static int map_bytes(lua_State *L, char from,
                     char to) /* ASCII letters from..to change their case */
{
	size_t n;
	const char *s = luaL_checklstring(L, 1, &n);
	char *out = scratch(L, n);
	for (size_t i = 0; i < n; i++)
		out[i] = s[i] >= from && s[i] <= to ? (char)(s[i] ^ 0x20) : s[i];
	lua_pushlstring(L, out, n);
	return 1;
}

static int l_lower(lua_State *L)
{
	return map_bytes(L, 'A', 'Z');
}

static int l_upper(lua_State *L)
{
	return map_bytes(L, 'a', 'z');
}

static int l_reverse(lua_State *L)
{
	size_t n;
	const char *s = luaL_checklstring(L, 1, &n);
	char *out = scratch(L, n);
	for (size_t i = 0; i < n; i++)
		out[i] = s[n - 1 - i];
	lua_pushlstring(L, out, n);
	return 1;
}

static int l_rep(lua_State *L) /* rep(s, n [, separator]) */
{
	size_t len, sep_len;
	const char *s = luaL_checklstring(L, 1, &len);
	lua_Integer n = luaL_checkinteger(L, 2);
	const char *sep = luaL_optlstring(L, 3, "", &sep_len);
	if (n <= 0 || len + sep_len == 0) {
		lua_pushliteral(L, "");
		return 1;
	}
	if (n > TEXT_MAX_BYTES || (size_t)n * (len + sep_len) - sep_len > TEXT_MAX_BYTES)
		return sandbox_fail(L, "string.rep: the result would be longer than 64 KiB");
	size_t total = (size_t)n * (len + sep_len) - sep_len;
	char *out = scratch(L, total), *at = out;
	for (lua_Integer i = 0; i < n; i++) {
		memcpy(at, s, len);
		at += len;
		if (i < n - 1) {
			memcpy(at, sep, sep_len);
			at += sep_len;
		}
	}
	lua_pushlstring(L, out, total);
	return 1;
}

/* ---- bytes and code points ---- */

/* Lua's own function fn, if what it is asked for are not too many values. */
static int limited(lua_State *L, const char *who, lua_CFunction fn)
{
	size_t len;
	luaL_checklstring(L, 1, &len);
	lua_Integer first = luaL_optinteger(L, 2, 1);
	size_t from = position(first, len),
	       to = position(luaL_optinteger(L, 3, (lua_Integer)from), len);
	if (from < 1)
		from = 1;
	if (to > len)
		to = len;
	if (to >= from && to - from >= VALUES_MAX)
		return sandbox_fail(L, "%s: at most %d at a time", who, VALUES_MAX);
	return fn(L);
}

static int l_byte(lua_State *L)
{
	return limited(L, "string.byte", sandbox_stock("string", "byte"));
}

static int l_codepoint(lua_State *L)
{
	return limited(L, "utf8.codepoint", sandbox_stock("utf8", "codepoint"));
}

static int l_char(lua_State *L)
{
	int n = lua_gettop(L);
	char *out = scratch(L, (size_t)n);
	for (int i = 1; i <= n; i++) {
		lua_Integer c = luaL_checkinteger(L, i);
		luaL_argcheck(L, c >= 0 && c <= 255, i, "a byte is 0 to 255");
		out[i - 1] = (char)c;
	}
	lua_pushlstring(L, out, (size_t)n);
	return 1;
}

static int l_utf8_char(lua_State *L)
{
	int n = lua_gettop(L);
	luaL_checkstack(L, n + 3, "too many values");
	lua_CFunction char_of = sandbox_stock("utf8", "char");
	for (int i = 1; i <= n; i++) { /* one at a time, it needs no luaL_Buffer */
		lua_Integer c = luaL_checkinteger(L, i);
		luaL_argcheck(L, c >= 0 && c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF), i,
		              "no code point");
		lua_pushcfunction(L, char_of);
		lua_pushinteger(L, c);
		lua_call(L, 1, 1);
	}
	return join(L, "utf8.char", n + 1);
}

/* ---- format ---- */

enum { SPEC_MAX = 16 };

/* "%-20.3f" split: flags and digits stay text, for Lua's own format. */
struct spec {
	char text[SPEC_MAX]; /* without "%" and conversion */
	size_t len;
	size_t width, precision;
	bool left, has_precision;
};

static const char *read_number(const char *c, size_t *number)
{
	for (int digits = 0; *c >= '0' && *c <= '9' && digits < 2; digits++, c++)
		*number = *number * 10 + (size_t)(*c - '0');
	return c;
}

/* c is behind "%". Returns where the conversion stands, NULL: too long. */
static const char *read_spec(const char *c, struct spec *spec)
{
	const char *begin = c;
	memset(spec, 0, sizeof *spec);
	while (*c && strchr("-+ #0", *c))
		spec->left |= *c++ == '-';
	c = read_number(c, &spec->width);
	if (*c == '.') {
		spec->has_precision = true;
		c = read_number(c + 1, &spec->precision);
	}
	spec->len = (size_t)(c - begin);
	if (spec->len > SPEC_MAX - 4 || (*c >= '0' && *c <= '9') || *c == '.')
		return NULL;
	memcpy(spec->text, begin, spec->len);
	return c;
}

/* The argument as text: numbers as Lua writes them, tables and functions without an address. */
static const char *push_text(lua_State *L, int arg, size_t *len)
{
	if (lua_isstring(L, arg)) {
		lua_pushvalue(L, arg);
		return lua_tolstring(L, -1, len);
	}
	if (lua_isboolean(L, arg))
		lua_pushstring(L, lua_toboolean(L, arg) ? "true" : "false");
	else
		lua_pushstring(L, luaL_typename(L, arg));
	return lua_tolstring(L, -1, len);
}

static void push_padded_text(lua_State *L, int arg, const struct spec *spec)
{
	size_t len;
	const char *s = push_text(L, arg, &len);
	if (spec->has_precision && len > spec->precision) {
		len = spec->precision;
		while (len > 0 && ((unsigned char)s[len] & 0xC0) == 0x80)
			len--; /* never half a character */
	}
	size_t width = spec->width > len ? spec->width : len;
	char *out = scratch(L, width);
	memset(out, ' ', width);
	memcpy(spec->left ? out : out + (width - len), s, len);
	lua_pushlstring(L, out, width);
	lua_replace(L, -3);
	lua_pop(L, 1);
}

static void push_number(lua_State *L, int arg, const struct spec *spec, char conversion)
{
	char text[SPEC_MAX + 2] = "%";
	memcpy(text + 1, spec->text, spec->len);
	text[1 + spec->len] = conversion;
	lua_pushcfunction(L, sandbox_stock("string", "format"));
	lua_pushstring(L, text);
	lua_pushvalue(L, arg);
	luaL_argcheck(L, lua_isnumber(L, -1), arg, "a number is expected");
	lua_call(L, 2, 1);
}

/* Pushes what one conversion makes of the argument. */
static void push_converted(lua_State *L, int arg, const struct spec *spec, char conversion)
{
	if (conversion == 's')
		push_padded_text(L, arg, spec);
	else if (conversion && strchr("cdiouxXaAeEfgG", conversion))
		push_number(L, arg, spec, conversion);
	else if (conversion)
		sandbox_fail(L,
		             "string.format: '%%%c' is not offered, only %%s %%d %%i %%c %%x %%X "
		             "%%o %%a %%e %%f %%g %%%%",
		             conversion);
	else
		sandbox_fail(L, "string.format: the format ends in a lone '%%'");
}

static int l_format(lua_State *L)
{
	size_t len;
	const char *format = luaL_checklstring(L, 1, &len), *end = format + len;
	int top = lua_gettop(L), arg = 1;
	sandbox_charge(L, len / 16);
	for (const char *c = format; c < end;) {
		luaL_checkstack(L, 8, "string.format: too many parts");
		const char *percent = memchr(c, '%', (size_t)(end - c));
		const char *stop = percent ? percent : end;
		if (percent && percent[1] == '%')
			stop = percent + 1; /* the first of the two is text */
		lua_pushlstring(L, c, (size_t)(stop - c));
		if (!percent)
			break;
		c = stop + 1;
		if (percent[1] == '%')
			c = percent + 2;
		else {
			struct spec spec;
			c = read_spec(c, &spec);
			if (!c)
				return sandbox_fail(L, "string.format: a width or precision has at "
				                       "most two digits");
			luaL_argcheck(L, ++arg <= top || !*c, arg, "a value is missing");
			push_converted(L, arg, &spec, *c++);
		}
		if (lua_gettop(L) - top > VALUES_MAX)
			return sandbox_fail(L, "string.format: at most %d conversions",
			                    VALUES_MAX / 2);
	}
	return lua_gettop(L) == top ? (lua_pushliteral(L, ""), 1)
	                            : join(L, "string.format", top + 1);
}

/* ---- the libraries ---- */

static const luaL_Reg string_words[] = {
	{ "byte", l_byte }, { "char", l_char },   { "format", l_format },   { "lower", l_lower },
	{ "rep", l_rep },   { "upper", l_upper }, { "reverse", l_reverse }, { NULL, NULL },
};

void sandbox_open_string(lua_State *L)
{
	lua_createtable(L, 0, 16);
	luaL_setfuncs(L, string_words, 0);
	sandbox_add_stock(L, "string");
}

static const luaL_Reg utf8_words[] = {
	{ "char", l_utf8_char },
	{ "codepoint", l_codepoint },
	{ NULL, NULL },
};

void sandbox_open_utf8(lua_State *L)
{
	lua_createtable(L, 0, 8);
	luaL_setfuncs(L, utf8_words, 0);
	sandbox_add_stock(L, "utf8");
}
