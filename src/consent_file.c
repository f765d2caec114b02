/* data/consents/<case>.json: written beside the journal, checked against it at start, never
 * believed over it. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "consent.h"
#include "crypto.h"

enum {
	FILE_MAX_BYTES = 16 * 1024 * 1024,
	/* 2: each notice that was served, with what became of its message; the bundle of each
	 * 3: the language of each */
	DOCUMENT_VERSION = 3,
};

static json_t *text_or_null(const char *s)
{
	return s && *s ? json_string(s) : json_null();
}

/* The notice as it was served with this change, and what became of the message that carried it. */
static json_t *shown_json(const struct support_case *c, const struct consent_change *h)
{
	const char *id = json_string_value(json_object_get(h->evidence, "message"));
	const struct message *m = case_message(c, id);
	return json_pack("{s:o, s:s, s:o}", "text", text_or_null(case_text(c, h->shown)), "sha256",
	                 h->shown_hash, "delivery", text_or_null(m ? m->delivery : NULL));
}

static json_t *history_json(const struct support_case *c, const struct consent *k)
{
	json_t *list = json_array();
	for (size_t i = 0; i < k->history_count; i++) {
		const struct consent_change *h = &k->history[i];
		json_t *one = json_pack("{s:s, s:o, s:I, s:o}", "state", h->state, "at",
		                        time_json(h->at_ms), "turn", (json_int_t)h->turn,
		                        "evidence", case_reveal(c, h->evidence));
		if (h->shown)
			json_object_set_new(one, "shown", shown_json(c, h));
		json_array_append_new(list, one);
	}
	return list;
}

json_t *consent_notice(const struct support_case *c, const struct consent *k)
{
	const char *text = k->notice ? case_text(c, k->notice) : NULL;
	return json_pack("{s:s, s:i, s:s, s:o, s:o, s:o, s:o, s:o}", "phrase", k->phrase, "version",
	                 k->version, "language", language_code(k->language), "bundle",
	                 text_or_null(k->bundle), "identity", text_or_null(k->identity), "text",
	                 text_or_null(text), "sha256", text_or_null(k->notice_hash), "legal",
	                 k->legal ? json_deep_copy(k->legal) : json_object());
}

/* What the flow names, else what the notice says of it. */
static json_t *items_json(const struct consent *k)
{
	json_t *said = json_object_get(k->legal, "items");
	if (k->items)
		return json_deep_copy(k->items);
	return said ? json_pack("[O]", said) : json_array();
}

static const char *legal_text(const struct consent *k, const char *item)
{
	return json_string_value(json_object_get(k->legal, item));
}

static json_t *consent_json(const struct support_case *c, const struct consent *k)
{
	const char *purpose = legal_text(k, "purpose");
	return json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:s, s:o}", "id",
	                 k->id, "kind", k->kind, "subject", role_name(k->subject), "delegate",
	                 text_or_null(role_name(k->delegate)), "about", text_or_null(k->about),
	                 "purpose", text_or_null(purpose ? purpose : k->about), "items",
	                 items_json(k), "retention", text_or_null(legal_text(k, "retention")),
	                 "notice", consent_notice(c, k), "served_at", time_json(k->served_at_ms),
	                 "expires_at", time_json(k->expires_at_ms), "state", k->state, "history",
	                 history_json(c, k));
}

/* Tells a torn or edited file from one that was written whole. It protects against accidents, not
 * against forgers. */
static void seal(json_t *doc)
{
	char hex[SHA256_HEX];
	char *text = json_dumps(doc, JSON_SORT_KEYS | JSON_COMPACT);
	crypto_sha256_hex(text, strlen(text), hex);
	free(text);
	json_object_set_new(doc, "seal", json_string(hex));
}

json_t *consent_document(const struct support_case *c)
{
	if (!c->consents_count)
		return NULL;
	json_t *list = json_array();
	for (size_t i = 0; i < c->consents_count; i++)
		json_array_append_new(list, consent_json(c, &c->consents[i]));
	json_t *doc = json_pack("{s:i, s:s, s:s, s:s, s:o, s:I, s:o}", "version", DOCUMENT_VERSION,
	                        "case", c->id, "flow", c->flow, "bundle", c->bundle, "opened_at",
	                        time_json(c->opened_at_ms), "turn", (json_int_t)c->consents_turn,
	                        "consents", list);
	seal(doc);
	return doc;
}

