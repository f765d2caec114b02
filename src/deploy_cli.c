#include "deploy_cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle.h"
#include "check.h"
#include "config.h"
#include "deploy_cli_impl.h"
#include "deploys.h"
#include "options.h"
#include "scratch.h"
#include "sentence.h"
#include "store.h"

/* ---- what was said ---- */

#define AT(member) offsetof(struct deploy_args, member)
static const struct option options[] = {
	{ "--flows", "DIR", "what is deployed; else the flows of the configuration", AT(flows) },
	{ "--to", "HASH", "instead: what was deployed before, by eight digits or more of its hash",
	  AT(to) },
	{ "-c", "FILE", "the configuration of assent serve", AT(config_file) },
	{ "--data", "DIR", "its data directory; else that of the configuration", AT(data) },
	{ "--by", "NAME", "who deploys: kept", AT(by) },
	{ "--dry-run", NULL, "change nothing: say what it would do to each open case",
	  AT(dry_run) },
	{ "--list", NULL, "who deployed what, when; and nothing else", AT(list) },
	{ "--json", NULL, "for programs", AT(json) },
	{ "--language", "ko|en", "of what is told; else as the terminal's locale says",
	  AT(language_asked) },
	{ "--progress", NULL, NULL, AT(progress) },
	{ 0 },
};

static int check_args(struct deploy_args *a, struct err *e)
{
	if (sentence_choice(a->language_asked, &a->language, e))
		return -1;
	if (a->to && a->flows)
		return err_set(e, E_INPUT,
		               "--flows names new flows and --to earlier ones: one of them");
	if (a->list && (a->dry_run || a->to || a->flows || a->by))
		return err_set(e, E_INPUT, "--list lists what was deployed, and does nothing else");
	return 0;
}

/* ---- the flows ---- */

static int check(const struct deploy_args *a, const char *dir, struct err *e)
{
	const struct check_told told = { .out = stderr,
		                         .progress = a->progress ? stderr : NULL,
		                         .language = a->language,
		                         .is_kept = dir == a->flows };
	if (check_flows(dir, &told) == 0)
		return 0;
	return err_set(e, E_FLOW,
	               "nothing was deployed, and what is in force stays: mend the errors above");
}

/* What was checked must be what is deployed: an editor may save meanwhile. */
static struct flow_set *from_dir(const struct deploy_args *a, struct err *e)
{
	const char *dir = a->flows;
	char before[65] = "", after[65];
	struct err mistake = { 0 };
	struct flow_set *was = flow_set_load(dir, &mistake); /* the check names all mistakes */
	struct flow_set *set = check(a, dir, e) ? NULL : flow_set_load(dir, e);
	if (was)
		flow_set_hash(was, before);
	flow_set_free(was);
	if (!set)
		return NULL;
	flow_set_hash(set, after);
	if (!strcmp(before, after))
		return set;
	err_set(e, E_FLOW, "%s was changed while it was being checked: do it again", dir);
	flow_set_free(set);
	return NULL;
}

/* A file of a bundle as it stood in the directory of the flows. */
static int put_file(const char *dir, const struct bundle *b, const char *path, const char *text,
                    struct err *e)
{
	bool own = !strcmp(path, "flow.lua");
	char *full = own ? xasprintf("%s/%s/%s", dir, bundle_flow(b), path)
	                 : xasprintf("%s/%s", dir, path);
	char *folder = xstrndup(full, (size_t)(strrchr(full, '/') - full));
	int rc = mkdir(folder, 0700) && errno != EEXIST
	                 ? err_set(e, E_IO, "%s: %s", folder, strerror(errno))
	                 : file_put(full, text, strlen(text), false, e);
	free(folder);
	free(full);
	return rc;
}

