/* doctor_source.c: what is to be entered at the platforms, and whether what they call is us. */
#include "doctor_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base.h"
#include "config.h"
#include "crypto.h"
#include "http_in.h"
#include "http_out.h"
#include "json_read.h"
#include "platform.h"

/* ---- what is to be entered ---- */

static bool is_from_outside(const struct config_source *s)
{
	return strcmp(s->platform, "webhook") != 0;
}

static bool any_from_outside(const struct config *c)
{
	for (size_t i = 0; i < c->sources_count; i++)
		if (is_from_outside(&c->sources[i]))
			return true;
	return false;
}

static void say_origin(struct doctor *d)
{
	const char *origin = d->config->public_origin;
	bool needed = any_from_outside(d->config);
	if (!origin)
		doctor_say(
			d, needed ? DOCTOR_FIX : DOCTOR_NOTE, "origin", "public_origin",
			needed ? "is missing: the address under which the platforms reach the "
				 "proxy in front of Assent, such as \"https://assist.example.com\""
			       : "is not set: only this machine sees the pages and the hooks");
	else if (needed && strncmp(origin, "https://", 8) != 0)
		doctor_say(
			d, DOCTOR_FIX, "origin", "public_origin",
			"%s: platforms send secrets and what people say; put a proxy with TLS in "
			"front and write https://",
			origin);
	else
		doctor_say(d, DOCTOR_OK, "origin", "public_origin", "%s", origin);
}

static void add_address(struct buf *out, const struct doctor *d, const char *name, const char *path)
{
	const char *origin = d->config->public_origin;
	buf_addf(out, "%s%s/hooks/%s%s", out->len_bytes ? " " : "",
	         origin ? origin : "{public_origin}", name, path);
}

static void say_entry(struct doctor *d, size_t i)
{
	const struct config_source *s = &d->config->sources[i];
	const json_t *entry = platform_facts(d->sources[i])->entry;
	const json_t *paths = json_object_get(entry, "paths");
	const char *keys[] = { "secret", "again" }, *text;
	char *about = xasprintf("sources.%s", s->name);
	struct buf addresses = { 0 };
	for (size_t n = 0; n < json_array_size(paths); n++)
		add_address(&addresses, d, s->name, json_string_value(json_array_get(paths, n)));
	if (!addresses.len_bytes)
		add_address(&addresses, d, s->name, "");
	text = json_string_value(json_object_get(entry, "at"));
	doctor_say(d, DOCTOR_NOTE, "entry", about, "enter %s %s", addresses.data,
	           text ? text : "at the platform");
	for (size_t n = 0; n < COUNT_OF(keys); n++)
		if ((text = json_string_value(json_object_get(entry, keys[n]))))
			doctor_say(d, DOCTOR_NOTE, keys[n], about, "%s", text);
	buf_free(&addresses);
	free(about);
}

void doctor_entries(struct doctor *d)
{
	say_origin(d);
	for (size_t i = 0; i < d->config->sources_count; i++)
		say_entry(d, i);
	if (d->config->zendesk_sidebar.subdomain)
		doctor_say(d, DOCTOR_NOTE, "entry", "zendesk_sidebar",
		           "enter %s as the app's setting assent_host (Assent 주소)",
		           strstr(d->config->public_origin, "://") + 3);
}

/* ---- who answers ---- */

/* {"status":"ok","instance"} of /healthz: a new text; NULL: it is not Assent that answers. */
static char *instance_in(const struct http_result *r)
{
	json_t *doc = r->status == 200 ? json_read(r->body, r->body_bytes, NULL) : NULL;
	const char *status = json_string_value(json_object_get(doc, "status"));
	char *is = xstrdup(json_string_value(json_object_get(doc, "instance")));
	if (is && (!status || strcmp(status, "ok") != 0)) {
		free(is);
		is = NULL;
	}
	json_decref(doc);
	return is;
}

/* {"error":{"code"}} of Assent's own refusals. */
static bool is_refusal(const struct http_result *r, const char *code)
{
	json_t *doc = json_read(r->body, r->body_bytes, NULL);
	const char *is = json_string_value(json_object_get(json_object_get(doc, "error"), "code"));
	bool same = is && !strcmp(is, code);
	json_decref(doc);
	return same;
}

/* ---- the program on this machine ---- */

/* The value of a gauge in Prometheus' text; 0: it is not there. */
static long long gauge(const char *text, const char *name)
{
	size_t n = strlen(name);
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, n) && line[n] == ' ')
			return strtoll(line + n, NULL, 10);
	}
	return 0;
}

