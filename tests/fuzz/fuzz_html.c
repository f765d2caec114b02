/* Any bytes as a page: no crash, and each block has text in it and a line. */
#include "html.h"
#include "text.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size_bytes)
{
	const char *html = (const char *)data;
	if (!text_valid(html, size_bytes))
		return 0;
	json_t *blocks = html_blocks(html, size_bytes, NULL), *block;
	size_t i;
	json_array_foreach(blocks, i, block)
	{
		const json_t *text = json_object_get(block, "text");
		if (!json_string_length(text) ||
		    json_integer_value(json_object_get(block, "line")) < 1)
			abort();
	}
	json_decref(blocks);
	return 0;
}
