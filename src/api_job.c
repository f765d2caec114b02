/* Long work for the designer's pages: this program once more, as a child (self.h) that can be ended and whose text is
 * kept under a key. No thread waits for it. */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/pidfd.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api_job.h"
#include "check.h"
#include "clock.h"
#include "config.h"
#include "folder.h"
#include "loop.h"
#include "results.h"
#include "self.h"

enum {
	JOBS_MAX = 64,
	WAITING_MAX = 16, /* requests for one job */
	ARGS_MAX = 14,
	TEXT_MAX_BYTES = 16 * 1024 * 1024,
	LINE_MAX_BYTES = 1024, /* of progress */
	NICENESS = 10,         /* people who talk go first */
};

enum job_state { JOB_WAITS, JOB_RUNS, JOB_LOOKS, JOB_DONE };

struct job {
	struct api *a; /* NULL: nobody waits any more */
	struct job *next;
	char *key, *args[ARGS_MAX + 1];
	char *folder, folder_hash[65]; /* what must not have changed meanwhile; NULL: nothing */
	enum job_state state;
	bool quick, lines, keeps, failed;
	int in_fd, out_fd, pid_fd;
	pid_t child;
	struct loop_fd *ended;
	char *text; /* the answer; of one that failed: why */
	int64_t began_ms, ended_ms;
	struct call waiting[WAITING_MAX];
	size_t waiting_count;
};

static void close_all(struct job *j)
{
	int *const fds[] = { &j->in_fd, &j->out_fd, &j->pid_fd };
	loop_fd_free(j->ended);
	j->ended = NULL;
	for (size_t i = 0; i < COUNT_OF(fds); i++) {
		if (*fds[i] >= 0)
			close(*fds[i]);
		*fds[i] = -1;
	}
}

static void job_free(struct job *j)
{
	close_all(j);
	for (size_t i = 0; j->args[i]; i++)
		free(j->args[i]);
	free(j->key);
	free(j->folder);
	free(j->text);
	free(j);
}

static void forget(struct api *a, struct job *j)
{
	struct job **at = &a->jobs;
	while (*at != j)
		at = &(*at)->next;
	*at = j->next;
	job_free(j);
}

/* ---- what it wrote ---- */

static char *read_text(const struct job *j)
{
	off_t len = lseek(j->out_fd, 0, SEEK_END);
	if (len < 0 || len > TEXT_MAX_BYTES)
		return xstrdup("assent: there is too much of it to be shown");
	char *text = xcalloc(1, (size_t)len + 1);
	ssize_t got = pread(j->out_fd, text, (size_t)len, 0);
	text[got < 0 ? 0 : got] = '\0';
	return text;
}

static bool is_answer(const char *line)
{
	static const char progress[] = "{\"progress\"";
	return *line == '{' && strncmp(line, progress, sizeof progress - 1) != 0;
}

/* Its lines of JSON, but for those of progress: the last one, or all of them as a list. NULL: there is none. */
static char *answer_of(const struct job *j, char *text)
{
	struct buf all = { 0 };
	const char *last = NULL;
	for (char *rest = text, *line; (line = strsep(&rest, "\n"));) {
		if (!is_answer(line))
			continue;
		if (j->lines)
			buf_addf(&all, "%s%s", last ? "," : "{\"lines\":[", line);
		last = line;
	}
	if (!last)
		return NULL;
	if (!j->lines)
		return xstrdup(last);
	buf_adds(&all, "]}");
	return buf_take(&all);
}

/* The last whole line so far: {"progress": …} as it stands, or {"progress": {"line": text}}. Caller frees. */
char *job_progress(const struct job *j)
{
	char text[LINE_MAX_BYTES + 1];
	off_t len = j->state == JOB_RUNS ? lseek(j->out_fd, 0, SEEK_END) : 0;
	off_t from = len > LINE_MAX_BYTES ? len - LINE_MAX_BYTES : 0;
	ssize_t got = len > 0 ? pread(j->out_fd, text, LINE_MAX_BYTES, from) : 0;
	text[got < 0 ? 0 : got] = '\0';
	char *end = strrchr(text, '\n');
	if (!end)
		return xstrdup("{\"progress\":null}");
	*end = '\0';
	char *line = strrchr(text, '\n');
	line = line ? line + 1 : text;
	if (*line == '{' && !is_answer(line))
		return xstrdup(line);
	json_t *told = json_pack("{s:{s:s}}", "progress", "line", line);
	char *out = told ? json_dumps(told, JSON_COMPACT) : xstrdup("{\"progress\":null}");
	json_decref(told);
	return out;
}

/* ---- its life ---- */

