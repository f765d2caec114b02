/* keys.h: refuses what a JSON object should not hold, and names the key that was probably meant. */
#ifndef ASSENT_KEYS_H
#define ASSENT_KEYS_H

#include <jansson.h>

struct err;

/* 0 if every key of object is in known (ends with NULL). -1 E_INPUT "unknown key 'txet': did you
 * mean 'text'?" */
int keys_check(const json_t *object, const char *const *known, struct err *e);
/* The first unknown key, borrowed; NULL: none. */
const char *keys_unknown(const json_t *object, const char *const *known);

/* A mistake in a table that a person wrote. key: where it stands, "limits/ask"; text: what to do. */
typedef void mistake(void *arg, const char *key, const char *text);
/* Every unknown key, with the text of keys_check. Returns how many. */
size_t keys_check_all(const json_t *object, const char *const *known, mistake *wrong, void *arg);

/* What to do about an unknown word: "did you mean 'text'?" or "known are kind, text". Caller
 * frees. */
char *keys_hint(const char *word, const char *const *known);
char *keys_hint_object(const char *word, const json_t *object); /* known are its keys */

/* The keys of an object, sorted, ended by NULL. The caller frees the list; the names are borrowed.
 */
const char **keys_sorted(const json_t *object);

#endif
