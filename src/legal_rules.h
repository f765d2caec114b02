/* legal_rules.h: the tables behind legal.c; nobody else includes it.
 *
 * Patterns are searched in what text_bare leaves: no white space, no punctuation, folded. */
#ifndef ASSENT_LEGAL_RULES_H
#define ASSENT_LEGAL_RULES_H

#include "language.h"
#include "legal.h"

enum { LEGAL_DEMANDS_MAX = 6 };

/* What is told of them is in src/sentences_legal.c: article, demand, lacks, ban and collects are its vocabularies. */

/* One item that a notice must tell by that law; article is where it says so, demand how. */
struct legal_demand {
	const char *item, *article, *demand;
};

struct law {
	const char *name, *word;
	bool is_free; /* service may not be refused to who does not agree: 제22조 제5항 */
	bool at_load; /* a notice without these items is never used */
	struct legal_demand demands[LEGAL_DEMANDS_MAX + 1]; /* ends with item NULL */
};
extern const struct law legal_laws[]; /* ends with name NULL */

extern const struct legal_item legal_items[]; /* ends with name NULL */

/* The words without which an item does not say what it must; lacks: what that is. */
struct legal_wording {
	const char *item, *pattern, *lacks;
};
extern const struct legal_wording legal_wordings[]; /* ends with item NULL */

/* Words that may not stand in a notice, for a reason. laws: in notices of these they may; NULL: of
 * none. item: only in that item; NULL: anywhere in the text. unless: words beside which they do no
 * harm; NULL: none. */
struct legal_ban {
	const char *rule, *pattern, *unless, *item, *laws, *article, *ban;
};
extern const struct legal_ban legal_bans[]; /* ends with rule NULL */

/* What a flow may collect, and the words by which a collection notice names it. */
struct legal_field {
	const char *suffix, *pattern, *collects;
};
extern const struct legal_field legal_fields[]; /* ends with suffix NULL */

/* The same in the words of one language. */
struct legal_words {
	const struct legal_wording *wordings;
	const struct legal_ban *bans;
	const struct legal_field *fields;
	const char *asks;             /* a sentence that asks without a question mark */
	const char *agrees, *denies;  /* what a button says */
	const char *refuses, *serves; /* what becomes of who does not agree to what is optional */
};
extern const struct legal_words legal_words[LANGUAGES];
extern const struct legal_wording legal_wordings_en[];
extern const struct legal_ban legal_bans_en[];
extern const struct legal_field legal_fields_en[];

/* Rules beside the items, for exceptions to name; ends with NULL. */
extern const char *const legal_rule_names[];

#endif
