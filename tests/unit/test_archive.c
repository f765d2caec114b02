/* test_archive.c: whatever is changed in an archive, or in the database itself, is found. */
#include "store_fixture.h"

#include <sqlite3.h>

#include "archive.h"
#include "chain.h"
#include "share.h"

enum { CASES = 7, FEW = 9, SMALL = 21, LARGE = SHARE(10 * 1000, 1000), SAMPLES = 8 };
enum { STRIDE = SHARE(1, 7) }; /* of the places of a byte */

/* ---- a journal with values: turn n of a case refers to its n-th value; every third one is the spouse's */

struct made {
	struct sample s;
	char records[400];
};

static const char *party_of(int turn)
{
	return turn % 3 ? "caller" : "spouse";
}

static struct store_turn *make_turn(struct made *m, int case_no, int turn)
{
	struct store_turn *t = sample_init(&m->s, case_no, turn);
	uint8_t mac[SHA256_BYTES];
	char hex[SHA256_HEX];
	m->s.value.party = party_of(turn);
	crypto_hmac_sha256(m->s.value.salt, STORE_SALT_BYTES, m->s.text, strlen(m->s.text), mac);
	crypto_hex(mac, sizeof mac, hex);
	snprintf(m->records, sizeof m->records,
	         "[{\"id\":\"e%d-%d\",\"r\":\"event\",\"text\":{\"h\":\"%s\",\"v\":%d}}]", case_no,
	         turn, hex, turn);
	t->records = m->records;
	return t;
}

static void fill(struct fixture *f, int turns)
{
	static struct made m[1000];
	struct store_turn *batch[COUNT_OF(m)];
	size_t n = 0;
	for (int i = 0; i < turns; i++) {
		batch[n] = make_turn(&m[n], i % CASES, i / CASES + 1);
		n++;
		if (n == COUNT_OF(m) || i + 1 == turns) {
			assert_int_equal(fixture_commit(f, batch, n), E_NONE);
			n = 0;
		}
	}
}

