#include "outbox.h"

#include "clock.h"
#include "http_out.h"
#include "outbox_impl.h"
#include "sentence.h"

#include <stdlib.h>
#include <string.h>

enum {
	TIMEOUT_MS = 15000,
	FAILURES = 5,
	PAUSE_MS = 30000,
	/* A place is held through a commit as well as through the call, so there are more places than
	 * connections (32, http_out.c): a sixth more messages, two fifths more on a slow disk. But
	 * each is unknown after a crash where the target cannot drop copies: there no more than
	 * connections. */
	IN_FLIGHT_KEYED = 128,
	IN_FLIGHT = 32,
	/* So many new rows of a keyed target are written as "sending" before their turn has come,
	 * which saves each a write of its own; after a crash they are sent again as may have been
	 * sent before. */
	PROMISED_KEYED = 1024,
};

#define STOPPED "the service stopped while it was sent"

/* ---- one attempt ---- */

static bool is_allowed(void *arg)
{
	struct flight *f = arg;
	return f->row && f->outbox->ops.allowed(f->outbox->arg, &f->row->o, &f->call);
}

static void refuse(struct outbox *o, struct row *r, const struct outbox_verdict *v)
{
	char *reason = r->status / 100 == 3
	                       ? xasprintf("status %d: redirects are not followed", r->status)
	                       : xasprintf("refused with status %d", r->status);
	row_end_unsent(
		o, r,
		&(struct end){ .reason = reason,
	                       .told = v->reason ? v->reason : sentence_word("sent.refused") });
	free(reason);
}

/* Behind a lost answer nobody knows whether it was taken. Where we can ask, behind a 5xx neither: there are
 * servers that take a message and fail at the answer. Where we cannot, a 5xx is believed. */
static bool is_doubtful(const struct row *r, enum meaning m)
{
	return m == MEANS_LOST || m == MEANS_UNKNOWN ||
	       (m == MEANS_FAILED && r->status && r->target->looks);
}

/* v: of an attempt to send. */
static void take_answer(struct outbox *o, struct row *r, const struct outbox_verdict *v,
                        const struct http_result *a)
{
	const struct target *t = r->target;
	bool doubtful = is_doubtful(r, v->meaning);
	r->may_have_arrived |= doubtful;
	if (v->meaning == MEANS_SENT)
		row_end_sent(o, r, v);
	else if (v->meaning == MEANS_NOTHING)
		row_end_withdrawn(o, r);
	else if (v->meaning == MEANS_REFUSED)
		refuse(o, r, v);
	else if (v->meaning == MEANS_AGAIN)
		row_defer(o, r, clock_now_ms());
	else if (doubtful && (v->final || (!t->looks && !row_is_keyed(r, clock_now_ms()))))
		row_end_unsent(o, r, &(struct end){ .reason = a->reason, .doubt = v->reason });
	else
		row_try_again(o, r, v->meaning, a, v->after_ms);
}

/* v: of a look. Behind a clear yes or no, or where nobody can say any more, the row moves on; behind anything else it is
 * asked again. On "no" it goes out at once: on disk it is still "sending" and may have arrived, which is true again from here on. */
static void take_look(struct outbox *o, struct row *r, const struct outbox_verdict *v,
                      const struct http_result *a)
{
	o->figures.looked++;
	if (v->meaning == MEANS_SENT) {
		row_end_sent(o, r, v);
	} else if (v->meaning == MEANS_ABSENT) {
		row_stand_aside(o, r, GOING);
		r->may_have_arrived = false;
		row_set_reason(r, xstrdup("it had not arrived"));
		row_take_place(o, r);
		row_line_up(&o->going, r);
	} else if (v->meaning == MEANS_UNKNOWN) {
		row_end_unsent(o, r,
		               &(struct end){ .reason = "it cannot be seen there any more",
		                              .doubt = v->reason });
	} else if (v->meaning == MEANS_AGAIN) {
		row_defer(o, r, clock_now_ms());
	} else {
		row_try_again(o, r, v->meaning, a, v->after_ms);
	}
}

/* What the status says of a look is not what became of the message. */
static enum meaning meaning_of_look(enum meaning m)
{
	return m == MEANS_SENT || m == MEANS_REFUSED ? MEANS_LATER : m;
}

static void on_answer(void *arg, const struct http_result *a)
{
	struct flight *f = arg;
	struct outbox *o = f->outbox;
	struct row *r = f->row;
	enum outbox_step step = f->step;
	struct outbox_verdict v = { .meaning = outbox_meaning(a), .after_ms = a->retry_after_ms };
	if (step == STEP_LOOK)
		v.meaning = meaning_of_look(v.meaning);
	if (r) {
		o->ops.judge(o->arg, &r->o, &f->call, a, &v);
		row_land(o, r);
	}
	free(f);
	if (!r)
		return;
	r->status = a->outcome == HTTP_ANSWERED ? a->status : 0;
	row_leave_place(o, r, v.meaning);
	if (step == STEP_LOOK)
		take_look(o, r, &v, a);
	else
		take_answer(o, r, &v, a);
	free(v.reason);
	free(v.id);
}

