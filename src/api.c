#include "api.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "access.h"
#include "acts.h"
#include "api_impl.h"
#include "api_job.h"
#include "config.h"
#include "crypto.h"
#include "engine.h"
#include "hash.h"
#include "json_read.h"
#include "log.h"
#include "loop.h"
#include "presence.h"
#include "sentence.h"

enum { BEAT_MS = 15 * 1000 };

/* ---- answers ---- */

static const struct http_header json_headers[] = {
	{ "Content-Type", "application/json; charset=utf-8" },
	{ "Cache-Control", "no-store" },
	{ "X-Content-Type-Options", "nosniff" },
	/* as a page of its own an answer may do nothing, and no other site gets it as a picture or a script */
	{ "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'" },
	{ "Cross-Origin-Resource-Policy", "same-origin" },
};
enum { JSON_HEADERS = COUNT_OF(json_headers) };

static bool is_hook(const struct call *k)
{
	return !strncmp(k->route, "/hooks/", 7);
}

/* A client of the API may come again at once. Who sends events has few tries, and Zendesk Support tries
 * again only if we ask for less than 60 s (and Sunshine Conversations five times within 15 minutes, as it
 * likes): half of that outlasts a restart and a disk that is full for a minute. */
static struct http_header retry_after(const struct call *k)
{
	return (struct http_header){ "Retry-After", is_hook(k) ? "30" : "1" };
}

void api_answer_text(struct call *k, int status, const char *json)
{
	struct http_header headers[JSON_HEADERS + 1];
	memcpy(headers, json_headers, sizeof json_headers);
	headers[JSON_HEADERS] = retry_after(k);
	k->a->requests[status / 100]++;
	http_req_answer(k->req, status, headers, JSON_HEADERS + (status == 503), json,
	                strlen(json));
}

struct http_answer *api_answer_new(const char *json)
{
	return http_answer_new(json_headers, COUNT_OF(json_headers), json, strlen(json));
}

void api_answer_ready(struct call *k, const struct http_answer *a)
{
	k->a->requests[2]++;
	http_req_answer_ready(k->req, a);
}

void api_answer_json(struct call *k, int status, json_t *body)
{
	/* sorted: what is kept as JSON reads the same before and after a restart */
	char *text = json_dumps(body, JSON_COMPACT | JSON_SORT_KEYS);
	api_answer_text(k, status, text);
	free(text);
	json_decref(body);
}

void api_answer_document(struct call *k, const char *type, const struct buf *body,
                         const struct http_header *more, size_t more_count)
{
	struct http_header headers[JSON_HEADERS + 4];
	assert(more_count <= 4);
	memcpy(headers, json_headers, sizeof json_headers);
	headers[0].value = type;
	for (size_t i = 0; i < more_count; i++)
		headers[JSON_HEADERS + i] = more[i];
	k->a->requests[2]++;
	http_req_answer(k->req, 200, headers, JSON_HEADERS + more_count,
	                body->data ? body->data : "", body->len_bytes);
}

size_t api_limit(struct call *k, size_t fallback, size_t most)
{
	const char *given = http_req_query(k->req, "limit");
	long n = given ? strtol(given, NULL, 10) : (long)fallback;
	return n < 1 ? 1 : (size_t)n > most ? most : (size_t)n;
}

static const struct {
	enum err_code code;
	int status;
	const char *name;
} statuses[] = {
	{ E_INPUT, 400, "input" },       { E_PARSE, 400, "input" },
	{ E_AUTH, 401, "unauthorized" }, { E_FORBIDDEN, 403, "forbidden" },
	{ E_NOT_FOUND, 404, "unknown" }, { E_CONFLICT, 409, "conflict" },
	{ E_GATE, 409, "consent" },      { E_TAKEN, 409, "taken" },
	{ E_CONFIG, 409, "config" },     { E_TOO_LARGE, 413, "too_large" },
	{ E_FLOW, 422, "flow" },         { E_BUSY, 503, "busy" },
	{ E_IO, 503, "busy" },
};

void api_answer_error(struct call *k, const struct err *e, json_t *more)
{
	size_t i = 0;
	while (i < COUNT_OF(statuses) - 1 && statuses[i].code != e->code)
		i++;
	json_t *error = json_pack("{s:s, s:s}", "code", statuses[i].name, "message", e->text);
	json_t *told = sentence_read(e->text);
	if (json_is_object(told))
		json_object_set(error, "told", told);
	json_decref(told);
	if (more)
		json_object_update(error, more);
	json_decref(more);
	if (statuses[i].status >= 500)
		log_fact(LOG_WARN, "request_refused", LF_ROUTE, "s", k->route, LF_STATUS, "d",
		         (int64_t)statuses[i].status, LF_END);
	api_answer_json(k, statuses[i].status, json_pack("{s:o}", "error", error));
}

