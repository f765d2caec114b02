/* What people and time do to a case: answers count only for the question that was open, silence ends a wait, consent
 * that goes away closes what rests on it. */
#include "case_world.h"

static const char ask_delegation[] =
	"local d = caller:consent(say.delegation, { delegate = passenger })\n"
	"case:note('state ' .. d.state)\n"
	"case:wait(hours(100))\n";

static const char *last_note(void)
{
	size_t n = json_array_size(w.c->notes);
	return n ? case_text(w.c, json_object_get(json_array_get(w.c->notes, n - 1), "text")) : "";
}

static const struct consent *the_consent(void)
{
	assert_int_equal(w.c->consents_count, 1);
	return &w.c->consents[0];
}

/* ---- buttons ---- */

static void a_pressed_yes_grants_with_its_evidence_and_a_time_at_which_it_ends(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	delegate();
	const struct consent *k = the_consent();
	const json_t *evidence = k->history[k->history_count - 1].evidence;
	assert_string_equal(json_string_value(json_object_get(evidence, "kind")), "button");
	assert_string_equal(json_string_value(json_object_get(evidence, "event")), "e2");
	assert_int_equal(k->expires_at_ms, w.now_ms + 30ll * DAY);
	assert_string_equal(last_note(), "state granted");
}

static void a_pressed_no_denies(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	happens(press(ROLE_CALLER, "no"));
	assert_string_equal(the_consent()->state, "denied");
	assert_string_equal(last_note(), "state denied");
}

static void a_grant_expires_by_time_and_what_rests_on_it_ends(void **state)
{
	(void)state;
	world_open("caller:consent(say.delegation, { delegate = passenger })\n"
	           "local r = passenger:confirm(say.delegate_identity, "
	           "{ third_party = passenger, within = days(60) })\n"
	           "case:close(r.state)\n",
	           NULL);
	delegate();
	assert_non_null(question_to(ROLE_PASSENGER));
	pass(30ll * DAY);
	assert_string_equal(the_consent()->state, "expired");
	assert_string_equal(newest_suggestion()->state, "blocked");
	assert_ended("blocked");
}

static void a_button_before_the_notice_was_served_is_no_answer(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(the_consent()->state, "requested");
	assert_null(question_to(ROLE_CALLER)->outcome);
}

static void what_is_dated_ahead_of_our_clock_is_no_answer(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	w.sent_at_ms = w.now_ms + 2 * MINUTE; /* so may be what was written before */
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(the_consent()->state, "requested");
	happens(writes(ROLE_CALLER, "네, 동의합니다"));
	assert_string_equal(the_consent()->state, "requested");
	w.sent_at_ms = w.now_ms + 1000;
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(the_consent()->state, "granted");
}

static void a_button_that_is_dated_before_the_notice_was_served_is_unclear(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	w.now_ms += HOUR;
	happens(agent("send", NULL));
	w.now_ms += MINUTE;
	w.sent_at_ms = w.now_ms - 2 * MINUTE;
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(the_consent()->state, "requested");
	assert_true(question_to(ROLE_CALLER)->unclear);
	w.sent_at_ms = w.now_ms;
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(the_consent()->state, "granted");
}

static void a_button_that_is_dated_at_the_very_instant_of_serving_counts(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	w.sent_at_ms = w.now_ms;
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(the_consent()->state, "granted");
}

static void
a_button_behind_the_end_of_its_question_is_no_answer_even_before_the_timer_rang(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	w.now_ms += DAY;
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(the_consent()->state, "requested");
	pass(0);
	assert_string_equal(the_consent()->state, "unanswered");
}

static void a_late_button_is_heard_and_changes_no_consent(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	json_t *late =
		json_pack("{s:s, s:o, s:s}", "party", "caller", "question",
	                  json_sprintf("q%d", (int)question_to(ROLE_CALLER)->n), "choice", "yes");
	pass(DAY);
	assert_string_equal(the_consent()->state, "unanswered");
	size_t messages = w.c->messages_count;
	happens(event("button", late));
	assert_string_equal(the_consent()->state, "unanswered");
	assert_int_equal(w.c->messages_count, messages + 1);
}

