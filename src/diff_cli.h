/* diff_cli.h: `assent diff`: what a change of flows changes in what they do. */
#ifndef ASSENT_DIFF_CLI_H
#define ASSENT_DIFF_CLI_H

/* `assent diff OLD NEW [FLOW ...]`: OLD and NEW are directories of flows. Exit status: 0 if they do the
 * same, 1 if not, 2 for wrong use or flows that cannot be read. */
int diff_main(int argc, char **argv);

#endif
