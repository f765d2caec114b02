/* How phrases are used: counts, and what stands behind each of them. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "consent_query.h"
#include "crypto.h"
#include "ledger_impl.h"
#include "sentence.h"

enum { REASON_KEY_LEN = 16 };

static const char *const uses[USES] = {
	[USE_OPEN] = "open",       [USE_SENT] = "sent",           [USE_READ_OUT] = "read_out",
	[USE_EDITED] = "edited",   [USE_OWN_WORDS] = "own_words", [USE_ASKED] = "asked",
	[USE_SKIPPED] = "skipped", [USE_BLOCKED] = "blocked",     [USE_UNANSWERED] = "unanswered",
	[USE_ENDED] = "ended",     [USE_REFUSED] = "refused",     [USE_SAID] = "said",
};

/* ---- what is asked for ---- */

const char *const ledger_use_filters[] = { "phrase", "flow", "language", "party", "since",
	                                   "until",  "use",  "reason",   NULL };

static int set_use(struct ledger_use_query *q, const char *value, struct err *e)
{
	if (!strcmp(value, "shown")) {
		q->use = USES;
		return 0;
	}
	for (int i = 0; i < USES; i++)
		if (!strcmp(uses[i], value)) {
			q->use = i;
			return 0;
		}
	return err_set(
		e, E_INPUT,
		"use: expected shown, open, sent, read_out, edited, own_words, asked, skipped, "
		"blocked, unanswered, ended, refused or said, not '%.40s'",
		value);
}

int ledger_use_query_set(struct ledger_use_query *q, const char *name, const char *value,
                         struct err *e)
{
	struct store_consent_query of = { .since_ms = q->since_ms, .until_ms = q->until_ms };
	if (!strcmp(name, "use"))
		return set_use(q, value, e);
	if (!strcmp(name, "phrase"))
		q->phrase = value;
	else if (!strcmp(name, "reason"))
		q->reason = value;
	else if (!strcmp(name, "flow"))
		q->flow = value;
	else if (!strcmp(name, "language"))
		q->language = value;
	else if (consent_query_set(&of, name, value, e))
		return -1;
	if (!strcmp(name, "party"))
		q->party = value;
	q->since_ms = of.since_ms;
	q->until_ms = of.until_ms;
	return 0;
}

/* A query in the ledger's own terms. */
struct asked {
	int phrase, flow, language, party; /* -1: any; -2: what there is none of */
	const struct ledger_use_query *q;
};

static int name_asked(const struct ledger *l, const char *text)
{
	int n = text ? ledger_find_name(l, text) : -1;
	return text && n < 0 ? -2 : n;
}

static struct asked asked_of(const struct ledger *l, const struct ledger_use_query *q)
{
	struct asked a = { name_asked(l, q->phrase), name_asked(l, q->flow), -1, -1, q };
	if (q->language)
		a.language = language_from(q->language) < 0 ? -2 : language_from(q->language);
	if (q->party)
		a.party = (int)role_from(q->party);
	return a;
}

static bool was_shown(const struct ledger_use_row *u)
{
	return u->use != USE_REFUSED && u->use != USE_SAID;
}

static bool fits(const struct asked *a, const struct ledger_use_row *u)
{
	const struct ledger_use_query *q = a->q;
	return (a->phrase == -1 || a->phrase == u->phrase) &&
	       (a->flow == -1 || a->flow == u->c->flow) &&
	       (a->language == -1 || a->language == u->language) &&
	       (!q->party || a->party == u->party) && u->at_ms >= q->since_ms &&
	       (!q->until_ms || u->at_ms < q->until_ms);
}

static bool use_fits(int use, const struct ledger_use_row *u)
{
	return use < 0 || (use == USES ? was_shown(u) : use == u->use);
}

/* ---- counts ---- */

struct counts {
	int64_t of[USES], shown;
	int32_t *distances; /* of edits, where they are known */
	size_t distances_count, distances_room;
};

