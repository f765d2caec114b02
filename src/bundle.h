/* bundle.h: a flow with its phrases, policy and prelude, named by the SHA-256 of its content. */
#ifndef ASSENT_BUNDLE_H
#define ASSENT_BUNDLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "language.h"

struct err;
struct findings;
struct phrase;
struct bundle; /* shared: bundle_keep / bundle_free count */

/* From files: DIR/<flow>/flow.lua, the files of DIR/phrases, DIR/policy.lua and the built-in
 * prelude.
 * NULL: E_FLOW with file:line. */
struct bundle *bundle_read(const char *dir, const char *flow, struct err *e);
/* The same beside `like`, another flow of the directory (NULL: none): phrases and policy are read once for
 * both, where they are right. */
struct bundle *bundle_read_like(const char *dir, const char *flow, struct bundle *like,
                                struct err *e);
/* The same for a check: every mistake is found, and what could be read is returned in spite of them
 * (NULL: nothing could). Such a bundle must not run. */
struct bundle *bundle_read_all(const char *dir, const char *flow, struct bundle *like,
                               struct findings *found);
/* From the store: what bundle_content gave. Takes about 1 ms for 26 KB. NULL: E_PARSE or E_FLOW. */
struct bundle *bundle_parse(const char *content, struct err *e);
/* Stands in for a stored bundle that is gone or damaged: no phrases, and a policy that allows nothing
 * and that keeps nobody's data longer than any other. It must not run. */
struct bundle *bundle_absent(const char *flow, const char *hash);
struct bundle *bundle_keep(struct bundle *b);
void bundle_free(struct bundle *b);

/* All borrowed. Content: canonical JSON, {"files": {path: text}, "flow": name}; hash: 64 hex digits
 * of it. Chunk: the flow's file as errors name it, "vehicle_owner/flow.lua". */
const char *bundle_hash(const struct bundle *b);
const char *bundle_content(const struct bundle *b);
const char *bundle_flow(const struct bundle *b); /* "vehicle_owner" */
const char *bundle_title(const struct bundle *b);
const char *bundle_chunk(const struct bundle *b);
/* path: "flow.lua", "phrases/ko.lua", "policy.lua", "prelude.lua"; phrases of another
 * language may be missing: NULL. len_bytes may be NULL */
const char *bundle_file(const struct bundle *b, const char *path, size_t *len_bytes);

json_t *bundle_files(const struct bundle *b); /* all of them, {path: text} */

/* Where `key =` or `["key"] =` stands in a file, as a line from 1; key: "gate/tell/driver", each in
 * the table of the one before, as far as it is there. 0: the file is not there. */
int bundle_line(const struct bundle *b, const char *path, const char *key);

/* Borrowed; NULL: not there. Opens: {fact: list of values that fit}. Collect: {"purpose", "type"?}.
 * Placeholder: {"class", "type"?, "party"?}. */
const struct phrase *bundle_phrase(const struct bundle *b, const char *id);
json_t *bundle_opens(const struct bundle *b);
json_t *bundle_collect(const struct bundle *b, const char *field);
json_t *bundle_collects(const struct bundle *b); /* {field: collect} */
json_t *bundle_placeholder(const struct bundle *b, const char *name);
json_t *bundle_placeholders(const struct bundle *b); /* {name: placeholder} */
/* What a value of the phrase file's `words` reads as: ("topic", "accident") -> "사고"; and a whole
 * list of them, {code: word}. */
const char *bundle_word(const struct bundle *b, const char *list, const char *code);
json_t *bundle_words(const struct bundle *b, const char *list);
/* The ids of all phrases, for `say`: a new list, the caller's. */
json_t *bundle_phrase_ids(const struct bundle *b);

/* Labels, where a phrase has none. */
struct buttons {
	const char *yes, *no;
	const char *typed; /* below a question that is answered by 1 or 2 */
};

/* The same in another language, each in Korean where it has no words for it: what is said to a person
 * who speaks it. Own: NULL, where it has none. */
