/* Consent files: put whole or not at all, held against the journal at start: torn ones rebuilt, edited ones kept aside. */
#include "consent.h"

#include "base.h"
#include "crypto.h"
#include "scratch.h"

#include <dirent.h>
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { NOW = 5000 };

static char *dir;

static int make_dir(void **state)
{
	(void)state;
	dir = scratch_new("consents", NULL);
	return dir ? 0 : -1;
}

static int remove_dir(void **state)
{
	(void)state;
	chmod(dir, 0700);
	scratch_free(dir);
	return 0;
}

static void write_file(const char *name, const char *text, size_t len)
{
	char *path = xasprintf("%s/%s", dir, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(text, 1, len, f), len);
	fclose(f);
	free(path);
}

/* Caller frees; NULL: not there. */
static char *read_named(const char *name)
{
	struct err e = { 0 };
	size_t len;
	char *path = xasprintf("%s/%s", dir, name);
	char *text = file_read(path, 1 << 20, &len, &e);
	free(path);
	return text;
}

static void assert_file(const char *name, const char *want)
{
	char *found = read_named(name);
	assert_non_null(found);
	assert_string_equal(found, want);
	free(found);
}

static size_t files_in_dir(void)
{
	DIR *d = opendir(dir);
	size_t n = 0;
	for (struct dirent *one; (one = readdir(d));)
		n += one->d_name[0] != '.';
	closedir(d);
	return n;
}

/* ---- documents ---- */

static void record(struct support_case *c, json_t *r)
{
	struct err e = { 0 };
	if (case_apply(c, 1795305600000 + c->turn, r, &e))
		fail_msg("%s", e.text);
	json_decref(r);
}

static struct support_case *asked_case(void)
{
	static const uint8_t salt[16] = { 1 };
	struct support_case *c = case_new("c1");
	c->turn = 1;
	record(c, json_pack("{s:s, s:s, s:s, s:{}, s:{}}", "r", "open", "flow", "passenger",
	                    "bundle", "abc", "facts", "parties"));
	int64_t words = case_value_add(c, "", "네, 동의해요", salt);
	record(c,
	       json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:i, s:{s:s}, s:s, s:{s:s, s:o}}",
	                 "r", "consent", "id", "k1", "kind", "delegation", "subject", "caller",
	                 "delegate", "passenger", "about", "fare", "phrase", "delegation",
	                 "version", 1, "legal", "need", "동의가 필요합니다.", "state", "requested",
	                 "evidence", "kind", "flow", "words", case_value_ref(c, words)));
	int64_t id = case_value_add(
		c, "", "탑승자분과의 상담을 위해선 \"고객님\"의 동의가\n필요합니다 🙏.", salt);
	record(c, json_pack("{s:s, s:s, s:o, s:s, s:i}", "r", "consent", "id", "k1", "notice",
	                    case_value_ref(c, id), "notice_hash", "0123", "served", 1));
	return c;
}

static void grant(struct support_case *c)
{
	c->turn++;
	record(c, json_pack("{s:s, s:s, s:s, s:{s:s, s:s}}", "r", "consent", "id", "k1", "state",
	                    "granted", "evidence", "kind", "button", "choice", "yes"));
}

/* As the engine writes it; caller frees. */
static char *text_of(const struct support_case *c)
{
	json_t *doc = consent_document(c);
	char *text = json_dumps(doc, JSON_INDENT(2) | JSON_SORT_KEYS);
	json_decref(doc);
	return text;
}

static char *older, *newer;
static bool is_erased; /* what the notice said */

static struct support_case *behind(void *arg, const char *case_id, int64_t turn, struct err *e)
{
	struct support_case *c = turn > 0 ? asked_case() : case_new("c1");
	(void)arg, (void)e;
	assert_string_equal(case_id, "c1");
	if (turn > 1)
		grant(c);
	for (int64_t id = 1; is_erased && id <= (int64_t)c->values_count; id++)
		case_value_erase(c, id);
	return c;
}

static int make_texts(void **state)
{
	struct support_case *c = asked_case();
	(void)state;
	older = text_of(c);
	grant(c);
	newer = text_of(c);
	case_free(c);
	return 0;
}

static int free_texts(void **state)
{
	(void)state;
	free(older);
	free(newer);
	return 0;
}

static int check(void)
{
	struct err e = { 0 };
	const struct consent_told told = { "c1", newer, behind, NULL };
	int found = consent_file_check(dir, &told, NOW, &e);
	if (found < 0)
		fail_msg("%s", e.text);
	return found;
}

