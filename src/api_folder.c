/* /v1/folder, /v1/check, /v1/coverage, /v1/plays: what a designer's files are, what is wrong with them, what their plays
 * reach, and each dialogue step by step. */
#include "api_folder.h"

#include <stdlib.h>
#include <string.h>

#include "api_job.h"
#include "bundle.h"
#include "check.h"
#include "config.h"
#include "crypto.h"
#include "engine.h"
#include "findings.h"
#include "folder.h"
#include "keys.h"
#include "loop.h"
#include "results.h"

/* ---- looking ---- */

/* "check:folder" -> "check:<hash>" */
static void name_content(struct folder_seen *s)
{
	struct buf b = { 0 };
	char *rest = s->key, *word;
	while ((word = strsep(&rest, ":")))
		buf_addf(&b, "%s%s", b.len_bytes ? ":" : "", strcmp(word, FOLDER) ? word : s->hash);
	free(s->key);
	s->key = buf_take(&b);
}

static void look(void *arg)
{
	struct folder_seen *s = arg;
	if (folder_hash(s->dir, s->hash, s->plays, &s->err) || !s->key)
		return;
	name_content(s);
	s->kept = results_read(s->data, s->key);
}

static void seen(void *arg)
{
	struct folder_seen *s = arg;
	struct api *a = s->k.a;
	if (a) {
		struct folder_seen **at = &a->looking;
		while (*at != s)
			at = &(*at)->next;
		*at = s->next;
		if (s->err.code == E_NONE)
			s->then(s);
		else
			api_answer_error(&s->k, &s->err, NULL);
	}
	json_decref(s->plays);
	json_decref(s->body);
	free((char *)s->dir);
	free((char *)s->data);
	free(s->key);
	free(s->kept);
	free(s);
}

void folder_look(struct call *k, json_t *body, char *key, void (*then)(struct folder_seen *s))
{
	struct folder_seen *s = xcalloc(1, sizeof *s);
	*s = (struct folder_seen){ .next = k->a->looking,
		                   .k = *k,
		                   .dir = xstrdup(k->a->o.config->flows),
		                   .data = xstrdup(k->a->o.config->data),
		                   .key = key,
		                   .plays = json_array(),
		                   .body = body,
		                   .then = then };
	k->a->looking = s;
	loop_work(k->a->o.loop, look, seen, s);
}

void folder_abandon(struct api *a)
{
	for (struct folder_seen *s = a->looking; s; s = s->next)
		s->k.a = NULL;
	a->looking = NULL;
	json_decref(a->folder);
	a->folder = NULL;
}

/* ---- what it is ---- */

static json_t *findings_json(const struct findings *found)
{
	json_t *list = json_array();
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->list[i];
		if (f->severity == FINDING_ERROR)
			json_array_append_new(list, json_pack("{s:s, s:i, s:s, s:O}", "file",
			                                      f->file, "line", f->line, "text",
			                                      f->text, "told", f->told));
	}
	return list;
}

static json_t *flows_json(struct flow_set *set)
{
	json_t *list = json_array();
	for (size_t i = 0; set && i < flow_set_count(set); i++) {
		struct bundle *b = flow_set_at(set, i);
		json_array_append_new(list,
		                      json_pack("{s:s, s:s, s:s}", "flow", bundle_flow(b), "title",
		                                bundle_title(b), "bundle", bundle_hash(b)));
	}
	return list;
}

/* To read flows takes 10 ms: once for each change of them. */
static json_t *read_folder(struct folder_seen *s)
{
	struct findings found = { 0 };
	struct flow_set *set = flow_set_load_all(s->dir, &found);
	bool whole = set && !findings_count(&found, FINDING_ERROR);
	char hash[65];
	if (whole)
		flow_set_hash(set, hash);
	json_t *out = json_pack("{s:s, s:s, s:s?, s:o, s:O, s:o}", "dir", s->dir, "content",
	                        s->hash, "hash", whole ? hash : NULL, "flows", flows_json(set),
	                        "plays", s->plays, "errors", findings_json(&found));
	flow_set_free(set);
	findings_free(&found);
	return out;
}

