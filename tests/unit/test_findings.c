/* All findings are kept, each once, in the order of their places. */
#include "findings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void each_is_kept_once_and_counted_by_its_severity(void **state)
{
	(void)state;
	struct findings f = { 0 };
	for (int i = 0; i < 3; i++)
		findings_add(&f, FINDING_ERROR, "a.lua", 4, "%s: %d", "x", 7);
	findings_add(&f, FINDING_ERROR, "a.lua", 5, "x: 7");
	findings_add(&f, FINDING_ERROR, "b.lua", 4, "x: 7");
	findings_add(&f, FINDING_WARNING, "a.lua", 4, "x: 7");
	assert_int_equal(f.count, 4);
	assert_int_equal(findings_count(&f, FINDING_ERROR), 3);
	assert_int_equal(findings_count(&f, FINDING_WARNING), 1);
	assert_string_equal(f.list[0].text, "x: 7");
	findings_free(&f);
	assert_int_equal(f.count, 0);
}

static void they_are_sorted_by_file_and_line_and_equals_stay_as_they_came(void **state)
{
	(void)state;
	static const char *const order[] = { "none", "one", "first", "second", "other" };
	struct findings f = { 0 };
	findings_add(&f, FINDING_ERROR, "b.lua", 1, "other");
	findings_add(&f, FINDING_WARNING, "a.lua", 9, "first");
	findings_add(&f, FINDING_ERROR, "a.lua", 9, "second");
	findings_add(&f, FINDING_ERROR, "a.lua", 2, "one");
	findings_add(&f, FINDING_ERROR, "", 0, "none");
	findings_sort(&f);
	for (size_t i = 0; i < f.count; i++)
		assert_string_equal(f.list[i].text, order[i]);
	findings_free(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_kept_once_and_counted_by_its_severity),
		cmocka_unit_test(they_are_sorted_by_file_and_line_and_equals_stay_as_they_came),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
