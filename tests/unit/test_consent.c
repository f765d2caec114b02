/* The gate, as a truth table: what the policy demands, granted, unexpired, unwithdrawn, durable, for this person and
 * this matter. */
#include "consent.h"

#include "base.h"

#include <setjmp.h>
#include <string.h>

#include <cmocka.h>

enum { PUBLIC = 1, TRIP = 2, CASE = 4, CONTACT = 8, NOW = 1000 };

static const char policy_text[] =
	"{'consents': {'delegation': {'by': 'caller', 'expires_ms': 100},"
	"              'collection': {'by': 'self', 'only': 'non_member'}},"
	" 'gate': {"
	"  'tell': {"
	"   'caller': {'public': {}, 'trip': {}, 'case': {}, 'contact': 'never'},"
	"   'third_party': {'public': [], 'trip': ['delegation', 'collection'],"
	"                   'case': ['delegation', 'collection'], 'contact': 'never'},"
	"   'driver': {'public': {}, 'trip': 'never', 'case': 'never', 'contact': 'never'}},"
	"  'contact': {'caller': {}, 'third_party': ['delegation'], 'driver': {}},"
	"  'hold': {'third_party': ['delegation']}}}";

/* JSON with ' for ", so that it reads. */
static json_t *json_of(const char *text)
{
	json_error_t je;
	char *copy = xstrdup(text);
	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	json_t *doc = json_loads(copy, JSON_DECODE_ANY, &je);
	if (!doc)
		fail_msg("%s: %s", je.text, copy);
	free(copy);
	return doc;
}

static void record(struct support_case *c, json_t *r)
{
	struct err e = { 0 };
	if (case_apply(c, 1, r, &e))
		fail_msg("%s", e.text);
	json_decref(r);
}

/* member: of the role, or NULL; inbound: role or NULL; consents: list of records without "r". */
static struct support_case *case_with(const char *member, const char *inbound, const char *consents)
{
	struct support_case *c = case_new("c1");
	json_t *facts = json_pack("{s:s}", "topic", "accident"), *list = json_of(consents), *k;
	size_t i;
	if (inbound)
		json_object_set_new(facts, "inbound", json_string(inbound));
	record(c, json_pack("{s:s, s:s, s:s, s:o, s:{}}", "r", "open", "flow", "f", "bundle", "b",
	                    "facts", facts, "parties"));
	if (member)
		record(c, json_pack("{s:s, s:s, s:b}", "r", "party", "party", member, "member", 1));
	json_array_foreach(list, i, k)
	{
		json_t *one = json_deep_copy(k);
		c->turn = json_integer_value(json_object_get(k, "turn"));
		json_object_set_new(one, "r", json_string("consent"));
		json_object_set_new(one, "phrase", json_string("delegation"));
		json_object_set_new(one, "id", json_sprintf("k%d", (int)i));
		record(c, one);
		if (json_is_true(json_object_get(k, "suspended")))
			c->consents[i].suspended = true;
	}
	json_decref(list);
	c->committed_turn = 10;
	return c;
}

struct asked {
	struct act act;
	const char *member, *inbound, *consents;
	bool durable_only;
	const char *policy; /* NULL: the one above */
};

static bool gate(const struct asked *q, struct err *why)
{
	json_t *policy = json_of(q->policy ? q->policy : policy_text);
	const struct gate_policy p = { json_object_get(policy, "gate"),
		                       json_object_get(policy, "consents") };
	struct support_case *c = case_with(q->member, q->inbound, q->consents ? q->consents : "[]");
	bool allowed = consent_allows(c, &p, &q->act, NOW, q->durable_only, why);
	case_free(c);
	json_decref(policy);
	return allowed;
}

static void assert_open(const struct asked *q)
{
	struct err why = { 0 };
	if (!gate(q, &why))
		fail_msg("closed, should be open: %s", why.text);
	assert_int_equal(why.code, E_NONE);
}

static void assert_closed(const struct asked *q, const char *reason)
{
	struct err why = { 0 };
	if (gate(q, &why))
		fail_msg("open, should be closed: %s", reason);
	assert_int_equal(why.code, E_GATE);
	if (!strstr(why.text, reason))
		fail_msg("says '%s', should hold '%s'", why.text, reason);
}

#define TELL(party, tells)                        \
	(struct act)                              \
	{                                         \
		ACT_TELL, party, tells, ROLE_NONE \
	}
#define DELEGATED \
	"{'kind': 'delegation', 'subject': 'caller', 'delegate': 'passenger', 'state': 'granted'"
#define COLLECTED "{'kind': 'collection', 'subject': 'passenger', 'state': 'granted'"
static const char delegated[] = "[" DELEGATED "}]";
static const char both[] = "[" DELEGATED "}, " COLLECTED "}]";
static const char never[] = "동의가 있어도";
static const char no_delegation[] = "호출자의 상담 위임 동의";
static const char no_collection[] = "탑승자의 개인정보 수집 동의";

