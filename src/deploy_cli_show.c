/* What was deployed, and what a deploy would do, for people and for programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "consent_cli.h"
#include "deploy_cli_impl.h"
#include "json_read.h"
#include "store.h"
#include "verdict.h"

enum { SHOWN_DIGITS = 12 };

static void print_json(json_t *line)
{
	json_dumpf(line, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(line);
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

static void print_deploy(const struct store_deploy *d, const json_t *flows)
{
	const char *flow;
	json_t *hash;
	char *at = consent_cli_time(d->at_ms);
	printf("%lld  %.*s  %s  ", (long long)d->n, SHOWN_DIGITS, d->hash, at);
	consent_cli_typed(stdout, d->who, "");
	printf("  from ");
	consent_cli_typed(stdout, d->origin, "");
	printf("%s\n", d->done_at_ms ? "" : "  (open cases are still being moved)");
	json_object_foreach((json_t *)flows, flow, hash)
		printf("    %.*s  %s\n", SHOWN_DIGITS, json_string_value(hash), flow);
	free(at);
}

static int see_deploy(void *arg, const struct store_deploy *d)
{
	const struct deploy_args *a = arg;
	json_t *flows = json_read(d->flows, strlen(d->flows), NULL);
	if (a->json)
		print_json(json_pack("{s:I, s:s, s:o, s:s, s:s, s:o, s:O?}", "deploy",
		                     (json_int_t)d->n, "hash", d->hash, "at",
		                     time_or_null(d->at_ms), "by", d->who, "from", d->origin,
		                     "done_at", time_or_null(d->done_at_ms), "flows", flows));
	else
		print_deploy(d, flows);
	json_decref(flows);
	return 0;
}

int deploy_show_list(const struct deploy_args *a, struct store *st, struct err *e)
{
	return st->ops->deploys(st, 0, see_deploy, (void *)a, e);
}

/* ---- what a deploy would do ---- */

struct tally {
	const struct deploy_args *a;
	size_t of[3];      /* by enum verdict_kind */
	json_t *continue_; /* {flow: cases that continue} */
	bool has_head;
};

static void print_verdict_json(const struct verdict *v)
{
	json_t *line =
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s?, s:s}", "case", v->case_id, "flow",
	                  v->flow, "at_step", v->step, "verdict", verdict_name(v->kind), "on",
	                  verdict_place(v->on), "bundle", v->own, "to", v->to, "why", v->why);
	json_object_update(line, (json_t *)v->detail);
	print_json(line);
}

static int see_verdict(void *arg, const struct verdict *v)
{
	struct tally *t = arg;
	t->of[v->kind]++;
	if (t->a->json) {
		print_verdict_json(v);
		return 0;
	}
	if (v->kind == VERDICT_CONTINUES) {
		json_int_t n = json_integer_value(json_object_get(t->continue_, v->flow));
		json_object_set_new(t->continue_, v->flow, json_integer(n + 1));
		return 0;
	}
	if (!t->has_head)
		printf("%-9s  %-22s  %-18s  %s\n", "VERDICT", "CASE", "FLOW",
		       "WHERE IT STANDS, AND WHY");
	t->has_head = true;
	printf("%-9s  %-22s  %-18s  ", verdict_name(v->kind), v->case_id, v->flow);
	consent_cli_typed(stdout, *v->step ? v->step : "-", "");
	printf(": %s\n", v->why);
	return 0;
}

int deploy_show_verdicts(const struct deploy_args *a, struct store *st, struct flow_set *set,
                         struct err *e)
{
	struct tally t = { .a = a, .continue_ = json_object() };
	char hash[65];
	const char *flow;
	json_t *n;
	int rc = verdict_each(st, set, see_verdict, &t, e);
	flow_set_hash(set, hash);
	if (!rc && a->json) {
		print_json(json_pack("{s:s, s:I, s:I, s:I}", "deploy", hash, "continues",
		                     (json_int_t)t.of[VERDICT_CONTINUES], "stays",
		                     (json_int_t)t.of[VERDICT_STAYS], "person",
		                     (json_int_t)t.of[VERDICT_PERSON]));
	} else if (!rc) {
		json_object_foreach(t.continue_, flow, n) printf(
			"continues  %" JSON_INTEGER_FORMAT " of %s\n", json_integer_value(n), flow);
		printf("%.*s: %zu continue on the new bundle, %zu stay on their own, %zu need a "
		       "person; nothing was done\n",
		       SHOWN_DIGITS, hash, t.of[VERDICT_CONTINUES], t.of[VERDICT_STAYS],
		       t.of[VERDICT_PERSON]);
	}
	json_decref(t.continue_);
	return rc;
}