static void answer(struct call *k, const struct job *j)
{
	struct err e = { 0 };
	if (!j->failed && k->drawn) {
		k->drawn(k, j->text);
		return;
	}
	if (!j->failed) {
		api_answer_text(k, 200, j->text);
		return;
	}
	err_set(&e, E_FLOW, "%.480s", j->text);
	api_answer_error(k, &e, NULL);
}

struct keeping {
	char *dir, *key, *text;
};

static void keep(void *arg)
{
	struct keeping *k = arg;
	results_keep(k->dir, k->key, k->text);
}

static void kept(void *arg)
{
	struct keeping *k = arg;
	free(k->dir);
	free(k->key);
	free(k->text);
	free(k);
}

static void begin_to_keep(const struct job *j)
{
	struct keeping *k = xcalloc(1, sizeof *k);
	*k = (struct keeping){ xstrdup(j->a->o.config->data), xstrdup(j->key), xstrdup(j->text) };
	loop_work(j->a->o.loop, keep, kept, k);
}

static void start_next(struct api *a);

static void done(struct job *j)
{
	struct api *a = j->a;
	j->state = JOB_DONE;
	j->ended_ms = clock_monotonic_us() / 1000;
	close_all(j);
	if (j->keeps && !j->failed)
		begin_to_keep(j);
	bool told = j->waiting_count > 0;
	for (size_t i = 0; i < j->waiting_count; i++)
		answer(&j->waiting[i], j);
	j->waiting_count = 0;
	if (j->failed && told) /* the next who asks tries again */
		forget(a, j);
	start_next(a);
}

static void fail(struct job *j, const char *why)
{
	free(j->text);
	j->text = xstrdup(why);
	j->failed = true;
}

struct looking {
	struct job *j;
	char hash[65];
};

static void look_again(void *arg)
{
	struct looking *l = arg;
	struct err e = { 0 };
	if (folder_hash(l->j->folder, l->hash, NULL, &e))
		*l->hash = '\0';
}

static void looked_again(void *arg)
{
	struct looking *l = arg;
	struct job *j = l->j;
	if (strcmp(l->hash, j->folder_hash) != 0)
		fail(j, "the files were changed meanwhile: ask again");
	free(l);
	if (j->a)
		done(j);
	else
		job_free(j);
}

/* A command says with 1 what it has found to be wrong, and a check with a status of its own that it has not seen all: those
 * are answers, too. */
static bool is_answered(int status)
{
	int code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return code == 0 || code == 1 || code == CHECK_NOT_WHOLE;
}

static void take_text(struct job *j, int status)
{
	char *text = read_text(j), *told = xstrdup(text);
	j->text = is_answered(status) ? answer_of(j, text) : NULL;
	if (!j->text)
		fail(j, *told ? told : "it was ended before it was done: ask again");
	free(told);
	free(text);
}

static void ended(void *arg, int ready)
{
	struct job *j = arg;
	int status = 0;
	pid_t got = waitpid(j->child, &status, WNOHANG);
	(void)ready;
	if (got == 0 || (got < 0 && errno == EINTR))
		return;
	j->child = 0;
	take_text(j, status);
	if (j->failed || !j->folder) {
		done(j);
		return;
	}
	j->state = JOB_LOOKS;
	struct looking *l = xcalloc(1, sizeof *l);
	l->j = j;
	loop_work(j->a->o.loop, look_again, looked_again, l);
}

static int spawn(struct job *j, struct err *e)
{
	const char *args[ARGS_MAX + 1] = { NULL };
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", j->in_fd);
	for (size_t i = 0; j->args[i]; i++)
		args[i] = strcmp(j->args[i], JOB_INPUT) ? j->args[i] : path;
	pid_t pid = self_spawn(args, j->out_fd, e);
	if (pid < 0)
		return -1;
	j->child = pid;
	(void)setpriority(PRIO_PROCESS, (id_t)pid, NICENESS);
	j->pid_fd = pidfd_open(pid, 0);
	if (j->pid_fd >= 0)
		return 0;
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	j->child = 0;
	return err_set(e, E_BUSY, "cannot watch a process: %s", strerror(errno));
}

static void start(struct job *j)
{
	struct err e = { 0 };
	j->state = JOB_RUNS;
	j->began_ms = clock_monotonic_us() / 1000;
	if (spawn(j, &e)) {
		fail(j, e.text);
		done(j);
		return;
	}
	j->ended = loop_fd_new(j->a->o.loop, j->pid_fd, ended, j);
	loop_fd_want(j->ended, LOOP_READ);
}

/* Two at a time: one that is quick, and one that may take a minute. The one asked for first goes first. */
static void start_next(struct api *a)
{
	struct job *first[2] = { NULL, NULL };
	bool busy[2] = { false, false };
	for (struct job *j = a->jobs; j; j = j->next) {
		if (j->state == JOB_WAITS)
			first[j->quick] = j;
		busy[j->quick] = busy[j->quick] || j->state == JOB_RUNS || j->state == JOB_LOOKS;
	}
	for (int i = 0; i < 2; i++) {
		if (!first[i] || busy[i])
			continue;
		start(first[i]);
		start_next(a); /* it may have failed at once, and taken others along */
		return;
	}
}

