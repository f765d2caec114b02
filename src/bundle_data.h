/* bundle_data.h: the inside of a bundle, for the bundle*.c files only. */
#ifndef ASSENT_BUNDLE_DATA_H
#define ASSENT_BUNDLE_DATA_H

#include "bundle.h"
#include "crypto.h"
#include "findings.h"

struct bundle {
	unsigned kept;
	char *flow, *title, *chunk, *content;
	char hash[SHA256_HEX];
	json_t *files;                /* {path: text} */
	json_t *opens, *collects;     /* of flow.lua; opens: {fact: list of values that fit} */
	json_t *placeholders, *words; /* of phrases/ko.lua */
	struct phrase **phrases;      /* sorted by id */
	size_t phrases_count;
	json_t *policy_data; /* lends its texts to policy */
	struct policy policy;
};

extern const char *const bundle_paths[]; /* what a bundle's files are; ends with NULL */
const char *bundle_chunk_of(const struct bundle *b, const char *path);

/* Runs the files and fills what they say: everything from title to policy. Each mistake is found,
 * with file and line, and the rest is read all the same. */
void bundle_data_read(struct bundle *b, struct findings *found);

/* Every `say.x` of the flow must name a phrase. */
void bundle_check_says(const struct bundle *b, struct findings *found);

#endif
