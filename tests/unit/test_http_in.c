/* What http_in lets through and what it refuses, by raw sockets against the real thing in this process: the loop is
 * stepped between the peer's reads and writes. Waits are bounded by GIVE_UP_MS and end as soon as they can. */
#include "base.h"
#include "clock.h"
#include "http_in.h"
#include "loop.h"

#include <arpa/inet.h>
#include <errno.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>
#include <microhttpd.h>

enum { GIVE_UP_MS = 10000, SHORT_MS = 100, CAP = 256 * 1024, MANY = 2000 };

#define HOST "Host: a\r\n"
#define EVIL "GET /evil HTTP/1.1\r\n" HOST "\r\n"
#define GOOD "POST /good HTTP/1.1\r\n" HOST "Content-Length: 2\r\n\r\nok"

/* ---- the server's side ---- */

struct server {
	struct loop *loop;
	struct http_in *in;
	bool hold; /* requests are kept in held, else echoed at once */
	struct http_req *held[MANY];
	size_t held_count, seen, evil;
	struct http_stream *stream;
	struct http_answer *ready; /* what /ready is answered */
	int closed;                /* calls of a stream's closed */
	struct buf last;           /* "METHOD path q=… x=…" of the last request */
};

/* The body comes back; /missing is answered 404. */
static void echo(struct http_req *req)
{
	static const struct http_header headers[] = { { "Content-Type", "text/plain" },
		                                      { "X-Evil", "a\r\nb" } };
	size_t len_bytes;
	const char *body = http_req_body(req, &len_bytes);
	int status = strcmp(http_req_path(req), "/missing") == 0 ? 404 : 200;
	http_req_answer(req, status, headers, COUNT_OF(headers), body, len_bytes);
}

static void on_request(void *arg, struct http_req *req)
{
	struct server *s = arg;
	const char *q = http_req_query(req, "q"), *x = http_req_header(req, "X-Thing");
	s->seen++;
	s->evil += strcmp(http_req_path(req), "/evil") == 0;
	s->last.len_bytes = 0;
	buf_addf(&s->last, "%s %s q=%s x=%s", http_req_method(req), http_req_path(req), q ? q : "-",
	         x ? x : "-");
	if (s->hold)
		s->held[s->held_count++] = req;
	else if (strcmp(http_req_path(req), "/ready") == 0)
		http_req_answer_ready(req, s->ready);
	else
		echo(req);
}

static void answer_held(struct server *s)
{
	for (size_t i = 0; i < s->held_count; i++)
		echo(s->held[i]);
	s->held_count = 0;
}

static struct server *serve(struct http_in_opts o)
{
	struct err e = { 0 };
	struct server *s = xcalloc(1, sizeof *s);
	s->loop = loop_new();
	s->ready = http_answer_new(&(struct http_header){ "X-Thing", "1" }, 1, "taken", 5);
	o.host = "127.0.0.1";
	s->in = http_in_new(s->loop, &o, on_request, s, &e);
	if (!s->in)
		fail_msg("%s", e.text);
	return s;
}

static void stop(struct server *s)
{
	http_answer_free(s->ready);
	http_in_free(s->in);
	loop_free(s->loop);
	buf_free(&s->last);
	free(s);
}

/* ---- the peer's side ---- */

struct peer {
	struct server *server;
	int fd;
	struct buf got;
	int status;
	struct buf head, body; /* of the last answer */
};

static int64_t now_ms(void)
{
	return clock_monotonic_us() / 1000;
}

/* Lets the server do what it can, then sleeps until fd is ready or for a millisecond. */
static void turn(struct server *s, int fd, short events)
{
	struct pollfd p = { .fd = fd, .events = events };
	loop_step(s->loop, false);
	poll(&p, 1, 1);
}

static struct peer call_in(struct server *s)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		                 .sin_port = htons(http_in_port(s->in)),
		                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct peer p = { .server = s };
	p.fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_true(p.fd >= 0);
	assert_int_equal(connect(p.fd, (struct sockaddr *)&a, sizeof a), 0);
	return p;
}

static void hang_up(struct peer *p)
{
	if (p->fd >= 0)
		close(p->fd);
	p->fd = -1;
	buf_free(&p->got);
	buf_free(&p->head);
	buf_free(&p->body);
}

/* How many bytes the server took before it would take no more. */
static size_t say(struct peer *p, const void *data, size_t len_bytes)
{
	int64_t end_ms = now_ms() + GIVE_UP_MS;
	size_t sent = 0;
	while (sent < len_bytes && now_ms() < end_ms) {
		ssize_t n = send(p->fd, (const char *)data + sent, len_bytes - sent,
		                 MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n < 0 && errno != EAGAIN)
			break;
		sent += n > 0 ? (size_t)n : 0;
		if (sent < len_bytes)
			turn(p->server, p->fd, POLLOUT);
	}
	return sent;
}

static void says(struct peer *p, const char *text)
{
	assert_int_equal(say(p, text, strlen(text)), strlen(text));
}

/* More bytes into got. 1: some came, 0: the server closed, -1: nothing came, -2: a reset. */
static int listen_once(struct peer *p)
{
	char part[64 * 1024];
	turn(p->server, p->fd, POLLIN);
	ssize_t n = recv(p->fd, part, sizeof part, MSG_DONTWAIT);
	if (n < 0)
		return errno == EAGAIN ? -1 : -2;
	buf_add(&p->got, part, (size_t)n);
	return n > 0;
}

/* What ended the connection: 0 the server closed it, -1 nothing, -2 a reset. */
static int hear_end(struct peer *p)
{
	int64_t end_ms = now_ms() + GIVE_UP_MS;
	int heard = -1;
	while (heard != 0 && heard != -2 && now_ms() < end_ms)
		heard = listen_once(p);
	return heard == 1 ? -1 : heard;
}

static const char *in_head(const struct peer *p, const char *name)
{
	static char value[128];
	char *at = p->head.data ? strcasestr(p->head.data, name) : NULL;
	if (!at || sscanf(at + strlen(name), ": %127[^\r]", value) != 1)
		return NULL;
	return value;
}

