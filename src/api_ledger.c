/* /v1/ledger, /v1/phrases, /v1/exports: what is asked of all consents and all uses of phrases at once. The ledger is
 * read and asked in a thread of the pool, one question after the other; who asks while it is read for the first time is
 * told how far that is. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api_impl.h"
#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "config.h"
#include "consent_export.h"
#include "engine.h"
#include "exports.h"
#include "ledger.h"
#include "log.h"
#include "loop.h"
#include "phrase.h"
#include "store.h"

enum {
	ROWS_USUAL = 100,
	ROWS_MAX = 500,
	EXPORT_MAX = 10000, /* about 26 MB and 5 s of a thread */
	WAITING_MAX = 32,
	SLICE_MS = 400, /* of reading; then who waits is told */
};

/* One question. */
struct ledger_job {
	struct ledger_job *next;
	struct ledger_desk *d;
	struct call k;
	void (*work)(struct ledger_job *j, struct store *s); /* in the pool */
	json_t *given; /* the query's members, from which q and uq borrow */
	struct ledger_query q;
	struct ledger_use_query uq;
	enum consent_format format;
	json_t *texts;   /* of phrases, as they are now; NULL: nobody asks */
	json_t *more;    /* of an error; NULL */
	json_t *body;    /* the answer, or */
	struct buf file; /* the export */
	struct err err;
};

/* All that waits for the one ledger. */
struct ledger_desk {
	struct api *a; /* NULL: abandoned */
	struct ledger *l;
	char *dir;
	struct controller who; /* the configuration's texts, which outlive it */
	struct ledger_job *first, **end;
	size_t waiting;
	bool working;
	/* the pool's while it works */
	struct ledger_job *now; /* what is asked; NULL: it only reads */
	bool whole;             /* as far as the last reading knows */
	struct err read_err;
};

static void job_free(struct ledger_job *j)
{
	json_decref(j->given);
	json_decref(j->texts);
	json_decref(j->body);
	json_decref(j->more);
	buf_free(&j->file);
	free(j);
}

static const char *given(const struct ledger_job *j, const char *name)
{
	return json_string_value(json_object_get(j->given, name));
}

static void desk_free(struct ledger_desk *d)
{
	for (struct ledger_job *j = d->first, *next; j; j = next) {
		next = j->next;
		job_free(j);
	}
	if (d->now)
		job_free(d->now);
	ledger_free(d->l);
	free(d->dir);
	free(d);
}

/* ---- in the pool ---- */

static void work_export(struct ledger_job *j, struct store *s);

static void ask(struct ledger_desk *d, struct ledger_job *j, struct store *s)
{
	if (j->work == work_export) { /* long: it must not hold up what an erasure waits for */
		j->work(j, s);
		return;
	}
	if (s->ops->read_begin(s, &j->err))
		return;
	/* what came meanwhile, so that all that is answered is of one moment */
	if (ledger_read_on(d->l, s, SLICE_MS, &j->err) >= 0)
		j->work(j, s);
	s->ops->read_end(s);
}

static void desk_work(void *arg)
{
	struct ledger_desk *d = arg;
	const struct store_sqlite_opts so = { .dir = d->dir, .read_only = true };
	d->read_err = (struct err){ 0 };
	struct store *s = store_sqlite_new(NULL, &so, &d->read_err);
	if (!s)
		return;
	int rc = ledger_read_on(d->l, s, SLICE_MS, &d->read_err);
	d->whole = rc == 1;
	if (d->whole && d->now)
		ask(d, d->now, s);
	s->ops->free(s);
}

static void work_list(struct ledger_job *j, struct store *s)
{
	j->body = ledger_list(j->d->l, s, &j->q, clock_now_ms(), &j->err);
}

