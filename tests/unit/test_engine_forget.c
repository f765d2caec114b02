/* When the engine forgets: events after their time and undecoded bodies after theirs, between the batches. */
#include "engine_world.h"

enum { HOUR_MS = 60 * 60 * 1000, DAY_MS = 24 * HOUR_MS, KNOWN_DAYS = 30, KEPT_DAYS = 10 };

static int begin(void **state)
{
	if (world_begin(state))
		return -1;
	world_close();
	world.events_known_ms = (int64_t)KNOWN_DAYS * DAY_MS;
	world.undecoded_kept_ms = (int64_t)KEPT_DAYS * DAY_MS;
	world_open(0);
	return 0;
}

/* In the first round what is due in cases goes before. */
static void pass(int64_t ms)
{
	later(ms);
	for (int round = 0; round < 2; round++) {
		loop_step(world.loop, false);
		settle();
	}
}

static int count_one(void *arg, const char *source, const char *id, int64_t at_ms,
                     const char *reason, const char *raw, size_t raw_bytes)
{
	(void)source, (void)id, (void)at_ms, (void)reason, (void)raw, (void)raw_bytes;
	++*(int *)arg;
	return 0;
}

static int undecoded(void)
{
	int count = 0;
	assert_int_equal(world.store->ops->undecoded(world.store, 0, count_one, &count, NULL), 0);
	return count;
}

static void keep(const char *id)
{
	struct told t = { 0 };
	const struct event ev = {
		.source = "desk", .id = id, .case_id = "", .kind = "undecoded", .who = ""
	};
	engine_keep_undecoded(world.g, &ev, "{\"half", 6, "not JSON", on_told, &t);
	settle();
	assert_int_equal(t.err.code, E_NONE);
}

static bool is_known(const char *id)
{
	char case_id[64], hash[65];
	int64_t turn;
	return world.store->ops->seen(world.store, "desk", id, case_id, &turn, hash, NULL) == 1;
}

static void each_is_forgotten_after_its_own_time(void **state)
{
	(void)state;
	keep("one");
	pass((int64_t)KEPT_DAYS * DAY_MS);
	assert_int_equal(undecoded(), 1);
	pass(2 * HOUR_MS);
	assert_int_equal(undecoded(), 0);
	keep("two");
	pass((int64_t)(KNOWN_DAYS - KEPT_DAYS) * DAY_MS - 2 * HOUR_MS);
	assert_true(is_known("one"));
	pass(2 * HOUR_MS);
	assert_false(is_known("one"));
	assert_true(is_known("two"));
}

static void a_forgotten_event_has_an_effect_again(void **state)
{
	(void)state;
	struct told t;
	char id[64];
	open_asked(id);
	take(&t, id, "note", "twice", "{'text': '한 번'}");
	settle();
	const int64_t turn = t.turn;
	pass((int64_t)KNOWN_DAYS * DAY_MS);
	take(&t, id, "note", "twice", "{'text': '한 번'}");
	settle();
	assert_true(t.duplicate);
	assert_int_equal(t.turn, turn);
	pass(2 * HOUR_MS);
	take(&t, id, "note", "twice", "{'text': '한 번'}");
	settle();
	assert_false(t.duplicate);
}

static void what_comes_meanwhile_waits_for_a_few_rows_only(void **state)
{
	(void)state;
	keep("one");
	later((int64_t)KNOWN_DAYS * DAY_MS + 2 * HOUR_MS);
	while (engine_is_idle(world.g)) /* until a few rows are handed over */
		loop_step(world.loop, false);
	keep("two");
	assert_true(is_known("two"));
	assert_false(is_known("one"));
}

static void the_opening_of_a_case_is_known_as_long_as_the_case(void **state)
{
	(void)state;
	struct told t;
	char id[64];
	take(&t, "", "open", "opening", VEHICLE_OWNER_ASKS);
	settle();
	snprintf(id, sizeof id, "%s", t.case_id);
	pass((int64_t)10 * KNOWN_DAYS * DAY_MS);
	take(&t, "", "open", "opening", VEHICLE_OWNER_ASKS);
	settle();
	assert_true(t.duplicate);
	assert_string_equal(t.case_id, id);
}

static void a_program_that_rests_looks_once_an_hour(void **state)
{
	(void)state;
	keep("one");
	pass(HOUR_MS); /* the first look */
	pass((int64_t)KEPT_DAYS * DAY_MS - HOUR_MS + 1);
	pass(1);
	assert_int_equal(undecoded(), 0);
	keep("two");
	pass(HOUR_MS - 2);
	assert_int_equal(undecoded(), 1);
}

/* As in plays. */
static void without_a_time_nothing_is_forgotten(void **state)
{
	(void)state;
	world_close();
	world.events_known_ms = world.undecoded_kept_ms = 0;
	world_open(0);
	keep("one");
	pass((int64_t)3650 * DAY_MS);
	assert_true(is_known("one"));
	assert_int_equal(undecoded(), 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, world_end)
	const struct CMUnitTest tests[] = {
		TEST(each_is_forgotten_after_its_own_time),
		TEST(a_forgotten_event_has_an_effect_again),
		TEST(what_comes_meanwhile_waits_for_a_few_rows_only),
		TEST(the_opening_of_a_case_is_known_as_long_as_the_case),
		TEST(a_program_that_rests_looks_once_an_hour),
		TEST(without_a_time_nothing_is_forgotten),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
