/* Calls to outside against a server of raw sockets in a thread of its own, with names, connections and writes of the
 * process under the test's hand. */
#include <arpa/inet.h>
#include <assert.h>
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "../../src/base.h"
#include "../../src/clock.h"
#include "../../src/http_in.h"
#include "../../src/http_out.h"
#include "../../src/loop.h"

/* ---- The process's way to the network: functions that curl calls and that end up here instead of in libc */

static atomic_int connects, lookups_held, lookups_running;
static int writes_with_body;          /* that begin a request and hold its body, too */
static void (*before_send)(void);     /* once, before the next request goes out */
static void (*instead_of_body)(void); /* once */
static int stalled_peer = -1;

static bool is_loopback(const struct sockaddr *a)
{
	const struct sockaddr_in *in = (const struct sockaddr_in *)a;
	const struct sockaddr_in6 *in6 = (const struct sockaddr_in6 *)a;
	if (a->sa_family == AF_INET)
		return ntohl(in->sin_addr.s_addr) >> 24 == 127 || in->sin_addr.s_addr == 0;
	return a->sa_family == AF_INET6 &&
	       (IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr) || IN6_IS_ADDR_UNSPECIFIED(&in6->sin6_addr) ||
	        IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr));
}

/* Puts a socket in fd's place that is neither connected nor refused until stalled_peer is closed. */
static int connect_later(int fd)
{
	int pair[2];
	char full[4096] = { 0 };
	assert(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) == 0);
	while (write(pair[0], full, sizeof full) > 0)
		;
	dup2(pair[0], fd);
	close(pair[0]);
	stalled_peer = pair[1]; /* the test's to close */
	errno = EINPROGRESS;
	return -1;
}

/* Nothing leaves the machine, whatever is broken. */
int connect(int fd, const struct sockaddr *a, socklen_t n)
{
	static int (*real)(int, const struct sockaddr *, socklen_t);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "connect");
	atomic_fetch_add(&connects, 1);
	if (a->sa_family == AF_INET &&
	    ((const struct sockaddr_in *)a)->sin_addr.s_addr == htonl(0x7f000003))
		return connect_later(fd);
	if (is_loopback(a))
		return real(fd, a, n);
	errno = ECONNREFUSED;
	return -1;
}

ssize_t send(int fd, const void *data, size_t n, int flags)
{
	static ssize_t (*real)(int, const void *, size_t, int);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "send");
	const char *head_end = memmem(data, n, "\r\n\r\n", 4);
	if (n > 5 && memcmp(data, "POST ", 5) == 0 && head_end)
		writes_with_body += head_end + 4 < (const char *)data + n;
	void (*fn)(void) = before_send;
	if (fn && n > 5 && memcmp(data, "POST ", 5) == 0) {
		before_send = NULL;
		fn();
	}
	if (n >= 5 && memcmp(data, "stall", 5) == 0) { /* no socket ever takes such a body */
		fn = instead_of_body;
		instead_of_body = NULL;
		if (fn)
			fn();
		errno = EAGAIN;
		return -1;
	}
	return real(fd, data, n, flags);
}

/* Names of the tests: at.A.B.C.D.test is that address, mapped.test ::ffff:10.0.0.1, two.test is 127.0.0.2 and then
 * 127.0.0.1, slow.test comes back when lookups_held is 0. 127.0.0.3 is the address that does not answer. */
static bool test_name(const char *name, char numbers[2][64])
{
	size_t n = strlen(name);
	if (n < 6 || strcmp(name + n - 5, ".test") != 0)
		return false;
	snprintf(numbers[0], 64, "127.0.0.1");
	numbers[1][0] = '\0';
	if (strcmp(name, "two.test") == 0) {
		snprintf(numbers[0], 64, "127.0.0.2");
		snprintf(numbers[1], 64, "127.0.0.1");
	} else if (strcmp(name, "mapped.test") == 0) {
		snprintf(numbers[0], 64, "::ffff:10.0.0.1");
	} else if (strncmp(name, "at.", 3) == 0) {
		snprintf(numbers[0], 64, "%.*s", (int)(n - 8), name + 3);
	}
	return true;
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **out)
{
	static int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **);
	if (!real)
		*(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
	char numbers[2][64];
	if (!name || !test_name(name, numbers))
		return real(name, service, hints, out);
	struct addrinfo numeric = hints ? *hints : (struct addrinfo){ 0 };
	numeric.ai_flags = AI_NUMERICHOST;
	numeric.ai_family = AF_UNSPEC;
	atomic_fetch_add(&lookups_running, 1);
	while (strcmp(name, "slow.test") == 0 && lookups_held > 0)
		usleep(1000);
	int rc = real(numbers[0], service, &numeric, out);
	if (rc == 0 && numbers[1][0])
		rc = real(numbers[1], service, &numeric, &(*out)->ai_next);
	atomic_fetch_sub(&lookups_running, 1);
	return rc;
}

/* ---- The server */

enum {
	CONNS_MAX = 256,
	ALWAYS = 1000,
};

enum act {
	REPLY,      /* with server.reply */
	DROP,       /* close without an answer */
	RESET,      /* the same, by RST */
	STAY_QUIET, /* never answer */
};

struct server {
	int fd, wake[2];
	uint16_t port;
	pthread_t thread;
	/* What happens to a connection: the first `good` requests are answered, then `then` is done, either when
	 * a request is there as a whole or, with on_headers, as soon as its headers are. */
	int good;
	enum act then;
	bool on_headers, drop_on_accept, close_behind_answer;
	const char *reply;
	size_t reply_bytes;
	atomic_int accepted, closed, heads, requests, bodies, body_bytes;
	pthread_mutex_t lock;
	char last[65536]; /* the last request, as read */
};

struct conn {
	int fd, served;
	char *in;
	size_t n, cap;
	bool head_seen;      /* of the request being read */
	bool answered_early; /* what still comes is dropped */
};

