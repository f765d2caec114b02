/* http_in_said.c: what the library refuses by itself, told in our words. It does so in mid-parse, before any callback that
 * names the connection; a Content-Length that is no number it even answers twice over (0.9.75). Its log is told before
 * the bytes go out, without the connection: where only one can be meant, our answer goes out first and the socket takes
 * no more. Where several could be (heads of others that have come in part), and of versions that log otherwise, the
 * library's own words stay, with the same status. */
#include "http_in_req.h"
#include "http_in_socket.h"

#include <stdarg.h>
#include <string.h>
#include <sys/socket.h>

static bool reads_head(const struct http_req *r)
{
	return r->target_at != NULL; /* its fields */
}

static bool reads_chunks(const struct http_req *r)
{
	return r->chunked;
}

static bool reads_line(const struct http_req *r)
{
	(void)r;
	return true; /* or fields: the library does not tell */
}

struct refusal {
	int status; /* 0: any */
	const char *holds;
	enum phase phase;
	bool (*meant)(const struct http_req *r);
	const char *code, *message;
};

/* The first that fits. */
static const struct refusal refusals[] = {
	{ 413, "Content-Length", P_HEAD, reads_head, "body_too_large",
	  "Send a smaller body: no number of this length is taken." },
	{ 400, "Content-Length", P_HEAD, reads_head, "bad_content_length",
	  "Send Content-Length as a plain decimal number." },
	{ 431, "", P_HEAD, reads_head, "headers_too_large",
	  "The request line and headers are too large: send fewer or shorter ones." },
	{ 0, "chunk", P_BODY, reads_chunks, "bad_chunk",
	  "Send each chunk as its length in hexadecimal digits, CR LF, as many bytes, CR LF." },
	{ 505, "", P_HEAD, reads_line, "bad_http_version", "Use HTTP/1.1." },
	{ 400, "", P_HEAD, reads_line, "bad_request_head",
	  "Send a request line, then headers as name: value, each line ended by CR LF." },
};

/* NULL: none, or several, or one that we have cut and the library still reads. */
static struct http_req *only_one(const struct http_in *in, const struct refusal *f)
{
	struct http_req *only = NULL;
	if (deadline_first(in->deadlines, P_GONE))
		return NULL;
	for (struct deadline *d = deadline_first(in->deadlines, f->phase); d; d = d->next) {
		struct http_req *r = (struct http_req *)d;
		if (!f->meant(r))
			continue;
		if (only)
			return NULL;
		only = r;
	}
	return only;
}

void http_in_said(void *cls, const char *format, va_list values)
{
	struct http_in *in = cls;
	if (!in->deadlines || !strstr(format, "HTTP response code is %u ('%s')"))
		return;
	int status = (int)va_arg(values, unsigned int);
	const char *message = va_arg(values, const char *);
	for (size_t i = 0; i < COUNT_OF(refusals); i++) {
		const struct refusal *f = &refusals[i];
		if ((f->status && f->status != status) || !strstr(message, f->holds))
			continue;
		struct http_req *r = only_one(in, f);
		if (!r)
			return;
		socket_answer_error(r->fd, status, f->code, f->message, true);
		shutdown(r->fd, SHUT_WR);
		r->refused = true;
		return;
	}
}
