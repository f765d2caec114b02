#include "test_pool.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base.h"

enum { SLOTS_MAX = 64, PIECE_BYTES = 16384 };

struct ended {
	bool there;
	pid_t pid;
	json_t *told;
	char *died;
};

struct slot {
	pid_t pid; /* 0: free */
	int from;
	size_t job;
	struct buf told;
};

struct pool {
	const struct pool_work *w;
	struct slot slots[SLOTS_MAX];
	size_t started, reported;
	struct ended *ended; /* by job */
};

static _Noreturn void work(const struct pool_work *w, size_t i, int to)
{
	alarm((unsigned)w->within_s);
	json_t *told = w->job(w->arg, i);
	FILE *out = fdopen(to, "w");
	if (out) {
		json_dumpf(told, out, JSON_COMPACT);
		fclose(out);
	}
	_exit(0); /* what the parent has buffered is its own to write */
}

static char *why_died(const struct pool_work *w, int status)
{
	if (WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM)
		return xasprintf("no end within %d s", w->within_s);
	if (WIFSIGNALED(status))
		return xasprintf("its process was killed by signal %d (%s)", WTERMSIG(status),
		                 strsignal(WTERMSIG(status)));
	return xasprintf("its process ended with status %d and no result", WEXITSTATUS(status));
}

static void report(struct pool *p)
{
	while (p->reported < p->w->count && p->ended[p->reported].there) {
		struct ended *one = &p->ended[p->reported];
		p->w->done(p->w->arg, p->reported, one->told, one->pid, one->died);
		json_decref(one->told);
		free(one->died);
		p->reported++;
	}
}

static void finish(struct pool *p, struct slot *s)
{
	struct ended *one = &p->ended[s->job];
	int status = 0;
	close(s->from);
	while (waitpid(s->pid, &status, 0) < 0 && errno == EINTR)
		;
	bool well = WIFEXITED(status) && WEXITSTATUS(status) == 0;
	*one = (struct ended){ .there = true, .pid = s->pid };
	if (well && s->told.data)
		one->told = json_loadb(s->told.data, s->told.len_bytes, 0, NULL);
	if (!one->told)
		one->died = why_died(p->w, status);
	buf_free(&s->told);
	s->pid = 0;
	report(p);
}

static void start(struct pool *p, struct slot *s)
{
	int ends[2];
	if (pipe(ends)) {
		perror("assent: pipe");
		exit(1);
	}
	fflush(NULL);
	pid_t pid = fork();
	if (pid < 0) {
		perror("assent: fork");
		exit(1);
	}
	if (pid == 0) {
		for (int i = 0; i < SLOTS_MAX; i++)
			if (p->slots[i].pid)
				close(p->slots[i].from);
		close(ends[0]);
		work(p->w, p->started, ends[1]);
	}
	close(ends[1]);
	*s = (struct slot){ .pid = pid, .from = ends[0], .job = p->started++ };
}

static void take(struct pool *p, struct slot *s)
{
	char piece[PIECE_BYTES];
	ssize_t n = read(s->from, piece, sizeof piece);
	if (n > 0)
		buf_add(&s->told, piece, (size_t)n);
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		finish(p, s);
}

void pool_run(const struct pool_work *w)
{
	struct pool p = { .w = w };
	int slots = w->slots < SLOTS_MAX ? w->slots : SLOTS_MAX;
	p.ended = xcalloc(w->count + 1, sizeof *p.ended);
	while (p.reported < w->count) {
		struct pollfd fds[SLOTS_MAX];
		for (int i = 0; i < slots; i++) {
			if (!p.slots[i].pid && p.started < w->count)
				start(&p, &p.slots[i]);
			fds[i] =
				(struct pollfd){ p.slots[i].pid ? p.slots[i].from : -1, POLLIN, 0 };
		}
		if (poll(fds, (nfds_t)slots, -1) < 0)
			continue;
		for (int i = 0; i < slots; i++)
			if (fds[i].revents)
				take(&p, &p.slots[i]);
	}
	free(p.ended);
}
