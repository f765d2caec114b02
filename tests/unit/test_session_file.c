/* Who is signed in: over restarts, past their time, and while the disk does not take it. */
#include "session_file.h"

#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "access.h"
#include "base.h"
#include "clock.h"
#include "crypto.h"
#include "loop.h"

static struct {
	char dir[40], *file;
	struct loop *loop;
	struct sessions *s;
	int told;
	struct err err;
} w;

static int begin(void **state)
{
	(void)state;
	memset(&w, 0, sizeof w);
	strcpy(w.dir, "/tmp/assent-sessions-XXXXXX");
	assert_non_null(mkdtemp(w.dir));
	w.file = xasprintf("%s/sessions.json", w.dir);
	clock_hold(1000);
	w.loop = loop_new();
	w.s = sessions_new(w.loop, w.dir);
	return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw)
{
	(void)st, (void)kind, (void)ftw;
	return remove(path);
}

static int end(void **state)
{
	(void)state;
	sessions_free(w.s);
	loop_free(w.loop);
	nftw(w.dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(w.file);
	return 0;
}

static void told(void *arg, const struct err *e)
{
	(void)arg;
	w.told++;
	w.err = *e;
}

static void settle(void)
{
	while (!sessions_is_idle(w.s))
		loop_step(w.loop, true);
}

static void restart(void)
{
	sessions_free(w.s);
	w.s = sessions_new(w.loop, w.dir);
}

static void sign_in(const char *name, char secret[SESSION_SECRET_CHARS + 1])
{
	const struct session_start start = { .name = name, .user = "", .expires_at_ms = 5000 };
	sessions_begin(w.s, &start, secret, told, NULL);
	settle();
}

/* The list cannot be put where a directory with something in it lies. */
static void block(bool blocked)
{
	char *inside = xasprintf("%s/x", w.file);
	if (blocked) {
		remove(w.file);
		mkdir(w.file, 0700);
		mkdir(inside, 0700);
	} else {
		rmdir(inside);
		rmdir(w.file);
	}
	free(inside);
}

static void a_session_is_told_when_it_is_on_disk_and_outlives_a_restart(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	(void)state;
	const struct session_start start = { .name = "김하나", .user = "", .expires_at_ms = 5000 };
	sessions_begin(w.s, &start, secret, told, NULL);
	assert_int_equal(w.told, 0);
	settle();
	assert_int_equal(w.told, 1);
	assert_int_equal(w.err.code, E_NONE);
	restart();
	const struct session *found = sessions_find(w.s, secret);
	assert_non_null(found);
	assert_string_equal(found->name, "김하나");
	assert_true(sessions_is_live(w.s, found->number));
	secret[0] = secret[0] == '0' ? '1' : '0';
	assert_null(sessions_find(w.s, secret));
	assert_null(sessions_find(w.s, ""));
}

static void a_session_keeps_its_roles_and_one_from_before_has_all(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	static const char before[] =
		"{\"sessions\":[{\"sha256\":\"%s\",\"name\":\"김하나\",\"expires_at_ms\":5000}]}";
	(void)state;
	const struct session_start start = {
		.name = "김하나", .user = "", .roles = ACCESS_MANAGER, .expires_at_ms = 5000
	};
	sessions_begin(w.s, &start, secret, told, NULL);
	settle();
	restart();
	assert_int_equal(sessions_find(w.s, secret)->roles, ACCESS_MANAGER);
	char hash[SHA256_HEX];
	crypto_sha256_hex("old", 3, hash);
	char *text = xasprintf(before, hash);
	assert_int_equal(file_put(w.file, text, strlen(text), false, &w.err), 0);
	free(text);
	restart();
	assert_int_equal(sessions_find(w.s, "old")->roles, ACCESS_ALL);
}

static void a_session_ends_with_its_time(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	(void)state;
	sign_in("김하나", secret);
	clock_hold(4999);
	int64_t number = sessions_find(w.s, secret)->number;
	clock_hold(5000);
	assert_null(sessions_find(w.s, secret));
	assert_false(sessions_is_live(w.s, number));
	restart();
	assert_null(sessions_find(w.s, secret));
}

static void what_has_ended_stays_ended_and_the_others_go_on(void **state)
{
	char one[SESSION_SECRET_CHARS + 1], two[SESSION_SECRET_CHARS + 1];
	(void)state;
	sign_in("하나", one);
	sign_in("두리", two);
	sessions_end(w.s, sessions_find(w.s, one)->number, told, NULL);
	assert_null(sessions_find(w.s, one));
	settle();
	assert_int_equal(w.told, 3);
	restart();
	assert_null(sessions_find(w.s, one));
	assert_string_equal(sessions_find(w.s, two)->name, "두리");
}

static void a_sign_in_that_cannot_be_kept_is_taken_back(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	(void)state;
	block(true);
	sign_in("김하나", secret);
	assert_int_equal(w.told, 1);
	assert_int_equal(w.err.code, E_BUSY);
	assert_null(sessions_find(w.s, secret));
}

static void a_sign_out_that_cannot_be_kept_counts_at_once_and_is_kept_later(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	(void)state;
	sign_in("김하나", secret);
	char *before = file_read(w.file, 10000, NULL, NULL);
	block(true);
	sessions_end(w.s, sessions_find(w.s, secret)->number, told, NULL);
	settle();
	assert_int_equal(w.err.code, E_BUSY);
	assert_null(sessions_find(w.s, secret));
	block(false);
	assert_int_equal(file_put(w.file, before, strlen(before), false, NULL), 0);
	free(before);
	sessions_tick(w.s);
	settle();
	restart();
	assert_null(sessions_find(w.s, secret));
}

static void two_at_once_are_both_told(void **state)
{
	char one[SESSION_SECRET_CHARS + 1], two[SESSION_SECRET_CHARS + 1];
	(void)state;
	const struct session_start first = { .name = "하나", .user = "", .expires_at_ms = 5000 },
				   second = { .name = "두리", .user = "", .expires_at_ms = 5000 };
	sessions_begin(w.s, &first, one, told, NULL);
	sessions_begin(w.s, &second, two, told, NULL);
	settle();
	assert_int_equal(w.told, 2);
	restart();
	assert_non_null(sessions_find(w.s, one));
	assert_non_null(sessions_find(w.s, two));
}

static void a_list_that_cannot_be_read_signs_everybody_out(void **state)
{
	static const char *const texts[] = {
		"", "{", "[]", "{\"sessions\":{}}",
		"{\"sessions\":[1,{\"sha256\":\"short\",\"name\":\"x\"}]}"
	};
	char secret[SESSION_SECRET_CHARS + 1];
	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		sign_in("김하나", secret);
		file_put(w.file, texts[i], strlen(texts[i]), false, NULL);
		restart();
		assert_null(sessions_find(w.s, secret));
	}
}

