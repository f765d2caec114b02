/* Where people are, and when one can write to them: sessions, invitations by telephone, who answers, and what an
 * agent writes on the platform himself. */
#include "case_world.h"

#include "channel.h"
#include "crypto.h"

static const struct channel talk[] = {
	{ .name = "talk", .text_max = 1000, .typed = true, .sessions = true, .invite = "sms" },
	{ .name = "chat", .text_max = 60, .typed = true },
};
static const struct channels channels = { .list = talk,
	                                  .count = COUNT_OF(talk),
	                                  .people_on = "talk" };

static const char ask_delegation[] =
	"local d = caller:consent(say.delegation, { delegate = passenger })\n"
	"case:note('state ' .. d.state)\n"
	"case:wait(hours(100))\n";

/* To the passenger, who has a number and whom the caller allowed us to reach. */
static const char ask_passenger[] =
	"caller:consent(say.delegation, { delegate = passenger })\n"
	"local r = passenger:confirm(say.delegate_identity, { third_party = passenger })\n"
	"case:note('state ' .. r.state)\n"
	"case:wait(hours(100))\n";

static const char by_phone[] =
	"{'parties': {'caller': {'platform': 'talk', 'address': 'u-caller', 'mode': 'bot'},"
	" 'passenger': {'phone': '010-2222-3333', 'platform': 'talk', 'mode': 'bot'}}}";

static const char *last_note(void)
{
	size_t n = json_array_size(w.c->notes);
	return n ? case_text(w.c, json_object_get(json_array_get(w.c->notes, n - 1), "text")) : "";
}

static json_t *newest_out(void)
{
	return json_array_get(w.outs, json_array_size(w.outs) - 1);
}

static const char *out_text(const json_t *effect, const char *key)
{
	return case_text(w.c, json_object_get(effect, key));
}

/* All that is on its way ends so: "sent", "dead". */
static void messages_end(const char *state)
{
	for (size_t i = 0; i < w.c->messages_count; i++)
		if (!strcmp(w.c->messages[i].delivery, "queued"))
			happens(EVENT("delivery", "{s:s, s:s}", "key", w.c->messages[i].key,
			              "state", state));
}

static void open_by_phone(void)
{
	world_channels = &channels;
	world_open(ask_passenger, by_phone);
	w.speaks_for[0] = "talk";
	happens(press(ROLE_CALLER, "yes"));
}

static void who_is_not_in_a_session_is_invited_once_and_asked_when_he_comes(void **state)
{
	(void)state;
	open_by_phone();
	assert_int_equal(w.c->held_count, 1);
	assert_int_equal(question_to(ROLE_PASSENGER)->served_at_ms, 0);
	const json_t *invite = newest_out();
	assert_string_equal(out_text(invite, "kind"), "invite");
	assert_string_equal(out_text(invite, "phone"), "010-2222-3333");
	assert_int_equal(strspn(out_text(invite, "token"), "abcdefghijklmnopqrstuvwxyz0123456789_"),
	                 strlen(out_text(invite, "token")));
	assert_true(strlen(out_text(invite, "token")) <= 50);
	w.now_ms += MINUTE;
	happens(EVENT("reached", "{s:s, s:s}", "party", "passenger", "address", "u-passenger"));
	assert_int_equal(w.c->held_count, 0);
	assert_int_equal(question_to(ROLE_PASSENGER)->served_at_ms, w.now_ms);
	assert_string_equal(out_text(newest_out(), "kind"), "message");
	assert_string_equal(out_text(newest_out(), "address"), "u-passenger");
	happens(press(ROLE_PASSENGER, "yes"));
	assert_string_equal(last_note(), "state yes");
}

static void an_answer_before_the_question_was_shown_is_none(void **state)
{
	(void)state;
	open_by_phone();
	happens(press(ROLE_PASSENGER, "yes"));
	assert_null(question_to(ROLE_PASSENGER)->outcome);
}

