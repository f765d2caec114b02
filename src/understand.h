/* understand.h: what a customer's words mean, as lua/assent/understand.lua reads them: a consent
 * answer, a request to call somebody else, a complaint, a withdrawal. The live engine and `assent
 * understand` ask here, so both hear the same. */
#ifndef ASSENT_UNDERSTAND_H
#define ASSENT_UNDERSTAND_H

#include <jansson.h>
#include <stdbool.h>

struct err;
struct understand;

/* NULL: E_PARSE, the program's own Lua is broken. Caller frees. */
struct understand *understand_new(struct err *e);
void understand_free(struct understand *u);

/* 16 hex digits of the SHA-256 of all the Lua that decides: recorded beside each decision. */
const char *understand_version(const struct understand *u);

bool understand_knows(const struct understand *u, const char *kind);
/* {"label": "grant"|"deny"|"unclear"} or {"is_...": bool}, then "relation" (text or null), "phones"
 * (list of digits), "why" (the deciding words, or what speaks against deciding) and, of a grant or
 * denial, "words": those that decided. kind: consent, confirm (an answer to a yes/no question that is
 * no consent), ... text: valid UTF-8
 * without NUL. New. NULL: E_NOT_FOUND (no such kind), E_PARSE (beyond a limit of time: nothing is
 * understood). */
json_t *understand_text(struct understand *u, const char *kind, const char *text, struct err *e);

#endif
