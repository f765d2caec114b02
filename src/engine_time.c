/* What is due: the time limits of flows, and whatever else of the engine waits for its hour. One timer, set for the first. */
#include <stdio.h>

#include "clock.h"
#include "deliver.h"
#include "engine_impl.h"
#include "loop.h"

static void fire(struct engine *g, struct slot *s)
{
	char id[64];
	snprintf(id, sizeof id, "%s:%lld", s->id, (long long)s->wake.wake_at_ms);
	const struct event ev = {
		.source = "timer", .id = id, .case_id = s->id, .kind = "timer", .who = ""
	};
	struct err e = { 0 };
	agenda_set(&g->agenda, &s->wake, 0);
	if (!cases_get(g->cases, s->id, &e) && e.code == E_BUSY) {
		agenda_set(&g->agenda, &s->wake, clock_now_ms() + RETRY_AFTER_BUSY_MS);
		return;
	}
	engine_take(g, &ev, NULL, NULL);
}

static void arm(struct engine *g)
{
	const struct agenda_entry *first = agenda_first(&g->agenda);
	const int64_t others[] = { deliver_wake_at(g), renew_wake_at(g), hold_wake_at(g),
		                   forget_wake_at(g), deploy_wake_at(g) };
	int64_t at = first ? first->wake_at_ms : 0;
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (others[i] && (!at || others[i] < at))
			at = others[i];
	if (at == g->armed_for)
		return;
	g->armed_for = at;
	int64_t delay_ms = at - clock_now_ms();
	loop_timer_set(g->timer, !at ? -1 : delay_ms < 0 ? 0 : delay_ms);
}

static void timer_rang(void *arg)
{
	struct engine *g = arg;
	g->armed_for = 0; /* engine_tick follows in this very round */
}

void engine_tick(struct engine *g)
{
	struct agenda_entry *first;
	int64_t now_ms = clock_now_ms();
	while ((first = agenda_first(&g->agenda)) && first->wake_at_ms <= now_ms)
		fire(g, (struct slot *)first);
	deliver_tick(g, now_ms);
	deploy_tick(g, now_ms);
	renew_tick(g, now_ms);
	hold_tick(g, now_ms);
	cases_trim(g->cases);
	forget_tick(g, now_ms);
	known_tick(g);
	arm(g);
	engine_hand_over(g);
}

static void before_poll(void *arg)
{
	engine_tick(arg);
}

void engine_time_begin(struct engine *g)
{
	g->timer = loop_timer_new(g->o.loop, timer_rang, g);
	loop_before_poll(g->o.loop, before_poll, g);
}
