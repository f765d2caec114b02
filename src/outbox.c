#include "outbox.h"

#include "clock.h"
#include "http_out.h"
#include "log.h"
#include "outbox_impl.h"

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

#define WITHDRAWN "consent was withdrawn before it was sent"

/* ---- changes of state; each ends with telling it, as the row may be gone behind that ---- */

static void tell_breaker(struct target *t, bool probe, enum meaning m)
{
	const struct breaker before = t->breaker;
	breaker_end(&t->breaker, probe, m, clock_now_ms());
	const struct breaker *now = &t->breaker;
	if (m == MEANS_CREDENTIALS && (before.state != BREAKER_OPEN || !before.credentials_refused))
		log_fact(LOG_ERROR, "credentials_refused", LF_TARGET, "s", t->name, LF_REASON, "s",
		         "the target refuses our credentials: nothing is sent to it for five "
		         "minutes",
		         LF_END);
	else if (before.state != BREAKER_OPEN && now->state == BREAKER_OPEN)
		log_fact(LOG_WARN, "target_rests", LF_TARGET, "s", t->name, LF_COUNT, "d",
		         (int64_t)now->failures, LF_MS, "d", now->pause_ms, LF_END);
	else if (before.state != BREAKER_CLOSED && now->state == BREAKER_CLOSED)
		log_fact(LOG_INFO, "target_is_back", LF_TARGET, "s", t->name, LF_END);
}

static void take_place(struct outbox *o, struct row *r)
{
	r->has_place = true;
	r->target->in_flight++;
	o->figures.in_flight++;
}

static void leave_place(struct outbox *o, struct row *r, enum meaning m)
{
	if (!r->has_place)
		return;
	bool probe = r->probe;
	r->has_place = r->probe = false;
	r->target->in_flight--;
	o->figures.in_flight--;
	tell_breaker(r->target, probe, m);
}

static void log_row(enum log_level level, const char *event, const struct row *r,
                    const char *reason)
{
	log_fact(level, event, LF_KEY, "s", r->o.key, LF_TARGET, "s", r->o.target, LF_STATE, "s",
	         r->o.state, LF_REASON, "s", reason, r->status ? LF_STATUS : LF_END, "d",
	         (int64_t)r->status, LF_END);
}

static void stand_aside(struct outbox *o, struct row *r, enum phase phase)
{
	leave_place(o, r, MEANS_NOTHING);
	row_leave_line(r);
	if (r->promised)
		r->target->promised--;
	r->promised = false;
	agenda_set(&o->times, &r->wake, 0);
	r->phase = phase;
}

/* Not accepted, and never again tried: dead, or unknown where that would be a guess. reason is taken; the log gets
 * logged instead where it is not ours (NULL: reason). */
static void end_unsent(struct outbox *o, struct row *r, char *reason, const char *logged)
{
	bool maybe = r->may_have_arrived;
	stand_aside(o, r, ENDING);
	r->o.state = maybe ? "unknown" : "dead";
	row_set_reason(r, maybe ? xasprintf(MAYBE "%s", reason) : xstrdup(reason));
	*(maybe ? &o->figures.unknown : &o->figures.dead) += 1;
	log_row(LOG_WARN, maybe ? "delivery_unknown" : "delivery_dead", r,
	        logged ? logged : reason);
	free(reason);
	o->ops.changed(o->arg, &r->o, true);
}

static void end_sent(struct outbox *o, struct row *r)
{
	stand_aside(o, r, ENDING);
	r->o.state = "sent";
	row_set_reason(r, xasprintf("accepted with status %d", r->status));
	o->figures.sent++;
	log_row(LOG_DEBUG, "delivery_sent", r, r->reason);
	o->ops.changed(o->arg, &r->o, true);
}

