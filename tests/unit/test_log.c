/* test_log.c: every line is JSON, whatever is put into it. */
#include "log.h"

#include "base.h"
#include "clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

static int saved_stderr, captured;

/* A packet pipe would do too; a file keeps any length. */
static int capture_begin(void **state)
{
	(void)state;
	char path[] = "/tmp/assent-log-XXXXXX";
	captured = mkstemp(path);
	unlink(path);
	saved_stderr = dup(STDERR_FILENO);
	dup2(captured, STDERR_FILENO);
	return captured < 0;
}

static int capture_end(void **state)
{
	(void)state;
	if (saved_stderr >= 0) {
		dup2(saved_stderr, STDERR_FILENO);
		close(saved_stderr);
		close(captured);
		saved_stderr = -1;
	}
	log_set_level(LOG_INFO);
	return 0;
}

/* What was logged since the last call; the caller frees. */
static char *logged(void)
{
	struct buf b = { 0 };
	char chunk[4096];
	ssize_t n;
	lseek(captured, 0, SEEK_SET);
	while ((n = read(captured, chunk, sizeof chunk)) > 0)
		buf_add(&b, chunk, (size_t)n);
	assert_int_equal(ftruncate(captured, 0), 0);
	lseek(captured, 0, SEEK_SET);
	return buf_take(&b);
}

static json_t *logged_json(void)
{
	char *line = logged();
	size_t len = strlen(line);
	assert_true(len > 0 && line[len - 1] == '\n');
	assert_ptr_equal(strchr(line, '\n'), line + len - 1);
	json_t *doc = json_loads(line, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(doc);
	free(line);
	return doc;
}

static void a_fact_is_one_line_with_time_level_event_and_fields(void **state)
{
	(void)state;
	clock_hold(1795466756123);
	log_fact(LOG_WARN, "turn_committed", LF_CASE, "s", "c-1", LF_TURN, "d", (int64_t)3, LF_FLOW,
	         "s", (const char *)NULL, LF_MS, "d", INT64_MIN, LF_END);
	char *line = logged();
	assert_string_equal(
		line,
		"{\"at\":\"2026-11-23T20:45:56.123Z\",\"level\":\"warn\",\"event\":"
		"\"turn_committed\",\"case\":\"c-1\",\"turn\":3,\"ms\":-9223372036854775808}\n");
	free(line);
}

static char *as_stars(const char *text, size_t len_bytes)
{
	char *stars = xstrndup(text, len_bytes);
	memset(stars, '*', len_bytes);
	return stars;
}

static void what_may_quote_people_passes_the_mask(void **state)
{
	(void)state;
	log_set_mask(as_stars);
	log_fact(LOG_INFO, "masked", LF_CASE, "s", "c-1", LF_REASON, "s", "abc", LF_FILE, "s", "de",
	         LF_END);
	log_set_mask(NULL);
	json_t *doc = logged_json();
	assert_string_equal(json_string_value(json_object_get(doc, "case")), "c-1");
	assert_string_equal(json_string_value(json_object_get(doc, "reason")), "***");
	assert_string_equal(json_string_value(json_object_get(doc, "file")), "**");
	json_decref(doc);
}

static void facts_below_the_level_are_not_written(void **state)
{
	(void)state;
	log_fact(LOG_DEBUG, "quiet", LF_END);
	char *line = logged();
	assert_string_equal(line, "");
	free(line);
	log_set_level(LOG_DEBUG);
	log_fact(LOG_DEBUG, "heard", LF_END);
	json_decref(logged_json());
	log_set_level(LOG_ERROR);
	log_fact(LOG_WARN, "quiet", LF_END);
	line = logged();
	assert_string_equal(line, "");
	free(line);
}

static void values_are_escaped_and_come_back_whole(void **state)
{
	(void)state;
	static const char value[] =
		"\"quoted\" \\ back\n\r\t\b\f\x01\x1f\x1b[31m\x7f \xC2\x9B 탑승자 \xF0\x9F\x98\x80";
	log_fact(LOG_INFO, "escape", LF_REASON, "s", value, LF_END);
	char *line = logged();
	for (const char *c = line; *c != '\n'; c++)
		assert_true((unsigned char)*c >= 0x20 && *c != 0x7F);
	assert_null(strstr(line, "\xC2\x9B"));
	json_t *doc = json_loads(line, 0, NULL);
	assert_non_null(doc);
	assert_string_equal(json_string_value(json_object_get(doc, "reason")), value);
	json_decref(doc);
	free(line);
}

static void bytes_that_are_no_text_become_replacement_characters(void **state)
{
	(void)state;
	static const struct {
		const char *in, *out;
	} rows[] = {
		{ "a\xFFz", "a\xEF\xBF\xBDz" },
		{ "a\x80z", "a\xEF\xBF\xBDz" },
		{ "\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD" },                 /* overlong */
		{ "\xE0\x80\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" }, /* overlong */
		{ "\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD" }, /* surrogate */
		{ "\xF4\x90\x80\x80!", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD!" },
		{ "cut \xEA\xB0", "cut \xEF\xBF\xBD\xEF\xBF\xBD" },
		{ "cut \xF0", "cut \xEF\xBF\xBD" },
		{ "\xEA\xB0\x80", "\xEA\xB0\x80" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		log_fact(LOG_INFO, "bytes", LF_REASON, "s", rows[i].in, LF_END);
		json_t *doc = logged_json();
		assert_string_equal(json_string_value(json_object_get(doc, "reason")), rows[i].out);
		json_decref(doc);
	}
}

static void every_field_of_the_list_has_a_name_of_its_own(void **state)
{
	(void)state;
	json_t *seen = json_object();
	for (int field = LF_END + 1; field <= LF_ADDRESS; field++) {
		log_fact(LOG_INFO, "field", field, "d", (int64_t)field, LF_END);
		json_t *doc = logged_json(), *value;
		const char *name;
		assert_int_equal(json_object_size(doc), 4);
		json_object_foreach(doc, name, value)
		{
			if (json_is_integer(value)) {
				assert_null(json_object_get(seen, name));
				json_object_set(seen, name, value);
			}
		}
		json_decref(doc);
	}
	assert_int_equal(json_object_size(seen), LF_ADDRESS);
	assert_non_null(json_object_get(seen, "case"));
	json_decref(seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define CAPTURED(test) cmocka_unit_test_setup_teardown(test, capture_begin, capture_end)
		CAPTURED(a_fact_is_one_line_with_time_level_event_and_fields),
		CAPTURED(what_may_quote_people_passes_the_mask),
		CAPTURED(facts_below_the_level_are_not_written),
		CAPTURED(values_are_escaped_and_come_back_whole),
		CAPTURED(bytes_that_are_no_text_become_replacement_characters),
		CAPTURED(every_field_of_the_list_has_a_name_of_its_own),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