static void a_button_of_another_person_is_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	refused(EVENT("button", "{s:s, s:o, s:s}", "party", "passenger", "question",
	              json_sprintf("q%d", (int)question_to(ROLE_CALLER)->n), "choice", "yes"),
	        E_INPUT, "asked of caller");
}

static void a_malformed_button_is_refused_without_a_trace(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	refused(EVENT("button", "{s:s, s:s}", "party", "caller", "choice", "maybe"), E_INPUT,
	        "choice");
	refused(EVENT("button", "{s:s, s:s}", "party", "caller", "choice", "yes"), E_INPUT,
	        "question");
	refused(EVENT("button", "{s:s, s:s, s:s}", "party", "caller", "choice", "yes", "question",
	              "5"),
	        E_INPUT, "question");
	refused(EVENT("button", "{s:s, s:s, s:s}", "party", "caller", "choice", "yes", "question",
	              "q5 or so"),
	        E_INPUT, "question");
	refused(EVENT("button", "{s:s, s:s}", "party", "nobody", "choice", "yes"), E_NOT_FOUND,
	        "party");
	refused(EVENT("button", "{s:s}", "choice", "yes"), E_INPUT, "party");
}

static void a_person_speaks_only_through_a_source_of_that_platform(void **state)
{
	static const struct {
		const char *source, *speaks_for[3];
	} strangers[] = { { "console", { "console" } },
		          { "api:crm", { NULL } },
		          { "hook:shop", { "console", "shop" } },
		          { "hook:chat", { NULL } } };
	(void)state;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'chat'}}}");
	happens(agent("send", NULL));
	for (size_t i = 0; i < COUNT_OF(strangers); i++) {
		w.source = strangers[i].source;
		memcpy(w.speaks_for, strangers[i].speaks_for, sizeof w.speaks_for);
		refused(press(ROLE_CALLER, "yes"), E_FORBIDDEN, "speaks_for");
		refused(writes(ROLE_CALLER, "네"), E_FORBIDDEN, "chat");
	}
	w.source = "hook:chat";
	w.speaks_for[0] = "chat";
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(the_consent()->state, "granted");
}

static void a_client_that_speaks_for_nobody_still_acts_for_the_agents(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	w.source = "api:crm";
	w.speaks_for[0] = NULL;
	happens(agent("send", NULL));
	refused(press(ROLE_CALLER, "yes"), E_FORBIDDEN, "caller is on console");
	happens(EVENT("note", "{s:s}", "text", "메모"));
	happens(EVENT("mark", "{s:s, s:s}", "party", "caller", "mark", "withdrawal"));
	assert_string_equal(the_consent()->state, "withdrawn");
}

static void a_platform_where_people_chat_does_nothing_in_an_agents_name(void **state)
{
	(void)state;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'chat'}}}");
	happens(agent("send", NULL));
	w.source = "hook:chat";
	w.speaks_for[0] = "chat";
	w.is_stranger = true;
	char *question = xasprintf("q%lld", (long long)case_question(w.c, ROLE_CALLER)->n);
	refused(EVENT("attest", "{s:s, s:s, s:s, s:s}", "question", question, "answer", "yes",
	              "method", "phone", "by", "김하나"),
	        E_FORBIDDEN, "acts_for_agents");
	free(question);
	refused(EVENT("words", "{s:s, s:s}", "party", "caller", "text", "네"), E_FORBIDDEN, "chat");
	refused(EVENT("suggestion", "{s:s}", "suggestion", "s1"), E_FORBIDDEN, "chat");
	refused(EVENT("field", "{s:s}", "field", "passenger.phone"), E_FORBIDDEN, "chat");
	refused(EVENT("mode", "{s:s, s:s}", "party", "caller", "mode", "bot"), E_FORBIDDEN, "chat");
	refused(EVENT("note", "{s:s}", "text", "메모"), E_FORBIDDEN, "chat");
	refused(EVENT("close", "{}"), E_FORBIDDEN, "chat");
	refused(EVENT("mark", "{s:s, s:s}", "party", "passenger", "mark", "withdrawal"),
	        E_FORBIDDEN, "passenger is on console");
	happens(EVENT("mark", "{s:s, s:s}", "party", "caller", "mark", "withdrawal"));
	assert_string_equal(the_consent()->state, "withdrawn");
}