char *consent_file_text(const struct support_case *c)
{
	json_t *doc = consent_document(c);
	char *text = doc ? json_dumps(doc, JSON_INDENT(2) | JSON_SORT_KEYS) : NULL;
	json_decref(doc);
	return text;
}

static int io_error(struct err *e, const char *what, const char *path)
{
	enum err_code code = errno == ENOSPC || errno == EDQUOT ? E_BUSY : E_IO;
	return err_set(e, code, "%s: cannot %s: %s", path, what, strerror(errno));
}

int consent_file_put(const char *dir, const char *case_id, const char *text, struct err *e)
{
	char *path = xasprintf("%s/%s.json", dir, case_id);
	int rc = file_put(path, text, strlen(text), false, e);
	free(path);
	return rc;
}

static int sync_path(const char *path, int flags, struct err *e)
{
	int fd = open(path, flags | O_CLOEXEC);
	if (fd < 0)
		return io_error(e, "open it", path);
	int failed = fsync(fd);
	if (failed)
		io_error(e, "sync it", path);
	close(fd);
	return failed;
}

int consent_file_sync(const char *dir, const char *case_id, struct err *e)
{
	char *path = xasprintf("%s/%s.json", dir, case_id);
	int rc = sync_path(path, O_RDONLY, e);
	free(path);
	return rc ? rc : sync_path(dir, O_RDONLY | O_DIRECTORY, e);
}

/* Cut off before its end, as a power cut may leave a file that was renamed and not yet synced: what
 * is wrong with it is wrong at its very end, perhaps within a character. */
static bool is_torn(const char *text, size_t len, const json_error_t *je)
{
	size_t at = (size_t)je->position;
	if (memchr(text, 0, len))
		return true;
	switch (json_error_code(je)) {
	case json_error_premature_end_of_input:
		return true;
	case json_error_invalid_utf8:
		return at + 3 >= len;
	case json_error_invalid_syntax: /* a word or an escape that was cut */
		return at >= len;
	default:
		return false;
	}
}

static bool is_less(const json_t *a, const json_t *b, const char *key)
{
	return json_integer_value(json_object_get(a, key)) <
	       json_integer_value(json_object_get(b, key));
}

/* What a file may say that the journal does not say of its turn any more, or not say yet. */
struct leeway {
	bool erased; /* texts that were erased since: they are null in the journal */
	bool fewer;  /* members that an earlier program did not write */
};

/* key: of which member these are. */
static bool is_said(const json_t *found, const json_t *told, const char *key,
                    const struct leeway *l)
{
	const char *name;
	json_t *v;
	size_t i;
	bool is_evidence = !strcmp(key, "evidence");
	if (l->erased && json_is_null(told) && (is_evidence || !strcmp(key, "text")))
		return json_is_string(found) || json_is_null(found);
	if (json_is_array(found) && json_array_size(found) == json_array_size(told)) {
		json_array_foreach(found, i, v)
		{
			if (!is_said(v, json_array_get(told, i), key, l))
				return false;
		}
		return true;
	}
	if (!json_is_object(found) || !json_is_object(told))
		return json_equal(found, told);
	json_object_foreach((json_t *)(uintptr_t)found, name, v)
	{
		if (!is_said(v, json_object_get(told, name), is_evidence ? key : name, l))
			return false;
	}
	return l->fewer || json_object_size(found) == json_object_size(told);
}

/* Is all that is found what the journal says of its turn? Takes the seal off. 1, 0, or -1. */
static int was_said(json_t *found, bool fewer, const struct consent_told *j, struct err *e)
{
	int64_t turn = json_integer_value(json_object_get(found, "turn"));
	struct support_case *then = j->behind(j->arg, j->case_id, turn, e);
	if (!then)
		return -1;
	json_t *told = consent_document(then);
	struct leeway l = { .fewer = fewer };
	for (size_t i = 0; i < then->values_count; i++)
		l.erased |= !then->values[i].text;
	json_object_del(found, "seal");
	json_object_del(told, "seal");
	if (fewer)
		json_object_set(told, "version", json_object_get(found, "version"));
	bool said = is_said(found, told, "", &l);
	json_decref(told);
	case_free(then);
	return said;
}

/* Whole, and what the journal said at an earlier turn, or to an earlier program: a hand could lower both and seal it
 * again. 1, 0, or -1. */
