#include "oauth_kept.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "http_out.h"
#include "json_read.h"
#include "webhook.h"

enum {
	FILE_MAX_BYTES = 64 * 1024,
	TOKEN_MAX_CHARS = 8192,
	/* A token is renewed when a fifth of its time is left, and not more than ten minutes early: room for an endpoint
	 * that is away for a while. */
	EARLY_PART = 5,
	EARLY_MAX_MS = 10 * 60 * 1000,
};

void oauth_text_wipe(char **text)
{
	if (*text)
		crypto_wipe(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

void oauth_pair_wipe(struct oauth_pair *p)
{
	oauth_text_wipe(&p->access);
	oauth_text_wipe(&p->refresh);
	*p = (struct oauth_pair){ 0 };
}

void oauth_origin_seed(struct oauth_origin *o, const struct webhook_secrets *refresh_token)
{
	o->seed[0] = '\0';
	if (refresh_token->count)
		crypto_sha256_hex(refresh_token->key[0].bytes, refresh_token->key[0].len_bytes,
		                  o->seed);
}

/* ---- JSON that holds secrets: written without copies that nobody could wipe, and wiped where it was read ---- */

/* Without control characters: auth.c and is_token see to that. */
static void add_text(struct buf *b, const char *name, const void *text, size_t len_bytes)
{
	buf_addf(b, "%s\"%s\":\"", b->data[b->len_bytes - 1] == '{' ? "" : ",", name);
	for (const char *p = text; len_bytes; p++, len_bytes--) {
		if (*p == '"' || *p == '\\')
			buf_add(b, "\\", 1);
		buf_add(b, p, 1);
	}
	buf_adds(b, "\"");
}

static void begin(struct buf *b)
{
	buf_reserve(b, FILE_MAX_BYTES); /* so that it never grows and leaves a copy behind */
	buf_adds(b, "{");
}

static void add(struct buf *b, const char *name, const char *text)
{
	add_text(b, name, text, strlen(text));
}

static void add_secret(struct buf *b, const char *name, const struct webhook_secrets *s)
{
	add_text(b, name, s->key[0].bytes, s->key[0].len_bytes);
}

static void wipe_json(json_t *doc)
{
	const char *key;
	json_t *v;
	json_object_foreach(doc, key, v)
	{
		if (json_is_string(v))
			crypto_wipe((char *)(uintptr_t)json_string_value(v), json_string_length(v));
	}
	json_decref(doc);
}

static const char *text_in(const json_t *doc, const char *name)
{
	return json_string_value(json_object_get(doc, name));
}

/* RFC 6749, appendix A.12: visible ASCII. It goes into a header as it is. */
static bool is_token(const char *text)
{
	size_t n = 0;
	for (; text && text[n]; n++)
		if (text[n] <= ' ' || text[n] > '~')
			return false;
	return n > 0 && n <= TOKEN_MAX_CHARS;
}

/* ---- the file ---- */

char *oauth_kept_text(const struct oauth_origin *o, const struct oauth_pair *p)
{
	struct buf b = { 0 };
	begin(&b);
	add(&b, "client_id", o->client_id);
	add(&b, "endpoint", o->endpoint);
	add(&b, "seed", o->seed);
	add(&b, "access_token", p->access);
	if (p->refresh)
		add(&b, "refresh_token", p->refresh);
	buf_addf(&b, ",\"renew_at\":%lld,\"expires_at\":%lld}\n", (long long)p->renew_at_ms,
	         (long long)p->expires_at_ms);
	return buf_take(&b);
}

static bool is_same(const json_t *doc, const char *name, const char *text)
{
	const char *is = text_in(doc, name);
	return is && !strcmp(is, text);
}

int oauth_kept_read(const char *path, const struct oauth_origin *o, struct oauth_pair *p,
                    struct err *e)
{
	struct err why = { 0 };
	size_t len_bytes = 0;
	char *text = file_read(path, FILE_MAX_BYTES, &len_bytes, &why);
	if (!text)
		return why.code == E_NOT_FOUND ? 0 : err_set(e, E_CONFIG, "%s", why.text);
	json_t *doc = json_read(text, len_bytes, NULL);
	const char *access = text_in(doc, "access_token"), *refresh = text_in(doc, "refresh_token");
	int rc = 0;
	if (!is_token(access) || (refresh && !is_token(refresh)))
		rc = err_set(e, E_CONFIG,
		             "%s is not as it was written: put back a backup of it, or remove it "
		             "and give a new refresh token",
		             path);
	else if (is_same(doc, "client_id", o->client_id) && is_same(doc, "endpoint", o->endpoint) &&
	         is_same(doc, "seed", o->seed))
		rc = 1;
	if (rc == 1)
		*p = (struct oauth_pair){
			.access = xstrdup(access),
			.refresh = xstrdup(refresh),
			.renew_at_ms = json_integer_value(json_object_get(doc, "renew_at")),
			.expires_at_ms = json_integer_value(json_object_get(doc, "expires_at")),
		};
	wipe_json(doc);
	crypto_wipe(text, len_bytes);
	free(text);
	return rc;
}

/* ---- asking ---- */

/* As JSON, which Zendesk demands, and most other endpoints take besides forms. */
char *oauth_request_text(const struct oauth_request *r)
{
	struct buf b = { 0 };
	bool by_refresh = r->refresh_token->count;
	begin(&b);
	add(&b, "grant_type", by_refresh ? "refresh_token" : "client_credentials");
	if (by_refresh && r->pair->refresh)
		add(&b, "refresh_token", r->pair->refresh);
	else if (by_refresh)
		add_secret(&b, "refresh_token", r->refresh_token);
	add(&b, "client_id", r->client_id);
	add_secret(&b, "client_secret", r->secret);
	if (r->scope)
		add(&b, "scope", r->scope);
	buf_adds(&b, "}");
	return buf_take(&b);
}

/* Seconds from the answer; -1: none, or none that is meant. */
static int64_t seconds_in(const json_t *doc, const char *name)
{
	const json_t *v = json_object_get(doc, name);
	const int64_t most = INT64_C(10) * 365 * 24 * 3600;
	if (!json_is_integer(v) || json_integer_value(v) <= 0)
		return -1;
	return json_integer_value(v) < most ? json_integer_value(v) : most;
}

static bool pair_of(const json_t *doc, int64_t now_ms, struct oauth_pair *p)
{
	const char *access = text_in(doc, "access_token"), *refresh = text_in(doc, "refresh_token");
	int64_t lives_ms = seconds_in(doc, "expires_in") * 1000;
	if (!is_token(access) || (refresh && !is_token(refresh)))
		return false;
	*p = (struct oauth_pair){ .access = xstrdup(access), .refresh = xstrdup(refresh) };
	if (lives_ms > 0) {
		int64_t early_ms = lives_ms / EARLY_PART;
		p->expires_at_ms = now_ms + lives_ms;
		p->renew_at_ms =
			p->expires_at_ms - (early_ms < EARLY_MAX_MS ? early_ms : EARLY_MAX_MS);
	}
	return true;
}

/* RFC 6749, section 5.2. */
static const char *code_of(const json_t *doc)
{
	static const char *const codes[] = { "invalid_grant",   "invalid_client",
		                             "invalid_request", "unauthorized_client",
		                             "invalid_scope",   "unsupported_grant_type" };
	const char *is = text_in(doc, "error");
	for (size_t i = 0; is && i < COUNT_OF(codes); i++)
		if (!strcmp(codes[i], is))
			return codes[i];
	return NULL;
}

enum oauth_said oauth_answer_read(const struct http_result *r, int64_t now_ms, struct oauth_pair *p,
                                  const char **code)
{
	*code = NULL;
	if (r->outcome != HTTP_ANSWERED)
		return r->outcome == HTTP_LOST ? SAID_NOTHING : SAID_LATER;
	json_t *doc = json_read(r->body, r->body_bytes, NULL);
	enum oauth_said said = SAID_REFUSED;
	*code = code_of(doc);
	if (r->status / 100 == 2)
		said = pair_of(doc, now_ms, p) ? SAID_TOKEN : SAID_NOTHING;
	else if (r->status >= 500)
		said = SAID_NOTHING;
	else if (r->status == 408 || r->status == 425 || r->status == 429)
		said = SAID_LATER;
	else if (*code && !strcmp(*code, "invalid_grant"))
		said = SAID_GRANT_GONE;
	wipe_json(doc);
	return said;
}
