/* outbox_world.h: an outbox between a store that writes when told to and a target that answers when told to. */
#ifndef ASSENT_OUTBOX_WORLD_H
#define ASSENT_OUTBOX_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define http_out_send world_send
#define log_fact world_log
#include "outbox.c"
#include "outbox_change.c"

enum { START_MS = 1000000000, MANY = 4096 };

struct sent_call {
	struct flight *flight;
	bool (*may_send)(void *arg);
	void (*done)(void *arg, const struct http_result *r);
	int64_t timeout_ms;
	char key[32];
	enum outbox_step step;
};

struct change {
	char key[32], state[16], reason[200], told[200], id[32];
	int64_t attempt, next_at_ms;
	bool final;
};

struct world {
	struct outbox *o;
	int64_t now_ms;
	struct sent_call calls[MANY]; /* all that were ever made */
	size_t calls_count;
	struct change changes[MANY];
	size_t changes_count, durable;
	enum err_code gate;                   /* what prepare says */
	bool withdrawn;                       /* what allowed says */
	const struct outbox_verdict *verdict; /* what judge says; NULL: what the status says */
	int prepared, released, allowed_asked;
	char logged[40], logged_reason[200]; /* of the last line */
	int64_t logged_status;               /* 0: none */
	int errors_logged, rests_logged, backs_logged;
};

static struct world *world; /* for the fakes that get no argument */

void world_send(struct http_out *h, const struct http_call *call,
                void (*done)(void *arg, const struct http_result *r), void *arg)
{
	struct sent_call *c = &world->calls[world->calls_count++];
	assert_true(world->calls_count < MANY);
	assert_null(h);
	const struct flight *f = arg;
	*c = (struct sent_call){ arg, call->may_send, done, call->timeout_ms, "", f->step };
	snprintf(c->key, sizeof c->key, "%s", (const char *)call->body);
}

void world_log(enum log_level level, const char *event, ...)
{
	va_list ap;
	va_start(ap, event);
	world->errors_logged += level == LOG_ERROR;
	world->rests_logged += strcmp(event, "target_rests") == 0;
	world->backs_logged += strcmp(event, "target_is_back") == 0;
	snprintf(world->logged, sizeof world->logged, "%s", event);
	world->logged_reason[0] = '\0';
	world->logged_status = 0;
	for (int field; (field = va_arg(ap, int)) != LF_END;) {
		bool is_text = strcmp(va_arg(ap, const char *), "s") == 0;
		const char *text = is_text ? va_arg(ap, const char *) : "";
		int64_t number = is_text ? 0 : va_arg(ap, int64_t);
		if (field == LF_STATUS)
			world->logged_status = number;
		if (field == LF_REASON)
			snprintf(world->logged_reason, sizeof world->logged_reason, "%s", text);
	}
	va_end(ap);
}

static inline int world_prepare(void *arg, const struct store_out *row, enum outbox_step step,
                                struct http_call *call, struct err *e)
{
	struct world *w = arg;
	(void)step;
	if (w->gate != E_NONE)
		return err_set(e, w->gate, "010-1234-5678 said no");
	w->prepared++;
	call->method = "POST";
	call->url = "https://target.test/";
	call->body = xstrdup(row->key);
	call->body_bytes = strlen(row->key);
	return 0;
}

static inline void world_release(void *arg, struct http_call *call)
{
	struct world *w = arg;
	w->released++;
	free((char *)(uintptr_t)call->body);
}

static inline bool world_allowed(void *arg, const struct store_out *row,
                                 const struct http_call *call)
{
	struct world *w = arg;
	assert_string_equal(row->key, call->body);
	assert_string_equal(row->state, "sending");
	w->allowed_asked++;
	return !w->withdrawn;
}

static inline void world_judge(void *arg, const struct store_out *row, const struct http_call *call,
                               const struct http_result *a, struct outbox_verdict *v)
{
	struct world *w = arg;
	assert_string_equal(row->key, call->body);
	if (!w->verdict || a->outcome != HTTP_ANSWERED)
		return;
	*v = *w->verdict;
	v->reason = xstrdup(v->reason);
	v->id = xstrdup(v->id);
}

static inline void world_change(struct world *w, const struct store_out *row, const char *told)
{
	struct change *c = &w->changes[w->changes_count++];
	assert_true(w->changes_count < MANY);
	snprintf(c->key, sizeof c->key, "%s", row->key);
	snprintf(c->state, sizeof c->state, "%s", row->state);
	snprintf(c->reason, sizeof c->reason, "%s", row->reason);
	snprintf(c->told, sizeof c->told, "%s", told ? told : "");
	snprintf(c->id, sizeof c->id, "%s", row->remote_id ? row->remote_id : "");
	c->attempt = row->attempt;
	c->next_at_ms = row->next_at_ms;
	c->final = told;
}

static inline void world_changed(void *arg, const struct store_out *row)
{
	world_change(arg, row, NULL);
}

static inline void world_ended(void *arg, const struct store_out *row, const char *told)
{
	assert_non_null(told);
	world_change(arg, row, told);
}