static const char ok_reply[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

static void conn_close(struct server *s, struct conn *c, bool reset)
{
	struct linger now = { .l_onoff = 1, .l_linger = 0 };
	if (reset)
		setsockopt(c->fd, SOL_SOCKET, SO_LINGER, &now, sizeof now);
	close(c->fd);
	free(c->in);
	*c = (struct conn){ .fd = -1 };
	atomic_fetch_add(&s->closed, 1);
}

static void write_all(int fd, const char *data, size_t n)
{
	while (n > 0) {
		ssize_t done = write(fd, data, n);
		if (done <= 0)
			return;
		data += done;
		n -= (size_t)done;
	}
}

/* Bytes of the request's head, 0: not there yet; and what its body is to have. */
static size_t head_of(const struct conn *c, size_t *body_bytes)
{
	char *end = memmem(c->in, c->n, "\r\n\r\n", 4), *length;
	*body_bytes = 0;
	if (!end)
		return 0;
	size_t head = (size_t)(end - c->in) + 4;
	length = memmem(c->in, head, "Content-Length: ", 16);
	if (length)
		*body_bytes = strtoul(length + 16, NULL, 10);
	return head;
}

/* true: the connection is gone, or nothing more is to be done with what was read. */
static bool serve_one(struct server *s, struct conn *c)
{
	size_t body_bytes, head = head_of(c, &body_bytes);
	if (head == 0)
		return true;
	if (!c->head_seen)
		atomic_fetch_add(&s->heads, 1);
	c->head_seen = true;
	bool last = c->served >= s->good;
	bool whole = c->n >= head + body_bytes;
	if (!whole && !(last && s->on_headers))
		return true;
	if (whole) {
		pthread_mutex_lock(&s->lock);
		size_t keep =
			head + body_bytes < sizeof s->last ? head + body_bytes : sizeof s->last - 1;
		memcpy(s->last, c->in, keep);
		s->last[keep] = '\0';
		pthread_mutex_unlock(&s->lock);
		atomic_fetch_add(&s->requests, 1);
		if (body_bytes > 0)
			atomic_fetch_add(&s->bodies, 1);
		atomic_fetch_add(&s->body_bytes, (int)body_bytes);
	}
	if (last && s->then != REPLY) {
		if (s->then != STAY_QUIET)
			conn_close(s, c, s->then == RESET);
		return true;
	}
	c->served++;
	c->head_seen = false;
	if (!whole) {
		c->answered_early = true;
		write_all(c->fd, s->reply, s->reply_bytes);
		return true;
	}
	memmove(c->in, c->in + head + body_bytes, c->n - head - body_bytes);
	c->n -= head + body_bytes;
	write_all(c->fd, s->reply, s->reply_bytes);
	if (s->close_behind_answer)
		conn_close(s, c, false);
	return c->fd < 0;
}

static void conn_read(struct server *s, struct conn *c)
{
	if (c->cap - c->n < 65536)
		c->in = xrealloc(c->in, c->cap += 65536 + c->cap);
	ssize_t n = read(c->fd, c->in + c->n, c->cap - c->n);
	if (n <= 0) {
		conn_close(s, c, false);
		return;
	}
	if (c->answered_early)
		return;
	c->n += (size_t)n;
	while (!serve_one(s, c))
		;
}

static void server_accept(struct server *s, struct conn *conns)
{
	int fd = accept(s->fd, NULL, NULL);
	if (fd < 0)
		return;
	atomic_fetch_add(&s->accepted, 1);
	struct conn *c = conns;
	while (c->fd >= 0)
		c++;
	assert(c < conns + CONNS_MAX);
	*c = (struct conn){ .fd = fd };
	if (s->drop_on_accept)
		conn_close(s, c, false);
}

static void *server_run(void *arg)
{
	struct server *s = arg;
	struct conn conns[CONNS_MAX];
	struct pollfd p[CONNS_MAX + 2];
	char command = 0;
	for (int i = 0; i < CONNS_MAX; i++)
		conns[i] = (struct conn){ .fd = -1 };
	while (command != 'e') {
		p[0] = (struct pollfd){ .fd = s->wake[0], .events = POLLIN };
		p[1] = (struct pollfd){ .fd = s->fd, .events = POLLIN };
		for (int i = 0; i < CONNS_MAX; i++)
			p[i + 2] = (struct pollfd){ .fd = conns[i].fd, .events = POLLIN };
		poll(p, CONNS_MAX + 2, -1);
		if (p[0].revents && read(s->wake[0], &command, 1) != 1)
			break;
		for (int i = 0; i < CONNS_MAX; i++) {
			if (conns[i].fd >= 0 && command != 0)
				conn_close(s, &conns[i], command == 'r');
			else if (conns[i].fd >= 0 && p[i + 2].revents)
				conn_read(s, &conns[i]);
		}
		if (p[1].revents && command != 'e')
			server_accept(s, conns);
		command = command == 'e' ? 'e' : 0;
	}
	return NULL;
}

/* On all addresses of the machine, IPv4 and IPv6, so that no form of a loopback address can miss it. */
static void server_start(struct server *s, bool everywhere)
{
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_addr = IN6ADDR_ANY_INIT };
	struct sockaddr_in v4 = { .sin_family = AF_INET,
		                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = everywhere ? sizeof any : sizeof v4;
	int off = 0;
	*s = (struct server){ .good = ALWAYS,
		              .reply = ok_reply,
		              .reply_bytes = sizeof ok_reply - 1 };
	pthread_mutex_init(&s->lock, NULL);
	s->fd = socket(everywhere ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK,
	               0);
	if (everywhere)
		setsockopt(s->fd, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
	struct sockaddr *a = everywhere ? (struct sockaddr *)&any : (struct sockaddr *)&v4;
	assert_int_equal(bind(s->fd, a, n), 0);
	assert_int_equal(listen(s->fd, 512), 0);
	getsockname(s->fd, a, &n);
	s->port = ntohs(everywhere ? any.sin6_port : v4.sin_port);
	assert_int_equal(pipe(s->wake), 0);
	assert_int_equal(pthread_create(&s->thread, NULL, server_run, s), 0);
}

static void server_stop(struct server *s)
{
	assert_int_equal(write(s->wake[1], "e", 1), 1);
	pthread_join(s->thread, NULL);
	close(s->fd);
	close(s->wake[0]);
	close(s->wake[1]);
	pthread_mutex_destroy(&s->lock);
}

static bool server_saw(struct server *s, const char *text)
{
	pthread_mutex_lock(&s->lock);
	bool saw = strstr(s->last, text) != NULL;
	pthread_mutex_unlock(&s->lock);
	return saw;
}

/* Waits for what the server's thread is about to do; ten seconds are a failure. */
static void wait_for(atomic_int *counter, int at_least)
{
	for (int i = 0; i < 10000 && *counter < at_least; i++)
		usleep(1000);
	assert_true(*counter >= at_least);
}

/* ---- The world of one test */

static struct world {
	struct loop *loop;
	struct http_out *http;
	struct server server, other;
	int done, asked, fds;
	bool whole; /* what calls ask for */
	bool consent;
	void (*when_asked)(void);
} w;

static struct got {
	enum http_outcome outcome;
	int status, times;
	int64_t retry_after_ms, date_ms;
	enum http_fault fault;
	size_t body_bytes;
	char body[128]; /* its beginning */
	char reason[256];
} got[600];

static int count_fds(void)
{
	int n = 0;
	DIR *d = opendir("/proc/self/fd");
	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void world_open(bool allow_private)
{
	struct err e = { 0 };
	struct http_out_opts opts = { .allow_private = allow_private };
	w.loop = loop_new();
	w.http = http_out_new(w.loop, &opts, &e);
	assert_non_null(w.http);
}

static int set_up(void **state)
{
	(void)state;
	memset(&w, 0, sizeof w);
	memset(got, 0, sizeof got);
	before_send = instead_of_body = NULL;
	writes_with_body = 0;
	w.consent = true;
	w.fds = count_fds();
	server_start(&w.server, false);
	server_start(&w.other, false);
	world_open(true);
	atomic_store(&connects, 0);
	return 0;
}

static int set_up_whole(void **state)
{
	set_up(state);
	w.whole = true;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	http_out_free(w.http);
	loop_free(w.loop);
	server_stop(&w.server);
	server_stop(&w.other);
	for (int i = 0; i < 1000 && count_fds() != w.fds; i++)
		usleep(1000); /* a lookup given up ends by itself */
	assert_int_equal(count_fds(), w.fds);
	return 0;
}

static bool may_send(void *arg)
{
	(void)arg;
	w.asked++;
	if (w.when_asked)
		w.when_asked();
	return w.consent;
}

static void done(void *arg, const struct http_result *r)
{
	struct got *g = arg;
	g->outcome = r->outcome;
	g->status = r->status;
	g->retry_after_ms = r->retry_after_ms;
	g->date_ms = r->date_ms;
	g->fault = r->fault;
	g->body_bytes = r->body_bytes;
	assert_non_null(r->body);
	snprintf(g->body, sizeof g->body, "%s", r->body);
	assert_non_null(r->reason);
	snprintf(g->reason, sizeof g->reason, "%s", r->reason);
	g->times++;
	w.done++;
	loop_stop(w.loop); /* else the round goes on to wait for events that nobody expects */
}

static void send_call(int i, const struct http_call *call)
{
	http_out_send(w.http, call, done, &got[i]);
}

static const char *url_of(const struct server *s, const char *host)
{
	static char url[128];
	snprintf(url, sizeof url, "http://%s:%d/hook", host, s->port);
	return url;
}

static struct http_call post(const char *url, const char *body)
{
	return (struct http_call){ .method = "POST",
		                   .url = url,
		                   .body = body,
		                   .body_bytes = strlen(body),
		                   .timeout_ms = 10000,
		                   .whole = w.whole,
		                   .may_send = may_send };
}

static void send_post(int i, const char *body)
{
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), body);
	send_call(i, &call);
}

static void run_until(int n)
{
	while (w.done < n)
		loop_step(w.loop, true);
	assert_int_equal(w.done, n);
}

/* One call to its end; its result. */
static struct got *post_and_wait(const char *body)
{
	int i = w.done;
	send_post(i, body);
	run_until(i + 1);
	assert_int_equal(got[i].times, 1);
	return &got[i];
}

static void close_all(const char *how)
{
	int was = w.server.closed;
	assert_int_equal(write(w.server.wake[1], how, 1), 1);
	wait_for(&w.server.closed, was + 1);
}

static void close_idle(void)
{
	close_all("c");
}

/* The server's thread may look at text until the test after this one: text lives on. */
static void reply_with(const char *text)
{
	w.server.reply = text;
	w.server.reply_bytes = strlen(text);
}

/* ---- What goes out and comes back */

static void a_call_arrives_whole_and_its_answer_comes_back(void **state)
{
	(void)state;
	const struct http_header headers[] = { { "webhook-id", "msg_1" }, { "X-Empty", "" } };
	char body[] = "{\"a\":1}", header_value[] = "application/json";
	struct http_header copied[] = { headers[0], headers[1], { "Content-Type", header_value } };
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), body);
	call.headers = copied;
	call.headers_count = 3;
	send_call(0, &call);
	assert_int_equal(w.asked, 0);       /* the socket is not used in here */
	memset(body, 'x', sizeof body - 1); /* all was copied */
	memset(header_value, 'x', sizeof header_value - 1);
	memset(copied, 0, sizeof copied);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_ANSWERED);
	assert_int_equal(got[0].status, 200);
	assert_int_equal(got[0].retry_after_ms, -1);
	assert_string_equal(got[0].body, "ok");
	assert_int_equal(w.asked, 1);
	assert_true(server_saw(&w.server, "POST /hook HTTP/1.1\r\n"));
	assert_true(server_saw(&w.server, "webhook-id: msg_1\r\n"));
	assert_true(server_saw(&w.server, "X-Empty:\r\n"));
	assert_true(server_saw(&w.server, "Content-Type: application/json\r\n"));
	assert_true(server_saw(&w.server, "Content-Length: 7\r\n"));
	assert_true(server_saw(&w.server, "\r\n\r\n{\"a\":1}"));
	assert_false(server_saw(&w.server, "Expect"));
	assert_false(server_saw(&w.server, "Proxy"));
}

