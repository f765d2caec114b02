#include "keys.h"

#include "base.h"

#include <stdlib.h>
#include <string.h>

enum { WORD_MAX = 64 };

static size_t least(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* Bytes to add, drop or replace until a reads b. Both are shorter than WORD_MAX. */
static size_t distance(const char *a, const char *b)
{
	size_t row[WORD_MAX + 1], len = strlen(b);
	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < len; j++) {
			size_t changed = diagonal + (a[i] != b[j]);
			diagonal = row[j + 1];
			row[j + 1] = least(changed, least(row[j], row[j + 1]) + 1);
		}
	}
	return row[len];
}

/* NULL: nothing is near enough to be a slip of the pen. */
static const char *nearest(const char *word, const char *const *known)
{
	const char *best = NULL;
	size_t len = strlen(word), best_distance = len / 3 + 2;
	if (len >= WORD_MAX)
		return NULL;
	for (; *known; known++) {
		size_t d = strlen(*known) < WORD_MAX ? distance(word, *known) : best_distance;
		if (d < best_distance) {
			best_distance = d;
			best = *known;
		}
	}
	return best;
}

char *keys_hint(const char *word, const char *const *known)
{
	const char *meant = nearest(word, known);
	struct buf b = { 0 };
	if (meant)
		return xasprintf("did you mean '%s'?", meant);
	if (!*known)
		return xstrdup("none is known here");
	buf_adds(&b, "known are ");
	for (size_t i = 0; known[i]; i++)
		buf_addf(&b, "%s%s", i ? ", " : "", known[i]);
	return buf_take(&b);
}

char *keys_hint_object(const char *word, const json_t *object)
{
	const char **known = keys_sorted(object);
	char *hint = keys_hint(word, known);
	free(known);
	return hint;
}

static bool holds(const char *const *known, const char *word)
{
	for (; *known; known++)
		if (!strcmp(*known, word))
			return true;
	return false;
}

const char *keys_unknown(const json_t *object, const char *const *known)
{
	const char **keys = keys_sorted(object), *found = NULL;
	for (size_t i = 0; keys[i] && !found; i++)
		if (!holds(known, keys[i]))
			found = keys[i];
	free(keys);
	return found;
}

static void set_unknown(struct err *e, const char *key, const char *const *known)
{
	char *hint = keys_hint(key, known);
	err_set(e, E_INPUT, "unknown key '%.80s': %s", key, hint);
	free(hint);
}

int keys_check(const json_t *object, const char *const *known, struct err *e)
{
	const char *key = keys_unknown(object, known);
	if (!key)
		return 0;
	set_unknown(e, key, known);
	return -1;
}

size_t keys_check_all(const json_t *object, const char *const *known, mistake *wrong, void *arg)
{
	const char **keys = keys_sorted(object);
	size_t count = 0;
	for (size_t i = 0; keys[i]; i++) {
		struct err why = { 0 };
		if (holds(known, keys[i]))
			continue;
		set_unknown(&why, keys[i], known);
		wrong(arg, keys[i], why.text);
		count++;
	}
	free(keys);
	return count;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

const char **keys_sorted(const json_t *object)
{
	const char **keys = xmalloc((json_object_size(object) + 1) * sizeof *keys);
	size_t count = 0;
	/* jansson iterates over a mutable object only; nothing is changed here */
	json_t *o = (json_t *)(uintptr_t)object;
	for (void *at = json_object_iter(o); at; at = json_object_iter_next(o, at))
		keys[count++] = json_object_iter_key(at);
	qsort(keys, count, sizeof *keys, by_name);
	keys[count] = NULL;
	return keys;
}
