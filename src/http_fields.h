/* http_fields.h: which fields an outgoing request may carry. */
#ifndef ASSENT_HTTP_FIELDS_H
#define ASSENT_HTTP_FIELDS_H

#include <stdbool.h>

struct http_header;

bool http_is_token(const char *s); /* RFC 9110: a method or the name of a header */

/* NULL, or why this header may not go out; the text holds nothing of it. */
const char *http_header_fault(const struct http_header *header);

#endif
