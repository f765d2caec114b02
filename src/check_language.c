/* check_language.c: a party may speak any language of which a phrase file is there: then nothing may be missing
 * in that file. What is, is said in Korean, with a note to the agent. */
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "check_impl.h"
#include "keys.h"
#include "phrase.h"

struct looking {
	struct check *c;
	const struct bundle *b;
	enum language l;
};

static void tell(const struct looking *k, const char *key, const char *what)
{
	const char *file = language_phrases(k->l);
	findings_add(&k->c->found, FINDING_ERROR, file, bundle_line(k->b, file, key),
	             "%s is missing: it would be said in Korean", what);
}

static void check_words(const struct looking *k, const char *list)
{
	const char **codes = keys_sorted(bundle_words(k->b, list));
	char *key = xasprintf("words/%s", list);
	for (size_t i = 0; codes[i]; i++) {
		char *what = xasprintf("words.%s.%s", list, codes[i]);
		if (bundle_word_in(k->b, list, codes[i], k->l) == bundle_word(k->b, list, codes[i]))
			tell(k, key, what);
		free(what);
	}
	free(key);
	free(codes);
}

static void check_one(const struct looking *k)
{
	json_t *ids = bundle_phrase_ids(k->b), *id;
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const struct phrase *ko = bundle_phrase(k->b, json_string_value(id));
		char *what = xasprintf("phrase '%s' of version = %d", ko->id, ko->version);
		if (!bundle_own_phrase(k->b, ko->id, k->l))
			tell(k, ko->id, what);
		free(what);
	}
	json_decref(ids);
	check_words(k, "topic");
	check_words(k, "party");
}

void check_language(struct check *c)
{
	const struct bundle *b = flow_set_at(c->flows, 0); /* phrases are the same in all */
	for (int l = LANGUAGE_KO + 1; l < LANGUAGES; l++) {
		const struct looking k = { c, b, (enum language)l };
		if (bundle_speaks(b, k.l))
			check_one(&k);
	}
}
