#include "test_cli.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "bundle.h"
#include "cover.h"
#include "log.h"
#include "options.h"
#include "play.h"
#include "play_stage.h"
#include "sentence.h"
#include "test_diff.h"
#include "test_play.h"
#include "test_pool.h"
#include "test_record.h"
#include "test_report.h"
#include "test_seen.h"
#include "understand.h"

enum { JOBS_MAX = 64, PLAY_MAX_S = 120 };
enum show { SHOW_NOTHING, SHOW_TEXT, SHOW_JSON, SHOW_SOURCE };

struct args {
	const char *flows, *jobs, *coverage, *record, *data, *language;
	bool print;
};

#define AT(member) offsetof(struct args, member)
static const struct option options[] = {
	{ "--flows", "DIR", "the flows, and without FILE the plays below them; else flows",
	  AT(flows) },
	{ "-j", "N", "so many at a time; else as many as there are cores", AT(jobs) },
	{ "--coverage", "[=json|source]", "what of the flows they cover", AT(coverage) },
	{ "--record", "CASE",
	  "instead: write a case as a short play with nothing of a person in it", AT(record) },
	{ "--data", "DIR", "the case's data directory; else data", AT(data) },
	{ "--language", "ko|en", "of what is told; else as the terminal's locale says",
	  AT(language) },
	{ "--print", NULL, NULL, AT(print) },
	{ 0 },
};

struct run {
	const char *flows_dir;
	int jobs;
	enum show coverage;
	bool whole;   /* all plays of the flows, and no chosen ones */
	char **paths; /* of the plays, in order */
	size_t count;
	struct understand *understand;
	enum language language; /* of all that is told */
	struct flow_set *flows; /* NULL: they do not load, as each play says */
	struct cover *cover;    /* NULL: not wanted */
	json_t *seen, *failures;
	int failed;
	FILE *tap;
};

/* ---- which plays ---- */

static int is_wanted(const struct dirent *d)
{
	return d->d_name[0] != '.';
}

static bool is_play(const char *path)
{
	size_t n = strlen(path);
	return n > 5 && !strcmp(path + n - 5, ".play");
}

static void add_path(struct run *r, const char *path)
{
	r->paths = xrealloc(r->paths, (r->count + 1) * sizeof *r->paths);
	r->paths[r->count++] = xstrdup(path);
}

static void add_below(struct run *r, const char *path)
{
	struct dirent **names;
	int n = scandir(path, &names, is_wanted, alphasort);
	if (n < 0)
		add_path(r, path); /* a file, or one that is missing: its play says so */
	for (int i = 0; i < n; i++) {
		char *below = xasprintf("%s/%s", path, names[i]->d_name);
		struct stat st;
		if (stat(below, &st) == 0 && S_ISDIR(st.st_mode))
			add_below(r, below);
		else if (is_play(below))
			add_path(r, below);
		free(below);
		free(names[i]);
	}
	if (n >= 0)
		free(names);
}

/* ---- playing them ---- */

static json_t *job(void *arg, size_t i)
{
	const struct run *r = arg;
	const struct stage_ground on = { r->flows_dir, r->flows, r->understand, r->language };
	return test_play(r->paths[i], &on, r->cover);
}

static void failed(struct run *r, size_t i, const json_t *told, const char *error)
{
	const json_t *line = json_object_get(told, "line");
	fprintf(r->tap, "not ok %zu - %s\n# %s\n", i + 1, r->paths[i], error);
	if (line)
		diff_print(r->paths[i], (int)json_integer_value(line),
		           json_string_value(json_object_get(told, "would")), r->language, r->tap);
	json_array_append_new(r->failures,
	                      json_pack("{s:s, s:s}", "play", r->paths[i], "error", error));
	r->failed++;
}

static void done(void *arg, size_t i, const json_t *told, pid_t pid, const char *died)
{
	struct run *r = arg;
	const char *error = json_string_value(json_object_get(told, "error"));
	if (!told)
		stage_sweep(pid);
	if (!told || error)
		failed(r, i, told, error ? error : died);
	else
		fprintf(r->tap, "ok %zu - %s\n", i + 1, r->paths[i]);
	fflush(r->tap);
	if (!r->cover)
		return;
	cover_add(r->cover, json_object_get(told, "counts"));
	seen_add(r->seen, json_object_get(told, "seen"));
}

/* ---- coverage ---- */

static int learn(struct run *r, struct err *e)
{
	struct bundle *b;
	r->cover = cover_new();
	for (size_t i = 0; (b = flow_set_at(r->flows, i)); i++) {
		size_t len;
		const char *text = bundle_file(b, "flow.lua", &len);
		if (cover_learn(r->cover, bundle_chunk(b), text, len, e))
			return -1;
	}
	return 0;
}

