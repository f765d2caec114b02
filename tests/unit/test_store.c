/* test_store.c: what the store keeps, refuses and lists. Its files: test_store_files.c. Faults of the disk:
 * test_store_faults.c. */
#include "store_fixture.h"

#include <time.h>

/* ---- what is read, as one line of text each */

static int line_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	buf_addf(arg, "%d %d %s\n", (int)turn, (int)at_ms, records);
	return 0;
}

static int line_value(void *arg, const struct store_value *v)
{
	buf_addf(arg, "%d %s %02x%02x %s\n", (int)v->id, v->party, v->salt[0],
	         v->salt[STORE_SALT_BYTES - 1], v->text);
	return 0;
}

static int line_head(void *arg, const char *case_id, const struct store_head *h)
{
	buf_addf(arg, "%s %s %s %s %s '%s' %d %d %d\n", case_id, h->flow, h->bundle, h->status,
	         h->step, h->outcome, (int)h->opened_at_ms, (int)h->updated_at_ms,
	         (int)h->wake_at_ms);
	return 0;
}

static int line_head_id(void *arg, const char *case_id, const struct store_head *h)
{
	(void)h;
	buf_addf(arg, "%s ", case_id);
	return 0;
}

static int line_out(void *arg, const struct store_out *o)
{
	buf_addf(arg, "%s %s %d %s %s %s %d %d %d '%s'\n", o->key, o->case_id, (int)o->seq,
	         o->target, o->effect, o->state, (int)o->attempt, (int)o->next_at_ms,
	         (int)o->expires_at_ms, o->reason);
	return 0;
}

static int line_out_key(void *arg, const struct store_out *o)
{
	buf_addf(arg, "%s ", o->key);
	return 0;
}

static int line_consent(void *arg, const char *case_id, const struct store_consent *c)
{
	buf_addf(arg, "%s %s %s %s '%s' %s %d\n", case_id, c->id, c->kind, c->subject, c->delegate,
	         c->state, (int)c->at_ms);
	return 0;
}

static int line_undecoded(void *arg, const char *source, const char *event_id, int64_t at_ms,
                          const char *reason, const char *raw, size_t raw_bytes)
{
	buf_addf(arg, "%s %s %d %s ", source, event_id, (int)at_ms, reason);
	buf_add(arg, raw, raw_bytes);
	buf_adds(arg, "\n");
	return 0;
}

/* Takes the text of b, frees it. */
static void assert_reads(struct buf *b, const char *expected)
{
	assert_string_equal(b->data ? b->data : "", expected);
	buf_free(b);
}

static void assert_turns(struct fixture *f, const char *case_id, const char *expected)
{
	struct buf b = { 0 };
	assert_int_equal(f->store->ops->turns(f->store, case_id, line_turn, &b, NULL), 0);
	assert_reads(&b, expected);
}

static void assert_values(struct fixture *f, const char *case_id, const char *expected)
{
	struct buf b = { 0 };
	assert_int_equal(f->store->ops->values(f->store, case_id, line_value, &b, NULL), 0);
	assert_reads(&b, expected);
}

static void assert_head_ids(struct fixture *f, const char *status, size_t limit,
                            const char *expected)
{
	struct buf b = { 0 };
	assert_int_equal(f->store->ops->heads(f->store, status, limit, line_head_id, &b, NULL), 0);
	assert_reads(&b, expected);
}

static void assert_out_keys(struct fixture *f, const char *case_id, const char *expected)
{
	struct buf b = { 0 };
	assert_int_equal(f->store->ops->outs(f->store, case_id, line_out_key, &b, NULL), 0);
	assert_reads(&b, expected);
}

static void assert_consents(struct fixture *f, const char *case_id, size_t limit,
                            const char *expected)
{
	struct buf b = { 0 };
	const struct store_consent_query q = { .case_id = case_id, .limit = limit };
	assert_int_equal(f->store->ops->consents(f->store, &q, line_consent, &b, NULL), 0);
	assert_reads(&b, expected);
}

