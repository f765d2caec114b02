#include "consent_cli.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"
#include "config.h"
#include "consent_query.h"
#include "store.h"

enum { USAGE = 2, NAME_COLUMNS = 18 };

enum {
	CONFIG,
	DATA,
	KEY,
	JSON,
	CASE,
	KIND,
	STATE,
	SUBJECT,
	PARTY,
	SINCE,
	UNTIL,
	FORMAT,
	OUT,
	BOM,
	BY,
	ACT,
	TELLS,
	CONTACT_OF,
	AS_OF,
	BATCH,
	ARCHIVE,
	HEAD, /* may be given again */
	OPTIONS,
};

/* value NULL: a switch, a bool at the place; else a text. */
#define AT(member) offsetof(struct consent_args, member)
static const struct {
	const char *name, *value, *what;
	size_t place;
} options[OPTIONS] = {
	[CONFIG] = { "-c", "FILE", "the configuration of assent serve", AT(config_file) },
	[DATA] = { "--data", "DIR", "its data directory; else that of the configuration",
	           AT(data) },
	[KEY] = { "--key", "FILE", "key that signs heads (PEM); else head.key in the directory",
	          AT(key) },
	[JSON] = { "--json", NULL, "for programs: one JSON object a line", AT(json) },
	[CASE] = { "--case", "CASE", "of this case alone", AT(case_id) },
	[KIND] = { "--kind", "KIND", "delegation, collection", AT(kind) },
	[STATE] = { "--state", "STATE",
	            "requested, granted, denied, unanswered, withdrawn, expired", AT(state) },
	[SUBJECT] = { "--subject", "ROLE",
	              "asked of caller, passenger, spouse, vehicle_owner, other, driver",
	              AT(subject) },
	[PARTY] = { "--party", "ROLE", "asked of, or in favour of", AT(party) },
	[SINCE] = { "--since", "TIME",
	            "changed last at or after: 2026-11-23, a day here, or "
	            "2026-11-23T20:45:56+09:00",
	            AT(since) },
	[UNTIL] = { "--until", "TIME", "changed last before; a day counts to its end", AT(until) },
	[FORMAT] = { "--format", "FORMAT", "json, jsonl, csv, 27560, kantara, or archive",
	             AT(format) },
	[OUT] = { "--out", "FILE", "instead of standard output; only you may read it", AT(out) },
	[BOM] = { "--bom", NULL, "csv: begins with the mark by which Excel knows UTF-8", AT(bom) },
	[BY] = { "--by", "NAME", "who orders it: kept in the journal", AT(by) },
	[ACT] = { "--act", "ACT", "tell, contact, or hold (contact data)", AT(act) },
	[TELLS] = { "--tells", "CLASSES", "what was told: trip,case,contact,public", AT(tells) },
	[CONTACT_OF] = { "--contact-of", "ROLE", "whose contact data was told", AT(contact_of) },
	[AS_OF] = { "--as-of", "TIME", "then: 2026-11-23T20:45:56+09:00; else now", AT(as_of) },
	[BATCH] = { "--batch", NULL, "answer questions on stdin, as JSON Lines", AT(batch) },
	[ARCHIVE] = { "--archive", "FILE", "look at this archive, not at the directory",
	              AT(archive) },
	[HEAD] = { "--head", "FILE", "a head that was deposited; may be given again", 0 },
};

#define BIT(option) (1u << (option))
#define FILTERS \
	(BIT(CASE) | BIT(KIND) | BIT(STATE) | BIT(SUBJECT) | BIT(PARTY) | BIT(SINCE) | BIT(UNTIL))

