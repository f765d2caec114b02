/* test_cli.h: `assent test`: plays .play dialogues, each in a process of its own, several at a time. */
#ifndef ASSENT_TEST_CLI_H
#define ASSENT_TEST_CLI_H

struct command;

/* TAP on stdout, in the order of the files. Exit status: 0 all hold, 1 one does not or there is none, 2 usage. */
extern const struct command test_command;

#endif
