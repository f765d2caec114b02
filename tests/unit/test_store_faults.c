/* test_store_faults.c: the store on a disk that is full, fails, or is cut off in the middle of a write. */
#include "faulty_vfs.h"
#include "store_fixture.h"

#include <errno.h>
#include <signal.h>
#include <sqlite3.h>
#include <sys/mount.h>

/* ---- helpers */

enum { BATCH = 3, BATCHES = 6 };

/* The n-th batch, from 0: a turn for each of BATCH cases; the fourth one also erases, which runs a checkpoint. */
static enum err_code commit_batch(struct fixture *f, int n)
{
	static const int64_t first = 1;
	struct sample s[BATCH];
	struct store_turn *turns[BATCH];
	for (int i = 0; i < BATCH; i++)
		turns[i] = sample_init(&s[i], i, n + 1);
	turns[0]->erase = &first;
	turns[0]->erase_count = n == 3;
	return fixture_commit(f, turns, BATCH);
}

static int count_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	(void)at_ms, (void)records;
	assert_int_equal(turn, ++*(int *)arg); /* without a gap */
	return 0;
}

static int turns_of(struct fixture *f, const char *case_id)
{
	int count = 0;
	assert_int_equal(f->store->ops->turns(f->store, case_id, count_turn, &count, NULL), 0);
	return count;
}

/* All cases hold the same count of turns, since their turns came in the same batches. */
static int whole_batches(struct fixture *f)
{
	int count = turns_of(f, "case-0000");
	assert_int_equal(turns_of(f, "case-0001"), count);
	assert_int_equal(turns_of(f, "case-0002"), count);
	return count;
}

static void assert_refuses_without_touching(struct fixture *f)
{
	struct sample s;
	char case_id[64], hash[65];
	int64_t turn;
	struct err e = { 0 };
	int calls = fault.calls;
	assert_int_equal(fixture_commit_one(f, sample_init(&s, 9, 1)), E_IO);
	assert_int_equal(f->store->ops->seen(f->store, "zendesk", "x", case_id, &turn, hash, &e),
	                 -1);
	assert_int_equal(e.code, E_IO);
	fixture_close(f);
	assert_int_equal(fault.calls, calls);
}

/* The file is ours again: read in full, because of the mark. */
static void reopen_after_io_error(struct fixture *f)
{
	fault_arm(0, 0, false, 0);
	assert_int_equal(access(fixture_path(f, "io-error"), F_OK), 0);
	assert_true(fixture_open(f));
	assert_int_not_equal(access(fixture_path(f, "io-error"), F_OK), 0);
}

/* ---- the disk fails */

/* false: there were fewer than k such calls. */
static bool one_failing_run(int kinds, int k, bool for_good)
{
	void *state = NULL;
	int acknowledged = 0;
	assert_int_equal(fixture_setup(&state), 0);
	struct fixture *f = state;
	fault_arm(kinds, k, for_good, EIO);
	for (int n = 0; n < BATCHES && !fault.fired; n++) {
		enum err_code code = commit_batch(f, n);
		assert_int_equal(code, fault.fired ? E_IO : E_NONE);
		acknowledged += code == E_NONE;
	}
	bool fired = fault.fired;
	if (fired) {
		assert_refuses_without_touching(f);
		reopen_after_io_error(f);
		assert_in_range(whole_batches(f), acknowledged, acknowledged + 1);
		assert_int_equal(commit_batch(f, BATCHES), E_NONE);
	}
	fault_arm(0, 0, false, 0);
	fixture_teardown(&state);
	return fired;
}

static void fail_at_every(int kinds)
{
	int k = 1;
	for (; one_failing_run(kinds, k, false); k++)
		assert_true(one_failing_run(kinds, k, true));
	assert_true(k > 1);
}

static void nothing_is_acknowledged_after_any_failed_write(void **state)
{
	(void)state;
	fail_at_every(CALL_WRITE);
}

static void nothing_is_acknowledged_after_any_failed_sync_or_truncation(void **state)
{
	(void)state;
	fail_at_every(CALL_SYNC | CALL_TRUNCATE);
}

/* A turn of 17 MB fills the WAL, so that its batch is followed by a checkpoint. Fails its k-th sync; false: there was
 * none. */
static bool one_failing_checkpoint(int k)
{
	void *state = NULL;
	struct sample s;
	size_t len = 17 << 20;
	char *records = xmalloc(len + 1);
	memset(records, ' ', len);
	records[len] = '\0';
	assert_int_equal(fixture_setup(&state), 0);
	struct fixture *f = state;
	sample_init(&s, 0, 1)->records = records;
	fault_arm(CALL_SYNC, k, false, EIO);
	enum err_code code = fixture_commit_one(f, &s.turn);
	bool fired = fault.fired;
	assert_int_equal(code, fired ? E_IO : E_NONE);
	if (fired)
		reopen_after_io_error(f);
	fault_arm(0, 0, false, 0);
	fixture_teardown(&state);
	free(records);
	return fired;
}

