/* A consent file that cannot be put in place when its turn is durable: its case waits, with all that rests on it, and
 * nothing else does. */
#include "engine_world.h"

/* The directory of consent files is there, or is not. */
static void set_room(bool room)
{
	char *away = xasprintf("%s.away", world.consents);
	assert_int_equal(room ? rename(away, world.consents) : rename(world.consents, away), 0);
	free(away);
}

static void pass(int64_t ms)
{
	later(ms);
	engine_tick(world.g);
	settle();
}

static int64_t held(void)
{
	struct engine_figures f;
	engine_figures(world.g, &f);
	return f.held;
}

static char *file_of(const char *id)
{
	char *path = xasprintf("%s/%s.json", world.consents, id);
	char *text = file_read(path, 1 << 20, NULL, NULL);
	free(path);
	return text;
}

static void assert_state_in_file(const char *id, const char *state)
{
	char *text = file_of(id), *want = xasprintf("\"state\": \"%s\"", state);
	assert_non_null(text);
	assert_non_null(strstr(text, want));
	free(text);
	free(want);
}

static char the_yes[100];

static void say_yes(const char *id, struct told *told)
{
	take(told, id, "button", "the-yes", the_yes);
	settle();
}

/* The caller's yes becomes durable while there is no room for its file. */
static void hold_a_grant(char id[64], struct told *told)
{
	open_asked(id);
	set_room(false);
	const struct wait *w = case_question(seen(id), ROLE_CALLER);
	snprintf(the_yes, sizeof the_yes,
	         "{'party': 'caller', 'question': 'q%lld', 'choice': 'yes'}", (long long)w->n);
	say_yes(id, told);
}

static void a_yes_is_not_acknowledged_before_its_file_is_in_place(void **state)
{
	char id[64];
	struct told yes, again;
	(void)state;
	hold_a_grant(id, &yes);
	assert_int_equal(yes.times, 1);
	assert_int_equal(yes.err.code, E_BUSY);
	assert_int_equal(held(), 1);
	say_yes(id, &again);
	assert_int_equal(again.err.code, E_BUSY); /* known already, and as little acknowledged */
	json_t *view = shown(id);
	const json_t *k = json_array_get(json_object_get(view, "consents"), 0);
	assert_string_equal(json_string_value(json_object_get(k, "state")), "granted");
	json_decref(view);
	set_room(true);
	pass(1000);
	assert_int_equal(held(), 0);
	assert_state_in_file(id, "granted");
	say_yes(id, &again);
	assert_int_equal(again.err.code, E_NONE);
	assert_true(again.duplicate);
}

static void a_held_case_takes_nothing_and_the_others_go_on(void **state)
{
	char id[64], other[64];
	struct told yes, note, withdrawal;
	(void)state;
	open_case(other);
	hold_a_grant(id, &yes);
	take(&note, id, "note", NULL, "{'text': '메모'}");
	take(&withdrawal, id, "mark", NULL, "{'party': 'caller', 'mark': 'withdrawal'}");
	settle();
	assert_int_equal(note.err.code, E_BUSY);
	assert_int_equal(withdrawal.err.code, E_BUSY);
	does(other, "note", "{'text': '메모'}");
	assert_true(seen(id)->consents[0].suspended);
	set_room(true);
	pass(1000);
	assert_false(seen(id)->consents[0].suspended); /* whoever was refused sends it again */
	does(id, "note", "{'text': '메모'}");
	assert_int_equal(json_array_size(seen(id)->notes), 1);
	does(id, "mark", "{'party': 'caller', 'mark': 'withdrawal'}");
	assert_state_in_file(id, "withdrawn");
}

static void a_grant_of_a_held_turn_opens_nothing_for_a_socket(void **state)
{
	char id[64];
	struct told yes;
	(void)state;
	hold_a_grant(id, &yes);
	const struct support_case *c = seen(id);
	const struct consent *k = &c->consents[0];
	assert_string_equal(k->state, "granted");
	assert_true(k->state_turn > c->committed_turn);
	set_room(true);
	pass(1000);
	c = seen(id);
	assert_true(c->consents[0].state_turn <= c->committed_turn);
}

static void it_is_tried_again_less_and_less_often(void **state)
{
	static const int64_t waits[] = { 1000, 2000, 4000, 8000, 16000, 30000, 30000 };
	char id[64];
	struct told yes;
	(void)state;
	hold_a_grant(id, &yes);
	for (size_t i = 0; i < COUNT_OF(waits); i++) {
		set_room(true);
		pass(waits[i] - 1); /* too early, though there would be room */
		assert_int_equal(held(), 1);
		set_room(false);
		pass(1);
		assert_int_equal(held(), 1);
	}
	set_room(true);
	pass(30000);
	assert_int_equal(held(), 0);
}

static void what_waits_behind_a_held_turn_is_refused_and_its_copies_too(void **state)
{
	char id[64];
	struct told yes, copy, behind;
	(void)state;
	open_asked(id);
	set_room(false);
	const struct wait *w = case_question(seen(id), ROLE_CALLER);
	snprintf(the_yes, sizeof the_yes,
	         "{'party': 'caller', 'question': 'q%lld', 'choice': 'yes'}", (long long)w->n);
	take(&yes, id, "button", "the-yes", the_yes);
	take(&copy, id, "button", "the-yes", the_yes);
	take(&behind, id, "note", NULL, "{'text': '메모'}");
	settle();
	assert_int_equal(yes.err.code, E_BUSY);
	assert_int_equal(copy.err.code, E_BUSY);
	assert_int_equal(behind.err.code, E_BUSY);
	set_room(true);
	pass(1000);
	assert_int_equal(json_array_size(seen(id)->notes), 0);
}

static void a_restart_puts_the_file_in_place(void **state)
{
	char id[64];
	struct told yes, again;
	(void)state;
	hold_a_grant(id, &yes);
	world_close();
	set_room(true);
	world_open(0);
	assert_int_equal(held(), 0);
	assert_state_in_file(id, "granted");
	say_yes(id, &again);
	assert_int_equal(again.err.code, E_NONE);
	assert_true(again.duplicate);
}

static void a_time_limit_behind_a_hold_comes_when_it_is_over(void **state)
{
	char id[64];
	struct told yes;
	(void)state;
	hold_a_grant(id, &yes);
	int64_t turn = seen(id)->turn;
	pass((int64_t)40 * 24 * 60 * 60 * 1000);
	assert_int_equal(held(), 1);
	set_room(true);
	pass(30000);
	assert_int_equal(held(), 0);
	pass(0);
	assert_true(seen(id)->turn > turn);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_begin, world_end)
	const struct CMUnitTest tests[] = {
		TEST(a_yes_is_not_acknowledged_before_its_file_is_in_place),
		TEST(a_held_case_takes_nothing_and_the_others_go_on),
		TEST(a_grant_of_a_held_turn_opens_nothing_for_a_socket),
		TEST(it_is_tried_again_less_and_less_often),
		TEST(what_waits_behind_a_held_turn_is_refused_and_its_copies_too),
		TEST(a_restart_puts_the_file_in_place),
		TEST(a_time_limit_behind_a_hold_comes_when_it_is_over),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