static void a_second_user_of_the_same_invitation_is_only_noted(void **state)
{
	(void)state;
	open_by_phone();
	happens(EVENT("reached", "{s:s, s:s}", "party", "passenger", "address", "u-passenger"));
	size_t outs = json_array_size(w.outs);
	happens(EVENT("reached", "{s:s, s:s}", "party", "passenger", "address", "u-stranger"));
	assert_string_equal(case_text(w.c, w.c->parties[ROLE_PASSENGER].address), "u-passenger");
	assert_non_null(strstr(last_note(), "다른 사용자"));
	assert_int_equal(json_array_size(w.outs), outs);
}

static void nobody_is_two_parties_of_a_case(void **state)
{
	(void)state;
	open_by_phone();
	size_t outs = json_array_size(w.outs);
	happens(EVENT("reached", "{s:s, s:s}", "party", "passenger", "address", "u-caller"));
	assert_null(w.c->parties[ROLE_PASSENGER].address);
	assert_int_equal(json_array_size(w.outs), outs);
	assert_non_null(strstr(last_note(), "호출자"));
	happens(EVENT("reached", "{s:s, s:s}", "party", "passenger", "address", "u-passenger"));
	happens(EVENT("moved", "{s:s, s:s}", "party", "passenger", "to", "u-caller"));
	assert_string_equal(case_text(w.c, w.c->parties[ROLE_PASSENGER].address), "u-passenger");
}

static void what_waits_too_long_for_its_reader_is_never_said(void **state)
{
	(void)state;
	open_by_phone();
	pass(3 * HOUR);
	assert_string_equal(last_note(), "state unanswered");
	size_t outs = json_array_size(w.outs);
	happens(EVENT("reached", "{s:s, s:s}", "party", "passenger", "address", "u-passenger"));
	assert_int_equal(json_array_size(w.outs), outs);
	assert_int_equal(w.c->held_count, 0);
}

static void a_withdrawal_keeps_what_is_held_from_being_said(void **state)
{
	(void)state;
	open_by_phone();
	happens(marks(ROLE_CALLER, "withdrawal"));
	size_t outs = json_array_size(w.outs);
	happens(EVENT("reached", "{s:s, s:s}", "party", "passenger", "address", "u-passenger"));
	assert_int_equal(json_array_size(w.outs), outs);
}

static void a_session_that_ends_leaves_the_question_without_an_answer(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, by_phone);
	w.speaks_for[0] = "talk";
	happens(EVENT("session", "{s:s, s:b}", "party", "caller", "open", 0));
	assert_string_equal(w.c->consents[0].state, "unanswered");
	assert_string_equal(last_note(), "state unanswered");
	const json_t *evidence =
		w.c->consents[0].history[w.c->consents[0].history_count - 1].evidence;
	assert_string_equal(json_string_value(json_object_get(evidence, "kind")), "session_ended");
}

static void who_writes_has_a_session(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open("caller:say(say.cannot_consult)\ncase:wait(hours(100))\n",
	           "{'parties': {'caller': {'platform': 'talk', 'mode': 'bot'}}}");
	w.speaks_for[0] = "talk";
	assert_int_equal(w.c->held_count, 1);
	assert_int_equal(json_array_size(w.outs), 1); /* the invitation */
	happens(writes(ROLE_CALLER, "여보세요"));
	assert_int_equal(w.c->held_count, 0);
	assert_int_equal(json_array_size(w.outs), 2);
}

static void only_the_platform_itself_says_where_a_person_is(void **state)
{
	(void)state;
	open_by_phone();
	w.speaks_for[0] = "chat";
	refused(EVENT("reached", "{s:s, s:s}", "party", "passenger", "address", "u-x"), E_FORBIDDEN,
	        "speaks_for");
	refused(EVENT("session", "{s:s, s:b}", "party", "caller", "open", 0), E_FORBIDDEN,
	        "speaks_for");
	refused(EVENT("control", "{s:s, s:s}", "party", "caller", "holder", "us"), E_FORBIDDEN,
	        "speaks_for");
	refused(EVENT("agent_message", "{s:s, s:s}", "party", "caller", "text", "네"), E_FORBIDDEN,
	        "speaks_for");
	w.speaks_for[0] = "talk";
	refused(EVENT("session", "{s:s, s:s}", "party", "caller", "open", "no"), E_INPUT, "open:");
	refused(EVENT("control", "{s:s, s:s}", "party", "caller", "holder", "me"), E_INPUT,
	        "holder:");
}