/* Takes one answer out of got. */
static bool cut_answer(struct peer *p, bool of_head)
{
	char *end = p->got.data ? strstr(p->got.data, "\r\n\r\n") : NULL;
	if (!end)
		return false;
	size_t head_bytes = (size_t)(end + 4 - p->got.data);
	p->head.len_bytes = p->body.len_bytes = 0;
	buf_add(&p->head, p->got.data, head_bytes);
	const char *length = in_head(p, "Content-Length");
	size_t body_bytes = length && !of_head ? (size_t)atol(length) : 0;
	if (p->got.len_bytes < head_bytes + body_bytes)
		return false;
	assert_int_equal(sscanf(p->head.data, "HTTP/1.1 %d", &p->status), 1);
	buf_add(&p->body, p->got.data + head_bytes, body_bytes);
	size_t rest_bytes = p->got.len_bytes - head_bytes - body_bytes;
	memmove(p->got.data, p->got.data + head_bytes + body_bytes, rest_bytes + 1);
	p->got.len_bytes = rest_bytes;
	return true;
}

static int hear_any(struct peer *p, bool of_head)
{
	int64_t end_ms = now_ms() + GIVE_UP_MS;
	while (!cut_answer(p, of_head)) {
		int heard = listen_once(p);
		if (heard == 0 || heard == -2 || now_ms() > end_ms)
			return 0;
	}
	return p->status;
}

/* The status of the next answer, 0: none came. */
static int hear(struct peer *p)
{
	return hear_any(p, false);
}

/* ---- the corpus: each alone, byte by byte, and close behind a good request ---- */

struct corpus {
	const char *name; /* what is said, as a test's name */
	const char *text;
	size_t len_bytes;
	int status;       /* 0: closed without a word */
	const char *code; /* NULL: none is said */
};

#define BAD(name, status, code, text)                      \
	{                                                  \
		name, text, sizeof(text) - 1, status, code \
	}
#define GET(headers) "GET /x HTTP/1.1\r\n" headers "\r\n"
#define POST(headers, body) "POST /x HTTP/1.1\r\n" HOST headers "\r\n" body
#define CHUNKED "Transfer-Encoding: chunked\r\n"

static struct corpus refused[] = {
	BAD("two_different_content_lengths", 400, "duplicate_header",
	    POST("Content-Length: 5\r\nContent-Length: 47\r\n", "hello")),
	BAD("two_equal_content_lengths", 400, "duplicate_header",
	    POST("Content-Length: 5\r\ncontent-length: 5\r\n", "hello")),
	BAD("content_length_with_chunked", 400, "two_lengths",
	    POST("Content-Length: 5\r\n" CHUNKED, "0\r\n\r\n")),
	BAD("chunked_with_content_length", 400, "two_lengths",
	    POST(CHUNKED "Content-Length: 5\r\n", "0\r\n\r\n")),
	BAD("an_empty_transfer_encoding_with_content_length", 400, "two_lengths",
	    POST("Transfer-Encoding:\r\nContent-Length: 5\r\n", "hello")),
	BAD("two_transfer_encodings", 400, "duplicate_header", POST(CHUNKED CHUNKED, "0\r\n\r\n")),
	BAD("another_transfer_encoding", 400, "bad_transfer_encoding",
	    POST("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")),
	BAD("a_transfer_encoding_that_looks_like_chunked", 400, "bad_transfer_encoding",
	    POST("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n")),
	BAD("a_transfer_encoding_that_begins_with_chunked", 400, "bad_transfer_encoding",
	    POST("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n")),
	BAD("a_transfer_encoding_behind_a_vertical_tab", 400, "bad_header_value",
	    POST("Transfer-Encoding: \vchunked\r\n", "0\r\n\r\n")),
	BAD("chunked_in_http_1_0", 400, "bad_transfer_encoding",
	    "POST /x HTTP/1.0\r\n" HOST CHUNKED "\r\n0\r\n\r\n"),
	BAD("a_content_length_with_a_plus", 400, "bad_content_length",
	    POST("Content-Length: +5\r\n", "hello")),
	BAD("a_negative_content_length", 400, "bad_content_length",
	    POST("Content-Length: -5\r\n", "hello")),
	BAD("a_hexadecimal_content_length", 400, "bad_content_length",
	    POST("Content-Length: 0x5\r\n", "hello")),
	BAD("a_list_as_content_length", 400, "bad_content_length",
	    POST("Content-Length: 5, 5\r\n", "hello")),
	BAD("an_empty_content_length", 400, "bad_content_length",
	    POST("Content-Length:\r\n", "hello")),
	BAD("a_content_length_beyond_64_bits", 413, "body_too_large",
	    POST("Content-Length: 99999999999999999999999\r\n", "hello")),
	BAD("a_content_length_of_a_gigabyte", 413, "body_too_large",
	    POST("Content-Length: 1000000000\r\n", "hello")),
	BAD("a_space_before_the_colon", 400, "bad_header_name",
	    POST("Content-Length : 44\r\n", "")),
	BAD("a_tab_before_the_colon", 400, "bad_header_name",
	    POST("Transfer-Encoding\t: chunked\r\n", "0\r\n\r\n")),
	BAD("a_space_before_the_first_header", 400, "bad_header_name", GET(" X: y\r\n" HOST)),
	BAD("a_name_with_brackets", 400, "bad_header_name", GET(HOST "X(y): z\r\n")),
	BAD("a_name_beyond_ascii", 400, "bad_header_name", GET(HOST "\xed\x95\x9c: z\r\n")),
	BAD("an_empty_name", 400, "bad_request_head", GET(HOST "no colon at all\r\n")),
	BAD("a_nameless_header", 400, "bad_request_head", GET(HOST ": y\r\n")),
	BAD("a_folded_header", 400, "bad_request_head", GET(HOST "X: y\r\n z\r\n")),
	BAD("a_folded_content_length", 400, "bad_request_head",
	    POST("Content-Length: 5\r\n 0\r\n", "hello")),
	BAD("a_folded_transfer_encoding", 400, "bad_request_head",
	    POST("Transfer-Encoding:\r\n\tchunked\r\n", "0\r\n\r\n")),
	BAD("a_nul_in_a_value", 400, "bad_request_head", GET(HOST "X: a\0b\r\n")),
	BAD("a_nul_in_a_name", 400, "bad_request_head", GET(HOST "X\0Y: a\r\n")),
	BAD("a_nul_that_hides_a_request", 400, "bad_request_head",
	    GET(HOST "\0GET /evil HTTP/1.1\r\nHost: a\r\n")),
	BAD("a_nul_in_the_target", 400, "bad_request_head", "GET /a\0b HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_nul_in_the_method", 400, "bad_request_head", "G\0T /a HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_control_byte_in_a_value", 400, "bad_header_value", GET(HOST "X: a\001b\r\n")),
	BAD("a_del_in_a_value", 400, "bad_header_value", GET(HOST "X: a\177b\r\n")),
	BAD("a_bare_cr_in_a_value", 400, "bad_header_value", GET(HOST "X: a\rb\r\n")),
	BAD("a_bare_lf_behind_the_request_line", 400, "bad_request_head",
	    "GET /x HTTP/1.1\n" HOST "\r\n"),
	BAD("a_bare_lf_between_headers", 400, "bad_request_head", GET("Host: a\nX: y\r\n")),
	BAD("a_bare_lf_behind_the_last_header", 400, "bad_request_head", GET(HOST "X: y\n")),
	BAD("a_bare_lf_as_the_empty_line", 400, "bad_request_head",
	    "GET /x HTTP/1.1\r\n" HOST "\n"),
	BAD("bare_lfs_everywhere", 400, "bad_request_head", "GET /x HTTP/1.1\nHost: a\n\n"),
	BAD("bare_lfs_without_headers", 400, "bad_request_head", "GET /x HTTP/1.0\n\n"),
	BAD("two_hosts", 400, "duplicate_header", GET(HOST HOST)),
	BAD("no_host", 400, "no_host", GET("")),
	BAD("a_host_with_a_space", 400, "bad_host", GET("Host: a b\r\n")),
	BAD("a_host_with_a_slash", 400, "bad_host", GET("Host: a/b\r\n")),
	BAD("a_host_with_a_user", 400, "bad_host", GET("Host: u@a\r\n")),
	BAD("a_whole_url_as_target", 400, "bad_target", "GET http://b/ HTTP/1.1\r\n" HOST "\r\n"),
	BAD("an_authority_as_target", 400, "bad_target", "CONNECT b:80 HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_star_for_get", 400, "bad_target", "GET * HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_target_without_slash", 400, "bad_target", "GET x HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_control_byte_in_the_target", 400, "bad_target",
	    "GET /\001 HTTP/1.1\r\n" HOST "\r\n"),
	BAD("raw_utf8_in_the_target", 400, "bad_target",
	    "GET /\xed\x95\x9c HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_fragment_in_the_target", 400, "bad_target", "GET /a#b HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_space_in_the_target", 400, "bad_target", "GET /a b HTTP/1.1\r\n" HOST "\r\n"),
	BAD("an_escaped_nul_in_the_target", 400, "bad_target",
	    "GET /a%00b HTTP/1.1\r\n" HOST "\r\n"),
	BAD("an_escaped_line_break_in_the_query", 400, "bad_target",
	    "GET /a?q=%0d%0A HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_broken_escape_in_the_target", 400, "bad_target",
	    "GET /a%4 HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_method_with_brackets", 400, "bad_method", "G(T /a HTTP/1.1\r\n" HOST "\r\n"),
	BAD("two_spaces_before_the_target", 400, "bad_request_head",
	    "GET  /a HTTP/1.1\r\n" HOST "\r\n"),
	BAD("two_spaces_behind_the_target", 400, "bad_target", "GET /a  HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_tab_in_the_request_line", 400, "bad_request_head",
	    "GET\t/a HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_space_behind_the_version", 400, "bad_request_head",
	    "GET /a HTTP/1.1 \r\n" HOST "\r\n"),
	BAD("a_version_in_small_letters", 400, "bad_request_head",
	    "GET /a http/1.1\r\n" HOST "\r\n"),
	BAD("no_version", 400, "bad_request_head", "GET /a\r\n\r\n"),
	BAD("http_1_2", 505, "bad_http_version", "GET /a HTTP/1.2\r\n" HOST "\r\n"),
	BAD("http_2", 505, "bad_http_version", "GET /a HTTP/2.0\r\n" HOST "\r\n"),
	BAD("no_http_at_all", 0, NULL, "\x16\x03\x01\x02\r\n\r\n"),
	BAD("a_chunk_size_with_0x", 400, "bad_chunk", POST(CHUNKED, "0x3\r\nabc\r\n0\r\n\r\n")),
	BAD("a_negative_chunk_size", 400, "bad_chunk", POST(CHUNKED, "-3\r\nabc\r\n0\r\n\r\n")),
	BAD("a_chunk_size_beyond_64_bits", 413, "bad_chunk",
	    POST(CHUNKED, "fffffffffffffffff\r\nabc\r\n0\r\n\r\n")),
	BAD("a_chunk_longer_than_its_size", 400, "bad_chunk",
	    POST(CHUNKED, "3\r\nabcd\r\n0\r\n\r\n")),
};

