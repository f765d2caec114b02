/* case_apply_impl.h: what the case_apply*.c files share: readers of a record's members, and the rows that stand in
 * files of their own. Nobody else includes it. */
#ifndef ASSENT_CASE_APPLY_IMPL_H
#define ASSENT_CASE_APPLY_IMPL_H

#include <stdlib.h>
#include <string.h>

#include "case.h"

static inline const char *str(const json_t *r, const char *key)
{
	return json_string_value(json_object_get(r, key));
}

static inline int64_t num(const json_t *r, const char *key)
{
	return json_integer_value(json_object_get(r, key));
}

static inline json_t *keep(const json_t *r, const char *key)
{
	json_t *v = json_object_get(r, key);
	return json_is_null(v) ? NULL : json_incref(v);
}

static inline void put(char **to, const char *text)
{
	char *copy = xstrdup(text);
	free(*to);
	*to = copy;
}

/* -1 E_PARSE unless all these members (ended by NULL) are texts. */
static inline int need_texts(const json_t *r, const char *const *names, struct err *e)
{
	for (; *names; names++)
		if (!str(r, *names))
			return err_set(e, E_PARSE, "record \"%s\": \"%s\" is missing",
			               str(r, "r") ? str(r, "r") : "", *names);
	return 0;
}
/* -1 E_PARSE unless that member is a text, or a reference to one. */
static inline int need_value(const json_t *r, const char *name, struct err *e)
{
	const json_t *v = json_object_get(r, name);
	if (json_is_string(v) || json_object_get(v, "v"))
		return 0;
	return err_set(e, E_PARSE, "record \"%s\": \"%s\" is missing", str(r, "r"), name);
}

#define NEED(r, e, ...) need_texts(r, (const char *const[]){ __VA_ARGS__, NULL }, e)

/* One more zeroed element at the end of a list. */
static inline void *grow(void **list, size_t *count, size_t size_bytes)
{
	*list = xrealloc(*list, (*count + 1) * size_bytes);
	void *one = (char *)*list + *count * size_bytes;
	memset(one, 0, size_bytes);
	(*count)++;
	return one;
}
#define GROW(list, count) grow((void **)&(list), &(count), sizeof *(list))

/* ---- case_apply_said.c: what is said to people, and what becomes of it */

int apply_message(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e);
int apply_held(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e);
int apply_unheld(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e);
int apply_delivery(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e);
int apply_resolved(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e);
int apply_reported(struct support_case *c, int64_t at_ms, const json_t *r, struct err *e);
/* What became of the invitation of this party. */
void apply_invite(struct party *p, const char *state, const char *reason);

#endif
