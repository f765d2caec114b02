/* The built-in pages, and what machines ask: health, readiness, metrics. */
#include <stdlib.h>
#include <string.h>

#include "api_impl.h"
#include "clock.h"
#include "embedded.h"
#include "engine.h"
#include "log.h"
#include "store.h"

/* Text becomes markup nowhere: the browser itself refuses innerHTML and the like. */
#define CSP                                                                                     \
	"default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src " \
	"'self'; base-uri 'none'; form-action 'self'; require-trusted-types-for 'script'; "     \
	"trusted-types 'none'; frame-ancestors 'none'"

#define NO_ROLE "console/no-role.html"

static const char *type_of(const char *path)
{
	static const char *const types[][2] = { { ".html", "text/html; charset=utf-8" },
		                                { ".js", "text/javascript; charset=utf-8" },
		                                { ".css", "text/css; charset=utf-8" },
		                                { ".svg", "image/svg+xml" },
		                                { ".png", "image/png" } };
	const char *dot = strrchr(path, '.');
	for (size_t i = 0; dot && i < COUNT_OF(types); i++)
		if (!strcmp(types[i][0], dot))
			return types[i][1];
	return "application/octet-stream";
}

static void redirect(struct call *k, const char *to)
{
	const struct http_header headers[] = { { "Location", to } };
	http_req_answer(k->req, 303, headers, 1, "", 0);
}

/* A weight of 0 is not looked for: nobody names gzip to refuse it. */
static bool takes_gzip(struct http_req *req)
{
	const char *given = http_req_header(req, "accept-encoding");
	return given && strstr(given, "gzip");
}

/* A browser asks each time whether it is still the same, and is told so in a few bytes. */
static void answer_page(struct call *k, int status, const char *file, const struct embedded *f)
{
	const char *known = http_req_header(k->req, "if-none-match");
	bool same = status == 200 && known && !strcmp(known, f->etag);
	bool packed = !same && takes_gzip(k->req);
	const struct http_header headers[] = {
		{ "Content-Type", type_of(file) },
		{ "Content-Security-Policy", CSP },
		{ "X-Content-Type-Options", "nosniff" },
		{ "Referrer-Policy", "no-referrer" },
		{ "Permissions-Policy", API_PERMISSIONS },
		{ "Cross-Origin-Opener-Policy", "same-origin" },
		{ "Cross-Origin-Resource-Policy", "same-origin" },
		{ "Cache-Control", status == 200 ? "no-cache" : "no-store" },
		{ "ETag", f->etag },
		{ "Vary", "Accept-Encoding" },
		{ "Content-Encoding", "gzip" },
	};
	size_t count = COUNT_OF(headers) - (packed ? 0 : 1);
	if (same)
		status = 304;
	k->a->requests[status / 100]++;
	if (packed)
		http_req_answer(k->req, status, headers, count, f->gzip, f->gzip_bytes);
	else
		http_req_answer(k->req, status, headers, count, same ? "" : f->data,
		                same ? 0 : f->size_bytes);
}

/* Whom the proxy let in and nobody gave a role: every page would only fail. */
static bool has_no_role(const struct call *k, const char *file)
{
	struct caller_id who = { 0 };
	return strstr(file, ".html") && proxy_person(k->a, k->req, &who) && !who.roles;
}

/* /console/ -> console/index.html; a page without an ending is <page>.html. */
void pages_get(struct call *k)
{
	const char *path = http_req_path(k->req);
	char file[160];
	if (!strcmp(path, "/") || !strcmp(path, "/console")) {
		redirect(k, "/console/");
		return;
	}
	const char *last = strrchr(path, '/') + 1;
	snprintf(file, sizeof file, "%s%s%s", path + 1, *last ? "" : "index",
	         strchr(last, '.') ? "" : ".html");
	const struct embedded *f = embedded_find(file);
	if (!f || strncmp(file, "console/", 8)) {
		struct err e = { 0 };
		err_set(&e, E_NOT_FOUND, "no such page");
		api_answer_error(k, &e, NULL);
		return;
	}
	if (has_no_role(k, file)) {
		log_fact(LOG_WARN, "proxy_without_role", LF_END);
		answer_page(k, 403, NO_ROLE, embedded_find(NO_ROLE));
		return;
	}
	answer_page(k, 200, file, f);
}

/* The instance tells whoever asks under another address whether it was us who answered. */
void health_get(struct call *k)
{
	api_answer_json(k, 200,
	                json_pack("{s:s, s:s}", "status", "ok", "instance", k->a->o.instance));
}

/* Not for ever: whoever asks whether to send to us would never learn that there is room again. */
enum { REFUSAL_COUNTS_MS = 60 * 1000 };

