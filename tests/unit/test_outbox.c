/* test_outbox.c: what becomes of one row, the order within a case, restarts, and what must never be guessed. */
#include "outbox_world.h"

static void a_row_added_as_sending_goes_out_with_the_next_tick_and_no_further_write(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	assert_int_equal(w->prepared, 0);
	outbox_tick(w->o);
	assert_int_equal(w->calls_count, 1);
	assert_string_equal(last_call(w)->key, "c1-1");
	assert_int_equal(w->changes_count, 0);
}

static void sending_is_durable_before_the_gate_is_asked_and_the_socket_is_used(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "ready");
	outbox_tick(w->o);
	assert_string_equal(last_change(w)->state, "sending");
	assert_int_equal(last_change(w)->attempt, 1);
	assert_false(last_change(w)->final);
	outbox_tick(w->o);
	assert_int_equal(w->prepared, 0);
	assert_int_equal(w->calls_count, 0);
	write_all(w);
	outbox_tick(w->o);
	assert_int_equal(w->calls_count, 1);
	assert_int_equal(w->released, 0); /* the gate looks at the call once more */
	answer_all(w, 200);
	assert_int_equal(w->released, 1);
}

static void each_status_has_its_end(void **state)
{
	static const struct {
		int status;
		const char *state, *reason;
	} rows[] = {
		{ 200, "sent", "accepted with status 200" },
		{ 204, "sent", "accepted with status 204" },
		{ 299, "sent", "accepted with status 299" },
		{ 199, "dead", "refused with status 199" },
		{ 302, "dead", "status 302: redirects are not followed" },
		{ 399, "dead", "status 399: redirects are not followed" },
		{ 400, "dead", "refused with status 400" },
		{ 404, "dead", "refused with status 404" },
		{ 410, "dead", "refused with status 410" },
		{ 401, "retry", "answered with status 401" },
		{ 403, "retry", "answered with status 403" },
		{ 408, "retry", "answered with status 408" },
		{ 425, "retry", "answered with status 425" },
		{ 429, "retry", "answered with status 429" },
		{ 500, "retry", "answered with status 500" },
		{ 503, "retry", "answered with status 503" },
		{ 599, "retry", "answered with status 599" },
	};
	struct world *w = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		outbox_free(w->o);
		world_build(w);
		add(w, "c1-1", "sms", "sending");
		settle(w);
		answer(w, rows[i].status);
		assert_string_equal(last_change(w)->state, rows[i].state);
		assert_string_equal(last_change(w)->reason, rows[i].reason);
		assert_int_equal(last_change(w)->final, strcmp(rows[i].state, "retry") != 0);
	}
}

static void a_call_that_never_left_is_tried_again_whatever_the_target(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sms", "sending");
	settle(w);
	no_answer(w, HTTP_NOT_SENT);
	assert_string_equal(last_change(w)->state, "retry");
	assert_string_equal(last_change(w)->reason, "the time limit passed");
}

static void a_lost_answer_of_a_keyed_target_is_tried_again_with_the_same_key(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	no_answer(w, HTTP_LOST);
	assert_string_equal(last_change(w)->state, "retry");
	assert_string_equal(last_change(w)->reason, "it may have arrived: the time limit passed");
	pass_ms(w, 1000);
	assert_int_equal(w->calls_count, 2);
	assert_string_equal(last_call(w)->key, "c1-1");
	answer(w, 200);
	assert_ended(w, "c1-1", "sent", "accepted with status 200");
}

static void a_lost_answer_of_any_other_target_is_unknown(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sms", "sending");
	settle(w);
	no_answer(w, HTTP_LOST);
	assert_ended(w, "c1-1", "unknown", "it may have arrived: the time limit passed");
	pass_ms(w, 3600000);
	assert_int_equal(w->calls_count, 1);
}

static void a_row_that_may_have_arrived_is_never_called_dead(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	no_answer(w, HTTP_LOST);
	pass_ms(w, 1000);
	answer(w, 503);
	assert_string_equal(last_change(w)->reason,
	                    "it may have arrived: answered with status 503");
	pass_ms(w, 2000);
	answer(w, 410);
	assert_ended(w, "c1-1", "unknown", "it may have arrived: refused with status 410");
	assert_string_equal(w->logged, "delivery_unknown");
	assert_int_equal(figures(w).unknown, 1);
	assert_int_equal(figures(w).dead, 0);
}

