/* Which flow fits a case, with reasons that an agent can read; and which facts a case may have at all. */
#include "base.h"
#include "bundle.h"
#include "bundle_case.h"
#include "case.h"
#include "facts.h"
#include "findings.h"
#include "phrase.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct flow_set *load(const char *dir)
{
	struct err e = { 0 };
	struct flow_set *s = flow_set_load(dir, &e);
	if (!s)
		fail_msg("%s: %s", dir, e.text);
	return s;
}

static void add_flow(const char *dir, const char *name, const char *opens)
{
	char *folder = xasprintf("%s/%s", dir, name), *file = xasprintf("%s/flow.lua", name);
	char *source = xasprintf("return flow { title = \"둘째\", opens = %s, "
	                         "run = function(case) end }",
	                         opens);
	assert_int_equal(mkdir(folder, 0700), 0);
	bundle_case_put(dir, file, source, strlen(source));
	free(source);
	free(file);
	free(folder);
}

/* The base case with a second flow beside it. */
static char *two_flows(const char *opens)
{
	char *dir = bundle_case_make("base");
	add_flow(dir, "second", opens);
	return dir;
}

static struct flow_set *load_two(const char *opens)
{
	char *dir = two_flows(opens);
	struct flow_set *s = load(dir);
	bundle_case_drop(dir);
	return s;
}

static json_t *object(const char *text)
{
	json_t *v = json_loads(text, JSON_DECODE_ANY, NULL);
	if (!v)
		fail_msg("not JSON: %s", text);
	return v;
}

/* flow: which one must be chosen, NULL: none. why: what the reason of each must be, NULL: do not look. */
static void expect_choice(struct flow_set *s, const char *facts_text, const char *flow,
                          const char *const *why)
{
	json_t *facts = object(facts_text), *reasons = NULL;
	struct bundle *b = flow_set_choose(s, facts, &reasons);
	assert_int_equal(json_array_size(reasons), flow_set_count(s));
	if (!b != !flow || (b && strcmp(bundle_flow(b), flow) != 0))
		fail_msg("%s: chose %s", facts_text, b ? bundle_flow(b) : "none");
	for (size_t i = 0; i < json_array_size(reasons); i++) {
		json_t *r = json_array_get(reasons, i);
		const char *is = json_string_value(json_object_get(r, "why"));
		assert_string_equal(json_string_value(json_object_get(r, "flow")),
		                    bundle_flow(flow_set_at(s, i)));
		assert_string_equal(json_string_value(json_object_get(r, "title")),
		                    bundle_title(flow_set_at(s, i)));
		if (why)
			assert_string_equal(is, why[i]);
	}
	json_decref(reasons);
	json_decref(facts);
}

static const char fits[] = "여는 조건이 모두 맞습니다.";

/* ---- loading ---- */

static void flows_are_loaded_in_the_order_of_their_names(void **state)
{
	(void)state;
	static const char *const made[] = { "m", "z", "a", "p", "c", "x", "b" };
	static const char *const names[] = { "a", "b", "c", "fare", "m", "p", "x", "z" };
	char *dir = bundle_case_make("base");
	for (size_t i = 0; i < COUNT_OF(made); i++)
		add_flow(dir, made[i], "{}");
	struct flow_set *s = load(dir);
	assert_int_equal(flow_set_count(s), COUNT_OF(names));
	for (size_t i = 0; i < COUNT_OF(names); i++)
		assert_string_equal(bundle_flow(flow_set_at(s, i)), names[i]);
	assert_null(flow_set_at(s, COUNT_OF(names)));
	assert_ptr_equal(flow_set_get(s, "fare"), flow_set_at(s, 3));
	assert_null(flow_set_get(s, "third"));
	flow_set_free(s);
	flow_set_free(NULL);
	bundle_case_drop(dir);
}

static void one_flow_that_does_not_load_refuses_them_all(void **state)
{
	(void)state;
	struct err e = { 0 };
	char *dir = two_flows("{ weather = \"rain\" }");
	assert_null(flow_set_load(dir, &e));
	assert_int_equal(e.code, E_FLOW);
	assert_non_null(strstr(e.text, "second/flow.lua:1: opens: unknown key 'weather'"));
	bundle_case_drop(dir);
}

