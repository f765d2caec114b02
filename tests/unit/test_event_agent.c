/* The agent's acts: every typed word passes the gate, notices keep their legal items, spoken answers are attested by a
 * name, and what is refused leaves no trace. */
#include "case_world.h"

#include "phrase.h"

static const char ask_delegation[] =
	"local d = caller:consent(say.delegation, { delegate = passenger })\n"
	"case:note('state ' .. d.state)\n"
	"case:wait(hours(100))\n";

static const char reach_passenger[] =
	"caller:consent(say.delegation, { delegate = passenger })\n"
	"local r = passenger:confirm(say.delegate_identity, { third_party = passenger })\n"
	"case:note(r.state)\n"
	"local s = passenger:suggest(say.consult_closing)\n"
	"case:note(s.state)\n"
	"case:wait(hours(100))\n";

static const char delegation_text[] =
	"서비스 이용 건에 대한 자세한 상담은 호출하신 고객님만 가능하기 때문에, "
	"탑승자분과의 상담을 위해선 고객님의 동의가 필요합니다. "
	"탑승자분과 요금조정 관련된 상담을 진행해도 괜찮으실까요?";

static const char *last_note(void)
{
	size_t n = json_array_size(w.c->notes);
	return n ? case_text(w.c, json_object_get(json_array_get(w.c->notes, n - 1), "text")) : "";
}

static enum err_code words(enum role r, const char *text, const char *override)
{
	json_t *body = json_pack("{s:s, s:s}", "party", role_name(r), "text", text);
	if (override)
		json_object_set_new(body, "override", json_string(override));
	return event("words", body);
}

static const json_t *last_event(void)
{
	const json_t *turn = json_array_get(w.turns, json_array_size(w.turns) - 1);
	const json_t *records = json_object_get(turn, "records"), *found = NULL, *r;
	size_t i;
	json_array_foreach(records, i, r)
	{
		const char *kind = json_string_value(json_object_get(r, "r"));
		if (!strcmp(kind, "event"))
			found = r;
	}
	return found;
}

/* ---- words without a suggestion ---- */

static void a_party_that_was_never_allowed_hears_nothing_from_the_agent(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(words(ROLE_PASSENGER, "안녕하세요", NULL), E_GATE, "위임 동의");
	refused(words(ROLE_SPOUSE, "안녕하세요", NULL), E_GATE, "위임 동의");
	happens(words(ROLE_CALLER, "안녕하세요, 강남역에서 타신 11월 20일 건입니다", NULL));
}

static void an_override_needs_a_name_and_never_lifts_the_rule_of_contact(void **state)
{
	(void)state;
	world_open(reach_passenger, NULL);
	refused(words(ROLE_PASSENGER, "안녕하세요", "급합니다"), E_GATE, "위임 동의");
	delegate();
	refused(words(ROLE_PASSENGER, "강남역에서 타셨죠", NULL), E_GATE, "수집 동의");
	w.who = "";
	refused(words(ROLE_PASSENGER, "강남역에서 타셨죠", "급합니다"), E_FORBIDDEN, "name");
	w.who = "김하나";
	happens(words(ROLE_PASSENGER, "강남역에서 타셨죠", "사고 현장이라 급합니다"));
	const json_t *r = last_event();
	assert_string_equal(case_text(w.c, json_object_get(r, "by")), "김하나");
	assert_string_equal(case_text(w.c, json_object_get(r, "override")),
	                    "사고 현장이라 급합니다");
}

static void an_override_where_none_is_needed_is_not_called_one(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(words(ROLE_CALLER, "안녕하세요", "혹시 몰라서"));
	assert_null(json_object_get(last_event(), "override"));
}

static void an_api_client_overrides_and_attests_only_in_the_name_of_a_person(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	w.source = "api:crm";
	w.who = "crm";
	refused(attest(ROLE_CALLER, "yes", "phone"), E_FORBIDDEN, "by");
	json_t *body = json_pack("{s:o, s:s, s:s, s:s}", "question",
	                         json_sprintf("q%d", (int)question_to(ROLE_CALLER)->n), "answer",
	                         "yes", "method", "phone", "by", "이두리");
	w.who = "crm:이두리";
	happens(event("attest", body));
	assert_string_equal(w.c->consents[0].state, "granted");
}

