/* Reads what lua_dump writes (5.4: the order of ldump.c). It is our own dump of a moment ago, by the Lua that
 * runs it, so that whatever does not fit is a mistake of this file and no input's. */
#include "cover_code.h"

#include <assert.h>
#include <lauxlib.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"

enum {
	HEADER_BYTES = 4 + 1 + 1 + 6 + 3 + sizeof(lua_Integer) + sizeof(lua_Number),
	TAG_FLOAT = 0x13,
	TAG_INTEGER = 0x03,
	TAG_SHORT_TEXT = 0x04,
	TAG_LONG_TEXT = 0x14,
	LINE_IS_ABSOLUTE = -0x80, /* the difference did not fit; see the list behind */
};

struct dump {
	const unsigned char *at, *end;
	struct code *code;
};

static const unsigned char *skip(struct dump *d, size_t len_bytes)
{
	const unsigned char *was = d->at;
	assert(len_bytes <= (size_t)(d->end - d->at));
	d->at += len_bytes;
	return was;
}

static size_t read_size(struct dump *d)
{
	size_t n = 0;
	unsigned char c;
	do {
		c = *skip(d, 1);
		n = n << 7 | (c & 0x7F);
	} while (!(c & 0x80));
	return n;
}

/* New; NULL: none. */
static char *read_text(struct dump *d)
{
	size_t size = read_size(d); /* one more than the length; 0: none */
	return size ? xstrndup((const char *)skip(d, size - 1), size - 1) : NULL;
}

static void skip_text(struct dump *d)
{
	free(read_text(d));
}

static void read_constants(struct dump *d, struct code_function *f)
{
	f->texts_count = read_size(d);
	f->texts = xcalloc(f->texts_count + 1, sizeof *f->texts);
	for (size_t i = 0; i < f->texts_count; i++) {
		switch (*skip(d, 1)) {
		case TAG_FLOAT:
			skip(d, sizeof(lua_Number));
			break;
		case TAG_INTEGER:
			skip(d, sizeof(lua_Integer));
			break;
		case TAG_SHORT_TEXT:
		case TAG_LONG_TEXT:
			f->texts[i] = read_text(d);
			break;
		default: /* nil, true, false */
			break;
		}
	}
}

static void read_lines(struct dump *d, struct code_function *f)
{
	size_t count = read_size(d);
	const signed char *steps = (const signed char *)skip(d, count);
	size_t absolutes = read_size(d);
	int line = f->line;
	assert(count == f->count);
	f->lines = xcalloc(count + 1, sizeof *f->lines);
	for (size_t i = 0; i < count; i++) {
		if (steps[i] != LINE_IS_ABSOLUTE) {
			line += steps[i];
		} else {
			assert(absolutes > 0);
			absolutes--;
			read_size(d); /* its instruction: they come in order */
			line = (int)read_size(d);
		}
		f->lines[i] = line;
	}
	assert(absolutes == 0);
}

static void read_function(struct dump *d)
{
	size_t place = d->code->count++;
	struct code_function f = { 0 };
	d->code->functions = xrealloc(d->code->functions, d->code->count * sizeof f);
	skip_text(d);
	f.line = (int)read_size(d);
	f.last_line = (int)read_size(d);
	skip(d, 3); /* parameters, "...", registers */
	f.count = read_size(d);
	f.instructions = xcalloc(f.count + 1, sizeof *f.instructions);
	memcpy(f.instructions, skip(d, f.count * 4), f.count * 4);
	read_constants(d, &f);
	skip(d, read_size(d) * 3); /* upvalues */
	for (size_t inner = read_size(d); inner > 0; inner--)
		read_function(d);
	read_lines(d, &f);
	for (size_t locals = read_size(d); locals > 0; locals--) {
		skip_text(d);
		read_size(d);
		read_size(d);
	}
	for (size_t names = read_size(d); names > 0; names--)
		skip_text(d);
	d->code->functions[place] = f;
}

static int append(lua_State *L, const void *data, size_t len_bytes, void *dump)
{
	(void)L;
	buf_add(dump, data, len_bytes);
	return 0;
}

struct code *code_read(const char *chunk, const char *source, size_t len_bytes, struct err *e)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF";
	size_t mark = len_bytes >= 3 && !memcmp(source, byte_order_mark, 3) ? 3 : 0;
	lua_State *L = luaL_newstate();
	struct buf dump = { 0 };
	struct code *code = NULL;
	assert(L);
	char *name = xasprintf("@%s", chunk);
	if (luaL_loadbufferx(L, source + mark, len_bytes - mark, name, "t") != LUA_OK) {
		err_set(e, E_FLOW, "%s", lua_tostring(L, -1));
		goto out;
	}
	lua_dump(L, append, &dump, 0);
	code = xcalloc(1, sizeof *code);
	struct dump d = { (unsigned char *)dump.data, (unsigned char *)dump.data + dump.len_bytes,
		          code };
	skip(&d, HEADER_BYTES + 1); /* and the number of upvalues */
	read_function(&d);
	assert(d.at == d.end);
out:
	buf_free(&dump);
	free(name);
	lua_close(L);
	return code;
}

void code_free(struct code *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->count; i++) {
		free(c->functions[i].instructions);
		free(c->functions[i].lines);
		for (size_t k = 0; k < c->functions[i].texts_count; k++)
			free(c->functions[i].texts[k]);
		free(c->functions[i].texts);
	}
	free(c->functions);
	free(c);
}
