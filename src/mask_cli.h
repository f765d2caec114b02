/* mask_cli.h: `assent mask`: {"id","text"} a line in,
 * {"id","masked","spans":[{"start","end","type"}]} a line out. */
#ifndef ASSENT_MASK_CLI_H
#define ASSENT_MASK_CLI_H

struct command;

extern const struct command mask_command; /* the exit status */

#endif
