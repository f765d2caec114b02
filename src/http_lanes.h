/* http_lanes.h: calls stand in line per target, so that a target that hangs holds up nobody but its
 * own. */
#ifndef ASSENT_HTTP_LANES_H
#define ASSENT_HTTP_LANES_H

#include <stdbool.h>
#include <stddef.h>

struct lane;

/* Part of a call; {0} stands in no line. */
struct lane_call {
	struct lane *lane;
	struct lane_call *next; /* waiting behind it */
	bool running;
};

struct lanes {
	struct lane *first; /* only those with calls: a target's lane goes with its last call */
};

/* Puts the call at the end of the line for the URL's scheme and authority, as written. */
struct lane *lanes_join(struct lanes *l, const char *url, struct lane_call *c);

/* The next waiting call, from now on running; NULL: none waits, or limit of them run. */
struct lane_call *lane_next(struct lane *lane, size_t limit);

/* Takes a call out, waiting or running. Its lane while others stand there, else NULL. */
struct lane *lanes_leave(struct lanes *l, struct lane_call *c);

struct lane *lanes_after(const struct lanes *l,
                         const struct lane *lane); /* NULL: the first, the end */

#endif