static int seen(struct fixture *f, const char *source, const char *event_id)
{
	char case_id[64], hash[65];
	int64_t turn;
	return f->store->ops->seen(f->store, source, event_id, case_id, &turn, hash, NULL);
}

/* ---- keeping */

static void assert_sample_is_there(struct fixture *f)
{
	struct buf b = { 0 };
	struct store *s = f->store;
	assert_turns(f, "case-0007", "1 1001 [{\"seq\":1}]\n");
	assert_values(f, "case-0007", "1 caller 0101 네, 1번째 말입니다\n");
	s->ops->heads(s, NULL, 0, line_head, &b, NULL);
	assert_reads(&b, "case-0007 spouse b1 open 동의 '' 1007 1001 77\n");
	s->ops->outs(s, NULL, line_out, &b, NULL);
	assert_reads(&b, "case-0007.1 case-0007 1 desk {\"kind\":\"suggest\"} ready 0 5 6 ''\n");
	assert_consents(f, NULL, 0, "case-0007 c1 delegation caller 'spouse' requested 1001\n");
	s->ops->undecoded(s, 0, line_undecoded, &b, NULL);
	assert_reads(&b, "zendesk event-7-1 1001 no adapter {\"half\n");
	char *content = s->ops->bundle(s, "b1", NULL);
	assert_string_equal(content, "return {}");
	free(content);
	char case_id[64], hash[65];
	int64_t turn = 0;
	assert_int_equal(s->ops->seen(s, "zendesk", "event-7-1", case_id, &turn, hash, NULL), 1);
	assert_string_equal(case_id, "case-0007");
	assert_string_equal(hash, "h1");
	assert_int_equal(turn, 1);
}

static void all_that_a_turn_holds_is_read_back_also_after_a_restart(void **state)
{
	struct fixture *f = *state;
	struct sample s;
	struct store_turn *t = sample_init(&s, 7, 1);
	struct store_consent c = { .id = "c1",
		                   .kind = "delegation",
		                   .subject = "caller",
		                   .delegate = "spouse",
		                   .state = "requested",
		                   .at_ms = 1001 };
	t->consents = &c;
	t->consents_count = 1;
	t->head.wake_at_ms = 77;
	t->bundle_hash = "b1";
	t->bundle_content = "return {}";
	t->undecoded = "{\"half";
	t->undecoded_bytes = 6;
	t->undecoded_reason = "no adapter";
	assert_int_equal(fixture_commit_one(f, t), E_NONE);
	assert_int_equal(t->err.code, E_NONE);
	assert_sample_is_there(f);
	assert_true(fixture_open(f));
	assert_sample_is_there(f);
}

static void nothing_is_read_where_nothing_was_written(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	assert_int_equal(seen(f, "zendesk", "event-1-1"), 0);
	assert_turns(f, "case-0001", "");
	assert_head_ids(f, NULL, 0, "");
	assert_null(f->store->ops->bundle(f->store, "none", &e));
	assert_int_equal(e.code, E_NOT_FOUND);
}

static void parts_that_a_turn_has_not_are_not_written(void **state)
{
	struct fixture *f = *state;
	struct sample s;
	sample_init(&s, 1, 1);
	struct store_turn t = { .outs = &s.out, .outs_count = 1 };
	assert_int_equal(fixture_commit_one(f, &t), E_NONE);
	assert_int_equal(t.err.code, E_NONE);
	assert_out_keys(f, NULL, "case-0001.1 ");
	assert_head_ids(f, NULL, 0, "");
	assert_turns(f, "case-0001", "");
}

static void an_event_without_a_case_is_remembered_with_none(void **state)
{
	struct fixture *f = *state;
	struct store_turn t = { .source = "kakao", .event_id = "x", .event_hash = "" };
	char case_id[64] = "?", hash[65];
	int64_t turn = 9;
	assert_int_equal(fixture_commit_one(f, &t), E_NONE);
	assert_int_equal(f->store->ops->seen(f->store, "kakao", "x", case_id, &turn, hash, NULL),
	                 1);
	assert_string_equal(case_id, "");
	assert_int_equal(turn, 0);
}

