#include "diff_cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"
#include "bundle.h"
#include "cases.h"
#include "deploys.h"
#include "diff_cli_impl.h"
#include "options.h"
#include "phrase.h"
#include "sentence.h"
#include "store.h"

enum { FLOW_MS_MAX = 60 * 1000 };

static bool is_wanted(const struct diff *d, const char *flow)
{
	for (int i = 0; i < d->only_count; i++)
		if (!strcmp(d->only[i], flow))
			return true;
	return d->only_count == 0;
}

/* ---- what they do ---- */

static void compare_flow(struct diff *d, struct bundle *was, struct bundle *now)
{
	const struct explore_opts of_was = { .ms_max = FLOW_MS_MAX,
		                             .law_changes = true,
		                             .beside = now,
		                             .progress = diff_tell_progress,
		                             .arg = d };
	const struct explore_opts of_now = { .ms_max = FLOW_MS_MAX,
		                             .law_changes = true,
		                             .beside = was,
		                             .progress = diff_tell_progress,
		                             .arg = d };
	struct exploration *a = explore(was, &of_was), *b = explore(now, &of_now);
	struct explored all = explore_figures(a), more = explore_figures(b);
	struct differences found = explore_diff(a, b, d->all);
	diff_tell_flow(d, &all, &more, &found);
	explore_differences_free(&found);
	explore_free(a);
	explore_free(b);
}

