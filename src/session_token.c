/* One-time tokens: the one that the program prints at its start, and those that `assent sign-in` asks
 * for. They live in memory alone, by their hashes. */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "api_impl.h"
#include "case.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "facts.h"
#include "keys.h"
#include "session_file.h"

enum { TOKENS_MAX = 100, TOKEN_BYTES = 16, TOKEN_MS = 10 * 60 * 1000 };

struct sign_in_token {
	char hash[SHA256_HEX];
	char name[SESSION_NAME_MAX_BYTES];
	struct sign_in buys; /* its name is the one above */
	bool taken;
};

static void drop_at(struct api *a, size_t i)
{
	a->tokens_count--;
	memmove(a->tokens + i, a->tokens + i + 1, (a->tokens_count - i) * sizeof *a->tokens);
}

static void drop_what_is_over(struct api *a)
{
	for (size_t i = a->tokens_count; i-- > 0;) {
		const struct sign_in_token *t = &a->tokens[i];
		if (!t->taken && t->buys.expires_at_ms && t->buys.expires_at_ms <= clock_now_ms())
			drop_at(a, i);
	}
}

static struct sign_in_token *token_of(struct api *a, const char *token)
{
	char hash[SHA256_HEX];
	crypto_sha256_hex(token, strlen(token), hash);
	for (size_t i = 0; i < a->tokens_count; i++)
		if (!strcmp(a->tokens[i].hash, hash))
			return &a->tokens[i];
	return NULL;
}

void sign_in_token_add(struct api *a, const char *token, const struct sign_in *s)
{
	a->tokens = xrealloc(a->tokens, (a->tokens_count + 1) * sizeof *a->tokens);
	struct sign_in_token *t = &a->tokens[a->tokens_count++];
	*t = (struct sign_in_token){ .buys = *s };
	crypto_sha256_hex(token, strlen(token), t->hash);
	snprintf(t->name, sizeof t->name, "%s", s->name ? s->name : "");
}

const struct sign_in *sign_in_token_find(struct api *a, const char *token)
{
	drop_what_is_over(a);
	struct sign_in_token *t = token_of(a, token);
	if (!t || t->taken)
		return NULL;
	t->buys.name = *t->name ? t->name : NULL; /* the list may have moved */
	return &t->buys;
}

void sign_in_token_take(struct api *a, const char *token)
{
	token_of(a, token)->taken = true;
}

void sign_in_token_end(struct api *a, const char *token, bool bought)
{
	struct sign_in_token *t = token_of(a, token);
	t->taken = false;
	if (bought)
		drop_at(a, (size_t)(t - a->tokens));
}

/* ---- a new one, for a command on this machine ---- */

static int read_sign_in(const json_t *body, struct sign_in *s, struct err *e)
{
	static const char *const known[] = { "roles", "name", NULL };
	const json_t *roles = json_object_get(body, "roles"), *name = json_object_get(body, "name");
	struct err why = { 0 };
	if (keys_check(body, known, e))
		return -1;
	*s = (struct sign_in){ .roles = roles ? access_read(roles) : ACCESS_ALL,
		               .name = json_string_value(name),
		               .expires_at_ms = clock_now_ms() + TOKEN_MS };
	for (size_t i = 0; i < json_array_size(roles); i++)
		if (!access_from(json_string_value(json_array_get(roles, i))))
			s->roles = 0;
	if (!s->roles)
		return err_set(e, E_INPUT, "roles: expected some of agent, manager, designer");
	if (name && !s->name)
		return err_set(e, E_INPUT, "name: expected a name");
	return name && facts_check_name(s->name, &why) ? err_set(e, E_INPUT, "name: %s", why.text)
	                                               : 0;
}

/* Under which the page is reached: as people know it, unless a proxy asks them there for another sign-in, and
 * on this machine. */
static json_t *addresses(const struct api *a, const char *token, const struct sign_in *s)
{
	const struct config *c = a->o.config;
	const char *other = access_names()[s->roles & ACCESS_MANAGER ? 1 : 2];
	const char *role = s->roles & ACCESS_AGENT ? NULL : other; /* for the page's words */
	const char *const origins[] = { c->sign_in_proxy.user_header ? NULL : c->public_origin,
		                        a->o.origin };
	json_t *list = json_array();
	for (size_t i = 0; i < COUNT_OF(origins); i++)
		if (origins[i])
			json_array_append_new(
				list, json_sprintf("%s/console/sign-in?token=%s%s%s%s", origins[i],
			                           token, s->name ? "&named=1" : "",
			                           role ? "&as=" : "", role ? role : ""));
	return list;
}

/* {"roles","name"}, both as one likes: an address that signs one person in, once. */
void sign_ins_post(struct call *k)
{
	struct err e = { 0 };
	struct sign_in s;
	uint8_t chance[TOKEN_BYTES];
	char token[2 * TOKEN_BYTES + 1];
	json_t *body = api_body(k);
	if (!body)
		return;
	drop_what_is_over(k->a);
	if (read_sign_in(body, &s, &e) == 0 && k->a->tokens_count >= TOKENS_MAX)
		err_set(&e, E_BUSY, "%d addresses wait to be used: they expire within ten minutes",
		        TOKENS_MAX);
	if (e.code != E_NONE) {
		api_answer_error(k, &e, NULL);
	} else {
		clock_random(chance, sizeof chance);
		crypto_hex(chance, sizeof chance, token);
		sign_in_token_add(k->a, token, &s);
		api_answer_json(k, 201,
		                json_pack("{s:o, s:o, s:o}", "addresses",
		                          addresses(k->a, token, &s), "expires_at",
		                          time_json(s.expires_at_ms), "roles",
		                          access_json(s.roles)));
		crypto_wipe(token, sizeof token);
	}
	json_decref(body);
}