/* ---- pieces and typed answers ---- */

static const char on_chat[] = "{'parties': {'caller': {'platform': 'chat', 'mode': 'bot'}}}";

static void the_record_holds_the_notice_as_the_channel_cut_it(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, on_chat);
	const struct consent *k = &w.c->consents[0];
	const char *notice = case_text(w.c, k->notice);
	assert_non_null(strstr(notice, "(1/"));
	assert_non_null(strstr(notice, "\n1. "));
	assert_true(json_array_size(w.outs) > 1);
	struct buf shown = { 0 };
	for (size_t i = 0; i < json_array_size(w.outs); i++) {
		const json_t *out = json_array_get(w.outs, i);
		bool last = i + 1 == json_array_size(w.outs);
		buf_addf(&shown, "%s%s", i ? "\n\n" : "", out_text(out, "text"));
		assert_int_equal(json_array_size(json_object_get(out, "buttons")), last ? 2 : 0);
	}
	assert_string_equal(shown.data, notice);
	char hex[SHA256_HEX];
	crypto_sha256_hex(notice, strlen(notice), hex);
	assert_string_equal(k->notice_hash, hex);
	const json_t *evidence = k->history[k->history_count - 1].evidence;
	assert_int_equal(json_array_size(json_object_get(evidence, "messages")),
	                 json_array_size(w.outs));
	buf_free(&shown);
}

static void one_and_two_answer_the_question_that_they_stand_below(void **state)
{
	(void)state;
	for (int yes = 0; yes <= 1; yes++) {
		world_channels = &channels;
		world_open(ask_delegation, on_chat);
		w.speaks_for[0] = "chat";
		messages_end("sent");
		happens(writes(ROLE_CALLER, yes ? "1번" : "２"));
		assert_string_equal(w.c->consents[0].state, yes ? "granted" : "denied");
		const struct consent *k = &w.c->consents[0];
		const json_t *evidence = k->history[k->history_count - 1].evidence;
		assert_string_equal(json_string_value(json_object_get(evidence, "choice")),
		                    yes ? "yes" : "no");
		if (!yes)
			world_end(state);
	}
}

static void a_number_behind_another_message_is_no_answer(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, on_chat);
	w.speaks_for[0] = "chat";
	happens(EVENT("words", "{s:s, s:s}", "party", "caller", "text", "몇 분이 타셨나요?"));
	messages_end("sent");
	happens(writes(ROLE_CALLER, "1"));
	assert_string_equal(w.c->consents[0].state, "requested");
}

/* ---- who answers, and agents on the platform ---- */

static const struct channel shared[] = { { .name = "chat", .typed = true, .controls = true } };
static const struct channels shared_channels = { .list = shared,
	                                         .count = 1,
	                                         .people_on = "console" };

static void control_moves_the_case_between_bot_and_agents(void **state)
{
	(void)state;
	world_channels = &shared_channels;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'chat'}}}");
	w.speaks_for[0] = "chat";
	assert_string_equal(newest_suggestion()->state, "offered");
	happens(EVENT("control", "{s:s, s:s}", "party", "caller", "holder", "us"));
	assert_string_equal(newest_suggestion()->state, "sent");
	assert_int_equal(w.c->parties[ROLE_CALLER].mode, MODE_BOT);
	happens(EVENT("control", "{s:s, s:s}", "party", "caller", "holder", "agents"));
	assert_int_equal(w.c->parties[ROLE_CALLER].mode, MODE_ASSIST);
	happens(EVENT("control", "{s:s, s:s}", "party", "caller", "holder", "nobody"));
	assert_int_equal(w.c->parties[ROLE_CALLER].mode, MODE_ASSIST);
}