/* ---- asking for one ---- */

struct job *job_find(struct api *a, const char *key)
{
	struct job *j = a->jobs;
	while (j && strcmp(j->key, key) != 0)
		j = j->next;
	return j;
}

/* The newest stands first; what was asked for longest ago goes. */
static int make_room(struct api *a, struct err *e)
{
	size_t count = 0;
	struct job *oldest = NULL;
	for (struct job *j = a->jobs; j; j = j->next) {
		count++;
		oldest = j->state == JOB_DONE ? j : oldest;
	}
	if (count < JOBS_MAX)
		return 0;
	if (!oldest)
		return err_set(e, E_BUSY, "much is being worked on: ask again in a moment");
	forget(a, oldest);
	return 0;
}

static int write_input(int fd, const char *text)
{
	size_t len = strlen(text);
	return fd >= 0 && write(fd, text, len) == (ssize_t)len ? 0 : -1;
}

static struct job *job_new(struct api *a, const struct job_order *o)
{
	struct job *j = xcalloc(1, sizeof *j);
	*j = (struct job){ .a = a,
		           .key = xstrdup(o->key),
		           .quick = o->quick,
		           .lines = o->lines,
		           .keeps = o->keeps,
		           .in_fd = o->input ? memfd_create("input", 0) : -1, /* the child's, too */
		           .out_fd = memfd_create("output", MFD_CLOEXEC),
		           .pid_fd = -1 };
	for (size_t i = 0; o->args[i] && i < ARGS_MAX; i++)
		j->args[i] = xstrdup(o->args[i]);
	if (o->folder) {
		j->folder = xstrdup(o->folder);
		snprintf(j->folder_hash, sizeof j->folder_hash, "%s", o->folder_hash);
	}
	return j;
}

static struct job *job_put(struct api *a, struct job *j)
{
	j->next = a->jobs;
	a->jobs = j;
	return j;
}

/* As if it had just been done. */
static struct job *job_known(struct api *a, const struct job_order *o)
{
	struct job *j = xcalloc(1, sizeof *j);
	*j = (struct job){ .a = a,
		           .key = xstrdup(o->key),
		           .state = JOB_DONE,
		           .in_fd = -1,
		           .out_fd = -1,
		           .pid_fd = -1,
		           .text = xstrdup(o->kept) };
	return job_put(a, j);
}

struct job *job_get(struct api *a, const struct job_order *o, struct err *e)
{
	struct job *j = job_find(a, o->key);
	if (j || make_room(a, e))
		return j;
	if (o->kept)
		return job_known(a, o);
	j = job_new(a, o);
	if (j->out_fd < 0 || (o->input && write_input(j->in_fd, o->input))) {
		job_free(j);
		err_set(e, E_BUSY, "no room to begin: ask again in a moment");
		return NULL;
	}
	job_put(a, j);
	start_next(a);
	return job_find(a, o->key);
}

void job_drop(struct api *a, const char *key)
{
	struct job *j = job_find(a, key);
	if (j && j->state == JOB_DONE)
		forget(a, j);
}

bool job_is_done(const struct job *j)
{
	return j->state == JOB_DONE;
}

bool job_has_failed(const struct job *j)
{
	return j->failed;
}

const char *job_text(const struct job *j)
{
	return j->text;
}

int64_t job_ended_ms(const struct job *j)
{
	return j->ended_ms;
}

int64_t job_took_ms(const struct job *j)
{
	return j->ended_ms - j->began_ms;
}

void job_show(struct call *k, struct job *j)
{
	if (j->state == JOB_DONE) {
		answer(k, j);
		if (j->failed)
			forget(k->a, j);
		return;
	}
	char *text = job_progress(j);
	api_answer_text(k, 202, text);
	free(text);
}

void job_await(struct call *k, struct job *j)
{
	struct err e = { 0 };
	if (j->state == JOB_DONE) {
		job_show(k, j);
	} else if (j->waiting_count < WAITING_MAX) {
		j->waiting[j->waiting_count++] = *k;
	} else {
		err_set(&e, E_BUSY, "it is being worked on: ask again in a moment");
		api_answer_error(k, &e, NULL);
	}
}

void jobs_abandon(struct api *a)
{
	for (struct job *j = a->jobs, *next; j; j = next) {
		next = j->next;
		j->a = NULL;
		if (j->child > 0) {
			kill(j->child, SIGKILL);
			waitpid(j->child, NULL, 0);
		}
		if (j->state != JOB_LOOKS)
			job_free(j);
		else
			close_all(j);
	}
	a->jobs = NULL;
}
