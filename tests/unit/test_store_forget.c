/* test_store_forget.c: what the store forgets, and that of a body it leaves nothing in its files. */
#include "store_fixture.h"

#include <sqlite3.h>

static int seen(struct fixture *f, const char *event_id)
{
	char case_id[64], hash[65];
	int64_t turn;
	return f->store->ops->seen(f->store, "zendesk", event_id, case_id, &turn, hash, NULL);
}

/* One call; *what is added to. */
static void forget_some(struct fixture *f, struct store_forget *what)
{
	f->answered = false;
	f->store->ops->forget(f->store, what, fixture_on_done, f);
	assert_false(f->answered);
	while (!f->answered)
		loop_step(f->loop, true);
	assert_int_equal(f->answer.code, E_NONE);
}

/* To the end. Returns the number of calls. */
static int forget_all(struct fixture *f, struct store_forget *what)
{
	int calls = 0;
	do {
		forget_some(f, what);
		calls++;
	} while (what->more);
	return calls;
}

/* ---- events */

enum { EVENTS = 1000, EVENTS_AT_ONCE = 100 };

/* Event i came at i; the order of their ids is another. */
static const char *event_id(int i, char out[16])
{
	snprintf(out, 16, "event-%04d", i * 7 % EVENTS);
	return out;
}

static void take_events(struct fixture *f)
{
	for (int first = 0; first < EVENTS; first += EVENTS_AT_ONCE) {
		struct store_turn turns[EVENTS_AT_ONCE], *list[EVENTS_AT_ONCE];
		char ids[EVENTS_AT_ONCE][16];
		for (int i = 0; i < EVENTS_AT_ONCE; i++) {
			turns[i] = (struct store_turn){ .source = "zendesk",
				                        .event_id = event_id(first + i, ids[i]),
				                        .at_ms = first + i };
			list[i] = &turns[i];
		}
		assert_int_equal(fixture_commit(f, list, EVENTS_AT_ONCE), E_NONE);
	}
}

static void events_before_a_time_are_forgotten_a_few_at_a_call(void **state)
{
	struct fixture *f = *state;
	struct store_forget what = { .seen_before_ms = 600 };
	char id[16];
	take_events(f);
	forget_some(f, &what);
	assert_true(what.more);
	assert_true(what.seen > 0 && what.seen < 256);
	assert_in_range(forget_all(f, &what), 2, 4);
	assert_int_equal(what.seen, 600);
	for (int i = 0; i < EVENTS; i++)
		assert_int_equal(seen(f, event_id(i, id)), i >= 600);
	what.seen = 0;
	forget_all(f, &what);
	assert_int_equal(what.seen, 0);
}

/* Its id is the opening's. */
static void what_opened_a_case_stays_known(void **state)
{
	struct fixture *f = *state;
	struct sample s;
	struct store_forget what = { .seen_before_ms = 5000 };
	take_events(f);
	assert_int_equal(fixture_commit_one(f, sample_init(&s, 1, 1)), E_NONE);
	forget_all(f, &what);
	assert_int_equal(what.seen, EVENTS);
	assert_int_equal(seen(f, s.event_id), 1);
}

static void a_forgotten_event_can_be_taken_again(void **state)
{
	struct fixture *f = *state;
	struct sample opening, s, again;
	struct store_forget what = { .seen_before_ms = 5000 };
	assert_int_equal(fixture_commit_one(f, sample_init(&opening, 1, 1)), E_NONE);
	assert_int_equal(fixture_commit_one(f, sample_init(&s, 1, 2)), E_NONE);
	assert_int_equal(seen(f, s.event_id), 1);
	forget_all(f, &what);
	assert_int_equal(seen(f, s.event_id), 0);
	sample_init(&again, 1, 3);
	again.turn.event_id = s.event_id;
	assert_int_equal(fixture_commit_one(f, &again.turn), E_NONE);
	assert_int_equal(seen(f, s.event_id), 1);
}

static void nothing_is_forgotten_that_was_not_asked_for(void **state)
{
	struct fixture *f = *state;
	struct store_forget what = { .undecoded_before_ms = 5000 };
	char id[16];
	take_events(f);
	assert_int_equal(forget_all(f, &what), 1);
	assert_int_equal(seen(f, event_id(0, id)), 1);
}

/* ---- bodies */

enum { BODIES = 1200, BODY_MAX = 9000 };

struct body {
	char id[16], text[BODY_MAX];
	struct store_turn turn;
};

