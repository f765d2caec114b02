/* test_loop.c: the order of a round, and that everything may be freed where it is called. */
#include "loop.h"

#include "base.h"
#include "clock.h"

#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

/* What a callback needs; each test uses what it wants. */
struct probe {
	struct loop *loop;
	struct loop_timer *timer;
	struct loop_fd *fd;
	int calls, ready, left;
	pthread_t thread;
};

static int begin(void **state)
{
	struct probe *p = xcalloc(1, sizeof *p);
	p->loop = loop_new();
	*state = p;
	return 0;
}

static int end(void **state)
{
	struct probe *p = *state;
	loop_free(p->loop);
	free(p);
	return 0;
}

static void stop(void *arg)
{
	struct probe *p = arg;
	p->calls++;
	loop_stop(p->loop);
}

static void count(void *arg)
{
	((struct probe *)arg)->calls++;
}

static void a_timer_fires_once_and_ends_the_run(void **state)
{
	struct probe *p = *state;
	struct loop_timer *t = loop_timer_new(p->loop, stop, p);
	int64_t before = clock_monotonic_us();
	loop_timer_set(t, 5);
	loop_run(p->loop);
	assert_int_equal(p->calls, 1);
	assert_true(clock_monotonic_us() - before >= 4000); /* libuv counts whole milliseconds */
	struct probe later = { .loop = p->loop };
	struct loop_timer *end_of_watch = loop_timer_new(p->loop, stop, &later);
	loop_timer_set(end_of_watch, 5);
	while (later.calls == 0)
		loop_step(p->loop, true);
	assert_int_equal(p->calls, 1);
	loop_timer_free(end_of_watch);
	loop_timer_free(t);
}

static void a_timer_set_again_moves_and_a_negative_delay_switches_it_off(void **state)
{
	struct probe *p = *state;
	struct probe never = { .loop = p->loop };
	struct loop_timer *off = loop_timer_new(p->loop, count, &never);
	struct loop_timer *moved = loop_timer_new(p->loop, count, &never);
	struct loop_timer *last = loop_timer_new(p->loop, stop, p);
	loop_timer_set(off, 0);
	loop_timer_set(moved, 0);
	loop_timer_set(off, -1);
	loop_timer_set(moved, 60000);
	loop_timer_set(last, 2);
	loop_run(p->loop);
	assert_int_equal(p->calls, 1);
	assert_int_equal(never.calls, 0);
	loop_timer_free(off);
	loop_timer_free(moved);
	loop_timer_free(last);
}

/* The clock of the round is stale after a long callback; a timer set then must not be early. */
static void a_timer_counts_from_now_and_not_from_the_beginning_of_the_round(void **state)
{
	struct probe *p = *state;
	struct loop_timer *t = loop_timer_new(p->loop, stop, p);
	loop_step(p->loop, false);
	usleep(20000);
	int64_t before = clock_monotonic_us();
	loop_timer_set(t, 10);
	loop_run(p->loop);
	assert_true(clock_monotonic_us() - before >= 9000);
	loop_timer_free(t);
}

static void free_timer_and_stop(void *arg)
{
	struct probe *p = arg;
	loop_timer_free(p->timer);
	stop(p);
}

static void a_timer_may_be_freed_in_its_own_callback(void **state)
{
	struct probe *p = *state;
	p->timer = loop_timer_new(p->loop, free_timer_and_stop, p);
	loop_timer_set(p->timer, 0);
	loop_run(p->loop);
	assert_int_equal(p->calls, 1);
}

static void what_is_freed_just_before_the_loop_is_freed_leaves_nothing_behind(void **state)
{
	struct probe *p = *state;
	int fds[2];
	assert_int_equal(pipe(fds), 0);
	struct loop_timer *t = loop_timer_new(p->loop, count, p);
	struct loop_fd *w = loop_fd_new(p->loop, fds[0], NULL, NULL);
	loop_timer_set(t, 60000);
	loop_fd_want(w, LOOP_READ);
	loop_timer_free(t);
	loop_fd_free(w);
	loop_timer_free(NULL);
	loop_fd_free(NULL);
	close(fds[0]);
	close(fds[1]);
}

