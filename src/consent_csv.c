/* Consents as CSV: one row each. */
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "consent_formats.h"

/* From where a cell comes. Paths are members with dots between. */
enum where {
	OF_CASE,    /* the document */
	OF_CONSENT, /* the consent */
	OF_LAST,    /* its last change */
	OF_SHOWN,   /* the last change with which a notice was shown */
	OF_ANSWER,  /* the last answer to it: granted or denied */
};

static const struct column {
	const char *name;
	enum where where;
	const char *path;
} columns[] = {
	{ "case", OF_CASE, "case" },
	{ "consent", OF_CONSENT, "id" },
	{ "flow", OF_CASE, "flow" },
	{ "kind", OF_CONSENT, "kind" },
	{ "subject", OF_CONSENT, "subject" },
	{ "delegate", OF_CONSENT, "delegate" },
	{ "about", OF_CONSENT, "about" },
	{ "state", OF_CONSENT, "state" },
	{ "changed_at", OF_LAST, "at" },
	{ "served_at", OF_CONSENT, "served_at" },
	{ "expires_at", OF_CONSENT, "expires_at" },
	{ "purpose", OF_CONSENT, "purpose" },
	{ "items", OF_CONSENT, "items" },
	{ "retention", OF_CONSENT, "retention" },
	{ "evidence", OF_LAST, "evidence.kind" },
	{ "evidence_by", OF_LAST, "evidence.by" },
	{ "evidence_method", OF_LAST, "evidence.method" },
	{ "evidence_choice", OF_LAST, "evidence.choice" },
	{ "evidence_words", OF_LAST, "evidence.words" },
	{ "evidence_source", OF_LAST, "evidence.source" },
	{ "evidence_event", OF_LAST, "evidence.event" },
	{ "evidence_sent_at", OF_LAST, "evidence.sent_at" },
	{ "phrase", OF_CONSENT, "notice.phrase" },
	{ "phrase_version", OF_CONSENT, "notice.version" },
	{ "phrase_bundle", OF_CONSENT, "notice.bundle" },
	{ "notice_language", OF_CONSENT, "notice.language" },
	{ "notice_identity", OF_CONSENT, "notice.identity" },
	{ "notice_sha256", OF_CONSENT, "notice.sha256" },
	{ "notice", OF_CONSENT, "notice.text" },
	{ "shown_by", OF_SHOWN, "evidence.by" },
	{ "shown_over", OF_SHOWN, "evidence.channel" },
	{ "shown_edited", OF_SHOWN, "evidence.edited" },
	{ "delivery", OF_SHOWN, "shown.delivery" },
	{ "answer", OF_ANSWER, "state" },
	{ "answer_at", OF_ANSWER, "at" },
	{ "answer_evidence", OF_ANSWER, "evidence.kind" },
	{ "answer_by", OF_ANSWER, "evidence.by" },
	{ "answer_method", OF_ANSWER, "evidence.method" },
	{ "answer_choice", OF_ANSWER, "evidence.choice" },
	{ "answer_words", OF_ANSWER, "evidence.words" },
	{ "answer_source", OF_ANSWER, "evidence.source" },
	{ "answer_event", OF_ANSWER, "evidence.event" },
	{ "answer_sent_at", OF_ANSWER, "evidence.sent_at" },
};

static const json_t *at_path(const json_t *v, const char *path)
{
	char name[32];
	for (size_t n; v && *path; path += n + (path[n] == '.')) {
		n = strcspn(path, ".");
		snprintf(name, sizeof name, "%.*s", (int)n, path);
		v = json_object_get(v, name);
	}
	return v;
}

static bool is_of(const json_t *change, enum where where)
{
	const char *state = json_string_value(json_object_get(change, "state"));
	switch (where) {
	case OF_SHOWN:
		return json_object_get(change, "shown") != NULL;
	case OF_ANSWER:
		return !strcmp(state, "granted") || !strcmp(state, "denied");
	default:
		return true;
	}
}

/* NULL: there was none. */
static const json_t *last_change(const json_t *consent, enum where where)
{
	const json_t *history = json_object_get(consent, "history");
	for (size_t i = json_array_size(history); i > 0; i--)
		if (is_of(json_array_get(history, i - 1), where))
			return json_array_get(history, i - 1);
	return NULL;
}

/* ---- cells ---- */

static bool begins_formula(const char *text)
{
	static const char *const signs[] = { "=",  "+",  "-",  "@",  "\t", "\r",
		                             "\n", "＝", "＋", "－", "＠" };
	for (size_t i = 0; i < COUNT_OF(signs); i++)
		if (!strncmp(text, signs[i], strlen(signs[i])))
			return true;
	return false;
}

static void add_cell(struct buf *out, const char *text)
{
	bool quoted = strpbrk(text, ",\"\r\n") != NULL;
	if (quoted)
		buf_adds(out, "\"");
	if (begins_formula(text))
		buf_adds(out, "'");
	for (const char *at = text; *at; at++)
		buf_add(out, *at == '"' ? "\"\"" : at, *at == '"' ? 2 : 1);
	if (quoted)
		buf_adds(out, "\"");
}

static void add_value(struct buf *out, const json_t *v)
{
	struct buf list = { 0 };
	size_t i;
	json_t *one;
	if (json_is_string(v)) {
		add_cell(out, json_string_value(v));
	} else if (json_is_integer(v)) {
		buf_addf(out, "%lld", (long long)json_integer_value(v));
	} else if (json_is_true(v)) {
		buf_adds(out, "true");
	} else if (json_is_array(v)) {
		json_array_foreach(v, i, one)
		{
			buf_addf(&list, "%s%s", i ? "; " : "", json_string_value(one));
		}
		char *text = buf_take(&list);
		add_cell(out, text);
		free(text);
	}
}

void consent_csv_head(struct buf *out)
{
	for (size_t i = 0; i < COUNT_OF(columns); i++)
		buf_addf(out, "%s%s", i ? "," : "", columns[i].name);
	buf_adds(out, "\r\n");
}

void consent_csv_row(struct buf *out, const json_t *doc, const json_t *consent)
{
	const json_t *from[] = { [OF_CASE] = doc,
		                 [OF_CONSENT] = consent,
		                 [OF_LAST] = last_change(consent, OF_LAST),
		                 [OF_SHOWN] = last_change(consent, OF_SHOWN),
		                 [OF_ANSWER] = last_change(consent, OF_ANSWER) };
	for (size_t i = 0; i < COUNT_OF(columns); i++) {
		if (i)
			buf_adds(out, ",");
		add_value(out, at_path(from[columns[i].where], columns[i].path));
	}
	buf_adds(out, "\r\n");
}