static void a_restart_remembers_that_a_row_may_have_arrived(void **state)
{
	struct world *w = *state;
	struct store_out row = row_of("c1-1", "sunshine", "retry");
	row.reason = "it may have arrived: answered with status 503";
	outbox_add(w->o, &row, true);
	settle(w);
	answer(w, 410);
	assert_ended(w, "c1-1", "unknown", "it may have arrived: refused with status 410");
}

static void a_retry_waits_for_its_time_and_for_its_write(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	answer(w, 503);
	int64_t at_ms = last_change(w)->next_at_ms;
	assert_in_range(at_ms - w->now_ms, 100, 1000);
	assert_int_equal(outbox_wake_at(w->o), 0); /* it is not durable yet */
	clock_hold(at_ms + 5000);
	outbox_tick(w->o);
	assert_int_equal(w->changes_count, 1);
	clock_hold(w->now_ms);
	write_all(w);
	assert_int_equal(outbox_wake_at(w->o), at_ms);
	pass_ms(w, at_ms - w->now_ms - 1);
	assert_int_equal(w->calls_count, 1);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, 2);
	assert_string_equal(last_change(w)->state, "sending");
	assert_int_equal(last_change(w)->attempt, 2);
}

static void the_delay_is_full_jitter_within_its_bounds(void **state)
{
	(void)state;
	for (int64_t attempt = 0; attempt <= 70; attempt++) {
		int64_t n = attempt > 1 ? attempt - 1 : 0, most = n < 10 ? 1000 << n : 900000;
		int64_t low = INT64_MAX, high = 0;
		if (most > 900000)
			most = 900000;
		for (int i = 0; i < 500; i++) {
			int64_t ms = outbox_delay_ms(attempt, -1);
			low = ms < low ? ms : low;
			high = ms > high ? ms : high;
		}
		assert_in_range(low, 100, most / 4);
		assert_in_range(high, most / 4 * 3, most);
	}
}

static void the_targets_wish_to_wait_is_kept_and_capped(void **state)
{
	struct world *w = *state;
	for (int i = 0; i < 200; i++)
		assert_in_range(outbox_delay_ms(4, 5000), 5000, 8000);
	assert_int_equal(outbox_delay_ms(1, 48 * 3600000LL), 24 * 3600000);
	static const int statuses[] = { 429, 503, 401 };
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		outbox_free(w->o);
		world_build(w);
		add(w, "c1-1", "sunshine", "sending");
		settle(w);
		answer_after(last_call(w), statuses[i], 1800000);
		assert_int_equal(last_change(w)->next_at_ms, w->now_ms + 1800000);
		write_all(w);
	}
	size_t calls = w->calls_count;
	pass_ms(w, 1799999);
	assert_int_equal(w->calls_count, calls);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, calls + 1);
}

static void what_goes_to_another_target_does_not_wait(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	add(w, "c1-2", "sms", "ready");
	add(w, "c1-3", "sunshine", "ready");
	settle(w);
	assert_int_equal(w->calls_count, 2);
	assert_string_equal(last_call(w)->key, "c1-2");
}

static void count_key(void *arg, const struct store_out *row)
{
	struct buf *keys = arg;
	buf_addf(keys, "%s ", row->key);
}

static void who_waits_behind_a_row_is_of_its_case_and_target(void **state)
{
	struct world *w = *state;
	struct buf keys = { 0 };
	add(w, "c1-1", "sunshine", "ready");
	add(w, "c1-2", "sms", "ready");
	add(w, "c1-3", "sunshine", "ready");
	add(w, "c2-4", "sunshine", "ready");
	add(w, "c1-5", "sunshine", "ready");
	outbox_each_behind(w->o, "c1-1", count_key, &keys);
	assert_string_equal(keys.data, "c1-3 c1-5 ");
	buf_free(&keys);
	outbox_each_behind(w->o, "c1-9", count_key, &keys);
	assert_null(keys.data);
}

