#include "understand.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "crypto.h"
#include "embedded.h"
#include "trusted.h"

static const char entry[] = "lua/assent/understand";

struct understand {
	struct trusted *lua;
	json_t *kinds; /* list of names */
	char version[17];
};

static void hash_sources(char out[17])
{
	struct buf all = { 0 };
	char hex[SHA256_HEX];
	for (const struct embedded *f = embedded_files; f->path; f++) {
		if (strncmp(f->path, entry, sizeof entry - 1))
			continue;
		buf_add(&all, f->path, strlen(f->path) + 1);
		buf_add(&all, f->data, f->size_bytes + 1);
	}
	crypto_sha256_hex(all.data ? all.data : "", all.len_bytes, hex);
	buf_free(&all);
	memcpy(out, hex, 16);
	out[16] = 0;
}

struct understand *understand_new(struct err *e)
{
	struct trusted *lua = trusted_new(entry + strlen("lua/"), e);
	if (!lua)
		return NULL;
	struct understand *u = xcalloc(1, sizeof *u);
	u->lua = lua;
	u->kinds = trusted_field(lua, "kinds");
	hash_sources(u->version);
	return u;
}

void understand_free(struct understand *u)
{
	if (!u)
		return;
	json_decref(u->kinds);
	trusted_free(u->lua);
	free(u);
}

const char *understand_version(const struct understand *u)
{
	return u->version;
}

bool understand_knows(const struct understand *u, const char *kind)
{
	size_t i;
	json_t *one;
	json_array_foreach(u->kinds, i, one) if (!strcmp(json_string_value(one), kind)) return true;
	return false;
}

/* The members of every answer in one order; Lua cannot tell an empty list from an empty object. */
static json_t *whole(const json_t *found)
{
	json_t *answer = json_object(), *v;
	const char *key;
	json_object_foreach((json_t *)found, key,
	                    v) if (!strcmp(key, "label") || !strncmp(key, "is_", 3))
		json_object_set(answer, key, v);
	v = json_object_get(found, "relation");
	json_object_set_new(answer, "relation", v ? json_incref(v) : json_null());
	v = json_object_get(found, "phones");
	json_object_set_new(answer, "phones", json_is_array(v) ? json_incref(v) : json_array());
	v = json_object_get(found, "why");
	json_object_set_new(answer, "why", v ? json_incref(v) : json_string(""));
	v = json_object_get(found, "words");
	if (v)
		json_object_set(answer, "words", v);
	return answer;
}

json_t *understand_text(struct understand *u, const char *kind, const char *text, struct err *e)
{
	if (!understand_knows(u, kind)) {
		err_set(e, E_NOT_FOUND, "'%.40s' is no kind of understanding", kind);
		return NULL;
	}
	json_t *args = json_pack("[s]", text);
	json_t *found = trusted_call(u->lua, kind, args, e);
	json_decref(args);
	if (!found)
		return NULL;
	json_t *answer = whole(found);
	json_decref(found);
	return answer;
}
