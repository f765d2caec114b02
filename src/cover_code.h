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
	char **texts;           /* its constants; NULL where one is no text */
	size_t texts_count;
};

struct code {
	struct code_function *functions; /* the file itself first, then as they begin */
	size_t count;
};

/* Compiles the text. NULL: E_FLOW. Caller frees. */
struct code *code_read(const char *chunk, const char *source, size_t len_bytes, struct err *e);
void code_free(struct code *c);

/* Where the code can go on behind an instruction: 0, 1 or 2 places. Those of a decision are the one where its
 * condition holds on the spot and the one it jumps to. Lua's hooks do not see a jump that is part of a test, nor
 * the test of a `for` that is part of its call: such pairs count as one instruction here. */
size_t code_next(const struct code_function *f, size_t at, size_t next[2]);
bool code_decides(const struct code_function *f, size_t at);
/* The same place, with the jumps that begin there taken. */
size_t code_settled(const struct code_function *f, size_t at);
bool code_jumps(const struct code_function *f, size_t at);
/* Where hooks see a function begin. */
size_t code_first(const struct code_function *f);

/* A method called by its name, party:suggest(…): the name, borrowed, the place of the call, and whether anything
 * is done with what it gives back. NULL: this instruction begins no such call. */
const char *code_method(const struct code_function *f, size_t at, size_t *call, bool *used);
/* A field read by its name, say.wrong_person: the name, borrowed; NULL: it is none. */
const char *code_field(const struct code_function *f, size_t at);

/* Whether the instruction does something that its line says: not the jump at the end of a loop, nor the
 * return that stands behind every function and every tail call. */
bool code_runs(const struct code_function *f, size_t at);

#endif