const struct phrase *bundle_phrase_in(const struct bundle *b, const char *id, enum language l);
const struct phrase *bundle_own_phrase(const struct bundle *b, const char *id, enum language l);
const char *bundle_word_in(const struct bundle *b, const char *list, const char *code,
                           enum language l);
/* The word in every language, for whoever reads it at the desk: {"ko", "en"}, new; null: it is none. */
json_t *bundle_word_told(const struct bundle *b, const char *list, const char *code);
const struct buttons *bundle_buttons(const struct bundle *b, enum language l);
bool bundle_speaks(const struct bundle *b, enum language l); /* its phrase file is there */

/* flows/policy.lua as data (see its own comments). */
struct policy {
	int64_t limit_ms[8]; /* by enum policy_limit */
	int reask;           /* how often an unclear answer is asked again */
	struct buttons buttons;
	/* {"tell": {to: {class: need}}, "contact": {to: need}, "hold": {of: need}};
	 * need: list of consent kinds ([]: free) or "never" */
	json_t *gate;
	/* {kind: {"by": "caller"|"self", "only": "non_member"?, "expires_ms": n?, "law": name?,
	 * "optional": true?}} */
	json_t *consents;
	/* [{"notice": list, "rule": list, "by", "expires": "2027-11-30", "why"}] */
	json_t *exceptions;
	/* on_legal_change = "keep": who agreed to a notice as it was is not asked again */
	bool keeps_old_terms;
};
enum policy_limit { LIMIT_SUGGEST, LIMIT_CONFIRM, LIMIT_CONSENT, LIMIT_ASK, LIMIT_LISTEN };
const struct policy *bundle_policy(const struct bundle *b);

/* All flows of a directory; which one fits a case's facts. */
struct flow_set;
/* Every flow must load. NULL: E_FLOW, or E_CONFIG where no flow is. Caller frees. */
struct flow_set *flow_set_load(const char *dir, struct err *e);
/* For a check: with every mistake found, and every flow of which anything could be read; such flows
 * must not run. NULL: there is none. Caller frees. */
struct flow_set *flow_set_load_all(const char *dir, struct findings *found);
/* What may be done about a name that is no flow's in that directory: "did you mean 'spouse'?". Caller frees. */
char *flow_set_hint(const char *dir, const char *name);
/* An empty one, and one flow more (taken), in the order of names. */
struct flow_set *flow_set_new(void);
void flow_set_add(struct flow_set *s, struct bundle *b);
struct flow_set *flow_set_copy(const struct flow_set *s); /* with the same bundles */
void flow_set_free(struct flow_set *s);
/* {flow: hash of its bundle}, new; and the SHA-256 of that as canonical JSON, which names the set. */
json_t *flow_set_list(const struct flow_set *s);
void flow_set_hash(const struct flow_set *s, char hex[65]);
struct bundle *flow_set_get(struct flow_set *s, const char *flow); /* borrowed; NULL */
size_t flow_set_count(const struct flow_set *s);
struct bundle *flow_set_at(struct flow_set *s,
                           size_t i); /* in the order of names; NULL behind them */
/* Exactly one fits: it is returned (borrowed). Else NULL. In both cases *reasons is a new list
 * [{"flow", "title", "fits": bool, "why": "주제가 사고인데 이 흐름은 요금조정만 다룹니다.", "why_told": [sentence_told()]}]. */
struct bundle *flow_set_choose(struct flow_set *s, json_t *facts, json_t **reasons);
/* Is this a topic, a role, a fact that any flow knows? Checks a case's facts and parties against
 * the schema that docs/case.schema.json describes: -1 E_INPUT "facts.topic: ..." */
int facts_check(const struct flow_set *s, json_t *facts, json_t *parties, struct err *e);
/* {"platform", "address"}, or NULL: there is none. -1 E_INPUT "desk: ..." */
int facts_check_desk(const json_t *desk, struct err *e);

#endif
