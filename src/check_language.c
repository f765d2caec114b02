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

static const char korean[] = "phrases/ko.lua";

/* Takes the text. */
static void tell(const struct looking *k, int line, char *text)
{
	findings_add(&k->c->found, FINDING_ERROR, language_phrases(k->l), line, "%s", text);
	free(text);
}

static void check_words(const struct looking *k, const char *list)
{
	const char **codes = keys_sorted(bundle_words(k->b, list));
	char *key = xasprintf("words/%s", list);
	int line = bundle_line(k->b, language_phrases(k->l), key);
	for (size_t i = 0; codes[i]; i++) {
		const char *word = bundle_word(k->b, list, codes[i]);
		if (bundle_word_in(k->b, list, codes[i], k->l) == word)
			tell(k, line,
			     xasprintf("words.%s.%s is missing, and would be said in Korean: "
			               "write %s = \"…\" here, which is \"%s\" in Korean",
			               list, codes[i], codes[i], word));
	}
	free(key);
	free(codes);
}

/* The line of a phrase in a file; 0: it is not there. None stands on the first. */
static int line_of(const struct looking *k, const char *file, const char *id)
{
	int line = bundle_line(k->b, file, id);
	return line > 1 ? line : 0;
}

/* Where it belongs: at the line of the phrase before which it stands in Korean, or at the last. */
static int place_of(const struct looking *k, const json_t *ids, const char *id)
{
	const char *file = language_phrases(k->l), *text = bundle_file(k->b, file, NULL);
	int own = line_of(k, korean, id), nearest = 0, place = 0;
	size_t i;
	json_t *other;
	json_array_foreach(ids, i, other)
	{
		const char *name = json_string_value(other);
		int ko = line_of(k, korean, name), here = line_of(k, file, name);
		if (ko > own && here && (!nearest || ko < nearest)) {
			nearest = ko;
			place = here;
		}
	}
	for (const char *at = text; !nearest && *at; at++)
		place += *at == '\n';
	return place;
}

/* An entry as it is to be written: all that it must have, but for its words. */
static void add_entry(struct buf *out, const struct phrase *p)
{
	buf_addf(out, "%s = { draft = true, ", p->id);
	if (p->version > 1)
		buf_addf(out, "version = %d, ", p->version);
	buf_adds(out, "text = \"…");
	for (size_t i = 0; i < p->parts_count; i++)
		if (p->part[i].name)
			buf_addf(out, " {%s} …", p->part[i].name);
	buf_adds(out, "\"");
	for (size_t i = 0; i < p->legal_count; i++)
		buf_addf(out, "%s%s = \"…\"", i ? ", " : ", legal = { ", p->legal[i].item);
	buf_adds(out, p->legal_count ? " } }," : " },");
}

static void check_phrase(const struct looking *k, const json_t *ids, const struct phrase *ko)
{
	int here = line_of(k, language_phrases(k->l), ko->id);
	int line = line_of(k, korean, ko->id);
	struct buf entry = { 0 };
	add_entry(&entry, ko);
	if (here)
		tell(k, here,
		     xasprintf("phrase '%s' is not used as it is, and would be said in Korean: "
		               "translate %s:%d and write at this line: %s",
		               ko->id, korean, line, entry.data));
	else
		tell(k, place_of(k, ids, ko->id),
		     xasprintf("phrase '%s' is missing, and would be said in Korean: translate "
		               "%s:%d and write above this line: %s",
		               ko->id, korean, line, entry.data));
	buf_free(&entry);
}

static void check_one(const struct looking *k)
{
	json_t *ids = bundle_phrase_ids(k->b), *id;
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const char *name = json_string_value(id);
		if (!bundle_own_phrase(k->b, name, k->l))
			check_phrase(k, ids, bundle_phrase(k->b, name));
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
