/* doctor_target.c: each target once, by the harmless call that its adapter names, or by none but "/". */
#include "doctor_impl.h"

#include <stdlib.h>
#include <string.h>

#include "auth.h"
#include "base.h"
#include "clock.h"
#include "config.h"
#include "crypto.h"
#include "http_fields.h"
#include "http_in.h"
#include "http_out.h"
#include "json_read.h"
#include "oauth.h"
#include "platform.h"

enum { OWN_HEADERS_MAX = 8, SKEW_MAX_MS = 60 * 1000 };

/* One target that was called. */
struct visit {
	struct doctor *d;
	const struct config_target *target;
	struct platform *platform;
	char *about, *origin;
	bool probes; /* it was the adapter's call; else only whether it is there */
	bool by_token;
	int64_t sent_ms;
};

static void visit_free(struct visit *v)
{
	free(v->about);
	free(v->origin);
	free(v);
}

/* ---- what its answer says ---- */

/* By how much this machine's clock is ahead of the other side's: 0 where their spans overlap, whose
 * seconds are cut. */
static int64_t ahead_ms(const struct visit *v, const struct http_result *r)
{
	int64_t now_ms = clock_now_ms();
	if (r->date_ms + 1000 < v->sent_ms)
		return v->sent_ms - r->date_ms - 1000;
	return r->date_ms > now_ms ? now_ms - r->date_ms : 0;
}

static void say_clock(struct visit *v, const struct http_result *r)
{
	int64_t ahead = r->date_ms ? ahead_ms(v, r) : 0;
	long long s = (long long)(ahead < 0 ? -ahead : ahead) / 1000;
	if (ahead > SKEW_MAX_MS || -ahead > SKEW_MAX_MS)
		doctor_say(
			v->d, DOCTOR_FIX, "clock", v->about,
			"this machine's clock is %lld s %s %s: signed deliveries are refused and "
			"tokens fail; keep it by NTP (timedatectl set-ntp true, then "
			"timedatectl timesync-status)",
			s, ahead > 0 ? "ahead of that of" : "behind that of", v->origin);
	else if (r->date_ms)
		doctor_say(v->d, DOCTOR_OK, "clock", v->about,
		           "our clock and that of %s agree to the minute", v->origin);
}

static const char *state_by_status(int status)
{
	if (status / 100 == 2)
		return "ok";
	if (status == 401 || status == 403)
		return "credentials";
	if (status == 408 || status == 429 || status >= 500)
		return "unknown";
	return "refused";
}

static void say_refused(struct visit *v, int status, const char *reason)
{
	if (reason)
		doctor_say(v->d, DOCTOR_FIX, "credentials", v->about, "%s", reason);
	else if (status / 100 == 3)
		doctor_say(v->d, DOCTOR_FIX, "credentials", v->about,
		           "answers with a redirect (%d), which is not followed: write the address "
		           "it leads to as url",
		           status);
	else
		doctor_say(v->d, DOCTOR_FIX, "credentials", v->about,
		           "answers %d: compare url and settings", status);
}

static void say_verdict(struct visit *v, int status, const char *state, const char *reason)
{
	const char *sep = reason ? ": " : "";
	reason = reason && *reason ? reason : NULL;
	if (!strcmp(state, "ok"))
		doctor_say(v->d, DOCTOR_OK, "credentials", v->about, "our calls are taken%s%s", sep,
		           reason ? reason : "");
	else if (!strcmp(state, "unknown") && reason)
		doctor_say(v->d, DOCTOR_NOTE, "credentials", v->about, "%s", reason);
	else if (!strcmp(state, "unknown"))
		doctor_say(v->d, DOCTOR_NOTE, "credentials", v->about,
		           "answers %d now: ask again later", status);
	else if (!strcmp(state, "refused"))
		say_refused(v, status, reason);
	else if (v->by_token)
		doctor_say(v->d, DOCTOR_FIX, "credentials", v->about,
		           "the access token that is kept is refused (%d): a server that runs gets "
		           "another by itself; if its log has grant_needed, give a new refresh "
		           "token%s%s",
		           status, sep, reason ? reason : "");
	else
		doctor_say(v->d, DOCTOR_FIX, "credentials", v->about,
		           "our credentials are refused (%d): compare the secret's file and the "
		           "settings with what the platform gave out%s%s",
		           status, sep, reason ? reason : "");
}

