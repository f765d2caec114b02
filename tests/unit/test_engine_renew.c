/* A notice changes under cases that run: the gate shuts at once, and what crosses that moment is neither lost nor done
 * twice. */
#include "target_world.h"

#include "consent.h"

static const char *const files[] = { "phrases/ko.lua", "policy.lua", "vehicle_owner/flow.lua" };
static char *flows;

static void put(const char *file, const char *text)
{
	char *path = xasprintf("%s/%s", flows, file);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fputs(text, f) >= 0, 1);
	fclose(f);
	free(path);
}

static char *text_of(const char *dir, const char *file)
{
	char *path = xasprintf("%s/%s", dir, file);
	char *text = file_read(path, 1 << 20, NULL, NULL);
	assert_non_null(text);
	free(path);
	return text;
}

static void edit(const char *file, const char *old, const char *by)
{
	char *text = text_of(flows, file), *at = strstr(text, old);
	struct buf out = { 0 };
	assert_non_null(at);
	for (const char *from = text;; from = at + strlen(old)) {
		at = strstr(from, old);
		if (!at) {
			buf_adds(&out, from);
			break;
		}
		buf_add(&out, from, (size_t)(at - from));
		buf_adds(&out, by);
	}
	put(file, out.data);
	buf_free(&out);
	free(text);
}

static int begin(void **state)
{
	int rc = world_begin(state);
	world_close();
	flows = xasprintf("%s/flows", world.dir);
	const char *const folders[] = { "", "/phrases", "/vehicle_owner" };
	for (size_t i = 0; i < COUNT_OF(folders); i++) {
		char *path = xasprintf("%s%s", flows, folders[i]);
		assert_int_equal(mkdir(path, 0700), 0);
		free(path);
	}
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		char *text = text_of("flows", files[i]);
		put(files[i], text);
		free(text);
	}
	world.flows = flows;
	world_open(0);
	return rc;
}

static int finish(void **state)
{
	int rc = desk_end(state);
	free(flows);
	return rc;
}

static const char old_words[] = "문의 처리가 끝날 때까지이며",
		  new_words[] = "문의 처리가 끝난 뒤 1년까지이며";

static void reload(void)
{
	struct err e = { 0 };
	if (engine_reload_flows(world.g, &e))
		fail_msg("%s", e.text);
}

static void change(void)
{
	edit("phrases/ko.lua", old_words, new_words);
	reload();
}

#define NON_MEMBER_ASKS(platform)                                                              \
	"{'facts': {'topic': 'accident', 'trip_date': '2026-11-20', 'origin': '강남역',"    \
	" 'destination': '판교역', 'agent_name': '김하나', 'inbound': 'vehicle_owner'}," \
	" 'parties': {'caller': {'member': true, 'mode': 'bot', 'platform': " platform "},"    \
	" 'vehicle_owner': {'member': false, 'mode': 'bot'}}}"

/* The owner has agreed to collection, the caller to delegation; the owner is served by an agent. */
static void open_agreed_as(char id[64], const char *body)
{
	struct told t;
	take(&t, "", "open", NULL, body);
	settle();
	assert_int_equal(t.err.code, E_NONE);
	snprintf(id, 64, "%s", t.case_id);
	presses(id, "vehicle_owner", "yes");
	presses(id, "vehicle_owner", "yes");
	does(id, "mode", "{'party': 'vehicle_owner', 'mode': 'assist'}");
	for (int i = 0; i < 3; i++)
		presses(id, "caller", "yes");
}

static void open_agreed(char id[64])
{
	open_agreed_as(id, NON_MEMBER_ASKS("'console'"));
}

/* "collection granted, delegation granted" */
static void expect_states(const char *id, const char *should)
{
	const struct support_case *c = seen(id);
	struct buf is = { 0 };
	for (size_t i = 0; i < c->consents_count; i++)
		buf_addf(&is, "%s%s %s", i ? ", " : "", c->consents[i].kind, c->consents[i].state);
	if (strcmp(is.data, should))
		fail_msg("is: %s\nshould: %s", is.data, should);
	buf_free(&is);
}

static const char agreed[] = "collection granted, delegation granted";
static const char asked_again[] = "collection expired, delegation granted, collection requested";

static void the_gate_is_shut_before_the_reload_returns_and_when_a_case_is_read_again(void **state)
{
	char loaded[64], dropped[64];
	(void)state;
	world_close();
	world_open(1);
	open_agreed(dropped);
	open_agreed(loaded);
	engine_tick(world.g);
	assert_true(may_tell_the_owner(dropped));
	assert_true(may_tell_the_owner(loaded));
	engine_tick(world.g);
	change();
	assert_false(may_tell_the_owner(loaded));
	assert_false(may_tell_the_owner(dropped));
	expect_states(loaded, agreed); /* nothing is durable yet */
	settle();
	expect_states(loaded, asked_again);
	expect_states(dropped, asked_again);
	assert_false(may_tell_the_owner(loaded));
}

/* ends.h: the case is read anew, on other flows, and its journal does not know yet that the message was sent. */
static void what_was_sent_before_stays_so_and_is_recorded_with_it(void **state)
{
	char id[64];
	(void)state;
	desk_begin();
	open_agreed_as(id, NON_MEMBER_ASKS("'desk'"));
	does(id, "words", "{'party': 'caller', 'text': '잠시만요'}");
	for (int i = 0; i < 4; i++)
		desk_answers(200);
	int64_t turn = turns_of(id);
	change();
	settle();
	expect_states(id, asked_again);
	for (size_t i = 0; i < seen(id)->messages_count; i++)
		if (seen(id)->messages[i].key)
			assert_string_equal(seen(id)->messages[i].delivery, "sent");
	struct last_turn l = last_turn(id);
	assert_int_equal(l.turn, turn + 1);
	assert_ptr_equal(strstr(l.records, "[{\"key\":"), l.records);
	free(l.records);
}

