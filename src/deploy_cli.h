/* deploy_cli.h: `assent deploy`: flows are checked, then taken into use by the program that runs on the data
 * directory, or by the next one that starts there. */
#ifndef ASSENT_DEPLOY_CLI_H
#define ASSENT_DEPLOY_CLI_H

struct command;

/* Exit status: 0 done, 1 the flows were refused or it could not be done, 2 wrong use. */
extern const struct command deploy_command;

#endif
