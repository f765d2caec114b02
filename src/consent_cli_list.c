/* assent consent list: who agreed to what, a row a consent. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "case.h"
#include "consent_cli.h"
#include "consent_query.h"
#include "store.h"
#include "text.h"

enum { COLUMNS = 7 };

/* Gathered first, for the widths. */
struct table {
	char *(*rows)[COLUMNS];
	size_t count;
	size_t width[COLUMNS];
};

static int print_json(void *arg, const char *case_id, const struct store_consent *k)
{
	FILE *out = arg;
	json_t *row = consent_row(case_id, k);
	json_dumpf(row, out, JSON_COMPACT);
	fputc('\n', out);
	json_decref(row);
	return 0;
}

char *consent_cli_time(int64_t at_ms)
{
	char text[40];
	time_t t = (time_t)(at_ms / 1000);
	struct tm tm;
	if (!at_ms)
		return xstrdup("-");
	strftime(text, sizeof text, "%Y-%m-%d %H:%M:%S", localtime_r(&t, &tm));
	return xstrdup(text);
}

char *consent_cli_role(const char *name)
{
	return *name ? xasprintf("%s %s", role_word(role_from(name)), name) : xstrdup("-");
}

static void add_row(struct table *t, char *cells[COLUMNS])
{
	t->rows = xrealloc(t->rows, (t->count + 1) * sizeof *t->rows);
	for (int i = 0; i < COLUMNS; i++) {
		size_t width = text_width(cells[i]);
		t->rows[t->count][i] = cells[i];
		t->width[i] = width > t->width[i] ? width : t->width[i];
	}
	t->count++;
}

static int gather(void *arg, const char *case_id, const struct store_consent *k)
{
	char *cells[COLUMNS] = { consent_cli_time(k->at_ms),
		                 xstrdup(case_id),
		                 xstrdup(k->id),
		                 xstrdup(k->kind),
		                 consent_cli_role(k->subject),
		                 consent_cli_role(k->delegate),
		                 xstrdup(k->state) };
	add_row(arg, cells);
	return 0;
}

static void print_row(FILE *out, const struct table *t, size_t row)
{
	for (int i = 0; i < COLUMNS; i++) {
		const char *cell = t->rows[row][i];
		bool last = i == COLUMNS - 1;
		fprintf(out, "%s%*s", cell, last ? 0 : (int)(t->width[i] - text_width(cell)) + 2,
		        "");
	}
	fputc('\n', out);
}

static int print_table(struct store *s, const struct store_consent_query *q, struct err *e)
{
	static const char *const heads[COLUMNS] = { "CHANGED", "CASE",     "ID",   "KIND",
		                                    "SUBJECT", "DELEGATE", "STATE" };
	struct table t = { 0 };
	char *cells[COLUMNS];
	for (int i = 0; i < COLUMNS; i++)
		cells[i] = xstrdup(heads[i]);
	add_row(&t, cells);
	int rc = s->ops->consents(s, q, gather, &t, e);
	for (size_t i = 0; i < t.count; i++) {
		if (!rc)
			print_row(stdout, &t, i);
		for (int n = 0; n < COLUMNS; n++)
			free(t.rows[i][n]);
	}
	free(t.rows);
	return rc;
}

int consent_list(const struct consent_args *a, struct err *e)
{
	struct store_consent_query q = { 0 };
	struct store *s = consent_cli_query(a, &q, e) ? NULL : consent_cli_store(a, e);
	if (!s)
		return -1;
	int rc = a->json ? s->ops->consents(s, &q, print_json, stdout, e) : print_table(s, &q, e);
	s->ops->free(s);
	return consent_cli_out_end(a, stdout, rc, e);
}
