/* sign_in_cli.h: `assent sign-in`: a new address of the running program that signs one person in. */
#ifndef ASSENT_SIGN_IN_CLI_H
#define ASSENT_SIGN_IN_CLI_H

struct command;

/* Exit status: 0 the address is printed, 1 no program runs there, or it refused, 2 wrong use. */
extern const struct command sign_in_command;

#endif
