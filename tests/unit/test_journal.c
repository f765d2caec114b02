/* Journals that were recorded once are read for ever: folded, and replayed beside their flow; and the one comparison of a
 * step with its record. */
#include "journal.h"

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "run.h"
#include "view.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define RECORDED "tests/journals"

/* ---- recorded journals ---- */

static void read_salt(const char *hex, uint8_t salt[16])
{
	for (size_t i = 0; i < 16; i++) {
		unsigned byte;
		assert_int_equal(sscanf(hex + 2 * i, "%2X", &byte), 1);
		salt[i] = (uint8_t)byte;
	}
}

static const char *str(const json_t *o, const char *key)
{
	return json_string_value(json_object_get(o, key));
}

static struct support_case *case_of(const json_t *file)
{
	struct support_case *c = case_new(str(file, "case"));
	uint8_t salt[16];
	size_t i;
	json_t *v;
	json_array_foreach(json_object_get(file, "values"), i, v)
	{
		read_salt(str(v, "salt"), salt);
		case_value_load(c, json_integer_value(json_object_get(v, "id")), str(v, "party"),
		                str(v, "text"), salt);
	}
	return c;
}

static struct journal *journal_of(const json_t *file)
{
	struct journal *j = journal_new();
	struct err e = { 0 };
	size_t i;
	json_t *t;
	json_array_foreach(json_object_get(file, "turns"), i, t)
	{
		char *records = json_dumps(json_object_get(t, "records"), JSON_COMPACT);
		if (journal_add_turn(j, json_integer_value(json_object_get(t, "turn")),
		                     json_integer_value(json_object_get(t, "at_ms")), records, &e))
			fail_msg("%s", e.text);
		free(records);
	}
	return j;
}

/* Older programs forgot why once a suggestion was over. */
static bool may_say_more(const char *key, const json_t *v)
{
	return !strcmp(key, "why") && json_is_null(v);
}

/* Every member of want stands in is; a newer program may say more. path: for the message. */
static void assert_within(const char *path, const json_t *is, const json_t *want)
{
	const char *key;
	json_t *v;
	size_t i;
	if (json_is_object(want) && json_is_object(is)) {
		json_object_foreach((json_t *)(uintptr_t)want, key, v)
		{
			if (may_say_more(key, v))
				continue;
			char *at = xasprintf("%s.%s", path, key);
			assert_within(at, json_object_get(is, key), v);
			free(at);
		}
	} else if (json_is_array(want) && json_array_size(is) == json_array_size(want)) {
		json_array_foreach(want, i, v)
		{
			char *at = xasprintf("%s[%zu]", path, i);
			assert_within(at, json_array_get(is, i), v);
			free(at);
		}
	} else if (!json_equal(is, want)) {
		char *a = is ? json_dumps(is, JSON_ENCODE_ANY) : xstrdup("nothing"),
		     *b = json_dumps(want, JSON_ENCODE_ANY);
		fail_msg("%s is %s, was %s", path, a, b);
	}
}

static void assert_looks_as_recorded(const char *name, const json_t *file,
                                     const struct support_case *c, const struct bundle *b)
{
	json_t *view = view_case(c, b);
	assert_within(name, view, json_object_get(file, "view"));
	json_decref(view);
}

static void replay_file(const char *name, const json_t *file, struct bundle *b)
{
	struct err e = { 0 };
	json_t *detail = NULL;
	bool ended;
	struct journal *j = journal_of(file), *whole = journal_of(file);
	struct support_case *c = case_of(file), *folded = case_of(file);
	assert_string_equal(journal_bundle(j, &ended), bundle_hash(b));
	assert_int_equal(ended, strcmp(str(json_object_get(file, "view"), "status"), "open") != 0);
	struct run *run = run_new(b, &e);
	if (!run || run_replay(run, c, j, &detail, &e))
		fail_msg("%s: %s", name, e.text);
	assert_int_equal(journal_left(j), 0);
	assert_looks_as_recorded(name, file, c, b);
	if (journal_fold(whole, folded, &e))
		fail_msg("%s: %s", name, e.text);
	assert_looks_as_recorded(name, file, folded, b);
	run_free(run);
	case_free(c);
	case_free(folded);
	journal_free(j);
	journal_free(whole);
}

