/* test_outbox_breaker.c: what a target's failures do to its rows, places in flight, and a long run of chance. */
#include "outbox_world.h"

/* Rows of cases f1, f2 ... each answered with the same. */
static void answer_rows(struct world *w, int from, int count, int status)
{
	for (int i = from; i < from + count; i++) {
		char key[24];
		snprintf(key, sizeof key, "f%d-1", i);
		add(w, key, "sunshine", "sending");
		settle(w);
		assert_string_equal(last_call(w)->key, key);
		answer(w, status);
		write_all(w);
	}
}

static void five_failures_in_a_row_open_the_breaker(void **state)
{
	struct world *w = *state;
	answer_rows(w, 1, 4, 503);
	assert_int_equal(figures(w).breakers_open, 0);
	assert_true(outbox_is_free(w->o, "sunshine", "c1"));
	answer_rows(w, 5, 1, 500);
	assert_int_equal(figures(w).breakers_open, 1);
	assert_false(outbox_is_free(w->o, "sunshine", "c1"));
	assert_true(outbox_is_free(w->o, "sms", "c1"));
	assert_int_equal(w->rests_logged, 1);
	pass_ms(w, 29999);
	assert_int_equal(w->calls_count, 5);
}

static void network_failures_and_lost_answers_count_too(void **state)
{
	struct world *w = *state;
	answer_rows(w, 1, 3, 503);
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	no_answer(w, HTTP_NOT_SENT);
	assert_int_equal(figures(w).breakers_open, 0);
	write_all(w);
	add(w, "c2-1", "sunshine", "sending");
	settle(w);
	no_answer(w, HTTP_LOST);
	assert_int_equal(figures(w).breakers_open, 1);
}

static void any_other_answer_ends_the_row_of_failures(void **state)
{
	static const int statuses[] = { 200, 404, 429, 302 };
	struct world *w = *state;
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		answer_rows(w, (int)i * 10, 4, 503);
		answer_rows(w, (int)i * 10 + 4, 1, statuses[i]);
	}
	assert_int_equal(figures(w).breakers_open, 0);
	answer_rows(w, 90, 5, 503);
	assert_int_equal(figures(w).breakers_open, 1);
}

static void refusals_of_the_gate_never_count(void **state)
{
	struct world *w = *state;
	answer_rows(w, 1, 4, 503);
	w->gate = E_GATE;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	w->gate = E_NONE;
	add(w, "c2-1", "sunshine", "sending");
	settle(w);
	no_answer(w, HTTP_HELD);
	settle(w);
	assert_int_equal(figures(w).breakers_open, 0);
	answer_rows(w, 5, 1, 503);
	assert_int_equal(figures(w).breakers_open, 1); /* nor did they end the row of failures */
}

static void behind_an_open_breaker_rows_wait_without_using_attempts(void **state)
{
	struct world *w = *state;
	answer_rows(w, 1, 5, 503);
	size_t changes = w->changes_count;
	add(w, "c1-1", "sunshine", "ready");
	pass_ms(w, 29999);
	assert_int_equal(w->changes_count, changes);
	assert_int_equal(outbox_wake_at(w->o), START_MS + 30000);
	add(w, "c2-1", "sms", "ready"); /* another target goes on */
	settle(w);
	assert_string_equal(last_call(w)->key, "c2-1");
}

static void a_row_marked_sending_when_the_breaker_opens_is_put_back(void **state)
{
	struct world *w = *state;
	answer_rows(w, 1, 5, 503);
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	assert_string_equal(last_change(w)->key, "c1-1");
	assert_string_equal(last_change(w)->state, "retry");
	assert_int_equal(last_change(w)->attempt, 0);
	assert_int_equal(last_change(w)->next_at_ms, START_MS + 30000);
	assert_int_equal(w->calls_count, 5);
	assert_int_equal(figures(w).retried, 5);
}

