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

enum { NAME_MAX_BYTES = 40 };

static bool is_flow_name(const char *s)
{
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_");
	return len && len <= NAME_MAX_BYTES && !s[len];
}

/* ---- making one ---- */

static int check_files(const struct bundle *b, struct err *e)
{
	if (json_object_size(b->files) != 4)
		return err_set(e, E_PARSE, "a bundle has four files");
	for (size_t i = 0; bundle_paths[i]; i++) {
		size_t len;
		const char *text = bundle_file(b, bundle_paths[i], &len);
		if (!text)
			return err_set(e, E_PARSE, "a bundle needs its file %s", bundle_paths[i]);
		if (!text_valid(text, len))
			return err_set(e, E_FLOW, "%s: save the file as UTF-8, without NUL bytes",
			               bundle_chunk_of(b, bundle_paths[i]));
	}
	return 0;
}

/* Names the content: equal content, equal text, equal hash, whatever order it came in. */
static void seal(struct bundle *b)
{
	json_t *content = json_pack("{s:s, s:O}", "flow", b->flow, "files", b->files);
	b->content = json_dumps(content, JSON_SORT_KEYS | JSON_COMPACT);
	json_decref(content);
	crypto_sha256_hex(b->content, strlen(b->content), b->hash);
}

/* Takes files, also on failure. */
static struct bundle *bundle_take(const char *flow, json_t *files, struct err *e)
{
	struct bundle *b = xcalloc(1, sizeof *b);
	b->kept = 1;
	b->flow = xstrdup(flow);
	b->chunk = xasprintf("%s/flow.lua", flow);
	b->files = files;
	if (!check_files(b, e)) {
		seal(b);
		if (!bundle_data_read(b, e))
			return b;
	}
	bundle_free(b);
	return NULL;
}

static int add_file(json_t *files, const char *dir, const char *from, const char *path,
                    struct err *e)
{
	struct err why = { 0 };
	size_t len;
	char *full = xasprintf("%s/%s", dir, from);
	char *text = file_read(full, SANDBOX_SOURCE_BYTES, &len, &why);
	int result = 0;
	if (!text)
		result = err_set(e, E_FLOW, "%s: %s", from, why.text);
	else if (!text_valid(text, len))
		result = err_set(e, E_FLOW, "%s: save the file as UTF-8, without NUL bytes", from);
	else
		json_object_set_new(files, path, json_stringn(text, len));
	free(text);
	free(full);
	return result;
}

struct bundle *bundle_read(const char *dir, const char *flow, struct err *e)
{
	const struct embedded *prelude = embedded_find("lua/assent/prelude.lua");
	if (!is_flow_name(flow)) {
		err_set(e, E_FLOW,
		        "'%.60s': a flow's folder is named with a-z, 0-9 and _, at most %d", flow,
		        NAME_MAX_BYTES);
		return NULL;
	}
	char *from = xasprintf("%s/flow.lua", flow);
	json_t *files = json_object();
	int bad = add_file(files, dir, from, "flow.lua", e) ||
	          add_file(files, dir, "phrases/ko.lua", "phrases/ko.lua", e) ||
	          add_file(files, dir, "policy.lua", "policy.lua", e);
	free(from);
	if (bad) {
		json_decref(files);
		return NULL;
	}
	json_object_set_new(files, "prelude.lua", json_stringn(prelude->data, prelude->size_bytes));
	return bundle_take(flow, files, e);
}

struct bundle *bundle_parse(const char *content, struct err *e)
{
	json_error_t je;
	const char *flow;
	json_t *files;
	struct bundle *b = NULL;
	json_t *doc = json_loads(content, JSON_REJECT_DUPLICATES, &je);
	if (!doc)
		err_set(e, E_PARSE, "stored bundle: %s", je.text);
	else if (json_unpack(doc, "{s:s, s:o !}", "flow", &flow, "files", &files) ||
	         !json_is_object(files) || !is_flow_name(flow))
		err_set(e, E_PARSE, "stored bundle: expected {\"flow\", \"files\"}");
	else
		b = bundle_take(flow, json_incref(files), e);
	json_decref(doc);
	return b;
}

struct bundle *bundle_keep(struct bundle *b)
{
	b->kept++;
	return b;
}

void bundle_free(struct bundle *b)
{
	if (!b || --b->kept)
		return;
	for (size_t i = 0; i < b->phrases_count; i++)
		phrase_free(b->phrases[i]);
	free(b->phrases);
	policy_clear(&b->policy);
	json_decref(b->policy_data);
	json_decref(b->files);
	json_decref(b->opens);
	json_decref(b->collects);
	json_decref(b->placeholders);
	json_decref(b->words);
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

static int by_id(const void *id, const void *phrase)
{
	return strcmp(id, (*(struct phrase *const *)phrase)->id);
}

const struct phrase *bundle_phrase(const struct bundle *b, const char *id)
{
	if (!id || !b->phrases)
		return NULL;
	struct phrase *const *found =
		bsearch(id, b->phrases, b->phrases_count, sizeof *b->phrases, by_id);
	return found ? *found : NULL;
}

json_t *bundle_phrase_ids(const struct bundle *b)
{
	json_t *ids = json_array();
	for (size_t i = 0; i < b->phrases_count; i++)
		json_array_append_new(ids, json_string(b->phrases[i]->id));
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

json_t *bundle_words(const struct bundle *b, const char *list)
{
	return json_object_get(b->words, list);
}

const char *bundle_word(const struct bundle *b, const char *list, const char *code)
{
	return json_string_value(json_object_get(bundle_words(b, list), code));
}

json_t *bundle_placeholder(const struct bundle *b, const char *name)
{
	return json_object_get(b->placeholders, name);
}

const struct policy *bundle_policy(const struct bundle *b)
{
	return &b->policy;
}
