/* Flows go to the program that runs on the data directory, which takes them into use; where none runs they are
 * recorded, and the next start does the rest. */
#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "bundle.h"
#include "crypto.h"
#include "deploy_cli_impl.h"
#include "deploys.h"
#include "loop.h"
#include "operator.h"
#include "serve.h"
#include "store.h"

enum { LOOK_EVERY_MS = 100, LOOK_FOR_MS = 10 * 60 * 1000 };

static const char unsure[] = "see with `assent deploy --list` whether it was deployed";

static const char *deployer(const struct deploy_args *a)
{
	const char *sudo = getenv("SUDO_USER");
	const struct passwd *p = a->by || (sudo && *sudo) ? NULL : getpwuid(getuid());
	if (a->by)
		return a->by;
	return sudo && *sudo ? sudo : p ? p->pw_name : "?";
}

/* ---- to the program that runs ---- */

static char *set_text(struct flow_set *set)
{
	json_t *list = json_array();
	for (size_t i = 0; i < flow_set_count(set); i++)
		json_array_append_new(list, json_string(bundle_content(flow_set_at(set, i))));
	json_t *doc = json_pack("{s:o}", "bundles", list);
	char *text = json_dumps(doc, JSON_COMPACT);
	json_decref(doc);
	return text;
}

/* The file by which they are handed over; caller frees the path, and removes it. NULL: e. */
static char *put_set(const struct deploy_args *a, struct flow_set *set, char name[SHA256_HEX],
                     struct err *e)
{
	char *dir = xasprintf("%s/" SERVE_DEPLOYS_DIR, a->data), *path = NULL;
	char *text = set_text(set);
	crypto_sha256_hex(text, strlen(text), name);
	if (mkdir(dir, 0700) && errno != EEXIST) {
		err_set(e, E_CONFIG,
		        "%s: %s; name the data directory of assent serve with --data, and deploy "
		        "as "
		        "the user who runs it",
		        dir, strerror(errno));
	} else {
		path = xasprintf("%s/%s.json", dir, name);
		if (file_put(path, text, strlen(text), false, e)) {
			free(path);
			path = NULL;
		}
	}
	free(text);
	free(dir);
	return path;
}

/* 0, 1 (nobody answers), -1; *n is the number of the deploy. */
static int ask_running(const struct deploy_args *a, const char *name, const char *origin,
                       json_int_t *n, struct err *e)
{
	json_t *answer = NULL;
	json_t *body =
		json_pack("{s:s, s:s, s:s}", "file", name, "by", deployer(a), "from", origin);
	char *text = json_dumps(body, JSON_COMPACT);
	const struct operator_call c = { .data = a->data,
		                         .method = "POST",
		                         .path = "/v1/deploys",
		                         .body = text,
		                         .unsure = unsure };
	int rc = text ? operator_ask(&c, &answer, e)
	              : err_set(e, E_INPUT, "--by and --flows: expected UTF-8");
	*n = json_integer_value(json_object_get(answer, "deploy"));
	json_decref(answer);
	free(text);
	json_decref(body);
	return rc;
}

/* Open cases are looked at one after the other. What it has come to: new; NULL: nobody knows. */
static json_t *wait_until_reached(const struct deploy_args *a, json_int_t n)
{
	const struct timespec pause = { .tv_nsec = LOOK_EVERY_MS * 1000 * 1000 };
	const struct operator_call c = {
		.data = a->data, .method = "GET", .path = "/v1/deploys", .unsure = unsure
	};
	for (int at_ms = 0; at_ms < LOOK_FOR_MS; at_ms += LOOK_EVERY_MS) {
		struct err e = { 0 };
		json_t *answer = NULL;
		int rc = operator_ask(&c, &answer, &e);
		json_t *r = json_incref(json_object_get(answer, "reached"));
		json_decref(answer);
		bool there = json_integer_value(json_object_get(r, "deploy")) == n &&
		             !json_integer_value(json_object_get(r, "waiting"));
		if (rc || there)
			return r;
		json_decref(r);
		nanosleep(&pause, NULL);
	}
	return NULL;
}

static json_int_t number(const json_t *r, const char *key)
{
	return json_integer_value(json_object_get(r, key));
}

static void say_reached(const struct deploy_args *a, const json_t *r)
{
	if (a->json)
		return;
	if (!r)
		deploy_say(a, "deploy.at_work", NULL);
	else
		deploy_say(a, "deploy.reached",
		           json_pack("{s:I, s:I, s:I}", "moved", number(r, "moved"), "stayed",
		                     number(r, "stayed"), "parked", number(r, "parked")));
}

/* ---- by ourselves ---- */

struct written {
	bool done;
	struct err err;
};

static void on_written(void *arg, const struct err *e)
{
	struct written *w = arg;
	*w = (struct written){ true, *e };
}

static int record(struct loop *l, struct store *st, struct store_deploy *row, struct err *e)
{
	struct store_turn t = { .at_ms = row->at_ms, .deploy = row };
	struct store_turn *turns[] = { &t };
	struct written w = { 0 };
	st->ops->commit(st, turns, 1, on_written, &w);
	while (!w.done)
		loop_step(l, true);
	const struct err *failed = w.err.code != E_NONE ? &w.err : &t.err;
	return failed->code == E_NONE ? 0 : err_set(e, failed->code, "%s", failed->text);
}

static int record_it(const struct deploy_args *a, struct flow_set *set, const char *origin,
                     json_int_t *n, struct err *e)
{
	const struct store_sqlite_opts so = { .dir = a->data };
	struct loop *l = loop_new();
	struct store *st = store_sqlite_new(l, &so, e);
	struct store_deploy *row = deploys_row(set, deployer(a), origin);
	int rc = st ? record(l, st, row, e) : -1;
	*n = row->n;
	deploys_row_end(row);
	if (st)
		st->ops->free(st);
	loop_free(l);
	return rc;
}

/* ---- both ---- */

static void say_deployed(const struct deploy_args *a, struct flow_set *set, json_int_t n,
                         bool alone, const json_t *r)
{
	char hash[65];
	flow_set_hash(set, hash);
	if (!a->json) {
		char *shown = xasprintf("%.12s", hash);
		deploy_say(a, alone ? "deploy.recorded" : "deploy.in_force",
		           json_pack("{s:I, s:s, s:I}", "n", n, "hash", shown, "flows",
		                     (json_int_t)flow_set_count(set)));
		free(shown);
		return;
	}
	json_t *line = json_pack("{s:I, s:s, s:O?}", "deploy", n, "hash", hash, "reached", r);
	json_dumpf(line, stdout, JSON_COMPACT);
	putchar('\n');
	json_decref(line);
}

int deploy_hand_over(const struct deploy_args *a, struct flow_set *set, const char *origin,
                     struct err *e)
{
	char name[SHA256_HEX];
	json_int_t n = 0;
	char *path = put_set(a, set, name, e);
	int rc = path ? ask_running(a, name, origin, &n, e) : -1;
	if (path)
		unlink(path);
	free(path);
	bool alone = rc == 1;
	if (alone)
		rc = record_it(a, set, origin, &n, e);
	if (rc)
		return -1;
	json_t *r = alone ? NULL : wait_until_reached(a, n);
	say_deployed(a, set, n, alone, r);
	if (!alone)
		say_reached(a, r);
	else if (!a->json)
		deploy_say(a, "deploy.none_runs", json_pack("{s:s}", "data", a->data));
	json_decref(r);
	return 0;
}
