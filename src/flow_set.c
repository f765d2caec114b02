/* flow_set.c: all flows of a directory, and which of them fits a case. */
#include "base.h"
#include "bundle.h"
#include "crypto.h"
#include "facts.h"
#include "findings.h"
#include "keys.h"
#include "sentence.h"
#include "text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct flow_set {
	struct bundle **flows; /* in the order of their names */
	size_t count;
};

/* ---- loading ---- */

static int by_name(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool has_flow(const char *dir, const char *name)
{
	if (name[0] == '.')
		return false;
	char *path = xasprintf("%s/%s/flow.lua", dir, name);
	bool there = access(path, F_OK) == 0;
	free(path);
	return there;
}

static void names_free(char **names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
}

/* Names of the folders with a flow.lua, sorted. NULL: E_CONFIG. */
static char **flow_names(const char *dir, size_t *count, struct err *e)
{
	char **names = NULL;
	*count = 0;
	DIR *d = opendir(dir);
	if (!d) {
		err_set(e, E_CONFIG,
		        "%s: %s; name the folder of the flows with --flows, or as \"flows\" in "
		        "the configuration, or begin one with assent new",
		        dir, strerror(errno));
		return NULL;
	}
	for (struct dirent *entry; (entry = readdir(d));) {
		if (!has_flow(dir, entry->d_name))
			continue;
		names = xrealloc(names, (*count + 1) * sizeof *names);
		names[(*count)++] = xstrdup(entry->d_name);
	}
	closedir(d);
	if (!names) {
		err_set(e, E_CONFIG,
		        "%s: no flow is here; a flow is a folder with a flow.lua: begin one with "
		        "assent new",
		        dir);
		return NULL;
	}
	qsort(names, *count, sizeof *names, by_name);
	return names;
}

char *flow_set_hint(const char *dir, const char *name)
{
	size_t count;
	struct err e = { 0 };
	char **names = flow_names(dir, &count, &e);
	if (!names)
		return xstrdup(e.text);
	names = xrealloc(names, (count + 1) * sizeof *names);
	names[count] = NULL;
	char *hint = keys_hint(name, (const char *const *)names);
	names_free(names, count);
	return hint;
}

struct flow_set *flow_set_load(const char *dir, struct err *e)
{
	size_t count;
	char **names = flow_names(dir, &count, e);
	if (!names)
		return NULL;
	struct flow_set *s = xcalloc(1, sizeof *s);
	s->flows = xcalloc(count, sizeof(struct bundle *));
	for (size_t i = 0; i < count; i++) {
		s->flows[i] = bundle_read_like(dir, names[i], flow_set_at(s, 0), e);
		if (!s->flows[i])
			break;
		s->count++;
	}
	names_free(names, count);
	if (s->count == count)
		return s;
	flow_set_free(s);
	return NULL;
}

struct flow_set *flow_set_load_all(const char *dir, struct findings *found)
{
	struct err e = { 0 };
	size_t count;
	char **names = flow_names(dir, &count, &e);
	if (!names) {
		findings_add(found, FINDING_ERROR, "", 0, "%s", e.text);
		return NULL;
	}
	struct flow_set *s = xcalloc(1, sizeof *s);
	s->flows = xcalloc(count, sizeof(struct bundle *));
	for (size_t i = 0; i < count; i++) {
		struct bundle *b = bundle_read_all(dir, names[i], flow_set_at(s, 0), found);
		if (b)
			s->flows[s->count++] = b;
	}
	names_free(names, count);
	if (s->count)
		return s;
	flow_set_free(s);
	return NULL;
}

struct flow_set *flow_set_new(void)
{
	return xcalloc(1, sizeof(struct flow_set));
}

void flow_set_add(struct flow_set *s, struct bundle *b)
{
	s->flows = xrealloc(s->flows, (s->count + 1) * sizeof *s->flows);
	s->flows[s->count++] = b;
	for (size_t i = s->count - 1;
	     i > 0 && strcmp(bundle_flow(s->flows[i - 1]), bundle_flow(b)) > 0; i--) {
		s->flows[i] = s->flows[i - 1];
		s->flows[i - 1] = b;
	}
}

struct flow_set *flow_set_copy(const struct flow_set *s)
{
	struct flow_set *copy = flow_set_new();
	for (size_t i = 0; i < s->count; i++)
		flow_set_add(copy, bundle_keep(s->flows[i]));
	return copy;
}

json_t *flow_set_list(const struct flow_set *s)
{
	json_t *list = json_object();
	for (size_t i = 0; i < s->count; i++)
		json_object_set_new(list, bundle_flow(s->flows[i]),
		                    json_string(bundle_hash(s->flows[i])));
	return list;
}

void flow_set_hash(const struct flow_set *s, char hex[SHA256_HEX])
{
	json_t *list = flow_set_list(s);
	char *text = json_dumps(list, JSON_SORT_KEYS | JSON_COMPACT);
	crypto_sha256_hex(text, strlen(text), hex);
	free(text);
	json_decref(list);
}

void flow_set_free(struct flow_set *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->count; i++)
		bundle_free(s->flows[i]);
	free(s->flows);
	free(s);
}

