/* test_store_files.c: what erasing leaves in the files, and which directories and files are taken at all. */
#include "store_fixture.h"

#include <sqlite3.h>

/* ---- erasing */

static int count_value(void *arg, const struct store_value *v)
{
	if (v->text)
		assert_string_equal(v->party, "caller"); /* the spouse's are those that go */
	*(int *)arg += v->text != NULL;
	return 0;
}

static int values_of(struct fixture *f, const char *case_id)
{
	int count = 0;
	assert_int_equal(f->store->ops->values(f->store, case_id, count_value, &count, NULL), 0);
	return count;
}

enum { ERASE_CASES = 40, ERASE_TURNS = 12 };

/* Values of two parties, of all lengths, in the order in which many cases talk at once. */
static void fill_with_canaries(struct fixture *f)
{
	static const char filler[] = "가나다라마바사아자차카타파하가나다라마바사아자차카타파하";
	for (int turn = 1; turn <= ERASE_TURNS; turn++) {
		struct sample s[ERASE_CASES];
		struct store_turn *turns[ERASE_CASES];
		struct store_value two[ERASE_CASES][2];
		char text[ERASE_CASES][8000];
		for (int i = 0; i < ERASE_CASES; i++) {
			turns[i] = sample_init(&s[i], (i * 17) % ERASE_CASES, turn);
			size_t len =
				(size_t)snprintf(text[i], sizeof text[i], "CANARY-%d-%d ", i, turn);
			size_t extra = turn == 5 ? 7000 : (size_t)(i * turn) % 300;
			while (len < extra)
				len += (size_t)snprintf(text[i] + len, sizeof text[i] - len, "%s",
				                        filler);
			two[i][0] = (struct store_value){ .id = turn * 2,
				                          .party = "spouse",
				                          .text = text[i] };
			memset(two[i][0].salt, 'S', STORE_SALT_BYTES);
			two[i][1] = (struct store_value){ .id = turn * 2 + 1,
				                          .party = "caller",
				                          .text = "KEPT" };
			turns[i]->values = two[i];
			turns[i]->values_count = 2;
		}
		assert_int_equal(fixture_commit(f, turns, ERASE_CASES), E_NONE);
	}
}

static void an_erased_value_and_its_salt_are_nowhere_in_the_files(void **state)
{
	struct fixture *f = *state;
	int64_t spouse[ERASE_TURNS];
	const char *db = fixture_path(f, "assent.db"), *wal = fixture_path(f, "assent.db-wal");
	fill_with_canaries(f);
	for (int i = 0; i < ERASE_TURNS; i++)
		spouse[i] = 2 * i + 2;
	assert_true(fixture_count_in_file(wal, "CANARY") > 0);
	for (int i = 0; i < ERASE_CASES; i++) {
		struct sample s;
		struct store_turn t = { .case_id = s.case_id,
			                .erase = spouse,
			                .erase_count = ERASE_TURNS };
		sample_init(&s, i, 1);
		assert_int_equal(fixture_commit_one(f, &t), E_NONE);
		assert_int_equal(values_of(f, s.case_id), ERASE_TURNS); /* the other party's */
	}
	assert_int_equal(fixture_count_in_file(db, "CANARY"), 0);
	assert_int_equal(fixture_count_in_file(wal, "CANARY"), 0);
	assert_int_equal(fixture_count_in_file(db, "SSSSSSSSSSSSSSSS"), 0);
	assert_int_equal(fixture_count_in_file(db, "KEPT"), ERASE_CASES * ERASE_TURNS);
}

static void a_turn_may_erase_what_it_has_just_written(void **state)
{
	struct fixture *f = *state;
	const int64_t first = 1;
	struct sample s;
	struct store_turn *t = sample_init(&s, 1, 1);
	t->erase = &first;
	t->erase_count = 1;
	assert_int_equal(fixture_commit_one(f, t), E_NONE);
	assert_int_equal(values_of(f, "case-0001"), 0);
	assert_int_equal(fixture_count_in_file(fixture_path(f, "assent.db"), s.text), 0);
	assert_int_equal(fixture_count_in_file(fixture_path(f, "assent.db-wal"), s.text), 0);
}