static struct corpus accepted[] = {
	BAD("a_plain_get", 200, "GET /x q=- x=-", GET(HOST)),
	BAD("http_1_0_without_host", 200, "GET /x q=- x=-", "GET /x HTTP/1.0\r\n\r\n"),
	BAD("blanks_around_a_value", 200, "GET /x q=- x=a b",
	    GET("Host:a\r\nX-Thing: \ta b \t\r\n")),
	BAD("an_empty_value", 200, "GET /x q=- x=", GET(HOST "x-thing:\r\n")),
	BAD("a_value_beyond_ascii", 200, "GET /x q=- x=\xed\x95\x9c",
	    GET(HOST "X-THING: \xed\x95\x9c\r\n")),
	BAD("an_escaped_path_and_query", 200, "GET /\xed\x95\x9c/b q=a b&c x=-",
	    "GET /%ED%95%9c/b?p=1&q=a+b%26c&q=2 HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_query_name_that_is_escaped", 200, "GET / q=1 x=-",
	    "GET /?%71=1 HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_parameter_without_value", 200, "GET / q= x=-", "GET /?q HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_plus_in_a_path", 200, "GET /a+b q=- x=-", "GET /a+b? HTTP/1.1\r\n" HOST "\r\n"),
	BAD("a_star_for_options", 200, "OPTIONS * q=- x=-", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n"),
	BAD("options_of_a_path", 200, "OPTIONS /x q=- x=-", "OPTIONS /x HTTP/1.1\r\n" HOST "\r\n"),
	BAD("an_ipv6_host", 200, "GET /x q=- x=-", GET("Host: [::1]:8080\r\n")),
	BAD("an_empty_line_before", 200, "GET /x q=- x=-", "\r\n" GET(HOST)),
	BAD("a_body", 200, "POST /x q=- x=-", POST("Content-Length: 5\r\n", "hello")),
	BAD("a_body_with_nul", 200, "POST /x q=- x=-", POST("Content-Length: 5\r\n", "a\0\n\r\n")),
	BAD("an_empty_body", 200, "POST /x q=- x=-", POST("Content-Length: 0\r\n", "")),
	BAD("a_chunked_body", 200, "POST /x q=- x=-",
	    POST(CHUNKED, "3\r\nhel\r\n2\r\nlo\r\n0\r\nTrailer: z\r\n\r\n")),
};

enum way { ALONE, DRIBBLED, BEHIND_GOOD };

/* Sends c, and right behind it a request that must not be seen unless c is good. */
static struct peer deliver(struct server *s, const struct corpus *c, enum way way)
{
	struct buf all = { 0 };
	struct peer p = call_in(s);
	if (way == BEHIND_GOOD)
		buf_adds(&all, GOOD);
	buf_add(&all, c->text, c->len_bytes);
	buf_adds(&all, c->status == 200 ? "" : EVIL);
	for (size_t i = 0; way == DRIBBLED && i < all.len_bytes; i++)
		if (say(&p, all.data + i, 1) == 1)
			loop_step(s->loop, false);
	if (way != DRIBBLED)
		say(&p, all.data, all.len_bytes);
	if (way == BEHIND_GOOD)
		assert_int_equal(hear(&p), 200);
	buf_free(&all);
	return p;
}

/* Since 0.9.77 the library refuses more by itself (see http_in.c): with its own status and words, or none. */
static bool library_is_strict(void)
{
	return strverscmp(MHD_get_version(), "0.9.77") >= 0;
}

static bool library_refused(const struct peer *p, int status)
{
	const char *type = status ? in_head(p, "Content-Type") : NULL;
	return library_is_strict() && status != 200 && (!type || strcmp(type, "text/html") == 0);
}

static void is_refused_and_closed(void **state)
{
	const struct corpus *c = *state;
	for (enum way way = ALONE; way <= BEHIND_GOOD; way++) {
		struct server *s = serve((struct http_in_opts){ 0 });
		struct peer p = deliver(s, c, way);
		int status = hear(&p);
		bool by_library = library_refused(&p, status);
		if (!by_library)
			assert_int_equal(status, c->status);
		if (status)
			assert_string_equal(in_head(&p, "Connection"), "close");
		if (c->code && !by_library) {
			assert_string_equal(in_head(&p, "Content-Type"),
			                    "application/json; charset=utf-8");
			assert_non_null(strstr(p.body.data, "{\"error\":{\"code\":\""));
			assert_non_null(strstr(p.body.data, c->code));
		}
		assert_int_equal(hear_end(&p), 0);
		assert_int_equal(s->seen, way == BEHIND_GOOD);
		assert_int_equal(s->evil, 0);
		hang_up(&p);
		stop(s);
	}
}

static void is_served(void **state)
{
	const struct corpus *c = *state;
	for (enum way way = ALONE; way <= BEHIND_GOOD; way++) {
		struct server *s = serve((struct http_in_opts){ 0 });
		struct peer p = deliver(s, c, way);
		assert_int_equal(hear(&p), 200);
		assert_string_equal(s->last.data, c->code);
		assert_int_equal(s->seen, 1 + (way == BEHIND_GOOD));
		const char *body = memmem(c->text, c->len_bytes, "\r\n\r\n", 4);
		size_t body_bytes = (size_t)(c->text + c->len_bytes - body - 4);
		if (strstr(c->text, "chunked"))
			assert_string_equal(p.body.data, "hello");
		else if (strstr(c->text, "Content-Length")) {
			assert_int_equal(p.body.len_bytes, body_bytes);
			assert_memory_equal(p.body.data, body + 4, body_bytes);
		}
		hang_up(&p);
		stop(s);
	}
}

/* ---- sizes ---- */

static int status_of_body(size_t body_bytes, bool chunked, bool *whole)
{
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	struct buf all = { 0 };
	buf_adds(&all, "POST /x HTTP/1.1\r\n" HOST);
	if (chunked)
		buf_addf(&all, CHUNKED "\r\n%zx\r\n", body_bytes);
	else
		buf_addf(&all, "Content-Length: %zu\r\n\r\n", body_bytes);
	char *body = xmalloc(body_bytes);
	memset(body, 'b', body_bytes);
	buf_add(&all, body, body_bytes);
	buf_adds(&all, chunked ? "\r\n0\r\n\r\n" : "");
	say(&p, all.data, all.len_bytes);
	int status = hear(&p);
	*whole = status == 200 && p.body.len_bytes == body_bytes &&
	         memcmp(p.body.data, body, body_bytes) == 0;
	if (status != 200) {
		assert_int_equal(hear_end(&p), 0); /* and no reset */
		assert_int_equal(s->seen, 0);
	}
	free(body);
	buf_free(&all);
	hang_up(&p);
	stop(s);
	return status;
}

static void a_body_at_the_cap_is_served_and_one_byte_more_is_413(void **state)
{
	bool whole;
	(void)state;
	assert_int_equal(status_of_body(CAP, false, &whole), 200);
	assert_true(whole);
	assert_int_equal(status_of_body(CAP + 1, false, &whole), 413);
}

static void a_chunked_body_at_the_cap_is_served_and_one_byte_more_is_413(void **state)
{
	bool whole;
	(void)state;
	assert_int_equal(status_of_body(CAP, true, &whole), 200);
	assert_true(whole);
	assert_int_equal(status_of_body(CAP + 1, true, &whole), 413);
}

static void the_413_arrives_although_megabytes_are_still_being_sent(void **state)
{
	bool whole;
	(void)state;
	assert_int_equal(status_of_body(3 * 1024 * 1024, false, &whole), 413);
	assert_int_equal(status_of_body(3 * 1024 * 1024, true, &whole), 413);
}

static void a_peer_that_asks_first_is_told_100_or_413(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	says(&p, POST("Content-Length: 5\r\nExpect: 100-continue\r\n", ""));
	assert_int_equal(hear(&p), 100);
	says(&p, "hello");
	assert_int_equal(hear(&p), 200);
	assert_string_equal(p.body.data, "hello");
	says(&p, POST("Content-Length: 262145\r\nExpect: 100-continue\r\n", ""));
	assert_int_equal(hear(&p), 413);
	assert_int_equal(hear_end(&p), 0);
	hang_up(&p);
	stop(s);
}

static int status_of_head(size_t block_bytes, unsigned fields)
{
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	struct buf all = { 0 };
	buf_adds(&all, "GET /x HTTP/1.1\r\n" HOST);
	for (unsigned i = 2; i < fields; i++)
		buf_addf(&all, "X-%02u: y\r\n", i);
	buf_adds(&all, "Cookie: ");
	while (all.len_bytes < block_bytes - 4)
		buf_adds(&all, "c");
	buf_adds(&all, "\r\n\r\n");
	say(&p, all.data, all.len_bytes);
	int status = hear(&p);
	if (status != 200)
		assert_int_equal(hear_end(&p), 0);
	assert_int_equal(s->seen, status == 200);
	buf_free(&all);
	hang_up(&p);
	stop(s);
	return status;
}

static void a_head_at_the_limit_is_served_and_one_byte_more_is_431(void **state)
{
	(void)state;
	assert_int_equal(status_of_head(8192, 2), 200);
	assert_int_equal(status_of_head(8192, 100), 200);
	assert_int_equal(status_of_head(8193, 2), 431);
	assert_int_equal(status_of_head(8192, 101), 431);
	assert_int_equal(status_of_head(64 * 1024, 2), 431);
}

/* The library's own memory for them is full before their bytes are too many. */
static void a_head_of_very_many_small_fields_is_431_in_our_words(void **state)
{
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	(void)state;
	says(&p, "GET /x HTTP/1.1\r\n" HOST);
	for (int i = 0; i < 4000; i++)
		says(&p, "a:b\r\n");
	says(&p, "\r\n");
	assert_int_equal(hear(&p), 431);
	assert_non_null(strstr(p.body.data, "headers_too_large"));
	hang_up(&p);
	stop(s);
}

/* Which of those whose heads are half said the library means, it does not tell. */
static void who_is_in_mid_head_is_not_answered_for_another(void **state)
{
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer bad = call_in(s), half = call_in(s);
	(void)state;
	says(&half, "GET /x HTTP/1.1\r\nHost:");
	for (int i = 0; i < 3; i++)
		loop_step(s->loop, false);
	says(&bad, POST("Content-Length: +5\r\n", "hello"));
	assert_int_equal(hear(&bad), 400);
	says(&half, " a\r\n\r\n");
	assert_int_equal(hear(&half), 200);
	hang_up(&half);
	hang_up(&bad);
	stop(s);
}

static void a_thousand_query_parameters_do_no_harm(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	struct buf all = { 0 };
	buf_adds(&all, "GET /x?");
	for (int i = 0; i < 1000; i++)
		buf_adds(&all, "a=b&");
	buf_adds(&all, "q=1 HTTP/1.1\r\n" HOST "\r\n");
	say(&p, all.data, all.len_bytes);
	assert_int_equal(hear(&p), 200);
	assert_string_equal(s->last.data, "GET /x q=1 x=-");
	buf_free(&all);
	hang_up(&p);
	stop(s);
}

/* ---- time ---- */

static const struct http_in_opts in_a_hurry = { .header_deadline_ms = SHORT_MS,
	                                        .body_deadline_ms = SHORT_MS };

/* Sends text, then one byte again and again, until the server has enough of it. */
static int dribble(struct peer *p, const char *text, char again)
{
	int64_t end_ms = now_ms() + GIVE_UP_MS;
	says(p, text);
	while (now_ms() < end_ms && send(p->fd, &again, 1, MSG_DONTWAIT | MSG_NOSIGNAL) == 1) {
		if (listen_once(p) == 0)
			break;
	}
	return cut_answer(p, false) ? p->status : 0;
}

static void a_head_that_comes_slowly_is_cut_off_at_the_deadline(void **state)
{
	(void)state;
	struct server *s = serve(in_a_hurry);
	struct peer p = call_in(s), q;
	assert_int_equal(dribble(&p, "GET /x HTTP/1.1\r\nX: ", 'y'), 408);
	assert_string_equal(in_head(&p, "Connection"), "close");
	q = call_in(s);
	dribble(&q, "GET /", 'y'); /* not even a line: no answer */
	assert_int_equal(s->seen, 0);
	hang_up(&p);
	hang_up(&q);
	stop(s);
}

static void a_body_that_comes_slowly_is_cut_off_at_the_deadline(void **state)
{
	(void)state;
	struct server *s = serve(in_a_hurry);
	struct peer p = call_in(s), q;
	assert_int_equal(dribble(&p, POST("Content-Length: 200000\r\n", ""), 'y'), 408);
	q = call_in(s);
	assert_int_equal(dribble(&q, POST(CHUNKED, "30d40\r\n"), 'y'), 408);
	assert_int_equal(s->seen, 0);
	hang_up(&p);
	hang_up(&q);
	stop(s);
}

static void a_second_slow_request_is_cut_off_too(void **state)
{
	(void)state;
	struct server *s = serve(in_a_hurry);
	struct peer p = call_in(s), q;
	says(&p, GOOD);
	assert_int_equal(hear(&p), 200);
	assert_int_equal(dribble(&p, "GET /x HTTP/1.1\r\nX: ", 'y'), 408);
	q = call_in(s);
	says(&q, GOOD);
	assert_int_equal(hear(&q), 200);
	assert_int_equal(dribble(&q, POST("Content-Length: 200000\r\n", ""), 'y'), 408);
	assert_int_equal(s->seen, 2);
	hang_up(&p);
	hang_up(&q);
	stop(s);
}

static void a_connection_at_rest_is_closed_without_a_word(void **state)
{
	(void)state;
	struct server *s = serve(in_a_hurry);
	struct peer p = call_in(s), q = call_in(s);
	says(&q, GOOD);
	assert_int_equal(hear(&q), 200);
	assert_int_equal(hear_end(&p), 0);
	assert_int_equal(hear_end(&q), 0);
	assert_int_equal(p.got.len_bytes + q.got.len_bytes, 0);
	hang_up(&p);
	hang_up(&q);
	stop(s);
}

static void the_deadlines_do_not_count_while_the_handler_thinks(void **state)
{
	(void)state;
	struct server *s = serve(in_a_hurry);
	struct peer p = call_in(s), idle = call_in(s);
	s->hold = true;
	says(&p, GOOD);
	/* The idle connection's end shows that the deadline has passed. */
	assert_int_equal(hear_end(&idle), 0);
	while (s->held_count == 0)
		loop_step(s->loop, true);
	hang_up(&idle);
	idle = call_in(s);
	assert_int_equal(hear_end(&idle), 0);
	answer_held(s);
	assert_int_equal(hear(&p), 200);
	hang_up(&p);
	hang_up(&idle);
	stop(s);
}

/* ---- connections ---- */

static void two_thousand_requests_use_one_connection(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	for (int i = 0; i < MANY; i++) {
		char text[128], body[16];
		int body_bytes = snprintf(body, sizeof body, "%d", i * 7);
		snprintf(text, sizeof text, POST("Content-Length: %d\r\n", "%s"), body_bytes, body);
		says(&p, text);
		assert_int_equal(hear(&p), 200);
		assert_string_equal(p.body.data, body);
	}
	assert_int_equal(s->seen, MANY);
	hang_up(&p);
	stop(s);
}

static void requests_that_come_together_are_answered_in_order(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	says(&p, POST("Content-Length: 1\r\n", "1") POST("Content-Length: 1\r\n", "2")
	                 POST("Content-Length: 1\r\n", "3"));
	for (int i = 1; i <= 3; i++) {
		assert_int_equal(hear(&p), 200);
		assert_int_equal(atoi(p.body.data), i);
	}
	hang_up(&p);
	stop(s);
}

static void an_answer_made_once_goes_to_many_and_closes_behind_a_chunked_body(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	for (int i = 0; i < 3; i++) {
		says(&p, "GET /ready HTTP/1.1\r\n" HOST "\r\n");
		assert_int_equal(hear(&p), 200);
		assert_string_equal(p.body.data, "taken");
		assert_non_null(strstr(p.head.data, "X-Thing: 1\r\n"));
		assert_null(strstr(p.head.data, "close"));
	}
	says(&p, "POST /ready HTTP/1.1\r\n" HOST CHUNKED "\r\n0\r\n\r\n");
	assert_int_equal(hear(&p), 200);
	assert_string_equal(p.body.data, "taken");
	assert_non_null(strstr(p.head.data, "Connection: close\r\n"));
	assert_int_equal(hear_end(&p), 0);
	hang_up(&p);
	stop(s);
}

static void thousands_of_requests_wait_for_their_answers_at_once(void **state)
{
	(void)state;
	struct rlimit files;
	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	int count = files.rlim_max > 2 * MANY + 100 ? MANY : 400;
	struct server *s = serve((struct http_in_opts){ .connections_max = MANY + 10 });
	struct peer *peers = xcalloc((size_t)count, sizeof *peers);
	s->hold = true;
	for (int i = 0; i < count; i++) {
		peers[i] = call_in(s);
		char text[128];
		snprintf(text, sizeof text, POST("Content-Length: 5\r\n", "%05d"), i);
		says(&peers[i], text);
		loop_step(s->loop, false);
	}
	for (int64_t end_ms = now_ms() + GIVE_UP_MS;
	     (int)s->held_count < count && now_ms() < end_ms;)
		loop_step(s->loop, false);
	assert_int_equal(s->held_count, count);
	answer_held(s);
	for (int i = 0; i < count; i++) {
		assert_int_equal(hear(&peers[i]), 200);
		assert_int_equal(atoi(peers[i].body.data), i);
		hang_up(&peers[i]);
	}
	free(peers);
	stop(s);
}

static void a_connection_over_the_limit_waits_and_is_served_when_one_leaves(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ .connections_max = 2 });
	struct peer a = call_in(s), b = call_in(s), c;
	says(&a, GOOD);
	says(&b, GOOD);
	assert_int_equal(hear(&a), 200);
	assert_int_equal(hear(&b), 200);
	c = call_in(s);
	says(&c, GOOD);
	for (int i = 0; i < 20; i++)
		assert_int_equal(listen_once(&c), -1);
	says(&b, GOOD);
	assert_int_equal(hear(&b), 200);
	assert_int_equal(s->seen, 3);
	hang_up(&a);
	assert_int_equal(hear(&c), 200);
	says(&b, GOOD); /* it was a that made room, not b's deadline */
	assert_int_equal(hear(&b), 200);
	hang_up(&b);
	hang_up(&c);
	stop(s);
}

