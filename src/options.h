/* options.h: what may stand behind the name of a command: read in any order, and shown, from one table. */
#ifndef ASSENT_OPTIONS_H
#define ASSENT_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

struct err;

enum { OPTION_MANY_MAX = 8 };

/* Where an option puts what is given; places of a command are offsets in a struct of its own. */
struct option_many {
	const char *text[OPTION_MANY_MAX];
	size_t count;
};

struct option {
	const char *name; /* "--data", "-c"; NULL ends the table */
	const char *
		value; /* "DIR"; "FILE ..." may be given again; "[=json]" is given behind "=" or not
	                      at all; NULL: a switch */
	const char *what; /* NULL: between our own programs, shown to nobody */
	size_t place; /* of a bool where value is NULL, a struct option_many of what may be given
	                      again, else a const char * */
};

struct command {
	const char *name;  /* "check", "consent list" */
	const char *words; /* what is no option, "[FLOW ...]" */
	const char *what;  /* it does */
	int words_least, words_most;
	const struct option *options;      /* NULL: none */
	unsigned takes, needs;             /* bits of the options; takes 0: all */
	int (*run)(int argc, char **argv); /* argv: behind the name; the exit status */
};

/* Puts the options in their places in args (zeroed, or with what holds where nothing is given), and
 * the words to the front of argv: how many, or -1 E_INPUT. "--data DIR", "--data=DIR", "-j4" and "-j 4"
 * are the same; behind "--" all are words. */
int command_read(const struct command *c, int argc, char **argv, void *args, struct err *e);

/* "assent NAME [FLOW ...] [--data DIR]" and a line end. */
void command_usage(const struct command *c, FILE *to);
/* A line for each. */
void command_options(const struct option *options, FILE *to);
bool command_asks_help(const char *word); /* --help, -h */
/* With what it does and what each option is for. */
void command_help(const struct command *c, FILE *to);
/* "assent NAME: why" on stderr, and the usage behind E_INPUT. The exit status: 2 for E_INPUT and
 * E_CONFIG, else 1. */
int command_failed(const struct command *c, const struct err *e);

#endif
