#include "bundle.h"

#include "base.h"
#include "bundle_data.h"
#include "bundle_policy.h"
#include "crypto.h"
#include "embedded.h"
#include "phrase.h"
#include "sandbox.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { NAME_MAX_BYTES = 40 };

static bool is_flow_name(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
	return len && len <= NAME_MAX_BYTES && !s[len];
}

/* ---- making one ---- */

/* Names the content: equal content, equal text, equal hash, whatever order it came in. */
static void seal(struct bundle *b)
{
	json_t *content = json_pack("{s:s, s:O}", "flow", b->flow, "files", b->files);
	b->content = json_dumps(content, JSON_SORT_KEYS | JSON_COMPACT);
	json_decref(content);
	crypto_sha256_hex(b->content, strlen(b->content), b->hash);
}

/* Takes files. like: as bundle_read_like has it. */
static struct bundle *bundle_take(const char *flow, json_t *files, struct bundle *like,
                                  struct findings *found)
{
	struct bundle *b = xcalloc(1, sizeof *b);
	b->kept = 1;
	b->flow = xstrdup(flow);
	b->chunk = xasprintf("%s/flow.lua", flow);
	b->files = files;
	seal(b);
	bundle_data_read(b, like, found);
	return b;
}

/* A bundle may be used if nothing is wrong with it: else it is freed, and e is the first mistake. */
static struct bundle *bundle_if_right(struct bundle *b, struct findings *found, struct err *e)
{
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->list[i];
		if (f->severity != FINDING_ERROR)
			continue;
		if (f->line)
			err_set(e, E_FLOW, "%s:%d: %s", f->file, f->line, f->text);
		else
			err_set(e, E_FLOW, "%s: %s", f->file, f->text);
		bundle_free(b);
		b = NULL;
		break;
	}
	findings_free(found);
	return b;
}

/* ---- from files ---- */

static void add_file(json_t *files, const char *dir, const char *from, const char *path,
                     struct findings *found)
{
	struct err why = { 0 };
	size_t len;
	char *full = xasprintf("%s/%s", dir, from);
	char *text = file_read(full, SANDBOX_SOURCE_BYTES, &len, &why);
	if (!text)
		findings_add(found, FINDING_ERROR, from, 0, "%s", why.text);
	else if (!text_valid(text, len))
		findings_add(found, FINDING_ERROR, from, 0,
		             "save the file as UTF-8, without NUL bytes");
	else
		json_object_set_new(files, path, json_stringn(text, len));
	free(text);
	free(full);
}

/* Korean must be there; another language may. */
static void add_phrases(json_t *files, const char *dir, struct findings *found)
{
	for (int l = 0; l < LANGUAGES; l++) {
		const char *path = language_phrases((enum language)l);
		char *full = xasprintf("%s/%s", dir, path);
		if (l == LANGUAGE_KO || access(full, F_OK) == 0)
			add_file(files, dir, path, path, found);
		free(full);
	}
}

struct bundle *bundle_read_all(const char *dir, const char *flow, struct bundle *like,
                               struct findings *found)
{
	const struct embedded *prelude = embedded_find("lua/assent/prelude.lua");
	if (!is_flow_name(flow)) {
		findings_add(found, FINDING_ERROR, flow, 0,
		             "a flow's folder is named with a-z, 0-9 and _, at most %d",
		             NAME_MAX_BYTES);
		return NULL;
	}
	char *from = xasprintf("%s/flow.lua", flow);
	json_t *files = json_object();
	add_file(files, dir, from, "flow.lua", found);
	add_phrases(files, dir, found);
	add_file(files, dir, "policy.lua", "policy.lua", found);
	free(from);
	json_object_set_new(files, "prelude.lua", json_stringn(prelude->data, prelude->size_bytes));
	return bundle_take(flow, files, like, found);
}

struct bundle *bundle_read_like(const char *dir, const char *flow, struct bundle *like,
                                struct err *e)
{
	struct findings found = { 0 };
	struct bundle *b = bundle_read_all(dir, flow, like, &found);
	return bundle_if_right(b, &found, e);
}

struct bundle *bundle_read(const char *dir, const char *flow, struct err *e)
{
	return bundle_read_like(dir, flow, NULL, e);
}

/* ---- from the store ---- */

static bool is_translation(const char *path)
{
	for (int l = LANGUAGE_KO + 1; l < LANGUAGES; l++)
		if (!strcmp(path, language_phrases((enum language)l)))
			return true;
	return false;
}

static int check_files(const char *flow, const json_t *files, struct err *e)
{
	size_t count = 0;
	for (size_t i = 0; bundle_paths[i]; i++) {
		const json_t *text = json_object_get(files, bundle_paths[i]);
		if (!text && is_translation(bundle_paths[i]))
			continue;
		count++;
		if (!json_is_string(text))
			return err_set(e, E_PARSE, "a bundle needs its file %s", bundle_paths[i]);
		if (!text_valid(json_string_value(text), json_string_length(text)))
			return err_set(e, E_FLOW,
			               "%s of %s: save the file as UTF-8, without NUL "
			               "bytes",
			               bundle_paths[i], flow);
	}
	if (json_object_size(files) != count)
		return err_set(e, E_PARSE, "a bundle has no other files than those of a flow");
	return 0;
}

struct bundle *bundle_parse(const char *content, struct err *e)
{
	json_error_t je;
	const char *flow;
	json_t *files;
	struct findings found = { 0 };
	struct bundle *b = NULL;
	json_t *doc = json_loads(content, JSON_REJECT_DUPLICATES, &je);
	if (!doc)
		err_set(e, E_PARSE, "stored bundle: %s", je.text);
	else if (json_unpack(doc, "{s:s, s:o !}", "flow", &flow, "files", &files) ||
	         !json_is_object(files) || !is_flow_name(flow))
		err_set(e, E_PARSE, "stored bundle: expected {\"flow\", \"files\"}");
	else if (!check_files(flow, files, e))
		b = bundle_if_right(bundle_take(flow, json_incref(files), NULL, &found), &found, e);
	json_decref(doc);
	return b;
}

