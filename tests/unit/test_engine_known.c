/* Which events are looked up in the store, and that none is taken for new which it has. */
#include "engine_world.h"

static int look_ups, busy_readings;

static int counted_seen(struct store *s, const char *source, const char *event_id, char case_id[64],
                        int64_t *turn, char hash[65], struct err *e)
{
	look_ups++;
	return world.real->seen(s, source, event_id, case_id, turn, hash, e);
}

static int counted_behind(struct store *s, const char *source, const char *event_id, size_t limit,
                          void (*fn)(void *arg, const char *source, const char *event_id),
                          void *arg, struct err *e)
{
	if (busy_readings > 0 && busy_readings--)
		return err_set(e, E_BUSY, "busy, says the test");
	return world.real->seen_behind(s, source, event_id, limit, fn, arg, e);
}

static void watch(void)
{
	look_ups = busy_readings = 0;
	world.ops.seen = counted_seen;
	world.ops.seen_behind = counted_behind;
}

static int begin(void **state)
{
	int rc = world_begin(state);
	watch();
	return rc;
}

static void restart(void)
{
	world_close();
	world_open(0);
	watch();
}

static void round_of_the_loop(void)
{
	loop_step(world.loop, false);
	settle();
}

enum { EVENTS = 1700 }; /* read in four rounds */

static void on_written(void *arg, const struct err *e)
{
	assert_int_equal(e->code, E_NONE);
	*(bool *)arg = true;
}

/* As of an earlier run; event i is of the source "test". Its id says nothing of i's neighbours. */
static const char *event_id(int i, char out[16])
{
	snprintf(out, 16, "event-%04d", i * 7 % EVENTS);
	return out;
}

static void write_events(void)
{
	static struct store_turn turns[EVENTS], *list[EVENTS];
	static char ids[EVENTS][16];
	bool written = false;
	for (int i = 0; i < EVENTS; i++) {
		turns[i] = (struct store_turn){ .source = "test",
			                        .event_id = event_id(i, ids[i]),
			                        .event_hash = "",
			                        .at_ms = world.now_ms };
		list[i] = &turns[i];
	}
	world.real->commit(world.store, list, EVENTS, on_written, &written);
	while (!written)
		loop_step(world.loop, true);
}

static bool is_repeated(int i)
{
	struct told t;
	char id[16];
	take(&t, "", "note", event_id(i, id), "{'text': '다시'}");
	settle();
	assert_int_equal(t.times, 1);
	return t.duplicate;
}

static void all_are_repeated(void)
{
	for (int i = 0; i < EVENTS; i++)
		if (!is_repeated(i))
			fail_msg("event %d was taken for a new one", i);
}

static void a_new_event_is_not_looked_up(void **state)
{
	char id[64];
	(void)state;
	round_of_the_loop();
	open_case(id);
	for (int i = 0; i < 20; i++)
		does(id, "note", "{'text': '적어 둠'}");
	assert_int_equal(look_ups, 0);
}

static void an_event_that_comes_again_is_looked_up_and_has_no_effect(void **state)
{
	char id[64];
	struct told t;
	(void)state;
	round_of_the_loop();
	open_case(id);
	take(&t, id, "note", "one", "{'text': '한 번'}");
	settle();
	take(&t, id, "note", "one", "{'text': '한 번'}");
	settle();
	assert_true(t.duplicate);
	assert_int_equal(look_ups, 1);
	assert_int_equal(json_array_size(seen(id)->notes), 1);
}

static void events_of_an_earlier_run_are_known_before_all_of_them_are_read(void **state)
{
	(void)state;
	write_events();
	restart();
	assert_true(is_repeated(EVENTS - 1)); /* no round has come yet */
	restart();
	loop_step(world.loop, false); /* 500 of them */
	all_are_repeated();
}

static void events_of_an_earlier_run_are_known_when_all_of_them_are_read(void **state)
{
	char id[64];
	(void)state;
	write_events();
	restart();
	for (int round = 0; round < 4; round++)
		round_of_the_loop();
	open_case(id);
	assert_int_equal(look_ups, 0); /* so they are */
	all_are_repeated();
	assert_int_equal(look_ups, EVENTS);
}

static void a_store_that_is_busy_is_read_later(void **state)
{
	char id[64];
	struct told t;
	(void)state;
	write_events();
	restart();
	round_of_the_loop();
	busy_readings = 2;
	for (int round = 0; round < 2; round++)
		round_of_the_loop();
	assert_int_equal(busy_readings, 0);
	take(&t, "", "note", "a new one", "{'text': '한 번'}");
	assert_false(t.duplicate);
	assert_int_equal(look_ups, 1); /* not all are read yet */
	for (int round = 0; round < 3; round++)
		round_of_the_loop();
	look_ups = 0;
	open_case(id);
	assert_int_equal(look_ups, 0);
	all_are_repeated();
}

/* By the order of ids it stands before what was read when it came. */
static void an_event_that_is_written_meanwhile_is_known(void **state)
{
	struct told t;
	char id[64];
	(void)state;
	open_case(id);
	write_events();
	restart();
	loop_step(world.loop, false);
	take(&t, id, "note", "an early one", "{'text': '한 번'}");
	for (int round = 0; round < 5; round++)
		round_of_the_loop();
	assert_int_equal(t.turn, 2);
	take(&t, id, "note", "an early one", "{'text': '한 번'}");
	settle();
	assert_true(t.duplicate);
}

/* It has left its mark, and nothing in the store. */
static void an_event_that_could_not_be_written_may_come_again(void **state)
{
	char id[64];
	struct told t;
	(void)state;
	open_case(id);
	world.busy_commits = 1;
	take(&t, id, "note", "one", "{'text': '한 번'}");
	settle();
	assert_int_equal(t.err.code, E_BUSY);
	take(&t, id, "note", "one", "{'text': '한 번'}");
	settle();
	assert_int_equal(t.err.code, E_NONE);
	assert_false(t.duplicate);
	assert_int_equal(json_array_size(seen(id)->notes), 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, world_end)
	const struct CMUnitTest tests[] = {
		TEST(a_new_event_is_not_looked_up),
		TEST(an_event_that_comes_again_is_looked_up_and_has_no_effect),
		TEST(events_of_an_earlier_run_are_known_before_all_of_them_are_read),
		TEST(events_of_an_earlier_run_are_known_when_all_of_them_are_read),
		TEST(a_store_that_is_busy_is_read_later),
		TEST(an_event_that_is_written_meanwhile_is_known),
		TEST(an_event_that_could_not_be_written_may_come_again),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
