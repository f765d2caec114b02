/* test_store_look.c: reading alone: beside a running server, without one, where nothing may be written; and which
 * consents a query finds. */
#include "store_fixture.h"

#include <dirent.h>
#include <sqlite3.h>

static int count_turn(void *arg, int64_t turn, int64_t at_ms, const char *records)
{
	(void)turn, (void)at_ms, (void)records;
	++*(int *)arg;
	return 0;
}

static int turns_of(struct store *s, const char *case_id, struct err *e)
{
	int count = 0;
	return s->ops->turns(s, case_id, count_turn, &count, e) ? -1 : count;
}

static struct store *look(const char *dir, struct err *e)
{
	const struct store_sqlite_opts o = { .dir = dir, .read_only = true };
	return store_sqlite_new(NULL, &o, e);
}

static void commit(struct fixture *f, int case_no, int turn)
{
	struct sample s;
	assert_int_equal(fixture_commit_one(f, sample_init(&s, case_no, turn)), E_NONE);
}

/* Names and sizes, in order of name. Caller frees. */
static char *listing(const char *dir)
{
	struct buf b = { 0 };
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort);
	for (int i = 0; i < n; i++) {
		char path[400];
		struct stat st;
		snprintf(path, sizeof path, "%s/%s", dir, names[i]->d_name);
		assert_int_equal(stat(path, &st), 0);
		if (S_ISREG(st.st_mode))
			buf_addf(&b, "%s %lld\n", names[i]->d_name, (long long)st.st_size);
		free(names[i]);
	}
	free(names);
	return buf_take(&b);
}

static void what_a_running_server_commits_is_seen_and_it_is_not_disturbed(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	commit(f, 7, 1);
	struct store *s = look(f->dir, &e);
	assert_non_null(s);
	assert_int_equal(turns_of(s, "case-0007", &e), 1);
	commit(f, 7, 2);
	assert_int_equal(turns_of(s, "case-0007", &e), 2);
	s->ops->free(s);
	commit(f, 7, 3);
}

