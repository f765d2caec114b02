/* test_base.c: errors, growing text, files and time. */
#include "base.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void the_first_error_wins_and_minus_one_is_returned(void **state)
{
	(void)state;
	struct err e = { 0 };
	assert_int_equal(err_set(&e, E_INPUT, "field %s is missing", "topic"), -1);
	assert_int_equal(err_set(&e, E_IO, "later"), -1);
	assert_int_equal(e.code, E_INPUT);
	assert_string_equal(e.text, "field topic is missing");
	assert_int_equal(err_set(NULL, E_IO, "nobody listens"), -1);
}

/* "가" has three bytes: whatever the room, the text must end with a whole one. */
static void a_cut_error_text_ends_with_a_whole_character(void **state)
{
	(void)state;
	char korean[1200] = "";
	for (int i = 0; i < 300; i++)
		strcat(korean, "가");
	for (size_t skip = 0; skip < 3; skip++) {
		struct err e = { 0 };
		err_set(&e, E_INPUT, "%.*s%s", (int)skip, "ab", korean);
		size_t used = strlen(e.text);
		assert_int_equal((used - skip) % 3, 0);
		assert_in_range(used, sizeof e.text - 3, sizeof e.text - 1);
	}
}

static void numbers_are_added_as_printf_writes_them(void **state)
{
	static const int64_t numbers[] = { 0, 7, -7, 10, 1234567890123, INT64_MAX, INT64_MIN };
	(void)state;
	for (size_t i = 0; i < COUNT_OF(numbers); i++) {
		struct buf b = { 0 };
		char *expected = xasprintf("%lld", (long long)numbers[i]);
		buf_addi(&b, numbers[i]);
		assert_string_equal(b.data, expected);
		free(expected);
		buf_free(&b);
	}
}

static void a_buffer_grows_and_stays_terminated(void **state)
{
	(void)state;
	struct buf b = { 0 };
	char *expected = xmalloc(200 * 1000 + 1), *to = expected;
	for (int i = 0; i < 1000; i++) {
		buf_addf(&b, "%0*d", i % 200, i);
		to += sprintf(to, "%0*d", i % 200, i);
		assert_int_equal(b.data[b.len_bytes], 0);
	}
	assert_int_equal(b.len_bytes, to - expected);
	assert_string_equal(b.data, expected);
	buf_add(&b, "\0x", 2);
	assert_memory_equal(b.data + b.len_bytes - 2, "\0x", 3);
	free(expected);
	buf_free(&b);
	assert_null(b.data);
	buf_adds(&b, "again");
	assert_string_equal(b.data, "again");
	buf_free(&b);
}

static void what_is_taken_is_never_null_and_leaves_an_empty_buffer(void **state)
{
	(void)state;
	struct buf b = { 0 };
	char *text = buf_take(&b);
	assert_string_equal(text, "");
	free(text);
	buf_adds(&b, "text");
	text = buf_take(&b);
	assert_string_equal(text, "text");
	assert_null(b.data);
	assert_int_equal(b.len_bytes + b.cap_bytes, 0);
	free(text);
}

static void copies_of_nothing_are_nothing(void **state)
{
	(void)state;
	assert_null(xstrdup(NULL));
	assert_null(xstrndup(NULL, 3));
	char *part = xstrndup("passenger", 4);
	char *text = xasprintf("%s-%d", part, 7);
	assert_string_equal(text, "pass-7");
	free(part);
	free(text);
	free(xcalloc(0, 8));
	free(xmalloc(0));
}

static void texts_are_copied_into_one_block(void **state)
{
	(void)state;
	const char *key = "c1/2", *none = NULL, *empty = "", *text = "탑승자";
	const char *from = text;
	xstrdup_all((const char **const[]){ &key, &none, &empty, &text }, 4);
	assert_string_equal(key, "c1/2");
	assert_null(none);
	assert_string_equal(empty, "");
	assert_string_equal(text, "탑승자");
	assert_ptr_not_equal(text, from);
	free((char *)key);
}

