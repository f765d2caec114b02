#include "heads.h"

#include <stdlib.h>

#include "base.h"
#include "clock.h"
#include "head.h"
#include "loop.h"
#include "store.h"

struct heads {
	struct heads_opts o;
	struct loop_timer *timer;
	int64_t signed_turns; /* of the last head */
	char *line;           /* being written by the pool */
	struct err err;
};

/* A head over what is durable now; NULL: the journal has not grown since the last one. */
static char *next_line(struct heads *h, struct err *e)
{
	struct head head = { .at_ms = clock_now_ms() };
	if (h->o.store->ops->tip(h->o.store, &head.turns, head.log, e) ||
	    head.turns == h->signed_turns)
		return NULL;
	h->signed_turns = head.turns;
	return head_sign(&head, h->o.key);
}

static void append(void *arg)
{
	struct heads *h = arg;
	head_append(h->o.dir, h->line, &h->err);
}

static void appended(void *arg)
{
	struct heads *h = arg;
	free(h->line);
	h->line = NULL;
	if (h->err.code != E_NONE)
		h->o.fatal(h->o.arg, &h->err);
}

static void rang(void *arg)
{
	struct heads *h = arg;
	struct err e = { 0 };
	loop_timer_set(h->timer, h->o.every_ms);
	if (h->line)
		return;             /* the last one is still being written */
	h->line = next_line(h, &e); /* an unreadable store: its next commit says so */
	if (h->line)
		loop_work(h->o.loop, append, appended, h);
}

struct heads *heads_new(const struct heads_opts *o, struct err *e)
{
	struct heads *h = xcalloc(1, sizeof *h);
	h->o = *o;
	h->timer = loop_timer_new(o->loop, rang, h);
	if (head_last(o->dir, &h->signed_turns, e)) {
		heads_free(h);
		return NULL;
	}
	heads_end(h);
	loop_timer_set(h->timer, o->every_ms);
	return h;
}

void heads_end(struct heads *h)
{
	struct err e = { 0 };
	if (h->line)
		return;
	char *line = next_line(h, &e);
	if (line && head_append(h->o.dir, line, &e))
		h->o.fatal(h->o.arg, &e);
	free(line);
}

void heads_free(struct heads *h)
{
	if (!h)
		return;
	loop_timer_free(h->timer);
	free(h->line);
	free(h);
}
