/* test_outbox_look.c: targets that can be asked whether a message has arrived, verdicts of an adapter, targets held. */
#include "outbox_world.h"

#define DOUBT "it may have arrived: "
#define ASK_CONSUMER "전달되었는지 알 수 없습니다. 상대방에게 확인해 주세요."

static const struct outbox_verdict there = { .meaning = MEANS_SENT, .after_ms = -1, .id = "m77" },
				   absent = { .meaning = MEANS_ABSENT, .after_ms = -1 };

/* The answer of the last call, as the adapter understands it. */
static void verdict(struct world *w, const struct outbox_verdict *v, int status)
{
	w->verdict = v;
	answer(w, status);
	w->verdict = NULL;
	settle(w);
}

static enum outbox_step last_step(struct world *w)
{
	return last_call(w)->step;
}

/* A row whose answer was lost, up to the question for it. */
static void lose_and_ask(struct world *w)
{
	add(w, "c1-1", "talk", "sending");
	settle(w);
	assert_int_equal(last_step(w), STEP_SEND);
	no_answer(w, HTTP_LOST);
	pass_ms(w, LOOK_AFTER_MS);
	assert_int_equal(w->calls_count, 2);
	assert_int_equal(last_step(w), STEP_LOOK);
}

static void behind_a_lost_answer_it_is_asked_for_and_not_at_once(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "talk", "sending");
	settle(w);
	no_answer(w, HTTP_LOST);
	assert_string_equal(last_change(w)->state, "retry");
	assert_string_equal(last_change(w)->reason, DOUBT "the time limit passed");
	assert_int_equal(last_change(w)->next_at_ms, w->now_ms + LOOK_AFTER_MS);
	settle(w);
	pass_ms(w, LOOK_AFTER_MS - 1);
	assert_int_equal(w->calls_count, 1);
	pass_ms(w, 1);
	assert_int_equal(w->calls_count, 2);
	assert_int_equal(last_step(w), STEP_LOOK);
	assert_string_equal(last_call(w)->key, "c1-1");
}

static void what_is_found_there_is_sent_and_goes_out_no_second_time(void **state)
{
	struct world *w = *state;
	lose_and_ask(w);
	verdict(w, &there, 200);
	assert_ended(w, "c1-1", "sent", "found there with status 200");
	assert_string_equal(last_change(w)->id, "m77");
	assert_string_equal(last_change(w)->told, "");
	pass_ms(w, 3600000);
	assert_int_equal(w->calls_count, 2);
	assert_int_equal(figures(w).looked, 1);
	assert_int_equal(figures(w).sent, 1);
}

static void what_is_absent_goes_out_anew_at_once_under_its_key(void **state)
{
	struct world *w = *state;
	lose_and_ask(w);
	size_t changes = w->changes_count;
	verdict(w, &absent, 200);
	assert_int_equal(w->calls_count, 3);
	assert_int_equal(last_step(w), STEP_SEND);
	assert_string_equal(last_call(w)->key, "c1-1");
	assert_int_equal(w->changes_count, changes); /* on disk it is being sent, and in doubt */
	assert_string_equal(last_change(w)->state, "sending");
	assert_string_equal(last_change(w)->reason, DOUBT "the time limit passed");
	verdict(w, &there, 201);
	assert_ended(w, "c1-1", "sent", "accepted with status 201");
	assert_int_equal(figures(w).in_flight, 0);
}

static void what_nobody_can_say_any_more_is_unknown_and_holds_nobody_up(void **state)
{
	static const struct outbox_verdict unknown = { .meaning = MEANS_UNKNOWN, .after_ms = -1 };
	struct world *w = *state;
	lose_and_ask(w);
	verdict(w, &unknown, 200);
	assert_ended(w, "c1-1", "unknown", DOUBT "it cannot be seen there any more");
	assert_string_equal(last_change(w)->told, ASK_CONSUMER);
	add(w, "c1-2", "talk", "ready");
	settle(w);
	assert_string_equal(last_call(w)->key, "c1-2");
	assert_int_equal(last_step(w), STEP_SEND);
}

static void anything_else_is_asked_again_later(void **state)
{
	static const int statuses[] = { 200, 404, 302, 500, 503, 429 };
	struct world *w = *state;
	lose_and_ask(w);
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		size_t calls = w->calls_count;
		answer(w, statuses[i]);
		assert_string_equal(last_change(w)->state, "retry");
		assert_memory_equal(last_change(w)->reason, DOUBT, strlen(DOUBT));
		assert_true(last_change(w)->next_at_ms >= w->now_ms + LOOK_AFTER_MS);
		settle(w);
		pass_ms(w, last_change(w)->next_at_ms - w->now_ms);
		assert_int_equal(w->calls_count, calls + 1);
		assert_int_equal(last_step(w), STEP_LOOK);
	}
	no_answer(w, HTTP_LOST);
	settle(w);
	pass_ms(w, last_change(w)->next_at_ms - w->now_ms);
	assert_int_equal(last_step(w), STEP_LOOK);
	verdict(w, &there, 200);
	assert_string_equal(last_change(w)->state, "sent");
}

