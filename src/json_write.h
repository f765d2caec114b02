/* json_write.h: the canonical JSON text of a value (RFC 8785): one value, one text, so that it can
 * be hashed and signed. Keys by UTF-16 code units, the shortest escapes, numbers as ECMAScript
 * writes them, no white space. */
#ifndef ASSENT_JSON_WRITE_H
#define ASSENT_JSON_WRITE_H

#include <jansson.h>

struct buf;

/* Integers beyond 2^53, which RFC 8785 would round, are written whole. v must be a value. */
void json_write(struct buf *out, const json_t *v);

#endif
