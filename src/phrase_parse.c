/* phrase_parse.c: an entry of the phrase file into a phrase; its mistakes are found here, at load.
 */
#include "phrase.h"

#include "base.h"
#include "case.h"
#include "facts.h"
#include "keys.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 2000 };

static const char *const phrase_keys[] = { "kind",  "text",  "source",  "version",
	                                   "draft", "tells", "consent", "legal",
	                                   "yes",   "no",    NULL };
static const char *const kinds[] = { "statement", "question", "notice",
	                             NULL }; /* by enum phrase_kind */
static const char *const class_names[] = { "public", "trip", "case", "contact", NULL };
static const char *const placeholder_keys[] = { "class", "type", "party", NULL };
static const char *const placeholder_types[] = { "date", "topic", "party", NULL };

/* What a notice of this kind must say (PIPA 15(2): purpose, items, retention, right to refuse). */
static const struct {
	const char *consent;
	const char *items[5];
} legal_items[] = {
	{ "collection", { "purpose", "items", "retention", "refusal", NULL } },
};

static int unknown(const char *what, const char *word, const char *const *known, struct err *e)
{
	char *hint = keys_hint(word, known);
	err_set(e, E_FLOW, "unknown %s '%.40s': %s", what, word, hint);
	free(hint);
	return -1;
}

static int index_of(const char *word, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (!strcmp(list[i], word))
			return i;
	return -1;
}

/* A text that must be there. NULL: E_FLOW */
static const char *need_text(const json_t *spec, const char *key, struct err *e)
{
	const char *s = json_string_value(json_object_get(spec, key));
	if (s && *s)
		return s;
	err_set(e, E_FLOW, "%s = \"…\" is missing", key);
	return NULL;
}

/* A text that may be there: *out is its copy or NULL. */
static int take_text(const json_t *spec, const char *key, char **out, struct err *e)
{
	const json_t *v = json_object_get(spec, key);
	if (v && (!json_is_string(v) || !json_string_length(v)))
		return err_set(e, E_FLOW, "%s: expected a text", key);
	*out = v ? xstrdup(json_string_value(v)) : NULL;
	return 0;
}

/* ---- placeholders ---- */

/* Facts have their class from facts.h: a place declared public would slip through the gate. */
static int check_fact_class(const struct fact *f, int class, struct err *e)
{
	if (f->type == FACT_BOOL || f->type == FACT_INBOUND)
		return err_set(e, E_FLOW, "facts.%s has no words that could stand in a phrase",
		               f->name);
	if ((int)f->tells != class)
		return err_set(e, E_FLOW, "facts.%s is of class \"%s\": write class = \"%s\"",
		               f->name, data_class_name(f->tells), data_class_name(f->tells));
	return 0;
}

/* Whose contact data it holds, as its name says ("passenger.phone"). Caller frees; NULL: nobody's.
 */
static char *placeholder_party(const char *name)
{
	const char *dot = strchr(name, '.');
	return dot ? xstrndup(name, (size_t)(dot - name)) : NULL;
}

static int check_contact(const char *name, int class, const json_t *party, struct err *e)
{
	char *role = placeholder_party(name);
	int result = 0;
	if (!role && (class == CLASS_CONTACT || party))
		result = err_set(e, E_FLOW,
		                 "contact data is named after its party, as \"passenger.phone\"");
	else if (role && (role_from(role) == ROLE_NONE || strcmp(strchr(name, '.'), ".phone")))
		result = err_set(e, E_FLOW, "is no data of a party; expected <role>.phone");
	else if (role && class != CLASS_CONTACT)
		result = err_set(e, E_FLOW, "is contact data: write class = \"contact\"");
	else if (party && (!json_is_string(party) || strcmp(json_string_value(party), role)))
		result = err_set(e, E_FLOW, "party: expected \"%s\", as in its name", role);
	free(role);
	return result;
}

static int check_placeholder(const char *name, const json_t *spec, struct err *e)
{
	struct phrase_part part[PHRASE_PARTS_MAX];
	size_t count;
	char *as_used = xasprintf("{%s}", name);
	int bad = phrase_split(as_used, part, &count, NULL) || part[0].particle;
	phrase_parts_free(part, count);
	free(as_used);
	if (bad)
		return err_set(e, E_FLOW, "a name is of a-z, 0-9, _ and at most one dot");
	if (!json_is_object(spec))
		return err_set(e, E_FLOW, "expected { class = \"…\" }");
	if (keys_check(spec, placeholder_keys, e))
		return -1;
	const char *class = need_text(spec, "class", e);
	if (!class)
		return -1;
	if (data_class_from(class) < 0)
		return unknown("class", class, class_names, e);
	const json_t *type = json_object_get(spec, "type");
	const char *type_name = type && json_is_string(type) ? json_string_value(type) : "";
	if (type && index_of(type_name, placeholder_types) < 0)
		return unknown("type", type_name, placeholder_types, e);
	const struct fact *fact = fact_find(name);
	if (fact && check_fact_class(fact, data_class_from(class), e))
		return -1;
	return check_contact(name, data_class_from(class), json_object_get(spec, "party"), e);
}

