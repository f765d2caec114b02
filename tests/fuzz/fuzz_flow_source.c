/* Any text as a flow: loaded, run once, its function resumed a few times; whatever is returned becomes JSON. */
#include "base.h"
#include "sandbox.h"
#include "value.h"

#include <lua.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

static const char prelude[] =
	"local words, host = ...\n"
	"function words.wait(kind) return host.effect(kind, {}) end\n"
	"function words.flow(t) return t end\n"
	"words.fail = host.fail\n"
	"words.view = host.proxy { 1, 2, name = 'x' }\n"
	"words.party = host.object({ name = 'caller' }, { __name = 'a party' })\n";

static void keep(lua_State *L)
{
	struct err e = { 0 };
	json_decref(value_from_lua(L, -1, &e));
}

static void resume_some(struct sandbox *s)
{
	struct err e = { 0 };
	lua_State *L = sandbox_state(s), *co = lua_newthread(L);
	int n;
	lua_insert(L, -2);
	lua_xmove(L, co, 1);
	for (int i = 0; i < 8 && sandbox_resume(s, co, 0, &n, &e) == SANDBOX_YIELDED; i++) {
		keep(co);
		lua_pop(co, n);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	struct err e = { 0 };
	struct sandbox *s = sandbox_new();
	if (sandbox_run_prelude(s, "prelude", prelude, sizeof prelude - 1, &e) != 0)
		abort();
	if (sandbox_run(s, "f", (const char *)data, size_bytes, &e) == 0) {
		keep(sandbox_state(s));
		if (lua_isfunction(sandbox_state(s), -1))
			resume_some(s);
	} else if (e.code != E_FLOW || !e.text[0]) {
		abort();
	}
	sandbox_free(s);
	return 0;
}
