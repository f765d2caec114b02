#include "deploys.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "cases.h"
#include "clock.h"
#include "json_read.h"
#include "store.h"

/* Fewer digits could come to mean another one later. */
enum { PREFIX_LEAST = 8, SHOWN_DIGITS = 12 };

/* ---- finding one ---- */

struct search {
	const char *prefix; /* NULL: any */
	struct deploy_found *found;
	json_t *flows;
};

static bool is_meant(const char *prefix, const char *hash, const json_t *flows)
{
	const char *flow;
	json_t *one;
	if (!prefix || !strncmp(hash, prefix, strlen(prefix)))
		return true;
	json_object_foreach((json_t *)flows, flow, one)
	{
		if (!strncmp(json_string_value(one), prefix, strlen(prefix)))
			return true;
	}
	return false;
}

static int see_deploy(void *arg, const struct store_deploy *d)
{
	struct search *s = arg;
	json_t *flows = s->found->n ? NULL : json_read(d->flows, strlen(d->flows), NULL);
	if (flows && is_meant(s->prefix, d->hash, flows)) {
		s->found->n = d->n;
		s->found->done = d->done_at_ms > 0;
		snprintf(s->found->hash, sizeof s->found->hash, "%s", d->hash);
		s->flows = json_incref(flows);
	}
	json_decref(flows);
	return 0;
}

static int read_flows(struct store *st, const json_t *flows, struct deploy_found *found,
                      struct err *e)
{
	const char *flow;
	json_t *hash;
	found->flows = flow_set_new();
	json_object_foreach((json_t *)flows, flow, hash)
	{
		struct err why = { 0 };
		struct bundle *b = cases_read_bundle(st, json_string_value(hash), &why);
		if (b) {
			flow_set_add(found->flows, b);
			continue;
		}
		if (why.code == E_BUSY || why.code == E_IO)
			return err_set(e, why.code, "%s", why.text);
		return err_set(e, E_FLOW,
		               "deploy %lld cannot be used, its flow %s is gone or damaged in the "
		               "database: deploy flows again with `assent deploy --flows DIR` (%s)",
		               (long long)found->n, flow, why.text);
	}
	return 0;
}

static int find(struct store *st, const char *prefix, struct deploy_found *found, struct err *e)
{
	struct search s = { .prefix = prefix, .found = found };
	*found = (struct deploy_found){ 0 };
	int rc = st->ops->deploys(st, prefix ? 0 : 1, see_deploy, &s, e);
	if (!rc && found->n)
		rc = read_flows(st, s.flows, found, e);
	json_decref(s.flows);
	if (rc)
		deploys_found_end(found);
	return rc;
}

int deploys_in_force(struct store *st, struct deploy_found *found, struct err *e)
{
	return find(st, NULL, found, e);
}

int deploys_find(struct store *st, const char *hash, struct deploy_found *found, struct err *e)
{
	size_t len = strlen(hash);
	if (len < PREFIX_LEAST || len != strspn(hash, "0123456789abcdef"))
		return err_set(e, E_INPUT,
		               "--to: expected at least %d digits of a hash of `assent deploy "
		               "--list`",
		               PREFIX_LEAST);
	if (find(st, hash, found, e))
		return -1;
	return found->n ? 0
	                : err_set(e, E_NOT_FOUND,
	                          "--to: no deploy and no bundle of one is %.*s…: see `assent "
	                          "deploy --list`",
	                          SHOWN_DIGITS, hash);
}

void deploys_found_end(struct deploy_found *found)
{
	flow_set_free(found->flows);
	*found = (struct deploy_found){ 0 };
}

/* ---- a new one ---- */

struct store_deploy *deploys_row(struct flow_set *set, const char *who, const char *origin)
{
	struct store_deploy *d = xcalloc(1, sizeof *d);
	size_t count = flow_set_count(set);
	const char **contents = xcalloc(count, sizeof *contents);
	const char **hashes = xcalloc(count, sizeof *hashes);
	char hash[65];
	for (size_t i = 0; i < count; i++) {
		contents[i] = bundle_content(flow_set_at(set, i));
		hashes[i] = bundle_hash(flow_set_at(set, i));
	}
	json_t *list = flow_set_list(set);
	flow_set_hash(set, hash);
	*d = (struct store_deploy){ .at_ms = clock_now_ms(),
		                    .hash = xstrdup(hash),
		                    .flows = json_dumps(list, JSON_COMPACT | JSON_SORT_KEYS),
		                    .who = who,
		                    .origin = origin,
		                    .contents = contents,
		                    .hashes = hashes,
		                    .bundles_count = count };
	json_decref(list);
	return d;
}

void deploys_row_end(struct store_deploy *d)
{
	if (!d)
		return;
	free((char *)d->hash);
	free((char *)d->flows);
	free((void *)d->contents);
	free((void *)d->hashes);
	free(d);
}
