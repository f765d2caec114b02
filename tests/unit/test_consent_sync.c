/* Consent files are made durable: after each has its place, file and directory, and never by the thread of the loop.
 * The calls of the program under test come here first, since the linker looks here before libc. */
#include "engine_world.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "consent_sync.h"

enum { CALLS = 256 };

struct call {
	char what; /* 'r'enamed to, 's'ynced */
	char path[200];
	bool by_loop;
};
static struct call calls[CALLS];
static size_t calls_count;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static const char *sync_fails_at; /* end of a path */

static void note(char what, const char *path)
{
	pthread_mutex_lock(&lock);
	if (calls_count < CALLS) {
		struct call *c = &calls[calls_count++];
		c->what = what;
		c->by_loop = gettid() == getpid();
		snprintf(c->path, sizeof c->path, "%s", path);
	}
	pthread_mutex_unlock(&lock);
}

int rename(const char *from, const char *to)
{
	int rc = (int)syscall(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0);
	note('r', to);
	return rc;
}

static bool ends_with(const char *s, const char *end)
{
	size_t len = strlen(s), tail = strlen(end);
	return len >= tail && !strcmp(s + len - tail, end);
}

int fsync(int fd)
{
	char link[40], path[200] = "";
	snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
	ssize_t len = readlink(link, path, sizeof path - 1);
	path[len > 0 ? len : 0] = 0;
	note('s', path);
	if (sync_fails_at && ends_with(path, sync_fails_at)) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

static void forget_calls(void)
{
	pthread_mutex_lock(&lock);
	calls_count = 0;
	pthread_mutex_unlock(&lock);
}

/* Which of the calls after `after` did that to a path that ends so; calls_count: none. */
static size_t find(size_t after, char what, const char *end)
{
	size_t i = after;
	while (i < calls_count && !(calls[i].what == what && ends_with(calls[i].path, end)))
		i++;
	return i;
}

/* The file took its place, then it was synced, then its directory, by a thread of the pool. */
static void assert_synced(const char *id)
{
	char file[100];
	snprintf(file, sizeof file, "/consents/%s.json", id);
	size_t placed = find(0, 'r', file);
	assert_true(placed < calls_count);
	size_t synced = find(placed, 's', file);
	assert_true(synced < calls_count);
	assert_true(find(synced, 's', "/consents") < calls_count);
	for (size_t i = 0; i < calls_count; i++)
		assert_false(calls[i].what == 's' && strstr(calls[i].path, "/consents") &&
		             calls[i].by_loop);
}

static void
a_grant_is_told_after_its_file_has_its_place_and_the_file_is_synced_off_the_loop(void **state)
{
	char id[64], file[100];
	struct told yes;
	(void)state;
	open_asked(id);
	forget_calls();
	press(&yes, id, "caller", "yes");
	while (!yes.times)
		loop_step(world.loop, true);
	snprintf(file, sizeof file, "/consents/%s.json", id);
	assert_true(find(0, 'r', file) < calls_count);
	settle();
	assert_synced(id);
}

static void remove_file(const char *id)
{
	char *path = xasprintf("%s/%s.json", world.consents, id);
	assert_int_equal(unlink(path), 0);
	free(path);
}

static void a_file_that_is_made_again_at_the_start_is_synced_off_the_loop(void **state)
{
	char id[64];
	(void)state;
	open_asked(id);
	presses(id, "caller", "yes");
	world_close();
	remove_file(id);
	forget_calls();
	world_open(0);
	settle();
	assert_synced(id);
}

static void a_file_for_which_there_was_no_room_is_synced_when_there_is(void **state)
{
	char id[64];
	struct told yes;
	(void)state;
	open_asked(id);
	char *away = xasprintf("%s.away", world.consents);
	assert_int_equal(rename(world.consents, away), 0);
	press(&yes, id, "caller", "yes");
	settle();
	assert_int_equal(yes.err.code, E_BUSY);
	assert_int_equal(rename(away, world.consents), 0);
	free(away);
	forget_calls();
	later(1000);
	engine_tick(world.g);
	settle();
	assert_synced(id);
}

enum { FATAL = 7, NEVER_FATAL };

static void on_fatal(void *arg, const struct err *e)
{
	(void)arg;
	_exit(e->code == E_IO ? FATAL : NEVER_FATAL);
}

/* In a process of its own: the program ends where this goes wrong. */
static int sync_one_file(void)
{
	struct err e = { 0 };
	struct loop *l = loop_new();
	struct consent_sync *s = consent_sync_new(l, world.consents, on_fatal, NULL);
	if (consent_file_put(world.consents, "c1", "{}", &e))
		return NEVER_FATAL;
	consent_sync_add(s, "c1");
	while (!consent_sync_is_idle(s))
		loop_step(l, true);
	return NEVER_FATAL;
}

static void a_file_or_directory_that_cannot_be_synced_ends_the_program(void **state)
{
	static const char *const where[] = { "/consents/c1.json", "/consents" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(where); i++) {
		int status = 0;
		sync_fails_at = where[i];
		pid_t child = fork();
		if (!child)
			_exit(sync_one_file());
		sync_fails_at = NULL;
		assert_true(child > 0);
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), FATAL);
	}
}

