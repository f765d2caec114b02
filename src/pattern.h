/* pattern.h: regular expressions whose cost is bounded (PCRE2 with a match limit behind it). */
#ifndef ASSENT_PATTERN_H
#define ASSENT_PATTERN_H

#include <stddef.h>

struct err;
struct pattern;

enum {
	PATTERN_MAX_BYTES = 256,
	PATTERN_SUBJECT_MAX_BYTES = 64 * 1024,
	PATTERN_MATCH_LIMIT = 100000
};

/* UTF and UCP on, no JIT; refused are callouts, recursion, \C, \X, verbs and settings (*...). NULL:
 * E_INPUT with position and reason. Caller frees. */
struct pattern *pattern_new(const char *source, struct err *e);
/* For patterns that we write ourselves: of any length, with any item, soon compiled to machine code where
 * the system allows it. Of the bounds the match limit stays, counted anew at each start position: anchor
 * them. NULL: E_INPUT. */
struct pattern *pattern_new_own(const char *source, struct err *e);
void pattern_free(struct pattern *p);

struct pattern_span {
	size_t from,
		to; /* byte offsets, to is behind the last; from == (size_t)-1: group not set */
};

/* Searches from byte `start`. Number of spans filled (whole match first), 0: no match, -1 (E_FLOW):
 * over the limit, which is one budget of steps for the whole search, or a subject too long or not
 * UTF-8. */
int pattern_find(struct pattern *p, const char *subject, size_t len_bytes, size_t start,
                 struct pattern_span *spans, size_t n_spans, struct err *e);

#endif
