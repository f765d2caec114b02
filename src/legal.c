#include "legal.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "findings.h"
#include "keys.h"
#include "legal_rules.h"
#include "pattern.h"
#include "phrase.h"
#include "sentence.h"
#include "text.h"

const struct legal_item *legal_item_find(const char *name)
{
	for (const struct legal_item *i = legal_items; i->name; i++)
		if (!strcmp(i->name, name))
			return i;
	return NULL;
}

const struct law *legal_law_find(const char *name)
{
	for (const struct law *l = legal_laws; name && l->name; l++)
		if (!strcmp(l->name, name))
			return l;
	/* the guide's 상담 위임 동의: the delegate is told of the caller's ride (제17조) */
	return name && !strcmp(name, "delegation") ? legal_law_find("provision") : NULL;
}

static const json_t *rule_of(const struct bundle *b, const struct phrase *p)
{
	return json_object_get(bundle_policy(b)->consents, p->consent);
}

static const struct law *law_of(const struct bundle *b, const struct phrase *p)
{
	const char *named = json_string_value(json_object_get(rule_of(b, p), "law"));
	return legal_law_find(named ? named : p->consent);
}

static const char *item_text(const struct phrase *p, const char *item)
{
	for (size_t i = 0; i < p->legal_count; i++)
		if (!strcmp(p->legal[i].item, item))
			return p->legal[i].text;
	return NULL;
}

static bool is_withdrawal(const struct legal_demand *d)
{
	return !strcmp(d->item, "withdrawal");
}

void legal_refuse(const struct bundle *b, const struct phrase *p, mistake *wrong, void *arg)
{
	const struct law *l = p->kind == PHRASE_NOTICE ? law_of(b, p) : NULL;
	if (!l || !l->at_load)
		return;
	for (const struct legal_demand *d = l->demands; d->item; d++) {
		if (is_withdrawal(d) || item_text(p, d->item))
			continue;
		char *key = xasprintf("%s/legal", p->id);
		char *text = sentence_in(LANGUAGE_EN, "found.legal_missing",
		                         json_pack("{s:s, s:s, s:s, s:s, s:s}", "notice", p->id,
		                                   "item", d->item, "kind", p->consent, "article",
		                                   d->article, "demand", d->demand));
		wrong(arg, key, text);
		free(key);
		free(text);
	}
}

/* ---- telling ---- */

struct lint {
	const struct bundle *b;
	const char *today;
	struct findings *found;
	struct legal_report *report;
	bool *used; /* by exception */
};

static bool has(const json_t *list, const char *word)
{
	const json_t *one;
	size_t i;
	json_array_foreach(list, i, one) if (!strcmp(json_string_value(one), word)) return true;
	return false;
}

