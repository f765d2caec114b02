/* consent_cli.h: `assent consent …`: the records of consent for managers and auditors, out of a data
 * directory, beside a running program too. One row per subcommand in consent_cli.c; each lives in a
 * consent_cli_*.c. */
#ifndef ASSENT_CONSENT_CLI_H
#define ASSENT_CONSENT_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "options.h"

struct config;
struct err;
struct store;
struct store_consent_query;

enum { CONSENT_WORDS_MAX = 2 };

/* What was said behind a subcommand; NULL and false where it was not. Each row says what it takes. */
struct consent_args {
	const char *words[CONSENT_WORDS_MAX]; /* what is no option */
	const char *config_file;              /* -c */
	const char *data;                     /* --data, else of the configuration: never NULL */
	const char *key;                      /* PEM file; --key, else of the configuration */
	const char *case_id;                  /* --case, and the other filters */
	const char *kind, *state, *subject, *party, *since, *until;
	const char *out; /* --out */
	const char *format;
	const char *by; /* --by */
	const char *act, *tells, *contact_of, *as_of;
	const char *archive;
	const char *flows;        /* --flows, else of the configuration: never NULL */
	struct option_many heads; /* --head */
	bool json, bom, batch;
	const struct config *config;
};

extern const struct command consent_command;

/* The store of the data directory, to be read. NULL: E_CONFIG. The caller frees it. */
struct store *consent_cli_store(const struct consent_args *a, struct err *e);
/* The filters that were given. -1 E_INPUT. */
int consent_cli_query(const struct consent_args *a, struct store_consent_query *q, struct err *e);
/* stdout, or the file of --out, which only its owner may read. NULL: E_CONFIG. */
FILE *consent_cli_out(const struct consent_args *a, struct err *e);
/* Ends it; rc is how the writing went: a file that is not whole is removed. Returns rc, or -1. */
int consent_cli_out_end(const struct consent_args *a, FILE *out, int rc, struct err *e);

/* What people typed must not steer a terminal: signs that show nothing become a mark. Line ends
 * stay, as the beginning of a new line behind the margin. */
void consent_cli_typed(FILE *out, const char *text, const char *margin);

/* For people; the caller frees. Local time, "-" for none; "차주 vehicle_owner". */
char *consent_cli_time(int64_t at_ms);
char *consent_cli_role(const char *name);

/* Each: 0, or -1 with e: printed to stderr; E_INPUT with the usage. */
int consent_allowed(const struct consent_args *a, struct err *e);
int consent_export(const struct consent_args *a, struct err *e);
int consent_export_archive(const struct consent_args *a, struct err *e);
int consent_head(const struct consent_args *a, struct err *e);
int consent_list(const struct consent_args *a, struct err *e);
int consent_show(const struct consent_args *a, struct err *e);
int consent_withdraw(const struct consent_args *a, struct err *e);
int consent_erase(const struct consent_args *a, struct err *e);
int consent_verify(const struct consent_args *a, struct err *e);

#endif