static void count(struct counts *n, const struct ledger_use_row *u)
{
	n->of[u->use]++;
	n->shown += was_shown(u);
	if (u->use != USE_EDITED || u->distance < 0)
		return;
	if (n->distances_count == n->distances_room) {
		n->distances_room = n->distances_room * 2 + 8;
		n->distances = xrealloc(n->distances, n->distances_room * sizeof *n->distances);
	}
	n->distances[n->distances_count++] = u->distance;
}

static int by_size(const void *a, const void *b)
{
	int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
	return (x > y) - (x < y);
}

static json_t *distance_json(struct counts *n)
{
	size_t many = n->distances_count;
	double sum = 0, median = 0;
	if (!many)
		return json_pack("{s:n, s:n, s:i, s:I}", "median", "mean", "known", 0, "of",
		                 (json_int_t)n->of[USE_EDITED]);
	qsort(n->distances, many, sizeof *n->distances, by_size);
	for (size_t i = 0; i < many; i++)
		sum += n->distances[i];
	median = (n->distances[(many - 1) / 2] + n->distances[many / 2]) / 2.0;
	return json_pack("{s:f, s:f, s:I, s:I}", "median", median, "mean", sum / (double)many,
	                 "known", (json_int_t)many, "of", (json_int_t)n->of[USE_EDITED]);
}

static json_t *counts_json(struct counts *n)
{
	json_t *out = json_pack("{s:I, s:o}", "shown", (json_int_t)n->shown, "distance",
	                        distance_json(n));
	for (int i = 0; i < USES; i++)
		json_object_set_new(out, uses[i], json_integer(n->of[i]));
	return out;
}

static json_t *phrases_json(const struct ledger *l, struct counts *per, size_t many)
{
	json_t *list = json_array();
	for (size_t i = 0; i < many; i++) {
		int64_t any = per[i].shown + per[i].of[USE_REFUSED] + per[i].of[USE_SAID];
		if (!any)
			continue;
		json_t *one = counts_json(&per[i]);
		json_object_set_new(one, "phrase", json_string(l->names[i]));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *choices(const struct ledger *l, bool flows)
{
	json_t *set = json_object(), *list = json_array(), *v;
	const char *one;
	for (size_t i = 0; i < l->uses_count; i++) {
		const struct ledger_use_row *u = &l->uses[i];
		const char *text =
			flows ? l->names[u->c->flow] : language_code((enum language)u->language);
		if (!json_object_get(set, text))
			json_object_set_new(set, text, json_null());
	}
	json_object_foreach(set, one, v) json_array_append_new(list, json_string(one));
	json_decref(set);
	return list;
}

json_t *ledger_phrases(const struct ledger *l, const struct ledger_use_query *q)
{
	const struct asked a = asked_of(l, q);
	struct counts *per = xcalloc(l->names_count, sizeof *per), all = { 0 };
	for (size_t i = 0; i < l->uses_count; i++) {
		if (!fits(&a, &l->uses[i]))
			continue;
		count(&per[l->uses[i].phrase], &l->uses[i]);
		count(&all, &l->uses[i]);
	}
	json_t *out = json_pack("{s:o, s:o, s:o, s:o, s:I}", "phrases",
	                        phrases_json(l, per, l->names_count), "total", counts_json(&all),
	                        "flows", choices(l, true), "languages", choices(l, false), "mark",
	                        (json_int_t)l->mark);
	for (size_t i = 0; i < l->names_count; i++)
		free(per[i].distances);
	free(per);
	free(all.distances);
	return out;
}

/* ---- what is behind a number ---- */

/* New; null: none was given, or it is erased. NULL: e says why. */
static json_t *reason_of(const struct ledger *l, struct store *s, const struct ledger_use_row *u,
                         struct err *e)
{
	if (u->reason)
		return ledger_value(s, u->c->id, u->reason, e);
	return u->why ? json_string(l->names[u->why]) : json_null();
}

static json_t *use_json(const struct ledger *l, const struct ledger_use_row *u, json_t *reason)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:O, s:o, s:b}", "case",
	                 u->c->id, "flow", l->names[u->c->flow], "phrase", l->names[u->phrase],
	                 "party", role_name((enum role)u->party), "language",
	                 language_code((enum language)u->language), "use", uses[u->use], "at",
	                 time_json(u->at_ms), "ended_at", time_json(u->ended_ms), "distance",
	                 u->distance < 0 ? json_null() : json_integer(u->distance), "reason",
	                 reason, "reason_told", sentence_read(json_string_value(reason)),
	                 "reason_erased", json_is_null(reason) && u->reason != 0);
}

