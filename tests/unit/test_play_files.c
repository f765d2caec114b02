/* How .play files are read and written: tests/cases/play/run.lua on data, with the sentences that trusted Lua has. */
#include <lauxlib.h>
#include <lua.h>
#include <lualib.h>
#include <stdio.h>

#include "trusted.h"

int main(void)
{
	lua_State *L = luaL_newstate();
	luaL_openlibs(L);
	trusted_open_text(L);
	int failed = luaL_dofile(L, "tests/cases/play/run.lua");
	if (failed)
		printf("not ok - %s\n", lua_tostring(L, -1));
	else
		failed = !lua_toboolean(L, -1);
	lua_close(L);
	return failed;
}
