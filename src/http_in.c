/* http_in.c: with http_in_answer.c the only file that knows libmicrohttpd. The library reads, cuts
 * up and writes; http_check says what to believe; this file keeps time, memory and lifetimes. */
#include "http_in.h"

#include "http_check.h"
#include "http_in_req.h"
#include "http_in_socket.h"
#include "loop.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum {
	/* The library's memory per connection. Enough for a head of 8 KiB with its fields; it is
	 * cleared for every request: 32 KiB cost 3 % more time. */
	POOL_BYTES = 24 * 1024,
	KEPT_BODY_BYTES = 16 * 1024, /* a body's memory up to this serves the next request too */
	SEND_MS = 60 * 1000,         /* a whole answer must be read in this time */
	RUNS_MAX = 4, /* rounds of the library before the loop's other guests get their turn */
};

/* Asks for another round. The library does not tell that it needs one after a connection was woken,
 * nor when a close has made room below its limit of connections. */
static void run_soon(struct http_in *in)
{
	in->go_on = true;
	if (in->running || in->again_is_set)
		return;
	in->again_is_set = true;
	loop_timer_set(in->again, 0);
}

enum phase req_phase(const struct http_req *r)
{
	return (enum phase)r->deadline.queue;
}

void req_move(struct http_req *r, enum phase phase)
{
	deadline_move(r->in->deadlines, &r->deadline, phase);
}

/* The library finds out by itself, in its next round. */
void req_cut(struct http_req *r)
{
	shutdown(r->fd, SHUT_RDWR);
	req_move(r, P_GONE);
}

static void on_due(struct deadline *d)
{
	struct http_req *r = (struct http_req *)d;
	/* Without a request line it is a connection at rest: it closes without a word. */
	if (r->target_at && (req_phase(r) == P_HEAD || req_phase(r) == P_BODY))
		socket_answer_error(r->fd, 408, "request_timeout",
		                    "Send the whole request without delay.", true);
	req_cut(r);
}

/* Answers past the library, which can queue nothing in mid-body. No other answer can be under way:
 * it serves one request after the other. Returns what makes the library close the connection. */
static enum MHD_Result refuse(struct http_req *r, int status, const char *code, const char *message)
{
	socket_answer_error(r->fd, status, code, message, strcmp(r->method, "HEAD") != 0);
	r->refused = true;
	return MHD_NO;
}

static enum MHD_Result refuse_size(struct http_req *r)
{
	char *message = xasprintf("Send a body of at most %zu bytes.", r->in->body_max_bytes);
	enum MHD_Result no = refuse(r, 413, "body_too_large", message);
	free(message);
	return no;
}

/* ---- reading a request ---- */

static void on_connection(void *cls, struct MHD_Connection *conn, void **socket_context,
                          enum MHD_ConnectionNotificationCode what)
{
	struct http_in *in = cls;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		struct http_req *r = xcalloc(1, sizeof *r);
		r->in = in;
		r->conn = conn;
		r->fd = MHD_get_connection_info(conn, MHD_CONNECTION_INFO_CONNECTION_FD)
		                ->connect_fd;
		deadline_join(in->deadlines, &r->deadline, P_HEAD);
		*socket_context = r;
		return;
	}
	struct http_req *r = *socket_context;
	run_soon(in);
	if (r->refused && !in->freeing)
		linger(in->lingering, r->fd);
	deadline_leave(in->deadlines, &r->deadline);
	buf_free(&r->target);
	buf_free(&r->body);
	free(r);
}

/* The request line has been read. Its target is still as sent. The library is about to cut up the
 * query, with an allocation from the connection's memory for each parameter, and hangs when they are
 * too many: so the query is ended here, in the library's own buffer, once we have our copy. */