static void what_words_tell_goes_with_them_to_the_outbox(void **state)
{
	(void)state;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'crm'}}}");
	happens(words(ROLE_CALLER, "강남역 요금조정 건입니다", NULL));
	json_t *out = json_array_get(w.outs, json_array_size(w.outs) - 1);
	assert_int_equal(json_integer_value(json_object_get(out, "tells")), 1 | 2 | 4);
}

/* ---- suggestions ---- */

static void a_suggestion_is_used_once(void **state)
{
	(void)state;
	world_open(reach_passenger, NULL);
	happens(agent("send", NULL));
	refused(agent("send", NULL), E_CONFLICT, "sent");
	refused(agent("skip", NULL), E_CONFLICT, "sent");
	refused(EVENT("suggestion", "{s:s, s:s}", "suggestion", "s99", "act", "send"), E_NOT_FOUND,
	        "s99");
	refused(EVENT("suggestion", "{s:s}", "act", "send"), E_NOT_FOUND, "suggestion");
}

static void a_suggestion_needs_an_act_that_is_one(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(agent("shout", NULL), E_INPUT, "act");
	refused(EVENT("suggestion", "{s:s}", "suggestion", newest_suggestion()->id), E_INPUT,
	        "act");
	refused(agent("edit", NULL), E_INPUT, "text");
	refused(agent("own_words", ""), E_INPUT, "text");
}

static void a_suggestion_whose_time_is_over_is_not_sent_even_before_the_timer_rang(void **state)
{
	(void)state;
	world_open("local s = caller:suggest(say.wrong_person, nil, { within = minutes(5) })\n"
	           "case:note(s.state) case:wait(hours(9))\n",
	           NULL);
	w.now_ms += 5 * MINUTE;
	refused(agent("send", NULL), E_CONFLICT, "can no longer be used");
	pass(0);
	assert_string_equal(last_note(), "unanswered");
}

static void a_notice_whose_legal_item_is_cut_is_refused_and_stays_offered(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(agent("edit", "탑승자분과 상담해도 될까요?"), E_INPUT, "need");
	refused(agent("own_words", "상담을 위해선 고객님의 동의가 필요합니다. 괜찮으시죠?"),
	        E_INPUT, "question");
	assert_string_equal(newest_suggestion()->state, "offered");
	char *edited = xasprintf("%s 천천히 답해 주세요.", delegation_text);
	happens(agent("edit", edited));
	assert_string_equal(case_text(w.c, w.c->consents[0].notice), edited);
	free(edited);
}

static void what_a_notice_says_in_law_is_shown_and_recorded_in_its_own_words(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	json_t *view = view_case(w.c, w.b);
	const json_t *suggestions = json_object_get(view, "suggestions");
	const json_t *shown = json_object_get(
		json_array_get(suggestions, json_array_size(suggestions) - 1), "legal");
	const json_t *kept = w.c->consents[0].legal;
	assert_true(json_equal(shown, kept));
	assert_string_equal(json_string_value(json_object_get(kept, "recipient")), "탑승자분");
	assert_string_equal(json_string_value(json_object_get(kept, "purpose")),
	                    "요금조정 관련된 상담");
	assert_string_equal(w.c->consents[0].identity, bundle_phrase(w.b, "delegation")->identity);
	json_decref(view);
}

static void a_notice_edited_to_name_another_person_or_matter_is_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(agent("edit", "배우자분과의 상담을 위해선 고객님의 동의가 필요합니다. "
	                      "배우자분과 요금조정 관련된 상담을 진행해도 괜찮으실까요?"),
	        E_INPUT, "탑승자");
	refused(agent("own_words", "탑승자분과의 상담을 위해선 고객님의 동의가 필요합니다. "
	                           "탑승자분과 사고 관련된 상담을 진행해도 괜찮으실까요?"),
	        E_INPUT, "요금조정");
	assert_string_equal(newest_suggestion()->state, "offered");
	happens(agent("edit", "탑승자님과의 상담을 위해선 고객님의 동의가 필요합니다. "
	                      "요금 조정 관련된 상담을 진행해도 괜찮으실까요?"));
}