json_t *api_body(struct call *k)
{
	size_t len;
	struct err e = { 0 }, why = { 0 };
	const char *text = http_req_body(k->req, &len);
	json_t *body = json_read(text, len, &why);
	if (json_is_object(body))
		return body;
	if (body)
		err_set(&e, E_INPUT, "the body must be a JSON object");
	else
		err_set(&e, E_INPUT, "the body is not JSON: %s", why.text);
	json_decref(body);
	api_answer_error(k, &e, NULL);
	return NULL;
}

/* ---- who asks ---- */

static const char *bearer(struct http_req *req)
{
	const char *given = http_req_header(req, "authorization");
	return given && !strncasecmp(given, "Bearer ", 7) ? given + 7 : NULL;
}

static int client_check(const struct api *a, const char *token, struct caller_id *who,
                        struct err *e)
{
	uint8_t digest[SHA256_BYTES];
	crypto_sha256(token, strlen(token), digest);
	for (size_t i = 0; i < a->o.config->clients_count; i++) {
		const struct config_client *c = &a->o.config->clients[i];
		if (!crypto_equal(digest, sizeof digest, c->token_sha256, sizeof c->token_sha256))
			continue;
		snprintf(who->name, sizeof who->name, "%s", c->name);
		snprintf(who->source, sizeof who->source, "api:%s", c->name);
		who->speaks_for = (const char *const *)c->speaks_for;
		snprintf(who->person, sizeof who->person, "%s", c->name);
		who->roles = c->roles;
		return 0;
	}
	if (crypto_equal(token, strlen(token), a->o.operator_token, strlen(a->o.operator_token))) {
		snprintf(who->name, sizeof who->name, "command");
		snprintf(who->source, sizeof who->source, OPERATOR_SOURCE);
		who->roles = ACCESS_ALL | ACCESS_OPERATOR;
		return 0;
	}
	return err_set(e, E_AUTH,
	               "the token is neither that of a configured API client nor of a sidebar that "
	               "is open");
}

int64_t api_person(const struct caller_id *who)
{
	if (who->via != VIA_PROXY)
		return who->session;
	return -1 - (int64_t)(hash_of(0, who->name) >> 1); /* sessions count upwards from 1 */
}

/* DNS rebinding: only names that we are called by are answered. A delivery proves itself by a secret that no browser
 * has, and whoever is answered 403 never sends it again: it is taken under any name. */
static int host_check(const struct call *k, struct err *e)
{
	const struct api *a = k->a;
	struct http_req *req = k->req;
	if (is_hook(k))
		return 0;
	const char *host = http_req_header(req, "host"), *own = strstr(a->o.origin, "://") + 3;
	const char *public = a->o.config->public_origin;
	const char *port = strrchr(own, ':');
	char local[64];
	snprintf(local, sizeof local, "localhost%s", port ? port : "");
	if (host && (!strcasecmp(host, own) || !strcasecmp(host, local) ||
	             (public && !strcasecmp(host, strstr(public, "://") + 3))))
		return 0;
	return err_set(e, E_FORBIDDEN,
	               "this Host is not served here: set public_origin in the configuration");
}

static int identify(struct call *k, bool changes, struct err *e)
{
	const char *token = bearer(k->req);
	if (token && sidebar_check(k->a, token, &k->who))
		return 0;
	if (token)
		return client_check(k->a, token, &k->who, e);
	return session_check(k->a, k->req, &k->who, changes, e);
}

const char *via_name(enum via v)
{
	static const char *const names[] = { [VIA_CLIENT] = "api",
		                             [VIA_ADDRESS] = "address",
		                             [VIA_ZENDESK] = "zendesk",
		                             [VIA_PROXY] = "proxy" };
	return names[v];
}

static bool is_change(const struct call *k)
{
	const char *m = http_req_method(k->req);
	return strcmp(m, "GET") && strcmp(m, "HEAD");
}

void api_act(const struct call *k, const char *act, json_t *more)
{
	json_t *one =
		json_pack("{s:s, s:s, s:s, s:o}", "who", k->who.name, "via", via_name(k->who.via),
	                  "act", act, "roles", access_json(k->who.roles));
	if (more)
		json_object_update(one, more);
	json_decref(more);
	if (is_change(k))
		acts_add(k->a->o.acts, one);
	else
		acts_add_look(k->a->o.acts, one);
}

/* ---- routes ---- */

/* Who may use a route: whoever has one of these roles; OPEN: anybody. Zendesk's sidebar has the role
 * agent; docs/openapi.yaml says the same (x-roles). */
