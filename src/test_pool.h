/* test_pool.h: jobs in processes of their own, some at a time: what kills one does not end the others. */
#ifndef ASSENT_TEST_POOL_H
#define ASSENT_TEST_POOL_H

#include <jansson.h>
#include <stddef.h>
#include <sys/types.h>

struct pool_work {
	size_t count;
	int slots;    /* so many run at a time */
	int within_s; /* a job that takes longer is ended */
	/* In the process of job i: what is to be told of it, new. */
	json_t *(*job)(void *arg, size_t i);
	/* In order of i, as soon as all before it have ended. told: borrowed; NULL: its process died, as died
	 * says. */
	void (*done)(void *arg, size_t i, const json_t *told, pid_t pid, const char *died);
	void *arg;
};

/* Must be called before this process has threads. */
void pool_run(const struct pool_work *w);

#endif
