/* The fold: every record does one thing to the case, what was not written by this program is refused, and values are
 * found until they are erased. */
#include "case.h"

#include "base.h"
#include "crypto.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct support_case *c;

static int begin(void **state)
{
	(void)state;
	c = case_new("c1");
	return 0;
}

static int end(void **state)
{
	(void)state;
	case_free(c);
	return 0;
}

static int apply_at(int64_t at_ms, const char *record, struct err *e)
{
	json_error_t je;
	char *copy = xstrdup(record);
	for (char *p = copy; *p; p++)
		if (*p == '\'')
			*p = '"';
	json_t *r = json_loads(copy, 0, &je);
	if (!r)
		fail_msg("%s: %s", je.text, record);
	int rc = case_apply(c, at_ms, r, e);
	json_decref(r);
	free(copy);
	return rc;
}

static void apply(const char *record)
{
	struct err e = { 0 };
	if (apply_at(1000, record, &e))
		fail_msg("%s: %s", record, e.text);
}

static void assert_refused(const char *record)
{
	struct err e = { 0 };
	if (apply_at(1000, record, &e) != -1)
		fail_msg("%s is taken", record);
	assert_int_equal(e.code, E_PARSE);
}

static void open_wait(int lane, int n, const char *kind, const char *party, int until)
{
	char *r = xasprintf("{'r': 'step', 'lane': %d, 'n': %d, 'kind': '%s', "
	                    "'is': {'party': '%s', 'phrase': 'p'}, 'file': 'f', 'line': 1, "
	                    "'wait': {'until': %d}}",
	                    lane, n, kind, party, until);
	apply(r);
	free(r);
}

/* ---- records ---- */

static void an_unknown_record_is_refused_and_says_so(void **state)
{
	(void)state;
	struct err e = { 0 };
	assert_int_equal(apply_at(1, "{'r': 'teleport'}", &e), -1);
	assert_int_equal(e.code, E_PARSE);
	assert_non_null(strstr(e.text, "teleport"));
	assert_refused("{}");
	assert_refused("{'r': 7}");
	assert_refused("[]");
}

static void a_record_without_what_its_row_needs_is_refused(void **state)
{
	(void)state;
	static const char *const records[] = {
		"{'r': 'open'}",
		"{'r': 'open', 'flow': 'f', 'bundle': 'b', 'facts': {}, 'parties': {'caller': {}}}",
		"{'r': 'step'}",
		"{'r': 'step', 'lane': 0, 'n': 1, 'kind': 'step'}",
		"{'r': 'step', 'lane': 0, 'n': 1, 'kind': 'whenever', 'is': {}}",
		"{'r': 'wait', 'lane': 0, 'n': 9}",
		"{'r': 'settle', 'lane': 0, 'n': 9, 'outcome': {}}",
		"{'r': 'message'}",
		"{'r': 'delivery', 'key': 'k'}",
		"{'r': 'suggestion'}",
		"{'r': 'suggestion', 'id': 's1'}",
		"{'r': 'consent'}",
		"{'r': 'consent', 'id': 'k1', 'state': 'requested'}",
		"{'r': 'interrupt', 'lane': 1}",
		"{'r': 'party', 'party': 'nobody'}",
		"{'r': 'party'}",
		"{'r': 'note'}",
		"{'r': 'note', 'text': 'x'}",
		"{'r': 'note', 'by': 'x'}",
		"{'r': 'note', 'text': {'h': 'x'}, 'by': 'x'}",
		"{'r': 'close'}",
		"{'r': 'close', 'outcome': {}}",
		"{'r': 'erase'}",
		"{'r': 'bundle'}",
	};
	for (size_t i = 0; i < COUNT_OF(records); i++) {
		assert_refused(records[i]);
		end(NULL);
		begin(NULL);
	}
}