static int put_files(const char *dir, struct flow_set *set, struct err *e)
{
	const char *path;
	json_t *text;
	for (size_t i = 0; i < flow_set_count(set); i++) {
		const struct bundle *b = flow_set_at(set, i);
		json_object_foreach(bundle_files(b), path, text)
		{
			if (strcmp(path, "prelude.lua") &&
			    put_file(dir, b, path, json_string_value(text), e))
				return -1;
		}
	}
	return 0;
}

/* Rules may have become stricter, and exceptions may have ended, since it was deployed. */
static int check_again(const struct deploy_args *a, struct flow_set *set, struct err *e)
{
	char *dir = scratch_new("deploy", e);
	if (!dir)
		return -1;
	int rc = put_files(dir, set, e) || check(a, dir, e) ? -1 : 0;
	scratch_free(dir);
	return rc;
}

static struct store *open_store(const struct deploy_args *a, struct err *e)
{
	const struct store_sqlite_opts o = { .dir = a->data, .read_only = true };
	return store_sqlite_new(NULL, &o, e);
}

static struct flow_set *from_store(const struct deploy_args *a, char **origin, struct err *e)
{
	struct deploy_found found = { 0 };
	struct store *st = open_store(a, e);
	int rc = st ? deploys_find(st, a->to, &found, e) : -1;
	if (st)
		st->ops->free(st);
	if (rc || check_again(a, found.flows, e)) {
		deploys_found_end(&found);
		return NULL;
	}
	*origin = xasprintf("deploy %lld", (long long)found.n);
	return found.flows;
}

/* ---- what is done with them ---- */

static int dry_run(const struct deploy_args *a, struct flow_set *set, struct err *e)
{
	struct store *st = open_store(a, e);
	int rc = st ? deploy_show_verdicts(a, st, set, e) : -1;
	if (st)
		st->ops->free(st);
	return rc;
}

static int list(const struct deploy_args *a, struct err *e)
{
	struct store *st = open_store(a, e);
	int rc = st ? deploy_show_list(a, st, e) : -1;
	if (st)
		st->ops->free(st);
	return rc;
}

static int deploy(const struct deploy_args *a, struct err *e)
{
	char *origin = NULL;
	struct stat st;
	if (stat(a->data, &st)) /* said before all is checked, which takes a while */
		return err_set(
			e, E_CONFIG,
			"%s is not there: name the data directory of assent serve with --data",
			a->data);
	struct flow_set *set = a->to ? from_store(a, &origin, e) : from_dir(a, e);
	if (!origin)
		origin = xstrdup(a->flows);
	int rc = !set ? -1 : a->dry_run ? dry_run(a, set, e) : deploy_hand_over(a, set, origin, e);
	flow_set_free(set);
	free(origin);
	return rc;
}

static int run(struct deploy_args *a, struct err *e)
{
	struct config *config = config_load_public(a->config_file, e);
	if (!config)
		return -1;
	if (!a->data)
		a->data = config->data;
	if (!a->flows && !a->to)
		a->flows = config->flows;
	int rc = a->list ? list(a, e) : deploy(a, e);
	config_free(config);
	return rc;
}

/* In his language, as far as it is a sentence of ours. The exit status. */
static int failed(const struct deploy_args *a, const struct err *e)
{
	struct err told = { 0 };
	char *text = sentence_again(a->language, e->text);
	err_set(&told, e->code, "%s", text);
	free(text);
	return command_failed(&deploy_command, &told);
}

static int deploy_or_say(int argc, char **argv)
{
	struct deploy_args a = { 0 };
	struct err e = { 0 };
	umask(0077);
	if (command_read(&deploy_command, argc, argv, &a, &e) == 0 && !check_args(&a, &e) &&
	    run(&a, &e) == 0)
		return 0;
	return failed(&a, &e);
}

const struct command deploy_command = {
	.name = "deploy",
	.words = "",
	.what = "check flows and take them into use, without a restart; or say what it would do to "
		"each "
		"open case",
	.options = options,
	.run = deploy_or_say,
};