static void every_recorded_journal_gives_the_case_that_it_gave_when_recorded(void **state)
{
	(void)state;
	struct dirent **names;
	int count = scandir(RECORDED, &names, NULL, alphasort), run = 0;
	for (int i = 0; i < count; i++) {
		struct err e = { 0 };
		char *path = xasprintf(RECORDED "/%s", names[i]->d_name);
		json_t *file = strstr(path, ".json") ? json_load_file(path, 0, NULL) : NULL;
		if (file) {
			char *content = json_dumps(json_object_get(file, "bundle"), 0);
			struct bundle *b = bundle_parse(content, &e);
			if (!b)
				fail_msg("%s: %s", path, e.text);
			replay_file(names[i]->d_name, file, b);
			bundle_free(b);
			free(content);
			run++;
		}
		json_decref(file);
		free(path);
		free(names[i]);
	}
	free(names);
	assert_true(run >= 9);
}

/* ---- one step against its record ---- */

static struct journal *j;
static struct support_case *c;

static void record(const char *records)
{
	struct err e = { 0 };
	char *copy = xstrdup(records);
	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	j = journal_new();
	c = case_new("c1");
	if (journal_add_turn(j, 1, 1000, copy, &e))
		fail_msg("%s", e.text);
	free(copy);
}

static int forget(void **state)
{
	(void)state;
	journal_free(j);
	case_free(c);
	j = NULL;
	c = NULL;
	return 0;
}

static enum step_outcome makes(int lane, const char *kind, const char *is, json_t **detail,
                               struct err *e)
{
	char *copy = xstrdup(is);
	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	json_t *compared = json_loads(copy, 0, NULL);
	const struct step s = {
		.lane = lane, .kind = kind, .is = compared, .file = "f/flow.lua", .line = 9
	};
	const json_t *result = NULL;
	*detail = NULL;
	assert_non_null(compared);
	enum step_outcome out = journal_step(j, c, &s, &result, detail, e);
	assert_true((out == STEP_RESULT) == (result != NULL));
	json_decref(compared);
	free(copy);
	return out;
}

static enum step_outcome makes_quietly(int lane, const char *kind, const char *is)
{
	struct err e = { 0 };
	json_t *detail;
	enum step_outcome out = makes(lane, kind, is, &detail, &e);
	if (out == STEP_DIVERGED)
		fail_msg("%s", e.text);
	return out;
}

static void assert_diverges(int lane, const char *kind, const char *is, const char *recorded,
                            const char *attempted)
{
	struct err e = { 0 };
	json_t *detail;
	assert_int_equal(makes(lane, kind, is, &detail, &e), STEP_DIVERGED);
	assert_int_equal(e.code, E_FLOW);
	assert_non_null(strstr(e.text, "diverged at step 3"));
	assert_int_equal(json_integer_value(json_object_get(detail, "step")), 3);
	assert_non_null(strstr(str(detail, "recorded"), recorded));
	assert_non_null(strstr(str(detail, "attempted"), attempted));
	assert_string_not_equal(str(detail, "recorded"), str(detail, "attempted"));
	assert_string_equal(str(detail, "file"), "f/flow.lua");
	assert_int_equal(json_integer_value(json_object_get(detail, "line")), 9);
	json_decref(detail);
}

#define CONFIRM "'is': {'party': 'caller', 'phrase': 'hello', 'within': 60}"
static const char waits[] =
	"[{'r': 'step', 'lane': 0, 'n': 3, 'kind': 'confirm', " CONFIRM
	", 'file': 'f/flow.lua', 'line': 2, 'wait': {'until': 5, 'text': {'v': 1, 'h': 'x'}}}]";
static const char same[] = "{'party': 'caller', 'phrase': 'hello', 'within': 60}";

static void a_step_that_is_recorded_with_its_result_gives_that_result(void **state)
{
	(void)state;
	record("[{'r': 'event'}, {'r': 'step', 'lane': 0, 'n': 3, 'kind': 'now', 'is': {}, "
	       "'file': 'f', 'line': 1, 'result': {'at': 7}}]");
	assert_int_equal(makes_quietly(0, "now", "{}"), STEP_RESULT);
	assert_int_equal(journal_left(j), 0);
}

static void a_step_that_waits_opens_its_wait_and_another_line_is_no_divergence(void **state)
{
	(void)state;
	record(waits);
	assert_int_equal(makes_quietly(0, "confirm", same), STEP_WAITS);
	assert_non_null(case_wait_at(c, 0, 3));
	assert_int_equal(c->next_step, 4);
}

static void a_step_behind_the_end_is_new(void **state)
{
	(void)state;
	record("[{'r': 'event'}]");
	assert_int_equal(makes_quietly(0, "now", "{}"), STEP_NEW);
	const struct step s = { .kind = "now", .file = "" };
	assert_int_equal(journal_step(NULL, c, &s, NULL, NULL, NULL), STEP_NEW);
}