static void say_probed(struct visit *v, const struct http_result *r)
{
	struct err e = { 0 };
	json_t *body = json_read(r->body, r->body_bytes, NULL);
	json_t *response =
		json_pack("{s:i, s:o}", "status", r->status, "body", body ? body : json_null());
	json_t *said = platform_probed(v->platform, response, &e);
	const char *state = json_string_value(json_object_get(said, "state"));
	const char *reason = json_string_value(json_object_get(said, "reason"));
	say_verdict(v, r->status, state ? state : state_by_status(r->status), reason);
	json_decref(said);
}

static void visited(void *arg, const struct http_result *r)
{
	struct visit *v = arg;
	if (r->outcome != HTTP_ANSWERED) {
		doctor_say_unreached(v->d, v->about, v->origin, r);
	} else {
		doctor_say(v->d, DOCTOR_OK, "reach", v->about, "%s answers%s", v->origin,
		           strncmp(v->origin, "https", 5) ? ""
		                                          : ", with a certificate to be trusted");
		say_clock(v, r);
		if (v->probes)
			say_probed(v, r);
	}
	visit_free(v);
}

/* ---- the call ---- */

struct made {
	char *url;
	json_t *probe;
	struct auth_headers auth;
	struct http_header headers[AUTH_HEADERS_MAX + OWN_HEADERS_MAX];
	size_t count;
};

static void made_free(struct made *m)
{
	auth_wipe(&m->auth);
	json_decref(m->probe);
	free(m->url);
}

static void add_own_headers(struct made *m)
{
	const char *name;
	json_t *v;
	json_object_foreach(json_object_get(m->probe, "headers"), name, v)
	{
		const struct http_header h = { name, json_string_value(v) };
		if (m->count < COUNT_OF(m->headers) && h.value && !http_header_fault(&h))
			m->headers[m->count++] = h;
	}
}

static int make_probe(struct visit *v, const struct auth *a, const char *token, struct made *m)
{
	struct err e = { 0 };
	const struct auth_call c = {
		.key = "doctor", .now_ms = clock_now_ms(), .body = "", .token = token
	};
	const char *url = v->target->url;
	size_t n = strlen(url);
	m->probe = platform_probe(v->platform, &e);
	const char *path = json_string_value(json_object_get(m->probe, "path"));
	if (!path) {
		doctor_say(v->d, DOCTOR_FIX, "credentials", v->about, "its adapter fails: %s",
		           e.text);
		return -1;
	}
	if (strpbrk(url, "?#")) {
		doctor_say(v->d, DOCTOR_FIX, "names", v->about,
		           "url: must end before any \"?\": paths are put behind it");
		return -1;
	}
	m->url = xasprintf("%.*s%s", (int)(n - (url[n - 1] == '/')), url, path);
	auth_headers(a, &v->target->secrets, &c, &m->auth);
	for (; m->count < m->auth.count; m->count++)
		m->headers[m->count] = m->auth.headers[m->count];
	add_own_headers(m);
	return 0;
}

/* token: of OAuth. */
static void call(struct visit *v, const struct auth *a, const char *token)
{
	struct made m = { 0 };
	if (v->probes && make_probe(v, a, token, &m)) {
		made_free(&m);
		visit_free(v);
		return;
	}
	if (!v->probes)
		m.url = xasprintf("%s/", v->origin);
	const struct http_call c = { .method = "GET",
		                     .url = m.url,
		                     .headers = m.headers,
		                     .headers_count = m.count,
		                     .timeout_ms = v->target->timeout_ms,
		                     .public_only = !v->target->allow_private };
	v->sent_ms = clock_now_ms();
	doctor_send(v->d, &c, visited, v);
	made_free(&m);
}

