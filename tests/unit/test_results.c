/* What long work has found stays: by its key, whole, and only what no limit has cut. */
#include "results.h"

#include <dirent.h>
#include <fcntl.h>
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
#include "scratch.h"

static char *dir;

static int begin(void **state)
{
	(void)state;
	dir = scratch_new("results", NULL);
	return dir ? 0 : -1;
}

static int end(void **state)
{
	(void)state;
	scratch_free(dir);
	return 0;
}

static void assert_kept(const char *key, const char *text)
{
	char *found = results_read(dir, key);
	if (text)
		assert_string_equal(found, text);
	else
		assert_null(found);
	free(found);
}

/* How many there are; path: of the last of them. */
static size_t files(char path[300])
{
	char *at = xasprintf("%s/results", dir);
	DIR *d = opendir(at);
	size_t count = 0;
	for (struct dirent *entry; d && (entry = readdir(d));) {
		if (*entry->d_name == '.')
			continue;
		snprintf(path, 300, "%s/%s", at, entry->d_name);
		count++;
	}
	if (d)
		closedir(d);
	free(at);
	return count;
}

static void what_was_found_is_read_by_its_key_and_by_no_other(void **state)
{
	(void)state;
	assert_kept("diff:a:b", NULL);
	results_keep(dir, "diff:a:b", "{\"found\":1}");
	results_keep(dir, "diff:b:a", "{\"found\":2}");
	assert_kept("diff:a:b", "{\"found\":1}");
	assert_kept("diff:b:a", "{\"found\":2}");
	assert_kept("diff:a:c", NULL);
}

static void what_a_limit_has_cut_is_not_kept(void **state)
{
	(void)state;
	results_keep(dir, "a", "{\"flows\":[{\"whole\":true},{\"whole\":false}]}");
	results_keep(dir, "b", "{\"found\":0,\"whole\":false}");
	results_keep(dir, "c", "{\"flows\":[{\"whole\":true}],\"whole\":true}");
	results_keep(dir, "d", "no JSON");
	assert_kept("a", NULL);
	assert_kept("b", NULL);
	assert_kept("c", "{\"flows\":[{\"whole\":true}],\"whole\":true}");
	assert_kept("d", NULL);
}

static void a_file_that_was_torn_or_edited_is_not_believed(void **state)
{
	char path[300];
	(void)state;
	results_keep(dir, "a", "{\"found\":1}");
	assert_int_equal(files(path), 1);
	FILE *f = fopen(path, "a");
	fputc(' ', f);
	fclose(f);
	assert_kept("a", NULL);
	results_keep(dir, "a", "{\"found\":1}");
	assert_kept("a", "{\"found\":1}");
	assert_int_equal(truncate(path, 70), 0);
	assert_kept("a", NULL);
	assert_int_equal(truncate(path, 0), 0);
	assert_kept("a", NULL);
}

static void what_was_asked_for_longest_ago_makes_room(void **state)
{
	enum { COUNT = 6, BYTES = 12 * 1024 * 1024 };
	char path[300], *text = xcalloc(1, BYTES + 1);
	(void)state;
	memset(text, ' ', BYTES);
	memcpy(text, "{}", 2);
	for (int i = 0; i < COUNT; i++) {
		char key[] = { (char)('a' + i), '\0' };
		results_keep(dir, key, text);
		free(results_read(dir, "a"));
	}
	assert_int_equal(files(path), 5);
	assert_kept("a", text);
	assert_kept("b", NULL);
	assert_kept("c", text);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_found_is_read_by_its_key_and_by_no_other,
		                                begin, end),
		cmocka_unit_test_setup_teardown(what_a_limit_has_cut_is_not_kept, begin, end),
		cmocka_unit_test_setup_teardown(a_file_that_was_torn_or_edited_is_not_believed,
		                                begin, end),
		cmocka_unit_test_setup_teardown(what_was_asked_for_longest_ago_makes_room, begin,
		                                end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