/* ---- messages ---- */

/* The reader of answers, in the world that is open. */
static void with_understanding(void)
{
	static struct understand *reader; /* one for all tests: it keeps nothing of what it read */
	struct err e = { 0 };
	if (!reader)
		reader = understand_new(&e);
	if (!reader)
		fail_msg("%s", e.text);
	w.understand = reader;
}

static void a_clear_yes_in_words_grants_and_is_kept_by_reference(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	with_understanding();
	happens(agent("send", NULL));
	happens(writes(ROLE_CALLER, "네, 그렇게 해주세요. 수고하세요"));
	const struct consent *k = the_consent();
	assert_string_equal(k->state, "granted");
	const json_t *evidence = k->history[k->history_count - 1].evidence;
	assert_string_equal(json_string_value(json_object_get(evidence, "kind")), "message");
	assert_string_equal(json_string_value(json_object_get(evidence, "event")), "e2");
	assert_string_equal(json_string_value(json_object_get(evidence, "reader")),
	                    understand_version(w.understand));
	assert_string_equal(json_string_value(json_object_get(evidence, "message")),
	                    w.c->messages[w.c->messages_count - 1].id);
	assert_string_equal(case_text(w.c, json_object_get(evidence, "words")),
	                    "네, 그렇게 해주세요. 수고하세요");
	char *records = json_dumps(w.turns, 0);
	assert_null(strstr(records, "그렇게 해주세요"));
	free(records);
	assert_string_equal(last_note(), "state granted");
}

static void a_clear_no_in_words_denies(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	with_understanding();
	happens(agent("send", NULL));
	happens(writes(ROLE_CALLER, "아니요, 저는 동의하지 않아요"));
	assert_string_equal(the_consent()->state, "denied");
	assert_string_equal(last_note(), "state denied");
}

static void words_that_are_not_clear_ask_again(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	with_understanding();
	happens(agent("send", NULL));
	happens(writes(ROLE_CALLER, "남편이 괜찮다면요"));
	assert_string_equal(the_consent()->state, "requested");
	assert_string_equal(newest_suggestion()->purpose, "reask");
	happens(writes(ROLE_CALLER, "네"));
	assert_string_equal(the_consent()->state, "granted");
	assert_string_equal(newest_suggestion()->state, "ended");
}

static void a_yes_counts_only_for_the_question_that_was_open_when_it_was_written(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	with_understanding();
	happens(writes(ROLE_CALLER, "네 동의합니다"));
	happens(agent("send", NULL));
	assert_string_equal(the_consent()->state, "requested");
	w.sent_at_ms = w.now_ms - 1;
	happens(writes(ROLE_CALLER, "네 동의합니다"));
	assert_string_equal(the_consent()->state, "requested");
}

static void a_question_that_is_no_consent_is_answered_in_words_too(void **state)
{
	(void)state;
	static const char flow[] = "local r = caller:confirm(say.caller_identity)\n"
				   "case:close(r.yes and 'yes' or r.no and 'no' or 'else')\n";
	static const char *const answers[][2] = { { "네 맞아요", "yes" },
		                                  { "아닌데요, 잘못 거셨어요", "no" } };
	for (size_t i = 0; i < COUNT_OF(answers); i++) {
		world_open(flow, NULL);
		with_understanding();
		happens(agent("send", NULL));
		happens(writes(ROLE_CALLER, "누구세요?"));
		assert_int_equal(w.c->status, CASE_OPEN);
		happens(writes(ROLE_CALLER, answers[i][0]));
		assert_ended(answers[i][1]);
		if (i + 1 < COUNT_OF(answers))
			world_end(state);
	}
}

