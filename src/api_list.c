/* GET /v1/cases and /v1/undecoded: the lists. After a restart each open case is read from its journal for its first line
 * (0.2 to 0.6 ms a case), so that a list is made a few at a time, and the loop does its other work in between. */
#include <stdlib.h>
#include <string.h>

#include "api_impl.h"
#include "case.h"
#include "clock.h"
#include "engine.h"
#include "loop.h"
#include "store.h"
#include "view.h"

/* PAUSE_MS: with 0 libuv rings again before it looks at any socket. */
enum { LIST_USUAL = 100, LIST_MAX = 500, SLICE_US = 10 * 1000, PAUSE_MS = 1 };

/* A case as the store knows it. */
struct listed {
	char *id, *flow, *status, *step, *outcome;
	int64_t opened_at_ms, updated_at_ms, wake_at_ms;
};

struct listing {
	struct call k;
	const char *phone_end; /* only cases of somebody whose number ends so; NULL: all */
	struct listed *cases;
	size_t count, done;
	struct buf rows; /* as text: most of them are at hand as such */
	struct loop_timer *timer;
	struct listing *next; /* of api.listings */
};

static void listing_free(struct listing *l)
{
	for (size_t i = 0; i < l->count; i++) {
		struct listed *c = &l->cases[i];
		char *const texts[] = { c->id, c->flow, c->status, c->step, c->outcome };
		for (size_t t = 0; t < COUNT_OF(texts); t++)
			free(texts[t]);
	}
	free(l->cases);
	buf_free(&l->rows);
	loop_timer_free(l->timer);
	free(l);
}

static void leave(struct listing *l)
{
	struct listing **at = &l->k.a->listings;
	while (*at != l)
		at = &(*at)->next;
	*at = l->next;
	listing_free(l);
}

void lists_abandon(struct api *a)
{
	while (a->listings)
		leave(a->listings);
}

static void add_row(struct listing *l, const char *row)
{
	buf_adds(&l->rows, l->rows.len_bytes ? "," : "");
	buf_adds(&l->rows, row);
}

/* Of a case that is over, or that cannot be read, no more is said than its row in the store has. */
static void add_plain(struct listing *l, const struct listed *c)
{
	json_t *row =
		json_pack("{s:s, s:s, s:n, s:s, s:s, s:s, s:o, s:o, s:o, s:n, s:n, s:n, s:n, s:[]}",
	                  "id", c->id, "flow", c->flow, "title", "status", c->status, "step",
	                  c->step, "outcome", c->outcome, "opened_at", time_json(c->opened_at_ms),
	                  "updated_at", time_json(c->updated_at_ms), "wakes_at",
	                  time_json(c->wake_at_ms), "turn", "topic", "topic_told", "trip", "waits");
	char *text = json_dumps(row, JSON_COMPACT | JSON_SORT_KEYS);
	add_row(l, text);
	free(text);
	json_decref(row);
}

static int add_case(struct listing *l, const struct listed *c, struct err *e)
{
	struct err why = { 0 };
	bool closed = !strcmp(c->status, "closed");
	const struct summary *m = closed ? NULL : engine_summary(l->k.a->o.engine, c->id, &why);
	if (why.code == E_BUSY || why.code == E_IO)
		return err_set(e, why.code, "%s", why.text);
	if (!m && !l->phone_end)
		add_plain(l, c);
	else if (m && (!l->phone_end || strstr(m->phone_ends, l->phone_end)))
		add_row(l, m->text);
	return 0;
}

static void answer(struct listing *l, const struct err *e)
{
	if (e->code == E_NONE) {
		char *text = xasprintf("{\"cases\":[%s]}", l->rows.data ? l->rows.data : "");
		api_answer_text(&l->k, 200, text);
		free(text);
	} else {
		api_answer_error(&l->k, e, NULL);
	}
	leave(l);
}

static void go_on(void *listing)
{
	struct listing *l = listing;
	struct err e = { 0 };
	int64_t end_us = clock_monotonic_us() + SLICE_US;
	while (l->done < l->count && e.code == E_NONE && clock_monotonic_us() < end_us)
		add_case(l, &l->cases[l->done++], &e);
	if (e.code != E_NONE || l->done == l->count)
		answer(l, &e);
	else
		loop_timer_set(l->timer, PAUSE_MS);
}

static int add_head(void *listing, const char *id, const struct store_head *h)
{
	struct listing *l = listing;
	l->cases = xrealloc(l->cases, (l->count + 1) * sizeof *l->cases);
	l->cases[l->count++] = (struct listed){ .id = xstrdup(id),
		                                .flow = xstrdup(h->flow),
		                                .status = xstrdup(h->status),
		                                .step = xstrdup(h->step),
		                                .outcome = xstrdup(h->outcome),
		                                .opened_at_ms = h->opened_at_ms,
		                                .updated_at_ms = h->updated_at_ms,
		                                .wake_at_ms = h->wake_at_ms };
	return 0;
}

/* Nobody need send more of a number than tells its owner from the next one, and no less finds anybody. */
static int check_phone_end(const char *given, struct err *e)
{
	if (!given ||
	    (strlen(given) == VIEW_PHONE_END && strspn(given, "0123456789") == VIEW_PHONE_END))
		return 0;
	return err_set(e, E_INPUT, "phone_end: expected the last %d digits of a number",
	               VIEW_PHONE_END);
}

/* Which cases. */
static int find(struct listing *l, struct err *e)
{
	struct call *k = &l->k;
	struct store *s = k->a->o.store;
	const char *status = http_req_query(k->req, "status");
	const char *desk = http_req_query(k->req, "desk");
	const char *platform = http_req_query(k->req, "desk_platform");
	size_t limit = api_limit(k, LIST_USUAL, LIST_MAX);
	if (check_phone_end(l->phone_end, e))
		return -1;
	if (status && strcmp(status, "open") && strcmp(status, "closed") &&
	    strcmp(status, "parked"))
		return err_set(e, E_INPUT, "status: expected open, closed or parked");
	if (!desk != !platform || (desk && status))
		return err_set(e, E_INPUT,
		               "desk: goes with desk_platform, and both without status");
	return desk ? s->ops->heads_at(s, platform, desk, limit, add_head, l, e)
	            : s->ops->heads(s, status, limit, add_head, l, e);
}

void cases_list(struct call *k)
{
	struct err e = { 0 };
	struct listing *l = xcalloc(1, sizeof *l);
	l->k = *k;
	l->phone_end = http_req_query(k->req, "phone_end");
	l->timer = loop_timer_new(k->a->o.loop, go_on, l);
	l->next = k->a->listings;
	k->a->listings = l;
	if (find(l, &e))
		answer(l, &e);
	else
		go_on(l);
}

static int add_undecoded(void *list, const char *source, const char *id, int64_t at_ms,
                         const char *reason, const char *raw, size_t raw_bytes)
{
	json_array_append_new(list, view_undecoded(source, id, at_ms, reason, raw, raw_bytes));
	return 0;
}

void undecoded_list(struct call *k)
{
	struct err e = { 0 };
	struct store *s = k->a->o.store;
	json_t *list = json_array();
	if (s->ops->undecoded(s, api_limit(k, LIST_USUAL, LIST_MAX), add_undecoded, list, &e) ==
	    0) {
		api_answer_json(k, 200, json_pack("{s:o}", "undecoded", list));
		return;
	}
	json_decref(list);
	api_answer_error(k, &e, NULL);
}
