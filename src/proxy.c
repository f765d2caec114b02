/* People whom a proxy in front has signed in, by OpenID Connect, say: it names them in headers, and proves
 * by a secret in another one that it is the proxy who says so. An address would prove nothing: the proxy is
 * on this machine, as others may be. No session is kept here: the proxy is asked anew for each request, and
 * who is signed out there is so here. */
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "api_impl.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "facts.h"
#include "log.h"
#include "text.h"

enum { USER_MAX_BYTES = 120, DAY_MS = 24 * 60 * 60 * 1000 };

static bool is_proven(const struct config_proxy *p, struct http_req *req)
{
	uint8_t digest[SHA256_BYTES];
	const char *secret = http_req_header(req, p->secret_header);
	if (!secret)
		return false;
	crypto_sha256(secret, strlen(secret), digest);
	return crypto_equal(digest, sizeof digest, p->secret_sha256, sizeof p->secret_sha256);
}

/* A name that a person can be told by: one line of text, not too long. */
static bool is_user(const char *user)
{
	size_t len = strlen(user);
	for (const char *c = user; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			return false;
	return len > 0 && len <= USER_MAX_BYTES && text_valid(user, len);
}

int proxy_guard(const struct api *a, struct http_req *req, struct err *e)
{
	const struct config_proxy *p = &a->o.config->sign_in_proxy;
	const char *const headers[] = { p->user_header, p->groups_header, p->secret_header,
		                        p->name_header };
	unsigned most = 0;
	for (size_t i = 0; p->user_header && i < COUNT_OF(headers); i++) {
		unsigned n = headers[i] ? http_req_header_count(req, headers[i]) : 0;
		most = n > most ? n : most;
	}
	if (most == 0)
		return 0;
	const char *user = http_req_header(req, p->user_header);
	if (most > 1)
		err_set(e, E_FORBIDDEN,
		        "a header by which the proxy signs people in is there twice: the proxy "
		        "must put its own in the place of what it was sent");
	else if (!is_proven(p, req))
		err_set(e, E_FORBIDDEN,
		        "%s, %s and the like are taken from the proxy alone, which proves itself "
		        "by %s",
		        p->user_header, p->groups_header, p->secret_header);
	else if (user && !is_user(user))
		err_set(e, E_FORBIDDEN, "%s: expected UTF-8 of at most %d bytes", p->user_header,
		        USER_MAX_BYTES);
	if (e->code == E_NONE)
		return 0;
	log_fact(LOG_WARN, "proxy_refused", LF_REASON, "s", e->text, LF_END);
	return -1;
}

/* Groups stand between commas. */
static unsigned roles_of(const struct config_proxy *p, const char *groups)
{
	unsigned roles = 0;
	for (const char *at = groups; *at;) {
		at += strspn(at, ", \t");
		size_t whole = strcspn(at, ","), len = whole;
		while (len > 0 && strchr(" \t", at[len - 1]))
			len--;
		for (size_t i = 0; i < p->groups_count; i++)
			if (strlen(p->groups[i].name) == len &&
			    !strncmp(p->groups[i].name, at, len))
				roles |= p->groups[i].roles;
		at += whole;
	}
	return roles;
}

/* How he is called: his name, or what stands before the @ of his address. */
static void call_him(struct caller_id *who, const char *name, const char *user)
{
	struct err e = { 0 };
	if (name && text_valid(name, strlen(name)) && facts_check_name(name, &e) == 0) {
		snprintf(who->person, sizeof who->person, "%s", name);
		snprintf(who->name, sizeof who->name, "%s (%s)", name, user);
		return;
	}
	snprintf(who->person, sizeof who->person, "%.*s", (int)strcspn(user, "@"), user);
	snprintf(who->name, sizeof who->name, "%s", user);
}

bool proxy_person(const struct api *a, struct http_req *req, struct caller_id *who)
{
	static const char *const speaks_for[] = { "console", NULL };
	const struct config_proxy *p = &a->o.config->sign_in_proxy;
	const char *user = p->user_header ? http_req_header(req, p->user_header) : NULL;
	if (!user)
		return false;
	const char *groups = http_req_header(req, p->groups_header);
	call_him(who, p->name_header ? http_req_header(req, p->name_header) : NULL, user);
	snprintf(who->source, sizeof who->source, "console");
	who->via = VIA_PROXY;
	who->roles = roles_of(p, groups ? groups : "");
	who->speaks_for = speaks_for;
	return true;
}

/* Known to the page of this person, and to nobody who does not know the secret. */
static void csrf_of_day(const struct config_proxy *p, const char *user, int64_t day,
                        char out[SHA256_HEX])
{
	uint8_t mac[SHA256_BYTES];
	char *said = xasprintf("csrf\n%lld\n%s", (long long)day, user);
	crypto_hmac_sha256(p->secret_sha256, sizeof p->secret_sha256, said, strlen(said), mac);
	crypto_hex(mac, sizeof mac, out);
	free(said);
}

void proxy_csrf(const struct api *a, struct http_req *req, int days_ago, char out[SHA256_HEX])
{
	const struct config_proxy *p = &a->o.config->sign_in_proxy;
	csrf_of_day(p, http_req_header(req, p->user_header), clock_now_ms() / DAY_MS - days_ago,
	            out);
}