static void without_a_reader_no_free_text_is_an_answer(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	happens(writes(ROLE_CALLER, "네 동의합니다"));
	assert_string_equal(the_consent()->state, "requested");
	assert_string_equal(newest_suggestion()->purpose, "reask");
	assert_string_equal(newest_suggestion()->state, "offered");
	size_t offers = w.c->suggestions_count;
	happens(writes(ROLE_CALLER, "네네"));
	assert_int_equal(w.c->suggestions_count, offers);
}

static void a_text_before_the_question_was_served_leaves_the_question_alone(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(writes(ROLE_CALLER, "네"));
	assert_false(question_to(ROLE_CALLER)->unclear);
	happens(agent("send", NULL));
	w.sent_at_ms = w.now_ms - 1;
	happens(writes(ROLE_CALLER, "여보세요"));
	assert_false(question_to(ROLE_CALLER)->unclear);
}

static void an_empty_or_endless_text_is_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(writes(ROLE_CALLER, ""), E_INPUT, "text");
	refused(EVENT("message", "{s:s}", "party", "caller"), E_INPUT, "text");
	struct buf b = { 0 };
	for (int i = 0; i < 4001; i++)
		buf_adds(&b, "가");
	refused(writes(ROLE_CALLER, b.data), E_TOO_LARGE, "4000");
	b.data[4000 * 3] = 0;
	happens(writes(ROLE_CALLER, b.data));
	buf_free(&b);
}

static void a_bot_asks_again_and_then_hands_over_to_a_person_who_decides(void **state)
{
	(void)state;
	world_open(ask_delegation, "{'parties': {'caller': {'mode': 'bot'}}}");
	assert_int_equal(said_to(ROLE_CALLER, "상담을 진행해도"), 1);
	assert_int_equal(w.c->suggestions_count, 0);
	happens(writes(ROLE_CALLER, "글쎄요"));
	assert_int_equal(said_to(ROLE_CALLER, "상담을 진행해도"), 2);
	happens(writes(ROLE_CALLER, "음"));
	assert_int_equal(said_to(ROLE_CALLER, "상담을 진행해도"), 2);
	assert_int_equal(w.c->parties[ROLE_CALLER].mode, MODE_ASSIST);
	assert_string_equal(newest_suggestion()->purpose, "reask");
	happens(attest(ROLE_CALLER, "yes", "phone"));
	assert_string_equal(the_consent()->state, "granted");
}

static void a_bot_does_not_ask_again_what_the_gate_no_longer_allows(void **state)
{
	(void)state;
	world_open("caller:consent(say.delegation, { delegate = passenger })\n"
	           "local r = passenger:confirm(say.delegate_identity, "
	           "{ third_party = passenger })\n"
	           "case:note(r.state) case:wait(hours(9))\n",
	           "{'parties': {'passenger': {'mode': 'bot'}}}");
	delegate();
	assert_int_equal(said_to(ROLE_PASSENGER, "본인 맞으신가요"), 1);
	consent_suspend(w.c, ROLE_CALLER); /* a withdrawal has arrived and waits its turn */
	happens(writes(ROLE_PASSENGER, "누구세요"));
	assert_int_equal(said_to(ROLE_PASSENGER, "본인 맞으신가요"), 1);
	w.c->consents[0].suspended = false;
}

static void a_bot_is_told_a_number_as_text_and_hands_the_question_over(void **state)
{
	(void)state;
	world_open("caller:consent(say.delegation, { delegate = passenger })\n"
	           "caller:ask('passenger.phone', say.ask_number, { third_party = passenger })\n"
	           "case:wait(hours(9))\n",
	           "{'parties': {'caller': {'mode': 'bot'}}}");
	happens(press(ROLE_CALLER, "yes"));
	happens(writes(ROLE_CALLER, "010-5555-1234요"));
	happens(press(ROLE_CALLER, "yes"));
	assert_int_equal(w.c->parties[ROLE_CALLER].mode, MODE_ASSIST);
	assert_null(w.c->parties[ROLE_PASSENGER].phone);
	happens(EVENT("field", "{s:s, s:s}", "field", "passenger.phone", "value", "010-5555-1234"));
	assert_string_equal(case_text(w.c, w.c->parties[ROLE_PASSENGER].phone), "010-5555-1234");
}

