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

#include "base.h"
#include "clock.h"
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
	sessions_begin(w.s, name, 5000, secret, told, NULL);
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
	sessions_begin(w.s, "김하나", 5000, secret, told, NULL);
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
	sessions_begin(w.s, "하나", 5000, one, told, NULL);
	sessions_begin(w.s, "두리", 5000, two, told, NULL);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, begin, end)
		T(a_session_is_told_when_it_is_on_disk_and_outlives_a_restart),
		T(a_session_ends_with_its_time),
		T(what_has_ended_stays_ended_and_the_others_go_on),
		T(a_sign_in_that_cannot_be_kept_is_taken_back),
		T(a_sign_out_that_cannot_be_kept_counts_at_once_and_is_kept_later),
		T(two_at_once_are_both_told),
		T(a_list_that_cannot_be_read_signs_everybody_out),
		T(the_list_is_only_ours_and_opens_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
