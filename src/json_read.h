/* json_read.h: JSON text to jansson's values, at a quarter of the cost of jansson's own reader, which
 * was a third of a turn. */
#ifndef ASSENT_JSON_READ_H
#define ASSENT_JSON_READ_H

#include <jansson.h>
#include <stddef.h>

struct err;

enum { JSON_READ_DEPTH_MAX = 2048 };

/* Takes and refuses what json_loadb(JSON_REJECT_DUPLICATES) does: an object or a list, as in RFC
 * 8259, no key twice, no U+0000 (and no zero byte, which jansson overlooks behind a number).
 * text[len_bytes] must be NUL. Returns a new reference. NULL:
 * E_PARSE with "line 1, column 7: why"; no value of the text is repeated. */
json_t *json_read(const char *text, size_t len_bytes, struct err *e);

#endif
