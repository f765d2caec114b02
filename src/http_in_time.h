/* http_in_time.h: very many deadlines of very few lengths, moved several times a request, by one
 * timer. A queue for each length is in the order of its deadlines by itself: to move is cheap. */
#ifndef ASSENT_HTTP_IN_TIME_H
#define ASSENT_HTTP_IN_TIME_H

#include <stddef.h>
#include <stdint.h>

struct deadlines;
struct loop;

/* Embedded in what has the deadline. In exactly one queue from deadline_join to deadline_leave. */
struct deadline {
	struct deadline *prev, *next;
	size_t queue;
	int64_t due_ms;
};

/* delays_ms[queue] is the length for each of count queues; < 0: one can wait there for ever. due must
 * move d or let it leave. Caller frees. */
struct deadlines *deadlines_new(struct loop *l, const int64_t *delays_ms, size_t count,
                                void (*due)(struct deadline *d));
void deadlines_free(struct deadlines *ds); /* all must have left */

void deadline_join(struct deadlines *ds, struct deadline *d, size_t queue);
void deadline_move(struct deadlines *ds, struct deadline *d,
                   size_t queue); /* its time begins anew */
void deadline_leave(struct deadlines *ds, struct deadline *d);
struct deadline *deadline_first(const struct deadlines *ds,
                                size_t queue); /* the one due first, or NULL */

#endif