static void show(const struct run *r)
{
	const struct covered c = {
		r->flows_dir, r->flows, r->cover, r->seen, r->whole, r->language
	};
	json_t *report = report_of(&c);
	if (r->coverage == SHOW_JSON) {
		json_object_set_new(report, "plays",
		                    json_pack("{s:I, s:I, s:O}", "run", (json_int_t)r->count,
		                              "failed", (json_int_t)r->failed, "failures",
		                              r->failures));
		json_dumpf(report, stdout, JSON_COMPACT | JSON_SORT_KEYS);
		putchar('\n');
	} else {
		report_print(report, r->language, r->tap);
	}
	if (r->coverage == SHOW_SOURCE)
		report_sources(&c, stdout);
	json_decref(report);
}

/* -1: the flows do not load */
static int run(struct run *r, struct err *e)
{
	struct err unread = { 0 };
	int rc = -1;
	r->understand = understand_new(e);
	if (!r->understand)
		return -1;
	r->flows = flow_set_load(r->flows_dir, r->coverage == SHOW_NOTHING ? &unread : e);
	if (r->coverage != SHOW_NOTHING && (!r->flows || learn(r, e)))
		goto out;
	const struct pool_work work = { r->count, r->jobs, PLAY_MAX_S, job, done, r };
	pool_run(&work);
	fprintf(r->tap, "1..%zu\n# %zu passed, %d failed\n", r->count, r->count - (size_t)r->failed,
	        r->failed);
	if (r->coverage != SHOW_NOTHING)
		show(r);
	rc = 0;
out:
	flow_set_free(r->flows);
	understand_free(r->understand);
	cover_free(r->cover);
	return rc;
}

/* ---- what was asked for ---- */

static int take_args(struct run *r, const struct args *a, struct err *e)
{
	static const char *const shows[] = {
		[SHOW_TEXT] = "", [SHOW_JSON] = "json", [SHOW_SOURCE] = "source"
	};
	r->flows_dir = a->flows;
	for (size_t i = SHOW_TEXT; a->coverage && i < COUNT_OF(shows); i++)
		if (!strcmp(shows[i], a->coverage))
			r->coverage = (enum show)i;
	if (a->coverage && r->coverage == SHOW_NOTHING)
		return err_set(e, E_INPUT,
		               "--coverage: expected json or source behind =, not '%.60s'",
		               a->coverage);
	if (sentence_choice(a->language, &r->language, e))
		return -1;
	r->jobs = a->jobs ? atoi(a->jobs) : r->jobs;
	if (r->jobs < 1 || r->jobs > JOBS_MAX)
		return err_set(e, E_INPUT, "-j takes a number from 1 to %d, not '%.20s'", JOBS_MAX,
		               a->jobs);
	return 0;
}

/* Where no dialogue is, there may be no flow either. */
static int say_none(const struct run *r)
{
	struct err e = { 0 };
	struct flow_set *flows = flow_set_load(r->flows_dir, &e);
	if (flows)
		err_set(&e, E_INPUT,
		        "no .play is here: write a dialogue, or save one of assent play FLOW");
	fprintf(stderr, "assent test: %s\n", e.text);
	flow_set_free(flows);
	return 1;
}

static int test_plays(struct run *r, char **plays, int count)
{
	struct err e = { 0 };
	r->whole = !count;
	for (int i = 0; i < count; i++)
		add_below(r, plays[i]);
	if (r->whole && access(r->flows_dir, F_OK) == 0)
		add_below(r, r->flows_dir);
	if (!r->count && r->coverage == SHOW_NOTHING)
		return say_none(r);
	if (r->coverage == SHOW_JSON)
		r->tap = stderr;
	if (run(r, &e)) {
		fprintf(stderr, "assent test: %s\n", e.text);
		return 1;
	}
	return r->failed || !r->count;
}

static int play_all(const struct args *a, char **plays, int count)
{
	long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct err e = { 0 };
	struct run r = { .jobs = cores < 1          ? 1
		                 : cores > JOBS_MAX ? JOBS_MAX
		                                    : (int)cores,
		         .tap = stdout };
	if (take_args(&r, a, &e))
		return command_failed(&test_command, &e);
	log_set_level(LOG_NOTHING); /* what a play is about stands in its result */
	r.seen = json_object();
	r.failures = json_array();
	int status = test_plays(&r, plays, count);
	for (size_t i = 0; i < r.count; i++)
		free(r.paths[i]);
	free(r.paths);
	json_decref(r.seen);
	json_decref(r.failures);
	return status;
}

static int test(int argc, char **argv)
{
	struct args a = { .flows = "flows", .data = "data" };
	struct err e = { 0 };
	int words = command_read(&test_command, argc, argv, &a, &e);
	if (words < 0 || (a.record && words > 0 &&
	                  err_set(&e, E_INPUT, "--record writes one case, and plays nothing")))
		return command_failed(&test_command, &e);
	if (a.print)
		return play_print(argv, words);
	if (!a.record)
		return play_all(&a, argv, words);
	if (!record_case(a.record, a.data, a.flows, &e))
		return 0;
	fprintf(stderr, "assent test: %s\n", e.text);
	return 1;
}

const struct command test_command = {
	.name = "test",
	.words = "[FILE|DIR ...]",
	.what = "play .play dialogues, and show what of the flows they cover",
	.words_most = INT_MAX,
	.options = options,
	.run = test,
};