/* last: what the last attempt came to; "" where there was none. */
static void end_expired(struct outbox *o, struct row *r, const char *last)
{
	if (strncmp(last, MAYBE, strlen(MAYBE)) == 0)
		last += strlen(MAYBE);
	end_unsent(o, r,
	           *last ? xasprintf("its time ran out; the last attempt: %s", last)
	                 : xstrdup("its time ran out before it was sent"),
	           NULL);
}

/* Writes that the row goes out at at_ms, or ends it where its time will have run out then. */
static void write_retry(struct outbox *o, struct row *r, int64_t at_ms, bool was_tried)
{
	if (row_is_expired(r, at_ms)) {
		end_expired(o, r, r->reason);
		return;
	}
	stand_aside(o, r, WRITING_RETRY);
	r->o.state = "retry";
	r->o.next_at_ms = at_ms;
	if (was_tried) {
		o->figures.retried++;
		log_row(LOG_INFO, "delivery_again_later", r, r->reason);
	}
	o->ops.changed(o->arg, &r->o, false);
}

static void try_again(struct outbox *o, struct row *r, enum meaning m, const struct http_result *a)
{
	int64_t delay_ms = outbox_delay_ms(r->o.attempt, a->retry_after_ms);
	if (m == MEANS_CREDENTIALS && delay_ms < CREDENTIALS_PAUSE_MS)
		delay_ms = CREDENTIALS_PAUSE_MS;
	row_set_reason(r, xasprintf("%s%s", r->may_have_arrived ? MAYBE : "", a->reason));
	write_retry(o, r, clock_now_ms() + delay_ms, true);
}

/* "sending" was written, but nothing was sent: that was no attempt. */
static void defer(struct outbox *o, struct row *r, int64_t at_ms)
{
	r->o.attempt--;
	write_retry(o, r, at_ms, false);
}

static void claim(struct outbox *o, struct row *r)
{
	bool is_written = r->promised;
	stand_aside(o, r, is_written ? GOING : CLAIMED);
	take_place(o, r);
	r->probe = breaker_begin(&r->target->breaker);
	if (is_written) {
		row_line_up(&o->going, r);
		return;
	}
	r->o.attempt++;
	r->o.state = "sending";
	o->ops.changed(o->arg, &r->o, false);
}

/* ---- one attempt ---- */

static bool is_allowed(void *arg)
{
	struct flight *f = arg;
	return f->row && f->outbox->ops.allowed(f->outbox->arg, &f->row->o, &f->call);
}

static void refuse(struct outbox *o, struct row *r)
{
	end_unsent(o, r,
	           r->status / 100 == 3
	                   ? xasprintf("status %d: redirects are not followed", r->status)
	                   : xasprintf("refused with status %d", r->status),
	           NULL);
}

static void on_answer(void *arg, const struct http_result *a)
{
	struct flight *f = arg;
	struct outbox *o = f->outbox;
	struct row *r = f->row;
	enum meaning m = outbox_meaning(a);
	if (r)
		row_land(o, r);
	free(f);
	if (!r)
		return;
	r->status = a->outcome == HTTP_ANSWERED ? a->status : 0;
	r->may_have_arrived |= m == MEANS_LOST;
	leave_place(o, r, m);
	if (m == MEANS_SENT)
		end_sent(o, r);
	else if (m == MEANS_NOTHING)
		end_unsent(o, r, xstrdup(WITHDRAWN), NULL);
	else if (m == MEANS_REFUSED)
		refuse(o, r);
	else if (m == MEANS_LOST && !r->target->keyed)
		end_unsent(o, r, xstrdup(a->reason), NULL);
	else
		try_again(o, r, m, a);
}

static void not_ready(struct outbox *o, struct row *r, const struct err *e)
{
	if (e->code == E_GATE)
		end_unsent(o, r, xstrdup(WITHDRAWN), NULL);
	else if (e->code == E_BUSY)
		defer(o, r, clock_now_ms() + outbox_delay_ms(r->o.attempt, -1));
	else
		end_unsent(o, r, xstrdup(e->text), "it could not be made ready");
}