static void *on_target(void *cls, const char *target, struct MHD_Connection *conn)
{
	(void)cls;
	struct http_req *r =
		MHD_get_connection_info(conn, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
	char *query = target ? strchr(target, '?') : NULL;
	r->target_at = target;
	buf_adds(&r->target, target ? target : "");
	if (query)
		query[1] = '\0';
	return r;
}

/* Decoding is ours, see http_target_split. */
static size_t leave_escaped(void *cls, struct MHD_Connection *conn, char *s)
{
	(void)cls;
	(void)conn;
	return strlen(s);
}

struct gathered {
	struct http_field fields[HTTP_FIELDS_MAX];
	size_t count;
};

static enum MHD_Result on_field(void *cls, enum MHD_ValueKind kind, const char *name,
                                size_t name_bytes, const char *value, size_t value_bytes)
{
	(void)kind;
	struct gathered *g = cls;
	if (g->count < HTTP_FIELDS_MAX)
		g->fields[g->count] =
			(struct http_field){ name, value ? value : "", name_bytes, value_bytes };
	g->count++;
	return MHD_YES;
}

static enum MHD_Result on_head(struct http_req *r, const char *method, const char *version)
{
	struct gathered g;
	g.count = 0;
	MHD_get_connection_values_n(r->conn, MHD_HEADER_KIND, on_field, &g);
	struct http_verdict v = http_check_head(&(struct http_head){
		.method = method,
		.target_at = r->target_at,
		.target = r->target.data,
		.version = version,
		.fields = g.fields,
		.count = g.count,
		.block_bytes =
			MHD_get_connection_info(r->conn, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE)
				->header_size,
		.block_max_bytes = r->in->header_max_bytes,
	});
	r->head_done = true;
	r->method = method;
	if (v.status)
		return refuse(r, v.status, v.code, v.message);
	if (v.body_bytes > r->in->body_max_bytes)
		return refuse_size(r);
	r->chunked = v.chunked;
	r->query = http_target_split(r->target.data);
	if (v.chunked || v.body_bytes > 0)
		req_move(r, P_BODY);
	return MHD_YES;
}

static enum MHD_Result on_body(struct http_req *r, const char *data, size_t *len_bytes)
{
	if (*len_bytes > r->in->body_max_bytes - r->body.len_bytes)
		return refuse_size(r);
	buf_add(&r->body, data, *len_bytes);
	*len_bytes = 0;
	return MHD_YES;
}

void req_suspend(struct http_req *r)
{
	MHD_suspend_connection(r->conn);
	r->suspended = true;
}

void req_wake(struct http_req *r)
{
	if (!r->suspended)
		return;
	r->suspended = false;
	MHD_resume_connection(r->conn);
	run_soon(r->in);
}

static enum MHD_Result on_request(void *cls, struct MHD_Connection *conn, const char *url,
                                  const char *method, const char *version, const char *data,
                                  size_t *len_bytes, void **context)
{
	struct http_in *in = cls;
	struct http_req *r = *context;
	(void)conn;
	(void)url;
	if (in->freeing || req_phase(r) == P_GONE)
		return MHD_NO;
	if (!r->head_done)
		return on_head(r, method, version);
	if (*len_bytes > 0)
		return on_body(r, data, len_bytes);
	req_move(r, P_HELD);
	in->fn(in->arg, r);
	if (req_phase(r) == P_HELD && !r->stream)
		req_suspend(r);
	return MHD_YES;
}

/* The request is over, for better or worse; the connection may have another, or be closed next.
 *
 * Some requests the library (0.9.75) refuses itself: no HTTP/1.x in the request line, a header without a colon, a
 * Content-Length that is no number, a broken chunk, a head larger than POOL_BYTES; a later one (1.0) most of what is bad,
 * and extensions of chunks with it. See http_in_said.c. To look at the bytes first (MSG_PEEK)
 * would take a watch of our own on every connection beside the library's, whose edge-triggered one
 * may fire first, and to suspend and resume each head that comes in pieces: system calls for every
 * good request, and chunks it still would not see. */
static void on_completed(void *cls, struct MHD_Connection *conn, void **context,
                         enum MHD_RequestTerminationCode how)
{
	(void)cls;
	(void)conn;
	struct http_req *r = *context;
	/* In its own words. */
	if (how == MHD_REQUEST_TERMINATED_WITH_ERROR)
		r->refused = true;
	if (r->stream)
		stream_free(r->stream);
	req_forget(r);
	r->method = r->query = r->target_at = NULL;
	r->target.len_bytes = 0;
	r->body.len_bytes = 0;
	if (r->body.cap_bytes > KEPT_BODY_BYTES)
		buf_free(&r->body);
	r->head_done = false;
	if (req_phase(r) != P_GONE)
		req_move(r, P_HEAD);
}

/* ---- starting and stopping ---- */

static bool more_to_do(const struct http_in *in)
{
	MHD_UNSIGNED_LONG_LONG wait_ms;
	return in->go_on || (MHD_get_timeout(in->daemon, &wait_ms) == MHD_YES && wait_ms == 0);
}

static void run(struct http_in *in)
{
	int runs = 0;
	bool more;
	in->running = true;
	do {
		in->go_on = false;
		MHD_run(in->daemon);
		more = more_to_do(in);
	} while (more && ++runs < RUNS_MAX);
	in->running = false;
	if (more)
		run_soon(in);
}

static void on_again(void *arg)
{
	struct http_in *in = arg;
	in->again_is_set = false;
	run(in);
}

static void on_ready(void *arg, int ready)
{
	(void)ready;
	run(arg);
}

/* Since 0.9.77 the library can be told to be strict itself: then it takes no tab for a space of the
 * request line, and folds no lines. */
#if MHD_VERSION >= 0x00097701
#define STRICT MHD_OPTION_CLIENT_DISCIPLINE_LVL, 1,
#else
#define STRICT
#endif

static struct MHD_Daemon *start_daemon(struct http_in *in, int fd, unsigned connections_max)
{
	return MHD_start_daemon(
		MHD_USE_EPOLL | MHD_USE_TURBO | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG, 0,
		NULL, NULL, on_request, in, MHD_OPTION_EXTERNAL_LOGGER, http_in_said, in,
		MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
		(size_t)POOL_BYTES, MHD_OPTION_CONNECTION_LIMIT, connections_max,
		MHD_OPTION_NOTIFY_CONNECTION, on_connection, in, MHD_OPTION_NOTIFY_COMPLETED,
		on_completed, in, MHD_OPTION_URI_LOG_CALLBACK, on_target, in,
		MHD_OPTION_UNESCAPE_CALLBACK, leave_escaped, in, STRICT MHD_OPTION_END);
}

static struct deadlines *make_deadlines(struct loop *l, const struct http_in_opts *o)
{
	int64_t delays_ms[PHASES] = {
		[P_HEAD] = o->header_deadline_ms ? o->header_deadline_ms : 5000,
		[P_BODY] = o->body_deadline_ms ? o->body_deadline_ms : 10000,
		[P_HELD] = -1,
		[P_SEND] = SEND_MS,
		[P_GONE] = -1,
	};
	return deadlines_new(l, delays_ms, PHASES, on_due);
}

struct http_in *http_in_new(struct loop *l, const struct http_in_opts *o, http_handler *fn,
                            void *arg, struct err *e)
{
	uint16_t port = o->port;
	int fd = socket_listen(o->host, &port, e);
	if (fd < 0)
		return NULL;
	struct http_in *in = xcalloc(1, sizeof *in);
	in->daemon = start_daemon(in, fd, o->connections_max ? o->connections_max : 512);
	if (!in->daemon) {
		err_set(e, E_CONFIG,
		        "the HTTP server cannot start: allow more open files (ulimit -n)");
		close(fd);
		free(in);
		return NULL;
	}
	in->loop = l;
	in->fn = fn;
	in->arg = arg;
	in->port = port;
	in->body_max_bytes = o->body_max_bytes ? o->body_max_bytes : 256 * 1024;
	in->header_max_bytes = o->header_max_bytes ? o->header_max_bytes : 8 * 1024;
	in->deadlines = make_deadlines(l, o);
	in->lingering = lingering_new(l);
	in->again = loop_timer_new(l, on_again, in);
	in->watch =
		loop_fd_new(l, MHD_get_daemon_info(in->daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd,
	                    on_ready, in);
	loop_fd_want(in->watch, LOOP_READ);
	run(in); /* only now the library watches its listening socket */
	return in;
}

uint16_t http_in_port(const struct http_in *h)
{
	return h->port;
}

void http_in_pause(struct http_in *h)
{
	if (h->paused)
		return;
	h->paused = true;
	int fd = MHD_quiesce_daemon(h->daemon);
	if (fd >= 0)
		close(fd);
}

void http_in_free(struct http_in *h)
{
	if (!h)
		return;
	h->freeing = true;
	/* The library refuses to stop while any is suspended. */
	for (enum phase p = 0; p < PHASES; p++)
		for (struct deadline *d = deadline_first(h->deadlines, p); d; d = d->next)
			req_wake((struct http_req *)d);
	MHD_stop_daemon(h->daemon);
	loop_fd_free(h->watch);
	loop_timer_free(h->again);
	lingering_free(h->lingering);
	deadlines_free(h->deadlines);
	free(h);
}
