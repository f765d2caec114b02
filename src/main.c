/* The command line: one row per subcommand. */
#include <stdio.h>
#include <string.h>

#include "adapter_cli.h"
#include "annotations.h"
#include "check.h"
#include "consent_cli.h"
#include "deploy_cli.h"
#include "doctor.h"
#include "mask_cli.h"
#include "play_term.h"
#include "scaffold.h"
#include "serve.h"
#include "test_cli.h"
#include "understand_cli.h"

static int help(int argc, char **argv);

static const struct {
	const char *name, *usage, *what;
	int (*run)(int argc, char **argv);
} commands[] = {
	{ "serve", "[-c FILE] [--data DIR] [--flows DIR] [--listen HOST:PORT]",
	  "run the engine and its pages", serve_main },
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
	{ "check", "[--flows DIR] [--on DATE] [--since DIR|HASH] [--data DIR] [--watch]",
	  "find what is wrong with flows and notices, or changed in law since", check_main },
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
	{ "mask", "< LINES", "blot out personal data: JSON lines {\"id\",\"text\"} on stdin",
	  mask_main },
	{ "understand", "consent|confirm|delegate|source|withdrawal < LINES",
	  "show what is understood of texts, as JSON Lines", understand_main },
	{ "adapter", "NAME < JOBS",
	  "show what a platform's adapter makes of its input: see docs/adapters.md", adapter_main },
	{ "help", "", "show this", help },
};
enum { COMMANDS = sizeof commands / sizeof commands[0] };

static int help(int argc, char **argv)
{
	(void)argc, (void)argv;
	for (int i = 0; i < COMMANDS; i++)
		printf("assent %s %s\n    %s\n", commands[i].name, commands[i].usage,
		       commands[i].what);
	return 0;
}

int main(int argc, char **argv)
{
	const char *name = argc > 1 ? argv[1] : "help";
	for (int i = 0; i < COMMANDS; i++)
		if (!strcmp(commands[i].name, name))
			return commands[i].run(argc > 1 ? argc - 2 : 0, argv + 2);
	fprintf(stderr, "assent: '%s' is no command; see assent help\n", name);
	return 2;
}