/* By hand, past the store. */
static void fixture_sql(const struct fixture *f, const char *sql)
{
	sqlite3 *db;
	char path[128];
	snprintf(path, sizeof path, "%s/assent.db", f->dir);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

/* Erases value 3 of the case as its turn `turn`, and records it if told to. */
static void erase_third(struct fixture *f, int case_no, int turn, bool recorded)
{
	static const int64_t third = 3;
	struct made m;
	struct store_turn *t = make_turn(&m, case_no, turn);
	t->values_count = 0;
	t->erase = &third;
	t->erase_count = 1;
	t->records = recorded ? "[{\"party\":\"spouse\",\"r\":\"erase\",\"values\":[3]}]"
	                      : "[{\"id\":\"x\",\"r\":\"event\"}]";
	assert_int_equal(fixture_commit_one(f, t), E_NONE);
}

/* ---- archives in memory */

struct text {
	char *at;
	size_t len;
};

static struct crypto_key *key;

static int write_archive(struct fixture *f, const char *case_id, struct text *out, struct err *e)
{
	const struct archive_opts o = { .store = f->store,
		                        .dir = f->dir,
		                        .case_id = case_id,
		                        .key = key,
		                        .now_ms = 1700000000000 };
	FILE *file = open_memstream(&out->at, &out->len);
	int rc = archive_write(&o, file, e);
	fclose(file);
	return rc;
}

static struct text archive_of(struct fixture *f, const char *case_id)
{
	struct err e = { 0 };
	struct text t;
	assert_int_equal(write_archive(f, case_id, &t, &e), 0);
	assert_string_equal(e.text, "");
	return t;
}

static struct head head_of(struct fixture *f)
{
	struct head h = { .at_ms = 1700000000000 };
	assert_int_equal(f->store->ops->tip(f->store, &h.turns, h.log, NULL), 0);
	return h;
}

/* deposited: a head that somebody else holds; NULL: none */
static int check(const char *at, size_t len, const struct head *deposited, struct err *e)
{
	struct audit *a = audit_new();
	FILE *in = len ? fmemopen((void *)at, len, "r") : fopen("/dev/null", "r");
	if (deposited)
		audit_expect(a, deposited);
	int rc = archive_check(in, key, a, e);
	fclose(in);
	audit_free(a);
	return rc;
}

static void assert_whole(const struct text *t, const struct head *deposited)
{
	struct err e = { 0 };
	assert_int_equal(check(t->at, t->len, deposited, &e), 0);
	assert_string_equal(e.text, "");
}

static void assert_found(const char *at, size_t len, const struct head *deposited, size_t where)
{
	struct err e = { 0 };
	if (check(at, len, deposited, &e) == 0)
		fail_msg("a change at %zu was not found", where);
	assert_true(*e.text != '\0');
}

static size_t line_end(const struct text *t, size_t from)
{
	return (size_t)((char *)memchr(t->at + from, '\n', t->len - from) - t->at) + 1;
}

/* Where each line begins, and the end; caller frees. */
static size_t *lines_of(const struct text *t, size_t *count)
{
	size_t *at = malloc((t->len + 1) * sizeof *at);
	*count = 0;
	for (size_t i = 0; i < t->len; i = line_end(t, i))
		at[(*count)++] = i;
	at[*count] = t->len;
	return at;
}

/* [0, a) [b, c) [a, b) [c, end): two neighbouring pieces change places. */
static char *swapped(const struct text *t, size_t a, size_t b, size_t c)
{
	char *out = malloc(t->len);
	memcpy(out, t->at, a);
	memcpy(out + a, t->at + b, c - b);
	memcpy(out + a + (c - b), t->at + a, b - a);
	memcpy(out + c, t->at + c, t->len - c);
	return out;
}

static void assert_flip_found(struct text *t, size_t i, char bit)
{
	t->at[i] ^= bit;
	assert_found(t->at, t->len, NULL, i);
	t->at[i] ^= bit;
}

static void assert_line_changes_found(const struct text *t, const size_t *line, size_t n,
                                      size_t count, const struct head *deposited)
{
	size_t a = line[n], b = line[n + 1];
	char *out = malloc(t->len + (b - a));
	memcpy(out, t->at, a); /* removed */
	memcpy(out + a, t->at + b, t->len - b);
	assert_found(out, t->len - (b - a), deposited, a);
	memcpy(out, t->at, b); /* inserted: the same again */
	memcpy(out + b, t->at + a, t->len - a);
	assert_found(out, t->len + (b - a), deposited, a);
	free(out);
	if (n + 1 < count) {
		out = swapped(t, a, b, line[n + 2]);
		assert_found(out, t->len, deposited, a);
		free(out);
	}
}

/* ---- tests */

static void a_whole_archive_passes(void **state)
{
	struct fixture *f = *state;
	fill(f, SMALL);
	struct text all = archive_of(f, NULL), one = archive_of(f, "case-0002");
	struct head h = head_of(f);
	assert_whole(&all, &h);
	assert_whole(&one, &h);
	assert_true(one.len < all.len);
	assert_null(memmem(one.at, one.len, "case-0003", 9)); /* others are not shown */
	free(all.at);
	free(one.at);
}

static void every_flip_of_every_byte_is_found(void **state)
{
	struct fixture *f = *state;
	fill(f, FEW);
	struct text t = archive_of(f, NULL);
	for (size_t i = 0; i < t.len; i += STRIDE) {
		assert_flip_found(&t, i, (char)(1 << i / STRIDE % 7));
	}
	free(t.at);
}

static void every_line_removed_repeated_or_moved_is_found(void **state)
{
	struct fixture *f = *state;
	size_t count;
	fill(f, SMALL);
	struct text t = archive_of(f, NULL);
	size_t *line = lines_of(&t, &count);
	assert_int_equal(count, SMALL + 2);
	for (size_t n = 0; n < count; n++)
		if (n + 1 < count) /* the last head alone twice says nothing new: see below */
			assert_line_changes_found(&t, line, n, count, NULL);
	free(line);
	free(t.at);
}

static void every_cut_is_found_given_an_earlier_head(void **state)
{
	struct fixture *f = *state;
	fill(f, FEW);
	struct head h = head_of(f);
	struct text t = archive_of(f, NULL);
	for (size_t len = 0; len < t.len; len += STRIDE)
		assert_found(t.at, len, &h, len);
	free(t.at);
}

/* Whoever has the key can sign again: a deposited head still tells. */
static void a_shorter_journal_signed_anew_is_found_by_a_deposited_head(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	fill(f, SMALL);
	struct head all = head_of(f);
	fixture_sql(f, "DELETE FROM journal WHERE n > 14");
	struct text t = archive_of(f, NULL);
	assert_whole(&t, NULL);
	assert_int_equal(check(t.at, t.len, &all, &e), -1);
	assert_non_null(strstr(
		e.text,
		"the journal is cut: at 2023-11-14T22:13:20.000Z it had 21 turns, now it has 14"));
	free(t.at);
}

static void changes_in_very_many_records_are_found(void **state)
{
	struct fixture *f = *state;
	size_t count;
	unsigned seed = 7;
	fill(f, LARGE);
	struct head h = head_of(f);
	struct text t = archive_of(f, NULL);
	size_t *line = lines_of(&t, &count);
	assert_int_equal(count, LARGE + 2);
	assert_whole(&t, &h);
	for (int i = 0; i < SAMPLES; i++) {
		seed = seed * 1103515245 + 12345;
		size_t n = (size_t)(seed >> 8) % (count - 1), at = (size_t)(seed >> 4) % t.len;
		assert_flip_found(&t, at, (char)(1 << i % 7));
		assert_line_changes_found(&t, line, n, count, &h);
		assert_found(t.at, line[n], &h, line[n]);
	}
	free(line);
	free(t.at);
}

static void an_erased_value_leaves_an_archive_that_passes(void **state)
{
	struct fixture *f = *state;
	fill(f, SMALL);
	erase_third(f, 2, 4, true);
	struct text t = archive_of(f, NULL);
	assert_whole(&t, NULL);
	free(t.at);
}

static void assert_store_found(struct fixture *f, const char *words)
{
	struct err e = { 0 };
	const struct archive_opts o = { .store = f->store, .dir = f->dir, .key = key };
	struct audit *a = audit_new();
	assert_int_equal(archive_check_store(&o, a, &e), -1);
	audit_free(a);
	if (!strstr(e.text, words))
		fail_msg("expected \"%s\" in \"%s\"", words, e.text);
}

static void a_value_that_went_without_an_erasure_is_found(void **state)
{
	struct fixture *f = *state;
	struct err e = { 0 };
	struct text t;
	fill(f, SMALL);
	erase_third(f, 2, 4, false);
	assert_store_found(f,
	                   "case case-0002: 1 of its texts are gone, and no erasure is recorded");
	assert_int_equal(write_archive(f, NULL, &t, &e),
	                 -1); /* what is not whole is not exported */
	free(t.at);
}

/* Each change of the database, made by hand, and how it is told. */
static void changes_of_the_database_are_found_and_named(void **state)
{
	struct fixture *f = *state;
	static const struct {
		const char *sql, *words;
	} rows[] = {
		{ "UPDATE journal SET records = replace(records, 'e2-2', 'e2-9') WHERE n = 10",
		  "place 10, case case-0002, turn 2: it was changed after it was written" },
		{ "UPDATE journal SET at_ms = at_ms + 1 WHERE n = 5",
		  "place 5, case case-0004, turn 1" },
		{ "DELETE FROM journal WHERE n = 10", "place 11" },
		{ "DELETE FROM journal WHERE case_id = 'case-0003'", "place 5" },
		{ "UPDATE journal SET n = CASE n WHEN 20 THEN 99 ELSE 20 END WHERE n IN (20, 21);"
		  "UPDATE journal SET n = 21 WHERE n = 99",
		  "place 20" },
		{ "UPDATE value SET text = '아니요' WHERE case_id = 'case-0001' AND id = 2",
		  "place 9, case case-0001, turn 2: the text of value 2 is not the one that was "
		  "recorded" },
		{ "UPDATE value SET salt = zeroblob(16) WHERE case_id = 'case-0001' AND id = 2",
		  "value 2" },
		{ "DELETE FROM value WHERE case_id = 'case-0001' AND id = 1",
		  "case case-0001: 1 of its texts are gone" },
		{ "UPDATE journal SET log = zeroblob(32) WHERE n = 7", "place 7" },
		{ "UPDATE journal SET link = zeroblob(32) WHERE n = 7", "place 7" },
		{ "UPDATE journal SET link = x'00' WHERE n = 7", "place 7" },
	};
	fill(f, SMALL);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		fixture_sql(f, rows[i].sql);
		assert_store_found(f, rows[i].words);
		fixture_sql(f, "DELETE FROM journal; DELETE FROM value; DELETE FROM seen; DELETE "
		               "FROM outbox");
		fill(f, SMALL);
	}
}