/* "sending" is durable. From the gate's yes in prepare to the socket there is no way back into the loop, except the
 * wait for a connection, behind which http_out asks once more. */
static void send_row(struct outbox *o, struct row *r)
{
	struct target *t = r->target;
	struct http_call call = { 0 };
	struct err e = { 0 };
	int64_t now_ms = clock_now_ms();
	row_leave_line(r);
	r->status = 0;
	if (row_is_expired(r, now_ms)) {
		end_expired(o, r, r->reason);
	} else if (!r->probe && t->breaker.state != BREAKER_CLOSED) {
		defer(o, r, t->breaker.until_ms > now_ms ? t->breaker.until_ms : now_ms);
	} else if (o->ops.prepare(o->arg, &r->o, &call, &e)) {
		not_ready(o, r, &e);
	} else {
		call.timeout_ms = t->timeout_ms;
		call.may_send = is_allowed;
		call.whole = t->keyed;
		r->phase = FLYING;
		r->flight = xmalloc(sizeof *r->flight);
		*r->flight = (struct flight){ o, r, call };
		http_out_send(o->http, &call, on_answer, r->flight);
	}
}

/* ---- the door ---- */

/* The process died while it was sent. It ends at the next tick where nothing else is safe. */
static void take_up_ambiguous(struct row *r)
{
	r->may_have_arrived = true;
	row_set_reason(r, xstrdup(MAYBE "the service stopped while it was sent"));
	if (!r->target || !r->target->keyed)
		r->ends_as = "the service stopped while it was sent";
}

void outbox_add(struct outbox *o, const struct store_out *row, bool at_start)
{
	if (row_find(o, row->key))
		return;
	struct row *r = row_add(o, row);
	bool is_sending = strcmp(r->o.state, "sending") == 0;
	bool is_first = TAILQ_FIRST(&r->lane->rows) == r;
	if (is_sending && at_start)
		take_up_ambiguous(r);
	else if (!r->target)
		r->ends_as = "no target of this name is in the configuration";
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
			end_expired(o, r, r->reason);
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

/* What waits for a breaker was not sent, and is not left as if it may have been. */
static void take_back_promises(struct outbox *o, struct target *t, int64_t now_ms)
{
	int64_t at_ms = t->breaker.until_ms > now_ms ? t->breaker.until_ms : now_ms;
	for (struct row *r = TAILQ_FIRST(&t->ready), *next; r; r = next) {
		next = TAILQ_NEXT(r, in_line);
		if (r->promised)
			defer(o, r, at_ms);
	}
}

void outbox_tick(struct outbox *o)
{
	struct row *r;
	int64_t now_ms = clock_now_ms();
	while ((r = TAILQ_FIRST(&o->ending))) {
		row_leave_line(r);
		end_unsent(o, r, xstrdup(r->ends_as), NULL);
	}
	come_due(o, now_ms);
	send_going(o);
	for (struct target *t = o->targets; t; t = t->next) {
		if (t->breaker.state != BREAKER_CLOSED)
			take_back_promises(o, t, now_ms);
		while ((r = TAILQ_FIRST(&t->ready)) && breaker_lets(&t->breaker, now_ms) &&
		       t->in_flight < t->in_flight_max)
			claim(o, r);
	}
	send_going(o);
}

int64_t outbox_wake_at(const struct outbox *o)
{
	const struct agenda_entry *first = agenda_first(&o->times);
	int64_t at_ms = first ? first->wake_at_ms : 0;
	for (const struct target *t = o->targets; t; t = t->next)
		if (t->breaker.state == BREAKER_OPEN && !TAILQ_EMPTY(&t->ready) &&
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
	const struct lane *lane = lane_find(o, case_id);
	if (!t || t->breaker.state != BREAKER_CLOSED)
		return false;
	if (t->keyed)
		return t->promised < PROMISED_KEYED && (!lane || is_moving(lane));
	return !lane && t->in_flight < t->in_flight_max && TAILQ_EMPTY(&t->ready);
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
