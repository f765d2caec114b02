/* consent_cli.h: `assent consent …`: the records of consent for managers and auditors, out of a data
 * directory, beside a running program too. One row per subcommand in consent_cli.c; each lives in a
 * consent_cli_*.c. */
#ifndef ASSENT_CONSENT_CLI_H
#define ASSENT_CONSENT_CLI_H

#include <stdbool.h>
#include <stddef.h>

struct err;
struct store;

/* The words behind a subcommand; NULL where not given. Each row says which it takes. */
struct consent_args {
	const char *data;    /* default "data" */
	const char *key;     /* PEM file */
	const char *case_id; /* --case */
	const char *out;     /* --out */
	const char *format;
	const char *party, *by;
	const char *flows; /* default "flows" */
	const char *archive;
	const char *heads[8]; /* --head, more than once */
	size_t heads_count;
	bool json;
};

int consent_main(int argc, char **argv);

/* The store of the data directory, to be read. NULL: E_CONFIG. The caller frees it. */
struct store *consent_cli_store(const struct consent_args *a, struct err *e);

/* Each: 0, or -1 with e: printed to stderr, exit status 1. */
int consent_verify(const struct consent_args *a, struct err *e);
int consent_head(const struct consent_args *a, struct err *e);
int consent_withdraw(const struct consent_args *a, struct err *e);
int consent_erase(const struct consent_args *a, struct err *e);
int consent_export(const struct consent_args *a, struct err *e);

#endif
