/* ledger*.c: the state of every consent at any instant against a recomputation from the records alone, filters and pages
 * against the whole list, and uses of phrases against the records, over every recorded play and a hundred invented
 * cases. */
#include "consent_export.h"
#include "invented_cases.h"
#include "ledger.h"
#include "share.h"
#include "text.h"

enum { INSTANTS = SHARE(400, 60) };

static json_t *turns_of[PLAYS_MAX]; /* [{"at", "records"}] */
static struct ledger *ledger;
static int64_t last_ms;
static int64_t ends_ms[4000]; /* of consents */
static size_t ends_count;

/* As the store has them now: time has gone on since a play was recorded. */
static int keep_records(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	json_t *r, *read = json_loads(records, 0, NULL);
	size_t i;
	(void)turn;
	if (at_ms > last_ms)
		last_ms = at_ms;
	json_array_foreach(read, i, r)
	{
		if (json_object_get(r, "expires") && ends_count < COUNT_OF(ends_ms))
			ends_ms[ends_count++] = json_integer_value(json_object_get(r, "expires"));
	}
	return json_array_append_new(
		arg, json_pack("{s:I, s:o}", "at", (json_int_t)at_ms, "records", read));
}

static int setup(void **state)
{
	struct err e = { 0 };
	(void)state;
	begin_recording();
	invent_cases();
	for (size_t i = 0; i < recordings_count; i++) {
		turns_of[i] = json_array();
		world.store->ops->turns(world.store, recordings[i].id, keep_records, turns_of[i],
		                        &e);
	}
	ledger = ledger_new();
	while (ledger_read_on(ledger, world.store, 0, &e) == 0) /* in as many pieces as there are */
		;
	return e.code != E_NONE || recordings_count == 0;
}

static int teardown(void **state)
{
	ledger_free(ledger);
	for (size_t i = 0; i < recordings_count; i++)
		json_decref(turns_of[i]);
	forget_policies();
	end_recording();
	return forget_all(state);
}

static const char *text_in(const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));
	return text ? text : "";
}

/* {"<case>/<consent>": state} at that instant: all turns up to the first that is later. */
static json_t *states_then(int64_t at_ms)
{
	json_t *out = json_object(), *turn, *r;
	size_t n, k;
	for (size_t i = 0; i < recordings_count; i++) {
		json_t *ends = json_object();
		json_array_foreach(turns_of[i], n, turn)
		{
			if (json_integer_value(json_object_get(turn, "at")) > at_ms)
				break;
			json_array_foreach(json_object_get(turn, "records"), k, r)
			{
				if (strcmp(text_in(r, "r"), "consent"))
					continue;
				char *key = xasprintf("%s/%s", recordings[i].id, text_in(r, "id"));
				if (json_object_get(r, "state"))
					json_object_set(out, key, json_object_get(r, "state"));
				if (json_object_get(r, "expires"))
					json_object_set(ends, key, json_object_get(r, "expires"));
				free(key);
			}
		}
		const char *key;
		json_t *end;
		json_object_foreach(ends, key, end)
		{
			if (!strcmp(text_in(out, key), "granted") &&
			    json_integer_value(end) <= at_ms)
				json_object_set_new(out, key, json_string("expired"));
		}
		json_decref(ends);
	}
	return out;
}

static json_t *list(const struct ledger_query *q, int64_t now_ms)
{
	struct err e = { 0 };
	json_t *found = ledger_list(ledger, world.store, q, now_ms, &e);
	if (!found)
		fail_msg("%s", e.text);
	return found;
}

static json_t *states_listed(const json_t *found)
{
	json_t *out = json_object(), *row;
	size_t i;
	json_array_foreach(json_object_get(found, "consents"), i, row)
	{
		char *key = xasprintf("%s/%s", text_in(row, "case"), text_in(row, "id"));
		assert_null(json_object_get(out, key)); /* each once */
		json_object_set(out, key, json_object_get(row, "state"));
		free(key);
	}
	return out;
}

/* Half of them at, just before or just behind something: a turn, the end of a consent. */
static int64_t some_time(void)
{
	const struct recording *r = &recordings[draw(recordings_count)];
	if (draw(4) == 0)
		return ends_ms[draw(ends_count)] - 1 + (int64_t)draw(3);
	int64_t at_ms = r->turns[draw(r->turns_count)].at_ms;
	at_ms += draw(2) ? 0 : (int64_t)draw(60 * (uint64_t)DAY_MS) - DAY_MS;
	return at_ms - 1 + (int64_t)draw(3);
}

