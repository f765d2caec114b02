/* http_out.c: calls and answers. Calls wait in a queue per target, run on curl's multi socket
 * interface (http_out_socket.c), and end exactly once in done, never inside http_out_send.
 */
#include "http_out.h"

#include "base.h"
#include "clock.h"
#include "crypto.h"
#include "http_fields.h"
#include "http_in.h"
#include "http_lanes.h"
#include "http_out_socket.h"
#include "http_out_why.h"
#include "loop.h"

#include <assert.h>
#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
	TIMEOUT_MS = 15000,
	CONNECT_MS = 5000,
	/* Under the shortest common idle limit of servers (5 s): the race in which the peer closes
	 * a connection as we take it from the pool leaves a body in doubt. curl counts whole
	 * seconds, so 3 means under 4 s. */
	IDLE_S = 3,
	/* Calls, and so connections, at a time. */
	PER_TARGET = 32,
	/* Idle connections kept, all targets together. */
	POOLED = 256,
	/* Ended calls kept with their curl handle, which costs more to make than the call: as many as
	 * the outbox has under way for a keyed target. With 64 every third call made one anew. */
	SPARES = 128,
	/* curl takes a body in pieces of this size, allocated for each call (else 64 KiB). */
	UPLOAD = 16384,
	ANSWER = 64 * 1024,
	/* Fits into any socket's buffer at once. */
	WHOLE_MAX = 4096,
	/* An answer's memory above this is not kept with a spare. */
	ANSWER_KEPT = 4096,
};

struct call {
	struct lane_call in_lane; /* first, so that a place in line is a call */
	struct http_out *http;
	struct call *next, *prev; /* of all live calls; next also of the spares */
	CURL *easy;
	struct loop_timer *deadline;
	struct curl_slist *headers;
	char *body;
	size_t body_bytes, taken_bytes; /* taken by curl for the socket */
	size_t answer_max_bytes;
	struct buf answer;
	char reason[160];
	bool begun;      /* a request of this call went to a connection */
	bool repeatable; /* a safe method without a body: may leave twice */
	bool whole;      /* headers and body leave in one write */
	bool held;       /* may_send said no */
	bool secret;     /* what it held is wiped */
	struct http_guard guard;
	const char *refusal; /* why the call cannot be made at all; NULL: it can */
	bool (*may_send)(void *arg);
	void (*done)(void *arg, const struct http_result *r);
	void *arg;
};

struct http_out {
	struct loop *loop;
	CURLM *multi;
	struct http_sockets *sockets;
	struct call *calls, *spares;
	size_t n_spares;
	struct lanes lanes;
	bool in_curl, start_due, closing;
};

/* ---- The body's way out and the answer's way in */

static bool may_send(struct call *c)
{
	c->held = c->may_send && !c->may_send(c->arg);
	return !c->held;
}

/* CURLOPT_PREREQFUNCTION: a connection stands and the request goes to it now. curl comes here again
 * when a connection from the pool turned out dead and it silently takes a fresh one. That is sound
 * while nothing of the body was taken; afterwards the first copy may have arrived, and a second one
 * must not follow. */
static int before_request(void *arg, char *ip, char *own_ip, int port, int own_port)
{
	(void)own_ip;
	(void)port;
	(void)own_port;
	struct call *c = arg;
	if (c->body_bytes ? c->taken_bytes > 0 : c->begun && !c->repeatable)
		return CURL_PREREQFUNC_ABORT;
	if (!http_guard_passes(&c->guard, ip) || ((c->body_bytes == 0 || c->whole) && !may_send(c)))
		return CURL_PREREQFUNC_ABORT;
	if (c->whole) /* curl writes to the socket before it does anything else */
		c->taken_bytes = c->body_bytes;
	c->begun = true;
	return CURL_PREREQFUNC_OK;
}

/* CURLOPT_READFUNCTION: curl asks only when the socket takes bytes, and writes to it in the same
 * round. */