static void a_directory_without_flows_says_what_to_do(void **state)
{
	(void)state;
	struct err e = { 0 };
	assert_null(flow_set_load("/nonexistent", &e));
	assert_int_equal(e.code, E_CONFIG);
	assert_non_null(strstr(e.text, "--flows"));
	memset(&e, 0, sizeof e);
	assert_null(flow_set_load("docs", &e));
	assert_int_equal(e.code, E_CONFIG);
	assert_non_null(strstr(e.text, "a flow is a folder with a flow.lua"));
}

static void the_flows_of_the_guide_all_load(void **state)
{
	(void)state;
	struct flow_set *s = load("flows");
	assert_int_equal(flow_set_count(s), 6);
	flow_set_free(s);
}

/* Guide 2), case 1 to 4. */
static void each_case_of_the_guide_opens_its_flow(void **state)
{
	(void)state;
	struct flow_set *s = load("flows");
	expect_choice(s,
	              "{\"topic\":\"fare\",\"caller_is_passenger\":false,"
	              "\"booked_for_other\":false}",
	              "passenger", NULL);
	expect_choice(s, "{\"topic\":\"accident\",\"inbound\":\"vehicle_owner\"}", "vehicle_owner",
	              NULL);
	expect_choice(s,
	              "{\"topic\":\"harassment\",\"caller_is_passenger\":true,"
	              "\"booked_for_other\":false}",
	              "spouse", NULL);
	expect_choice(s,
	              "{\"topic\":\"fare\",\"caller_is_passenger\":false,"
	              "\"booked_for_other\":true}",
	              "booked_for_other", NULL);
	expect_choice(s, "{\"topic\":\"fare\"}", NULL, NULL);
	flow_set_free(s);
}

/* ---- choosing ---- */

static void exactly_one_fitting_flow_is_chosen(void **state)
{
	(void)state;
	struct flow_set *s = load_two("{ inbound = \"passenger\" }");
	const char *const why[] = {
		fits, "먼저 문의한 사람이 없는데 이 흐름은 탑승자분이 먼저 문의한 경우만 다룹니다."
	};
	expect_choice(s, "{\"topic\":\"fare\",\"booked_for_other\":false}", "fare", why);
	expect_choice(s, "{\"topic\":\"fare\",\"booked_for_other\":false,\"inbound\":\"none\"}",
	              "fare", why);
	expect_choice(s, "{\"topic\":\"fare\",\"booked_for_other\":false,\"inbound\":null}", "fare",
	              why);
	expect_choice(s, "{\"topic\":\"fare\",\"inbound\":\"passenger\"}", "second", NULL);
	flow_set_free(s);
}

static void several_or_none_are_left_to_the_agent_with_reasons(void **state)
{
	(void)state;
	struct flow_set *s = load_two("{ topic = \"accident\" }");
	const char *const both[] = { fits, fits };
	const char *const none[] = {
		"대신 불러주기를 썼는데 이 흐름은 대신 불러주기를 쓰지 않은 경우만 다룹니다.",
		"주제가 요금조정인데 이 흐름은 사고만 다룹니다.",
	};
	const char *const unknown[] = {
		"주제를 아직 모르는데 이 흐름은 요금조정, 사고만 다룹니다. "
		"대신 불러주기를 썼는지 아직 모르는데 이 흐름은 대신 불러주기를 쓰지 않은 경우만 "
		"다룹니다. 먼저 문의한 사람이 배우자분인데 이 흐름은 먼저 문의한 사람이 없는 경우, "
		"호출자분이 먼저 문의한 경우만 다룹니다.",
		"주제를 아직 모르는데 이 흐름은 사고만 다룹니다.",
	};
	expect_choice(s, "{\"topic\":\"accident\",\"booked_for_other\":false}", NULL, both);
	expect_choice(s, "{\"topic\":\"fare\",\"booked_for_other\":true}", NULL, none);
	expect_choice(s, "{\"inbound\":\"spouse\"}", NULL, unknown);
	flow_set_free(s);
}

/* ---- facts ---- */

