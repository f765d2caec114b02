#include "consent_export.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "case.h"
#include "cases.h"
#include "consent.h"
#include "consent_formats.h"
#include "consent_query.h"
#include "journal.h"
#include "store.h"

/* ---- formats ---- */

typedef void add_fn(const struct consent_export_opts *o, struct buf *out, const json_t *doc,
                    const json_t *consent);

static void add_json(struct buf *out, json_t *taken)
{
	char *text = json_dumps(taken, JSON_COMPACT);
	buf_adds(out, text);
	free(text);
	json_decref(taken);
}

static const json_t *find_consent(const json_t *doc, const char *id)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(doc, "consents"), i, one)
	{
		if (!strcmp(json_string_value(json_object_get(one, "id")), id))
			return one;
	}
	return NULL;
}

static json_t *whole(const json_t *doc, const json_t *consent)
{
	json_t *row = json_pack("{s:O, s:O, s:O}", "case", json_object_get(doc, "case"), "flow",
	                        json_object_get(doc, "flow"), "opened_at",
	                        json_object_get(doc, "opened_at"));
	json_object_update(row, (json_t *)consent);
	return row;
}

json_t *consent_whole(const json_t *doc, const char *id)
{
	const json_t *consent = find_consent(doc, id);
	return consent ? whole(doc, consent) : NULL;
}

static void add_whole(const struct consent_export_opts *o, struct buf *out, const json_t *doc,
                      const json_t *consent)
{
	(void)o;
	add_json(out, whole(doc, consent));
}

static void add_csv(const struct consent_export_opts *o, struct buf *out, const json_t *doc,
                    const json_t *consent)
{
	(void)o;
	consent_csv_row(out, doc, consent);
}

static void add_27560(const struct consent_export_opts *o, struct buf *out, const json_t *doc,
                      const json_t *consent)
{
	add_json(out, consent_27560_record(doc, consent, o->who));
}

static void add_receipt(const struct consent_export_opts *o, struct buf *out, const json_t *doc,
                        const json_t *consent)
{
	add_json(out, consent_kantara_receipt(doc, consent, o->who));
}

static void begin_csv(const struct consent_export_opts *o, struct buf *out)
{
	if (o->bom)
		buf_adds(out, "\xEF\xBB\xBF");
	consent_csv_head(out);
}

static void begin_27560(const struct consent_export_opts *o, struct buf *out)
{
	(void)o;
	buf_adds(out, "{\"@context\":");
	add_json(out, consent_27560_context());
	buf_adds(out, ",\"@graph\":[");
}

static void begin_list(const struct consent_export_opts *o, struct buf *out)
{
	(void)o;
	buf_adds(out, "[");
}

static const struct format {
	const char *name, *type;
	void (*begin)(const struct consent_export_opts *o, struct buf *out); /* NULL: nothing */
	add_fn *add;
	const char *between, *end;
	const char *state; /* of these alone; NULL: all */
} formats[CONSENT_FORMATS] = {
	[CONSENT_JSON] = { "json", "application/json", begin_list, add_whole, ",\n", "]\n", NULL },
	[CONSENT_JSONL] = { "jsonl", "application/jsonl", NULL, add_whole, "\n", "\n", NULL },
	[CONSENT_CSV] = { "csv", "text/csv; charset=utf-8", begin_csv, add_csv, "", "", NULL },
	[CONSENT_27560] = { "27560", "application/ld+json", begin_27560, add_27560, ",\n", "]}\n",
	                    NULL },
	[CONSENT_KANTARA] = { "kantara", "application/json", begin_list, add_receipt, ",\n", "]\n",
	                      "granted" },
};

enum consent_format consent_format_from(const char *name)
{
	int f = 0;
	while (f < CONSENT_FORMATS && strcmp(formats[f].name, name))
		f++;
	return (enum consent_format)f;
}

const char *consent_format_name(enum consent_format f)
{
	return formats[f].name;
}

const char *consent_format_type(enum consent_format f)
{
	return formats[f].type;
}

int consent_format_ready(enum consent_format f, const struct controller *who, struct err *e)
{
	enum { BY_27560 = 1, BY_KANTARA = 2, BY_BOTH = 3 };
	const struct {
		const char *key, *value;
		int by;
	} needed[] = {
		{ "name", who->name, BY_BOTH },
		{ "contact", who->contact, BY_BOTH },
		{ "email", who->email, BY_KANTARA },
		{ "phone", who->phone, BY_KANTARA },
		{ "address.street", who->address.street, BY_BOTH },
		{ "address.country", who->address.country, BY_BOTH },
		{ "jurisdiction", who->jurisdiction, BY_BOTH },
		{ "policy_url", who->policy_url, BY_KANTARA },
		{ "service", who->service, BY_KANTARA },
		{ "storage_country", who->storage_country, BY_27560 },
		{ "withdrawal", who->withdrawal, BY_27560 },
	};
	int by = f == CONSENT_27560 ? BY_27560 : f == CONSENT_KANTARA ? BY_KANTARA : 0;
	struct buf missing = { 0 };
	for (size_t i = 0; i < COUNT_OF(needed); i++)
		if (needed[i].by & by && !needed[i].value)
			buf_addf(&missing, "%scontroller.%s", missing.len_bytes ? ", " : "",
			         needed[i].key);
	if (missing.len_bytes)
		err_set(e, E_CONFIG,
		        "this format names who answers for the data: add %s to the configuration "
		        "(docs/config.schema.json)",
		        missing.data);
	int rc = missing.len_bytes ? -1 : 0;
	buf_free(&missing);
	return rc;
}

