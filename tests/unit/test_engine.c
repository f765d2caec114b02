/* Events that cross each other, a disk that is busy, people who answer late: what the engine makes of them. */
#include "engine_world.h"

#include "consent.h"
#include "crypto.h"

/* ---- withdrawal ---- */

static void a_withdrawal_closes_the_gate_while_an_earlier_turn_is_being_committed(void **state)
{
	char id[64];
	struct told note, mark;
	(void)state;
	open_asked(id);
	presses(id, "caller", "yes");
	assert_true(may_tell_the_owner(id));
	take(&note, id, "note", NULL, "{'text': '적어 둠'}");
	take(&mark, id, "mark", NULL, "{'party': 'caller', 'mark': 'withdrawal'}");
	assert_int_equal(note.times + mark.times, 0);
	assert_false(may_tell_the_owner(id));
	settle();
	assert_int_equal(mark.err.code, E_NONE);
	assert_false(may_tell_the_owner(id));
}

static void a_withdrawal_that_is_refused_leaves_the_gate_as_it_was(void **state)
{
	char id[64];
	struct told note, mark;
	(void)state;
	open_asked(id);
	presses(id, "caller", "yes");
	take(&mark, id, "mark", NULL, "{'party': 'caller', 'mark': 'withdrawal', 'to': 'driver'}");
	assert_int_equal(mark.err.code, E_INPUT);
	assert_true(may_tell_the_owner(id));
	take(&note, id, "note", NULL, "{'text': '적어 둠'}");
	take(&mark, id, "mark", NULL, "{'party': 'caller', 'mark': 'withdrawal', 'to': 'driver'}");
	settle();
	assert_int_equal(mark.err.code, E_INPUT);
	assert_true(may_tell_the_owner(id));
}

static void a_refused_withdrawal_does_not_open_what_the_next_one_closes(void **state)
{
	char id[64];
	struct told note, wrong, right;
	(void)state;
	open_asked(id);
	presses(id, "caller", "yes");
	take(&note, id, "note", NULL, "{'text': '적어 둠'}");
	take(&wrong, id, "mark", NULL, "{'party': 'caller', 'mark': 'withdrawal', 'to': 'driver'}");
	take(&right, id, "mark", NULL, "{'party': 'caller', 'mark': 'withdrawal'}");
	while (!wrong.times) {
		assert_false(may_tell_the_owner(id));
		loop_step(world.loop, true);
	}
	assert_false(may_tell_the_owner(id));
	settle();
	assert_false(may_tell_the_owner(id));
}

/* ---- copies ---- */

static void copies_in_flight_have_one_effect_and_one_answer_each(void **state)
{
	char id[64];
	struct told first, copy;
	(void)state;
	open_case(id);
	take(&first, id, "note", "one", "{'text': '한 번'}");
	take(&copy, id, "note", "one", "{'text': '한 번'}");
	settle();
	assert_int_equal(first.times, 1);
	assert_int_equal(copy.times, 1);
	assert_false(first.duplicate);
	assert_true(copy.duplicate);
	assert_int_equal(first.turn, copy.turn);
	assert_int_equal(json_array_size(seen(id)->notes), 1);
}

static void another_body_under_an_id_in_flight_is_a_conflict(void **state)
{
	char id[64];
	struct told first, other, late;
	(void)state;
	open_case(id);
	take(&first, id, "note", "one", "{'text': 'aaaaaaaaaaaaaaaa'}");
	take(&other, id, "note", "one", "{'text': 'bbbbbbbbbbbbbbbb'}");
	assert_int_equal(other.times, 1);
	assert_int_equal(other.err.code, E_CONFLICT);
	settle();
	assert_int_equal(first.err.code, E_NONE);
	assert_int_equal(first.times, 1);
	take(&late, id, "note", "one", "{'text': 'bbbbbbbbbbbbbbbb'}");
	settle();
	assert_int_equal(late.err.code, E_CONFLICT);
}

/* ---- batches ---- */