static void rows_that_were_next_when_the_breaker_opens_are_put_back(void **state)
{
	struct world *w = *state;
	for (int i = 0; i < 200; i++) {
		char key[16];
		snprintf(key, sizeof key, "p%d-1", i);
		add(w, key, "sunshine", "sending");
	}
	settle(w);
	assert_int_equal(w->calls_count, 128);
	for (int i = 0; i < 5; i++)
		answer_after(&w->calls[i], 503, -1);
	size_t changes = w->changes_count;
	settle(w);
	assert_int_equal(w->calls_count, 128);
	assert_int_equal(w->changes_count - changes, 72);
	assert_string_equal(last_change(w)->key, "p199-1");
	assert_string_equal(last_change(w)->state, "retry");
	assert_int_equal(last_change(w)->attempt, 0);
}

/* Opens the breaker and lets its pause pass. */
static void to_the_probe(struct world *w)
{
	answer_rows(w, 1, 5, 503);
	pass_ms(w, 30000);
	assert_int_equal(w->calls_count, 6);
}

static void after_the_pause_one_probe_goes_alone(void **state)
{
	struct world *w = *state;
	to_the_probe(w);
	add(w, "c1-1", "sunshine", "ready");
	pass_ms(w, 60000);
	assert_int_equal(w->calls_count, 6);
	assert_int_equal(figures(w).breakers_open, 1);
	assert_int_equal(outbox_wake_at(w->o), 0); /* only its answer moves anything */
}

static void a_probe_that_is_taken_closes_the_breaker_and_all_go(void **state)
{
	struct world *w = *state;
	to_the_probe(w);
	answer(w, 200);
	assert_int_equal(figures(w).breakers_open, 0);
	assert_int_equal(w->backs_logged, 1);
	settle(w);
	assert_int_equal(w->calls_count, 10);
	answer_all(w, 503); /* four again: the count began anew */
	assert_int_equal(figures(w).breakers_open, 0);
}

static void a_probe_that_fails_opens_the_breaker_for_another_pause(void **state)
{
	struct world *w = *state;
	to_the_probe(w);
	answer(w, 503);
	settle(w);
	assert_int_equal(figures(w).breakers_open, 1);
	pass_ms(w, 29999);
	assert_int_equal(w->calls_count, 6);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, 7);
}

static void a_probe_that_tells_nothing_hands_on_to_the_next_row(void **state)
{
	struct world *w = *state;
	to_the_probe(w);
	no_answer(w, HTTP_HELD);
	settle(w);
	assert_int_equal(w->calls_count, 7);
	answer(w, 404); /* it lives, but did not take anything */
	settle(w);
	assert_int_equal(w->calls_count, 8);
	assert_int_equal(figures(w).breakers_open, 1);
}

static void a_probe_that_the_gate_stops_hands_on_too(void **state)
{
	struct world *w = *state;
	answer_rows(w, 1, 5, 503);
	w->now_ms += 30000;
	clock_hold(w->now_ms);
	outbox_tick(w->o); /* its write begins */
	w->gate = E_GATE;
	write_all(w);
	outbox_tick(w->o);
	assert_string_equal(last_change(w)->state, "sending");
	w->gate = E_NONE;
	settle(w);
	assert_int_equal(w->calls_count, 6);
}

static void a_row_marked_sending_does_not_go_beside_the_probe(void **state)
{
	struct world *w = *state;
	to_the_probe(w);
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	assert_int_equal(w->calls_count, 6);
	assert_string_equal(last_change(w)->state, "retry");
	assert_int_equal(last_change(w)->next_at_ms, w->now_ms);
	answer(w, 200);
	settle(w);
	assert_string_equal(last_call(w)->key, "c1-1");
	assert_int_equal(last_change(w)->attempt, 1);
}

