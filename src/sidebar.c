/* The page in Zendesk's ticket sidebar. Zendesk opens it by a form post with a token that it signed; the
 * page holds a bearer token of its own from then on, since a frame of another site keeps no cookie.
 * Who acts is the user that Zendesk vouches for; the name is only what the page calls him. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "api_impl.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "embedded.h"
#include "facts.h"
#include "http_check.h"
#include "jwt.h"
#include "log.h"
#include "session_file.h"

/* A ticket's tab outlives a lunch; a page that is open asks every few minutes and is renewed. */
enum { IDLE_MS = 2 * 60 * 60 * 1000, LIFE_MS = 12 * 60 * 60 * 1000 };

/* A token of JWT_MAX_BYTES, and what else a form may hold. */
enum { FORM_MAX_BYTES = JWT_MAX_BYTES + 4096, USER_DIGITS_MAX = 20, USER_SIZE = 40 };

#define PAGE "console/sidebar.html"
#define REFUSED "console/sidebar-refused.html"
#define SDK "https://static.zdassets.com/zendesk_app_framework_sdk/2.0/"

/* ---- the page's own requests ---- */

/* "김하나 (Zendesk 35436)" */
static void name_of(struct caller_id *who, const char *name, const char *user)
{
	if (user != who->user)
		snprintf(who->user, sizeof who->user, "%s", user);
	snprintf(who->person, sizeof who->person, "%s", name);
	if (*name)
		snprintf(who->name, sizeof who->name, "%s (%s)", name, user);
	else
		snprintf(who->name, sizeof who->name, "%s", user);
}

bool sidebar_check(const struct api *a, const char *token, struct caller_id *who)
{
	static const char *const nobody[] = {
		NULL
	}; /* people of the built-in page are not played here */
	const struct session *s = sessions_find(a->o.sessions, token);
	if (!s || !*s->user)
		return false;
	name_of(who, s->name, s->user);
	snprintf(who->source, sizeof who->source, "sidebar");
	who->session = s->number;
	who->via = VIA_ZENDESK;
	who->roles = s->roles;
	who->speaks_for = nobody;
	sessions_renew(a->o.sessions, s->number, clock_now_ms() + IDLE_MS);
	return true;
}

/* {"name"}: what Zendesk's own page calls the agent. Nobody vouches for it. */
void sidebar_put_name(struct call *k)
{
	struct err e = { 0 }, why = { 0 };
	json_t *body = api_body(k);
	if (!body)
		return;
	const char *name = json_string_value(json_object_get(body, "name"));
	if (!*k->who.user)
		err_set(&e, E_FORBIDDEN,
		        "only the page in Zendesk's sidebar learns its name later");
	else if (!name || facts_check_name(name, &why))
		err_set(&e, E_INPUT, "name: %s", name ? why.text : "expected a name");
	if (e.code != E_NONE) {
		api_answer_error(k, &e, NULL);
	} else {
		sessions_rename(k->a->o.sessions, k->who.session, name);
		name_of(&k->who, name, k->who.user);
		session_get(k);
	}
	json_decref(body);
}

/* ---- answers ---- */

/* Only the account's own pages may show it; nothing in it runs but our scripts and Zendesk's SDK. */
static char *policy_of(const struct config_sidebar *c)
{
	return xasprintf("default-src 'none'; script-src 'self' " SDK "; style-src 'self'; "
	                 "connect-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
	                 "frame-ancestors https://%s.zendesk.com",
	                 c->subdomain);
}

/* The embedded page with text in the place of the mark. */
static void answer_page(struct call *k, int status, const char *file, const char *mark,
                        const char *text)
{
	const struct embedded *f = embedded_find(file);
	const char *at = strstr(f->data, mark);
	char *policy = policy_of(&k->a->o.config->zendesk_sidebar);
	const struct http_header headers[] = { { "Content-Type", "text/html; charset=utf-8" },
		                               { "Content-Security-Policy", policy },
		                               { "X-Content-Type-Options", "nosniff" },
		                               { "Referrer-Policy", "no-referrer" },
		                               { "Permissions-Policy", API_PERMISSIONS },
		                               { "Cache-Control", "no-store" } };
	struct buf page = { 0 };
	buf_add(&page, f->data, (size_t)(at - f->data));
	buf_adds(&page, text);
	buf_adds(&page, at + strlen(mark));
	k->a->requests[status / 100]++;
	http_req_answer(k->req, status, headers, COUNT_OF(headers), page.data, page.len_bytes);
	crypto_wipe(page.data, page.len_bytes);
	buf_free(&page);
	free(policy);
}

/* Reasons are sentences of ours and quote nothing. */
static void refuse(struct call *k, const struct err *e)
{
	log_fact(LOG_WARN, "sidebar_refused", LF_REASON, "s", e->text, LF_END);
	answer_page(k, e->code == E_BUSY ? 503 : 401, REFUSED, "<!--reason-->", e->text);
}

/* ---- opening ---- */

/* An opening that waits until its session is on disk. */
struct opening {
	struct call k;
	char user[USER_DIGITS_MAX + 1];
	char secret[SESSION_SECRET_CHARS + 1];
};

