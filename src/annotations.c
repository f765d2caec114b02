#include "annotations.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "effect.h"
#include "embedded.h"
#include "facts.h"
#include "findings.h"
#include "options.h"
#include "trusted.h"

enum { FILE_MAX_BYTES = 4 * 1024 * 1024 };

/* ---- what they are made of ---- */

static json_t *source(const char *path)
{
	return json_string(embedded_find(path)->data);
}

static json_t *phrases(const struct bundle *b)
{
	static const char *const kinds[] = { "statement", "question", "notice" };
	json_t *list = json_array(), *ids = bundle_phrase_ids(b), *id;
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const struct phrase *p = bundle_phrase(b, json_string_value(id));
		char *text = phrase_template(p);
		json_array_append_new(list, json_pack("{s:s, s:s, s:s, s:b, s:s?}", "id", p->id,
		                                      "kind", kinds[p->kind], "text", text, "draft",
		                                      p->draft, "consent", p->consent));
		free(text);
	}
	json_decref(ids);
	return list;
}

/* An object as a list in the order of its keys: {key: {…}} -> [{"name": key, …}]; a text is its
 * "word". */
static json_t *named_list(const json_t *object)
{
	const char **names = keys_sorted(object);
	json_t *list = json_array();
	for (size_t i = 0; names[i]; i++) {
		json_t *v = json_object_get(object, names[i]);
		json_t *one = json_is_object(v) ? json_copy(v) : json_pack("{s:O}", "word", v);
		json_object_set_new(one, "name", json_string(names[i]));
		json_array_append_new(list, one);
	}
	free(names);
	return list;
}

static json_t *roles(const struct bundle *b)
{
	json_t *list = json_array();
	for (int r = 0; r < ROLE_COUNT; r++) {
		const char *name = role_name((enum role)r), *word = bundle_word(b, "party", name);
		json_array_append_new(list, json_pack("{s:s, s:s}", "name", name, "word",
		                                      word ? word : role_word((enum role)r)));
	}
	return list;
}

static json_t *fields(void)
{
	json_t *list = json_array();
	for (int r = 0; r < ROLE_COUNT; r++) {
		char *field = xasprintf("%s.phone", role_name((enum role)r));
		json_array_append_new(list, json_string(field));
		free(field);
	}
	return list;
}

static json_t *opening_facts(void)
{
	json_t *list = json_array();
	for (const struct fact *f = fact_table; f->name; f++) {
		const char *type = f->type == FACT_TOPIC     ? "topic"
		                   : f->type == FACT_INBOUND ? "inbound"
		                                             : "bool";
		if (f->opens)
			json_array_append_new(
				list, json_pack("{s:s, s:s}", "name", f->name, "type", type));
	}
	return list;
}

static json_t *all_of_it(const struct bundle *b)
{
	json_t *m = json_object();
	json_object_set_new(m, "prelude", source("lua/assent/prelude.lua"));
	json_object_set_new(m, "library", source("lua/assent/library.lua"));
	json_object_set_new(m, "types", source("lua/assent/types.lua"));
	json_object_set_new(m, "effects", effect_table());
	json_object_set_new(m, "marks", effect_marks());
	json_object_set_new(m, "roles", roles(b));
	json_object_set_new(m, "topics", named_list(bundle_words(b, "topic")));
	json_object_set_new(m, "facts", opening_facts());
	json_object_set_new(m, "fields", fields());
	json_object_set_new(m, "phrases", phrases(b));
	json_object_set_new(m, "placeholders", named_list(bundle_placeholders(b)));
	return m;
}

/* {"files": {path: text}, "reference": {part: text}}, new. A mistake in a flow hinders nothing: the phrases
 * must be readable. */
static json_t *make(const char *dir, struct err *e)
{
	struct findings found = { 0 };
	struct flow_set *flows = flow_set_load_all(dir, &found);
	const struct bundle *b = flows ? flow_set_at(flows, 0) : NULL;
	json_t *made = NULL;
	if (b && json_object_size(bundle_words(b, "topic")) > 0) {
		struct trusted *maker = trusted_new("assent/annotations", e);
		json_t *args = json_pack("[o]", all_of_it(b));
		made = maker ? trusted_call(maker, "make", args, e) : NULL;
		json_decref(args);
		trusted_free(maker);
	} else if (found.count) {
		const struct finding *f = &found.list[0];
		err_set(e, E_FLOW, "%s%s%s", f->file, *f->file ? ": " : "", f->text);
	} else {
		err_set(e, E_FLOW, "%s: there is no phrase", dir);
	}
	flow_set_free(flows);
	findings_free(&found);
	return made;
}

/* ---- where they stand ---- */