static size_t read_body(char *to, size_t size, size_t count, void *arg)
{
	struct call *c = arg;
	size_t room = size * count, left = c->body_bytes - c->taken_bytes;
	if (c->taken_bytes == 0 && !may_send(c))
		return CURL_READFUNC_ABORT;
	size_t n = left < room ? left : room;
	memcpy(to, c->body + c->taken_bytes, n);
	c->taken_bytes += n;
	return n;
}

/* CURLOPT_SEEKFUNCTION: curl rewinds only what it has written to a socket, so never. See
 * before_request. */
static int rewind_body(void *arg, curl_off_t offset, int origin)
{
	struct call *c = arg;
	bool there = origin == SEEK_SET && offset == (curl_off_t)c->taken_bytes;
	return there ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL;
}

static size_t write_answer(char *data, size_t size, size_t count, void *arg)
{
	struct call *c = arg;
	size_t n = size * count, room = c->answer_max_bytes - c->answer.len_bytes;
	buf_add(&c->answer, data, n < room ? n : room);
	return n; /* what is over the cap is read and dropped, so that the connection stays of use
	           */
}

/* ---- A call's life: taken, waiting, running, ended */

static void on_deadline(void *arg);

/* What all calls of a handle have in common. A refused setting means a curl built otherwise than
 * the one this file was written for: going on could mean an unguarded call. */
static CURL *easy_new(struct call *c)
{
	CURL *easy = curl_easy_init();
	if (!easy)
		abort(); /* out of memory */
	int bad = 0;
	bad |= curl_easy_setopt(easy, CURLOPT_PRIVATE, c);
	bad |= curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
	/* Else giving up a call waits, in the loop, until its DNS lookup has ended. */
	bad |= curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L);
	/* The environment's proxy would be all that the guard gets to see. */
	bad |= curl_easy_setopt(easy, CURLOPT_PROXY, "");
	bad |= curl_easy_setopt(easy, CURLOPT_NOPROXY, "*"); /* nor is it looked for at each call */
	bad |= curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https");
	bad |= curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L);
	bad |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L);
	bad |= curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L);
	/* In version 2 curl repeats a refused stream by itself. */
	bad |= curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
	bad |= curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
	bad |= curl_easy_setopt(easy, CURLOPT_MAXAGE_CONN, (long)IDLE_S);
	bad |= curl_easy_setopt(easy, CURLOPT_UPLOAD_BUFFERSIZE, (long)UPLOAD);
	bad |= curl_easy_setopt(easy, CURLOPT_USERAGENT, "Assent");
	bad |= curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, http_guard_open);
	bad |= curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, &c->guard);
	bad |= curl_easy_setopt(easy, CURLOPT_CLOSESOCKETFUNCTION, http_socket_close);
	bad |= curl_easy_setopt(easy, CURLOPT_CLOSESOCKETDATA, c->http->sockets);
	bad |= curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, before_request);
	bad |= curl_easy_setopt(easy, CURLOPT_PREREQDATA, c);
	bad |= curl_easy_setopt(easy, CURLOPT_READFUNCTION, read_body);
	bad |= curl_easy_setopt(easy, CURLOPT_READDATA, c);
	bad |= curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, rewind_body);
	bad |= curl_easy_setopt(easy, CURLOPT_SEEKDATA, c);
	bad |= curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, write_answer);
	bad |= curl_easy_setopt(easy, CURLOPT_WRITEDATA, c);
	assert(bad == 0);
	return easy;
}

static struct call *call_take(struct http_out *h)
{
	struct call *c = h->spares;
	if (c) {
		h->spares = c->next;
		h->n_spares--;
	} else {
		c = xcalloc(1, sizeof *c);
		c->http = h;
		c->guard.sockets = h->sockets;
		c->easy = easy_new(c);
		c->deadline = loop_timer_new(h->loop, on_deadline, c);
	}
	c->prev = NULL;
	c->next = h->calls;
	if (c->next)
		c->next->prev = c;
	h->calls = c;
	return c;
}

