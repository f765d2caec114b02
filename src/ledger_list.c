/* Consents as they were at an instant: filtered, sorted, in pages. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "consent_export.h"
#include "consent_query.h"
#include "ledger_impl.h"
#include "text.h"

/* ---- what is asked for ---- */

const char *const ledger_filters[] = { "case",   "kind",  "state", "subject", "party", "delegate",
	                               "flow",   "by",    "since", "until",   "as_of", "sort",
	                               "cursor", "after", "part",  NULL };

static const char *const sorts[LEDGER_SORTS] = {
	[LEDGER_BY_AT] = "at",           [LEDGER_BY_ASKED] = "asked",
	[LEDGER_BY_CASE] = "case",       [LEDGER_BY_KIND] = "kind",
	[LEDGER_BY_SUBJECT] = "subject", [LEDGER_BY_DELEGATE] = "delegate",
	[LEDGER_BY_STATE] = "state",     [LEDGER_BY_FLOW] = "flow",
	[LEDGER_BY_EXPIRES] = "expires",
};

static int set_sort(struct ledger_query *q, const char *value, struct err *e)
{
	q->ascending = *value != '-';
	for (int i = 0; i < LEDGER_SORTS; i++)
		if (!strcmp(sorts[i], value + !q->ascending)) {
			q->sort = (enum ledger_sort)i;
			return 0;
		}
	return err_set(e, E_INPUT,
	               "sort: expected at, asked, case, kind, subject, delegate, state, flow or "
	               "expires, with - before it for the other way, not '%.40s'",
	               value);
}

static int set_as_of(struct ledger_query *q, const char *value, struct err *e)
{
	q->as_of_ms = time_parse(value);
	if (q->as_of_ms > 0)
		return 0;
	return err_set(e, E_INPUT,
	               "as_of: expected a time such as 2026-11-23T20:45:56+09:00, not '%.40s'",
	               value);
}

static int set_after(struct ledger_query *q, const char *value, struct err *e)
{
	char *end;
	q->after_mark = strtoll(value, &end, 10);
	if (*value && !*end && q->after_mark >= 0)
		return 0;
	return err_set(e, E_INPUT, "after: expected what an earlier answer gave as \"mark\"");
}

static int set_part(struct ledger_query *q, const char *value, struct err *e)
{
	char *end;
	long part = strtol(value, &end, 10);
	if (part < 1 || part > INT_MAX || *end)
		return err_set(e, E_INPUT, "part: expected a number from 1, not '%.40s'", value);
	q->part = (size_t)part;
	return 0;
}

static int set_delegate(struct ledger_query *q, const char *value, struct err *e)
{
	q->delegate = value;
	if (!strcmp(value, "none") || role_from(value) != ROLE_NONE)
		return 0;
	return err_set(e, E_INPUT, "delegate: expected a role, or none, not '%.40s'", value);
}

int ledger_query_set(struct ledger_query *q, const char *name, const char *value, struct err *e)
{
	if (!strcmp(name, "sort"))
		return set_sort(q, value, e);
	if (!strcmp(name, "as_of"))
		return set_as_of(q, value, e);
	if (!strcmp(name, "after"))
		return set_after(q, value, e);
	if (!strcmp(name, "part"))
		return set_part(q, value, e);
	if (!strcmp(name, "delegate"))
		return set_delegate(q, value, e);
	if (!strcmp(name, "flow"))
		q->flow = value;
	else if (!strcmp(name, "by"))
		q->by = value;
	else if (!strcmp(name, "cursor"))
		q->cursor = value;
	else
		return consent_query_set(&q->of, name, value, e);
	return 0;
}

/* ---- rows ---- */

struct row {
	const struct ledger_consent *k;
	const struct ledger_change *h; /* at the instant */
	const char *state;
	char key[48]; /* what is sorted by: longer names are told apart by what follows */
};

struct listing {
	const struct ledger *l;
	struct store *s;
	const struct ledger_query *q;
	int64_t from_ms,
		now_ms; /* the fold goes up to from_ms; what expired by now_ms is expired */
	char *by;       /* as text_bare */
	struct row *rows;
	size_t count, room;
	struct err *e;
};

