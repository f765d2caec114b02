/* http_in_answer.c: what a handler may ask of its request, and the ways to answer it. */
#include "http_check.h"
#include "http_in_req.h"
#include "loop.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { BACKLOG_BYTES = 1024 * 1024, STREAM_BLOCK_BYTES = 4096 };

/* A string made for the handler, freed with the request. */
struct kept {
	struct kept *next;
	char text[];
};

struct http_stream {
	struct http_req *req;
	struct loop_fd *watch; /* for the peer's going away */
	struct buf backlog;
	size_t sent_bytes;    /* of backlog */
	size_t largest_bytes; /* of what was sent at once */
	bool ended, cut, overflowed;
	void (*closed)(void *arg);
	void *arg;
};

static const char *keep(struct http_req *r, const char *text, size_t len_bytes)
{
	struct kept *k = xmalloc(sizeof *k + len_bytes + 1);
	k->next = r->kept;
	r->kept = k;
	if (len_bytes)
		memcpy(k->text, text, len_bytes);
	k->text[len_bytes] = '\0';
	return k->text;
}

void req_forget(struct http_req *r)
{
	for (struct kept *k = r->kept, *next; k; k = next) {
		next = k->next;
		free(k);
	}
	r->kept = NULL;
}

const char *http_req_method(const struct http_req *req)
{
	return req->method;
}

const char *http_req_path(const struct http_req *req)
{
	return req->target.data;
}

/* const to its users; the strings kept for them do not show */
const char *http_req_query(const struct http_req *req, const char *name)
{
	struct buf value = { 0 };
	if (!http_query_find(req->query, name, &value))
		return NULL;
	const char *kept = keep((struct http_req *)req, value.data, value.len_bytes);
	buf_free(&value);
	return kept;
}

const char *http_req_header(const struct http_req *req, const char *name)
{
	const char *value = MHD_lookup_connection_value(req->conn, MHD_HEADER_KIND, name);
	size_t len = value ? strlen(value) : 0, trimmed = len;
	while (trimmed > 0 && (value[trimmed - 1] == ' ' || value[trimmed - 1] == '\t'))
		trimmed--;
	return trimmed == len ? value : keep((struct http_req *)req, value, trimmed);
}

struct counted {
	const char *name;
	unsigned count;
};

static enum MHD_Result count_one(void *arg, enum MHD_ValueKind kind, const char *name,
                                 const char *value)
{
	struct counted *c = arg;
	(void)kind, (void)value;
	c->count += !strcasecmp(name, c->name);
	return MHD_YES;
}

unsigned http_req_header_count(const struct http_req *req, const char *name)
{
	struct counted c = { name, 0 };
	MHD_get_connection_values(req->conn, MHD_HEADER_KIND, count_one, &c);
	return c.count;
}

const char *http_req_body(const struct http_req *req, size_t *len_bytes)
{
	if (len_bytes)
		*len_bytes = req->body.len_bytes;
	return req->body.len_bytes ? req->body.data : "";
}

/* ---- answering ---- */

/* A header that the library refuses (a line break in it) is left out. */
static void add_headers(struct MHD_Response *response, const struct http_header *headers,
                        size_t count, bool close)
{
	for (size_t i = 0; i < count; i++)
		MHD_add_response_header(response, headers[i].name, headers[i].value);
	if (close)
		MHD_add_response_header(response, "Connection", "close");
}

/* A chunked body's end is where parsers disagree most (bare LF, trailers): nothing may follow it. */
static bool must_close(const struct http_req *r, int status)
{
	return status >= 400 || r->chunked || r->in->paused;
}

static void reply(struct http_req *r, int status, struct MHD_Response *response)
{
	assert(req_phase(r) == P_HELD && !r->stream); /* else: answered twice */
	enum MHD_Result queued = MHD_queue_response(r->conn, (unsigned)status, response);
	assert(queued == MHD_YES);
}

static struct MHD_Response *make_response(const void *body, size_t body_bytes)
{
	struct MHD_Response *response = MHD_create_response_from_buffer(
		body_bytes, body_bytes ? (void *)(uintptr_t)body : "",
		body_bytes ? MHD_RESPMEM_MUST_COPY : MHD_RESPMEM_PERSISTENT);
	assert(response);
	return response;
}

void http_req_answer(struct http_req *req, int status, const struct http_header *headers,
                     size_t count, const void *body, size_t body_bytes)
{
	struct MHD_Response *response = make_response(body, body_bytes);
	add_headers(response, headers, count, must_close(req, status));
	reply(req, status, response);
	MHD_destroy_response(response);
	req_move(req, P_SEND);
	req_wake(req);
}

/* ---- the same answer again and again ---- */