struct bundle *flow_set_get(struct flow_set *s, const char *flow)
{
	for (size_t i = 0; i < s->count; i++)
		if (!strcmp(bundle_flow(s->flows[i]), flow))
			return s->flows[i];
	return NULL;
}

size_t flow_set_count(const struct flow_set *s)
{
	return s->count;
}

struct bundle *flow_set_at(struct flow_set *s, size_t i)
{
	return i < s->count ? s->flows[i] : NULL;
}

/* ---- choosing ---- */

/* What a topic or a role reads as, in each language; a code without a word stays as it is. */
static json_t *word_of(const struct bundle *b, const char *fact, const json_t *v)
{
	const char *code = json_is_string(v) ? json_string_value(v) : "";
	json_t *word = json_object();
	for (int l = 0; l < LANGUAGES; l++) {
		const char *is = bundle_word_in(b, strcmp(fact, "topic") ? "party" : "topic", code,
		                                (enum language)l);
		json_object_set_new(word, language_code((enum language)l),
		                    json_string(is ? is : code));
	}
	return word;
}

static bool is_none(const json_t *v)
{
	return json_is_string(v) && !strcmp(json_string_value(v), "none");
}

/* The end of the code of a sentence about this value; v is NULL where it is not known. */
static const char *case_of(const json_t *v)
{
	return !v || json_is_null(v) ? "unknown"
	       : json_is_boolean(v)  ? (json_is_true(v) ? "yes" : "no")
	       : is_none(v)          ? "nobody"
	                             : "other";
}

/* The flow's side, the values that it takes: "요금조정", "차주분이 먼저 문의한 경우". */
static json_t *wants_of(const struct bundle *b, const char *fact, const json_t *values)
{
	json_t *out = json_array();
	const json_t *v;
	size_t i;
	json_array_foreach(values, i, v)
	{
		char *code = !strcmp(fact, "topic") ? xstrdup("wants.topic")
		                                    : xasprintf("wants.%s.%s", fact, case_of(v));
		json_array_append_new(
			out, sentence_told(code, json_pack("{s:o}", "word", word_of(b, fact, v))));
		free(code);
	}
	return out;
}

/* Does the condition on one fact hold? If not, out gets the sentence that says why. */
static bool holds(const struct bundle *b, const char *fact, const json_t *values, const json_t *is,
                  json_t *out)
{
	const json_t *v;
	size_t i;
	json_array_foreach(values, i, v) if (is && json_equal(v, is)) return true;
	char *code = xasprintf("opens.%s.%s", fact, case_of(is));
	json_array_append_new(
		out, sentence_told(code, json_pack("{s:o, s:o}", "is", word_of(b, fact, is),
	                                           "wants", wants_of(b, fact, values))));
	free(code);
	return false;
}

/* In the order of the table of facts, so that the same case is told the same reasons. */
static bool fits(const struct bundle *b, const json_t *facts, json_t *why)
{
	json_t *nobody = json_string("none");
	bool all = true;
	for (const struct fact *f = fact_table; f->name; f++) {
		const json_t *values = json_object_get(bundle_opens(b), f->name);
		const json_t *is = json_object_get(facts, f->name);
		if (f->type == FACT_INBOUND && (!is || json_is_null(is)))
			is = nobody;
		if (values && !holds(b, f->name, values, is, why))
			all = false;
	}
	json_decref(nobody);
	return all;
}

/* All of them in Korean, one behind the other. Caller frees. */
static char *in_korean(const json_t *told)
{
	struct buf out = { 0 };
	size_t i;
	json_t *one;
	json_array_foreach((json_t *)told, i, one)
		buf_addf(&out, "%s%s", i ? " " : "", json_string_value(json_object_get(one, "ko")));
	return buf_take(&out);
}

struct bundle *flow_set_choose(struct flow_set *s, json_t *facts, json_t **reasons)
{
	struct bundle *found = NULL;
	size_t count = 0;
	*reasons = json_array();
	for (size_t i = 0; i < s->count; i++) {
		struct bundle *b = s->flows[i];
		json_t *told = json_array();
		bool fit = fits(b, facts, told);
		if (fit) {
			found = b;
			count++;
			json_array_append_new(told, sentence_told("opens.fits", NULL));
		}
		char *why = in_korean(told);
		json_array_append_new(*reasons,
		                      json_pack("{s:s, s:s, s:b, s:s, s:o}", "flow", bundle_flow(b),
		                                "title", bundle_title(b), "fits", fit, "why", why,
		                                "why_told", told));
		free(why);
	}
	return count == 1 ? found : NULL;
}
