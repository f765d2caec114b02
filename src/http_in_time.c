/* http_in_time.c: the timer is set only when the next deadline comes nearer, not when it moves away:
 * under load it goes off once in a few seconds, finds nothing due and is set for what is first. */
#include "http_in_time.h"

#include "base.h"
#include "clock.h"
#include "loop.h"

#include <assert.h>
#include <stdlib.h>

struct queue {
	struct deadline *first, *last;
	int64_t delay_ms;
};

struct deadlines {
	struct loop_timer *timer;
	int64_t timer_ms; /* when it goes off; INT64_MAX: it is off */
	void (*due)(struct deadline *d);
	size_t count;
	struct queue queues[];
};

static int64_t now_ms(void)
{
	return clock_monotonic_us() / 1000;
}

static void on_timer(void *arg)
{
	struct deadlines *ds = arg;
	int64_t now = now_ms(), next = INT64_MAX;
	ds->timer_ms = INT64_MAX;
	for (size_t i = 0; i < ds->count; i++) {
		struct queue *q = &ds->queues[i];
		if (q->delay_ms < 0)
			continue;
		while (q->first && q->first->due_ms <= now)
			ds->due(q->first);
		if (q->first && q->first->due_ms < next)
			next = q->first->due_ms;
	}
	if (next < ds->timer_ms) { /* due may have set it by moving something */
		ds->timer_ms = next;
		loop_timer_set(ds->timer, next - now);
	}
}

struct deadlines *deadlines_new(struct loop *l, const int64_t *delays_ms, size_t count,
                                void (*due)(struct deadline *d))
{
	struct deadlines *ds = xcalloc(1, sizeof *ds + count * sizeof ds->queues[0]);
	ds->timer = loop_timer_new(l, on_timer, ds);
	ds->timer_ms = INT64_MAX;
	ds->due = due;
	ds->count = count;
	for (size_t i = 0; i < count; i++)
		ds->queues[i].delay_ms = delays_ms[i];
	return ds;
}

void deadlines_free(struct deadlines *ds)
{
	for (size_t i = 0; i < ds->count; i++)
		assert(!ds->queues[i].first);
	loop_timer_free(ds->timer);
	free(ds);
}

void deadline_join(struct deadlines *ds, struct deadline *d, size_t queue)
{
	struct queue *q = &ds->queues[queue];
	d->queue = queue;
	d->prev = q->last;
	d->next = NULL;
	*(q->last ? &q->last->next : &q->first) = d;
	q->last = d;
	if (q->delay_ms < 0)
		return;
	int64_t now = now_ms();
	d->due_ms = now + q->delay_ms;
	if (d->due_ms < ds->timer_ms) {
		ds->timer_ms = d->due_ms;
		loop_timer_set(ds->timer, q->delay_ms);
	}
}

void deadline_leave(struct deadlines *ds, struct deadline *d)
{
	struct queue *q = &ds->queues[d->queue];
	*(d->prev ? &d->prev->next : &q->first) = d->next;
	*(d->next ? &d->next->prev : &q->last) = d->prev;
}

void deadline_move(struct deadlines *ds, struct deadline *d, size_t queue)
{
	deadline_leave(ds, d);
	deadline_join(ds, d, queue);
}

struct deadline *deadline_first(const struct deadlines *ds, size_t queue)
{
	return ds->queues[queue].first;
}