static void call_free(struct call *c)
{
	curl_easy_cleanup(c->easy);
	loop_timer_free(c->deadline);
	buf_free(&c->answer);
	free(c);
}

static void call_wipe(struct call *c)
{
	for (struct curl_slist *line = c->headers; line; line = line->next)
		crypto_wipe(line->data, strlen(line->data));
	crypto_wipe(c->body, c->body_bytes);
	crypto_wipe(c->answer.data, c->answer.len_bytes);
}

/* Back among the spares, with everything that the next call must not find taken out. */
static void call_put_back(struct call *c)
{
	struct http_out *h = c->http;
	if (c->secret)
		call_wipe(c);
	curl_slist_free_all(c->headers);
	free(c->body);
	if (c->answer.cap_bytes > ANSWER_KEPT)
		buf_free(&c->answer);
	if (h->n_spares >= SPARES || h->closing) {
		call_free(c);
		return;
	}
	struct buf answer = c->answer;
	answer.len_bytes = 0;
	*c = (struct call){ .http = h,
		            .guard.sockets = h->sockets,
		            .easy = c->easy,
		            .deadline = c->deadline,
		            .answer = answer,
		            .next = h->spares };
	h->spares = c;
	h->n_spares++;
}

static void lane_start(struct http_out *h, struct lane *lane)
{
	struct lane_call *next;
	while (!h->closing && (next = lane_next(lane, PER_TARGET))) {
		struct call *c = (struct call *)next;
		CURLMcode code = curl_multi_add_handle(h->multi, c->easy);
		assert(code == CURLM_OK);
		(void)code;
	}
}

static void call_end(struct call *c, struct http_result *r)
{
	struct http_out *h = c->http;
	loop_timer_set(c->deadline, -1);
	if (c->in_lane.running)
		curl_multi_remove_handle(h->multi, c->easy);
	struct lane *lane = c->in_lane.lane ? lanes_leave(&h->lanes, &c->in_lane) : NULL;
	if (lane)
		lane_start(h, lane);
	if (c->prev)
		c->prev->next = c->next;
	else
		h->calls = c->next;
	if (c->next)
		c->next->prev = c->prev;
	r->body = c->answer.len_bytes > 0 ? c->answer.data : "";
	r->body_bytes = c->answer.len_bytes;
	r->reason = c->reason;
	c->done(c->arg, r);
	call_put_back(c);
}

/* Whether anything that the peer could act on may have left. */
static bool has_left(struct call *c, CURLcode code)
{
	if (c->body_bytes == 0)
		return c->begun;
	if (c->taken_bytes == 0)
		return false;
	/* A write that failed before it took a byte is a proof, but not under TLS, where one call
	 * writes several records. */
	curl_off_t written = -1;
	char *scheme = NULL;
	curl_easy_getinfo(c->easy, CURLINFO_SIZE_UPLOAD_T, &written);
	curl_easy_getinfo(c->easy, CURLINFO_SCHEME, &scheme);
	return !(code == CURLE_SEND_ERROR && written == 0 && scheme &&
	         strcasecmp(scheme, "http") == 0);
}

