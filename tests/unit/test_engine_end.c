/* The end of a message: one that was sent in a case that runs is shown at once and recorded with the next turn, every
 * other has a turn of its own; and whatever comes between, it is shown, recorded once, and not sent again. */
#include "target_world.h"

#define ON_DESK(member)                                                                        \
	"{'facts': {'topic': 'accident', 'trip_date': '2026-11-20', 'origin': '강남역',"    \
	" 'destination': '판교역', 'agent_name': '김하나', 'inbound': 'vehicle_owner'}," \
	" 'parties': {'caller': {'member': true, 'mode': 'bot', 'platform': 'desk'},"          \
	" 'vehicle_owner': {'member': " member ", 'mode': 'bot', 'platform': 'desk'}}}"

/* A case whose owner is asked on the desk for his leave to call him back; the desk has the message. */
static void open_on_desk(char id[64], const char *body)
{
	struct told t;
	size_t had = desk_calls_count;
	take(&t, "", "open", NULL, body);
	settle();
	if (t.err.code != E_NONE)
		fail_msg("%s", t.err.text);
	snprintf(id, 64, "%s", t.case_id);
	desk_has(had + 1);
}

static void opens(char id[64])
{
	open_on_desk(id, ON_DESK("true"));
}

static void notes(const char *id)
{
	does(id, "note", "{'text': '적어 둠'}");
}

static int begin(void **state)
{
	int rc = world_begin(state);
	desk_begin();
	return rc;
}

static void starts_again(size_t cache_cases)
{
	world_close();
	world_open(cache_cases);
}

/* ---- without a turn ---- */

static void what_was_sent_is_shown_at_once_and_recorded_with_the_next_turn(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	assert_string_equal(delivery(id, 0), "queued");
	desk_answers(200);
	assert_string_equal(delivery(id, 0), "sent");
	assert_int_equal(turns_of(id), 1);
	notes(id);
	expect_last_turn(id, 2, "delivery -1 sent, event note, note");
	notes(id);
	expect_last_turn(id, 3, "event note, note");
	assert_string_equal(delivery(id, 0), "sent");
}

static void messages_that_were_sent_are_recorded_in_their_order(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	does(id, "words", "{'party': 'caller', 'text': '하나'}");
	does(id, "words", "{'party': 'caller', 'text': '둘'}");
	for (int i = 0; i < 3; i++)
		desk_answers(200);
	notes(id);
	expect_last_turn(id, 4,
	                 "delivery -1 sent, delivery -2 sent, delivery -3 sent, event note, note");
}

static void it_is_shown_when_its_row_is_durable_and_not_before(void **state)
{
	char id[64];
	struct looked l = { 0 };
	struct err e = { 0 };
	(void)state;
	opens(id);
	desk_says(200);
	engine_show(world.g, id, NULL, on_shown, &l);
	assert_null(engine_view(world.g, id, NULL, &e));
	assert_int_equal(e.code, E_BUSY);
	assert_int_equal(l.times, 0);
	settle();
	assert_int_equal(l.times, 1);
	const json_t *m = json_array_get(json_object_get(l.view, "messages"), 0);
	assert_string_equal(json_string_value(json_object_get(m, "delivery")), "sent");
	json_decref(l.view);
}

static void what_comes_while_it_is_written_records_it(void **state)
{
	char id[64];
	struct told note;
	(void)state;
	opens(id);
	desk_says(200);
	take(&note, id, "note", NULL, "{'text': '적어 둠'}");
	assert_int_equal(note.times, 0);
	settle();
	assert_int_equal(note.err.code, E_NONE);
	expect_last_turn(id, 2, "delivery -1 sent, event note, note");
}

static void a_refused_event_leaves_it_to_the_next(void **state)
{
	char id[64];
	struct told mode;
	(void)state;
	opens(id);
	desk_answers(200);
	take(&mode, id, "mode", NULL, "{'party': 'nobody', 'mode': 'bot'}");
	settle();
	assert_int_not_equal(mode.err.code, E_NONE);
	assert_int_equal(turns_of(id), 1);
	notes(id);
	expect_last_turn(id, 2, "delivery -1 sent, event note, note");
}

