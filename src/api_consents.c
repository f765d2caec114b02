/* /v1/consents: lists, records, and exports of them. What is asked for whole is read in a thread of the
 * pool, by a connection of its own: a case takes 0.2 to 0.6 ms to read, and the loop has other things
 * to do. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_impl.h"
#include "as_of.h"
#include "case.h"
#include "cases.h"
#include "clock.h"
#include "config.h"
#include "consent.h"
#include "consent_export.h"
#include "consent_query.h"
#include "exports.h"
#include "loop.h"
#include "store.h"

enum {
	ROWS_USUAL = 100,
	ROWS_MAX = 500,
	RECORDS_USUAL = 1000,
	RECORDS_MAX = 5000, /* about 13 MB and 3 s of a thread */
};

/* ---- what is asked for ---- */

/* A query with its own texts: the request may be gone before the thread has ended. */
struct asked {
	struct store_consent_query q;
	struct consent_cursor at;
	char *texts[10];
	size_t texts_count;
};

static const char *own(struct asked *a, const char *text)
{
	return a->texts[a->texts_count++] = xstrdup(text);
}

static void asked_clear(struct asked *a)
{
	for (size_t i = 0; i < a->texts_count; i++)
		free(a->texts[i]);
	a->texts_count = 0;
}

/* The filters of the query, and of the path where it names a case or a consent. */
static int read_asked(struct call *k, struct asked *a, struct err *e)
{
	const char *cursor = http_req_query(k->req, "cursor");
	for (size_t i = 0; consent_filters[i]; i++) {
		const char *value = http_req_query(k->req, consent_filters[i]);
		if (value && consent_query_set(&a->q, consent_filters[i], own(a, value), e))
			return -1;
	}
	if (*k->part)
		a->q.case_id = own(a, k->part);
	if (*k->second)
		a->q.id = own(a, k->second);
	return cursor ? consent_cursor_set(&a->q, &a->at, cursor, e) : 0;
}

/* ---- in which form ---- */

/* The first of what the client takes that is made here; q values are not weighed. */
static enum consent_format accepted(const char *accept)
{
	static const struct {
		const char *type;
		enum consent_format format;
	} types[] = {
		{ "text/csv", CONSENT_CSV },
		{ "application/jsonl", CONSENT_JSONL },
		{ "application/x-ndjson", CONSENT_JSONL },
		{ "application/ld+json", CONSENT_27560 },
		{ "application/json", CONSENT_FORMATS },
		{ "*/*", CONSENT_FORMATS },
	};
	for (const char *at = accept; at && *at; at += strcspn(at, ",")) {
		at += strspn(at, ", \t");
		size_t n = strcspn(at, ",; \t");
		for (size_t i = 0; i < COUNT_OF(types); i++)
			if (strlen(types[i].type) == n && !strncasecmp(types[i].type, at, n))
				return types[i].format;
	}
	return CONSENT_FORMATS;
}

/* CONSENT_FORMATS: this API's own JSON. */
static int read_format(struct call *k, enum consent_format *f, struct err *e)
{
	const char *given = http_req_query(k->req, "format");
	*f = given ? consent_format_from(given) : accepted(http_req_header(k->req, "accept"));
	if (given && *f == CONSENT_FORMATS)
		return err_set(e, E_INPUT,
		               "format: expected json, jsonl, csv, 27560 or kantara, not '%.20s'",
		               given);
	return *f == CONSENT_FORMATS ? 0 : consent_format_ready(*f, &k->a->o.config->controller, e);
}

static void add_escaped(struct buf *b, const char *text)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
	for (; *text; text++)
		buf_addf(b, strchr(plain, *text) ? "%c" : "%%%02X", (unsigned char)*text);
}

/* The address of the next page: this one with another cursor. Caller frees. */
static char *next_link(struct call *k, const char *cursor, enum consent_format f)
{
	static const char *const kept[] = { "case",  "kind",  "state", "subject", "party",
		                            "since", "until", "limit", "bom" };
	struct buf b = { 0 };
	buf_addf(&b, "</v1/consents%s%s?cursor=%s", *k->part ? "/" : "", k->part, cursor);
	for (size_t i = 0; i < COUNT_OF(kept); i++) {
		const char *value = http_req_query(k->req, kept[i]);
		if (!value)
			continue;
		buf_addf(&b, "&%s=", kept[i]);
		add_escaped(&b, value);
	}
	buf_addf(&b, "&format=%s>; rel=\"next\"", consent_format_name(f));
	return buf_take(&b);
}

