/* json_make makes what json_pack makes. */
#include "base.h"
#include "json_make.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_same(json_t *ours, json_t *theirs)
{
	assert_non_null(theirs);
	assert_true(json_equal(ours, theirs));
	json_decref(ours);
	json_decref(theirs);
}
#define BOTH(...) assert_same(json_make(__VA_ARGS__), json_pack(__VA_ARGS__))

static void makes_what_json_pack_makes(void **state)
{
	(void)state;
	BOTH("{}");
	BOTH("[]");
	BOTH("{s:s}", "state", "차주분 \"동의\"");
	BOTH("{s:i, s:I, s:I}", "lane", -1, "n", (json_int_t)INT64_MAX, "at",
	     (json_int_t)INT64_MIN);
	BOTH("{s:b, s:b, s:n}", "buttons", 0, "member", 7, "result");
	BOTH("[s, i, n]", "a", 2);
	BOTH("[{s:s, s:s}, {s:s, s:s}]", "id", "yes", "label", "네", "id", "no", "label", "아니요");
	BOTH("{s:s, s:{s:s, s:[i]}, s:{}}", "r", "consent", "evidence", "kind", "flow", "list", 1,
	     "empty");
	BOTH("{s:i, s:i}", "twice", 1, "twice", 2);
	BOTH("s", "a text alone");
}

static void takes_over_what_is_given_or_a_reference_of_it(void **state)
{
	json_t *kept = json_string("kept"), *given = json_string("given");
	(void)state;
	json_t *v = json_make("{s:O, s:o}", "kept", kept, "given", json_incref(given));
	assert_int_equal(kept->refcount, 2);
	assert_int_equal(given->refcount, 2);
	assert_ptr_equal(json_object_get(v, "kept"), kept);
	json_decref(v);
	assert_int_equal(kept->refcount, 1);
	assert_int_equal(given->refcount, 1);
	json_decref(kept);
	json_decref(given);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(makes_what_json_pack_makes),
		cmocka_unit_test(takes_over_what_is_given_or_a_reference_of_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
