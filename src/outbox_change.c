/* outbox_change.c: changes of a row's state, each told to whoever writes it. */
#include "outbox_impl.h"

#include "clock.h"
#include "log.h"
#include "sentence.h"

#include <stdlib.h>
#include <string.h>

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

void row_take_place(struct outbox *o, struct row *r)
{
	r->has_place = true;
	r->target->in_flight++;
	o->figures.in_flight++;
}

void row_leave_place(struct outbox *o, struct row *r, enum meaning m)
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

void row_stand_aside(struct outbox *o, struct row *r, enum phase phase)
{
	row_leave_place(o, r, MEANS_NOTHING);
	row_leave_line(r);
	if (r->promised)
		r->target->promised--;
	r->promised = false;
	agenda_set(&o->times, &r->wake, 0);
	r->phase = phase;
}

void row_end_unsent(struct outbox *o, struct row *r, const struct end *end)
{
	bool maybe = r->may_have_arrived;
	const char *doubt = end->doubt ? end->doubt : sentence_word("sent.unknown");
	const char *logged = end->logged ? end->logged : end->reason;
	row_stand_aside(o, r, ENDING);
	r->o.state = maybe ? "unknown" : "dead";
	*(maybe ? &o->figures.unknown : &o->figures.dead) += 1;
	log_row(LOG_WARN, maybe ? "delivery_unknown" : "delivery_dead", r, logged);
	row_set_reason(r, xasprintf("%s%s", maybe ? MAYBE : "", end->reason));
	o->ops.ended(o->arg, &r->o, maybe ? doubt : end->told);
}

void row_end_withdrawn(struct outbox *o, struct row *r)
{
	row_end_unsent(o, r,
	               &(struct end){ .reason = "consent was withdrawn before it was sent",
	                              .told = sentence_word("sent.withdrawn") });
}

void row_end_sent(struct outbox *o, struct row *r, const struct outbox_verdict *v)
{
	bool found = row_step(r) == STEP_LOOK;
	row_stand_aside(o, r, ENDING);
	r->o.state = "sent";
	row_set_reason(r,
	               xasprintf(found ? "found there with status %d" : "accepted with status %d",
	                         r->status));
	free((char *)r->o.remote_id);
	r->o.remote_id = xstrdup(v->id);
	o->figures.sent++;
	log_row(LOG_DEBUG, "delivery_sent", r, r->reason);
	o->ops.ended(o->arg, &r->o, v->reason ? v->reason : "");
}

void row_end_expired(struct outbox *o, struct row *r)
{
	const char *last = r->reason; /* "": there was no attempt */
	if (strncmp(last, MAYBE, strlen(MAYBE)) == 0)
		last += strlen(MAYBE);
	char *reason = *last ? xasprintf("its time ran out; the last attempt: %s", last)
	                     : xstrdup("its time ran out before it was sent");
	row_end_unsent(o, r,
	               &(struct end){ .reason = reason, .told = sentence_word("sent.expired") });
	free(reason);
}

/* Writes that the row goes out at at_ms, or ends it where its time will have run out then. */
static void write_retry(struct outbox *o, struct row *r, int64_t at_ms, bool was_tried)
{
	if (row_is_expired(r, at_ms)) {
		row_end_expired(o, r);
		return;
	}
	row_stand_aside(o, r, WRITING_RETRY);
	r->o.state = "retry";
	r->o.next_at_ms = at_ms;
	if (was_tried) {
		o->figures.retried++;
		log_row(LOG_INFO, "delivery_again_later", r, r->reason);
	}
	o->ops.changed(o->arg, &r->o);
}

void row_try_again(struct outbox *o, struct row *r, enum meaning m, const struct http_result *a,
                   int64_t after_ms)
{
	int64_t delay_ms = outbox_delay_ms(r->o.attempt, after_ms);
	if (m == MEANS_CREDENTIALS && delay_ms < CREDENTIALS_PAUSE_MS)
		delay_ms = CREDENTIALS_PAUSE_MS;
	if (row_step(r) == STEP_LOOK && delay_ms < LOOK_AFTER_MS)
		delay_ms = LOOK_AFTER_MS;
	row_set_reason(r, xasprintf("%s%s", r->may_have_arrived ? MAYBE : "", a->reason));
	write_retry(o, r, clock_now_ms() + delay_ms, true);
}

void row_defer(struct outbox *o, struct row *r, int64_t at_ms)
{
	r->o.attempt--;
	write_retry(o, r, at_ms, false);
}

void row_claim(struct outbox *o, struct row *r)
{
	bool is_written = r->promised;
	row_stand_aside(o, r, is_written ? GOING : CLAIMED);
	row_take_place(o, r);
	r->probe = breaker_begin(&r->target->breaker);
	if (is_written) {
		row_line_up(&o->going, r);
		return;
	}
	r->o.attempt++;
	r->o.state = "sending";
	if (!r->o.first_at_ms)
		r->o.first_at_ms = clock_now_ms();
	o->ops.changed(o->arg, &r->o);
}
