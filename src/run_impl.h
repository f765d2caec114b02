/* run_impl.h: what the files of run.c share. */
#ifndef ASSENT_RUN_IMPL_H
#define ASSENT_RUN_IMPL_H

#include <lua.h>
#include <stddef.h>

#include "run.h"

/* Places on the main stack of the state: what must stay alive stands there. Lane i's coroutine is
 * at AT_LANES + i. */
enum { AT_RUNNER = 1, AT_FLOW = 2, AT_LANES = 3 };

struct run {
	struct bundle *b;
	struct sandbox *box;
	lua_State *L;
	struct mover mover;
};

#endif
