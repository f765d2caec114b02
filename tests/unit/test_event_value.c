/* A phrase that lacks a value asks an agent for it, and goes on with it as if it had been there. */
#include "case_world.h"

#include "channel.h"

static const char confirms[] = "local r = caller:confirm(say.caller_identity)\n"
			       "case:note('became ' .. r.state)\n"
			       "case:wait(hours(1000))\n";

static const struct wait *lacking(void)
{
	for (size_t i = 0; i < w.c->waits_count; i++)
		if (w.c->waits[i].missing && !w.c->waits[i].outcome)
			return &w.c->waits[i];
	return NULL;
}

static enum err_code tell(const char *name, const char *value)
{
	return EVENT("field", "{s:s, s:s}", "field", name, "value", value);
}

static const char *newest_note(void)
{
	const json_t *all = w.c->notes;
	return case_text(w.c,
	                 json_object_get(json_array_get(all, json_array_size(all) - 1), "text"));
}

static const struct suggestion *offered(void)
{
	const struct suggestion *s =
		w.c->suggestions_count ? &w.c->suggestions[w.c->suggestions_count - 1] : NULL;
	return s && !strcmp(s->state, "offered") ? s : NULL;
}

static void a_question_waits_for_what_its_words_lack_and_is_offered_with_it(void **state)
{
	(void)state;
	world_open(confirms, "{'facts': {'trip_date': null, 'origin': null}}");
	assert_int_equal(w.c->status, CASE_OPEN);
	assert_non_null(lacking());
	assert_null(offered());
	assert_int_equal(json_array_size(lacking()->missing), 2);
	happens(tell("trip_date", "2026-11-20"));
	assert_non_null(lacking());
	happens(tell("origin", "역삼역"));
	assert_null(lacking());
	assert_non_null(strstr(case_text(w.c, offered()->text), "11월 20일 역삼역에서"));
}

static void what_it_cannot_be_is_refused_at_the_value(void **state)
{
	(void)state;
	world_open(confirms, "{'facts': {'trip_date': null, 'agent_name': null}}");
	assert_int_equal(tell("trip_date", "2026-02-30"), E_INPUT);
	assert_non_null(strstr(w.refused.text, "value: expected a day that exists"));
	assert_int_equal(tell("agent_name", "010-1234-5678"), E_INPUT);
	assert_int_equal(tell("agent_name", "강남역 김하나"), E_INPUT); /* said to everybody */
	assert_int_equal(tell("origin", "역삼역"), E_CONFLICT);         /* known, and not asked */
	assert_int_equal(tell("topic", "accident"), E_CONFLICT);
}

static void a_question_that_nobody_could_read_has_no_answer(void **state)
{
	(void)state;
	world_open(confirms, "{'facts': {'origin': null}}");
	assert_int_equal(EVENT("attest", "{s:s, s:s, s:s}", "question", "q1", "answer", "yes",
	                       "method", "phone"),
	                 E_CONFLICT);
	assert_non_null(strstr(w.refused.text, "lack a value"));
	happens(EVENT("message", "{s:s, s:s}", "party", "caller", "text", "네"));
	assert_non_null(lacking());
}

static void what_nobody_knows_ends_the_step_as_a_skip_does(void **state)
{
	(void)state;
	world_open(confirms, "{'facts': {'origin': null}}");
	happens(EVENT("field", "{s:s, s:b}", "field", "origin", "declined", 1));
	assert_string_equal(newest_note(), "became unanswered");
}

static void it_is_waited_for_as_long_as_for_the_step(void **state)
{
	(void)state;
	world_open(confirms, "{'facts': {'origin': null}}");
	pass(2 * HOUR);
	assert_string_equal(newest_note(), "became unanswered");
}

static void what_the_bot_says_itself_waits_too_and_is_said_once(void **state)
{
	(void)state;
	world_open("local r = caller:say(say.consult_opening)\n"
	           "case:note('became ' .. r.state)\ncase:wait(hours(1000))\n",
	           "{'facts': {'trip_date': null}, 'parties': {'caller': {'mode': 'bot'}}}");
	assert_non_null(lacking());
	assert_int_equal(w.c->messages_count, 0);
	happens(tell("trip_date", "2026-11-20"));
	assert_int_equal(w.c->messages_count, 1);
	assert_string_equal(newest_note(), "became queued");
}

static void what_only_the_flow_knows_is_its_mistake_as_ever(void **state)
{
	(void)state;
	world_open("caller:confirm(say.caller_inquiry)\n", "{'facts': {'origin': null}}");
	assert_parked("{third_party} is not filled");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_teardown(name, world_end)
		T(a_question_waits_for_what_its_words_lack_and_is_offered_with_it),
		T(what_it_cannot_be_is_refused_at_the_value),
		T(a_question_that_nobody_could_read_has_no_answer),
		T(what_nobody_knows_ends_the_step_as_a_skip_does),
		T(it_is_waited_for_as_long_as_for_the_step),
		T(what_the_bot_says_itself_waits_too_and_is_said_once),
		T(what_only_the_flow_knows_is_its_mistake_as_ever),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
