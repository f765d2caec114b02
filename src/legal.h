/* legal.h: what the law asks of a notice, as data, and whether the notices of a bundle say it.
 *
 * Source: 개인정보 보호법 (PIPA), text of the version promulgated 2026-09-08 (No. 21910), and its
 * 시행령. It finds what is missing or plainly wrong; that a notice is lawful it cannot say. */
#ifndef ASSENT_LEGAL_H
#define ASSENT_LEGAL_H

#include "base.h"
#include "keys.h"

struct bundle;
struct findings;
struct flow_set;
struct phrase;

/* Something that a notice says: legal = { <name> = "…" }. */
struct legal_item {
	const char *name, *word; /* "retention", "보유 및 이용 기간" */
	bool is_form;            /* how it asks, no term of the consent */
};
const struct legal_item *legal_item_find(const char *name); /* NULL: unknown */

/* A kind of consent that the law knows. Which one a kind of the policy is: its `law`, else its own
 * name. */
struct law;
const struct law *legal_law_find(const char *name); /* NULL: unknown */
const char *legal_law_names(void);                  /* "collection, provision, …" */

/* What no bundle may lack to be used at all: the items of a collection notice. Of other notices
 * legal_check tells, so that a decision can be taken about them (policy: exceptions). */
void legal_refuse(const struct bundle *b, const struct phrase *p, mistake *wrong, void *arg);

struct legal_report {
	int phrases, notices, drafts;
	int accepted;          /* findings under an exception that is still open */
	json_t *exceptions;    /* of those exceptions, each told (sentence.h); the caller's */
};

/* Every notice of the flows against every rule. today: "2026-11-25". An exception of the policy
 * makes warnings of its findings until its day is over. */
void legal_check(struct flow_set *flows, const char *today, struct findings *found,
                 struct legal_report *report);

#endif
