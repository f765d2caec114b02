/* jwt.h: a signed token of one issuer (RFC 7519, in the compact form of RFC 7515), which nothing is
 * believed of before its signature is. */
#ifndef ASSENT_JWT_H
#define ASSENT_JWT_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct crypto_key;
struct err;

enum {
	JWT_MAX_BYTES = 8 * 1024,
	JWT_LEEWAY_MS = 60 * 1000, /* between our clock and the issuer's */
	/* Furthest end of a token that is taken. It must be known as used until then. */
	JWT_LIFE_MAX_MS = 24 * 60 * 60 * 1000,
};

/* Who may have made it, and for whom. Everything is borrowed. */
struct jwt_rules {
	const struct crypto_key *const
		*keys; /* RSA, ends with NULL: two while one is rotated out */
	const char *issuer;
	const char *const *audiences; /* ends with NULL; one of them must be named */
	int64_t now_ms;
};

/* What a token that holds says. */
struct jwt {
	json_t *claims;        /* caller releases */
	const char *subject;   /* borrowed from claims */
	int64_t expires_at_ms; /* after the leeway: from then on it is refused in any case */
};

/* Only RS256, whatever the token asks for, and only our keys: its "jku", "jwk", "x5u" and "kid" are
 * never looked at. 0, or -1 E_AUTH with a sentence that quotes nothing of it. */
int jwt_verify(const char *token, size_t len_bytes, const struct jwt_rules *r, struct jwt *out,
               struct err *e);

#endif
