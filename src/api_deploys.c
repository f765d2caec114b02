/* /v1/deploys: flows that a command on this machine has checked come into use; what was deployed before. */
#include <stdlib.h>
#include <string.h>

#include "api_impl.h"
#include "bundle.h"
#include "case.h"
#include "config.h"
#include "crypto.h"
#include "engine.h"
#include "json_read.h"
#include "keys.h"
#include "serve.h"
#include "store.h"
#include "text.h"

enum { LIST_USUAL = 100, LIST_MAX = 500, WORDS_MAX = 200 };

/* ---- what was deployed ---- */

static int add_deploy(void *list, const struct store_deploy *d)
{
	json_t *flows = json_read(d->flows, strlen(d->flows), NULL);
	json_array_append_new(list, json_pack("{s:I, s:s, s:o, s:s, s:s, s:o, s:o}", "deploy",
	                                      (json_int_t)d->n, "hash", d->hash, "at",
	                                      time_json(d->at_ms), "by", d->who, "from", d->origin,
	                                      "done_at", time_json(d->done_at_ms), "flows",
	                                      flows ? flows : json_object()));
	return 0;
}

void deploys_list(struct call *k)
{
	struct err e = { 0 };
	struct engine_reached r;
	struct store *s = k->a->o.store;
	json_t *list = json_array();
	if (s->ops->deploys(s, api_limit(k, LIST_USUAL, LIST_MAX), add_deploy, list, &e)) {
		json_decref(list);
		api_answer_error(k, &e, NULL);
		return;
	}
	engine_reached(k->a->o.engine, &r);
	json_t *reached = json_pack("{s:I, s:I, s:I, s:I, s:I}", "deploy", (json_int_t)r.n,
	                            "waiting", (json_int_t)r.waiting, "moved", (json_int_t)r.moved,
	                            "stayed", (json_int_t)r.stayed, "parked", (json_int_t)r.parked);
	api_answer_json(k, 200, json_pack("{s:o, s:o}", "deploys", list, "reached", reached));
}

/* ---- a new one ---- */

static bool is_hash(const char *text)
{
	return strlen(text) == SHA256_HEX - 1 && !text[strspn(text, "0123456789abcdef")];
}

static struct flow_set *parse_set(const char *text, struct err *e)
{
	size_t i;
	json_t *one, *doc = json_read(text, strlen(text), e);
	json_t *list = json_object_get(doc, "bundles");
	struct flow_set *set = flow_set_new();
	json_array_foreach(list, i, one)
	{
		const char *content = json_string_value(one);
		struct bundle *b = content ? bundle_parse(content, e) : NULL;
		if (b && flow_set_get(set, bundle_flow(b))) {
			err_set(e, E_INPUT, "bundles: flow %s is there twice", bundle_flow(b));
			bundle_free(b);
			b = NULL;
		}
		if (!b)
			break;
		flow_set_add(set, b);
	}
	if (!flow_set_count(set) || flow_set_count(set) != json_array_size(list)) {
		err_set(e, E_INPUT, "bundles: expected the contents of bundles");
		flow_set_free(set);
		set = NULL;
	}
	json_decref(doc);
	return set;
}

/* Named by what is in it, so that no name leads elsewhere, and nothing else than was meant is read. */
static struct flow_set *read_set(const struct api *a, const char *name, struct err *e)
{
	char hex[SHA256_HEX] = "";
	struct err why = { 0 };
	char *path = xasprintf("%s/" SERVE_DEPLOYS_DIR "/%s.json", a->o.config->data, name);
	char *text = file_read(path, SERVE_DEPLOY_MAX_BYTES, NULL, &why);
	if (text)
		crypto_sha256_hex(text, strlen(text), hex);
	else
		err_set(e, E_INPUT, "file: %s", why.text);
	if (text && strcmp(hex, name))
		err_set(e, E_INPUT, "file: it is not what its name says");
	struct flow_set *set = strcmp(hex, name) ? NULL : parse_set(text, e);
	free(text);
	free(path);
	return set;
}

struct waiting {
	struct call k;
	char hash[SHA256_HEX];
};

static void answer(void *arg, int64_t n, const struct err *e)
{
	struct waiting *w = arg;
	if (e->code != E_NONE)
		api_answer_error(&w->k, e, NULL);
	else
		api_answer_json(&w->k, 201,
		                json_pack("{s:I, s:s}", "deploy", (json_int_t)n, "hash", w->hash));
	free(w);
}

static const char *word(const json_t *body, const char *key, struct err *e)
{
	const char *text = json_string_value(json_object_get(body, key));
	if (text && *text && text_code_points(text) <= WORDS_MAX)
		return text;
	err_set(e, E_INPUT, "%s: expected a text of at most %d characters", key, WORDS_MAX);
	return NULL;
}

static int deploy(struct call *k, const json_t *body, struct err *e)
{
	static const char *const known[] = { "file", "by", "from", NULL };
	if (keys_check(body, known, e))
		return -1;
	const char *file = word(body, "file", e), *by = word(body, "by", e),
		   *from = word(body, "from", e);
	if (!file || !by || !from)
		return -1;
	if (!is_hash(file))
		return err_set(e, E_INPUT, "file: expected the SHA-256 that it is named by");
	struct flow_set *set = read_set(k->a, file, e);
	if (!set)
		return -1;
	struct waiting *w = xcalloc(1, sizeof *w);
	w->k = *k;
	flow_set_hash(set, w->hash);
	engine_deploy(k->a->o.engine, set, by, from, answer, w);
	return 0;
}

void deploys_post(struct call *k)
{
	struct err e = { 0 };
	json_t *body = api_body(k);
	if (!body)
		return;
	if (deploy(k, body, &e))
		api_answer_error(k, &e, NULL);
	json_decref(body);
}
