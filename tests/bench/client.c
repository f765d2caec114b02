/* client.c: sends requests that were made beforehand, over keep-alive connections with one request
 * under way on each, and prints rate and latency. All that costs (signing, writing JSON) was done
 * by who wrote the file, so that little of the machine goes to the client.
 *
 *   client PORT CONNECTIONS TIMES FILE
 *
 * FILE: requests, each behind its length in bytes and a newline; sent in order, TIMES over. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { ANSWER_MAX = 64 * 1024, READY_MAX = 256 };

struct request {
	const char *data;
	size_t len_bytes;
};

struct connection {
	int fd;
	int64_t sent_ns;
	size_t have_bytes;
	char answer[ANSWER_MAX + 1];
};

static struct request *requests;
static size_t requests_count, sent, to_send, answered, not_200;
static uint32_t *latencies_us;
static int64_t last_answer_ns;

static _Noreturn void fail(const char *what)
{
	fprintf(stderr, "client: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t now_ns(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

static void add_request(const char *data, size_t len_bytes)
{
	if ((requests_count & (requests_count - 1)) == 0) {
		size_t room = requests_count ? requests_count * 2 : 1;
		requests = realloc(requests, room * sizeof *requests);
		if (!requests)
			fail("requests");
	}
	requests[requests_count++] = (struct request){ data, len_bytes };
}

static void load(const char *path)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &st) || st.st_size == 0)
		fail(path);
	/* Read in at once: no page of it is to be waited for while the clock runs. */
	const char *at =
		mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, fd, 0);
	if (at == MAP_FAILED)
		fail(path);
	close(fd);
	for (const char *end = at + st.st_size; at < end;) {
		char *data;
		size_t len_bytes = strtoul(at, &data, 10);
		add_request(data + 1, len_bytes);
		at = data + 1 + len_bytes;
	}
}

static void send_next(struct connection *c)
{
	if (sent == to_send)
		return;
	const struct request *r = &requests[sent++ % requests_count];
	c->sent_ns = now_ns();
	c->have_bytes = 0;
	/* Its few KiB fit into the empty buffer of a socket. */
	if (send(c->fd, r->data, r->len_bytes, MSG_NOSIGNAL) != (ssize_t)r->len_bytes)
		fail("send");
}

/* Length of the whole answer; 0: its head is not complete. */
static size_t answer_bytes(struct connection *c)
{
	c->answer[c->have_bytes] = '\0';
	const char *end = strstr(c->answer, "\r\n\r\n");
	const char *length = end ? strcasestr(c->answer, "\r\ncontent-length:") : NULL;
	if (!end)
		return 0;
	if (!length || length > end)
		fail("an answer without Content-Length");
	return (size_t)(end + 4 - c->answer) + strtoul(length + 17, NULL, 10);
}

static void receive(struct connection *c)
{
	ssize_t n = recv(c->fd, c->answer + c->have_bytes, ANSWER_MAX - c->have_bytes, 0);
	if (n <= 0)
		fail(n == 0 ? "the server closed a connection" : "recv");
	c->have_bytes += (size_t)n;
	size_t whole = answer_bytes(c);
	if (whole == 0 || c->have_bytes < whole)
		return;
	last_answer_ns = now_ns();
	latencies_us[answered++] = (uint32_t)((last_answer_ns - c->sent_ns) / 1000);
	if (strncmp(c->answer, "HTTP/1.1 200 ", 13) != 0 && not_200++ == 0)
		fprintf(stderr, "client: %s\n", c->answer);
	send_next(c);
}

static struct connection *connect_to(uint16_t port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		                  .sin_port = htons(port),
		                  .sin_addr = { htonl(INADDR_LOOPBACK) } };
	int one = 1;
	struct connection *c = malloc(sizeof *c);
	if (!c)
		fail("connection");
	c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (c->fd < 0 || connect(c->fd, (struct sockaddr *)&to, sizeof to))
		fail("connect");
	setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
	return c;
}

static int by_size(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
	return (x > y) - (x < y);
}

static void report(int64_t started_ns)
{
	qsort(latencies_us, answered, sizeof *latencies_us, by_size);
	printf("{\"requests\":%zu,\"seconds\":%.6f,\"not_200\":%zu,\"p50_us\":%u,\"p99_us\":%u}\n",
	       answered, (double)(last_answer_ns - started_ns) / 1e9, not_200,
	       latencies_us[answered / 2], latencies_us[answered * 99 / 100]);
}

int main(int argc, char **argv)
{
	struct epoll_event ready[READY_MAX];
	if (argc != 5) {
		fprintf(stderr, "client PORT CONNECTIONS TIMES FILE\n");
		return 2;
	}
	size_t connections = strtoul(argv[2], NULL, 10);
	load(argv[4]);
	to_send = requests_count * strtoul(argv[3], NULL, 10);
	latencies_us = calloc(to_send, sizeof *latencies_us);
	struct connection **all = calloc(connections, sizeof(struct connection *));
	int poll = epoll_create1(EPOLL_CLOEXEC);
	if (!latencies_us || !all || poll < 0)
		fail("start");
	for (size_t i = 0; i < connections; i++) {
		all[i] = connect_to((uint16_t)strtoul(argv[1], NULL, 10));
		struct epoll_event want = { .events = EPOLLIN, .data = { .ptr = all[i] } };
		epoll_ctl(poll, EPOLL_CTL_ADD, all[i]->fd, &want);
	}
	int64_t started_ns = now_ns();
	for (size_t i = 0; i < connections; i++)
		send_next(all[i]);
	while (answered < to_send) {
		int n = epoll_wait(poll, ready, READY_MAX, 30000);
		if (n == 0)
			fail("no answer for 30 s");
		for (int i = 0; i < n; i++)
			receive(ready[i].data.ptr);
	}
	report(started_ns);
	return not_200 > 0;
}