static void a_404_closes_and_what_follows_it_is_not_served(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	says(&p, "GET /missing HTTP/1.1\r\n" HOST "\r\n" EVIL);
	assert_int_equal(hear(&p), 404);
	assert_string_equal(in_head(&p, "Connection"), "close");
	assert_int_equal(hear_end(&p), 0);
	assert_int_equal(s->evil, 0);
	hang_up(&p);
	stop(s);
}

static void nothing_is_served_behind_a_chunked_body(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s), q = call_in(s);
	says(&p, POST(CHUNKED, "5\r\nhello\r\n0\r\n\r\n") EVIL);
	says(&q, POST(CHUNKED, "5\nhello\n0\n\n")
	                 EVIL); /* before 0.9.77 the library lets bare LFs pass here */
	assert_int_equal(hear(&p), 200);
	assert_int_equal(hear_end(&p), 0);
	assert_int_equal(hear(&q), library_is_strict() ? 400 : 200);
	assert_int_equal(hear_end(&q), 0);
	assert_int_equal(s->evil, 0);
	hang_up(&p);
	hang_up(&q);
	stop(s);
}

static void an_answer_to_head_has_a_length_and_no_body(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s), q = call_in(s);
	says(&p, "HEAD /x HTTP/1.1\r\n" HOST "Content-Length: 5\r\n\r\nhello" GOOD);
	assert_int_equal(hear_any(&p, true), 200);
	assert_string_equal(in_head(&p, "Content-Length"), "5");
	assert_null(in_head(&p, "X-Evil"));
	assert_int_equal(hear(&p), 200); /* its body would have been in the way */
	assert_string_equal(p.body.data, "ok");
	says(&q, "HEAD http://b/ HTTP/1.1\r\n" HOST "\r\n");
	assert_int_equal(hear_any(&q, true), 400);
	assert_int_equal(hear_end(&q), 0);
	assert_int_equal(q.got.len_bytes, 0);
	hang_up(&p);
	hang_up(&q);
	stop(s);
}

