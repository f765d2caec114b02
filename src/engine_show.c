/* What people are shown of a case: only what is durable. A turn that is still on its way to the disk
 * may be taken back, and whoever had seen it would have seen what never was. */
#include <stdlib.h>

#include "bundle.h"
#include "case.h"
#include "engine_impl.h"
#include "view.h"

struct viewer {
	struct view_seen *seen;
	engine_shown *fn;
	void *arg;
	struct viewer *next;
};

static bool is_durable(const struct slot *s)
{
	return !s->busy || s->held;
}

/* A case to be shown: one that cannot go on is parked now, and not only by its next event. */
static struct slot *slot_shown(struct engine *g, const char *id, struct err *e)
{
	struct slot *s = cases_get(g->cases, id, e);
	if (s && s->park && !s->busy)
		engine_park_first(g, s);
	return s;
}

struct support_case *engine_case(struct engine *g, const char *id, struct err *e)
{
	struct slot *s = slot_shown(g, id, e);
	return s ? s->c : NULL;
}

struct bundle *engine_bundle(struct engine *g, const char *id, struct err *e)
{
	struct slot *s = slot_shown(g, id, e);
	return s ? s->b : NULL;
}

static json_t *view_of(const struct slot *s, struct view_seen *seen)
{
	return seen ? view_case_since(s->c, s->b, seen) : view_case(s->c, s->b);
}

json_t *engine_view(struct engine *g, const char *id, struct view_seen *seen, struct err *e)
{
	struct slot *s = slot_shown(g, id, e);
	if (s && is_durable(s))
		return view_of(s, seen);
	if (s)
		err_set(e, E_BUSY, "case %s: its last turn is being written", id);
	return NULL;
}

static void show(struct slot *s, struct view_seen *seen, engine_shown *fn, void *arg)
{
	const struct err none = { 0 };
	json_t *view = view_of(s, seen);
	fn(arg, view, &none);
	json_decref(view);
}

void engine_show(struct engine *g, const char *id, struct view_seen *seen, engine_shown *fn,
                 void *arg)
{
	struct err e = { 0 };
	struct slot *s = slot_shown(g, id, &e);
	if (!s) {
		fn(arg, NULL, &e);
		return;
	}
	if (is_durable(s)) {
		show(s, seen, fn, arg);
		return;
	}
	struct viewer *v = xmalloc(sizeof *v), **end = &s->viewers;
	while (*end)
		end = &(*end)->next;
	*v = (struct viewer){ seen, fn, arg, NULL };
	*end = v;
}

void engine_show_waiting(struct slot *s)
{
	while (s->viewers) {
		struct viewer *v = s->viewers;
		s->viewers = v->next;
		show(s, v->seen, v->fn, v->arg);
		free(v);
	}
}

void engine_show_again(struct engine *g, const char *id, struct viewer *viewers)
{
	for (struct viewer *v = viewers, *next; v; v = next) {
		next = v->next;
		engine_show(g, id, v->seen, v->fn, v->arg);
		free(v);
	}
}

/* ---- the queue ---- */

void engine_forget_summary(struct slot *s)
{
	view_summary_free(s->summary);
	s->summary = NULL;
}

/* From its journal, as it stands on disk. */
static struct summary *summary_read(struct engine *g, const char *id, struct err *e)
{
	struct err why = { 0 };
	struct summary *m = NULL;
	struct support_case *c = cases_fold(g->o.store, id, e);
	struct bundle *b = c ? cases_bundle(g->cases, c->bundle, &why) : NULL;
	if (c && !b && why.code != E_BUSY && why.code != E_IO)
		b = bundle_absent(c->flow, c->bundle);
	if (b)
		m = view_summary(c, b);
	else if (c)
		err_set(e, why.code, "%s", why.text);
	bundle_free(b);
	case_free(c);
	return m;
}

const struct summary *engine_summary(struct engine *g, const char *id, struct err *e)
{
	struct slot *s = cases_find(g->cases, id);
	if (s && s->summary)
		return s->summary;
	struct summary *m =
		s && s->c && is_durable(s) ? view_summary(s->c, s->b) : summary_read(g, id, e);
	if (s)
		return s->summary = m;
	view_summary_free(g->last_summary);
	return g->last_summary = m;
}