static void an_edit_that_gives_the_case_away_is_refused_and_stays_offered(void **state)
{
	(void)state;
	world_open(reach_passenger, NULL);
	delegate();
	refused(agent("edit", "11/20 강남역에서 타신 탑승자분 본인 맞으신가요?"), E_GATE,
	        "수집 동의");
	refused(agent("own_words", "공일공 일이삼사 오육칠팔 번호의 호출자를 아시나요?"), E_GATE,
	        "동의가 있어도");
	assert_string_equal(newest_suggestion()->state, "offered");
	assert_int_equal(said_to(ROLE_PASSENGER, ""), 0);
	happens(agent("edit", "안녕하세요. 탑승자분 본인 맞으신가요?"));
	assert_int_equal(said_to(ROLE_PASSENGER, "본인"), 1);
}

static void sending_or_reading_out_what_the_gate_no_longer_allows_is_refused(void **state)
{
	(void)state;
	world_open(reach_passenger, NULL);
	delegate();
	w.c->consents[0].suspended = true; /* a withdrawal has arrived and waits its turn */
	refused(agent("send", NULL), E_GATE, "위임 동의");
	refused(agent("read_out", NULL), E_GATE, "위임 동의");
	refused(agent("own_words", "안녕하세요"), E_GATE, "위임 동의");
	refused(attest(ROLE_PASSENGER, "yes", "phone"), E_GATE, "위임 동의");
	w.c->consents[0].suspended = false;
	happens(agent("read_out", NULL));
	assert_string_equal(w.c->messages[w.c->messages_count - 1].delivery, "spoken");
	assert_int_equal(json_array_size(w.outs), 0);
}

static void skipping_a_question_leaves_it_unanswered(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("skip", NULL));
	assert_string_equal(w.c->consents[0].state, "unanswered");
	assert_string_equal(last_note(), "state unanswered");
}

static void a_question_asked_by_telephone_stays_open_and_its_answer_counts(void **state)
{
	(void)state;
	world_open(reach_passenger, NULL);
	delegate();
	w.c->consents[0].suspended = true;
	refused(agent("asked", NULL), E_GATE, "위임 동의");
	w.c->consents[0].suspended = false;
	happens(agent("asked", NULL));
	assert_string_equal(newest_suggestion()->state, "asked");
	assert_int_equal(question_to(ROLE_PASSENGER)->served_at_ms, w.now_ms);
	assert_int_equal(said_to(ROLE_PASSENGER, ""), 0);
	assert_int_equal(json_array_size(w.outs), 0);
	happens(attest(ROLE_PASSENGER, "yes", "phone"));
	assert_null(case_question(w.c, ROLE_PASSENGER));
}

static void what_is_no_plain_question_cannot_have_been_asked_in_own_words(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(agent("asked", NULL), E_INPUT, "read_out");
	assert_string_equal(newest_suggestion()->state, "offered");
	world_end(NULL);
	world_open("caller:suggest(say.wrong_person) case:wait(hours(9))\n", NULL);
	refused(agent("asked", NULL), E_INPUT, "asks nothing");
}

static void why_something_was_skipped_is_a_value_of_that_person(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(EVENT("suggestion", "{s:s, s:s, s:s}", "suggestion", newest_suggestion()->id, "act",
	              "skip", "reason", "어머니 번호는 010-2222-3333이라고 하심"));
	char *records = json_dumps(w.turns, 0);
	assert_null(strstr(records, "010-2222"));
	free(records);
	assert_non_null(strstr(case_text(w.c, newest_suggestion()->reason), "2222"));
}

static void skipping_the_second_asking_leaves_the_question_open(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	happens(writes(ROLE_CALLER, "음"));
	happens(agent("skip", NULL));
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(w.c->consents[0].state, "granted");
}

static void
what_the_agent_posted_himself_is_recorded_as_shown_at_his_desk_and_sent_no_second_time(void **state)
{
	(void)state;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'crm'}},"
	                           " 'desk': {'platform': 'support', 'address': '42'}}");
	happens(agent("posted", delegation_text));
	const struct message *m = &w.c->messages[w.c->messages_count - 1];
	const struct consent *k = &w.c->consents[0];
	const json_t *evidence = k->history[k->history_count - 1].evidence;
	assert_string_equal(case_text(w.c, m->text), delegation_text);
	assert_string_equal(m->delivery, "sent");
	assert_int_equal(json_array_size(w.outs), 0);
	assert_string_equal(newest_suggestion()->state, "posted");
	assert_string_equal(case_text(w.c, k->notice), delegation_text);
	assert_int_equal(k->served_at_ms, w.now_ms);
	assert_string_equal(json_string_value(json_object_get(evidence, "kind")), "sent");
	assert_string_equal(json_string_value(json_object_get(evidence, "channel")), "support");
	assert_string_equal(case_text(w.c, json_object_get(evidence, "by")), "김하나");
	assert_null(json_object_get(evidence, "edited"));
	happens(attest(ROLE_CALLER, "yes", "chat"));
	assert_string_equal(k->state, "granted");
}

