/* loop.c: the only file that knows libuv. */
#include "loop.h"

#include "base.h"
#include "log.h"

#include <assert.h>
#include <signal.h>
#include <stdlib.h>
#include <uv.h>

struct hook {
	void (*fn)(void *arg);
	void *arg;
};

struct loop_signal {
	uv_signal_t uv;
	void (*fn)(void *arg);
	void *arg;
	struct loop_signal *next;
};

struct loop {
	uv_loop_t uv;
	uv_prepare_t prepare; /* also keeps uv_run alive while nothing else is registered */
	struct hook *hooks;
	size_t n_hooks;
	size_t n_made; /* timers and watchers not yet freed */
	struct loop_signal *signals;
};

struct loop_timer {
	uv_timer_t uv;
	struct loop *loop;
	void (*fn)(void *arg);
	void *arg;
};

struct loop_fd {
	uv_poll_t uv;
	struct loop *loop;
	int want;
	void (*fn)(void *arg, int ready);
	void *arg;
};

struct loop_watch {
	uv_fs_event_t uv;
	struct loop *loop;
	void (*fn)(void *arg, const char *name);
	void *arg;
};

struct work {
	uv_work_t uv;
	void (*work)(void *arg);
	void (*done)(void *arg);
	void *arg;
};

/* libuv fails in these calls only for want of memory or descriptors, or by a programmer's error. */
static void must(int rc, const char *what)
{
	if (rc >= 0)
		return;
	log_fact(LOG_ERROR, "loop_failed", LF_REASON, "s", what, LF_CODE, "s", uv_err_name(rc),
	         LF_END);
	abort();
}

static void free_handle_data(uv_handle_t *h)
{
	free(h->data);
}

static void on_prepare(uv_prepare_t *h)
{
	struct loop *l = h->data;
	for (size_t i = 0; i < l->n_hooks; i++) {
		struct hook hook = l->hooks[i]; /* a copy: registering moves the array */
		hook.fn(hook.arg);
	}
}

struct loop *loop_new(void)
{
	struct loop *l = xcalloc(1, sizeof *l);
	must(uv_loop_init(&l->uv), "the event loop could not be made");
	must(uv_prepare_init(&l->uv, &l->prepare), "the event loop could not be made");
	l->prepare.data = l;
	must(uv_prepare_start(&l->prepare, on_prepare), "the event loop could not be made");
	return l;
}

void loop_free(struct loop *l)
{
	if (!l)
		return;
	uv_close((uv_handle_t *)&l->prepare, NULL);
	for (struct loop_signal *s = l->signals, *next; s; s = next) {
		next = s->next;
		/* libuv gives the signal back to its default: a second one would cut short the end
		 * of the process (make sends its own SIGTERM after that of the whole group). */
		int signo = s->uv.signum;
		uv_close((uv_handle_t *)&s->uv, free_handle_data);
		signal(signo, SIG_IGN);
	}
	assert(l->n_made == 0); /* else the next line would wait for ever */
	/* Ends pending work and runs the closings; a stop that nobody has seen yet costs a round.
	 */
	while (uv_run(&l->uv, UV_RUN_DEFAULT) != 0)
		;
	must(uv_loop_close(&l->uv), "the event loop could not be closed");
	free(l->hooks);
	free(l);
}

void loop_run(struct loop *l)
{
	uv_run(&l->uv, UV_RUN_DEFAULT);
}

void loop_step(struct loop *l, bool block)
{
	uv_run(&l->uv, block ? UV_RUN_ONCE : UV_RUN_NOWAIT);
}

void loop_stop(struct loop *l)
{
	uv_stop(&l->uv);
}

void loop_before_poll(struct loop *l, void (*fn)(void *arg), void *arg)
{
	l->hooks = xrealloc(l->hooks, (l->n_hooks + 1) * sizeof *l->hooks);
	l->hooks[l->n_hooks++] = (struct hook){ fn, arg };
}

struct loop_timer *loop_timer_new(struct loop *l, void (*fn)(void *arg), void *arg)
{
	struct loop_timer *t = xcalloc(1, sizeof *t);
	must(uv_timer_init(&l->uv, &t->uv), "a timer could not be made");
	t->uv.data = t;
	t->loop = l;
	t->fn = fn;
	t->arg = arg;
	l->n_made++;
	return t;
}

static void on_timer(uv_timer_t *h)
{
	struct loop_timer *t = h->data;
	t->fn(t->arg);
}