static void an_answer_to_a_peer_that_left_is_dropped(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s), q = call_in(s);
	s->hold = true;
	says(&p, GOOD);
	for (int i = 0; i < 1000 && s->held_count == 0; i++)
		turn(s, p.fd, POLLIN);
	assert_int_equal(s->held_count, 1);
	hang_up(&p);
	loop_step(s->loop, false);
	size_t len_bytes;
	assert_string_equal(http_req_body(s->held[0], &len_bytes), "ok"); /* still valid */
	answer_held(s);
	s->hold = false;
	says(&q, GOOD);
	assert_int_equal(hear(&q), 200);
	hang_up(&q);
	stop(s);
}

static void a_peer_that_says_that_it_has_finished_still_gets_its_answer(void **state)
{
	(void)state;
	for (int hold = 0; hold <= 1; hold++) {
		struct server *s = serve((struct http_in_opts){ 0 });
		struct peer p = call_in(s);
		s->hold = hold;
		says(&p, GOOD);
		shutdown(p.fd, SHUT_WR);
		for (int i = 0; i < 1000 && s->seen == 0; i++)
			turn(s, p.fd, POLLIN);
		assert_int_equal(s->seen, 1);
		answer_held(s);
		assert_int_equal(hear(&p), 200);
		assert_int_equal(hear_end(&p), 0);
		hang_up(&p);
		stop(s);
	}
}