struct order {
	char text[16];
	int n;
	struct loop *loop;
};

static void first(void *arg)
{
	struct order *o = arg;
	o->text[o->n++] = 'a';
}

static void second(void *arg)
{
	struct order *o = arg;
	o->text[o->n++] = 'b';
}

static void callbacks_before_the_poll_run_in_order_once_a_round(void **state)
{
	struct probe *p = *state;
	struct order o = { 0 };
	loop_before_poll(p->loop, first, &o);
	loop_before_poll(p->loop, second, &o);
	loop_step(p->loop, false);
	assert_string_equal(o.text, "ab");
	loop_step(p->loop, false);
	assert_string_equal(o.text, "abab");
}

/* If the callback kept the loop spinning, it would be called thousands of times before 30 ms are
 * over. */
static void a_callback_before_the_poll_lets_the_loop_sleep(void **state)
{
	struct probe *p = *state;
	struct probe rounds = { 0 };
	struct loop_timer *t = loop_timer_new(p->loop, stop, p);
	loop_before_poll(p->loop, count, &rounds);
	loop_timer_set(t, 30);
	loop_run(p->loop);
	assert_in_range(rounds.calls, 1, 10);
	loop_timer_free(t);
}

static void arm(void *arg)
{
	struct probe *p = arg;
	if (p->left-- > 0)
		loop_timer_set(p->timer, 0);
}

static void a_timer_set_before_the_poll_is_seen_in_the_same_round(void **state)
{
	struct probe *p = *state;
	p->left = 1;
	p->timer = loop_timer_new(p->loop, stop, p);
	loop_before_poll(p->loop, arm, p);
	loop_step(p->loop,
	          true); /* would sleep for ever if the timer were seen in the next round only */
	assert_int_equal(p->calls, 1);
	loop_timer_free(p->timer);
}

static void on_ready(void *arg, int ready)
{
	struct probe *p = arg;
	p->calls++;
	p->ready = ready;
}

static void a_descriptor_is_watched_by_level_and_only_for_what_is_wanted(void **state)
{
	struct probe *p = *state;
	int fds[2];
	assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, fds), 0);
	struct loop_fd *w = loop_fd_new(p->loop, fds[0], on_ready, p);
	loop_fd_want(w, LOOP_READ);
	loop_step(p->loop, false);
	assert_int_equal(p->calls, 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	loop_step(p->loop, true);
	assert_int_equal(p->ready, LOOP_READ);
	loop_step(p->loop, true); /* not read yet: told again */
	assert_int_equal(p->calls, 2);
	loop_fd_want(w, LOOP_READ | LOOP_WRITE);
	loop_step(p->loop, true);
	assert_int_equal(p->ready, LOOP_READ | LOOP_WRITE);
	loop_fd_want(w, 0);
	p->calls = 0;
	loop_step(p->loop, false);
	assert_int_equal(p->calls, 0);
	loop_fd_want(w, LOOP_READ);
	loop_step(p->loop, true);
	assert_int_equal(p->calls, 1);
	loop_fd_free(w);
	close(fds[0]);
	close(fds[1]);
}

static void free_fd(void *arg, int ready)
{
	struct probe *p = arg;
	(void)ready;
	p->calls++;
	loop_fd_free(p->fd);
}

static void a_watcher_may_be_freed_in_its_own_callback_and_the_descriptor_watched_anew(void **state)
{
	struct probe *p = *state;
	int fds[2];
	assert_int_equal(pipe(fds), 0);
	assert_int_equal(write(fds[1], "x", 1), 1);
	p->fd = loop_fd_new(p->loop, fds[0], free_fd, p);
	loop_fd_want(p->fd, LOOP_READ);
	loop_step(p->loop, true);
	assert_int_equal(p->calls, 1);
	struct loop_fd *anew = loop_fd_new(p->loop, fds[0], on_ready, p);
	loop_fd_want(anew, LOOP_READ);
	loop_step(p->loop, true);
	assert_int_equal(p->calls, 2);
	loop_fd_free(anew);
	close(fds[0]);
	close(fds[1]);
}

