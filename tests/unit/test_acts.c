/* The record of who did what: in its month's file, and while the disk does not take it. */
#include "acts.h"

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
#include "log.h"
#include "loop.h"
#include "scratch.h"

static struct {
	char *data;
	struct loop *loop;
	struct acts *acts;
} w;

static int begin(void **state)
{
	(void)state;
	w.data = scratch_new("acts", NULL);
	assert_non_null(w.data);
	clock_hold(1795305600000); /* 2026-11-22 */
	log_set_level(LOG_NOTHING);
	w.loop = loop_new();
	w.acts = acts_new(w.loop, w.data);
	return 0;
}

static int end(void **state)
{
	(void)state;
	acts_free(w.acts);
	loop_free(w.loop);
	scratch_free(w.data);
	return 0;
}

static void settle(void)
{
	while (!acts_is_idle(w.acts))
		loop_step(w.loop, true);
}

static void act(const char *name)
{
	acts_add(w.acts, json_pack("{s:s}", "act", name));
}

/* The file of that month; caller frees. NULL: there is none. */
static char *kept(const char *month)
{
	char *path = xasprintf("%s/acts/%s.jsonl", w.data, month);
	char *text = file_read(path, 4096, NULL, NULL);
	free(path);
	return text;
}

static void acts_stand_in_their_order_a_line_each_with_their_time(void **state)
{
	(void)state;
	act("one");
	act("two"); /* while the first is being written */
	settle();
	act("three");
	settle();
	char *text = kept("2026-11");
	assert_string_equal(text, "{\"act\":\"one\",\"at\":\"2026-11-22T00:00:00.000Z\"}\n"
	                          "{\"act\":\"two\",\"at\":\"2026-11-22T00:00:00.000Z\"}\n"
	                          "{\"act\":\"three\",\"at\":\"2026-11-22T00:00:00.000Z\"}\n");
	free(text);
}

static void a_new_month_is_a_new_file(void **state)
{
	(void)state;
	act("old");
	settle();
	clock_hold(1796083200000); /* 2026-12-01 */
	act("new");
	settle();
	char *old = kept("2026-11"), *new = kept("2026-12");
	assert_non_null(strstr(old, "old"));
	assert_null(strstr(old, "new"));
	assert_non_null(strstr(new, "new"));
	free(old);
	free(new);
}

static void what_the_disk_does_not_take_is_written_when_it_does_and_once(void **state)
{
	(void)state;
	char *path = xasprintf("%s/acts", w.data);
	FILE *in_the_way = fopen(path, "w");
	fclose(in_the_way);
	act("one");
	act("two");
	settle();
	assert_int_equal(remove(path), 0);
	acts_tick(w.acts);
	settle();
	act("three");
	settle();
	char *text = kept("2026-11"), *first = strstr(text, "one");
	assert_non_null(first);
	assert_null(strstr(first + 1, "one"));
	assert_true(first < strstr(text, "two") && strstr(text, "two") < strstr(text, "three"));
	free(text);
	free(path);
}

static void who_looks_at_the_same_again_is_recorded_once_in_ten_minutes(void **state)
{
	(void)state;
	for (int i = 0; i < 3; i++) {
		acts_add_look(w.acts, json_pack("{s:s}", "act", "GET /v1/ledger"));
		acts_add_look(w.acts, json_pack("{s:s}", "act", "GET /v1/consents"));
	}
	clock_hold(1795305600000 + 10 * 60 * 1000);
	acts_add_look(w.acts, json_pack("{s:s}", "act", "GET /v1/ledger"));
	settle();
	char *text = kept("2026-11"), *lines = text;
	int count = 0;
	while ((lines = strchr(lines, '\n')) != NULL && ++count)
		lines++;
	assert_int_equal(count, 3);
	free(text);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(acts_stand_in_their_order_a_line_each_with_their_time),
		T(a_new_month_is_a_new_file),
		T(who_looks_at_the_same_again_is_recorded_once_in_ten_minutes),
		T(what_the_disk_does_not_take_is_written_when_it_does_and_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
