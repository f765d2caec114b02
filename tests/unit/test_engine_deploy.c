/* Flows come into use under open cases: what crosses that moment, what a stop or a busy disk leaves undone, and cases
 * whose own bundle is gone. */
#include "deploy_world.h"

#include "verdict.h"

static const struct edit *edit_named(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(corpus); i++)
		if (!strcmp(corpus[i].name, name))
			return &corpus[i];
	fail_msg("no edit %s", name);
	return NULL;
}

static void begin_deploy(struct deployed *d, const char *edit)
{
	*d = (struct deployed){ 0 };
	engine_deploy(world.g, edited_set(edit_named(edit)), "김하나", "flows", on_deployed, d);
}

/* In force, and no open case has been looked at yet. */
static void come_into_force(const char *edit)
{
	struct deployed d;
	begin_deploy(&d, edit);
	while (!d.times)
		loop_step(world.loop, true);
	assert_int_equal(d.err.code, E_NONE);
}

static void deploy(const char *edit)
{
	come_into_force(edit);
	settle();
}

static bool is_on_new(const char *id)
{
	const struct support_case *c = seen(id);
	return !strcmp(bundle_hash(flow_set_get(engine_flows(world.g), c->flow)), c->bundle);
}

static int add_records(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	(void)turn, (void)at_ms;
	buf_adds(arg, records);
	return 0;
}

/* Both stand in the journal, in this order. */
static void expect_order(const char *id, const char *first, const char *then)
{
	struct err e = { 0 };
	struct buf all = { 0 };
	assert_int_equal(world.real->turns(world.store, id, add_records, &all, &e), 0);
	const char *a = strstr(all.data, first), *b = strstr(all.data, then);
	if (!a || !b || a > b)
		fail_msg("not '%s' and then '%s' in: %s", first, then, all.data);
	buf_free(&all);
}

/* The label of the first button of the newest message that has some. Caller frees. */
static char *button_of(const char *id)
{
	json_t *view = shown(id), *m;
	const json_t *buttons = NULL;
	size_t i;
	json_array_foreach(json_object_get(view, "messages"), i, m)
	{
		if (json_array_size(json_object_get(m, "buttons")))
			buttons = json_object_get(m, "buttons");
	}
	const json_t *first = json_array_get(buttons, 0);
	char *label = xstrdup(json_string_value(json_object_get(first, "label")));
	json_decref(view);
	return label;
}

static void expect_button(const char *id, const char *should)
{
	char *label = button_of(id);
	assert_string_equal(label, should);
	free(label);
}

static void a_question_that_nobody_has_seen_yet_has_the_new_buttons(void **state)
{
	char id[64];
	(void)state;
	open_as(id, "{'facts': {'topic': 'accident', 'trip_date': '2026-11-20', 'origin': '강남역',"
	            " 'destination': '판교역', 'agent_name': '김하나', 'inbound': 'vehicle_owner'},"
	            " 'parties': {'caller': {'member': true},"
	            " 'vehicle_owner': {'member': true, 'mode': 'assist'}}}");
	deploy("other buttons");
	char *body = xasprintf("{'suggestion': '%s', 'act': 'send'}",
	                       offered(id, ROLE_VEHICLE_OWNER)->id);
	does(id, "suggestion", body);
	free(body);
	expect_button(id, "예");
}

static void an_open_question_keeps_the_buttons_that_people_see(void **state)
{
	char id[64];
	struct told t;
	(void)state;
	open_case(id);
	deploy("other buttons");
	assert_true(is_on_new(id));
	expect_button(id, "네");
	json_t *view = shown(id);
	assert_int_equal(json_array_size(json_object_get(view, "bundles")), 2);
	json_decref(view);
	world_close();
	world_open(0); /* it is in the journal */
	char *body = xasprintf("{'party': 'vehicle_owner', 'question': 'q%lld', 'label': '네'}",
	                       (long long)case_question(seen(id), ROLE_VEHICLE_OWNER)->n);
	take(&t, id, "button", NULL, body);
	free(body);
	settle();
	assert_int_equal(t.err.code, E_NONE);
	assert_null(case_question(seen(id), ROLE_VEHICLE_OWNER));
	expect_button(id, "예");
}

