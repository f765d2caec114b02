#include "effect_impl.h"

#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "crypto.h"
#include "journal.h"
#include "json_make.h"
#include "keys.h"
#include "turn.h"
#include "usage.h"

/* No wait is longer; with it a time stays a sum that fits. As in lua/assent/prelude.lua. */
static const int64_t LONGEST_MS = (int64_t)3660 * 24 * 60 * 60 * 1000;

/* A turn of the guide's flows makes at most a dozen records. The budget of instructions begins anew
 * with every step, so that a loop over steps must end here, before it has written to anybody for
 * long. */
enum { TURN_RECORDS_MAX = 300 };

const char *effect_arg(const struct doing *d, const char *key)
{
	return json_string_value(json_object_get(d->args, key));
}

/* The step's record, with what came of it: "result" or "wait", and its value (taken). */
static json_t *step_record(const struct doing *d, const char *came, json_t *value)
{
	return json_make("{s:s, s:i, s:I, s:s, s:O, s:s, s:i, s:o}", "r", "step", "lane",
	                 d->s->lane, "n", (json_int_t)d->n, "kind", d->s->kind, "is", d->s->is,
	                 "file", d->s->file, "line", d->s->line, came, value);
}

static void effect_record(const struct doing *d, const char *came, json_t *value)
{
	turn_record(d->t, step_record(d, came, value));
}

enum effect_outcome effect_finish(const struct doing *d, json_t *result)
{
	effect_record(d, "result", json_incref(result));
	*d->result = result;
	return EFFECT_RESULT;
}

static json_t *wait_until(const struct doing *d, enum policy_limit limit)
{
	const json_t *within = json_object_get(d->args, "within");
	int64_t span_ms =
		within ? json_integer_value(within) : bundle_policy(d->t->b)->limit_ms[limit];
	return json_make("{s:I}", "until", (json_int_t)(d->t->now_ms + span_ms));
}

/* Opens the wait of this step. text: the filled question, or NULL. */
struct wait *effect_wait(const struct doing *d, enum policy_limit limit, const json_t *text,
                         const char *consent)
{
	json_t *wait = wait_until(d, limit);
	if (text)
		json_object_set(wait, "text", (json_t *)text);
	if (consent)
		json_object_set_new(wait, "consent", json_string(consent));
	effect_record(d, "wait", wait);
	return case_wait_at(d->t->c, d->s->lane, d->n);
}

enum effect_outcome effect_lacks(const struct doing *d, enum policy_limit limit, json_t *names)
{
	json_t *wait = wait_until(d, limit);
	json_object_set_new(wait, "missing", names);
	if (json_object_size(json_object_get(d->args, "values")))
		json_object_set(wait, "values", json_object_get(d->args, "values"));
	effect_record(d, "wait", wait);
	return EFFECT_WAITS;
}

/* ---- listening, time, chance ---- */

static const char *const marks[] = { "delegate_request", "source_complaint", "withdrawal",
	                             "callback_request", NULL };

static bool is_among(const char *name, const char *const *names)
{
	for (; name && *names; names++)
		if (!strcmp(*names, name))
			return true;
	return false;
}

static enum effect_outcome no_mark(const struct doing *d, const char *name)
{
	char *hint = keys_hint(name, marks);
	effect_usage(d, "'%s' is no mark: %s", name, hint);
	free(hint);
	return EFFECT_FAILED;
}

/* -1: one of the marks that the step names is none. */
static int check_marks(const struct doing *d)
{
	size_t i;
	json_t *m;
	json_array_foreach(json_object_get(d->args, "marks"), i, m)
	{
		if (!json_is_string(m))
			return effect_usage(d, "a mark is a text, such as \"delegate_request\""), -1;
		if (!is_among(json_string_value(m), marks))
			return no_mark(d, json_string_value(m)), -1;
	}
	return 0;
}

int effect_hears(const struct doing *d)
{
	static const char *const any_time[] = { "withdrawal", "source_complaint", NULL };
	size_t i;
	json_t *m;
	if (check_marks(d))
		return -1;
	json_array_foreach(json_object_get(d->args, "marks"), i, m)
	{
		const char *mark = json_string_value(m);
		if (is_among(mark, any_time))
			return effect_usage(
				       d, "hears: '%s' comes at any time: case:whenever(\"%s\", …)",
				       mark, mark),
			       -1;
	}
	return 0;
}

static enum effect_outcome do_listen(struct doing *d)
{
	if (check_marks(d))
		return EFFECT_FAILED;
	effect_wait(d, LIMIT_LISTEN, NULL, NULL);
	return EFFECT_WAITS;
}