/* ---- who is told what ---- */

static void the_caller_is_told_of_the_own_case_without_any_consent(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = TELL(ROLE_CALLER, PUBLIC | TRIP | CASE) });
}

static void a_third_party_is_not_even_greeted_without_delegation(void **state)
{
	(void)state;
	static const enum role thirds[] = { ROLE_PASSENGER, ROLE_SPOUSE, ROLE_VEHICLE_OWNER,
		                            ROLE_OTHER };
	for (size_t i = 0; i < COUNT_OF(thirds); i++) {
		assert_closed(&(struct asked){ .act = TELL(thirds[i], PUBLIC) }, no_delegation);
		assert_closed(&(struct asked){ .act = TELL(thirds[i], 0) }, no_delegation);
		assert_closed(&(struct asked){ .act = { ACT_CONTACT, thirds[i], 0, ROLE_NONE } },
		              no_delegation);
	}
}

static void delegation_alone_opens_the_greeting_and_not_the_case(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = TELL(ROLE_PASSENGER, PUBLIC), .consents = delegated });
	assert_closed(&(struct asked){ .act = TELL(ROLE_PASSENGER, TRIP), .consents = delegated },
	              no_collection);
	assert_closed(&(struct asked){ .act = TELL(ROLE_PASSENGER, CASE), .consents = delegated },
	              no_collection);
}

static void delegation_and_collection_open_trip_and_case(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = TELL(ROLE_PASSENGER, PUBLIC | TRIP | CASE),
	                             .consents = both });
}

static void a_member_needs_no_consent_to_collection(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = TELL(ROLE_PASSENGER, TRIP | CASE),
	                             .member = "passenger",
	                             .consents = delegated });
}

static void somebody_elses_membership_does_not_help(void **state)
{
	(void)state;
	assert_closed(&(struct asked){ .act = TELL(ROLE_PASSENGER, TRIP),
	                               .member = "vehicle_owner",
	                               .consents = delegated },
	              no_collection);
}

static void who_contacted_us_is_greeted_and_told_nothing_more(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = TELL(ROLE_PASSENGER, PUBLIC), .inbound = "passenger" });
	assert_closed(&(struct asked){ .act = TELL(ROLE_PASSENGER, TRIP),
	                               .member = "passenger",
	                               .inbound = "passenger" },
	              no_delegation);
	assert_closed(&(struct asked){ .act = TELL(ROLE_SPOUSE, PUBLIC), .inbound = "passenger" },
	              no_delegation);
}

static void nobody_is_told_the_contact_of_another_whatever_was_granted(void **state)
{
	(void)state;
	static const enum role all[] = { ROLE_CALLER, ROLE_PASSENGER, ROLE_DRIVER };
	for (size_t i = 0; i < COUNT_OF(all); i++)
		assert_closed(&(struct asked){ .act = { ACT_TELL, all[i], CONTACT, ROLE_OTHER },
		                               .inbound = "passenger",
		                               .consents = both },
		              never);
}

static void ones_own_contact_may_be_told_like_a_greeting(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = { ACT_TELL, ROLE_CALLER, CONTACT, ROLE_CALLER } });
	assert_open(&(struct asked){
		.act = { ACT_TELL, ROLE_PASSENGER, PUBLIC | CONTACT, ROLE_PASSENGER },
		.consents = delegated });
	assert_closed(
		&(struct asked){ .act = { ACT_TELL, ROLE_PASSENGER, CONTACT, ROLE_PASSENGER } },
		no_delegation);
}

static void the_driver_is_told_nothing_of_the_trip(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = TELL(ROLE_DRIVER, PUBLIC) });
	assert_closed(&(struct asked){ .act = TELL(ROLE_DRIVER, TRIP), .consents = both }, never);
}

static void a_class_that_nobody_knows_is_refused(void **state)
{
	(void)state;
	assert_closed(&(struct asked){ .act = TELL(ROLE_CALLER, 16) }, never);
	assert_closed(&(struct asked){ .act = TELL(ROLE_PASSENGER, 1u << 31), .consents = both },
	              never);
}

static void holding_a_number_needs_delegation_and_nothing_else(void **state)
{
	(void)state;
	assert_closed(&(struct asked){ .act = { ACT_HOLD, ROLE_PASSENGER, 0, ROLE_NONE } },
	              no_delegation);
	assert_open(&(struct asked){ .act = { ACT_HOLD, ROLE_PASSENGER, 0, ROLE_NONE },
	                             .consents = delegated });
	assert_closed(&(struct asked){ .act = { ACT_HOLD, ROLE_SPOUSE, 0, ROLE_NONE },
	                               .consents = delegated },
	              no_delegation);
	assert_open(&(struct asked){ .act = { ACT_HOLD, ROLE_CALLER, 0, ROLE_NONE } });
	assert_closed(
		&(struct asked){ .act = { ACT_HOLD, ROLE_DRIVER, 0, ROLE_NONE }, .consents = both },
		never);
}

