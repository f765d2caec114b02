/* http_lanes.c: one list of lanes, searched in order: targets are as many as the configuration
 * names. */
#include "http_lanes.h"

#include "base.h"

#include <stdlib.h>
#include <string.h>

struct lane {
	struct lane *next;
	struct lane_call *first, *last; /* waiting */
	size_t running, origin_bytes;
	char origin[];
};

static struct lane *lane_of(struct lanes *l, const char *url)
{
	const char *authority = strstr(url, "://");
	authority = authority ? authority + 3 : url;
	size_t n = (size_t)(authority - url) + strcspn(authority, "/?#");
	struct lane *lane;
	for (lane = l->first; lane; lane = lane->next)
		if (lane->origin_bytes == n && memcmp(lane->origin, url, n) == 0)
			return lane;
	lane = xcalloc(1, sizeof *lane + n);
	lane->origin_bytes = n;
	memcpy(lane->origin, url, n);
	lane->next = l->first;
	l->first = lane;
	return lane;
}

struct lane *lanes_join(struct lanes *l, const char *url, struct lane_call *c)
{
	struct lane *lane = lane_of(l, url);
	*c = (struct lane_call){ .lane = lane };
	if (lane->last)
		lane->last->next = c;
	else
		lane->first = c;
	lane->last = c;
	return lane;
}

struct lane_call *lane_next(struct lane *lane, size_t limit)
{
	struct lane_call *c = lane->first;
	if (!c || lane->running >= limit)
		return NULL;
	lane->first = c->next;
	if (!lane->first)
		lane->last = NULL;
	lane->running++;
	c->running = true;
	return c;
}

static void give_up_place(struct lane *lane, struct lane_call *c)
{
	struct lane_call **at = &lane->first, *before = NULL;
	for (; *at != c; at = &(*at)->next)
		before = *at;
	*at = c->next;
	if (lane->last == c)
		lane->last = before;
}

struct lane *lanes_leave(struct lanes *l, struct lane_call *c)
{
	struct lane *lane = c->lane;
	if (c->running)
		lane->running--;
	else
		give_up_place(lane, c);
	*c = (struct lane_call){ 0 };
	if (lane->running > 0 || lane->first)
		return lane;
	struct lane **at = &l->first;
	while (*at != lane)
		at = &(*at)->next;
	*at = lane->next;
	free(lane);
	return NULL;
}

struct lane *lanes_after(const struct lanes *l, const struct lane *lane)
{
	return lane ? lane->next : l->first;
}
