/* loop.h: the event loop (libuv behind it): file descriptors, timers, signals, work off the loop.
 */
#ifndef ASSENT_LOOP_H
#define ASSENT_LOOP_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct loop;
struct loop_timer;
struct loop_fd;

struct loop *loop_new(void); /* caller frees, after everything made from it was freed */
void loop_free(struct loop *l);
void loop_run(struct loop *l);              /* until loop_stop */
void loop_step(struct loop *l, bool block); /* one round: for plays and tests */
void loop_stop(struct loop *l);

/* Called once a round, before the loop polls, in the order of registration. Never removed. */
void loop_before_poll(struct loop *l, void (*fn)(void *arg), void *arg);

/* One-shot timer on the machine's monotonic clock; setting it again moves it. */
struct loop_timer *loop_timer_new(struct loop *l, void (*fn)(void *arg), void *arg);
void loop_timer_set(struct loop_timer *t, int64_t delay_ms); /* < 0: off */
void loop_timer_free(struct loop_timer *t);

enum { LOOP_READ = 1, LOOP_WRITE = 2 };
struct loop_fd *loop_fd_new(struct loop *l, int fd, void (*fn)(void *arg, int ready), void *arg);
void loop_fd_want(struct loop_fd *w, int events); /* 0: none; level-triggered */
void loop_fd_free(struct loop_fd *w);

/* Tells of every change below a directory, not deeper: name is the entry that changed, NULL where that is
 * not known. NULL: it cannot be watched (it is not there). */
struct loop_watch;
struct loop_watch *loop_watch_new(struct loop *l, const char *dir,
                                  void (*fn)(void *arg, const char *name), void *arg);
void loop_watch_free(struct loop_watch *w);

/* work runs in a thread of the pool, done on the loop afterwards. Never fails. */
void loop_work(struct loop *l, void (*work)(void *arg), void (*done)(void *arg), void *arg);
/* From loop_free on the signal is ignored. */
void loop_on_signal(struct loop *l, int signo, void (*fn)(void *arg), void *arg);

#endif
