/* guide_cli.h: `assent guide diff`: the centre's guide as it is today against our phrases. */
#ifndef ASSENT_GUIDE_CLI_H
#define ASSENT_GUIDE_CLI_H

/* Arguments behind the command's name. 0: nothing drifted, 1: something did, 2: wrong use, or what was
 * given is no such guide. */
int guide_main(int argc, char **argv);

#endif
