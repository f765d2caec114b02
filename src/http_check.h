/* http_check.h: which requests may be believed at all: RFC 9112 read strictly, in pure functions.
 */
#ifndef ASSENT_HTTP_CHECK_H
#define ASSENT_HTTP_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

enum { HTTP_FIELDS_MAX = 100 };

struct http_field {
	const char *name, *value;
	size_t name_bytes, value_bytes;
};

/* The head of a request as a parser cut it up, every pointer into the bytes as they came in. */
struct http_head {
	const char *method, *target_at, *version; /* at target_at the parser may have written */
	const char *target;                       /* a copy as sent, NUL-terminated */
	const struct http_field *fields;
	size_t count;
	size_t block_bytes; /* from method to behind the empty line */
	size_t block_max_bytes;
};

struct http_verdict {
	int status; /* 0: it may be believed */
	const char *code, *message;
	bool chunked;
	uint64_t body_bytes; /* as announced; 0 if chunked */
};

struct http_verdict http_check_head(const struct http_head *h);

/* Decodes in place the path of a target that passed http_check_head; returns the query or NULL. */
const char *http_target_split(char *target);

/* Decodes the value of the first parameter called name into out. false: there is none. */
bool http_query_find(const char *query, const char *name, struct buf *out);

#endif