/* A loopback port that nobody listens on any more. */
static int refused_connect(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof at;
	int closed = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(closed, (struct sockaddr *)&at, len), 0);
	assert_int_equal(getsockname(closed, (struct sockaddr *)&at, &len), 0);
	close(closed);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
	int rc = connect(fd, (struct sockaddr *)&at, len);
	assert_true(rc == -1 && (errno == EINPROGRESS || errno == ECONNREFUSED));
	return fd;
}

static void a_socket_in_error_is_told_as_ready_for_as_long_as_it_is_watched(void **state)
{
	struct probe *p = *state;
	int fd = refused_connect();
	struct loop_fd *w = loop_fd_new(p->loop, fd, on_ready, p);
	loop_fd_want(w, LOOP_WRITE);
	loop_step(p->loop, true);
	assert_int_equal(p->ready, LOOP_WRITE);
	loop_step(p->loop, true);
	assert_int_equal(p->calls, 2);
	loop_fd_free(w);
	close(fd);
}

static void note_thread(void *arg)
{
	struct probe *p = arg;
	p->thread = pthread_self();
}

static void work_runs_in_another_thread_and_is_done_on_the_loop(void **state)
{
	struct probe *p = *state;
	loop_work(p->loop, note_thread, stop, p);
	loop_run(p->loop);
	assert_int_equal(p->calls, 1);
	assert_false(pthread_equal(p->thread, pthread_self()));
}

static void work_under_way_is_ended_before_the_loop_goes(void **state)
{
	struct probe *p = *state;
	for (int i = 0; i < 20; i++)
		loop_work(p->loop, note_thread, count, p);
	loop_free(p->loop);
	assert_int_equal(p->calls, 20);
	p->loop = loop_new();
}

static void a_signal_is_told_on_the_loop(void **state)
{
	struct probe *p = *state;
	struct probe other = { .loop = p->loop };
	loop_on_signal(p->loop, SIGUSR1, stop, p);
	loop_on_signal(p->loop, SIGUSR2, count, &other);
	kill(getpid(), SIGUSR1);
	loop_run(p->loop);
	assert_int_equal(p->calls, 1);
	assert_int_equal(other.calls, 0);
}

static void a_stop_before_the_run_is_not_lost(void **state)
{
	struct probe *p = *state;
	loop_stop(p->loop);
	loop_run(p->loop);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define LOOPED(test) cmocka_unit_test_setup_teardown(test, begin, end)
		LOOPED(a_timer_fires_once_and_ends_the_run),
		LOOPED(a_timer_set_again_moves_and_a_negative_delay_switches_it_off),
		LOOPED(a_timer_counts_from_now_and_not_from_the_beginning_of_the_round),
		LOOPED(a_timer_may_be_freed_in_its_own_callback),
		LOOPED(what_is_freed_just_before_the_loop_is_freed_leaves_nothing_behind),
		LOOPED(callbacks_before_the_poll_run_in_order_once_a_round),
		LOOPED(a_callback_before_the_poll_lets_the_loop_sleep),
		LOOPED(a_timer_set_before_the_poll_is_seen_in_the_same_round),
		LOOPED(a_descriptor_is_watched_by_level_and_only_for_what_is_wanted),
		LOOPED(a_watcher_may_be_freed_in_its_own_callback_and_the_descriptor_watched_anew),
		LOOPED(a_socket_in_error_is_told_as_ready_for_as_long_as_it_is_watched),
		LOOPED(work_runs_in_another_thread_and_is_done_on_the_loop),
		LOOPED(work_under_way_is_ended_before_the_loop_goes),
		LOOPED(a_signal_is_told_on_the_loop),
		LOOPED(a_stop_before_the_run_is_not_lost),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
