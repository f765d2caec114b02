#include "consent_cli.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"
#include "config.h"
#include "consent_query.h"
#include "store.h"

enum { USAGE = 2 };

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
	HEAD,
	FLOWS,
	OPTIONS,
};

#define AT(member) offsetof(struct consent_args, member)
static const struct option options[OPTIONS + 1] = {
	[CONFIG] = { "-c", "FILE", "the configuration of assent serve", AT(config_file) },
	[DATA] = { "--data", "DIR", "its data directory; else that of the configuration",
	           AT(data) },
	[KEY] = { "--key", "FILE", "key that signs heads (PEM); else head.key in the directory",
	          AT(key) },
	[JSON] = { "--json", NULL, "for programs: one JSON object a line", AT(json) },
	[CASE] = { "--case", "CASE", "of this case alone", AT(case_id) },
	[KIND] = { "--kind", "KIND", "delegation, collection, relay, reply", AT(kind) },
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
	[HEAD] = { "--head", "FILE ...", "a head that was deposited; may be given again",
	           AT(heads) },
	[FLOWS] = { "--flows", "DIR",
	            "the flows, where assent serve does not run; else those of the "
	            "configuration",
	            AT(flows) },
};

#define BIT(option) (1u << (option))
#define FILTERS \
	(BIT(CASE) | BIT(KIND) | BIT(STATE) | BIT(SUBJECT) | BIT(PARTY) | BIT(SINCE) | BIT(UNTIL))

/* What subcommands do, each in its own file. -1: e; else the exit status. */
static const struct row {
	struct command c;
	int (*run)(const struct consent_args *a, struct err *e);
} rows[] = {
#define ROW(name, words, what, least, most, takes, needs, run)                       \
	{                                                                            \
		{ name, words, what, least, most, options, takes, needs, NULL }, run \
	}
#define WHERE (BIT(CONFIG) | BIT(DATA))
	ROW("consent list", "", "who agreed to what, last changed first", 0, 0,
	    WHERE | BIT(JSON) | FILTERS, 0, consent_list),
	ROW("consent show", "CASE [CONSENT]",
	    "all that is recorded, with the words that were shown", 1, 2, WHERE | BIT(JSON), 0,
	    consent_show),
	ROW("consent allowed", "",
	    "whether an act was allowed then, by which grants and which words; exits with 0 for "
	    "yes, 3 "
	    "for no",
	    0, 0,
	    WHERE | BIT(JSON) | BIT(CASE) | BIT(ACT) | BIT(PARTY) | BIT(TELLS) | BIT(CONTACT_OF) |
	            BIT(AS_OF) | BIT(BATCH),
	    0, consent_allowed),
	ROW("consent export", "",
	    "write records to a file: for other systems, or one that proves itself", 0, 0,
	    WHERE | BIT(KEY) | BIT(FORMAT) | BIT(OUT) | BIT(BOM) | FILTERS, BIT(FORMAT),
	    consent_export),
	ROW("consent head", "",
	    "print a signed head of the journal, to be deposited with somebody else", 0, 0,
	    WHERE | BIT(KEY), 0, consent_head),
	ROW("consent verify", "",
	    "look whether anything was changed, removed or cut; names the first bad record", 0, 0,
	    WHERE | BIT(KEY) | BIT(ARCHIVE) | BIT(HEAD), 0, consent_verify),
	ROW("consent withdraw", "", "withdraw what a person granted, in that person's name", 0, 0,
	    WHERE | BIT(FLOWS) | BIT(CASE) | BIT(PARTY) | BIT(BY), BIT(CASE) | BIT(PARTY) | BIT(BY),
	    consent_withdraw),
	ROW("consent erase", "", "erase what is kept of a person; what proves the answers stays", 0,
	    0, WHERE | BIT(FLOWS) | BIT(CASE) | BIT(PARTY) | BIT(BY),
	    BIT(CASE) | BIT(PARTY) | BIT(BY), consent_erase),
};

static int help(void)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		command_usage(&rows[i].c, stdout);
		printf("    %s\n", rows[i].c.what);
	}
	putchar('\n');
	command_options(options, stdout);
	fputs("\nExit status: 0 done, 1 failed, 2 wrong use; of allowed, but for --batch, 3: not "
	      "allowed.\n",
	      stdout);
	return 0;
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

static int run(const struct row *row, struct consent_args *a, struct err *e)
{
	struct config *config = config_load_public(a->config_file, e);
	if (!config)
		return -1;
	a->config = config;
	if (!a->data)
		a->data = config->data;
	if (!a->key)
		a->key = config->head_key_file;
	if (!a->flows)
		a->flows = config->flows;
	int rc = row->run(a, e);
	config_free(config);
	return rc;
}

static int run_or_say(const struct row *row, int argc, char **argv)
{
	struct consent_args a = { 0 };
	struct err e = { 0 };
	int words = command_read(&row->c, argc, argv, &a, &e);
	for (int i = 0; i < words; i++)
		a.words[i] = argv[i];
	int rc = words < 0 ? -1 : run(row, &a, &e);
	return rc < 0 ? command_failed(&row->c, &e) : rc;
}

static int consent(int argc, char **argv)
{
	size_t before = strlen(consent_command.name) + 1;
	if (argc == 0 || !strcmp(argv[0], "help"))
		return help();
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		if (strcmp(rows[i].c.name + before, argv[0]))
			continue;
		if (argc > 1 && command_asks_help(argv[1])) {
			command_help(&rows[i].c, stdout);
			return 0;
		}
		return run_or_say(&rows[i], argc - 1, argv + 1);
	}
	fprintf(stderr, "assent: 'consent %.40s' is no command; there are:\n", argv[0]);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		command_usage(&rows[i].c, stderr);
	return USAGE;
}

const struct command consent_command = {
	.name = "consent",
	.words = "list|show|allowed|export|head|verify|withdraw|erase …",
	.what = "records of consent: see assent consent help",
	.run = consent,
};
