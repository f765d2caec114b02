#include "where_cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "case.h"
#include "cases.h"
#include "clock.h"
#include "config.h"
#include "options.h"
#include "store.h"

struct where {
	struct store *st;
	json_t *bundles; /* {hash: row} */
	json_t *places;  /* {what is the same for its cases: row} */
	json_int_t open, parked;
	struct err *e;
};

/* ---- counting ---- */

static void add_to(json_t *row, const char *key, json_int_t n)
{
	json_object_set_new(row, key,
	                    json_integer(json_integer_value(json_object_get(row, key)) + n));
}

static void count_bundle(struct where *w, const struct store_head *h, bool parked)
{
	json_t *row = json_object_get(w->bundles, h->bundle), *since = time_json(h->opened_at_ms);
	if (!row) {
		row = json_pack("{s:s, s:s, s:i, s:i}", "bundle", h->bundle, "flow", h->flow,
		                "open", 0, "parked", 0);
		json_object_set_new(w->bundles, h->bundle, row);
	}
	json_object_set_new(row, "since", since); /* heads come opened last first */
	add_to(row, parked ? "parked" : "open", 1);
}

/* place: taken */
static void count_place(struct where *w, json_t *place, const char *id, int64_t since_ms)
{
	char *key = json_dumps(place, JSON_COMPACT | JSON_SORT_KEYS);
	json_t *row = json_object_get(w->places, key);
	if (!row) {
		row = json_incref(place);
		json_object_set_new(row, "count", json_integer(0));
		json_object_set_new(row, "cases", json_array());
		json_object_set_new(w->places, key, row);
	}
	add_to(row, "count", 1);
	json_t *cases = json_object_get(row, "cases");
	if (json_array_size(cases) < WHERE_CASES_MAX)
		json_array_append_new(
			cases, json_pack("{s:s, s:o}", "id", id, "since", time_json(since_ms)));
	free(key);
	json_decref(place);
}

static json_t *word_or_null(const char *word)
{
	return word && *word ? json_string(word) : json_null();
}

/* When the step that the case is in began: waits have no time of their own. */
static int64_t step_since(const struct support_case *c)
{
	const json_t *last = json_array_get(c->steps, json_array_size(c->steps) - 1);
	json_int_t at_ms = json_integer_value(json_object_get(last, "at"));
	return at_ms ? at_ms : c->opened_at_ms;
}

static json_t *place_of(const struct support_case *c, const struct lane *l, const struct wait *w)
{
	static const char *const kinds[] = {
		[WAIT_SUGGEST] = "suggest", [WAIT_CONFIRM] = "confirm", [WAIT_CONSENT] = "consent",
		[WAIT_ASK] = "ask",         [WAIT_LISTEN] = "listen",   [WAIT_TIME] = "wait",
	};
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:o, s:o, s:o, s:b}", "flow", c->flow,
	                 "bundle", c->bundle, "handler", l->handler ? l->handler : "", "step",
	                 l->handler || !c->step ? "" : c->step, "file", w->file, "line", w->line,
	                 "kind", kinds[w->kind], "party", word_or_null(role_name(w->party)),
	                 "phrase", word_or_null(w->phrase), "field", word_or_null(w->field),
	                 "parked", 0);
}

static void count_waits(struct where *w, struct support_case *c)
{
	for (size_t i = 0; i < c->lanes_count; i++) {
		const struct wait *at = case_wait_of_lane(c, c->lanes[i].id);
		if (at && !c->lanes[i].ended)
			count_place(w, place_of(c, &c->lanes[i], at), c->id, step_since(c));
	}
}

static void count_parked(struct where *w, const struct support_case *c, int64_t since_ms)
{
	const char *file = json_string_value(json_object_get(c->parked, "file"));
	count_place(w,
	            json_pack("{s:s, s:s, s:s, s:s, s:s, s:i, s:s, s:n, s:n, s:n, s:b}", "flow",
	                      c->flow, "bundle", c->bundle, "handler", "", "step",
	                      c->step ? c->step : "", "file", file ? file : "", "line",
	                      (int)json_integer_value(json_object_get(c->parked, "line")), "kind",
	                      "parked", "party", "phrase", "field", "parked", 1),
	            c->id, since_ms);
}

