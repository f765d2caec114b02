/* bundle_data.h: the inside of a bundle, for the bundle*.c files only. */
#ifndef ASSENT_BUNDLE_DATA_H
#define ASSENT_BUNDLE_DATA_H

#include "bundle.h"
#include "crypto.h"
#include "findings.h"
#include "keys.h"

/* What one phrase file says. */
struct wording {
	struct phrase **phrases; /* sorted by id; NULL: the file could not be read */
	size_t count;
	json_t *words, *data; /* data lends its texts to buttons */
	struct buttons buttons;
};

struct bundle {
	unsigned kept;
	char *flow, *title, *chunk, *content;
	char hash[SHA256_HEX];
	json_t *files;                /* {path: text} */
	json_t *opens, *collects;     /* of flow.lua; opens: {fact: list of values that fit} */
	json_t *placeholders;         /* of phrases/ko.lua, for all languages */
	struct wording in[LANGUAGES]; /* empty: no file of that language is there */
	json_t *policy_data;          /* lends its texts to policy */
	struct policy policy;
	bool is_sayable; /* nothing was found in its phrases and its policy */
	struct bundle *
		spoken; /* kept: lends these all, as its files of them are equal; NULL: none does */
};

/* What a bundle's files are; ends with NULL. Of translations each may be there. */
extern const char *const bundle_paths[];
const char *bundle_chunk_of(const struct bundle *b, const char *path);

/* Runs the files and fills what they say: everything from title to policy. Each mistake is found,
 * with file and line, and the rest is read all the same. like: a bundle that may lend its phrases and
 * policy, or NULL: all flows of a directory have the same, and reading them is nine tenths of the work. */
void bundle_data_read(struct bundle *b, struct bundle *like, struct findings *found);

/* Who is told of a translation: of what is wrong in itself; and of what is not what the Korean phrase
 * is, which is then said in Korean: flows work without it, but `assent check` does not pass. */
struct translate_told {
	mistake *wrong, *unlike;
	void *arg;
};
/* phrases/<l>.lua, once Korean was read: the same phrases in another language. */
void bundle_translate(struct bundle *b, enum language l, json_t *table,
                      const struct translate_told *told);

/* flow.lua's opens, into b->opens, and what it has in b->collects; each mistake is told. */
void bundle_flow_opens(struct bundle *b, const json_t *opens, mistake *wrong, void *arg);
void bundle_flow_collects(const struct bundle *b, mistake *wrong, void *arg);

/* Every `say.x` of the flow must name a phrase. */
void bundle_check_says(const struct bundle *b, struct findings *found);

#endif