static int stop(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	(void)turn, (void)at_ms, (void)records;
	++*(int *)arg;
	return -1;
}

static void the_callback_can_stop_a_query_and_ask_again_later(void **state)
{
	struct fixture *f = *state;
	struct sample s[3];
	for (int i = 0; i < 3; i++)
		assert_int_equal(fixture_commit_one(f, sample_init(&s[i], 1, i + 1)), E_NONE);
	struct err e = { 0 };
	int calls = 0;
	assert_int_equal(f->store->ops->turns(f->store, "case-0001", stop, &calls, &e), -1);
	assert_int_equal(calls, 1);
	assert_int_equal(e.code, E_NONE);
	assert_turns(f, "case-0001",
	             "1 1001 [{\"seq\":1}]\n2 1002 [{\"seq\":1}]\n3 1003 [{\"seq\":1}]\n");
}

/* ---- refusing */

static void an_event_that_was_seen_takes_its_second_turn_back(void **state)
{
	struct fixture *f = *state;
	struct sample a, b;
	assert_int_equal(fixture_commit_one(f, sample_init(&a, 1, 1)), E_NONE);
	sample_init(&b, 2, 1)->event_id = "event-1-1";
	assert_int_equal(fixture_commit_one(f, &b.turn), E_NONE);
	assert_int_equal(b.turn.err.code, E_CONFLICT);
	assert_non_null(strstr(b.turn.err.text, "its event stands against what is recorded"));
	assert_head_ids(f, NULL, 0, "case-0001 ");
	sample_init(&b, 2, 1)->event_id = "event-1-1";
	b.turn.source = "kakao"; /* ids are a source's own */
	assert_int_equal(fixture_commit_one(f, &b.turn), E_NONE);
	assert_int_equal(b.turn.err.code, E_NONE);
}

static void a_turn_number_and_a_value_id_are_given_once(void **state)
{
	struct fixture *f = *state;
	struct sample a, b;
	assert_int_equal(fixture_commit_one(f, sample_init(&a, 1, 1)), E_NONE);
	sample_init(&b, 1, 2)->turn = 1;
	b.value.id = 2;
	assert_int_equal(fixture_commit_one(f, &b.turn), E_NONE);
	assert_int_equal(b.turn.err.code, E_CONFLICT);
	sample_init(&b, 1, 2);
	b.value.id = 1;
	assert_int_equal(fixture_commit_one(f, &b.turn), E_NONE);
	assert_int_equal(b.turn.err.code, E_CONFLICT);
	assert_turns(f, "case-0001", "1 1001 [{\"seq\":1}]\n");
	assert_int_equal(seen(f, "zendesk", "event-1-2"), 0);
}

static void one_bad_turn_is_rolled_back_alone(void **state)
{
	struct fixture *f = *state;
	struct sample s[4];
	struct store_turn *turns[4];
	for (int i = 0; i < 4; i++)
		turns[i] = sample_init(&s[i], i + 1, 1);
	struct store_value twice[2] = { s[1].value, s[1].value };
	turns[1]->values = twice;
	turns[1]->values_count = 2;
	turns[2]->records = NULL; /* a journal entry must have its records */
	assert_int_equal(fixture_commit(f, turns, 4), E_NONE);
	assert_int_equal(turns[0]->err.code, E_NONE);
	assert_int_equal(turns[1]->err.code, E_CONFLICT);
	assert_int_equal(turns[2]->err.code, E_CONFLICT);
	assert_int_equal(turns[3]->err.code, E_NONE);
	assert_head_ids(f, NULL, 0, "case-0004 case-0001 ");
	assert_values(f, "case-0002", "");
	assert_out_keys(f, NULL, "case-0001.1 case-0004.1 ");
	assert_int_equal(seen(f, "zendesk", "event-2-1"), 0);
	int64_t bytes, batches, written;
	f->store->ops->figures(f->store, &bytes, &batches, &written);
	assert_int_equal(batches, 1);
	assert_int_equal(written, 2);
	assert_true(bytes > 0);
}

