/* sandbox.h: a Lua state that flow code cannot leave, stall or outgrow.
 *
 * Built from an explicit list of functions (the golden file tests/cases/sandbox/reachable.txt names
 * them all). Instruction budget by a count hook, memory cap by the allocator, both armed only while
 * flow code runs. */
#ifndef ASSENT_SANDBOX_H
#define ASSENT_SANDBOX_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct sandbox;

enum {
	SANDBOX_MEMORY_BYTES = 4 * 1024 * 1024, /* per case */
	SANDBOX_INSTRUCTIONS = 1000 * 1000,     /* per resume; 1e6 take about 10 ms here */
	SANDBOX_SOURCE_BYTES = 256 * 1024,
};

struct sandbox *sandbox_new(void); /* caller frees */
void sandbox_free(struct sandbox *s);
lua_State *sandbox_state(struct sandbox *s);
size_t sandbox_bytes(const struct sandbox *s);

/* Loads text (never bytecode) with the strict environment, runs it within the budget, leaves its
 * one result on the main stack. chunk: shown in errors as file name ("vehicle_owner/flow.lua"). -1:
 * E_FLOW "file:line: what to do". */
int sandbox_run(struct sandbox *s, const char *chunk, const char *source, size_t len_bytes,
                struct err *e);

/* The library side of the prelude: runs trusted text that may set the words of the environment: it
 * gets the table of words as its first argument, and as second what only it may use, { effect,
 * fail, object, proxy }: see sandbox_lib.c. Same budget and cap; leaves its one result, as
 * sandbox_run. */
int sandbox_run_prelude(struct sandbox *s, const char *chunk, const char *source, size_t len_bytes,
                        struct err *e);

enum sandbox_outcome { SANDBOX_YIELDED, SANDBOX_RETURNED, SANDBOX_FAILED };

/* The one lua_resume of the program. co holds the function and nargs (first time) or nargs results.
 * On YIELDED the stack of co holds exactly what was yielded, *nresults of them. On FAILED e says
 * "file:line: reason" (E_FLOW), also for budget and memory. */
enum sandbox_outcome sandbox_resume(struct sandbox *s, lua_State *co, int nargs, int *nresults,
                                    struct err *e);

/* From the next resume on, of any state of this process: seen is told of each line of flow code (never
 * of the prelude) that is about to run, once for every time that it is come to. chunk: as given to
 * sandbox_run, borrowed for the call. Budget and cap hold as ever. One watcher at a time; NULL: none,
 * which costs nothing. seen must not use Lua. */
typedef void sandbox_line(void *arg, const char *chunk, int line);
void sandbox_watch_lines(sandbox_line *seen, void *arg);

/* The same for whoever must know which way code went within a line, instead of sandbox_watch_lines: of each
 * function that begins (at->event LUA_HOOKCALL or LUA_HOOKTAILCALL) and returns (LUA_HOOKRET), line
 * (LUA_HOOKLINE) and instruction (LUA_HOOKCOUNT) about to run, with what "Sl" of lua_getinfo tells; of tail
 * calls, what others than flows call, too. */
typedef void sandbox_instruction(void *arg, lua_State *co, const lua_Debug *at);
void sandbox_watch_instructions(sandbox_instruction *seen, void *arg);

/* File and line in flow code (not in the prelude) from which co now waits or failed; "" and 0 if
 * unknown. */
void sandbox_where(lua_State *co, char file[128], int *line);

/* Tells of every field that flow code reads of the language's objects: of "an answer", "a party" (role
 * says whose; else NULL), "the case"; and in which line of the flow the object was made. It must not touch the state.
 */
typedef void sandbox_read(void *arg, const char *of, const char *role, int made_at_line,
                          const char *field);
void sandbox_watch_reads(struct sandbox *s, sandbox_read *on_read, void *arg);

/* Names of everything reachable from a flow, one a line, sorted: for the golden file. Caller frees.
 */
char *sandbox_reachable(struct sandbox *s);

#endif
