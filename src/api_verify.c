/* /v1/verify: the audit of the whole data directory (verify.h), in a thread of the pool, one at a time. What it found
 * stays to be read until the next one, or a restart. */
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_impl.h"
#include "case.h"
#include "clock.h"
#include "config.h"
#include "head.h"
#include "log.h"
#include "loop.h"
#include "store.h"
#include "verify.h"

struct verification {
	struct api *a; /* NULL: abandoned */
	char *dir, *key_file, *heads;
	char by[300];
	int64_t started_ms, ended_ms; /* ended 0: it runs */
	int64_t of;                   /* so many turns there were at its start */
	_Atomic int64_t turns, cases;
	atomic_bool stop;
	/* the pool's while it runs */
	struct verify_found found;
	char key[HEAD_KEY_NAME];
	json_t *head; /* the newest signed one that was met; null: there is none */
	struct err err;
};

static void verification_free(struct verification *v)
{
	free(v->dir);
	free(v->key_file);
	free(v->heads);
	json_decref(v->head);
	free(v);
}

/* ---- in the pool ---- */

static int seen(void *arg, int64_t turns, int64_t cases)
{
	struct verification *v = arg;
	atomic_store(&v->turns, turns);
	atomic_store(&v->cases, cases);
	return atomic_load(&v->stop) ? -1 : 0;
}

/* The newest head that is over no more turns than there are. */
static json_t *newest_head(const char *dir)
{
	json_t *head = NULL, *next;
	int64_t from = 1;
	while ((next = head_over(dir, from))) {
		json_decref(head);
		head = next;
		from = json_integer_value(json_object_get(head, "turns")) + 1;
	}
	return head ? head : json_null();
}

static void verify_with(struct verification *v, const struct crypto_key *key)
{
	const struct store_sqlite_opts so = { .dir = v->dir, .read_only = true };
	struct store *s = store_sqlite_new(NULL, &so, &v->err);
	if (!s)
		return;
	const struct verify_opts o = {
		.store = s, .dir = v->dir, .key = key, .heads = v->heads, .seen = seen, .arg = v
	};
	struct audit *a = audit_new();
	head_key_name(key, v->key);
	if (!verify_store(&o, a, &v->found, &v->err))
		v->head = newest_head(v->dir);
	audit_free(a);
	s->ops->free(s);
}

static void work(void *arg)
{
	struct verification *v = arg;
	struct crypto_key *key = head_key_load(v->dir, v->key_file, false, &v->err);
	if (key)
		verify_with(v, key);
	crypto_key_free(key);
}

/* ---- on the loop ---- */

static const char *what_is_bad(const struct verification *v)
{
	static const char *const audit[] = {
		[AUDIT_WHOLE] = "unreadable",
		[AUDIT_TURN_CHANGED] = "turn_changed",
		[AUDIT_TURN_REMOVED] = "turn_removed",
		[AUDIT_TURN_TWICE] = "turn_twice",
		[AUDIT_LOG_CHANGED] = "log_changed",
		[AUDIT_HEAD_DIFFERS] = "head_differs",
		[AUDIT_VALUE_CHANGED] = "value_changed",
		[AUDIT_VALUE_LOST] = "value_lost",
		[AUDIT_ERASED_KEPT] = "erased_kept",
		[AUDIT_RECORD_WRONG] = "record_wrong",
		[AUDIT_CUT] = "journal_cut",
	};
	static const char *const rest[] = {
		[VERIFY_FILE_MISSING] = "file_missing",
		[VERIFY_FILE_BEHIND] = "file_behind",
		[VERIFY_FILE_CHANGED] = "file_changed",
		[VERIFY_FILE_OF_NO_CASE] = "file_of_no_case",
		[VERIFY_LIST_DIFFERS] = "list_differs",
		[VERIFY_HEADS_FORGED] = "heads_forged",
		[VERIFY_GIVEN_FORGED] = "given_forged",
	};
	return v->found.what == VERIFY_AUDIT ? audit[v->found.fault.what] : rest[v->found.what];
}

