/* sign_in_cli.h: `assent sign-in`: a new address of the running program that signs one person in. */
#ifndef ASSENT_SIGN_IN_CLI_H
#define ASSENT_SIGN_IN_CLI_H

/* Exit status: 0 the address is printed, 1 no program runs there, or it refused, 2 wrong use. */
int sign_in_main(int argc, char **argv);

#endif
