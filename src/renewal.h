/* renewal.h: whose consent must be asked again because its notice says something else in law now.
 *
 * Source: 개인정보 보호법 제15조 제2항, 제17조 제2항: when one of the items changes, that is told and
 * consent is obtained again. */
#ifndef ASSENT_RENEWAL_H
#define ASSENT_RENEWAL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct bundle;
struct consent;
struct flow_set;
struct policy;
struct support_case;

/* What the flows now word otherwise in law than b: a new {notice: {"items": list of their names,
 * "old": identity, "new": identity}}; empty: nothing. A notice is named by its phrase, in another
 * language than Korean with that behind it: "delegation@en"; where there are no words of that language
 * any more, what the Korean notice says now counts. A notice that is gone is held against those
 * that ask for the same kind of consent: if one says the same, nothing has changed. */
json_t *renewal_changes(const struct bundle *b, struct flow_set *now);

/* Is consent k concerned by these changes: in force, or being asked in an open case? Never who
 * refused or withdrew, nor a member where policy (of the flows now) asks non-members only. */
bool renewal_concerns(const struct support_case *c, const struct consent *k, const json_t *changes,
                      const struct policy *policy, int64_t now_ms);

/* What a case would be told if its notices of this phrase were worded otherwise in law, for checks and plays. */
struct renewal_supposed {
	const char *phrase; /* NULL: all of them */
	bool moves; /* the case goes on with the new words; else it stays with its flow as it was */
	int64_t now_ms;
	size_t grants, asked; /* whom it concerns; set */
};
/* The body of that event ("notice_changed"); b: the case's. New. */
json_t *renewal_suppose(const struct support_case *c, const struct bundle *b,
                        struct renewal_supposed *s);

/* The name of the notice that k answers, caller frees; and its entry, borrowed, NULL: unchanged. */
char *renewal_name(const struct consent *k);
json_t *renewal_of(const json_t *changes, const struct consent *k);

/* "retention, items": the items of one entry of changes. Caller frees. */
char *renewal_items(const json_t *change);

#endif