static void a_body_without_a_type_is_not_called_a_form(void **state)
{
	(void)state;
	post_and_wait("x");
	assert_false(server_saw(&w.server, "Content-Type"));
}

static void calls_share_one_connection_while_it_is_kept_alive(void **state)
{
	(void)state;
	for (int i = 0; i < 20; i++) {
		struct got *g = post_and_wait("hello");
		assert_int_equal(g->outcome, HTTP_ANSWERED);
		assert_string_equal(g->body, "ok"); /* and nothing of the answer before */
	}
	assert_int_equal(w.server.requests, 20);
	assert_int_equal(w.server.accepted, 1);
}

static void a_large_body_arrives_whole(void **state)
{
	(void)state;
	enum { BYTES = 2000000 };
	char *body = xmalloc(BYTES);
	memset(body, 'b', BYTES);
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "");
	call.body = body;
	call.body_bytes = BYTES;
	send_call(0, &call);
	free(body);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.body_bytes, BYTES);
	assert_false(server_saw(&w.server, "Expect"));
	assert_int_equal(w.asked, 1);
}

static void methods_without_a_body_go_out_as_named(void **state)
{
	(void)state;
	static const struct {
		const char *method, *line;
		bool length;
	} rows[] = { { "GET", "GET /hook HTTP/1.1\r\n", false },
		     { "DELETE", "DELETE /hook HTTP/1.1\r\n", false },
		     { "POST", "POST /hook HTTP/1.1\r\n", true },
		     { "PUT", "PUT /hook HTTP/1.1\r\n", true } };
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_call call = post(url_of(&w.server, "127.0.0.1"), "");
		call.method = rows[i].method;
		send_call((int)i, &call);
		run_until((int)i + 1);
		assert_int_equal(got[i].outcome, HTTP_ANSWERED);
		assert_int_equal(w.asked, (int)i + 1);
		assert_true(server_saw(&w.server, rows[i].line));
		assert_int_equal(server_saw(&w.server, "Content-Length: 0\r\n"), rows[i].length);
	}
	assert_int_equal(post_and_wait("a body again")->outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.accepted, 1);
}

static void a_head_is_answered_without_a_body(void **state)
{
	(void)state;
	reply_with("HTTP/1.1 204 No Content\r\nContent-Length: 500\r\n\r\n");
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "");
	call.method = "HEAD";
	send_call(0, &call);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_ANSWERED);
	assert_int_equal(got[0].status, 204);
	assert_int_equal(got[0].body_bytes, 0);
	reply_with(ok_reply);
	assert_string_equal(post_and_wait("x")->body, "ok");
}

static void an_answer_over_the_cap_is_cut_and_the_connection_stays_of_use(void **state)
{
	(void)state;
	enum { BODY = 300000 };
	static char reply[BODY + 100];
	int head = snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n",
	                    BODY);
	memset(reply + head, 'r', BODY);
	reply[head + BODY] = '\0';
	reply_with(reply);
	struct got *g = post_and_wait("x");
	assert_int_equal(g->outcome, HTTP_ANSWERED);
	assert_int_equal(g->status, 200);
	assert_int_equal(g->body_bytes, 64 * 1024);
	reply_with(ok_reply);
	assert_string_equal(post_and_wait("x")->body, "ok");
	assert_int_equal(w.server.accepted, 1);
}