int placeholder_check(const char *name, const json_t *spec, struct err *e)
{
	struct err why = { 0 };
	if (check_placeholder(name, spec, &why))
		return err_set(e, E_FLOW, "placeholder '%.60s': %s", name, why.text);
	return 0;
}

/* ---- text ---- */

/* Is there a question mark in the punctuation at the end ("…하실까요?”")? Then it asks. */
static bool asks(const char *text)
{
	static const char *const closing[] = { " ",  "\n", "\"", "'", "”", "’",  ")",  "]",  "」",
		                               "』", ".",  "!",  "~", "…", "！", "）", "。", "～" };
	size_t len = strlen(text);
	for (bool again = true; again && len;) {
		again = false;
		if (text[len - 1] == '?' || (len >= 3 && !memcmp(text + len - 3, "？", 3)))
			return true;
		for (size_t i = 0; i < COUNT_OF(closing) && !again; i++) {
			size_t n = strlen(closing[i]);
			again = len >= n && !memcmp(text + len - n, closing[i], n);
			len -= again ? n : 0;
		}
	}
	return false;
}

static int check_words(const struct phrase *p, const char *text, struct err *e)
{
	for (const unsigned char *s = (const unsigned char *)text; *s; s++)
		if ((*s < 0x20 && *s != '\n') || *s == 0x7f)
			return err_set(e, E_FLOW,
			               "text: a control character in it: retype that line");
	if (text_code_points(text) > TEXT_MAX)
		return err_set(e, E_FLOW, "text: longer than %d characters: cut it in two",
		               TEXT_MAX);
	if (strstr(text, "OO"))
		return err_set(e, E_FLOW, "text: 'OO' is a gap of the guide: put a {placeholder}");
	if (p->kind == PHRASE_STATEMENT && asks(text))
		return err_set(
			e, E_FLOW,
			"a statement may not end in a question: nothing waits for its answer; "
			"write kind = \"question\" and use confirm or ask");
	return 0;
}

static int use_placeholder(struct phrase *p, const char *name, const json_t *placeholders,
                           struct err *e)
{
	const json_t *spec = json_object_get(placeholders, name);
	if (!spec) {
		char *hint = keys_hint_object(name, placeholders);
		err_set(e, E_FLOW, "{%s} is not declared in placeholders: %s", name, hint);
		free(hint);
		return -1;
	}
	p->tells |= (unsigned)data_class_from(json_string_value(json_object_get(spec, "class")));
	char *party = placeholder_party(name);
	if (party && p->contact_of && strcmp(party, p->contact_of)) {
		free(party);
		return err_set(e, E_FLOW, "contact data of two parties: cut it into two phrases");
	}
	if (party) {
		free(p->contact_of);
		p->contact_of = party;
	}
	return 0;
}

static int take_template(struct phrase *p, const json_t *spec, const json_t *placeholders,
                         struct err *e)
{
	struct err why = { 0 };
	const char *text = need_text(spec, "text", e);
	if (!text || check_words(p, text, e))
		return -1;
	if (phrase_split(text, p->part, &p->parts_count, &why))
		return err_set(e, E_FLOW, "text: %s", why.text);
	for (size_t i = 0; i < p->parts_count; i++)
		if (p->part[i].name && use_placeholder(p, p->part[i].name, placeholders, e))
			return -1;
	return 0;
}

/* ---- consent and legal items ---- */

static int take_item(struct phrase *p, const char *item, const json_t *v, const char *notice,
                     struct err *e)
{
	const char *text = json_string_value(v);
	struct phrase_part part[PHRASE_PARTS_MAX];
	size_t count;
	if (!text)
		return err_set(e, E_FLOW, "legal.%s: expected a part of the text", item);
	if (p->legal_count == PHRASE_LEGAL_MAX)
		return err_set(e, E_FLOW, "legal: more than %d items", PHRASE_LEGAL_MAX);
	int bad = phrase_split(text, part, &count, NULL);
	phrase_parts_free(part, count);
	if (bad)
		return err_set(e, E_FLOW, "legal.%s: cuts a {placeholder} of the text in two",
		               item);
	p->legal[p->legal_count].item = xstrdup(item);
	p->legal[p->legal_count++].text = xstrdup(text);
	char *bare = text_bare(text);
	bool there = *bare && strstr(notice, bare);
	free(bare);
	if (!there)
		return err_set(e, E_FLOW,
		               "legal.%s does not stand in the text: copy its words from there",
		               item);
	return 0;
}