/* ---- which consent counts ---- */

static void assert_worthless(const char *consents)
{
	assert_closed(&(struct asked){ .act = TELL(ROLE_PASSENGER, PUBLIC), .consents = consents },
	              no_delegation);
}

static void only_granted_counts_of_all_states(void **state)
{
	(void)state;
	static const char *const states[] = { "requested", "denied",  "unanswered",
		                              "withdrawn", "expired", "grantedx" };
	for (size_t i = 0; i < COUNT_OF(states); i++) {
		char *one = xasprintf("[{'kind': 'delegation', 'subject': 'caller', "
		                      "'delegate': 'passenger', 'state': '%s'}]",
		                      states[i]);
		assert_worthless(one);
		free(one);
	}
}

static void a_grant_ends_at_the_very_instant_that_it_names(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = TELL(ROLE_PASSENGER, PUBLIC),
	                             .consents = "[" DELEGATED ", 'expires': 1001}]" });
	assert_worthless("[" DELEGATED ", 'expires': 1000}]");
	assert_worthless("[" DELEGATED ", 'expires': 1}]");
}

static void a_suspended_grant_counts_as_withdrawn(void **state)
{
	(void)state;
	assert_worthless("[" DELEGATED ", 'suspended': true}]");
}

static void a_grant_about_another_topic_opens_nothing(void **state)
{
	(void)state;
	assert_worthless("[" DELEGATED ", 'about': 'fare'}]");
	assert_worthless("[" DELEGATED ", 'about': ''}]");
	assert_open(&(struct asked){ .act = TELL(ROLE_PASSENGER, PUBLIC),
	                             .consents = "[" DELEGATED ", 'about': 'accident'}]" });
}

static void a_grant_for_another_delegate_or_by_another_person_opens_nothing(void **state)
{
	(void)state;
	assert_worthless("[{'kind': 'delegation', 'subject': 'caller', 'delegate': 'spouse', "
	                 "'state': 'granted'}]");
	assert_worthless("[{'kind': 'delegation', 'subject': 'caller', 'state': 'granted'}]");
	assert_worthless("[{'kind': 'delegation', 'subject': 'passenger', 'delegate': 'passenger',"
	                 " 'state': 'granted'}]");
	assert_worthless("[{'kind': 'collection', 'subject': 'caller', 'delegate': 'passenger',"
	                 " 'state': 'granted'}]");
}

static void collection_is_agreed_to_by_the_person_alone(void **state)
{
	(void)state;
	assert_closed(&(struct asked){ .act = TELL(ROLE_PASSENGER, TRIP),
	                               .consents = "[" DELEGATED "}, {'kind': 'collection', "
	                                           "'subject': 'caller', 'delegate': 'passenger', "
	                                           "'state': 'granted'}]" },
	              no_collection);
}

static void one_good_grant_among_worthless_ones_is_enough(void **state)
{
	(void)state;
	assert_open(&(struct asked){ .act = TELL(ROLE_PASSENGER, PUBLIC),
	                             .consents = "[" DELEGATED ", 'expires': 1}, " DELEGATED
	                                         ", 'about': 'fare'}, " DELEGATED "}]" });
}

static void a_grant_of_a_turn_that_is_not_durable_opens_no_socket(void **state)
{
	(void)state;
	struct asked q = { .act = TELL(ROLE_PASSENGER, PUBLIC),
		           .consents = "[" DELEGATED ", 'turn': 11}]" };
	assert_open(&q);
	q.durable_only = true;
	assert_closed(&q, no_delegation);
	q.consents = "[" DELEGATED ", 'turn': 10}]";
	assert_open(&q);
}

static void a_withdrawal_closes_the_grants_of_that_person_only(void **state)
{
	(void)state;
	json_t *policy = json_of(policy_text);
	const struct gate_policy p = { json_object_get(policy, "gate"),
		                       json_object_get(policy, "consents") };
	const struct act greet = TELL(ROLE_PASSENGER, PUBLIC), tell = TELL(ROLE_PASSENGER, TRIP);
	struct support_case *c = case_with(NULL, NULL, both);
	consent_suspend(c, ROLE_PASSENGER);
	assert_true(consent_allows(c, &p, &greet, NOW, false, NULL));
	assert_false(consent_allows(c, &p, &tell, NOW, false, NULL));
	consent_suspend(c, ROLE_CALLER);
	assert_false(consent_allows(c, &p, &greet, NOW, false, NULL));
	case_free(c);
	json_decref(policy);
}