static void a_failed_checkpoint_is_not_kept_quiet(void **state)
{
	(void)state;
	int k = 1;
	while (one_failing_checkpoint(k))
		k++;
	assert_true(k > 3); /* the commit, the WAL before and the file after the copying */
}

static void a_failed_read_of_a_query_ends_commits_too(void **state)
{
	struct fixture *f = *state;
	char case_id[64], hash[65];
	int64_t turn;
	struct err e = { 0 };
	assert_int_equal(commit_batch(f, 0), E_NONE);
	fault_arm(CALL_READ, 1, false, EIO);
	assert_int_equal(f->store->ops->seen(f->store, "zendesk", "x", case_id, &turn, hash, &e),
	                 -1);
	assert_int_equal(e.code, E_IO);
	assert_non_null(strstr(e.text, "the disk cannot be trusted"));
	assert_refuses_without_touching(f);
	reopen_after_io_error(f);
	assert_int_equal(whole_batches(f), 1);
}

static void a_batch_in_flight_is_not_acknowledged_when_a_query_meets_the_error(void **state)
{
	struct fixture *f = *state;
	struct sample s;
	char case_id[64], hash[65];
	int64_t turn;
	f->opts.commit_delay_ms = 100; /* the batch is written, its answer still under way */
	assert_true(fixture_open(f));
	struct store_turn *t = sample_init(&s, 0, 1);
	f->store->ops->commit(f->store, &t, 1, fixture_on_done, f);
	while (f->store->ops->seen(f->store, "zendesk", s.event_id, case_id, &turn, hash, NULL) ==
	       0)
		usleep(100);
	fault_arm(CALL_READ, 1, true, EIO);
	assert_int_equal(f->store->ops->turns(f->store, "case-0000", count_turn, &(int){ 0 }, NULL),
	                 -1);
	while (!f->answered)
		loop_step(f->loop, true);
	assert_int_equal(f->answer.code, E_IO);
	reopen_after_io_error(f);
}

static void each_batch_is_synced_before_its_answer_unless_told_otherwise(void **state)
{
	struct fixture *f = *state;
	fault_arm(CALL_SYNC, INT32_MAX, false, 0); /* only counts */
	assert_int_equal(commit_batch(f, 0), E_NONE);
	int once = fault.of_kind;
	assert_true(once > 0);
	assert_int_equal(commit_batch(f, 1), E_NONE);
	assert_true(fault.of_kind > once);
	f->opts.volatile_ok = true;
	assert_true(fixture_open(f));
	fault_arm(CALL_SYNC, INT32_MAX, false, 0);
	assert_int_equal(commit_batch(f, 2), E_NONE);
	assert_int_equal(fault.of_kind, 0);
}

static void an_error_while_opening_is_reported(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(commit_batch(f, 0), E_NONE);
	fixture_close(f);
	fault_arm(CALL_READ, 1, true, EIO);
	assert_false(fixture_open(f));
	assert_int_equal(f->e.code, E_IO);
	reopen_after_io_error(f);
	assert_int_equal(whole_batches(f), 1);
}

/* ---- there is no room */

static void a_quota_that_is_used_up_is_no_fault_of_the_disk(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(commit_batch(f, 0), E_NONE);
	fault_arm(CALL_WRITE, 2, true, EDQUOT);
	assert_int_equal(commit_batch(f, 1), E_BUSY);
	fault_arm(0, 0, false, 0);
	assert_int_equal(whole_batches(f), 1);
	assert_int_equal(commit_batch(f, 1), E_NONE);
	assert_int_equal(whole_batches(f), 2);
}

static void below_the_floor_commits_are_refused_and_queries_answered(void **state)
{
	struct fixture *f = *state;
	assert_int_equal(commit_batch(f, 0), E_NONE);
	f->opts.floor_bytes = INT64_MAX;
	assert_true(fixture_open(f));
	assert_int_equal(commit_batch(f, 1), E_BUSY);
	assert_non_null(strstr(f->answer.text, "nothing is lost; free some space"));
	assert_int_equal(whole_batches(f), 1);
	f->opts.floor_bytes = 1;
	assert_true(fixture_open(f));
	assert_int_equal(commit_batch(f, 1), E_NONE);
}