static const char *name(const struct ledger *l, ledger_name n)
{
	return l->names[n];
}

static const char *state_at(const struct listing *g, const struct ledger_change *h)
{
	const char *state = name(g->l, h->state);
	bool over = h->expires_at_ms && h->expires_at_ms <= g->now_ms;
	return over && !strcmp(state, "granted") ? "expired" : state;
}

static bool is_or_any(const char *asked, const char *is)
{
	return !asked || !strcmp(asked, is);
}

static bool delegate_fits(const struct ledger_query *q, const struct ledger_consent *k)
{
	if (!q->delegate)
		return true;
	const char *is = role_name((enum role)k->delegate);
	return !strcmp(q->delegate, *is ? is : "none");
}

static bool party_fits(const char *party, const struct ledger_consent *k)
{
	return !party || !strcmp(party, role_name((enum role)k->subject)) ||
	       !strcmp(party, role_name((enum role)k->delegate));
}

static bool fits(const struct listing *g, const struct row *r)
{
	const struct ledger_query *q = g->q;
	const struct store_consent_query *of = &q->of;
	return is_or_any(of->case_id, r->k->c->id) && is_or_any(of->id, r->k->id) &&
	       is_or_any(of->kind, name(g->l, r->k->kind)) && is_or_any(of->state, r->state) &&
	       is_or_any(of->subject, role_name((enum role)r->k->subject)) &&
	       is_or_any(q->flow, name(g->l, r->k->c->flow)) && delegate_fits(q, r->k) &&
	       party_fits(of->party, r->k) && r->h->at_ms >= of->since_ms &&
	       (!of->until_ms || r->h->at_ms < of->until_ms) && r->h->n > q->after_mark;
}

/* The name of who recorded a change; new, null where it is erased or nobody's. NULL: g->e says why. */
static json_t *who(const struct listing *g, const struct ledger_consent *k,
                   const struct ledger_change *h)
{
	if (h->by.value)
		return ledger_value(g->s, k->c->id, h->by.value, g->e);
	return h->by.code ? json_string(name(g->l, h->by.code)) : json_null();
}

static bool has_name(const char *text, const char *bare_part)
{
	char *bare = text_bare(text ? text : "");
	bool found = strstr(bare, bare_part) != NULL;
	free(bare);
	return found;
}

/* 1: somebody of that name recorded a change up to then, 0: nobody, -1. */
static int recorded_by(const struct listing *g, const struct row *r)
{
	if (!g->by)
		return 1;
	for (const struct ledger_change *h = r->k->changes; h <= r->h; h++) {
		json_t *by = who(g, r->k, h);
		bool found = has_name(json_string_value(by), g->by);
		json_decref(by);
		if (!by)
			return -1;
		if (found)
			return 1;
	}
	return 0;
}

static const char *text_key(const struct listing *g, const struct row *r)
{
	switch (g->q->sort) {
	case LEDGER_BY_CASE:
		return r->k->c->id;
	case LEDGER_BY_KIND:
		return name(g->l, r->k->kind);
	case LEDGER_BY_SUBJECT:
		return role_name((enum role)r->k->subject);
	case LEDGER_BY_DELEGATE:
		return role_name((enum role)r->k->delegate);
	case LEDGER_BY_STATE:
		return r->state;
	default:
		return name(g->l, r->k->c->flow);
	}
}

static void set_key(const struct listing *g, struct row *r)
{
	int64_t at = g->q->sort == LEDGER_BY_ASKED     ? r->k->changes[0].at_ms
	             : g->q->sort == LEDGER_BY_EXPIRES ? r->h->expires_at_ms
	                                               : r->h->at_ms;
	if (g->q->sort == LEDGER_BY_AT || g->q->sort == LEDGER_BY_ASKED ||
	    g->q->sort == LEDGER_BY_EXPIRES)
		snprintf(r->key, sizeof r->key, "%016llx", (unsigned long long)at);
	else
		snprintf(r->key, sizeof r->key, "%s", text_key(g, r));
}