/* ---- exports ---- */

struct export_job {
	struct call k; /* k.a NULL: abandoned */
	struct asked asked;
	enum consent_format format;
	char *dir;
	struct controller who; /* the configuration's texts, which outlive it */
	json_t *filter;        /* as it was asked for */
	bool bom;
	struct buf out;
	char *next;
	struct err err;
};

static void job_free(struct export_job *j)
{
	asked_clear(&j->asked);
	free(j->dir);
	free(j->next);
	json_decref(j->filter);
	buf_free(&j->out);
	free(j);
}

/* In the pool. */
static void job_work(void *arg)
{
	struct export_job *j = arg;
	const struct store_sqlite_opts so = { .dir = j->dir, .read_only = true };
	struct store *s = store_sqlite_new(NULL, &so, &j->err);
	if (!s)
		return;
	size_t written = 0;
	const struct consent_export_opts o = { .store = s,
		                               .query = &j->asked.q,
		                               .format = j->format,
		                               .who = &j->who,
		                               .bom = j->bom,
		                               .written = &written,
		                               .next = &j->next };
	struct export_note note = { .who = j->k.who.name,
		                    .source = j->k.who.source,
		                    .format = consent_format_name(j->format),
		                    .filter = j->filter };
	if (consent_export_run(&o, &j->out, &j->err) == 0) {
		note.consents = written;
		exports_add(j->dir, &note, &j->out, &j->err);
	}
	s->ops->free(s);
}

static void job_answer(struct export_job *j)
{
	static const char *const files[CONSENT_FORMATS] = {
		[CONSENT_JSON] = "consents.json",    [CONSENT_JSONL] = "consents.jsonl",
		[CONSENT_CSV] = "consents.csv",      [CONSENT_27560] = "consents.jsonld",
		[CONSENT_KANTARA] = "receipts.json",
	};
	char *file = xasprintf("attachment; filename=\"%s\"", files[j->format]);
	char *link = j->next ? next_link(&j->k, j->next, j->format) : NULL;
	const struct http_header more[] = { { "Content-Disposition", file }, { "Link", link } };
	api_answer_document(&j->k, consent_format_type(j->format), &j->out, more, link ? 2 : 1);
	free(file);
	free(link);
}

static void job_done(void *arg)
{
	struct export_job *j = arg;
	if (j->k.a)
		j->k.a->exporting = NULL;
	if (j->k.a && j->err.code != E_NONE)
		api_answer_error(&j->k, &j->err, NULL);
	else if (j->k.a)
		job_answer(j);
	job_free(j);
}

void consents_abandon(struct api *a)
{
	if (a->exporting)
		a->exporting->k.a = NULL;
	a->exporting = NULL;
}

static json_t *filter_asked(struct call *k)
{
	json_t *filter = json_object();
	for (size_t i = 0; consent_filters[i]; i++) {
		const char *value = http_req_query(k->req, consent_filters[i]);
		if (value)
			json_object_set_new(filter, consent_filters[i], json_string(value));
	}
	if (*k->part)
		json_object_set_new(filter, "case", json_string(k->part));
	if (*k->second)
		json_object_set_new(filter, "consent", json_string(k->second));
	return filter;
}

static int start_export(struct call *k, struct asked *asked, enum consent_format f, struct err *e)
{
	if (k->a->exporting)
		return err_set(e, E_BUSY, "another export is being made: ask again in a moment");
	struct export_job *j = xcalloc(1, sizeof *j);
	j->k = *k;
	j->asked = *asked;
	if (asked->q.after_case) { /* the place moved with it */
		j->asked.q.after_case = j->asked.at.case_id;
		j->asked.q.after_id = j->asked.at.id;
	}
	j->asked.q.limit = api_limit(k, RECORDS_USUAL, RECORDS_MAX);
	j->format = f;
	j->dir = xstrdup(k->a->o.config->data);
	j->filter = filter_asked(k);
	j->who = k->a->o.config->controller;
	const char *bom = http_req_query(k->req, "bom");
	j->bom = bom && !strcmp(bom, "true");
	asked->texts_count = 0; /* they are the job's */
	k->a->exporting = j;
	loop_work(k->a->o.loop, job_work, job_done, j);
	return 0;
}

/* ---- lists ---- */