enum {
	OPEN = 0,
	AGENT = ACCESS_AGENT,
	MANAGER = ACCESS_MANAGER,
	DESIGNER = ACCESS_DESIGNER,
	OPERATOR = ACCESS_OPERATOR,
	ANY = ACCESS_ALL,
};

static const struct route {
	const char *method, *path; /* "{}": one path segment; "*": the rest */
	unsigned roles;
	void (*handle)(struct call *k);
} routes[] = {
	{ "GET", "/healthz", OPEN, health_get },
	{ "GET", "/readyz", OPEN, ready_get },
	{ "GET", "/metrics", MANAGER, metrics_get },
	{ "POST", "/hooks/{}", OPEN, hooks_post }, /* proves itself by its signature */
	{ "POST", "/hooks/{}/*", OPEN, hooks_post },
	{ "POST", "/v1/session", OPEN, session_post },
	{ "GET", "/v1/session", ANY, session_get },
	{ "PUT", "/v1/session", AGENT, sidebar_put_name },
	{ "DELETE", "/v1/session", ANY, session_delete },
	{ "POST", "/v1/sign-ins", OPERATOR, sign_ins_post },
	{ "GET", "/v1/cases", AGENT | MANAGER, cases_list },
	{ "POST", "/v1/cases", AGENT, cases_open },
	{ "GET", "/v1/cases/{}", AGENT | MANAGER, cases_show },
	{ "POST", "/v1/cases/{}/events", AGENT, cases_event },
	{ "POST", "/v1/cases/{}/writer", AGENT, cases_write },
	{ "GET", "/v1/cases/{}/allowed", AGENT | MANAGER, consents_allowed },
	{ "GET", "/v1/cases/{}/course", AGENT | MANAGER, course_get },
	{ "GET", "/v1/stream", AGENT | MANAGER, stream_get },
	{ "GET", "/v1/consents", MANAGER, consents_get },
	{ "GET", "/v1/consents/{}", MANAGER, consents_get },
	{ "GET", "/v1/consents/{}/{}", MANAGER, consents_get },
	{ "GET", "/v1/ledger", MANAGER, ledger_get },
	{ "GET", "/v1/ledger/{}/{}", MANAGER, ledger_show },
	{ "GET", "/v1/phrases", MANAGER, phrases_get },
	{ "GET", "/v1/phrases/uses", MANAGER, phrases_uses },
	{ "GET", "/v1/exports", MANAGER, exports_get },
	{ "GET", "/v1/verify", MANAGER, verify_get },
	{ "POST", "/v1/verify", MANAGER, verify_post },
	{ "GET", "/v1/undecoded", MANAGER, undecoded_list },
	{ "GET", "/v1/flows", ANY, flows_list },
	{ "POST", "/v1/flows/reload", DESIGNER, flows_reload },
	{ "GET", "/v1/flows/{}", DESIGNER, flows_show },
	{ "GET", "/v1/deploys", MANAGER | DESIGNER, deploys_list },
	{ "POST", "/v1/deploys", OPERATOR, deploys_post },
	{ "GET", "/v1/deploys/run", DESIGNER, deploy_run_get },
	{ "POST", "/v1/deploys/run", DESIGNER, deploy_run_post },
	{ "GET", "/v1/folder", DESIGNER, folder_get },
	{ "GET", "/v1/check", DESIGNER, check_get },
	{ "GET", "/v1/coverage", DESIGNER, coverage_get },
	{ "POST", "/v1/plays", DESIGNER, plays_post },
	{ "GET", "/v1/standing", DESIGNER, standing_get },
	{ "GET", "/v1/diffs/{}/{}", DESIGNER, diffs_get },
	{ "POST", "/zendesk/sidebar", OPEN, sidebar_post }, /* proves itself by its token */
	{ "GET", "/", OPEN, pages_get },
	{ "GET", "/console*", OPEN, pages_get },
};

/* Does the path fit the template? What stands at the first {} goes to part, at the second, or at *, to
 * second. */
static bool fits(struct call *k, const char *template, const char *path)
{
	char *part = k->part;
	k->part[0] = k->second[0] = '\0';
	for (; *template; template ++) {
		if (*template == '*') {
			snprintf(k->second, sizeof k->second, "%s", path);
			return true;
		}
		if (*template != '{') {
			if (*template != *path++)
				return false;
			continue;
		}
		size_t n = strcspn(path, "/");
		if (n == 0 || n >= sizeof k->part)
			return false;
		memcpy(part, path, n);
		part[n] = '\0';
		part = k->second;
		path += n;
		template ++;
	}
	return *path == '\0';
}