static void what_the_agent_posted_passes_as_an_edit_does(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(agent("posted", "동의하시나요?"), E_INPUT, "");
	refused(agent("posted", NULL), E_INPUT, "text");
	assert_string_equal(newest_suggestion()->state, "offered");
	world_end(NULL);
	world_open(reach_passenger, NULL);
	delegate();
	refused(agent("posted", "11/20 강남역에서 타신 탑승자분 본인 맞으신가요?"), E_GATE,
	        "수집 동의");
	happens(agent("posted", "안녕하세요. 탑승자분 본인 맞으신가요?"));
	assert_string_equal(newest_suggestion()->state, "posted");
}

static void a_statement_ends_its_wait_as_it_was_spoken(void **state)
{
	(void)state;
	static const char *const acts[][2] = {
		{ "send", "sent" },     { "edit", "edited" },   { "own_words", "own_words" },
		{ "read_out", "sent" }, { "posted", "edited" }, { "skip", "skipped" },
	};
	for (size_t i = 0; i < COUNT_OF(acts); i++) {
		world_open("local s = caller:suggest(say.wrong_person)\n"
		           "case:note(s.state) case:wait(hours(9))\n",
		           NULL);
		happens(agent(acts[i][0], "죄송합니다."));
		assert_string_equal(last_note(), acts[i][1]);
		world_end(NULL);
	}
}

/* ---- attesting ---- */

static void a_spoken_answer_is_recorded_with_who_attests_how_and_the_words(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(EVENT("attest", "{s:o, s:s, s:s, s:s}", "question",
	              json_sprintf("q%d", (int)question_to(ROLE_CALLER)->n), "answer", "yes",
	              "method", "phone", "words", "네 괜찮습니다"));
	const struct consent *k = &w.c->consents[0];
	const json_t *evidence = k->history[k->history_count - 1].evidence;
	assert_string_equal(k->state, "granted");
	assert_string_equal(case_text(w.c, json_object_get(evidence, "by")), "김하나");
	assert_string_equal(json_string_value(json_object_get(evidence, "method")), "phone");
	assert_string_equal(case_text(w.c, json_object_get(evidence, "words")), "네 괜찮습니다");
	assert_int_equal(k->served_at_ms, w.now_ms); /* read out first */
	assert_string_equal(newest_suggestion()->state, "read_out");
}

static void a_written_answer_to_a_question_that_was_not_sent_is_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(attest(ROLE_CALLER, "yes", "chat"), E_CONFLICT, "not been sent");
	refused(attest(ROLE_CALLER, "yes", "sms"), E_CONFLICT, "not been sent");
	happens(agent("send", NULL));
	happens(attest(ROLE_CALLER, "no", "chat"));
	assert_string_equal(w.c->consents[0].state, "denied");
}

static void an_attestation_without_name_answer_or_method_is_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	refused(attest(ROLE_CALLER, "of course", "phone"), E_INPUT, "answer");
	refused(attest(ROLE_CALLER, "yes", "telepathy"), E_INPUT, "method");
	refused(EVENT("attest", "{s:s, s:s}", "answer", "yes", "method", "phone"), E_INPUT,
	        "question");
	refused(EVENT("attest", "{s:s, s:s, s:s}", "answer", "yes", "method", "phone", "question",
	              "q999"),
	        E_CONFLICT, "q999");
	w.who = "";
	refused(attest(ROLE_CALLER, "yes", "phone"), E_FORBIDDEN, "name");
}

static void an_attestation_behind_the_end_of_the_question_is_refused(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(agent("send", NULL));
	w.now_ms += DAY;
	refused(attest(ROLE_CALLER, "yes", "phone"), E_CONFLICT, "not open");
}