static void a_peer_that_leaves_in_the_middle_of_a_request_does_no_harm(void **state)
{
	(void)state;
	const char *whole = POST("Content-Length: 5\r\n", "hello");
	struct server *s = serve((struct http_in_opts){ 0 });
	for (size_t i = 0; i < strlen(whole); i++) {
		struct peer p = call_in(s);
		say(&p, whole, i);
		loop_step(s->loop, false);
		hang_up(&p);
		loop_step(s->loop, false);
	}
	struct peer p = call_in(s);
	says(&p, whole);
	assert_int_equal(hear(&p), 200);
	assert_int_equal(s->seen, 1);
	hang_up(&p);
	stop(s);
}

/* ---- streams ---- */

static void on_closed(void *arg)
{
	struct server *s = arg;
	s->closed++;
	s->stream = NULL;
}

/* A peer whose request was answered with s->stream. */
static struct peer tune_in(struct server *s)
{
	static const struct http_header headers[] = { { "Content-Type", "text/event-stream" } };
	struct peer p = call_in(s);
	s->hold = true;
	says(&p, GET(HOST));
	for (int i = 0; i < 1000 && s->held_count == 0; i++)
		turn(s, p.fd, POLLIN);
	assert_int_equal(s->held_count, 1);
	s->held_count = 0;
	s->stream = http_req_stream(s->held[0], headers, COUNT_OF(headers), on_closed, s);
	return p;
}

