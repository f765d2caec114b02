/* bundle_data.c: runs a bundle's files in a sandbox and checks every word of what they return. */
#include "bundle_data.h"

#include "base.h"
#include "bundle_policy.h"
#include "case.h"
#include "findings.h"
#include "keys.h"
#include "legal.h"
#include "phrase.h"
#include "sandbox.h"
#include "text.h"
#include "value.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const char *const bundle_paths[] = { "flow.lua",   "phrases/en.lua", "phrases/ko.lua",
	                             "policy.lua", "prelude.lua",    NULL };

const char *bundle_chunk_of(const struct bundle *b, const char *path)
{
	return strcmp(path, "flow.lua") ? path : b->chunk;
}

/* A bundle while its files are read. */
struct reading {
	struct bundle *b;
	struct sandbox *box;
	const char *path; /* of the file being read */
	struct findings *found;
};

enum { AT_RUNNER = 1 }; /* place on the stack of what the prelude returned */

/* A mistake in the file being read; key: where in its table. */
static void wrong(void *arg, const char *key, const char *text)
{
	const struct reading *r = arg;
	findings_add(r->found, FINDING_ERROR, bundle_chunk_of(r->b, r->path),
	             bundle_line(r->b, r->path, key), "%s", text);
}

/* "fare/flow.lua:7: what to do", as the sandbox says it: its place becomes that of the finding. */
static void wrong_placed(struct reading *r, const struct err *why)
{
	const char *chunk = bundle_chunk_of(r->b, r->path);
	size_t len = strlen(chunk);
	int line = 0, behind = 0;
	if (!strncmp(why->text, chunk, len) &&
	    sscanf(why->text + len, ":%d: %n", &line, &behind) == 1 && behind)
		findings_add(r->found, FINDING_ERROR, chunk, line, "%s", why->text + len + behind);
	else
		findings_add(r->found, FINDING_ERROR, chunk, 0, "%s", why->text);
}

/* A state in which nothing has run but the prelude. */
static int start_box(struct reading *r)
{
	struct err why = { 0 };
	size_t len;
	const char *prelude = bundle_file(r->b, "prelude.lua", &len);
	sandbox_free(r->box);
	r->box = sandbox_new();
	r->path = "prelude.lua";
	if (sandbox_run_prelude(r->box, "prelude.lua", prelude, len, &why) == 0)
		return 0;
	wrong_placed(r, &why);
	return -1;
}

/* Runs the file; its table is on top of the stack. */
static int run_file(struct reading *r)
{
	struct err why = { 0 };
	size_t len;
	const char *source = bundle_file(r->b, r->path, &len);
	lua_State *L = sandbox_state(r->box);
	lua_settop(L, AT_RUNNER);
	if (sandbox_run(r->box, bundle_chunk_of(r->b, r->path), source, len, &why)) {
		wrong_placed(r, &why);
		return -1;
	}
	if (lua_istable(L, -1))
		return 0;
	err_set(&why, E_FLOW, "the file must return %s",
	        !strcmp(r->path, "flow.lua")     ? "flow { … }"
	        : !strcmp(r->path, "policy.lua") ? "policy { … }"
	                                         : "phrases { … }");
	findings_add(r->found, FINDING_ERROR, bundle_chunk_of(r->b, r->path), 1, "%s", why.text);
	return -1;
}

/* The table on top of the stack, member by member, so that each may be as large as a value can be.
 * With run given, the function of that name is left out, and *run says that it was there. A member
 * that is no value is null, and told. */
static json_t *read_table(struct reading *r, bool *run)
{
	lua_State *L = sandbox_state(r->box);
	json_t *out = json_object();
	for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) { /* [table key value] */
		struct err why = { 0 }, named = { 0 };
		const char *key = lua_type(L, -2) == LUA_TSTRING ? lua_tostring(L, -2) : NULL;
		if (!key || !text_valid(key, lua_rawlen(L, -2))) {
			wrong(r, "", "expected name = value, not a list");
			continue;
		}
		if (run && lua_isfunction(L, -1) && !strcmp(key, "run")) {
			*run = true;
			continue;
		}
		json_t *v = value_from_lua(L, -1, &why);
		if (!v) {
			err_set(&named, E_FLOW, "%.60s: %s", key, why.text);
			wrong(r, key, named.text);
			v = json_null();
		}
		json_object_set_new(out, key, v);
	}
	return out;
}

/* A section of the table that may be left out, as an object; new. */
static json_t *section(struct reading *r, const json_t *table, const char *key)
{
	json_t *v = json_object_get(table, key);
	struct err why = { 0 };
	if (json_is_object(v))
		return json_incref(v);
	if (v && !json_is_null(v)) {
		err_set(&why, E_FLOW, "%s: expected a table of name = value", key);
		wrong(r, key, why.text);
	}
	return json_object();
}