static void the_list_is_only_ours_and_opens_nothing(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	struct stat st;
	(void)state;
	sign_in("김하나", secret);
	assert_int_equal(stat(w.file, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	char *text = file_read(w.file, 10000, NULL, NULL);
	assert_null(strstr(text, secret));
	free(text);
}

/* ---- of pages in another system ---- */

enum { MINUTE = 60 * 1000, PROOF_UNTIL = 10 * MINUTE, ENDS = 90 * MINUTE };

static const char proof[] = "aa0c1d2e3f4a5b6c7d8e9f0a1b2c3d4e5f6a7b8c9d0e1f2a3b4c5d6e7f8a9b0c";

static void open_sidebar(const char *by, char secret[SESSION_SECRET_CHARS + 1])
{
	const struct session_start start = { .name = "",
		                             .user = "Zendesk 35436",
		                             .expires_at_ms = clock_now_ms() + 30 * MINUTE,
		                             .ends_at_ms = ENDS,
		                             .proof = by,
		                             .proof_until_ms = PROOF_UNTIL };
	sessions_begin(w.s, &start, secret, told, NULL);
	settle();
}

static void what_bought_a_session_is_known_after_a_restart_and_after_its_end(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1], other[SESSION_SECRET_CHARS + 1];
	(void)state;
	assert_false(sessions_is_used(w.s, proof));
	open_sidebar(proof, secret);
	assert_true(sessions_is_used(w.s, proof));
	restart();
	const struct session *found = sessions_find(w.s, secret);
	assert_string_equal(found->user, "Zendesk 35436");
	assert_int_equal(found->ends_at_ms, ENDS);
	assert_true(sessions_is_used(w.s, proof));
	sessions_end(w.s, found->number, told, NULL);
	settle();
	assert_null(sessions_find(w.s, secret));
	restart();
	assert_null(sessions_find(w.s, secret));
	assert_true(sessions_is_used(w.s, proof));
	clock_hold(PROOF_UNTIL);
	sign_in("김하나", other); /* what is over is cleared away when another begins */
	assert_false(sessions_is_used(w.s, proof));
}

static void a_proof_whose_session_cannot_be_kept_may_be_used_again(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	(void)state;
	block(true);
	open_sidebar(proof, secret);
	assert_int_equal(w.err.code, E_BUSY);
	assert_false(sessions_is_used(w.s, proof));
}

static void a_session_that_is_used_goes_on_to_its_end_and_no_further(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	(void)state;
	open_sidebar(proof, secret);
	int64_t number = sessions_find(w.s, secret)->number;
	for (int64_t now = 20 * MINUTE; now < ENDS; now += 20 * MINUTE) {
		clock_hold(now);
		assert_non_null(sessions_find(w.s, secret));
		sessions_renew(w.s, number, now + 30 * MINUTE);
	}
	sessions_tick(w.s);
	settle();
	restart();
	assert_int_equal(sessions_find(w.s, secret)->expires_at_ms, ENDS);
	clock_hold(ENDS);
	number = 1;
	sessions_renew(w.s, number, ENDS + 30 * MINUTE);
	assert_null(sessions_find(w.s, secret));
}

static void a_name_that_is_learnt_later_is_kept(void **state)
{
	char secret[SESSION_SECRET_CHARS + 1];
	(void)state;
	open_sidebar(proof, secret);
	sessions_rename(w.s, sessions_find(w.s, secret)->number, "김하나");
	settle();
	restart();
	assert_string_equal(sessions_find(w.s, secret)->name, "김하나");
}

static void too_many_sidebars_end_the_one_unused_for_longest_and_nobody_who_signed_in(void **state)
{
	char person[SESSION_SECRET_CHARS + 1], first[SESSION_SECRET_CHARS + 1],
		second[SESSION_SECRET_CHARS + 1], more[SESSION_SECRET_CHARS + 1];
	(void)state;
	sign_in("김하나", person);
	open_sidebar(proof, first);
	open_sidebar(NULL, second);
	sessions_renew(w.s, sessions_find(w.s, first)->number, 60 * MINUTE);
	for (int i = 0; i < 1998; i++)
		sessions_begin(w.s,
		               &(struct session_start){ .name = "",
		                                        .user = "Zendesk 7",
		                                        .expires_at_ms = 50 * MINUTE,
		                                        .ends_at_ms = ENDS },
		               more, told, NULL);
	settle();
	assert_non_null(sessions_find(w.s, second));
	open_sidebar(NULL, more);
	assert_null(sessions_find(w.s, second));
	assert_non_null(sessions_find(w.s, first));
	assert_non_null(sessions_find(w.s, person));
	restart();
	assert_non_null(sessions_find(w.s, person));
	assert_non_null(sessions_find(w.s, first));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
		T(a_session_is_told_when_it_is_on_disk_and_outlives_a_restart),
		T(a_session_keeps_its_roles_and_one_from_before_has_all),
		T(a_session_ends_with_its_time),
		T(what_has_ended_stays_ended_and_the_others_go_on),
		T(a_sign_in_that_cannot_be_kept_is_taken_back),
		T(a_sign_out_that_cannot_be_kept_counts_at_once_and_is_kept_later),
		T(two_at_once_are_both_told),
		T(a_list_that_cannot_be_read_signs_everybody_out),
		T(the_list_is_only_ours_and_opens_nothing),
		T(what_bought_a_session_is_known_after_a_restart_and_after_its_end),
		T(a_proof_whose_session_cannot_be_kept_may_be_used_again),
		T(a_session_that_is_used_goes_on_to_its_end_and_no_further),
		T(a_name_that_is_learnt_later_is_kept),
		T(too_many_sidebars_end_the_one_unused_for_longest_and_nobody_who_signed_in),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
