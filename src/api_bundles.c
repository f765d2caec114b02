/* /v1/standing, /v1/diffs, /v1/deploys/run: where open cases stand, what differs between flows, and what a deploy from the
 * page would do, does and has done. Each is the command of that name, run as a child on our own data directory. */
#include <stdlib.h>
#include <string.h>

#include "api_folder.h"
#include "api_job.h"
#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "engine.h"
#include "keys.h"

/* ---- where open cases stand ---- */

#define STANDING "standing"

/* So that it never takes more than a tenth of a processor, and people still see it change. */
enum { STANDING_LEAST_MS = 2000, STANDING_SHARE = 10 };

static bool is_old(const struct api *a)
{
	int64_t after_ms = a->standing_took_ms * STANDING_SHARE;
	if (after_ms < STANDING_LEAST_MS)
		after_ms = STANDING_LEAST_MS;
	return !a->standing || clock_monotonic_us() / 1000 - a->standing_at_ms > after_ms;
}

/* What the last look has found becomes what is shown. */
static void take_standing(struct api *a)
{
	struct job *j = job_find(a, STANDING);
	if (!j || !job_is_done(j) || job_has_failed(j))
		return;
	free(a->standing);
	a->standing = xstrdup(job_text(j));
	a->standing_at_ms = job_ended_ms(j);
	a->standing_took_ms = job_took_ms(j);
	job_drop(a, STANDING);
}

void standing_get(struct call *k)
{
	struct api *a = k->a;
	struct err e = { 0 };
	take_standing(a);
	const char *const args[] = { "where", "--json", "--data", a->o.config->data, NULL };
	const struct job_order o = { .key = STANDING, .args = args, .quick = true };
	struct job *j = is_old(a) ? job_get(a, &o, &e) : NULL;
	if (a->standing && !(j && job_is_done(j)))
		api_answer_text(k, 200, a->standing);
	else if (j)
		job_await(k, j);
	else
		api_answer_error(k, &e, NULL);
}

/* ---- differences ---- */

static bool is_hash(const char *text)
{
	return strlen(text) == SHA256_HEX - 1 && !text[strspn(text, "0123456789abcdef")];
}

static bool is_folder(const char *name)
{
	return !strcmp(name, FOLDER);
}

/* What new cases run, which need not be in the store as long as no case does. */
static bool is_used(const char *name)
{
	return !strcmp(name, "used");
}

/* As an argument of `assent diff`. */
static const char *side_of(const struct folder_seen *s, const char *name)
{
	return is_folder(name) ? s->dir : is_used(name) ? JOB_INPUT : name;
}

static char *used_bundles(const struct api *a)
{
	struct flow_set *set = engine_flows(a->o.engine);
	struct buf b = { 0 };
	for (size_t i = 0; i < flow_set_count(set); i++)
		buf_addf(&b, "%s\n", bundle_content(flow_set_at(set, i)));
	return buf_take(&b);
}

static void show_diff(struct folder_seen *s)
{
	struct call *k = &s->k;
	struct err e = { 0 };
	bool reads_used = is_used(k->part) || is_used(k->second);
	bool any = is_folder(k->part) || is_folder(k->second);
	char used[SHA256_HEX], *input = reads_used ? used_bundles(k->a) : NULL;
	const char *const args[] = { "diff",
		                     "--json",
		                     "--all",
		                     "--data",
		                     k->a->o.config->data,
		                     side_of(s, k->part),
		                     side_of(s, k->second),
		                     NULL };
	const struct job_order o = { .key = s->key,
		                     .args = args,
		                     .input = input,
		                     .folder = any ? s->dir : NULL,
		                     .folder_hash = s->hash,
		                     .kept = s->kept,
		                     .keeps = true };
	flow_set_hash(engine_flows(k->a->o.engine), used);
	if (reads_used && !strstr(s->key, used))
		err_set(&e, E_BUSY, "flows came into use meanwhile: ask again");
	struct job *j = e.code == E_NONE ? job_get(k->a, &o, &e) : NULL;
	if (j)
		job_show(k, j);
	else
		api_answer_error(k, &e, NULL);
	free(input);
}

void diffs_get(struct call *k)
{
	struct err e = { 0 };
	char used[SHA256_HEX];
	const char *const both[] = { k->part, k->second };
	for (size_t i = 0; i < COUNT_OF(both); i++)
		if (!is_folder(both[i]) && !is_used(both[i]) && !is_hash(both[i]))
			err_set(&e, E_NOT_FOUND,
			        "expected \"folder\", \"used\", or the hash of a deploy or a "
			        "bundle: GET /v1/deploys and /v1/standing list them");
	flow_set_hash(engine_flows(k->a->o.engine), used);
	if (e.code == E_NONE)
		folder_look(k, NULL,
		            xasprintf("diff:%s:%s", is_used(k->part) ? used : k->part,
		                      is_used(k->second) ? used : k->second),
		            show_diff);
	else
		api_answer_error(k, &e, NULL);
}