static void many_turns_of_one_round_do_not_all_wait_for_one_batch(void **state)
{
	enum { ALL = 70, FIRST = 64 };
	struct told t[ALL];
	char id[32];
	(void)state;
	for (int i = 0; i < ALL; i++) {
		snprintf(id, sizeof id, "open-%d", i);
		take(&t[i], "", "open", id, VEHICLE_OWNER_ASKS);
	}
	assert_int_equal(world.batches, 1); /* and the loop has not come round yet */
	assert_int_equal(world.newest_batch, FIRST);
	settle();
	assert_int_equal(world.batches, 2);
	assert_int_equal(world.newest_batch, ALL - FIRST);
	for (int i = 0; i < ALL; i++) {
		assert_int_equal(t[i].err.code, E_NONE);
		assert_int_equal(t[i].batches, 2); /* the rest went before the first were told */
	}
}

/* ---- a busy disk ---- */

static void a_case_that_could_not_be_written_was_never_there(void **state)
{
	struct told t;
	(void)state;
	world.busy_commits = 1;
	take(&t, "", "open", "first", VEHICLE_OWNER_ASKS);
	settle();
	assert_int_equal(t.err.code, E_BUSY);
	assert_string_equal(t.case_id, "");
	take(&t, "", "open", "first", VEHICLE_OWNER_ASKS);
	settle();
	assert_int_equal(t.err.code, E_NONE);
	assert_false(t.duplicate);
	assert_int_equal(said_to(t.case_id, ROLE_VEHICLE_OWNER), 1);
}

static void
what_waits_behind_a_turn_that_fails_is_refused_too_and_nothing_is_half_done(void **state)
{
	char id[64];
	struct told yes, note;
	struct engine_figures f;
	(void)state;
	open_asked(id);
	world.busy_commits = 1;
	press(&yes, id, "caller", "yes");
	take(&note, id, "note", "n", "{'text': '적어 둠'}");
	settle();
	assert_int_equal(yes.err.code, E_BUSY);
	assert_int_equal(note.err.code, E_BUSY);
	assert_string_equal(seen(id)->consents[0].state, "requested");
	assert_int_equal(json_array_size(seen(id)->notes), 0);
	engine_figures(world.g, &f);
	assert_int_equal(f.cases_open, 1);
	take(&note, id, "note", "n", "{'text': '적어 둠'}");
	presses(id, "caller", "yes");
	assert_int_equal(note.err.code, E_NONE);
	assert_true(may_tell_the_owner(id));
}

static void events_behind_a_turn_that_closes_the_case_are_told_so(void **state)
{
	char id[64];
	struct told no, note;
	(void)state;
	open_case(id);
	press(&no, id, "vehicle_owner", "no");
	take(&note, id, "note", NULL, "{'text': '늦음'}");
	settle();
	assert_int_equal(no.err.code, E_NONE);
	assert_int_equal(note.err.code, E_CONFLICT);
	assert_string_equal(case_text(seen(id), seen(id)->outcome), "no_call_back");
}

static void a_case_that_cannot_be_read_as_its_time_comes_is_woken_a_moment_later(void **state)
{
	char id[64];
	(void)state;
	open_case(id);
	world_close();
	world_open(0); /* nothing is loaded: the timer reads the case */
	later((int64_t)3 * 60 * 60 * 1000);
	world.busy_reads = 1;
	engine_tick(world.g);
	settle();
	assert_int_equal(world.busy_reads, 0);
	later(2000);
	engine_tick(world.g);
	settle();
	assert_string_equal(case_text(seen(id), seen(id)->outcome), "no_call_back");
}

/* ---- memory ---- */

static void a_closed_case_keeps_no_lua_state(void **state)
{
	char id[64];
	struct engine_figures f;
	(void)state;
	open_case(id);
	engine_figures(world.g, &f);
	assert_true(f.states_bytes > 0);
	presses(id, "vehicle_owner", "no");
	engine_figures(world.g, &f);
	assert_int_equal(f.states_bytes, 0);
	assert_int_equal(f.cases_open, 0);
}

static int64_t bytes_after_complaints(const char *id, int count)
{
	struct engine_figures f;
	for (int i = 0; i < count; i++)
		does(id, "mark", "{'party': 'vehicle_owner', 'mark': 'source_complaint'}");
	engine_figures(world.g, &f);
	return f.states_bytes;
}

