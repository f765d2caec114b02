/* bundle_translate.c: the phrases in another language than Korean. What a phrase is and tells is said once,
 * in phrases/ko.lua; here are only its words, which may leave out nothing and add no placeholder. */
#include "bundle_data.h"

#include "base.h"
#include "keys.h"
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

struct translating {
	struct bundle *b;
	enum language l;
	const struct translate_told *told;
	bool is_broken; /* the phrase being read: a mistake in itself */
	bool is_unlike; /* it does not say what the Korean phrase says: it is not used */
};

static void pass_on(void *arg, const char *key, const char *text)
{
	struct translating *t = arg;
	t->is_broken = true;
	t->told->wrong(t->told->arg, key, text);
}

static void tell(struct translating *t, const char *id, const char *at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
static void tell(struct translating *t, const char *id, const char *at, const char *fmt, ...)
{
	char text[400], *key = xasprintf("%s%s%s", id, *at ? "/" : "", at);
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	pass_on(t, key, text);
	free(key);
}

/* ---- words and buttons ---- */

static void check_list(struct translating *t, const char *list)
{
	const json_t *words = json_object_get(t->b->in[t->l].words, list);
	const char **codes = keys_sorted(words);
	for (size_t i = 0; codes[i]; i++) {
		const char *word = json_string_value(json_object_get(words, codes[i]));
		char *at = xasprintf("%s/%s", list, codes[i]);
		if (!word || !*word)
			tell(t, "words", at, "words.%.40s.%.40s: expected a text", list, codes[i]);
		else if (!bundle_word(t->b, list, codes[i]))
			tell(t, "words", at, "words.%.40s.%.40s: is not in phrases/ko.lua", list,
			     codes[i]);
		free(at);
	}
	free(codes);
}

static void take_words(struct translating *t, json_t *table)
{
	static const char *const lists[] = { "topic", "party", NULL };
	json_t *words = json_object_get(table, "words");
	if (!json_is_object(words)) {
		tell(t, "words", "", "words = { topic = { … }, party = { … } } is missing");
		return;
	}
	t->b->in[t->l].words = json_incref(words);
	keys_check_all(words, lists, pass_on, t);
	for (size_t i = 0; lists[i]; i++)
		check_list(t, lists[i]);
}

static void take_buttons(struct translating *t, json_t *table)
{
	static const char *const known[] = { "yes", "no", "typed", NULL };
	const json_t *given = json_object_get(table, "buttons");
	const char *text[3];
	if (keys_check_all(given, known, pass_on, t))
		return;
	for (size_t i = 0; known[i]; i++) {
		text[i] = json_string_value(json_object_get(given, known[i]));
		if (!text[i] || !*text[i]) {
			tell(t, "buttons", known[i], "buttons.%s: expected a text", known[i]);
			return;
		}
	}
	t->b->in[t->l].buttons = (struct buttons){ text[0], text[1], text[2] };
}

/* ---- phrases ---- */

/* The entry as a whole one: what is not said in words comes from the Korean phrase. */
static json_t *whole_entry(const struct phrase *ko, const json_t *entry)
{
	json_t *whole = json_deep_copy(entry), *tells = json_array();
	for (unsigned class = CLASS_PUBLIC; class < CLASS_CONTACT; class <<= 1)
		if (ko->tells & class)
			json_array_append_new(
				tells, json_string(data_class_name((enum data_class) class)));
	json_object_set_new(whole, "kind", json_string(phrase_kind_name(ko->kind)));
	json_object_set_new(whole, "tells", tells);
	if (ko->consent)
		json_object_set_new(whole, "consent", json_string(ko->consent));
	return whole;
}

/* Where a phrase is not what the Korean one is; the rest of the flows works without it. */
static void unlike(struct translating *t, const char *id, const char *at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
static void unlike(struct translating *t, const char *id, const char *at, const char *fmt, ...)
{
	char text[400], *key = xasprintf("%s%s%s", id, *at ? "/" : "", at);
	va_list ap;
	va_start(ap, fmt);
	int len = snprintf(text, sizeof text, "phrase '%.60s': ", id);
	vsnprintf(text + len, sizeof text - (size_t)len, fmt, ap);
	va_end(ap);
	t->is_unlike = true;
	t->told->unlike(t->told->arg, key, text);
	free(key);
}

static bool has_placeholder(const struct phrase *p, const char *name)
{
	for (size_t i = 0; i < p->parts_count; i++)
		if (p->part[i].name && !strcmp(p->part[i].name, name))
			return true;
	return false;
}

static void check_placeholders(struct translating *t, const struct phrase *p,
                               const struct phrase *ko)
{
	for (size_t i = 0; i < p->parts_count; i++) {
		const struct phrase_part *part = &p->part[i];
		if (part->name && !has_placeholder(ko, part->name))
			unlike(t, p->id, "text",
			       "{%s} is not in the Korean phrase, and a translation tells nothing "
			       "more",
			       part->name);
		if (part->particle)
			unlike(t, p->id, "text", "{%s:%s}: particles are Korean: write {%s}",
			       part->name, part->particle, part->name);
	}
	for (size_t i = 0; i < ko->parts_count; i++)
		if (ko->part[i].name && !has_placeholder(p, ko->part[i].name))
			unlike(t, p->id, "text", "{%s} of the Korean phrase is missing",
			       ko->part[i].name);
}

static bool has_item(const struct phrase *p, const char *item)
{
	for (size_t i = 0; i < p->legal_count; i++)
		if (!strcmp(p->legal[i].item, item))
			return true;
	return false;
}

/* Nobody agrees to other terms because of the language that he speaks. */
static void check_items(struct translating *t, const struct phrase *p, const struct phrase *ko)
{
	for (size_t i = 0; i < ko->legal_count; i++)
		if (!has_item(p, ko->legal[i].item))
			unlike(t, p->id, "legal", "legal.%s of the Korean notice is missing",
			       ko->legal[i].item);
	for (size_t i = 0; i < p->legal_count; i++)
		if (!has_item(ko, p->legal[i].item))
			unlike(t, p->id, "legal",
			       "legal.%s is not in the Korean notice: it must say the same terms "
			       "in "
			       "every language",
			       p->legal[i].item);
}

/* The entry as a phrase; NULL: it is none of ours. */
static struct phrase *parse(struct translating *t, const char *id, const json_t *entry)
{
	static const char *const known[] = { "text",  "source", "version", "draft", "legal",
		                             "mends", "yes",    "no",      NULL };
	const struct phrase *ko = bundle_phrase(t->b, id);
	struct err why = { 0 };
	if (!ko) {
		unlike(t, id, "", "is not in phrases/ko.lua");
		return NULL;
	}
	if (!json_is_object(entry)) {
		tell(t, id, "", "phrase '%.60s': expected { text = \"…\" }", id);
		return NULL;
	}
	if (keys_check(entry, known, &why))
		tell(t, id, "", "phrase '%.60s': %s: all else is said in phrases/ko.lua", id,
		     why.text);
	json_t *whole = whole_entry(ko, entry);
	struct phrase *p = phrase_parse(id, whole, t->b->placeholders, pass_on, t);
	json_decref(whole);
	p->language = t->l;
	return p;
}

static void add_phrase(struct translating *t, const char *id, const json_t *entry)
{
	const struct phrase *ko = bundle_phrase(t->b, id);
	struct wording *in = &t->b->in[t->l];
	t->is_broken = t->is_unlike = false;
	struct phrase *p = parse(t, id, entry);
	if (!p)
		return;
	check_placeholders(t, p, ko);
	check_items(t, p, ko);
	if (p->version != ko->version)
		unlike(t, id, "version",
		       "is a translation of version %d, and the Korean phrase is of version %d: "
		       "translate it anew and write that number",
		       p->version, ko->version);
	if (t->is_unlike) {
		phrase_free(p);
		return;
	}
	p->broken = t->is_broken;
	in->phrases[in->count++] = p;
}

void bundle_translate(struct bundle *b, enum language l, json_t *table,
                      const struct translate_told *told)
{
	static const char *const sections[] = { "language", "words", "buttons", NULL };
	struct translating t = { .b = b, .l = l, .told = told };
	const char *language = json_string_value(json_object_get(table, "language"));
	const char **ids = keys_sorted(table);
	b->in[l].data = json_incref(table);
	b->in[l].phrases = xcalloc(json_object_size(table) + 1, sizeof(struct phrase *));
	if (language_from(language) != (int)l)
		tell(&t, "language", "", "expected language = \"%s\"", language_code(l));
	take_words(&t, table);
	take_buttons(&t, table);
	for (size_t i = 0; ids[i]; i++) {
		bool is_section = false;
		for (size_t j = 0; sections[j]; j++)
			is_section |= !strcmp(sections[j], ids[i]);
		if (!is_section)
			add_phrase(&t, ids[i], json_object_get(table, ids[i]));
	}
	free(ids);
}
