/* What comes from outside and can be typed freely stands in no record and in no row for a platform, but as a value
 * that can be erased: each such member of each event is given a word that is found nowhere else. */
#include "case_world.h"

static const char flow[] =
	"caller:consent(say.delegation, { delegate = passenger })\n"
	"caller:suggest(say.consult_closing)\n"
	"caller:ask('passenger.phone', say.ask_number, { third_party = passenger })\n"
	"case:wait(hours(100))\n";

static const char opening[] =
	"{'facts': {'origin': 'canary-origin', 'destination': 'canary-destination', 'agent_name': "
	"'canary-agent'}, 'parties': {'caller': {'platform': 'chat', 'address': 'canary-address', "
	"'phone': '010-7777-0001'}}}";

/* Whose value this text is; NULL: no value has it. */
static const char *owner(const char *text)
{
	for (size_t i = 0; i < w.c->values_count; i++)
		if (w.c->values[i].text && !strcmp(w.c->values[i].text, text))
			return w.c->values[i].party;
	return NULL;
}

static void assert_nothing_typed_in(json_t *rows)
{
	static const char *const marks[] = { "canary", "010-7777" };
	char *text = json_dumps(rows, JSON_COMPACT);
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		const char *found = strstr(text, marks[i]);
		if (found)
			fail_msg("it is in the rows: %.60s", found);
	}
	free(text);
}

/* Every kind of event with all that can be typed in it, in the name of a person. */
static void everything_is_typed(void)
{
	char *question = xasprintf("q%lld", (long long)question_to(ROLE_CALLER)->n);
	happens(EVENT("attest", "{s:s, s:s, s:s, s:s, s:s}", "question", question, "answer", "yes",
	              "method", "phone", "words", "canary-heard", "by", "x"));
	free(question);
	happens(EVENT("suggestion", "{s:s, s:s, s:s, s:s}", "suggestion", newest_suggestion()->id,
	              "act", "skip", "reason", "canary-skip", "by", "x"));
	happens(EVENT("suggestion", "{s:s, s:s, s:s, s:s}", "suggestion", newest_suggestion()->id,
	              "act", "own_words", "text", "canary-own", "by", "x"));
	happens(EVENT("message", "{s:s, s:s, s:s}", "party", "caller", "text", "canary-said", "by",
	              "x"));
	happens(EVENT("field", "{s:s, s:s, s:s}", "field", "passenger.phone", "value",
	              "010-7777-0002", "by", "x"));
	happens(EVENT("words", "{s:s, s:s, s:s, s:s}", "party", "passenger", "text",
	              "canary-origin 건", "override", "canary-why", "by", "x"));
	happens(EVENT("note", "{s:s, s:s, s:s, s:s}", "text", "canary-note", "by", "x", "party",
	              "canary-nobody", "mode", "canary-mode"));
	happens(EVENT("mode", "{s:s, s:s, s:s}", "party", "caller", "mode", "bot", "by", "x"));
	happens(EVENT("mark", "{s:s, s:s, s:s}", "party", "caller", "mark", "withdrawal", "by",
	              "x"));
	happens(EVENT("close", "{s:s, s:s}", "outcome", "canary-end", "by", "x"));
}

static void nothing_that_was_typed_is_in_a_record_or_a_row(void **state)
{
	static const char *const sources[] = { "console", "api:crm", "hook:crm" };
	for (size_t i = 0; i < COUNT_OF(sources); i++) {
		world_open(flow, opening);
		w.source = sources[i];
		w.who = "canary-who";
		w.speaks_for[0] = "chat";
		everything_is_typed();
		assert_ended("canary-end");
		assert_nothing_typed_in(w.turns);
		assert_nothing_typed_in(w.outs);
		assert_true(json_array_size(w.outs) > 0);
		world_end(state);
	}
}

static void every_value_has_its_owner(void **state)
{
	static const struct {
		const char *text, *owner;
	} values[] = {
		{ "canary-origin", "caller" },       { "canary-destination", "caller" },
		{ "canary-address", "caller" },      { "010-7777-0001", "caller" },
		{ "canary-heard", "caller" },        { "canary-skip", "caller" },
		{ "canary-own", "caller" },          { "canary-said", "caller" },
		{ "canary-agent", VALUE_OF_AGENTS }, { "canary-who", VALUE_OF_AGENTS },
		{ "canary-note", VALUE_OF_CASE },    { "canary-why", VALUE_OF_CASE },
		{ "canary-end", VALUE_OF_CASE },
	};
	(void)state;
	world_open(flow, opening);
	w.who = "canary-who";
	w.speaks_for[0] = "chat";
	everything_is_typed();
	for (size_t i = 0; i < COUNT_OF(values); i++) {
		const char *found = owner(values[i].text);
		assert_string_equal(found ? found : "nobody at all", values[i].owner);
	}
	/* the withdrawal took back what allowed to hold it, and the case is over */
	assert_null(owner("010-7777-0002"));
}

static void a_name_is_kept_once_however_many_records_of_a_turn_hold_it(void **state)
{
	(void)state;
	world_open(flow, NULL);
	char *question = xasprintf("q%lld", (long long)question_to(ROLE_CALLER)->n);
	w.who = "canary-who";
	happens(EVENT("attest", "{s:s, s:s, s:s}", "question", question, "answer", "yes", "method",
	              "phone"));
	size_t found = 0;
	for (size_t i = 0; i < w.c->values_count; i++)
		found += !strcmp(w.c->values[i].text, "canary-who");
	assert_int_equal(found, 1);
	free(question);
}

static void the_name_of_a_client_is_a_code(void **state)
{
	(void)state;
	world_open(flow, NULL);
	size_t values = w.c->values_count;
	w.source = "api:crm";
	w.who = "crm";
	happens(EVENT("mode", "{s:s, s:s}", "party", "passenger", "mode", "assist"));
	assert_int_equal(w.c->values_count, values);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_teardown(name, world_end)
		T(nothing_that_was_typed_is_in_a_record_or_a_row),
		T(every_value_has_its_owner),
		T(a_name_is_kept_once_however_many_records_of_a_turn_hold_it),
		T(the_name_of_a_client_is_a_code),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
