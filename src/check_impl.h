/* check_impl.h: what the passes of check*.c share; nobody else includes it. */
#ifndef ASSENT_CHECK_IMPL_H
#define ASSENT_CHECK_IMPL_H

#include <stdbool.h>
#include <stdio.h>

#include "findings.h"
#include "legal.h"

struct flow_set;

struct check {
	const char *dir;   /* of the flows */
	const char *since; /* a directory of flows as they were, or a bundle's hash; NULL */
	const char *data;  /* data directory, to count consents; NULL: none was named */
	FILE *out;         /* where findings go */
	bool errors_only;
	char today[11]; /* "2026-11-25": decides which exceptions are open */
	struct flow_set *flows;
	struct findings found;
	struct legal_report legal;
};

/* check_since.c: what changed in law since, what it must raise, whom it concerns. */
void check_since(struct check *c);

#endif
