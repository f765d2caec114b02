/* phrase_parse.c: an entry of the phrase file into a phrase; its mistakes are found here, at load.
 */
#include "phrase_impl.h"

#include "base.h"
#include "case.h"
#include "keys.h"
#include "notice.h"
#include "text.h"

#include <stdlib.h>
#include <string.h>

enum { TEXT_MAX = 2000 };

static const char *const phrase_keys[] = { "kind",  "text", "source",  "version", "draft",
	                                   "tells", "to",   "consent", "legal",   "mends",
	                                   "yes",   "no",   NULL };
static const char *const kinds[] = { "statement", "question", "notice",
	                             NULL }; /* by enum phrase_kind */
const char *const phrase_class_names[] = { "public", "trip", "case", "contact", NULL };

/* One entry being read: each mistake is told, and the rest is read all the same. */
struct reading {
	struct phrase *p;
	const json_t *spec, *placeholders;
	mistake *wrong;
	void *arg;
};

/* why, unless there is none; at: where in the entry ("legal/purpose"), "" for the whole. */
static void tell(const struct reading *r, const char *at, const struct err *why)
{
	if (why->code == E_NONE)
		return;
	char *key = xasprintf("%s%s%s", r->p->id, *at ? "/" : "", at);
	char *text = xasprintf("phrase '%.60s': %s", r->p->id, why->text);
	r->wrong(r->arg, key, text);
	free(key);
	free(text);
}

static void tell_key(void *arg, const char *key, const char *text)
{
	struct err why = { 0 };
	err_set(&why, E_FLOW, "%s", text);
	tell(arg, key, &why);
}

int phrase_unknown(const char *what, const char *word, const char *const *known, struct err *e)
{
	char *hint = keys_hint(word, known);
	err_set(e, E_FLOW, "unknown %s '%.40s': %s", what, word, hint);
	free(hint);
	return -1;
}

int phrase_word_index(const char *word, const char *const *list)
{
	for (int i = 0; list[i]; i++)
		if (!strcmp(list[i], word))
			return i;
	return -1;
}

const char *phrase_need_text(const json_t *spec, const char *key, struct err *e)
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
	char *party = phrase_placeholder_party(name);
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

static void take_template(const struct reading *r)
{
	struct phrase *p = r->p;
	struct err why = { 0 }, split = { 0 };
	const char *text = phrase_need_text(r->spec, "text", &why);
	if (text)
		check_words(p, text, &why);
	tell(r, "text", &why);
	if (!text)
		return;
	why = (struct err){ 0 };
	if (phrase_split(text, p->part, &p->parts_count, &split))
		err_set(&why, E_FLOW, "text: %s", split.text);
	tell(r, "text", &why);
	for (size_t i = 0; i < p->parts_count; i++) {
		why = (struct err){ 0 };
		if (p->part[i].name)
			use_placeholder(p, p->part[i].name, r->placeholders, &why);
		tell(r, "text", &why);
	}
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

/* legal or mends: {item: text} */
static const json_t *item_table(const struct reading *r, const char *name)
{
	const json_t *table = json_object_get(r->spec, name);
	struct err why = { 0 };
	if (!table || json_is_object(table))
		return table;
	err_set(&why, E_FLOW, "%s: expected { purpose = \"…\", … }", name);
	tell(r, name, &why);
	return NULL;
}

static void take_legal(const struct reading *r)
{
	const json_t *legal = item_table(r, "legal");
	const char *text = json_string_value(json_object_get(r->spec, "text"));
	char *notice = text_bare(text ? text : "");
	const char **items = keys_sorted(legal);
	for (size_t i = 0; text && items[i]; i++) {
		struct err why = { 0 };
		char *at = xasprintf("legal/%s", items[i]);
		take_item(r->p, items[i], json_object_get(legal, items[i]), notice, &why);
		tell(r, at, &why);
		free(at);
	}
	free(items);
	free(notice);
}

static int take_mended(struct phrase *p, const char *item, const json_t *v, struct err *e)
{
	const char *text = json_string_value(v);
	size_t i = 0;
	while (i < p->legal_count && strcmp(p->legal[i].item, item))
		i++;
	if (!text || i == p->legal_count)
		return err_set(e, E_FLOW,
		               "mends.%s: expected the words that legal.%s had before a typo was "
		               "mended",
		               item, item);
	if (!notice_is_typo(text, p->legal[i].text))
		return err_set(e, E_FLOW,
		               "mends.%s: legal.%s says something else now, not the same without "
		               "a typo: take mends away and raise version",
		               item, item);
	p->legal[i].mends = xstrdup(text);
	return 0;
}

static void take_mends(const struct reading *r)
{
	const json_t *mends = item_table(r, "mends");
	const char **items = keys_sorted(mends);
	for (size_t i = 0; items[i]; i++) {
		struct err why = { 0 };
		char *at = xasprintf("mends/%s", items[i]);
		take_mended(r->p, items[i], json_object_get(mends, items[i]), &why);
		tell(r, at, &why);
		free(at);
	}
	free(items);
}

static void take_consent(const struct reading *r)
{
	struct phrase *p = r->p;
	struct err why = { 0 };
	take_text(r->spec, "consent", &p->consent, &why);
	if (p->kind == PHRASE_NOTICE && !p->consent)
		err_set(&why, E_FLOW,
		        "a notice asks for a consent: write consent = \"delegation\" or another "
		        "kind of policy.lua");
	if (p->kind != PHRASE_NOTICE &&
	    (p->consent || json_object_get(r->spec, "legal") || json_object_get(r->spec, "mends")))
		err_set(&why, E_FLOW, "consent, legal and mends stand only in kind = \"notice\"");
	tell(r, "consent", &why);
	if (p->kind != PHRASE_NOTICE)
		return;
	take_legal(r);
	take_mends(r);
	notice_seal(p);
}

/* ---- the rest ---- */

const char *phrase_kind_name(enum phrase_kind kind)
{
	return kinds[kind];
}

static int take_kind(struct phrase *p, const json_t *spec, struct err *e)
{
	const char *kind = phrase_need_text(spec, "kind", e);
	if (!kind)
		return -1;
	int i = phrase_word_index(kind, kinds);
	if (i < 0)
		return phrase_unknown("kind", kind, kinds, e);
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
			return phrase_unknown("class in tells", name, phrase_class_names, e);
		if (class == CLASS_CONTACT)
			return err_set(e, E_FLOW,
			               "tells: contact data comes from a {role.field} placeholder");
		p->tells |= (unsigned)class;
	}
	return 0;
}

