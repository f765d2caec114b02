/* usage.h: how each word of the flow language is written, for errors: what the first line of its
 * declaration says, in lua/assent/prelude.lua or lua/assent/library.lua, and nowhere else. */
#ifndef ASSENT_USAGE_H
#define ASSENT_USAGE_H

/* word: "party:suggest", "minutes", "string.rep". Caller frees; NULL: no such word. */
char *usage_of(const char *word);

#endif