static void put_file(struct consent_sync *s, const char *id, const char *text)
{
	struct err e = { 0 };
	if (consent_file_put(world.consents, id, text, &e))
		fail_msg("%s", e.text);
	consent_sync_add(s, id);
}

static size_t find_now(size_t after, char what, const char *end)
{
	pthread_mutex_lock(&lock);
	size_t at = find(after, what, end), none = calls_count;
	pthread_mutex_unlock(&lock);
	return at < none ? at : CALLS;
}

static struct consent_sync *begin_sync(struct loop *l)
{
	struct consent_sync *s = consent_sync_new(l, world.consents, on_fatal, NULL);
	forget_calls();
	put_file(s, "c1", "{}");
	while (find_now(0, 's', "/consents/c1.json") == CALLS)
		sched_yield();
	return s;
}

static void end_sync(struct loop *l, struct consent_sync *s)
{
	while (!consent_sync_is_idle(s))
		loop_step(l, true);
	consent_sync_free(s);
	loop_free(l);
}

static void files_that_change_while_another_is_synced_are_all_synced_behind_it(void **state)
{
	struct loop *l = loop_new();
	struct consent_sync *s = begin_sync(l);
	(void)state;
	put_file(s, "c2", "{}");
	put_file(s, "c3", "{}");
	put_file(s, "c4", "{}");
	end_sync(l, s);
	assert_synced("c1");
	assert_synced("c2");
	assert_synced("c3");
	assert_synced("c4");
}

static void a_file_that_changes_while_it_is_synced_is_synced_again(void **state)
{
	struct loop *l = loop_new();
	struct consent_sync *s = begin_sync(l);
	(void)state;
	size_t begun = find_now(0, 's', "/consents/c1.json");
	put_file(s, "c1", "[]");
	size_t changed = find_now(begun, 'r', "/consents/c1.json");
	end_sync(l, s);
	size_t again = find_now(changed, 's', "/consents/c1.json");
	assert_in_range(again, changed, CALLS - 1);
	assert_in_range(find_now(again, 's', "/consents"), again, CALLS - 1);
}

#define T(name) cmocka_unit_test_setup_teardown(name, world_begin, world_end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(a_grant_is_told_after_its_file_has_its_place_and_the_file_is_synced_off_the_loop),
		T(a_file_that_is_made_again_at_the_start_is_synced_off_the_loop),
		T(a_file_for_which_there_was_no_room_is_synced_when_there_is),
		T(a_file_or_directory_that_cannot_be_synced_ends_the_program),
		T(files_that_change_while_another_is_synced_are_all_synced_behind_it),
		T(a_file_that_changes_while_it_is_synced_is_synced_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
