/* What is in the binary is what lies in lua/ and console/. */
#include "embedded.h"

#include "base.h"

#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void every_embedded_file_is_byte_for_byte_the_one_on_disk(void **state)
{
	(void)state;
	assert_non_null(embedded_files[0].path);
	for (const struct embedded *f = embedded_files; f->path; f++) {
		size_t len_bytes;
		char *text = file_read(f->path, 16 << 20, &len_bytes, NULL);
		assert_non_null(text);
		assert_int_equal(len_bytes, f->size_bytes);
		assert_memory_equal(text, f->data, len_bytes);
		assert_int_equal(f->data[f->size_bytes], 0);
		free(text);
	}
}

static void a_file_is_found_by_its_whole_path_only(void **state)
{
	(void)state;
	assert_ptr_equal(embedded_find(embedded_files[0].path), &embedded_files[0]);
	assert_null(embedded_find("lua"));
	assert_null(embedded_find(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_embedded_file_is_byte_for_byte_the_one_on_disk),
		cmocka_unit_test(a_file_is_found_by_its_whole_path_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
