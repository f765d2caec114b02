/* agenda.h: which case wakes next. An indexed heap: one entry a case, moved as its earliest time
 * limit moves. */
#ifndef ASSENT_AGENDA_H
#define ASSENT_AGENDA_H

#include <stddef.h>
#include <stdint.h>

/* Embedded in whatever wakes; zero-initialised means "not on the agenda". */
struct agenda_entry {
	int64_t wake_at_ms;
	size_t place; /* in the heap, from 1; 0: not there */
};

struct agenda_place {
	int64_t wake_at_ms; /* of its entry */
	struct agenda_entry *entry;
};

struct agenda {
	struct agenda_place *heap; /* [0] is not used */
	size_t count, room;
};

/* 0: take it off */
void agenda_set(struct agenda *a, struct agenda_entry *e, int64_t wake_at_ms);
struct agenda_entry *agenda_first(const struct agenda *a); /* NULL: empty */
void agenda_free(struct agenda *a);

#endif
