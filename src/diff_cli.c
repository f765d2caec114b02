#include "diff_cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "explore.h"
#include "phrase.h"
#include "play_text.h"

enum { FLOW_MS_MAX = 60 * 1000, SHOWN_MAX = 5 };

struct diff {
	struct flow_set *was, *now;
	char **only;
	int only_count;
	int found;
	bool whole;
};

static bool is_wanted(const struct diff *d, const char *flow)
{
	for (int i = 0; i < d->only_count; i++)
		if (!strcmp(d->only[i], flow))
			return true;
	return d->only_count == 0;
}

/* ---- what they do ---- */

static void print_does(const char *sign, const json_t *does)
{
	size_t i;
	json_t *one;
	json_array_foreach(does, i, one) printf("    %s %s\n", sign, json_string_value(one));
	if (!json_array_size(does))
		printf("    %s nothing\n", sign);
}

static void print_way(json_t *way)
{
	struct err e = { 0 };
	char *text = way ? play_write(way, &e) : NULL;
	const char *body = text ? strstr(text, "사실: ") : NULL;
	for (const char *line = body; line && *line;) {
		size_t len = strcspn(line, "\n");
		printf("      %.*s\n", (int)len, line);
		line += len + (line[len] == '\n');
	}
	free(text);
}

static void print_difference(const char *flow, const struct difference *one)
{
	printf("%s: %s\n", flow, one->way ? "behind this dialogue" : "at its beginning");
	print_way(one->way);
	print_does("-", one->was);
	print_does("+", one->now);
}

static void compare_flow(struct diff *d, struct bundle *was, struct bundle *now)
{
	struct difference *list;
	const struct explore_opts of_was = { .ms_max = FLOW_MS_MAX, .beside = now };
	const struct explore_opts of_now = { .ms_max = FLOW_MS_MAX, .beside = was };
	struct exploration *a = explore(was, &of_was), *b = explore(now, &of_now);
	struct explored all = explore_figures(a), more = explore_figures(b);
	size_t count = explore_diff(a, b, &list);
	d->found += (int)count;
	for (size_t i = 0; i < count && i < SHOWN_MAX; i++)
		print_difference(bundle_flow(now), &list[i]);
	if (count > SHOWN_MAX)
		printf("%s: and %zu more behind longer dialogues\n", bundle_flow(now),
		       count - SHOWN_MAX);
	if (all.ends != more.ends)
		printf("%s: %zu ways to end, %zu before\n", bundle_flow(now), more.ends, all.ends);
	if (!all.whole || !more.whole) {
		printf("%s: not every path was followed: there may be more\n", bundle_flow(now));
		d->whole = false;
	}
	explore_differences_free(list, count);
	explore_free(a);
	explore_free(b);
}

static void compare_flows(struct diff *d)
{
	for (size_t i = 0; i < flow_set_count(d->now); i++) {
		struct bundle *now = flow_set_at(d->now, i);
		struct bundle *was = flow_set_get(d->was, bundle_flow(now));
		if (!is_wanted(d, bundle_flow(now)))
			continue;
		if (!was) {
			printf("%s: is new\n", bundle_flow(now));
			d->found++;
		} else if (strcmp(bundle_hash(was), bundle_hash(now))) {
			compare_flow(d, was, now);
		}
	}
	for (size_t i = 0; i < flow_set_count(d->was); i++) {
		const char *flow = bundle_flow(flow_set_at(d->was, i));
		if (!is_wanted(d, flow) || flow_set_get(d->now, flow))
			continue;
		printf("%s: is gone\n", flow);
		d->found++;
	}
}

/* ---- what they say ---- */

/* The words between and around the placeholders, and these. */
static char *wording(const struct phrase *p)
{
	struct buf b = { 0 };
	for (size_t i = 0; p && i < p->parts_count; i++) {
		if (p->part[i].name)
			buf_addf(&b, "{%s}", p->part[i].name);
		else
			buf_adds(&b, p->part[i].text);
	}
	return buf_take(&b);
}

static void compare_phrase(struct diff *d, const char *id)
{
	const struct phrase *was = bundle_phrase(flow_set_at(d->was, 0), id);
	const struct phrase *now = bundle_phrase(flow_set_at(d->now, 0), id);
	char *old = wording(was), *new = wording(now);
	if (strcmp(old, new)) {
		d->found++;
		printf("say.%s:\n    - %s\n    + %s\n", id, was ? old : "(none)",
		       now ? new : "(none)");
	}
	free(old);
	free(new);
}

static void compare_phrases(struct diff *d)
{
	json_t *ids = bundle_phrase_ids(flow_set_at(d->now, 0)), *id;
	json_t *old = bundle_phrase_ids(flow_set_at(d->was, 0));
	size_t i;
	json_array_foreach(ids, i, id) compare_phrase(d, json_string_value(id));
	json_array_foreach(old, i, id)
	{
		if (!bundle_phrase(flow_set_at(d->now, 0), json_string_value(id)))
			compare_phrase(d, json_string_value(id));
	}
	json_decref(ids);
	json_decref(old);
}

/* ---- the command ---- */

int diff_main(int argc, char **argv)
{
	struct err e = { 0 };
	struct diff d = { .whole = true };
	if (argc < 2 || *argv[0] == '-' || *argv[1] == '-') {
		fprintf(stderr, "assent: diff needs two directories of flows: assent diff OLD NEW "
		                "[FLOW ...]\n");
		return 2;
	}
	d.only = argv + 2;
	d.only_count = argc - 2;
	d.was = flow_set_load(argv[0], &e);
	d.now = d.was ? flow_set_load(argv[1], &e) : NULL;
	if (!d.now) {
		fprintf(stderr, "assent: %s\n", e.text);
		flow_set_free(d.was);
		return 2;
	}
	for (int i = 0; i < d.only_count; i++)
		if (!flow_set_get(d.was, d.only[i]) && !flow_set_get(d.now, d.only[i])) {
			fprintf(stderr, "assent: there is no flow '%s' in either directory\n",
			        d.only[i]);
			flow_set_free(d.was);
			flow_set_free(d.now);
			return 2;
		}
	compare_phrases(&d);
	compare_flows(&d);
	printf("%d difference%s\n", d.found, d.found == 1 ? "" : "s");
	flow_set_free(d.was);
	flow_set_free(d.now);
	return d.found > 0 || !d.whole;
}
