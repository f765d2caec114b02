#include "play.h"

#include <dirent.h>
#include <ftw.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "clock.h"
#include "engine.h"
#include "log.h"
#include "loop.h"
#include "play_act.h"
#include "store.h"
#include "trusted.h"
#include "understand.h"

enum { PLAY_MAX_BYTES = 256 * 1024 };
static const int64_t STARTS_AT_MS =
	1795305600000; /* 2026-11-22T00:00:00Z: any fixed time will do */

static _Noreturn void fatal(void *arg, const struct err *e)
{
	(void)arg;
	fprintf(stderr, "assent: %s\n", e->text);
	_exit(74);
}

json_t *play_parse(const char *path, struct err *e)
{
	size_t len;
	char *text = file_read(path, PLAY_MAX_BYTES, &len, e);
	struct trusted *reader = text ? trusted_new("assent/play", e) : NULL;
	json_t *args = json_pack("[s, s]", text ? text : "", path), *play = NULL;
	if (!args)
		err_set(e, E_INPUT, "%s: not UTF-8", path);
	else if (reader)
		play = trusted_call(reader, "parse", args, e);
	json_decref(args);
	trusted_free(reader);
	free(text);
	const char *wrong = json_string_value(json_object_get(play, "error"));
	if (wrong) {
		err_set(e, E_INPUT, "%s", wrong);
		json_decref(play);
		return NULL;
	}
	return play;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

void play_settle(struct stage *st)
{
	while (!engine_is_idle(st->g))
		loop_step(st->loop, true);
}

static void done(void *arg, const struct event_result *r)
{
	struct stage *st = arg;
	st->answered = r->err;
	if (*r->case_id)
		snprintf(st->case_id, sizeof st->case_id, "%s", r->case_id);
}

void play_event(struct stage *st, const char *kind, json_t *body)
{
	static const char *const speaks_for[] = { "console", NULL };
	char id[32];
	snprintf(id, sizeof id, "play-%d", ++st->events);
	const struct event ev = { .source = "play",
		                  .id = id,
		                  .case_id = st->case_id,
		                  .kind = kind,
		                  .who = "김하나",
		                  .speaks_for = speaks_for,
		                  .for_agents = true,
		                  .body = body };
	st->answered = (struct err){ 0 };
	engine_take(st->g, &ev, done, st);
	play_settle(st);
	json_decref(body);
}

/* "사고" -> "accident": a play names topics as people read them. */
static void topic_code(struct stage *st, json_t *facts)
{
	const char *said = json_string_value(json_object_get(facts, "topic")), *code;
	json_t *word;
	if (!said || !flow_set_count(engine_flows(st->g)))
		return;
	json_object_foreach(bundle_words(flow_set_at(engine_flows(st->g), 0), "topic"), code, word)
	{
		if (strcmp(json_string_value(word), said))
			continue;
		json_object_set_new(facts, "topic", json_string(code));
		return;
	}
}

static json_t *parties_of(json_t *play)
{
	json_t *parties = json_deep_copy(json_object_get(play, "parties")), *p;
	const char *role;
	json_object_foreach(parties, role, p) json_object_del(p, "line");
	return parties;
}

int play_open(struct stage *st, json_t *play, struct err *e)
{
	json_t *facts = json_deep_copy(json_object_get(play, "facts"));
	topic_code(st, facts);
	json_t *body = json_pack("{s:o, s:o}", "facts", facts, "parties", parties_of(play));
	play_event(st, "open", body);
	if (st->answered.code != E_NONE)
		return err_set(e, E_INPUT, "%s: the case cannot be opened: %s", st->path,
		               st->answered.text);
	const struct support_case *c = engine_case(st->g, st->case_id, e);
	const char *flow = json_string_value(json_object_get(play, "flow"));
	if (c && strcmp(c->flow, flow))
		return err_set(e, E_INPUT, "%s: these facts open flow '%s', not '%s'", st->path,
		               c->flow, flow);
	return c ? 0 : -1;
}

static int act_out(struct stage *st, json_t *play, struct err *e)
{
	size_t i;
	json_t *act;
	if (play_open(st, play, e))
		return -1;
	json_array_foreach(json_object_get(play, "acts"), i, act)
	{
		if (play_act(st, act, e))
			return -1;
	}
	return play_nothing_refused(st, e);
}

int play_run(const char *path, const char *flows_dir, struct understand *u, struct err *e)
{
	char dir[] = "/tmp/assent-play-XXXXXX";
	int rc = -1;
	json_t *play = play_parse(path, e);
	if (!play)
		return -1;
	clock_hold(STARTS_AT_MS);
	struct stage st = { .path = path, .loop = loop_new() };
	if (!mkdtemp(dir)) {
		err_set(e, E_IO, "/tmp: cannot make a directory for the play");
		goto out;
	}
	char *consents = xasprintf("%s/consents", dir);
	const struct store_sqlite_opts so = { .dir = dir, .volatile_ok = true };
	struct store *store = store_sqlite_new(st.loop, &so, e);
	const struct engine_opts eo = { .loop = st.loop,
		                        .store = store,
		                        .understand = u,
		                        .flows_dir = flows_dir,
		                        .consents_dir = consents,
		                        .fatal = fatal };
	st.g = store ? engine_new(&eo, e) : NULL;
	if (st.g)
		rc = act_out(&st, play, e);
	engine_free(st.g);
	if (store)
		store->ops->free(store);
	free(consents);
	nftw(dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
out:
	loop_free(st.loop);
	json_decref(play);
	return rc;
}

int play_print(char **paths, int count)
{
	struct err e = { 0 };
	for (int i = 0; i < count; i++) {
		json_t *play = play_parse(paths[i], &e);
		if (!play) {
			fprintf(stderr, "assent: %s\n", e.text);
			return 1;
		}
		json_dumpf(play, stdout, JSON_COMPACT | JSON_SORT_KEYS);
		putchar('\n');
		json_decref(play);
	}
	return 0;
}

/* ---- many ---- */

struct tally {
	const char *flows_dir;
	struct understand *understand;
	int run, failed;
};

static void run_file(struct tally *t, const char *path)
{
	struct err e = { 0 };
	int rc = play_run(path, t->flows_dir, t->understand, &e);
	t->run++;
	t->failed += rc != 0;
	printf("%sok %d - %s\n", rc ? "not " : "", t->run, path);
	if (rc)
		printf("# %s\n", e.text);
	fflush(stdout);
}

static int is_wanted(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static bool is_play(const char *path)
{
	size_t n = strlen(path);
	return n > 5 && !strcmp(path + n - 5, ".play");
}

static void run_below(struct tally *t, const char *path)
{
	struct dirent **names;
	int n = scandir(path, &names, is_wanted, alphasort);
	for (int i = 0; i < n; i++) {
		char *below = xasprintf("%s/%s", path, names[i]->d_name);
		struct stat st;
		if (stat(below, &st) == 0 && S_ISDIR(st.st_mode))
			run_below(t, below);
		else if (is_play(below))
			run_file(t, below);
		free(below);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
	else
		run_file(t, path);
}

int play_main(const char *flows_dir, char **paths, int count)
{
	struct err e = { 0 };
	struct tally t = { .flows_dir = flows_dir, .understand = understand_new(&e) };
	char *all[] = { (char *)flows_dir };
	if (!t.understand) {
		fprintf(stderr, "assent: %s\n", e.text);
		return 1;
	}
	log_set_level(LOG_NOTHING); /* what a play is about stands in its result */
	if (count == 0) {
		paths = all;
		count = 1;
	}
	for (int i = 0; i < count; i++)
		run_below(&t, paths[i]);
	understand_free(t.understand);
	printf("1..%d\n# %d passed, %d failed\n", t.run, t.run - t.failed, t.failed);
	return t.failed || !t.run;
}
