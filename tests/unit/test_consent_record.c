/* test_consent_record.c: what stands in the record of a consent, beside who and when: every text that was shown, by whom
 * and how, and what became of it. */
#include "case_world.h"

static const char asks[] = "caller:consent(say.delegation, { delegate = passenger })\n"
			   "case:wait(hours(100))\n";
static const char by_chat[] = "{'parties': {'caller': {'platform': 'chat', 'address': 'room-1'}}}";

/* consents[0] of the document. Borrowed until the fourth call from here. */
static json_t *recorded(void)
{
	static json_t *docs[4];
	static size_t calls;
	json_t **doc = &docs[calls++ % COUNT_OF(docs)];
	json_decref(*doc);
	*doc = consent_document(w.c);
	return json_array_get(json_object_get(*doc, "consents"), 0);
}

/* A member by its path: "history.1.evidence.kind"; "" where it is not there or null. */
static const char *at(const char *path)
{
	json_t *v = recorded();
	char *copy = xstrdup(path), *rest = copy, *name;
	while ((name = strsep(&rest, ".")))
		v = json_is_array(v) ? json_array_get(v, (size_t)atoi(name))
		                     : json_object_get(v, name);
	free(copy);
	return json_is_string(v) ? json_string_value(v) : json_is_true(v) ? "true" : "";
}

static size_t changes(void)
{
	return json_array_size(json_object_get(recorded(), "history"));
}

static void a_notice_that_was_only_offered_was_not_shown(void **state)
{
	(void)state;
	world_open(asks, NULL);
	assert_int_equal(changes(), 1);
	assert_string_equal(at("history.0.evidence.kind"), "flow");
	assert_null(json_object_get(json_array_get(json_object_get(recorded(), "history"), 0),
	                            "shown"));
	assert_true(json_is_null(json_object_get(recorded(), "served_at")));
	assert_string_equal(at("notice.text"), "");
	assert_string_equal(at("notice.bundle"), w.c->bundle);
}

static void who_sent_it_and_by_which_event_is_recorded(void **state)
{
	(void)state;
	world_open(asks, NULL);
	happens(agent("send", NULL));
	assert_string_equal(at("history.1.state"), "requested");
	assert_string_equal(at("history.1.evidence.kind"), "sent");
	assert_string_equal(at("history.1.evidence.from"), "agent");
	assert_string_equal(at("history.1.evidence.by"), "김하나");
	assert_string_equal(at("history.1.evidence.source"), "console");
	assert_string_equal(at("history.1.evidence.event"), "e1");
	assert_string_equal(at("history.1.evidence.channel"), "console");
	assert_string_equal(at("history.1.evidence.edited"), "");
	assert_string_equal(at("history.1.shown.text"), at("notice.text"));
	assert_string_equal(at("history.1.shown.delivery"), "shown");
}

static void an_edited_notice_stands_as_it_was_sent(void **state)
{
	(void)state;
	world_open(asks, NULL);
	char *text = xasprintf("안녕하세요. %s", case_text(w.c, newest_suggestion()->text));
	happens(agent("edit", text));
	assert_string_equal(at("notice.text"), text);
	assert_string_equal(at("history.1.shown.text"), text);
	assert_string_equal(at("history.1.evidence.edited"), "true");
	free(text);
}

static void what_is_read_out_goes_over_no_channel(void **state)
{
	(void)state;
	world_open(asks, NULL);
	happens(attest(ROLE_CALLER, "yes", "phone"));
	assert_string_equal(at("history.1.evidence.kind"), "read_out");
	assert_string_equal(at("history.1.evidence.channel"), "");
	assert_string_equal(at("history.1.shown.delivery"), "spoken");
	assert_string_equal(at("history.2.evidence.kind"), "attested");
	assert_string_equal(at("history.2.evidence.method"), "phone");
	assert_string_equal(at("history.2.evidence.by"), "김하나");
}

static void what_the_engine_says_itself_names_no_agent(void **state)
{
	(void)state;
	world_open(asks, "{'parties': {'caller': {'mode': 'bot'}}}");
	assert_string_equal(at("history.1.evidence.from"), "engine");
	assert_string_equal(at("history.1.evidence.by"), "");
	assert_string_equal(at("history.1.evidence.event"), "");
}

static void each_text_that_was_shown_stays_in_the_record(void **state)
{
	(void)state;
	world_open(asks, NULL);
	char *own = xasprintf("%s", case_text(w.c, newest_suggestion()->text));
	char *edited = xasprintf("(수정) %s", own);
	happens(agent("edit", edited));
	happens(writes(ROLE_CALLER, "그게 무슨 말인가요?"));
	happens(agent("send", NULL)); /* asked again in the phrase's own words */
	assert_int_equal(changes(), 3);
	assert_string_equal(at("history.1.shown.text"), edited);
	assert_string_equal(at("history.2.shown.text"), own);
	assert_string_equal(at("notice.text"), own);
	char *first = xstrdup(at("history.1.shown.sha256"));
	assert_string_not_equal(first, at("history.2.shown.sha256"));
	assert_string_equal(at("notice.sha256"), at("history.2.shown.sha256"));
	free(first);
	free(edited);
	free(own);
}