static void open_takes_facts_and_parties_over(void **state)
{
	(void)state;
	apply("{'r': 'open', 'flow': 'f', 'bundle': 'b', 'facts': {'topic': 'fare'}, 'parties': {"
	      "'caller': {'known': true, 'member': true, 'mode': 'bot', 'platform': 'crm'},"
	      "'alien': {'known': true}}}");
	assert_true(c->parties[ROLE_CALLER].known && c->parties[ROLE_CALLER].member);
	assert_int_equal(c->parties[ROLE_CALLER].mode, MODE_BOT);
	assert_string_equal(c->parties[ROLE_CALLER].platform, "crm");
	assert_null(c->parties[ROLE_CALLER].phone);
	assert_int_equal(c->opened_at_ms, 1000);
	assert_int_equal(c->status, CASE_OPEN);
}

static void a_party_changes_only_in_what_its_record_names(void **state)
{
	(void)state;
	apply("{'r': 'party', 'party': 'spouse', 'mode': 'bot', 'phone': {'v': 1, 'h': 'x'}}");
	apply("{'r': 'party', 'party': 'spouse', 'known': true}");
	apply("{'r': 'party', 'party': 'spouse', 'phone': {'v': 2, 'h': 'y'}}");
	struct party *p = &c->parties[ROLE_SPOUSE];
	assert_true(p->known && p->mode == MODE_BOT && !p->member);
	assert_int_equal(json_integer_value(json_object_get(p->phone, "v")), 2);
}

static void a_step_takes_the_place_of_the_answered_wait_of_its_lane_only(void **state)
{
	(void)state;
	open_wait(0, 1, "confirm", "caller", 50);
	open_wait(1, 2, "suggest", "spouse", 60);
	apply("{'r': 'settle', 'lane': 0, 'n': 1, 'outcome': {'state': 'yes'}}");
	assert_refused("{'r': 'settle', 'lane': 0, 'n': 1, 'outcome': {'state': 'no'}}");
	open_wait(0, 3, "ask", "caller", 70);
	assert_null(case_wait_at(c, 0, 1));
	assert_int_equal(case_wait_at(c, 0, 3)->kind, WAIT_ASK);
	assert_int_equal(case_wait_at(c, 1, 2)->party, ROLE_SPOUSE);
	assert_int_equal(c->waits_count, 2);
	assert_int_equal(c->next_step, 4);
}

static void a_question_is_open_until_it_is_answered(void **state)
{
	(void)state;
	open_wait(0, 1, "suggest", "caller", 50);
	assert_null(case_question(c, ROLE_CALLER));
	open_wait(0, 2, "consent", "caller", 50);
	assert_int_equal(case_question(c, ROLE_CALLER)->n, 2);
	assert_null(case_question(c, ROLE_SPOUSE));
	apply("{'r': 'wait', 'lane': 0, 'n': 2, 'served': 44, 'unclear': true, 'reasked': 1}");
	assert_int_equal(case_question(c, ROLE_CALLER)->served_at_ms, 44);
	assert_true(case_question(c, ROLE_CALLER)->unclear);
	apply("{'r': 'settle', 'lane': 0, 'n': 2, 'outcome': {'state': 'granted'}}");
	assert_null(case_question(c, ROLE_CALLER));
}

static void a_consent_keeps_every_change_with_its_time_turn_and_evidence(void **state)
{
	(void)state;
	c->turn = 2;
	apply("{'r': 'consent', 'id': 'k1', 'kind': 'delegation', 'subject': 'caller', "
	      "'delegate': 'spouse', 'phrase': 'p', 'version': 3, 'legal': {}, "
	      "'state': 'requested', 'evidence': {'kind': 'flow'}}");
	struct consent *k = case_consent(c, "k1");
	k->suspended = true;
	c->turn = 5;
	apply("{'r': 'consent', 'id': 'k1', 'state': 'granted', 'expires': 99, "
	      "'evidence': {'kind': 'button'}}");
	apply("{'r': 'consent', 'id': 'k1', 'notice': {'v': 1, 'h': 'x'}, 'notice_hash': 'ab', "
	      "'served': 7}");
	assert_int_equal(c->consents_count, 1);
	assert_int_equal(k->history_count, 2);
	assert_int_equal(k->history[1].turn, 5);
	assert_int_equal(k->history[1].at_ms, 1000);
	assert_string_equal(k->state, "granted");
	assert_int_equal(k->state_turn, 5);
	assert_int_equal(k->expires_at_ms, 99);
	assert_int_equal(k->served_at_ms, 7);
	assert_string_equal(k->notice_hash, "ab");
	assert_false(k->suspended);
}

