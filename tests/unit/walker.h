/* walker.h: a walker over a live case that knows nothing of an exploration: it tries every sequence of acts of an alphabet,
 * each from the opening on, and merges nothing. */
#ifndef ASSENT_TESTS_WALKER_H
#define ASSENT_TESTS_WALKER_H

#include "case_world.h"

/* Who does what; nth: of the offers that stand open, counted from the newest. */
struct walker_act {
	const char *what;
	enum role who;
	int nth;
};

static inline bool walker_send(const struct walker_act *a)
{
	int nth = a->nth;
	for (size_t i = w.c->suggestions_count; i-- > 0;) {
		const struct suggestion *s = &w.c->suggestions[i];
		if (!strcmp(s->state, "offered") && nth-- == 0)
			return EVENT("suggestion", "{s:s, s:s}", "suggestion", s->id, "act",
			             a->what) == E_NONE;
	}
	return false;
}

static inline bool walker_has_handler(const char *mark)
{
	for (size_t i = 0; i < w.c->handlers_count; i++)
		if (!strcmp(w.c->handlers[i], mark))
			return true;
	return false;
}

static inline bool walker_listens(enum role who, const char *mark)
{
	for (size_t i = 0; i < w.c->waits_count; i++) {
		const struct wait *q = &w.c->waits[i];
		if (q->kind == WAIT_LISTEN && !q->outcome && q->party == who &&
		    case_wait_hears(q, mark))
			return true;
	}
	return false;
}

static inline bool walker_has_consent(enum role who)
{
	for (size_t i = 0; i < w.c->consents_count; i++)
		if (w.c->consents[i].subject == who &&
		    (!strcmp(w.c->consents[i].state, "granted") ||
		     !strcmp(w.c->consents[i].state, "requested")))
			return true;
	return false;
}

/* Whoever has not come himself is there once he was spoken to. */
static inline bool walker_is_there(enum role who)
{
	for (size_t i = 0; i < w.c->suggestions_count; i++)
		if (w.c->suggestions[i].party == who)
			return true;
	return who == ROLE_CALLER;
}

/* What it changes is to be tried: somebody listens for it, or a handler is called; a second one, beside a handler at work,
 * only where it may matter which comes first. */
static inline bool walker_marks(enum role who, const char *mark)
{
	size_t at_work = 0;
	bool takes_back = !strcmp(mark, "withdrawal") && walker_has_consent(who);
	const struct wait *main_wait = case_wait_of_lane(w.c, 0);
	for (size_t i = 1; i < w.c->lanes_count; i++)
		at_work += !w.c->lanes[i].ended;
	bool handled = walker_has_handler(mark) && at_work < 2 &&
	               (!at_work || takes_back || (main_wait && main_wait->outcome));
	if (!walker_is_there(who) ||
	    (!walker_listens(who, mark) && !handled && !(takes_back && !walker_has_handler(mark))))
		return false;
	return marks(who, mark) == E_NONE;
}

/* false: it is none here, or what it would do another act of the alphabet does. */
static inline bool walker_try(const struct walker_act *a)
{
	const struct wait *q = a->who == ROLE_NONE ? NULL : case_question(w.c, a->who);
	bool served = q && q->served_at_ms > 0, answers = q && q->kind != WAIT_ASK;
	if (w.c->status != CASE_OPEN)
		return false;
	if (!strcmp(a->what, "send") || !strcmp(a->what, "skip"))
		return walker_send(a);
	if (!strcmp(a->what, "yes") || !strcmp(a->what, "no"))
		return answers && served && press(a->who, a->what) == E_NONE;
	if (!strcmp(a->what, "says yes") || !strcmp(a->what, "says no"))
		return answers && !served && attest(a->who, a->what + 5, "phone") == E_NONE;
	if (!strcmp(a->what, "field"))
		return q && !answers &&
		       EVENT("field", "{s:s, s:s}", "field", q->field, "value", "010-2345-6789") ==
		               E_NONE;
	if (!strcmp(a->what, "time")) {
		int64_t wake_ms = case_wake_at(w.c);
		if (wake_ms)
			pass(wake_ms - w.now_ms);
		return wake_ms != 0;
	}
	return walker_marks(a->who, a->what);
}

/* From the opening on; false: one of them is none there. Then, too, the world is to be closed. */
static inline bool walker_act_out(const char *body, const char *opening,
                                  const struct walker_act *acts, const size_t *way, size_t len)
{
	world_open(body, opening);
	for (size_t i = 0; i < len; i++)
		if (!walker_try(&acts[way[i]]))
			return false;
	return true;
}

#endif
