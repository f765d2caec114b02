#include "guide_cli_fetch.h"

#include <string.h>

#include "base.h"
#include "http_out.h"
#include "loop.h"

enum { WAIT_MS = 30 * 1000, OK = 200, UNAUTHORIZED = 401, FORBIDDEN = 403, NOT_FOUND = 404 };

struct fetching {
	struct loop *loop;
	size_t max_bytes, len_bytes;
	char *text;
	struct err *e;
};

bool guide_is_address(const char *path)
{
	return !strncmp(path, "http://", 7) || !strncmp(path, "https://", 8);
}

static void say_refused(int status, struct err *e)
{
	if (status == UNAUTHORIZED || status == FORBIDDEN)
		err_set(e, E_INPUT,
		        "it is not open to everybody (%d): save it while you are signed in there, "
		        "and name "
		        "the file",
		        status);
	else if (status == NOT_FOUND)
		err_set(e, E_NOT_FOUND,
		        "there is no such article (404): look at the number in its address");
	else
		err_set(e, E_IO,
		        "it was answered with %d: name the address at which it is, or a file",
		        status);
}

static void done(void *arg, const struct http_result *r)
{
	struct fetching *f = arg;
	if (r->outcome != HTTP_ANSWERED)
		err_set(f->e, E_IO, "%s", r->reason);
	else if (r->status != OK)
		say_refused(r->status, f->e);
	else if (r->body_bytes > f->max_bytes)
		err_set(f->e, E_INPUT, "it is longer than %zu bytes", f->max_bytes);
	else
		f->text = xstrndup(r->body, f->len_bytes = r->body_bytes);
	loop_stop(f->loop);
}

char *guide_fetch(const char *url, size_t max_bytes, size_t *len_bytes, struct err *e)
{
	static const struct http_out_opts opts = { .allow_private = true };
	struct fetching f = { .loop = loop_new(), .max_bytes = max_bytes, .e = e };
	struct http_out *h = http_out_new(f.loop, &opts, e);
	const struct http_call call = { .method = "GET",
		                        .url = url,
		                        .timeout_ms = WAIT_MS,
		                        .answer_max_bytes = max_bytes + 1 };
	if (h) {
		http_out_send(h, &call, done, &f);
		loop_run(f.loop);
		http_out_free(h);
	}
	loop_free(f.loop);
	*len_bytes = f.len_bytes;
	return f.text;
}
