/* /v1/flows/{flow}: a flow's picture beside its source, drawn by a process of its own (`assent graph`). */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "api_folder.h"
#include "api_job.h"
#include "bundle.h"
#include "cases.h"
#include "config.h"
#include "engine.h"

static bool is_name(const char *flow)
{
	return *flow && !flow[strspn(flow, "abcdefghijklmnopqrstuvwxyz0123456789_")];
}

static struct bundle *stored(const struct api *a, const char *hash, const char *flow, struct err *e)
{
	struct bundle *b = cases_read_bundle(a->o.store, hash, e);
	if (!b || !strcmp(bundle_flow(b), flow))
		return b;
	err_set(e, E_NOT_FOUND, "of: that bundle is one of flow %s", bundle_flow(b));
	bundle_free(b);
	return NULL;
}

static struct bundle *written(const struct api *a, const char *flow, struct err *e)
{
	char *path = xasprintf("%s/%s/flow.lua", a->o.config->flows, flow);
	bool there = access(path, F_OK) == 0;
	free(path);
	if (there)
		return bundle_read(a->o.config->flows, flow, e);
	err_set(e, E_NOT_FOUND, "of: there is no flow %s in the directory of the flows", flow);
	return NULL;
}

/* The flow as it is in use, in the designer's directory, or as a bundle of the store. New. */
static struct bundle *wanted(const struct call *k, struct err *e)
{
	const struct api *a = k->a;
	const char *of = http_req_query(k->req, "of");
	struct bundle *b = NULL;
	if (!is_name(k->part))
		err_set(e, E_NOT_FOUND, "no such flow: GET /v1/flows lists them");
	else if (of && !strcmp(of, FOLDER))
		b = written(a, k->part, e);
	else if (of)
		b = stored(a, of, k->part, e);
	else if ((b = flow_set_get(engine_flows(a->o.engine), k->part)))
		b = bundle_keep(b);
	else
		err_set(e, E_NOT_FOUND, "no such flow: GET /v1/flows lists them");
	return b;
}

struct job *flows_drawing(const struct call *k, const struct bundle *b, struct err *e)
{
	const char *asked = http_req_query(k->req, "language");
	const char *language =
		language_code(language_from(asked) == LANGUAGE_EN ? LANGUAGE_EN : LANGUAGE_KO);
	const char *const args[] = { "graph",   "--format",   "page",   "--bundle",
		                     JOB_INPUT, "--language", language, NULL };
	char *key = xasprintf("graph:%s:%s", language, bundle_hash(b));
	const struct job_order o = {
		.key = key, .args = args, .input = bundle_content(b), .quick = true
	};
	struct job *j = job_get(k->a, &o, e);
	free(key);
	return j;
}

void flows_draw(struct call *k, struct bundle *b, void (*with)(struct call *k, const char *text))
{
	struct err e = { 0 };
	struct job *j = flows_drawing(k, b, &e);
	k->drawn = with;
	if (j)
		job_await(k, j);
	else
		api_answer_error(k, &e, NULL);
}

static void answer_drawing(struct call *k, const char *text)
{
	api_answer_text(k, 200, text);
}

void flows_show(struct call *k)
{
	struct err e = { 0 };
	struct bundle *b = wanted(k, &e);
	if (b)
		flows_draw(k, b, answer_drawing);
	else
		api_answer_error(k, &e, NULL);
	bundle_free(b);
}
