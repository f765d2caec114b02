/* How waits end: by answers of every kind, by silence, by a gate that closes under them; and that a flow that runs wild
 * is parked. */
#include "case_world.h"

static const char *last_note(void)
{
	size_t n = json_array_size(w.c->notes);
	return n ? case_text(w.c, json_object_get(json_array_get(w.c->notes, n - 1), "text")) : "";
}

#define DELEGATION "caller:consent(say.delegation, { delegate = passenger })\n"
#define NOTE_AND_STAY "case:note(r.state) case:wait(hours(100))\n"
static const char ask_number[] =
	DELEGATION "local r = caller:ask('passenger.phone', say.ask_number, "
		   "{ third_party = passenger })\n" NOTE_AND_STAY;
static const char ask_delegation[] =
	"local r = caller:consent(say.delegation, { delegate = passenger })\n" NOTE_AND_STAY;
static const char ask_identity[] = "local r = caller:confirm(say.caller_identity)\n" NOTE_AND_STAY;
static const char ask_collection[] =
	DELEGATION "local r = passenger:consent(say.collection_notice)\n" NOTE_AND_STAY;

/* ---- questions ---- */

static void a_yes_or_no_question_ends_as_it_was_answered(void **state)
{
	(void)state;
	static const char *const answers[] = { "yes", "no" };
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		world_open(ask_identity, NULL);
		happens(agent("send", NULL));
		happens(press(ROLE_CALLER, answers[i]));
		assert_string_equal(last_note(), answers[i]);
		assert_int_equal(w.c->consents_count, 0);
		world_end(NULL);
	}
}

static void an_attested_unclear_answer_ends_a_question_that_is_no_consent(void **state)
{
	(void)state;
	world_open(ask_identity, NULL);
	happens(attest(ROLE_CALLER, "unclear", "phone"));
	assert_string_equal(last_note(), "unclear");
}

static void an_unclear_answer_and_then_silence_is_unclear_and_silence_alone_unanswered(void **state)
{
	(void)state;
	for (int unclear = 0; unclear < 2; unclear++) {
		world_open(ask_identity, NULL);
		happens(agent("send", NULL));
		if (unclear)
			happens(writes(ROLE_CALLER, "누구요?"));
		pass(2 * HOUR);
		assert_string_equal(last_note(), unclear ? "unclear" : "unanswered");
		world_end(NULL);
	}
}

static void a_no_to_the_question_for_a_number_declines_it_and_a_yes_gives_none(void **state)
{
	(void)state;
	world_open(ask_number, NULL);
	delegate();
	happens(agent("send", NULL));
	refused(attest(ROLE_CALLER, "yes", "phone"), E_INPUT, "field");
	happens(press(ROLE_CALLER, "no"));
	assert_string_equal(last_note(), "declined");
	assert_null(w.c->parties[ROLE_PASSENGER].phone);
}

static void an_answer_that_is_dated_behind_the_end_of_its_question_is_unclear(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	w.sent_at_ms = w.now_ms + DAY;
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(w.c->consents[0].state, "requested");
	assert_true(question_to(ROLE_CALLER)->unclear);
}

static void a_button_that_points_at_no_question_is_heard_only(void **state)
{
	(void)state;
	world_open("local r = caller:suggest(say.wrong_person)\n" NOTE_AND_STAY, NULL);
	happens(EVENT("button", "{s:s, s:o, s:s}", "party", "caller", "question",
	              json_sprintf("q%d", (int)newest_suggestion()->n), "choice", "yes"));
	assert_int_equal(w.c->messages_count, 1);
	refused(EVENT("attest", "{s:o, s:s, s:s}", "question",
	              json_sprintf("q%d", (int)newest_suggestion()->n), "answer", "yes", "method",
	              "phone"),
	        E_CONFLICT, "not open");
	assert_string_equal(newest_suggestion()->state, "offered");
	assert_string_equal(last_note(), "");
}

static void what_was_skipped_is_not_offered_a_third_time(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	happens(writes(ROLE_CALLER, "음"));
	happens(agent("skip", NULL));
	size_t offers = w.c->suggestions_count;
	happens(writes(ROLE_CALLER, "글쎄"));
	assert_int_equal(w.c->suggestions_count, offers);
	happens(attest(ROLE_CALLER, "no", "phone"));
	assert_string_equal(w.c->consents[0].state, "denied");
}

static void endless_words_of_an_attested_answer_are_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	struct buf b = { 0 };
	for (int i = 0; i < 4001; i++)
		buf_adds(&b, "네");
	refused(EVENT("attest", "{s:o, s:s, s:s, s:s}", "question",
	              json_sprintf("q%d", (int)question_to(ROLE_CALLER)->n), "answer", "yes",
	              "method", "phone", "words", b.data),
	        E_TOO_LARGE, "words");
	buf_free(&b);
}

/* ---- the gate closes under them ---- */

static void a_withdrawal_while_the_number_is_asked_for_ends_the_asking(void **state)
{
	(void)state;
	world_open(ask_number, NULL);
	delegate();
	happens(agent("send", NULL));
	happens(marks(ROLE_CALLER, "withdrawal"));
	assert_string_equal(last_note(), "blocked");
	refused(EVENT("field", "{s:s, s:s}", "field", "passenger.phone", "value", "010-5555-1234"),
	        E_CONFLICT, "not being asked");
}

static void a_consent_that_may_no_longer_be_asked_for_is_unanswered(void **state)
{
	(void)state;
	world_open(ask_collection, NULL);
	delegate();
	happens(agent("send", NULL));
	happens(marks(ROLE_CALLER, "withdrawal"));
	assert_string_equal(w.c->consents[0].state, "withdrawn");
	assert_string_equal(w.c->consents[1].state, "unanswered");
	assert_string_equal(last_note(), "blocked");
}

