/* graph.h: a flow as a picture, drawn from its exhaustive exploration (explore.h) by lua/assent/graph*.lua. */
#ifndef ASSENT_GRAPH_H
#define ASSENT_GRAPH_H

#include <jansson.h>

struct bundle;
struct err;

/* What is to be drawn, as lua/assent/graph.lua describes it (class Graph): a walk over every path, which takes a
 * second or two. New; NULL: E_FLOW. */
json_t *graph_of(struct bundle *b, struct err *e);
/* {"width", "height", "items": elements}: the picture as elements of SVG without a style. New; NULL: E_PARSE. */
json_t *graph_scene(json_t *graph, struct err *e);

/* `assent graph FLOW [--flows DIR] [--format dot|svg|mermaid|json] [-o FILE]`; --bundle FILE in place of FLOW: what
 * bundle_content gave. Exit status: 1 if the flow cannot be drawn; 2 for wrong use. */
int graph_main(int argc, char **argv);

#endif
