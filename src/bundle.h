/* bundle.h: a flow with its phrases, policy and prelude, named by the SHA-256 of its content. */
#ifndef ASSENT_BUNDLE_H
#define ASSENT_BUNDLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct phrase;
struct bundle; /* shared: bundle_keep / bundle_free count */

/* From files: DIR/<flow>/flow.lua, DIR/phrases/ko.lua, DIR/policy.lua and the built-in prelude. NULL: E_FLOW with file:line. */
struct bundle *bundle_read(const char *dir, const char *flow, struct err *e);
/* From the store: what bundle_content gave. */
struct bundle *bundle_parse(const char *content, struct err *e);
struct bundle *bundle_keep(struct bundle *b);
void bundle_free(struct bundle *b);

/* All borrowed. */
const char *bundle_hash(const struct bundle *b);    /* 64 hex digits */
const char *bundle_content(const struct bundle *b); /* canonical JSON: {"flow": name, "files": {path: text}} */
const char *bundle_flow(const struct bundle *b);    /* "vehicle_owner" */
const char *bundle_title(const struct bundle *b);
const char *bundle_file(const struct bundle *b, const char *path, size_t *len_bytes); /* "flow.lua" "prelude.lua" */
const char *bundle_chunk(const struct bundle *b);   /* name shown in errors: "vehicle_owner/flow.lua" */
const struct phrase *bundle_phrase(const struct bundle *b, const char *id); /* NULL: no such phrase */
json_t *bundle_phrase_ids(const struct bundle *b);  /* new list of all ids, for `say`: this one is the caller's */
json_t *bundle_opens(const struct bundle *b);       /* {fact: list of values that fit} */
json_t *bundle_collect(const struct bundle *b, const char *field); /* {"purpose","type"}; NULL: not declared */
/* What a value of the phrase file's `words` reads as: ("topic","accident") -> "사고"; NULL: no such word. */
const char *bundle_word(const struct bundle *b, const char *list, const char *code);
json_t *bundle_words(const struct bundle *b, const char *list); /* {code: word}; NULL: no such list */
json_t *bundle_placeholder(const struct bundle *b, const char *name); /* {"class","type",...}; NULL */

/* flows/policy.lua as data (see its own comments). */
struct policy {
	int64_t limit_ms[8];  /* by enum policy_limit */
	int reask;            /* how often an unclear answer is asked again */
	const char *yes, *no; /* button labels, where a phrase has none */
	json_t *gate;         /* {"tell": {to: {class: need}}, "contact": {to: need}, "hold": {of: need}};
	                       * need: list of consent kinds ([]: free) or "never" */
	json_t *consents;     /* {kind: {"by": "caller"|"self", "only": "non_member"?, "expires_ms": n?}} */
};
enum policy_limit { LIMIT_SUGGEST, LIMIT_CONFIRM, LIMIT_CONSENT, LIMIT_ASK, LIMIT_LISTEN };
const struct policy *bundle_policy(const struct bundle *b);

/* All flows of a directory; which one fits a case's facts. */
struct flow_set;
struct flow_set *flow_set_load(const char *dir, struct err *e); /* caller frees; every flow must load */
void flow_set_free(struct flow_set *s);
struct bundle *flow_set_get(struct flow_set *s, const char *flow); /* borrowed; NULL */
size_t flow_set_count(const struct flow_set *s);
struct bundle *flow_set_at(struct flow_set *s, size_t i);
/* Exactly one fits: it is returned (borrowed). Else NULL, and *reasons is a new list
 * [{"flow","title","fits":bool,"why":"topic is accident, the flow wants fare"}]; it is set in both cases. */
struct bundle *flow_set_choose(struct flow_set *s, json_t *facts, json_t **reasons);
/* Is this a topic, a role, a fact that any flow knows? Checks a case's facts and parties against the schema that
 * docs/case.schema.json describes: -1 E_INPUT "facts.topic: ..." */
int facts_check(const struct flow_set *s, json_t *facts, json_t *parties, struct err *e);

#endif