static void a_head_of_another_key_or_changed_is_refused(void **state)
{
	(void)state;
	struct head h = { .at_ms = 1700000000000, .turns = 3 }, back;
	struct err e = { 0 };
	struct crypto_key *other = crypto_key_new();
	char *line = head_sign(&h, key);
	json_t *head = json_loads(line, 0, NULL);
	assert_int_equal(head_check(head, key, &back, &e), 0);
	assert_int_equal(back.turns, 3);
	assert_int_equal(head_check(head, other, &back, &e), -1);
	assert_non_null(strstr(e.text, "--key"));
	json_object_set_new(head, "turns", json_integer(2));
	e = (struct err){ 0 };
	assert_int_equal(head_check(head, key, &back, &e), -1);
	assert_non_null(strstr(e.text, "was changed after it was signed"));
	json_decref(head);
	free(line);
	crypto_key_free(other);
}

static int make_key(void **state)
{
	(void)state;
	key = crypto_key_new();
	return 0;
}

static int free_key(void **state)
{
	(void)state;
	crypto_key_free(key);
	return 0;
}

int main(void)
{
#define IN_A_STORE(test) cmocka_unit_test_setup_teardown(test, fixture_setup, fixture_teardown)
	const struct CMUnitTest tests[] = {
		IN_A_STORE(a_whole_archive_passes),
		IN_A_STORE(every_flip_of_every_byte_is_found),
		IN_A_STORE(every_line_removed_repeated_or_moved_is_found),
		IN_A_STORE(every_cut_is_found_given_an_earlier_head),
		IN_A_STORE(a_shorter_journal_signed_anew_is_found_by_a_deposited_head),
		IN_A_STORE(changes_in_very_many_records_are_found),
		IN_A_STORE(an_erased_value_leaves_an_archive_that_passes),
		IN_A_STORE(a_value_that_went_without_an_erasure_is_found),
		IN_A_STORE(changes_of_the_database_are_found_and_named),
		cmocka_unit_test(a_head_of_another_key_or_changed_is_refused),
	};
	return cmocka_run_group_tests(tests, make_key, free_key);
}