static const char *member(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* The exception for that rule and notice, and marks it as needed; NULL: none. */
static const json_t *exception_for(const struct lint *l, const struct phrase *p, const char *rule)
{
	const json_t *one;
	size_t i;
	json_array_foreach(bundle_policy(l->b)->exceptions, i, one)
	{
		if (!has(json_object_get(one, "notice"), p->id) ||
		    !has(json_object_get(one, "rule"), rule))
			continue;
		l->used[i] = true;
		return one;
	}
	return NULL;
}

/* A finding about a notice, by what is wrong with it: a code of src/sentences_legal.c and its values (taken).
 * at: the item that it is about, NULL: the whole. */
static void tell(const struct lint *l, const struct phrase *p, const char *rule, const char *at,
                 json_t *what)
{
	const char *file = language_phrases(p->language);
	const json_t *accepted = exception_for(l, p, rule);
	const char *until = member(accepted, "expires"), *by = member(accepted, "by");
	char *key = xasprintf("%s%s%s", p->id, at ? "/legal/" : "", at ? at : "");
	bool open = accepted && strcmp(l->today, until) <= 0;
	json_t *values = json_pack("{s:s, s:o, s:s, s:s*, s:s*}", "notice", p->id, "what", what,
	                           "rule", rule, "until", until, "by", by);
	findings_tell(l->found, open ? FINDING_WARNING : FINDING_ERROR, file,
	              bundle_line(l->b, file, key),
	              sentence_told(open       ? "legal.accepted"
	                            : accepted ? "legal.over"
	                                       : "legal.found",
	                            values));
	free(key);
	l->report->accepted += open;
}

static bool matches(const char *pattern, const char *text)
{
	struct err e = { 0 };
	struct pattern_span span;
	struct pattern *compiled = pattern_new_own(pattern, &e);
	char *bare = text_bare(text);
	assert(compiled); /* the tables are ours: a pattern that cannot be read would let all pass */
	bool found = pattern_find(compiled, bare, strlen(bare), 0, &span, 1, &e) > 0;
	pattern_free(compiled);
	free(bare);
	return found;
}

/* The words of the template, placeholders aside. */
static char *literals(const struct phrase *p)
{
	struct buf out = { 0 };
	for (size_t i = 0; i < p->parts_count; i++)
		buf_adds(&out, p->part[i].text ? p->part[i].text : "○");
	return buf_take(&out);
}

/* ---- the rules: one function each ---- */

struct notice {
	const struct phrase *p;
	const struct law *law;
	const struct legal_words *says;
	char *words; /* literals() */
	bool is_free;
};

/* 15(2), 17(2), 18(3), 38(4): what must be told is declared, so that no agent can cut it. */
static void check_items(const struct lint *l, const struct notice *n)
{
	for (const struct legal_demand *d = n->law->demands; d->item; d++) {
		bool refused = n->law->at_load && !is_withdrawal(d);
		if (item_text(n->p, d->item) || refused)
			continue;
		tell(l, n->p, d->item, d->item,
		     sentence_told("legal.missing",
		                   json_pack("{s:s, s:s, s:s, s:s}", "item", d->item, "article",
		                             d->article, "demand", d->demand, "name", d->item)));
	}
}

static const char *article_of(const struct notice *n, const char *item)
{
	for (const struct legal_demand *d = n->law->demands; d->item; d++)
		if (!strcmp(d->item, item))
			return d->article;
	return "";
}

/* An item says what it is there for. */
static void check_wordings(const struct lint *l, const struct notice *n)
{
	for (const struct legal_wording *w = n->says->wordings; w->item; w++) {
		const char *text = item_text(n->p, w->item);
		if (!text || !*article_of(n, w->item) || matches(w->pattern, text))
			continue;
		tell(l, n->p, w->item, w->item,
		     sentence_told("legal.lacks",
		                   json_pack("{s:s, s:s, s:s}", "item", w->item, "lacks", w->lacks,
		                             "article", article_of(n, w->item))));
	}
}

/* Words of another consent, of no consent at all, or of a hard way back. */
static void check_bans(const struct lint *l, const struct notice *n)
{
	for (const struct legal_ban *ban = n->says->bans; ban->rule; ban++) {
		const char *where = ban->item ? item_text(n->p, ban->item) : n->words;
		bool own = ban->laws && strstr(ban->laws, n->law->name);
		if (!where || own || !matches(ban->pattern, where) ||
		    (ban->unless && matches(ban->unless, where)))
			continue;
		tell(l, n->p, ban->rule, ban->item,
		     sentence_told("legal.banned", json_pack("{s:s, s:s}", "ban", ban->ban,
		                                             "article", ban->article)));
	}
}

/* Sentences that ask: with a question mark, or with an ending of the verb that asks. */
static int questions(const struct notice *n)
{
	static const char ends[] = ".!?\n";
	int count = 0;
	for (const char *s = n->words; *s;) {
		size_t len = strcspn(s, ends);
		char *sentence = xstrndup(s, len);
		bool marked = s[len] == '?' || strstr(sentence, "？");
		count += marked || matches(n->says->asks, sentence);
		s += len + strspn(s + len, ends);
		free(sentence);
	}
	return count;
}

/* 22(1): one notice, one question. */
static void check_question(const struct lint *l, const struct notice *n)
{
	int count = questions(n);
	if (count == 1)
		return;
	tell(l, n->p, "question", NULL,
	     sentence_told(count ? "legal.questions.many" : "legal.questions.none",
	                   json_pack("{s:s}", "article", "22.1")));
}

/* Decree 17(1): a way to say clearly yes or no. */
static void check_buttons(const struct lint *l, const struct notice *n)
{
	const struct buttons *all = bundle_buttons(l->b, n->p->language);
	const char *yes = n->p->yes ? n->p->yes : all->yes;
	const char *no = n->p->no ? n->p->no : all->no;
	const char *denies = n->says->denies;
	if (yes && no && matches(n->says->agrees, yes) && !matches(denies, yes) &&
	    matches(denies, no))
		return;
	tell(l, n->p, "buttons", NULL,
	     sentence_told("legal.buttons",
	                   json_pack("{s:s, s:s, s:s}", "yes", yes ? yes : "", "no", no ? no : "",
	                             "article", "decree.17.1")));
}

static bool gate_demands(const json_t *gate, const char *kind)
{
	const char *key;
	json_t *v;
	size_t i;
	json_array_foreach(gate, i, v) if (json_is_string(v) &&
	                                   !strcmp(json_string_value(v), kind)) return true;
	json_object_foreach((json_t *)(uintptr_t)gate, key,
	                    v) if (gate_demands(v, kind)) return true;
	return false;
}

/* 16(2), 16(3), 22(5): who does not agree to what is optional is served all the same. */
static void check_optional(const struct lint *l, const struct notice *n)
{
	const char *refusal = item_text(n->p, "refusal");
	if (!n->is_free)
		return;
	if (gate_demands(bundle_policy(l->b)->gate, n->p->consent))
		tell(l, n->p, "optional", NULL,
		     sentence_told("legal.optional.demanded", json_pack("{s:s, s:s}", "kind",
		                                                        n->p->consent, "article",
		                                                        "22.5")));
	if (refusal && matches(n->says->refuses, refusal))
		tell(l, n->p, "optional", "refusal",
		     sentence_told("legal.optional.refuses",
		                   json_pack("{s:s}", "article", "16.3.22.5")));
	else if (refusal && !matches(n->says->serves, refusal))
		tell(l, n->p, "optional", "refusal",
		     sentence_told("legal.optional.silent",
		                   json_pack("{s:s}", "article", "16.2")));
}

static void check_names(const struct lint *l, const struct notice *n)
{
	for (size_t i = 0; i < n->p->legal_count; i++) {
		const char *item = n->p->legal[i].item;
		char *key = xasprintf("%s/legal/%s", n->p->id, item);
		if (!legal_item_find(item))
			findings_tell(l->found, FINDING_WARNING, language_phrases(n->p->language),
			              bundle_line(l->b, language_phrases(n->p->language), key),
			              sentence_told("legal.unknown_item",
			                            json_pack("{s:s, s:s}", "notice", n->p->id,
			                                      "item", item)));
		free(key);
	}
}

static void check_notice(const struct lint *l, const struct phrase *p)
{
	struct notice n = { .p = p, .law = law_of(l->b, p), .says = &legal_words[p->language] };
	if (!n.law) {
		char *key = xasprintf("consents/%s", p->consent);
		findings_tell(l->found, FINDING_ERROR, "policy.lua",
		              bundle_line(l->b, "policy.lua", key),
		              sentence_told("legal.unknown_law",
		                            json_pack("{s:s, s:s}", "kind", p->consent, "known",
		                                      legal_law_names())));
		free(key);
		return;
	}
	n.words = literals(p);
	n.is_free = n.law->is_free || json_is_true(json_object_get(rule_of(l->b, p), "optional"));
	check_items(l, &n);
	check_wordings(l, &n);
	check_bans(l, &n);
	check_question(l, &n);
	check_buttons(l, &n);
	check_optional(l, &n);
	check_names(l, &n);
	free(n.words);
}

/* 15(2)2, 16(1): what flows collect is what the notice names. */
static void check_fields(const struct lint *l, const struct phrase *p, const struct bundle *flow)
{
	const struct law *law = law_of(l->b, p);
	const char *items = item_text(p, "items");
	const char **fields = keys_sorted(bundle_collects(flow));
	for (size_t i = 0; law && items && !strcmp(law->name, "collection") && fields[i]; i++) {
		const struct legal_field *f = legal_words[p->language].fields;
		const char *suffix = strchr(fields[i], '.');
		while (f->suffix && (!suffix || strcmp(f->suffix, suffix)))
			f++;
		if (!f->suffix || matches(f->pattern, items))
			continue;
		tell(l, p, "fields", "items",
		     sentence_told("legal.fields",
		                   json_pack("{s:s, s:s, s:s, s:s}", "flow", bundle_flow(flow),
		                             "field", fields[i], "word", f->collects, "article",
		                             "15.2.2")));
	}
	free(fields);
}

static void check_draft(const struct lint *l, const struct phrase *p)
{
	if (!p->draft)
		return;
	findings_tell(l->found, FINDING_WARNING, language_phrases(p->language),
	              bundle_line(l->b, language_phrases(p->language), p->id),
	              sentence_told(p->source ? "legal.draft_of" : "legal.draft",
	                            json_pack("{s:s, s:s*}", "phrase", p->id, "source",
	                                      p->source)));
	l->report->drafts++;
}

/* ---- exceptions ---- */

static bool is_rule(const char *name)
{
	for (const char *const *r = legal_rule_names; *r; r++)
		if (!strcmp(*r, name))
			return true;
	const struct legal_item *item = legal_item_find(name);
	return item && !item->is_form;
}

static void wrong_exception(const struct lint *l, enum severity severity, const char *code,
                            const char *name)
{
	findings_tell(l->found, severity, "policy.lua",
	              bundle_line(l->b, "policy.lua", "exceptions"),
	              sentence_told(code, json_pack("{s:s}", "name", name)));
}

/* A notice with a mistake in it was not held against the law: nobody knows what it will need. */
static bool is_broken(const struct lint *l, const json_t *notices)
{
	const json_t *name;
	size_t i;
	json_array_foreach(notices, i, name)
	{
		const struct phrase *p = bundle_phrase(l->b, json_string_value(name));
		if (p && p->broken)
			return true;
	}
	return false;
}

/* An exception must be about something that there is, and be needed. Those that are open are named
 * in the report, one a line. */
static void check_exception(const struct lint *l, const json_t *one, bool used)
{
	const json_t *notices = json_object_get(one, "notice"),
		     *rules = json_object_get(one, "rule");
	const json_t *name;
	size_t i;
	json_array_foreach(notices, i, name)
	{
		const struct phrase *p = bundle_phrase(l->b, json_string_value(name));
		if (!p || p->kind != PHRASE_NOTICE)
			wrong_exception(l, FINDING_ERROR, "exception.no_notice",
			                json_string_value(name));
	}
	json_array_foreach(rules, i, name)
	{
		if (!is_rule(json_string_value(name)))
			wrong_exception(l, FINDING_ERROR, "exception.no_rule",
			                json_string_value(name));
	}
	if (!used && !is_broken(l, notices))
		wrong_exception(l, FINDING_WARNING, "exception.not_needed",
		                json_string_value(json_array_get(notices, 0)));
	if (!used || strcmp(l->today, member(one, "expires")) > 0)
		return;
	json_array_append_new(
		l->report->exceptions,
		sentence_told("exception.open", json_pack("{s:O, s:O, s:s, s:s, s:s}", "notices",
	                                                  notices, "rules", rules, "by",
	                                                  member(one, "by"), "until",
	                                                  member(one, "expires"), "why",
	                                                  member(one, "why"))));
}

static void check_phrase(const struct lint *l, struct flow_set *flows, const struct phrase *p)
{
	check_draft(l, p);
	if (p->broken || p->kind != PHRASE_NOTICE)
		return;
	check_notice(l, p);
	for (size_t f = 0; f < flow_set_count(flows); f++)
		check_fields(l, p, flow_set_at(flows, f));
	l->report->notices += p->language == LANGUAGE_KO;
}

static void check_phrases(const struct lint *l, struct flow_set *flows)
{
	json_t *ids = bundle_phrase_ids(l->b);
	const json_t *id;
	size_t i;
	for (int lang = 0; lang < LANGUAGES; lang++)
		json_array_foreach(ids, i, id)
		{
			const struct phrase *p =
				bundle_own_phrase(l->b, json_string_value(id), (enum language)lang);
			if (p)
				check_phrase(l, flows, p);
		}
	l->report->phrases = (int)json_array_size(ids);
	json_decref(ids);
}

void legal_check(struct flow_set *flows, const char *today, struct findings *found,
                 struct legal_report *report)
{
	struct bundle *b = flow_set_at(flows, 0); /* phrases and policy are the same in all */
	const json_t *exceptions = bundle_policy(b)->exceptions, *one;
	size_t i;
	struct lint l = { .b = b, .today = today, .found = found, .report = report };
	report->exceptions = json_array();
	l.used = xcalloc(json_array_size(exceptions) + 1, sizeof *l.used);
	check_phrases(&l, flows);
	json_array_foreach(exceptions, i, one) check_exception(&l, one, l.used[i]);
	free(l.used);
}
