/* verify.h: holds all that a data directory says of consents against its journal: the chain and its signed heads
 * (audit.h), then the list of consents and the consent files. The first thing that does not fit ends it. */
#ifndef ASSENT_VERIFY_H
#define ASSENT_VERIFY_H

#include "audit.h"

struct crypto_key;

enum verify_what {
	VERIFY_AUDIT, /* what the audit's fault says */
	VERIFY_FILE_MISSING,
	VERIFY_FILE_BEHIND, /* torn, or what was so earlier */
	VERIFY_FILE_CHANGED,
	VERIFY_FILE_OF_NO_CASE, /* none that has a consent */
	VERIFY_LIST_DIFFERS,    /* the state of the case, or of a consent, in the lists */
	VERIFY_HEADS_FORGED,    /* the file of heads: a line is none, or not signed by this key */
	VERIFY_GIVEN_FORGED,    /* the same of a head that was given */
};

struct verify_opts {
	struct store *store;
	const char *dir;
	const struct crypto_key *key; /* the public half is enough */
	const char *heads;            /* text, one deposited head a line; NULL: none */
	/* Told now and then how many turns, then cases, were looked at; -1 from it stops, with E_BUSY. */
	int (*seen)(void *arg, int64_t turns, int64_t cases);
	void *arg;
};

struct verify_found {
	int64_t turns, cases, files, given; /* given: heads that were met */
	enum verify_what what;              /* where e is E_CONFLICT or E_PARSE */
	struct audit_fault fault;           /* case, turn and place are set for all of them */
};

/* The journal is read in one transaction: the last step of an erasure (its bytes leave the WAL) waits for the end of
 * that. a: expectations may be in it. 0, or -1: E_CONFLICT or E_PARSE (found says what), E_BUSY, E_IO. */
int verify_store(const struct verify_opts *o, struct audit *a, struct verify_found *found,
                 struct err *e);

#endif