static const struct command {
	const char *name, *words, *what;
	size_t words_least, words_most;
	unsigned takes, needs; /* bits */
	/* 0, or an exit status of its own; -1: failed */
	int (*run)(const struct consent_args *a, struct err *e);
} commands[] = {
	{ "list", "", "who agreed to what, last changed first", 0, 0,
	  BIT(CONFIG) | BIT(DATA) | BIT(JSON) | FILTERS, 0, consent_list },
	{ "show", "CASE [CONSENT]", "all that is recorded, with the words that were shown", 1, 2,
	  BIT(CONFIG) | BIT(DATA) | BIT(JSON), 0, consent_show },
	{ "allowed", "",
	  "whether an act was allowed then, by which grants and which words; exits with 0 for yes, "
	  "3 "
	  "for no",
	  0, 0,
	  BIT(CONFIG) | BIT(DATA) | BIT(JSON) | BIT(CASE) | BIT(ACT) | BIT(PARTY) | BIT(TELLS) |
	          BIT(CONTACT_OF) | BIT(AS_OF) | BIT(BATCH),
	  0, consent_allowed },
	{ "export", "", "write records to a file: for other systems, or one that proves itself", 0,
	  0, BIT(CONFIG) | BIT(DATA) | BIT(KEY) | BIT(FORMAT) | BIT(OUT) | BIT(BOM) | FILTERS,
	  BIT(FORMAT), consent_export },
	{ "head", "", "print a signed head of the journal, to be deposited with somebody else", 0,
	  0, BIT(CONFIG) | BIT(DATA) | BIT(KEY), 0, consent_head },
	{ "verify", "",
	  "look whether anything was changed, removed or cut; names the first bad record", 0, 0,
	  BIT(CONFIG) | BIT(DATA) | BIT(KEY) | BIT(ARCHIVE) | BIT(HEAD), 0, consent_verify },
	{ "withdraw", "", "withdraw what a person granted, in that person's name", 0, 0,
	  BIT(CONFIG) | BIT(DATA) | BIT(CASE) | BIT(PARTY) | BIT(BY),
	  BIT(CASE) | BIT(PARTY) | BIT(BY), consent_withdraw },
	{ "erase", "", "erase what is kept of a person; what proves the answers stays", 0, 0,
	  BIT(CONFIG) | BIT(DATA) | BIT(CASE) | BIT(PARTY) | BIT(BY),
	  BIT(CASE) | BIT(PARTY) | BIT(BY), consent_erase },
};

/* ---- usage ---- */

static void print_usage(FILE *to, const struct command *c)
{
	fprintf(to, "assent consent %s%s%s", c->name, *c->words ? " " : "", c->words);
	for (int o = 0; o < OPTIONS; o++) {
		bool needed = c->needs & BIT(o);
		if (!(c->takes & BIT(o)))
			continue;
		fprintf(to, " %s%s%s%s%s%s", needed ? "" : "[", options[o].name,
		        options[o].value ? " " : "", options[o].value ? options[o].value : "",
		        o == HEAD ? " ..." : "", needed ? "" : "]");
	}
	fputc('\n', to);
}

static int help(FILE *to)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		print_usage(to, &commands[i]);
		fprintf(to, "    %s\n", commands[i].what);
	}
	fputc('\n', to);
	for (int o = 0; o < OPTIONS; o++) {
		int left = fprintf(to, "    %s%s%s", options[o].name, options[o].value ? " " : "",
		                   options[o].value ? options[o].value : "");
		fprintf(to, "%*s%s\n", NAME_COLUMNS + 4 - left, "", options[o].what);
	}
	fputs("\nExit status: 0 done, 1 failed, 2 wrong use; of allowed, but for --batch, 3: not "
	      "allowed.\n",
	      to);
	return 0;
}

/* ---- what was said ---- */

static int find_option(const struct command *c, const char *name)
{
	int o = 0;
	while (o < OPTIONS && (strcmp(options[o].name, name) || !(c->takes & BIT(o))))
		o++;
	return o;
}

/* The option at argv[0]; how many words it takes, or -1. */
static int read_option(const struct command *c, int argc, char **argv, struct consent_args *a,
                       struct err *e)
{
	int o = find_option(c, argv[0]);
	if (o == OPTIONS)
		return err_set(e, E_INPUT, "it does not know '%.60s'", argv[0]);
	bool *on = (bool *)((char *)a + options[o].place);
	const char **text = (const char **)(void *)((char *)a + options[o].place);
	if (o == HEAD && a->heads_count == COUNT_OF(a->heads))
		return err_set(e, E_INPUT, "--head: no more than %zu", COUNT_OF(a->heads));
	if (o == HEAD)
		text = &a->heads[a->heads_count++];
	if (!options[o].value) {
		*on = true;
		return 1;
	}
	if (*text)
		return err_set(e, E_INPUT, "%s was given twice", argv[0]);
	if (argc < 2 || !*argv[1])
		return err_set(e, E_INPUT, "%s needs a value: %s", argv[0], options[o].what);
	*text = argv[1];
	return 2;
}

