/* bundle_flow.c: what flow.lua declares beside its course: by which facts it opens, and which fields it collects. */
#include "bundle_data.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "case.h"
#include "facts.h"
#include "keys.h"

static int wrong_inbound(const char *word, struct err *why)
{
	const char *known[ROLE_COUNT + 2] = { "none" };
	for (int r = 0; r < ROLE_COUNT; r++)
		known[r + 1] = role_name((enum role)r);
	char *hint = keys_hint(word, known);
	err_set(why, E_FLOW, "opens.inbound: '%.40s' is no role, nor \"none\": %s", word, hint);
	free(hint);
	return -1;
}

/* One value that a fact may have. */
static int check_open_value(const struct bundle *b, const struct fact *f, const json_t *v,
                            struct err *why)
{
	const char *word = json_is_string(v) ? json_string_value(v) : "";
	if (f->type == FACT_BOOL)
		return json_is_boolean(v)
		               ? 0
		               : err_set(why, E_FLOW, "opens.%s: expected true or false", f->name);
	if (f->type == FACT_INBOUND)
		return json_is_false(v) || !strcmp(word, "none") || role_from(word) != ROLE_NONE
		               ? 0
		               : wrong_inbound(word, why);
	const json_t *topics = bundle_words(b, "topic");
	if (!b->in[LANGUAGE_KO].words || json_object_get(topics, word))
		return 0;
	char *hint = keys_hint_object(word, topics);
	err_set(why, E_FLOW, "opens.topic: '%.40s' is not in words.topic: %s", word, hint);
	free(hint);
	return -1;
}

/* The condition on one fact as a list of the values that fit; false of inbound is "none". NULL:
 * E_FLOW */
static json_t *read_condition(const struct bundle *b, const char *name, const json_t *v,
                              struct err *why)
{
	const struct fact *f = fact_find(name);
	json_t *list = json_array();
	size_t count = json_is_array(v) ? json_array_size(v) : 1;
	for (size_t i = 0; i < count; i++) {
		json_t *one = json_is_array(v) ? json_array_get(v, i) : (json_t *)(uintptr_t)v;
		if (check_open_value(b, f, one, why)) {
			json_decref(list);
			return NULL;
		}
		if (f->type == FACT_INBOUND && json_is_false(one))
			json_array_append_new(list, json_string("none"));
		else
			json_array_append(list, one);
	}
	return list;
}

struct told {
	mistake *wrong;
	void *arg;
};

static void wrong_opens(void *arg, const char *key, const char *text)
{
	const struct told *t = arg;
	char *named = xasprintf("opens: %s", text);
	(void)key;
	t->wrong(t->arg, "opens", named);
	free(named);
}

void bundle_flow_opens(struct bundle *b, const json_t *opens, mistake *wrong, void *arg)
{
	struct told told = { wrong, arg };
	const char *known[16] = { 0 };
	size_t count = 0;
	b->opens = json_object();
	for (const struct fact *f = fact_table; f->name; f++)
		if (f->opens)
			known[count++] = f->name;
	if (json_is_null(opens))
		return; /* told when the table was read */
	if (!json_is_object(opens)) {
		wrong(arg, "opens",
		      "opens = { fact = value, … } is missing: when does this flow fit? Facts are "
		      "topic, inbound and others");
		return;
	}
	keys_check_all(opens, known, wrong_opens, &told);
	for (size_t i = 0; known[i]; i++) {
		const json_t *v = json_object_get(opens, known[i]);
		struct err why = { 0 };
		json_t *list = v ? read_condition(b, known[i], v, &why) : NULL;
		char *key = xasprintf("opens/%s", known[i]);
		if (list)
			json_object_set_new(b->opens, known[i], list);
		else if (v)
			wrong(arg, key, why.text);
		free(key);
	}
}

static int check_collect(const char *field, const json_t *spec, struct err *why)
{
	static const char *const known[] = { "purpose", "type", NULL };
	struct err unknown = { 0 };
	const char *dot = strchr(field, '.');
	char *role = dot ? xstrndup(field, (size_t)(dot - field)) : xstrdup("");
	bool is_field = role_from(role) != ROLE_NONE && dot && !strcmp(dot, ".phone");
	free(role);
	if (!is_field)
		return err_set(why, E_FLOW, "collects: '%.60s' is no field; expected <role>.phone",
		               field);
	if (!json_is_object(spec) || keys_check(spec, known, &unknown))
		return err_set(why, E_FLOW, "collects['%s']: %s", field,
		               unknown.code ? unknown.text : "expected { purpose = \"…\" }");
	const char *purpose = json_string_value(json_object_get(spec, "purpose"));
	const json_t *type = json_object_get(spec, "type");
	const char *type_name = type ? json_string_value(type) : "phone";
	if (!purpose || !*purpose)
		return err_set(why, E_FLOW,
		               "collects['%s']: purpose = \"…\" is missing: nothing is collected "
		               "without one",
		               field);
	if (!type_name || strcmp(type_name, "phone"))
		return err_set(why, E_FLOW, "collects['%s']: expected type = \"phone\"", field);
	return 0;
}

void bundle_flow_collects(const struct bundle *b, mistake *wrong, void *arg)
{
	const char **fields = keys_sorted(b->collects);
	for (size_t i = 0; fields[i]; i++) {
		struct err why = { 0 };
		char *key = xasprintf("collects/%s", fields[i]);
		if (check_collect(fields[i], json_object_get(b->collects, fields[i]), &why))
			wrong(arg, key, why.text);
		free(key);
	}
	free(fields);
}