static void what_comes_before_the_case_was_looked_at_finds_it_moved(void **state)
{
	char id[64];
	struct told t;
	(void)state;
	open_asked(id);
	come_into_force("text fix");
	take(&t, id, "note", NULL, "{'text': '바로'}");
	settle();
	assert_int_equal(t.err.code, E_NONE);
	assert_true(is_on_new(id));
	expect_order(id, "\"r\":\"bundle\"", "\"kind\":\"note\"");
}

static void what_is_being_written_as_it_comes_into_force_is_done_first(void **state)
{
	char id[64];
	struct told a, b;
	struct deployed d;
	(void)state;
	open_asked(id);
	take(&a, id, "note", NULL, "{'text': '먼저'}");
	begin_deploy(&d, "text fix");
	take(&b, id, "mode", NULL, "{'party': 'caller', 'mode': 'assist'}");
	settle();
	assert_int_equal(a.err.code, E_NONE);
	assert_int_equal(b.err.code, E_NONE);
	assert_true(is_on_new(id));
	expect_order(id, "\"kind\":\"note\"", "\"r\":\"bundle\"");
}

/* Opened with the old flows, by a turn that is being written while the new ones come into force. */
static void a_case_that_is_being_opened_is_looked_at_too(void **state)
{
	struct told t;
	struct deployed d;
	(void)state;
	begin_deploy(&d, "text fix");
	engine_tick(world.g); /* the batch with the deploy is on its way, the next gathers */
	take(&t, "", "open", NULL, VEHICLE_OWNER_ASKS);
	settle();
	assert_int_equal(t.err.code, E_NONE);
	assert_true(is_on_new(t.case_id));
	expect_order(t.case_id, "\"r\":\"open\"", "\"r\":\"bundle\"");
}

static void a_withdrawal_closes_the_gate_as_it_comes_though_the_case_is_moved_first(void **state)
{
	char id[64];
	struct told t;
	(void)state;
	open_asked(id);
	presses(id, "caller", "yes");
	assert_true(may_tell_the_owner(id));
	come_into_force("text fix");
	take(&t, id, "mark", NULL, "{'party': 'caller', 'mark': 'withdrawal'}");
	assert_false(may_tell_the_owner(id));
	settle();
	assert_int_equal(t.err.code, E_NONE);
	assert_false(may_tell_the_owner(id));
	assert_true(is_on_new(id));
}

static void a_busy_disk_refuses_the_deploy_and_the_old_flows_stay(void **state)
{
	char id[64], old[65], now[65];
	struct deployed d;
	(void)state;
	open_case(id);
	flow_set_hash(engine_flows(world.g), old);
	world.busy_commits = 1;
	begin_deploy(&d, "text fix");
	settle();
	assert_int_equal(d.times, 1);
	assert_int_equal(d.err.code, E_BUSY);
	flow_set_hash(engine_flows(world.g), now);
	assert_string_equal(old, now);
	assert_true(is_on_new(id));
	deploy("text fix"); /* and it can be done again */
	assert_true(is_on_new(id));
}

static void a_case_that_cannot_be_read_is_looked_at_later_and_its_event_comes_again(void **state)
{
	char id[64];
	struct told t;
	(void)state;
	open_asked(id);
	come_into_force("text fix");
	world.busy_reads = 1;
	take(&t, id, "note", "n", "{'text': '바로'}");
	settle();
	assert_int_equal(t.err.code, E_BUSY);
	assert_int_equal(t.times, 1);
	take(&t, id, "note", "n", "{'text': '바로'}");
	settle();
	assert_int_equal(t.err.code, E_NONE);
	assert_true(is_on_new(id));
}

