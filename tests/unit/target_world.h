/* target_world.h: the target "desk" of the engine, which answers when a test says so. It stands in the place of http_out,
 * so a program includes it once. */
#ifndef ASSENT_TESTS_TARGET_WORLD_H
#define ASSENT_TESTS_TARGET_WORLD_H

#include "engine_world.h"

#include "http_in.h"
#include "http_out.h"
#include "webhook.h"

enum { CALLS_MAX = 64 };

/* What went to the desk, in its order. */
static struct desk_call {
	char key[64];
	void (*done)(void *arg, const struct http_result *r);
	void *arg;
} desk_calls[CALLS_MAX];
static size_t desk_calls_count, desk_answers_count;
static struct webhook_secrets desk_secrets;
static const struct engine_target desk = {
	.name = "desk", .platform = "webhook", .url = "http://127.0.0.1/", .secrets = &desk_secrets
};

void http_out_send(struct http_out *h, const struct http_call *call,
                   void (*done)(void *arg, const struct http_result *r), void *arg)
{
	(void)h;
	struct desk_call *c = &desk_calls[desk_calls_count++];
	assert_in_range(desk_calls_count, 1, CALLS_MAX);
	*c = (struct desk_call){ .done = done, .arg = arg };
	for (size_t i = 0; i < call->headers_count; i++)
		if (!strcmp(call->headers[i].name, "webhook-id"))
			snprintf(c->key, sizeof c->key, "%s", call->headers[i].value);
	assert_true(call->may_send(arg));
}

/* From now on people can be on the desk. */
static inline void desk_begin(void)
{
	struct err e = { 0 };
	webhook_secrets_wipe(&desk_secrets);
	if (webhook_secret_parse("whsec_BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH", &desk_secrets, &e))
		fail_msg("%s", e.text);
	desk_calls_count = desk_answers_count = 0;
	world_close();
	world.http_out = (struct http_out *)&desk_calls; /* only handed on */
	world.targets = &desk;
	world.targets_count = 1;
	world_open(0);
}

/* As http_out_free does: calls that nobody answered end, when nobody listens any more. */
static inline int desk_end(void **state)
{
	int rc = world_end(state);
	while (desk_answers_count < desk_calls_count) {
		const struct desk_call *c = &desk_calls[desk_answers_count++];
		const struct http_result lost = { .outcome = HTTP_LOST, .body = "", .reason = "" };
		c->done(c->arg, &lost);
	}
	return rc;
}

/* Until the desk has so many messages. */
static inline void desk_has(size_t count)
{
	while (desk_calls_count < count)
		loop_step(world.loop, false);
}

/* The desk answers the next one, and nothing of that is on disk yet. */
static inline void desk_says(int status)
{
	desk_has(desk_answers_count + 1);
	const struct desk_call *c = &desk_calls[desk_answers_count++];
	const struct http_result r = { .outcome = HTTP_ANSWERED,
		                       .status = status,
		                       .retry_after_ms = -1,
		                       .body = "",
		                       .reason = "it failed" };
	c->done(c->arg, &r);
}

static inline void desk_answers(int status)
{
	desk_says(status);
	settle();
}

/* What people see of the message that is the nth to the desk in that case, from 0. Good until the next call. */
static inline const char *delivery(const char *case_id, size_t nth)
{
	static char state[16];
	json_t *view = shown(case_id), *m;
	size_t i;
	snprintf(state, sizeof state, "none");
	json_array_foreach(json_object_get(view, "messages"), i, m)
	{
		const char *is = json_string_value(json_object_get(m, "delivery"));
		if (strcmp(json_string_value(json_object_get(m, "from")), "party") && !nth--)
			snprintf(state, sizeof state, "%s", is);
	}
	json_decref(view);
	return state;
}

struct last_turn {
	int64_t turn;
	char *records;
};

static inline int keep_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	struct last_turn *l = arg;
	(void)at_ms;
	free(l->records);
	*l = (struct last_turn){ turn, xstrdup(records) };
	return 0;
}

/* Caller frees records. */
static inline struct last_turn last_turn(const char *case_id)
{
	struct err e = { 0 };
	struct last_turn l = { 0 };
	assert_int_equal(world.real->turns(world.store, case_id, keep_turn, &l, &e), 0);
	return l;
}

/* The last turn: its number, and its records as "delivery c1-1 sent, event note, note". */
static inline void expect_last_turn(const char *case_id, int64_t turn, const char *should)
{
	struct last_turn l = last_turn(case_id);
	struct buf is = { 0 };
	json_t *records = json_loads(l.records, 0, NULL), *r;
	size_t i;
	json_array_foreach(records, i, r)
	{
		static const char *const more[] = { "kind", "key", "state" };
		buf_addf(&is, "%s%s", i ? ", " : "", json_string_value(json_object_get(r, "r")));
		for (size_t n = 0; n < COUNT_OF(more); n++) {
			const char *text = json_string_value(json_object_get(r, more[n]));
			if (text && n == 1)
				text += strlen(case_id); /* "-1" */
			if (text)
				buf_addf(&is, " %s", text);
		}
	}
	if (l.turn != turn || strcmp(is.data, should))
		fail_msg("turn %lld: %s\nshould: turn %lld: %s", (long long)l.turn, is.data,
		         (long long)turn, should);
	json_decref(records);
	buf_free(&is);
	free(l.records);
}

static inline int64_t turns_of(const char *case_id)
{
	struct last_turn l = last_turn(case_id);
	free(l.records);
	return l.turn;
}

#endif
