/* json_doc.h: a JSON text read into one list of nodes, without memory for each value: of a body
 * with 45 names a handful is looked at, and building all of it was a fifth of a turn. */
#ifndef ASSENT_JSON_DOC_H
#define ASSENT_JSON_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct json_doc;

enum { JSON_DEPTH_MAX = 2048 };

enum json_kind {
	JSON_NODE_OBJECT, /* followed by a name (a text) and a value for each member */
	JSON_NODE_LIST,   /* followed by its elements */
	JSON_NODE_TEXT,
	JSON_NODE_INTEGER,
	JSON_NODE_REAL,
	JSON_NODE_TRUE,
	JSON_NODE_FALSE,
	JSON_NODE_NULL,
};

/* Values lie in the order of the text: the first member's name or element is at node + 1. */
struct json_node {
	enum json_kind kind;
	uint32_t count; /* members, elements, or bytes of a text */
	uint32_t span;  /* nodes of this value, itself counted: what follows it is at node + span */
	uint32_t at;    /* of a name: where it ends in the text */
	union {
		const char *text; /* unescaped; not NUL-terminated */
		int64_t integer;
		double real;
	};
};

/* An object or a list as in RFC 8259: no name twice in an object, no U+0000, at most
 * JSON_DEPTH_MAX deep. text[len_bytes] must be NUL, and text must outlive the doc, which borrows
 * from it. Caller frees. NULL: E_PARSE with "line 1, column 7: why"; no value of the text is
 * repeated. */
struct json_doc *json_doc_read(const char *text, size_t len_bytes, struct err *e);
void json_doc_free(struct json_doc *d);
const struct json_node *json_doc_root(const struct json_doc *d);

/* The value of an object's member; NULL: it has none of that name. */
const struct json_node *json_node_member(const struct json_node *object, const char *name,
                                         size_t len_bytes);

#endif