static void without_a_server_nothing_is_made_or_changed(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	commit(f, 7, 1);
	fixture_close(f);
	char *before = listing(f->dir);
	assert_null(strstr(before, "-wal"));
	struct store *s = look(f->dir, &e);
	assert_int_equal(turns_of(s, "case-0007", &e), 1);
	s->ops->free(s);
	char *after = listing(f->dir);
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void a_server_that_starts_meanwhile_is_noticed(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	commit(f, 7, 1);
	fixture_close(f);
	struct store *s = look(f->dir, &e);
	assert_true(fixture_open(f));
	assert_int_equal(turns_of(s, "case-0007", &e), -1);
	assert_int_equal(e.code, E_BUSY);
	assert_non_null(strstr(e.text, "ask again"));
	/* and when it has ended again, too */
	commit(f, 7, 2);
	fixture_close(f);
	e = (struct err){ 0 };
	assert_int_equal(turns_of(s, "case-0007", &e), -1);
	assert_int_equal(e.code, E_BUSY);
	s->ops->free(s);
}

static void copy(const char *from, const char *to)
{
	size_t len;
	char *data = file_read(from, 64 << 20, &len, NULL);
	int fd = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	assert_non_null(data);
	assert_int_equal(write(fd, data, len), (ssize_t)len);
	close(fd);
	free(data);
}

/* The files of a server that was killed: what it had committed stands in the WAL alone. */
static void leave_as_killed(struct fixture *f, const char *dir, bool with_index)
{
	char to[256];
	commit(f, 7, 1);
	assert_int_equal(mkdir(dir, 0700), 0);
	static const char *const names[] = { "assent.db", "assent.db-wal", "assent.db-shm" };
	for (size_t i = 0; i < COUNT_OF(names) - !with_index; i++) {
		snprintf(to, sizeof to, "%s/%s", dir, names[i]);
		copy(fixture_path(f, names[i]), to);
	}
}

static void what_a_killed_server_had_committed_is_seen(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	char dir[100];
	for (int with_index = 0; with_index < 2; with_index++) {
		snprintf(dir, sizeof dir, "%s/killed%d", f->root, with_index);
		leave_as_killed(f, dir, with_index);
		struct store *s = look(dir, &e);
		assert_non_null(s);
		assert_int_equal(turns_of(s, "case-0007", &e), 1);
		s->ops->free(s);
		assert_true(fixture_open(f));
		assert_int_equal(unlink(fixture_path(f, "assent.db")), 0);
		assert_true(fixture_open(f));
	}
}

/* What a new process says that looks at the directory as somebody who may write nothing. */
static char *child_says(const char *dir)
{
	int out, status;
	static char said[1024];
	pid_t pid = spawn_self((const char *const[]){ "test_store_look", dir, NULL }, &out);
	ssize_t n = read(out, said, sizeof said - 1);
	close(out);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	said[n > 0 ? n : 0] = '\0';
	return said;
}

static int child(const char *dir)
{
	struct err e = { 0 };
	if (getuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return 1;
	struct store *s = look(dir, &e);
	printf("%d: %d turns: %s\n", e.code, s ? turns_of(s, "case-0007", &e) : -1, e.text);
	if (s)
		s->ops->free(s);
	return 0;
}

static void allow_reading_alone(struct fixture *f, const char *dir, mode_t files)
{
	static const char *const names[] = { "assent.db", "assent.db-wal", "assent.db-shm" };
	char path[256];
	assert_int_equal(chmod(f->root, 0755), 0);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		snprintf(path, sizeof path, "%s/%s", dir, names[i]);
		chmod(path, files);
	}
	assert_int_equal(chmod(dir, 0555), 0);
}

static void who_may_write_nothing_reads_all_the_same(void **state)
{
	struct fixture *f = *state;
	char killed[100];
	snprintf(killed, sizeof killed, "%s/killed", f->root);
	leave_as_killed(f, killed, true);
	allow_reading_alone(f, killed, 0444);
	assert_string_equal(child_says(killed), "0: 1 turns: \n");
	fixture_close(f);
	allow_reading_alone(f, f->dir, 0444);
	assert_string_equal(child_says(f->dir), "0: 1 turns: \n");
	allow_reading_alone(f, f->dir, 0400);
	if (getuid() == 0)
		assert_non_null(
			strstr(child_says(f->dir), "do it as the user who runs assent serve"));
	assert_int_equal(chmod(killed, 0700), 0);
	assert_int_equal(chmod(f->dir, 0700), 0);
}

static void assert_refused(const char *dir, const char *expected)
{
	struct err e = { 0 };
	assert_null(look(dir, &e));
	assert_int_equal(e.code, E_CONFIG);
	if (!strstr(e.text, expected))
		fail_msg("expected '%s', it said '%s'", expected, e.text);
}

static void what_is_no_data_directory_is_refused_and_left_alone(void **state)
{
	struct fixture *f = *state;
	const char *db = fixture_path(f, "assent.db");
	sqlite3 *other;
	char none[100];
	snprintf(none, sizeof none, "%s/none", f->root);
	assert_refused(none, "none cannot be looked at (No such file or directory): name the data");
	assert_int_equal(access(none, F_OK), -1);
	fixture_close(f);
	assert_int_equal(sqlite3_open(db, &other), SQLITE_OK);
	assert_int_equal(sqlite3_exec(other, "PRAGMA user_version = 99", NULL, NULL, NULL), 0);
	sqlite3_close(other);
	assert_refused(f->dir, "was written by a newer assent (schema 99");
	fixture_write(db, "my diary\n");
	assert_refused(f->dir, "is not a database of assent");
	fixture_write(db, "");
	assert_refused(f->dir, "is empty: nothing has been recorded there yet");
	assert_int_equal(unlink(db), 0);
	assert_refused(f->dir, "assent.db cannot be looked at");
	assert_int_equal(access(db, F_OK), -1);
}

static void a_name_with_signs_of_a_uri_is_a_name(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	char dir[100];
	commit(f, 7, 1);
	fixture_close(f);
	snprintf(dir, sizeof dir, "%s/a?b#c%%20", f->root);
	assert_int_equal(rename(f->dir, dir), 0);
	struct store *s = look(dir, &e);
	assert_non_null(s);
	assert_int_equal(turns_of(s, "case-0007", &e), 1);
	s->ops->free(s);
}

static void from_begin_to_end_one_moment_is_read(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	commit(f, 7, 1);
	struct store *s = look(f->dir, &e);
	for (int own = 0; own < 2; own++) { /* the reader's store, then the server's own */
		struct store *at = own ? f->store : s;
		int before = turns_of(at, "case-0007", &e);
		assert_int_equal(at->ops->read_begin(at, &e), 0);
		assert_int_equal(at->ops->read_begin(at, &e), 0);
		assert_int_equal(turns_of(at, "case-0007", &e), before);
		commit(f, 7, before + 1);
		at->ops->read_end(at);
		assert_int_equal(turns_of(at, "case-0007", &e), before);
		at->ops->read_end(at);
		assert_int_equal(turns_of(at, "case-0007", &e), before + 1);
	}
	s->ops->free(s);
}

/* ---- which consents */

enum { CASES = 12, EACH = 11 };
static const char *const kinds[] = { "delegation", "collection" };
static const char *const states[] = { "granted", "denied", "withdrawn" };
static const char *const roles[] = { "caller", "spouse", "passenger" };

static struct store_consent consent_of(int case_no, int n)
{
	static char ids[EACH][8];
	int mix = case_no * 7 + n * 3;
	snprintf(ids[n], sizeof ids[n], "k%d", n);
	return (struct store_consent){ .id = ids[n],
		                       .kind = kinds[mix % 2],
		                       .subject = roles[mix % 3],
		                       .delegate = mix % 2 ? "" : roles[(mix + 1) % 3],
		                       .state = states[mix / 2 % 3],
		                       .at_ms = 1000 + mix % 5 };
}

static void fill_consents(struct fixture *f)
{
	for (int i = 0; i < CASES; i++) {
		struct store_consent c[EACH];
		char id[16];
		snprintf(id, sizeof id, "case%d", i);
		for (int n = 0; n < EACH; n++)
			c[n] = consent_of(i, n);
		struct store_turn t = { .case_id = id, .consents = c, .consents_count = EACH };
		assert_int_equal(fixture_commit_one(f, &t), E_NONE);
	}
}

static bool is_asked_for(const struct store_consent_query *q, const char *case_id,
                         const struct store_consent *k)
{
	return (!q->case_id || !strcmp(q->case_id, case_id)) &&
	       (!q->kind || !strcmp(q->kind, k->kind)) &&
	       (!q->state || !strcmp(q->state, k->state)) &&
	       (!q->subject || !strcmp(q->subject, k->subject)) &&
	       (!q->party || !strcmp(q->party, k->subject) || !strcmp(q->party, k->delegate)) &&
	       k->at_ms >= q->since_ms && (!q->until_ms || k->at_ms < q->until_ms);
}

/* Rows as they came, and the last one's place. */
struct found {
	struct buf all;
	size_t count, page;
	char case_id[16], id[16];
	int64_t at_ms;
};

static int find(void *arg, const char *case_id, const struct store_consent *k)
{
	struct found *g = arg;
	char earlier[64], now[64];
	snprintf(earlier, sizeof earlier, "%lld %s %s", (long long)g->at_ms, g->case_id, g->id);
	snprintf(now, sizeof now, "%lld %s %s", (long long)k->at_ms, case_id, k->id);
	assert_true(!g->count || strcmp(now, earlier) < 0); /* all times have four digits here */
	buf_addf(&g->all, "%s\n", now);
	g->count++;
	g->page++;
	g->at_ms = k->at_ms;
	snprintf(g->case_id, sizeof g->case_id, "%s", case_id);
	snprintf(g->id, sizeof g->id, "%s", k->id);
	return 0;
}

static size_t expected_count(const struct store_consent_query *q)
{
	size_t count = 0;
	for (int i = 0; i < CASES; i++) {
		char id[16];
		snprintf(id, sizeof id, "case%d", i);
		for (int n = 0; n < EACH; n++) {
			struct store_consent k = consent_of(i, n);
			count += is_asked_for(q, id, &k);
		}
	}
	return count;
}

static void assert_query(struct fixture *f, struct store_consent_query q)
{
	struct found whole = { 0 }, paged = { 0 };
	struct err e = { 0 };
	assert_int_equal(f->store->ops->consents(f->store, &q, find, &whole, &e), 0);
	assert_int_equal(whole.count, expected_count(&q));
	q.limit = 7;
	do {
		struct found *p = &paged;
		const struct found at = *p; /* find writes over its own */
		q.after_case = p->count ? at.case_id : NULL;
		q.after_id = at.id;
		q.after_ms = at.at_ms;
		p->page = 0;
		assert_int_equal(f->store->ops->consents(f->store, &q, find, p, &e), 0);
	} while (paged.page == 7);
	assert_string_equal(whole.count ? whole.all.data : "", paged.count ? paged.all.data : "");
	buf_free(&whole.all);
	buf_free(&paged.all);
}

static void every_filter_finds_what_it_names_whole_and_page_by_page(void **state)
{
	struct fixture *f = *state;
	fill_consents(f);
	for (int n = 0; n < 3 * 3 * 4 * 4 * 3 * 3; n++) {
		int rest = n;
		struct store_consent_query q = { 0 };
		q.kind = rest % 3 ? kinds[rest % 3 - 1] : NULL, rest /= 3;
		q.case_id = (const char *const[]){ NULL, "case3", "none" }[rest % 3], rest /= 3;
		q.state = rest % 4 ? states[rest % 4 - 1] : NULL, rest /= 4;
		q.subject = rest % 4 ? roles[rest % 4 - 1] : NULL, rest /= 4;
		q.party = (const char *const[]){ NULL, "spouse", "driver" }[rest % 3], rest /= 3;
		q.since_ms = rest % 3 ? 1000 + rest : 0;
		q.until_ms = rest % 3 == 2 ? 1004 : 0;
		assert_query(f, q);
	}
}

#define STORE_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_setup, fixture_teardown)

int main(int argc, char **argv)
{
	if (argc == 2)
		return child(argv[1]);
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_a_running_server_commits_is_seen_and_it_is_not_disturbed),
		STORE_TEST(without_a_server_nothing_is_made_or_changed),
		STORE_TEST(a_server_that_starts_meanwhile_is_noticed),
		STORE_TEST(what_a_killed_server_had_committed_is_seen),
		STORE_TEST(who_may_write_nothing_reads_all_the_same),
		STORE_TEST(what_is_no_data_directory_is_refused_and_left_alone),
		STORE_TEST(a_name_with_signs_of_a_uri_is_a_name),
		STORE_TEST(from_begin_to_end_one_moment_is_read),
		STORE_TEST(every_filter_finds_what_it_names_whole_and_page_by_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
