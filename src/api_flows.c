/* /v1/flows/{flow}: a flow's picture beside its source. To explore it takes a second or two of a processor: that is done
 * by a process of its own (`assent graph`), one at a time, for which a thread of the pool waits; and it is kept. */
#include <errno.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "api_impl.h"
#include "bundle.h"
#include "engine.h"
#include "loop.h"
#include "self.h"

enum {
	DRAWINGS_MAX = 32,
	WAITING_MAX = 16, /* for one drawing */
	DRAWING_MAX_BYTES = 8 * 1024 * 1024,
	NICENESS = 10, /* people who talk go first */
};

struct drawing {
	struct api *a; /* NULL: nobody waits any more */
	struct drawing *next;
	char hash[65];
	int in_fd, out_fd; /* the bundle's content; what came of it */
	bool started;
	char *text; /* NULL: not drawn yet */
	bool failed;
	_Atomic pid_t child;
	struct call waiting[WAITING_MAX];
	size_t waiting_count;
};

static void drawing_free(struct drawing *d)
{
	if (d->in_fd >= 0)
		close(d->in_fd);
	if (d->out_fd >= 0)
		close(d->out_fd);
	free(d->text);
	free(d);
}

/* ---- in a thread of the pool ---- */

static char *read_all(int fd)
{
	off_t len = lseek(fd, 0, SEEK_END);
	if (len < 0 || len > DRAWING_MAX_BYTES)
		return xstrdup("it is too large to be shown");
	char *text = xcalloc(1, (size_t)len + 1);
	ssize_t got = pread(fd, text, (size_t)len, 0);
	text[got < 0 ? 0 : got] = '\0';
	return text;
}

/* The process stays to be reaped until nobody can end it any more. */
static int wait_for(struct drawing *d, pid_t pid)
{
	siginfo_t info;
	int status = 0;
	while (waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT) && errno == EINTR)
		;
	atomic_store(&d->child, 0);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void draw(void *arg)
{
	struct drawing *d = arg;
	struct err e = { 0 };
	char path[40];
	snprintf(path, sizeof path, "/proc/self/fd/%d", d->in_fd);
	const char *const args[] = { "graph", "--format", "page", "--bundle", path, NULL };
	pid_t pid = self_spawn(args, d->out_fd, &e);
	if (pid > 0) {
		atomic_store(&d->child, pid);
		(void)setpriority(PRIO_PROCESS, (id_t)pid, NICENESS);
		d->failed = wait_for(d, pid) != 0;
	} else {
		d->failed = true;
	}
	d->text = pid > 0 ? read_all(d->out_fd) : xstrdup(e.text);
}

/* ---- on the loop ---- */

static void answer(struct call *k, const struct drawing *d)
{
	struct err e = { 0 };
	if (!d->failed) {
		k->drawn(k, d->text);
		return;
	}
	err_set(&e, E_BUSY, "the flow could not be drawn: %.*s", (int)strcspn(d->text, "\n"),
	        d->text);
	api_answer_error(k, &e, NULL);
}

static void start_next(struct api *a);

static void remove_drawing(struct api *a, struct drawing *d)
{
	struct drawing **at = &a->drawings;
	while (*at != d)
		at = &(*at)->next;
	*at = d->next;
	drawing_free(d);
}

static void drawn(void *arg)
{
	struct drawing *d = arg;
	struct api *a = d->a;
	if (!a) {
		drawing_free(d);
		return;
	}
	close(d->in_fd);
	close(d->out_fd);
	d->in_fd = d->out_fd = -1;
	for (size_t i = 0; i < d->waiting_count; i++)
		answer(&d->waiting[i], d);
	d->waiting_count = 0;
	if (d->failed) /* the next who asks tries again */
		remove_drawing(a, d);
	start_next(a);
}

static void start_next(struct api *a)
{
	struct drawing *first = NULL;
	for (struct drawing *d = a->drawings; d; d = d->next) {
		if (d->started && !d->text)
			return;
		if (!d->started)
			first = d;
	}
	if (!first)
		return;
	first->started = true;
	loop_work(a->o.loop, draw, drawn, first);
}

/* The newest stands first; what was drawn longest ago goes. */
static int make_room(struct api *a, struct err *e)
{
	size_t count = 0;
	struct drawing *oldest = NULL;
	for (struct drawing *d = a->drawings; d; d = d->next) {
		count++;
		oldest = d->text ? d : oldest;
	}
	if (count < DRAWINGS_MAX)
		return 0;
	if (!oldest)
		return err_set(e, E_BUSY, "many flows are being drawn: ask again in a moment");
	remove_drawing(a, oldest);
	return 0;
}

static int write_content(int fd, const struct bundle *b)
{
	const char *text = bundle_content(b);
	size_t len = strlen(text);
	return fd >= 0 && write(fd, text, len) == (ssize_t)len ? 0 : -1;
}

static struct drawing *drawing_new(struct api *a, const struct bundle *b, struct err *e)
{
	if (make_room(a, e))
		return NULL;
	struct drawing *d = xcalloc(1, sizeof *d);
	d->a = a;
	snprintf(d->hash, sizeof d->hash, "%s", bundle_hash(b));
	d->in_fd = memfd_create("bundle", 0); /* for the child, too */
	d->out_fd = memfd_create("graph", MFD_CLOEXEC);
	if (write_content(d->in_fd, b) || d->out_fd < 0) {
		drawing_free(d);
		err_set(e, E_BUSY, "no room to draw a flow: ask again in a moment");
		return NULL;
	}
	d->next = a->drawings;
	a->drawings = d;
	return d;
}

static int show(struct call *k, struct bundle *b, struct err *e)
{
	struct api *a = k->a;
	struct drawing *d = a->drawings;
	while (d && strcmp(d->hash, bundle_hash(b)) != 0)
		d = d->next;
	if (!d)
		d = drawing_new(a, b, e);
	if (!d)
		return -1;
	if (d->text) {
		answer(k, d);
		return 0;
	}
	if (d->waiting_count == WAITING_MAX)
		return err_set(e, E_BUSY, "the flow is being drawn: ask again in a moment");
	d->waiting[d->waiting_count++] = *k;
	start_next(a);
	return 0;
}

static void answer_drawing(struct call *k, const char *text)
{
	api_answer_text(k, 200, text);
}

void flows_draw(struct call *k, struct bundle *b, void (*with)(struct call *k, const char *text))
{
	struct err e = { 0 };
	k->drawn = with;
	if (show(k, b, &e))
		api_answer_error(k, &e, NULL);
}

void flows_show(struct call *k)
{
	struct err e = { 0 };
	struct bundle *b = flow_set_get(engine_flows(k->a->o.engine), k->part);
	if (b) {
		flows_draw(k, b, answer_drawing);
		return;
	}
	err_set(&e, E_NOT_FOUND, "no such flow: GET /v1/flows lists them");
	api_answer_error(k, &e, NULL);
}

void flows_abandon(struct api *a)
{
	for (struct drawing *d = a->drawings, *next; d; d = next) {
		pid_t child = atomic_load(&d->child);
		next = d->next;
		d->a = NULL;
		if (child > 0)
			kill(child, SIGKILL);
		if (!d->started || d->text)
			drawing_free(d);
	}
	a->drawings = NULL;
}
