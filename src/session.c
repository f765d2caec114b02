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
#include "sentence.h"
#include "session_file.h"

enum { SESSION_MS = 12 * 60 * 60 * 1000, MAC_HEX = SHA256_HEX - 1 };

/* Known to who knows the cookie, and no way back to it. */
static void csrf_of(const char *cookie, char out[SHA256_HEX])
{
	static const char purpose[] = "csrf";
	uint8_t mac[SHA256_BYTES];
	crypto_hmac_sha256(cookie, strlen(cookie), purpose, strlen(purpose), mac);
	crypto_hex(mac, sizeof mac, out);
}

/* Is it the public name by which the request came, and that by TLS? On the machine itself there is none. */
static bool is_by_tls(const struct api *a, struct http_req *req)
{
	const char *public = a->o.config->public_origin, *host = http_req_header(req, "host");
	return public && host && !strncmp(public, "https://", 8) && !strcasecmp(public + 8, host);
}

/* By TLS no other host of the same site can put a cookie of this name in the place of ours. */
static const char *cookie_name(const struct api *a, struct http_req *req)
{
	return is_by_tls(a, req) ? "__Host-assent_session" : "assent_session";
}

/* The session cookie among the others: a copy. NULL: none. */
static char *cookie_given(const struct api *a, struct http_req *req)
{
	const char *name = cookie_name(a, req), *at = http_req_header(req, "cookie");
	size_t len = strlen(name);
	while (at) {
		at += strspn(at, "; ");
		if (!strncmp(at, name, len) && at[len] == '=')
			return xstrndup(at + len + 1, strcspn(at + len + 1, "; "));
		at = strchr(at, ';');
	}
	return NULL;
}

