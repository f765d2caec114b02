#include "acts.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base.h"
#include "case.h"
#include "clock.h"
#include "log.h"
#include "loop.h"

/* Over this, what cannot be written is dropped, and the log says so. */
enum { WAITING_MAX_BYTES = 4 * 1024 * 1024, MONTH_SIZE = 8 };

struct acts {
	struct loop *loop;
	char *dir;
	struct buf waiting;
	char month[MONTH_SIZE]; /* of what waits */
	bool freed;             /* while a write is in the pool */
	/* the pool's while writing */
	struct buf writing;
	char *path;
	struct err err;
};

static void month_now(char out[MONTH_SIZE])
{
	time_t now = (time_t)(clock_now_ms() / 1000);
	struct tm tm;
	gmtime_r(&now, &tm);
	strftime(out, MONTH_SIZE, "%Y-%m", &tm);
}

/* Whole lines, or none of them. */
static void work(void *arg)
{
	struct acts *a = arg;
	if (mkdir(a->dir, 0700) && errno != EEXIST) {
		err_set(&a->err, E_IO, "%s: %s", a->dir, strerror(errno));
		return;
	}
	int fd = open(a->path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	off_t before = fd < 0 ? -1 : lseek(fd, 0, SEEK_END);
	ssize_t put = fd < 0 ? -1 : write(fd, a->writing.data, a->writing.len_bytes);
	if (put != (ssize_t)a->writing.len_bytes || fsync(fd)) {
		err_set(&a->err, E_IO, "%s: %s", a->path, strerror(put < 0 ? errno : ENOSPC));
		if (put > 0 && ftruncate(fd, before))
			err_set(&a->err, E_IO, "%s: %s", a->path, strerror(errno));
	}
	if (fd >= 0)
		close(fd);
}

static void free_all(struct acts *a)
{
	buf_free(&a->waiting);
	buf_free(&a->writing);
	free(a->path);
	free(a->dir);
	free(a);
}

/* What waits goes behind what could not be written. */
static void keep_for_later(struct acts *a)
{
	log_fact(LOG_ERROR, "acts_not_kept", LF_REASON, "s", a->err.text, LF_END);
	if (a->writing.len_bytes + a->waiting.len_bytes > WAITING_MAX_BYTES) {
		log_fact(LOG_ERROR, "acts_lost", LF_COUNT, "d", (int64_t)a->writing.len_bytes,
		         LF_END);
		buf_free(&a->writing);
		return;
	}
	buf_add(&a->writing, a->waiting.data ? a->waiting.data : "", a->waiting.len_bytes);
	buf_free(&a->waiting);
	a->waiting = a->writing;
	a->writing = (struct buf){ 0 };
}

static void written(void *arg)
{
	struct acts *a = arg;
	bool failed = a->err.code != E_NONE;
	free(a->path);
	a->path = NULL;
	if (a->freed) {
		free_all(a);
		return;
	}
	if (failed)
		keep_for_later(a);
	buf_free(&a->writing);
	a->writing = (struct buf){ 0 };
	a->err = (struct err){ 0 };
	if (!failed)
		acts_tick(a); /* what came meanwhile; after a failure the next tick does */
}

void acts_tick(struct acts *a)
{
	if (a->path || !a->waiting.len_bytes)
		return;
	a->writing = a->waiting;
	a->waiting = (struct buf){ 0 };
	a->path = xasprintf("%s/%s.jsonl", a->dir, a->month);
	loop_work(a->loop, work, written, a);
}

void acts_add(struct acts *a, json_t *act)
{
	json_object_set_new(act, "at", time_json(clock_now_ms()));
	char *line = json_dumps(act, JSON_COMPACT | JSON_SORT_KEYS);
	buf_adds(&a->waiting, line);
	buf_adds(&a->waiting, "\n");
	month_now(a->month);
	free(line);
	json_decref(act);
	acts_tick(a);
}

bool acts_is_idle(const struct acts *a)
{
	return !a->path;
}

struct acts *acts_new(struct loop *l, const char *data_dir)
{
	struct acts *a = xcalloc(1, sizeof *a);
	a->loop = l;
	a->dir = xasprintf("%s/acts", data_dir);
	return a;
}

void acts_free(struct acts *a)
{
	if (!a)
		return;
	if (a->path)
		a->freed = true; /* `written` frees it */
	else
		free_all(a);
}
