/* Directories for a moment: where TMPDIR says, and gone with all that is in them. */
#include "scratch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base.h"

static void it_lies_below_TMPDIR_and_goes_with_all_that_is_in_it(void **state)
{
	struct stat st;
	char *outer = scratch_new("outer", NULL), *was = xstrdup(getenv("TMPDIR"));
	(void)state;
	assert_non_null(outer);
	setenv("TMPDIR", outer, 1);
	char *inner = scratch_new("inner", NULL), *deep = xasprintf("%s/deep", inner);
	assert_int_equal(strncmp(inner, outer, strlen(outer)), 0);
	assert_int_equal(stat(inner, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(mkdir(deep, 0700), 0);
	scratch_sweep("other");
	assert_int_equal(access(deep, F_OK), 0);
	scratch_sweep("inner");
	assert_int_equal(access(inner, F_OK), -1);
	if (was)
		setenv("TMPDIR", was, 1);
	else
		unsetenv("TMPDIR");
	free(inner);
	char *path = xstrdup(outer);
	scratch_free(outer);
	assert_int_equal(access(path, F_OK), -1);
	free(path);
	free(deep);
	free(was);
}

static void where_none_can_be_made_the_place_is_named(void **state)
{
	struct err e = { 0 };
	char *was = xstrdup(getenv("TMPDIR"));
	(void)state;
	setenv("TMPDIR", "/nowhere", 1);
	assert_null(scratch_new("x", &e));
	assert_int_equal(e.code, E_IO);
	assert_string_equal(e.text,
	                    "/nowhere: no directory can be made in it: No such file or directory");
	if (was)
		setenv("TMPDIR", was, 1);
	free(was);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_lies_below_TMPDIR_and_goes_with_all_that_is_in_it),
		cmocka_unit_test(where_none_can_be_made_the_place_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
