/* consent.h: the gate, and the record of who agreed to what.
 *
 * Source of the rules: guide "1) 응대 기본 원칙" (a matter is discussed with the caller; with
 * others only after the caller agreed; least data) and its note on non-members; which consent opens
 * what is data: flows/policy.lua. */
#ifndef ASSENT_CONSENT_H
#define ASSENT_CONSENT_H

#include "case.h"

struct gate_policy {
	json_t *gate, *consents; /* of flows/policy.lua; borrowed from the bundle */
};

enum act_kind {
	ACT_TELL,    /* say something of these classes to the party (contacting it, too) */
	ACT_CONTACT, /* get in touch with the party */
	ACT_HOLD,    /* keep contact data of the party that somebody else told */
};

struct act {
	enum act_kind kind;
	enum role party;
	/* ACT_TELL: bits of enum data_class, by number: public 1, trip 2, case 4, contact 8 */
	unsigned tells;
	enum role contact_of; /* whose contact data is told; ROLE_NONE */
};

/* The gate. True only if every consent that the policy demands is granted, unexpired and
 * unwithdrawn at now_ms. A grant counts before its turn is durable only for what is committed in
 * the same turn (durable_only false); whatever uses a socket asks with durable_only true. On false,
 * why says which consent of whom is missing (E_GATE). */
bool consent_allows(const struct support_case *c, const struct gate_policy *p, const struct act *a,
                    int64_t now_ms, bool durable_only, struct err *why);

/* The same with durable_only, and by what: a new list of {"consent": id}, {"inbound": role} and
 * {"member": role}, each once, empty where the policy demands nothing. NULL: not allowed, see why. */
json_t *consent_grounds(const struct support_case *c, const struct gate_policy *p,
                        const struct act *a, int64_t now_ms, struct err *why);

/* All that would have to be granted for it, each once: a new list of {"kind", "of": who can give it, "state": "missing" or
 * what became of it, "consent"?: its newest record}; {"kind": "never"} where nobody can. Empty: it is allowed. */
json_t *consent_needs(const struct support_case *c, const struct gate_policy *p,
                      const struct act *a, int64_t now_ms);

/* The bit of a class in act.tells: public, trip, case, contact. 0: there is none of that name. */
unsigned consent_class_from(const char *name);

/* For people: "상담 위임 동의"; a kind that only the policy knows stays as it is. */
const char *consent_kind_word(const char *kind);

/* Which classes of the case's own values a text to party `to` gives away: trip facts, topic
 * (topic_word: how it reads), contact data of others (*contact_of: whose). Spacing, width and
 * numerals are normalised, Korean digit syllables read as digits; a longer value is also found by
 * its longer words ("강남역" as "강남", too), a telephone number by its last four digits. A mobile
 * number that no record holds is somebody's contact data (*contact_of ROLE_NONE), unless `to` has
 * written it himself. */
unsigned consent_text_tells(const struct support_case *c, enum role to, const char *text,
                            const char *topic_word, enum role *contact_of);

/* Does the text hold this telephone number, as consent_text_tells looks for it? */
bool consent_text_holds_phone(const char *text, const char *phone);

/* A withdrawal has arrived: from now on the grants of this person count as withdrawn, before
 * anything is committed. */
void consent_suspend(struct support_case *c, enum role subject);
/* That withdrawal was refused: its grants count again. */
void consent_resume(struct support_case *c, enum role subject);

/* The case's consent file (docs/consent.schema.json): a new object; NULL if the case has no
 * consent. */
json_t *consent_document(const struct support_case *c);
/* It as the text of that file; NULL as above. Caller frees. */
char *consent_file_text(const struct support_case *c);
/* The notice of a consent as it stands there. New. */
json_t *consent_notice(const struct support_case *c, const struct consent *k);

/* data/consents/<case>.json. Put: tmp + rename, before any ack that rests on it. Sync: fsync of
 * file and directory, for the thread pool. */
int consent_file_put(const char *dir, const char *case_id, const char *text, struct err *e);
/* Removes what was kept aside of that file: it holds what is being erased. -1 E_IO. */
int consent_file_forget(const char *dir, const char *case_id, struct err *e);
int consent_file_sync(const char *dir, const char *case_id, struct err *e);
/* What the journal says of a case. */
struct consent_told {
	const char *case_id, *text; /* of its file, now */
	/* The case as it was behind that turn: new. NULL: e. */
	struct support_case *(*behind)(void *arg, const char *case_id, int64_t turn, struct err *e);
	void *arg;
};
enum consent_file_is {
	CONSENT_FILE_EQUAL,
	CONSENT_FILE_MISSING,
	CONSENT_FILE_BEHIND, /* torn, or what the journal said at an earlier turn or to an earlier program */
	CONSENT_FILE_CHANGED, /* by hand */
};
/* Holds the file against that. -1: E_BUSY (no right, no directory), E_IO (the disk has failed), or what behind set. */
int consent_file_compare(const char *dir, const struct consent_told *j, struct err *e);
/* And puts it again where it is not equal; one that was changed is kept aside first, as <case>.json.found-<at_ms>. -1: also
 * E_BUSY of no room. */
int consent_file_check(const char *dir, const struct consent_told *j, int64_t now_ms,
                       struct err *e);

/* Each <case>.json that lies there, in the order of names. -1: what fn set, or E_IO (the directory cannot be read); a
 * directory that is not there has none. */
int consent_file_each(const char *dir, int (*fn)(void *arg, const char *case_id), void *arg,
                      struct err *e);
/* Renames it to <case>.json.found-<now_ms>. -1: E_BUSY, E_IO. */
int consent_file_keep_aside(const char *dir, const char *case_id, int64_t now_ms, struct err *e);

#endif
