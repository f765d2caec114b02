/* What was deployed, and what a deploy would do, for people and for programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "consent_cli.h"
#include "deploy_cli_impl.h"
#include "json_read.h"
#include "notice.h"
#include "phrase.h"
#include "sentence.h"
#include "store.h"
#include "text.h"
#include "verdict.h"

enum { SHOWN_DIGITS = 12 };

static void print_json(json_t *line)
{
	json_dumpf(line, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(line);
}

void deploy_say(const struct deploy_args *a, const char *code, json_t *values)
{
	sentence_print(stdout, a->language, code, values);
}

/* ---- what was deployed ---- */

static json_t *time_or_null(int64_t at_ms)
{
	char text[25];
	if (!at_ms)
		return json_null();
	time_text(at_ms, text);
	return json_string(text);
}

struct listing {
	const struct deploy_args *a;
	size_t seen; /* the newest comes first */
};

/* What became of the cases that were open then; only the last deploy goes on moving any. */
static const char *reach(const struct listing *l, const struct store_deploy *d)
{
	if (d->done_at_ms)
		return NULL;
	return l->seen ? "deploy.another" : "deploy.moving";
}

static void print_deploy(const struct listing *l, const struct store_deploy *d, const json_t *flows)
{
	const char *flow, *code = reach(l, d);
	json_t *hash;
	char *at = consent_cli_time(d->at_ms), *by = text_printable(d->who),
	     *from = text_printable(d->origin), *shown = xasprintf("%.*s", SHOWN_DIGITS, d->hash);
	deploy_say(l->a, "deploy.listed",
	           json_pack("{s:I, s:s, s:s, s:s, s:s, s:o}", "n", (json_int_t)d->n, "hash", shown,
	                     "at", at, "by", by, "from", from, "reach",
	                     code ? sentence_told(code, NULL) : json_string("")));
	json_object_foreach((json_t *)flows, flow, hash)
		printf("    %.*s  %s\n", SHOWN_DIGITS, json_string_value(hash), flow);
	free(shown);
	free(from);
	free(by);
	free(at);
}

static int see_deploy(void *arg, const struct store_deploy *d)
{
	struct listing *l = arg;
	json_t *flows = json_read(d->flows, strlen(d->flows), NULL);
	if (l->a->json)
		print_json(json_pack("{s:I, s:s, s:o, s:s, s:s, s:o, s:O?}", "deploy",
		                     (json_int_t)d->n, "hash", d->hash, "at",
		                     time_or_null(d->at_ms), "by", d->who, "from", d->origin,
		                     "done_at", time_or_null(d->done_at_ms), "flows", flows));
	else
		print_deploy(l, d, flows);
	l->seen++;
	json_decref(flows);
	return 0;
}

int deploy_show_list(const struct deploy_args *a, struct store *st, struct err *e)
{
	struct listing l = { .a = a };
	int rc = st->ops->deploys(st, 0, see_deploy, &l, e);
	if (!rc && !l.seen && !a->json)
		deploy_say(a, "deploy.nothing", NULL);
	return rc;
}

/* ---- what a deploy would do ---- */

struct tally {
	const struct deploy_args *a;
	size_t of[3];      /* by enum verdict_kind */
	json_t *continue_; /* {flow: cases that continue} */
	json_t *owns;      /* {hash of a bundle that an open case runs on: null} */
	bool has_head;
};

static void print_verdict_json(const struct verdict *v)
{
	json_t *line =
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:s, s:o}", "case", v->case_id,
	                  "flow", v->flow, "at_step", v->step, "verdict", verdict_name(v->kind),
	                  "on", verdict_place(v->on), "bundle", v->own, "to", v->to, "why", v->why,
	                  "why_told", sentence_read(v->why));
	json_object_update(line, (json_t *)v->detail);
	print_json(line);
}

/* A column: its text and what is left of so many places on the screen. */
static void print_column(const struct tally *t, const char *code, const char *text, int width)
{
	char *word = code ? sentence_in(t->a->language, code, NULL) : xstrdup(text);
	int left = width - (int)text_width(word);
	printf("%s%*s", word, left > 0 ? left + 2 : 2, "");
	free(word);
}

static void print_columns(const struct tally *t, const char *const code[3],
                          const char *const text[3])
{
	static const int widths[] = { 9, 22, 18 };
	for (int i = 0; i < 3; i++)
		print_column(t, code[i], text[i], widths[i]);
}

static void print_verdict(struct tally *t, const struct verdict *v)
{
	static const char *const head[] = { "deploy.head.verdict", "deploy.head.case",
		                            "deploy.head.flow" };
	char *verdict = xasprintf("deploy.verdict.%s", verdict_name(v->kind));
	char *why = sentence_again(t->a->language, v->why);
	if (!t->has_head) {
		print_columns(t, head, head);
		deploy_say(t->a, "deploy.head.why", NULL);
	}
	t->has_head = true;
	print_columns(t, (const char *const[]){ verdict, NULL, NULL },
	              (const char *const[]){ "", v->case_id, v->flow });
	consent_cli_typed(stdout, *v->step ? v->step : "-", "");
	printf(": %s\n", why);
	free(why);
	free(verdict);
}

