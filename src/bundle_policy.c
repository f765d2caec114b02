#include "bundle_policy.h"

#include "base.h"
#include "bundle.h"
#include "legal.h"

#include <stdlib.h>
#include <string.h>

enum { REASK_MAX = 5, PATH_BYTES = 128 };
static const int64_t limit_max_ms = 366LL * 24 * 3600 * 1000;

/* Where in the table the reading is, for mistakes. */
struct spot {
	char path[PATH_BYTES]; /* "gate/tell" */
	mistake *tell;
	void *arg;
};

static const char *const limit_keys[] = { "suggest", "confirm", "consent", "ask", "listen", NULL };
static const char *const button_keys[] = { "yes", "no", NULL }, *const all_button_keys[] = {
	"yes", "no", "typed", NULL
};
static const char *const consent_keys[] = { "by", "only", "expires", "law", "optional", NULL };
static const char *const gate_keys[] = { "tell", "contact", "hold", NULL };
static const char *const groups[] = { "caller", "third_party", "driver", NULL };
static const char *const held_groups[] = { "third_party", NULL };
static const char *const class_keys[] = { "public", "trip", "case", "contact", NULL };
static const char *const exception_keys[] = { "notice", "rule", "by", "expires", "why", NULL };

static int wrong(const struct spot *at, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static int wrong(const struct spot *at, const char *fmt, ...)
{
	char text[400], path[PATH_BYTES];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	snprintf(path, sizeof path, "%s", at->path);
	for (char *s = path; *s; s++)
		*s = *s == '/' ? '.' : *s;
	char *whole = xasprintf("%s%s%s", path, *path ? ": " : "", text);
	at->tell(at->arg, at->path, whole);
	free(whole);
	return -1;
}

/* Steps down to key; returns what is to be given to leave. */
static size_t enter(struct spot *at, const char *key)
{
	size_t len = strlen(at->path);
	snprintf(at->path + len, PATH_BYTES - len, "%s%s", len ? "/" : "", key);
	return len;
}

static void leave(struct spot *at, size_t len)
{
	at->path[len] = 0;
}

/* The place of an unknown key is the table: nothing else in it is named so. */
static void tell_unknown(void *arg, const char *key, const char *text)
{
	(void)key;
	wrong(arg, "%s", text);
}

/* A table with all of the keys `all`, and no other than `known`. -1: it is none. */
static int check_table(struct spot *at, const json_t *v, const char *const *all,
                       const char *const *known)
{
	if (!v)
		return wrong(at, "is missing");
	if (!json_is_object(v))
		return wrong(at, "expected a table of name = value");
	keys_check_all(v, known, tell_unknown, at);
	for (; *all; all++)
		if (!json_object_get(v, *all))
			wrong(at, "'%s' is missing", *all);
	return 0;
}

typedef int read_entry(struct spot *at, const char *key, const json_t *v, struct policy *out,
                       json_t *into);

/* Reads those entries of a table that have a known name. */
static void each(struct spot *at, const json_t *table, const char *const *known, read_entry *read,
                 struct policy *out, json_t *into)
{
	for (; *known; known++) {
		const json_t *v = json_object_get(table, *known);
		size_t back = enter(at, *known);
		if (v)
			read(at, *known, v, out, into);
		leave(at, back);
	}
}

static int read_limit(struct spot *at, const char *key, const json_t *v, struct policy *out,
                      json_t *into)
{
	(void)into;
	json_int_t ms = json_integer_value(v);
	if (ms < 1 || ms > limit_max_ms)
		return wrong(at, "expected a time such as minutes(30), at most a year");
	for (size_t i = 0; limit_keys[i]; i++)
		if (!strcmp(limit_keys[i], key))
			out->limit_ms[i] = ms;
	return 0;
}

static int read_button(struct spot *at, const char *key, const json_t *v, struct policy *out,
                       json_t *into)
{
	(void)into;
	const char *label = json_string_value(v);
	if (!label || !*label)
		return wrong(at, "expected a label such as \"네\"");
	*(!strcmp(key, "yes")  ? &out->buttons.yes
	  : !strcmp(key, "no") ? &out->buttons.no
	                       : &out->buttons.typed) = label;
	return 0;
}

/* Adds to rule what a kind of consent may say beside by. */
static void read_options(struct spot *at, const json_t *v, json_t *rule)
{
	const json_t *only = json_object_get(v, "only"), *expires = json_object_get(v, "expires");
	const json_t *law = json_object_get(v, "law"), *optional = json_object_get(v, "optional");
	const char *only_text = json_string_value(only), *law_text = json_string_value(law);
	json_int_t ms = expires ? json_integer_value(expires) : 1;
	if (only && (!only_text || strcmp(only_text, "non_member")))
		wrong(at, "only: expected \"non_member\"");
	else if (only)
		json_object_set_new(rule, "only", json_string(only_text));
	if (ms < 1 || ms > 100 * limit_max_ms)
		wrong(at, "expires: expected a time such as days(30)");
	else if (expires)
		json_object_set_new(rule, "expires_ms", json_integer(ms));
	if (law && (!law_text || !legal_law_find(law_text)))
		wrong(at, "law: expected one of %s", legal_law_names());
	else if (law)
		json_object_set_new(rule, "law", json_string(law_text));
	if (optional && !json_is_boolean(optional))
		wrong(at, "optional: expected true or false");
	else if (json_is_true(optional))
		json_object_set_new(rule, "optional", json_true());
}

static int read_consent(struct spot *at, const char *kind, const json_t *v, struct policy *out,
                        json_t *into)
{
	static const char *const all[] = { "by", NULL };
	(void)into;
	json_t *rule = json_object();
	json_object_set_new(out->consents, kind, rule); /* declared, whatever is wrong with it */
	if (check_table(at, v, all, consent_keys))
		return -1;
	const json_t *by = json_object_get(v, "by");
	const char *text = json_string_value(by);
	if (by && (!text || (strcmp(text, "caller") && strcmp(text, "self"))))
		wrong(at, "by: expected \"caller\" or \"self\"");
	else if (by)
		json_object_set_new(rule, "by", json_string(text));
	read_options(at, v, rule);
	return 0;
}

/* What an act needs: {} (nothing), a list of declared kinds, or "never". */
static int read_need(struct spot *at, const char *key, const json_t *v, struct policy *out,
                     json_t *into)
{
	const char *word = json_string_value(v);
	const json_t *kind;
	size_t i;
	bool free_for_all = json_is_object(v) && json_object_size(v) == 0;
	if (!free_for_all && !json_is_array(v) && !(word && !strcmp(word, "never")))
		return wrong(at, "expected {}, a list of consents such as { \"delegation\" }, or "
		                 "\"never\"");
	json_array_foreach(v, i, kind)
	{
		const char *name = json_is_string(kind) ? json_string_value(kind) : "";
		if (json_object_get(out->consents, name))
			continue;
		char *hint = keys_hint_object(name, out->consents);
		wrong(at, "'%.40s' is not declared in consents: %s", name, hint);
		free(hint);
	}
	json_object_set_new(into, key, free_for_all ? json_array() : json_deep_copy(v));
	return 0;
}

static int read_listener(struct spot *at, const char *group, const json_t *v, struct policy *out,
                         json_t *into)
{
	if (check_table(at, v, class_keys, class_keys))
		return -1;
	json_t *needs = json_object();
	json_object_set_new(into, group, needs);
	each(at, v, class_keys, read_need, out, needs);
	return 0;
}

static int read_gate(struct spot *at, const char *part, const json_t *v, struct policy *out,
                     json_t *into)
{
	bool tell = !strcmp(part, "tell");
	if (check_table(at, v, strcmp(part, "hold") ? groups : held_groups, groups))
		return -1;
	json_t *table = json_object();
	json_object_set_new(into, part, table);
	each(at, v, groups, tell ? read_listener : read_need, out, table);
	return 0;
}

/* ---- exceptions: what is known to be missing, who answers for it, and until when ---- */

/* A text, or a list of texts, as a list; new. NULL: told. */
static json_t *read_texts(const struct spot *at, const json_t *v, const char *key)
{
	json_t *given = json_object_get(v, key), *one, *list = json_array();
	size_t i, count = json_is_array(given) ? json_array_size(given) : 1;
	for (i = 0; i < count; i++) {
		one = json_is_array(given) ? json_array_get(given, i) : given;
		if (json_string_length(one))
			json_array_append(list, one);
	}
	if (json_array_size(list) == count && count)
		return list;
	json_decref(list);
	wrong(at, "%s: expected a text or a list of texts", key);
	return NULL;
}

static void read_exception(struct spot *at, const json_t *v, struct policy *out)
{
	if (check_table(at, v, exception_keys, exception_keys))
		return;
	const char *by = json_string_value(json_object_get(v, "by"));
	const char *why = json_string_value(json_object_get(v, "why"));
	const char *expires = json_string_value(json_object_get(v, "expires"));
	json_t *notice = read_texts(at, v, "notice"), *rule = read_texts(at, v, "rule");
	bool whole = notice && rule;
	if (!by || !*by || !why || !*why)
		whole = wrong(at, "by and why: expected texts: who answers for it, and for what "
		                  "reason") == 0;
	if (!time_is_day(expires))
		whole = wrong(at, "expires: expected a day such as \"2027-11-30\"") == 0;
	if (whole)
		json_array_append_new(out->exceptions,
		                      json_pack("{s:O, s:O, s:s, s:s, s:s}", "notice", notice,
		                                "rule", rule, "by", by, "why", why, "expires",
		                                expires));
	json_decref(notice);
	json_decref(rule);
}

static void read_exceptions(struct spot *at, const json_t *list, struct policy *out)
{
	const json_t *one;
	size_t i;
	bool empty = json_is_object(list) && !json_object_size(list); /* {} of Lua */
	if (list && !json_is_array(list) && !empty)
		wrong(at, "expected a list of { notice = …, rule = …, by = …, expires = …, why = … "
		          "}");
	json_array_foreach(list, i, one) read_exception(at, one, out);
}

/* ---- all of it ---- */

/* consents may hold any kind, with a name that can stand in a phrase. */
static void read_kinds(struct spot *at, const json_t *consents, struct policy *out)
{
	const char **kinds = keys_sorted(consents);
	if (!check_table(at, consents, kinds, kinds))
		each(at, consents, kinds, read_consent, out, NULL);
	for (size_t i = 0; kinds[i]; i++)
		if (!kinds[i][0] || kinds[i][strspn(kinds[i], "abcdefghijklmnopqrstuvwxyz_")])
			wrong(at, "'%.40s': a kind of consent is named with a-z and _", kinds[i]);
	free(kinds);
}

static void read_reask(struct spot *at, const json_t *reask, struct policy *out)
{
	json_int_t times = json_integer_value(reask);
	if (!json_is_integer(reask) || times < 0 || times > REASK_MAX)
		wrong(at, "expected a whole number from 0 to %d", REASK_MAX);
	else
		out->reask = (int)times;
}

static void read_on_change(struct spot *at, const json_t *v, struct policy *out)
{
	const char *word = v ? json_string_value(v) : "ask_again";
	if (!word || (strcmp(word, "ask_again") && strcmp(word, "keep")))
		wrong(at, "expected \"ask_again\" or \"keep\"");
	else
		out->keeps_old_terms = !strcmp(word, "keep");
}

static void read_limits(struct spot *at, const json_t *v, struct policy *out)
{
	if (!check_table(at, v, limit_keys, limit_keys))
		each(at, v, limit_keys, read_limit, out, NULL);
}

static void read_buttons(struct spot *at, const json_t *v, struct policy *out)
{
	if (!check_table(at, v, button_keys, all_button_keys))
		each(at, v, all_button_keys, read_button, out, NULL);
}

static void read_gates(struct spot *at, const json_t *v, struct policy *out)
{
	if (!check_table(at, v, gate_keys, gate_keys))
		each(at, v, gate_keys, read_gate, out, out->gate);
}

/* In the order of reading: a gate names consents. v of a section that may be left out may be NULL. */
static const struct {
	const char *name;
	bool needed;
	void (*read)(struct spot *at, const json_t *v, struct policy *out);
} sections[] = {
	{ "limits", true, read_limits },
	{ "reask", true, read_reask },
	{ "buttons", true, read_buttons },
	{ "consents", true, read_kinds },
	{ "gate", true, read_gates },
	{ "on_legal_change", false, read_on_change },
	{ "exceptions", false, read_exceptions },
};

void policy_parse(const json_t *spec, struct policy *out, mistake *tell, void *arg)
{
	struct spot at = { .tell = tell, .arg = arg };
	const char *known[COUNT_OF(sections) + 1] = { 0 }, *all[COUNT_OF(sections) + 1] = { 0 };
	size_t needed = 0;
	*out = (struct policy){ .buttons.typed = "",
		                .gate = json_object(),
		                .consents = json_object(),
		                .exceptions = json_array() };
	for (size_t i = 0; i < COUNT_OF(sections); i++) {
		known[i] = sections[i].name;
		if (sections[i].needed)
			all[needed++] = sections[i].name;
	}
	if (check_table(&at, spec, all, known))
		return;
	for (size_t i = 0; i < COUNT_OF(sections); i++) {
		const json_t *v = json_object_get(spec, sections[i].name);
		if (!v && sections[i].needed)
			continue;
		enter(&at, sections[i].name);
		sections[i].read(&at, v, out);
		leave(&at, 0);
	}
}

void policy_clear(struct policy *p)
{
	json_decref(p->gate);
	json_decref(p->consents);
	json_decref(p->exceptions);
	p->gate = p->consents = p->exceptions = NULL;
}