static int add_row(struct listing *g, const struct ledger_consent *k)
{
	struct row r = { .k = k, .h = ledger_at(k, g->from_ms) };
	if (!r.h)
		return 0;
	r.state = state_at(g, r.h);
	int found = fits(g, &r) ? recorded_by(g, &r) : 0;
	if (found <= 0)
		return found;
	set_key(g, &r);
	if (g->count == g->room) {
		g->room = g->room * 2 + 256;
		g->rows = xrealloc(g->rows, g->room * sizeof *g->rows);
	}
	g->rows[g->count++] = r;
	return 0;
}

/* The key, then the newest first, then by case and id from the end. */
static int compare(const void *a, const void *b, void *ascending)
{
	const struct row *x = a, *y = b;
	int by_key = strcmp(x->key, y->key);
	if (by_key)
		return *(bool *)ascending ? by_key : -by_key;
	if (x->h->at_ms != y->h->at_ms)
		return x->h->at_ms < y->h->at_ms ? 1 : -1;
	int by_case = strcmp(y->k->c->id, x->k->c->id);
	return by_case ? by_case : strcmp(y->k->id, x->k->id);
}

static int gather(struct listing *g, const struct ledger_query *q, int64_t now_ms)
{
	bool ascending = q->ascending;
	g->q = q;
	g->from_ms = q->as_of_ms ? q->as_of_ms : INT64_MAX;
	g->now_ms = q->as_of_ms ? q->as_of_ms : now_ms;
	g->by = q->by ? text_bare(q->by) : NULL;
	for (size_t i = 0; i < g->l->consents_count; i++)
		if (add_row(g, g->l->consents[i]))
			return -1;
	if (g->count)
		qsort_r(g->rows, g->count, sizeof *g->rows, compare, &ascending);
	return 0;
}

static void listing_clear(struct listing *g)
{
	free(g->rows);
	free(g->by);
}

/* ---- pages ---- */

/* "<at>.<case>.<id>.<key>": the row after which the page begins, wherever it has gone since. */
static char *cursor_of(const struct row *r)
{
	return xasprintf("%lld.%s.%s.%s", (long long)r->h->at_ms, r->k->c->id, r->k->id, r->key);
}

static int first_behind(const struct listing *g, size_t *first)
{
	char case_id[64], id[64];
	long long at_ms;
	int key = 0;
	bool ascending = g->q->ascending;
	*first = 0;
	if (!g->q->cursor)
		return 0;
	if (sscanf(g->q->cursor, "%lld.%63[a-zA-Z0-9_-].%63[a-zA-Z0-9_-].%n", &at_ms, case_id, id,
	           &key) != 3 ||
	    !key)
		return err_set(g->e, E_INPUT,
		               "cursor: expected what an earlier answer gave as \"next\"");
	struct ledger_case c = { .id = case_id };
	const struct ledger_consent k = { .c = &c, .id = id };
	const struct ledger_change h = { .at_ms = at_ms };
	struct row place = { .k = &k, .h = &h };
	snprintf(place.key, sizeof place.key, "%s", g->q->cursor + key);
	while (*first < g->count && compare(&g->rows[*first], &place, &ascending) <= 0)
		++*first;
	return 0;
}

/* Expired, and no turn says so yet: it came about by time alone. */
static bool is_over(const struct listing *g, const struct row *r)
{
	return strcmp(r->state, name(g->l, r->h->state)) != 0;
}

static json_t *row_json(const struct listing *g, const struct row *r)
{
	const struct ledger_consent *k = r->k;
	bool over = is_over(g, r);
	json_t *by = over ? json_null() : who(g, k, r->h);
	if (!by)
		return NULL;
	return json_pack(
		"{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:o, s:o, s:o, s:s, s:i, s:s, s:s, s:o, s:b}",
		"case", k->c->id, "id", k->id, "flow", name(g->l, k->c->flow), "kind",
		name(g->l, k->kind), "subject", role_name((enum role)k->subject), "delegate",
		role_name((enum role)k->delegate), "state", r->state, "at", time_json(r->h->at_ms),
		"asked_at", time_json(k->changes[0].at_ms), "expires_at",
		time_json(r->h->expires_at_ms), "phrase", name(g->l, k->phrase), "version",
		k->version, "language", language_code((enum language)k->language), "how",
		over ? "timer" : name(g->l, r->h->how), "by", by, "by_erased",
		!over && json_is_null(by) && r->h->by.value != 0);
}

