/* guide_cli.h: `assent guide diff`: the centre's guide as it is today against our phrases. */
#ifndef ASSENT_GUIDE_CLI_H
#define ASSENT_GUIDE_CLI_H

struct command;

/* Arguments behind the command's name. 0: nothing drifted, 1: something did, 2: wrong use, or what was
 * given is no such guide. */
extern const struct command guide_command;

#endif