static const char good_facts[] =
	"{\"topic\":\"fare\",\"trip_date\":\"2024-02-29\",\"origin\":\"강남역 1번 출구\","
	"\"destination\":\"판교역\",\"agent_name\":\"김하나\",\"caller_is_passenger\":false,"
	"\"booked_for_other\":true,\"inbound\":\"passenger\"}";
static const char good_parties[] =
	"{\"caller\":{\"member\":true,\"phone\":\"010-1234-5678\",\"platform\":\"console\","
	"\"address\":\"고객 1\",\"mode\":\"assist\"},"
	"\"passenger\":{\"member\":false,\"phone\":\"+821012345678\",\"mode\":\"bot\"}}";

static void a_whole_case_and_a_bare_one_are_accepted(void **state)
{
	(void)state;
	static const char *const cases[][2] = {
		{ good_facts, good_parties },
		{ "{\"topic\":\"accident\"}", "{\"caller\":{\"member\":true}}" },
		{ "{\"topic\":\"accident\",\"inbound\":\"none\"}",
		  "{\"caller\":{\"member\":true}}" },
	};
	struct flow_set *s = load_two("{}");
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct err e = { 0 };
		json_t *facts = object(cases[i][0]), *parties = object(cases[i][1]);
		if (facts_check(s, facts, parties, &e))
			fail_msg("%s", e.text);
		json_decref(facts);
		json_decref(parties);
	}
	flow_set_free(s);
}

static void a_name_with_a_few_digits_or_of_digit_syllables_is_a_name(void **state)
{
	static const char *const names[] = { "김하나", "이일구 상담사", "상담사 12-345", "Kim H. 7",
		                             "구 오 사 팀" };
	struct err e = { 0 };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (facts_check_name(names[i], &e))
			fail_msg("%s: %s", names[i], e.text);
}

