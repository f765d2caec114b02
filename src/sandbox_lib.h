/* sandbox_lib.h: the inside of a sandbox, for the sandbox*.c files only. */
#ifndef ASSENT_SANDBOX_LIB_H
#define ASSENT_SANDBOX_LIB_H

#include <lua.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "arena.h"
#include "sandbox.h"

struct pattern;

enum {
	TEXT_MAX_BYTES = 64 * 1024, /* the longest text that a flow can build */
	PIECE_MAX_BYTES =
		512 * 1024, /* one table part (32,768 entries) or call stack (20,480 slots) */
	VALUES_MAX = 250,   /* handed over by one call: unpack, byte, varargs */
	PATTERN_CACHE = 16,
	SANDBOX_FAIL_BYTES = 400,  /* what is wrong, and the usage */
	SANDBOX_USAGE_BYTES = 130, /* "; usage: party:suggest(…)" */
	SANDBOX_HINT_BYTES = 120,
	SANDBOX_HINTED_MAX = 250, /* names among which one is looked for that was meant */
};

/* Why a run was ended. Raised ones stand in `over`; refusals of the allocator in `refused`,
 * since Lua may cope. */
enum limit {
	LIMIT_NONE,
	LIMIT_INSTRUCTIONS,
	LIMIT_CPU,
	LIMIT_VALUES,
	LIMIT_MEMORY,
	LIMIT_PIECE,
	LIMIT_TEXT,
};

struct sandbox {
	lua_State *L;
	struct arena arena;
	size_t bytes;
	bool armed; /* flow code runs: the limits below hold */
	enum limit over, refused;
	int refusals; /* each one cost a full collection */
	int hooks;    /* calls of the count hook in this run */
	int steps;    /* instructions in this run, while they are watched one by one */
	int64_t left; /* instructions that this run may still use */
	int64_t cpu_start_ns;
	size_t longest_text_bytes; /* ever built in this state: comparing such texts costs more */
	struct {
		char *source;
		struct pattern *compiled;
	} patterns[PATTERN_CACHE];
	unsigned next_pattern;
	char *scratch;         /* C memory that a raising function could not free */
	sandbox_read *on_read; /* NULL: nobody watches */
	void *on_read_arg;
};

struct sandbox *sandbox_of(lua_State *L);

/* Takes `instructions` off the budget for work done in C; raises when it is used up. */
void sandbox_charge(lua_State *L, size_t instructions);

/* Raises with the file and line of the nearest frame of flow code (never of the prelude). */
int sandbox_fail(lua_State *L, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* "; usage: string.rep(text, n, separator)"; "" where the word is not known. */
void sandbox_usage(const char *word, char out[SANDBOX_USAGE_BYTES]);

/* How a key at idx is named in a message; pushes. */
const char *sandbox_push_name(lua_State *L, int idx);
/* Adds the text keys of a table (absolute index) to the count ones known. They are borrowed from a
 * list that stays on the stack. */
size_t sandbox_push_known(lua_State *L, int table, const char *known[SANDBOX_HINTED_MAX + 1],
                          size_t count);
/* ": did you mean 'state'?"; ": " and what else can be said, where nothing is near; else "". */
void sandbox_hint(char out[SANDBOX_HINT_BYTES], const char *word, const char *const *known,
                  const char *or_else);

/* The reason for which co died, or for which its source could not be read: into e. Unarmed. Returns -1. */
int sandbox_explain(struct sandbox *s, lua_State *co, int status, struct err *e);

/* What the flow did too much of. */
const char *sandbox_limit_text(lua_State *co, enum limit why);

/* Nearest frame of flow code, seen from the top of L. */
bool sandbox_flow_frame(lua_State *L, lua_Debug *ar);

/* Puts the chunk onto co, from text within the limits or from what this process compiled
 * before. A status of Lua's; source is never compiled code. */
int sandbox_load(lua_State *co, const char *name, const char *source, size_t source_bytes);

/* Builds the environment and makes it the globals of L. */
void sandbox_open(lua_State *L);
void sandbox_push_words(lua_State *L); /* the table behind the environment */
void sandbox_push_host(lua_State *L);  /* what only the prelude gets */

/* A library of the environment: pushes its functions as a new table. */
void sandbox_open_string(lua_State *L);
void sandbox_open_table(lua_State *L);
void sandbox_open_utf8(lua_State *L);
void sandbox_open_text(lua_State *L);

/* Adds the functions of Lua's own library that the allow-list names for lib ("math") to the
 * table on top. */
void sandbox_add_stock(lua_State *L, const char *lib);
/* Lua's own function, also one that flows do not get. */
lua_CFunction sandbox_stock(const char *lib, const char *name);

/* Replaces the table on top by a view of it: reads go through, writes raise. */
void sandbox_make_view(lua_State *L, const char *name);
/* Replaces a read-only view at idx (absolute) by the table behind it; false: neither table nor
 * view. */
bool sandbox_see_through(lua_State *L, int idx);

/* object(fields, methods) -> table whose keys come from fields, then from methods, and which nobody
 * can write. methods.__name: "a party"; methods.__what: what it has, if not fields;
 * methods.__else: what is said to who reads what it has not. Names with "__" are not found in
 * methods. */
int sandbox_l_object(lua_State *L);
/* Is the value at idx (absolute) one of the prelude's objects? Then pushes the table of its fields and,
 * on top, its label ("an answer"). line: of the flow that made it, while reads are watched; else 0. */
bool sandbox_object(lua_State *L, int idx, int *line);

/* Pushes the list of t's keys: numbers ascending, texts bytewise, booleans. Returns how many
 * were left out because they have no order. */
size_t sandbox_push_keys(lua_State *L, int t);

#endif