/* NULL: not there. Borrowed from the handle until the next call of this. */
/* why is a sentence's rest, without values of the call. */
static void call_judge(struct call *c, CURLcode code, const char *why)
{
	struct http_result r = { .outcome = HTTP_LOST, .retry_after_ms = -1 };
	long status = 0;
	bool left = has_left(c, code);
	if (c->begun) /* before, curl still tells the status of the handle's last call */
		curl_easy_getinfo(c->easy, CURLINFO_RESPONSE_CODE, &status);
	if (c->held && !left) {
		r.outcome = HTTP_HELD;
		snprintf(c->reason, sizeof c->reason, "held back at the last moment");
	} else if (status >= 200) {
		r.outcome = HTTP_ANSWERED;
		r.status = (int)status;
		http_answer_times(c->easy, &r);
		snprintf(c->reason, sizeof c->reason, "answered with status %d", r.status);
	} else if (left) {
		snprintf(c->reason, sizeof c->reason, "sent, but no answer came: %s", why);
	} else {
		r.outcome = HTTP_NOT_SENT;
		snprintf(c->reason, sizeof c->reason, "not sent: %s", why);
	}
	if (r.outcome != HTTP_ANSWERED && r.outcome != HTTP_HELD && c->in_lane.running)
		r.fault = http_fault_of(c->easy, code, c->guard.refused, c->begun);
	call_end(c, &r);
}

static void on_deadline(void *arg)
{
	struct call *c = arg;
	call_judge(c, CURLE_OPERATION_TIMEDOUT, c->refusal ? c->refusal : "the time limit passed");
}

static void drive(void *arg, curl_socket_t fd, int ready)
{
	struct http_out *h = arg;
	int running, waiting;
	h->in_curl = true;
	curl_multi_socket_action(h->multi, fd, ready, &running);
	h->in_curl = false;
	for (CURLMsg *m; (m = curl_multi_info_read(h->multi, &waiting));) {
		if (m->msg != CURLMSG_DONE)
			continue;
		CURLcode code = m->data.result; /* m is gone when the handle is taken out */
		char *c = NULL;
		curl_easy_getinfo(m->easy_handle, CURLINFO_PRIVATE, &c);
		struct call *ended = (struct call *)(void *)c;
		call_judge(ended, code, http_why(ended->easy, code, ended->guard.refused));
	}
	if (!h->start_due)
		return;
	h->start_due = false;
	for (struct lane *lane = NULL; (lane = lanes_after(&h->lanes, lane));)
		lane_start(h, lane);
}

/* ---- The door */

static void add_header(struct call *c, const char *line)
{
	struct curl_slist *headers = curl_slist_append(c->headers, line);
	if (!headers)
		abort(); /* out of memory */
	c->headers = headers;
}

static const char *set_headers(struct call *c, const struct http_call *from)
{
	struct buf line = { 0 };
	const char *fault = NULL;
	bool typed = false;
	for (size_t i = 0; i < from->headers_count && !fault; i++) {
		const struct http_header *header = &from->headers[i];
		fault = http_header_fault(header);
		typed = typed || strcasecmp(header->name, "Content-Type") == 0;
		line.len_bytes = 0;
		/* curl's form for "there, but empty" is a semicolon. */
		buf_adds(&line, header->name);
		buf_adds(&line, header->value[0] ? ": " : ";");
		buf_adds(&line, header->value);
		add_header(c, line.data);
	}
	if (from->secret)
		crypto_wipe(line.data, line.cap_bytes);
	buf_free(&line);
	add_header(c, "Expect:"); /* never "100-continue": it would cost a round trip or a second */
	if (!typed)
		add_header(c, "Content-Type:"); /* nor curl's guess that a body is a form */
	return fault;
}

