/* Lua orders the keys of its tables by a seed of each state: no flow may see it, else its replay would do something else. */
#include "sandbox.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base.h"

enum { STATES = 24, KEYS = 32 };

/* The order in which Lua itself walks the same keys: another one, another seed. Caller frees. */
static char *raw_order(lua_State *L)
{
	struct buf out = { 0 };
	lua_newtable(L);
	for (int i = 0; i < KEYS; i++) {
		lua_pushboolean(L, true);
		char *name = xasprintf("key%d", i);
		lua_setfield(L, -2, name);
		free(name);
	}
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
		buf_addf(&out, "%s ", lua_tostring(L, -2));
	lua_pop(L, 1);
	return buf_take(&out);
}

static void a_state_has_another_seed_than_the_one_before_it(void **state)
{
	(void)state;
	char *before = NULL;
	for (int i = 0; i < STATES; i++) {
		struct sandbox *s = sandbox_new(); /* often where the last one lay */
		char *now = raw_order(sandbox_state(s));
		sandbox_free(s);
		if (before && !strcmp(before, now))
			fail_msg("states %d and %d have the same seed", i - 1, i);
		free(before);
		before = now;
	}
	free(before);
}

/* All that flow code can learn of tables, as one text: their order, their ends, their names, what is said of them. */
static const char observed[] =
	"local out = {}\n"
	"local function put(...) for i = 1, select('#', ...) do out[#out + 1] = "
	"tostring((select(i, ...))) end end\n"
	"local t = {}\n"
	"for i = 1, 40 do t['k' .. i] = i end\n"
	"for i = 1, 40, 3 do t['k' .. i] = nil end\n"
	"for i = 1, 9 do t[i] = 'v' .. i t[i * 0.5] = i t['n' .. i] = true end\n"
	"t[true], t[false], t['가'] = 1, 2, 3\n"
	"for k, v in pairs(t) do put(k, v) end\n"
	"for k in pairs(string) do put(k) end\n"
	"for i, v in ipairs(t) do put(i, v) end\n"
	"put(t, put, tostring(t), ('%s'):format(tostring(put)))\n"
	"local list = {}\n"
	"for k in pairs(t) do if type(k) == 'string' then list[#list + 1] = k end end\n"
	"table.sort(list, function(a, b) return #a < #b end)\n"
	"put(table.concat(list, ' '), #list, table.unpack(list, 1, 5))\n"
	"table.insert(list, 3, 'x') table.remove(list, 1) table.move(list, 1, 9, 4)\n"
	"put(table.concat(list, ' '))\n"
	"for piece in pairs(text.split('a, b, c', ', ')) do put(piece) end\n"
	"return table.concat(out, '\\n')\n";
/* Their texts name one of several keys. */
static const char *const refused[] = {
	"return math.flor(1)",
	"return striing",
	"return table.concatt({})",
	"for k in pairs({ [{}] = 1, a = 1 }) do end",
	"return {} < {}",
	"return {} .. 'x'",
	"return #nil",
	"error({ a = 1, b = 2 })",
};

static char *seen_of(struct sandbox *s)
{
	struct buf out = { 0 };
	struct err e = { 0 };
	if (sandbox_run(s, "flow.lua", observed, strlen(observed), &e))
		fail_msg("%s", e.text);
	buf_adds(&out, lua_tostring(sandbox_state(s), -1));
	lua_pop(sandbox_state(s), 1);
	for (size_t i = 0; i < COUNT_OF(refused); i++) {
		e = (struct err){ 0 };
		assert_int_equal(sandbox_run(s, "flow.lua", refused[i], strlen(refused[i]), &e),
		                 -1);
		buf_addf(&out, "\n%s", e.text);
	}
	return buf_take(&out);
}

static void no_flow_sees_the_order_of_a_state(void **state)
{
	(void)state;
	char *first = NULL;
	for (int i = 0; i < STATES; i++) {
		struct sandbox *s = sandbox_new();
		char *seen = seen_of(s);
		sandbox_free(s);
		if (first)
			assert_string_equal(seen, first);
		else
			first = xstrdup(seen);
		free(seen);
	}
	free(first);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_state_has_another_seed_than_the_one_before_it),
		cmocka_unit_test(no_flow_sees_the_order_of_a_state),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
