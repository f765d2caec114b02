/* diff_cli_impl.h: what the diff_cli*.c files share; nobody else includes it. */
#ifndef ASSENT_DIFF_CLI_IMPL_H
#define ASSENT_DIFF_CLI_IMPL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "explore.h"
#include "language.h"

struct flow_set;

struct diff {
	struct flow_set *was, *now;
	char **only;
	int only_count;
	struct flow_set *single; /* one of them is a bundle alone; NULL */
	char *one;               /* the flow that `only` then names */
	const char *data;        /* where hashes are looked up */
	const char *flow;        /* the one that is compared */
	int found;
	bool whole, json, all;
	const char *language_asked;
	enum language language;
	json_t *phrases, *flows; /* what is told as JSON */
	int64_t told_ms;         /* when progress was told last */
};

/* ---- diff_cli_show.c: counts what it tells in d->found ---- */

void diff_tell_progress(void *arg, size_t states, size_t waiting); /* arg: the struct diff */
/* What the two explorations of d->flow differ in. */
void diff_tell_flow(struct diff *d, const struct explored *was, const struct explored *now,
                    const struct differences *found);
void diff_tell_other(struct diff *d, const char *is); /* "new", "gone" */
/* A phrase in other words; NULL: it is not there. */
void diff_tell_phrase(struct diff *d, const char *id, const char *was, const char *now);
/* The last line. files: of --json, taken. */
void diff_tell_all(const struct diff *d, json_t *files);

#endif
