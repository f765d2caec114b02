/* A question that did not come to its reader is not answered: what is held, under way, given up, or lacks a
 * piece. */
#include "case_world.h"

#include "channel.h"

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

static const char on_chat[] = "{'parties': {'caller': {'platform': 'chat', 'mode': 'bot'}}}";

/* All that is on its way ends so: "sent", "dead". */
static void messages_end(const char *state)
{
	for (size_t i = 0; i < w.c->messages_count; i++)
		if (!strcmp(w.c->messages[i].delivery, "queued"))
			happens(EVENT("delivery", "{s:s, s:s}", "key", w.c->messages[i].key,
			              "state", state));
}

static void a_number_answers_what_the_person_has_seen_though_more_was_held_for_him(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'talk', 'mode': 'bot'}}}");
	w.speaks_for[0] = "talk";
	happens(EVENT("session", "{s:s, s:b}", "party", "caller", "open", 1));
	messages_end("sent");
	w.c->parties[ROLE_CALLER].session = false; /* a session that we do not know of */
	happens(EVENT("words", "{s:s, s:s}", "party", "caller", "text", "천천히 답하셔도 됩니다."));
	assert_int_equal(w.c->held_count, 1);
	happens(writes(ROLE_CALLER, "1"));
	const struct consent *k = &w.c->consents[0];
	assert_string_equal(k->state, "granted");
	const json_t *evidence = k->history[k->history_count - 1].evidence;
	const char *id = json_string_value(json_object_get(evidence, "message"));
	for (size_t i = 0; i < w.c->messages_count; i++)
		if (!strcmp(w.c->messages[i].id, id))
			assert_string_equal(w.c->messages[i].from, "party");
	w.c->parties[ROLE_CALLER].session = true; /* as the records have it */
}

static void words_of_before_the_question_was_shown(const char *text)
{
	struct err e = { 0 };
	world_channels = &channels;
	w.understand = understand_new(&e);
	happens(writes(ROLE_CALLER, text));
	understand_free(w.understand);
	w.understand = NULL;
}

static void a_yes_is_none_to_what_was_held_until_it_came(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, "{'parties': {'caller': {'platform': 'talk', 'mode': 'bot'}}}");
	w.speaks_for[0] = "talk";
	assert_int_equal(w.c->held_count, 1);
	words_of_before_the_question_was_shown("네 동의합니다");
	assert_int_equal(w.c->held_count, 0);
	assert_int_equal(question_to(ROLE_CALLER)->served_at_ms, w.now_ms);
	assert_string_equal(w.c->consents[0].state, "requested");
	assert_false(question_to(ROLE_CALLER)->unclear);
	messages_end("sent");
	words_of_before_the_question_was_shown("네 동의합니다");
	assert_string_equal(w.c->consents[0].state, "granted");
}

static void
a_yes_is_unclear_while_the_question_has_not_come_when_it_never_will_or_in_doubt(void **state)
{
	static const char *const ends[] = { NULL, "dead", "unknown" };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		world_channels = &channels;
		world_open(ask_delegation, on_chat);
		w.speaks_for[0] = "chat";
		if (ends[i])
			messages_end(ends[i]);
		words_of_before_the_question_was_shown("네 동의합니다");
		assert_string_equal(w.c->consents[0].state, "requested");
		assert_true(question_to(ROLE_CALLER)->unclear);
		messages_end("sent"); /* it was asked again */
		words_of_before_the_question_was_shown("네 동의합니다");
		assert_string_equal(w.c->consents[0].state, "granted");
		if (i + 1 < COUNT_OF(ends))
			world_end(state);
	}
}

static void a_yes_that_was_written_before_the_question_came_is_unclear(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(ask_delegation, on_chat);
	w.speaks_for[0] = "chat";
	w.now_ms += MINUTE;
	messages_end("sent");
	w.sent_at_ms = w.now_ms - 1;
	words_of_before_the_question_was_shown("네 동의합니다");
	assert_string_equal(w.c->consents[0].state, "requested");
	w.sent_at_ms = w.now_ms;
	words_of_before_the_question_was_shown("네 동의합니다");
	assert_string_equal(w.c->consents[0].state, "granted");
}

static void a_press_proves_that_its_message_came_but_not_the_pieces_before_it(void **state)
{
	(void)state;
	for (int lost = 0; lost <= 1; lost++) {
		world_channels = &channels;
		world_open(ask_delegation, on_chat);
		w.speaks_for[0] = "chat";
		assert_true(w.c->messages_count > 1);
		happens(EVENT("delivery", "{s:s, s:s}", "key", w.c->messages[0].key, "state",
		              lost ? "dead" : "sent"));
		for (size_t i = 1; i + 1 < w.c->messages_count; i++)
			happens(EVENT("delivery", "{s:s, s:s}", "key", w.c->messages[i].key,
			              "state", "sent"));
		happens(press(ROLE_CALLER, "yes"));
		assert_string_equal(w.c->consents[0].state, lost ? "requested" : "granted");
		if (!lost)
			world_end(state);
	}
	assert_true(question_to(ROLE_CALLER)->unclear); /* and all of it is said again */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_teardown(name, world_end)
		T(a_number_answers_what_the_person_has_seen_though_more_was_held_for_him),
		T(a_yes_is_none_to_what_was_held_until_it_came),
		T(a_yes_is_unclear_while_the_question_has_not_come_when_it_never_will_or_in_doubt),
		T(a_yes_that_was_written_before_the_question_came_is_unclear),
		T(a_press_proves_that_its_message_came_but_not_the_pieces_before_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
