#include "notice.h"

#include "base.h"
#include "bundle.h"
#include "crypto.h"
#include "keys.h"
#include "legal.h"
#include "phrase.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

/* ---- terms ---- */

static char *terms_of_parts(const struct phrase_part *part, size_t count)
{
	struct buf out = { 0 };
	for (size_t i = 0; i < count; i++) {
		char *literal = part[i].text ? text_terms(part[i].text) : NULL;
		if (literal)
			buf_adds(&out, literal);
		else
			buf_addf(&out, "{%s}", part[i].name);
		free(literal);
	}
	return buf_take(&out);
}

/* Of a text that phrase_split takes; of any other, of its words as they stand. */
static char *terms_of(const char *text)
{
	struct phrase_part part[PHRASE_PARTS_MAX];
	size_t count;
	int bad = phrase_split(text, part, &count, NULL);
	char *terms = bad ? text_terms(text) : terms_of_parts(part, count);
	phrase_parts_free(part, count);
	return terms;
}

static int item_of(const struct phrase *p, const char *item)
{
	for (size_t i = 0; i < p->legal_count; i++)
		if (!strcmp(p->legal[i].item, item))
			return (int)i;
	return -1;
}

static bool is_term(const char *item)
{
	const struct legal_item *known = legal_item_find(item);
	return !known || !known->is_form;
}

void notice_seal(struct phrase *p)
{
	json_t *items = json_object();
	for (size_t i = 0; i < p->legal_count; i++) {
		const char *first = p->legal[i].mends ? p->legal[i].mends : p->legal[i].text;
		char *terms = terms_of(first);
		if (is_term(p->legal[i].item))
			json_object_set_new(items, p->legal[i].item, json_string(terms));
		free(terms);
	}
	json_t *doc = json_pack("{s:o, s:s}", "items", items, "kind", p->consent ? p->consent : "");
	char *text = json_dumps(doc, JSON_SORT_KEYS | JSON_COMPACT);
	crypto_sha256_hex(text, strlen(text), p->identity);
	free(text);
	json_decref(doc);
}

char *notice_item(const struct bundle *b, enum language l, const char *text, const char *delegate,
                  const char *topic)
{
	struct phrase_part part[PHRASE_PARTS_MAX];
	struct buf out = { 0 };
	size_t count;
	int bad = phrase_split(text, part, &count, NULL);
	for (size_t i = 0; i < count && !bad; i++) {
		const char *name = part[i].name, *word = NULL;
		const char *type = json_string_value(
			json_object_get(name ? bundle_placeholder(b, name) : NULL, "type"));
		if (type && !strcmp(type, "party") && delegate)
			word = bundle_word_in(b, "party", delegate, l);
		if (type && !strcmp(type, "topic") && topic)
			word = bundle_word_in(b, "topic", topic, l);
		buf_adds(&out, !name ? part[i].text : word ? word : "…");
		if (word && part[i].particle && i + 1 < count)
			buf_adds(&out, text_particle(word, part[i].particle));
	}
	phrase_parts_free(part, count);
	return buf_take(&out);
}

/* ---- a typo ---- */

enum { TYPO_LETTERS = 2, TYPO_SHARE = 20 }; /* so many, and one more for each 20 letters */

static size_t letter(const char *s)
{
	size_t n = 1;
	while (((unsigned char)s[n] & 0xC0) == 0x80)
		n++;
	return n;
}

static bool same_letter(const char *a, const char *b)
{
	size_t n = letter(a);
	return n == letter(b) && !memcmp(a, b, n);
}