static void figures_came(void *arg, const struct http_result *r)
{
	struct doctor *d = arg;
	if (r->outcome != HTTP_ANSWERED || r->status != 200)
		return;
	char *text = xstrndup(r->body, r->body_bytes);
	long long grants = gauge(text, "assent_oauth_grants_needed");
	long long open = gauge(text, "assent_outbox_breakers_open");
	long long held = gauge(text, "assent_consent_files_waiting");
	if (grants)
		doctor_say(d, DOCTOR_FIX, "token", "server",
		           "%lld target%s wait for a new grant: its log says which (grant_needed); "
		           "give a new refresh token and start again",
		           grants, grants == 1 ? "" : "s");
	if (held)
		doctor_say(d, DOCTOR_FIX, "room", "server",
		           "%lld consent files cannot be put in place: make room on the disk",
		           held);
	if (open)
		doctor_say(
			d, DOCTOR_NOTE, "reach", "server",
			"%lld target%s left alone for a while after failures: its log says which "
			"(target_rests)",
			open, open == 1 ? " is" : "s are");
	free(text);
}

static void ask_figures(struct doctor *d)
{
	char *url = xasprintf("%s/metrics", d->server.origin);
	char *bearer = xasprintf("Bearer %s", d->server.token);
	const struct http_header headers[] = { { "Authorization", bearer } };
	const struct http_call c = {
		.method = "GET", .url = url, .headers = headers, .headers_count = COUNT_OF(headers)
	};
	doctor_send(d, &c, figures_came, d);
	crypto_wipe(bearer, strlen(bearer));
	free(bearer);
	free(url);
}

/* Was the file of the configuration changed behind the start? */
static void say_age(struct doctor *d)
{
	struct stat st;
	if (d->file && stat(d->file, &st) == 0 && (int64_t)st.st_mtime * 1000 > d->server.since_ms)
		doctor_say(d, DOCTOR_NOTE, "server", "server",
		           "%s was changed after it started: start it again", d->file);
}

static void server_answered(void *arg, const struct http_result *r)
{
	struct doctor *d = arg;
	char *is = r->outcome == HTTP_ANSWERED ? instance_in(r) : NULL;
	if (is && d->server.instance && !strcmp(is, d->server.instance)) {
		doctor_say(d, DOCTOR_OK, "server", "server", "runs at %s", d->server.origin);
		say_age(d);
		ask_figures(d);
	} else {
		doctor_say(d, DOCTOR_NOTE, "server", "server",
		           "none answers at %s, where the last one on this data directory was",
		           d->server.origin);
	}
	free(is);
}

static void look_for_server(struct doctor *d)
{
	if (!d->server.origin || !d->server.token) {
		doctor_say(d, DOCTOR_NOTE, "server", "server",
		           "none runs on this data directory, or this user may not see it");
		return;
	}
	char *url = xasprintf("%s/healthz", d->server.origin);
	const struct http_call c = { .method = "GET", .url = url };
	doctor_send(d, &c, server_answered, d);
	free(url);
}

/* ---- the way in ---- */

struct way {
	struct doctor *d;
	bool is_sidebar;
	char *about, *url;
};

/* What answers is Assent's own refusal: for the sidebar a page, which loads a style of ours. */
static bool is_our_refusal(const struct way *w, const struct http_result *r)
{
	return r->status == 401 &&
	       (w->is_sidebar ? memmem(r->body, r->body_bytes, "/sidebar.css", 12) != NULL
	                      : is_refusal(r, "unauthorized"));
}

static void way_answered(void *arg, const struct http_result *r)
{
	struct way *w = arg;
	if (r->outcome != HTTP_ANSWERED)
		doctor_say_unreached(w->d, w->about, w->url, r);
	else if (is_our_refusal(w, r))
		doctor_say(w->d, DOCTOR_OK, "reach", w->about,
		           "%s comes through, and refuses what does not prove itself", w->url);
	else if (r->status == 404 && is_refusal(r, "unknown"))
		doctor_say(w->d, DOCTOR_FIX, "reach", w->about,
		           "the program that answers has no such %s: start it with this "
		           "configuration",
		           w->is_sidebar ? "sidebar" : "source");
	else
		doctor_say(w->d, DOCTOR_FIX, "reach", w->about,
		           "%s answers %d before it comes to Assent: the proxy must hand on POST "
		           "there",
		           w->url, r->status);
	free(w->about);
	free(w->url);
	free(w);
}