/* ---- phrases/ko.lua ---- */

static void check_placeholders(struct reading *r)
{
	const char **names = keys_sorted(r->b->placeholders);
	for (size_t i = 0; names[i]; i++) {
		struct err why = { 0 };
		char *key = xasprintf("placeholders/%s", names[i]);
		if (placeholder_check(names[i], json_object_get(r->b->placeholders, names[i]),
		                      &why)) {
			wrong(r, key, why.text);
			/* whoever uses it is not to blame: it counts as a plain one */
			json_object_set_new(r->b->placeholders, names[i],
			                    json_pack("{s:s}", "class", "public"));
		}
		free(key);
	}
	free(names);
}

static void check_list(struct reading *r, const char *list, const json_t *words)
{
	const char **codes = keys_sorted(words);
	for (size_t i = 0; codes[i]; i++) {
		struct err why = { 0 };
		const char *word = json_string_value(json_object_get(words, codes[i]));
		if (!word || !*word)
			err_set(&why, E_FLOW, "words.%.40s.%.40s: expected a text", list, codes[i]);
		else if (!strcmp(list, "party") && role_from(codes[i]) == ROLE_NONE)
			err_set(&why, E_FLOW, "words.party.%.40s: is no role of a party", codes[i]);
		char *key = xasprintf("words/%s/%s", list, codes[i]);
		if (why.code != E_NONE)
			wrong(r, key, why.text);
		free(key);
	}
	free(codes);
}

static void wrong_words(void *arg, const char *key, const char *text)
{
	char *named = xasprintf("words: %s", text), *at = xasprintf("words/%s", key);
	wrong(arg, at, named);
	free(named);
	free(at);
}

static void check_word_lists(struct reading *r)
{
	static const char *const lists[] = { "topic", "party", NULL };
	keys_check_all(r->b->in[LANGUAGE_KO].words, lists, wrong_words, r);
	for (size_t i = 0; lists[i]; i++) {
		const json_t *words = json_object_get(r->b->in[LANGUAGE_KO].words, lists[i]);
		struct err why = { 0 };
		if (!words || json_is_object(words)) {
			check_list(r, lists[i], words);
			continue;
		}
		err_set(&why, E_FLOW, "words.%.40s: expected a table of code = \"word\"", lists[i]);
		wrong(r, "words", why.text);
	}
}

/* What the policy must have told of its notice. */
static void check_kind(struct reading *r, const struct phrase *p)
{
	const json_t *kinds = r->b->policy.consents;
	struct err why = { 0 };
	char *key = xasprintf("%s/consent", p->id);
	if (p->consent && kinds && !json_object_get(kinds, p->consent)) {
		char *hint = keys_hint_object(p->consent, kinds);
		err_set(&why, E_FLOW,
		        "phrase '%.60s': consent '%.40s' is not declared in policy.lua: %s", p->id,
		        p->consent, hint);
		free(hint);
		wrong(r, key, why.text);
	}
	free(key);
}

static void add_phrase(struct reading *r, const char *id, const json_t *spec)
{
	struct bundle *b = r->b;
	bool named = islower((unsigned char)id[0]) &&
	             !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_")];
	if (!named) {
		struct err why = { 0 };
		err_set(&why, E_FLOW, "phrase '%.60s': an id is of a-z, 0-9 and _", id);
		wrong(r, id, why.text);
		return;
	}
	size_t before = r->found->count;
	struct phrase *p = phrase_parse(id, spec, b->placeholders, wrong, r);
	struct wording *ko = &b->in[LANGUAGE_KO];
	ko->phrases[ko->count++] = p;
	check_kind(r, p);
	p->broken = r->found->count > before;
	if (!p->broken)
		legal_refuse(b, p, wrong, r);
}

static void add_phrases(struct reading *r, const json_t *table)
{
	static const char *const sections[] = { "language", "placeholders", "words", NULL };
	const char **ids = keys_sorted(table);
	r->b->in[LANGUAGE_KO].phrases =
		xcalloc(json_object_size(table) + 1, sizeof(struct phrase *));
	for (size_t i = 0; ids[i]; i++) {
		bool is_section = false;
		for (size_t j = 0; sections[j]; j++)
			is_section |= !strcmp(sections[j], ids[i]);
		if (!is_section)
			add_phrase(r, ids[i], json_object_get(table, ids[i]));
	}
	free(ids);
}

static void read_phrases(struct reading *r, json_t *table, bool runs)
{
	(void)runs;
	const char *language = json_string_value(json_object_get(table, "language"));
	if (!language || strcmp(language, "ko"))
		wrong(r, "language", "expected language = \"ko\"");
	r->b->placeholders = section(r, table, "placeholders");
	r->b->in[LANGUAGE_KO].words = section(r, table, "words");
	check_placeholders(r);
	check_word_lists(r);
	add_phrases(r, table);
}

