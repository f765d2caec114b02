#include "bundle_policy.h"

#include "base.h"
#include "bundle.h"
#include "keys.h"
#include "phrase.h"

#include <stdlib.h>
#include <string.h>

enum { REASK_MAX = 5 };
static const int64_t limit_max_ms = 366LL * 24 * 3600 * 1000;

/* Where in the table the reading is, for errors. */
struct spot {
	char *path; /* "gate/tell" */
	struct err *e;
};

static const char *const sections[] = { "limits", "reask", "buttons", "consents", "gate", NULL };
static const char *const limit_keys[] = { "suggest", "confirm", "consent", "ask", "listen", NULL };
static const char *const button_keys[] = { "yes", "no", NULL };
static const char *const consent_keys[] = { "by", "only", "expires", NULL };
static const char *const gate_keys[] = { "tell", "contact", "hold", NULL };
static const char *const groups[] = { "caller", "third_party", "driver", NULL };
static const char *const held_groups[] = { "third_party", NULL };
static const char *const class_keys[] = { "public", "trip", "case", "contact", NULL };

static int wrong(const struct spot *at, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
static int wrong(const struct spot *at, const char *fmt, ...)
{
	char text[400], path[POLICY_PATH_BYTES];
	va_list args;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	snprintf(path, sizeof path, "%s", at->path);
	for (char *s = path; *s; s++)
		*s = *s == '/' ? '.' : *s;
	return err_set(at->e, E_FLOW, "%s%s%s", path, *path ? ": " : "", text);
}

/* Steps down to key; returns what is to be given to leave. */
static size_t enter(struct spot *at, const char *key)
{
	size_t len = strlen(at->path);
	snprintf(at->path + len, POLICY_PATH_BYTES - len, "%s%s", len ? "/" : "", key);
	return len;
}

static void leave(struct spot *at, size_t len)
{
	at->path[len] = 0;
}

/* A table with all of the keys `all`, and no other than `known`. */
static int check_table(const struct spot *at, const json_t *v, const char *const *all,
                       const char *const *known)
{
	struct err why = { 0 };
	if (!v)
		return wrong(at, "is missing");
	if (!json_is_object(v))
		return wrong(at, "expected a table of name = value");
	if (keys_check(v, known, &why))
		return wrong(at, "%s", why.text);
	for (; *all; all++)
		if (!json_object_get(v, *all))
			return wrong(at, "'%s' is missing", *all);
	return 0;
}

typedef int read_entry(struct spot *at, const char *key, const json_t *v, struct policy *out,
                       json_t *into);

/* Reads every entry of a checked table; the path stays where a failure was. */
static int each(struct spot *at, const json_t *table, read_entry *read, struct policy *out,
                json_t *into)
{
	const char **keys = keys_sorted(table);
	int result = 0;
	for (size_t i = 0; keys[i] && !result; i++) {
		size_t back = enter(at, keys[i]);
		result = read(at, keys[i], json_object_get(table, keys[i]), out, into);
		if (!result)
			leave(at, back);
	}
	free(keys);
	return result;
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
	*(strcmp(key, "yes") ? &out->no : &out->yes) = label;
	return 0;
}

static int read_consent(struct spot *at, const char *kind, const json_t *v, struct policy *out,
                        json_t *into)
{
	static const char *const all[] = { "by", NULL };
	(void)into;
	if (check_table(at, v, all, consent_keys))
		return -1;
	const char *by = json_string_value(json_object_get(v, "by"));
	const json_t *only = json_object_get(v, "only"), *expires = json_object_get(v, "expires");
	const char *only_text = json_string_value(only);
	json_int_t ms = expires ? json_integer_value(expires) : 1;
	if (!by || (strcmp(by, "caller") && strcmp(by, "self")))
		return wrong(at, "by: expected \"caller\" or \"self\"");
	if (only && (!only_text || strcmp(only_text, "non_member")))
		return wrong(at, "only: expected \"non_member\"");
	if (ms < 1 || ms > 100 * limit_max_ms)
		return wrong(at, "expires: expected a time such as days(30)");
	json_t *rule = json_pack("{s:s}", "by", by);
	if (only)
		json_object_set_new(rule, "only", json_string(only_text));
	if (expires)
		json_object_set_new(rule, "expires_ms", json_integer(ms));
	json_object_set_new(out->consents, kind, rule);
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
		return -1;
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
	return each(at, v, read_need, out, needs);
}

static int read_gate(struct spot *at, const char *part, const json_t *v, struct policy *out,
                     json_t *into)
{
	bool tell = !strcmp(part, "tell");
	if (check_table(at, v, strcmp(part, "hold") ? groups : held_groups, groups))
		return -1;
	json_t *table = json_object();
	json_object_set_new(into, part, table);
	return each(at, v, tell ? read_listener : read_need, out, table);
}

static int read_section(struct spot *at, const json_t *spec, const char *name,
                        const char *const *all, const char *const *known)
{
	enter(at, name);
	return check_table(at, json_object_get(spec, name), all, known);
}

/* consents may hold any kind, with a name that can stand in a phrase. */
static int check_kinds(struct spot *at, const json_t *consents)
{
	const char **kinds = keys_sorted(consents);
	int result = check_table(at, consents, kinds, kinds);
	for (size_t i = 0; kinds[i] && !result; i++)
		if (!kinds[i][0] || kinds[i][strspn(kinds[i], "abcdefghijklmnopqrstuvwxyz_")])
			result = wrong(at, "'%.40s': a kind of consent is named with a-z and _",
			               kinds[i]);
	free(kinds);
	return result;
}

static int read_all(struct spot *at, const json_t *spec, struct policy *out)
{
	if (check_table(at, spec, sections, sections))
		return -1;
	if (read_section(at, spec, "limits", limit_keys, limit_keys) ||
	    each(at, json_object_get(spec, "limits"), read_limit, out, NULL))
		return -1;
	leave(at, 0);
	const json_t *reask = json_object_get(spec, "reask");
	enter(at, "reask");
	if (!json_is_integer(reask) || json_integer_value(reask) < 0 ||
	    json_integer_value(reask) > REASK_MAX)
		return wrong(at, "expected a whole number from 0 to %d", REASK_MAX);
	out->reask = (int)json_integer_value(reask);
	leave(at, 0);
	if (read_section(at, spec, "buttons", button_keys, button_keys) ||
	    each(at, json_object_get(spec, "buttons"), read_button, out, NULL))
		return -1;
	leave(at, 0);
	const json_t *consents = json_object_get(spec, "consents");
	enter(at, "consents");
	if (check_kinds(at, consents) || each(at, consents, read_consent, out, NULL))
		return -1;
	leave(at, 0);
	if (read_section(at, spec, "gate", gate_keys, gate_keys))
		return -1;
	return each(at, json_object_get(spec, "gate"), read_gate, out, out->gate);
}

int policy_parse(const json_t *spec, struct policy *out, char where[POLICY_PATH_BYTES],
                 struct err *e)
{
	struct spot at = { where, e };
	*where = 0;
	*out = (struct policy){ .gate = json_object(), .consents = json_object() };
	return read_all(&at, spec, out);
}

void policy_clear(struct policy *p)
{
	json_decref(p->gate);
	json_decref(p->consents);
	p->gate = p->consents = NULL;
}
