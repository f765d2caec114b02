/* annotations.h: what an editor knows of the flow language (LuaLS), and the reference in the
 * manual: made by lua/assent/annotations.lua of the sources that it names. */
#ifndef ASSENT_ANNOTATIONS_H
#define ASSENT_ANNOTATIONS_H

#include <stdbool.h>

struct command;
struct err;

/* Writes DIR/.luarc.json, DIR/.annotations/ and, where DIR/README.md has its marks, what stands between these.
 * -1: the phrases cannot be read (E_FLOW), a file not written (E_IO). */
int annotations_write(const char *dir, struct err *e);

/* `assent annotations`: --check writes nothing, and names on stdout what is
 * not as it would be written. Exit status: 1 if there is any, or an error; 2 for wrong use. */
extern const struct command annotations_command;

#endif
