/* check_since.c: notices then and now: what changed in law, which versions must be raised, and whose
 * consents are concerned. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "bundle.h"
#include "case.h"
#include "cases.h"
#include "check_impl.h"
#include "clock.h"
#include "notice.h"
#include "phrase.h"
#include "renewal.h"
#include "sentence.h"
#include "store.h"

enum { HASH_DIGITS = 64 };

/* One comparison. */
struct since {
	struct check *c;
	struct bundle *old;  /* kept */
	struct bundle *now;  /* borrowed */
	struct store *store; /* NULL: no data were named */
	json_t *changes;     /* {bundle hash: of renewal_changes} */
	json_t *open;        /* {phrase: consents in force in open cases} */
	json_t *closed;      /* {phrase: the same in closed ones} */
};

/* ---- what there was ---- */

static bool is_hash(const char *text)
{
	return strlen(text) == HASH_DIGITS && !text[strspn(text, "0123456789abcdef")];
}

static struct bundle *from_store(const struct since *s, struct err *e)
{
	if (!s->store) {
		err_set(e, E_CONFIG,
		        "--since %.12s…: a bundle is named by its hash: name the data directory "
		        "that "
		        "holds it with --data",
		        s->c->since);
		return NULL;
	}
	char *content = s->store->ops->bundle(s->store, s->c->since, e);
	struct bundle *b = content ? bundle_parse(content, e) : NULL;
	free(content);
	return b;
}

static struct bundle *from_dir(const char *dir, struct err *e)
{
	struct stat st;
	if (stat(dir, &st) || !S_ISDIR(st.st_mode)) {
		err_set(e, E_CONFIG,
		        "--since %.64s: neither a directory of flows, nor the whole hash of a "
		        "bundle, "
		        "which has %d digits",
		        dir, HASH_DIGITS);
		return NULL;
	}
	struct flow_set *set = flow_set_load(dir, e);
	struct bundle *b = set ? bundle_keep(flow_set_at(set, 0)) : NULL;
	flow_set_free(set);
	return b;
}

/* ---- whom it concerns ---- */

static void count_one(json_t *counts, const struct consent *k)
{
	char *name = renewal_name(k);
	json_int_t n = json_integer_value(json_object_get(counts, name));
	json_object_set_new(counts, name, json_integer(n + 1));
	free(name);
}

static void count_case(const struct since *s, struct support_case *c, const json_t *changes)
{
	const struct policy *policy = bundle_policy(s->now);
	bool is_closed = c->status == CASE_CLOSED;
	if (is_closed)
		c->status =
			CASE_PARKED; /* as if it could still be asked: its own count says how many */
	for (size_t i = 0; i < c->consents_count; i++)
		if (renewal_concerns(c, &c->consents[i], changes, policy, clock_now_ms()))
			count_one(is_closed ? s->closed : s->open, &c->consents[i]);
}

static int see_head(void *arg, const char *case_id, const struct store_head *h)
{
	struct since *s = arg;
	struct err e = { 0 };
	json_t *changes = json_object_get(s->changes, h->bundle);
	if (!changes) {
		char *content = s->store->ops->bundle(s->store, h->bundle, &e);
		struct bundle *b = content ? bundle_parse(content, &e) : NULL;
		changes = b ? renewal_changes(b, s->c->flows) : json_object();
		json_object_set_new(s->changes, h->bundle, changes);
		bundle_free(b);
		free(content);
	}
	if (!json_object_size(changes))
		return 0;
	struct support_case *c = cases_fold(s->store, case_id, &e);
	if (c)
		count_case(s, c, changes);
	case_free(c);
	if (e.code != E_NONE)
		findings_tell(&s->c->found, FINDING_ERROR, "", 0,
		              sentence_told("check.in_case", json_pack("{s:s, s:s}", "id", case_id,
		                                                       "why", e.text)));
	return 0;
}

static void count_consents(struct since *s)
{
	struct err e = { 0 };
	if (s->store && s->store->ops->heads(s->store, NULL, 0, see_head, s, &e))
		findings_add(&s->c->found, FINDING_ERROR, "", 0, "%s", e.text);
}

/* ---- notice by notice ---- */

static void print_count(const struct since *s, const struct phrase *old)
{
	const struct consent of = { .phrase = old->id, .language = old->language };
	char *name = renewal_name(&of);
	long long open = json_integer_value(json_object_get(s->open, name));
	long long closed = json_integer_value(json_object_get(s->closed, name));
	free(name);
	const char *then = bundle_policy(s->now)->keeps_old_terms ? "keep" : "ask";
	fputs("  ", s->c->out);
	if (!s->store)
		check_say(s->c, "since.uncounted", NULL);
	else
		check_say(s->c, "since.counted",
		          json_pack("{s:I, s:I, s:s}", "open", (json_int_t)open, "closed",
		                    (json_int_t)closed, "then", then));
}

