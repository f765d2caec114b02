/* bundle_data.c: runs a bundle's files in a sandbox and checks every word of what they return. */
#include "bundle_data.h"

#include "base.h"
#include "bundle_policy.h"
#include "case.h"
#include "facts.h"
#include "keys.h"
#include "phrase.h"
#include "sandbox.h"
#include "text.h"
#include "value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const bundle_paths[] = { "flow.lua", "phrases/ko.lua", "policy.lua", "prelude.lua",
	                             NULL };

const char *bundle_chunk_of(const struct bundle *b, const char *path)
{
	return strcmp(path, "flow.lua") ? path : b->chunk;
}

/* why, with file and line before it. */
static int placed(const struct bundle *b, const char *path, const char *key, const struct err *why,
                  struct err *e)
{
	return err_set(e, E_FLOW, "%s:%d: %s", bundle_chunk_of(b, path),
	               bundle_line_of(bundle_file(b, path, NULL), key), why->text);
}

enum { AT_RUNNER = 1 }; /* place on the stack of what the prelude returned */

/* Runs a file; its table is on top of the stack. */
static int run_file(struct bundle *b, struct sandbox *s, const char *path, struct err *e)
{
	size_t len;
	const char *source = bundle_file(b, path, &len);
	lua_State *L = sandbox_state(s);
	lua_settop(L, AT_RUNNER);
	if (sandbox_run(s, bundle_chunk_of(b, path), source, len, e))
		return -1;
	if (!lua_istable(L, -1))
		return err_set(e, E_FLOW, "%s:1: the file must return %s", bundle_chunk_of(b, path),
		               !strcmp(path, "flow.lua")     ? "flow { … }"
		               : !strcmp(path, "policy.lua") ? "policy { … }"
		                                             : "phrases { … }");
	return 0;
}

/* The table on top of the stack, member by member, so that each may be as large as a value can be.
 * With run given, the function of that name is left out, and *run says that it was there. NULL:
 * E_FLOW with file and line. */
static json_t *read_table(const struct bundle *b, lua_State *L, const char *path, bool *run,
                          struct err *e)
{
	json_t *out = json_object();
	struct err why = { 0 };
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) { /* [table key value] */
		const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
		if (!key || !text_valid(key, lua_rawlen(L, -2))) {
			err_set(&why, E_FLOW, "expected name = value, not a list");
			placed(b, path, "", &why, e);
			json_decref(out);
			return NULL;
		}
		if (run && lua_isfunction(L, -1) && !strcmp(key, "run")) {
			*run = true;
			continue;
		}
		json_t *v = value_from_lua(L, -1, &why);
		if (!v || json_object_set_new(out, key, v)) {
			struct err named = { 0 };
			err_set(&named, E_FLOW, "%.60s: %s", key, why.text);
			placed(b, path, key, &named, e);
			json_decref(out);
			return NULL;
		}
	}
	return out;
}

static json_t *file_table(struct bundle *b, struct sandbox *s, const char *path, bool *run,
                          struct err *e)
{
	return run_file(b, s, path, e) ? NULL : read_table(b, sandbox_state(s), path, run, e);
}

/* A section of the table that may be left out, as an object. NULL: E_FLOW. */
static json_t *section(const json_t *table, const char *key, struct err *why)
{
	json_t *v = json_object_get(table, key);
	if (!v)
		return json_object();
	if (json_is_object(v))
		return json_incref(v);
	err_set(why, E_FLOW, "%s: expected a table of name = value", key);
	return NULL;
}

/* ---- phrases/ko.lua ---- */

static int check_placeholders(const struct bundle *b, struct err *e)
{
	const char **names = keys_sorted(b->placeholders);
	int result = 0;
	for (size_t i = 0; names[i] && !result; i++) {
		struct err why = { 0 };
		char *path = xasprintf("placeholders/%s", names[i]);
		if (placeholder_check(names[i], json_object_get(b->placeholders, names[i]), &why))
			result = placed(b, "phrases/ko.lua", path, &why, e);
		free(path);
	}
	free(names);
	return result;
}