static void ended_interrupts_leave_no_memory_behind(void **state)
{
	char id[64];
	(void)state;
	open_case(id);
	int64_t few = bytes_after_complaints(id, 20);
	assert_in_range(bytes_after_complaints(id, 300), 1, few + 100 * 1024);
	presses(id, "vehicle_owner", "no");
	assert_string_equal(case_text(seen(id), seen(id)->outcome), "no_call_back");
}

static void reading_cases_does_not_outgrow_the_cache(void **state)
{
	char id[4][64];
	struct engine_figures f;
	(void)state;
	world_close();
	world_open(2);
	for (int i = 0; i < 4; i++)
		open_case(id[i]);
	for (int i = 0; i < 4; i++)
		seen(id[i]);
	engine_tick(world.g);
	engine_figures(world.g, &f);
	assert_int_equal(f.states_open, 2);
	assert_int_equal(f.cases_open, 4);
}

/* ---- the gate, when time or a withdrawal outran what was offered ---- */

static bool was_told(const char *id, enum role r, const char *text)
{
	const struct support_case *c = seen(id);
	for (size_t i = 0; i < c->messages_count; i++)
		if (c->messages[i].party == r && !strcmp(case_text(c, c->messages[i].text), text))
			return true;
	return false;
}

static void a_handover_to_the_bot_says_nothing_that_is_no_longer_allowed(void **state)
{
	char id[64];
	(void)state;
	open_asked(id);
	presses(id, "caller", "yes");
	const struct suggestion *opening = offered(id, ROLE_VEHICLE_OWNER);
	assert_non_null(opening);
	char *text = xstrdup(case_text(seen(id), opening->text));
	later((int64_t)31 * 24 * 60 * 60 * 1000); /* consent is over, and its timer has not come */
	does(id, "mode", "{'party': 'vehicle_owner', 'mode': 'bot'}");
	assert_false(was_told(id, ROLE_VEHICLE_OWNER, text));
	assert_null(offered(id, ROLE_VEHICLE_OWNER));
	free(text);
}

#define PASSENGER_RODE                                                                      \
	"{'facts': {'topic': 'fare', 'trip_date': '2026-11-20', 'origin': '강남역',"     \
	" 'destination': '판교역', 'agent_name': '김하나', 'booked_for_other': true," \
	" 'caller_is_passenger': false},"                                                   \
	" 'parties': {'caller': {'member': true, 'mode': 'bot'},"                           \
	" 'passenger': {'member': false, 'mode': 'bot', 'phone': '010-4004-7979'}}}"

static void an_unclear_answer_is_not_asked_again_of_whom_we_may_no_longer_contact(void **state)
{
	struct told opened, note, unclear, mark;
	(void)state;
	take(&opened, "", "open", NULL, PASSENGER_RODE);
	settle();
	const char *id = opened.case_id;
	for (int i = 0; i < 3; i++)
		presses(id, "caller", "yes");
	assert_int_equal(said_to(id, ROLE_PASSENGER), 1); /* the question who he is */
	take(&note, id, "note", NULL, "{'text': '적어 둠'}");
	take(&unclear, id, "message", NULL, "{'party': 'passenger', 'text': '글쎄요'}");
	take(&mark, id, "mark", NULL, "{'party': 'caller', 'mark': 'withdrawal'}");
	settle();
	assert_int_equal(said_to(id, ROLE_PASSENGER), 1);
}

/* ---- late ---- */

static void an_answer_after_its_time_is_heard_and_grants_nothing(void **state)
{
	char id[64];
	struct told t;
	(void)state;
	open_asked(id);
	later((int64_t)24 * 60 * 60 * 1000);
	press(&t, id, "caller", "yes"); /* comes before the timer does */
	settle();
	assert_int_equal(t.err.code, E_NONE);
	engine_tick(world.g);
	settle();
	assert_string_equal(seen(id)->consents[0].state, "unanswered");
	assert_string_equal(offered(id, ROLE_VEHICLE_OWNER)->phrase, "cannot_consult");
}

/* ---- divergence ---- */