static int erase_meanwhile(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	(void)turn, (void)at_ms, (void)records;
	const int64_t first = 1;
	struct store_turn t = { .case_id = "case-0001", .erase = &first, .erase_count = 1 };
	assert_int_equal(fixture_commit_one(arg, &t), E_NONE);
	return 0;
}

/* The query holds the old pages in the WAL; the batch stands, and the next one empties it. */
static void an_erasure_during_a_query_is_completed_by_the_next_batch(void **state)
{
	struct fixture *f = *state;
	struct sample s, other;
	const char *wal = fixture_path(f, "assent.db-wal"), *db = fixture_path(f, "assent.db");
	assert_int_equal(fixture_commit_one(f, sample_init(&s, 1, 1)), E_NONE);
	assert_int_equal(f->store->ops->turns(f->store, "case-0001", erase_meanwhile, f, NULL), 0);
	assert_int_equal(values_of(f, "case-0001"), 0);
	assert_true(fixture_count_in_file(wal, s.text) > 0);
	assert_int_equal(fixture_commit_one(f, sample_init(&other, 1, 2)), E_NONE);
	assert_int_equal(fixture_count_in_file(wal, s.text), 0);
	assert_int_equal(fixture_count_in_file(db, s.text), 0);
	assert_int_equal(fixture_commit_one(f, sample_init(&other, 1, 3)), E_NONE);
	assert_true(fixture_count_in_file(wal, other.text) > 0); /* no longer emptied each time */
}

/* ---- opening */