struct bundle *bundle_absent(const char *flow, const char *hash)
{
	struct bundle *b = xcalloc(1, sizeof *b);
	b->kept = 1;
	b->flow = xstrdup(flow);
	b->title = xstrdup(flow);
	b->chunk = xasprintf("%s/flow.lua", flow);
	b->files = json_object();
	snprintf(b->hash, sizeof b->hash, "%s", hash);
	/* the guide's rule for what is kept of non-members: without it nothing would be erased */
	b->policy.consents =
		json_pack("{s:{s:s, s:s}}", "collection", "by", "self", "only", "non_member");
	b->policy.buttons = (struct buttons){ "네", "아니요", "" };
	return b;
}

struct bundle *bundle_keep(struct bundle *b)
{
	b->kept++;
	return b;
}

static void free_words(struct bundle *b)
{
	for (int l = 0; l < LANGUAGES; l++) {
		struct wording *in = &b->in[l];
		for (size_t i = 0; i < in->count; i++)
			phrase_free(in->phrases[i]);
		free(in->phrases);
		json_decref(in->words);
		json_decref(in->data);
	}
	policy_clear(&b->policy);
	json_decref(b->policy_data);
	json_decref(b->placeholders);
}

void bundle_free(struct bundle *b)
{
	if (!b || --b->kept)
		return;
	if (b->spoken)
		bundle_free(b->spoken);
	else
		free_words(b);
	json_decref(b->files);
	json_decref(b->opens);
	json_decref(b->collects);
	free(b->flow);
	free(b->title);
	free(b->chunk);
	free(b->content);
	free(b);
}

/* ---- what it says ---- */

const char *bundle_hash(const struct bundle *b)
{
	return b->hash;
}

const char *bundle_content(const struct bundle *b)
{
	return b->content;
}

const char *bundle_flow(const struct bundle *b)
{
	return b->flow;
}

const char *bundle_title(const struct bundle *b)
{
	return b->title;
}

const char *bundle_chunk(const struct bundle *b)
{
	return b->chunk;
}

const char *bundle_file(const struct bundle *b, const char *path, size_t *len_bytes)
{
	const json_t *text = json_object_get(b->files, path);
	if (len_bytes)
		*len_bytes = json_string_length(text);
	return json_string_value(text);
}

json_t *bundle_files(const struct bundle *b)
{
	return b->files;
}

static int by_id(const void *id, const void *phrase)
{
	return strcmp(id, (*(struct phrase *const *)phrase)->id);
}

const struct phrase *bundle_phrase(const struct bundle *b, const char *id)
{
	return bundle_own_phrase(b, id, LANGUAGE_KO);
}

const struct phrase *bundle_own_phrase(const struct bundle *b, const char *id, enum language l)
{
	const struct wording *in = &b->in[l];
	if (!id || !in->phrases)
		return NULL;
	struct phrase *const *found =
		bsearch(id, in->phrases, in->count, sizeof *in->phrases, by_id);
	return found ? *found : NULL;
}

const struct phrase *bundle_phrase_in(const struct bundle *b, const char *id, enum language l)
{
	const struct phrase *own = bundle_own_phrase(b, id, l);
	return own ? own : bundle_phrase(b, id);
}

bool bundle_speaks(const struct bundle *b, enum language l)
{
	return b->in[l].phrases != NULL;
}

const struct buttons *bundle_buttons(const struct bundle *b, enum language l)
{
	const struct buttons *own = &b->in[l].buttons;
	return own->yes && own->no && own->typed ? own : &b->policy.buttons;
}

json_t *bundle_phrase_ids(const struct bundle *b)
{
	json_t *ids = json_array();
	for (size_t i = 0; i < b->in[LANGUAGE_KO].count; i++)
		json_array_append_new(ids, json_string(b->in[LANGUAGE_KO].phrases[i]->id));
	return ids;
}

json_t *bundle_opens(const struct bundle *b)
{
	return b->opens;
}

json_t *bundle_collect(const struct bundle *b, const char *field)
{
	return json_object_get(b->collects, field);
}

json_t *bundle_collects(const struct bundle *b)
{
	return b->collects;
}

json_t *bundle_words(const struct bundle *b, const char *list)
{
	return json_object_get(b->in[LANGUAGE_KO].words, list);
}

const char *bundle_word(const struct bundle *b, const char *list, const char *code)
{
	return json_string_value(json_object_get(bundle_words(b, list), code));
}

const char *bundle_word_in(const struct bundle *b, const char *list, const char *code,
                           enum language l)
{
	const char *own =
		json_string_value(json_object_get(json_object_get(b->in[l].words, list), code));
	return own ? own : bundle_word(b, list, code);
}

json_t *bundle_word_told(const struct bundle *b, const char *list, const char *code)
{
	if (!bundle_word(b, list, code))
		return json_null();
	json_t *out = json_object();
	for (int l = 0; l < LANGUAGES; l++)
		json_object_set_new(out, language_code((enum language)l),
		                    json_string(bundle_word_in(b, list, code, (enum language)l)));
	return out;
}

json_t *bundle_placeholder(const struct bundle *b, const char *name)
{
	return json_object_get(b->placeholders, name);
}

json_t *bundle_placeholders(const struct bundle *b)
{
	return b->placeholders;
}

const struct policy *bundle_policy(const struct bundle *b)
{
	return &b->policy;
}