static void an_attested_unclear_answer_to_a_consent_is_asked_again(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(attest(ROLE_CALLER, "unclear", "phone"));
	assert_string_equal(w.c->consents[0].state, "requested");
	assert_string_equal(newest_suggestion()->purpose, "reask");
}

/* ---- fields ---- */

static const char ask_number[] =
	"caller:consent(say.delegation, { delegate = passenger })\n"
	"local r = caller:ask('passenger.phone', say.ask_number, { third_party = passenger })\n"
	"case:note(r.state) case:wait(hours(100))\n";

static enum err_code field(const char *value)
{
	return EVENT("field", "{s:s, s:s}", "field", "passenger.phone", "value", value);
}

static void a_number_is_taken_only_while_it_is_asked_for(void **state)
{
	(void)state;
	world_open(ask_number, NULL);
	refused(field("010-5555-1234"), E_CONFLICT, "not being asked");
	delegate();
	refused(EVENT("field", "{s:s, s:s}", "field", "spouse.phone", "value", "010-5555-1234"),
	        E_CONFLICT, "spouse.phone");
	refused(EVENT("field", "{s:s}", "value", "010-5555-1234"), E_CONFLICT, "field");
	happens(field("010-5555-1234"));
	assert_string_equal(last_note(), "given");
	refused(field("010-5555-9999"), E_CONFLICT, "not being asked");
}

static void what_is_no_number_is_refused(void **state)
{
	(void)state;
	static const char *const wrong[] = {
		"",
		"공일공",
		"010",
		"010-1234-5678-9012-3456",
		"82+1012345678",
		"010_1234_5678",
		"010-1234-5678                                        "
	};
	world_open(ask_number, NULL);
	delegate();
	for (size_t i = 0; i < COUNT_OF(wrong); i++)
		refused(field(wrong[i]), E_INPUT, "telephone number");
	refused(EVENT("field", "{s:s}", "field", "passenger.phone"), E_INPUT, "telephone number");
	happens(field("+82 10-5555-1234"));
}

static void without_delegation_a_number_is_not_kept(void **state)
{
	(void)state;
	world_open(ask_number, NULL);
	delegate();
	w.c->consents[0].suspended = true;
	refused(field("010-5555-1234"), E_GATE, "위임 동의");
	assert_null(w.c->parties[ROLE_PASSENGER].phone);
	w.c->consents[0].suspended = false;
}

static void a_number_that_is_not_told_is_declined(void **state)
{
	(void)state;
	world_open(ask_number, NULL);
	delegate();
	happens(EVENT("field", "{s:s, s:b}", "field", "passenger.phone", "declined", 1));
	assert_string_equal(last_note(), "declined");
}

/* ---- modes ---- */

static void in_mid_question_the_bot_says_what_the_agent_had_not_sent(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	happens(EVENT("mode", "{s:s, s:s}", "party", "caller", "mode", "bot"));
	assert_int_equal(said_to(ROLE_CALLER, "괜찮으실까요"), 1);
	assert_int_not_equal(w.c->consents[0].served_at_ms, 0);
	happens(EVENT("mode", "{s:s, s:s}", "party", "caller", "mode", "assist"));
	happens(press(ROLE_CALLER, "yes"));
	assert_string_equal(w.c->consents[0].state, "granted");
	refused(EVENT("mode", "{s:s, s:s}", "party", "caller", "mode", "auto"), E_INPUT, "mode");
	refused(EVENT("mode", "{s:s}", "mode", "bot"), E_INPUT, "party");
}

static void the_bot_does_not_say_what_the_gate_no_longer_allows(void **state)
{
	(void)state;
	world_open(reach_passenger, NULL);
	delegate();
	consent_suspend(w.c, ROLE_CALLER);
	happens(EVENT("mode", "{s:s, s:s}", "party", "passenger", "mode", "bot"));
	assert_int_equal(said_to(ROLE_PASSENGER, ""), 0);
	w.c->consents[0].suspended = false;
}

static void a_statement_that_lay_open_is_said_by_the_bot_and_the_flow_goes_on(void **state)
{
	(void)state;
	world_open("local s = caller:suggest(say.wrong_person)\n"
	           "case:note(s.state)\n"
	           "caller:suggest(say.withdrawal_done)\n"
	           "case:wait(hours(9))\n",
	           NULL);
	happens(EVENT("mode", "{s:s, s:s}", "party", "caller", "mode", "bot"));
	assert_string_equal(last_note(), "sent");
	assert_int_equal(said_to(ROLE_CALLER, "철회해 드렸습니다"), 1);
}

