#include "json_read.h"

#include "json_doc.h"

static json_t *value_of(const struct json_node *n);

static json_t *list_of(const struct json_node *list)
{
	json_t *out = json_array();
	const struct json_node *end = list + list->span;
	for (const struct json_node *n = list + 1; n < end; n += n->span)
		json_array_append_new(out, value_of(n));
	return out;
}

static json_t *object_of(const struct json_node *object)
{
	json_t *out = json_object();
	const struct json_node *end = object + object->span;
	for (const struct json_node *n = object + 1; n < end; n += 1 + n[1].span)
		json_object_setn_new_nocheck(out, n->text, n->count, value_of(n + 1));
	return out;
}

static json_t *value_of(const struct json_node *n)
{
	switch (n->kind) {
	case JSON_NODE_OBJECT:
		return object_of(n);
	case JSON_NODE_LIST:
		return list_of(n);
	case JSON_NODE_TEXT:
		return json_stringn_nocheck(n->text, n->count);
	case JSON_NODE_INTEGER:
		return json_integer(n->integer);
	case JSON_NODE_REAL:
		return json_real(n->real);
	case JSON_NODE_TRUE:
		return json_true();
	case JSON_NODE_FALSE:
		return json_false();
	case JSON_NODE_NULL:
		break;
	}
	return json_null();
}

json_t *json_read(const char *text, size_t len_bytes, struct err *e)
{
	struct json_doc *d = json_doc_read(text, len_bytes, e);
	json_t *v = d ? value_of(json_doc_root(d)) : NULL;
	json_doc_free(d);
	return v;
}