static void show_folder(struct folder_seen *s)
{
	struct api *a = s->k.a;
	struct flow_set *used = engine_flows(a->o.engine);
	char hash[65];
	const char *known = json_string_value(json_object_get(a->folder, "content"));
	if (!known || strcmp(known, s->hash) != 0) {
		json_decref(a->folder);
		a->folder = read_folder(s);
	}
	json_t *out = json_copy(a->folder);
	flow_set_hash(used, hash);
	json_object_set_new(out, "used",
	                    json_pack("{s:s, s:o}", "hash", hash, "flows", flows_json(used)));
	api_answer_json(&s->k, 200, out);
}

void folder_get(struct call *k)
{
	folder_look(k, NULL, NULL, show_folder);
}

/* ---- what is worked out from it ---- */

static void show_work(struct folder_seen *s, const char *const *args, bool keeps)
{
	struct err e = { 0 };
	const char *wish = http_req_query(s->k.req, "begin");
	const struct job_order o = { .key = s->key,
		                     .args = args,
		                     .folder = s->dir,
		                     .folder_hash = s->hash,
		                     .kept = s->kept,
		                     .keeps = keeps };
	/* What is worked out already is for who only passes by, too. */
	if (wish && !strcmp(wish, "no") && !s->kept && !job_find(s->k.a, s->key)) {
		api_answer_text(&s->k, 200, "{\"state\":\"none\"}");
		return;
	}
	struct job *j = job_get(s->k.a, &o, &e);
	if (j)
		job_show(&s->k, j);
	else
		api_answer_error(&s->k, &e, NULL);
}

static void show_check(struct folder_seen *s)
{
	const char *day = strrchr(s->key, ':') + 1; /* it may be found on another */
	const char *const args[] = { "check", "--json", "--flows", s->dir, "--on", day, NULL };
	show_work(s, args, true);
}

/* It may hold that a play took too long, which is of this day only. */
static void show_coverage(struct folder_seen *s)
{
	const char *const args[] = { "test", "--coverage=json", "--flows", s->dir, NULL };
	show_work(s, args, false);
}

void check_get(struct call *k)
{
	char day[CHECK_DAY];
	check_day(day);
	folder_look(k, NULL, xasprintf("check:" FOLDER ":%s", day), show_check);
}

void coverage_get(struct call *k)
{
	folder_look(k, NULL, xstrdup("coverage:" FOLDER), show_coverage);
}

/* ---- plays ---- */

static bool is_play(const json_t *plays, const char *file)
{
	size_t i;
	json_t *one;
	json_array_foreach(plays, i, one)
	{
		if (!strcmp(json_string_value(json_object_get(one, "file")), file))
			return true;
	}
	return false;
}

static struct job *begin_play(struct folder_seen *s, struct err *e)
{
	static const char *const known[] = { "file", "text", NULL };
	const char *file = json_string_value(json_object_get(s->body, "file"));
	const char *text = json_string_value(json_object_get(s->body, "text"));
	char hex[SHA256_HEX];
	if (keys_check(s->body, known, e))
		return NULL;
	if (!file == !text) {
		err_set(e, E_INPUT,
		        "expected \"file\", a play of the flows, or \"text\", one as it would "
		        "stand in a file");
		return NULL;
	}
	if (file && !is_play(s->plays, file)) {
		err_set(e, E_NOT_FOUND, "file: there is no such play: GET /v1/folder lists them");
		return NULL;
	}
	char *path = file ? xasprintf("%s/%s", s->dir, file) : xstrdup(JOB_INPUT);
	const char *const args[] = { "play", "--json", "--flows", s->dir, path, NULL };
	const char *what = file ? file : text;
	crypto_sha256_hex(what, strlen(what), hex);
	char *key = xasprintf("play:%s:%s:%s", file ? "file" : "text", s->hash, hex);
	const struct job_order o = { .key = key, .args = args, .input = text, .quick = true };
	struct job *j = job_get(s->k.a, &o, e);
	free(key);
	free(path);
	return j;
}

static void show_play(struct folder_seen *s)
{
	struct err e = { 0 };
	struct job *j = begin_play(s, &e);
	if (j)
		job_await(&s->k, j);
	else
		api_answer_error(&s->k, &e, NULL);
}

void plays_post(struct call *k)
{
	json_t *body = api_body(k);
	if (body)
		folder_look(k, body, NULL, show_play);
}