static void work_evidence(struct ledger_job *j, struct store *s)
{
	const struct ledger_evidence_query q = {
		.store = s,
		.dir = j->d->dir,
		.case_id = j->q.of.case_id,
		.id = j->q.of.id,
		.as_of_ms = j->q.as_of_ms,
		.now_ms = j->q.as_of_ms ? j->q.as_of_ms : clock_now_ms(),
	};
	j->body = ledger_evidence(j->d->l, &q, &j->err);
}

static void work_phrases(struct ledger_job *j, struct store *s)
{
	(void)s;
	j->body = ledger_phrases(j->d->l, &j->uq);
	json_object_set(j->body, "texts", j->texts);
}

static void work_uses(struct ledger_job *j, struct store *s)
{
	j->body = ledger_uses(j->d->l, s, &j->uq, &j->err);
}

static int write_export(struct ledger_job *j, struct store *s, const struct ledger_rows *rows)
{
	size_t written = 0;
	const struct store_consent_query same = { .state = j->q.of.state };
	const struct consent_export_opts o = { .store = s,
		                               .rows = rows->list,
		                               .rows_count = rows->count,
		                               .query = &same,
		                               .as_of_ms = j->q.as_of_ms,
		                               .now_ms = j->q.as_of_ms ? j->q.as_of_ms
		                                                       : clock_now_ms(),
		                               .format = j->format,
		                               .who = &j->d->who,
		                               .written = &written,
		                               .bom = json_object_get(j->given, "bom") != NULL };
	struct export_note note = { .who = j->k.who.name,
		                    .source = j->k.who.source,
		                    .format = consent_format_name(j->format),
		                    .filter = j->given };
	if (consent_export_run(&o, &j->file, &j->err))
		return -1;
	note.consents = written;
	return exports_add(j->d->dir, &note, &j->file, &j->err);
}

static void work_export(struct ledger_job *j, struct store *s)
{
	struct ledger_rows rows = { 0 };
	int64_t now_ms = clock_now_ms(), at_ms = j->q.as_of_ms ? j->q.as_of_ms : now_ms;
	int rc = ledger_rows(j->d->l, s, &j->q, now_ms, EXPORT_MAX, &rows, &j->err);
	if (rc && j->err.code == E_CONFLICT)
		j->more = json_pack("{s:I, s:I, s:o}", "total", (json_int_t)rows.total, "parts",
		                    (json_int_t)rows.parts, "as_of", time_json(at_ms));
	else if (!rc && !rows.count && j->q.of.id)
		err_set(&j->err, E_NOT_FOUND, "there was no such consent then");
	else if (!rc)
		write_export(j, s, &rows);
	free(rows.list);
}

/* ---- on the loop ---- */

static void desk_next(struct ledger_desk *d);

static void answer_export(struct ledger_job *j)
{
	static const char *const files[CONSENT_FORMATS][2] = {
		[CONSENT_JSON] = { "consents", "json" },
		[CONSENT_JSONL] = { "consents", "jsonl" },
		[CONSENT_CSV] = { "consents", "csv" },
		[CONSENT_27560] = { "consents", "jsonld" },
		[CONSENT_KANTARA] = { "receipts", "json" },
	};
	char at[25] = "";
	if (j->q.as_of_ms)
		time_text(j->q.as_of_ms, at);
	for (char *c = at; *c; c++)
		*c = *c == ':' ? '-' : *c;
	const char *part = given(j, "part");
	char *file = xasprintf("attachment; filename=\"%s%s%s%s%s%s%s.%s\"", files[j->format][0],
	                       j->q.of.id ? "-" : "", j->q.of.id ? j->q.of.case_id : "",
	                       *at ? "-as-of-" : "", at, part ? "-part-" : "", part ? part : "",
	                       files[j->format][1]);
	const struct http_header more = { "Content-Disposition", file };
	log_fact(LOG_INFO, "consents_exported", LF_KIND, "s", consent_format_name(j->format),
	         LF_END);
	api_answer_document(&j->k, consent_format_type(j->format), &j->file, &more, 1);
	free(file);
}