static void a_turn_that_was_mended_is_written_at_the_next_try(void **state)
{
	struct fixture *f = *state;
	struct sample s;
	sample_init(&s, 1, 1)->records = NULL;
	assert_int_equal(fixture_commit_one(f, &s.turn), E_NONE);
	assert_int_equal(s.turn.err.code, E_CONFLICT);
	s.turn.records = "[]";
	assert_int_equal(fixture_commit_one(f, &s.turn), E_NONE);
	assert_int_equal(s.turn.err.code, E_NONE);
	assert_turns(f, "case-0001", "1 1001 []\n");
}

static void turns_of_a_batch_are_written_in_their_order(void **state)
{
	struct fixture *f = *state;
	struct sample s[4];
	struct store_turn *turns[4];
	for (int i = 0; i < 4; i++) {
		turns[i] = sample_init(&s[i], 1, i + 1);
		s[i].out.key = "one";
		s[i].out.attempt = i;
		s[i].out.effect = i ? NULL : "{}";
	}
	turns[3]->event_id = s[0].event_id; /* the same event twice in one batch: the first wins */
	turns[2]->head.step = "마침";
	assert_int_equal(fixture_commit(f, turns, 4), E_NONE);
	assert_int_equal(turns[0]->err.code, E_NONE);
	assert_int_equal(turns[3]->err.code, E_CONFLICT);
	struct buf b = { 0 };
	f->store->ops->heads(f->store, NULL, 0, line_head, &b, NULL);
	assert_reads(&b, "case-0001 spouse b1 open 마침 '' 1001 1003 0\n");
	f->store->ops->outs(f->store, NULL, line_out, &b, NULL);
	assert_reads(&b, "one case-0001 1 desk {} ready 2 5 6 ''\n");
}

/* ---- lists */

static void heads_are_listed_opened_last_first_and_by_status(void **state)
{
	struct fixture *f = *state;
	struct sample s;
	for (int i = 1; i <= 4; i++)
		assert_int_equal(fixture_commit_one(f, sample_init(&s, i, 1)), E_NONE);
	sample_init(&s, 2, 2)->head.status = "closed";
	assert_int_equal(fixture_commit_one(f, &s.turn), E_NONE);
	assert_head_ids(f, NULL, 0, "case-0004 case-0003 case-0002 case-0001 ");
	assert_head_ids(f, NULL, 2, "case-0004 case-0003 ");
	assert_head_ids(f, "open", 0, "case-0004 case-0003 case-0001 ");
	assert_head_ids(f, "open", 1, "case-0004 ");
	assert_head_ids(f, "closed", 0, "case-0002 ");
}

