/* The command line: one row per subcommand. */
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "adapter_cli.h"
#include "annotations.h"
#include "check.h"
#include "consent_cli.h"
#include "deploy_cli.h"
#include "diff_cli.h"
#include "doctor.h"
#include "graph.h"
#include "guide_cli.h"
#include "mask_cli.h"
#include "play_term.h"
#include "scaffold.h"
#include "self.h"
#include "serve.h"
#include "sign_in_cli.h"
#include "test_cli.h"
#include "understand_cli.h"
#include "where_cli.h"

#define VERSION "1.0.0"

static int help(int argc, char **argv);
static int version(int argc, char **argv);

static const struct {
	const char *name, *usage, *what;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "serve", "[-c FILE] [--data DIR] [--flows DIR] [--listen HOST:PORT]",
	  "run the engine and its pages", serve_main },
	{ "sign-in", "[--role agent|manager|designer ...] [--name NAME] [-c FILE] [--data DIR]",
	  "a new address of the running program that signs one person in", sign_in_main },
	{ "doctor", "[-c FILE] [--data DIR] [--flows DIR] [--json] [--offline]",
	  "look whether a configuration works, and say what to mend", doctor_main },
	{ "consent", "list|show|allowed|export|head|verify|withdraw|erase …",
	  "records of consent: see assent consent help", consent_main },
	{ "test", "[--flows DIR] [-j N] [--coverage[=json|source]] [FILE|DIR ...]",
	  "play .play dialogues, and show what of the flows they cover", test_main },
	{ "test", "--record CASE [--data DIR] [--flows DIR]",
	  "write a case as a short play in which nothing of a person is left", test_main },
	{ "play", "[--flows DIR] FLOW | FILE.play [--to LINE]",
	  "a dialogue at the terminal in which you are everybody", play_term_main },
	{ "play", "--json FILE.play [--flows DIR]",
	  "a dialogue step by step, with the case as it is after each", play_term_main },
	{ "check",
	  "[FLOW ...] [--flows DIR] [--on DATE] [--since DIR|HASH] [--data DIR] [--save DIR] "
	  "[--interrupts N] [--seconds N] [--quick] [--watch | --json]",
	  "follow every path of the flows, and find what is wrong with them and their notices, or "
	  "changed in law since",
	  check_main },
	{ "diff", "OLD NEW [FLOW ...] [--data DIR] [--json]",
	  "say what two directories of flows, or deploys by their hash, do differently, if "
	  "anything",
	  diff_main },
	{ "graph", "FLOW [--flows DIR] [--format dot|svg|mermaid|json] [-o FILE]",
	  "draw a flow, with every way that it can go", graph_main },
	{ "guide", "diff [--flows DIR] FILE|-",
	  "find where the centre's guide and the phrases have drifted apart", guide_main },
	{ "new", "FLOW [--flows DIR] [--title TITLE]",
	  "begin a flow: its folder, a first dialogue, its phrases as drafts", scaffold_main },
	{ "annotations", "[--flows DIR] [--check]",
	  "write what editors know of the flow language, and the manual's reference",
	  annotations_main },
	{ "deploy",
	  "[--flows DIR | --to HASH] [-c FILE] [--data DIR] [--by NAME] [--dry-run | --list] "
	  "[--json]",
	  "check flows and take them into use, without a restart; or say what it would do to each "
	  "open "
	  "case",
	  deploy_main },
	{ "where", "[-c FILE] [--data DIR] [--json]", "say where open cases stand in their flows",
	  where_main },
	{ "mask", "< LINES", "blot out personal data: JSON lines {\"id\",\"text\"} on stdin",
	  mask_main },
	{ "understand", "consent|confirm|delegate|source|withdrawal < LINES",
	  "show what is understood of texts, as JSON Lines", understand_main },
	{ "adapter", "NAME < JOBS",
	  "show what a platform's adapter makes of its input: see docs/adapters.md", adapter_main },
	{ "help", "", "show this", help },
	{ "version", "", "show which version this is", version },
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void print_usage(int i)
{
	const char *usage = commands[i].usage;
	printf("assent %s%s%s\n    %s\n", commands[i].name, *usage ? " " : "", usage,
	       commands[i].what);
}

static int help(int argc, char **argv)
{
	(void)argc, (void)argv;
	for (int i = 0; i < COMMANDS; i++)
		print_usage(i);
	return 0;
}

static int version(int argc, char **argv)
{
	(void)argc, (void)argv;
	puts("assent " VERSION);
	return 0;
}

static bool asks_help(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h");
}

/* The command of this name, or of the option that is used for it everywhere. */
static const char *command_name(const char *word)
{
	if (asks_help(word))
		return "help";
	return strcmp(word, "--version") ? word : "version";
}

int main(int argc, char **argv)
{
	self_follow();
	const char *name = argc > 1 ? command_name(argv[1]) : "help";
	for (int i = 0; i < COMMANDS; i++) {
		if (strcmp(commands[i].name, name))
			continue;
		if (argc < 3 || !asks_help(argv[2]))
			return commands[i].run(argc > 1 ? argc - 2 : 0, argv + 2);
		print_usage(i);
		return 0;
	}
	fprintf(stderr, "assent: '%s' is no command; see assent help\n", name);
	return 2;
}