/* How it differs, of both. */
static void print_notice(const struct since *s, const char *code, const struct phrase *old,
                         const struct phrase *now)
{
	json_t *language = old->language == LANGUAGE_KO
	                           ? json_string("")
	                           : sentence_told("since.in_english", NULL);
	check_say(s->c, code,
	          json_pack("{s:s, s:o, s:i, s:i}", "id", old->id, "language", language, "was",
	                    old->version, "now", now->version));
}

static void print_changes(const struct since *s, const json_t *changes)
{
	const json_t *one;
	size_t i;
	char *none = sentence_in(s->c->language, "since.not_said", NULL);
	json_array_foreach(changes, i, one)
	{
		const char *before = json_string_value(json_object_get(one, "old"));
		const char *after = json_string_value(json_object_get(one, "new"));
		const char *item = json_string_value(json_object_get(one, "item"));
		fputs("  ", s->c->out);
		check_say(s->c, "since.item", json_pack("{s:s, s:s}", "item", item, "name", item));
		fprintf(s->c->out, "    - %s\n    + %s\n", before ? before : none,
		        after ? after : none);
	}
	free(none);
}

static void demand_version(const struct since *s, const struct phrase *old,
                           const struct phrase *now)
{
	char *key = xasprintf("%s/version", now->id), *owed = notice_owes_version(old, now);
	if (owed)
		findings_add(&s->c->found, FINDING_ERROR, language_phrases(now->language),
		             bundle_line(s->now, language_phrases(now->language), key), "%s", owed);
	free(owed);
	free(key);
}

static bool same_words(const struct phrase *a, const struct phrase *b)
{
	if (a->parts_count != b->parts_count)
		return false;
	for (size_t i = 0; i < a->parts_count; i++) {
		const char *x = a->part[i].text ? a->part[i].text : a->part[i].name;
		const char *y = b->part[i].text ? b->part[i].text : b->part[i].name;
		if (strcmp(x, y))
			return false;
	}
	return true;
}

static void compare(const struct since *s, const struct phrase *old)
{
	const struct phrase *now = bundle_own_phrase(s->now, old->id, old->language);
	if (!now || now->kind != PHRASE_NOTICE) {
		findings_add(&s->c->found, FINDING_WARNING, language_phrases(old->language), 1,
		             "%s: this notice is gone: consents given to it are held against the "
		             "other notices of kind %s",
		             old->id, old->consent);
		print_count(s, old);
		return;
	}
	json_t *changes = notice_changes(old, now);
	if (json_array_size(changes)) {
		print_notice(s, "since.changed", old, now);
		print_changes(s, changes);
		print_count(s, old);
		demand_version(s, old, now);
	} else if (!same_words(old, now)) {
		print_notice(s, "since.mended", old, now);
	}
	json_decref(changes);
}

static void compare_all(struct since *s)
{
	json_t *ids = bundle_phrase_ids(s->old);
	const json_t *id;
	size_t i;
	count_consents(s);
	for (int l = 0; l < LANGUAGES; l++)
		json_array_foreach(ids, i, id)
		{
			const struct phrase *old =
				bundle_own_phrase(s->old, json_string_value(id), (enum language)l);
			if (old && old->kind == PHRASE_NOTICE)
				compare(s, old);
		}
	json_decref(ids);
}

void check_since(struct check *c)
{
	struct err e = { 0 };
	struct since s = { .c = c, .now = flow_set_at(c->flows, 0) };
	const struct store_sqlite_opts so = { .dir = c->data, .read_only = true };
	if (!c->since)
		return;
	if (c->data)
		s.store = store_sqlite_new(NULL, &so, &e);
	if (!c->data || s.store)
		s.old = is_hash(c->since) ? from_store(&s, &e) : from_dir(c->since, &e);
	s.changes = json_object();
	s.open = json_object();
	s.closed = json_object();
	if (s.old)
		compare_all(&s);
	else
		findings_add(&c->found, FINDING_ERROR, "", 0, "%s", e.text);
	json_decref(s.changes);
	json_decref(s.open);
	json_decref(s.closed);
	bundle_free(s.old);
	if (s.store)
		s.store->ops->free(s.store);
}