static void check_states(const json_t *expected, const json_t *is, int64_t at_ms)
{
	const char *key;
	json_t *v;
	json_object_foreach((json_t *)expected, key,
	                    v) if (strcmp(text_in(expected, key), text_in(is, key)))
		fail_msg("at %lld %s is '%s', recomputed '%s'", (long long)at_ms, key,
	                 text_in(is, key), text_in(expected, key));
	assert_int_equal(json_object_size(is), json_object_size(expected));
}

static void every_state_at_any_instant_is_that_of_the_records(void **state)
{
	size_t consents = 0;
	(void)state;
	for (int i = 0; i < INSTANTS; i++) {
		int64_t at_ms = some_time();
		const struct ledger_query q = { .as_of_ms = at_ms };
		json_t *expected = states_then(at_ms), *found = list(&q, 0),
		       *is = states_listed(found);
		check_states(expected, is, at_ms);
		consents += json_object_size(is);
		json_decref(expected);
		json_decref(found);
		json_decref(is);
	}
	print_message("# %zu states at %d instants\n", consents, INSTANTS);
	assert_true(consents > 10000);
}

static void now_is_the_last_state_and_what_has_expired(void **state)
{
	(void)state;
	int64_t now_ms = INT64_MAX / 2;
	const struct ledger_query q = { .of.limit = 0 };
	json_t *expected = states_then(now_ms), *found = list(&q, now_ms),
	       *is = states_listed(found);
	check_states(expected, is, now_ms);
	json_decref(expected);
	json_decref(found);
	json_decref(is);
}

/* Reads on page by page, at most 7 rows each. */
static json_t *in_pages(struct ledger_query q, int64_t now_ms)
{
	json_t *all = json_array(), *found;
	char *cursor = NULL;
	q.of.limit = 7;
	do {
		q.cursor = cursor;
		found = list(&q, now_ms);
		json_array_extend(all, json_object_get(found, "consents"));
		free(cursor);
		cursor = xstrdup(json_string_value(json_object_get(found, "next")));
		json_decref(found);
	} while (cursor);
	return all;
}

static void pages_in_every_order_hold_each_row_once_and_in_order(void **state)
{
	(void)state;
	for (int s = 0; s < 2 * LEDGER_SORTS; s++) {
		const struct ledger_query q = { .sort = (enum ledger_sort)(s / 2),
			                        .ascending = s % 2 };
		json_t *whole = list(&q, 0), *paged = in_pages(q, 0);
		assert_true(json_equal(json_object_get(whole, "consents"), paged));
		assert_int_equal(json_integer_value(json_object_get(whole, "total")),
		                 json_array_size(paged));
		for (size_t i = 1; s / 2 == LEDGER_BY_STATE && i < json_array_size(paged); i++) {
			int order = strcmp(text_in(json_array_get(paged, i - 1), "state"),
			                   text_in(json_array_get(paged, i), "state"));
			assert_true(s % 2 ? order <= 0 : order >= 0);
		}
		json_decref(whole);
		json_decref(paged);
	}
}

static void a_filter_leaves_what_fits_and_nothing_else(void **state)
{
	static const struct {
		const char *name, *value, *member;
	} filters[] = { { "state", "withdrawn", "state" },  { "kind", "collection", "kind" },
		        { "subject", "caller", "subject" }, { "delegate", "spouse", "delegate" },
		        { "flow", "passenger", "flow" },    { "case", "invented-3", "case" },
		        { "state", "expired", "state" } };
	(void)state;
	int64_t at_ms = last_ms;
	const struct ledger_query all_of_it = { .as_of_ms = at_ms };
	json_t *all = list(&all_of_it, 0);
	for (size_t f = 0; f < COUNT_OF(filters); f++) {
		struct err e = { 0 };
		struct ledger_query q = { .as_of_ms = at_ms };
		json_t *expected = json_array(), *row;
		size_t i;
		assert_int_equal(ledger_query_set(&q, filters[f].name, filters[f].value, &e), 0);
		json_array_foreach(json_object_get(all, "consents"), i, row)
		{
			if (!strcmp(text_in(row, filters[f].member), filters[f].value))
				json_array_append(expected, row);
		}
		json_t *found = list(&q, 0);
		if (!json_array_size(expected))
			fail_msg("nothing has %s %s", filters[f].name, filters[f].value);
		assert_true(json_equal(json_object_get(found, "consents"), expected));
		json_decref(found);
		json_decref(expected);
	}
	json_decref(all);
}