static void the_record_shows_the_words_that_were_shown_last(void **state)
{
	(void)state;
	world_open(ask_delegation, NULL);
	char *edited = xasprintf("%s 천천히 답해 주세요.", delegation_text);
	happens(agent("edit", edited));
	happens(EVENT("mode", "{s:s, s:s}", "party", "caller", "mode", "bot"));
	happens(writes(ROLE_CALLER, "음"));
	assert_int_equal(said_to(ROLE_CALLER, "괜찮으실까요"), 2);
	assert_string_equal(case_text(w.c, w.c->consents[0].notice), delegation_text);
	free(edited);
}

/* ---- marks, notes, the end ---- */

static void closing_ends_offers_and_erases_what_was_provisional(void **state)
{
	(void)state;
	world_open(reach_passenger, "{'parties': {'passenger': {'phone': '010-5555-1234'}}}");
	delegate();
	happens(words(ROLE_PASSENGER, "안녕하세요", NULL));
	happens(EVENT("close", "{s:s}", "outcome", "by_hand"));
	assert_ended("by_hand");
	assert_string_equal(newest_suggestion()->state, "ended");
	assert_null(case_text(w.c, w.c->parties[ROLE_PASSENGER].phone));
	assert_non_null(case_text(w.c, w.c->parties[ROLE_CALLER].phone));
	assert_non_null(case_text(w.c, w.c->consents[0].notice));
}

int main(void)
{
#define T(name) cmocka_unit_test_teardown(name, world_end)
	const struct CMUnitTest tests[] = {
		T(a_party_that_was_never_allowed_hears_nothing_from_the_agent),
		T(an_override_needs_a_name_and_never_lifts_the_rule_of_contact),
		T(an_override_where_none_is_needed_is_not_called_one),
		T(an_api_client_overrides_and_attests_only_in_the_name_of_a_person),
		T(what_words_tell_goes_with_them_to_the_outbox),
		T(a_suggestion_is_used_once),
		T(a_suggestion_needs_an_act_that_is_one),
		T(a_suggestion_whose_time_is_over_is_not_sent_even_before_the_timer_rang),
		T(a_notice_whose_legal_item_is_cut_is_refused_and_stays_offered),
		T(what_a_notice_says_in_law_is_shown_and_recorded_in_its_own_words),
		T(a_notice_edited_to_name_another_person_or_matter_is_refused),
		T(an_edit_that_gives_the_case_away_is_refused_and_stays_offered),
		T(sending_or_reading_out_what_the_gate_no_longer_allows_is_refused),
		T(skipping_a_question_leaves_it_unanswered),
		T(a_question_asked_by_telephone_stays_open_and_its_answer_counts),
		T(what_is_no_plain_question_cannot_have_been_asked_in_own_words),
		T(why_something_was_skipped_is_a_value_of_that_person),
		T(skipping_the_second_asking_leaves_the_question_open),
		T(what_the_agent_posted_himself_is_recorded_as_shown_at_his_desk_and_sent_no_second_time),
		T(what_the_agent_posted_passes_as_an_edit_does),
		T(a_statement_ends_its_wait_as_it_was_spoken),
		T(a_spoken_answer_is_recorded_with_who_attests_how_and_the_words),
		T(a_written_answer_to_a_question_that_was_not_sent_is_refused),
		T(an_attestation_without_name_answer_or_method_is_refused),
		T(an_attestation_behind_the_end_of_the_question_is_refused),
		T(an_attested_unclear_answer_to_a_consent_is_asked_again),
		T(a_number_is_taken_only_while_it_is_asked_for),
		T(what_is_no_number_is_refused),
		T(without_delegation_a_number_is_not_kept),
		T(a_number_that_is_not_told_is_declined),
		T(in_mid_question_the_bot_says_what_the_agent_had_not_sent),
		T(the_bot_does_not_say_what_the_gate_no_longer_allows),
		T(a_statement_that_lay_open_is_said_by_the_bot_and_the_flow_goes_on),
		T(the_record_shows_the_words_that_were_shown_last),
		T(closing_ends_offers_and_erases_what_was_provisional),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
