/* cover_impl.h: the inside of a cover, for the cover*.c files only. */
#ifndef ASSENT_COVER_IMPL_H
#define ASSENT_COVER_IMPL_H

#include <stddef.h>
#include <stdint.h>

#include "cover.h"
#include "cover_code.h"

struct lua_State;
struct lua_Debug;

struct cover_file {
	char *chunk;
	struct code *code;
	int last_line;
	int64_t *seen;       /* by line; -1: nothing runs there */
	int64_t (**went)[2]; /* by function, instruction: how often each way out of it */
	struct decision *decisions;
	size_t decisions_count;
};

struct cover {
	struct cover_file *files;
	size_t count;
	struct path_lane *lanes;
	size_t lanes_count;
};

struct cover_file *cover_file(const struct cover *c, const char *chunk);

/* cover_branch.c: the decisions of a file. */
void branch_find(struct cover_file *file);
void branch_free(struct cover_file *file);

/* cover_path.c: follows instructions, and counts in `went` which way each decision went. path_replace: some
 * function made a tail call. */
void path_see(struct cover *c, struct cover_file *file, const struct lua_State *co,
              const struct lua_Debug *at);
void path_replace(struct cover *c, struct lua_State *co);
void path_free(struct cover *c);

#endif