static void the_document_says_who_agreed_to_what_and_how_it_went(void **state)
{
	(void)state;
	json_t *doc = json_loads(newer, 0, NULL);
	json_t *k = json_array_get(json_object_get(doc, "consents"), 0);
	json_t *history = json_object_get(k, "history");
	assert_string_equal(json_string_value(json_object_get(k, "state")), "granted");
	assert_string_equal(json_string_value(json_object_get(k, "delegate")), "passenger");
	assert_non_null(
		strstr(json_string_value(json_object_get(json_object_get(k, "notice"), "text")),
	               "탑승자분과의"));
	assert_int_equal(json_array_size(history), 2);
	json_t *evidence = json_object_get(json_array_get(history, 1), "evidence");
	assert_string_equal(json_string_value(json_object_get(evidence, "kind")), "button");
	assert_int_equal(json_integer_value(json_object_get(doc, "turn")), 2);
	json_decref(doc);
}

static void a_case_without_consents_has_no_document(void **state)
{
	(void)state;
	struct support_case *c = case_new("c1");
	assert_null(consent_document(c));
	case_free(c);
}

/* ---- putting ---- */

static void a_file_is_put_whole_and_leaves_nothing_beside_it(void **state)
{
	(void)state;
	struct err e = { 0 };
	assert_int_equal(consent_file_put(dir, "c1", older, &e), 0);
	assert_int_equal(consent_file_put(dir, "c1", newer, &e), 0);
	assert_file("c1.json", newer);
	assert_int_equal(files_in_dir(), 1);
	assert_int_equal(consent_file_sync(dir, "c1", &e), 0);
}

static void what_a_killed_process_had_begun_to_write_is_written_over(void **state)
{
	(void)state;
	struct err e = { 0 };
	char *longer = xasprintf("%s%s", newer, newer);
	write_file("c1.json.tmp", longer, strlen(longer));
	assert_int_equal(consent_file_put(dir, "c1", newer, &e), 0);
	assert_file("c1.json", newer);
	free(longer);
}

static void a_file_is_for_its_owner_only(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct stat st;
	assert_int_equal(consent_file_put(dir, "c1", newer, &e), 0);
	char *path = xasprintf("%s/c1.json", dir);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	free(path);
}

static void a_directory_that_is_not_there_is_an_error_that_names_the_file(void **state)
{
	(void)state;
	struct err e = { 0 }, e2 = { 0 };
	assert_int_equal(consent_file_put("/nonexistent/consents", "c1", newer, &e), -1);
	assert_int_equal(e.code, E_BUSY); /* an operator can mend it */
	assert_non_null(strstr(e.text, "/nonexistent/consents/c1.json"));
	assert_int_equal(consent_file_sync(dir, "c1", &e2), -1);
	assert_int_equal(e2.code, E_IO);
}

static void a_directory_that_cannot_be_written_is_an_error(void **state)
{
	(void)state;
	struct err e = { 0 };
	if (geteuid() ==
	    0) { /* root may write anywhere: a file stands where the directory should */
		char *path = xasprintf("%s/file", dir);
		write_file("file", "", 0);
		assert_int_equal(consent_file_put(path, "c1", newer, &e), -1);
		free(path);
	} else {
		chmod(dir, 0500);
		assert_int_equal(consent_file_put(dir, "c1", newer, &e), -1);
	}
	assert_int_equal(e.code, E_BUSY);
}

static void when_the_disk_is_full_the_old_file_stays_whole_and_no_half_one_lies_beside(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct rlimit old, small;
	assert_int_equal(consent_file_put(dir, "c1", older, &e), 0);
	getrlimit(RLIMIT_FSIZE, &old);
	small = old;
	small.rlim_cur = strlen(newer) / 2;
	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &small);
	int rc = consent_file_put(dir, "c1", newer, &e);
	setrlimit(RLIMIT_FSIZE, &old);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(rc, -1);
	assert_true(e.code == E_IO || e.code == E_BUSY);
	assert_file("c1.json", older);
	assert_int_equal(files_in_dir(), 1);
}

/* ---- at start ---- */

static void an_equal_file_is_left_alone(void **state)
{
	(void)state;
	struct err e = { 0 };
	consent_file_put(dir, "c1", newer, &e);
	assert_int_equal(check(), CONSENT_FILE_EQUAL);
	assert_int_equal(files_in_dir(), 1);
}

static void a_missing_file_is_put_again(void **state)
{
	(void)state;
	assert_int_equal(check(), CONSENT_FILE_MISSING);
	assert_file("c1.json", newer);
}

static void a_file_of_an_earlier_turn_is_put_again(void **state)
{
	(void)state;
	write_file("c1.json", older, strlen(older));
	assert_int_equal(check(), CONSENT_FILE_BEHIND);
	assert_file("c1.json", newer);
	assert_int_equal(files_in_dir(), 1);
}

