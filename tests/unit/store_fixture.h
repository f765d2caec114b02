/* store_fixture.h: a loop, a store in a directory of its own, and turns, for the tests of the store. */
#ifndef ASSENT_STORE_FIXTURE_H
#define ASSENT_STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base.h"
#include "loop.h"
#include "scratch.h"
#include "store.h"

struct fixture {
	char *root;   /* made by setup, removed by teardown */
	char dir[96]; /* the data directory in it */
	struct store_sqlite_opts opts;
	struct loop *loop;
	struct store *store;
	struct err e;      /* of opening */
	bool answered;     /* the last commit was */
	struct err answer; /* and so */
};

static inline void fixture_close(struct fixture *f)
{
	if (f->store)
		f->store->ops->free(f->store);
	if (f->loop)
		loop_free(f->loop);
	f->store = NULL;
	f->loop = NULL;
}

/* true: f->store is there; false: f->e says why not. */
static inline bool fixture_open(struct fixture *f)
{
	fixture_close(f);
	f->e = (struct err){ 0 };
	f->loop = loop_new();
	f->store = store_sqlite_new(f->loop, &f->opts, &f->e);
	return f->store != NULL;
}

static inline int fixture_setup(void **state)
{
	struct fixture *f = calloc(1, sizeof *f);
	f->root = scratch_new("store", NULL);
	if (!f->root)
		return -1;
	snprintf(f->dir, sizeof f->dir, "%s/data", f->root);
	f->opts = (struct store_sqlite_opts){ .dir = f->dir, .floor_bytes = 1 };
	*state = f;
	return fixture_open(f) ? 0 : -1;
}

static inline int fixture_teardown(void **state)
{
	struct fixture *f = *state;
	fixture_close(f);
	scratch_free(f->root);
	free(f);
	return 0;
}

static inline void fixture_on_done(void *arg, const struct err *e)
{
	struct fixture *f = arg;
	f->answered = true;
	f->answer = *e;
}

/* Hands the turns over and waits for the answer. */
static inline enum err_code fixture_commit(struct fixture *f, struct store_turn **turns,
                                           size_t count)
{
	f->answered = false;
	f->store->ops->commit(f->store, turns, count, fixture_on_done, f);
	assert_false(f->answered); /* never from inside commit */
	while (!f->answered)
		loop_step(f->loop, true);
	return f->answer.code;
}

static inline enum err_code fixture_commit_one(struct fixture *f, struct store_turn *t)
{
	return fixture_commit(f, &t, 1);
}

/* A path in the data directory. Borrowed until the next but one call. */
static inline const char *fixture_path(const struct fixture *f, const char *name)
{
	static char paths[2][160];
	static int at;
	at = !at;
	snprintf(paths[at], sizeof paths[at], "%s/%s", f->dir, name);
	return paths[at];
}

static inline void fixture_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
}

/* How often the bytes stand in the file; a file that is not there holds nothing. */
static inline int fixture_count_in_file(const char *path, const char *bytes)
{
	size_t len = 0;
	char *data = file_read(path, 64 << 20, &len, NULL);
	int count = 0;
	for (char *at = data;
	     at && (at = memmem(at, len - (size_t)(at - data), bytes, strlen(bytes))); at++)
		count++;
	free(data);
	return count;
}

/* What a turn usually has, with its texts in itself. Do not copy. */
struct sample {
	char case_id[32], event_id[32], key[40], text[64];
	struct store_value value;
	struct store_out out;
	struct store_turn turn;
};

static inline struct store_turn *sample_init(struct sample *s, int case_no, int turn)
{
	memset(s, 0, sizeof *s);
	snprintf(s->case_id, sizeof s->case_id, "case-%04d", case_no);
	snprintf(s->event_id, sizeof s->event_id, "event-%d-%d", case_no, turn);
	snprintf(s->key, sizeof s->key, "case-%04d.%d", case_no, turn);
	snprintf(s->text, sizeof s->text, "네, %d번째 말입니다", turn);
	s->value = (struct store_value){ .id = turn, .party = "caller", .text = s->text };
	memset(s->value.salt, turn, sizeof s->value.salt);
	s->out = (struct store_out){ .key = s->key,
		                     .case_id = s->case_id,
		                     .seq = turn,
		                     .target = "desk",
		                     .effect = "{\"kind\":\"suggest\"}",
		                     .state = "ready",
		                     .next_at_ms = 5,
		                     .expires_at_ms = 6,
		                     .reason = "" };
	s->turn = (struct store_turn){
		.case_id = s->case_id,
		.turn = turn,
		.at_ms = 1000 + turn,
		.records = "[{\"seq\":1}]",
		.head = { .flow = "spouse",
		          .bundle = "b1",
		          .status = "open",
		          .step = "동의",
		          .outcome = "",
		          .opened_at_ms = 1000 + case_no,
		          .updated_at_ms = 1000 + turn },
		.source = "zendesk",
		.event_id = s->event_id,
		.event_hash = "h1",
		.values = &s->value,
		.values_count = 1,
		.outs = &s->out,
		.outs_count = 1,
	};
	return &s->turn;
}

/* Runs this program again with the words (NULL at the end) and its stdout in *out. Returns the pid. A new program, since
 * neither threads nor an SQLite connection survive a bare fork. */
static inline pid_t spawn_self(const char *const *words, int *out)
{
	int ends[2];
	assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
	pid_t pid = fork();
	if (pid == 0) {
		dup2(ends[1], STDOUT_FILENO);
		execv("/proc/self/exe", (char *const *)(uintptr_t)words);
		_exit(127);
	}
	assert_true(pid > 0);
	close(ends[1]);
	*out = ends[0];
	return pid;
}

#endif