static void opened(void *arg, const struct err *e)
{
	struct opening *o = arg;
	const struct config_sidebar *c = &o->k.a->o.config->zendesk_sidebar;
	struct err busy = { 0 };
	if (e->code == E_AUTH) {
		refuse(&o->k, e);
	} else if (e->code != E_NONE) {
		err_set(&busy, E_BUSY, "it cannot be kept yet: open the app anew in a moment");
		refuse(&o->k, &busy);
	} else {
		api_act(&o->k, "sign_in", NULL);
		/* nothing in it can end the element: hex, digits and names of the configuration */
		char *data = xasprintf("{\"token\":\"%s\",\"user\":\"%s\",\"desk\":\"%s\"}",
		                       o->secret, o->user, c->desk);
		answer_page(&o->k, 200, PAGE, "\"none\"", data);
		crypto_wipe(data, strlen(data));
		free(data);
	}
	crypto_wipe(o->secret, sizeof o->secret);
	free(o);
}

/* The one "token" of the form, decoded. */
static int form_token(struct http_req *req, struct buf *token, struct err *e)
{
	size_t len;
	const char *form = http_req_body(req, &len);
	const char *type = http_req_header(req, "content-type");
	static const char wanted[] = "application/x-www-form-urlencoded";
	if (!type || strncasecmp(type, wanted, sizeof wanted - 1))
		return err_set(e, E_AUTH, "expected a form, as Zendesk posts it (signedUrls)");
	if (len > FORM_MAX_BYTES)
		return err_set(e, E_AUTH, "the form is too long");
	if (strlen(form) != len || !http_query_find(form, "token", token))
		return err_set(e, E_AUTH,
		               "the form has no token: is signedUrls on in the manifest?");
	return 0;
}

/* "https://acme.zendesk.com/api/v2/users/35436.json" -> "35436" */
static int user_of(const char *subject, const char *subdomain, char user[USER_DIGITS_MAX + 1],
                   struct err *e)
{
	char *prefix = xasprintf("https://%s.zendesk.com/api/v2/users/", subdomain);
	size_t skip = strncmp(subject, prefix, strlen(prefix)) ? 0 : strlen(prefix);
	size_t digits = strspn(subject + skip, "0123456789");
	const char *behind = subject + skip + digits;
	bool good = digits && digits <= USER_DIGITS_MAX &&
	            (!*behind || (skip && !strcmp(behind, ".json")));
	free(prefix);
	if (!good)
		return err_set(e, E_AUTH, "the token names no user of this account (sub)");
	snprintf(user, USER_DIGITS_MAX + 1, "%.*s", (int)digits, subject + skip);
	return 0;
}

static int verify(const struct api *a, const struct buf *token, struct jwt *out, struct err *e)
{
	const struct config_sidebar *c = &a->o.config->zendesk_sidebar;
	const struct crypto_key *const keys[] = { c->public_keys[0], c->public_keys[1], NULL };
	char *issuer = xasprintf("%s.zendesk.com", c->subdomain);
	const struct jwt_rules r = { .keys = keys,
		                     .issuer = issuer,
		                     .audiences = (const char *const *)c->installations,
		                     .now_ms = clock_now_ms() };
	int rc = jwt_verify(token->data, token->len_bytes, &r, out, e);
	free(issuer);
	return rc;
}

/* Zendesk's tokens have no id: the whole of it is remembered by its hash. */
static void begin(struct call *k, const struct buf *token, const struct jwt *jwt)
{
	struct err e = { 0 };
	char proof[SHA256_HEX], user[USER_SIZE];
	struct opening *o = xcalloc(1, sizeof *o);
	int64_t now_ms = clock_now_ms();
	o->k = *k;
	crypto_sha256_hex(token->data, token->len_bytes, proof);
	if (user_of(jwt->subject, k->a->o.config->zendesk_sidebar.subdomain, o->user, &e) == 0 &&
	    sessions_is_used(k->a->o.sessions, proof))
		err_set(&e, E_AUTH, "the token was used before: open the app anew");
	if (e.code != E_NONE) {
		opened(o, &e);
		return;
	}
	snprintf(user, sizeof user, "Zendesk %s", o->user);
	name_of(&o->k.who, "", user);
	o->k.who.via = VIA_ZENDESK;
	o->k.who.roles = ACCESS_AGENT;
	const struct session_start start = { .name = "",
		                             .user = user,
		                             .roles = ACCESS_AGENT,
		                             .expires_at_ms = now_ms + IDLE_MS,
		                             .ends_at_ms = now_ms + LIFE_MS,
		                             .proof = proof,
		                             .proof_until_ms = jwt->expires_at_ms };
	sessions_begin(k->a->o.sessions, &start, o->secret, opened, o);
}

void sidebar_post(struct call *k)
{
	struct err e = { 0 };
	struct buf token = { 0 };
	struct jwt jwt = { 0 };
	if (!k->a->o.config->zendesk_sidebar.subdomain) {
		err_set(&e, E_NOT_FOUND, "no zendesk_sidebar is configured");
		api_answer_error(k, &e, NULL);
	} else if (form_token(k->req, &token, &e) || verify(k->a, &token, &jwt, &e)) {
		refuse(k, &e);
	} else {
		begin(k, &token, &jwt);
	}
	json_decref(jwt.claims);
	buf_free(&token);
}
