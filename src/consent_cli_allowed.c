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

/* Cases that a batch keeps at hand: questions about one often stand together. */
enum { CASES_MAX = 64 };

struct batch {
	struct store *store;
	int64_t now_ms;
	struct {
		char *id;
		struct as_of *as_of;
	} cases[CASES_MAX];
	size_t next; /* the one to be given up next */
};

static struct as_of *batch_case(struct batch *b, const char *id, struct err *e)
{
	for (size_t i = 0; i < CASES_MAX; i++)
		if (b->cases[i].id && !strcmp(b->cases[i].id, id))
			return b->cases[i].as_of;
	struct as_of *a = as_of_open(b->store, id, e);
	if (!a)
		return NULL;
	size_t at = b->next++ % CASES_MAX;
	as_of_free(b->cases[at].as_of);
	free(b->cases[at].id);
	b->cases[at].id = xstrdup(id);
	b->cases[at].as_of = a;
	return a;
}

static void batch_clear(struct batch *b)
{
	for (size_t i = 0; i < CASES_MAX; i++) {
		as_of_free(b->cases[i].as_of);
		free(b->cases[i].id);
	}
}

static json_t *answer(struct batch *b, const json_t *question, struct err *e)
{
	struct as_of_question q;
	struct as_of *a =
		as_of_read(&q, question, b->now_ms, e) ? NULL : batch_case(b, q.case_id, e);
	return a ? as_of_answer(a, &q, e) : NULL;
}

static json_t *answer_row(void *arg, const json_t *row, struct err *e)
{
	return answer(arg, row, e);
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

static int one(struct batch *b, const struct consent_args *a, struct err *e)
{
	struct err why = { 0 };
	json_t *q = question_of(a), *found = answer(b, q, &why);
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
	json_decref(found);
	return consent_cli_out_end(a, stdout, 0, e);
}

int consent_allowed(const struct consent_args *a, struct err *e)
{
	struct batch b = { .store = consent_cli_store(a, e), .now_ms = clock_now_ms() };
	int rc;
	if (!b.store)
		return -1;
	if (!a->batch)
		rc = one(&b, a, e);
	else if ((rc = json_lines_run_rows(answer_row, &b,
	                                   "{\"id\": 1, \"case\": \"…\", \"act\": \"tell\", "
	                                   "\"party\": \"passenger\", \"tells\": [\"trip\"], "
	                                   "\"as_of\": \"2026-11-23T20:45:56+09:00\"}")))
		rc = err_set(e, E_CONFLICT, "not every question was answered: see above");
	batch_clear(&b);
	b.store->ops->free(b.store);
	return rc;
}
