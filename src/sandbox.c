/* A state per case, the limits that hold while its code runs, and the one lua_resume. */
#include "sandbox.h"

#include <alloca.h>
#include <assert.h>
#include <lauxlib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base.h"
#include "log.h"
#include "pattern.h"
#include "sandbox_lib.h"

enum {
	/* Lua traps every instruction once a hook is set, so a small step costs no more than a
	 * large one. */
	HOOK_STEP = 1000,
	/* A refused allocation makes Lua collect everything (up to 7 ms at the cap); a flow that
	 * lives at its cap may not do that without end. */
	REFUSALS_MAX = 8,
	/* One instruction stands for about 10 ns. 16 bytes copied, cleared and collected cost
	 * about as much. */
	BYTES_PER_INSTRUCTION = 16,
	/* Comparing two texts of this length takes about as long as 10 instructions and counts
	 * as one. */
	TEXT_WEIGHT_BYTES = 4096,
	/* The last resort, for what the counts cannot see; 1e6 instructions take about 10 ms
	 * here. */
	CPU_MAX_MS = 250,
	HOOKS_PER_CLOCK = 8,
	LABELS_MAX = 1000,
};
_Static_assert(CPU_MAX_MS == 250, "the text of sandbox_limit_text names it");

/* ---- limits ---- */

static bool refuse(struct sandbox *s, enum limit why)
{
	s->refused = why;
	return false;
}

/* kind: a Lua type for a new object, else 0. Refusing makes Lua collect and ask again, then
 * raise. */
static bool may_grow(struct sandbox *s, size_t kind, size_t old_bytes, size_t new_bytes)
{
	s->left -= (int64_t)((new_bytes - old_bytes) / BYTES_PER_INSTRUCTION) + 1;
	if (s->left < 0)
		return refuse(s, LIMIT_INSTRUCTIONS);
	if (kind == LUA_TSTRING && new_bytes > TEXT_MAX_BYTES + 64) /* 64: the header of a string */
		return refuse(s, LIMIT_TEXT);
	if (new_bytes > PIECE_MAX_BYTES)
		return refuse(s, LIMIT_PIECE);
	if (s->refusals > REFUSALS_MAX ||
	    s->bytes + (new_bytes - old_bytes) > SANDBOX_MEMORY_BYTES) {
		s->refusals++;
		return refuse(s, LIMIT_MEMORY);
	}
	return true;
}

/* The lua_Alloc of every sandbox: counts always, refuses only while flow code runs. */
static void *allocate(void *ud, void *block, size_t old_bytes, size_t new_bytes)
{
	struct sandbox *s = ud;
	size_t kind = block ? 0 : old_bytes;
	if (!block)
		old_bytes = 0;
	if (new_bytes == 0) {
		arena_resize(&s->arena, block, old_bytes, 0);
		s->bytes -= old_bytes;
		return NULL;
	}
	if (s->armed && new_bytes > old_bytes && !may_grow(s, kind, old_bytes, new_bytes))
		return NULL;
	if (kind == LUA_TSTRING && new_bytes > s->longest_text_bytes)
		s->longest_text_bytes = new_bytes;
	block = arena_resize(&s->arena, block, old_bytes, new_bytes);
	s->bytes = s->bytes - old_bytes + new_bytes;
	return block;
}

static int64_t cpu_now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Every call of the clock is a system call, so only long runs pay for it. */
static bool is_over_cpu(struct sandbox *s)
{
	if (s->hooks++ % HOOKS_PER_CLOCK != 0)
		return false;
	int64_t now_ns = cpu_now_ns();
	if (s->cpu_start_ns == 0)
		s->cpu_start_ns = now_ns;
	return now_ns - s->cpu_start_ns > (int64_t)CPU_MAX_MS * 1000000;
}

static void on_count(lua_State *L, lua_Debug *ar)
{
	struct sandbox *s = sandbox_of(L);
	if (!s->armed)
		return;
	s->left -= (int64_t)HOOK_STEP * (1 + (int64_t)(s->longest_text_bytes / TEXT_WEIGHT_BYTES));
	if (s->left < 0)
		s->over = LIMIT_INSTRUCTIONS;
	else if (is_over_cpu(s))
		s->over = LIMIT_CPU;
	else if (lua_getlocal(L, ar,
	                      -(VALUES_MAX +
	                        1))) /* that many varargs are copied at every use of "..." */
		s->over = LIMIT_VALUES;
	if (s->over)
		luaL_error(L, "over the limit");
}

void sandbox_charge(lua_State *L, size_t instructions)
{
	struct sandbox *s = sandbox_of(L);
	if (!s->armed)
		return;
	s->left -= (int64_t)instructions;
	if (s->left < 0) {
		s->over = LIMIT_INSTRUCTIONS;
		luaL_error(L, "over the limit");
	}
}

static void renew_budget(struct sandbox *s)
{
	s->over = s->refused = LIMIT_NONE;
	s->refusals = 0;
	s->hooks = 0;
	s->cpu_start_ns = 0;
	s->left = SANDBOX_INSTRUCTIONS;
}

/* ---- watching ---- */

