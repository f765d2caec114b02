/* http_in_req.h: one connection and the request on it: what http_in.c (which reads) and
 * http_in_answer.c (which answers) share. Nobody else includes it. */
#ifndef ASSENT_HTTP_IN_REQ_H
#define ASSENT_HTTP_IN_REQ_H

#include "base.h"
#include "http_in.h"
#include "http_in_time.h"

#include <microhttpd.h>
#include <stdarg.h>

/* What a connection is doing, and with it: how long it may. A queue of deadlines for each. */
enum phase {
	P_HEAD, /* waits for a request or reads its head */
	P_BODY, /* reads the body */
	P_HELD, /* the handler has it, or a stream goes on: no deadline */
	P_SEND, /* answered */
	P_GONE, /* shut down, the library has not noticed yet: no deadline */
	PHASES,
};

/* One connection and its present request; the memory serves request after request. */
struct http_req {
	struct deadline deadline; /* the first member: the one is found from the other */
	struct http_in *in;
	struct MHD_Connection *conn;
	int fd;
	const char *target_at; /* in the library's memory; NULL: no request line yet */
	struct buf target, body;
	const char *method, *query;
	struct kept *kept;
	struct http_stream *stream;
	bool head_done, chunked, suspended, refused;
};

struct http_in {
	struct loop *loop;
	struct MHD_Daemon *daemon;
	struct loop_fd *watch;
	struct loop_timer *again;
	struct deadlines *deadlines;
	struct lingering *lingering;
	size_t body_max_bytes, header_max_bytes;
	uint16_t port;
	bool paused, freeing;
	bool running, again_is_set, go_on; /* see run_soon */
	http_handler *fn;
	void *arg;
};

enum phase req_phase(const struct http_req *r);
void req_move(struct http_req *r, enum phase phase);
void req_cut(struct http_req *r); /* shuts the socket; the library closes it in its next round */
void req_suspend(struct http_req *r); /* the library leaves it alone from now on */
void req_wake(struct http_req *r);    /* undoes it; may be called when it is not suspended */

/* In http_in_said.c: the library's log, an MHD_LogCallback. */
void http_in_said(void *cls, const char *format, va_list values);

/* In http_in_answer.c. */
void req_forget(struct http_req *r); /* frees what the request's handler was lent */
void stream_free(struct http_stream *s);

#endif