static int see_verdict(void *arg, const struct verdict *v)
{
	struct tally *t = arg;
	t->of[v->kind]++;
	json_object_set_new(t->owns, v->own, json_null());
	if (t->a->json) {
		print_verdict_json(v);
		return 0;
	}
	if (v->kind == VERDICT_CONTINUES) {
		json_int_t n = json_integer_value(json_object_get(t->continue_, v->flow));
		json_object_set_new(t->continue_, v->flow, json_integer(n + 1));
		return 0;
	}
	print_verdict(t, v);
	return 0;
}

/* ---- what was changed in law under the same number ---- */

/* Each notice of `was` that says something else now. list: of "phrases/ko.lua:12: delegation: raise version: …" */
static void add_unraised(json_t *list, const struct bundle *was, const struct bundle *now)
{
	json_t *ids = bundle_phrase_ids(now);
	for (size_t i = 0; i < json_array_size(ids) * LANGUAGES; i++) {
		enum language l = i % LANGUAGES;
		const char *id = json_string_value(json_array_get(ids, i / LANGUAGES));
		const struct phrase *old = bundle_own_phrase(was, id, l),
				    *new = bundle_own_phrase(now, id, l);
		if (!old || !new || old->kind != PHRASE_NOTICE || new->kind != PHRASE_NOTICE)
			continue;
		char *owed = notice_owes_version(old, new);
		char *key = xasprintf("%s/version", id);
		if (owed)
			json_array_append_new(
				list,
				json_sprintf("%s:%d: %s", language_phrases(l),
			                     bundle_line(now, language_phrases(l), key), owed));
		free(key);
		free(owed);
	}
	json_decref(ids);
}

/* Of all bundles that open cases run on, each sentence once; new. */
static json_t *unraised(const struct tally *t, struct store *st, struct flow_set *set)
{
	json_t *all = json_array(), *once = json_object(), *none, *one;
	const char *hash;
	size_t i;
	json_object_foreach(t->owns, hash, none)
	{
		struct err e = { 0 };
		char *content = st->ops->bundle(st, hash, &e);
		struct bundle *was = content ? bundle_parse(content, &e) : NULL;
		if (was)
			add_unraised(all, was,
			             flow_set_at(set, 0)); /* phrases are the same in all */
		bundle_free(was);
		free(content);
	}
	json_array_foreach(all, i, one)
		json_object_set_new(once, json_string_value(one), json_null());
	json_array_clear(all);
	json_object_foreach(once, hash, none) json_array_append_new(all, json_string(hash));
	json_decref(once);
	return all;
}

/* "phrases/ko.lua:12: delegation: raise version: …" */
static void print_owed(const struct tally *t, const json_t *line)
{
	const char *text = json_string_value(line), *what = strstr(text, ": ") + 2;
	char *said = sentence_again(t->a->language, what);
	printf("%.*s%s\n", (int)(what - text), text, said);
	free(said);
}

static void print_sum(const struct tally *t, const char *hash, const json_t *owed)
{
	const char *flow;
	json_t *n;
	size_t i;
	if (t->a->json) {
		print_json(json_pack("{s:s, s:I, s:I, s:I, s:O}", "deploy", hash, "continues",
		                     (json_int_t)t->of[VERDICT_CONTINUES], "stays",
		                     (json_int_t)t->of[VERDICT_STAYS], "person",
		                     (json_int_t)t->of[VERDICT_PERSON], "raise_version", owed));
		return;
	}
	char *shown = xasprintf("%.*s", SHOWN_DIGITS, hash);
	json_object_foreach(t->continue_, flow, n)
	{
		print_column(t, "deploy.verdict.continues", NULL, 9);
		deploy_say(t->a, "deploy.continue", json_pack("{s:O, s:s}", "n", n, "flow", flow));
	}
	json_array_foreach(owed, i, n) print_owed(t, n);
	deploy_say(t->a, "deploy.sum",
	           json_pack("{s:s, s:I, s:I, s:I}", "hash", shown, "continues",
	                     (json_int_t)t->of[VERDICT_CONTINUES], "stays",
	                     (json_int_t)t->of[VERDICT_STAYS], "person",
	                     (json_int_t)t->of[VERDICT_PERSON]));
	free(shown);
}

int deploy_show_verdicts(const struct deploy_args *a, struct store *st, struct flow_set *set,
                         struct err *e)
{
	struct tally t = { .a = a, .continue_ = json_object(), .owns = json_object() };
	char hash[65];
	int rc = verdict_each(st, set, see_verdict, &t, e);
	flow_set_hash(set, hash);
	json_t *owed = rc ? NULL : unraised(&t, st, set);
	if (!rc)
		print_sum(&t, hash, owed);
	json_decref(owed);
	json_decref(t.owns);
	json_decref(t.continue_);
	return rc;
}