/* Of all lengths: many to a page, one to a page, over several. */
static struct store_turn *body_init(struct body *b, int i)
{
	size_t len = (size_t)snprintf(b->text, sizeof b->text, "BODY-%04d ", i);
	size_t wanted = i % 20 == 7 ? BODY_MAX : ((unsigned)i * 2654435761u >> 7) % 1500;
	for (; len < wanted; len++)
		b->text[len] = (char)('a' + i % 26);
	snprintf(b->id, sizeof b->id, "%d", i);
	b->turn = (struct store_turn){ .source = "desk",
		                       .event_id = b->id,
		                       .at_ms = i,
		                       .undecoded = b->text,
		                       .undecoded_bytes = len,
		                       .undecoded_reason =
		                               i % 2 ? "no JSON" : "of no type that is known" };
	return &b->turn;
}

static void keep_bodies(struct fixture *f, int from, int count)
{
	struct body *bodies = calloc((size_t)count, sizeof *bodies);
	struct store_turn *turns[BODIES];
	for (int i = 0; i < count; i++)
		turns[i] = body_init(&bodies[i], from + i);
	assert_int_equal(fixture_commit(f, turns, (size_t)count), E_NONE);
	free(bodies);
}

struct listed {
	int count, first; /* bodies, and the oldest */
};

static int take_listed(void *arg, const char *source, const char *id, int64_t at_ms,
                       const char *reason, const char *raw, size_t raw_bytes)
{
	struct listed *l = arg;
	char start[16];
	(void)source, (void)id, (void)reason;
	snprintf(start, sizeof start, "BODY-%04d ", (int)at_ms);
	assert_true(raw_bytes >= strlen(start) && memcmp(raw, start, strlen(start)) == 0);
	l->count++;
	l->first = (int)at_ms;
	return 0;
}

static struct listed list(struct fixture *f)
{
	struct listed l = { 0 };
	assert_int_equal(f->store->ops->undecoded(f->store, 0, take_listed, &l, NULL), 0);
	return l;
}

static int rows_of_undecoded(struct fixture *f)
{
	sqlite3 *db;
	sqlite3_stmt *st;
	assert_int_equal(sqlite3_open(fixture_path(f, "assent.db"), &db), SQLITE_OK);
	sqlite3_prepare_v2(db, "SELECT count(*) FROM undecoded", -1, &st, NULL);
	assert_int_equal(sqlite3_step(st), SQLITE_ROW);
	int count = sqlite3_column_int(st, 0);
	sqlite3_finalize(st);
	sqlite3_close(db);
	return count;
}

/* 20 come for each 20 that go, as it is over the months. Deleted at once, or up to the oldest body, they
 * leave copies of others here. */
static void a_forgotten_body_is_nowhere_in_the_files_and_the_others_once(void **state)
{
	struct fixture *f = *state;
	const char *db = fixture_path(f, "assent.db"), *wal = fixture_path(f, "assent.db-wal");
	int kept = 300;
	keep_bodies(f, 0, kept);
	for (int before = 20; kept < BODIES; before += 20) {
		struct store_forget what = { .undecoded_before_ms = before };
		keep_bodies(f, kept, 20);
		kept += 20;
		forget_all(f, &what);
		assert_int_equal(what.undecoded, 20);
		assert_int_equal(fixture_count_in_file(wal, "BODY-"), 0);
		assert_int_equal(fixture_count_in_file(db, "BODY-"), kept - before);
		assert_int_equal(list(f).count, kept - before);
		assert_int_equal(list(f).first, before);
	}
	struct store_forget rest = { .undecoded_before_ms = BODIES };
	forget_all(f, &rest);
	assert_int_equal(fixture_count_in_file(db, "BODY-"), 0);
	assert_int_equal(fixture_count_in_file(db, "aaaaaaaa"), 0);
	assert_int_equal(list(f).count, 0);
	assert_true(rows_of_undecoded(f) < 400);
}

static void what_is_left_of_bodies_does_not_grow_without_end(void **state)
{
	struct fixture *f = *state;
	for (int i = 0; i < BODIES; i += 50) {
		struct store_forget what = { .undecoded_before_ms = i };
		keep_bodies(f, i, 50);
		forget_all(f, &what);
	}
	assert_in_range(rows_of_undecoded(f), 1, 400);
	assert_int_equal(list(f).count, 50);
}

#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, fixture_setup, fixture_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(events_before_a_time_are_forgotten_a_few_at_a_call),
		STORE_TEST(what_opened_a_case_stays_known),
		STORE_TEST(a_forgotten_event_can_be_taken_again),
		STORE_TEST(nothing_is_forgotten_that_was_not_asked_for),
		STORE_TEST(a_forgotten_body_is_nowhere_in_the_files_and_the_others_once),
		STORE_TEST(what_is_left_of_bodies_does_not_grow_without_end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
