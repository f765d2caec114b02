#include "play.h"

#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"
#include "log.h"
#include "play_act.h"
#include "play_text.h"
#include "understand.h"

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
	json_t *play = play_parse(path, e);
	if (!play)
		return -1;
	struct stage st;
	int rc = stage_open(&st, path, flows_dir, u, e);
	if (!rc)
		rc = act_out(&st, play, e);
	stage_close(&st);
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
