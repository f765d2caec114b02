/* api.h: the HTTP face: who asks, which route, how errors are said. Routes stand in one table in
 * api.c. */
#ifndef ASSENT_API_H
#define ASSENT_API_H

#include <jansson.h>

#include "base.h"

struct acts;
struct api;
struct config;
struct engine;
struct http_in;
struct http_req;
struct loop;
struct sessions;
struct store;

struct api_opts {
	struct loop *loop;
	struct engine *engine; /* borrowed, as all */
	struct store *store;
	const struct config *config;
	struct sessions *sessions;
	struct acts *acts;
	const char *sign_in_token;  /* the one-time token that was printed */
	const char *operator_token; /* of commands on this machine */
	const char *origin;         /* "http://127.0.0.1:8080": what a browser calls us */
	const char *instance; /* this run of the program, to be told from another: no secret */
};
struct api *api_new(const struct api_opts *o, struct err *e); /* caller frees */
void api_free(struct api *a);
void api_handle(void *api, struct http_req *req); /* a http_handler */
void api_case_changed(struct api *a, const char *case_id);
void api_stop(struct api *a); /* ends all streams and answers 503 from now on */

#endif