static void the_label_of_the_button_is_recorded(void **state)
{
	(void)state;
	world_open(asks, NULL);
	delegate();
	assert_string_equal(at("history.2.evidence.choice"), "yes");
	assert_string_equal(at("history.2.evidence.label"), "네");
}

static void what_became_of_its_message_is_recorded(void **state)
{
	(void)state;
	static const char *const ends[] = { "sent", "unknown", "dead" };
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		world_open(asks, by_chat);
		happens(agent("send", NULL));
		assert_string_equal(at("history.1.evidence.channel"), "chat");
		assert_string_equal(at("history.1.shown.delivery"), "queued");
		int64_t turn = w.c->consents_turn;
		w.source = "outbox";
		happens(EVENT("delivery", "{s:s, s:s}", "key", "c1-1", "state", ends[i]));
		assert_string_equal(at("history.1.shown.delivery"), ends[i]);
		assert_int_equal(w.c->consents_turn, turn + 1);
		world_end(state);
	}
}

static void what_becomes_of_another_message_does_not_touch_the_record(void **state)
{
	(void)state;
	world_open(asks, by_chat);
	happens(agent("send", NULL));
	happens(EVENT("words", "{s:s, s:s}", "party", "caller", "text", "잠시만요."));
	int64_t turn = w.c->consents_turn;
	w.source = "outbox";
	happens(EVENT("delivery", "{s:s, s:s}", "key", "c1-2", "state", "sent"));
	assert_int_equal(w.c->consents_turn, turn);
}

static void what_the_notice_says_of_the_items_is_recorded_where_the_flow_names_none(void **state)
{
	(void)state;
	world_open("caller:consent(say.collection_notice)\ncase:wait(hours(100))\n", NULL);
	assert_string_equal(at("items.0"), at("notice.legal.items"));
	assert_true(*at("items.0") && *at("purpose") && *at("retention"));
	world_end(state);
	world_open("caller:consent(say.collection_notice, { items = { 'phone', 'trip' } })\n"
	           "case:wait(hours(100))\n",
	           NULL);
	assert_string_equal(at("items.0"), "phone");
	assert_string_equal(at("items.1"), "trip");
}

/* As journals have it from before the serving was recorded so. */
static void an_old_record_is_read_as_it_was(void **state)
{
	static const char *const records[] = {
		"{'r': 'open', 'flow': 'f', 'bundle': 'b', 'facts': {}, 'parties': {}}",
		/* one text each */
		("{'r': 'consent', 'id': 'k1', 'kind': 'collection', 'subject': 'spouse', "
		 "'phrase': 'p', 'version': 1, 'legal': {}, 'state': 'requested', 'evidence': "
		 "{'kind': 'flow'}}"),
		("{'r': 'consent', 'id': 'k1', 'notice': {'v': 1, 'h': 'x'}, 'notice_hash': "
		 "'0123', 'served': 1000, 'state': 'requested', 'evidence': {'kind': 'sent'}}"),
	};
	static const uint8_t salt[16] = { 1 };
	struct err e = { 0 };
	(void)state;
	w = (struct world){ .c = case_new("c1") };
	case_value_add(w.c, "", "동의하시나요?", salt);
	w.c->turn = 1;
	for (size_t i = 0; i < COUNT_OF(records); i++) {
		json_t *r = json_of(records[i]);
		assert_int_equal(case_apply(w.c, 1000, r, &e), 0);
		json_decref(r);
	}
	assert_string_equal(at("history.1.shown.text"), "동의하시나요?");
	assert_string_equal(at("history.1.shown.sha256"), "0123");
	assert_string_equal(at("history.1.shown.delivery"), "");
	assert_string_equal(at("notice.bundle"), "b");
	assert_true(
		json_is_null(json_object_get(json_object_get(recorded(), "notice"), "identity")));
	case_free(w.c);
	w.c = NULL;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_teardown(name, world_end)
		T(a_notice_that_was_only_offered_was_not_shown),
		T(who_sent_it_and_by_which_event_is_recorded),
		T(an_edited_notice_stands_as_it_was_sent),
		T(what_is_read_out_goes_over_no_channel),
		T(what_the_engine_says_itself_names_no_agent),
		T(each_text_that_was_shown_stays_in_the_record),
		T(the_label_of_the_button_is_recorded),
		T(what_became_of_its_message_is_recorded),
		T(what_becomes_of_another_message_does_not_touch_the_record),
		T(what_the_notice_says_of_the_items_is_recorded_where_the_flow_names_none),
		T(an_old_record_is_read_as_it_was),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