static void not_ready(struct outbox *o, struct row *r, const struct err *e)
{
	if (e->code == E_GATE)
		row_end_withdrawn(o, r);
	else if (e->code == E_BUSY)
		row_defer(o, r, clock_now_ms() + outbox_delay_ms(r->o.attempt, -1));
	else if (e->code == E_NOT_FOUND)
		row_end_unsent(
			o, r,
			&(struct end){ .reason = e->text, .told = sentence_word("sent.left") });
	else
		row_end_unsent(o, r,
		               &(struct end){ .reason = e->text,
		                              .logged = "it could not be made ready",
		                              .told = sentence_word("sent.not_ready") });
}

/* "sending" is durable. From the gate's yes in prepare to the socket there is no way back into the loop, except the
 * wait for a connection, behind which http_out asks once more. */
static void send_row(struct outbox *o, struct row *r)
{
	struct target *t = r->target;
	struct http_call call = { 0 };
	struct err e = { 0 };
	int64_t now_ms = clock_now_ms();
	enum outbox_step step = row_step(r);
	row_leave_line(r);
	r->status = 0;
	if (row_is_expired(r, now_ms)) {
		row_end_expired(o, r);
	} else if (r->may_have_arrived && !t->looks && !row_is_keyed(r, now_ms)) {
		row_end_unsent(o, r, &(struct end){ .reason = "its key is remembered no more" });
	} else if (!r->probe && t->breaker.state != BREAKER_CLOSED) {
		row_defer(o, r, t->breaker.until_ms > now_ms ? t->breaker.until_ms : now_ms);
	} else if (o->ops.prepare(o->arg, &r->o, step, &call, &e)) {
		not_ready(o, r, &e);
	} else if (!call.url) {
		row_end_sent(o, r, &(struct outbox_verdict){ .meaning = MEANS_SENT });
	} else {
		call.timeout_ms = t->timeout_ms;
		call.may_send = is_allowed;
		call.whole = t->keyed;
		r->phase = FLYING;
		r->flight = xmalloc(sizeof *r->flight);
		*r->flight = (struct flight){ o, r, step, call };
		http_out_send(o->http, &call, on_answer, r->flight);
	}
}

/* ---- the door ---- */

/* The process died while it was sent. It ends at the next tick where nothing else is safe. */
static void take_up_ambiguous(struct row *r)
{
	static const struct end stopped = { .reason = STOPPED };
	r->may_have_arrived = true;
	row_set_reason(r, xstrdup(MAYBE STOPPED));
	if (!r->target || (!r->target->looks && !row_is_keyed(r, clock_now_ms())))
		r->ends_as = &stopped;
	else if (r->target->looks)
		r->o.next_at_ms = clock_now_ms() + LOOK_AFTER_MS;
}

void outbox_add(struct outbox *o, const struct store_out *row, bool at_start)
{
	if (row_find(o, row->key))
		return;
	static struct end nowhere = { .reason = "no target of this name is in the configuration" };
	nowhere.told = sentence_word("sent.no_target");
	struct row *r = row_add(o, row);
	bool is_sending = strcmp(r->o.state, "sending") == 0;
	bool is_first = TAILQ_FIRST(&r->lane->rows) == r;
	if (is_sending && at_start)
		take_up_ambiguous(r);
	else if (!r->target)
		r->ends_as = &nowhere;
	o->figures.waiting++;
	if (r->ends_as) {
		r->phase = ENDING;
		row_line_up(&o->ending, r);
		return;
	}
	if (is_sending && !at_start) {
		r->promised = true;
		r->target->promised++;
	}
	row_wait(o, r, !is_first ? QUEUED : r->promised ? READY : RESTING);
	if (r->phase == READY)
		row_line_up(&r->target->ready, r);
}

void outbox_written(struct outbox *o, const char *key)
{
	struct row *r = row_find(o, key);
	if (!r)
		return;
	if (r->phase == CLAIMED) {
		r->phase = GOING;
		row_line_up(&o->going, r);
	} else if (r->phase == WRITING_RETRY) {
		row_wait(o, r, RESTING);
	} else if (r->phase == ENDING && !r->line) {
		o->figures.waiting--;
		row_drop(o, r);
	}
}

static void come_due(struct outbox *o, int64_t now_ms)
{
	struct agenda_entry *first;
	while ((first = agenda_first(&o->times)) && first->wake_at_ms <= now_ms) {
		struct row *r = (struct row *)first;
		if (row_is_expired(r, now_ms)) {
			row_end_expired(o, r);
			continue;
		}
		row_wait(o, r, READY);
		row_line_up(&r->target->ready, r);
	}
}