static void rows_of_a_case_go_in_order_and_the_next_one_waits_for_a_durable_end(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sms", "sending");
	add(w, "c1-2", "sms", "ready");
	add(w, "c1-3", "sms", "ready");
	settle(w);
	assert_int_equal(w->calls_count, 1);
	answer(w, 200);
	outbox_tick(w->o);
	assert_int_equal(w->changes_count, 1);
	settle(w);
	assert_int_equal(w->calls_count, 2);
	assert_string_equal(last_call(w)->key, "c1-2");
	no_answer(w, HTTP_LOST);
	settle(w);
	assert_string_equal(last_call(w)->key, "c1-3");
}

static void a_head_that_waits_blocks_only_its_own_case(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	add(w, "c1-2", "sunshine", "ready");
	settle(w);
	answer(w, 503);
	settle(w);
	add(w, "c2-1", "sunshine", "ready");
	settle(w);
	assert_int_equal(w->calls_count, 2);
	assert_string_equal(last_call(w)->key, "c2-1");
	pass_ms(w, 1000);
	assert_int_equal(w->calls_count, 3);
	assert_string_equal(last_call(w)->key, "c1-1");
}

static void a_row_marked_sending_behind_another_still_waits_for_its_turn(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	add(w, "c1-2", "sunshine", "sending");
	settle(w);
	assert_int_equal(w->calls_count, 1);
	answer(w, 200);
	settle(w);
	assert_string_equal(last_call(w)->key, "c1-2");
}

static void at_start_a_row_that_was_being_sent_goes_again_where_the_key_protects_it(void **state)
{
	struct world *w = *state;
	add_at_start(w, "c1-1", "sunshine", "sending");
	assert_int_equal(w->changes_count, 0);
	settle(w);
	assert_int_equal(w->calls_count, 1);
	assert_string_equal(last_change(w)->state, "sending");
	assert_int_equal(last_change(w)->attempt, 2);
	assert_string_equal(last_change(w)->reason,
	                    "it may have arrived: the service stopped while it was sent");
	answer(w, 404);
	assert_ended(w, "c1-1", "unknown", "it may have arrived: refused with status 404");
}

static void at_start_any_other_row_that_was_being_sent_is_unknown(void **state)
{
	struct world *w = *state;
	add_at_start(w, "c1-1", "sms", "sending");
	add_at_start(w, "c1-2", "sms", "ready");
	add_at_start(w, "c2-1", "gone", "sending");
	assert_int_equal(w->changes_count, 0); /* nobody is told before the loop runs */
	outbox_written(w->o, "c1-1");          /* nor is it over before it was told */
	outbox_tick(w->o);
	assert_int_equal(w->changes_count, 2);
	assert_string_equal(w->changes[0].key, "c1-1");
	assert_string_equal(w->changes[0].state, "unknown");
	assert_ended(w, "c2-1", "unknown",
	             "it may have arrived: the service stopped while it was sent");
	assert_int_equal(w->calls_count, 0);
	settle(w);
	assert_string_equal(last_call(w)->key, "c1-2");
}

static void at_start_a_retry_keeps_its_time(void **state)
{
	struct world *w = *state;
	struct store_out row = row_of("c1-1", "sunshine", "retry");
	row.next_at_ms = START_MS + 60000;
	outbox_add(w->o, &row, true);
	pass_ms(w, 59999);
	assert_int_equal(w->calls_count, 0);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, 1);
	assert_int_equal(last_change(w)->attempt, 2);
}

static void a_target_that_nobody_configured_ends_its_row(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "gone", "ready");
	assert_int_equal(w->changes_count, 0);
	outbox_tick(w->o);
	assert_ended(w, "c1-1", "dead", "no target of this name is in the configuration");
}

#define WITHDRAWN_REASON "consent was withdrawn before it was sent"

static void consent_withdrawn_while_it_waited_ends_the_row_without_a_call(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	answer(w, 503);
	assert_int_equal(w->logged_status, 503);
	write_all(w);
	w->gate = E_GATE;
	pass_ms(w, 1000);
	assert_ended(w, "c1-1", "dead", WITHDRAWN_REASON);
	assert_int_equal(w->calls_count, 1);
	assert_int_equal(w->logged_status, 0); /* the 503 is not why */
}

static void the_gate_is_asked_again_when_the_body_goes_to_the_socket(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	assert_true(last_call(w)->may_send(last_call(w)->flight));
	w->withdrawn = true;
	assert_false(last_call(w)->may_send(last_call(w)->flight));
	assert_int_equal(w->allowed_asked, 2);
	no_answer(w, HTTP_HELD);
	assert_ended(w, "c1-1", "dead", WITHDRAWN_REASON);
}