static void a_call_that_asks_for_more_of_the_answer_gets_it(void **state)
{
	(void)state;
	enum { BODY = 300000, MOST = 200000 };
	static char reply[BODY + 100];
	int head = snprintf(reply, sizeof reply, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n",
	                    BODY);
	memset(reply + head, 'r', BODY);
	reply[head + BODY] = '\0';
	reply_with(reply);
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "");
	call.method = "GET";
	call.answer_max_bytes = MOST;
	send_call(0, &call);
	run_until(1);
	assert_int_equal(got[0].body_bytes, MOST);
	assert_int_equal(post_and_wait("x")->body_bytes, 64 * 1024); /* of the next one no more */
}

static void a_redirect_is_an_answer_and_not_followed(void **state)
{
	(void)state;
	static char reply[200];
	snprintf(
		reply, sizeof reply,
		"HTTP/1.1 307 Moved\r\nLocation: http://127.0.0.1:%d/\r\nContent-Length: 0\r\n\r\n",
		w.other.port);
	reply_with(reply);
	assert_int_equal(post_and_wait("x")->status, 307);
	assert_int_equal(w.other.accepted, 0);
	assert_int_equal(w.server.requests, 1);
}

static void a_proxy_in_the_environment_is_ignored(void **state)
{
	(void)state;
	static const char *const names[] = { "http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY",
		                             "https_proxy" };
	char proxy[64];
	snprintf(proxy, sizeof proxy, "http://127.0.0.1:%d", w.other.port);
	for (size_t i = 0; i < COUNT_OF(names); i++)
		setenv(names[i], proxy, 1);
	struct got *g = post_and_wait("x");
	for (size_t i = 0; i < COUNT_OF(names); i++)
		unsetenv(names[i]);
	assert_int_equal(g->outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.requests, 1);
	assert_int_equal(w.other.accepted, 0);
}

static void interim_answers_are_passed_over(void **state)
{
	(void)state;
	reply_with("HTTP/1.1 103 Early Hints\r\nRetry-After: 9\r\n\r\n"
	           "HTTP/1.1 201 Created\r\nContent-Length: 1\r\n\r\nz");
	struct got *g = post_and_wait("x");
	assert_int_equal(g->outcome, HTTP_ANSWERED);
	assert_int_equal(g->status, 201);
	assert_int_equal(g->retry_after_ms, -1);
}

static void a_retry_after_reaches_the_caller(void **state)
{
	(void)state;
	reply_with("HTTP/1.1 503 Busy\r\nretry-after:  17 \r\nContent-Length: 0\r\n\r\n");
	struct got *g = post_and_wait("x");
	assert_int_equal(g->status, 503);
	assert_int_equal(g->retry_after_ms, 17000);
	reply_with(ok_reply); /* and does not stay for the next call on the same handle */
	assert_int_equal(post_and_wait("x")->retry_after_ms, -1);
}

static void the_other_sides_clock_reaches_the_caller(void **state)
{
	(void)state;
	reply_with("HTTP/1.1 200 OK\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\nContent-Length: "
	           "0\r\n\r\n");
	assert_true(post_and_wait("x")->date_ms == 784111777000);
	reply_with("HTTP/1.1 200 OK\r\nDate: yesterday\r\nContent-Length: 0\r\n\r\n");
	assert_int_equal(post_and_wait("x")->date_ms, 0);
}

/* ---- Outcomes */

static void what_a_call_came_to_grief_at_is_told(void **state)
{
	(void)state;
	assert_int_equal(post_and_wait("x")->fault, HTTP_FAULT_NONE);
	char tls[128];
	snprintf(tls, sizeof tls, "https://127.0.0.1:%d/", w.server.port);
	struct http_call calls[] = { post("http://127.0.0.1:1/", "x"), post(tls, "x"),
		                     post(url_of(&w.other, "127.0.0.1"), "x"),
		                     post(url_of(&w.other, "127.0.0.1"), "x") };
	static const enum http_fault faults[] = { HTTP_FAULT_CONNECT, HTTP_FAULT_TLS,
		                                  HTTP_FAULT_ADDRESS, HTTP_FAULT_ANSWER };
	calls[2].public_only = true;
	w.server.drop_on_accept = true; /* as it does who speaks no TLS */
	w.other.good = 0;
	w.other.then = DROP;
	for (int i = 0; i < (int)COUNT_OF(calls); i++) {
		int before = w.done;
		send_call(i, &calls[i]);
		run_until(before + 1);
		assert_int_equal(got[i].fault, faults[i]);
	}
}

static void no_listener_means_not_sent(void **state)
{
	(void)state;
	struct http_call call = post("http://127.0.0.1:1/", "x");
	send_call(0, &call);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_NOT_SENT);
	assert_int_equal(w.asked, 0);
}

static void a_drop_on_accept_never_counts_as_answered(void **state)
{
	(void)state;
	w.server.drop_on_accept = true;
	for (int i = 0; i < 20; i++) {
		struct got *g = post_and_wait("x");
		/* Which of the two depends on who is faster; a body that was taken must not be called unsent. */
		assert_true(g->outcome == HTTP_NOT_SENT || g->outcome == HTTP_LOST);
		assert_int_equal(g->status, 0);
	}
	assert_int_equal(w.server.bodies, 0);
}

static void a_request_read_and_dropped_is_lost(void **state)
{
	(void)state;
	w.server.good = 0;
	w.server.then = DROP;
	assert_int_equal(post_and_wait("x")->outcome, HTTP_LOST);
	assert_int_equal(w.server.bodies, 1);
}

static void a_request_dropped_on_a_pooled_connection_is_lost_and_not_sent_twice(void **state)
{
	(void)state;
	for (enum act then = DROP; then <= RESET; then++) {
		int bodies = w.server.bodies;
		w.server.good = 1;
		w.server.then = then;
		assert_int_equal(post_and_wait("one")->outcome, HTTP_ANSWERED);
		assert_int_equal(post_and_wait("two")->outcome, HTTP_LOST);
		assert_int_equal(w.server.bodies, bodies + 2);
	}
	w.server.good = ALWAYS;
	assert_int_equal(post_and_wait("three")->outcome, HTTP_ANSWERED);
}

static void an_empty_post_dropped_on_a_pooled_connection_is_not_sent_twice(void **state)
{
	(void)state;
	w.server.good = 1;
	w.server.then = DROP;
	assert_int_equal(post_and_wait("")->outcome, HTTP_ANSWERED);
	assert_int_equal(post_and_wait("")->outcome, HTTP_LOST);
	assert_int_equal(w.server.requests, 2);
}

static void a_get_dropped_on_a_pooled_connection_is_tried_once_more(void **state)
{
	(void)state;
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "");
	call.method = "GET";
	w.server.good = 1;
	w.server.then = DROP;
	send_call(0, &call);
	run_until(1);
	send_call(1, &call);
	run_until(2);
	assert_int_equal(got[1].outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.requests, 3);
	assert_int_equal(w.asked, 3); /* the gate was asked for each */
}