static void assert_torn(const char *text, size_t len)
{
	write_file("c1.json", text, len);
	if (check() != CONSENT_FILE_BEHIND)
		fail_msg("cut after %zu of %zu bytes: not taken as torn", len, strlen(text));
	assert_file("c1.json", newer);
	assert_int_equal(files_in_dir(), 1);
}

static void a_file_that_is_torn_at_any_byte_is_put_again(void **state)
{
	(void)state;
	for (size_t len = 0; len < strlen(newer); len++)
		assert_torn(newer, len);
	for (size_t len = 0; len < strlen(older); len++)
		assert_torn(older, len);
}

static void a_file_whose_end_became_zeros_is_put_again(void **state)
{
	(void)state;
	for (size_t len = 0; len < strlen(newer); len += 7) {
		char *text = xstrdup(newer);
		memset(text + len, 0, strlen(newer) - len);
		write_file("c1.json", text, strlen(newer));
		assert_int_equal(check(), CONSENT_FILE_BEHIND);
		free(text);
	}
	assert_int_equal(files_in_dir(), 1);
}

static void assert_kept_aside(const char *text, size_t len)
{
	write_file("c1.json", text, len);
	assert_int_equal(check(), CONSENT_FILE_CHANGED);
	assert_file("c1.json", newer);
	assert_file("c1.json.found-5000", text);
	char *path = xasprintf("%s/c1.json.found-5000", dir);
	unlink(path);
	free(path);
}