/* A Set-Cookie of value, kept for so long; 0: no more. Caller frees. */
static char *cookie_line(const struct call *k, const char *value, int max_age_s)
{
	return xasprintf("%s=%s; Path=/; HttpOnly; SameSite=Strict; Max-Age=%d%s",
	                 cookie_name(k->a, k->req), value, max_age_s,
	                 is_by_tls(k->a, k->req) ? "; Secure" : "");
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

static bool csrf_is(const char *given, const char want[SHA256_HEX])
{
	return given && crypto_equal(given, strlen(given), want, MAC_HEX);
}

/* cookie NULL: of a person whom the proxy names. Midnight takes no page's token away. */
static int csrf_check(const struct api *a, struct http_req *req, const char *cookie, struct err *e)
{
	char want[SHA256_HEX], yesterday[SHA256_HEX];
	const char *given = http_req_header(req, "x-assent-csrf");
	if (cookie) {
		csrf_of(cookie, want);
		csrf_of(cookie, yesterday);
	} else {
		proxy_csrf(a, req, 0, want);
		proxy_csrf(a, req, 1, yesterday);
	}
	if (!origin_is_ours(a, req))
		return err_set(
			e, E_FORBIDDEN,
			"a change must come from our own pages: the Origin header is missing or "
			"another's");
	if (!csrf_is(given, want) && !csrf_is(given, yesterday))
		return err_set(e, E_FORBIDDEN,
		               "X-Assent-CSRF is missing or wrong: take it from GET /v1/session");
	return 0;
}

static bool cookie_person(const struct api *a, const char *cookie, struct caller_id *who)
{
	/* a signed-in agent plays the people of the built-in page, and nobody else's */
	static const char *const speaks_for[] = { "console", NULL };
	const struct session *s = cookie ? sessions_find(a->o.sessions, cookie) : NULL;
	if (!s || *s->user) /* what a page in Zendesk holds is no cookie */
		return false;
	snprintf(who->name, sizeof who->name, "%s", s->name);
	snprintf(who->person, sizeof who->person, "%s", s->name);
	snprintf(who->source, sizeof who->source, "console");
	who->via = VIA_ADDRESS;
	who->session = s->number;
	who->roles = s->roles;
	who->speaks_for = speaks_for;
	return true;
}

int session_check(const struct api *a, struct http_req *req, struct caller_id *who, bool changes,
                  struct err *e)
{
	if (proxy_person(a, req, who))
		return changes ? csrf_check(a, req, NULL, e) : 0;
	char *cookie = cookie_given(a, req);
	int rc = -1;
	if (cookie_person(a, cookie, who))
		rc = changes ? csrf_check(a, req, cookie, e) : 0;
	else
		err_set(e, E_AUTH,
		        "sign in%s with an address that assent printed (assent sign-in prints a "
		        "new one), or send Authorization: Bearer <token> of an API client",
		        a->o.config->sign_in_proxy.user_header ? " at the proxy in front," : "");
	free(cookie);
	return rc;
}

/* csrf NULL: he needs none. */
static json_t *session_json(const struct call *k, const char *csrf)
{
	const struct caller_id *who = &k->who;
	const char *out = who->via == VIA_PROXY ? k->a->o.config->sign_in_proxy.sign_out_url : NULL;
	json_t *records = who->via == VIA_ADDRESS
	                          ? json_sprintf("%s/consents", k->a->o.config->data)
	                          : json_null();
	return json_pack("{s:s, s:s, s:s, s:o, s:s?, s:s?, s:o}", "name", who->name, "person",
	                 who->person, "via", via_name(who->via), "roles", access_json(who->roles),
	                 "csrf", csrf, "sign_out_url", out, "consents_dir", records);
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
	char *token; /* what bought it; NULL: a sign-out */
	char cookie[SESSION_SECRET_CHARS + 1];
};

static struct keeping *keeping_new(const struct call *k, const char *token)
{
	struct keeping *w = xcalloc(1, sizeof *w);
	w->k = *k;
	w->token = xstrdup(token);
	return w;
}

static void keeping_free(struct keeping *w)
{
	crypto_wipe(w->cookie, sizeof w->cookie);
	if (w->token)
		crypto_wipe(w->token, strlen(w->token));
	free(w->token);
	free(w);
}

static void answer_with_cookie(struct keeping *w)
{
	char csrf[SHA256_HEX];
	csrf_of(w->cookie, csrf);
	json_t *body = session_json(&w->k, csrf);
	char *text = json_dumps(body, JSON_COMPACT);
	char *line = cookie_line(&w->k, w->cookie, SESSION_MS / 1000);
	const struct http_header set = { "Set-Cookie", line };
	const struct buf b = { .data = text, .len_bytes = strlen(text) };
	api_answer_document(&w->k, "application/json; charset=utf-8", &b, &set, 1);
	crypto_wipe(line, strlen(line));
	free(line);
	free(text);
	json_decref(body);
}

static void signed_in(void *arg, const struct err *e)
{
	struct keeping *w = arg;
	sign_in_token_end(w->k.a, w->token, e->code == E_NONE);
	if (e->code == E_NONE) {
		api_act(&w->k, "sign_in", NULL);
		answer_with_cookie(w);
	} else {
		api_answer_error(&w->k, e, NULL);
	}
	keeping_free(w);
}

static void sign_in(struct call *k, const char *token, const struct sign_in *buys, const char *name)
{
	snprintf(k->who.name, sizeof k->who.name, "%s", name);
	snprintf(k->who.person, sizeof k->who.person, "%s", name);
	k->who.roles = buys->roles;
	k->who.via = VIA_ADDRESS;
	struct keeping *w = keeping_new(k, token);
	sign_in_token_take(k->a, token);
	const struct session_start start = { .name = name,
		                             .user = "",
		                             .roles = buys->roles,
		                             .expires_at_ms = clock_now_ms() + SESSION_MS };
	sessions_begin(k->a->o.sessions, &start, w->cookie, signed_in, w);
}

/* {"token","name"}: a one-time token buys one session; of a token that is for somebody the name is known. */
void session_post(struct call *k)
{
	struct err e = { 0 };
	json_t *body = api_body(k);
	if (!body)
		return;
	const char *token = json_string_value(json_object_get(body, "token"));
	const char *name = json_string_value(json_object_get(body, "name"));
	const struct sign_in *buys = token ? sign_in_token_find(k->a, token) : NULL;
	if (buys && buys->name)
		name = buys->name;
	if (!origin_is_ours(k->a, k->req))
		err_set(&e, E_FORBIDDEN, "sign in from our own page");
	else if (!buys)
		err_set(&e, E_AUTH, "%s", sentence_word("sign_in.used"));
	else
		name_check(name, &e);
	if (e.code != E_NONE)
		api_answer_error(k, &e, NULL);
	else
		sign_in(k, token, buys, name);
	json_decref(body);
}

void session_get(struct call *k)
{
	char csrf[SHA256_HEX];
	char *cookie = k->who.via == VIA_ADDRESS ? cookie_given(k->a, k->req) : NULL;
	if (cookie)
		csrf_of(cookie, csrf);
	else if (k->who.via == VIA_PROXY)
		proxy_csrf(k->a, k->req, 0, csrf);
	api_answer_json(k, 200, session_json(k, cookie || k->who.via == VIA_PROXY ? csrf : NULL));
	free(cookie);
}

/* Tells a browser to keep the cookie no more, where there may be one. */
static void answer_out(struct call *k)
{
	char *line = cookie_line(k, "", 0);
	const struct http_header headers[] = { { "Set-Cookie", line } };
	k->a->requests[2]++;
	http_req_answer(k->req, 204, headers, *k->who.user ? 0 : 1, "", 0);
	free(line);
}

static void signed_out(void *arg, const struct err *e)
{
	struct keeping *w = arg;
	struct err later = { 0 };
	err_set(&later, E_BUSY,
	        "the session is over, but that could not be kept yet, and a restart now would "
	        "bring it back: %s",
	        e->text);
	if (e->code == E_NONE)
		answer_out(&w->k);
	else
		api_answer_error(&w->k, &later, NULL);
	keeping_free(w);
}

void session_delete(struct call *k)
{
	if (k->who.via != VIA_CLIENT)
		api_act(k, "sign_out", NULL);
	if (!k->who.session) { /* an API client has none, nor has whom a proxy names */
		answer_out(k);
		return;
	}
	sessions_end(k->a->o.sessions, k->who.session, signed_out, keeping_new(k, NULL));
	stream_end_dead(k->a);
}
