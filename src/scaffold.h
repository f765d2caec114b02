/* scaffold.h: `assent new`: a flow to begin with, that `assent check` and `assent test` pass. */
#ifndef ASSENT_SCAFFOLD_H
#define ASSENT_SCAFFOLD_H

struct command;

/* `assent new FLOW`: writes FLOW/flow.lua where flows are, its first dialogue, and its phrases as
 * drafts (lua/assent/scaffold.lua), after they were checked and played beside all that is there.
 * Where no flow is yet, what flows rest on comes with it (lua/assent/start). Exit status: 1 if
 * something stands in the way, and then nothing was written; 2 for wrong use. */
extern const struct command scaffold_command;

#endif