static void a_file_held_by_another_program_is_busy_until_it_lets_go(void **state)
{
	struct fixture *f = *state;
	sqlite3 *other;
	assert_int_equal(sqlite3_open(fixture_path(f, "assent.db"), &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(commit_batch(f, 0), E_BUSY);
	assert_int_equal(sqlite3_exec(other, "ROLLBACK", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(other), SQLITE_OK);
	assert_int_equal(commit_batch(f, 0), E_NONE);
	assert_int_equal(whole_batches(f), 1);
}

/* A data directory of 1 MB, a third of it taken by the file "ballast". */
static bool mount_small_disk(struct fixture *f)
{
	static char ballast[300 << 10];
	fixture_close(f);
	if (mount("tmpfs", f->dir, "tmpfs", 0, "size=1m,mode=0700") != 0)
		return false;
	int fd = open(fixture_path(f, "ballast"), O_WRONLY | O_CREAT, 0600);
	assert_int_equal(write(fd, ballast, sizeof ballast), sizeof ballast);
	close(fd);
	return true;
}

static int remove_small_disk(void **state)
{
	struct fixture *f = *state;
	fixture_close(f);
	umount(f->dir);
	return fixture_teardown(state);
}

static void a_full_disk_is_busy_with_nothing_half_done_until_there_is_room(void **state)
{
	struct fixture *f = *state;
	if (!mount_small_disk(f)) {
		print_message("skipped: a tmpfs cannot be mounted here (it needs root)\n");
		skip();
	}
	assert_true(fixture_open(f));
	enum err_code code;
	int n = 0;
	for (; (code = commit_batch(f, n)) == E_NONE && n < 2000; n++)
		;
	assert_int_equal(code, E_BUSY);
	assert_true(n > 4);
	assert_int_equal(whole_batches(f), n);
	assert_int_equal(commit_batch(f, n), E_BUSY);
	assert_int_equal(whole_batches(f), n);
	assert_int_equal(unlink(fixture_path(f, "ballast")), 0);
	assert_int_equal(commit_batch(f, n), E_NONE);
	fixture_close(f);
	fixture_write(fixture_path(f, "io-error"), "check me");
	assert_true(fixture_open(f));
	assert_int_equal(whole_batches(f), n + 1);
}

/* ---- kill -9 */

/* Commits for ever, two turns a batch, and says the number of the second when it is durable. */
static int write_and_say(const char *dir)
{
	struct fixture f = { .opts = { .dir = dir, .floor_bytes = 1 } };
	if (!fixture_open(&f))
		return 1;
	for (int n = turns_of(&f, "case-0001");; n += 2) {
		struct sample a, b;
		struct store_turn *turns[] = { sample_init(&a, 1, n + 1),
			                       sample_init(&b, 1, n + 2) };
		if (fixture_commit(&f, turns, 2) != E_NONE || a.turn.err.code || b.turn.err.code)
			return 1;
		dprintf(STDOUT_FILENO, "%d\n", n + 2);
	}
}

/* Kills the writer some time after it has said `after` numbers. Returns the last number said. */
static int kill_after(pid_t pid, int out, int after, int pause_us)
{
	FILE *said = fdopen(out, "r");
	char line[32];
	int last = 0, status;
	while (after-- > 0 && fgets(line, sizeof line, said))
		last = atoi(line);
	usleep((useconds_t)pause_us);
	assert_int_equal(kill(pid, SIGKILL), 0);
	while (fgets(line, sizeof line, said))
		if (strchr(line, '\n'))
			last = atoi(line);
	fclose(said);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
	return last;
}

static void every_acknowledged_turn_survives_kill_9(void **state)
{
	struct fixture *f = *state;
	unsigned chance = 1;
	for (int i = 0; i < 30; i++) {
		int out;
		fixture_close(f);
		pid_t pid = spawn_self(
			(const char *const[]){ "test_store_faults", "write", f->dir, NULL }, &out);
		chance = chance * 1103515245 + 12345;
		int last = kill_after(pid, out, 1 + (int)(chance >> 16) % 20,
		                      (int)(chance >> 8) % 1500);
		assert_true(last > 0);
		assert_true(fixture_open(f));
		int there = turns_of(f, "case-0001");
		assert_true(there >= last);
		assert_int_equal(there % 2, 0); /* whole batches */
	}
	fixture_close(f);
	fixture_write(fixture_path(f, "io-error"), "check me");
	assert_true(fixture_open(f));
}

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "write") == 0)
		return write_and_say(argv[2]);
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_acknowledged_after_any_failed_write),
		cmocka_unit_test(nothing_is_acknowledged_after_any_failed_sync_or_truncation),
		cmocka_unit_test(a_failed_checkpoint_is_not_kept_quiet),
		STORE_TEST(a_failed_read_of_a_query_ends_commits_too),
		STORE_TEST(a_batch_in_flight_is_not_acknowledged_when_a_query_meets_the_error),
		STORE_TEST(each_batch_is_synced_before_its_answer_unless_told_otherwise),
		STORE_TEST(an_error_while_opening_is_reported),
		STORE_TEST(a_quota_that_is_used_up_is_no_fault_of_the_disk),
		STORE_TEST(below_the_floor_commits_are_refused_and_queries_answered),
		STORE_TEST(a_file_held_by_another_program_is_busy_until_it_lets_go),
		cmocka_unit_test_setup_teardown(
			a_full_disk_is_busy_with_nothing_half_done_until_there_is_room,
			fixture_setup, remove_small_disk),
		STORE_TEST(every_acknowledged_turn_survives_kill_9),
	};
	return cmocka_run_group_tests(tests, shim_register, NULL);
}
