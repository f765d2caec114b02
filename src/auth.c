#include "auth.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "crypto.h"
#include "http_fields.h"
#include "webhook.h"

/* ---- what an adapter says ---- */

static const struct {
	const char *name;
	enum auth_scheme scheme;
	const char *needs[2];
} schemes[] = {
	{ "none", AUTH_NONE, { NULL } },
	{ "standard", AUTH_STANDARD, { NULL } },
	{ "basic", AUTH_BASIC, { "user" } },
	{ "bearer", AUTH_BEARER, { NULL } },
	{ "header", AUTH_HEADER, { "name" } },
	{ "solapi", AUTH_SOLAPI, { "key" } },
	{ "oauth", AUTH_OAUTH, { "client_id", "path" } },
};

static const char *member(const json_t *authorize, const char *name)
{
	const char *text = json_string_value(json_object_get(authorize, name));
	return text && *text ? text : NULL;
}

/* What goes into a header as it is must not end it. */
static int check_texts(const struct auth *a, struct err *e)
{
	const char *texts[] = { a->user, a->key, a->client_id, a->path, a->scope };
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		for (const char *p = texts[i]; p && *p; p++)
			if ((unsigned char)*p < ' ' || *p == 0x7f)
				return err_set(
					e, E_CONFIG,
					"authorize: a control character in one of its texts");
	const struct http_header named = { a->name ? a->name : "x", "" };
	if (http_header_fault(&named))
		return err_set(e, E_CONFIG, "authorize.name: is no header that a call can have");
	if (a->user && strchr(a->user, ':')) /* RFC 7617: it would end there */
		return err_set(e, E_CONFIG, "authorize.user: must not have a colon");
	if (a->key && strpbrk(a->key, " ,="))
		return err_set(e, E_CONFIG, "authorize.key: is no API key");
	if (a->path && a->path[0] != '/')
		return err_set(e, E_CONFIG, "authorize.path: must begin with \"/\"");
	return 0;
}

int auth_read(const json_t *authorize, struct auth *a, struct err *e)
{
	const char *name = authorize ? member(authorize, "scheme") : "none";
	size_t i = 0;
	while (i < COUNT_OF(schemes) && (!name || strcmp(schemes[i].name, name) != 0))
		i++;
	if (i == COUNT_OF(schemes))
		return err_set(e, E_CONFIG,
		               "authorize.scheme: must be none, standard, basic, bearer, header, "
		               "solapi or oauth");
	*a = (struct auth){
		.scheme = schemes[i].scheme,
		.scheme_name = schemes[i].name,
		.user = member(authorize, "user"),
		.name = member(authorize, "name"),
		.key = member(authorize, "key"),
		.client_id = member(authorize, "client_id"),
		.path = member(authorize, "path"),
		.scope = member(authorize, "scope"),
	};
	for (size_t n = 0; n < COUNT_OF(schemes[i].needs) && schemes[i].needs[n]; n++)
		if (!member(authorize, schemes[i].needs[n]))
			return err_set(e, E_CONFIG, "authorize.%s: is missing: \"%s\" needs it",
			               schemes[i].needs[n], name);
	return check_texts(a, e);
}

int auth_check(const struct auth *a, const struct webhook_secrets *s, struct err *e)
{
	if (a->scheme == AUTH_NONE)
		return 0;
	if (!s->count)
		return err_set(e, E_CONFIG,
		               "needs \"secret_file\" or \"secret_env\": what is sent there proves "
		               "itself by it (%s)",
		               a->scheme_name);
	if (a->scheme != AUTH_STANDARD && s->count > 1)
		return err_set(e, E_CONFIG,
		               "has two secrets, and only one can be shown there (%s): take the "
		               "old one out",
		               a->scheme_name);
	return webhook_secrets_check(a->scheme_name, s, e);
}

/* ---- one call ---- */

static void add(struct auth_headers *h, const char *name, const char *value)
{
	h->headers[h->count++] = (struct http_header){ name, value };
}

