/* deploy_cli_impl.h: what the deploy_cli*.c files share; nobody else includes it. */
#ifndef ASSENT_DEPLOY_CLI_IMPL_H
#define ASSENT_DEPLOY_CLI_IMPL_H

#include <jansson.h>
#include <stdbool.h>

#include "language.h"

struct err;
struct flow_set;
struct store;

struct deploy_args {
	const char *config_file, *data, *flows, *to, *by;
	bool dry_run, list, json;
	const char *language_asked;
	enum language language; /* of what is told to people */
	bool progress; /* tells how far the check is, as check.h does, on stderr */
};

/* deploy_cli_show.c: to stdout. -1: e. */
void deploy_say(const struct deploy_args *a, const char *code, json_t *values); /* a line; takes values */
int deploy_show_list(const struct deploy_args *a, struct store *st, struct err *e);
int deploy_show_verdicts(const struct deploy_args *a, struct store *st, struct flow_set *set,
                         struct err *e);

/* deploy_cli_hand.c: hands the flows over and says what became of it. -1: e. */
int deploy_hand_over(const struct deploy_args *a, struct flow_set *set, const char *origin,
                     struct err *e);

#endif