static int is_older(json_t *found, const struct consent_told *j, struct err *e)
{
	json_t *now = json_loads(j->text, 0, NULL);
	json_t *mark = json_incref(json_object_get(found, "seal"));
	json_object_del(found, "seal");
	seal(found);
	bool whole = mark && json_equal(mark, json_object_get(found, "seal"));
	bool earlier = is_less(found, now, "turn"), fewer = is_less(found, now, "version");
	json_decref(mark);
	json_decref(now);
	return whole && (earlier || fewer) ? was_said(found, fewer, j, e) : 0;
}

int consent_file_keep_aside(const char *dir, const char *case_id, int64_t now_ms, struct err *e)
{
	enum { NAME_BYTES = 200 }; /* what else the name holds has room behind it */
	char *path = xasprintf("%s/%s.json", dir, case_id);
	char *aside =
		xasprintf("%s/%.*s.json.found-%lld", dir, NAME_BYTES, case_id, (long long)now_ms);
	int rc = rename(path, aside) ? io_error(e, "keep it aside", path) : 0;
	free(path);
	free(aside);
	return rc;
}

int consent_file_forget(const char *dir, const char *case_id, struct err *e)
{
	glob_t found;
	char *pattern = xasprintf("%s/%s.json.found-*", dir, case_id);
	int rc = 0;
	if (glob(pattern, GLOB_NOSORT, NULL, &found) == 0) {
		for (size_t i = 0; i < found.gl_pathc; i++)
			if (unlink(found.gl_pathv[i]) && errno != ENOENT)
				rc = io_error(e, "remove it", found.gl_pathv[i]);
		globfree(&found);
	}
	free(pattern);
	return rc;
}

/* What a killed process had begun to write holds personal data too. */
static void remove_unfinished(const char *dir, const char *case_id)
{
	char *tmp = xasprintf("%s/%s.json.tmp", dir, case_id);
	unlink(tmp);
	free(tmp);
}

/* What the file holds is to be written over without a word. 1, 0, or -1. */
static int is_expected(const char *found, size_t len, const struct consent_told *j, struct err *e)
{
	json_error_t je;
	json_t *doc = json_loadb(found, len, JSON_REJECT_DUPLICATES, &je);
	int rc = doc ? is_older(doc, j, e) : is_torn(found, len, &je);
	json_decref(doc);
	return rc;
}

int consent_file_compare(const char *dir, const struct consent_told *j, struct err *e)
{
	struct err missing = { 0 };
	size_t len;
	char *path = xasprintf("%s/%s.json", dir, j->case_id);
	char *found = file_read(path, FILE_MAX_BYTES, &len, &missing);
	int expected, is = CONSENT_FILE_CHANGED;
	free(path);
	if (!found && missing.code == E_NOT_FOUND)
		return CONSENT_FILE_MISSING;
	if (!found && missing.code != E_TOO_LARGE)
		return err_set(e, missing.code, "%s", missing.text);
	if (found && !strcmp(found, j->text) && len == strlen(j->text))
		is = CONSENT_FILE_EQUAL;
	else if (found && (expected = is_expected(found, len, j, e)))
		is = expected < 0 ? -1 : CONSENT_FILE_BEHIND;
	free(found);
	return is;
}

int consent_file_check(const char *dir, const struct consent_told *j, int64_t now_ms, struct err *e)
{
	int is = consent_file_compare(dir, j, e);
	remove_unfinished(dir, j->case_id);
	if (is == CONSENT_FILE_CHANGED && consent_file_keep_aside(dir, j->case_id, now_ms, e))
		return -1;
	if (is > CONSENT_FILE_EQUAL && consent_file_put(dir, j->case_id, j->text, e))
		return -1;
	return is;
}

static int is_consent_file(const struct dirent *d)
{
	size_t len = strlen(d->d_name), end = strlen(".json");
	return d->d_name[0] != '.' && len > end && !strcmp(d->d_name + len - end, ".json");
}

int consent_file_each(const char *dir, int (*fn)(void *arg, const char *case_id), void *arg,
                      struct err *e)
{
	struct dirent **list;
	int rc = 0, count = scandir(dir, &list, is_consent_file, alphasort);
	if (count < 0 && errno == ENOENT)
		return 0;
	if (count < 0)
		return err_set(e, E_IO, "%s: cannot be read: %s", dir, strerror(errno));
	for (int i = 0; i < count; i++) {
		list[i]->d_name[strlen(list[i]->d_name) - strlen(".json")] = '\0';
		if (!rc)
			rc = fn(arg, list[i]->d_name);
		free(list[i]);
	}
	free(list);
	return rc;
}