static enum effect_outcome do_whenever(struct doing *d)
{
	if (!is_among(effect_arg(d, "on"), marks) && strcmp(effect_arg(d, "on"), "notice_changed"))
		return no_mark(d, effect_arg(d, "on"));
	return effect_finish(d, json_null());
}

static enum effect_outcome do_wait(struct doing *d)
{
	effect_wait(d, LIMIT_LISTEN, NULL, NULL);
	return EFFECT_WAITS;
}

static enum effect_outcome do_now(struct doing *d)
{
	const struct fate *f = d->t->fate;
	int64_t now_ms = f ? f->now_ms(f->arg, d->t->now_ms) : d->t->now_ms;
	return effect_finish(d, json_make("{s:I}", "at", (json_int_t)now_ms));
}

/* Chance derives from (case, step), so that a run that is repeated draws the same. */
static int64_t draw(const struct doing *d, int64_t n)
{
	uint8_t digest[SHA256_BYTES];
	uint64_t drawn = 0;
	char *seed = xasprintf("%s/%lld", d->t->c->id, (long long)d->n);
	crypto_sha256(seed, strlen(seed), digest);
	free(seed);
	memcpy(&drawn, digest, sizeof drawn);
	return (int64_t)(drawn % (uint64_t)n) + 1;
}

static enum effect_outcome do_random(struct doing *d)
{
	const struct fate *f = d->t->fate;
	int64_t n = json_integer_value(json_object_get(d->args, "n"));
	int64_t drawn = f ? f->draw(f->arg, n, draw(d, n)) : draw(d, n);
	return effect_finish(d, json_make("{s:I}", "value", (json_int_t)drawn));
}

static enum effect_outcome do_uuid(struct doing *d)
{
	char name[27];
	char *seed = xasprintf("uuid/%s/%lld", d->t->c->id, (long long)d->n);
	crypto_name(seed, strlen(seed), 26, name);
	free(seed);
	return effect_finish(d, json_make("{s:s}", "value", name));
}

/* ---- the course of the case ---- */

static enum effect_outcome do_step(struct doing *d)
{
	json_t *r = step_record(d, "result", json_null());
	json_object_set(r, "title", json_object_get(d->args, "title"));
	turn_record(d->t, r);
	*d->result = json_null();
	return EFFECT_RESULT;
}

static enum effect_outcome do_note(struct doing *d)
{
	enum effect_outcome out = effect_finish(d, json_null());
	turn_record(d->t, json_make("{s:s, s:o, s:s}", "r", "note", "text",
	                            turn_case_value(d->t, effect_arg(d, "text")), "by", "flow"));
	return out;
}

static enum effect_outcome do_close(struct doing *d)
{
	effect_record(d, "result", json_null());
	turn_close(d->t, json_string(effect_arg(d, "outcome")));
	return EFFECT_ENDS;
}

static enum effect_outcome do_return(struct doing *d)
{
	return effect_usage(d, "the flow ends here without it: every path must close the case");
}

static enum effect_outcome do_done(struct doing *d)
{
	effect_record(d, "result", json_null());
	return EFFECT_DONE;
}

/* The table of effects: what a step is called, what replay compares of it, who performs it, what the
 * flow writes for it, in which states the result that it sees can be. */
static const struct {
	const char *kind;
	const char *is[EFFECT_OPTIONS_MAX];
	enum effect_outcome (*perform)(struct doing *d);
	enum effect_outcome
		recorded; /* EFFECT_WAITS here: it has a result or waits, as its record says */
	const char *word;
	const char *states[6];
} rows[] = {
	{ "suggest",
	  { "party", "phrase", "within" },
	  effect_suggest,
	  EFFECT_WAITS,
	  "party:suggest",
	  { "sent", "edited", "own_words", "skipped", "blocked", "unanswered" } },
	{ "say",
	  { "party", "phrase" },
	  effect_say,
	  EFFECT_RESULT,
	  "party:say",
	  { "queued", "blocked" } },
	{ "confirm",
	  { "party", "phrase", "marks", "within" },
	  effect_confirm,
	  EFFECT_WAITS,
	  "party:confirm",
	  { "yes", "no", "heard", "unclear", "blocked", "unanswered" } },
	{ "consent",
	  { "party", "phrase", "delegate", "about", "items", "within" },
	  effect_consent,
	  EFFECT_WAITS,
	  "party:consent",
	  { "granted", "denied", "withdrawn", "blocked", "unanswered" } },
	{ "ask",
	  { "party", "field", "phrase", "within" },
	  effect_ask,
	  EFFECT_WAITS,
	  "party:ask",
	  { "known", "given", "declined", "blocked", "unanswered" } },
	{ "knows", { "party", "field" }, effect_knows, EFFECT_RESULT, "party:knows", { NULL } },
	{ "listen",
	  { "party", "marks", "within" },
	  do_listen,
	  EFFECT_WAITS,
	  "party:listen",
	  { "heard", "blocked", "unanswered" } },
	{ "whenever", { "on" }, do_whenever, EFFECT_RESULT, "case:whenever", { NULL } },
	{ "wait", { "within" }, do_wait, EFFECT_WAITS, "case:wait", { NULL } },
	{ "now", { NULL }, do_now, EFFECT_RESULT, "case:now", { NULL } },
	{ "random", { "n" }, do_random, EFFECT_RESULT, "case:random", { NULL } },
	{ "uuid", { NULL }, do_uuid, EFFECT_RESULT, "case:uuid", { NULL } },
	{ "step", { NULL }, do_step, EFFECT_RESULT, "case:step", { NULL } },
	{ "note", { NULL }, do_note, EFFECT_RESULT, "case:note", { NULL } },
	{ "close", { "outcome" }, do_close, EFFECT_ENDS, "case:close", { NULL } },
	{ "return", { NULL }, do_return, EFFECT_ENDS, "case:close", { NULL } },
	{ "done", { NULL }, do_done, EFFECT_DONE, "case:whenever", { NULL } },
};