static void a_timer_that_rings_meanwhile_rings_again(void **state)
{
	char id[64];
	(void)state;
	open_asked(id);
	come_into_force("step before everything"); /* it stays: no turn sets its timer again */
	world.busy_reads = 1;
	later(25 * 60 * 60 * 1000);
	engine_tick(world.g);
	later(1000);
	engine_tick(world.g);
	settle();
	assert_false(is_on_new(id));
	assert_string_equal(seen(id)->consents[0].state, "unanswered");
}

static void one_deploy_at_a_time(void **state)
{
	struct deployed a, b;
	(void)state;
	begin_deploy(&a, "text fix");
	begin_deploy(&b, "comment");
	settle();
	assert_int_equal(a.err.code, E_NONE);
	assert_int_equal(b.times, 1);
	assert_int_equal(b.err.code, E_BUSY);
}

static int is_done(void *arg, const struct store_deploy *d)
{
	*(bool *)arg = d->done_at_ms > 0;
	return 0;
}

static bool last_is_done(void)
{
	struct err e = { 0 };
	bool done = false;
	assert_int_equal(world.real->deploys(world.store, 1, is_done, &done, &e), 0);
	return done;
}

static void a_start_goes_on_with_what_a_stop_left_undone(void **state)
{
	enum { CASES = 30 };
	char id[CASES][64];
	struct engine_reached r;
	struct engine_figures f;
	(void)state;
	for (int i = 0; i < CASES; i++)
		open_case(id[i]);
	come_into_force("text fix");
	engine_reached(world.g, &r);
	assert_int_equal(r.waiting, CASES);
	assert_false(last_is_done());
	world_close();
	world.flows = "/nowhere"; /* it is not read any more */
	world_open(0);
	settle();
	for (int i = 0; i < CASES; i++)
		assert_true(is_on_new(id[i]));
	engine_reached(world.g, &r);
	assert_int_equal(r.n, 1);
	assert_int_equal(r.waiting, 0);
	assert_true(last_is_done());
	world_close();
	world_open(0);
	settle();
	engine_figures(world.g, &f);
	assert_int_equal(f.events, 0); /* nobody is asked again */
}

/* Not at once, again and again. */
static void that_it_is_done_is_written_when_the_disk_has_room_again(void **state)
{
	struct engine_figures before, after;
	(void)state;
	come_into_force("text fix");
	world.busy_commits = 1;
	settle();
	assert_int_equal(world.busy_commits, 0);
	engine_figures(world.g, &before);
	for (int i = 0; i < 5; i++)
		engine_tick(world.g);
	settle();
	engine_figures(world.g, &after);
	assert_int_equal(after.commits, before.commits);
	assert_false(last_is_done());
	later(1000);
	engine_tick(world.g);
	settle();
	assert_true(last_is_done());
}

static void who_stays_is_not_tried_again_at_each_start(void **state)
{
	char id[64];
	struct engine_figures f;
	(void)state;
	open_case(id);
	deploy("step before everything");
	assert_false(is_on_new(id));
	world_close();
	world_open(0);
	settle();
	engine_figures(world.g, &f);
	assert_int_equal(f.events, 0);
	presses(id, "vehicle_owner", "yes");
	assert_false(is_on_new(id));
	assert_int_equal(seen(id)->status, CASE_OPEN);
}

static void the_directory_is_not_read_again_once_flows_were_deployed(void **state)
{
	struct err e = { 0 };
	(void)state;
	assert_int_equal(engine_reload_flows(world.g, &e), 0);
	deploy("text fix");
	assert_int_equal(engine_reload_flows(world.g, &e), -1);
	assert_int_equal(e.code, E_CONFLICT);
}

static int keep_one(void *arg, const struct verdict *v)
{
	struct verdict *kept = arg;
	kept->kind = v->kind;
	kept->on = v->on;
	return 0;
}

