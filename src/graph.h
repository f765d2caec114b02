/* graph.h: `assent graph`: a flow as a picture, drawn from its exhaustive exploration (explore.h) by
 * lua/assent/graph*.lua. */
#ifndef ASSENT_GRAPH_H
#define ASSENT_GRAPH_H

struct command;

/* `assent graph FLOW`. Several formats, as
 * dot,svg, go to FILE.dot and FILE.svg from one walk. In place of FLOW for the server: --bundle FILE, with what bundle_content gave, and --format page. A walk over every path: it takes a second or two.
 * Exit status: 1 if the flow cannot be drawn; 2 for wrong use. */
extern const struct command graph_command;

#endif