static int see_head(void *arg, const char *id, const struct store_head *h)
{
	struct where *w = arg;
	bool parked = !strcmp(h->status, "parked");
	if (!parked && strcmp(h->status, "open") != 0)
		return 0;
	struct support_case *c = cases_fold(w->st, id, w->e);
	if (!c)
		return -1;
	count_bundle(w, h, parked);
	*(parked ? &w->parked : &w->open) += 1;
	if (parked)
		count_parked(w, c, h->updated_at_ms);
	else
		count_waits(w, c);
	case_free(c);
	return 0;
}

static int see_all(struct where *w, struct err *e)
{
	if (w->st->ops->read_begin(w->st, e))
		return -1;
	int rc = w->st->ops->heads(w->st, "open", 0, see_head, w, e);
	if (!rc)
		rc = w->st->ops->heads(w->st, "parked", 0, see_head, w, e);
	w->st->ops->read_end(w->st);
	return rc;
}

/* ---- telling ---- */

static json_t *rows_of(const json_t *object)
{
	const char *key;
	json_t *row, *list = json_array();
	json_object_foreach((json_t *)object, key, row) json_array_append(list, row);
	return list;
}

static void print_json(const struct where *w)
{
	json_t *all = json_pack("{s:o, s:I, s:I, s:o, s:o}", "at", time_json(clock_now_ms()),
	                        "open", w->open, "parked", w->parked, "bundles",
	                        rows_of(w->bundles), "places", rows_of(w->places));
	json_dumpf(all, stdout, JSON_COMPACT | JSON_SORT_KEYS);
	putchar('\n');
	json_decref(all);
}

static const char *text_of(const json_t *row, const char *key)
{
	const char *text = json_string_value(json_object_get(row, key));
	return text ? text : "";
}

static void print_text(const struct where *w)
{
	const char *key;
	json_t *row;
	json_object_foreach(w->places, key, row)
	{
		const char *step = text_of(row, "step"), *handler = text_of(row, "handler");
		printf("%6lld  %s:%lld  %s%s%s%s%s%s  (bundle %.12s)\n",
		       (long long)json_integer_value(json_object_get(row, "count")),
		       text_of(row, "file"),
		       (long long)json_integer_value(json_object_get(row, "line")),
		       text_of(row, "kind"), *text_of(row, "party") ? " " : "",
		       text_of(row, "party"), *step || *handler ? ", " : "",
		       *handler ? "whenever " : "", *handler ? handler : step,
		       text_of(row, "bundle"));
	}
	printf("%lld open, %lld parked\n", (long long)w->open, (long long)w->parked);
}

/* ---- the command ---- */

static int look(const char *data, bool json, struct err *e)
{
	const struct store_sqlite_opts o = { .dir = data, .read_only = true };
	struct where w = { .st = store_sqlite_new(NULL, &o, e),
		           .bundles = json_object(),
		           .places = json_object(),
		           .e = e };
	int rc = w.st ? see_all(&w, e) : -1;
	if (!rc && json)
		print_json(&w);
	else if (!rc)
		print_text(&w);
	if (w.st)
		w.st->ops->free(w.st);
	json_decref(w.bundles);
	json_decref(w.places);
	return rc;
}

struct args {
	const char *config_file, *data;
	bool json;
};

#define AT(member) offsetof(struct args, member)
static const struct option options[] = {
	{ "-c", "FILE", "the configuration of assent serve", AT(config_file) },
	{ "--data", "DIR", "its data directory; else that of the configuration", AT(data) },
	{ "--json", NULL, "for programs", AT(json) },
	{ 0 },
};

static int where(int argc, char **argv)
{
	struct err e = { 0 };
	struct args a = { 0 };
	if (command_read(&where_command, argc, argv, &a, &e) < 0)
		return command_failed(&where_command, &e);
	struct config *config = config_load_public(a.config_file, &e);
	int rc = config ? look(a.data ? a.data : config->data, a.json, &e) : -1;
	if (rc)
		fprintf(stderr, "assent where: %s\n", e.text);
	config_free(config);
	return rc ? 1 : 0;
}

const struct command where_command = {
	.name = "where",
	.words = "",
	.what = "say where open cases stand in their flows",
	.options = options,
	.run = where,
};