static void a_person_who_withdraws_collection_is_still_greeted_and_told_nothing(void **state)
{
	(void)state;
	world_open(DELEGATION "passenger:consent(say.collection_notice)\n"
	                      "local r = passenger:suggest(say.consult_opening)\n"
	                      "case:note(r.state)\n"
	                      "passenger:suggest(say.consult_closing)\n",
	           NULL);
	delegate();
	happens(agent("send", NULL));
	happens(press(ROLE_PASSENGER, "yes"));
	assert_string_equal(newest_suggestion()->phrase, "consult_opening");
	happens(marks(ROLE_PASSENGER, "withdrawal"));
	assert_string_equal(last_note(), "blocked");
	assert_string_equal(newest_suggestion()->phrase, "consult_closing");
	assert_string_equal(newest_suggestion()->state, "offered");
	assert_int_equal(said_to(ROLE_PASSENGER, "요금조정"), 0);
}

static void a_withdrawal_when_the_case_is_over_erases_what_was_kept_by_that_consent(void **state)
{
	(void)state;
	world_open(DELEGATION "passenger:consent(say.collection_notice)\n"
	                      "case:close 'consulted'\n",
	           "{'parties': {'passenger': {'phone': '010-5555-1234'}}}");
	delegate();
	happens(agent("send", NULL));
	happens(press(ROLE_PASSENGER, "yes"));
	assert_ended("consulted");
	assert_non_null(case_text(w.c, w.c->parties[ROLE_PASSENGER].phone));
	happens(marks(ROLE_PASSENGER, "withdrawal"));
	assert_null(case_text(w.c, w.c->parties[ROLE_PASSENGER].phone));
}

static void a_parked_case_tells_its_flow_of_no_mark(void **state)
{
	(void)state;
	world_open("case:whenever('callback_request', function() local x = nil .. 'a' end)\n"
	           "case:wait(hours(9))\n",
	           NULL);
	happens(marks(ROLE_CALLER, "callback_request"));
	assert_parked("concatenate");
	size_t lanes = w.c->lanes_count;
	happens(marks(ROLE_CALLER, "callback_request"));
	assert_int_equal(w.c->lanes_count, lanes);
}

/* ---- flows that run wild ---- */

static void a_flow_that_never_waits_is_parked_before_it_has_said_much(void **state)
{
	(void)state;
	world_open("while true do caller:say(say.wrong_person) end\n",
	           "{'parties': {'caller': {'mode': 'bot'}}}");
	assert_parked("without waiting");
	assert_true(w.c->messages_count < 200);
}

static void a_notice_that_names_another_person_than_its_delegate_parks_the_flow(void **state)
{
	(void)state;
	static const char *const others[] = { "case.parties.spouse", "'배우자분'" };
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		char *flow = xasprintf("caller:consent(say.delegation, { delegate = passenger, "
		                       "third_party = %s })",
		                       others[i]);
		world_open(flow, NULL);
		assert_parked("another person");
		world_end(NULL);
		free(flow);
	}
	world_open("caller:consent(say.delegation, { delegate = passenger, "
	           "third_party = passenger })",
	           NULL);
	assert_non_null(question_to(ROLE_CALLER));
}

static void a_flow_that_notes_forever_is_parked(void **state)
{
	(void)state;
	world_open("while true do case:now() end\n", NULL);
	assert_parked("without waiting");
}

static void a_time_limit_beyond_ten_years_parks_the_flow(void **state)
{
	(void)state;
	static const char *const flows[] = {
		"caller:suggest(say.wrong_person, nil, { within = days(3661) })",
		"case:wait(days(100000000000))",
		"case:wait(math.maxinteger)",
	};
	for (size_t i = 0; i < COUNT_OF(flows); i++) {
		world_open(flows[i], NULL);
		assert_parked("at most");
		world_end(NULL);
	}
	world_open("case:wait(days(3660)) case:close 'late'", NULL);
	pass(3660ll * DAY);
	assert_ended("late");
}

int main(void)
{
#define T(name) cmocka_unit_test_teardown(name, world_end)
	const struct CMUnitTest tests[] = {
		T(a_yes_or_no_question_ends_as_it_was_answered),
		T(an_attested_unclear_answer_ends_a_question_that_is_no_consent),
		T(an_unclear_answer_and_then_silence_is_unclear_and_silence_alone_unanswered),
		T(a_no_to_the_question_for_a_number_declines_it_and_a_yes_gives_none),
		T(an_answer_that_is_dated_behind_the_end_of_its_question_is_unclear),
		T(a_button_that_points_at_no_question_is_heard_only),
		T(what_was_skipped_is_not_offered_a_third_time),
		T(endless_words_of_an_attested_answer_are_refused),
		T(a_withdrawal_while_the_number_is_asked_for_ends_the_asking),
		T(a_consent_that_may_no_longer_be_asked_for_is_unanswered),
		T(a_person_who_withdraws_collection_is_still_greeted_and_told_nothing),
		T(a_withdrawal_when_the_case_is_over_erases_what_was_kept_by_that_consent),
		T(a_parked_case_tells_its_flow_of_no_mark),
		T(a_flow_that_never_waits_is_parked_before_it_has_said_much),
		T(a_notice_that_names_another_person_than_its_delegate_parks_the_flow),
		T(a_flow_that_notes_forever_is_parked),
		T(a_time_limit_beyond_ten_years_parks_the_flow),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