static int is_complete(const struct command *c, size_t words, const struct consent_args *a,
                       struct err *e)
{
	if (words < c->words_least)
		return err_set(e, E_INPUT, "it needs %s", c->words);
	for (int o = 0; o < OPTIONS; o++)
		if (c->needs & BIT(o) &&
		    !*(const char *const *)((const char *)a + options[o].place))
			return err_set(e, E_INPUT, "it needs %s %s: %s", options[o].name,
			               options[o].value, options[o].what);
	return 0;
}

static int read_args(const struct command *c, int argc, char **argv, struct consent_args *a,
                     struct err *e)
{
	size_t words = 0;
	for (int i = 0, taken; i < argc; i += taken) {
		taken = 1;
		if (argv[i][0] == '-')
			taken = read_option(c, argc - i, argv + i, a, e);
		else if (words == c->words_most)
			return err_set(e, E_INPUT, "it does not know what to do with '%.60s'",
			               argv[i]);
		else
			a->words[words++] = argv[i];
		if (taken < 0)
			return -1;
	}
	return is_complete(c, words, a, e);
}

/* ---- what subcommands share ---- */

struct store *consent_cli_store(const struct consent_args *a, struct err *e)
{
	const struct store_sqlite_opts o = { .dir = a->data, .read_only = true };
	return store_sqlite_new(NULL, &o, e);
}

int consent_cli_query(const struct consent_args *a, struct store_consent_query *q, struct err *e)
{
	const struct {
		const char *name, *value;
	} filters[] = {
		{ "case", a->case_id },    { "kind", a->kind },   { "state", a->state },
		{ "subject", a->subject }, { "party", a->party }, { "since", a->since },
		{ "until", a->until },
	};
	for (size_t i = 0; i < COUNT_OF(filters); i++) {
		struct err why = { 0 };
		if (filters[i].value &&
		    consent_query_set(q, filters[i].name, filters[i].value, &why))
			return err_set(e, why.code, "--%s", why.text);
	}
	return 0;
}

FILE *consent_cli_out(const struct consent_args *a, struct err *e)
{
	umask(0077);
	FILE *out = a->out ? fopen(a->out, "we") : stdout;
	if (!out)
		err_set(e, E_CONFIG, "%s: %s", a->out, strerror(errno));
	return out;
}

int consent_cli_out_end(const struct consent_args *a, FILE *out, int rc, struct err *e)
{
	struct stat st;
	bool failed = fflush(out) || ferror(out);
	bool is_file = a->out && fstat(fileno(out), &st) == 0 && S_ISREG(st.st_mode);
	if (a->out && fclose(out))
		failed = true;
	if (failed && !rc)
		rc = err_set(e, E_IO, "%s: %s", a->out ? a->out : "standard output",
		             strerror(errno));
	if (rc && is_file) /* a device or a pipe stays */
		remove(a->out);
	return rc;
}

/* ---- running ---- */

static int run(const struct command *c, struct consent_args *a, struct err *e)
{
	struct config *config = config_load_public(a->config_file, e);
	if (!config)
		return -1;
	a->config = config;
	if (!a->data)
		a->data = config->data;
	if (!a->key)
		a->key = config->head_key_file;
	int rc = c->run(a, e);
	config_free(config);
	return rc;
}

static int run_or_say(const struct command *c, int argc, char **argv)
{
	struct consent_args a = { 0 };
	struct err e = { 0 };
	int rc = read_args(c, argc, argv, &a, &e) ? -1 : run(c, &a, &e);
	if (rc >= 0)
		return rc;
	fprintf(stderr, "assent consent %s: %s\n", c->name, e.text);
	if (e.code == E_INPUT)
		print_usage(stderr, c);
	return e.code == E_INPUT || e.code == E_CONFIG ? USAGE : 1;
}

int consent_main(int argc, char **argv)
{
	if (argc == 0 || !strcmp(argv[0], "help"))
		return help(stdout);
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		if (!strcmp(commands[i].name, argv[0]))
			return run_or_say(&commands[i], argc - 1, argv + 1);
	fprintf(stderr, "assent: 'consent %.40s' is no command; there are:\n", argv[0]);
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		print_usage(stderr, &commands[i]);
	return USAGE;
}
