/* json_read.h: JSON text to jansson's values, at a quarter of the cost of jansson's own reader, which
 * was a third of a turn. */
#ifndef ASSENT_JSON_READ_H
#define ASSENT_JSON_READ_H

#include <jansson.h>
#include <stddef.h>

struct err;

/* Takes and refuses what json_loadb(JSON_REJECT_DUPLICATES) does, but no zero byte, which jansson
 * overlooks behind a number: see json_doc_read. A new reference. NULL: E_PARSE. */
json_t *json_read(const char *text, size_t len_bytes, struct err *e);

#endif