static void what_cannot_be_made_ready_is_dead_and_its_text_stays_out_of_the_log(void **state)
{
	struct world *w = *state;
	w->gate = E_CONFLICT;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	assert_int_equal(w->changes_count, 1);
	assert_ended(w, "c1-1", "dead", "010-1234-5678 said no");
	assert_string_equal(w->logged, "delivery_dead");
	assert_string_equal(w->logged_reason, "it could not be made ready");
}

/* A keyed target's rows may be written as sending before they can go. */
static void a_row_written_as_sending_behind_another_goes_without_a_write(void **state)
{
	struct world *w = *state;
	assert_true(outbox_is_free(w->o, "sunshine", "c1"));
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	assert_true(outbox_is_free(w->o, "sunshine", "c1"));
	add(w, "c1-2", "sunshine", "sending");
	settle(w);
	assert_int_equal(w->calls_count, 1);
	answer(w, 200);
	settle(w);
	assert_int_equal(w->calls_count, 2);
	assert_string_equal(last_call(w)->key, "c1-2");
	assert_int_equal(w->changes_count, 1); /* the end of the first */
	answer(w, 200);
	assert_string_equal(last_change(w)->state, "sent");
	assert_int_equal(last_change(w)->attempt, 1);
}

static void behind_a_row_that_waits_for_its_time_none_is_written_as_sending(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	answer(w, 503);
	settle(w);
	assert_false(outbox_is_free(w->o, "sunshine", "c1"));
	assert_true(outbox_is_free(w->o, "sunshine", "c2"));
	add(w, "c2-1", "sunshine", "ready");
	add(w, "c2-2", "sunshine", "ready");
	assert_false(outbox_is_free(w->o, "sunshine", "c2"));
}

static void a_busy_disk_defers_a_row_without_using_an_attempt(void **state)
{
	struct world *w = *state;
	w->gate = E_BUSY;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	assert_string_equal(last_change(w)->state, "retry");
	assert_int_equal(last_change(w)->attempt, 0);
	assert_in_range(last_change(w)->next_at_ms - w->now_ms, 100, 1000);
	assert_int_equal(figures(w).retried, 0);
	w->gate = E_NONE;
	pass_ms(w, 1000);
	assert_int_equal(w->calls_count, 1);
	assert_int_equal(last_change(w)->attempt, 1);
}

static void a_row_expires_wherever_it_waits(void **state)
{
	struct world *w = *state;
	add_until(w, "c1-1", "sending", 0);
	add_until(w, "c1-2", "ready", START_MS + 500); /* behind another */
	settle(w);
	assert_int_equal(outbox_wake_at(w->o), START_MS + 500);
	pass_ms(w, 499);
	assert_int_equal(w->changes_count, 0);
	pass_ms(w, 1);
	assert_ended(w, "c1-2", "dead", "its time ran out before it was sent");
	answer(w, 200);
	settle(w);
	assert_int_equal(w->calls_count, 1);

	struct store_out resting = row_of("c2-1", "sunshine", "retry");
	resting.next_at_ms = w->now_ms + 9000;
	resting.expires_at_ms = w->now_ms + 300;
	resting.reason = "it may have arrived: answered with status 503";
	outbox_add(w->o, &resting, true);
	pass_ms(w, 300);
	assert_ended(w, "c2-1", "unknown",
	             "it may have arrived: its time ran out; the last attempt: answered with "
	             "status 503");
}

static void a_row_that_expired_while_sending_was_written_does_not_go_out(void **state)
{
	struct world *w = *state;
	add_until(w, "c1-1", "ready", START_MS + 500);
	outbox_tick(w->o);
	pass_ms(w, 500);
	assert_ended(w, "c1-1", "dead", "its time ran out before it was sent");
	assert_int_equal(w->calls_count, 0);
	assert_int_equal(figures(w).in_flight, 0);
}