static void
a_case_whose_flow_does_something_else_is_shown_as_parked_and_takes_what_a_parked_one_takes(
	void **state)
{
	char id[64];
	struct told mode, note;
	(void)state;
	open_case(id);
	world_close();
	world.turn_old = "\"phrase\":\"caller_only\"";
	world.turn_new = "\"phrase\":\"caller_reason\"";
	world_open(0);
	json_t *view = shown(id);
	const json_t *parked = json_object_get(view, "parked");
	assert_string_equal(json_string_value(json_object_get(view, "status")), "parked");
	assert_string_equal(json_string_value(json_object_get(parked, "recorded")),
	                    "confirm(vehicle_owner, caller_reason)");
	assert_string_equal(json_string_value(json_object_get(parked, "attempted")),
	                    "confirm(vehicle_owner, caller_only)");
	json_decref(view);
	take(&mode, id, "mode", NULL, "{'party': 'caller', 'mode': 'assist'}");
	take(&note, id, "note", NULL, "{'text': '확인함'}");
	settle();
	assert_int_equal(mode.err.code, E_CONFLICT);
	assert_int_equal(note.err.code, E_NONE);
	world_close();
	world.turn_old = NULL;
	world_open(0);
	assert_int_equal(seen(id)->status, CASE_PARKED); /* that is durable */
	does(id, "close", "{'outcome': 'by_hand'}");
}

/* ---- a bundle that is not what it was ---- */

static const struct damage {
	const char *old, *new, *why;
} damages[] = {
	{ "say.caller_only", "say.caller_reason", "is not what its hash names" },
	{ "third_party = {", "third_party = { }, x = {", "is not what its hash names" },
	{ "동의", "동 의", "is not what its hash names" },
	{ "{\"f", "[\"f", "is not what its hash names" },
	{ "return flow", "return  flow", "is not what its hash names" },
	{ NULL, NULL, "no bundle" },
};

static void is_parked_and_open_to_nobody(const char *id, const char *why)
{
	struct told note, told, pressed, button;
	json_t *view = shown(id);
	const char *reason =
		json_string_value(json_object_get(json_object_get(view, "parked"), "reason"));
	if (!reason || !strstr(reason, why))
		fail_msg("'%s' should say '%s'", reason ? reason : "nothing", why);
	json_decref(view);
	settle();
	press(&button, id, "vehicle_owner", "yes");
	take(&pressed, id, "button", NULL,
	     "{'party': 'caller', 'question': 'q99', 'choice': 'yes'}");
	take(&told, id, "words", NULL,
	     "{'party': 'vehicle_owner', 'text': '강남역 사고 건입니다'}");
	take(&note, id, "note", NULL, "{'text': '확인함'}");
	settle();
	assert_int_equal(button.err.code, E_NONE);
	assert_int_equal(pressed.err.code, E_NONE);
	assert_int_equal(told.err.code, E_GATE);
	assert_int_equal(note.err.code, E_NONE);
}

static void
a_case_whose_stored_bundle_is_not_what_its_hash_names_is_parked_and_never_runs(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(damages); i++) {
		char id[64];
		open_case(id);
		size_t said = said_to(id, ROLE_VEHICLE_OWNER);
		world_close();
		world.bundle_old = damages[i].old;
		world.bundle_new = damages[i].new;
		world.bundles_gone = !damages[i].old;
		world_open(0);
		is_parked_and_open_to_nobody(id, damages[i].why);
		assert_int_equal(said_to(id, ROLE_VEHICLE_OWNER), said);
		does(id, "close", "{'outcome': 'by_hand'}");
		world_close();
		world.bundle_old = NULL;
		world.bundles_gone = false;
		world_open(0);
	}
}

static void a_closed_case_without_its_bundle_is_shown_and_erases_as_ever(void **state)
{
	char id[64];
	(void)state;
	open_case(id);
	does(id, "message", "{'party': 'vehicle_owner', 'text': '제 차입니다'}");
	does(id, "close", "{'outcome': 'by_hand'}");
	world_close();
	world.bundles_gone = true;
	world_open(0);
	json_t *view = shown(id);
	assert_string_equal(json_string_value(json_object_get(view, "status")), "closed");
	assert_true(json_is_null(json_object_get(view, "parked")));
	json_decref(view);
	does(id, "mark", "{'party': 'caller', 'mark': 'withdrawal'}");
	world.bundles_gone = false;
}

/* ---- what is shown ---- */