/* ---- what the policy leaves out ---- */

static void a_row_that_the_policy_does_not_have_is_closed(void **state)
{
	(void)state;
	static const char *const policies[] = {
		"{'consents': {}, 'gate': {}}",
		"{'consents': {}, 'gate': {'tell': {'caller': {'public': {}}}}}",
		"{'consents': {}, 'gate': {'contact': {'caller': {}}}}",
		"{'consents': {}, 'gate': {'contact': {'caller': {}}, 'tell': {'caller': {}}}}",
		"{'consents': {}, 'gate': {'contact': {'caller': {}}, "
		"'tell': {'caller': {'public': 'never'}}}}",
		"{'consents': {}, 'gate': {'contact': {'caller': {}}, "
		"'tell': {'caller': {'public': {'x': 1}}}}}",
	};
	for (size_t i = 0; i < COUNT_OF(policies); i++)
		assert_closed(
			&(struct asked){ .act = TELL(ROLE_CALLER, PUBLIC), .policy = policies[i] },
			never);
	assert_open(&(struct asked){ .act = TELL(ROLE_CALLER, PUBLIC),
	                             .policy = "{'gate': {'contact': {'caller': {}}, 'tell': "
	                                       "{'caller': {'public': []}}}}" });
}

static void a_kind_that_the_policy_does_not_declare_opens_nothing(void **state)
{
	(void)state;
	struct asked q = {
		.act = { ACT_CONTACT, ROLE_CALLER, 0, ROLE_NONE },
		.policy = "{'consents': {}, 'gate': {'contact': {'caller': ['marketing']}}}",
		.consents = "[{'kind': 'marketing', 'subject': 'caller', 'state': 'granted'}]"
	};
	assert_closed(&q, "marketing");
	q.policy = "{'consents': {'marketing': {'by': 'self'}},"
		   " 'gate': {'contact': {'caller': ['marketing']}}}";
	assert_open(&q);
}

static void a_role_with_a_row_of_its_own_does_not_fall_back_on_third_party(void **state)
{
	(void)state;
	static const char policy[] =
		"{'consents': {}, 'gate': {"
		"'contact': {'third_party': {}, 'spouse': 'never', 'driver': 'never'}}}";
	assert_open(&(struct asked){ .act = { ACT_CONTACT, ROLE_OTHER, 0, ROLE_NONE },
	                             .policy = policy });
	assert_closed(&(struct asked){ .act = { ACT_CONTACT, ROLE_SPOUSE, 0, ROLE_NONE },
	                               .policy = policy },
	              never);
	assert_closed(&(struct asked){ .act = { ACT_CONTACT, ROLE_DRIVER, 0, ROLE_NONE },
	                               .policy = policy },
	              never);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_caller_is_told_of_the_own_case_without_any_consent),
		cmocka_unit_test(a_third_party_is_not_even_greeted_without_delegation),
		cmocka_unit_test(delegation_alone_opens_the_greeting_and_not_the_case),
		cmocka_unit_test(delegation_and_collection_open_trip_and_case),
		cmocka_unit_test(a_member_needs_no_consent_to_collection),
		cmocka_unit_test(somebody_elses_membership_does_not_help),
		cmocka_unit_test(who_contacted_us_is_greeted_and_told_nothing_more),
		cmocka_unit_test(nobody_is_told_the_contact_of_another_whatever_was_granted),
		cmocka_unit_test(ones_own_contact_may_be_told_like_a_greeting),
		cmocka_unit_test(the_driver_is_told_nothing_of_the_trip),
		cmocka_unit_test(a_class_that_nobody_knows_is_refused),
		cmocka_unit_test(holding_a_number_needs_delegation_and_nothing_else),
		cmocka_unit_test(only_granted_counts_of_all_states),
		cmocka_unit_test(a_grant_ends_at_the_very_instant_that_it_names),
		cmocka_unit_test(a_suspended_grant_counts_as_withdrawn),
		cmocka_unit_test(a_grant_about_another_topic_opens_nothing),
		cmocka_unit_test(a_grant_for_another_delegate_or_by_another_person_opens_nothing),
		cmocka_unit_test(collection_is_agreed_to_by_the_person_alone),
		cmocka_unit_test(one_good_grant_among_worthless_ones_is_enough),
		cmocka_unit_test(a_grant_of_a_turn_that_is_not_durable_opens_no_socket),
		cmocka_unit_test(a_withdrawal_closes_the_grants_of_that_person_only),
		cmocka_unit_test(a_row_that_the_policy_does_not_have_is_closed),
		cmocka_unit_test(a_kind_that_the_policy_does_not_declare_opens_nothing),
		cmocka_unit_test(a_role_with_a_row_of_its_own_does_not_fall_back_on_third_party),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