static bool may_be_private(const struct config *c)
{
	for (size_t i = 0; i < c->targets_count; i++)
		if (c->targets[i].allow_private)
			return true;
	return false;
}

/* Without any secret: the answer is a refusal, and one line in the server's log. url is taken. */
static void knock(struct doctor *d, char *about, char *url, bool is_sidebar)
{
	static const char *const bodies[] = { "{}", "token=" };
	const struct http_header headers[] = {
		{ "Content-Type",
		  is_sidebar ? "application/x-www-form-urlencoded" : "application/json" },
	};
	struct way *w = xcalloc(1, sizeof *w);
	*w = (struct way){ d, is_sidebar, about, url };
	const struct http_call c = { .method = "POST",
		                     .url = url,
		                     .headers = headers,
		                     .headers_count = COUNT_OF(headers),
		                     .body = bodies[is_sidebar],
		                     .body_bytes = strlen(bodies[is_sidebar]),
		                     .public_only = !may_be_private(d->config) };
	doctor_send(d, &c, way_answered, w);
}

static void knock_everywhere(struct doctor *d)
{
	const struct config *c = d->config;
	for (size_t i = 0; i < c->sources_count; i++)
		knock(d, xasprintf("sources.%s", c->sources[i].name),
		      xasprintf("%s/hooks/%s", c->public_origin, c->sources[i].name), false);
	if (c->zendesk_sidebar.subdomain)
		knock(d, xstrdup("zendesk_sidebar"),
		      xasprintf("%s/zendesk/sidebar", c->public_origin), true);
}

static void say_who_answered(struct doctor *d, const char *is)
{
	const char *origin = d->config->public_origin;
	if (!d->server.instance)
		doctor_say(d, DOCTOR_NOTE, "reach", "public_origin",
		           "%s answers as Assent; whether it is this one cannot be said while none "
		           "is seen to run here",
		           origin);
	else if (!strcmp(is, d->server.instance))
		doctor_say(d, DOCTOR_OK, "reach", "public_origin",
		           "%s leads to the program that runs here", origin);
	else
		doctor_say(d, DOCTOR_FIX, "reach", "public_origin",
		           "%s leads to another Assent than the one that runs on this data "
		           "directory: look at the proxy's proxy_pass",
		           origin);
}

static void say_not_us(struct doctor *d, const struct http_result *r)
{
	const char *origin = d->config->public_origin;
	if (r->status == 403 && is_refusal(r, "forbidden"))
		doctor_say(d, DOCTOR_FIX, "reach", "public_origin",
		           "%s reaches an Assent that is called otherwise: the proxy must hand on "
		           "the Host (proxy_set_header Host $http_host), and the server have this "
		           "public_origin",
		           origin);
	else if (r->status >= 502 && r->status <= 504)
		doctor_say(
			d, DOCTOR_FIX, "reach", "public_origin",
			"the proxy at %s answers %d: Assent does not run behind it, or not where "
			"its proxy_pass points",
			origin, r->status);
	else
		doctor_say(d, DOCTOR_FIX, "reach", "public_origin",
		           "what answers at %s (%d) is not Assent: let the proxy hand all on to it",
		           origin, r->status);
}

static void origin_answered(void *arg, const struct http_result *r)
{
	struct doctor *d = arg;
	const char *origin = d->config->public_origin;
	char *is = r->outcome == HTTP_ANSWERED ? instance_in(r) : NULL;
	if (is) {
		say_who_answered(d, is);
		knock_everywhere(d);
	} else if (r->outcome == HTTP_ANSWERED) {
		say_not_us(d, r);
	} else if (r->fault == HTTP_FAULT_ADDRESS) {
		doctor_say(d, DOCTOR_NOTE, "reach", "public_origin",
		           "from here %s leads into a private network, so nothing can be said of "
		           "the way in: from outside, %s/healthz must answer with the instance %s",
		           origin, origin,
		           d->server.instance ? d->server.instance : "of the server that runs");
	} else {
		doctor_say_unreached(d, "public_origin", origin, r);
	}
	free(is);
}

void doctor_reachability(struct doctor *d)
{
	look_for_server(d);
	if (!d->config->public_origin)
		return;
	char *url = xasprintf("%s/healthz", d->config->public_origin);
	const struct http_call c = { .method = "GET",
		                     .url = url,
		                     .public_only = !may_be_private(d->config) };
	doctor_send(d, &c, origin_answered, d);
	free(url);
}