static void calls_from_before_it_opened_tell_the_breaker_nothing(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	add(w, "c2-1", "sunshine", "sending");
	add(w, "c3-1", "sunshine", "sending");
	settle(w);
	answer_rows(w, 1, 5, 503);
	answer_after(&w->calls[0], 200, -1);
	assert_int_equal(figures(w).breakers_open, 1);
	pass_ms(w, 15000);
	answer_after(&w->calls[1], 503, -1);
	pass_ms(w, 15000);
	assert_int_equal(w->calls_count, 9); /* the pause was not made longer */
	answer_after(&w->calls[2], 200, -1);
	settle(w);
	assert_int_equal(figures(w).breakers_open, 1); /* half-open: only the probe counts */
	assert_int_equal(w->calls_count, 9);
}

static void refused_credentials_rest_the_target_for_five_minutes_and_alert_once(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	add(w, "c2-1", "sunshine", "sending");
	settle(w);
	answer_after(&w->calls[0], 401, -1);
	assert_int_equal(last_change(w)->next_at_ms, START_MS + 300000);
	assert_int_equal(w->errors_logged, 1);
	answer_after(&w->calls[1], 403, -1);
	assert_int_equal(w->errors_logged, 1);
	assert_int_equal(figures(w).breakers_open, 1);
	assert_false(last_change(w)->final);
	settle(w);
	pass_ms(w, 299999);
	assert_int_equal(w->calls_count, 2);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, 3);
	answer(w, 401);
	assert_int_equal(w->rests_logged, 0);
	assert_int_equal(w->errors_logged, 2); /* five minutes later it is news again */
	settle(w);
	pass_ms(w, 300000);
	answer(w, 503); /* one failure is enough of a probe */
	settle(w);
	assert_int_equal(w->calls_count, 4);
	assert_int_equal(w->rests_logged, 1);
}

static void a_probe_cannot_shorten_the_pause_of_refused_credentials(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	answer_rows(w, 1, 5, 503);
	pass_ms(w, 30000);
	assert_int_equal(w->calls_count, 7);
	answer_after(&w->calls[0], 403, -1); /* while the probe is out */
	answer(w, 503);
	pass_ms(w, 299999);
	assert_int_equal(w->calls_count, 7);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, 8);
}

static void failures_then_credentials_are_an_alert_too(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	answer_rows(w, 1, 5, 503);
	answer_after(&w->calls[0], 401, -1);
	assert_int_equal(w->errors_logged, 1);
	write_all(w);
	pass_ms(w, 299999);
	assert_int_equal(w->calls_count, 6);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, 7);
}

static void a_target_has_only_so_many_calls_in_flight(void **state)
{
	struct world *w = *state;
	outbox_target_add(w->o, &(struct outbox_target){ .name = "two", .in_flight_max = 2 });
	add(w, "c1-1", "two", "ready");
	add(w, "c2-1", "two", "ready");
	add(w, "c3-1", "two", "ready");
	settle(w);
	assert_int_equal(w->calls_count, 2);
	assert_false(outbox_is_free(w->o, "two", "c4"));
	answer_after(&w->calls[0], 200, -1);
	assert_false(outbox_is_free(w->o, "two", "c4")); /* another waits for the place */
	settle(w);
	assert_int_equal(w->calls_count, 3);
	answer_after(&w->calls[1], 200, -1);
	assert_true(outbox_is_free(w->o, "two", "c4"));
	assert_false(outbox_is_free(w->o, "two", "c3")); /* its own case is not over */
	assert_false(outbox_is_free(w->o, "nobody", "c4"));
}

static void a_target_keeps_its_own_limits_and_has_defaults(void **state)
{
	struct world *w = *state;
	outbox_target_add(w->o, &(struct outbox_target){ .name = "own",
	                                                 .breaker_failures = 1,
	                                                 .breaker_pause_ms = 200 });
	add(w, "c1-1", "sunshine", "sending");
	settle(w);
	assert_int_equal(last_call(w)->timeout_ms, 15000);
	add(w, "c2-1", "sms", "sending");
	settle(w);
	assert_int_equal(last_call(w)->timeout_ms, 4000);
	add(w, "c3-1", "own", "sending");
	settle(w);
	answer(w, 500);
	assert_int_equal(figures(w).breakers_open, 1);
	settle(w);
	add(w, "c4-1", "own", "ready");
	pass_ms(w, 199);
	assert_int_equal(w->calls_count, 3);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, 4);
}