static void what_is_asked_wrongly_is_refused_with_what_is_expected(void **state)
{
	static const char *const wrong[][2] = { { "sort", "name" }, { "as_of", "yesterday" },
		                                { "after", "-1" },  { "delegate", "nobody" },
		                                { "state", "yes" }, { "since", "x" },
		                                { "part", "0" },    { "part", "1x" } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = { 0 };
		struct ledger_query q = { .after_mark = 0 };
		assert_int_equal(ledger_query_set(&q, wrong[i][0], wrong[i][1], &e), -1);
		assert_int_equal(e.code, E_INPUT);
		assert_non_null(strstr(e.text, "expected"));
	}
	struct err e = { 0 };
	const struct ledger_query q = { .cursor = "1.x" };
	assert_null(ledger_list(ledger, world.store, &q, 0, &e));
	assert_int_equal(e.code, E_INPUT);
}

static void parts_of_an_export_hold_each_row_once_and_in_order(void **state)
{
	const int64_t now_ms = last_ms + 1;
	const size_t most = 7;
	struct ledger_query q = { .as_of_ms = now_ms };
	struct ledger_rows all = { 0 }, none = { 0 };
	struct err e = { 0 };
	size_t seen = 0;
	(void)state;
	assert_int_equal(ledger_rows(ledger, world.store, &q, now_ms, 100000, &all, &e), 0);
	assert_true(all.count > most && all.count == all.total && all.parts == 1);
	assert_int_equal(ledger_rows(ledger, world.store, &q, now_ms, most, &none, &e), -1);
	assert_int_equal(e.code, E_CONFLICT);
	assert_int_equal(none.total, all.count);
	assert_int_equal(none.parts, (all.count + most - 1) / most);
	for (q.part = 1; q.part <= none.parts; q.part++) {
		struct ledger_rows some = { 0 };
		e = (struct err){ 0 };
		assert_int_equal(ledger_rows(ledger, world.store, &q, now_ms, most, &some, &e), 0);
		assert_true(some.count > 0 && some.count <= most);
		for (size_t i = 0; i < some.count; i++, seen++) {
			assert_string_equal(some.list[i].case_id, all.list[seen].case_id);
			assert_string_equal(some.list[i].id, all.list[seen].id);
		}
		free(some.list);
	}
	assert_int_equal(seen, all.count);
	assert_int_equal(ledger_rows(ledger, world.store, &q, now_ms, most, &none, &e), -1);
	assert_int_equal(e.code, E_NOT_FOUND);
	free(all.list);
}

/* How many suggestions of that state there are in the records; NULL: that were offered. */
static int64_t recorded(const char *wanted)
{
	int64_t n = 0;
	size_t t, k;
	json_t *turn, *r;
	for (size_t i = 0; i < recordings_count; i++)
		json_array_foreach(turns_of[i], t, turn)
			json_array_foreach(json_object_get(turn, "records"), k, r) n +=
			!strcmp(text_in(r, "r"), "suggestion") &&
			!strcmp(text_in(r, "state"), wanted);
	return n;
}

static int64_t number(const json_t *counts, const char *name)
{
	return json_integer_value(json_object_get(counts, name));
}

static void uses_of_phrases_add_up_to_the_records(void **state)
{
	static const char *const ends[] = { "open",       "sent",  "read_out", "edited",
		                            "own_words",  "asked", "skipped",  "blocked",
		                            "unanswered", "ended" };
	const struct ledger_use_query q = { .use = -1 };
	json_t *found = ledger_phrases(ledger, &q);
	const json_t *total = json_object_get(found, "total");
	int64_t sum = 0;
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		sum += number(total, ends[i]);
	assert_int_equal(sum, number(total, "shown"));
	assert_int_equal(number(total, "shown"), recorded("offered"));
	assert_int_equal(number(total, "read_out"), recorded("read_out"));
	assert_int_equal(number(total, "own_words"), recorded("own_words"));
	assert_int_equal(number(total, "skipped"), recorded("skipped"));
	assert_int_equal(number(total, "blocked") + number(total, "refused"), recorded("blocked"));
	assert_int_equal(number(total, "unanswered") + number(total, "ended"), recorded("ended"));
	assert_int_equal(number(total, "sent") + number(total, "edited"),
	                 recorded("sent") + recorded("edited") + recorded("posted"));
	assert_true(number(total, "said") > 0 && number(total, "unanswered") > 0);
	json_decref(found);
}