static void a_question_without_an_answer_ends_as_unknown_when_its_time_is_up(void **state)
{
	struct world *w = *state;
	struct store_out row = row_of("c1-1", "talk", "sending");
	row.expires_at_ms = START_MS + 60000;
	outbox_add(w->o, &row, false);
	settle(w);
	no_answer(w, HTTP_LOST);
	for (int i = 0; i < 20 && !last_change(w)->final; i++) {
		pass_ms(w, 5000);
		answer_all(w, 503);
		settle(w);
	}
	assert_ended(w, "c1-1", "unknown",
	             DOUBT "its time ran out; the last attempt: answered with status 503");
	assert_string_equal(last_change(w)->told, ASK_CONSUMER);
	assert_int_equal(figures(w).unknown, 1);
}

static void behind_a_5xx_it_is_asked_for_too_where_it_can_be(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "talk", "sending");
	settle(w);
	answer(w, 500);
	assert_string_equal(last_change(w)->reason, DOUBT "answered with status 500");
	assert_true(last_change(w)->next_at_ms >= w->now_ms + LOOK_AFTER_MS);
	settle(w);
	pass_ms(w, last_change(w)->next_at_ms - w->now_ms);
	assert_int_equal(last_step(w), STEP_LOOK);
}

static void what_was_clearly_not_taken_is_sent_again_without_asking(void **state)
{
	static const int statuses[] = { 429, 408, 425, 401 };
	struct world *w = *state;
	add(w, "c1-1", "talk", "sending");
	settle(w);
	no_answer(w, HTTP_NOT_SENT);
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		assert_string_equal(last_change(w)->state, "retry");
		assert_int_not_equal(last_change(w)->reason[0], DOUBT[0]);
		settle(w);
		pass_ms(w, last_change(w)->next_at_ms - w->now_ms);
		assert_int_equal(last_step(w), STEP_SEND);
		answer(w, statuses[i]);
	}
	const struct outbox_verdict later = { .meaning = MEANS_LATER, .after_ms = 7000 };
	settle(w);
	pass_ms(w, last_change(w)->next_at_ms - w->now_ms);
	verdict(w, &later, 500); /* the adapter knows that it was not */
	assert_true(last_change(w)->next_at_ms >= w->now_ms + 7000);
	pass_ms(w, last_change(w)->next_at_ms - w->now_ms);
	assert_int_equal(last_step(w), STEP_SEND);
}

static void a_restart_knows_what_is_in_doubt(void **state)
{
	struct world *w = *state;
	add_at_start(w, "c1-1", "talk", "sending");
	struct store_out row = row_of("c2-1", "talk", "retry");
	row.reason = DOUBT "answered with status 500";
	outbox_add(w->o, &row, true);
	row = row_of("c3-1", "talk", "retry");
	row.reason = "answered with status 429";
	outbox_add(w->o, &row, true);
	settle(w);
	assert_int_equal(w->calls_count, 2);
	for (size_t i = 0; i < w->calls_count; i++)
		assert_int_equal(w->calls[i].step,
		                 strcmp(w->calls[i].key, "c3-1") ? STEP_LOOK : STEP_SEND);
	pass_ms(w, LOOK_AFTER_MS);
	assert_int_equal(w->calls_count, 3);
	assert_string_equal(last_call(w)->key, "c1-1");
	assert_int_equal(last_step(w), STEP_LOOK);
	assert_memory_equal(last_change(w)->reason, DOUBT, strlen(DOUBT));
	verdict(w, &absent, 200);
	assert_int_equal(last_step(w), STEP_SEND);
}

static void consent_withdrawn_meanwhile_stops_the_second_copy_not_the_question(void **state)
{
	struct world *w = *state;
	lose_and_ask(w);
	w->gate = E_GATE;
	verdict(w, &absent, 200);
	assert_ended(w, "c1-1", "dead", "consent was withdrawn before it was sent");
	assert_string_equal(last_change(w)->told, "보내기 전에 동의가 철회되어 보내지 않았습니다.");
	assert_int_equal(figures(w).in_flight, 0);
}