static void send_going(struct outbox *o)
{
	struct row *r;
	while ((r = TAILQ_FIRST(&o->going)))
		send_row(o, r);
}

/* What waits for a breaker or a token was not sent, and is not left as if it may have been. */
static void take_back_promises(struct outbox *o, struct target *t, int64_t now_ms)
{
	int64_t at_ms = t->breaker.until_ms > now_ms ? t->breaker.until_ms : now_ms;
	for (struct row *r = TAILQ_FIRST(&t->ready), *next; r; r = next) {
		next = TAILQ_NEXT(r, in_line);
		if (r->promised)
			row_defer(o, r, at_ms);
	}
}

void outbox_tick(struct outbox *o)
{
	struct row *r;
	int64_t now_ms = clock_now_ms();
	while ((r = TAILQ_FIRST(&o->ending))) {
		row_leave_line(r);
		row_end_unsent(o, r, r->ends_as);
	}
	come_due(o, now_ms);
	send_going(o);
	for (struct target *t = o->targets; t; t = t->next) {
		if (t->breaker.state != BREAKER_CLOSED || t->held)
			take_back_promises(o, t, now_ms);
		while (!t->held && (r = TAILQ_FIRST(&t->ready)) &&
		       breaker_lets(&t->breaker, now_ms) && t->in_flight < t->in_flight_max)
			row_claim(o, r);
	}
	send_going(o);
}

int64_t outbox_wake_at(const struct outbox *o)
{
	const struct agenda_entry *first = agenda_first(&o->times);
	int64_t at_ms = first ? first->wake_at_ms : 0;
	for (const struct target *t = o->targets; t; t = t->next)
		if (!t->held && t->breaker.state == BREAKER_OPEN && !TAILQ_EMPTY(&t->ready) &&
		    (!at_ms || t->breaker.until_ms < at_ms))
			at_ms = t->breaker.until_ms;
	return at_ms;
}

static bool is_waiting_state(const char *state)
{
	return strcmp(state, "ready") == 0 || strcmp(state, "retry") == 0;
}

/* Its first and last row go out, or are next: nothing in it waits for a time. */
static bool is_moving(const struct lane *lane)
{
	const struct row *first = TAILQ_FIRST(&lane->rows), *last = TAILQ_LAST(&lane->rows, rows);
	return !is_waiting_state(first->o.state) && !is_waiting_state(last->o.state);
}

bool outbox_is_free(const struct outbox *o, const char *target, const char *case_id)
{
	const struct target *t = target_find(o, target);
	const struct lane *lane = lane_find(o, case_id, target);
	if (!t || t->held || t->breaker.state != BREAKER_CLOSED)
		return false;
	if (t->keyed)
		return t->promised < PROMISED_KEYED && (!lane || is_moving(lane));
	return !lane && t->in_flight < t->in_flight_max && TAILQ_EMPTY(&t->ready);
}

void outbox_hold(struct outbox *o, const char *target, bool held)
{
	struct target *t = target_find(o, target);
	if (t)
		t->held = held;
}

void outbox_figures(const struct outbox *o, struct outbox_figures *f)
{
	*f = o->figures;
	f->waiting -= f->in_flight;
	for (const struct target *t = o->targets; t; t = t->next)
		f->breakers_open += t->breaker.state != BREAKER_CLOSED;
}

/* ---- life ---- */

struct outbox *outbox_new(struct loop *l, struct http_out *h, const struct outbox_ops *ops,
                          void *arg)
{
	struct outbox *o = xcalloc(1, sizeof *o);
	(void)l; /* time comes by outbox_tick, answers come from h */
	rows_begin(o);
	o->http = h;
	o->ops = *ops;
	o->arg = arg;
	TAILQ_INIT(&o->going);
	TAILQ_INIT(&o->ending);
	return o;
}

void outbox_target_add(struct outbox *o, const struct outbox_target *t)
{
	struct target *new = xcalloc(1, sizeof *new);
	new->name = xstrdup(t->name);
	new->keyed = t->keyed;
	new->keyed_ms = t->keyed_ms;
	new->looks = t->looks && !t->keyed; /* a second copy does no harm there */
	new->timeout_ms = t->timeout_ms ? t->timeout_ms : TIMEOUT_MS;
	new->in_flight_max = t->in_flight_max ? t->in_flight_max
	                     : t->keyed       ? IN_FLIGHT_KEYED
	                                      : IN_FLIGHT;
	new->breaker.failures_max = t->breaker_failures ? t->breaker_failures : FAILURES;
	new->breaker.pause_ms = t->breaker_pause_ms ? t->breaker_pause_ms : PAUSE_MS;
	TAILQ_INIT(&new->ready);
	new->next = o->targets;
	o->targets = new;
}

void outbox_free(struct outbox *o)
{
	if (!o)
		return;
	rows_free(o);
	for (struct target *t = o->targets, *next; t; t = next) {
		next = t->next;
		free(t->name);
		free(t);
	}
	free(o);
}