static int take_legal(struct phrase *p, const json_t *spec, struct err *e)
{
	const json_t *legal = json_object_get(spec, "legal");
	if (legal && !json_is_object(legal))
		return err_set(e, E_FLOW, "legal: expected { purpose = \"…\", … }");
	char *notice = text_bare(json_string_value(json_object_get(spec, "text")));
	const char **items = keys_sorted(legal);
	int result = 0;
	for (size_t i = 0; items[i] && !result; i++)
		result = take_item(p, items[i], json_object_get(legal, items[i]), notice, e);
	free(items);
	free(notice);
	for (size_t i = 0; i < COUNT_OF(legal_items) && !result; i++) {
		if (strcmp(legal_items[i].consent, p->consent))
			continue;
		for (const char *const *item = legal_items[i].items; *item && !result; item++)
			if (!json_object_get(legal, *item))
				result = err_set(e, E_FLOW,
				                 "legal.%s is missing: a notice of %s must say it",
				                 *item, p->consent);
	}
	return result;
}

static int take_consent(struct phrase *p, const json_t *spec, struct err *e)
{
	if (take_text(spec, "consent", &p->consent, e))
		return -1;
	if (p->kind == PHRASE_NOTICE && !p->consent)
		return err_set(
			e, E_FLOW,
			"a notice asks for a consent: write consent = \"delegation\" or another "
			"kind of policy.lua");
	if (p->kind == PHRASE_NOTICE)
		return take_legal(p, spec, e);
	if (p->consent || json_object_get(spec, "legal"))
		return err_set(e, E_FLOW, "consent and legal stand only in kind = \"notice\"");
	return 0;
}

/* ---- the rest ---- */

static int take_kind(struct phrase *p, const json_t *spec, struct err *e)
{
	const char *kind = need_text(spec, "kind", e);
	if (!kind)
		return -1;
	int i = index_of(kind, kinds);
	if (i < 0)
		return unknown("kind", kind, kinds, e);
	p->kind = (enum phrase_kind)i;
	return 0;
}

static int take_tells(struct phrase *p, const json_t *spec, struct err *e)
{
	const json_t *tells = json_object_get(spec, "tells"), *v;
	size_t i;
	bool empty = json_is_object(tells) && !json_object_size(tells); /* {} of Lua */
	p->tells = CLASS_PUBLIC;
	if (tells && !json_is_array(tells) && !empty)
		return err_set(e, E_FLOW, "tells: expected a list such as { \"case\" }");
	json_array_foreach(tells, i, v)
	{
		const char *name = json_is_string(v) ? json_string_value(v) : "";
		int class = data_class_from(name);
		if (class < 0)
			return unknown("class in tells", name, class_names, e);
		if (class == CLASS_CONTACT)
			return err_set(e, E_FLOW,
			               "tells: contact data comes from a {role.field} placeholder");
		p->tells |= (unsigned)class;
	}
	return 0;
}

static int take_version(struct phrase *p, const json_t *spec, struct err *e)
{
	const json_t *version = json_object_get(spec, "version");
	const json_t *draft = json_object_get(spec, "draft");
	json_int_t n = version ? json_integer_value(version) : 1;
	if (n < 1 || n > 1000000)
		return err_set(e, E_FLOW, "version: expected a whole number from 1");
	if (draft && !json_is_boolean(draft))
		return err_set(e, E_FLOW, "draft: expected true or false");
	p->version = (int)n;
	p->draft = json_is_true(draft);
	return take_text(spec, "source", &p->source, e);
}

static int take_buttons(struct phrase *p, const json_t *spec, struct err *e)
{
	if (take_text(spec, "yes", &p->yes, e) || take_text(spec, "no", &p->no, e))
		return -1;
	if (p->kind == PHRASE_STATEMENT && (p->yes || p->no))
		return err_set(e, E_FLOW, "yes and no: a statement has no buttons");
	return 0;
}

static int take_all(struct phrase *p, const json_t *spec, const json_t *placeholders, struct err *e)
{
	if (!json_is_object(spec))
		return err_set(e, E_FLOW, "expected { kind = \"…\", text = \"…\" }");
	if (keys_check(spec, phrase_keys, e) || take_kind(p, spec, e) || take_tells(p, spec, e) ||
	    take_version(p, spec, e) || take_buttons(p, spec, e))
		return -1;
	return take_template(p, spec, placeholders, e) || take_consent(p, spec, e) ? -1 : 0;
}

struct phrase *phrase_parse(const char *id, const json_t *spec, const json_t *placeholders,
                            struct err *e)
{
	struct phrase *p = xcalloc(1, sizeof *p);
	struct err why = { 0 };
	p->id = xstrdup(id);
	if (!take_all(p, spec, placeholders, &why))
		return p;
	err_set(e, E_FLOW, "phrase '%.60s': %s", id, why.text);
	phrase_free(p);
	return NULL;
}

void phrase_free(struct phrase *p)
{
	if (!p)
		return;
	free(p->id);
	free(p->consent);
	free(p->source);
	free(p->contact_of);
	phrase_parts_free(p->part, p->parts_count);
	for (size_t i = 0; i < p->legal_count; i++) {
		free(p->legal[i].item);
		free(p->legal[i].text);
	}
	free(p->yes);
	free(p->no);
	free(p);
}