static bool is_broken(const struct verification *v)
{
	return v->err.code == E_CONFLICT || v->err.code == E_PARSE;
}

static json_t *bad_json(const struct verification *v)
{
	const struct audit_fault *f = &v->found.fault;
	return json_pack("{s:s, s:s, s:I, s:I, s:s}", "what", what_is_bad(v), "case", f->case_id,
	                 "turn", (json_int_t)f->turn, "n", (json_int_t)f->n, "message",
	                 v->err.text);
}

static const char *state_of(const struct verification *v)
{
	return !v->ended_ms            ? "running"
	       : v->err.code == E_NONE ? "whole"
	       : is_broken(v)          ? "broken"
	                               : "failed";
}

/* What is known when it has ended. */
static json_t *result_json(const struct verification *v)
{
	bool failed = v->err.code != E_NONE && !is_broken(v);
	return json_pack("{s:I, s:I, s:s, s:o, s:o, s:s?}", "files", (json_int_t)v->found.files,
	                 "given", (json_int_t)v->found.given, "key", v->key, "head",
	                 v->head ? json_incref(v->head) : json_null(), "bad",
	                 is_broken(v) ? bad_json(v) : json_null(), "message",
	                 failed ? v->err.text : NULL);
}

static json_t *state_json(struct verification *v)
{
	if (!v)
		return json_pack("{s:s}", "state", "never");
	return json_pack("{s:s, s:s, s:o, s:o, s:I, s:I, s:I, s:o}", "state", state_of(v), "by",
	                 v->by, "started_at", time_json(v->started_ms), "ended_at",
	                 time_json(v->ended_ms), "turns", (json_int_t)atomic_load(&v->turns),
	                 "cases", (json_int_t)atomic_load(&v->cases), "of", (json_int_t)v->of,
	                 "result", v->ended_ms ? result_json(v) : json_null());
}

static void done(void *arg)
{
	struct verification *v = arg;
	if (!v->a) {
		verification_free(v);
		return;
	}
	v->ended_ms = clock_now_ms();
	log_fact(is_broken(v) ? LOG_ERROR : LOG_INFO, "verified", LF_STATE, "s",
	         is_broken(v)            ? what_is_bad(v)
	         : v->err.code == E_NONE ? "whole"
	                                 : "failed",
	         LF_CASE, "s", v->found.fault.case_id, LF_TURN, "d", v->found.fault.turn, LF_END);
}

/* heads is taken. */
static struct verification *verification_new(struct call *k, char *heads, int64_t turns)
{
	struct verification *v = xcalloc(1, sizeof *v);
	v->a = k->a;
	v->dir = xstrdup(k->a->o.config->data);
	v->key_file = xstrdup(k->a->o.config->head_key_file);
	v->heads = heads;
	snprintf(v->by, sizeof v->by, "%s", k->who.name);
	v->started_ms = clock_now_ms();
	v->of = turns;
	return v;
}

void verify_get(struct call *k)
{
	api_answer_json(k, 200, state_json(k->a->verification));
}

/* {"heads"?: text}. Whoever asks while one runs is shown that one. */
void verify_post(struct call *k)
{
	struct verification *v = k->a->verification;
	struct err e = { 0 };
	uint8_t log[SHA256_BYTES];
	int64_t turns;
	json_t *body = api_body(k);
	if (!body)
		return;
	const char *heads = json_string_value(json_object_get(body, "heads"));
	if (v && !v->ended_ms) {
		api_answer_json(k, 202, state_json(v));
	} else if (k->a->o.store->ops->tip(k->a->o.store, &turns, log, &e)) {
		api_answer_error(k, &e, NULL);
	} else {
		if (v)
			verification_free(v);
		v = k->a->verification = verification_new(k, xstrdup(heads), turns);
		loop_work(k->a->o.loop, work, done, v);
		api_answer_json(k, 202, state_json(v));
	}
	json_decref(body);
}

void verify_abandon(struct api *a)
{
	struct verification *v = a->verification;
	a->verification = NULL;
	if (!v)
		return;
	v->a = NULL;
	atomic_store(&v->stop, true);
	if (v->ended_ms)
		verification_free(v);
}