static void unlike(void *arg, const char *key, const char *text)
{
	const struct reading *r = arg;
	findings_add(r->found, FINDING_WARNING, r->path, bundle_line(r->b, r->path, key), "%s",
	             text);
}

static void read_translation(struct reading *r, json_t *table, bool runs)
{
	(void)runs;
	for (int l = LANGUAGE_KO + 1; l < LANGUAGES; l++)
		if (!strcmp(r->path, language_phrases((enum language)l)))
			bundle_translate(r->b, (enum language)l, table,
			                 &(struct translate_told){ wrong, unlike, r });
}

/* ---- policy.lua ---- */

static void read_policy(struct reading *r, json_t *table, bool runs)
{
	(void)runs;
	r->b->policy_data = json_incref(table);
	policy_parse(table, &r->b->policy, wrong, r);
}

/* ---- flow.lua ---- */

static void read_flow(struct reading *r, json_t *table, bool runs)
{
	static const char *const known[] = { "title", "opens", "collects", "run", NULL };
	const json_t *given = json_object_get(table, "title");
	const char *title = json_string_value(given);
	keys_check_all(table, known, wrong, r);
	if ((!title || !*title) && !json_is_null(given))
		wrong(r, "title", "title = \"…\" is missing");
	if (!runs)
		wrong(r, "run", "run = function(case) … end is missing");
	r->b->title = xstrdup(title ? title : "");
	bundle_flow_opens(r->b, json_object_get(table, "opens"), wrong, r);
	r->b->collects = section(r, table, "collects");
	bundle_flow_collects(r->b, wrong, r);
}

/* ---- all of them ---- */

/* Lets `say` know the phrases before the flow's file runs, as src/run.c does. */
static void fill_say(struct reading *r)
{
	struct err why = { 0 };
	lua_State *L = sandbox_state(r->box);
	json_t *ids = bundle_phrase_ids(r->b);
	int results;
	lua_settop(L, AT_RUNNER);
	lua_State *co = lua_newthread(L);
	lua_getfield(L, AT_RUNNER, "phrases");
	lua_xmove(L, co, 1);
	value_to_lua(co, ids); /* -- co: [function ids] */
	json_decref(ids);
	r->path = "prelude.lua";
	if (sandbox_resume(r->box, co, 1, &results, &why) == SANDBOX_RETURNED)
		return;
	findings_add(r->found, FINDING_ERROR, "prelude.lua", 1, "phrases(ids) may not wait");
}

typedef void read_file(struct reading *r, json_t *table, bool runs);

static void read_one(struct reading *r, const char *path, read_file *read, bool is_flow)
{
	bool runs = false;
	r->path = path;
	if (!bundle_file(r->b, path, NULL))
		return; /* told: it could not be read */
	if (run_file(r)) {
		start_box(r); /* what it left behind is nobody's */
		return;
	}
	json_t *table = read_table(r, is_flow ? &runs : NULL);
	read(r, table, runs);
	json_decref(table);
}

/* Each one needs what the one before declares: consents, phrases, words. */
static void read_words(struct reading *r)
{
	size_t before = r->found->count;
	read_one(r, "policy.lua", read_policy, false);
	read_one(r, "phrases/ko.lua", read_phrases, false);
	for (int l = LANGUAGE_KO + 1; l < LANGUAGES && r->b->in[LANGUAGE_KO].phrases; l++)
		read_one(r, language_phrases((enum language)l), read_translation, false);
	r->b->is_sayable = r->found->count == before;
}

static bool has_equal_words(const struct bundle *a, const struct bundle *b)
{
	for (size_t i = 0; bundle_paths[i]; i++) {
		json_t *x = json_object_get(a->files, bundle_paths[i]);
		json_t *y = json_object_get(b->files, bundle_paths[i]);
		if (strcmp(bundle_paths[i], "flow.lua") && x != y && !json_equal(x, y))
			return false;
	}
	return true;
}

static void borrow_words(struct bundle *b, struct bundle *from)
{
	struct bundle *owner = from->spoken ? from->spoken : from;
	b->spoken = bundle_keep(owner);
	b->is_sayable = true;
	b->placeholders = owner->placeholders;
	memcpy(b->in, owner->in, sizeof b->in);
	b->policy_data = owner->policy_data;
	b->policy = owner->policy;
}

void bundle_data_read(struct bundle *b, struct bundle *like, struct findings *found)
{
	struct reading r = { .b = b, .found = found };
	if (start_box(&r) == 0) {
		if (like && like->is_sayable && has_equal_words(b, like))
			borrow_words(b, like);
		else
			read_words(&r);
		fill_say(&r);
		read_one(&r, "flow.lua", read_flow, true);
		if (b->in[LANGUAGE_KO].phrases && bundle_file(b, "flow.lua", NULL))
			bundle_check_says(b, found);
	}
	sandbox_free(r.box);
}
