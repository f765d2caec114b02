/* The command line: one row per subcommand. */
#include <stdio.h>
#include <string.h>

#include "adapter_cli.h"
#include "annotations.h"
#include "base.h"
#include "check.h"
#include "consent_cli.h"
#include "deploy_cli.h"
#include "diff_cli.h"
#include "doctor.h"
#include "graph.h"
#include "guide_cli.h"
#include "mask_cli.h"
#include "options.h"
#include "play_term.h"
#include "scaffold.h"
#include "self.h"
#include "serve.h"
#include "sign_in_cli.h"
#include "test_cli.h"
#include "understand_cli.h"
#include "where_cli.h"

#define VERSION "1.0.0"

/* Read by jemalloc, if it is linked (its manual, "TUNING"): memory that is free for a second goes
   back to the system, in place of ten. */
extern const char *malloc_conf;
const char *malloc_conf = "dirty_decay_ms:1000";

static int help(int argc, char **argv);
static int version(int argc, char **argv);

static const struct command help_command = {
	.name = "help", .words = "", .what = "show this", .run = help
};
static const struct command version_command = {
	.name = "version", .words = "", .what = "show which version this is", .run = version
};

static const struct command *const commands[] = {
	&serve_command,   &sign_in_command, &doctor_command,   &consent_command,
	&test_command,    &play_command,    &check_command,    &diff_command,
	&graph_command,   &guide_command,   &scaffold_command, &annotations_command,
	&deploy_command,  &where_command,   &mask_command,     &understand_command,
	&adapter_command, &help_command,    &version_command,
};

static int help(int argc, char **argv)
{
	(void)argc, (void)argv;
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		command_usage(commands[i], stdout);
		printf("    %s\n", commands[i]->what);
	}
	return 0;
}

static int version(int argc, char **argv)
{
	(void)argc, (void)argv;
	puts("assent " VERSION);
	return 0;
}

/* The command of this name, or of the option that is used for it everywhere. */
static const char *command_name(const char *word)
{
	if (command_asks_help(word))
		return help_command.name;
	return strcmp(word, "--version") ? word : version_command.name;
}

int main(int argc, char **argv)
{
	self_follow();
	const char *name = argc > 1 ? command_name(argv[1]) : help_command.name;
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		const struct command *c = commands[i];
		if (strcmp(c->name, name))
			continue;
		if (argc < 3 || !command_asks_help(argv[2]))
			return c->run(argc > 1 ? argc - 2 : 0, argv + 2);
		command_help(c, stdout);
		return 0;
	}
	fprintf(stderr, "assent: '%s' is no command; see assent help\n", name);
	return 2;
}