static int check_list(const char *list, const json_t *words, struct err *why)
{
	if (!json_is_object(words))
		return err_set(why, E_FLOW, "words.%.40s: expected a table of code = \"word\"",
		               list);
	const char **codes = keys_sorted(words);
	int result = 0;
	for (size_t i = 0; codes[i] && !result; i++) {
		const char *word = json_string_value(json_object_get(words, codes[i]));
		if (!word || !*word)
			result = err_set(why, E_FLOW, "words.%.40s.%.40s: expected a text", list,
			                 codes[i]);
		else if (!strcmp(list, "party") && role_from(codes[i]) == ROLE_NONE)
			result = err_set(why, E_FLOW, "words.party.%.40s: is no role of a party",
			                 codes[i]);
	}
	free(codes);
	return result;
}

static int check_word_lists(const struct bundle *b, struct err *e)
{
	static const char *const lists[] = { "topic", "party", NULL };
	struct err why = { 0 };
	if (keys_check(b->words, lists, &why)) {
		struct err named = { 0 };
		err_set(&named, E_FLOW, "words: %s", why.text);
		return placed(b, "phrases/ko.lua", "words", &named, e);
	}
	for (size_t i = 0; lists[i]; i++) {
		const json_t *words = json_object_get(b->words, lists[i]);
		if (words && check_list(lists[i], words, &why))
			return placed(b, "phrases/ko.lua", "words", &why, e);
	}
	return 0;
}

static int add_phrase(struct bundle *b, const char *id, const json_t *spec, struct err *e)
{
	struct err why = { 0 };
	bool named = islower((unsigned char)id[0]) &&
	             !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")];
	if (!named) {
		err_set(&why, E_FLOW, "phrase '%.60s': an id is of a-z, 0-9 and _", id);
		return placed(b, "phrases/ko.lua", id, &why, e);
	}
	struct phrase *p = phrase_parse(id, spec, b->placeholders, &why);
	if (!p)
		return placed(b, "phrases/ko.lua", id, &why, e);
	b->phrases[b->phrases_count++] = p;
	if (p->consent && !json_object_get(b->policy.consents, p->consent)) {
		char *hint = keys_hint_object(p->consent, b->policy.consents);
		err_set(&why, E_FLOW,
		        "phrase '%.60s': consent '%.40s' is not declared in policy.lua: %s", id,
		        p->consent, hint);
		free(hint);
		return placed(b, "phrases/ko.lua", id, &why, e);
	}
	return 0;
}

static int add_phrases(struct bundle *b, const json_t *table, struct err *e)
{
	static const char *const sections[] = { "language", "placeholders", "words", NULL };
	const char **ids = keys_sorted(table);
	int result = 0;
	b->phrases = xcalloc(json_object_size(table) + 1, sizeof(struct phrase *));
	for (size_t i = 0; ids[i] && !result; i++) {
		bool is_section = false;
		for (size_t j = 0; sections[j]; j++)
			is_section |= !strcmp(sections[j], ids[i]);
		if (!is_section)
			result = add_phrase(b, ids[i], json_object_get(table, ids[i]), e);
	}
	free(ids);
	return result;
}

static int read_phrases(struct bundle *b, json_t *table, bool runs, struct err *e)
{
	(void)runs;
	struct err why = { 0 };
	const char *language = json_string_value(json_object_get(table, "language"));
	if (!language || strcmp(language, "ko")) {
		err_set(&why, E_FLOW, "expected language = \"ko\"");
		return placed(b, "phrases/ko.lua", "language", &why, e);
	}
	b->placeholders = section(table, "placeholders", &why);
	if (!b->placeholders)
		return placed(b, "phrases/ko.lua", "placeholders", &why, e);
	b->words = section(table, "words", &why);
	if (!b->words)
		return placed(b, "phrases/ko.lua", "words", &why, e);
	if (check_placeholders(b, e) || check_word_lists(b, e))
		return -1;
	return add_phrases(b, table, e);
}

/* ---- policy.lua ---- */

static int read_policy(struct bundle *b, json_t *table, bool runs, struct err *e)
{
	(void)runs;
	char where[POLICY_PATH_BYTES];
	struct err why = { 0 };
	b->policy_data = json_incref(table);
	if (policy_parse(table, &b->policy, where, &why))
		return placed(b, "policy.lua", where, &why, e);
	return 0;
}

/* ---- flow.lua ---- */

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
		               : err_set(why, E_FLOW, "opens.inbound: expected a role or \"none\"");
	const json_t *topics = bundle_words(b, "topic");
	if (json_object_get(topics, word))
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

