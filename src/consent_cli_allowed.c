/* assent consent allowed: was this act allowed then, and by which grants and which words? */
#include <stdlib.h>
#include <string.h>

#include "as_of.h"
#include "base.h"
#include "case.h"
#include "clock.h"
#include "consent_cli.h"
#include "json_lines.h"
#include "store.h"

enum { NOT_ALLOWED = 3 }; /* exit status, so that a script can tell yes from no */

struct asking {
	struct store *store;
	int64_t now_ms;
};

/* ---- many questions ---- */

struct asked {
	struct as_of_question q;
	struct json_line *line;
};

static int by_case_and_time(const void *left, const void *right)
{
	const struct as_of_question *l = &((const struct asked *)left)->q;
	const struct as_of_question *r = &((const struct asked *)right)->q;
	int order = strcmp(l->case_id, r->case_id);
	return order ? order : (l->at_ms > r->at_ms) - (l->at_ms < r->at_ms);
}

static bool is_same_case(const struct asked *one, const struct asked *other)
{
	return !strcmp(one->q.case_id, other->q.case_id);
}

/* Each case is read once and goes forward through its questions. */
static void answer_sorted(const struct asking *k, struct asked *asked, size_t count)
{
	struct as_of *a = NULL;
	for (size_t i = 0; i < count; i++) {
		struct err *e = &asked[i].line->err;
		if (i > 0 && !is_same_case(&asked[i], &asked[i - 1])) {
			as_of_free(a);
			a = NULL;
		}
		if (!a)
			a = as_of_open(k->store, asked[i].q.case_id, e);
		asked[i].line->answer = a ? as_of_answer(a, &asked[i].q, e) : NULL;
	}
	as_of_free(a);
}

static void answer_block(void *arg, struct json_line **lines, size_t count)
{
	const struct asking *k = arg;
	struct asked *asked = xcalloc(count, sizeof *asked);
	size_t n = 0;
	for (size_t i = 0; i < count; i++) {
		asked[n].line = lines[i];
		n += as_of_read(&asked[n].q, lines[i]->row, k->now_ms, &lines[i]->err) == 0;
	}
	qsort(asked, n, sizeof *asked, by_case_and_time);
	answer_sorted(k, asked, n);
	free(asked);
}

/* ---- for people ---- */

static const char *text_of(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static void print_evidence(const json_t *evidence)
{
	const char *name;
	json_t *v;
	json_object_foreach((json_t *)evidence, name, v)
	{
		printf(" %s=", name);
		if (json_is_string(v))
			consent_cli_typed(stdout, json_string_value(v), "      ");
		else
			json_dumpf(v, stdout, JSON_ENCODE_ANY | JSON_COMPACT);
	}
	putchar('\n');
}

static void print_ground(const json_t *g)
{
	static const char *const others[][2] = {
		{ "inbound", "먼저 연락해 온 분이라 동의 없이 연락할 수 있습니다" },
		{ "member", "회원이라 개인정보 수집 동의가 필요 없습니다" },
	};
	for (size_t i = 0; i < COUNT_OF(others); i++)
		if (text_of(g, others[i][0]))
			printf("  - %s: %s\n", role_word(role_from(text_of(g, others[i][0]))),
			       others[i][1]);
	if (!text_of(g, "consent"))
		return;
	const json_t *notice = json_object_get(g, "notice");
	char *at = consent_cli_time(time_parse(text_of(g, "granted_at")));
	char *subject = consent_cli_role(text_of(g, "subject"));
	printf("  - %s %s, %s, %s\n    evidence  ", text_of(g, "consent"), text_of(g, "kind"),
	       subject, at);
	print_evidence(json_object_get(g, "evidence"));
	printf("    notice    %s, version %lld, SHA-256 %s\n      | ", text_of(notice, "phrase"),
	       (long long)json_integer_value(json_object_get(notice, "version")),
	       text_of(notice, "sha256"));
	const char *shown = text_of(notice, "text");
	consent_cli_typed(stdout, shown ? shown : "(its text was erased)", "      | ");
	putchar('\n');
	free(at);
	free(subject);
}

static void print_answer(const json_t *found)
{
	size_t i;
	json_t *g;
	const char *why = text_of(found, "why");
	char *at = consent_cli_time(time_parse(text_of(found, "as_of")));
	printf("%s at %s, after turn %lld%s%s\n",
	       json_is_true(json_object_get(found, "allowed")) ? "allowed" : "not allowed", at,
	       (long long)json_integer_value(json_object_get(found, "turn")), why ? ": " : "",
	       why ? why : "");
	json_array_foreach(json_object_get(found, "grounds"), i, g) print_ground(g);
	free(at);
}

static json_t *question_of(const struct consent_args *a)
{
	json_t *q = json_object();
	const char *const given[][2] = {
		{ "case", a->case_id }, { "act", a->act },     { "party", a->party },
		{ "tells", a->tells },  { "as_of", a->as_of }, { "contact_of", a->contact_of },
	};
	for (size_t i = 0; i < COUNT_OF(given); i++)
		if (given[i][1])
			json_object_set_new(q, given[i][0], json_string(given[i][1]));
	return q;
}

/* A member's name as the option that gives it: "as_of: …" is "--as-of: …". */
static int say_option(const struct err *why, struct err *e)
{
	char text[sizeof why->text];
	snprintf(text, sizeof text, "%s", why->text);
	for (char *at = text; *at && *at != ':'; at++)
		*at = *at == '_' ? '-' : *at;
	return err_set(e, why->code, "--%s", text);
}

static json_t *answer(const struct asking *k, const json_t *question, struct err *e)
{
	struct as_of_question q;
	struct as_of *a = NULL;
	if (!as_of_read(&q, question, k->now_ms, e))
		a = as_of_open(k->store, q.case_id, e);
	json_t *found = a ? as_of_answer(a, &q, e) : NULL;
	as_of_free(a);
	return found;
}

static int one(const struct asking *k, const struct consent_args *a, struct err *e)
{
	struct err why = { 0 };
	json_t *q = question_of(a), *found = answer(k, q, &why);
	json_decref(q);
	if (!found && why.code == E_INPUT)
		return say_option(&why, e);
	if (!found)
		return err_set(e, why.code, "%s", why.text);
	if (a->json) {
		json_dumpf(found, stdout, JSON_COMPACT);
		putchar('\n');
	} else {
		print_answer(found);
	}
	int no = json_is_true(json_object_get(found, "allowed")) ? 0 : NOT_ALLOWED;
	json_decref(found);
	return consent_cli_out_end(a, stdout, 0, e) ? -1 : no;
}

int consent_allowed(const struct consent_args *a, struct err *e)
{
	static const char example[] = "{\"id\": 1, \"case\": \"…\", \"act\": \"tell\", "
				      "\"party\": \"passenger\", \"tells\": [\"trip\"], "
				      "\"as_of\": \"2026-11-23T20:45:56+09:00\"}";
	struct asking k = { consent_cli_store(a, e), clock_now_ms() };
	int rc = 0;
	if (!k.store)
		return -1;
	if (!a->batch)
		rc = one(&k, a, e);
	else if (json_lines_run_blocks(answer_block, &k, example))
		rc = err_set(e, E_CONFLICT, "not every question was answered: see above");
	k.store->ops->free(k.store);
	return rc;
}