static void hear_until(struct peer *p, const char *text)
{
	int64_t end_ms = now_ms() + GIVE_UP_MS;
	while (!p->got.data || !strstr(p->got.data, text)) {
		assert_in_range(listen_once(p) + 1, 0, 2);
		assert_true(now_ms() < end_ms);
	}
}

static void wait_for_close(struct server *s)
{
	int64_t end_ms = now_ms() + GIVE_UP_MS;
	while (s->closed == 0 && now_ms() < end_ms)
		loop_step(s->loop, false);
	for (int i = 0; i < 10; i++)
		loop_step(s->loop, false);
	assert_int_equal(s->closed, 1);
}

static void a_stream_brings_what_is_sent_when_it_is_sent_and_then_ends(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = tune_in(s);
	hear_until(&p, "\r\n\r\n");
	assert_non_null(strstr(p.got.data, "HTTP/1.1 200 "));
	assert_non_null(strstr(p.got.data, "text/event-stream"));
	assert_int_equal(http_stream_send(s->stream, "data: 1\n\n", 9), 0);
	hear_until(&p, "data: 1\n\n");
	assert_int_equal(http_stream_send(s->stream, "data: 2\n\n", 9), 0);
	assert_int_equal(http_stream_send(s->stream, "data: 3\n\n", 9), 0);
	hear_until(&p, "data: 3\n\n");
	assert_int_equal(s->closed, 0);
	assert_int_equal(http_stream_send(s->stream, "data: 4\n\n", 9), 0);
	http_stream_end(s->stream);
	assert_int_equal(hear_end(&p), 0);
	hear_until(&p, "data: 4\n\n");
	assert_string_equal(p.got.data + p.got.len_bytes - 5, "0\r\n\r\n");
	wait_for_close(s);
	hang_up(&p);
	stop(s);
}

static void a_stream_notices_that_its_peer_left(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = tune_in(s);
	hear_until(&p, "\r\n\r\n");
	hang_up(&p);
	wait_for_close(s);
	stop(s);
}

static void a_stream_whose_peer_goes_on_talking_is_closed(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = tune_in(s);
	hear_until(&p, "\r\n\r\n");
	says(&p, EVIL);
	wait_for_close(s);
	assert_int_equal(s->evil, 0);
	hang_up(&p);
	stop(s);
}

static void a_stream_that_nobody_reads_is_given_up_at_a_mebibyte(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = tune_in(s);
	static char event[64 * 1024];
	int sent = 0;
	memset(event, 'e', sizeof event);
	/* The kernel's buffers take some megabytes first. */
	while (http_stream_send(s->stream, event, sizeof event) == 0) {
		assert_true(++sent < 1024);
		loop_step(s->loop, false);
	}
	assert_true(sent >= 16);
	http_stream_end(s->stream);
	wait_for_close(s);
	hang_up(&p);
	stop(s);
}

static void an_event_of_any_size_arrives_whole_with_a_mebibyte_beside_it(void **state)
{
	(void)state;
	enum { LARGE = 3 * 1024 * 1024, MEBIBYTE = 1024 * 1024 };
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = tune_in(s);
	char *large = xmalloc(LARGE);
	memset(large, 'm', LARGE);
	assert_int_equal(http_stream_send(s->stream, "s", 1), 0);
	assert_int_equal(http_stream_send(s->stream, large, LARGE), 0);
	assert_int_equal(http_stream_send(s->stream, large, LARGE), -1);
	assert_int_equal(http_stream_send(s->stream, large, MEBIBYTE - 1), 0);
	assert_int_equal(http_stream_send(s->stream, "x", 1), -1);
	while (listen_once(&p) != 1)
		;
	assert_int_equal(http_stream_send(s->stream, "x", 1), 0);
	free(large);
	hear_until(&p, "x\r\n");
	size_t arrived = 0;
	for (size_t i = 0; i < p.got.len_bytes; i++)
		arrived += p.got.data[i] == 'm';
	assert_in_range(arrived, LARGE + MEBIBYTE - 1,
	                LARGE + MEBIBYTE + 9); /* "m" stands in the head, too */
	hang_up(&p);
	wait_for_close(s);
	stop(s);
}