static void a_suggestion_keeps_what_it_tells_and_a_consent_its_version(void **state)
{
	(void)state;
	apply("{'r': 'suggestion', 'id': 's1', 'state': 'offered', 'lane': 0, 'n': 1, "
	      "'party': 'spouse', 'purpose': 'suggest', 'phrase': 'p', 'text': 'a', 'tells': 9, "
	      "'contact_of': 'caller'}");
	apply("{'r': 'suggestion', 'id': 's1', 'state': 'blocked', 'reason': 'why'}");
	apply("{'r': 'consent', 'id': 'k1', 'kind': 'x', 'subject': 'caller', 'phrase': 'p', "
	      "'version': 4, 'state': 'requested'}");
	apply("{'r': 'party', 'party': 'spouse', 'member': true, 'platform': 'crm'}");
	assert_int_equal(c->suggestions_count, 1);
	assert_int_equal(c->suggestions[0].tells, 9);
	assert_int_equal(c->suggestions[0].contact_of, ROLE_CALLER);
	assert_string_equal(c->suggestions[0].state, "blocked");
	assert_string_equal(case_text(c, c->suggestions[0].reason), "why");
	assert_int_equal(c->consents[0].version, 4);
	assert_true(c->parties[ROLE_SPOUSE].member);
	assert_string_equal(c->parties[ROLE_SPOUSE].platform, "crm");
}

static void a_message_is_found_by_its_key_and_learns_what_became_of_it(void **state)
{
	(void)state;
	apply("{'r': 'message', 'id': 'm1', 'party': 'caller', 'from': 'agent', 'text': 'a', "
	      "'buttons': false, 'delivery': 'queued', 'key': 'c1-1', 'seq': 1}");
	apply("{'r': 'message', 'id': 'm2', 'party': 'caller', 'from': 'party', 'text': 'b', "
	      "'buttons': false, 'delivery': 'shown'}");
	apply("{'r': 'delivery', 'key': 'c1-1', 'state': 'sent'}");
	apply("{'r': 'delivery', 'key': 'c1-9', 'state': 'dead'}");
	assert_string_equal(case_message_by_key(c, "c1-1")->delivery, "sent");
	assert_string_equal(c->messages[1].delivery, "shown");
	assert_null(case_message_by_key(c, NULL));
	assert_int_equal(c->out_seq, 1);
}

static void closing_and_parking_are_seen_in_the_status(void **state)
{
	(void)state;
	apply("{'r': 'park', 'reason': 'x', 'file': 'f', 'line': 3}");
	assert_int_equal(c->status, CASE_PARKED);
	assert_null(json_object_get(c->parked, "r"));
	apply("{'r': 'close', 'outcome': 'done'}");
	assert_int_equal(c->status, CASE_CLOSED);
	assert_string_equal(case_text(c, c->outcome), "done");
}

static void what_an_agent_typed_is_a_value_and_in_an_old_journal_a_plain_text(void **state)
{
	static const uint8_t some[16] = { 1 };
	(void)state;
	apply("{'r': 'note', 'text': 'x', 'by': 'crm:an old name'}");
	case_value_add(c, "", "by hand", some);
	case_value_add(c, VALUE_OF_AGENTS, "a name", some);
	apply("{'r': 'close', 'outcome': {'v': 1, 'h': 'x'}}");
	apply("{'r': 'note', 'text': 'x', 'by': {'v': 2, 'h': 'x'}}");
	assert_string_equal(case_text(c, c->outcome), "by hand");
	case_values_erase(c, "");
	assert_null(case_text(c, c->outcome));
	assert_string_equal(case_text(c, json_object_get(json_array_get(c->notes, 1), "by")),
	                    "a name");
	case_values_erase(c, VALUE_OF_AGENTS);
	assert_null(case_text(c, json_object_get(json_array_get(c->notes, 1), "by")));
}

