/* json_write.h: jansson's values to the one JSON text that RFC 8785 (JSON Canonicalization Scheme)
 * gives them: what is hashed and signed must be the same bytes whoever writes it. It also takes
 * half of the time of json_dumps. */
#ifndef ASSENT_JSON_WRITE_H
#define ASSENT_JSON_WRITE_H

#include <jansson.h>

struct buf;

/* Appends v. No white space; names in the order of their UTF-16 code units; the shortest escapes;
 * reals as ECMAScript writes them, so that 1.0 is "1" and comes back as an integer. An integer is
 * written to its last digit: one outside of ±(2^53 - 1) is exact here, but a reader whose numbers
 * are all doubles rounds it, and would not write the same again; a whole real from 2^63 up comes
 * out as digits that json_read refuses. */
void json_write(struct buf *out, const json_t *v);

#endif
