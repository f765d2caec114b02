#include "agenda.h"

#include <stdlib.h>

#include "base.h"

/* The heap has the times beside the entries: comparing looks into none of them. */
static void put(struct agenda *a, size_t place, struct agenda_place p)
{
	a->heap[place] = p;
	p.entry->place = place;
}

static void up(struct agenda *a, size_t at)
{
	const struct agenda_place p = a->heap[at];
	for (; at > 1 && a->heap[at / 2].wake_at_ms > p.wake_at_ms; at /= 2)
		put(a, at, a->heap[at / 2]);
	put(a, at, p);
}

static void down(struct agenda *a, size_t at)
{
	const struct agenda_place p = a->heap[at];
	for (size_t child; (child = at * 2) <= a->count; at = child) {
		if (child < a->count && a->heap[child + 1].wake_at_ms < a->heap[child].wake_at_ms)
			child++;
		if (a->heap[child].wake_at_ms >= p.wake_at_ms)
			break;
		put(a, at, a->heap[child]);
	}
	put(a, at, p);
}

static void take_off(struct agenda *a, struct agenda_entry *e)
{
	size_t at = e->place;
	const struct agenda_place last = a->heap[a->count--];
	e->place = 0;
	if (last.entry == e)
		return;
	put(a, at, last);
	up(a, at);
	down(a, last.entry->place);
}

void agenda_set(struct agenda *a, struct agenda_entry *e, int64_t wake_at_ms)
{
	if (e->place && !wake_at_ms) {
		take_off(a, e);
		e->wake_at_ms = 0;
		return;
	}
	if (!wake_at_ms || (e->place && e->wake_at_ms == wake_at_ms))
		return;
	e->wake_at_ms = wake_at_ms;
	if (!e->place) {
		if (a->count + 2 > a->room) {
			a->room = a->room ? a->room * 2 : 64;
			a->heap = xrealloc(a->heap, a->room * sizeof *a->heap);
		}
		e->place = ++a->count;
	}
	put(a, e->place, (struct agenda_place){ wake_at_ms, e });
	up(a, e->place);
	down(a, e->place);
}

struct agenda_entry *agenda_first(const struct agenda *a)
{
	return a->count ? a->heap[1].entry : NULL;
}

void agenda_free(struct agenda *a)
{
	free(a->heap);
	*a = (struct agenda){ 0 };
}
