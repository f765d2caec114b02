#include "operator.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "crypto.h"
#include "http_in.h"
#include "http_out.h"
#include "json_read.h"
#include "loop.h"
#include "serve.h"

enum { OPERATOR_MAX_BYTES = 4096, CALL_MS = 30 * 1000 };

struct call_end {
	bool done;
	enum http_outcome outcome;
	int status;
	char *body;
};

static void ended(void *arg, const struct http_result *r)
{
	struct call_end *end = arg;
	*end = (struct call_end){ true, r->outcome, r->status, xstrndup(r->body, r->body_bytes) };
}

static struct call_end call(const struct operator_call *c, const char *origin, const char *token)
{
	struct err e = { 0 };
	struct call_end end = { .outcome = HTTP_NOT_SENT };
	struct loop *l = loop_new();
	const struct http_out_opts o = { .allow_private = true };
	struct http_out *h = http_out_new(l, &o, &e);
	char *bearer = xasprintf("Bearer %s", token), *url = xasprintf("%s%s", origin, c->path);
	const struct http_header headers[] = { { "Authorization", bearer },
		                               { "Content-Type", "application/json" } };
	const struct http_call sent = { .method = c->method,
		                        .url = url,
		                        .headers = headers,
		                        .headers_count = c->body ? 2 : 1,
		                        .body = c->body,
		                        .body_bytes = c->body ? strlen(c->body) : 0,
		                        .timeout_ms = CALL_MS };
	if (h)
		http_out_send(h, &sent, ended, &end);
	while (h && !end.done)
		loop_step(l, true);
	http_out_free(h);
	loop_free(l);
	crypto_wipe(bearer, strlen(bearer));
	free(bearer);
	free(url);
	return end;
}

static int read_answer(const struct operator_call *c, const struct call_end *end, json_t **answer,
                       struct err *e)
{
	if (end->outcome != HTTP_ANSWERED)
		return err_set(e, E_BUSY,
		               "the running program took the request and gave no answer: %s",
		               c->unsure);
	json_t *body = json_read(end->body, strlen(end->body), NULL);
	if (end->status / 100 == 2) {
		if (answer)
			*answer = json_incref(body);
		json_decref(body);
		return 0;
	}
	const char *message =
		json_string_value(json_object_get(json_object_get(body, "error"), "message"));
	err_set(e, end->status == 503 ? E_BUSY : E_CONFLICT, "%s",
	        message ? message : "the running program refused it");
	json_decref(body);
	return -1;
}

int operator_ask(const struct operator_call *c, json_t **answer, struct err *e)
{
	char *path = xasprintf("%s/" SERVE_OPERATOR_FILE, c->data);
	char *text = file_read(path, OPERATOR_MAX_BYTES, NULL, NULL);
	json_t *known = text ? json_read(text, strlen(text), NULL) : NULL;
	const char *origin = json_string_value(json_object_get(known, "origin"));
	const char *token = json_string_value(json_object_get(known, "token"));
	int rc = 1;
	if (origin && token) {
		struct call_end end = call(c, origin, token);
		if (end.outcome != HTTP_NOT_SENT)
			rc = read_answer(c, &end, answer, e);
		free(end.body);
	}
	json_decref(known);
	free(text);
	free(path);
	return rc;
}