static void a_row_with_no_time_for_another_attempt_ends_at_once(void **state)
{
	struct world *w = *state;
	add_until(w, "c1-1", "sending", START_MS + 5000);
	settle(w);
	answer_after(last_call(w), 429, 5000);
	assert_ended(w, "c1-1", "dead",
	             "its time ran out; the last attempt: answered with status 429");
	assert_int_equal(figures(w).retried, 0);
}

static void a_row_in_flight_is_judged_by_its_answer_not_by_its_expiry(void **state)
{
	struct world *w = *state;
	add_until(w, "c1-1", "sending", START_MS + 500);
	settle(w);
	pass_ms(w, 5000);
	assert_int_equal(w->changes_count, 0);
	answer(w, 200);
	assert_ended(w, "c1-1", "sent", "accepted with status 200");
}

static void a_second_copy_and_a_write_of_nothing_change_nothing(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	add(w, "c1-1", "sunshine", "ready");
	outbox_written(w->o, "c9-9");
	outbox_written(w->o, "c1-1");
	settle(w);
	outbox_written(w->o, "c1-1");
	assert_int_equal(w->calls_count, 1);
	assert_int_equal(figures(w).waiting + figures(w).in_flight, 1);
}

static void answers_that_come_after_the_outbox_was_freed_are_harmless(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	outbox_free(w->o);
	w->o = NULL;
	assert_false(last_call(w)->may_send(last_call(w)->flight));
	no_answer(w, HTTP_LOST);
	assert_int_equal(w->changes_count, 0);
	outbox_free(NULL);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WORLD_TEST(a_row_added_as_sending_goes_out_with_the_next_tick_and_no_further_write),
		WORLD_TEST(sending_is_durable_before_the_gate_is_asked_and_the_socket_is_used),
		WORLD_TEST(each_status_has_its_end),
		WORLD_TEST(a_call_that_never_left_is_tried_again_whatever_the_target),
		WORLD_TEST(a_lost_answer_of_a_keyed_target_is_tried_again_with_the_same_key),
		WORLD_TEST(a_lost_answer_of_any_other_target_is_unknown),
		WORLD_TEST(a_row_that_may_have_arrived_is_never_called_dead),
		WORLD_TEST(a_restart_remembers_that_a_row_may_have_arrived),
		WORLD_TEST(a_retry_waits_for_its_time_and_for_its_write),
		WORLD_TEST(the_delay_is_full_jitter_within_its_bounds),
		WORLD_TEST(the_targets_wish_to_wait_is_kept_and_capped),
		WORLD_TEST(what_goes_to_another_target_does_not_wait),
		WORLD_TEST(who_waits_behind_a_row_is_of_its_case_and_target),
		WORLD_TEST(rows_of_a_case_go_in_order_and_the_next_one_waits_for_a_durable_end),
		WORLD_TEST(a_head_that_waits_blocks_only_its_own_case),
		WORLD_TEST(a_row_marked_sending_behind_another_still_waits_for_its_turn),
		WORLD_TEST(at_start_a_row_that_was_being_sent_goes_again_where_the_key_protects_it),
		WORLD_TEST(at_start_any_other_row_that_was_being_sent_is_unknown),
		WORLD_TEST(at_start_a_retry_keeps_its_time),
		WORLD_TEST(a_target_that_nobody_configured_ends_its_row),
		WORLD_TEST(consent_withdrawn_while_it_waited_ends_the_row_without_a_call),
		WORLD_TEST(the_gate_is_asked_again_when_the_body_goes_to_the_socket),
		WORLD_TEST(what_cannot_be_made_ready_is_dead_and_its_text_stays_out_of_the_log),
		WORLD_TEST(a_row_written_as_sending_behind_another_goes_without_a_write),
		WORLD_TEST(behind_a_row_that_waits_for_its_time_none_is_written_as_sending),
		WORLD_TEST(a_busy_disk_defers_a_row_without_using_an_attempt),
		WORLD_TEST(a_row_expires_wherever_it_waits),
		WORLD_TEST(a_row_that_expired_while_sending_was_written_does_not_go_out),
		WORLD_TEST(a_row_with_no_time_for_another_attempt_ends_at_once),
		WORLD_TEST(a_row_in_flight_is_judged_by_its_answer_not_by_its_expiry),
		WORLD_TEST(a_second_copy_and_a_write_of_nothing_change_nothing),
		WORLD_TEST(answers_that_come_after_the_outbox_was_freed_are_harmless),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
