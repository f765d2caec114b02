/* Events from the door until they are done, and the same event again: meanwhile it waits with the first
 * copy, later it is known by its id. */
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "deliver.h"
#include "engine_impl.h"
#include "whole.h"

static bool is_same_event(const void *pending, const void *event)
{
	const struct event *one = &((const struct pending *)pending)->ev, *other = event;
	return !strcmp(one->id, other->id) && !strcmp(one->source, other->source);
}

struct pending *engine_pending(const struct event *ev, event_done *done, void *arg)
{
	struct pending *p = xcalloc(1, sizeof *p);
	const char **const texts[] = { &p->ev.source, &p->ev.id, &p->ev.case_id, &p->ev.kind,
		                       &p->ev.who };
	p->ev = *ev;
	p->hash = known_hash(ev->source, ev->id);
	p->withdraws = ROLE_NONE;
	xstrdup_all(texts, COUNT_OF(texts));
	p->ev.body = ev->body ? json_incref(ev->body) : json_object();
	p->ev.received_ms = clock_now_ms(); /* it may wait long for its turn */
	if (ev->row) {
		deliver_change_copy(ev->row, &p->row);
		p->ev.row = &p->row;
	}
	p->beginning = json_incref(json_object_get(p->ev.body, "more") ? p->ev.body : NULL);
	p->done = done;
	p->arg = arg;
	return p;
}

static void pending_free(struct pending *p)
{
	free((char *)p->ev.source); /* and the other texts with it */
	json_decref(p->ev.body);
	deliver_row_free(&p->row);
	json_decref(p->reasons);
	json_decref(p->beginning);
	free(p->raw);
	free(p->raw_reason);
	free(p);
}

static void answer(struct pending *p, const struct event_result *r)
{
	if (p->done)
		p->done(p->arg, r);
}

void engine_finish(struct engine *g, struct pending *p, const struct err *e, const char *case_id,
                   int64_t turn)
{
	struct event_result r = { .case_id = case_id, .turn = turn, .reasons = p->reasons };
	if (e)
		r.err = *e;
	if (!e && p->beginning)
		whole_fetch(g, &p->ev, p->beginning);
	if (p->listed)
		hash_take(&g->unfinished, p->hash, p);
	g->in_hand--;
	if (r.err.code == E_GATE)
		g->figures.refused_by_gate++;
	answer(p, &r);
	r.duplicate = true;
	for (struct pending *copy = p->copies, *next; copy; copy = next) {
		next = copy->next;
		g->in_hand--;
		answer(copy, &r);
		pending_free(copy);
	}
	pending_free(p);
}

/* ---- the same event again ---- */

static bool has_other_body(const struct event *ev, const char *first_hash, struct err *e)
{
	if (!*first_hash || !*ev->hash || !strcmp(first_hash, ev->hash))
		return false;
	err_set(e, E_CONFLICT,
	        "event id '%.80s' was used before with another body or for another case: use a new "
	        "id",
	        ev->id);
	return true;
}

static bool is_held(struct engine *g, const char *case_id)
{
	const struct slot *s = cases_find(g->cases, case_id);
	return s && s->held;
}

bool engine_is_repeated(struct engine *g, struct pending *p)
{
	struct err e = { 0 };
	char case_id[64] = "", hash[65] = "";
	int64_t turn = 0;
	if (!engine_remembers(&p->ev))
		return false;
	struct pending *first = hash_find(&g->unfinished, p->hash, &p->ev);
	if (first && has_other_body(&p->ev, first->ev.hash, &e)) {
		engine_finish(g, p, &e, "", 0);
		return true;
	}
	if (first) {
		p->next = first->copies;
		first->copies = p;
		g->figures.duplicates++;
		return true;
	}
	hash_put(&g->unfinished, p->hash, p);
	p->listed = true;
	if (!known_may_have(g->known, p->hash))
		return false;
	int seen =
		g->o.store->ops->seen(g->o.store, p->ev.source, p->ev.id, case_id, &turn, hash, &e);
	if (seen == 0)
		return false;
	if (e.code == E_IO)
		engine_die(g, &e);
	if (seen > 0 && !has_other_body(&p->ev, hash, &e) && is_held(g, case_id))
		hold_refuse(cases_find(g->cases, case_id), &e);
	struct event_result r = { .err = e, .case_id = case_id, .turn = turn, .duplicate = true };
	g->figures.duplicates++;
	hash_take(&g->unfinished, p->hash, p);
	g->in_hand--;
	answer(p, &r);
	pending_free(p);
	return true;
}

void engine_pending_begin(struct engine *g)
{
	g->unfinished.same = is_same_event;
}
