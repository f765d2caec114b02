/* Any bytes as JSON: our reader takes what jansson's takes and refuses what it refuses, gives the same values in the
 * same order, says where it stopped, and looks at no byte behind the end. */
#include "base.h"
#include "json_read.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

/* jansson overlooks a zero byte behind a number; here it is no JSON anywhere. */
static json_t *theirs(const char *text, size_t size_bytes)
{
	return memchr(text, 0, size_bytes)
	               ? NULL
	               : json_loadb(text, size_bytes, JSON_REJECT_DUPLICATES, NULL);
}

static void check_same(json_t *ours, json_t *other)
{
	char *a = json_dumps(ours, JSON_COMPACT), *b = json_dumps(other, JSON_COMPACT);
	if (!json_equal(ours, other) || !a || !b || strcmp(a, b))
		abort();
	free(a);
	free(b);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	struct err e = { 0 };
	char *text = xmalloc(size_bytes +
	                     1); /* its own memory, so that the sanitizer sees a byte too far */
	memcpy(text, data, size_bytes);
	text[size_bytes] = '\0';
	json_t *ours = json_read(text, size_bytes, &e), *other = theirs(text, size_bytes);
	if (!ours != !other)
		abort();
	if (ours)
		check_same(ours, other);
	else if (e.code != E_PARSE || strncmp(e.text, "line ", 5))
		abort();
	json_decref(ours);
	json_decref(other);
	free(text);
	return 0;
}