/* Else the engine's timer would ring without end. */
static void a_pause_that_passed_while_all_places_are_taken_wakes_nobody(void **state)
{
	struct world *w = *state;
	outbox_target_add(w->o, &(struct outbox_target){ .name = "one",
	                                                 .breaker_failures = 1,
	                                                 .breaker_pause_ms = 200,
	                                                 .in_flight_max = 1 });
	add(w, "c1-1", "one", "sending");
	add(w, "c2-1", "one", "sending");
	add(w, "c3-1", "one", "ready");
	settle(w);
	answer_after(&w->calls[0], 500, 3600000);
	settle(w);
	assert_int_equal(outbox_wake_at(w->o), START_MS + 200);
	pass_ms(w, 200);
	assert_int_equal(w->calls_count, 2);
	assert_true(outbox_wake_at(w->o) > w->now_ms);
}

static void the_next_thing_to_wake_for_is_the_earliest(void **state)
{
	struct world *w = *state;
	assert_int_equal(outbox_wake_at(w->o), 0);
	answer_rows(w, 1, 5, 503);
	assert_in_range(outbox_wake_at(w->o), START_MS + 100, START_MS + 1000); /* a retry */
	pass_ms(w, 1000);
	assert_int_equal(outbox_wake_at(w->o), START_MS + 30000);
	struct store_out row = row_of("c1-1", "sms", "retry");
	row.next_at_ms = START_MS + 40000;
	outbox_add(w->o, &row, true);
	assert_int_equal(outbox_wake_at(w->o), START_MS + 30000);
	add_until(w, "c2-1", "ready", START_MS + 20000);
	settle(w);
	assert_int_equal(outbox_wake_at(w->o), START_MS + 20000);
}

static void figures_count_what_is_and_what_was(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sunshine", "sending");
	add(w, "c1-2", "sunshine", "ready");
	add(w, "c2-1", "sms", "sending");
	add(w, "c3-1", "sms", "sending");
	settle(w);
	assert_int_equal(figures(w).waiting, 1);
	assert_int_equal(figures(w).in_flight, 3);
	answer_after(&w->calls[0], 200, -1);
	answer_after(&w->calls[1], 503, -1);
	answer_after(&w->calls[2], 404, -1);
	assert_int_equal(figures(w).in_flight, 0);
	settle(w);
	struct outbox_figures f = figures(w);
	assert_int_equal(f.in_flight, 1);
	assert_int_equal(f.waiting, 1);
	assert_int_equal(f.sent, 1);
	assert_int_equal(f.retried, 1);
	assert_int_equal(f.dead, 1);
}

/* ---- a long run of chance, the same at each run ---- */

enum { CASES = 60, PER_CASE = 12 };

static unsigned chance(unsigned below)
{
	static uint64_t seed = 20261123;
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned)(seed >> 33) % below;
}

static void answer_by_chance(struct sent_call *c)
{
	static const int statuses[] = { 200, 200, 200, 429, 503, 404, 401 };
	static const enum http_outcome outcomes[] = { HTTP_NOT_SENT, HTTP_HELD, HTTP_LOST };
	if (chance(4) > 0)
		answer_after(c, statuses[chance(COUNT_OF(statuses))], -1);
	else
		end_call(c, &(struct http_result){ .outcome = outcomes[chance(3)],
		                                   .retry_after_ms = -1,
		                                   .body = "",
		                                   .reason = "lost" });
}