static void the_time_limit_of_its_question_still_comes(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	desk_answers(200);
	later((int64_t)3 * 60 * 60 * 1000);
	engine_tick(world.g);
	settle();
	assert_string_equal(case_text(seen(id), seen(id)->outcome), "no_call_back");
	struct last_turn l = last_turn(id);
	assert_int_equal(l.turn, 2);
	assert_non_null(strstr(l.records, "\"r\":\"delivery\""));
	free(l.records);
}

/* ---- read again ---- */

static void after_a_restart_it_is_shown_as_sent_and_not_sent_again(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	desk_answers(200);
	starts_again(0);
	assert_string_equal(delivery(id, 0), "sent");
	later((int64_t)60 * 1000);
	engine_tick(world.g);
	settle();
	assert_int_equal(desk_calls_count, 1);
	notes(id);
	expect_last_turn(id, 2, "delivery -1 sent, event note, note");
	starts_again(0);
	notes(id);
	expect_last_turn(id, 3, "event note, note");
}

static void what_is_still_under_way_is_read_as_queued(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	starts_again(0);
	assert_string_equal(delivery(id, 0), "queued");
	notes(id);
	expect_last_turn(id, 2, "event note, note");
}

static void a_case_that_left_memory_shows_and_records_it(void **state)
{
	char first[64], second[64];
	struct engine_figures f;
	(void)state;
	starts_again(1);
	opens(first);
	desk_answers(200);
	opens(second);
	engine_tick(world.g);
	engine_figures(world.g, &f);
	assert_int_equal(f.states_open, 1);
	assert_string_equal(delivery(first, 0), "sent");
	engine_tick(world.g);
	notes(first);
	expect_last_turn(first, 2, "delivery -1 sent, event note, note");
}

static void a_case_whose_rows_cannot_be_read_now_is_read_later(void **state)
{
	char id[64];
	struct looked l = { 0 };
	(void)state;
	opens(id);
	desk_answers(200);
	starts_again(0);
	world.busy_states = 1;
	engine_show(world.g, id, NULL, on_shown, &l);
	assert_int_equal(l.err.code, E_BUSY);
	assert_string_equal(delivery(id, 0), "sent");
}

static void a_case_that_must_be_parked_records_it_as_it_is_parked(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	desk_answers(200);
	world.turn_old = "\"phrase\":\"caller_only\"";
	world.turn_new = "\"phrase\":\"caller_reason\"";
	starts_again(0);
	assert_string_equal(delivery(id, 0), "sent");
	expect_last_turn(id, 2, "delivery -1 sent, park");
	world.turn_old = NULL;
}

/* ---- a full disk ---- */

static void an_end_that_found_no_room_is_written_later_and_nothing_is_sent_again(void **state)
{
	char id[64];
	struct told note;
	struct looked l = { 0 };
	(void)state;
	opens(id);
	world.busy_commits = 1;
	desk_says(200);
	take(&note, id, "note", "n", "{'text': '적어 둠'}");
	engine_show(world.g, id, NULL, on_shown, &l);
	settle();
	assert_int_equal(note.err.code, E_BUSY);
	assert_int_equal(l.times, 1);
	json_decref(l.view);
	assert_string_equal(delivery(id, 0), "queued");
	later(2000);
	engine_tick(world.g);
	settle();
	assert_string_equal(delivery(id, 0), "sent");
	assert_int_equal(desk_calls_count, 1);
	assert_int_equal(turns_of(id), 1);
	take(&note, id, "note", "n", "{'text': '적어 둠'}");
	settle();
	expect_last_turn(id, 2, "delivery -1 sent, event note, note");
}