static void idle_connections_that_the_server_closed_cost_nothing(void **state)
{
	(void)state;
	w.server.close_behind_answer = true;
	for (int i = 0; i < 20; i++) {
		assert_int_equal(post_and_wait("x")->outcome, HTTP_ANSWERED);
		wait_for(&w.server.closed, i + 1);
	}
	assert_int_equal(w.server.bodies, 20);
	assert_int_equal(w.server.accepted, 20);
}

/* Here the next call races with the closing: whatever is found, nothing may arrive twice, nor be called unsent
 * when it arrived. */
static void a_race_with_the_servers_closing_never_doubles_a_body(void **state)
{
	(void)state;
	w.server.close_behind_answer = true;
	for (int i = 0; i < 300; i++) {
		int before = w.server.bodies;
		struct got *g = post_and_wait("x");
		int arrived = w.server.bodies - before;
		assert_in_range(arrived, 0, 1);
		if (g->outcome == HTTP_ANSWERED)
			assert_int_equal(arrived, 1);
		else if (g->outcome == HTTP_NOT_SENT)
			assert_int_equal(arrived, 0);
		else
			assert_int_equal(g->outcome, HTTP_LOST);
	}
}

static void a_pooled_connection_that_dies_under_the_headers_leaves_the_body_here(void **state)
{
	(void)state;
	post_and_wait("one");
	before_send = close_idle; /* behind curl's own look at the connection */
	if (post_and_wait("two")->outcome == HTTP_NOT_SENT) {
		assert_int_equal(w.server.bodies, 1);
		assert_int_equal(post_and_wait("two")->outcome, HTTP_ANSWERED);
	} /* else curl itself (8.5) called once more: nothing had left */
	assert_int_equal(w.server.bodies, 2);
}

static void a_whole_call_leaves_in_one_write(void **state)
{
	(void)state;
	char body[6000];
	memset(body, 'b', sizeof body - 1);
	body[sizeof body - 1] = '\0';
	assert_int_equal(post_and_wait(body)->outcome, HTTP_ANSWERED);
	assert_int_equal(writes_with_body, 0); /* too long for it */
	body[4096] = '\0';
	assert_int_equal(post_and_wait(body)->outcome, HTTP_ANSWERED);
	assert_int_equal(writes_with_body, 1);
	w.whole = false;
	assert_int_equal(post_and_wait("apart")->outcome, HTTP_ANSWERED);
	assert_int_equal(writes_with_body, 1);
	assert_int_equal(w.server.bodies, 3);
	assert_int_equal(w.asked, 3);
}

static void a_whole_call_on_a_pooled_connection_that_dies_under_it_goes_to_no_other(void **state)
{
	(void)state;
	post_and_wait("one");
	before_send = close_idle; /* behind curl's own look at the connection */
	assert_int_equal(post_and_wait("two")->outcome, HTTP_LOST);
	assert_int_equal(w.server.bodies, 1);
	assert_int_equal(w.asked, 2);
	assert_int_equal(post_and_wait("two")->outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.bodies, 2);
}

static void reset_behind_the_second_head(void)
{
	wait_for(&w.server.heads, 2);
	close_all("r");
}

/* Taken, but not written, and then curl would begin anew, behind what it took. */
static void a_body_taken_by_a_pooled_connection_that_dies_goes_to_no_other(void **state)
{
	(void)state;
	post_and_wait("one");
	instead_of_body = reset_behind_the_second_head;
	assert_int_equal(post_and_wait("stalled")->outcome, HTTP_LOST);
	assert_int_equal(post_and_wait("three")->outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.heads, 3);
	assert_int_equal(w.server.bodies, 2);
}

static void wait_for_the_reset(void)
{
	wait_for(&w.server.closed, 1);
}

static void a_write_that_failed_at_the_first_byte_proves_that_nothing_left(void **state)
{
	(void)state;
	w.server.good = 0;
	w.server.then = RESET;
	w.server.on_headers = true;
	w.when_asked = wait_for_the_reset;
	assert_int_equal(post_and_wait("x")->outcome, HTTP_NOT_SENT);
	assert_int_equal(w.asked, 1);
	assert_int_equal(w.server.bodies, 0);
}

static void silence_until_the_time_limit_is_lost(void **state)
{
	(void)state;
	w.server.good = 0;
	w.server.then = STAY_QUIET;
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "x");
	call.timeout_ms = 60;
	send_call(0, &call);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_LOST);
	assert_non_null(strstr(got[0].reason, "time limit"));
	w.server.good = ALWAYS; /* that connection is not used again */
	assert_int_equal(post_and_wait("y")->outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.accepted, 2);
}

static void a_status_whose_body_breaks_off_is_an_answer(void **state)
{
	(void)state;
	reply_with("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
	w.server.close_behind_answer = true;
	struct got *g = post_and_wait("x");
	assert_int_equal(g->outcome, HTTP_ANSWERED);
	assert_int_equal(g->status, 200);
	assert_string_equal(g->body, "abc");
}

static void a_status_whose_body_never_ends_is_an_answer_at_the_time_limit(void **state)
{
	(void)state;
	reply_with("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "x");
	call.timeout_ms = 200;
	send_call(0, &call);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_ANSWERED);
	assert_int_equal(got[0].status, 200);
}

static void what_is_no_status_is_lost(void **state)
{
	(void)state;
	static const char *const replies[] = { "HTTP/1.1 200", "hello\r\n\r\n",
		                               "HTTP/1.1 100 Continue\r\n\r\n",
		                               "HTTP/1.1 abc OK\r\n\r\n" };
	w.server.close_behind_answer = true;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		reply_with(replies[i]);
		struct got *g = post_and_wait("x");
		assert_int_equal(g->outcome, HTTP_LOST);
		assert_int_equal(g->status, 0);
	}
}

static void an_answer_to_the_headers_alone_is_an_answer(void **state)
{
	(void)state;
	enum { BYTES = 5000000 };
	char *body = xcalloc(1, BYTES);
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "");
	call.body = body;
	call.body_bytes = BYTES;
	reply_with("HTTP/1.1 413 Too large\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
	w.server.on_headers = true;
	w.server.good = 0;
	w.server.then = REPLY;
	send_call(0, &call);
	free(body);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_ANSWERED);
	assert_int_equal(got[0].status, 413);
}

/* ---- The gate at the socket */

static void consent_withdrawn_before_the_socket_is_used_holds_the_body(void **state)
{
	(void)state;
	send_post(0, "secret");
	w.consent = false; /* after the call was given, before the loop ran */
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_HELD);
	assert_int_equal(w.asked, 1);
	wait_for(&w.server.closed, 1);
	assert_int_equal(w.server.bodies, 0);
	assert_int_equal(w.server.requests, 0);
	w.consent = true;
	assert_int_equal(post_and_wait("next")->outcome, HTTP_ANSWERED);
	assert_true(server_saw(&w.server, "\r\n\r\nnext"));
}

