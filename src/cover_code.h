/* cover_code.h: the instructions of a Lua file, with their lines: for cover*.c. Lua's own interface tells them
 * only of functions that exist at run time, and a handler that no play reaches never does. */
#ifndef ASSENT_COVER_CODE_H
#define ASSENT_COVER_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct code_function {
	int line, last_line; /* of its text; 0 for the file itself */
	size_t count;
	uint32_t *instructions; /* as in lopcodes.h */
	int *lines;             /* of each instruction */
};

struct code {
	struct code_function *functions; /* the file itself first, then as they begin */
	size_t count;
};

/* Compiles the text. NULL: E_FLOW. Caller frees. */
struct code *code_read(const char *chunk, const char *source, size_t len_bytes, struct err *e);
void code_free(struct code *c);

/* Whether the instruction does something that its line says: not the jump at the end of a loop, nor the
 * return that stands behind every function. */
bool code_runs(const struct code_function *f, size_t at);

#endif
