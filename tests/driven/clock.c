/* clock.c for a program that is driven by a test: time stands in a file, chance comes from a seed.
 *
 * ASSENT_CLOCK_FILE: 8 bytes, milliseconds since 1970 as a little-endian int64; the test writes, this reads.
 * ASSENT_RANDOM_SEED: a number from which all "random" bytes follow; without it they are real. */
#include "clock.h"

#include <endian.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static _Atomic uint64_t random_calls;
static _Atomic int64_t held_at_ms;
static atomic_bool held;

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "assent-driven: %s\n", what);
	abort();
}

static const uint64_t *clock_file(void)
{
	static _Atomic(const uint64_t *) mapped;
	const uint64_t *m = atomic_load(&mapped);
	if (m)
		return m;
	const char *path = getenv("ASSENT_CLOCK_FILE");
	if (!path)
		fail("set ASSENT_CLOCK_FILE to a file of 8 bytes");
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	if (fd < 0 || fstat(fd, &st) < 0 || st.st_size < (off_t)sizeof *m)
		fail("ASSENT_CLOCK_FILE cannot be read or has not 8 bytes");
	void *p = mmap(NULL, sizeof *m, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (p == MAP_FAILED)
		fail("ASSENT_CLOCK_FILE cannot be mapped");
	atomic_store(&mapped, (const uint64_t *)p);
	return p;
}

int64_t clock_now_ms(void)
{
	if (atomic_load(&held))
		return atomic_load(&held_at_ms);
	return (int64_t)le64toh(*(const volatile uint64_t *)clock_file());
}

void clock_hold(int64_t now_ms)
{
	atomic_store(&held_at_ms, now_ms);
	atomic_store(&held, true);
}

int64_t clock_monotonic_us(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* One step of a counter-based generator: the same seed and call number give the same 8 bytes. */
static uint64_t mix(uint64_t x)
{
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return x ^ (x >> 31);
}

static void random_from_seed(uint64_t seed, unsigned char *out, size_t len_bytes)
{
	while (len_bytes > 0) {
		uint64_t n = atomic_fetch_add(&random_calls, 1) + 1;
		uint64_t word = mix(seed + n * 0x9e3779b97f4a7c15u);
		size_t part = len_bytes < sizeof word ? len_bytes : sizeof word;
		memcpy(out, &word, part);
		out += part;
		len_bytes -= part;
	}
}

void clock_random(void *out, size_t len_bytes)
{
	const char *seed = getenv("ASSENT_RANDOM_SEED");
	if (seed) {
		random_from_seed(strtoull(seed, NULL, 10), out, len_bytes);
		return;
	}
	unsigned char *p = out;
	while (len_bytes > 0) {
		ssize_t n = getrandom(p, len_bytes, 0);
		if (n < 0)
			fail("the system gives no random bytes");
		p += n;
		len_bytes -= (size_t)n;
	}
}