/* Each row: where in the case (facts or a party), key, value (NULL: taken out), the error. */
static const struct wrong {
	const char *at, *key, *value, *error;
} wrongs[] = {
	{ "facts", "topic", NULL, "facts.topic: is missing" },
	{ "facts", "topic", "\"fares\"",
	  "facts.topic: unknown topic 'fares': did you mean 'fare'?" },
	{ "facts", "topic", "1", "facts.topic: expected a topic code" },
	{ "facts", "agent_name", "\"강남역 담당 김하나\"",
	  "facts.agent_name: is said to third parties too, and holds a date or place" },
	{ "facts", "agent_name", "\"김하나 (판교 역)\"", "holds a date or place" },
	{ "facts", "agent_name", "\"이월이십구일 김하나\"", "holds a date or place" },
	{ "facts", "agent_name", "\"요금 조정팀 김하나\"", "holds the topic" },
	{ "facts", "agent_name", "\"김하나 010-1234-5678\"",
	  "facts.agent_name: is said to everybody" },
	{ "facts", "agent_name", "\"김하나 공일공 일이삼사\"", "is said to everybody" },
	{ "facts", "agent_name", "\"１２３ 4567\"", "is said to everybody" },
	{ "facts", "agent_name", "\"김\\n하나\"", "control characters" },
	{ "facts", "agent_name", "\" \"", "is empty" },
	{ "facts", "agent_name", "5", "expected a name" },
	{ "facts", "weather", "\"rain\"", "facts: unknown key 'weather': known are topic" },
	{ "facts", "orign", "\"x\"", "facts: unknown key 'orign': did you mean 'origin'?" },
	{ "facts", "trip_date", "\"2026-02-29\"", "facts.trip_date: expected a day that exists" },
	{ "facts", "trip_date", "\"2026-13-01\"", "facts.trip_date: expected a day" },
	{ "facts", "trip_date", "\"2026-04-31\"", "facts.trip_date: expected a day" },
	{ "facts", "trip_date", "\"1900-02-29\"", "facts.trip_date: expected a day" },
	{ "facts", "trip_date", "\"2026-00-10\"", "facts.trip_date: expected a day" },
	{ "facts", "trip_date", "\"2026-1-010\"", "facts.trip_date: expected a day" },
	{ "facts", "trip_date", "\"11월 20일\"", "facts.trip_date: expected a day" },
	{ "facts", "trip_date", "20261120", "facts.trip_date: expected a day" },
	{ "facts", "origin", "\"\"", "facts.origin: is empty" },
	{ "facts", "origin", "\" ... \"", "facts.origin: is empty" },
	{ "facts", "origin", "\"가\\n나\"", "facts.origin: control characters" },
	{ "facts", "origin", "\"가\\u0085나\"", "facts.origin: control characters" },
	{ "facts", "origin", "\"가\\u2028나\"", "facts.origin: control characters" },
	{ "facts", "destination", "null", "facts.destination: expected a text" },
	{ "facts", "caller_is_passenger", "\"yes\"",
	  "facts.caller_is_passenger: expected true or false" },
	{ "facts", "booked_for_other", "0", "facts.booked_for_other: expected true or false" },
	{ "facts", "inbound", "\"driver\"",
	  "facts.inbound: 'driver' contacted us: add parties.driver" },
	{ "facts", "inbound", "\"pasenger\"",
	  "facts.inbound: unknown role 'pasenger': did you mean 'passenger'?" },
	{ "facts", "inbound", "false", "facts.inbound: expected a role or \"none\"" },
	{ "parties", "caller", NULL, "parties.caller: is missing" },
	{ "parties", "caller", "true", "parties.caller: expected an object" },
	{ "parties", "wife", "{}", "parties: unknown role 'wife'" },
	{ "parties", "spuse", "{}", "parties: unknown role 'spuse': did you mean 'spouse'?" },
	{ "caller", "member", NULL, "parties.caller.member: is missing" },
	{ "caller", "member", "\"yes\"", "parties.caller.member: expected true or false" },
	{ "caller", "name", "\"김\"", "parties.caller: unknown key 'name'" },
	{ "caller", "phone", "\"010 1234 5678\"", "parties.caller.phone: expected a number" },
	{ "caller", "phone", "\"010--12345678\"", "parties.caller.phone: expected a number" },
	{ "caller", "phone", "\"01012345-\"", "parties.caller.phone: expected a number" },
	{ "caller", "phone", "\"-01012345\"", "parties.caller.phone: expected a number" },
	{ "caller", "phone", "\"123456\"", "parties.caller.phone: expected a number" },
	{ "caller", "phone", "\"123456789012345678901\"",
	  "parties.caller.phone: expected a number" },
	{ "caller", "phone", "\"\"", "parties.caller.phone: expected a number" },
	{ "caller", "phone", "1012345678", "parties.caller.phone: expected a number" },
	{ "caller", "platform", "\"Console\"", "parties.caller.platform: expected the name" },
	{ "caller", "platform", "\"\"", "parties.caller.platform: expected the name" },
	{ "caller", "address", "\"\"", "parties.caller.address: is empty" },
	{ "caller", "mode", "\"auto\"", "parties.caller.mode: expected \"assist\" or \"bot\"" },
	{ "passenger", "phone", "\"x\"", "parties.passenger.phone: expected a number" },
};

static void expect_error(struct flow_set *s, json_t *facts, json_t *parties, const char *error)
{
	struct err e = { 0 };
	assert_int_equal(facts_check(s, facts, parties, &e), -1);
	assert_int_equal(e.code, E_INPUT);
	if (!strstr(e.text, error))
		fail_msg("is:     %s\nshould: %s", e.text, error);
}

static void what_is_wrong_with_a_case_is_named_with_its_place(void **state)
{
	(void)state;
	struct flow_set *s = load_two("{}");
	for (size_t i = 0; i < COUNT_OF(wrongs); i++) {
		const struct wrong *w = &wrongs[i];
		json_t *facts = object(good_facts), *parties = object(good_parties);
		json_t *in = !strcmp(w->at, "facts")     ? facts
		             : !strcmp(w->at, "parties") ? parties
		                                         : json_object_get(parties, w->at);
		if (w->value)
			json_object_set_new(in, w->key, object(w->value));
		else
			json_object_del(in, w->key);
		expect_error(s, facts, parties, w->error);
		json_decref(facts);
		json_decref(parties);
	}
	flow_set_free(s);
}

