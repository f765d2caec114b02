/* mask_cli.h: `assent mask`: {"id","text"} a line in,
 * {"id","masked","spans":[{"start","end","type"}]} a line out. */
#ifndef ASSENT_MASK_CLI_H
#define ASSENT_MASK_CLI_H

int mask_main(int argc, char **argv); /* the exit status */

#endif