static void a_change_that_is_taken_back_at_once_leaves_all_as_it_was(void **state)
{
	char id[64];
	(void)state;
	open_agreed(id);
	int64_t turn = seen(id)->turn;
	change();
	edit("phrases/ko.lua", new_words, old_words);
	reload();
	settle();
	expect_states(id, agreed);
	assert_int_equal(seen(id)->turn, turn);
	assert_true(may_tell_the_owner(id));
}

static void a_disk_that_is_busy_delays_it_and_the_gate_stays_shut(void **state)
{
	char id[64];
	struct engine_figures before, after;
	(void)state;
	open_agreed(id);
	engine_figures(world.g, &before);
	change();
	world.busy_commits = 1;
	do {
		loop_step(world.loop, true);
		engine_figures(world.g, &after);
	} while (after.commits == before.commits);
	assert_false(may_tell_the_owner(id));
	expect_states(id, agreed);
	later(1000);
	engine_tick(world.g);
	settle();
	expect_states(id, asked_again);
}

static void a_withdrawal_on_its_way_is_not_asked_again(void **state)
{
	char id[64];
	struct told note, mark;
	(void)state;
	open_agreed(id);
	take(&note, id, "note", NULL, "{'text': '적어 둠'}");
	take(&mark, id, "mark", NULL, "{'party': 'vehicle_owner', 'mark': 'withdrawal'}");
	change();
	settle();
	assert_int_equal(mark.err.code, E_NONE);
	expect_states(id, "collection withdrawn, delegation granted");
	assert_false(may_tell_the_owner(id));
}

static void an_answer_on_its_way_to_the_old_words_is_asked_again_once(void **state)
{
	char id[64];
	struct told t, yes;
	(void)state;
	take(&t, "", "open", NULL, NON_MEMBER_ASKS("'console'"));
	settle();
	snprintf(id, sizeof id, "%s", t.case_id);
	presses(id, "vehicle_owner", "yes");
	press(&yes, id, "vehicle_owner", "yes");
	change();
	settle();
	assert_int_equal(yes.err.code, E_NONE);
	expect_states(id, "collection expired, collection requested");
	const struct consent *first = &seen(id)->consents[0];
	assert_string_equal(first->history[first->history_count - 2].state, "granted");
	presses(id, "vehicle_owner", "yes");
	expect_states(id, "collection expired, collection granted");
}

static void many_cases_are_taken_a_few_at_a_time(void **state)
{
	enum { CASES = 40, AT_ONCE = 8 };
	char id[CASES][64];
	struct engine_figures before, after;
	(void)state;
	for (int i = 0; i < CASES; i++)
		open_agreed(id[i]);
	engine_figures(world.g, &before);
	change();
	engine_tick(world.g);
	engine_figures(world.g, &after);
	assert_int_equal(after.events - before.events, AT_ONCE);
	settle();
	engine_figures(world.g, &after);
	assert_int_equal(after.events - before.events, CASES);
	for (int i = 0; i < CASES; i++)
		expect_states(id[i], asked_again);
}

static void a_start_asks_again_what_a_stop_left_undone(void **state)
{
	char id[64];
	(void)state;
	open_agreed(id);
	change();
	world_close(); /* before any event was taken */
	world_open(0);
	assert_false(may_tell_the_owner(id));
	settle();
	expect_states(id, asked_again);
	int64_t turn = seen(id)->turn;
	world_close();
	world_open(0);
	settle();
	assert_int_equal(seen(id)->turn, turn);
}

static void a_case_that_was_moved_replays_and_may_be_moved_once_more(void **state)
{
	char id[64];
	(void)state;
	open_agreed(id);
	change();
	settle();
	edit("phrases/ko.lua", new_words, "문의 처리가 끝난 뒤 2년까지이며");
	world_close();
	world_open(0);
	settle();
	expect_states(
		id,
		"collection expired, delegation granted, collection expired, collection requested");
	const struct suggestion *s = offered(id, ROLE_VEHICLE_OWNER);
	assert_non_null(s);
	assert_non_null(strstr(case_text(seen(id), s->text), "2년까지"));
	assert_int_equal(seen(id)->status, CASE_OPEN);
	char *act = xasprintf("{'suggestion': '%s', 'act': 'send'}", s->id);
	does(id, "suggestion", act);
	free(act);
	presses(id, "vehicle_owner", "yes");
	assert_string_equal(offered(id, ROLE_VEHICLE_OWNER)->phrase, "consult_opening");
	assert_true(may_tell_the_owner(id));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, finish)
	const struct CMUnitTest tests[] = {
		TEST(the_gate_is_shut_before_the_reload_returns_and_when_a_case_is_read_again),
		TEST(what_was_sent_before_stays_so_and_is_recorded_with_it),
		TEST(a_change_that_is_taken_back_at_once_leaves_all_as_it_was),
		TEST(a_disk_that_is_busy_delays_it_and_the_gate_stays_shut),
		TEST(a_withdrawal_on_its_way_is_not_asked_again),
		TEST(an_answer_on_its_way_to_the_old_words_is_asked_again_once),
		TEST(many_cases_are_taken_a_few_at_a_time),
		TEST(a_start_asks_again_what_a_stop_left_undone),
		TEST(a_case_that_was_moved_replays_and_may_be_moved_once_more),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