static void handlers_and_their_lanes_are_known_until_they_end(void **state)
{
	(void)state;
	apply("{'r': 'step', 'lane': 0, 'n': 1, 'kind': 'whenever', 'is': {'on': 'withdrawal'}, "
	      "'file': 'f', 'line': 1, 'result': null}");
	assert_true(case_handles(c, "withdrawal"));
	assert_false(case_handles(c, "source_complaint"));
	apply("{'r': 'interrupt', 'lane': 1, 'handler': 'withdrawal', 'party': 'caller', "
	      "'event': {'kind': 'withdrawal'}}");
	assert_false(c->lanes[1].ended);
	apply("{'r': 'step', 'lane': 1, 'n': 2, 'kind': 'done', 'is': {}, 'file': 'f', 'line': 1}");
	assert_true(c->lanes[1].ended);
	assert_false(c->lanes[0].ended);
}

/* ---- when it wakes ---- */

static void a_case_wakes_at_its_earliest_limit_or_expiry(void **state)
{
	(void)state;
	assert_int_equal(case_wake_at(c), 0);
	open_wait(0, 1, "confirm", "caller", 5000);
	open_wait(1, 2, "suggest", "spouse", 4000);
	assert_int_equal(case_wake_at(c), 4000);
	apply("{'r': 'consent', 'id': 'k1', 'kind': 'x', 'subject': 'caller', 'phrase': 'p', "
	      "'version': 1, 'legal': {}, 'state': 'granted', 'expires': 3000}");
	assert_int_equal(case_wake_at(c), 3000);
	apply("{'r': 'consent', 'id': 'k1', 'state': 'withdrawn'}");
	assert_int_equal(case_wake_at(c), 4000);
	apply("{'r': 'settle', 'lane': 1, 'n': 2, 'outcome': {'state': 'sent'}}");
	assert_int_equal(case_wake_at(c), 5000);
	apply("{'r': 'close', 'outcome': 'x'}");
	assert_int_equal(case_wake_at(c), 0);
}

/* ---- values ---- */

static const uint8_t salt[16] = { 9, 8, 7 };

static void a_case_that_is_moved_runs_with_the_other_bundle_and_all_else_stays(void **state)
{
	(void)state;
	apply("{'r': 'open', 'flow': 'f', 'bundle': 'old', 'facts': {}, 'parties': {}}");
	apply("{'r': 'bundle', 'bundle': 'new'}");
	assert_string_equal(c->bundle, "new");
	assert_string_equal(c->flow, "f");
}

static void a_consent_keeps_what_its_notice_said_in_law_and_older_ones_have_none(void **state)
{
	(void)state;
	apply("{'r': 'consent', 'id': 'k1', 'kind': 'collection', 'subject': 'passenger', "
	      "'phrase': 'p',"
	      " 'version': 1, 'state': 'requested', 'identity': 'abc', 'values': {'shop': "
	      "'강남점'}}");
	apply("{'r': 'consent', 'id': 'k2', 'kind': 'collection', 'subject': 'passenger', "
	      "'phrase': 'p',"
	      " 'version': 1, 'state': 'requested'}");
	assert_string_equal(c->consents[0].identity, "abc");
	assert_non_null(json_object_get(c->consents[0].values, "shop"));
	assert_string_equal(c->consents[1].identity, "");
	assert_null(c->consents[1].values);
	c->consents[0].outdated = true;
	apply("{'r': 'consent', 'id': 'k1', 'notice': {'v': 1, 'h': 'x'}, 'notice_hash': 'h'}");
	assert_true(c->consents[0].outdated);
	apply("{'r': 'consent', 'id': 'k1', 'state': 'expired', 'evidence': {'kind': "
	      "'notice_changed'}}");
	assert_false(c->consents[0].outdated);
}