static void a_next_turn_that_found_no_room_leaves_it_to_the_one_after(void **state)
{
	char id[64];
	struct told note;
	(void)state;
	opens(id);
	desk_answers(200);
	world.busy_commits = 1;
	take(&note, id, "note", NULL, "{'text': '적어 둠'}");
	settle();
	assert_int_equal(note.err.code, E_BUSY);
	assert_string_equal(delivery(id, 0), "sent");
	notes(id);
	expect_last_turn(id, 2, "delivery -1 sent, event note, note");
}

static void a_time_limit_that_came_while_there_was_no_room_comes_again(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	world.busy_commits = 1;
	desk_says(200);
	later((int64_t)3 * 60 * 60 * 1000);
	engine_tick(world.g); /* it stands in the case's line */
	settle();
	assert_int_equal(turns_of(id), 1);
	later(2000);
	engine_tick(world.g);
	settle();
	assert_string_equal(case_text(seen(id), seen(id)->outcome), "no_call_back");
}

/* ---- with a turn ---- */

static void a_message_that_was_not_taken_has_a_turn_of_its_own(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	desk_answers(400);
	assert_string_equal(delivery(id, 0), "dead");
	expect_last_turn(id, 2, "event delivery -1 dead, delivery -1 dead");
}

static void a_message_that_may_have_been_taken_has_a_turn_of_its_own(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	desk_has(1);
	const struct http_result lost = {
		.outcome = HTTP_LOST, .retry_after_ms = -1, .body = "", .reason = "no answer"
	};
	desk_calls[desk_answers_count++].done(desk_calls[0].arg, &lost);
	settle();
	engine_tick(world.g);
	later((int64_t)25 * 60 * 60 * 1000);
	engine_tick(world.g);
	settle();
	assert_string_equal(delivery(id, 0), "unknown");
	expect_last_turn(id, 3, "event delivery -1 unknown, delivery -1 unknown");
}

/* The notice of collection goes to the owner, who is no member. */
static void a_notice_has_a_turn_of_its_own_and_its_file_says_so(void **state)
{
	char id[64];
	(void)state;
	open_on_desk(id, ON_DESK("false"));
	desk_answers(200);
	presses(id, "vehicle_owner", "yes");
	expect_last_turn(id, 2,
	                 "delivery -1 sent, event button, message, settle, consent collection "
	                 "requested, step consent, message -2, wait, consent requested");
	desk_answers(200);
	expect_last_turn(id, 3, "event delivery -2 sent, delivery -2 sent");
	char *path = xasprintf("%s/%s.json", world.consents, id);
	char *text = file_read(path, 1 << 20, NULL, NULL);
	assert_non_null(text);
	json_t *doc = json_loads(text, 0, NULL);
	const json_t *k = json_array_get(json_object_get(doc, "consents"), 0);
	const json_t *h = json_array_get(json_object_get(k, "history"), 1);
	const json_t *said = json_object_get(json_object_get(h, "shown"), "delivery");
	assert_string_equal(json_string_value(said), "sent");
	json_decref(doc);
	free(text);
	free(path);
}

static void the_end_of_a_notice_records_what_was_sent_before_it(void **state)
{
	char id[64];
	(void)state;
	open_on_desk(id, ON_DESK("false"));
	does(id, "words", "{'party': 'caller', 'text': '잠시만요'}");
	presses(id, "vehicle_owner", "yes");
	for (int i = 0; i < 3; i++)
		desk_answers(200);
	expect_last_turn(id, 4,
	                 "delivery -1 sent, delivery -2 sent, event delivery -3 sent, delivery -3 "
	                 "sent");
}

static void the_last_message_of_a_closed_case_has_a_turn_of_its_own(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	does(id, "close", "{'outcome': 'by_hand'}");
	desk_answers(200);
	assert_string_equal(delivery(id, 0), "sent");
	expect_last_turn(id, 3, "event delivery -1 sent, delivery -1 sent");
}