static void standard(const struct webhook_secrets *s, const struct auth_call *c,
                     struct auth_headers *h)
{
	snprintf(h->seconds, sizeof h->seconds, "%" PRId64, c->now_ms / 1000);
	webhook_sign(s, c->key, c->now_ms, c->body, c->body_bytes, &h->value);
	add(h, "webhook-id", c->key);
	add(h, "webhook-timestamp", h->seconds);
	add(h, "webhook-signature", h->value.data);
}

/* For the scheme and a secret of that size: its growing would leave copies behind. */
static void make_room(struct buf *b, size_t secret_bytes)
{
	buf_reserve(b, 2 * secret_bytes + 32);
}

static void basic(const struct auth *a, const struct webhook_secrets *s, struct buf *out)
{
	struct buf plain = { 0 };
	make_room(&plain, strlen(a->user) + s->key[0].len_bytes);
	make_room(out, strlen(a->user) + s->key[0].len_bytes);
	buf_addf(&plain, "%s:", a->user);
	buf_add(&plain, s->key[0].bytes, s->key[0].len_bytes);
	buf_adds(out, "Basic ");
	crypto_base64(plain.data, plain.len_bytes, out);
	crypto_wipe(plain.data, plain.len_bytes);
	buf_free(&plain);
}

/* Solapi, "API Key 인증 방식": hex HMAC-SHA256 by the secret over the date (ISO 8601) with the salt (12 to
 * 64 bytes of chance) behind it. Their clock may be 15 minutes off, and no signature is taken twice. */
static void solapi(const struct auth *a, const struct webhook_secrets *s, int64_t now_ms,
                   struct buf *out)
{
	uint8_t chance[16], mac[SHA256_BYTES];
	char date[25], salt[2 * sizeof chance + 1], hex[2 * sizeof mac + 1];
	struct buf plain = { 0 };
	time_text(now_ms, date);
	clock_random(chance, sizeof chance);
	crypto_hex(chance, sizeof chance, salt);
	buf_addf(&plain, "%s%s", date, salt);
	crypto_hmac_sha256(s->key[0].bytes, s->key[0].len_bytes, plain.data, plain.len_bytes, mac);
	crypto_hex(mac, sizeof mac, hex);
	buf_addf(out, "HMAC-SHA256 apiKey=%s, date=%s, salt=%s, signature=%s", a->key, date, salt,
	         hex);
	buf_free(&plain);
}

static void bearer(const void *secret, size_t len_bytes, struct buf *out)
{
	make_room(out, len_bytes);
	buf_adds(out, "Bearer ");
	buf_add(out, secret, len_bytes);
}

void auth_headers(const struct auth *a, const struct webhook_secrets *s, const struct auth_call *c,
                  struct auth_headers *h)
{
	switch (a->scheme) {
	case AUTH_NONE:
		return;
	case AUTH_STANDARD:
		standard(s, c, h);
		return;
	case AUTH_BASIC:
		basic(a, s, &h->value);
		break;
	case AUTH_BEARER:
		bearer(s->key[0].bytes, s->key[0].len_bytes, &h->value);
		break;
	case AUTH_HEADER:
		make_room(&h->value, s->key[0].len_bytes);
		buf_add(&h->value, s->key[0].bytes, s->key[0].len_bytes);
		break;
	case AUTH_SOLAPI:
		solapi(a, s, c->now_ms, &h->value);
		break;
	case AUTH_OAUTH:
		bearer(c->token, strlen(c->token), &h->value);
		break;
	}
	add(h, a->scheme == AUTH_HEADER ? a->name : "Authorization", h->value.data);
}

bool auth_shows_secret(const struct auth *a)
{
	return a->scheme != AUTH_NONE && a->scheme != AUTH_STANDARD && a->scheme != AUTH_SOLAPI;
}

void auth_wipe(struct auth_headers *h)
{
	crypto_wipe(h->value.data, h->value.len_bytes);
	buf_free(&h->value);
	h->count = 0;
}