/* Sunshine drops a second copy by our key, sms does not, talk can be asked; five failures open each for 30 s. */
static inline void world_build(struct world *w)
{
	static const struct outbox_ops ops = { world_prepare, world_release, world_allowed,
		                               world_judge,   world_changed, world_ended };
	w->o = outbox_new(NULL, NULL, &ops, w);
	outbox_target_add(w->o, &(struct outbox_target){ .name = "sunshine", .keyed = true });
	outbox_target_add(w->o, &(struct outbox_target){ .name = "sms", .timeout_ms = 4000 });
	outbox_target_add(w->o, &(struct outbox_target){ .name = "talk", .looks = true });
}

static inline int world_begin(void **state)
{
	struct world *w = xcalloc(1, sizeof *w);
	world = w;
	w->now_ms = START_MS;
	clock_hold(w->now_ms);
	world_build(w);
	*state = w;
	return 0;
}

static inline void answer_all(struct world *w, int status);

static inline int world_end(void **state)
{
	struct world *w = *state;
	outbox_free(w->o);
	answer_all(w, 200); /* as http_out_free does: late, and harmless */
	assert_int_equal(w->prepared, w->released);
	free(w);
	return 0;
}

/* ---- what a test does ---- */

/* "c1-2" is the second row of case c1. */
static inline struct store_out row_of(const char *key, const char *target, const char *state)
{
	static char case_id[32];
	snprintf(case_id, sizeof case_id, "%.*s", (int)strcspn(key, "-"), key);
	return (struct store_out){ .key = key,
		                   .case_id = case_id,
		                   .target = target,
		                   .effect = "{}",
		                   .state = state,
		                   .attempt = strcmp(state, "ready") != 0,
		                   .first_at_ms = strcmp(state, "ready") ? START_MS : 0,
		                   .next_at_ms = START_MS };
}

static inline void add(struct world *w, const char *key, const char *target, const char *state)
{
	const struct store_out row = row_of(key, target, state);
	outbox_add(w->o, &row, false);
}

static inline void add_at_start(struct world *w, const char *key, const char *target,
                                const char *state)
{
	const struct store_out row = row_of(key, target, state);
	outbox_add(w->o, &row, true);
}

static inline void add_until(struct world *w, const char *key, const char *state, int64_t expires)
{
	struct store_out row = row_of(key, "sunshine", state);
	row.expires_at_ms = expires;
	outbox_add(w->o, &row, false);
}

/* All that was told becomes durable. */
static inline void write_all(struct world *w)
{
	while (w->durable < w->changes_count) {
		const struct change *c = &w->changes[w->durable++];
		outbox_written(w->o, c->key);
	}
}

/* Until nothing moves by itself. */
static inline void settle(struct world *w)
{
	size_t before;
	do {
		before = w->changes_count + w->calls_count;
		outbox_tick(w->o);
		write_all(w);
		outbox_tick(w->o);
	} while (before != w->changes_count + w->calls_count);
}

static inline void pass_ms(struct world *w, int64_t ms)
{
	w->now_ms += ms;
	clock_hold(w->now_ms);
	settle(w);
}

static inline void end_call(struct sent_call *c, const struct http_result *r)
{
	void (*done)(void *, const struct http_result *) = c->done;
	assert_non_null(done);
	c->done = NULL;
	done(c->flight, r);
}

static inline struct sent_call *last_call(struct world *w)
{
	assert_true(w->calls_count > 0);
	return &w->calls[w->calls_count - 1];
}

static inline void answer_after(struct sent_call *c, int status, int64_t retry_after_ms)
{
	char reason[60];
	snprintf(reason, sizeof reason, "answered with status %d", status);
	end_call(c, &(struct http_result){ .outcome = HTTP_ANSWERED,
	                                   .status = status,
	                                   .retry_after_ms = retry_after_ms,
	                                   .body = "",
	                                   .reason = reason });
}

static inline void answer(struct world *w, int status)
{
	answer_after(last_call(w), status, -1);
}

static inline void no_answer(struct world *w, enum http_outcome outcome)
{
	end_call(last_call(w), &(struct http_result){ .outcome = outcome,
	                                              .retry_after_ms = -1,
	                                              .body = "",
	                                              .reason = "the time limit passed" });
}

static inline void answer_all(struct world *w, int status)
{
	for (size_t i = 0; i < w->calls_count; i++)
		if (w->calls[i].done)
			answer_after(&w->calls[i], status, -1);
}

static inline const struct change *last_change(struct world *w)
{
	assert_true(w->changes_count > 0);
	return &w->changes[w->changes_count - 1];
}

static inline void assert_ended(struct world *w, const char *key, const char *state,
                                const char *reason)
{
	const struct change *c = last_change(w);
	assert_true(c->final);
	assert_string_equal(c->key, key);
	assert_string_equal(c->state, state);
	assert_string_equal(c->reason, reason);
}

static inline struct outbox_figures figures(struct world *w)
{
	struct outbox_figures f;
	outbox_figures(w->o, &f);
	return f;
}

#define WORLD_TEST(name) cmocka_unit_test_setup_teardown(name, world_begin, world_end)

#endif