static int find_row(const char *kind)
{
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (!strcmp(rows[i].kind, kind))
			return (int)i;
	return -1;
}

size_t effect_options(const char *kind, const char *out[EFFECT_OPTIONS_MAX])
{
	static const char *const arguments[] = { "party", "phrase", "field", NULL };
	const char *const *is = rows[find_row(kind)].is;
	size_t count = 0;
	for (size_t i = 0; i < EFFECT_OPTIONS_MAX && is[i]; i++)
		if (!is_among(is[i], arguments))
			out[count++] = is[i];
	return count;
}

/* Cuts what vsnprintf has cut, between characters. */
static void cut_whole(char *text, size_t size_bytes)
{
	size_t len = strlen(text);
	if (len + 1 < size_bytes)
		return;
	while (len && ((unsigned char)text[len - 1] & 0xC0) == 0x80)
		len--;
	text[len ? len - 1 : 0] = 0;
}

enum effect_outcome effect_usage(const struct doing *d, const char *fmt, ...)
{
	char text[300];
	const char *word = rows[find_row(d->s->kind)].word;
	char *usage = usage_of(word);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	cut_whole(text, sizeof text);
	err_set(d->e, E_FLOW, "%s: %s; usage: %s", word, text, usage ? usage : word);
	free(usage);
	return EFFECT_FAILED;
}

json_t *effect_is(const char *kind, const json_t *args, struct err *e)
{
	int row = find_row(kind);
	if (row < 0) {
		err_set(e, E_FLOW, "'%s' is not an effect", kind);
		return NULL;
	}
	json_t *is = json_object();
	for (size_t i = 0; i < COUNT_OF(rows[row].is) && rows[row].is[i]; i++) {
		json_t *v = json_object_get(args, rows[row].is[i]);
		if (v)
			json_object_set(is, rows[row].is[i], v);
	}
	return is;
}

static json_t *list_of(const char *const *names, size_t max)
{
	json_t *list = json_array();
	for (size_t i = 0; i < max && names[i]; i++)
		json_array_append_new(list, json_string(names[i]));
	return list;
}

json_t *effect_table(void)
{
	json_t *all = json_object();
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		json_object_set_new(all, rows[i].kind,
		                    json_make("{s:s, s:o}", "word", rows[i].word, "states",
		                              list_of(rows[i].states, COUNT_OF(rows[i].states))));
	return all;
}

json_t *effect_marks(void)
{
	return list_of(marks, COUNT_OF(marks));
}

enum effect_outcome effect_recorded(const char *kind)
{
	return rows[find_row(kind)].recorded;
}

enum effect_outcome effect_perform(struct turn *t, const struct step *s, const json_t *args,
                                   json_t **result, struct err *e)
{
	struct doing d = { t, s, args, t->c->next_step, result, e };
	if (d.n == 0)
		d.n = 1;
	if (json_array_size(t->records) > TURN_RECORDS_MAX)
		return effect_usage(&d, "the flow makes step after step without waiting");
	const json_t *within = json_object_get(args, "within");
	int64_t span_ms = json_integer_value(within);
	if (within && (span_ms <= 0 || span_ms > LONGEST_MS))
		return effect_usage(&d,
		                    "within: expected a time such as hours(2), at most days(3660)");
	return rows[find_row(s->kind)].perform(&d);
}
