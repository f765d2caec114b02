/* echo.c: a bare libmicrohttpd that answers every request with its own body: what HTTP alone costs
 * with this library, set up as in src/http_in.c. Prints its port; ends by a signal. */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

enum { BODY_MAX = 64 * 1024 };

struct body {
	size_t len_bytes;
	char data[BODY_MAX];
};

static enum MHD_Result answer(struct MHD_Connection *conn, const struct body *b)
{
	struct MHD_Response *r = MHD_create_response_from_buffer(
		b->len_bytes, (void *)(uintptr_t)b->data, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result rc = MHD_queue_response(conn, MHD_HTTP_OK, r);
	MHD_destroy_response(r);
	return rc;
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *conn, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *len_bytes, void **context)
{
	struct body *b = *context;
	(void)cls, (void)url, (void)method, (void)version;
	if (!b) {
		*context = b = malloc(sizeof *b);
		if (!b)
			return MHD_NO;
		b->len_bytes = 0;
		return MHD_YES;
	}
	if (*len_bytes == 0)
		return answer(conn, b);
	if (*len_bytes > BODY_MAX - b->len_bytes)
		return MHD_NO;
	memcpy(b->data + b->len_bytes, data, *len_bytes);
	b->len_bytes += *len_bytes;
	*len_bytes = 0;
	return MHD_YES;
}

static void on_completed(void *cls, struct MHD_Connection *conn, void **context,
                         enum MHD_RequestTerminationCode how)
{
	(void)cls, (void)conn, (void)how;
	free(*context);
	*context = NULL;
}

static int wait_ms(struct MHD_Daemon *d)
{
	MHD_UNSIGNED_LONG_LONG ms;
	return MHD_get_timeout(d, &ms) == MHD_YES && ms < 1000 ? (int)ms : 1000;
}

int main(void)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr = { htonl(INADDR_LOOPBACK) } };
	struct MHD_Daemon *d =
		MHD_start_daemon(MHD_USE_EPOLL | MHD_USE_TURBO, 0, NULL, NULL, on_request, NULL,
	                         MHD_OPTION_SOCK_ADDR, &at, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
	                         (size_t)32 * 1024, MHD_OPTION_CONNECTION_LIMIT, 512u,
	                         MHD_OPTION_NOTIFY_COMPLETED, on_completed, NULL, MHD_OPTION_END);
	if (!d) {
		fprintf(stderr, "echo: no daemon\n");
		return 1;
	}
	printf("%u\n", MHD_get_daemon_info(d, MHD_DAEMON_INFO_BIND_PORT)->port);
	fflush(stdout);
	int outer = epoll_create1(EPOLL_CLOEXEC);
	struct epoll_event ready = { .events = EPOLLIN };
	epoll_ctl(outer, EPOLL_CTL_ADD, MHD_get_daemon_info(d, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
	          &ready);
	for (;;) {
		MHD_run(d);
		epoll_wait(outer, &ready, 1, wait_ms(d));
	}
}