/* ---- withdrawal ---- */

static const char confirm_passenger[] =
	"case:whenever('withdrawal', function(p) case:note('withdrawn by ' .. p.role) end)\n"
	"caller:consent(say.delegation, { delegate = passenger })\n"
	"local r = passenger:confirm(say.delegate_identity, { third_party = passenger })\n"
	"case:note(r.state)\n"
	"case:wait(hours(100))\n";

static void a_withdrawal_closes_waits_and_greys_offers_that_rested_on_it(void **state)
{
	(void)state;
	world_open(confirm_passenger, NULL);
	delegate();
	happens(marks(ROLE_CALLER, "withdrawal"));
	assert_string_equal(the_consent()->state, "withdrawn");
	assert_string_equal(newest_suggestion()->state, "blocked");
	assert_non_null(strstr(case_text(w.c, newest_suggestion()->reason), "위임 동의"));
	assert_string_equal(last_note(), "blocked");
	refused(agent("send", NULL), E_CONFLICT, "blocked");
	assert_int_equal(said_to(ROLE_PASSENGER, ""), 0);
}

static void a_withdrawal_while_the_consent_is_asked_ends_the_question(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	happens(marks(ROLE_CALLER, "withdrawal"));
	assert_string_equal(the_consent()->state, "withdrawn");
	assert_string_equal(last_note(), "state withdrawn");
}

static void a_withdrawal_by_another_person_changes_nothing_of_the_callers_grant(void **state)
{
	(void)state;
	world_open(confirm_passenger, NULL);
	delegate();
	happens(marks(ROLE_PASSENGER, "withdrawal"));
	assert_string_equal(the_consent()->state, "granted");
	assert_string_equal(last_note(), "withdrawn by passenger");
	assert_string_equal(newest_suggestion()->state, "offered");
}

static void a_case_that_is_over_still_takes_a_withdrawal_and_nothing_else(void **state)
{
	(void)state;
	world_open("caller:consent(say.delegation, { delegate = passenger })\n"
	           "case:close 'consulted'\n",
	           NULL);
	delegate();
	assert_ended("consulted");
	refused(marks(ROLE_CALLER, "source_complaint"), E_CONFLICT, "closed");
	refused(writes(ROLE_CALLER, "여보세요"), E_CONFLICT, "closed");
	refused(EVENT("button", "{s:s, s:s, s:s}", "party", "caller", "question", "q1", "choice",
	              "yes"),
	        E_CONFLICT, "closed");
	happens(marks(ROLE_CALLER, "withdrawal"));
	assert_string_equal(the_consent()->state, "withdrawn");
	assert_ended("consulted");
}

/* ---- cases that stand ---- */

static void a_parked_case_hears_people_and_answers_nothing_by_itself(void **state)
{
	(void)state;
	world_open("case:whenever('callback_request', function() local x = nil .. 'a' end)\n"
	           "caller:consent(say.delegation, { delegate = passenger })\n",
	           "{'parties': {'caller': {'mode': 'bot'}}}");
	int64_t n = question_to(ROLE_CALLER)->n;
	happens(marks(ROLE_CALLER, "callback_request"));
	assert_parked("concatenate");
	size_t messages = w.c->messages_count;
	happens(writes(ROLE_CALLER, "네?"));
	assert_int_equal(w.c->messages_count, messages + 1); /* heard, not asked again */
	happens(EVENT("button", "{s:s, s:o, s:s}", "party", "caller", "question",
	              json_sprintf("q%d", (int)n), "choice", "yes"));
	assert_int_equal(w.c->messages_count, messages + 2);
	assert_string_equal(the_consent()->state, "requested");
	refused(event("timer", json_object()), E_CONFLICT, "parked");
	refused(EVENT("mode", "{s:s, s:s}", "party", "caller", "mode", "bot"), E_CONFLICT,
	        "parked");
	happens(EVENT("note", "{s:s}", "text", "흐름을 고친다"));
	happens(marks(ROLE_CALLER, "withdrawal"));
	assert_string_equal(the_consent()->state, "withdrawn");
	happens(event("close", json_object()));
	assert_ended("closed_by_agent");
}