static void a_value_is_found_by_its_reference_until_it_is_erased(void **state)
{
	(void)state;
	int64_t own = case_value_add(c, "spouse", "010-1234-5678", salt),
		other = case_value_add(c, "caller", "강남역", salt);
	json_t *ref = case_value_ref(c, own);
	assert_string_equal(case_text(c, ref), "010-1234-5678");
	apply("{'r': 'erase', 'party': 'spouse'}");
	assert_null(case_text(c, ref));
	assert_int_equal(c->values[own - 1].salt[0], 0);
	json_t *kept = case_value_ref(c, other);
	assert_string_equal(case_text(c, kept), "강남역");
	json_decref(kept);
	json_decref(ref);
}

static void a_reference_names_its_text_by_an_hmac_under_the_salt(void **state)
{
	(void)state;
	uint8_t mac[SHA256_BYTES];
	char hex[SHA256_HEX];
	json_t *ref = case_value_ref(c, case_value_add(c, "caller", "강남역", salt));
	crypto_hmac_sha256(salt, sizeof salt, "강남역", strlen("강남역"), mac);
	crypto_hex(mac, sizeof mac, hex);
	assert_string_equal(json_string_value(json_object_get(ref, "h")), hex);
	json_decref(ref);
}

static void values_may_be_loaded_in_any_order_with_gaps(void **state)
{
	(void)state;
	case_value_load(c, 5, "caller", "다섯", salt);
	case_value_load(c, 2, "caller", "둘", salt);
	case_value_load(c, 2, "caller", "이", salt);
	case_value_load(c, 3, "caller", NULL, salt);
	assert_int_equal(c->values_count, 5);
	json_t *two = json_pack("{s:i, s:s}", "v", 2, "h", "x"),
	       *gap = json_pack("{s:i, s:s}", "v", 1, "h", "x"),
	       *beyond = json_pack("{s:i, s:s}", "v", 6, "h", "x");
	assert_string_equal(case_text(c, two), "이");
	assert_null(case_text(c, gap));
	assert_null(case_text(c, beyond));
	assert_int_equal(case_value_add(c, "caller", "여섯", salt), 6);
	case_values_erase(c, "caller");
	json_decref(two);
	json_decref(gap);
	json_decref(beyond);
}

static void revealing_opens_references_at_any_depth_and_erased_ones_as_null(void **state)
{
	(void)state;
	int64_t a = case_value_add(c, "caller", "하나", salt),
		b = case_value_add(c, "spouse", "둘", salt);
	json_t *doc = json_pack("{s:[o, {s:o}], s:i}", "list", case_value_ref(c, a), "deep",
	                        case_value_ref(c, b), "n", 7);
	case_values_erase(c, "spouse");
	json_t *open = case_reveal(c, doc),
	       *want = json_pack("{s:[s, {s:n}], s:i}", "list", "하나", "deep", "n", 7);
	assert_true(json_equal(open, want));
	json_decref(open);
	json_decref(want);
	json_decref(doc);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
	const struct CMUnitTest tests[] = {
		T(an_unknown_record_is_refused_and_says_so),
		T(a_record_without_what_its_row_needs_is_refused),
		T(open_takes_facts_and_parties_over),
		T(a_party_changes_only_in_what_its_record_names),
		T(a_step_takes_the_place_of_the_answered_wait_of_its_lane_only),
		T(a_question_is_open_until_it_is_answered),
		T(a_consent_keeps_every_change_with_its_time_turn_and_evidence),
		T(a_suggestion_keeps_what_it_tells_and_a_consent_its_version),
		T(a_message_is_found_by_its_key_and_learns_what_became_of_it),
		T(closing_and_parking_are_seen_in_the_status),
		T(what_an_agent_typed_is_a_value_and_in_an_old_journal_a_plain_text),
		T(handlers_and_their_lanes_are_known_until_they_end),
		T(a_case_wakes_at_its_earliest_limit_or_expiry),
		T(a_case_that_is_moved_runs_with_the_other_bundle_and_all_else_stays),
		T(a_consent_keeps_what_its_notice_said_in_law_and_older_ones_have_none),
		T(a_value_is_found_by_its_reference_until_it_is_erased),
		T(a_reference_names_its_text_by_an_hmac_under_the_salt),
		T(values_may_be_loaded_in_any_order_with_gaps),
		T(revealing_opens_references_at_any_depth_and_erased_ones_as_null),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