static void answer(struct ledger_job *j)
{
	if (j->err.code != E_NONE) {
		api_answer_error(&j->k, &j->err, json_incref(j->more));
	} else if (j->body) {
		api_answer_json(&j->k, 200, j->body);
		j->body = NULL;
	} else {
		answer_export(j);
	}
}

static void answer_reading(struct ledger_desk *d, struct ledger_job *j)
{
	int64_t read, of;
	ledger_progress(d->l, &read, &of);
	err_set(&j->err, E_BUSY,
	        "the ledger is being read for the first time: ask again in a moment");
	api_answer_error(&j->k, &j->err,
	                 json_pack("{s:I, s:I}", "read", (json_int_t)read, "of", (json_int_t)of));
}

static struct ledger_job *take_first(struct ledger_desk *d)
{
	struct ledger_job *j = d->first;
	d->first = j->next;
	if (!d->first)
		d->end = &d->first;
	d->waiting--;
	return j;
}

static void end_job(struct ledger_desk *d, struct ledger_job *j)
{
	if (d->read_err.code != E_NONE)
		api_answer_error(&j->k, &d->read_err, NULL);
	else if (d->whole)
		answer(j);
	else
		answer_reading(d, j);
	job_free(j);
}

static void desk_done(void *arg)
{
	struct ledger_desk *d = arg;
	bool failed = d->read_err.code != E_NONE;
	d->working = false;
	if (!d->a) {
		desk_free(d);
		return;
	}
	if (d->now)
		end_job(d, d->now);
	d->now = NULL;
	while (d->first && (failed || !d->whole)) /* there is none of these to be answered */
		end_job(d, take_first(d));
	if (d->first || (!failed && !d->whole)) /* who asked comes again: it is read meanwhile */
		desk_next(d);
}

static void desk_next(struct ledger_desk *d)
{
	if (d->working)
		return;
	d->working = true;
	d->now = d->first ? take_first(d) : NULL;
	loop_work(d->a->o.loop, desk_work, desk_done, d);
}

static struct ledger_desk *desk_of(struct api *a)
{
	if (a->ledger)
		return a->ledger;
	struct ledger_desk *d = a->ledger = xcalloc(1, sizeof *d);
	d->a = a;
	d->l = ledger_new();
	d->dir = xstrdup(a->o.config->data);
	d->who = a->o.config->controller;
	d->end = &d->first;
	return d;
}

void ledger_abandon(struct api *a)
{
	struct ledger_desk *d = a->ledger;
	a->ledger = NULL;
	if (!d)
		return;
	d->a = NULL;
	if (!d->working)
		desk_free(d);
}

/* ---- what is asked ---- */

/* A question with the members of its query that it may have. */
static struct ledger_job *job_new(struct call *k, const char *const *names)
{
	struct ledger_job *j = xcalloc(1, sizeof *j);
	j->k = *k;
	j->given = json_object();
	j->format = CONSENT_FORMATS;
	for (; *names; names++) {
		const char *value = http_req_query(k->req, *names);
		if (value && *value)
			json_object_set_new(j->given, *names, json_string(value));
	}
	return j;
}

/* j is taken. */
static void queue(struct ledger_job *j, void (*work)(struct ledger_job *j, struct store *s),
                  struct err *e)
{
	struct ledger_desk *d = desk_of(j->k.a);
	if (e->code == E_NONE && d->waiting == WAITING_MAX)
		err_set(e, E_BUSY, "many ask the ledger: ask again in a moment");
	if (e->code != E_NONE) {
		api_answer_error(&j->k, e, NULL);
		job_free(j);
		return;
	}
	j->d = d;
	j->work = work;
	*d->end = j;
	d->end = &j->next;
	d->waiting++;
	desk_next(d);
}