/* ---- OAuth: what is kept, and never a renewal, which would end the pair that a server uses ---- */

static void say_no_token(const struct visit *v)
{
	bool runs = v->d->server.origin;
	const char *how = v->target->refresh_token.count
	                          ? "the first refresh token is used by the server alone, and once"
	                          : "the server asks for it by client id and secret";
	doctor_say(
		v->d, DOCTOR_NOTE, "token", v->about,
		"no access token is kept for this client yet, so its credentials cannot be "
		"looked at: %s; %s",
		how,
		runs ? "one runs: look in its log for token_renewed, token_refused or grant_needed"
		     : "start it, and look again");
}

/* The token, which the caller wipes and frees; NULL: there is none to use. */
static char *kept_token(const struct visit *v, const struct auth *a)
{
	struct err e = { 0 };
	const char *data = v->d->data ? v->d->data : v->d->config->data;
	char *dir = xasprintf("%s/tokens", data), *token = NULL;
	int64_t until_ms = 0;
	const struct oauth_opts o = { .target = v->target->name,
		                      .url = v->target->url,
		                      .dir = dir,
		                      .auth = a,
		                      .refresh_token = &v->target->refresh_token };
	int rc = oauth_kept(&o, &token, &until_ms, &e);
	free(dir);
	if (rc < 0)
		doctor_say(v->d, DOCTOR_FIX, "token", v->about, "%s", e.text);
	else if (rc == 0)
		say_no_token(v);
	if (rc != 1 || !until_ms || until_ms > clock_now_ms())
		return token;
	doctor_say(
		v->d, v->d->server.origin ? DOCTOR_FIX : DOCTOR_NOTE, "token", v->about,
		v->d->server.origin
			? "the access token that is kept has run out, and the server that "
			  "runs has not got another: look in its log for grant_needed (then give "
			  "a new refresh token) or token_refused"
			: "the access token that is kept has run out: the next start gets another");
	crypto_wipe(token, strlen(token));
	free(token);
	return NULL;
}

static void visit_by_token(struct visit *v, const struct auth *a)
{
	char *token = kept_token(v, a);
	v->probes = token;
	v->by_token = true;
	call(v, a, token);
	if (token)
		crypto_wipe(token, strlen(token));
	free(token);
}

/* ---- all of them ---- */

static void visit(struct doctor *d, size_t i)
{
	struct auth a;
	struct err e = { 0 };
	struct visit *v = xcalloc(1, sizeof *v);
	const struct platform_facts *f = platform_facts(d->targets[i]);
	*v = (struct visit){ .d = d,
		             .target = &d->config->targets[i],
		             .platform = d->targets[i],
		             .probes = f->probes && d->whole };
	v->about = xasprintf("targets.%s", v->target->name);
	if (!v->target->url) {
		doctor_say(d, DOCTOR_OK, "reach", v->about,
		           "is answered in people's own requests: there is nothing to be reached");
		visit_free(v);
		return;
	}
	v->origin = doctor_origin(v->target->url);
	if (!f->probes)
		doctor_say(d, DOCTOR_NOTE, "credentials", v->about,
		           "the platform %s has no call by which they could be tried without "
		           "sending something: the first message shows whether they are taken",
		           v->target->platform);
	else if (!d->whole)
		doctor_say(d, DOCTOR_NOTE, "credentials", v->about,
		           "are looked at when the configuration can be read whole");
	if (auth_read(f->authorize, &a, &e) == 0 && a.scheme == AUTH_OAUTH && v->probes)
		visit_by_token(v, &a);
	else
		call(v, &a, NULL);
}

void doctor_targets(struct doctor *d)
{
	for (size_t i = 0; i < d->config->targets_count; i++)
		visit(d, i);
}
