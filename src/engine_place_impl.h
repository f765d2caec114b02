/* engine_place_impl.h: what engine_place.c (whose case an event is for) and engine_place_delivery.c (whose
 * message) share. */
#ifndef ASSENT_ENGINE_PLACE_IMPL_H
#define ASSENT_ENGINE_PLACE_IMPL_H

#include "engine_impl.h"

enum { PLACES_MAX = 16 };

/* A case in which somebody is known by an address, and as whom. */
struct place {
	char case_id[64], party[32];
	bool open;
};

struct places {
	struct place list[PLACES_MAX];
	size_t count;
};

/* Where that text is an address of one of these targets; suffix: "" or TURN_INVITED. -1 as the store. */
int place_find(struct engine *g, const char *const *targets, const char *suffix, const char *text,
               struct places *ps, struct err *e);

/* "undelivered" and "delivered" name a message as the platform does, or by our key: what became of it is
 * the end of its row, told late. As engine_place. */
int place_delivery(struct engine *g, const char *const *targets, json_t *decoded, struct err *e);

#endif
