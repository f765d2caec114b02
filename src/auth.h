/* auth.h: how our calls prove who we are: what an adapter's `authorize` says, made into headers.
 *
 * A secret is read here and nowhere above: not by Lua, not by a log, not by an error's sentence. The copies
 * that are made of it for a call are wiped with auth_wipe, and by http_out once the call has ended. */
#ifndef ASSENT_AUTH_H
#define ASSENT_AUTH_H

#include <jansson.h>

#include "base.h"
#include "http_in.h"

struct webhook_secrets;

enum auth_scheme {
	AUTH_NONE,
	AUTH_STANDARD, /* Standard Webhooks 1.0: webhook-id, webhook-timestamp, webhook-signature */
	AUTH_BASIC,    /* Authorization: Basic base64(user:secret) */
	AUTH_BEARER,   /* Authorization: Bearer secret */
	AUTH_HEADER,   /* the secret in a header of that name */
	AUTH_SOLAPI,   /* Authorization: HMAC-SHA256 apiKey, date, salt, signature */
	AUTH_OAUTH,    /* Authorization: Bearer token (oauth.h) */
};

/* Texts are borrowed from what it was read from; NULL where the scheme has none. */
struct auth {
	enum auth_scheme scheme;
	const char *scheme_name;
	const char *user, *name, *key;        /* of basic, header, solapi */
	const char *client_id, *path, *scope; /* of oauth */
};

/* authorize: {"scheme", ...} as docs/adapters.md says; NULL is "none". -1: E_CONFIG. */
int auth_read(const json_t *authorize, struct auth *a, struct err *e);
/* May these secrets be used so? -1: E_CONFIG, a sentence for behind the target's place in the file. */
int auth_check(const struct auth *a, const struct webhook_secrets *s, struct err *e);

/* What is proved. */
struct auth_call {
	const char *key; /* the row's: the id that is signed */
	int64_t now_ms;
	const void *body;
	size_t body_bytes;
	const char *token; /* of oauth */
};

enum { AUTH_HEADERS_MAX = 3 };
struct auth_headers {
	struct http_header headers[AUTH_HEADERS_MAX]; /* point into this struct: it must not move */
	size_t count;
	struct buf value;
	char seconds[24];
};

/* Do its headers hold the secret or a token, and not only what was made with it? */
bool auth_shows_secret(const struct auth *a);
/* Fills *h, which starts from {0}. Of two secrets "standard" signs with both. */
void auth_headers(const struct auth *a, const struct webhook_secrets *s, const struct auth_call *c,
                  struct auth_headers *h);
void auth_wipe(struct auth_headers *h);

#endif
