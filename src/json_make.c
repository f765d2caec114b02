#include "json_make.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "text.h"

struct making {
	const char *at; /* in the format */
	va_list args;
};

static json_t *make_value(struct making *m);

/* The next sign of the format that says something. */
static char next(struct making *m)
{
	while (*m->at == ' ' || *m->at == ',' || *m->at == ':')
		m->at++;
	return *m->at ? *m->at++ : '\0';
}

static json_t *make_text(struct making *m)
{
	const char *text = va_arg(m->args, const char *);
	assert(text);
	size_t n = strlen(text);
	assert(text_valid(text, n));
	return json_stringn_nocheck(text, n);
}

static json_t *make_object(struct making *m)
{
	json_t *object = json_object();
	for (char c; (c = next(m)) != '}';) {
		assert(c == 's');
		const char *name = va_arg(m->args, const char *);
		json_t *v = make_value(m);
		assert(v);
		json_object_setn_new_nocheck(object, name, strlen(name), v);
	}
	return object;
}

static json_t *make_list(struct making *m)
{
	json_t *list = json_array();
	for (;;) {
		while (*m->at == ' ' || *m->at == ',')
			m->at++;
		if (*m->at == ']')
			break;
		json_array_append_new(list, make_value(m));
	}
	m->at++;
	return list;
}

static json_t *make_value(struct making *m)
{
	switch (next(m)) {
	case '{':
		return make_object(m);
	case '[':
		return make_list(m);
	case 's':
		return make_text(m);
	case 'i':
		return json_integer(va_arg(m->args, int));
	case 'I':
		return json_integer(va_arg(m->args, json_int_t));
	case 'b':
		return json_boolean(va_arg(m->args, int));
	case 'n':
		return json_null();
	case 'O':
		return json_incref(va_arg(m->args, json_t *));
	case 'o':
		return va_arg(m->args, json_t *);
	default:
		assert(!"no format of json_make");
		return NULL;
	}
}

json_t *json_make(const char *format, ...)
{
	struct making m = { .at = format };
	va_start(m.args, format);
	json_t *v = make_value(&m);
	va_end(m.args);
	return v;
}