static void directory_and_files_are_for_their_owner_alone(void **state)
{
	struct fixture *f = *state;
	static const char *const names[] = { "assent.db", "assent.db-wal", "assent.db-shm",
		                             "lock" };
	struct sample s;
	struct stat st;
	assert_int_equal(fixture_commit_one(f, sample_init(&s, 1, 1)), E_NONE);
	assert_int_equal(stat(f->dir, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_int_equal(stat(fixture_path(f, names[i]), &st), 0);
		assert_int_equal(st.st_mode & 0777, 0600);
	}
	assert_int_equal(chmod(fixture_path(f, "assent.db"), 0644), 0); /* as a restored backup */
	assert_true(fixture_open(f));
	assert_int_equal(stat(fixture_path(f, "assent.db"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
}

/* What a new process says that tries to open the directory. mode: open, open-as-nobody. */
static void assert_child_says(const char *mode, const char *dir, const char *expected)
{
	int out, status;
	char said[1024];
	pid_t pid = spawn_self((const char *const[]){ "test_store_files", mode, dir, NULL }, &out);
	ssize_t n = read(out, said, sizeof said - 1);
	close(out);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	said[n > 0 ? n : 0] = '\0';
	if (!strstr(said, expected))
		fail_msg("expected '%s', it said '%s'", expected, said);
}

static int child(const char *mode, const char *dir)
{
	if (strcmp(mode, "open-as-nobody") == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 1;
	struct loop *l = loop_new();
	struct err e = { 0 };
	struct store *s = store_sqlite_new(l, &(struct store_sqlite_opts){ .dir = dir }, &e);
	printf("%d: %s\n", e.code, s ? "open" : e.text);
	if (s)
		s->ops->free(s);
	loop_free(l);
	return 0;
}

static void a_second_process_is_refused_while_the_first_one_lives(void **state)
{
	struct fixture *f = *state;
	char expected[64];
	snprintf(expected, sizeof expected, "%d: data directory", E_CONFIG);
	assert_child_says("open", f->dir, expected);
	assert_child_says("open", f->dir, "is in use by another assent");
	fixture_close(f);
	assert_child_says("open", f->dir, "0: open");
}

static void a_directory_that_is_not_writable_is_refused_with_advice(void **state)
{
	struct fixture *f = *state;
	fixture_close(f);
	assert_int_equal(chmod(f->root, 0755), 0);
	assert_int_equal(chmod(f->dir, 0555), 0);
	assert_int_equal(unlink(fixture_path(f, "lock")), 0);
	const char *mode = getuid() == 0 ? "open-as-nobody" : "open";
	assert_child_says(mode, f->dir, "is not writable (Permission denied): make it and give it");
	char deep[128];
	snprintf(deep, sizeof deep, "%s/none/data", f->root);
	f->opts.dir = deep;
	assert_false(fixture_open(f));
	assert_int_equal(f->e.code, E_CONFIG);
	assert_non_null(strstr(f->e.text, "No such file or directory"));
}

/* A fresh directory with this file in the database's place must be refused and left as it is. */
static void assert_left_alone(struct fixture *f, const char *expected)
{
	size_t before_bytes, after_bytes;
	const char *db = fixture_path(f, "assent.db");
	char *before = file_read(db, 1 << 20, &before_bytes, NULL);
	assert_false(fixture_open(f));
	assert_int_equal(f->e.code, E_CONFIG);
	assert_non_null(strstr(f->e.text, expected));
	char *after = file_read(db, 1 << 20, &after_bytes, NULL);
	assert_int_equal(before_bytes, after_bytes);
	assert_memory_equal(before, after, before_bytes);
	free(before);
	free(after);
}

static void a_file_that_is_not_ours_is_refused_and_left_alone(void **state)
{
	struct fixture *f = *state;
	const char *db = fixture_path(f, "assent.db");
	char page[5000] = { 0 };
	sqlite3 *other;
	fixture_close(f);
	fixture_write(db, "my diary\n");
	assert_left_alone(f, "is not a database of assent: move it away");
	memset(page, 'x', sizeof page - 1);
	fixture_write(db, page);
	assert_left_alone(f, "is not a database of assent");
	assert_int_equal(unlink(db), 0);
	assert_int_equal(sqlite3_open(db, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "CREATE TABLE recipes(x)", NULL, NULL, NULL),
	                 SQLITE_OK);
	sqlite3_close(other);
	assert_left_alone(f, "is not a database of assent");
}

static void a_newer_schema_is_refused_and_left_alone(void **state)
{
	struct fixture *f = *state;
	sqlite3 *db;
	fixture_close(f);
	assert_int_equal(sqlite3_open(fixture_path(f, "assent.db"), &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 99", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	assert_left_alone(f, "was written by a newer assent (schema 99");
}

static int count_row(void *arg, const struct store_out *o)
{
	int *count = arg;
	assert_string_equal(o->remote_id, ""); /* those columns are made anew */
	(*count)++;
	return 0;
}

/* As programs before left it: without deploys (5), rows of the outbox by key (4), without names of the platforms for them (3), without
 * addresses (2). */
static void a_directory_of_an_earlier_schema_is_brought_up_to_date_with_its_rows(void **state)
{
	static const char *const back[] = {
		"DROP TABLE deploy;"
		"CREATE TABLE was AS SELECT * FROM outbox; DROP TABLE outbox;"
		"CREATE TABLE outbox(key TEXT NOT NULL PRIMARY KEY, case_id TEXT NOT NULL,"
		" seq INTEGER NOT NULL, target TEXT NOT NULL, effect TEXT NOT NULL, state TEXT NOT "
		"NULL, attempt INTEGER NOT NULL, next_at_ms INTEGER NOT NULL, expires_at_ms "
		"INTEGER "
		"NOT NULL, reason TEXT NOT NULL, remote_id TEXT NOT NULL DEFAULT '', first_at_ms "
		"INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;"
		"CREATE INDEX outbox_live ON outbox(case_id, seq) WHERE state IN ('ready', "
		"'sending', 'retry');"
		"CREATE INDEX outbox_remote ON outbox(target, remote_id) WHERE remote_id <> '';"
		"INSERT INTO outbox SELECT key, case_id, seq, target, effect, state, attempt, "
		"next_at_ms, expires_at_ms, reason, remote_id, first_at_ms FROM was; DROP TABLE "
		"was;"
		"PRAGMA user_version = 4",
		"DROP INDEX outbox_remote; ALTER TABLE outbox DROP COLUMN remote_id; ALTER TABLE "
		"outbox DROP COLUMN first_at_ms; PRAGMA "
		"user_version = 3",
		"DROP TABLE address; DROP TABLE address_key; PRAGMA user_version = 2",
	};
	struct fixture *f = *state;
	struct sample s;
	for (int steps = 1; steps <= 3; steps++) {
		static const char *const names[] = { "m-7", "m-8", "m-9" };
		sqlite3 *db;
		int count = 0;
		char *key = NULL, *case_id = NULL;
		assert_int_equal(fixture_commit_one(f, sample_init(&s, steps, 1)), E_NONE);
		s.out.remote_id = names[steps - 1];
		s.out.effect = NULL;
		fixture_close(f);
		assert_int_equal(sqlite3_open(fixture_path(f, "assent.db"), &db), SQLITE_OK);
		for (int i = 0; i < steps; i++)
			assert_int_equal(sqlite3_exec(db, back[i], NULL, NULL, NULL), SQLITE_OK);
		sqlite3_close(db);
		assert_true(fixture_open(f));
		assert_true(fixture_open(f)); /* once is enough */
		assert_int_equal(f->store->ops->outs(f->store, NULL, count_row, &count, NULL), 0);
		assert_int_equal(count, steps);
		struct store_turn t = { .outs = &s.out, .outs_count = 1 };
		assert_int_equal(fixture_commit_one(f, &t), E_NONE);
		assert_int_equal(f->store->ops->out_by_remote(f->store, s.out.target,
		                                              s.out.remote_id, &key, &case_id,
		                                              NULL),
		                 1);
		assert_string_equal(key, s.out.key);
		free(key);
		free(case_id);
	}
}

static void an_empty_file_from_an_interrupted_first_start_is_taken(void **state)
{
	struct fixture *f = *state;
	fixture_close(f);
	fixture_write(fixture_path(f, "assent.db"), "");
	assert_true(fixture_open(f));
}

static void after_a_disk_error_the_whole_file_is_checked_before_it_is_believed(void **state)
{
	struct fixture *f = *state;
	const char *mark = fixture_path(f, "io-error"), *db = fixture_path(f, "assent.db");
	struct sample s;
	for (int i = 1; i < 60; i++)
		assert_int_equal(fixture_commit_one(f, sample_init(&s, 1, i)), E_NONE);
	fixture_close(f);
	fixture_write(mark, "x");
	assert_true(fixture_open(f));
	assert_int_not_equal(access(mark, F_OK), 0); /* checked, whole */
	fixture_close(f);
	int fd = open(db, O_RDWR);
	assert_int_equal(pwrite(fd, "damage, damage, damage, damage, ", 32, 4096), 32);
	close(fd);
	fixture_write(mark, "x");
	assert_false(fixture_open(f));
	assert_int_equal(f->e.code, E_IO);
	assert_int_equal(access(mark, F_OK), 0); /* the next start looks again */
}

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(int argc, char **argv)
{
	if (argc == 3)
		return child(argv[1], argv[2]);
	const struct CMUnitTest tests[] = {
		STORE_TEST(an_erased_value_and_its_salt_are_nowhere_in_the_files),
		STORE_TEST(a_turn_may_erase_what_it_has_just_written),
		STORE_TEST(an_erasure_during_a_query_is_completed_by_the_next_batch),
		STORE_TEST(directory_and_files_are_for_their_owner_alone),
		STORE_TEST(a_second_process_is_refused_while_the_first_one_lives),
		STORE_TEST(a_directory_that_is_not_writable_is_refused_with_advice),
		STORE_TEST(a_file_that_is_not_ours_is_refused_and_left_alone),
		STORE_TEST(a_newer_schema_is_refused_and_left_alone),
		STORE_TEST(a_directory_of_an_earlier_schema_is_brought_up_to_date_with_its_rows),
		STORE_TEST(an_empty_file_from_an_interrupted_first_start_is_taken),
		STORE_TEST(after_a_disk_error_the_whole_file_is_checked_before_it_is_believed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