void loop_timer_set(struct loop_timer *t, int64_t delay_ms)
{
	if (delay_ms < 0) {
		uv_timer_stop(&t->uv);
		return;
	}
	/* libuv counts from the time at which this round began; a long turn would make the timer
	 * early. */
	uv_update_time(&t->loop->uv);
	must(uv_timer_start(&t->uv, on_timer, (uint64_t)delay_ms, 0), "a timer could not be set");
}

/* The memory goes when the loop comes round, so that a callback may free what called it. */
void loop_timer_free(struct loop_timer *t)
{
	if (!t)
		return;
	t->loop->n_made--;
	uv_close((uv_handle_t *)&t->uv, free_handle_data);
}

struct loop_fd *loop_fd_new(struct loop *l, int fd, void (*fn)(void *arg, int ready), void *arg)
{
	struct loop_fd *w = xcalloc(1, sizeof *w);
	must(uv_poll_init(&l->uv, &w->uv, fd), "a file descriptor could not be watched");
	w->uv.data = w;
	w->loop = l;
	w->fn = fn;
	w->arg = arg;
	l->n_made++;
	return w;
}

static void fd_start(struct loop_fd *w);

static void on_fd(uv_poll_t *h, int status, int events)
{
	struct loop_fd *w = h->data;
	int ready =
		(events & UV_READABLE ? LOOP_READ : 0) | (events & UV_WRITABLE ? LOOP_WRITE : 0);
	if (status < 0) {
		/* libuv stops watching a socket in error (a refused connect is one). The owner
		 * shall meet the error in his own read or write, and be called again while it
		 * lasts. */
		fd_start(w);
		ready = w->want;
	}
	w->fn(w->arg, ready);
}

static void fd_start(struct loop_fd *w)
{
	int events =
		(w->want & LOOP_READ ? UV_READABLE : 0) | (w->want & LOOP_WRITE ? UV_WRITABLE : 0);
	must(uv_poll_start(&w->uv, events, on_fd), "a file descriptor could not be watched");
}

void loop_fd_want(struct loop_fd *w, int events)
{
	if (events == w->want) /* spares two system calls */
		return;
	w->want = events;
	if (events)
		fd_start(w);
	else
		uv_poll_stop(&w->uv);
}

void loop_fd_free(struct loop_fd *w)
{
	if (!w)
		return;
	w->loop->n_made--;
	uv_close((uv_handle_t *)&w->uv, free_handle_data);
}

static void on_work(uv_work_t *req)
{
	struct work *w = req->data;
	w->work(w->arg);
}

static void on_work_done(uv_work_t *req, int status)
{
	(void)status; /* nobody cancels */
	struct work *w = req->data;
	w->done(w->arg);
	free(w);
}

void loop_work(struct loop *l, void (*work)(void *arg), void (*done)(void *arg), void *arg)
{
	assert(work && done);
	struct work *w = xcalloc(1, sizeof *w);
	w->uv.data = w;
	w->work = work;
	w->done = done;
	w->arg = arg;
	must(uv_queue_work(&l->uv, &w->uv, on_work, on_work_done), "work could not be queued");
}

static void on_watch(uv_fs_event_t *h, const char *name, int events, int status)
{
	(void)events, (void)status;
	struct loop_watch *w = h->data;
	w->fn(w->arg, name);
}

struct loop_watch *loop_watch_new(struct loop *l, const char *dir,
                                  void (*fn)(void *arg, const char *name), void *arg)
{
	struct loop_watch *w = xcalloc(1, sizeof *w);
	must(uv_fs_event_init(&l->uv, &w->uv), "a directory could not be watched");
	w->uv.data = w;
	w->loop = l;
	w->fn = fn;
	w->arg = arg;
	l->n_made++;
	if (uv_fs_event_start(&w->uv, on_watch, dir, 0) == 0)
		return w;
	loop_watch_free(w);
	return NULL;
}

void loop_watch_free(struct loop_watch *w)
{
	if (!w)
		return;
	w->loop->n_made--;
	uv_close((uv_handle_t *)&w->uv, free_handle_data);
}

static void on_signal(uv_signal_t *h, int signo)
{
	(void)signo;
	struct loop_signal *s = h->data;
	s->fn(s->arg);
}

void loop_on_signal(struct loop *l, int signo, void (*fn)(void *arg), void *arg)
{
	struct loop_signal *s = xcalloc(1, sizeof *s);
	must(uv_signal_init(&l->uv, &s->uv), "a signal could not be watched");
	s->uv.data = s;
	s->fn = fn;
	s->arg = arg;
	s->next = l->signals;
	l->signals = s;
	must(uv_signal_start(&s->uv, on_signal, signo), "a signal could not be watched");
}