static void a_stream_that_has_ended_does_not_wait_for_ever(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = tune_in(s);
	http_stream_end(s->stream); /* before a byte was sent */
	assert_int_equal(hear_end(&p), 0);
	wait_for_close(s);
	hang_up(&p);
	stop(s);
}

/* ---- stopping ---- */

static void a_paused_server_takes_no_new_connection_and_ends_the_old_ones(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer p = call_in(s);
	says(&p, GOOD);
	assert_int_equal(hear(&p), 200);
	http_in_pause(s->in);
	http_in_pause(s->in);
	struct sockaddr_in a = { .sin_family = AF_INET,
		                 .sin_port = htons(http_in_port(s->in)),
		                 .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&a, sizeof a), -1);
	close(fd);
	says(&p, GOOD);
	assert_int_equal(hear(&p), 200);
	assert_string_equal(in_head(&p, "Connection"), "close");
	assert_int_equal(hear_end(&p), 0);
	hang_up(&p);
	stop(s);
}

static void stopping_closes_what_is_open_waiting_streaming_and_lingering(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct peer stream = tune_in(s), held = call_in(s), open = call_in(s), bad = call_in(s);
	says(&bad, GET(""));
	assert_int_equal(hear(&bad), 400);
	says(&held, GOOD);
	for (int i = 0; i < 1000 && s->held_count == 0; i++)
		turn(s, held.fd, POLLIN);
	assert_int_equal(s->held_count, 1);
	http_in_free(s->in);
	s->in = NULL;
	assert_int_equal(s->closed, 1);
	assert_int_equal(hear_end(&stream), 0);
	assert_int_equal(hear_end(&open), 0);
	assert_true(hear_end(&held) != -1);
	hang_up(&bad);
	hang_up(&stream);
	hang_up(&held);
	hang_up(&open);
	stop(s);
}

static void an_address_that_is_taken_or_none_is_a_clear_error(void **state)
{
	(void)state;
	struct server *s = serve((struct http_in_opts){ 0 });
	struct err e = { 0 }, e2 = { 0 };
	struct http_in_opts taken = { .host = "127.0.0.1", .port = http_in_port(s->in) };
	struct http_in_opts none = { .host = "localhost:8080" };
	assert_null(http_in_new(s->loop, &taken, on_request, s, &e));
	assert_int_equal(e.code, E_CONFIG);
	assert_non_null(strstr(e.text, "choose another"));
	assert_null(http_in_new(s->loop, &none, on_request, s, &e2));
	assert_int_equal(e2.code, E_CONFIG);
	assert_non_null(strstr(e2.text, "IP address"));
	stop(s);
}

/* ---- */

static const struct CMUnitTest others[] = {
	cmocka_unit_test(a_body_at_the_cap_is_served_and_one_byte_more_is_413),
	cmocka_unit_test(a_chunked_body_at_the_cap_is_served_and_one_byte_more_is_413),
	cmocka_unit_test(the_413_arrives_although_megabytes_are_still_being_sent),
	cmocka_unit_test(a_peer_that_asks_first_is_told_100_or_413),
	cmocka_unit_test(a_head_at_the_limit_is_served_and_one_byte_more_is_431),
	cmocka_unit_test(a_head_of_very_many_small_fields_is_431_in_our_words),
	cmocka_unit_test(who_is_in_mid_head_is_not_answered_for_another),
	cmocka_unit_test(a_thousand_query_parameters_do_no_harm),
	cmocka_unit_test(a_head_that_comes_slowly_is_cut_off_at_the_deadline),
	cmocka_unit_test(a_body_that_comes_slowly_is_cut_off_at_the_deadline),
	cmocka_unit_test(a_second_slow_request_is_cut_off_too),
	cmocka_unit_test(a_connection_at_rest_is_closed_without_a_word),
	cmocka_unit_test(the_deadlines_do_not_count_while_the_handler_thinks),
	cmocka_unit_test(two_thousand_requests_use_one_connection),
	cmocka_unit_test(requests_that_come_together_are_answered_in_order),
	cmocka_unit_test(an_answer_made_once_goes_to_many_and_closes_behind_a_chunked_body),
	cmocka_unit_test(thousands_of_requests_wait_for_their_answers_at_once),
	cmocka_unit_test(a_connection_over_the_limit_waits_and_is_served_when_one_leaves),
	cmocka_unit_test(a_404_closes_and_what_follows_it_is_not_served),
	cmocka_unit_test(nothing_is_served_behind_a_chunked_body),
	cmocka_unit_test(an_answer_to_head_has_a_length_and_no_body),
	cmocka_unit_test(an_answer_to_a_peer_that_left_is_dropped),
	cmocka_unit_test(a_peer_that_says_that_it_has_finished_still_gets_its_answer),
	cmocka_unit_test(a_peer_that_leaves_in_the_middle_of_a_request_does_no_harm),
	cmocka_unit_test(a_stream_brings_what_is_sent_when_it_is_sent_and_then_ends),
	cmocka_unit_test(a_stream_notices_that_its_peer_left),
	cmocka_unit_test(a_stream_whose_peer_goes_on_talking_is_closed),
	cmocka_unit_test(a_stream_that_nobody_reads_is_given_up_at_a_mebibyte),
	cmocka_unit_test(an_event_of_any_size_arrives_whole_with_a_mebibyte_beside_it),
	cmocka_unit_test(a_stream_that_has_ended_does_not_wait_for_ever),
	cmocka_unit_test(a_paused_server_takes_no_new_connection_and_ends_the_old_ones),
	cmocka_unit_test(stopping_closes_what_is_open_waiting_streaming_and_lingering),
	cmocka_unit_test(an_address_that_is_taken_or_none_is_a_clear_error),
};

int main(void)
{
	static struct CMUnitTest tests[COUNT_OF(refused) + COUNT_OF(accepted) + COUNT_OF(others)];
	size_t n = 0;
	for (size_t i = 0; i < COUNT_OF(refused); i++)
		tests[n++] = (struct CMUnitTest){ xasprintf("%s_is_refused", refused[i].name),
			                          is_refused_and_closed, NULL, NULL, &refused[i] };
	for (size_t i = 0; i < COUNT_OF(accepted); i++)
		tests[n++] = (struct CMUnitTest){ xasprintf("%s_is_served", accepted[i].name),
			                          is_served, NULL, NULL, &accepted[i] };
	memcpy(tests + n, others, sizeof others);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		free((char *)(uintptr_t)tests[i].name);
	return failed;
}
