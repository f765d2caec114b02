/* Sessions of people: a signed cookie that outlives a restart, a CSRF token derived from it, the
 * Origin checked. */
#include <stdlib.h>
#include <string.h>

#include "api_impl.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "text.h"

enum {
	SESSION_KEY_BYTES = 32,
	SESSION_MS = 12 * 60 * 60 * 1000,
	NAME_MAX_CODE_POINTS = 40,
	MAC_HEX = 2 * SHA256_BYTES
};

#define COOKIE "assent_session"

/* hex(HMAC(key, purpose ":" text)) */
static void mac_hex(const struct api *a, const char *purpose, const char *text,
                    char out[MAC_HEX + 1])
{
	uint8_t mac[SHA256_BYTES];
	char *data = xasprintf("%s:%s", purpose, text);
	crypto_hmac_sha256(a->o.session_key, SESSION_KEY_BYTES, data, strlen(data), mac);
	crypto_hex(mac, sizeof mac, out);
	free(data);
}

/* The cookie: <expires ms>.<hex of name>.<mac of both> */
static char *cookie_make(const struct api *a, const char *name)
{
	char hex[4 * 4 * NAME_MAX_CODE_POINTS + 1], mac[MAC_HEX + 1];
	crypto_hex((const uint8_t *)name, strlen(name), hex);
	char *head = xasprintf("%lld.%s", (long long)(clock_now_ms() + SESSION_MS), hex);
	mac_hex(a, "session", head, mac);
	char *cookie = xasprintf("%s.%s", head, mac);
	free(head);
	return cookie;
}

static int unhex(const char *hex, size_t len, char *out, size_t size)
{
	unsigned byte;
	if (len % 2 || len / 2 >= size)
		return -1;
	for (size_t i = 0; i < len; i += 2) {
		if (sscanf(hex + i, "%2x", &byte) != 1)
			return -1;
		out[i / 2] = (char)byte;
	}
	out[len / 2] = '\0';
	return 0;
}

/* The session cookie among the others: a copy. NULL: none. */
static char *cookie_given(struct http_req *req)
{
	const char *all = http_req_header(req, "cookie");
	const char *at = all ? strstr(all, COOKIE "=") : NULL;
	while (at && at != all && at[-1] != ' ' && at[-1] != ';')
		at = strstr(at + 1, COOKIE "="); /* the end of another's name */
	if (!at)
		return NULL;
	at += strlen(COOKIE "=");
	return xstrndup(at, strcspn(at, "; "));
}

static int cookie_read(const struct api *a, const char *cookie, struct caller_id *who)
{
	char mac[MAC_HEX + 1];
	const char *last = strrchr(cookie, '.'), *dot = strchr(cookie, '.');
	if (!last || dot == last)
		return -1;
	char *head = xstrndup(cookie, (size_t)(last - cookie));
	mac_hex(a, "session", head, mac);
	bool genuine = crypto_equal(mac, MAC_HEX, last + 1, strlen(last + 1));
	bool fresh = strtoll(head, NULL, 10) > clock_now_ms();
	free(head);
	if (!genuine || !fresh)
		return -1;
	snprintf(who->source, sizeof who->source, "console");
	return unhex(dot + 1, (size_t)(last - dot - 1), who->name, sizeof who->name);
}

static bool origin_is_ours(const struct api *a, struct http_req *req)
{
	const char *origin = http_req_header(req, "origin"), *public = a->o.config->public_origin;
	char local[64];
	if (!origin)
		return false;
	const char *port = strrchr(a->o.origin, ':');
	snprintf(local, sizeof local, "http://localhost%s", port ? port : "");
	return !strcasecmp(origin, a->o.origin) || !strcasecmp(origin, local) ||
	       (public && !strcasecmp(origin, public));
}