static void another_kind_party_phrase_field_option_or_lane_diverges(void **state)
{
	(void)state;
	static const struct {
		int lane;
		const char *kind, *is, *attempted;
	} rows[] = {
		{ 0, "consent", same, "consent(" },
		{ 0, "confirm", "{'party': 'spouse', 'phrase': 'hello', 'within': 60}", "spouse" },
		{ 0, "confirm", "{'party': 'caller', 'phrase': 'bye', 'within': 60}", "bye" },
		{ 0, "confirm", "{'party': 'caller', 'phrase': 'hello', 'within': 61}", "61" },
		{ 0, "confirm", "{'party': 'caller', 'phrase': 'hello'}", "hello" },
		{ 0, "confirm",
		  "{'party': 'caller', 'phrase': 'hello', 'within': 60, 'field': 'a.phone'}",
		  "a.phone" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		record(waits);
		assert_diverges(rows[i].lane, rows[i].kind, rows[i].is, "confirm(caller, hello",
		                rows[i].attempted);
		assert_int_equal(journal_left(j), 1); /* nothing was applied */
		assert_int_equal(c->waits_count, 0);
		forget(NULL);
	}
}

static void the_same_step_of_another_lane_diverges(void **state)
{
	(void)state;
	struct err e = { 0 };
	json_t *detail;
	record(waits);
	assert_int_equal(makes(1, "confirm", same, &detail, &e), STEP_DIVERGED);
	assert_int_equal(e.code, E_FLOW);
	json_decref(detail);
}

static void a_record_of_a_step_without_its_kind_diverges_and_does_no_harm(void **state)
{
	(void)state;
	record("[{'r': 'step', 'lane': 0, 'n': 3}]");
	assert_diverges(0, "confirm", same, "(", "confirm");
}

static void a_recorded_step_that_no_lane_makes_is_named(void **state)
{
	(void)state;
	struct err e = { 0 };
	json_t *detail = NULL;
	record(waits);
	journal_missing_step(j, &detail, &e);
	assert_int_equal(e.code, E_FLOW);
	assert_non_null(strstr(str(detail, "recorded"), "confirm(caller"));
	json_decref(detail);
}

static void a_record_before_the_step_that_cannot_be_applied_is_an_error(void **state)
{
	(void)state;
	struct err e = { 0 };
	json_t *detail;
	record("[{'r': 'party', 'party': 'nobody'}]");
	assert_int_equal(makes(0, "now", "{}", &detail, &e), STEP_DIVERGED);
	assert_int_equal(e.code, E_PARSE);
	assert_null(detail);
}

static void a_turn_that_is_no_list_of_records_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"",    "{}",   "null",         "[",
		"[1]", "[{}]", "[{\"r\": 1}]", "[{\"r\": \"a\", \"r\": \"b\"}]"
	};
	for (size_t i = 0; i < COUNT_OF(wrong); i++) {
		struct err e = { 0 };
		struct journal *one = journal_new();
		if (journal_add_turn(one, 4, 1, wrong[i], &e) != -1)
			fail_msg("%s is taken", wrong[i]);
		assert_int_equal(journal_left(one), 0);
		assert_int_equal(e.code, E_PARSE);
		assert_non_null(strstr(e.text, "turn 4"));
		journal_free(one);
	}
}

static void the_bundle_and_the_end_are_seen_ahead(void **state)
{
	(void)state;
	bool ended;
	record("[{'r': 'open', 'bundle': 'abc'}, {'r': 'event'}]");
	assert_string_equal(journal_bundle(j, &ended), "abc");
	assert_false(ended);
	forget(NULL);
	record("[{'r': 'open', 'bundle': 'abc'}, {'r': 'park', 'reason': 'x'}]");
	assert_string_equal(journal_bundle(j, &ended), "abc");
	assert_true(ended);
	forget(NULL);
	record("[{'r': 'close', 'outcome': 'x'}]");
	assert_null(journal_bundle(j, &ended));
	assert_true(ended);
}

int main(void)
{
#define T(name) cmocka_unit_test_teardown(name, forget)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_recorded_journal_gives_the_case_that_it_gave_when_recorded),
		T(a_step_that_is_recorded_with_its_result_gives_that_result),
		T(a_step_that_waits_opens_its_wait_and_another_line_is_no_divergence),
		T(a_step_behind_the_end_is_new),
		T(another_kind_party_phrase_field_option_or_lane_diverges),
		T(the_same_step_of_another_lane_diverges),
		T(a_record_of_a_step_without_its_kind_diverges_and_does_no_harm),
		T(a_recorded_step_that_no_lane_makes_is_named),
		T(a_record_before_the_step_that_cannot_be_applied_is_an_error),
		cmocka_unit_test(a_turn_that_is_no_list_of_records_is_refused),
		T(the_bundle_and_the_end_are_seen_ahead),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
