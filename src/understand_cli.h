/* understand_cli.h: `assent understand KIND`: JSON Lines {"id","text"} on stdin, what is understood of
 * each on stdout. */
#ifndef ASSENT_UNDERSTAND_CLI_H
#define ASSENT_UNDERSTAND_CLI_H

struct command;

/* Exit status: 1 if a line could not be read (the others are answered), 2 for a wrong call. */
extern const struct command understand_command;

#endif