static void a_suggestion_that_the_agent_sent_on_the_platform_is_served(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'chat'}}}");
	w.speaks_for[0] = "chat";
	w.is_stranger = true;
	char *text = xasprintf("  %s ", case_text(w.c, newest_suggestion()->text));
	happens(EVENT("agent_message", "{s:s, s:s}", "party", "caller", "text", text));
	assert_string_equal(newest_suggestion()->state, "sent");
	assert_int_equal(question_to(ROLE_CALLER)->served_at_ms, w.now_ms);
	assert_string_equal(case_text(w.c, w.c->consents[0].notice), text);
	assert_int_equal(json_array_size(w.outs), 0); /* it has been sent */
	free(text);
}

static void the_same_words_of_before_the_suggestion_do_not_serve_it(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'chat'}}}");
	w.speaks_for[0] = "chat";
	char *text = xstrdup(case_text(w.c, newest_suggestion()->text));
	w.sent_at_ms = w.now_ms - 5 * MINUTE; /* told late */
	happens(EVENT("agent_message", "{s:s, s:s}", "party", "caller", "text", text));
	assert_string_equal(newest_suggestion()->state, "offered");
	assert_int_equal(question_to(ROLE_CALLER)->served_at_ms, 0);
	free(text);
}

static void what_the_agent_told_us_himself_is_not_said_twice(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'chat'}}}");
	w.speaks_for[0] = "chat";
	char *text = xstrdup(case_text(w.c, newest_suggestion()->text));
	happens(agent("posted", text));
	size_t messages = w.c->messages_count;
	int64_t served_at_ms = question_to(ROLE_CALLER)->served_at_ms;
	w.now_ms += MINUTE;
	happens(EVENT("agent_message", "{s:s, s:s}", "party", "caller", "text", text));
	assert_int_equal(w.c->messages_count, messages);
	assert_int_equal(question_to(ROLE_CALLER)->served_at_ms, served_at_ms);
	happens(EVENT("agent_message", "{s:s, s:s}", "party", "caller", "text", "잠시만요"));
	assert_int_equal(w.c->messages_count, messages + 1);
	free(text);
}

static void what_an_agent_must_not_have_said_is_noted(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'chat'},"
	                           " 'passenger': {'platform': 'chat'}}}");
	w.speaks_for[0] = "chat";
	happens(EVENT("agent_message", "{s:s, s:s}", "party", "caller", "text",
	              "강남역에서 타셨지요?"));
	assert_string_equal(last_note(), "");
	happens(EVENT("agent_message", "{s:s, s:s}", "party", "passenger", "text",
	              "강남역에서 타셨지요?"));
	assert_non_null(strstr(last_note(), "동의 없이 보낼 수 없는"));
}

/* ---- what is told to the platform and to the agents' place of work ---- */

static void a_hand_over_by_us_is_told_to_the_platform_and_one_by_the_platform_is_not(void **state)
{
	(void)state;
	world_channels = &shared_channels;
	world_open(ask_delegation,
	           "{'parties': {'caller': {'platform': 'chat', 'address': 'v1', 'mode': 'bot'}}}");
	w.speaks_for[0] = "chat";
	size_t outs = json_array_size(w.outs);
	happens(EVENT("control", "{s:s, s:s}", "party", "caller", "holder", "agents"));
	assert_int_equal(json_array_size(w.outs), outs);
	happens(EVENT("mode", "{s:s, s:s}", "party", "caller", "mode", "bot"));
	assert_string_equal(out_text(newest_out(), "kind"), "control");
	assert_string_equal(out_text(newest_out(), "to"), "us");
	assert_string_equal(out_text(newest_out(), "address"), "v1");
	happens(writes(ROLE_CALLER, "음 글쎄요"));
	happens(writes(ROLE_CALLER, "모르겠어요"));
	assert_string_equal(out_text(newest_out(), "kind"), "control");
	assert_string_equal(out_text(newest_out(), "to"), "agents");
	assert_int_equal(w.c->parties[ROLE_CALLER].mode, MODE_ASSIST);
}

static void the_case_of_a_known_address_is_moved_with_its_person(void **state)
{
	(void)state;
	world_channels = &shared_channels;
	world_open(ask_delegation,
	           "{'parties': {'caller': {'platform': 'chat', 'address': 'v1', 'mode': 'bot'}}}");
	w.speaks_for[0] = "chat";
	happens(EVENT("moved", "{s:s, s:s}", "party", "caller", "to", "v2"));
	assert_string_equal(case_text(w.c, w.c->parties[ROLE_CALLER].address), "v2");
}

