#include "access.h"

#include <string.h>

#include "base.h"

/* In the order of the bits. */
static const char *const given[] = { "agent", "manager", "designer", NULL };
static const char *const names[] = { "agent", "manager", "designer", "operator" };

const char *const *access_names(void)
{
	return given;
}

unsigned access_from(const char *name)
{
	for (unsigned i = 0; name && given[i]; i++)
		if (!strcmp(given[i], name))
			return 1U << i;
	return 0;
}

unsigned access_read(const json_t *list)
{
	unsigned roles = 0;
	for (size_t i = 0; i < json_array_size(list); i++)
		roles |= access_from(json_string_value(json_array_get(list, i)));
	return roles;
}

json_t *access_json(unsigned roles)
{
	json_t *list = json_array();
	for (unsigned i = 0; i < COUNT_OF(names); i++)
		if (roles & 1U << i)
			json_array_append_new(list, json_string(names[i]));
	return list;
}

char *access_text(unsigned roles)
{
	struct buf b = { 0 };
	for (unsigned i = 0; i < COUNT_OF(names); i++)
		if (roles & 1U << i)
			buf_addf(&b, "%s%s", b.len_bytes ? " or " : "", names[i]);
	if (!b.len_bytes)
		buf_adds(&b, "none");
	return buf_take(&b);
}