static struct {
	sandbox_line *line;
	sandbox_instruction *instruction;
	void *arg;
} watch;

void sandbox_watch_lines(sandbox_line *seen, void *arg)
{
	watch.line = seen;
	watch.instruction = NULL;
	watch.arg = arg;
}

void sandbox_watch_instructions(sandbox_instruction *seen, void *arg)
{
	watch.line = NULL;
	watch.instruction = seen;
	watch.arg = arg;
}

/* Lua counts instructions in the same way whether lines are hooked or not. */
static void on_count_or_line(lua_State *L, lua_Debug *ar)
{
	if (ar->event == LUA_HOOKCOUNT) {
		on_count(L, ar);
		return;
	}
	lua_getinfo(L, "S", ar);
	if (watch.line && ar->source[0] == '@')
		watch.line(watch.arg, ar->source + 1, ar->currentline);
}

static void on_instruction(lua_State *L, lua_Debug *ar)
{
	struct sandbox *s = sandbox_of(L);
	if (ar->event == LUA_HOOKCOUNT && ++s->steps % HOOK_STEP == 0)
		on_count(L, ar);
	lua_getinfo(L, "Sl", ar);
	if (watch.instruction && (ar->source[0] == '@' || ar->event == LUA_HOOKTAILCALL))
		watch.instruction(watch.arg, L, ar);
}

/* The count is per coroutine, so it is set anew for each resume. */
static void set_hook(lua_State *co)
{
	sandbox_of(co)->steps = 0;
	if (watch.instruction)
		lua_sethook(co, on_instruction,
		            LUA_MASKCOUNT | LUA_MASKLINE | LUA_MASKCALL | LUA_MASKRET, 1);
	else if (watch.line)
		lua_sethook(co, on_count_or_line, LUA_MASKCOUNT | LUA_MASKLINE, HOOK_STEP);
	else
		lua_sethook(co, on_count, LUA_MASKCOUNT, HOOK_STEP);
}

/* ---- life ---- */

static int on_panic(lua_State *L)
{
	/* Only where it was raised, "name:line": the rest may quote what people said. */
	const char *text = lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "";
	size_t where = strcspn(text, ": ");
	where += text[where] == ':' ? 1 + strspn(text + where + 1, "0123456789") : 0;
	fprintf(stderr, "assent: Lua error outside of protected code at %.*s\n",
	        (int)(text[where] == ':' ? where : 0), text);
	abort();
}

struct sandbox *sandbox_of(lua_State *L)
{
	return *(struct sandbox **)lua_getextraspace(L);
}

/* Lua draws the seed of its hashes from the second, from where the state lies and from where it stands on the stack itself. The
 * first two are often those of the state before, so the third is another: what a flow did in one state is then replayed under
 * another seed in the next, and what depends on it shows (FAULT_DIVERGES of explore.h), instead of years later. */
static lua_State *new_state(struct sandbox *s)
{
	enum { DEPTHS = 64, STEP_BYTES = 16 };
	static unsigned states;
	volatile char *deeper = alloca((1 + states++ % DEPTHS) * STEP_BYTES);
	*deeper = 0;
	return lua_newstate(allocate, s);
}

struct sandbox *sandbox_new(void)
{
	struct sandbox *s = xcalloc(1, sizeof *s);
	s->L = new_state(s);
	assert(s->L); /* unarmed, so the allocator aborts before Lua could fail */
	*(struct sandbox **)lua_getextraspace(s->L) = s; /* every coroutine inherits it */
	lua_atpanic(s->L, on_panic);
	lua_gc(s->L, LUA_GCSTOP);
	sandbox_open(s->L);
	lua_gc(s->L, LUA_GCRESTART);
	return s;
}

void sandbox_free(struct sandbox *s)
{
	if (!s)
		return;
	lua_close(s->L);
	arena_free(&s->arena);
	for (int i = 0; i < PATTERN_CACHE; i++) {
		free(s->patterns[i].source);
		pattern_free(s->patterns[i].compiled);
	}
	free(s->scratch);
	free(s);
}

lua_State *sandbox_state(struct sandbox *s)
{
	return s->L;
}

void sandbox_watch_reads(struct sandbox *s, sandbox_read *on_read, void *arg)
{
	s->on_read = on_read;
	s->on_read_arg = arg;
}

size_t sandbox_bytes(const struct sandbox *s)
{
	return s->bytes;
}

/* ---- running ---- */

enum sandbox_outcome sandbox_resume(struct sandbox *s, lua_State *co, int nargs, int *nresults,
                                    struct err *e)
{
	*nresults = 0;
	int status = lua_status(co);
	if (status != LUA_YIELD && (status != LUA_OK || lua_gettop(co) <= nargs)) {
		err_set(e, E_FLOW, "this part of the flow has ended and cannot go on");
		return SANDBOX_FAILED; /* asked here, since Lua would allocate its message
		                          unprotected */
	}
	renew_budget(s);
	s->armed = true;
	set_hook(co);
	status = lua_resume(co, s->L, nargs, nresults);
	s->armed = false;
	if (status == LUA_YIELD)
		return SANDBOX_YIELDED;
	if (status == LUA_OK)
		return SANDBOX_RETURNED;
	*nresults = 0;
	sandbox_explain(s, co, status, e);
	return SANDBOX_FAILED;
}