/* Done to each file with the text that it should have; what it returns is added up. */
typedef int each_file(const char *path, const char *text, struct err *e);

/* One part of the manual anew, between its marks; as it is, where it has none. Takes manual. */
static char *with_part(char *manual, const char *part, const char *text)
{
	char *begin_mark = xasprintf("<!-- reference %s: made by assent annotations -->\n", part);
	char *end_mark = xasprintf("<!-- reference %s ends -->\n", part);
	char *begin = strstr(manual, begin_mark), *end = begin ? strstr(begin, end_mark) : NULL;
	char *made = NULL;
	if (end)
		made = xasprintf("%.*s%s%s", (int)(begin + strlen(begin_mark) - manual), manual,
		                 text, end);
	free(begin_mark);
	free(end_mark);
	if (!made)
		return manual;
	free(manual);
	return made;
}

/* The manual with its reference; NULL: there is none. */
static char *with_reference(const char *path, const json_t *parts)
{
	size_t len;
	char *manual = file_read(path, FILE_MAX_BYTES, &len, NULL);
	const char **names = keys_sorted(parts);
	for (size_t i = 0; manual && names[i]; i++)
		manual = with_part(manual, names[i],
		                   json_string_value(json_object_get(parts, names[i])));
	free(names);
	return manual;
}

static int for_each(const char *dir, const json_t *made, each_file *fn, struct err *e)
{
	const char **names = keys_sorted(json_object_get(made, "files"));
	int sum = 0;
	for (size_t i = 0; names[i] && sum >= 0; i++) {
		char *path = xasprintf("%s/%s", dir, names[i]);
		int rc = fn(path,
		            json_string_value(
				    json_object_get(json_object_get(made, "files"), names[i])),
		            e);
		sum = rc < 0 ? -1 : sum + rc;
		free(path);
	}
	free(names);
	char *path = xasprintf("%s/README.md", dir);
	char *manual = with_reference(path, json_object_get(made, "reference"));
	if (manual && sum >= 0) {
		int rc = fn(path, manual, e);
		sum = rc < 0 ? -1 : sum + rc;
	}
	free(manual);
	free(path);
	return sum;
}

static int is_stale(const char *path, const char *text, struct err *e)
{
	(void)e;
	size_t len;
	char *there = file_read(path, FILE_MAX_BYTES, &len, NULL);
	int stale = !there || strcmp(there, text);
	if (stale)
		printf("%s: %s: run assent annotations\n", path,
		       there ? "not as it would be written now" : "missing");
	free(there);
	return stale;
}

/* Editors watch these files: they are put in place whole, and only where they change. */
static int put(const char *path, const char *text, struct err *e)
{
	size_t len;
	char *there = file_read(path, FILE_MAX_BYTES, &len, NULL);
	bool same = there && !strcmp(there, text);
	free(there);
	if (same)
		return 0;
	if (file_put(path, text, strlen(text), false, e))
		return -1;
	if (chmod(path, 0644))
		return err_set(e, E_IO, "%s: %s", path, strerror(errno));
	return 0;
}

int annotations_write(const char *dir, struct err *e)
{
	json_t *made = make(dir, e);
	char *below = xasprintf("%s/.annotations", dir);
	int rc = -1;
	if (made && mkdir(below, 0755) && errno != EEXIST)
		err_set(e, E_IO, "%s: %s", below, strerror(errno));
	else if (made)
		rc = for_each(dir, made, put, e);
	free(below);
	json_decref(made);
	return rc;
}

/* ---- the command ---- */

struct args {
	const char *dir;
	bool check;
};

static const struct option options[] = {
	{ "--flows", "DIR", "beside which flows; else flows", offsetof(struct args, dir) },
	{ "--check", NULL, "write nothing: say what is missing or stale, and fail",
	  offsetof(struct args, check) },
	{ 0 },
};

static int annotations(int argc, char **argv)
{
	struct args a = { .dir = "flows" };
	struct err e = { 0 };
	int rc = -1;
	if (command_read(&annotations_command, argc, argv, &a, &e) < 0)
		return command_failed(&annotations_command, &e);
	if (a.check) {
		json_t *made = make(a.dir, &e);
		rc = made ? for_each(a.dir, made, is_stale, &e) : -1;
		json_decref(made);
	} else {
		rc = annotations_write(a.dir, &e);
	}
	if (e.code != E_NONE)
		fprintf(stderr, "assent annotations: %s\n", e.text);
	return rc ? 1 : 0;
}

const struct command annotations_command = {
	.name = "annotations",
	.words = "",
	.what = "write what editors know of the flow language, and the manual's reference",
	.options = options,
	.run = annotations,
};