struct listing {
	json_t *rows;
	size_t limit;
	struct consent_cursor last;
	bool more;
};

static int add_row(void *arg, const char *case_id, const struct store_consent *c)
{
	struct listing *l = arg;
	l->more = json_array_size(l->rows) == l->limit;
	if (l->more)
		return 0;
	json_array_append_new(l->rows, consent_row(case_id, c));
	snprintf(l->last.case_id, sizeof l->last.case_id, "%s", case_id);
	snprintf(l->last.id, sizeof l->last.id, "%s", c->id);
	l->last.at_ms = c->at_ms;
	return 0;
}

static int answer_rows(struct call *k, struct asked *a, struct err *e)
{
	struct store *s = k->a->o.store;
	struct listing l = { .rows = json_array(), .limit = api_limit(k, ROWS_USUAL, ROWS_MAX) };
	a->q.limit = l.limit + 1;
	if (s->ops->consents(s, &a->q, add_row, &l, e)) {
		json_decref(l.rows);
		return -1;
	}
	char *next = l.more ? consent_cursor_text(&l.last) : NULL;
	api_answer_json(k, 200,
	                json_pack("{s:o, s:o}", "consents", l.rows, "next",
	                          next ? json_string(next) : json_null()));
	free(next);
	return 0;
}

/* ---- records ---- */

/* The document of the case with its consents, or the one of the path, which is known to be there. NULL:
 * as cases_fold. */
static json_t *read_record(struct call *k, struct err *e)
{
	struct support_case *c = cases_fold(k->a->o.store, k->part, e);
	json_t *doc = c ? consent_document(c) : NULL;
	case_free(c);
	if (!doc || !*k->second)
		return doc;
	json_t *found = consent_whole(doc, k->second);
	json_decref(doc);
	return found;
}

static int answer_record(struct call *k, struct err *e)
{
	json_t *record = read_record(k, e);
	if (!record)
		return -1;
	api_answer_json(k, 200, record);
	return 0;
}

/* ---- routes ---- */

static int count_row(void *arg, const char *case_id, const struct store_consent *c)
{
	(void)case_id, (void)c;
	++*(size_t *)arg;
	return 0;
}

/* What the path names must be there, whatever the filters leave of it. */
static int check_named(struct call *k, const struct asked *a, struct err *e)
{
	struct store *s = k->a->o.store;
	const struct store_consent_query q = { .case_id = a->q.case_id, .id = a->q.id, .limit = 1 };
	size_t found = 0;
	if (!*k->part)
		return 0;
	if (s->ops->consents(s, &q, count_row, &found, e))
		return -1;
	return found ? 0 : err_set(e, E_NOT_FOUND, "there is no such consent");
}

static int answer(struct call *k, struct asked *a, struct err *e)
{
	enum consent_format f;
	if (read_asked(k, a, e) || read_format(k, &f, e) || check_named(k, a, e))
		return -1;
	if (f != CONSENT_FORMATS)
		return start_export(k, a, f, e);
	return *k->part ? answer_record(k, e) : answer_rows(k, a, e);
}

void consents_get(struct call *k)
{
	struct asked a = { .texts_count = 0 };
	struct err e = { 0 };
	if (answer(k, &a, &e))
		api_answer_error(k, &e, NULL);
	asked_clear(&a);
}

/* ---- "was it allowed then?" ---- */

static json_t *asked_of_case(struct call *k)
{
	static const char *const members[] = { "act", "party", "tells", "contact_of", "as_of" };
	json_t *q = json_pack("{s:s}", "case", k->part);
	for (size_t i = 0; i < COUNT_OF(members); i++) {
		const char *value = http_req_query(k->req, members[i]);
		if (value)
			json_object_set_new(q, members[i], json_string(value));
	}
	return q;
}

/* One case, in the loop: it takes a millisecond or two. */
void consents_allowed(struct call *k)
{
	struct err e = { 0 };
	struct as_of_question q;
	struct as_of *a = NULL;
	json_t *asked = asked_of_case(k), *found = NULL;
	if (as_of_read(&q, asked, clock_now_ms(), &e) == 0)
		a = as_of_open(k->a->o.store, k->part, &e);
	if (a)
		found = as_of_answer(a, &q, &e);
	if (found)
		api_answer_json(k, 200, found);
	else
		api_answer_error(k, &e, NULL);
	as_of_free(a);
	json_decref(asked);
}