static void a_target_that_drops_copies_is_not_asked(void **state)
{
	struct world *w = *state;
	outbox_target_add(w->o,
	                  &(struct outbox_target){ .name = "both", .keyed = true, .looks = true });
	add(w, "c1-1", "both", "sending");
	settle(w);
	no_answer(w, HTTP_LOST);
	settle(w);
	pass_ms(w, 1000);
	assert_int_equal(last_step(w), STEP_SEND);
}

static void a_verdict_ends_a_row_in_the_adapters_words(void **state)
{
	static const struct {
		struct outbox_verdict v;
		const char *state, *told;
	} rows[] = {
		{ { MEANS_REFUSED, -1, (char *)"차단한 상대입니다.", NULL, false },
		  "dead",
		  "차단한 상대입니다." },
		{ { MEANS_REFUSED, -1, NULL, NULL, false },
		  "dead",
		  "상대 시스템이 받지 않았습니다. 관리자에게 알려 주세요." },
		{ { MEANS_SENT, -1, (char *)"문자로 대신 보냅니다.", (char *)"k1", false },
		  "sent",
		  "문자로 대신 보냅니다." },
		{ { MEANS_UNKNOWN, -1, (char *)"결과를 알 수 없습니다.", NULL, false },
		  "unknown",
		  "결과를 알 수 없습니다." },
		{ { MEANS_UNKNOWN, -1, NULL, NULL, false }, "unknown", ASK_CONSUMER },
	};
	struct world *w = *state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		outbox_free(w->o);
		world_build(w);
		add(w, "c1-1", "sms", "sending");
		settle(w);
		verdict(w, &rows[i].v, 200);
		assert_true(last_change(w)->final);
		assert_string_equal(last_change(w)->state, rows[i].state);
		assert_string_equal(last_change(w)->told, rows[i].told);
		assert_string_equal(last_change(w)->id, rows[i].v.id ? rows[i].v.id : "");
	}
}

static void a_final_doubt_is_neither_sent_nor_asked_for_again(void **state)
{
	static const char *const targets[] = { "sunshine", "talk" };
	const struct outbox_verdict final = { .meaning = MEANS_UNKNOWN,
		                              .after_ms = -1,
		                              .reason = (char *)"이미 접수되었습니다.",
		                              .final = true };
	struct world *w = *state;
	for (size_t i = 0; i < COUNT_OF(targets); i++) {
		outbox_free(w->o);
		world_build(w);
		add(w, "c1-1", targets[i], "sending");
		settle(w);
		verdict(w, &final, 200);
		assert_true(last_change(w)->final);
		assert_string_equal(last_change(w)->state, "unknown");
		assert_string_equal(last_change(w)->told, "이미 접수되었습니다.");
	}
}

static void who_has_left_the_session_is_not_sent_to(void **state)
{
	struct world *w = *state;
	add(w, "c1-1", "sms", "sending");
	settle(w);
	answer(w, 503);
	write_all(w);
	w->gate = E_NOT_FOUND;
	pass_ms(w, 1000);
	assert_int_equal(w->calls_count, 1);
	assert_string_equal(last_change(w)->state, "dead");
	assert_non_null(strstr(last_change(w)->told, "대화방이 닫혀"));
}

static void what_the_target_does_not_know_is_asked_for(void **state)
{
	const struct outbox_verdict unknown = { .meaning = MEANS_UNKNOWN, .after_ms = -1 };
	struct world *w = *state;
	add(w, "c1-1", "talk", "sending");
	settle(w);
	verdict(w, &unknown, 200);
	pass_ms(w, last_change(w)->next_at_ms - w->now_ms);
	assert_int_equal(last_step(w), STEP_LOOK);
	assert_int_equal(figures(w).breakers_open, 0);
}

static void again_is_no_attempt_and_no_failure(void **state)
{
	const struct outbox_verdict again = { .meaning = MEANS_AGAIN, .after_ms = -1 };
	struct world *w = *state;
	add(w, "c1-1", "talk", "sending");
	settle(w);
	for (int i = 0; i < 20; i++) {
		w->verdict = &again;
		answer(w, 401);
		w->verdict = NULL;
		assert_string_equal(last_change(w)->state, "retry");
		assert_int_equal(last_change(w)->attempt, 0);
		settle(w);
	}
	assert_int_equal(w->calls_count, 21);
	assert_int_equal(figures(w).retried, 0);
	assert_int_equal(figures(w).breakers_open, 0);
	assert_int_equal(w->errors_logged, 0);
}

