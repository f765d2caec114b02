/* notice.h: what a notice says in law, apart from how it is worded: when people must be asked again.
 *
 * The legal identity of a notice is the SHA-256 of canonical JSON (RFC 8785):
 * {"items": {item: terms}, "kind": consent}. Terms are an item's words without white space and
 * punctuation (text_terms), a placeholder as "{name}"; where a typo was mended, the words before.
 * Items that hold no term of the consent (the sentence that asks) are left out. */
#ifndef ASSENT_NOTICE_H
#define ASSENT_NOTICE_H

#include <jansson.h>
#include <stdbool.h>

#include "language.h"

struct bundle;
struct phrase;

/* An item as a person reads it: whom and which topic it is about in place of their placeholders (a
 * particle at its end falls away), "…" for any other, which may be personal. delegate, topic: codes
 * or NULL. Caller frees. */
char *notice_item(const struct bundle *b, enum language l, const char *text, const char *delegate,
                  const char *topic);

/* Fills p->identity. */
void notice_seal(struct phrase *p);

/* Whether the two differ in a few letters, and in no digit and no negation: what may be called the
 * mending of a typo. */
bool notice_is_typo(const char *before, const char *after);

/* What b says otherwise than a, item by item: a new list of {"item", "old", "new"} (null: it does
 * not say it); empty: the same in law. What one of them merely does not declare is looked for in
 * its whole text. */
json_t *notice_changes(const struct phrase *a, const struct phrase *b);

/* What is to be done where b says something else in law than a under a version that is not higher:
 * "delegation: raise version: …"; NULL: nothing. Caller frees. */
char *notice_owes_version(const struct phrase *a, const struct phrase *b);

#endif