static void a_message_that_ends_behind_the_closing_turn_has_a_turn_of_its_own(void **state)
{
	char id[64];
	struct told closes;
	(void)state;
	opens(id);
	take(&closes, id, "close", NULL, "{'outcome': 'by_hand'}");
	desk_says(200);
	settle();
	assert_int_equal(closes.err.code, E_NONE);
	expect_last_turn(id, 3, "event delivery -1 sent, delivery -1 sent");
}

static void a_case_that_closes_while_an_end_is_written_records_it_as_it_closes(void **state)
{
	char id[64];
	struct told closes;
	(void)state;
	opens(id);
	desk_says(200);
	take(&closes, id, "close", NULL, "{'outcome': 'by_hand'}");
	settle();
	struct last_turn l = last_turn(id);
	assert_int_equal(l.turn, 2);
	assert_ptr_equal(strstr(l.records, "[{\"key\":"), l.records);
	assert_non_null(strstr(l.records, "\"r\":\"close\""));
	free(l.records);
}

static void what_is_provisional_is_erased_with_the_closing_turn_where_all_was_sent(void **state)
{
	char id[64];
	(void)state;
	open_on_desk(id, ON_DESK("false"));
	does(id, "message", "{'party': 'vehicle_owner', 'text': '제 차입니다'}");
	desk_answers(200);
	desk_answers(200); /* it was asked again */
	does(id, "close", "{'outcome': 'by_hand'}");
	struct last_turn l = last_turn(id);
	assert_non_null(strstr(l.records, "\"r\":\"erase\""));
	free(l.records);
}

static void the_last_message_of_a_parked_case_has_a_turn_of_its_own(void **state)
{
	char id[64];
	(void)state;
	opens(id);
	world.turn_old = "\"phrase\":\"caller_only\"";
	world.turn_new = "\"phrase\":\"caller_reason\"";
	starts_again(0);
	json_decref(shown(id));
	expect_last_turn(id, 2, "park");
	desk_answers_count++; /* nobody waits for the first answer any more */
	desk_answers(200);
	expect_last_turn(id, 3, "event delivery -1 sent, delivery -1 sent");
	world.turn_old = NULL;
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, desk_end)
	const struct CMUnitTest tests[] = {
		TEST(what_was_sent_is_shown_at_once_and_recorded_with_the_next_turn),
		TEST(messages_that_were_sent_are_recorded_in_their_order),
		TEST(it_is_shown_when_its_row_is_durable_and_not_before),
		TEST(what_comes_while_it_is_written_records_it),
		TEST(a_refused_event_leaves_it_to_the_next),
		TEST(the_time_limit_of_its_question_still_comes),
		TEST(after_a_restart_it_is_shown_as_sent_and_not_sent_again),
		TEST(what_is_still_under_way_is_read_as_queued),
		TEST(a_case_that_left_memory_shows_and_records_it),
		TEST(a_case_whose_rows_cannot_be_read_now_is_read_later),
		TEST(a_case_that_must_be_parked_records_it_as_it_is_parked),
		TEST(an_end_that_found_no_room_is_written_later_and_nothing_is_sent_again),
		TEST(a_next_turn_that_found_no_room_leaves_it_to_the_one_after),
		TEST(a_time_limit_that_came_while_there_was_no_room_comes_again),
		TEST(a_message_that_was_not_taken_has_a_turn_of_its_own),
		TEST(a_message_that_may_have_been_taken_has_a_turn_of_its_own),
		TEST(a_notice_has_a_turn_of_its_own_and_its_file_says_so),
		TEST(the_end_of_a_notice_records_what_was_sent_before_it),
		TEST(the_last_message_of_a_closed_case_has_a_turn_of_its_own),
		TEST(a_message_that_ends_behind_the_closing_turn_has_a_turn_of_its_own),
		TEST(a_case_that_closes_while_an_end_is_written_records_it_as_it_closes),
		TEST(what_is_provisional_is_erased_with_the_closing_turn_where_all_was_sent),
		TEST(the_last_message_of_a_parked_case_has_a_turn_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