static void behind_each_number_stand_as_many_cases(void **state)
{
	static const char *const uses[] = { "shown",      "sent",    "read_out",
		                            "own_words",  "skipped", "blocked",
		                            "unanswered", "ended",   "said" };
	(void)state;
	const struct ledger_use_query all = { .use = -1 };
	json_t *found = ledger_phrases(ledger, &all), *phrase;
	size_t i;
	json_array_foreach(json_object_get(found, "phrases"), i, phrase)
	{
		for (size_t u = 0; u < COUNT_OF(uses); u++) {
			struct err e = { 0 };
			struct ledger_use_query q = { .phrase = text_in(phrase, "phrase"),
				                      .limit = 1000 };
			assert_int_equal(ledger_use_query_set(&q, "use", uses[u], &e), 0);
			json_t *behind = ledger_uses(ledger, world.store, &q, &e);
			assert_int_equal(json_array_size(json_object_get(behind, "uses")),
			                 number(phrase, uses[u]));
			json_decref(behind);
		}
	}
	json_decref(found);
}

static void behind_each_reason_stand_as_many_cases_page_by_page(void **state)
{
	struct err e = { 0 };
	struct ledger_use_query q = { .use = -1, .limit = 1 };
	json_t *all = ledger_uses(ledger, world.store, &q, &e), *reason;
	size_t i;
	(void)state;
	assert_true(json_array_size(json_object_get(all, "reasons")) > 1);
	json_array_foreach(json_object_get(all, "reasons"), i, reason)
	{
		int64_t seen = 0;
		assert_int_equal(ledger_use_query_set(&q, "reason", text_in(reason, "key"), &e), 0);
		for (q.offset = 0;; q.offset++) {
			json_t *page = ledger_uses(ledger, world.store, &q, &e);
			const json_t *use = json_array_get(json_object_get(page, "uses"), 0);
			assert_int_equal(number(page, "total"), number(reason, "count"));
			if (use)
				assert_string_equal(text_in(use, "reason"),
				                    text_in(reason, "reason"));
			seen += use != NULL;
			bool last = json_is_null(json_object_get(page, "next"));
			json_decref(page);
			if (last)
				break;
		}
		assert_int_equal(seen, number(reason, "count"));
	}
	json_decref(all);
}

static void a_distance_counts_characters_as_they_are_read(void **state)
{
	static const struct {
		const char *a, *b;
		int64_t distance;
	} cases[] = { { "", "", 0 },
		      { "네", "", 1 },
		      { "안녕하세요", "안녕하세요", 0 },
		      { "안녕하세요", "안녕하십니까", 3 },
		      { "탑승자분과 통화", "차주분과 통화", 3 },
		      { "가", "\xe1\x84\x80\xe1\x85\xa1", 0 }, /* composed and decomposed */
		      { "kitten", "sitting", 3 },
		      { "abc", "cab", 2 } };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		assert_int_equal(text_distance(cases[i].a, cases[i].b), cases[i].distance);
		assert_int_equal(text_distance(cases[i].b, cases[i].a), cases[i].distance);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_state_at_any_instant_is_that_of_the_records),
		cmocka_unit_test(now_is_the_last_state_and_what_has_expired),
		cmocka_unit_test(pages_in_every_order_hold_each_row_once_and_in_order),
		cmocka_unit_test(a_filter_leaves_what_fits_and_nothing_else),
		cmocka_unit_test(what_is_asked_wrongly_is_refused_with_what_is_expected),
		cmocka_unit_test(parts_of_an_export_hold_each_row_once_and_in_order),
		cmocka_unit_test(uses_of_phrases_add_up_to_the_records),
		cmocka_unit_test(behind_each_number_stand_as_many_cases),
		cmocka_unit_test(behind_each_reason_stand_as_many_cases_page_by_page),
		cmocka_unit_test(a_distance_counts_characters_as_they_are_read),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
