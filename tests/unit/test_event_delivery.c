/* What a platform tells of a message counts from whenever it comes: before the message's own row has ended, too. */
#include "case_world.h"

#include "channel.h"
#include "store.h"

static const struct channel talk[] = {
	{ .name = "talk", .text_max = 1000, .sessions = true, .invite = "sms" },
	{ .name = "chat", .text_max = 1000 },
};
static const struct channels channels = { .list = talk,
	                                  .count = COUNT_OF(talk),
	                                  .people_on = "talk" };

static const char says_something[] = "caller:confirm(say.caller_identity)\n"
				     "case:wait(hours(100))\n";

static const struct message *said(void)
{
	assert_true(w.c->messages_count > 0);
	return &w.c->messages[0];
}

static void opens_on_chat(void)
{
	world_channels = &channels;
	world_open(says_something, "{'parties': {'caller': {'platform': 'chat', 'mode': 'bot'}}}");
	w.speaks_for[0] = "chat";
	assert_string_equal(said()->delivery, "queued");
}

/* The end of that row, under the platform's name for its message. */
static void row_ends(const char *key, const char *state, const char *remote_id)
{
	const struct store_out row = { .key = key, .state = state, .remote_id = remote_id };
	w.row = &row;
	happens(EVENT("delivery", "{s:s, s:s}", "key", key, "state", state));
	w.row = NULL;
}

static enum err_code reports(const char *name, const char *value, const char *state)
{
	return EVENT("delivery", "{s:s, s:s, s:s, s:s}", "party", "caller", name, value, "state",
	             state, "reason", "표시되지 않음");
}

static void a_report_under_the_platforms_name_counts_when_its_row_ends(void **state)
{
	(void)state;
	opens_on_chat();
	happens(reports("message", "M1", "dead"));
	assert_string_equal(said()->delivery, "queued");
	row_ends(said()->key, "sent", "M1");
	assert_string_equal(said()->delivery, "dead");
	assert_string_equal(said()->reason, "표시되지 않음");
}

static void and_of_another_message_it_does_not(void **state)
{
	(void)state;
	opens_on_chat();
	happens(reports("message", "M2", "dead"));
	row_ends(said()->key, "sent", "M1");
	assert_string_equal(said()->delivery, "sent");
	assert_null(said()->reason);
}

static void where_nothing_is_under_way_nothing_is_kept_of_it(void **state)
{
	(void)state;
	opens_on_chat();
	row_ends(said()->key, "sent", "M1");
	refused(reports("message", "M2", "dead"), E_CONFLICT, "on its way");
	assert_null(w.c->reports);
}

static void a_report_by_our_key_is_not_taken_back_by_the_older_answer(void **state)
{
	(void)state;
	opens_on_chat();
	happens(reports("key", said()->key, "dead"));
	assert_string_equal(said()->delivery, "dead");
	row_ends(said()->key, "sent", "M1");
	assert_string_equal(said()->delivery, "dead");
}

static void nor_is_one_of_an_invitation(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open(says_something, "{'parties': {'caller': {'platform': 'talk', 'mode': 'bot', "
	                           "'phone': '010-1234-5678'}}}");
	const struct party *p = &w.c->parties[ROLE_CALLER];
	assert_string_equal(p->invite_state, "queued");
	happens(reports("key", p->invite_key, "unknown"));
	row_ends(p->invite_key, "sent", "R1");
	assert_string_equal(p->invite_state, "unknown");
}

static void of_the_many_reports_of_a_long_case_the_newest_are_kept(void **state)
{
	(void)state;
	opens_on_chat();
	for (int i = 0; i < 100; i++) {
		char name[16];
		snprintf(name, sizeof name, "M%d", i);
		happens(reports("message", name, "dead"));
	}
	assert_int_equal(json_array_size(w.c->reports), 32);
	row_ends(said()->key, "sent", "M99");
	assert_string_equal(said()->delivery, "dead");
}

/* The caller's session turns out to be over: what was said to him last has not come. */
static void a_session_that_was_over(unsigned tells)
{
	world_channels = &channels;
	world_open(says_something, "{'parties': {'caller': {'platform': 'talk', 'mode': 'bot', "
	                           "'address': 'u-1', 'phone': '010-1234-5678'}}}");
	w.speaks_for[0] = "talk";
	if (tells)
		w.c->messages[0].tells = tells;
	assert_true(question_to(ROLE_CALLER)->served_at_ms > 0);
	happens(EVENT("session", "{s:s, s:b, s:b}", "party", "caller", "open", 0, "unshown", 1));
}

static void what_a_session_that_was_over_refused_is_said_in_the_next_one(void **state)
{
	(void)state;
	a_session_that_was_over(0);
	assert_int_equal(w.c->held_count, 1);
	assert_string_equal(said()->delivery, "dead");
	assert_int_equal(question_to(ROLE_CALLER)->served_at_ms, 0);
	assert_non_null(w.c->parties[ROLE_CALLER].invite_key);
	happens(EVENT("session", "{s:s, s:b}", "party", "caller", "open", 1));
	assert_int_equal(w.c->held_count, 0);
	assert_int_equal(w.c->messages_count, 2);
	assert_true(question_to(ROLE_CALLER)->served_at_ms > 0);
}