static void a_file_is_read_whole_up_to_its_limit_and_not_beyond(void **state)
{
	(void)state;
	char path[] = "/tmp/assent-base-XXXXXX";
	int fd = mkstemp(path);
	assert_true(fd >= 0);
	char data[40000];
	for (size_t i = 0; i < sizeof data; i++)
		data[i] = (char)(i % 251);
	assert_int_equal(write(fd, data, sizeof data), sizeof data);
	close(fd);

	struct err e = { 0 };
	size_t len = 0;
	char *text = file_read(path, sizeof data, &len, &e);
	assert_non_null(text);
	assert_int_equal(len, sizeof data);
	assert_memory_equal(text, data, sizeof data);
	assert_int_equal(text[len], 0);
	free(text);
	assert_null(file_read(path, sizeof data - 1, &len, &e));
	assert_int_equal(e.code, E_TOO_LARGE);
	unlink(path);
	e = (struct err){ 0 };
	assert_null(file_read(path, 10, NULL, &e));
	assert_int_equal(e.code, E_NOT_FOUND);
	assert_non_null(strstr(e.text, path));
	e = (struct err){ 0 };
	assert_null(file_read("/tmp", 10, NULL, &e));
	assert_int_equal(e.code, E_IO);
}

static void time_is_written_as_rfc_3339_in_utc(void **state)
{
	(void)state;
	static const struct {
		int64_t at_ms;
		const char *text;
	} rows[] = {
		{ 0, "1970-01-01T00:00:00.000Z" },
		{ 1795466756123, "2026-11-23T20:45:56.123Z" },
		{ 951782400000, "2000-02-29T00:00:00.000Z" },
		{ -1, "1969-12-31T23:59:59.999Z" },
		{ -1000, "1969-12-31T23:59:59.000Z" },
		{ 253402300799999, "9999-12-31T23:59:59.999Z" },
		{ INT64_MAX, "9999-12-31T23:59:59.999Z" },
		{ INT64_MIN, "0000-01-01T00:00:00.000Z" },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char out[25];
		time_text(rows[i].at_ms, out);
		assert_string_equal(out, rows[i].text);
	}
}

static void time_is_read_from_rfc_3339_wherever_its_clock_stood(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		int64_t at_ms;
	} rows[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2026-11-23T20:45:56.123Z", 1795466756123 },
		{ "2026-11-24T05:45:56.1234+09:00", 1795466756123 },
		{ "2026-11-23T16:15:56.123-04:30", 1795466756123 },
		{ "2026-11-23T20:45:56", -1 },
		{ "2026-11-23T20:45:56+09", -1 },
		{ "2026-11-23T20:45:56+9:00", -1 },
		{ "2026-11-23T20:45:56+09:60", -1 },
		{ "2026-11-23T20:45:56+24:00", -1 },
		{ "2026-11-23T20:45:56+-9:00", -1 },
		{ "2026-11-23T20:45:56+09:00Z", -1 },
		{ "2026-13-23T20:45:56Z", -1 },
		{ "2026-11-23 20:45:56Z", -1 },
		{ "2026-11-23T20:45:56.Z", -1 },
		{ "", -1 },
		{ NULL, -1 },
	};
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(time_parse(rows[i].text), rows[i].at_ms);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_error_wins_and_minus_one_is_returned),
		cmocka_unit_test(a_cut_error_text_ends_with_a_whole_character),
		cmocka_unit_test(numbers_are_added_as_printf_writes_them),
		cmocka_unit_test(a_buffer_grows_and_stays_terminated),
		cmocka_unit_test(what_is_taken_is_never_null_and_leaves_an_empty_buffer),
		cmocka_unit_test(copies_of_nothing_are_nothing),
		cmocka_unit_test(texts_are_copied_into_one_block),
		cmocka_unit_test(a_file_is_read_whole_up_to_its_limit_and_not_beyond),
		cmocka_unit_test(time_is_written_as_rfc_3339_in_utc),
		cmocka_unit_test(time_is_read_from_rfc_3339_wherever_its_clock_stood),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
