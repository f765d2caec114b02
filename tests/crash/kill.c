/* kill.c, preloaded into the program: kills it at one exact point of its work, or lists all points that it passes.
 *
 * A point is the n-th (from 0) happening of a kind:
 *   commit   a transaction of assent.db-wal: before its first byte, torn (behind its first page, so that the commit
 *            record is missing), after its fdatasync
 *   rename   a consent file put in place: before, after
 *   send     bytes to the receiver on port ASSENT_KILL_PORT: before, after
 * ASSENT_KILL=before:commit:3 kills there by SIGKILL. ASSENT_KILL_LIST=file appends one line for each point passed.
 * The program knows nothing of this: it is the library calls that are counted. */
#include <arpa/inet.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

/* WAL: a header of 32 bytes once, then frames of 24 bytes and a page, each in two writes. */
enum { FRAME_HEADER_BYTES = 24, MAX_FD = 4096 };

static atomic_int commits, renames, sends;
static atomic_bool in_transaction;
static atomic_int pages; /* written in this transaction */

static void at(const char *when, const char *kind, int n)
{
	char point[64];
	int len = snprintf(point, sizeof point, "%s:%s:%d\n", when, kind, n);
	const char *list = getenv("ASSENT_KILL_LIST"), *wanted = getenv("ASSENT_KILL");
	if (list) {
		int fd = (int)syscall(SYS_openat, AT_FDCWD, list, O_WRONLY | O_CREAT | O_APPEND,
		                      0600);
		syscall(SYS_write, fd, point, (size_t)len);
		syscall(SYS_close, fd);
	}
	if (wanted && strlen(wanted) == (size_t)len - 1 &&
	    !memcmp(wanted, point, (size_t)len - 1)) {
		syscall(SYS_kill, (int)getpid(), SIGKILL);
		for (;;)
			pause(); /* this thread does nothing more */
	}
}

static bool is_wal(int fd)
{
	char name[64], path[1024];
	snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
	ssize_t n = readlink(name, path, sizeof path);
	static const char end[] = "/assent.db-wal";
	return n >= (ssize_t)sizeof end - 1 &&
	       !memcmp(path + n - (sizeof end - 1), end, sizeof end - 1);
}

static void before_wal_write(void)
{
	if (!atomic_exchange(&in_transaction, true)) {
		atomic_store(&pages, 0);
		at("before", "commit", atomic_load(&commits));
	}
}

static void after_wal_write(size_t bytes)
{
	if (bytes > FRAME_HEADER_BYTES + 8 && atomic_fetch_add(&pages, 1) == 0)
		at("torn", "commit", atomic_load(&commits));
}

ssize_t pwrite64(int fd, const void *data, size_t bytes, off64_t offset)
{
	static ssize_t (*real)(int, const void *, size_t, off64_t);
	if (!real)
		real = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
	bool wal = is_wal(fd);
	if (wal)
		before_wal_write();
	ssize_t n = real(fd, data, bytes, offset);
	if (wal)
		after_wal_write(bytes);
	return n;
}

static int synced(int fd, const char *call)
{
	int (*real)(int) = (int (*)(int))dlsym(RTLD_NEXT, call);
	int rc = real(fd);
	/* the header of a new log is synced too, before any page, and the whole log before a checkpoint */
	if (is_wal(fd) && atomic_load(&in_transaction) && atomic_load(&pages) > 0) {
		atomic_store(&in_transaction, false);
		at("after", "commit", atomic_fetch_add(&commits, 1));
	}
	return rc;
}

int fdatasync(int fd)
{
	return synced(fd, "fdatasync");
}

int fsync(int fd)
{
	return synced(fd, "fsync");
}

int rename(const char *from, const char *to)
{
	static int (*real)(const char *, const char *);
	if (!real)
		real = (int (*)(const char *, const char *))dlsym(RTLD_NEXT, "rename");
	bool consent = strstr(to, "/consents/") != NULL;
	int n = consent ? atomic_fetch_add(&renames, 1) : 0;
	if (consent)
		at("before", "rename", n);
	int rc = real(from, to);
	if (consent)
		at("after", "rename", n);
	return rc;
}

static bool is_receiver(int fd)
{
	const char *port = getenv("ASSENT_KILL_PORT");
	struct sockaddr_in peer;
	socklen_t len = sizeof peer;
	return port && getpeername(fd, (struct sockaddr *)&peer, &len) == 0 &&
	       peer.sin_family == AF_INET && ntohs(peer.sin_port) == atoi(port);
}

ssize_t send(int fd, const void *data, size_t bytes, int flags)
{
	static ssize_t (*real)(int, const void *, size_t, int);
	if (!real)
		real = (ssize_t(*)(int, const void *, size_t, int))dlsym(RTLD_NEXT, "send");
	bool outward = is_receiver(fd);
	int n = outward ? atomic_fetch_add(&sends, 1) : 0;
	if (outward)
		at("before", "send", n);
	ssize_t sent = real(fd, data, bytes, flags);
	if (outward)
		at("after", "send", n);
	return sent;
}