/* "caller", or "third_party": all of them. */
static unsigned roles_of(const char *name)
{
	unsigned roles = 0;
	for (int r = 0; r < ROLE_COUNT; r++)
		if (!strcmp(name, role_name((enum role)r)) ||
		    (!strcmp(name, "third_party") && role_is_third_party((enum role)r)))
			roles |= 1u << r;
	return roles;
}

static int take_to(struct phrase *p, const json_t *spec, struct err *e)
{
	static const char *const names[] = { "caller",        "third_party", "passenger", "spouse",
		                             "vehicle_owner", "other",       "driver",    NULL };
	const json_t *to = json_object_get(spec, "to"), *v;
	size_t i;
	if (to && !json_is_array(to))
		return err_set(e, E_FLOW, "to: expected a list such as { \"caller\" }");
	json_array_foreach(to, i, v)
	{
		const char *name = json_is_string(v) ? json_string_value(v) : "";
		unsigned roles = roles_of(name);
		if (!roles)
			return phrase_unknown("role in to", name, names, e);
		p->to |= roles;
	}
	return 0;
}

static int take_version(struct phrase *p, const json_t *spec, struct err *e)
{
	const json_t *version = json_object_get(spec, "version");
	json_int_t n = version ? json_integer_value(version) : 1;
	if (n < 1 || n > 1000000)
		return err_set(e, E_FLOW, "version: expected a whole number from 1");
	p->version = (int)n;
	return 0;
}

static int take_draft(struct phrase *p, const json_t *spec, struct err *e)
{
	const json_t *draft = json_object_get(spec, "draft");
	if (draft && !json_is_boolean(draft))
		return err_set(e, E_FLOW, "draft: expected true or false");
	p->draft = json_is_true(draft);
	return 0;
}

static int take_source(struct phrase *p, const json_t *spec, struct err *e)
{
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

static void take_all(const struct reading *r)
{
	static const struct {
		const char *at;
		int (*take)(struct phrase *p, const json_t *spec, struct err *e);
	} members[] = {
		{ "tells", take_tells }, { "to", take_to },         { "version", take_version },
		{ "draft", take_draft }, { "source", take_source }, { "yes", take_buttons },
	};
	struct err why = { 0 };
	if (!json_is_object(r->spec)) {
		err_set(&why, E_FLOW, "expected { kind = \"…\", text = \"…\" }");
		tell(r, "", &why);
		return;
	}
	keys_check_all(r->spec, phrase_keys, tell_key, (void *)(uintptr_t)r);
	bool known = take_kind(r->p, r->spec, &why) == 0;
	tell(r, "kind", &why);
	for (size_t i = 0; known && i < COUNT_OF(members); i++) {
		why = (struct err){ 0 };
		members[i].take(r->p, r->spec, &why);
		tell(r, members[i].at, &why);
	}
	if (!known)
		return;
	take_template(r);
	take_consent(r);
}

struct phrase *phrase_parse(const char *id, const json_t *spec, const json_t *placeholders,
                            mistake *wrong, void *arg)
{
	struct phrase *p = xcalloc(1, sizeof *p);
	const struct reading r = { p, spec, placeholders, wrong, arg };
	p->id = xstrdup(id);
	p->version = 1;
	take_all(&r);
	return p;
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
		free(p->legal[i].mends);
	}
	free(p->yes);
	free(p->no);
	free(p);
}
