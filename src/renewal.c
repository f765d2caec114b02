#include "renewal.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "notice.h"
#include "phrase.h"

static json_t *entry(const struct phrase *old, const struct phrase *now)
{
	json_t *changes = notice_changes(old, now), *items = json_array(), *one;
	size_t i;
	json_array_foreach(changes, i, one) json_array_append(items, json_object_get(one, "item"));
	json_decref(changes);
	if (json_array_size(items))
		return json_pack("{s:o, s:s, s:s}", "items", items, "old", old->identity, "new",
		                 now->identity);
	json_decref(items);
	return NULL;
}

/* The notice that took the place of one that is gone: of the same kind, the one that says the same,
 * else the first. NULL: nobody asks for that any more. */
static const struct phrase *heir(const struct phrase *old, const struct bundle *now)
{
	json_t *ids = bundle_phrase_ids(now), *id;
	const struct phrase *first = NULL, *same = NULL;
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const struct phrase *p =
			bundle_own_phrase(now, json_string_value(id), old->language);
		if (!p || p->kind != PHRASE_NOTICE || strcmp(p->consent, old->consent))
			continue;
		json_t *changes = notice_changes(old, p);
		if (!json_array_size(changes))
			same = p;
		if (!first)
			first = p;
		json_decref(changes);
	}
	json_decref(ids);
	return same ? same : first;
}

static char *name_of(const char *phrase, enum language l)
{
	return l == LANGUAGE_KO ? xstrdup(phrase) : xasprintf("%s@%s", phrase, language_code(l));
}

static void add_changes(json_t *out, const struct phrase *old, const struct bundle *words)
{
	char *name = name_of(old->id, old->language);
	const struct phrase *next = bundle_own_phrase(words, old->id, old->language);
	if (!next || next->kind != PHRASE_NOTICE)
		next = heir(old, words);
	json_t *one = next ? entry(old, next) : NULL;
	if (!next && old->language != LANGUAGE_KO)
		one = json_incref(json_object_get(out, old->id));
	if (one)
		json_object_set_new(out, name, one);
	free(name);
}

json_t *renewal_changes(const struct bundle *b, struct flow_set *now)
{
	struct bundle *words = flow_set_at(now, 0); /* phrases are the same in all */
	json_t *out = json_object(), *ids = bundle_phrase_ids(b), *id;
	size_t i;
	for (int l = 0; l < LANGUAGES; l++) /* Korean first */
		json_array_foreach(ids, i, id)
		{
			const struct phrase *old =
				bundle_own_phrase(b, json_string_value(id), (enum language)l);
			if (old && old->kind == PHRASE_NOTICE)
				add_changes(out, old, words);
		}
	json_decref(ids);
	return out;
}

char *renewal_name(const struct consent *k)
{
	return name_of(k->phrase, k->language);
}

json_t *renewal_of(const json_t *changes, const struct consent *k)
{
	char *name = renewal_name(k);
	json_t *found = json_object_get(changes, name);
	free(name);
	return found;
}

static bool is_asked(const struct support_case *c, const struct consent *k)
{
	for (size_t i = 0; i < c->waits_count; i++)
		if (!c->waits[i].outcome && c->waits[i].consent &&
		    !strcmp(c->waits[i].consent, k->id))
			return true;
	return false;
}

bool renewal_concerns(const struct support_case *c, const struct consent *k, const json_t *changes,
                      const struct policy *policy, int64_t now_ms)
{
	const json_t *rule = json_object_get(policy->consents, k->kind);
	bool spared = json_object_get(rule, "only") && c->parties[k->subject].member;
	bool in_force =
		!strcmp(k->state, "granted") && (!k->expires_at_ms || k->expires_at_ms > now_ms);
	bool asked = !strcmp(k->state, "requested") && c->status == CASE_OPEN && is_asked(c, k);
	return c->status != CASE_CLOSED && !spared && (in_force || asked) && renewal_of(changes, k);
}

static json_t *supposed_changes(const struct support_case *c, const char *phrase)
{
	json_t *changes = json_object();
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		if (phrase && strcmp(k->phrase, phrase))
			continue;
		char *name = renewal_name(k);
		json_object_set_new(changes, name,
		                    json_pack("{s:[s], s:s, s:s}", "items", "purpose", "old",
		                              k->identity, "new", "changed"));
		free(name);
	}
	return changes;
}

json_t *renewal_suppose(const struct support_case *c, const struct bundle *b,
                        struct renewal_supposed *s)
{
	json_t *changes = supposed_changes(c, s->phrase), *ids = json_array();
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		if (!renewal_concerns(c, k, changes, bundle_policy(b), s->now_ms))
			continue;
		json_array_append_new(ids, json_string(k->id));
		*(strcmp(k->state, "granted") ? &s->asked : &s->grants) += 1;
	}
	json_t *body = json_pack("{s:o, s:o, s:[]}", "notices", changes, "consents", ids, "labels");
	if (s->moves)
		json_object_set_new(body, "bundle", json_string(bundle_hash(b)));
	return body;
}

char *renewal_items(const json_t *change)
{
	const json_t *one;
	size_t i;
	struct buf out = { 0 };
	json_array_foreach(json_object_get(change, "items"), i, one)
	{
		buf_addf(&out, "%s%s", i ? ", " : "", json_string_value(one));
	}
	return buf_take(&out);
}
