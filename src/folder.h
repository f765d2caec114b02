/* folder.h: the directory in which flows are written, as one content: their Lua and their plays. */
#ifndef ASSENT_FOLDER_H
#define ASSENT_FOLDER_H

#include <jansson.h>

struct err;

/* hex: SHA-256 over the names and contents of all *.lua and *.play below dir. plays (NULL: not wanted): a list, to which
 * {"file": "spouse/refused.play", "flow": "spouse", "title"} are added, in order. May run in any thread. -1: E_CONFIG
 * (not there), E_TOO_LARGE, E_IO. */
int folder_hash(const char *dir, char hex[65], json_t *plays, struct err *e);

#endif
