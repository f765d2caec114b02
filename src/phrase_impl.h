/* phrase_impl.h: what the phrase*.c files share that read a declaration; nobody else includes it. */
#ifndef ASSENT_PHRASE_IMPL_H
#define ASSENT_PHRASE_IMPL_H

#include "phrase.h"

extern const char *const phrase_class_names[]; /* of data, ended by NULL */

/* Sets e: "unknown class 'x': …". Returns -1. */
int phrase_unknown(const char *what, const char *word, const char *const *known, struct err *e);
/* Place in a list that NULL ends; -1: it is not there. */
int phrase_word_index(const char *word, const char *const *list);
/* A text that must be there. NULL: E_FLOW */
const char *phrase_need_text(const json_t *spec, const char *key, struct err *e);
/* Whose contact data it holds, as its name says ("passenger.phone"). Caller frees; NULL: nobody's. */
char *phrase_placeholder_party(const char *name);

#endif