static void consent_withdrawn_holds_a_body_on_a_pooled_connection(void **state)
{
	(void)state;
	post_and_wait("one");
	w.consent = false;
	assert_int_equal(post_and_wait("two")->outcome, HTTP_HELD);
	w.consent = true;
	assert_int_equal(post_and_wait("three")->outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.bodies, 2);
}

static void an_empty_call_held_back_sends_not_one_byte(void **state)
{
	(void)state;
	w.consent = false;
	assert_int_equal(post_and_wait("")->outcome, HTTP_HELD);
	w.consent = true;
	assert_int_equal(post_and_wait("")->outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.requests, 1);
}

static void send_another(void)
{
	w.when_asked = NULL;
	struct http_call call = post(url_of(&w.other, "127.0.0.1"), "from within");
	send_call(1, &call);
}

static void a_call_may_be_given_while_the_gate_is_asked(void **state)
{
	(void)state;
	w.when_asked = send_another;
	send_post(0, "first");
	run_until(2);
	assert_int_equal(got[0].outcome, HTTP_ANSWERED);
	assert_int_equal(got[1].outcome, HTTP_ANSWERED);
}

static void a_call_without_a_gate_goes(void **state)
{
	(void)state;
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "x");
	call.may_send = NULL;
	w.consent = false;
	send_call(0, &call);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_ANSWERED);
}

/* ---- What cannot be sent at all */

static void a_call_that_would_break_the_protocol_is_refused_without_its_values(void **state)
{
	(void)state;
	static const struct {
		const char *method, *name, *value;
	} rows[] = {
		{ "POST", "X-A", "secret\r\nX-B: 1" },
		{ "POST", "X-A", "secret\nX-B: 1" },
		{ "POST", "X A", "secret" },
		{ "POST", "", "secret" },
		{ "POST", "X-A:", "secret" },
		{ "POST", "content-length", "5" },
		{ "POST", "Transfer-Encoding", "secret" },
		{ "POST", "Expect", "100-continue" },
		{ "PO ST", "X-A", "secret" },
		{ "", "X-A", "secret" },
		{ "POST\r\nX: secret", "X-A", "1" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_header header = { rows[i].name, rows[i].value };
		struct http_call call = post(url_of(&w.server, "127.0.0.1"), "secret");
		call.method = rows[i].method;
		call.headers = &header;
		call.headers_count = 1;
		send_call((int)i, &call);
		assert_int_equal(w.done, (int)i); /* never from within */
		run_until((int)i + 1);
		assert_int_equal(got[i].outcome, HTTP_NOT_SENT);
		assert_null(strstr(got[i].reason, "secret"));
	}
	assert_int_equal(connects, 0);
}

static void urls_of_other_kinds_are_refused_without_being_told(void **state)
{
	(void)state;
	static const char *const urls[] = { "file:///etc/passwd",
		                            "ftp://127.0.0.1/secret",
		                            "gopher://127.0.0.1/secret",
		                            "dict://127.0.0.1/secret",
		                            "",
		                            "http://",
		                            "http://a b/secret",
		                            "http://127.0.0.1:99999/secret",
		                            "ldap://127.0.0.1/secret",
		                            "http://127.0.0.1:1\r\n/secret",
		                            "telnet://127.0.0.1/secret" };
	for (size_t i = 0; i < COUNT_OF(urls); i++) {
		struct http_call call = post(urls[i], "x");
		send_call((int)i, &call);
		run_until((int)i + 1);
		assert_int_equal(got[i].outcome, HTTP_NOT_SENT);
		assert_null(strstr(got[i].reason, "secret"));
		assert_null(strstr(got[i].reason, "passwd"));
	}
	assert_int_equal(connects, 0);
}

static void plain_text_where_tls_is_expected_is_not_sent(void **state)
{
	(void)state;
	char url[64];
	snprintf(url, sizeof url, "https://127.0.0.1:%d/", w.server.port);
	struct http_call call = post(url, "x");
	w.server.drop_on_accept = true;
	send_call(0, &call);
	run_until(1);
	assert_int_equal(got[0].outcome, HTTP_NOT_SENT);
	assert_int_equal(w.asked, 0);
}

/* ---- The guard */

static const char *const inner_hosts[] = {
	"127.0.0.1",
	"127.1",
	"127.0.1",
	"2130706433",
	"0x7f000001",
	"0x7f.1",
	"0x7f.0.0.1",
	"017700000001",
	"0177.0.0.1",
	"0177.1",
	"127.255.255.254",
	"0.0.0.0",
	"0",
	"0x0",
	"localhost",
	"LOCALHOST",
	"at.127.0.0.2.test",
	"[::1]",
	"[0:0:0:0:0:0:0:1]",
	"[::]",
	"[::ffff:127.0.0.1]",
	"[::ffff:7f00:1]",
	"[::ffff:0:0]",
	"[0:0:0:0:0:ffff:a00:1]",
	"[::127.0.0.1]",
	"[64:ff9b::7f00:1]",
	"[64:ff9b:1::1]",
	"[2002:7f00:1::1]",
	"[2001:0:1::1]",
	"[fe80::1]",
	"[fec0::1]",
	"[fc00::1]",
	"[fd12:3456::1]",
	"[ff02::1]",
	"10.0.0.1",
	"0xa.1",
	"100.64.0.1",
	"100.127.255.255",
	"169.254.169.254",
	"2852039166",
	"172.16.0.1",
	"172.31.255.255",
	"192.168.1.1",
	"192.0.0.8",
	"198.18.0.1",
	"224.0.0.1",
	"240.0.0.1",
	"255.255.255.255",
	"127%2e0%2e0%2e1",
	"at.127.0.0.1.test",
	"at.10.1.2.3.test",
	"at.169.254.169.254.test",
	"mapped.test",
	"user:word@127.0.0.1",
	"at.192.168.0.1.test",
	"1.1.1.1@127.0.0.1",
};

static int set_up_guarded(void **state)
{
	set_up(state);
	http_out_free(w.http);
	loop_free(w.loop);
	server_stop(&w.server);
	server_start(&w.server, true);
	world_open(false);
	return 0;
}

static void no_form_of_an_inner_address_gets_a_connection(void **state)
{
	(void)state;
	int n = (int)COUNT_OF(inner_hosts);
	for (int i = 0; i < n; i++) {
		struct http_call call = post(url_of(&w.server, inner_hosts[i]), "x");
		send_call(i, &call);
		run_until(i + 1);
		if (got[i].outcome != HTTP_NOT_SENT || !strstr(got[i].reason, "not a public one"))
			fail_msg("%s: outcome %d, %s", inner_hosts[i], got[i].outcome,
			         got[i].reason);
	}
	assert_int_equal(connects, 0);
	assert_int_equal(w.server.accepted, 0);
	assert_int_equal(w.asked, 0);
}

static void public_addresses_pass_the_guard(void **state)
{
	(void)state;
	static const char *const hosts[] = {
		"1.1.1.1",         "9.255.255.255",  "100.63.255.255",   "100.128.0.1",
		"126.1.1.1",       "172.15.0.1",     "172.32.0.1",       "192.169.0.1",
		"223.255.255.255", "[2606:4700::1]", "[::ffff:1.1.1.1]", "[64:ff9b::101:101]",
		"at.1.1.1.1.test"
	};
	for (int i = 0; i < (int)COUNT_OF(hosts); i++) {
		struct http_call call = post(url_of(&w.server, hosts[i]), "x");
		send_call(i, &call);
		run_until(i + 1);
		assert_int_equal(connects, i + 1); /* which the test refuses */
		assert_int_equal(got[i].outcome, HTTP_NOT_SENT);
		assert_null(strstr(got[i].reason, "public"));
	}
}

static void the_guard_opens_by_its_switch_only(void **state)
{
	(void)state;
	assert_int_equal(post_and_wait("x")->outcome, HTTP_ANSWERED);
	struct http_call call = post(url_of(&w.server, "2130706433"), "x");
	send_call(1, &call);
	run_until(2);
	assert_int_equal(got[1].outcome, HTTP_ANSWERED);
}

static void a_call_for_public_addresses_alone_is_guarded_whatever_others_may(void **state)
{
	(void)state;
	struct http_call call = post(url_of(&w.server, "127.0.0.1"), "x");
	call.public_only = true;
	for (int i = 0; i < 4;
	     i += 2) { /* without a connection, and with one that another call left */
		send_call(i, &call);
		run_until(i + 1);
		assert_int_equal(got[i].outcome, HTTP_NOT_SENT);
		assert_non_null(strstr(got[i].reason, "not a public one"));
		assert_int_equal(post_and_wait("y")->outcome, HTTP_ANSWERED);
	}
	call.body_bytes = 0;
	call.method = "GET";
	send_call(4, &call);
	run_until(5);
	assert_int_equal(got[4].outcome, HTTP_NOT_SENT);
	assert_int_equal(w.server.requests, 2);
	assert_false(server_saw(&w.server, "\r\n\r\nx"));
}

/* ---- Names */

static void the_second_address_of_a_name_is_tried_when_the_first_refuses(void **state)
{
	(void)state;
	enum { CALLS = 40 };
	for (int i = 0; i < CALLS; i++) {
		struct http_call call = post(url_of(&w.server, "two.test"), "x");
		send_call(i, &call);
	}
	run_until(CALLS);
	for (int i = 0; i < CALLS; i++)
		assert_int_equal(got[i].outcome, HTTP_ANSWERED);
	assert_int_equal(w.server.bodies, CALLS);
}

static void a_call_given_up_in_mid_connection_leaves_nothing_to_the_next(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		struct http_call call = post(url_of(&w.server, "at.127.0.0.3.test"), "x");
		call.timeout_ms = 30;
		send_call(2 * i, &call);
		run_until(2 * i + 1);
		assert_int_equal(got[2 * i].outcome, HTTP_NOT_SENT);
		close(stalled_peer);
		assert_int_equal(post_and_wait("y")->outcome, HTTP_ANSWERED);
	}
}