static int read_opens(struct bundle *b, const json_t *opens, struct err *why)
{
	const char *known[16] = { 0 };
	struct err unknown = { 0 };
	size_t count = 0;
	for (const struct fact *f = fact_table; f->name; f++)
		if (f->opens)
			known[count++] = f->name;
	if (!json_is_object(opens))
		return err_set(why, E_FLOW,
		               "opens = { fact = value, … } is missing: when does this "
		               "flow fit? Facts are topic, inbound and others");
	if (keys_check(opens, known, &unknown))
		return err_set(why, E_FLOW, "opens: %s", unknown.text);
	b->opens = json_object();
	for (size_t i = 0; known[i]; i++) {
		const json_t *v = json_object_get(opens, known[i]);
		json_t *list = v ? read_condition(b, known[i], v, why) : NULL;
		if (v && !list)
			return -1;
		if (list)
			json_object_set_new(b->opens, known[i], list);
	}
	return 0;
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

static int check_collects(const struct bundle *b, struct err *e)
{
	const char **fields = keys_sorted(b->collects);
	int result = 0;
	for (size_t i = 0; fields[i] && !result; i++) {
		struct err why = { 0 };
		char *path = xasprintf("collects/%s", fields[i]);
		if (check_collect(fields[i], json_object_get(b->collects, fields[i]), &why))
			result = placed(b, "flow.lua", path, &why, e);
		free(path);
	}
	free(fields);
	return result;
}

static int read_flow(struct bundle *b, json_t *table, bool runs, struct err *e)
{
	static const char *const known[] = { "title", "opens", "collects", "run", NULL };
	struct err why = { 0 };
	const char *title = json_string_value(json_object_get(table, "title"));
	if (keys_check(table, known, &why))
		return placed(b, "flow.lua", keys_unknown(table, known), &why, e);
	if (!title || !*title) {
		err_set(&why, E_FLOW, "title = \"…\" is missing");
		return placed(b, "flow.lua", "title", &why, e);
	}
	if (!runs) {
		err_set(&why, E_FLOW, "run = function(case) … end is missing");
		return placed(b, "flow.lua", "run", &why, e);
	}
	b->title = xstrdup(title);
	if (read_opens(b, json_object_get(table, "opens"), &why))
		return placed(b, "flow.lua", "opens", &why, e);
	b->collects = section(table, "collects", &why);
	if (!b->collects)
		return placed(b, "flow.lua", "collects", &why, e);
	return check_collects(b, e);
}

/* ---- all of them ---- */

/* Lets `say` know the phrases before the flow's file runs, as src/run.c does. */
static int fill_say(struct bundle *b, struct sandbox *s, struct err *e)
{
	lua_State *L = sandbox_state(s);
	json_t *ids = bundle_phrase_ids(b);
	int results;
	lua_settop(L, AT_RUNNER);
	lua_State *co = lua_newthread(L);
	lua_getfield(L, AT_RUNNER, "phrases");
	lua_xmove(L, co, 1);
	value_to_lua(co, ids); /* -- co: [function ids] */
	json_decref(ids);
	if (sandbox_resume(s, co, 1, &results, e) == SANDBOX_RETURNED)
		return 0;
	return err_set(e, E_FLOW, "prelude.lua:1: phrases(ids) may not wait");
}

typedef int read_file(struct bundle *b, json_t *table, bool runs, struct err *e);

static int read_one(struct bundle *b, struct sandbox *s, const char *path, read_file *read,
                    struct err *e)
{
	bool runs = false, is_flow = !strcmp(path, "flow.lua");
	json_t *table = file_table(b, s, path, is_flow ? &runs : NULL, e);
	int result = table ? read(b, table, runs, e) : -1;
	json_decref(table);
	return result;
}

static int read_all(struct bundle *b, struct sandbox *s, struct err *e)
{
	size_t len;
	const char *prelude = bundle_file(b, "prelude.lua", &len);
	if (sandbox_run_prelude(s, "prelude.lua", prelude, len, e))
		return -1;
	/* each one needs what the one before declares: consents, then phrases and words */
	if (read_one(b, s, "policy.lua", read_policy, e) ||
	    read_one(b, s, "phrases/ko.lua", read_phrases, e) || fill_say(b, s, e) ||
	    read_one(b, s, "flow.lua", read_flow, e))
		return -1;
	return bundle_check_says(b, e);
}

int bundle_data_read(struct bundle *b, struct err *e)
{
	struct sandbox *s = sandbox_new();
	int result = read_all(b, s, e);
	sandbox_free(s);
	return result;
}
