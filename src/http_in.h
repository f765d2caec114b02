/* http_in.h: HTTP from outside (libmicrohttpd behind it): strict where the library is lenient, bounded in size and time. */
#ifndef ASSENT_HTTP_IN_H
#define ASSENT_HTTP_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct http_in;
struct http_answer;
struct http_req;
struct http_stream;
struct loop;

struct http_in_opts {
	const char *host;                             /* "127.0.0.1", "::1", "0.0.0.0" */
	uint16_t port;                                /* 0: any free one, see http_in_port */
	size_t body_max_bytes;                        /* 0: 256 KiB; over it 413 */
	size_t header_max_bytes;                      /* 0: 8 KiB; over it 431 */
	int64_t header_deadline_ms, body_deadline_ms; /* total, not idle; 0: 5 s and 10 s */
	unsigned connections_max;                     /* 0: 512 */
};

/* Called once for each request, read whole and well-formed. It must be answered exactly once, now or later,
 * with http_req_answer or http_req_stream; until then req stays valid. A request that goes away earlier
 * (peer closed) still waits for its answer, which is then dropped. */
typedef void http_handler(void *arg, struct http_req *req);

/* NULL: E_CONFIG (address taken or not ours). Caller frees. */
struct http_in *http_in_new(struct loop *l, const struct http_in_opts *o, http_handler *fn,
                            void *arg, struct err *e);
uint16_t http_in_port(const struct http_in *h);
void http_in_pause(struct http_in *h); /* take no new connections (shutting down) */
void http_in_free(struct http_in *h);  /* closes all; requests not answered yet go with it */

/* Borrowed from req. Names of headers are case-insensitive; NULL: not there. The path is decoded, without query. */
const char *http_req_method(const struct http_req *req);
const char *http_req_path(const struct http_req *req);
const char *http_req_query(const struct http_req *req, const char *name);
const char *http_req_header(const struct http_req *req, const char *name);
/* How often it was sent. */
unsigned http_req_header_count(const struct http_req *req, const char *name);
const char *http_req_body(const struct http_req *req,
                          size_t *len_bytes); /* never NULL, NUL-terminated */

struct http_header {
	const char *name, *value;
};

/* Copies everything. A 4xx or 5xx closes the connection behind it. headers may be NULL with count 0. */
void http_req_answer(struct http_req *req, int status, const struct http_header *headers,
                     size_t count, const void *body, size_t body_bytes);
/* A 200 that many requests get, made once: to make it is about 4 thousand instructions. Caller frees. */
struct http_answer *http_answer_new(const struct http_header *headers, size_t count,
                                    const void *body, size_t body_bytes);
void http_answer_free(struct http_answer *a); /* NULL is allowed */
void http_req_answer_ready(struct http_req *req, const struct http_answer *a);

/* Answers 200 with a body that goes on (server-sent events). closed is called once when the peer is gone
 * or http_stream_end was called; the stream is freed behind it. */
struct http_stream *http_req_stream(struct http_req *req, const struct http_header *headers,
                                    size_t count, void (*closed)(void *arg), void *arg);
/* data arrives whole however large it is. -1: more than 1 MiB waits unread beside it, or beside the
 * largest before it: end the stream. */
int http_stream_send(struct http_stream *s, const void *data, size_t len_bytes);
void http_stream_end(struct http_stream *s);

#endif