static int read_format(struct ledger_job *j, struct err *e)
{
	const char *format = http_req_query(j->k.req, "format"),
		   *bom = http_req_query(j->k.req, "bom");
	if (!format)
		return 0;
	j->format = consent_format_from(format);
	if (bom && !strcmp(bom, "true"))
		json_object_set_new(j->given, "bom", json_true());
	if (j->format == CONSENT_FORMATS)
		return err_set(e, E_INPUT,
		               "format: expected json, jsonl, csv, 27560 or kantara, not '%.20s'",
		               format);
	return consent_format_ready(j->format, &j->k.a->o.config->controller, e);
}

static int read_query(struct ledger_job *j, struct err *e)
{
	for (size_t i = 0; ledger_filters[i]; i++) {
		const char *value = given(j, ledger_filters[i]);
		if (value && ledger_query_set(&j->q, ledger_filters[i], value, e))
			return -1;
	}
	if (j->q.part && !j->q.as_of_ms)
		return err_set(e, E_INPUT,
		               "part: give as_of, too, so that all parts are of one moment");
	j->q.of.limit = api_limit(&j->k, ROWS_USUAL, ROWS_MAX);
	return read_format(j, e);
}

void ledger_get(struct call *k)
{
	struct err e = { 0 };
	struct ledger_job *j = job_new(k, ledger_filters);
	read_query(j, &e);
	queue(j, j->format == CONSENT_FORMATS ? work_list : work_export, &e);
}

void ledger_show(struct call *k)
{
	static const char *const names[] = { "as_of", NULL };
	struct err e = { 0 };
	struct ledger_job *j = job_new(k, names);
	json_object_set_new(j->given, "case", json_string(k->part));
	json_object_set_new(j->given, "consent", json_string(k->second));
	read_query(j, &e);
	j->q.of.id = given(j, "consent");
	queue(j, j->format == CONSENT_FORMATS ? work_evidence : work_export, &e);
}

static struct ledger_job *use_job(struct call *k, struct err *e)
{
	struct ledger_job *j = job_new(k, ledger_use_filters);
	const char *offset = http_req_query(k->req, "offset");
	j->uq.use = -1;
	for (size_t i = 0; ledger_use_filters[i]; i++) {
		const char *value = given(j, ledger_use_filters[i]);
		if (value && ledger_use_query_set(&j->uq, ledger_use_filters[i], value, e))
			break;
	}
	j->uq.limit = api_limit(k, ROWS_USUAL, ROWS_MAX);
	j->uq.offset = offset ? (size_t)strtoul(offset, NULL, 10) : 0;
	return j;
}

static void add_texts(json_t *texts, const struct bundle *b)
{
	json_t *ids = bundle_phrase_ids(b), *one;
	size_t i;
	json_array_foreach(ids, i, one)
	{
		const char *id = json_string_value(one);
		const struct phrase *p = json_object_get(texts, id) ? NULL : bundle_phrase(b, id);
		char *text = p ? phrase_template(p) : NULL;
		if (text)
			json_object_set_new(texts, id, json_string(text));
		free(text);
	}
	json_decref(ids);
}

void phrases_get(struct call *k)
{
	struct err e = { 0 };
	struct ledger_job *j = use_job(k, &e);
	struct flow_set *set = engine_flows(k->a->o.engine);
	j->texts = json_object();
	for (size_t i = 0; i < flow_set_count(set); i++)
		add_texts(j->texts, flow_set_at(set, i));
	queue(j, work_phrases, &e);
}

void phrases_uses(struct call *k)
{
	struct err e = { 0 };
	struct ledger_job *j = use_job(k, &e);
	queue(j, work_uses, &e);
}

void exports_get(struct call *k)
{
	struct err e = { 0 };
	json_t *list = exports_list(k->a->o.config->data, api_limit(k, ROWS_USUAL, ROWS_MAX), &e);
	if (list)
		api_answer_json(k, 200, json_pack("{s:o}", "exports", list));
	else
		api_answer_error(k, &e, NULL);
}