static struct verdict verdict_of_one(const char *edit)
{
	struct err e = { 0 };
	struct verdict v = { 0 };
	struct flow_set *set = edited_set(edit_named(edit));
	if (verdict_each(world.store, set, keep_one, &v, &e))
		fail_msg("%s", e.text);
	flow_set_free(set);
	return v;
}

static void lose_the_bundles(void)
{
	world_close();
	world.bundles_gone = true;
	world_open(0);
}

static void a_case_whose_bundle_is_gone_goes_on_with_the_new_one(void **state)
{
	char id[64];
	(void)state;
	open_asked(id);
	lose_the_bundles();
	struct verdict v = verdict_of_one("text fix");
	assert_int_equal(v.kind, VERDICT_CONTINUES);
	deploy("text fix");
	assert_true(is_on_new(id));
	assert_int_equal(seen(id)->status, CASE_OPEN);
	presses(id, "caller", "yes");
}

static void a_case_whose_bundle_is_gone_and_that_cannot_go_on_is_parked_as_was_said(void **state)
{
	char id[64];
	(void)state;
	open_asked(id);
	lose_the_bundles();
	struct verdict v = verdict_of_one("step before everything");
	assert_int_equal(v.kind, VERDICT_PERSON);
	assert_int_equal(v.on, VERDICT_ON_NONE);
	deploy("step before everything");
	assert_int_equal(seen(id)->status, CASE_PARKED);
}

/* Nobody can say any more what its notice said: only that it is another one now. */
static void without_its_bundle_a_case_is_not_moved_to_a_notice_of_other_terms(void **state)
{
	char id[64];
	(void)state;
	open_as(id, "{'facts': {'topic': 'accident', 'trip_date': '2026-11-20', 'origin': '강남역',"
	            " 'destination': '판교역', 'agent_name': '김하나', 'inbound': 'vehicle_owner'},"
	            " 'parties': {'caller': {'member': true, 'mode': 'bot'},"
	            " 'vehicle_owner': {'member': false, 'mode': 'bot'}}}");
	presses(id, "vehicle_owner", "yes");
	presses(id, "vehicle_owner", "yes");
	lose_the_bundles();
	struct verdict v = verdict_of_one("changed in law");
	assert_int_equal(v.kind, VERDICT_PERSON);
	assert_int_equal(v.on, VERDICT_ON_NONE);
	deploy("changed in law");
	assert_int_equal(seen(id)->status, CASE_PARKED);
	assert_false(is_on_new(id));
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_begin, world_end)
	const struct CMUnitTest tests[] = {
		TEST(a_question_that_nobody_has_seen_yet_has_the_new_buttons),
		TEST(an_open_question_keeps_the_buttons_that_people_see),
		TEST(what_comes_before_the_case_was_looked_at_finds_it_moved),
		TEST(what_is_being_written_as_it_comes_into_force_is_done_first),
		TEST(a_case_that_is_being_opened_is_looked_at_too),
		TEST(a_withdrawal_closes_the_gate_as_it_comes_though_the_case_is_moved_first),
		TEST(a_busy_disk_refuses_the_deploy_and_the_old_flows_stay),
		TEST(a_case_that_cannot_be_read_is_looked_at_later_and_its_event_comes_again),
		TEST(a_timer_that_rings_meanwhile_rings_again),
		TEST(one_deploy_at_a_time),
		TEST(a_start_goes_on_with_what_a_stop_left_undone),
		TEST(that_it_is_done_is_written_when_the_disk_has_room_again),
		TEST(who_stays_is_not_tried_again_at_each_start),
		TEST(the_directory_is_not_read_again_once_flows_were_deployed),
		TEST(a_case_whose_bundle_is_gone_goes_on_with_the_new_one),
		TEST(a_case_whose_bundle_is_gone_and_that_cannot_go_on_is_parked_as_was_said),
		TEST(without_its_bundle_a_case_is_not_moved_to_a_notice_of_other_terms),
	};
	log_set_level(LOG_NOTHING);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