/* Lua compares every label with all others of its function, and no hook counts that. */
static bool has_too_many_labels(const char *source, size_t len_bytes)
{
	size_t found = 0;
	const char *end = source + len_bytes;
	for (const char *c = source; (c = memchr(c, ':', (size_t)(end - c))) && c + 1 < end; c++) {
		if (c[1] == ':')
			found++, c++;
	}
	return found / 2 > LABELS_MAX;
}

static int refuse_source(const char *name, const char *source, size_t len_bytes, struct err *e)
{
	if (len_bytes > SANDBOX_SOURCE_BYTES)
		return err_set(e, E_FLOW,
		               "%s:1: the file has %zu KiB, at most %d KiB are read: split it",
		               name + 1, (len_bytes + 1023) / 1024, SANDBOX_SOURCE_BYTES / 1024);
	if (len_bytes > 0 && source[0] == LUA_SIGNATURE[0])
		return err_set(e, E_FLOW, "%s:1: this is compiled Lua: give the source text",
		               name + 1);
	if (has_too_many_labels(source, len_bytes))
		return err_set(e, E_FLOW,
		               "%s:1: more than %d labels (::name::): write loops and functions",
		               name + 1, LABELS_MAX);
	return 0;
}

/* Loads into a new coroutine left on the main stack; name begins with '@' (flow) or '='
 * (prelude). */
static lua_State *load(struct sandbox *s, const char *name, const char *source, size_t len_bytes,
                       struct err *e)
{
	static const char byte_order_mark[] = "\xEF\xBB\xBF"; /* editors of Windows put it there */
	if (refuse_source(name, source, len_bytes, e) != 0)
		return NULL;
	if (len_bytes >= 3 && memcmp(source, byte_order_mark, 3) == 0) {
		source += 3;
		len_bytes -= 3;
	}
	lua_State *co = lua_newthread(s->L);
	renew_budget(s);
	int status = sandbox_load(co, name, source, len_bytes);
	if (status == LUA_OK)
		return co;
	if (status == LUA_ERRMEM)
		err_set(e, E_FLOW, "%s:1: %s", name + 1,
		        s->refused == LIMIT_PIECE
		                ? "the file has too much in one function: split it"
		                : sandbox_limit_text(co, s->refused));
	else if (status == LUA_ERRRUN) /* what the parser says without a line: nested too deep */
		err_set(e, E_FLOW, "%s:1: %s: too many things inside of each other", name + 1,
		        lua_tostring(co, -1));
	else
		sandbox_explain(s, co, status, e);
	lua_pop(s->L, 1);
	return NULL;
}

/* Runs co (top of the main stack) in place of which its first result is left. */
static int run(struct sandbox *s, lua_State *co, int nargs, struct err *e)
{
	int n;
	enum sandbox_outcome outcome = sandbox_resume(s, co, nargs, &n, e);
	char file[128];
	int line;
	switch (outcome) {
	case SANDBOX_RETURNED:
		lua_settop(co, 1); /* nil if there was none */
		lua_xmove(co, s->L, 1);
		lua_remove(s->L, -2);
		return 0;
	case SANDBOX_YIELDED:
		sandbox_where(co, file, &line);
		err_set(e, E_FLOW,
		        "%s:%d: a flow cannot wait while its file is read: wait inside run = "
		        "function(case)",
		        file, line);
		break;
	case SANDBOX_FAILED:
		break;
	}
	lua_pop(s->L, 1);
	return -1;
}

int sandbox_run(struct sandbox *s, const char *chunk, const char *source, size_t len_bytes,
                struct err *e)
{
	char name[130];
	snprintf(name, sizeof name, "@%s", chunk);
	lua_State *co = load(s, name, source, len_bytes, e);
	return co ? run(s, co, 0, e) : -1;
}

int sandbox_run_prelude(struct sandbox *s, const char *chunk, const char *source, size_t len_bytes,
                        struct err *e)
{
	char name[130];
	lua_State *L = s->L;
	snprintf(name, sizeof name, "=%s", chunk);
	lua_newtable(L); /* [words] its own table: what it sets later is no word */
	lua_State *co = load(s, name, source, len_bytes, e);
	if (!co) {
		lua_pop(L, 1);
		return -1;
	}
	lua_pushvalue(L, -2); /* [words co words] */
	sandbox_push_host(L);
	lua_xmove(L, co, 2);
	if (run(s, co, 2, e) != 0) {
		lua_pop(L, 1);
		return -1;
	}
	lua_insert(L, -2);
	sandbox_push_words(L);                                 /* [result words all] */
	for (lua_pushnil(L); lua_next(L, -3); lua_pop(L, 1)) { /* [result words all name word] */
		lua_pushvalue(L, -2);
		lua_pushvalue(L, -2);
		lua_rawset(L, -5);
	}
	lua_pop(L, 2);
	return 0;
}
