#include "jwt.h"

#include <stdbool.h>
#include <string.h>

#include "base.h"
#include "crypto.h"
#include "json_read.h"

/* Seconds as JSON writes them: below 2^53, so that none is lost. */
static const double seconds_max = 9007199254740992.0;

enum part { HEADER, CLAIMS, SIGNATURE, PARTS };

struct piece {
	const char *at;
	size_t len_bytes;
};

/* Three pieces with points between them, none of them empty. */
static bool cut(const char *token, size_t len_bytes, struct piece out[PARTS])
{
	const char *end = token + len_bytes;
	for (int i = 0; i < PARTS; i++) {
		const char *point = memchr(token, '.', (size_t)(end - token));
		if ((point == NULL) != (i == SIGNATURE))
			return false;
		if (!point)
			point = end;
		out[i] = (struct piece){ token, (size_t)(point - token) };
		if (out[i].len_bytes == 0)
			return false;
		token = point + 1;
	}
	return true;
}

/* A JSON object in base64url, new; NULL: it is none. */
static json_t *object_of(const struct piece *p)
{
	struct err why = { 0 };
	struct buf text = { 0 };
	json_t *v = crypto_base64url_decode(p->at, p->len_bytes, &text)
	                    ? NULL
	                    : json_read(text.data, text.len_bytes, &why);
	buf_free(&text);
	if (json_is_object(v))
		return v;
	json_decref(v);
	return NULL;
}

static const char *text_of(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* "crit" names what a reader must understand (RFC 7515, 4.1.11), and we understand nothing more. */
static int check_header(const struct piece *p, struct err *e)
{
	json_t *header = object_of(p);
	const char *alg = text_of(header, "alg");
	int rc = 0;
	if (!header)
		rc = err_set(e, E_AUTH, "the token's header cannot be read");
	else if (!alg || strcmp(alg, "RS256"))
		rc = err_set(e, E_AUTH, "the token is not signed by RS256");
	else if (json_object_get(header, "crit"))
		rc = err_set(e, E_AUTH, "the token asks for an extension that is not known here");
	json_decref(header);
	return rc;
}

static int check_signature(const struct piece parts[PARTS], const struct jwt_rules *r,
                           struct err *e)
{
	struct buf signature = { 0 };
	const char *signed_at = parts[HEADER].at;
	size_t signed_bytes = (size_t)(parts[SIGNATURE].at - 1 - signed_at);
	bool good = false;
	if (crypto_base64url_decode(parts[SIGNATURE].at, parts[SIGNATURE].len_bytes, &signature) ==
	    0)
		for (size_t i = 0; r->keys[i] && !good; i++)
			good = crypto_rsa_verify(r->keys[i], signed_at, signed_bytes,
			                         signature.data, signature.len_bytes);
	buf_free(&signature);
	return good ? 0
	            : err_set(e, E_AUTH,
	                      "the token's signature is not that of a configured public key");
}

/* NumericDate (RFC 7519), a fraction allowed. -1: not there; -2: not one. */
static int64_t time_of(const json_t *claims, const char *name)
{
	const json_t *v = json_object_get(claims, name);
	if (!v)
		return -1;
	double seconds = json_is_number(v) ? json_number_value(v) : -1;
	return seconds >= 0 && seconds < seconds_max / 1000 ? (int64_t)(seconds * 1000) : -2;
}

static int check_times(const json_t *claims, int64_t now_ms, struct jwt *out, struct err *e)
{
	int64_t until = time_of(claims, "exp"), from = time_of(claims, "nbf"),
		made = time_of(claims, "iat");
	if (until < 0 || from == -2 || made == -2)
		return err_set(e, E_AUTH,
		               "the token has no time limit that can be read (exp, nbf, iat)");
	out->expires_at_ms = until + JWT_LEEWAY_MS;
	if (now_ms >= out->expires_at_ms)
		return err_set(e, E_AUTH, "the token is over (exp)");
	if (until - now_ms > JWT_LIFE_MAX_MS)
		return err_set(e, E_AUTH, "the token is valid for too long (exp)");
	if (from - JWT_LEEWAY_MS > now_ms || made - JWT_LEEWAY_MS > now_ms)
		return err_set(
			e, E_AUTH,
			"the token is not valid yet (nbf, iat): is this machine's clock right?");
	return 0;
}

static bool is_one_of(const char *text, const char *const *list)
{
	while (text && *list && strcmp(*list, text))
		list++;
	return text && *list;
}

static bool is_for_us(const json_t *aud, const char *const *audiences)
{
	if (json_is_string(aud))
		return is_one_of(json_string_value(aud), audiences);
	for (size_t i = 0; i < json_array_size(aud); i++)
		if (is_one_of(json_string_value(json_array_get(aud, i)), audiences))
			return true;
	return false;
}

static int check_claims(const json_t *claims, const struct jwt_rules *r, struct jwt *out,
                        struct err *e)
{
	const char *issuer = text_of(claims, "iss");
	if (check_times(claims, r->now_ms, out, e))
		return -1;
	if (!issuer || strcmp(issuer, r->issuer))
		return err_set(e, E_AUTH, "the token is of another issuer (iss)");
	if (!is_for_us(json_object_get(claims, "aud"), r->audiences))
		return err_set(e, E_AUTH, "the token is for another installation (aud)");
	out->subject = text_of(claims, "sub");
	if (!out->subject || !*out->subject)
		return err_set(e, E_AUTH, "the token names nobody (sub)");
	return 0;
}

int jwt_verify(const char *token, size_t len_bytes, const struct jwt_rules *r, struct jwt *out,
               struct err *e)
{
	struct piece parts[PARTS];
	*out = (struct jwt){ 0 };
	if (len_bytes > JWT_MAX_BYTES)
		return err_set(e, E_AUTH, "the token is too long");
	if (!cut(token, len_bytes, parts))
		return err_set(e, E_AUTH, "this is no signed token");
	if (check_header(&parts[HEADER], e) || check_signature(parts, r, e))
		return -1;
	out->claims = object_of(&parts[CLAIMS]);
	if (out->claims && check_claims(out->claims, r, out, e) == 0)
		return 0;
	json_decref(out->claims);
	*out = (struct jwt){ 0 };
	return err_set(e, E_AUTH, "the token's claims cannot be read");
}
