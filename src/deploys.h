/* deploys.h: flows that were taken into use, as the store has them. */
#ifndef ASSENT_DEPLOYS_H
#define ASSENT_DEPLOYS_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct flow_set;
struct store;
struct store_deploy;

/* One of them; ended by deploys_found_end. */
struct deploy_found {
	int64_t n; /* 0: there is none */
	bool done;
	char hash[65];
	struct flow_set *flows;
};

/* The one in force: the last. -1: E_FLOW (a bundle is gone or damaged), E_BUSY, E_IO. */
int deploys_in_force(struct store *st, struct deploy_found *found, struct err *e);
/* The last whose hash, or the hash of one of whose bundles, begins so. -1: E_NOT_FOUND too. */
int deploys_find(struct store *st, const char *hash, struct deploy_found *found, struct err *e);
void deploys_found_end(struct deploy_found *found);

/* What is written for a new one: borrows from the set and from who and origin; ended by
 * deploys_row_end. */
struct store_deploy *deploys_row(struct flow_set *set, const char *who, const char *origin);
void deploys_row_end(struct store_deploy *d); /* NULL is allowed */

#endif