/* Within each case and target keys go up, and never two are in flight. */
static void assert_order(const struct world *w)
{
	int reached[CASES][2] = { 0 }, flying[CASES][2] = { 0 };
	for (size_t i = 0; i < w->calls_count; i++) {
		unsigned a, b;
		assert_int_equal(sscanf(w->calls[i].key, "c%u-%u", &a, &b), 2);
		assert_true((int)b >= reached[a][b % 2]);
		reached[a][b % 2] = (int)b;
		flying[a][b % 2] += w->calls[i].done != NULL;
		assert_true(flying[a][b % 2] <= 1);
	}
}

static void add_many(struct world *w)
{
	for (int i = 0; i < CASES * PER_CASE; i++) {
		char key[24];
		snprintf(key, sizeof key, "c%d-%d", i % CASES, i / CASES + 1);
		add(w, key, (i / CASES + 1) % 2 ? "sunshine" : "sms", "ready");
	}
}

static void whatever_answers_come_order_holds_and_every_row_ends_once(void **state)
{
	struct world *w = *state;
	add_many(w);
	for (int round = 0; round < 20000 && figures(w).waiting + figures(w).in_flight > 0;
	     round++) {
		for (size_t i = 0; i < w->calls_count; i++)
			if (w->calls[i].done && chance(3) == 0)
				answer_by_chance(&w->calls[i]);
		assert_order(w);
		pass_ms(w, chance(20000));
	}
	struct outbox_figures f = figures(w);
	int finals = 0;
	for (size_t i = 0; i < w->changes_count; i++)
		finals += w->changes[i].final;
	assert_int_equal(f.waiting + f.in_flight, 0);
	assert_int_equal(finals, CASES * PER_CASE);
	assert_int_equal(f.sent + f.dead + f.unknown, CASES * PER_CASE);
	assert_true(f.sent > 0 && f.dead > 0 && f.unknown > 0 && f.retried > 0);
	for (int i = 0; i < CASES; i++) {
		char case_id[16];
		snprintf(case_id, sizeof case_id, "c%d", i);
		assert_null(lane_find(w->o, case_id, "sunshine"));
		assert_null(lane_find(w->o, case_id, "sms"));
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		WORLD_TEST(five_failures_in_a_row_open_the_breaker),
		WORLD_TEST(network_failures_and_lost_answers_count_too),
		WORLD_TEST(any_other_answer_ends_the_row_of_failures),
		WORLD_TEST(refusals_of_the_gate_never_count),
		WORLD_TEST(behind_an_open_breaker_rows_wait_without_using_attempts),
		WORLD_TEST(a_row_marked_sending_when_the_breaker_opens_is_put_back),
		WORLD_TEST(rows_that_were_next_when_the_breaker_opens_are_put_back),
		WORLD_TEST(after_the_pause_one_probe_goes_alone),
		WORLD_TEST(a_probe_that_is_taken_closes_the_breaker_and_all_go),
		WORLD_TEST(a_probe_that_fails_opens_the_breaker_for_another_pause),
		WORLD_TEST(a_probe_that_tells_nothing_hands_on_to_the_next_row),
		WORLD_TEST(a_probe_that_the_gate_stops_hands_on_too),
		WORLD_TEST(a_row_marked_sending_does_not_go_beside_the_probe),
		WORLD_TEST(calls_from_before_it_opened_tell_the_breaker_nothing),
		WORLD_TEST(refused_credentials_rest_the_target_for_five_minutes_and_alert_once),
		WORLD_TEST(a_probe_cannot_shorten_the_pause_of_refused_credentials),
		WORLD_TEST(failures_then_credentials_are_an_alert_too),
		WORLD_TEST(a_target_has_only_so_many_calls_in_flight),
		WORLD_TEST(a_target_keeps_its_own_limits_and_has_defaults),
		WORLD_TEST(a_pause_that_passed_while_all_places_are_taken_wakes_nobody),
		WORLD_TEST(the_next_thing_to_wake_for_is_the_earliest),
		WORLD_TEST(figures_count_what_is_and_what_was),
		WORLD_TEST(whatever_answers_come_order_holds_and_every_row_ends_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