static void a_slow_lookup_holds_up_neither_the_loop_nor_its_own_time_limit(void **state)
{
	(void)state;
	atomic_store(&lookups_held, 1);
	struct http_call call = post(url_of(&w.server, "slow.test"), "x");
	call.timeout_ms = 150;
	send_call(0, &call);
	send_post(1, "y");
	run_until(1);
	assert_int_equal(got[1].outcome, HTTP_ANSWERED);
	assert_int_equal(got[0].times, 0);
	run_until(2);
	assert_int_equal(got[0].outcome, HTTP_NOT_SENT);
	assert_int_equal(lookups_running, 1); /* still: nobody waited for it */
	atomic_store(&lookups_held, 0);
	for (int i = 0; i < 10000 && lookups_running > 0; i++)
		usleep(1000);
}

/* ---- Many */

static void many_calls_at_once_all_arrive_once_on_a_bounded_number_of_connections(void **state)
{
	(void)state;
	enum { CALLS = 600 };
	for (int i = 0; i < CALLS; i++)
		send_post(i, "hello");
	run_until(CALLS);
	for (int i = 0; i < CALLS; i++) {
		assert_int_equal(got[i].outcome, HTTP_ANSWERED);
		assert_int_equal(got[i].times, 1);
	}
	assert_int_equal(w.server.bodies, CALLS);
	assert_int_equal(w.asked, CALLS);
	assert_in_range(w.server.accepted, 1, 32);
}

static void send_to_other(int from, int to, int64_t timeout_ms)
{
	for (int i = from; i < to; i++) {
		struct http_call call = post(url_of(&w.other, "127.0.0.1"), "x");
		call.timeout_ms = timeout_ms;
		send_call(i, &call);
	}
}

static void a_target_that_hangs_holds_up_its_own_calls_only(void **state)
{
	(void)state;
	enum { GOOD = 40, BAD = 200 };
	w.other.good = 0;
	w.other.then = STAY_QUIET;
	send_to_other(GOOD, GOOD + BAD, 20000);
	for (int i = 0; i < GOOD; i++)
		send_post(i, "y");
	run_until(GOOD);
	for (int i = 0; i < GOOD; i++)
		assert_int_equal(got[i].outcome, HTTP_ANSWERED);
	assert_in_range(w.other.accepted, 1, 32);
}

static void a_call_that_waits_in_line_past_its_time_limit_was_not_sent(void **state)
{
	(void)state;
	w.other.good = 64;
	w.other.then = STAY_QUIET;
	send_to_other(0, 64, 10000); /* so that all handles have had an answer once */
	run_until(64);
	w.other.good = 0;
	send_to_other(64, 96, 400);
	send_to_other(96, 104, 50);
	run_until(72);
	for (int i = 96; i < 104; i++)
		assert_int_equal(got[i].outcome, HTTP_NOT_SENT);
	send_to_other(104, 105, 50); /* at the end of a line that has become empty */
	run_until(73);
	assert_int_equal(got[104].outcome, HTTP_NOT_SENT);
	run_until(105);
	for (int i = 64; i < 96; i++)
		assert_int_equal(got[i].outcome, HTTP_LOST);
}

static void stopping_ends_every_call_with_what_is_true_of_it(void **state)
{
	(void)state;
	w.server.good = 0;
	w.server.then = STAY_QUIET;
	for (int i = 0; i < 32; i++)
		send_post(i, "x");
	while (w.server.bodies < 32)
		loop_step(w.loop, false);
	send_post(32, "waits in line");
	struct http_call bad = post("http://127.0.0.1/", "x");
	bad.method = "not a method";
	send_call(33, &bad);
	http_out_free(w.http);
	w.http = NULL;
	assert_int_equal(w.done, 34);
	for (int i = 0; i < 34; i++) {
		assert_int_equal(got[i].times, 1);
		assert_int_equal(got[i].outcome, i < 32 ? HTTP_LOST : HTTP_NOT_SENT);
	}
}

/* ---- Retry-After */