static const struct route *find_route(struct call *k, struct err *e)
{
	const char *method = http_req_method(k->req), *path = http_req_path(k->req);
	bool other_method = false;
	if (!strcmp(method, "HEAD"))
		method = "GET";
	for (size_t i = 0; i < COUNT_OF(routes); i++) {
		if (!fits(k, routes[i].path, path))
			continue;
		if (!strcmp(routes[i].method, method))
			return &routes[i];
		other_method = true;
	}
	err_set(e, E_NOT_FOUND, "%s",
	        other_method ? "this method is not served here, see docs/openapi.yaml"
	                     : "no such address, see docs/openapi.yaml");
	return NULL;
}

/* Who asks. */
static int admit(struct call *k, const struct route *r, struct err *e)
{
	return r->roles == OPEN ? 0 : identify(k, is_change(k), e);
}

static bool may_use(const struct call *k, const struct route *r)
{
	return r->roles == OPEN || (k->who.roles & r->roles);
}

/* What is not agents' work is recorded, and who tried it without the role. What all may see, and figures, is
 * about nobody. */
static void record(const struct call *k, const struct route *r, bool refused)
{
	const char *format = http_req_query(k->req, "format"), *method = http_req_method(k->req);
	bool is_figures =
		r->handle == metrics_get || r->handle == phrases_get || r->handle == verify_get;
	if (r->roles == OPEN || r->roles == ANY ||
	    ((r->roles & k->who.roles & AGENT) && !refused) || (is_figures && !refused))
		return;
	char *act = xasprintf("%s %s", method, r->path);
	const char *asked = http_req_query(k->req, "case");
	const char *on = *k->part                                  ? k->part
	                 : asked && strlen(asked) < sizeof k->part ? asked
	                                                           : NULL;
	json_t *more = json_pack("{s:s*, s:s*, s:s*}", "on", on, "item",
	                         *k->second ? k->second : NULL, "format", format);
	if (refused)
		json_object_set_new(more, "refused", json_true());
	api_act(k, act, more);
	free(act);
}

/* "needs" is for pages, which say it in the reader's language. */
static void refuse_role(struct call *k, const struct route *r)
{
	struct err e = { 0 };
	char *needed = access_text(r->roles), *own = access_text(k->who.roles);
	if (k->who.roles == 0)
		err_set(&e, E_FORBIDDEN,
		        "you are signed in, but none of your groups has a role here: whoever runs "
		        "Assent gives roles to groups (docs/running.md, Roles)");
	else if (r->roles == OPERATOR)
		err_set(&e, E_FORBIDDEN,
		        "this is for commands of assent on the server's own machine, such as "
		        "`assent deploy` and `assent sign-in`");
	err_set(&e, E_FORBIDDEN,
	        "this needs the role %s, and yours is %s: whoever runs Assent gives roles "
	        "(docs/running.md, Roles)",
	        needed, own);
	api_answer_error(k, &e, json_pack("{s:o}", "needs", access_json(r->roles)));
	free(needed);
	free(own);
}

void api_handle(void *api, struct http_req *req)
{
	struct call k = { .a = api, .req = req, .route = "?" };
	struct err e = { 0 };
	const struct route *r = find_route(&k, &e);
	if (r)
		k.route = r->path;
	if (r && k.a->stopping) {
		err_set(&e, E_BUSY, "stopping: send it again in a moment");
		r = NULL;
	}
	if (!r || host_check(&k, &e) || (!is_hook(&k) && proxy_guard(k.a, req, &e)) ||
	    admit(&k, r, &e)) {
		api_answer_error(&k, &e, NULL);
		return;
	}
	bool allowed = may_use(&k, r);
	record(&k, r, !allowed);
	if (allowed)
		r->handle(&k);
	else
		refuse_role(&k, r);
}

/* ---- life ---- */

struct api *api_new(const struct api_opts *o, struct err *e)
{
	struct api *a = xcalloc(1, sizeof *a);
	a->o = *o;
	a->beat = loop_timer_new(o->loop, stream_beat, a);
	loop_timer_set(a->beat, BEAT_MS);
	sign_in_token_add(a, o->sign_in_token, &(struct sign_in){ .roles = ACCESS_ALL });
	presence_watch(engine_presence(o->engine), stream_people_changed, a);
	if (hooks_start(a, e)) {
		api_free(a);
		return NULL;
	}
	return a;
}

void api_free(struct api *a)
{
	if (!a)
		return;
	hooks_stop(a);
	consents_abandon(a);
	folder_abandon(a);
	bundles_abandon(a);
	jobs_abandon(a);
	ledger_abandon(a);
	lists_abandon(a);
	verify_abandon(a);
	presence_watch(engine_presence(a->o.engine), NULL, NULL);
	loop_timer_free(a->beat);
	free(a->tokens);
	free(a);
}

void api_case_changed(struct api *a, const char *case_id)
{
	stream_case_changed(a, case_id);
}

void api_stop(struct api *a)
{
	a->stopping = true;
	stream_end_all(a);
}