static void compare_flows(struct diff *d)
{
	for (size_t i = 0; i < flow_set_count(d->now); i++) {
		struct bundle *now = flow_set_at(d->now, i);
		struct bundle *was = flow_set_get(d->was, bundle_flow(now));
		d->flow = bundle_flow(now);
		if (!is_wanted(d, d->flow))
			continue;
		if (!was) {
			diff_tell_other(d, "new");
		} else if (!explore_must_equal(was, now)) {
			compare_flow(d, was, now);
		}
	}
	for (size_t i = 0; i < flow_set_count(d->was); i++) {
		d->flow = bundle_flow(flow_set_at(d->was, i));
		if (is_wanted(d, d->flow) && !flow_set_get(d->now, d->flow))
			diff_tell_other(d, "gone");
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
	if (strcmp(old, new))
		diff_tell_phrase(d, id, was ? old : NULL, now ? new : NULL);
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

/* ---- their texts ---- */

/* The files of a set, as they stand in its directory. */
static json_t *files_of(const struct diff *d, struct flow_set *set)
{
	json_t *files = json_object(), *text;
	const char *path;
	for (size_t i = 0; i < flow_set_count(set); i++) {
		const struct bundle *b = flow_set_at(set, i);
		if (!is_wanted(d, bundle_flow(b)))
			continue;
		json_object_foreach(bundle_files(b), path, text)
		{
			char *own = xasprintf("%s/%s", bundle_flow(b), path);
			bool is_own = !strcmp(path, "flow.lua");
			if (strcmp(path, "prelude.lua") != 0)
				json_object_set(files, is_own ? own : path, text);
			free(own);
		}
	}
	return files;
}

/* [{"file", "was", "now"}] of those that are not the same; null: it is not there. */
static json_t *changed_files(const struct diff *d)
{
	json_t *was = files_of(d, d->was), *now = files_of(d, d->now), *list = json_array(), *text;
	const char *path;
	json_object_foreach(now, path, text)
	{
		json_t *old = json_object_get(was, path);
		if (!old || !json_equal(old, text))
			json_array_append_new(list, json_pack("{s:s, s:O?, s:O}", "file", path,
			                                      "was", old, "now", text));
	}
	json_object_foreach(was, path, text)
	{
		if (!json_object_get(now, path))
			json_array_append_new(list, json_pack("{s:s, s:O, s:n}", "file", path,
			                                      "was", text, "now"));
	}
	json_decref(was);
	json_decref(now);
	return list;
}

/* ---- what is compared ---- */

static bool is_kind(const char *name, mode_t kind)
{
	struct stat st;
	return stat(name, &st) == 0 && (st.st_mode & S_IFMT) == kind;
}

/* A line for each bundle, as bundle_content gives it: what a program has in memory and nowhere else. */
static struct flow_set *from_file(const char *name, struct err *e)
{
	struct flow_set *set = flow_set_new();
	FILE *in = fopen(name, "re");
	char *line = NULL;
	size_t room = 0;
	if (!in)
		err_set(e, E_INPUT, "%s: %s", name, strerror(errno));
	for (ssize_t len; in && e->code == E_NONE && (len = getline(&line, &room, in)) > 0;) {
		line[len - (line[len - 1] == '\n')] = '\0';
		struct bundle *b = bundle_parse(line, e);
		if (b)
			flow_set_add(set, b);
	}
	free(line);
	if (in)
		fclose(in);
	if (e->code == E_NONE && flow_set_count(set))
		return set;
	flow_set_free(set);
	err_set(e, E_INPUT, "%s: expected a line for each bundle", name);
	return NULL;
}

/* The bundle of that hash alone, as cases of a program have it whose flows were never deployed. */
static struct flow_set *one_bundle(struct store *st, const char *hash, struct err *e)
{
	struct bundle *b = cases_read_bundle(st, hash, e);
	struct flow_set *set = b ? flow_set_new() : NULL;
	if (set)
		flow_set_add(set, b);
	return set;
}

static struct flow_set *from_store(struct diff *d, const char *hash, struct err *e)
{
	struct deploy_found found = { 0 };
	struct err why = { 0 };
	const struct store_sqlite_opts o = { .dir = d->data, .read_only = true };
	struct store *st = store_sqlite_new(NULL, &o, e);
	struct flow_set *set = NULL;
	if (!st)
		return NULL;
	if (!deploys_find(st, hash, &found, &why) && !strncmp(found.hash, hash, strlen(hash))) {
		set = found.flows;
	} else {
		deploys_found_end(&found);
		why = (struct err){ 0 };
		set = one_bundle(st, hash, &why);
		d->single = set ? set : d->single;
	}
	if (!set && why.code == E_NOT_FOUND)
		err_set(e, E_INPUT,
		        "'%s' is neither a directory of flows nor the hash of a deploy or a bundle "
		        "in "
		        "%s: see assent deploy --list",
		        hash, d->data);
	else if (!set)
		err_set(e, why.code, "%s", why.text);
	st->ops->free(st);
	return set;
}

static struct flow_set *load(struct diff *d, const char *name, struct err *e)
{
	bool is_hash = strlen(name) >= 8 && !name[strspn(name, "0123456789abcdef")];
	if (is_kind(name, S_IFREG))
		return from_file(name, e);
	return is_kind(name, S_IFDIR) || !is_hash ? flow_set_load(name, e) : from_store(d, name, e);
}

/* ---- the command ---- */

static void compare(struct diff *d)
{
	compare_phrases(d);
	compare_flows(d);
	diff_tell_all(d, d->json ? changed_files(d) : NULL);
}

#define AT(member) offsetof(struct diff, member)
static const struct option options[] = {
	{ "--all", NULL, "every difference, and what is otherwise behind the first on a way, too",
	  AT(all) },
	{ "--data", "DIR", "where hashes of deploys are looked up; else data", AT(data) },
	{ "--json", NULL, "for programs", AT(json) },
	{ "--language", "ko|en", "of what is told; else as the terminal's locale says",
	  AT(language_asked) },
	{ 0 },
};

static int load_both(struct diff *d, char **argv, struct err *e)
{
	d->was = load(d, argv[0], e);
	d->now = d->was ? load(d, argv[1], e) : NULL;
	if (!d->now)
		return -1;
	if (d->single && d->only_count == 0) { /* its own flow is what can be compared */
		d->one = (char *)bundle_flow(flow_set_at(d->single, 0));
		d->only = &d->one;
		d->only_count = 1;
	}
	for (int i = 0; i < d->only_count; i++)
		if (!flow_set_get(d->was, d->only[i]) && !flow_set_get(d->now, d->only[i]))
			return err_set(e, E_INPUT, "there is no flow '%s' in either of them",
			               d->only[i]);
	return 0;
}

static int diff(int argc, char **argv)
{
	struct err e = { 0 };
	struct diff d = { .whole = true, .data = "data" };
	int status = 2;
	int words = command_read(&diff_command, argc, argv, &d, &e);
	if (words < 0)
		return command_failed(&diff_command, &e);
	if (sentence_choice(d.language_asked, &d.language, &e))
		return command_failed(&diff_command, &e);
	d.only = argv + 2;
	d.only_count = words - 2;
	if (d.json) {
		d.phrases = json_array();
		d.flows = json_array();
	}
	if (load_both(&d, argv, &e)) {
		fprintf(stderr, "assent diff: %s\n", e.text);
	} else {
		compare(&d);
		status = d.found > 0 || !d.whole;
	}
	flow_set_free(d.was);
	flow_set_free(d.now);
	return status;
}

const struct command diff_command = {
	.name = "diff",
	.words = "OLD NEW [FLOW ...]",
	.what = "say what two directories of flows, or deploys by their hash, do differently, if "
		"anything",
	.words_least = 2,
	.words_most = 64,
	.options = options,
	.run = diff,
};