/* Letters to add, drop or replace until a reads b. */
static size_t distance(const char *a, const char *b)
{
	size_t len = text_code_points(b), *row = xcalloc(len + 1, sizeof *row);
	for (size_t j = 0; j <= len; j++)
		row[j] = j;
	for (; *a; a += letter(a)) {
		size_t diagonal = row[0], j = 0;
		row[0]++;
		for (const char *at = b; *at; at += letter(at), j++) {
			size_t changed = diagonal + !same_letter(a, at);
			diagonal = row[j + 1];
			size_t one = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
			row[j + 1] = changed < one ? changed : one;
		}
	}
	size_t found = row[len];
	free(row);
	return found;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Only numbers with what stands in them, and syllables that deny: one letter that turns a sentence
 * round. */
static char *weighty(const char *terms)
{
	static const char *const deny[] = { "않", "없", "못", "불", "안" };
	struct buf out = { 0 };
	for (const char *s = terms; *s; s += letter(s)) {
		bool counts = is_digit(*s) || strchr(".,:;~-/%", *s);
		for (size_t i = 0; i < COUNT_OF(deny); i++)
			counts = counts || same_letter(s, deny[i]);
		if (counts)
			buf_add(&out, s, letter(s));
	}
	return buf_take(&out);
}

bool notice_is_typo(const char *before, const char *after)
{
	char *a = terms_of(before), *b = terms_of(after);
	char *in_a = weighty(a), *in_b = weighty(b);
	size_t most = TYPO_LETTERS + text_code_points(a) / TYPO_SHARE;
	bool typo = !strcmp(in_a, in_b) && distance(a, b) <= most;
	free(a);
	free(b);
	free(in_a);
	free(in_b);
	return typo;
}

/* ---- what has changed ---- */

/* Does terms hold the item, not cut out of a larger number? */
static bool holds(const char *terms, const char *item)
{
	size_t len = strlen(item);
	for (const char *at = terms; len && (at = strstr(at, item)); at++) {
		bool cut = (is_digit(item[0]) && at > terms && is_digit(at[-1])) ||
		           (is_digit(item[len - 1]) && is_digit(at[len]));
		if (!cut)
			return true;
	}
	return false;
}

/* Is what a declares as this item said by b, too? */
static bool says(const struct phrase *a, int item, const struct phrase *b)
{
	char *terms = terms_of(a->legal[item].text);
	char *all = terms_of_parts(b->part, b->parts_count);
	bool said = holds(all, terms);
	free(terms);
	free(all);
	return said;
}

static bool equal_terms(const char *a, const char *b)
{
	if (!a || !b)
		return false;
	char *of_a = terms_of(a), *of_b = terms_of(b);
	bool equal = !strcmp(of_a, of_b);
	free(of_a);
	free(of_b);
	return equal;
}

/* i and j: the item's place in each; -1: not declared. */
static bool same_item(const struct phrase *a, int i, const struct phrase *b, int j)
{
	if (i >= 0 && j >= 0 &&
	    (equal_terms(a->legal[i].text, b->legal[j].mends) ||
	     equal_terms(a->legal[i].mends, b->legal[j].text) ||
	     equal_terms(a->legal[i].mends, b->legal[j].mends)))
		return true;
	return (i < 0 || says(a, i, b)) && (j < 0 || says(b, j, a));
}

static json_t *text_or_null(const struct phrase *p, int item)
{
	return item < 0 ? json_null() : json_string(p->legal[item].text);
}

static void add_change(json_t *changes, const struct phrase *a, const struct phrase *b,
                       const char *item)
{
	int i = item_of(a, item), j = item_of(b, item);
	if (!is_term(item) || same_item(a, i, b, j))
		return;
	json_array_append_new(changes, json_pack("{s:s, s:o, s:o}", "item", item, "old",
	                                         text_or_null(a, i), "new", text_or_null(b, j)));
}

json_t *notice_changes(const struct phrase *a, const struct phrase *b)
{
	json_t *changes = json_array();
	if (!strcmp(a->identity, b->identity))
		return changes;
	if (strcmp(a->consent, b->consent))
		json_array_append_new(changes, json_pack("{s:s, s:s, s:s}", "item", "consent",
		                                         "old", a->consent, "new", b->consent));
	for (size_t i = 0; i < a->legal_count; i++)
		add_change(changes, a, b, a->legal[i].item);
	for (size_t j = 0; j < b->legal_count; j++)
		if (item_of(a, b->legal[j].item) < 0)
			add_change(changes, a, b, b->legal[j].item);
	return changes;
}

char *notice_owes_version(const struct phrase *a, const struct phrase *b)
{
	struct buf items = { 0 };
	const json_t *one;
	size_t i;
	char *text = NULL;
	json_t *changes = notice_changes(a, b);
	json_array_foreach(changes, i, one) buf_addf(
		&items, "%s%s", i ? ", " : "", json_string_value(json_object_get(one, "item")));
	if (i && b->version <= a->version)
		text = xasprintf(
			"%s: raise version: item %s changed (version = %d). If only a typo was "
			"mended, keep the words before as its mends: then nobody is asked again.",
			b->id, items.data, a->version + 1);
	json_decref(changes);
	buf_free(&items);
	return text;
}