/* Names a reason without its words, which may be a person's: for addresses, which stand in many a log. Of "", where none
 * was given or it is erased: "none". */
static void reason_key(const char *reason, char key[SHA256_HEX])
{
	if (*reason)
		crypto_sha256_hex(reason, strlen(reason), key);
	else
		memcpy(key, "none", sizeof "none");
	key[REASON_KEY_LEN] = '\0';
}

static void count_reason(json_t *reasons, const char *text)
{
	json_int_t n = json_integer_value(json_object_get(reasons, text));
	json_object_set_new(reasons, text, json_integer(n + 1));
}

static int more_often(const void *a, const void *b)
{
	json_int_t x = json_integer_value(json_object_get(*(json_t *const *)a, "count"));
	json_int_t y = json_integer_value(json_object_get(*(json_t *const *)b, "count"));
	return (y > x) - (y < x);
}

static json_t *reasons_json(json_t *counted)
{
	size_t n = json_object_size(counted), i = 0;
	json_t **list = xcalloc(n + 1, sizeof(json_t *)), *out = json_array(), *v;
	char key[SHA256_HEX];
	const char *text;
	json_object_foreach(counted, text, v)
	{
		reason_key(text, key);
		list[i++] = json_pack("{s:s, s:o, s:s, s:O}", "reason", text, "told",
		                      sentence_read(text), "key", key, "count", v);
	}
	qsort(list, n, sizeof *list, more_often);
	for (i = 0; i < n; i++)
		json_array_append_new(out, list[i]);
	free(list);
	json_decref(counted);
	return out;
}

struct found {
	json_t *uses, *reasons;
	size_t total;
};

/* Reasons are counted whichever of them is asked for. */
static bool reason_fits(struct found *f, const struct ledger_use_query *q, const char *reason)
{
	char key[SHA256_HEX];
	count_reason(f->reasons, reason);
	reason_key(reason, key);
	return !q->reason || !strcmp(q->reason, key);
}

/* 0: it is none of them, or counted and listed if it stands in the page. -1: e says why. */
static int look_at(const struct ledger *l, struct store *s, const struct ledger_use_row *u,
                   const struct ledger_use_query *q, struct found *f, struct err *e)
{
	bool has = u->use == USE_SKIPPED || u->use == USE_BLOCKED || u->use == USE_REFUSED;
	bool listed = f->total >= q->offset && f->total < q->offset + q->limit;
	json_t *reason = has || listed ? reason_of(l, s, u, e) : json_null();
	const char *text = json_is_string(reason) ? json_string_value(reason) : "";
	if (!reason)
		return -1;
	if (has ? reason_fits(f, q, text) : !q->reason) {
		f->total++;
		if (listed)
			json_array_append_new(f->uses, use_json(l, u, reason));
	}
	json_decref(reason);
	return 0;
}

/* The newest first: uses stand as they came. */
static int look(const struct ledger *l, struct store *s, const struct asked *a, struct found *f,
                struct err *e)
{
	for (size_t i = l->uses_count; i > 0; i--) {
		const struct ledger_use_row *u = &l->uses[i - 1];
		if (fits(a, u) && use_fits(a->q->use, u) && look_at(l, s, u, a->q, f, e))
			return -1;
	}
	return 0;
}

json_t *ledger_uses(const struct ledger *l, struct store *s, const struct ledger_use_query *q,
                    struct err *e)
{
	const struct asked a = asked_of(l, q);
	struct found f = { json_array(), json_object(), 0 };
	if (look(l, s, &a, &f, e)) {
		json_decref(f.uses);
		json_decref(f.reasons);
		return NULL;
	}
	size_t behind = q->offset + q->limit;
	return json_pack("{s:o, s:I, s:o, s:o}", "uses", f.uses, "total", (json_int_t)f.total,
	                 "reasons", reasons_json(f.reasons), "next",
	                 behind < f.total ? json_integer((json_int_t)behind) : json_null());
}