static void outbox_rows_change_by_key_and_final_ones_are_not_listed(void **state)
{
	struct fixture *f = *state;
	struct sample s[4];
	static const char *const final[] = { "sent", "dead", "unknown" };
	for (int i = 0; i < 4; i++)
		assert_int_equal(fixture_commit_one(f, sample_init(&s[i], 4 - i, 1)), E_NONE);
	assert_out_keys(f, NULL, "case-0001.1 case-0002.1 case-0003.1 case-0004.1 ");
	assert_out_keys(f, "case-0003", "case-0003.1 ");
	for (int i = 0; i < 3; i++) {
		s[i].out.state = final[i];
		s[i].out.effect = NULL;
		struct store_turn t = { .outs = &s[i].out, .outs_count = 1 };
		assert_int_equal(fixture_commit_one(f, &t), E_NONE);
	}
	s[3].out.effect = NULL;
	s[3].out.state = "retry";
	s[3].out.reason = "503";
	struct store_turn t = { .outs = &s[3].out, .outs_count = 1 };
	assert_int_equal(fixture_commit_one(f, &t), E_NONE);
	struct buf b = { 0 };
	f->store->ops->outs(f->store, NULL, line_out, &b, NULL);
	assert_reads(&b, "case-0001.1 case-0001 1 desk {\"kind\":\"suggest\"} retry 0 5 6 '503'\n");
	assert_out_keys(f, "case-0003", "");
	for (int i = 0; i < 3; i++) {
		char is[16] = "";
		assert_int_equal(f->store->ops->out_state(f->store, s[i].out.key, is, NULL), 1);
		assert_string_equal(is, final[i]);
	}
	char none[16] = "";
	assert_int_equal(f->store->ops->out_state(f->store, "case-0001.9", none, NULL), 0);
	assert_string_equal(none, "");
	s[3].out.key = "case-0001.9";
	fixture_commit_one(f, &t);
	assert_int_equal(t.err.code, E_CONFLICT); /* there is no such row to change */
}

/* "key of case", or "" */
static const char *known_as(struct fixture *f, const char *target, const char *remote_id)
{
	static char found[80];
	char *key = NULL, *case_id = NULL;
	int rc = f->store->ops->out_by_remote(f->store, target, remote_id, &key, &case_id, NULL);
	assert_true(rc >= 0);
	assert_true(rc == (key != NULL) && rc == (case_id != NULL));
	snprintf(found, sizeof found, rc ? "%s of %s" : "%s%s", rc ? key : "", rc ? case_id : "");
	free(key);
	free(case_id);
	return found;
}

static void an_outbox_row_is_found_by_the_name_that_its_target_gave_it(void **state)
{
	struct fixture *f = *state;
	struct sample s[3];
	for (int i = 0; i < 3; i++) {
		sample_init(&s[i], i + 1, 1);
		s[i].out.remote_id = i ? "m-7" : NULL;
		s[i].out.target = i == 2 ? "sms" : "desk";
		assert_int_equal(fixture_commit_one(f, &s[i].turn), E_NONE);
	}
	assert_string_equal(known_as(f, "desk", "m-7"), "case-0002.1 of case-0002");
	assert_string_equal(known_as(f, "sms", "m-7"), "case-0003.1 of case-0003");
	assert_string_equal(known_as(f, "desk", "m-8"), "");
	assert_string_equal(known_as(f, "desk", ""), "");
	s[0].out.remote_id = "m-8";
	s[0].out.effect = NULL;
	s[0].out.state = "sent";
	struct store_turn t = { .outs = &s[0].out, .outs_count = 1 };
	assert_int_equal(fixture_commit_one(f, &t), E_NONE);
	assert_string_equal(known_as(f, "desk", "m-8"), "case-0001.1 of case-0001");
	assert_true(fixture_open(f));
	assert_string_equal(known_as(f, "desk", "m-8"), "case-0001.1 of case-0001");
}

static void consents_are_replaced_by_id_and_listed_newest_first(void **state)
{
	struct fixture *f = *state;
	struct store_consent c[] = {
		{ .id = "a",
		  .kind = "delegation",
		  .subject = "caller",
		  .delegate = "spouse",
		  .state = "requested",
		  .at_ms = 1 },
		{ .id = "b",
		  .kind = "collection",
		  .subject = "spouse",
		  .delegate = "",
		  .state = "requested",
		  .at_ms = 2 },
		{ .id = "a",
		  .kind = "delegation",
		  .subject = "caller",
		  .delegate = "spouse",
		  .state = "granted",
		  .at_ms = 3 },
	};
	struct store_turn one = { .case_id = "k1", .consents = c, .consents_count = 3 };
	struct store_turn two = { .case_id = "k2", .consents = &c[1], .consents_count = 1 };
	assert_int_equal(fixture_commit(f, (struct store_turn *[]){ &one, &two }, 2), E_NONE);
	assert_consents(f, "k1", 0,
	                "k1 a delegation caller 'spouse' granted 3\n"
	                "k1 b collection spouse '' requested 2\n");
	assert_consents(f, NULL, 2,
	                "k1 a delegation caller 'spouse' granted 3\n"
	                "k2 b collection spouse '' requested 2\n");
}