static json_t *page(const struct listing *g, size_t first, char **next)
{
	size_t limit = g->q->of.limit ? g->q->of.limit : g->count;
	json_t *rows = json_array();
	for (size_t i = first; i < g->count && i < first + limit; i++) {
		json_t *row = row_json(g, &g->rows[i]);
		if (!row || json_array_append_new(rows, row)) {
			json_decref(rows);
			return NULL;
		}
	}
	if (first + limit < g->count)
		*next = cursor_of(&g->rows[first + limit - 1]);
	return rows;
}

static json_t *count_states(const struct listing *g)
{
	json_t *states = json_object();
	for (size_t i = 0; i < g->count; i++) {
		const char *state = g->rows[i].state;
		json_int_t n = json_integer_value(json_object_get(states, state));
		json_object_set_new(states, state, json_integer(n + 1));
	}
	return states;
}

static void add_once(json_t *set, const char *text)
{
	if (!json_object_get(set, text))
		json_object_set_new(set, text, json_null());
}

static json_t *names_in(json_t *set)
{
	const char *one;
	json_t *v, *list = json_array();
	json_object_foreach(set, one, v) json_array_append_new(list, json_string(one));
	json_decref(set);
	return list;
}

/* What there is to choose from, whatever is asked for. */
static json_t *all_of(const struct ledger *l, bool flows)
{
	json_t *set = json_object();
	for (size_t i = 0; i < l->consents_count; i++)
		add_once(set, name(l, flows ? l->consents[i]->c->flow : l->consents[i]->kind));
	return names_in(set);
}

json_t *ledger_list(const struct ledger *l, struct store *s, const struct ledger_query *q,
                    int64_t now_ms, struct err *e)
{
	struct listing g = { .l = l, .s = s, .e = e };
	char *next = NULL;
	size_t first = 0;
	json_t *rows = NULL, *out = NULL;
	if (!gather(&g, q, now_ms) && !first_behind(&g, &first))
		rows = page(&g, first, &next);
	if (rows)
		out = json_pack("{s:o, s:s?, s:I, s:o, s:I, s:o, s:o, s:o, s:o, s:o}", "consents",
		                rows, "next", next, "total", (json_int_t)g.count, "states",
		                count_states(&g), "mark", (json_int_t)l->mark, "as_of",
		                time_json(q->as_of_ms), "now", time_json(now_ms), "from",
		                time_json(l->first_ms), "kinds", all_of(l, false), "flows",
		                all_of(l, true));
	free(next);
	listing_clear(&g);
	return out;
}

/* Which of them are asked for: out->count from there on. */
static int choose_part(const struct listing *g, size_t most, struct ledger_rows *out, size_t *from)
{
	size_t part = g->q->part;
	out->total = g->count;
	out->parts = g->count ? (g->count + most - 1) / most : 1;
	if (!part && g->count > most)
		return err_set(g->e, E_CONFLICT,
		               "%zu consents fit, and one file holds %zu: give as_of and part=1 to "
		               "part=%zu, or narrow the filters",
		               g->count, most, out->parts);
	if (part > out->parts)
		return err_set(g->e, E_NOT_FOUND, "part: there are %zu", out->parts);
	*from = part ? (part - 1) * most : 0;
	out->count = g->count - *from < most ? g->count - *from : most;
	return 0;
}

int ledger_rows(const struct ledger *l, struct store *s, const struct ledger_query *q,
                int64_t now_ms, size_t most, struct ledger_rows *out, struct err *e)
{
	struct listing g = { .l = l, .s = s, .e = e };
	size_t from;
	int rc = gather(&g, q, now_ms);
	if (!rc)
		rc = choose_part(&g, most, out, &from);
	if (!rc) {
		out->list = xcalloc(out->count + 1, sizeof *out->list);
		for (size_t i = 0; i < out->count; i++) {
			const struct ledger_consent *k = g.rows[from + i].k;
			out->list[i] = (struct consent_export_row){ k->c->id, k->id };
		}
	}
	listing_clear(&g);
	return rc;
}
