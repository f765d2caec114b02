/* Texts of ours read back: which row they are of, and with which values. */
#include "sentence.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "sentence_impl.h"
#include "text.h"

struct reading {
	enum language l;
	json_t *values;
};

static bool reads(struct reading *r, const char *text, const char *rest);

static void keep(struct reading *r, const struct part *p, json_t *value)
{
	char *name = xstrndup(p->name, p->name_len);
	json_object_set_new(r->values, name, value);
	free(name);
}

/* Behind a value: its particle, and then the rest of the row. */
static bool reads_on(struct reading *r, const struct part *p, const char *value, const char *text,
                     const char *rest)
{
	const char *particle = *p->particle ? text_particle(value, p->particle) : "";
	size_t len = strlen(particle);
	return !strncmp(text, particle, len) && reads(r, text + len, rest);
}

/* Words of the vocabulary with commas between them, of which `before` (NULL: none) have been read. */
static bool reads_words(struct reading *r, const struct part *p, const char *text, const char *rest,
                        const json_t *before)
{
	size_t count, kind_len = strlen(p->kind);
	const struct sentences *tables = sentence_tables(&count);
	for (size_t i = 0; kind_len && i < count; i++)
		for (const struct sentence *s = tables[i].rows; s->code; s++) {
			const char *word = s->text[r->l];
			size_t len = strlen(word);
			if (strncmp(s->code, p->kind, kind_len) || s->code[kind_len] != '.' ||
			    strncmp(text, word, len))
				continue;
			json_t *all = before ? json_copy((json_t *)before) : json_array();
			json_array_append_new(all, json_string(s->code + kind_len + 1));
			bool more = !strncmp(text + len, ", ", 2) &&
			            reads_words(r, p, text + len + 2, rest, all);
			bool fits = more || reads_on(r, p, word, text + len, rest);
			if (fits && !more)
				keep(r, p,
				     json_array_size(all) > 1
				             ? json_incref(all)
				             : json_incref(json_array_get(all, 0)));
			json_decref(all);
			if (fits)
				return true;
		}
	return false;
}

/* Is what stands there a sentence of ours? */
static bool is_ours(const char *text)
{
	json_t *told = sentence_read(text);
	bool ours = json_is_object(told);
	json_decref(told);
	return ours;
}

/* A word that no vocabulary has is a code: of a policy's own consent, for example. */
static bool may_stand(const char *kind, const char *value)
{
	static const char code[] = "abcdefghijklmnopqrstuvwxyz0123456789_.-";
	if (!strcmp(kind, "sentence"))
		return is_ours(value);
	return !*kind || !strcmp(kind, "said") || !value[strspn(value, code)];
}

/* The shortest text behind which the rest fits. */
static bool reads_free(struct reading *r, const struct part *p, const char *text, const char *rest)
{
	for (size_t len = 1; len <= strlen(text); len++) {
		char *value = xstrndup(text, len);
		bool fits = text_valid(value, len) && reads_on(r, p, value, text + len, rest) &&
		            may_stand(p->kind, value);
		if (fits)
			keep(r, p, json_string(value));
		free(value);
		if (fits)
			return true;
	}
	return false;
}

static bool reads(struct reading *r, const char *text, const char *rest)
{
	struct part p;
	const char *at = rest;
	if (sentence_part(&at, &p) <= 0)
		return !*text;
	if (p.literal)
		return !strncmp(text, p.literal, p.literal_len) &&
		       reads(r, text + p.literal_len, at);
	return reads_words(r, &p, text, at, NULL) || reads_free(r, &p, text, at);
}

/* Before anything costs: its first and last literal. */
static bool may_be(const char *text, const char *row)
{
	size_t first = strcspn(row, "{"), len = strlen(text);
	const char *last = strrchr(row, '}');
	size_t last_len = last ? strlen(last + 1) : 0;
	return len >= first + last_len && !strncmp(text, row, first) &&
	       (!last || !strcmp(text + len - last_len, last + 1));
}

/* Rows without placeholders are known by their whole text before any that could hold it. */
static json_t *read_rows(const struct sentences *t, const char *text, bool with_values)
{
	for (const struct sentence *s = t->rows; s->code; s++) {
		const char *row = s->text[t->kept_in];
		if (!strchr(row, '{') == with_values || !may_be(text, row))
			continue;
		struct reading r = { (enum language)t->kept_in, json_object() };
		if (reads(&r, text, row))
			return sentence_told(s->code, r.values);
		json_decref(r.values);
	}
	return NULL;
}

json_t *sentence_read(const char *text)
{
	size_t count;
	const struct sentences *tables = sentence_tables(&count);
	for (int with_values = 0; text && *text && with_values < 2; with_values++)
		for (size_t i = 0; i < count; i++) {
			json_t *told = tables[i].kept_in < 0
			                       ? NULL
			                       : read_rows(&tables[i], text, with_values);
			if (told)
				return told;
		}
	return json_null();
}

char *sentence_again(enum language l, const char *text)
{
	json_t *told = sentence_read(text);
	char *again = json_is_null(told) ? xstrdup(text) : sentence_tell(l, told);
	json_decref(told);
	return again;
}