struct http_answer {
	struct MHD_Response *stays, *closes;
};

struct http_answer *http_answer_new(const struct http_header *headers, size_t count,
                                    const void *body, size_t body_bytes)
{
	struct http_answer *a = xcalloc(1, sizeof *a);
	a->stays = make_response(body, body_bytes);
	a->closes = make_response(body, body_bytes);
	add_headers(a->stays, headers, count, false);
	add_headers(a->closes, headers, count, true);
	return a;
}

void http_answer_free(struct http_answer *a)
{
	if (!a)
		return;
	MHD_destroy_response(a->stays); /* those that are being sent have their own hold of it */
	MHD_destroy_response(a->closes);
	free(a);
}

void http_req_answer_ready(struct http_req *req, const struct http_answer *a)
{
	reply(req, 200, must_close(req, 200) ? a->closes : a->stays);
	req_move(req, P_SEND);
	req_wake(req);
}

/* Called by the library whenever the socket takes more. */
static ssize_t on_stream_wanted(void *cls, uint64_t at, char *out, size_t max_bytes)
{
	(void)at;
	struct http_stream *s = cls;
	size_t n = s->backlog.len_bytes - s->sent_bytes;
	if (s->cut)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (n == 0 && s->ended)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (n == 0) {
		req_suspend(s->req);
		return 0;
	}
	n = n < max_bytes ? n : max_bytes;
	memcpy(out, s->backlog.data + s->sent_bytes, n);
	s->sent_bytes += n;
	if (s->sent_bytes == s->backlog.len_bytes)
		s->backlog.len_bytes = s->sent_bytes = 0;
	return (ssize_t)n;
}

void stream_free(struct http_stream *s)
{
	loop_fd_free(s->watch);
	s->req->stream = NULL;
	s->closed(s->arg);
	buf_free(&s->backlog);
	free(s);
}

static void cut_stream(struct http_stream *s)
{
	s->cut = true;
	if (req_phase(s->req) != P_GONE)
		req_cut(s->req);
	loop_fd_want(s->watch, 0);
	req_wake(s->req);
}

/* The library does not look at a connection that it suspended, so we watch for the peer's going.
 * Its speaking is no better: the stream is the connection's last answer, and unread bytes would wake
 * us for ever. */
static void on_stream_peer(void *arg, int ready)
{
	(void)ready;
	struct http_stream *s = arg;
	char c;
	ssize_t got = recv(s->req->fd, &c, 1, MSG_PEEK | MSG_DONTWAIT);
	if (got >= 0 || (errno != EAGAIN && errno != EINTR))
		cut_stream(s);
}

struct http_stream *http_req_stream(struct http_req *req, const struct http_header *headers,
                                    size_t count, void (*closed)(void *arg), void *arg)
{
	struct http_stream *s = xcalloc(1, sizeof *s);
	s->req = req;
	s->closed = closed;
	s->arg = arg;
	struct MHD_Response *response = MHD_create_response_from_callback(
		MHD_SIZE_UNKNOWN, STREAM_BLOCK_BYTES, on_stream_wanted, s, NULL);
	assert(response);
	add_headers(response, headers, count, true);
	reply(req, 200, response);
	MHD_destroy_response(response);
	req->stream = s;
	s->watch = loop_fd_new(req->in->loop, req->fd, on_stream_peer, s);
	loop_fd_want(s->watch, LOOP_READ);
	req_wake(req);
	return s;
}

int http_stream_send(struct http_stream *s, const void *data, size_t len_bytes)
{
	size_t waiting = s->backlog.len_bytes - s->sent_bytes;
	assert(!s->ended);
	if (s->cut) /* closed is about to be called */
		return 0;
	if (len_bytes > s->largest_bytes)
		s->largest_bytes = len_bytes;
	/* One event may be larger than all that may wait: given up for that, its reader would come
	 * back for the same one, and for ever. */
	if (waiting + len_bytes > BACKLOG_BYTES + s->largest_bytes) {
		s->overflowed = true;
		return -1;
	}
	/* What was sent is cut off when it is the larger part: a byte is moved once on average. */
	if (s->sent_bytes > waiting) {
		memmove(s->backlog.data, s->backlog.data + s->sent_bytes, waiting);
		s->backlog.len_bytes = waiting;
		s->sent_bytes = 0;
	}
	buf_add(&s->backlog, data, len_bytes);
	req_wake(s->req);
	return 0;
}

/* What waits is still sent, but not to a peer that did not read so far. */
void http_stream_end(struct http_stream *s)
{
	if (s->ended || s->cut)
		return;
	s->ended = true;
	if (s->overflowed) {
		cut_stream(s);
		return;
	}
	req_move(s->req, P_SEND);
	req_wake(s->req);
}