static size_t notes_in(const json_t *view)
{
	return json_array_size(json_object_get(view, "notes"));
}

static void a_turn_is_shown_when_it_is_durable_and_not_before(void **state)
{
	char id[64];
	struct told note;
	struct looked first = { 0 }, second = { 0 };
	struct err e = { 0 };
	(void)state;
	open_case(id);
	take(&note, id, "note", NULL, "{'text': '메모'}");
	engine_show(world.g, id, NULL, on_shown, &first);
	engine_show(world.g, id, NULL, on_shown, &second);
	assert_null(engine_view(world.g, id, NULL, &e));
	assert_int_equal(e.code, E_BUSY);
	assert_int_equal(first.times + second.times, 0);
	settle();
	assert_int_equal(first.times, 1);
	assert_int_equal(second.times, 1);
	assert_int_equal(notes_in(first.view), 1);
	json_decref(first.view);
	json_decref(second.view);
}

static void what_is_taken_back_was_never_shown(void **state)
{
	char id[64];
	struct told note, behind;
	struct looked l = { 0 };
	(void)state;
	open_case(id);
	world.busy_commits = 1;
	take(&note, id, "note", NULL, "{'text': '메모'}");
	take(&behind, id, "note", NULL, "{'text': '둘째'}");
	engine_show(world.g, id, NULL, on_shown, &l);
	settle();
	assert_int_equal(note.err.code, E_BUSY);
	assert_int_equal(l.times, 1);
	assert_non_null(l.view);
	assert_int_equal(notes_in(l.view), 0);
	json_decref(l.view);
}

static void a_case_that_is_not_durable_yet_is_not_known_to_who_asks(void **state)
{
	struct told opened;
	struct looked l = { 0 };
	char id[32] = "c";
	(void)state;
	world.busy_commits = 1;
	take(&opened, "", "open", "once", VEHICLE_OWNER_ASKS);
	crypto_name("case/test/once", strlen("case/test/once"), 20, id + 1);
	engine_show(world.g, id, NULL, on_shown, &l);
	assert_int_equal(l.times, 0);
	settle();
	assert_int_equal(opened.err.code, E_BUSY);
	assert_int_equal(l.times, 1);
	assert_null(l.view);
	assert_int_equal(l.err.code, E_NOT_FOUND);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_begin, world_end)
	const struct CMUnitTest tests[] = {
		TEST(a_withdrawal_closes_the_gate_while_an_earlier_turn_is_being_committed),
		TEST(a_withdrawal_that_is_refused_leaves_the_gate_as_it_was),
		TEST(a_refused_withdrawal_does_not_open_what_the_next_one_closes),
		TEST(copies_in_flight_have_one_effect_and_one_answer_each),
		TEST(another_body_under_an_id_in_flight_is_a_conflict),
		TEST(many_turns_of_one_round_do_not_all_wait_for_one_batch),
		TEST(a_case_that_could_not_be_written_was_never_there),
		TEST(what_waits_behind_a_turn_that_fails_is_refused_too_and_nothing_is_half_done),
		TEST(events_behind_a_turn_that_closes_the_case_are_told_so),
		TEST(a_case_that_cannot_be_read_as_its_time_comes_is_woken_a_moment_later),
		TEST(a_closed_case_keeps_no_lua_state),
		TEST(ended_interrupts_leave_no_memory_behind),
		TEST(reading_cases_does_not_outgrow_the_cache),
		TEST(a_handover_to_the_bot_says_nothing_that_is_no_longer_allowed),
		TEST(an_unclear_answer_is_not_asked_again_of_whom_we_may_no_longer_contact),
		TEST(an_answer_after_its_time_is_heard_and_grants_nothing),
		TEST(a_case_whose_flow_does_something_else_is_shown_as_parked_and_takes_what_a_parked_one_takes),
		TEST(a_turn_is_shown_when_it_is_durable_and_not_before),
		TEST(what_is_taken_back_was_never_shown),
		TEST(a_case_that_is_not_durable_yet_is_not_known_to_who_asks),
		TEST(a_case_whose_stored_bundle_is_not_what_its_hash_names_is_parked_and_never_runs),
		TEST(a_closed_case_without_its_bundle_is_shown_and_erases_as_ever),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
