/* oauth_kept.h: what is known of a token, and its form on disk. For oauth*.c alone. */
#ifndef ASSENT_OAUTH_KEPT_H
#define ASSENT_OAUTH_KEPT_H

#include <stddef.h>
#include <stdint.h>

#include "base.h"
#include "crypto.h"

struct http_result;
struct webhook_secrets;

/* Owns its texts, which oauth_pair_wipe frees. */
struct oauth_pair {
	char *access;          /* NULL: none */
	char *refresh;         /* NULL: none was given */
	int64_t renew_at_ms;   /* in time, before it expires; 0: it never does */
	int64_t expires_at_ms; /* 0: never, as far as we were told */
};
void oauth_pair_wipe(struct oauth_pair *p);
void oauth_text_wipe(char **text); /* frees it too; a NULL is left in its place */

/* Whose tokens these are. Another client, endpoint or first refresh token begins anew. */
struct oauth_origin {
	const char *client_id, *endpoint;
	char seed[SHA256_HEX]; /* of the first refresh token; "": none */
};
void oauth_origin_seed(struct oauth_origin *o, const struct webhook_secrets *refresh_token);

/* The file's text; caller wipes and frees. */
char *oauth_kept_text(const struct oauth_origin *o, const struct oauth_pair *p);
/* 1: *p is what the file holds; 0: there is no file, or it is of another origin; -1: E_CONFIG. */
int oauth_kept_read(const char *path, const struct oauth_origin *o, struct oauth_pair *p,
                    struct err *e);

/* The request's body: with a refresh_token (the first one) by the pair's, or by that where the pair has none yet; else
 * by the client's credentials. Caller wipes and frees. */
struct oauth_request {
	const char *client_id, *scope;
	const struct webhook_secrets *secret, *refresh_token;
	const struct oauth_pair *pair;
};
char *oauth_request_text(const struct oauth_request *r);

/* What the token endpoint answered. */
enum oauth_said {
	SAID_TOKEN,
	SAID_GRANT_GONE, /* invalid_grant */
	SAID_REFUSED,    /* the client is not known, or something is wrong in the configuration */
	SAID_LATER,      /* and nothing was spent */
	SAID_NOTHING, /* its answer was lost, or is not to be understood: the token may be spent */
};
/* Fills *p, which starts from {0}, on SAID_TOKEN. *code: RFC 6749's name of the error, static; NULL: none of them. */
enum oauth_said oauth_answer_read(const struct http_result *r, int64_t now_ms, struct oauth_pair *p,
                                  const char **code);

#endif
