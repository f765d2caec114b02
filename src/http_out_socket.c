#include "http_out_socket.h"

#include "address.h"
#include "base.h"
#include "loop.h"

#include <arpa/inet.h>
#include <assert.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* A number that a socket of curl's has, or had. Asleep, where curl wants to hear of none, it is in nobody's way, whoever
 * has the number then; to make it anew for each call would be three system calls more. */
struct watch {
	struct http_sockets *sockets;
	struct loop_fd *fd_watch;
	int fd;
};

struct http_sockets {
	struct loop *loop;
	struct loop_timer *timer; /* curl's */
	struct watch **watches;   /* by descriptor */
	size_t n_watches;
	void (*drive)(void *arg, curl_socket_t fd, int ready);
	void *arg;
	bool allow_private;
};

/* ---- From the loop to curl */

static void on_fd(void *arg, int ready)
{
	struct watch *w = arg;
	w->sockets->drive(w->sockets->arg, w->fd,
	                  (ready & LOOP_READ ? CURL_CSELECT_IN : 0) |
	                          (ready & LOOP_WRITE ? CURL_CSELECT_OUT : 0));
}

static void on_time(void *arg)
{
	struct http_sockets *s = arg;
	s->drive(s->arg, CURL_SOCKET_TIMEOUT, 0);
}

/* ---- From curl to the loop */

static struct watch *watch_of(const struct http_sockets *s, int fd)
{
	return (size_t)fd < s->n_watches ? s->watches[fd] : NULL;
}

static void watch_set(struct http_sockets *s, int fd, int events)
{
	struct watch *w = watch_of(s, fd);
	if (!w) {
		if ((size_t)fd >= s->n_watches) {
			size_t old = s->n_watches, n = (size_t)fd + 64;
			s->watches = xrealloc(s->watches, n * sizeof(struct watch *));
			memset(s->watches + old, 0, (n - old) * sizeof(struct watch *));
			s->n_watches = n;
		}
		w = xcalloc(1, sizeof *w);
		w->sockets = s;
		w->fd = fd;
		w->fd_watch = loop_fd_new(s->loop, fd, on_fd, w);
		s->watches[fd] = w;
	}
	loop_fd_want(w->fd_watch, events);
}

static void watch_sleep(const struct http_sockets *s, int fd)
{
	const struct watch *w = watch_of(s, fd);
	if (w)
		loop_fd_want(w->fd_watch, 0);
}

/* CURLMOPT_SOCKETFUNCTION */
static int on_want(CURL *easy, curl_socket_t fd, int what, void *arg, void *unused)
{
	(void)easy;
	(void)unused;
	if (what == CURL_POLL_REMOVE)
		watch_sleep(arg, fd);
	else
		watch_set(arg, fd,
		          (what & CURL_POLL_IN ? LOOP_READ : 0) |
		                  (what & CURL_POLL_OUT ? LOOP_WRITE : 0));
	return 0;
}

/* CURLMOPT_TIMERFUNCTION */
static int on_want_time(CURLM *multi, long delay_ms, void *arg)
{
	(void)multi;
	struct http_sockets *s = arg;
	loop_timer_set(s->timer, delay_ms);
	return 0;
}

static bool passes(struct http_guard *g, const struct sockaddr *a)
{
	bool inner_too = g->sockets->allow_private && !g->public_only;
	if (!inner_too && address_is_inner(a))
		g->refused = true;
	return !g->refused;
}

bool http_guard_passes(struct http_guard *g, const char *address)
{
	struct sockaddr_in v4 = { .sin_family = AF_INET };
	struct sockaddr_in6 v6 = { .sin6_family = AF_INET6 };
	if (!g->public_only)
		return true; /* what is open then, this call might have opened */
	if (inet_pton(AF_INET, address, &v4.sin_addr) == 1)
		return passes(g, (struct sockaddr *)&v4);
	if (inet_pton(AF_INET6, address, &v6.sin6_addr) == 1)
		return passes(g, (struct sockaddr *)&v6);
	g->refused = true;
	return false;
}

curl_socket_t http_guard_open(void *guard, curlsocktype purpose, struct curl_sockaddr *a)
{
	(void)purpose;
	struct http_guard *g = guard;
	if (!passes(g, &a->addr))
		return CURL_SOCKET_BAD;
	int fd = socket(a->family, a->socktype | SOCK_CLOEXEC, a->protocol);
	if (fd < 0)
		return CURL_SOCKET_BAD;
	/* Should curl have closed the number's last owner without a word. */
	watch_sleep(g->sockets, fd);
	return fd;
}

int http_socket_close(void *sockets, curl_socket_t fd)
{
	watch_sleep(sockets, fd);
	return close(fd);
}

struct http_sockets *http_sockets_new(struct loop *l, CURLM *multi, bool allow_private,
                                      void (*drive)(void *arg, curl_socket_t fd, int ready),
                                      void *arg)
{
	struct http_sockets *s = xcalloc(1, sizeof *s);
	s->loop = l;
	s->timer = loop_timer_new(l, on_time, s);
	s->drive = drive;
	s->arg = arg;
	s->allow_private = allow_private;
	int bad = 0;
	bad |= curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, on_want);
	bad |= curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, s);
	bad |= curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, on_want_time);
	bad |= curl_multi_setopt(multi, CURLMOPT_TIMERDATA, s);
	assert(bad == 0);
	return s;
}

void http_sockets_free(struct http_sockets *s)
{
	loop_timer_free(s->timer);
	for (size_t fd = 0; fd < s->n_watches; fd++) {
		if (s->watches[fd])
			loop_fd_free(s->watches[fd]->fd_watch);
		free(s->watches[fd]);
	}
	free(s->watches);
	free(s);
}