static void facts_and_parties_must_be_objects(void **state)
{
	(void)state;
	struct flow_set *s = load_two("{}");
	json_t *facts = object(good_facts), *parties = object(good_parties), *list = json_array();
	expect_error(s, list, parties, "facts: expected an object");
	expect_error(s, NULL, parties, "facts: expected an object");
	expect_error(s, facts, list, "parties: expected an object");
	expect_error(s, facts, NULL, "parties: expected an object");
	json_decref(facts);
	json_decref(parties);
	json_decref(list);
	flow_set_free(s);
}

static void texts_are_measured_in_characters(void **state)
{
	(void)state;
	struct flow_set *s = load_two("{}");
	for (const struct fact *f = fact_table; f->name; f++) {
		if (f->type != FACT_TEXT && f->type != FACT_NAME)
			continue;
		struct buf b = { 0 };
		struct err e = { 0 };
		json_t *facts = object(good_facts), *parties = object(good_parties);
		for (size_t i = 0; i < f->max_code_points; i++)
			buf_adds(&b, "가");
		json_object_set_new(facts, f->name, json_string(b.data));
		assert_int_equal(facts_check(s, facts, parties, &e), 0);
		buf_adds(&b, "가");
		json_object_set_new(facts, f->name, json_string(b.data));
		expect_error(s, facts, parties, "longer than");
		buf_free(&b);
		json_decref(facts);
		json_decref(parties);
	}
	flow_set_free(s);
}

/* ---- docs/case.schema.json ---- */

static json_t *at(json_t *schema, const char *path)
{
	char *copy = xstrdup(path), *rest = copy;
	for (char *key; (key = strsep(&rest, "/"));) {
		schema = json_object_get(schema, key);
		if (!schema)
			fail_msg("the schema has no %s", path);
	}
	free(copy);
	return schema;
}

static bool lists(const json_t *list, const char *name)
{
	const json_t *v;
	size_t i;
	json_array_foreach(list, i, v) if (!strcmp(json_string_value(v), name)) return true;
	return false;
}

static void expect_type(const struct fact *f, const json_t *property)
{
	const char *type = json_string_value(json_object_get(property, "type"));
	const json_t *longest = json_object_get(property, "maxLength");
	if (f->type == FACT_INBOUND) {
		assert_non_null(json_object_get(property, "enum"));
	} else if (f->type == FACT_BOOL) {
		assert_string_equal(type, "boolean");
	} else {
		assert_int_equal(json_integer_value(longest), f->max_code_points);
		if (f->type == FACT_TEXT || f->type == FACT_NAME)
			assert_string_equal(json_string_value(json_object_get(property, "$ref")),
			                    "#/$defs/line");
		else
			assert_string_equal(type, "string");
	}
}

static void phrases_are_read_once_for_all_flows_of_a_directory(void **state)
{
	struct err e = { 0 };
	char *dir = two_flows("{ topic = \"fare\" }");
	struct flow_set *s = load(dir);
	struct bundle *first = flow_set_at(s, 0), *second = bundle_keep(flow_set_at(s, 1));
	json_t *ids = bundle_phrase_ids(second);
	const char *id = json_string_value(json_array_get(ids, 0));
	(void)state;
	assert_non_null(bundle_phrase(second, id));
	assert_ptr_equal(bundle_phrase(first, id), bundle_phrase(second, id));
	assert_ptr_equal(bundle_policy(first)->gate, bundle_policy(second)->gate);
	flow_set_free(s); /* what lends them lives as long as what borrows them */
	assert_string_equal(bundle_phrase(second, id)->id, id);
	struct bundle *alone = bundle_read(dir, "second", &e);
	assert_string_equal(bundle_hash(alone), bundle_hash(second));
	json_decref(ids);
	bundle_free(alone);
	bundle_free(second);
	bundle_case_drop(dir);
}

static void phrases_with_a_mistake_are_read_for_each_flow(void **state)
{
	static const char wrong[] = "return phrases { language = \"en\" }";
	struct findings found = { 0 };
	char *dir = two_flows("{ topic = \"fare\" }");
	(void)state;
	bundle_case_put(dir, "phrases/en.lua", wrong, strlen(wrong));
	struct flow_set *s = flow_set_load_all(dir, &found);
	assert_true(findings_count(&found, FINDING_ERROR) > 0);
	assert_ptr_not_equal(bundle_policy(flow_set_at(s, 0))->gate,
	                     bundle_policy(flow_set_at(s, 1))->gate);
	flow_set_free(s);
	findings_free(&found);
	bundle_case_drop(dir);
}