static char *replaced(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	assert_non_null(at);
	return xasprintf("%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static void a_file_changed_by_hand_is_kept_aside_and_not_believed(void **state)
{
	(void)state;
	char *other = replaced(newer, "\"delegate\": \"passenger\"", "\"delegate\": \"spouse\"");
	char *earlier = replaced(older, "\"delegate\": \"passenger\"", "\"delegate\": \"spouse\"");
	char *spaced = replaced(newer, "\"case\": ", "\"case\":  ");
	char *longer = xasprintf("%s x", newer);
	assert_kept_aside(other, strlen(other));
	assert_kept_aside(earlier, strlen(earlier));
	assert_kept_aside(spaced, strlen(spaced));
	assert_kept_aside(longer, strlen(longer));
	assert_kept_aside("{}", 2);
	assert_kept_aside("[]", 2);
	assert_kept_aside("no json at all", 14);
	assert_kept_aside("{\"turn\": 1, \"seal\": \"x\"}", 24);
	free(other);
	free(earlier);
	free(spaced);
	free(longer);
}

/* As a hand that knows how would seal it; caller frees. */
static char *resealed(char *text)
{
	char hex[SHA256_HEX];
	json_t *doc = json_loads(text, 0, NULL);
	free(text);
	json_object_del(doc, "seal");
	text = json_dumps(doc, JSON_SORT_KEYS | JSON_COMPACT);
	crypto_sha256_hex(text, strlen(text), hex);
	free(text);
	json_object_set_new(doc, "seal", json_string(hex));
	text = json_dumps(doc, JSON_INDENT(2) | JSON_SORT_KEYS);
	json_decref(doc);
	return text;
}

static void edited_is_kept_aside(const char *text, const char *from, const char *to)
{
	char *edited = resealed(replaced(text, from, to));
	assert_kept_aside(edited, strlen(edited));
	free(edited);
}

static void a_file_that_calls_itself_older_and_is_sealed_anew_is_kept_aside(void **state)
{
	(void)state;
	edited_is_kept_aside(newer, "\"turn\": 2,\n  \"version\"", "\"turn\": 1,\n  \"version\"");
	edited_is_kept_aside(newer, "\"turn\": 2,\n  \"version\"", "\"turn\": 0,\n  \"version\"");
	edited_is_kept_aside(older, "\"delegate\": \"passenger\"", "\"delegate\": \"spouse\"");
	edited_is_kept_aside(older, "\"about\": \"fare\",", "");
	edited_is_kept_aside(older, "\"about\": \"fare\"", "\"about\": \"fare\", \"more\": 1");
	char *changed = replaced(newer, "\"granted\"", "\"denied\"");
	edited_is_kept_aside(changed, "\"version\": 3", "\"version\": 2");
	free(changed);
}

static void a_file_that_calls_itself_older_and_lacks_a_consent_is_kept_aside(void **state)
{
	(void)state;
	json_t *doc = json_loads(older, 0, NULL);
	json_array_clear(json_object_get(doc, "consents"));
	json_object_set_new(doc, "version", json_integer(2));
	char *cut = resealed(json_dumps(doc, 0));
	assert_kept_aside(cut, strlen(cut));
	json_decref(doc);
	free(cut);
}

static void a_file_of_an_earlier_program_that_wrote_less_is_put_again(void **state)
{
	(void)state;
	char *less = replaced(newer, "\"language\": \"ko\",", "");
	char *early = resealed(replaced(less, "\"version\": 3", "\"version\": 2"));
	write_file("c1.json", early, strlen(early));
	assert_int_equal(check(), CONSENT_FILE_BEHIND);
	assert_file("c1.json", newer);
	assert_int_equal(files_in_dir(), 1);
	free(less);
	free(early);
}

/* Else a kill between the commit of an erasure and the writing of its file would keep what was erased. */
static void a_file_of_before_an_erasure_is_put_again_and_not_kept(void **state)
{
	(void)state;
	is_erased = true;
	write_file("c1.json", older, strlen(older));
	int found = check();
	is_erased = false;
	assert_int_equal(found, CONSENT_FILE_BEHIND);
	assert_file("c1.json", newer);
	assert_int_equal(files_in_dir(), 1);
}

static void an_erasure_does_not_hide_what_else_was_changed(void **state)
{
	(void)state;
	is_erased = true;
	edited_is_kept_aside(older, "\"expires_at\": null", "\"expires_at\": \"never\"");
	is_erased = false;
}

static void a_file_of_a_turn_that_the_journal_does_not_have_is_kept_aside(void **state)
{
	(void)state;
	struct support_case *c = asked_case();
	grant(c);
	c->turn = 8;
	grant(c);
	char *later = text_of(c);
	assert_kept_aside(later, strlen(later));
	free(later);
	case_free(c);
}

static void a_file_that_is_absurdly_large_is_kept_aside(void **state)
{
	(void)state;
	char *path = xasprintf("%s/c1.json", dir);
	write_file("c1.json", "x", 1);
	assert_int_equal(truncate(path, 17 * 1024 * 1024), 0);
	free(path);
	assert_int_equal(check(), CONSENT_FILE_CHANGED);
	assert_file("c1.json", newer);
	assert_int_equal(files_in_dir(), 2);
}

static void what_a_killed_process_had_begun_to_write_is_removed(void **state)
{
	(void)state;
	struct err e = { 0 };
	consent_file_put(dir, "c1", newer, &e);
	write_file("c1.json.tmp", newer, 10);
	assert_int_equal(check(), CONSENT_FILE_EQUAL);
	assert_int_equal(files_in_dir(), 1);
}

static void a_directory_that_is_gone_at_start_is_an_error(void **state)
{
	(void)state;
	struct err e = { 0 };
	const struct consent_told told = { "c1", newer, behind, NULL };
	assert_int_equal(consent_file_check("/nonexistent/consents", &told, NOW, &e), -1);
	assert_int_equal(e.code, E_BUSY);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, make_dir, remove_dir)
	const struct CMUnitTest tests[] = {
		T(the_document_says_who_agreed_to_what_and_how_it_went),
		T(a_case_without_consents_has_no_document),
		T(a_file_is_put_whole_and_leaves_nothing_beside_it),
		T(what_a_killed_process_had_begun_to_write_is_written_over),
		T(a_file_is_for_its_owner_only),
		T(a_directory_that_is_not_there_is_an_error_that_names_the_file),
		T(a_directory_that_cannot_be_written_is_an_error),
		T(when_the_disk_is_full_the_old_file_stays_whole_and_no_half_one_lies_beside),
		T(an_equal_file_is_left_alone),
		T(a_missing_file_is_put_again),
		T(a_file_of_an_earlier_turn_is_put_again),
		T(a_file_that_is_torn_at_any_byte_is_put_again),
		T(a_file_whose_end_became_zeros_is_put_again),
		T(a_file_changed_by_hand_is_kept_aside_and_not_believed),
		T(a_file_that_calls_itself_older_and_is_sealed_anew_is_kept_aside),
		T(a_file_that_calls_itself_older_and_lacks_a_consent_is_kept_aside),
		T(a_file_of_an_earlier_program_that_wrote_less_is_put_again),
		T(a_file_of_before_an_erasure_is_put_again_and_not_kept),
		T(an_erasure_does_not_hide_what_else_was_changed),
		T(a_file_of_a_turn_that_the_journal_does_not_have_is_kept_aside),
		T(a_file_that_is_absurdly_large_is_kept_aside),
		T(what_a_killed_process_had_begun_to_write_is_removed),
		T(a_directory_that_is_gone_at_start_is_an_error),
	};
	return cmocka_run_group_tests(tests, make_texts, free_texts);
}