static int csrf_check(const struct api *a, struct http_req *req, const char *cookie, struct err *e)
{
	char want[MAC_HEX + 1];
	const char *given = http_req_header(req, "x-assent-csrf");
	mac_hex(a, "csrf", cookie, want);
	if (!origin_is_ours(a, req))
		return err_set(
			e, E_FORBIDDEN,
			"a change must come from our own pages: the Origin header is missing or "
			"another's");
	if (!given || !crypto_equal(given, strlen(given), want, MAC_HEX))
		return err_set(e, E_FORBIDDEN,
		               "X-Assent-CSRF is missing or wrong: take it from GET /v1/session");
	return 0;
}

int session_check(const struct api *a, struct http_req *req, struct caller_id *who, bool changes,
                  struct err *e)
{
	char *cookie = cookie_given(req);
	int rc = -1;
	if (!cookie || cookie_read(a, cookie, who))
		err_set(e, E_AUTH,
		        "sign in with the address that assent printed at its start, or send "
		        "Authorization: Bearer <token> of an API client");
	else
		rc = changes ? csrf_check(a, req, cookie, e) : 0;
	free(cookie);
	return rc;
}

static void answer_session(struct call *k, const char *name, const char *cookie, bool set)
{
	char csrf[MAC_HEX + 1];
	mac_hex(k->a, "csrf", cookie, csrf);
	json_t *body = json_pack("{s:s, s:s}", "name", name, "csrf", csrf);
	if (!set) {
		api_answer_json(k, 200, body);
		return;
	}
	const char *public = k->a->o.config->public_origin;
	char *value = xasprintf(COOKIE "=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s",
	                        cookie, SESSION_MS / 1000,
	                        public && !strncmp(public, "https:", 6) ? "; Secure" : "");
	const struct http_header headers[] = { { "Content-Type",
		                                 "application/json; charset=utf-8" },
		                               { "Cache-Control", "no-store" },
		                               { "Set-Cookie", value } };
	char *text = json_dumps(body, JSON_COMPACT);
	http_req_answer(k->req, 200, headers, 3, text, strlen(text));
	free(text);
	free(value);
	json_decref(body);
}

static int name_check(const char *name, struct err *e)
{
	if (!name || !*name || text_code_points(name) > NAME_MAX_CODE_POINTS)
		return err_set(e, E_INPUT, "name: expected your name, at most %d characters",
		               NAME_MAX_CODE_POINTS);
	for (const char *p = name; *p; p++)
		if ((unsigned char)*p < 0x20)
			return err_set(e, E_INPUT, "name: control characters are not allowed");
	return 0;
}

/* {"token","name"}: the one-time token buys one session. */
void session_post(struct call *k)
{
	struct err e = { 0 };
	json_t *body = api_body(k);
	if (!body)
		return;
	const char *token = json_string_value(json_object_get(body, "token"));
	const char *name = json_string_value(json_object_get(body, "name"));
	bool right = token && *k->a->token &&
	             crypto_equal(token, strlen(token), k->a->token, strlen(k->a->token));
	if (!origin_is_ours(k->a, k->req))
		err_set(&e, E_FORBIDDEN, "sign in from our own page");
	else if (!right)
		err_set(&e, E_AUTH,
		        "이 주소는 이미 쓰였거나 올바르지 않습니다. 서버를 다시 시작하면 새 주소가 "
		        "나옵니다");
	else
		name_check(name, &e);
	if (e.code != E_NONE) {
		api_answer_error(k, &e, NULL);
	} else {
		char *cookie = cookie_make(k->a, name);
		crypto_wipe(k->a->token, strlen(k->a->token));
		k->a->token[0] = '\0';
		answer_session(k, name, cookie, true);
		free(cookie);
	}
	json_decref(body);
}

void session_get(struct call *k)
{
	char *cookie = cookie_given(k->req);
	if (cookie)
		answer_session(k, k->who.name, cookie, false);
	else
		api_answer_json(k, 200, json_pack("{s:s, s:n}", "name", k->who.name, "csrf"));
	free(cookie);
}

void session_delete(struct call *k)
{
	const struct http_header headers[] = {
		{ "Set-Cookie", COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" }
	};
	http_req_answer(k->req, 204, headers, 1, "", 0);
}