static void a_held_target_gets_nothing_and_costs_no_attempt(void **state)
{
	struct world *w = *state;
	outbox_hold(w->o, "talk", true);
	assert_false(outbox_is_free(w->o, "talk", "c9"));
	add_until(w, "c3-1", "ready", 0); /* another target's */
	struct store_out expiring = row_of("c2-1", "talk", "ready");
	expiring.expires_at_ms = START_MS + 1000;
	outbox_add(w->o, &expiring, false);
	add(w, "c1-1", "talk", "ready");
	pass_ms(w, 999);
	assert_int_equal(w->calls_count, 1);
	assert_int_equal(w->changes_count, 1);
	assert_int_equal(outbox_wake_at(w->o), START_MS + 1000);
	pass_ms(w, 1);
	assert_ended(w, "c2-1", "dead", "its time ran out before it was sent");
	outbox_hold(w->o, "talk", false);
	settle(w);
	assert_string_equal(last_call(w)->key, "c1-1");
	assert_int_equal(last_change(w)->attempt, 1);
}

/* For ten minutes, as NHN says of AlimTalk. */
static void nhn(struct world *w)
{
	outbox_target_add(w->o, &(struct outbox_target){
					.name = "nhn", .keyed_ms = 600000, .timeout_ms = 15000 });
}

static void a_key_that_is_remembered_for_a_while_protects_for_so_long(void **state)
{
	struct world *w = *state;
	nhn(w);
	add(w, "c1-1", "nhn", "sending");
	settle(w);
	for (int i = 0; i < 3; i++) {
		no_answer(w, HTTP_LOST);
		settle(w);
		pass_ms(w, last_change(w)->next_at_ms - w->now_ms);
		assert_int_equal(w->calls_count, i + 2);
	}
	clock_hold(w->now_ms = START_MS + 600000 - 15000);
	no_answer(w, HTTP_LOST); /* a second copy might come behind the ten minutes */
	assert_string_equal(last_change(w)->state, "unknown");
}

static void nothing_in_doubt_goes_out_again_when_its_key_is_forgotten(void **state)
{
	struct world *w = *state;
	nhn(w);
	add(w, "c1-1", "nhn", "sending");
	settle(w);
	no_answer(w, HTTP_LOST);
	settle(w);
	clock_hold(w->now_ms = START_MS + 599000);
	settle(w);
	assert_ended(w, "c1-1", "unknown", DOUBT "its key is remembered no more");
	assert_int_equal(w->calls_count, 1);

	add_at_start(w, "c2-1", "nhn", "sending"); /* nor behind a restart */
	struct store_out row = row_of("c3-1", "nhn", "retry");
	row.reason = DOUBT "the time limit passed";
	outbox_add(w->o, &row, true);
	settle(w);
	assert_int_equal(w->calls_count, 1);
	assert_int_equal(figures(w).unknown, 3);

	row = row_of("c4-1", "nhn", "retry"); /* what is in no doubt does */
	outbox_add(w->o, &row, true);
	row = row_of("c5-1", "nhn", "sending");
	row.first_at_ms = w->now_ms - 1000; /* nor is one that is young */
	outbox_add(w->o, &row, true);
	settle(w);
	assert_int_equal(w->calls_count, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORLD_TEST(behind_a_lost_answer_it_is_asked_for_and_not_at_once),
		WORLD_TEST(what_is_found_there_is_sent_and_goes_out_no_second_time),
		WORLD_TEST(what_is_absent_goes_out_anew_at_once_under_its_key),
		WORLD_TEST(what_nobody_can_say_any_more_is_unknown_and_holds_nobody_up),
		WORLD_TEST(anything_else_is_asked_again_later),
		WORLD_TEST(a_question_without_an_answer_ends_as_unknown_when_its_time_is_up),
		WORLD_TEST(behind_a_5xx_it_is_asked_for_too_where_it_can_be),
		WORLD_TEST(what_was_clearly_not_taken_is_sent_again_without_asking),
		WORLD_TEST(a_restart_knows_what_is_in_doubt),
		WORLD_TEST(consent_withdrawn_meanwhile_stops_the_second_copy_not_the_question),
		WORLD_TEST(a_target_that_drops_copies_is_not_asked),
		WORLD_TEST(a_verdict_ends_a_row_in_the_adapters_words),
		WORLD_TEST(a_final_doubt_is_neither_sent_nor_asked_for_again),
		WORLD_TEST(who_has_left_the_session_is_not_sent_to),
		WORLD_TEST(what_the_target_does_not_know_is_asked_for),
		WORLD_TEST(again_is_no_attempt_and_no_failure),
		WORLD_TEST(a_key_that_is_remembered_for_a_while_protects_for_so_long),
		WORLD_TEST(nothing_in_doubt_goes_out_again_when_its_key_is_forgotten),
		WORLD_TEST(a_held_target_gets_nothing_and_costs_no_attempt),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