/* ---- going through the store ---- */

struct row {
	char *case_id, *id;
	int64_t at_ms;
};

struct running {
	const struct consent_export_opts *o;
	const struct format *f;
	struct store_consent_query q; /* o's, and what the format takes of it */
	struct row *rows;
	size_t count, written;
	char *read; /* the case of doc */
	json_t *doc;
	struct buf *out;
};

static int gather(void *arg, const char *case_id, const struct store_consent *k)
{
	struct running *x = arg;
	x->rows = xrealloc(x->rows, (x->count + 1) * sizeof *x->rows);
	x->rows[x->count++] = (struct row){ xstrdup(case_id), xstrdup(k->id), k->at_ms };
	return 0;
}

static int gather_given(struct running *x)
{
	for (size_t i = 0; i < x->o->rows_count; i++) {
		const struct consent_export_row *r = &x->o->rows[i];
		const struct store_consent k = { .id = r->id };
		gather(x, r->case_id, &k);
	}
	if (x->f->state)
		x->q.state = x->f->state;
	return 0;
}

/* One row more than the page was asked for: so it is known whether there is a next one. */
static int gather_page(struct running *x, struct err *e)
{
	static const struct store_consent_query all = { 0 };
	struct consent_cursor last = { .at_ms = 0 };
	x->q = x->o->query ? *x->o->query : all;
	size_t limit = x->q.limit;
	if (x->o->rows)
		return gather_given(x);
	if (x->f->state && x->q.state && strcmp(x->f->state, x->q.state))
		return 0;
	if (x->f->state)
		x->q.state = x->f->state;
	x->q.limit = limit ? limit + 1 : 0;
	if (x->o->store->ops->consents(x->o->store, &x->q, gather, x, e))
		return -1;
	if (!limit || x->count <= limit)
		return 0;
	struct row *r = &x->rows[--x->count];
	free(r->case_id);
	free(r->id);
	r--;
	snprintf(last.case_id, sizeof last.case_id, "%s", r->case_id);
	snprintf(last.id, sizeof last.id, "%s", r->id);
	last.at_ms = r->at_ms;
	if (x->o->next)
		*x->o->next = consent_cursor_text(&last);
	return 0;
}

void consent_expire(json_t *doc, int64_t now_ms)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(doc, "consents"), i, one)
	{
		int64_t ends_ms = time_parse(json_string_value(json_object_get(one, "expires_at")));
		const char *state = json_string_value(json_object_get(one, "state"));
		if (ends_ms > 0 && ends_ms <= now_ms && !strcmp(state, "granted"))
			json_object_set_new(one, "state", json_string("expired"));
	}
}

/* New; NULL: it had no consent then, or as cases_fold. */
static json_t *document_at(const struct consent_export_opts *o, const char *case_id, struct err *e)
{
	int64_t at_ms = o->as_of_ms ? o->as_of_ms : INT64_MAX;
	struct support_case *c = cases_fold_to(o->store, case_id, at_ms, e);
	json_t *doc = c ? consent_document(c) : NULL;
	if (o->now_ms)
		consent_expire(doc, o->now_ms);
	case_free(c);
	return doc;
}

/* The document of the row's case; that of the last row most often. */
static int read_document(struct running *x, const struct row *r, struct err *e)
{
	if (x->read && !strcmp(x->read, r->case_id))
		return 0;
	json_t *doc = document_at(x->o, r->case_id, e);
	if (!doc && e->code != E_NONE)
		return -1;
	json_decref(x->doc);
	free(x->read);
	x->doc = doc;
	x->read = xstrdup(r->case_id);
	return 0;
}

/* It may have changed since the rows were gathered. */
static bool is_still_asked_for(const struct running *x, const json_t *consent)
{
	const char *state = json_string_value(json_object_get(consent, "state"));
	return consent && (!x->q.state || !strcmp(x->q.state, state));
}

static int write_row(struct running *x, const struct row *r, struct err *e)
{
	if (read_document(x, r, e))
		return -1;
	const json_t *consent = find_consent(x->doc, r->id);
	if (!is_still_asked_for(x, consent))
		return 0;
	if (x->written++)
		buf_adds(x->out, x->f->between);
	x->f->add(x->o, x->out, x->doc, consent);
	return x->o->flush ? x->o->flush(x->o->arg, x->out, e) : 0;
}

static int write_all(struct running *x, struct err *e)
{
	if (x->f->begin)
		x->f->begin(x->o, x->out);
	for (size_t i = 0; i < x->count; i++)
		if (write_row(x, &x->rows[i], e))
			return -1;
	if (x->written || x->f->begin)
		buf_adds(x->out, x->f->end);
	return x->o->flush ? x->o->flush(x->o->arg, x->out, e) : 0;
}

int consent_export_run(const struct consent_export_opts *o, struct buf *out, struct err *e)
{
	struct running x = { .o = o, .f = &formats[o->format], .out = out };
	if (o->next)
		*o->next = NULL;
	int rc = gather_page(&x, e);
	if (!rc)
		rc = write_all(&x, e);
	if (o->written)
		*o->written = x.written;
	for (size_t i = 0; i < x.count; i++) {
		free(x.rows[i].case_id);
		free(x.rows[i].id);
	}
	free(x.rows);
	free(x.read);
	json_decref(x.doc);
	return rc;
}