/* Returns NULL, or why the call cannot be made. */
static const char *call_fill(struct call *c, const struct http_call *from)
{
	const char *method = from->method, *fault = set_headers(c, from);
	bool get = strcmp(method, "GET") == 0, head = strcmp(method, "HEAD") == 0;
	CURL *easy = c->easy;

	c->may_send = from->may_send;
	c->secret = from->secret;
	c->guard.public_only = from->public_only;
	c->answer_max_bytes = from->answer_max_bytes ? from->answer_max_bytes : ANSWER;
	c->body_bytes = from->body_bytes;
	c->repeatable = c->body_bytes == 0 && (get || head);
	if (c->body_bytes > 0) {
		c->body = xmalloc(c->body_bytes);
		memcpy(c->body, from->body, c->body_bytes);
	}
	c->whole = from->whole && c->body_bytes > 0 && c->body_bytes <= WHOLE_MAX;
	curl_easy_setopt(easy, CURLOPT_POSTFIELDS, c->whole ? c->body : NULL);
	if (c->repeatable || (c->body_bytes == 0 && strcmp(method, "DELETE") == 0))
		curl_easy_setopt(easy, CURLOPT_HTTPGET, 1L);
	else
		curl_easy_setopt(easy, CURLOPT_POST, 1L);
	if (c->repeatable && head)
		curl_easy_setopt(easy, CURLOPT_NOBODY, 1L); /* the two above take it back */
	curl_easy_setopt(easy, CURLOPT_CUSTOMREQUEST, method);
	curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)c->body_bytes);
	curl_easy_setopt(easy, CURLOPT_HTTPHEADER, c->headers);
	if (curl_easy_setopt(easy, CURLOPT_URL, from->url) != CURLE_OK)
		return "the address is too long";
	if (!http_is_token(method))
		return "the method is not a token";
	return fault;
}

void http_out_send(struct http_out *h, const struct http_call *call,
                   void (*done)(void *arg, const struct http_result *r), void *arg)
{
	assert(call->method && call->url && done);
	assert(call->body || call->body_bytes == 0);
	struct call *c = call_take(h);
	c->done = done;
	c->arg = arg;
	c->refusal = call_fill(c, call);
	if (c->refusal) {
		loop_timer_set(c->deadline, 0); /* done is never called from in here */
		return;
	}
	loop_timer_set(c->deadline, call->timeout_ms > 0 ? call->timeout_ms : TIMEOUT_MS);
	struct lane *lane = lanes_join(&h->lanes, call->url, &c->in_lane);
	if (h->in_curl) /* called from a may_send: curl takes no new call now */
		h->start_due = true;
	else
		lane_start(h, lane);
}

static void set_up_multi(struct http_out *h)
{
	int bad = 0;
	bad |= curl_multi_setopt(h->multi, CURLMOPT_PIPELINING, (long)CURLPIPE_NOTHING);
	bad |= curl_multi_setopt(h->multi, CURLMOPT_MAXCONNECTS, (long)POOLED);
	bad |= curl_multi_setopt(h->multi, CURLMOPT_MAX_HOST_CONNECTIONS, (long)PER_TARGET);
	assert(bad == 0);
}

struct http_out *http_out_new(struct loop *l, const struct http_out_opts *o, struct err *e)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		err_set(e, E_CONFIG,
		        "libcurl does not start: reinstall libcurl and its TLS library");
		return NULL;
	}
	if (!(curl_version_info(CURLVERSION_NOW)->features & CURL_VERSION_ASYNCHDNS)) {
		err_set(e, E_CONFIG,
		        "this libcurl looks names up in the caller's thread, which would stop "
		        "the service meanwhile: install one with a threaded resolver");
		curl_global_cleanup();
		return NULL;
	}
	struct http_out *h = xcalloc(1, sizeof *h);
	h->loop = l;
	h->multi = curl_multi_init();
	if (!h->multi)
		abort(); /* out of memory */
	h->sockets = http_sockets_new(l, h->multi, o && o->allow_private, drive, h);
	set_up_multi(h);
	return h;
}

void http_out_free(struct http_out *h)
{
	if (!h)
		return;
	assert(!h->in_curl);
	h->closing = true; /* nothing starts any more; what done sends now ends below, too */
	while (h->calls)
		call_judge(h->calls, CURLE_ABORTED_BY_CALLBACK, "the service stops");
	for (struct call *c = h->spares, *next; c; c = next) {
		next = c->next;
		call_free(c);
	}
	curl_multi_cleanup(h->multi);
	http_sockets_free(h->sockets);
	free(h);
	curl_global_cleanup();
}