/* Ready: the store answers and has not just refused to write, and no case waits for room for its consent file. */
void ready_get(struct call *k)
{
	struct err e = { 0 };
	struct engine_figures f;
	char case_id[64], hash[65];
	int64_t turn;
	struct store *s = k->a->o.store;
	engine_figures(k->a->o.engine, &f);
	if (f.held)
		err_set(&e, E_BUSY,
		        "%lld consent files cannot be put in place: look at the room and the "
		        "rights of the data directory, the program tries again by itself",
		        (long long)f.held);
	else if (f.refused_at_ms && clock_now_ms() - f.refused_at_ms < REFUSAL_COUNTS_MS)
		err_set(&e, E_BUSY,
		        "the store cannot be written now: nothing is lost; make room on the disk "
		        "of "
		        "the data directory, or see why in the log: store_takes_nothing");
	if (e.code != E_NONE || s->ops->seen(s, "readyz", "readyz", case_id, &turn, hash, &e) < 0)
		api_answer_error(k, &e, NULL);
	else
		api_answer_json(k, 200, json_pack("{s:s}", "status", "ready"));
}

static void metric(struct buf *b, const char *name, const char *type, const char *help,
                   int64_t value)
{
	buf_addf(b, "# HELP assent_%s %s\n# TYPE assent_%s %s\nassent_%s %lld\n", name, help, name,
	         type, name, (long long)value);
}

static void add_requests(struct buf *b, const struct api *a)
{
	buf_adds(b, "# HELP assent_http_requests_total Answered requests by class of status.\n"
	            "# TYPE assent_http_requests_total counter\n");
	for (int i = 2; i <= 5; i++)
		buf_addf(b, "assent_http_requests_total{status=\"%dxx\"} %lld\n", i,
		         (long long)a->requests[i]);
}

static void add_outbox(struct buf *b, const struct engine_figures *f)
{
	const struct outbox_figures *o = &f->outbox;
	metric(b, "outbox_waiting", "gauge",
	       "Messages that wait for their turn or their next attempt.", o->waiting);
	metric(b, "outbox_in_flight", "gauge", "Messages being sent.", o->in_flight);
	metric(b, "outbox_sent_total", "counter", "Messages that a target took.", o->sent);
	metric(b, "outbox_retried_total", "counter", "Attempts that will be made again.",
	       o->retried);
	metric(b, "outbox_dead_total", "counter", "Messages given up, with a reason.", o->dead);
	metric(b, "outbox_unknown_total", "counter", "Messages whose answer was lost.", o->unknown);
	metric(b, "outbox_looked_total", "counter",
	       "Questions to a target whether a message had arrived.", o->looked);
	metric(b, "outbox_breakers_open", "gauge", "Targets that are being left alone for a while.",
	       o->breakers_open);
	metric(b, "oauth_grants_needed", "gauge",
	       "Targets that nothing goes to before somebody gives a new refresh token.",
	       f->grants_needed);
}

void metrics_get(struct call *k)
{
	struct engine_figures f;
	struct store *s = k->a->o.store;
	int64_t bytes, batches, turns;
	struct buf b = { 0 };
	engine_figures(k->a->o.engine, &f);
	s->ops->figures(s, &bytes, &batches, &turns);
	metric(&b, "cases_open", "gauge", "Cases that are not closed.", f.cases_open);
	metric(&b, "case_states_loaded", "gauge", "Cases whose state is in memory.", f.states_open);
	metric(&b, "case_states_bytes", "gauge", "Memory of their Lua states.", f.states_bytes);
	metric(&b, "events_total", "counter", "Events that came in.", f.events);
	metric(&b, "events_duplicate_total", "counter", "Events seen before, without effect.",
	       f.duplicates);
	metric(&b, "events_in_hand", "gauge", "Events that are not durable yet.", f.in_hand);
	metric(&b, "store_waiting", "gauge",
	       "Turns and rows of the outbox on their way to the disk.", f.unwritten);
	metric(&b, "turns_total", "counter", "Turns that were run.", f.turns);
	metric(&b, "commits_total", "counter", "Batches handed to the store.", f.commits);
	metric(&b, "cases_parked_total", "counter", "Cases parked since the start.", f.parked);
	metric(&b, "gate_refusals_total", "counter", "Acts that the gate refused.",
	       f.refused_by_gate);
	metric(&b, "consent_files_waiting", "gauge",
	       "Cases held until their consent file can be put in place.", f.held);
	metric(&b, "store_bytes", "gauge", "Size of the store on disk.", bytes);
	metric(&b, "streams_open", "gauge", "Open server-sent event streams.",
	       (int64_t)k->a->streams_count);
	add_outbox(&b, &f);
	add_requests(&b, k->a);
	api_answer_document(k, "text/plain; version=0.0.4; charset=utf-8", &b, NULL, 0);
	buf_free(&b);
}