static void the_schema_has_the_facts_of_the_program(void **state)
{
	(void)state;
	json_t *schema = json_load_file("docs/case.schema.json", JSON_REJECT_DUPLICATES, NULL);
	json_t *facts = at(schema, "properties/facts/properties");
	json_t *required = at(schema, "properties/facts/required");
	size_t count = 0, required_count = 0;
	for (const struct fact *f = fact_table; f->name; f++, count++) {
		const json_t *property = json_object_get(facts, f->name);
		if (!property)
			fail_msg("the schema lacks facts.%s", f->name);
		expect_type(f, property);
		assert_int_equal(f->required, lists(required, f->name));
		required_count += f->required;
	}
	assert_int_equal(json_object_size(facts), count);
	assert_int_equal(json_array_size(required), required_count);
	assert_true(json_is_false(at(schema, "properties/facts/additionalProperties")));
	json_decref(schema);
}

static void the_schema_has_the_roles_and_party_keys_of_the_program(void **state)
{
	(void)state;
	json_t *schema = json_load_file("docs/case.schema.json", JSON_REJECT_DUPLICATES, NULL);
	json_t *parties = at(schema, "properties/parties/properties");
	json_t *inbound = at(schema, "properties/facts/properties/inbound/enum");
	for (int r = 0; r < ROLE_COUNT; r++) {
		assert_non_null(json_object_get(parties, role_name((enum role)r)));
		assert_true(lists(inbound, role_name((enum role)r)));
	}
	assert_true(lists(inbound, "none"));
	assert_int_equal(json_array_size(inbound), ROLE_COUNT + 1);
	assert_int_equal(json_object_size(parties), ROLE_COUNT);
	assert_true(lists(at(schema, "properties/parties/required"), "caller"));
	assert_true(json_is_false(at(schema, "properties/parties/additionalProperties")));
	json_t *party = at(schema, "$defs/party/properties");
	size_t count = 0;
	for (; party_keys[count]; count++)
		assert_non_null(json_object_get(party, party_keys[count]));
	assert_int_equal(json_object_size(party), count);
	assert_true(lists(at(schema, "$defs/party/required"), "member"));
	assert_true(json_is_false(at(schema, "$defs/party/additionalProperties")));
	assert_int_equal(json_integer_value(at(party, "phone/minLength")), PHONE_MIN);
	assert_int_equal(json_integer_value(at(party, "phone/maxLength")), PHONE_MAX);
	assert_int_equal(json_integer_value(at(party, "address/maxLength")), ADDRESS_MAX);
	assert_int_equal(json_integer_value(at(party, "platform/maxLength")), PLATFORM_MAX);
	json_decref(schema);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(flows_are_loaded_in_the_order_of_their_names),
		cmocka_unit_test(one_flow_that_does_not_load_refuses_them_all),
		cmocka_unit_test(a_directory_without_flows_says_what_to_do),
		cmocka_unit_test(the_flows_of_the_guide_all_load),
		cmocka_unit_test(each_case_of_the_guide_opens_its_flow),
		cmocka_unit_test(exactly_one_fitting_flow_is_chosen),
		cmocka_unit_test(several_or_none_are_left_to_the_agent_with_reasons),
		cmocka_unit_test(a_whole_case_and_a_bare_one_are_accepted),
		cmocka_unit_test(a_name_with_a_few_digits_or_of_digit_syllables_is_a_name),
		cmocka_unit_test(what_is_wrong_with_a_case_is_named_with_its_place),
		cmocka_unit_test(facts_and_parties_must_be_objects),
		cmocka_unit_test(texts_are_measured_in_characters),
		cmocka_unit_test(phrases_are_read_once_for_all_flows_of_a_directory),
		cmocka_unit_test(phrases_with_a_mistake_are_read_for_each_flow),
		cmocka_unit_test(the_schema_has_the_facts_of_the_program),
		cmocka_unit_test(the_schema_has_the_roles_and_party_keys_of_the_program),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
