/* assent check --watch: a check at every save. Each is a process of its own, which the next save ends:
 * so a slow one never stands in the way of a quick answer, and a file that an editor has written by
 * half harms nothing. */
#include "check_impl.h"

#include <dirent.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base.h"
#include "loop.h"
#include "self.h"

enum {
	GATHER_MS = 40,    /* one save is several changes: tmp file, rename, backup */
	LOOK_MS = 1000,    /* for a folder that has gone: nobody tells of its return */
	WATCHES_MAX = 200, /* folders of flows */
};

struct watch {
	struct loop *loop;
	struct loop_timer *timer;
	const char *dir;
	const char **args; /* of a check */
	struct folder {
		struct watch *of;
		char name[64]; /* below dir; "" is dir itself */
		struct loop_watch *w;
	} list[WATCHES_MAX];
	size_t count;
	char changed[160]; /* the first file of this round; "" where it is not known */
	bool pending;
	int kept;    /* what its checks keep; -1: nothing */
	pid_t child; /* 0: none runs */
};

void check_print_time(void)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[16];
	localtime_r(&now, &tm);
	strftime(text, sizeof text, "[%H:%M:%S]", &tm);
	printf("%s ", text);
}

/* ---- what is watched ---- */

/* Flows, phrases and policy, and folders; not what editors lay beside them. */
static bool is_of_flows(const char *name)
{
	const char *dot = strrchr(name, '.');
	return name[0] != '.' && (!dot || !strcmp(dot, ".lua"));
}

static void on_change(void *arg, const char *name)
{
	const struct folder *f = arg;
	struct watch *w = f->of;
	if (name && !is_of_flows(name))
		return;
	if (!*w->changed && name && strchr(name, '.'))
		snprintf(w->changed, sizeof w->changed, "%s%s%s", f->name, *f->name ? "/" : "",
		         name);
	if (!w->pending)
		loop_timer_set(w->timer, GATHER_MS);
	w->pending = true;
}

static void watch_one(struct watch *w, const char *name)
{
	struct folder *f = &w->list[w->count];
	if (w->count == WATCHES_MAX)
		return;
	char *path = xasprintf("%s/%s", w->dir, name);
	snprintf(f->name, sizeof f->name, "%s", name);
	f->of = w;
	f->w = loop_watch_new(w->loop, path, on_change, f);
	w->count += f->w != NULL;
	free(path);
}

static void watch_none(struct watch *w)
{
	while (w->count > 0)
		loop_watch_free(w->list[--w->count].w);
}

/* Anew before every check, as folders come, go, and are put in each other's place. */
static void watch_all(struct watch *w)
{
	watch_none(w);
	watch_one(w, "");
	DIR *d = opendir(w->dir);
	for (struct dirent *entry; d && (entry = readdir(d));)
		if (!strchr(entry->d_name, '.'))
			watch_one(w, entry->d_name);
	if (d)
		closedir(d);
}

/* ---- the checks ---- */

static void end_child(struct watch *w)
{
	if (!w->child)
		return;
	kill(w->child, SIGKILL);
	waitpid(w->child, NULL, 0);
	w->child = 0;
}

static void check_now(struct watch *w)
{
	struct err e = { 0 };
	end_child(w);
	check_kept_trim(w->kept);
	check_print_time();
	printf("%s\n", *w->changed ? w->changed : w->dir);
	fflush(stdout);
	pid_t pid = self_spawn(w->args, -1, &e);
	if (pid < 0)
		fprintf(stderr, "assent: %s\n", e.text);
	w->child = pid < 0 ? 0 : pid;
	w->changed[0] = 0;
}

static void on_timer(void *arg)
{
	struct watch *w = arg;
	bool had = w->count > 0, was_asked = w->pending;
	w->pending = false;
	watch_all(w);
	if (w->count == 0)
		loop_timer_set(w->timer, LOOK_MS);
	if (was_asked || had != (w->count > 0))
		check_now(w);
}

static void on_child(void *arg)
{
	struct watch *w = arg;
	if (w->child && waitpid(w->child, NULL, WNOHANG) == w->child)
		w->child = 0;
}

static void on_end(void *arg)
{
	struct watch *w = arg;
	loop_stop(w->loop);
}

/* ---- the command ---- */

static const char **args_of(char **args, int count, const char *kept)
{
	const char **out = xcalloc((size_t)count + 5, sizeof *out);
	size_t n = 0;
	out[n++] = "check";
	out[n++] = "--staged";
	if (kept) {
		out[n++] = "--kept";
		out[n++] = kept;
	}
	for (int i = 0; i < count; i++)
		if (strcmp(args[i], "--watch"))
			out[n++] = args[i];
	return out;
}

int check_watch(const char *dir, char **args, int count)
{
	int fd = check_kept_new();
	char *kept = fd < 0 ? NULL : xasprintf("%d", fd);
	struct watch w = {
		.loop = loop_new(), .dir = dir, .args = args_of(args, count, kept), .kept = fd
	};
	w.timer = loop_timer_new(w.loop, on_timer, &w);
	loop_on_signal(w.loop, SIGCHLD, on_child, &w);
	loop_on_signal(w.loop, SIGINT, on_end, &w);
	loop_on_signal(w.loop, SIGTERM, on_end, &w);
	w.pending = true;
	loop_timer_set(w.timer, 0);
	loop_run(w.loop);
	end_child(&w);
	watch_none(&w);
	loop_timer_free(w.timer);
	loop_free(w.loop);
	free(w.args);
	free(kept);
	if (fd >= 0)
		close(fd);
	return 0;
}
