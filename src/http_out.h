/* http_out.h: HTTP to outside (libcurl's multi interface behind it): pooled, guarded by address,
 * bounded. */
#ifndef ASSENT_HTTP_OUT_H
#define ASSENT_HTTP_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct http_header;
struct http_out;
struct loop;

struct http_out_opts {
	/* loopback and private addresses too, for calls that are not public_only: for tests and a target
	 * in the same house */
	bool allow_private;
};

/* caller frees */
struct http_out *http_out_new(struct loop *l, const struct http_out_opts *o, struct err *e);
/* Calls in flight end as HTTP_LOST or HTTP_NOT_SENT, whichever is true of them. Not from within done or may_send. */
void http_out_free(struct http_out *h);

/* Everything is copied. may_send (or NULL) is asked in the
 * very round in which the first byte of the body, or the request where it has none, goes to the socket; "no"
 * ends the call as HTTP_HELD and no byte of it leaves. */
struct http_call {
	const char *method, *url;
	const struct http_header *headers;
	size_t headers_count;
	const void *body;
	size_t body_bytes;
	int64_t timeout_ms;      /* 0: 15 s in all */
	size_t answer_max_bytes; /* of the body that is kept; 0: 64 KiB */
	bool public_only;        /* no inner address, whatever the options say */
	/* Headers, body or answer hold a secret: ours are wiped behind the call, curl's own buffers are not */
	bool secret;
	/* A body of up to 4 KiB leaves in one write with the headers. That is cheaper, but a connection that
	 * dies under them counts as lost, where the body alone would have stayed here. */
	bool whole;
	bool (*may_send)(void *arg);
};

enum http_outcome {
	HTTP_ANSWERED, /* status is set */
	/* no byte of the body left (no connection, address refused): safe to try again */
	HTTP_NOT_SENT,
	HTTP_HELD, /* may_send said no */
	HTTP_LOST, /* it left, and no answer came: it may have been taken */
};
/* What a call that was not answered came to grief at. */
enum http_fault {
	HTTP_FAULT_NONE,    /* it was answered, held back, or cannot be made at all */
	HTTP_FAULT_NAME,    /* the host's name leads nowhere */
	HTTP_FAULT_ADDRESS, /* it leads to an inner address, and those are not allowed */
	HTTP_FAULT_CONNECT,
	HTTP_FAULT_TLS,
	HTTP_FAULT_ANSWER, /* connected, and then no answer, or none that is HTTP */
};
struct http_result {
	enum http_outcome outcome;
	int status;
	int64_t retry_after_ms; /* from Retry-After (seconds or date); -1: none */
	const char *body;       /* as much of it as was asked for; borrowed; never NULL */
	size_t body_bytes;
	const char *reason; /* a sentence without secrets; borrowed */
	int64_t date_ms;    /* the other side's clock as it answered, from Date; 0: not said */
	enum http_fault fault;
};

/* done is called exactly once, later, never from in here. */
void http_out_send(struct http_out *h, const struct http_call *call,
                   void (*done)(void *arg, const struct http_result *r), void *arg);

/* Milliseconds from a Retry-After value (delay-seconds or IMF-fixdate), at most 24 h; -1: not one.
 */
int64_t http_retry_after_ms(const char *value, int64_t now_ms);
/* Milliseconds since 1970 of an IMF-fixdate; -1: not one. */
int64_t http_date_ms(const char *value);

#endif
