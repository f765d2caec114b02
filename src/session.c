/* Sessions of people: a cookie that names one of the sessions kept, a CSRF token derived from it, the
 * Origin checked. */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "api_impl.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "facts.h"
#include "session_file.h"

enum { SESSION_MS = 12 * 60 * 60 * 1000, NAME_MAX_CODE_POINTS = 40, MAC_HEX = 2 * SHA256_BYTES };

#define COOKIE "assent_session"

/* Known to who knows the cookie, and no way back to it. */
static void csrf_of(const char *cookie, char out[MAC_HEX + 1])
{
	static const char purpose[] = "csrf";
	uint8_t mac[SHA256_BYTES];
	crypto_hmac_sha256(cookie, strlen(cookie), purpose, strlen(purpose), mac);
	crypto_hex(mac, sizeof mac, out);
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
	csrf_of(cookie, want);
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
	/* a signed-in agent plays the people of the built-in page, and nobody else's */
	static const char *const speaks_for[] = { "console", NULL };
	char *cookie = cookie_given(req);
	const struct session *s = cookie ? sessions_find(a->o.sessions, cookie) : NULL;
	int rc = -1;
	if (!s || *s->user) { /* what a page in Zendesk holds is no cookie */
		err_set(e, E_AUTH,
		        "sign in with the address that assent printed at its start, or send "
		        "Authorization: Bearer <token> of an API client");
	} else {
		snprintf(who->name, sizeof who->name, "%s", s->name);
		snprintf(who->source, sizeof who->source, "console");
		who->session = s->number;
		who->roles = s->roles;
		who->speaks_for = speaks_for;
		rc = changes ? csrf_check(a, req, cookie, e) : 0;
	}
	free(cookie);
	return rc;
}

/* set: the cookie is new. */
static void answer_session(struct call *k, const struct caller_id *who, const char *cookie,
                           bool set)
{
	char csrf[MAC_HEX + 1];
	csrf_of(cookie, csrf);
	json_t *body = json_pack("{s:s, s:s, s:o}", "name", who->name, "csrf", csrf, "roles",
	                         access_json(who->roles));
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
	struct err why = { 0 };
	if (!name)
		return err_set(e, E_INPUT, "name: expected your name");
	return facts_check_name(name, &why) ? err_set(e, E_INPUT, "name: %s", why.text) : 0;
}

/* A sign-in or a sign-out that waits until it is on disk. */
struct keeping {
	struct call k;
	char cookie[SESSION_SECRET_CHARS + 1];
};

static struct keeping *keeping_new(const struct call *k)
{
	struct keeping *w = xcalloc(1, sizeof *w);
	w->k = *k;
	return w;
}

static void keeping_free(struct keeping *w)
{
	crypto_wipe(w->cookie, sizeof w->cookie);
	free(w);
}

static void signed_in(void *arg, const struct err *e)
{
	struct keeping *w = arg;
	w->k.a->token_state = e->code == E_NONE ? TOKEN_USED : TOKEN_FRESH;
	if (e->code == E_NONE)
		answer_session(&w->k, &w->k.who, w->cookie, true);
	else
		api_answer_error(&w->k, e, NULL);
	keeping_free(w);
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
	bool right = token && k->a->token_state == TOKEN_FRESH &&
	             crypto_equal(token, strlen(token), k->a->o.sign_in_token,
	                          strlen(k->a->o.sign_in_token));
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
		snprintf(k->who.name, sizeof k->who.name, "%s", name);
		k->who.roles = ACCESS_ALL; /* the address is for who runs the program */
		struct keeping *w = keeping_new(k);
		k->a->token_state = TOKEN_TAKEN;
		const struct session_start start = { .name = name,
			                             .user = "",
			                             .roles = k->who.roles,
			                             .expires_at_ms = clock_now_ms() + SESSION_MS };
		sessions_begin(k->a->o.sessions, &start, w->cookie, signed_in, w);
	}
	json_decref(body);
}

void session_get(struct call *k)
{
	char *cookie = *k->who.user ? NULL : cookie_given(k->req);
	if (cookie)
		answer_session(k, &k->who, cookie, false);
	else
		api_answer_json(k, 200,
		                json_pack("{s:s, s:n, s:o}", "name", k->who.name, "csrf", "roles",
		                          access_json(k->who.roles)));
	free(cookie);
}

static void signed_out(void *arg, const struct err *e)
{
	static const struct http_header headers[] = {
		{ "Set-Cookie", COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" }
	};
	struct keeping *w = arg;
	struct err later = { 0 };
	err_set(&later, E_BUSY,
	        "the session is over, but that could not be kept yet, and a restart now would "
	        "bring it back: %s",
	        e->text);
	if (e->code == E_NONE)
		http_req_answer(w->k.req, 204, headers, *w->k.who.user ? 0 : 1, "", 0);
	else
		api_answer_error(&w->k, &later, NULL);
	keeping_free(w);
}

void session_delete(struct call *k)
{
	const struct http_header headers[] = {
		{ "Set-Cookie", COOKIE "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" }
	};
	if (!k->who.session) { /* an API client has none */
		http_req_answer(k->req, 204, headers, 1, "", 0);
		return;
	}
	sessions_end(k->a->o.sessions, k->who.session, signed_out, keeping_new(k));
	stream_end_dead(k->a);
}
