/* http_in_socket.c: listening, answering past the library, and closing without losing answers. */
#include "http_in_socket.h"

#include "base.h"
#include "http_in_time.h"
#include "loop.h"

#include <assert.h>
#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { LINGER_MS = 2000, LINGER_MAX = 64, LINGER_BYTES = 16 * 1024 * 1024 };

/* Its deadline is its first member, so that the one is found from the other. */
struct lingerer {
	struct deadline deadline;
	struct lingering *all;
	int fd;
	struct loop_fd *watch;
	size_t thrown_away_bytes;
};

struct lingering {
	struct loop *loop;
	struct deadlines *deadlines;
	size_t count;
};

static int bind_to(const struct addrinfo *a, uint16_t *port)
{
	struct sockaddr_storage got;
	socklen_t got_bytes = sizeof got;
	char service[8];
	int on = 1;
	int fd = socket(a->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -1;
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
	    bind(fd, a->ai_addr, a->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0 &&
	    getsockname(fd, (struct sockaddr *)&got, &got_bytes) == 0 &&
	    getnameinfo((struct sockaddr *)&got, got_bytes, NULL, 0, service, sizeof service,
	                NI_NUMERICSERV) == 0) {
		*port = (uint16_t)atoi(service);
		return fd;
	}
	int why = errno;
	close(fd);
	errno = why;
	return -1;
}

int socket_listen(const char *host, uint16_t *port, struct err *e)
{
	struct addrinfo hints = { .ai_flags = AI_NUMERICHOST | AI_PASSIVE,
		                  .ai_socktype = SOCK_STREAM };
	struct addrinfo *found = NULL;
	char service[8];
	snprintf(service, sizeof service, "%u", *port);
	if (getaddrinfo(host, service, &hints, &found) != 0)
		return err_set(e, E_CONFIG,
		               "cannot listen on \"%s\": name an IP address such as 127.0.0.1",
		               host);
	int fd = bind_to(found, port);
	if (fd < 0)
		err_set(e, E_CONFIG,
		        "cannot listen on %s port %u (%s): choose another address or port", host,
		        *port, strerror(errno));
	freeaddrinfo(found);
	return fd;
}

static const char *reason_of(int status)
{
	static const struct {
		int status;
		const char *reason;
	} known[] = {
		{ 400, "Bad Request" },
		{ 408, "Request Timeout" },
		{ 413, "Content Too Large" },
		{ 431, "Request Header Fields Too Large" },
		{ 505, "HTTP Version Not Supported" },
	};
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (known[i].status == status)
			return known[i].reason;
	return "Error";
}

void socket_answer_error(int fd, int status, const char *code, const char *message, bool with_body)
{
	struct buf body = { 0 }, answer = { 0 };
	buf_addf(&body, "{\"error\":{\"code\":\"%s\",\"message\":\"%s\"}}", code, message);
	buf_addf(&answer,
	         "HTTP/1.1 %d %s\r\n"
	         "Connection: close\r\n"
	         "Content-Type: application/json; charset=utf-8\r\n"
	         "Content-Length: %zu\r\n\r\n",
	         status, reason_of(status), body.len_bytes);
	if (with_body)
		buf_add(&answer, body.data, body.len_bytes);
	ssize_t sent = send(fd, answer.data, answer.len_bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
	(void)sent; /* a peer that has gone needs no answer */
	buf_free(&body);
	buf_free(&answer);
}

static void let_go(struct lingerer *one)
{
	deadline_leave(one->all->deadlines, &one->deadline);
	one->all->count--;
	loop_fd_free(one->watch);
	close(one->fd);
	free(one);
}

static void on_due(struct deadline *d)
{
	let_go((struct lingerer *)d);
}

static void on_bytes(void *arg, int ready)
{
	(void)ready;
	struct lingerer *one = arg;
	char sink[16 * 1024];
	ssize_t got = recv(one->fd, sink, sizeof sink, MSG_DONTWAIT);
	if (got < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (got > 0 && (one->thrown_away_bytes += (size_t)got) < LINGER_BYTES)
		return;
	let_go(one);
}

struct lingering *lingering_new(struct loop *l)
{
	int64_t delay_ms = LINGER_MS;
	struct lingering *all = xcalloc(1, sizeof *all);
	all->loop = l;
	all->deadlines = deadlines_new(l, &delay_ms, 1, on_due);
	return all;
}

void lingering_free(struct lingering *all)
{
	struct deadline *d;
	while ((d = deadline_first(all->deadlines, 0)))
		let_go((struct lingerer *)d);
	deadlines_free(all->deadlines);
	free(all);
}

void linger(struct lingering *all, int fd)
{
	int copy = all->count < LINGER_MAX ? dup(fd) : -1;
	if (copy < 0)
		return;
	shutdown(copy, SHUT_WR);
	struct lingerer *one = xcalloc(1, sizeof *one);
	one->all = all;
	one->fd = copy;
	all->count++;
	deadline_join(all->deadlines, &one->deadline, 0);
	one->watch = loop_fd_new(all->loop, copy, on_bytes, one);
	loop_fd_want(one->watch, LOOP_READ);
}