static void a_mark_that_is_none_or_points_at_nobody_is_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(marks(ROLE_CALLER, "anger"), E_INPUT, "mark");
	refused(EVENT("mark", "{s:s}", "mark", "withdrawal"), E_INPUT, "party");
	refused(EVENT("mark", "{s:s, s:s, s:s}", "party", "caller", "mark", "delegate_request",
	              "to", "caller"),
	        E_INPUT, "to");
	refused(EVENT("note", "{s:s}", "text", ""), E_INPUT, "text");
}

static void a_kind_that_nobody_knows_is_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(event("consent", json_object()), E_INPUT, "kind");
	refused(event("open", json_object()), E_INPUT, "kind");
}

static void that_a_notice_has_changed_comes_from_the_engine_alone(void **state)
{
	(void)state;
	static const char *const others[] = { "console", "api:crm", "hook:crm", "play" };
	world_open("case:wait(hours(1)) case:close 'over'", NULL);
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		w.source = others[i];
		refused(EVENT("notice_changed", "{s:{}, s:[]}", "notices", "consents"), E_INPUT,
		        "engine");
	}
	w.source = "console";
}

int main(void)
{
#define T(name) cmocka_unit_test_teardown(name, world_end)
	const struct CMUnitTest tests[] = {
		T(a_pressed_yes_grants_with_its_evidence_and_a_time_at_which_it_ends),
		T(a_pressed_no_denies),
		T(that_a_notice_has_changed_comes_from_the_engine_alone),
		T(a_grant_expires_by_time_and_what_rests_on_it_ends),
		T(a_button_before_the_notice_was_served_is_no_answer),
		T(a_button_that_is_dated_before_the_notice_was_served_is_unclear),
		T(what_is_dated_ahead_of_our_clock_is_no_answer),
		T(a_button_that_is_dated_at_the_very_instant_of_serving_counts),
		T(a_button_behind_the_end_of_its_question_is_no_answer_even_before_the_timer_rang),
		T(a_late_button_is_heard_and_changes_no_consent),
		T(a_button_of_another_person_is_refused),
		T(a_malformed_button_is_refused_without_a_trace),
		T(a_person_speaks_only_through_a_source_of_that_platform),
		T(a_client_that_speaks_for_nobody_still_acts_for_the_agents),
		T(a_platform_where_people_chat_does_nothing_in_an_agents_name),
		T(a_clear_yes_in_words_grants_and_is_kept_by_reference),
		T(a_clear_no_in_words_denies),
		T(words_that_are_not_clear_ask_again),
		T(a_yes_counts_only_for_the_question_that_was_open_when_it_was_written),
		T(a_question_that_is_no_consent_is_answered_in_words_too),
		T(without_a_reader_no_free_text_is_an_answer),
		T(a_text_before_the_question_was_served_leaves_the_question_alone),
		T(an_empty_or_endless_text_is_refused),
		T(a_bot_asks_again_and_then_hands_over_to_a_person_who_decides),
		T(a_bot_does_not_ask_again_what_the_gate_no_longer_allows),
		T(a_bot_is_told_a_number_as_text_and_hands_the_question_over),
		T(a_withdrawal_closes_waits_and_greys_offers_that_rested_on_it),
		T(a_withdrawal_while_the_consent_is_asked_ends_the_question),
		T(a_withdrawal_by_another_person_changes_nothing_of_the_callers_grant),
		T(a_case_that_is_over_still_takes_a_withdrawal_and_nothing_else),
		T(a_parked_case_hears_people_and_answers_nothing_by_itself),
		T(a_mark_that_is_none_or_points_at_nobody_is_refused),
		T(a_kind_that_nobody_knows_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