static void retry_after_is_read_as_seconds_or_a_date_and_as_nothing_else(void **state)
{
	(void)state;
	const int64_t now_ms = 784111777000,
		      day_ms = 24 * 3600 * 1000; /* Sun, 06 Nov 1994 08:49:37 GMT */
	const struct {
		const char *value;
		int64_t wait_ms;
	} rows[] = {
		{ "0", 0 },
		{ "1", 1000 },
		{ "  120\t", 120000 },
		{ "0000000000000000000005", 5000 },
		{ "86400", day_ms },
		{ "86401", day_ms },
		{ "99999999999999999999999999", day_ms },
		{ "Sun, 06 Nov 1994 08:49:37 GMT", 0 },
		{ "Sun, 06 Nov 1994 08:50:37 GMT", 60000 },
		{ "Sun, 06 Nov 1994 08:49:00 GMT", 0 },
		{ "Mon, 07 Nov 1994 08:49:36 GMT", day_ms - 1000 },
		{ "Sat, 01 Jan 2050 00:00:00 GMT", day_ms },
		{ "", -1 },
		{ " ", -1 },
		{ "-1", -1 },
		{ "+5", -1 },
		{ "1.5", -1 },
		{ "1e3", -1 },
		{ "5 s", -1 },
		{ "0x10", -1 },
		{ "soon", -1 },
		{ "Sunday, 06-Nov-94 08:49:37 GMT", -1 },
		{ "Sun Nov  6 08:49:37 1994", -1 },
		{ "Sun, 06 Nov 1994 08:49:37 KST", -1 },
		{ "Sun, 06 Nov 1994 08:49:37 +0900", -1 },
		{ "Sun, 32 Nov 1994 08:49:37 GMT", -1 },
		{ "Sun, 31 Nov 1994 08:49:37 GMT", -1 },
		{ "Sun, 06 Foo 1994 08:49:37 GMT", -1 },
		{ "Sun, 06 anF 1994 08:49:37 GMT", -1 },
		{ "Sun, 06 Nov 1994 25:49:37 GMT", -1 },
		{ "Sun, 06 Nov 1994 08:60:37 GMT", -1 },
		{ "Sun, 06 Nov 1994 08:49:37 GMT x", -1 },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		int64_t is = http_retry_after_ms(rows[i].value, now_ms);
		if (is != rows[i].wait_ms)
			fail_msg("\"%s\": %lld", rows[i].value, (long long)is);
	}
}

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
#define WHOLE(test) cmocka_unit_test_setup_teardown(test, set_up_whole, tear_down)
#define GUARDED(test) cmocka_unit_test_setup_teardown(test, set_up_guarded, tear_down)

int main(void)
{
	alarm(120);
	loop_free(loop_new()); /* libuv keeps a pipe for the process */
	const struct CMUnitTest tests[] = {
		WITH(a_call_arrives_whole_and_its_answer_comes_back),
		WITH(a_body_without_a_type_is_not_called_a_form),
		WITH(calls_share_one_connection_while_it_is_kept_alive),
		WITH(a_large_body_arrives_whole),
		WITH(methods_without_a_body_go_out_as_named),
		WITH(a_head_is_answered_without_a_body),
		WITH(an_answer_over_the_cap_is_cut_and_the_connection_stays_of_use),
		WITH(a_call_that_asks_for_more_of_the_answer_gets_it),
		WITH(a_redirect_is_an_answer_and_not_followed),
		WITH(a_proxy_in_the_environment_is_ignored),
		WITH(interim_answers_are_passed_over),
		WITH(a_retry_after_reaches_the_caller),
		WITH(the_other_sides_clock_reaches_the_caller),
		WITH(what_a_call_came_to_grief_at_is_told),
		WITH(no_listener_means_not_sent),
		WITH(a_drop_on_accept_never_counts_as_answered),
		WITH(a_request_read_and_dropped_is_lost),
		WITH(a_request_dropped_on_a_pooled_connection_is_lost_and_not_sent_twice),
		WITH(an_empty_post_dropped_on_a_pooled_connection_is_not_sent_twice),
		WITH(a_get_dropped_on_a_pooled_connection_is_tried_once_more),
		WITH(idle_connections_that_the_server_closed_cost_nothing),
		WITH(a_race_with_the_servers_closing_never_doubles_a_body),
		WITH(a_pooled_connection_that_dies_under_the_headers_leaves_the_body_here),
		WHOLE(a_whole_call_leaves_in_one_write),
		WHOLE(a_whole_call_on_a_pooled_connection_that_dies_under_it_goes_to_no_other),
		WHOLE(a_call_arrives_whole_and_its_answer_comes_back),
		WHOLE(methods_without_a_body_go_out_as_named),
		WHOLE(no_listener_means_not_sent),
		WHOLE(a_request_read_and_dropped_is_lost),
		WHOLE(a_request_dropped_on_a_pooled_connection_is_lost_and_not_sent_twice),
		WHOLE(idle_connections_that_the_server_closed_cost_nothing),
		WHOLE(a_race_with_the_servers_closing_never_doubles_a_body),
		WHOLE(silence_until_the_time_limit_is_lost),
		WHOLE(consent_withdrawn_before_the_socket_is_used_holds_the_body),
		WHOLE(consent_withdrawn_holds_a_body_on_a_pooled_connection),
		WHOLE(many_calls_at_once_all_arrive_once_on_a_bounded_number_of_connections),
		WHOLE(stopping_ends_every_call_with_what_is_true_of_it),
		WITH(a_body_taken_by_a_pooled_connection_that_dies_goes_to_no_other),
		WITH(a_write_that_failed_at_the_first_byte_proves_that_nothing_left),
		WITH(silence_until_the_time_limit_is_lost),
		WITH(a_status_whose_body_breaks_off_is_an_answer),
		WITH(a_status_whose_body_never_ends_is_an_answer_at_the_time_limit),
		WITH(what_is_no_status_is_lost),
		WITH(an_answer_to_the_headers_alone_is_an_answer),
		WITH(consent_withdrawn_before_the_socket_is_used_holds_the_body),
		WITH(consent_withdrawn_holds_a_body_on_a_pooled_connection),
		WITH(an_empty_call_held_back_sends_not_one_byte),
		WITH(a_call_may_be_given_while_the_gate_is_asked),
		WITH(a_call_without_a_gate_goes),
		WITH(a_call_that_would_break_the_protocol_is_refused_without_its_values),
		WITH(urls_of_other_kinds_are_refused_without_being_told),
		WITH(plain_text_where_tls_is_expected_is_not_sent),
		GUARDED(no_form_of_an_inner_address_gets_a_connection),
		GUARDED(public_addresses_pass_the_guard),
		WITH(the_guard_opens_by_its_switch_only),
		WITH(a_call_for_public_addresses_alone_is_guarded_whatever_others_may),
		WITH(the_second_address_of_a_name_is_tried_when_the_first_refuses),
		WITH(a_call_given_up_in_mid_connection_leaves_nothing_to_the_next),
		WITH(a_slow_lookup_holds_up_neither_the_loop_nor_its_own_time_limit),
		WITH(many_calls_at_once_all_arrive_once_on_a_bounded_number_of_connections),
		WITH(a_target_that_hangs_holds_up_its_own_calls_only),
		WITH(a_call_that_waits_in_line_past_its_time_limit_was_not_sent),
		WITH(stopping_ends_every_call_with_what_is_true_of_it),
		cmocka_unit_test(retry_after_is_read_as_seconds_or_a_date_and_as_nothing_else),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
