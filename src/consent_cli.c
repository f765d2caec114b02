#include "consent_cli.h"

#include <stdio.h>
#include <string.h>

#include "base.h"
#include "store.h"

static const struct {
	const char *name, *usage, *what;
	const char *takes; /* its options, each followed by a space */
	int (*run)(const struct consent_args *a, struct err *e);
} commands[] = {
	{ "erase", "--case CASE --party PARTY --by NAME [--data DIR] [--flows DIR]",
	  "erase what is kept of a person; what proves the answers stays",
	  "--case --party --by --data --flows ", consent_erase },
	{ "export", "--format archive [--case CASE] [--out FILE] [--data DIR] [--key FILE]",
	  "write records to a file that proves itself", "--format --case --out --data --key ",
	  consent_export },
	{ "head", "[--data DIR] [--key FILE]",
	  "print a signed head of the journal, to be deposited with somebody else", "--data --key ",
	  consent_head },
	{ "verify", "[--data DIR | --archive FILE] [--head FILE ...] [--key FILE]",
	  "look whether anything was changed, removed or cut; names the first bad record",
	  "--data --archive --head --key ", consent_verify },
	{ "withdraw", "--case CASE --party PARTY --by NAME [--data DIR] [--flows DIR]",
	  "withdraw what a person granted, in that person's name",
	  "--case --party --by --data --flows ", consent_withdraw },
};

static void usage(FILE *out)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		fprintf(out, "assent consent %s %s\n    %s\n", commands[i].name, commands[i].usage,
		        commands[i].what);
}

/* Where the value of an option goes; NULL: no such option. */
static const char **place_of(struct consent_args *a, const char *option)
{
	const struct {
		const char *name;
		const char **to;
	} options[] = {
		{ "--data", &a->data },   { "--key", &a->key },         { "--case", &a->case_id },
		{ "--out", &a->out },     { "--archive", &a->archive }, { "--format", &a->format },
		{ "--party", &a->party }, { "--by", &a->by },           { "--flows", &a->flows },
	};
	for (size_t i = 0; i < COUNT_OF(options); i++)
		if (!strcmp(options[i].name, option))
			return options[i].to;
	if (strcmp(option, "--head") || a->heads_count == COUNT_OF(a->heads))
		return NULL;
	return &a->heads[a->heads_count++];
}

static bool takes(size_t command, const char *option)
{
	const char *at = strstr(commands[command].takes, option);
	return at && at[strlen(option)] == ' ';
}

static int read_args(size_t command, int argc, char **argv, struct consent_args *a, struct err *e)
{
	for (int i = 0; i < argc; i++) {
		const char **to = takes(command, argv[i]) ? place_of(a, argv[i]) : NULL;
		if (!to)
			return err_set(e, E_CONFIG, "'%.60s' is not taken here: %s", argv[i],
			               commands[command].usage);
		if (i + 1 == argc)
			return err_set(e, E_CONFIG, "%s needs a value", argv[i]);
		*to = argv[++i];
	}
	return 0;
}

struct store *consent_cli_store(const struct consent_args *a, struct err *e)
{
	const struct store_sqlite_opts o = { .dir = a->data, .read_only = true };
	return store_sqlite_new(NULL, &o, e);
}

int consent_main(int argc, char **argv)
{
	struct consent_args a = { .data = "data", .flows = "flows" };
	struct err e = { 0 };
	for (size_t i = 0; argc > 0 && i < COUNT_OF(commands); i++) {
		if (strcmp(commands[i].name, argv[0]))
			continue;
		if (read_args(i, argc - 1, argv + 1, &a, &e) == 0 && commands[i].run(&a, &e) == 0)
			return 0;
		fprintf(stderr, "assent consent %s: %s\n", commands[i].name, e.text);
		return e.code == E_CONFIG ? 2 : 1;
	}
	if (argc > 0 && strcmp(argv[0], "help")) {
		fprintf(stderr, "assent: 'consent %.40s' is no command; there are:\n", argv[0]);
		usage(stderr);
		return 2;
	}
	usage(stdout);
	return 0;
}