/* As the flow puts it, whatever its pieces looked like. */
static void a_question_that_was_cut_is_put_whole_again(void **state)
{
	(void)state;
	static const struct channel narrow[] = {
		{ .name = "talk", .text_max = 60, .sessions = true }
	};
	static const struct channels cut = { .list = narrow, .count = 1, .people_on = "talk" };
	world_channels = &cut;
	world_open(says_something, "{'parties': {'caller': {'platform': 'talk', 'mode': 'bot', "
	                           "'address': 'u-1'}}}");
	w.speaks_for[0] = "talk";
	size_t pieces = w.c->messages_count;
	assert_true(pieces > 1);
	happens(EVENT("session", "{s:s, s:b, s:b}", "party", "caller", "open", 0, "unshown", 1));
	assert_int_equal(w.c->held_count, 1);
	assert_string_equal(w.c->messages[0].delivery, "dead");
	happens(EVENT("session", "{s:s, s:b}", "party", "caller", "open", 1));
	assert_int_equal(w.c->messages_count, 2 * pieces);
	for (size_t i = 0; i < pieces; i++)
		assert_string_equal(case_text(w.c, w.c->messages[i].text),
		                    case_text(w.c, w.c->messages[pieces + i].text));
}

static void but_not_where_nobody_knows_what_it_tells(void **state)
{
	(void)state;
	a_session_that_was_over(TELLS_UNKNOWN); /* as of a journal from before that was kept */
	assert_int_equal(w.c->held_count, 0);
}

/* ---- what an agent decides about it ---- */

static enum err_code resolves(const char *id, const char *act)
{
	return EVENT("resolve", "{s:s, s:s}", "message", id, "act", act);
}

static void a_doubtful_question_is_asked_again_only_once_and_then_answered(void **state)
{
	(void)state;
	opens_on_chat();
	refused(resolves("m1", "again"), E_CONFLICT, "nothing to decide");
	row_ends(said()->key, "unknown", NULL);
	happens(resolves("m1", "again"));
	assert_int_equal(w.c->messages_count, 2);
	const struct message *again = &w.c->messages[1];
	assert_string_equal(case_text(w.c, again->text), case_text(w.c, said()->text));
	assert_true(again->buttons);
	assert_string_equal(said()->resolved, "again");
	assert_int_equal(json_array_size(w.outs), 2);
	refused(resolves("m1", "again"), E_CONFLICT, "again");
	row_ends(again->key, "sent", NULL);
	w.source = "chat";
	happens(press(ROLE_CALLER, "yes"));
	assert_null(case_question(w.c, ROLE_CALLER));
	w.source = "console";
}

static void what_was_found_out_about_it_is_its_end(void **state)
{
	(void)state;
	opens_on_chat();
	row_ends(said()->key, "unknown", NULL);
	happens(resolves("m1", "lost"));
	assert_string_equal(said()->delivery, "dead");
	refused(resolves("m1", "arrived"), E_CONFLICT, "in doubt");
	happens(resolves("m1", "again")); /* now that it is known */
	row_ends(w.c->messages[1].key, "unknown", NULL);
	happens(resolves(w.c->messages[1].id, "arrived"));
	assert_string_equal(w.c->messages[1].delivery, "sent");
}

static void somebody_with_a_name_decides_it(void **state)
{
	(void)state;
	opens_on_chat();
	row_ends(said()->key, "unknown", NULL);
	w.source = "api:crm";
	refused(resolves("m1", "again"), E_FORBIDDEN, "by:");
	w.source = "console";
	refused(resolves("m1", "burn"), E_INPUT, "again, arrived or lost");
	refused(resolves("m9", "again"), E_NOT_FOUND, "m9");
}

static void what_may_not_be_told_any_more_is_not_said_again(void **state)
{
	(void)state;
	world_channels = &channels;
	world_open("caller:consent(say.delegation, { delegate = passenger })\n"
	           "passenger:suggest(say.consult_opening)\ncase:wait(hours(100))\n",
	           "{'parties': {'passenger': {'platform': 'chat', 'member': true, 'mode': 'bot'},"
	           " 'caller': {'platform': 'console', 'mode': 'bot'}}}");
	w.speaks_for[0] = "console";
	happens(press(ROLE_CALLER, "yes"));
	const struct message *m = &w.c->messages[w.c->messages_count - 1];
	assert_int_equal(m->party, ROLE_PASSENGER);
	char *id = xstrdup(m->id);
	row_ends(m->key, "unknown", NULL);
	happens(marks(ROLE_CALLER, "withdrawal"));
	refused(resolves(id, "again"), E_GATE, "상담 위임 동의");
	free(id);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_teardown(name, world_end)
		T(a_report_under_the_platforms_name_counts_when_its_row_ends),
		T(and_of_another_message_it_does_not),
		T(where_nothing_is_under_way_nothing_is_kept_of_it),
		T(a_report_by_our_key_is_not_taken_back_by_the_older_answer),
		T(nor_is_one_of_an_invitation),
		T(what_a_session_that_was_over_refused_is_said_in_the_next_one),
		T(a_question_that_was_cut_is_put_whole_again),
		T(but_not_where_nobody_knows_what_it_tells),
		T(a_doubtful_question_is_asked_again_only_once_and_then_answered),
		T(what_was_found_out_about_it_is_its_end),
		T(somebody_with_a_name_decides_it),
		T(what_may_not_be_told_any_more_is_not_said_again),
		T(of_the_many_reports_of_a_long_case_the_newest_are_kept),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
