/* Turns that are durable and whose consent file cannot be put in place: no room, no right, no
 * directory. The journal is the truth and loses nothing; but an acknowledgement or a message that
 * rests on a consent waits until its record lies where it is looked for. So such a case is held: it
 * takes no event and sends nothing, and the file is tried again. All other cases go on. A restart
 * builds the file anew. */
#include <stdlib.h>

#include "clock.h"
#include "consent.h"
#include "engine_impl.h"
#include "log.h"

enum { FIRST_WAIT_MS = 1000, LONGEST_WAIT_MS = 30 * 1000 };

struct hold {
	struct commit *commit;
	int64_t at_ms, wait_ms;
	struct hold *next;
};

int hold_refuse(const struct slot *s, struct err *e)
{
	return err_set(
		e, E_BUSY,
		"case %s: its consent file cannot be put in place; nothing is lost: look at the "
		"room and the rights of the data directory (the log says why: "
		"consent_file_waits), the program tries again by itself",
		s->id);
}

/* Whoever sent it sends it again, and is answered when the file is in place. What the engine itself
 * takes in needs no answer: it is in the journal. */
static void answer_later(struct engine *g, struct slot *s, struct commit *k)
{
	struct err later = { 0 };
	hold_refuse(s, &later);
	bool told = engine_remembers(&k->pending->ev);
	engine_finish(g, k->pending, told ? &later : NULL, s->id, k->st.turn);
	k->pending = NULL;
	while (s->queue) {
		struct pending *q = s->queue;
		s->queue = q->next;
		engine_finish(g, q, &later, s->id, 0);
	}
	s->queue_end = &s->queue;
}

void hold_begin(struct engine *g, struct commit *k, const struct err *why)
{
	struct hold *h = xmalloc(sizeof *h);
	*h = (struct hold){ k, clock_now_ms() + FIRST_WAIT_MS, FIRST_WAIT_MS, g->holds };
	g->holds = h;
	k->slot->held = true;
	g->figures.held++;
	log_fact(LOG_ERROR, "consent_file_waits", LF_CASE, "s", k->slot->id, LF_REASON, "s",
	         why->text, LF_END);
	answer_later(g, k->slot, k);
	engine_show_waiting(k->slot);
}

/* Withdrawals that were refused meanwhile had closed the gate; they come again. */
static void open_gate_again(struct slot *s)
{
	for (int r = 0; r < ROLE_COUNT; r++)
		consent_resume(s->c, (enum role)r);
}

static bool is_over(struct engine *g, struct hold *h)
{
	struct err e = { 0 };
	struct slot *s = h->commit->slot;
	if (engine_put_consents(g, h->commit, &e)) {
		h->wait_ms = h->wait_ms * 2 < LONGEST_WAIT_MS ? h->wait_ms * 2 : LONGEST_WAIT_MS;
		h->at_ms = clock_now_ms() + h->wait_ms;
		return false;
	}
	log_fact(LOG_INFO, "consent_file_in_place", LF_CASE, "s", s->id, LF_END);
	s->held = false;
	g->figures.held--;
	open_gate_again(s);
	engine_release(g, h->commit);
	return true;
}

void hold_tick(struct engine *g, int64_t now_ms)
{
	for (struct hold **at = &g->holds, *h; (h = *at);) {
		if (h->at_ms > now_ms || !is_over(g, h)) {
			at = &h->next;
			continue;
		}
		*at = h->next;
		engine_commit_free(h->commit);
		free(h);
	}
}

int64_t hold_wake_at(const struct engine *g)
{
	int64_t at = 0;
	for (const struct hold *h = g->holds; h; h = h->next)
		if (!at || h->at_ms < at)
			at = h->at_ms;
	return at;
}

void hold_stop(struct engine *g)
{
	for (struct hold *h = g->holds, *next; h; h = next) {
		next = h->next;
		engine_commit_free(h->commit);
		free(h);
	}
}