/* ---- deploys from the page ---- */

#define RUN "deploy run"

/* {"state", "dry_run", "to", "by", "at"}: what it is about; its job has the rest. */
static json_t *run_head(const struct api *a, const char *state)
{
	json_t *head = json_copy(a->run);
	json_object_set_new(head, "state", json_string(state));
	return head;
}

static void answer_run(struct call *k, int status)
{
	struct job *j = k->a->run ? job_find(k->a, RUN) : NULL;
	if (!j) {
		api_answer_json(k, status, json_pack("{s:s}", "state", "none"));
		return;
	}
	if (job_is_done(j) && job_has_failed(j)) {
		json_t *failed = run_head(k->a, "failed");
		json_object_set_new(failed, "error", json_string(job_text(j)));
		api_answer_json(k, status, failed);
		return;
	}
	json_t *about = run_head(k->a, job_is_done(j) ? "done" : "running");
	char *head = json_dumps(about, JSON_COMPACT);
	char *progress = job_is_done(j) ? NULL : job_progress(j);
	const char *more = progress ? progress : job_text(j); /* an object, too */
	struct buf b = { 0 };
	buf_addf(&b, "%.*s,%s", (int)strlen(head) - 1, head, more + 1);
	api_answer_text(k, status, b.data);
	buf_free(&b);
	free(progress);
	free(head);
	json_decref(about);
}

void deploy_run_get(struct call *k)
{
	answer_run(k, 200);
}

/* args of `assent deploy`; to: "folder" or a hash. language NULL: as this program's locale says. */
static struct job *begin_run(struct folder_seen *s, const char *to, bool dry, const char *language,
                             struct err *e)
{
	const struct api *a = s->k.a;
	const char *args[14] = { "deploy",
		                 "--json",
		                 "--progress",
		                 "--data",
		                 a->o.config->data,
		                 is_folder(to) ? "--flows" : "--to",
		                 is_folder(to) ? s->dir : to };
	size_t n = 7;
	if (dry) {
		args[n++] = "--dry-run";
	} else {
		args[n++] = "--by";
		args[n++] = s->k.who.name;
	}
	if (language) {
		args[n++] = "--language";
		args[n++] = language;
	}
	const struct job_order o = { .key = RUN,
		                     .args = args,
		                     .lines = true,
		                     .folder = dry && is_folder(to) ? s->dir : NULL,
		                     .folder_hash = s->hash };
	job_drop(s->k.a, RUN);
	return job_get(s->k.a, &o, e);
}

static int run(struct folder_seen *s, struct err *e)
{
	static const char *const known[] = { "to", "content", "dry_run", "language", NULL };
	struct api *a = s->k.a;
	const char *to = json_string_value(json_object_get(s->body, "to"));
	const char *content = json_string_value(json_object_get(s->body, "content"));
	const json_t *dry = json_object_get(s->body, "dry_run");
	const json_t *language = json_object_get(s->body, "language");
	struct job *j = job_find(a, RUN);
	if (keys_check(s->body, known, e))
		return -1;
	if (!to || (!is_folder(to) && !is_hash(to)))
		return err_set(e, E_INPUT, "to: expected \"folder\", or the hash of a deploy");
	if (!json_is_boolean(dry))
		return err_set(e, E_INPUT, "dry_run: expected true or false");
	if (j && !job_is_done(j))
		return err_set(e, E_CONFLICT,
		               "a deploy or its dry run is still at work: wait for it");
	if (is_folder(to) && (!content || strcmp(content, s->hash) != 0))
		return err_set(e, E_CONFLICT,
		               "content: the files are not those that you looked at: look again");
	if (language && language_from(json_string_value(language)) < 0)
		return err_set(e, E_INPUT, "language: expected \"ko\" or \"en\"");
	if (!begin_run(s, to, json_is_true(dry), json_string_value(language), e))
		return -1;
	json_decref(a->run);
	a->run = json_pack("{s:s, s:b, s:s, s:o}", "to", to, "dry_run", json_is_true(dry), "by",
	                   s->k.who.name, "at", time_json(clock_now_ms()));
	return 0;
}

static void post_run(struct folder_seen *s)
{
	struct err e = { 0 };
	if (run(s, &e))
		api_answer_error(&s->k, &e, NULL);
	else
		answer_run(&s->k, 202);
}

void deploy_run_post(struct call *k)
{
	json_t *body = api_body(k);
	if (body)
		folder_look(k, body, NULL, post_run);
}

void bundles_abandon(struct api *a)
{
	json_decref(a->run);
	free(a->standing);
	a->run = NULL;
	a->standing = NULL;
}