static void a_bundle_is_stored_once_and_never_replaced(void **state)
{
	struct fixture *f = *state;
	struct store_turn t = { .bundle_hash = "b", .bundle_content = "first" };
	assert_int_equal(fixture_commit_one(f, &t), E_NONE);
	t.bundle_content = "second";
	assert_int_equal(fixture_commit_one(f, &t), E_NONE);
	assert_int_equal(t.err.code, E_NONE);
	char *content = f->store->ops->bundle(f->store, "b", NULL);
	assert_string_equal(content, "first");
	free(content);
}

/* ---- the asynchronous door */

/* The next batch: its list of turns is the store's until it is answered. */
struct next {
	struct fixture *f;
	struct store_turn *turn;
};

static void commit_again(void *arg, const struct err *e)
{
	struct next *next = arg;
	assert_int_equal(e->code, E_NONE);
	next->f->store->ops->commit(next->f->store, &next->turn, 1, fixture_on_done, next->f);
}

static void the_answer_may_hand_over_the_next_batch(void **state)
{
	struct fixture *f = *state;
	struct sample a, b;
	struct store_turn *first = sample_init(&a, 1, 1);
	struct next next = { f, sample_init(&b, 1, 2) };
	f->store->ops->commit(f->store, &first, 1, commit_again, &next);
	while (!f->answered)
		loop_step(f->loop, true);
	assert_int_equal(f->answer.code, E_NONE);
	assert_turns(f, "case-0001", "1 1001 [{\"seq\":1}]\n2 1002 [{\"seq\":1}]\n");
}

static void an_empty_batch_is_answered_too(void **state)
{
	assert_int_equal(fixture_commit(*state, NULL, 0), E_NONE);
}

static void the_delay_for_the_bench_is_added_to_each_commit(void **state)
{
	struct fixture *f = *state;
	struct sample s;
	struct timespec from, to;
	f->opts.commit_delay_ms = 30;
	assert_true(fixture_open(f));
	clock_gettime(CLOCK_MONOTONIC, &from);
	assert_int_equal(fixture_commit_one(f, sample_init(&s, 1, 1)), E_NONE);
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 >= 30);
}

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(all_that_a_turn_holds_is_read_back_also_after_a_restart),
		STORE_TEST(nothing_is_read_where_nothing_was_written),
		STORE_TEST(parts_that_a_turn_has_not_are_not_written),
		STORE_TEST(an_event_without_a_case_is_remembered_with_none),
		STORE_TEST(the_callback_can_stop_a_query_and_ask_again_later),
		STORE_TEST(an_event_that_was_seen_takes_its_second_turn_back),
		STORE_TEST(a_turn_number_and_a_value_id_are_given_once),
		STORE_TEST(one_bad_turn_is_rolled_back_alone),
		STORE_TEST(a_turn_that_was_mended_is_written_at_the_next_try),
		STORE_TEST(turns_of_a_batch_are_written_in_their_order),
		STORE_TEST(heads_are_listed_opened_last_first_and_by_status),
		STORE_TEST(outbox_rows_change_by_key_and_final_ones_are_not_listed),
		STORE_TEST(an_outbox_row_is_found_by_the_name_that_its_target_gave_it),
		STORE_TEST(consents_are_replaced_by_id_and_listed_newest_first),
		STORE_TEST(a_bundle_is_stored_once_and_never_replaced),
		STORE_TEST(the_answer_may_hand_over_the_next_batch),
		STORE_TEST(an_empty_batch_is_answered_too),
		STORE_TEST(the_delay_for_the_bench_is_added_to_each_commit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
