/* engine_forget.c: once an hour what nobody needs any more is forgotten, a few rows at a time: while no
 * batch is in flight, or after a second of waiting before the next one, which a millisecond or two
 * does not hold up. */
#include <stdlib.h>

#include "clock.h"
#include "engine_impl.h"
#include "log.h"
#include "loop.h"

enum {
	FIRST_MS = 60 * 1000, /* a start has better things to do */
	EVERY_MS = 60 * 60 * 1000,
	PAUSE_MS = 20,
	PATIENCE_US = 1000 * 1000,
};

struct forgetting {
	struct engine *g;
	struct loop_timer *pause;
	struct store_forget what;
	int64_t due_at_ms;    /* 0: never, or under way */
	int64_t wanted_at_us; /* a call of the store is wanted since then; 0: not now */
	bool in_flight;
};

struct forgetting *forget_new(struct engine *g)
{
	const struct engine_opts *o = &g->o;
	struct forgetting *f = xcalloc(1, sizeof *f);
	f->g = g;
	if (o->events_known_ms || o->undecoded_kept_ms)
		f->due_at_ms = clock_now_ms() + FIRST_MS;
	return f;
}

void forget_free(struct forgetting *f)
{
	if (!f)
		return;
	loop_timer_free(f->pause);
	free(f);
}

static void want(void *arg)
{
	struct forgetting *f = arg;
	f->wanted_at_us = clock_monotonic_us();
}

static void tell(const char *kind, int64_t count)
{
	if (count)
		log_fact(LOG_INFO, "forgotten", LF_KIND, "s", kind, LF_COUNT, "d", count, LF_END);
}

static void forgotten(void *arg, const struct err *e)
{
	struct forgetting *f = arg;
	f->in_flight = false;
	if (e->code == E_IO)
		engine_die(f->g, e);
	if (e->code == E_NONE && f->what.more) {
		loop_timer_set(f->pause, PAUSE_MS);
		return;
	}
	f->due_at_ms = clock_now_ms() + EVERY_MS;
	if (e->code != E_NONE)
		return; /* no room now */
	tell("event", f->what.seen);
	tell("undecoded", f->what.undecoded);
}

static int64_t before(int64_t now_ms, int64_t kept_ms)
{
	return kept_ms ? now_ms - kept_ms : 0;
}

static bool may_begin(const struct forgetting *f)
{
	const struct engine *g = f->g;
	if (!f->wanted_at_us || f->in_flight || g->in_flight)
		return false;
	return !g->gathering->count || clock_monotonic_us() - f->wanted_at_us > PATIENCE_US;
}

void forget_tick(struct engine *g, int64_t now_ms)
{
	struct forgetting *f = g->forgetting;
	if (f->due_at_ms && f->due_at_ms <= now_ms) {
		f->due_at_ms = 0;
		f->what = (struct store_forget){
			.seen_before_ms = before(now_ms, g->o.events_known_ms),
			.undecoded_before_ms = before(now_ms, g->o.undecoded_kept_ms),
		};
		if (!f->pause)
			f->pause = loop_timer_new(g->o.loop, want, f);
		want(f);
	}
}

bool forget_goes_first(struct engine *g)
{
	struct forgetting *f = g->forgetting;
	if (may_begin(f)) {
		f->wanted_at_us = 0;
		f->in_flight = true;
		g->o.store->ops->forget(g->o.store, &f->what, forgotten, f);
	}
	return f->in_flight;
}

int64_t forget_wake_at(const struct engine *g)
{
	return g->forgetting->due_at_ms;
}

bool forget_is_idle(const struct engine *g)
{
	return !g->forgetting->in_flight;
}