static void a_picture_and_the_beginning_of_a_text_are_no_answers(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, on_chat);
	w.speaks_for[0] = "chat";
	happens(EVENT("message", "{s:s, s:s, s:s}", "party", "caller", "text", "네", "file",
	              "image"));
	happens(EVENT("message", "{s:s, s:s, s:s}", "party", "caller", "text", "네 동의합니다",
	              "more", "http://example.test/t.txt"));
	assert_string_equal(w.c->consents[0].state, "requested");
	assert_false(question_to(ROLE_CALLER)->unclear);
}

static void a_label_presses_the_button_of_its_question_and_of_no_other(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, on_chat);
	w.speaks_for[0] = "chat";
	messages_end("sent");
	json_t *id = json_sprintf("q%d", (int)question_to(ROLE_CALLER)->n);
	happens(EVENT("button", "{s:s, s:O, s:s}", "party", "caller", "question", id, "label",
	              "네네"));
	assert_string_equal(w.c->consents[0].state, "requested");
	happens(EVENT(
		"button", "{s:s, s:s, s:s}", "party", "caller", "question", "q99", "label",
		turn_label(&(struct turn){ .c = w.c, .b = w.b }, question_to(ROLE_CALLER), true)));
	assert_string_equal(w.c->consents[0].state, "requested");
	char *label = xstrdup(
		turn_label(&(struct turn){ .c = w.c, .b = w.b }, question_to(ROLE_CALLER), true));
	happens(EVENT("button", "{s:s, s:O, s:s}", "party", "caller", "question", id, "label",
	              label));
	assert_string_equal(w.c->consents[0].state, "granted");
	free(label);
	json_decref(id);
}

static void an_older_session_that_ends_closes_none_that_was_opened_since(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, by_phone);
	w.speaks_for[0] = "talk";
	happens(EVENT("session", "{s:s, s:b, s:s}", "party", "caller", "open", 1, "session", "s2"));
	happens(EVENT("session", "{s:s, s:b, s:s}", "party", "caller", "open", 0, "session", "s1"));
	assert_true(w.c->parties[ROLE_CALLER].session);
	assert_string_equal(w.c->consents[0].state, "requested");
	happens(EVENT("session", "{s:s, s:b, s:s}", "party", "caller", "open", 0, "session", "s2"));
	assert_false(w.c->parties[ROLE_CALLER].session);
	assert_string_equal(w.c->consents[0].state, "unanswered");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_teardown(name, world_end)
		T(who_is_not_in_a_session_is_invited_once_and_asked_when_he_comes),
		T(an_answer_before_the_question_was_shown_is_none),
		T(a_second_user_of_the_same_invitation_is_only_noted),
		T(nobody_is_two_parties_of_a_case),
		T(what_waits_too_long_for_its_reader_is_never_said),
		T(a_withdrawal_keeps_what_is_held_from_being_said),
		T(a_session_that_ends_leaves_the_question_without_an_answer),
		T(who_writes_has_a_session),
		T(only_the_platform_itself_says_where_a_person_is),
		T(the_record_holds_the_notice_as_the_channel_cut_it),
		T(one_and_two_answer_the_question_that_they_stand_below),
		T(a_number_behind_another_message_is_no_answer),
		T(control_moves_the_case_between_bot_and_agents),
		T(a_suggestion_that_the_agent_sent_on_the_platform_is_served),
		T(the_same_words_of_before_the_suggestion_do_not_serve_it),
		T(what_the_agent_told_us_himself_is_not_said_twice),
		T(what_an_agent_must_not_have_said_is_noted),
		T(a_hand_over_by_us_is_told_to_the_platform_and_one_by_the_platform_is_not),
		T(the_case_of_a_known_address_is_moved_with_its_person),
		T(a_picture_and_the_beginning_of_a_text_are_no_answers),
		T(a_label_presses_the_button_of_its_question_and_of_no_other),
		T(an_older_session_that_ends_closes_none_that_was_opened_since),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
