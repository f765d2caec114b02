/* api_impl.h: what the api*.c files share; nobody else includes it. */
#ifndef ASSENT_API_IMPL_H
#define ASSENT_API_IMPL_H

#include "api.h"
#include "crypto.h"
#include "http_in.h"

enum { API_COUNTS = 8 };

struct buf;
struct bundle;
struct export_job;
struct folder_seen;
struct job;
struct ledger_desk;
struct listing;
struct sign_in_token;
struct stream;
struct source;
struct verification;

/* Source of what commands on this machine send: they have the operator's token. */
#define OPERATOR_SOURCE "api:command"

struct api {
	struct api_opts o;
	struct sign_in_token *tokens;
	size_t tokens_count;
	struct listing *listings; /* lists of cases that are being made */
	struct stream *streams;
	size_t streams_count;
	struct source *sources;
	size_t sources_count;
	struct http_answer *taken[2]; /* of a delivery; [true]: it was a duplicate */
	struct loop_timer *beat;
	bool stopping;
	struct export_job *exporting; /* NULL: none */
	struct job *jobs;
	struct folder_seen *looking;
	json_t *folder; /* of /v1/folder, as it was read last */
	char *standing; /* of /v1/standing; NULL: nobody has asked */
	int64_t standing_at_ms, standing_took_ms;
	json_t *run;                       /* the last deploy from the page; NULL: none */
	struct ledger_desk *ledger;        /* NULL: nobody has asked yet */
	struct verification *verification; /* the last one; NULL: none */
	int64_t requests[API_COUNTS];      /* by hundreds of the status */
};

/* By what he is known to us. */
enum via { VIA_CLIENT, VIA_ADDRESS, VIA_ZENDESK, VIA_PROXY };
const char *via_name(enum via v);

/* Who asks. */
struct caller_id {
	/* as it is recorded: "김하나", "김하나 (Zendesk 35436)", "김하나 (hana@example.com)", or the client's */
	char name[300];
	char person[168]; /* how people call him: "김하나"; "": unknown */
	enum via via;
	char source[160];              /* of events: "console", "sidebar", "api:<client>" */
	int64_t session;               /* number; 0: an API client */
	unsigned roles;                /* access.h */
	char user[40];                 /* in Zendesk's sidebar: "Zendesk 35436"; "" elsewhere */
	const char *const *speaks_for; /* see event.h */
};

/* The person at the desk as presence.h counts them: a session is one, and whom a proxy names is the same one in all of
 * his pages. 0: an API client or a command. */
int64_t api_person(const struct caller_id *who);

/* A request on its way. */
struct call {
	struct api *a;
	struct http_req *req;
	struct caller_id who;
	char part[96], second[96];                       /* what stood at {} in the route */
	const char *route;                               /* the template, for logs */
	void (*drawn)(struct call *k, const char *text); /* answers with a drawing (api_flows.c) */
};

void api_answer_text(struct call *k, int status, const char *json);
void api_answer_json(struct call *k, int status, json_t *body); /* body is taken */
struct http_answer *api_answer_new(const char *json);           /* a 200; http_answer_free */
void api_answer_ready(struct call *k, const struct http_answer *a);
/* more (taken or NULL) joins the error */
void api_answer_error(struct call *k, const struct err *e, json_t *more);
/* The request's body as a JSON object, new; NULL: answered with 400. */
json_t *api_body(struct call *k);

/* session.c */
int session_check(const struct api *a, struct http_req *req, struct caller_id *who, bool changes,
                  struct err *e);
void session_post(struct call *k);
void session_get(struct call *k);
void session_delete(struct call *k);

/* session_token.c: one-time tokens, each of which buys one session */
struct sign_in {
	unsigned roles;
	const char *name;      /* of whom it is for; NULL: he says it */
	int64_t expires_at_ms; /* 0: with the program */
};
void sign_in_token_add(struct api *a, const char *token, const struct sign_in *s);
/* What a token that nobody has used buys: borrowed until the next call. NULL: there is none. */
const struct sign_in *sign_in_token_find(struct api *a, const char *token);
/* Until it is told how it ended, nobody else can use it; a session that could not be kept gives it back. */
void sign_in_token_take(struct api *a, const char *token);
void sign_in_token_end(struct api *a, const char *token, bool bought);
void sign_ins_post(struct call *k);

/* proxy.c: people whom a proxy in front has signed in */
/* Does anybody but the proxy say who somebody is? -1 E_FORBIDDEN */
int proxy_guard(const struct api *a, struct http_req *req, struct err *e);
/* Whom the proxy names, once proxy_guard let it pass; false: nobody. */
bool proxy_person(const struct api *a, struct http_req *req, struct caller_id *who);
/* The CSRF token of that person's pages, of today or so many days ago. */
void proxy_csrf(const struct api *a, struct http_req *req, int days_ago, char out[SHA256_HEX]);

/* Into the record of acts (acts.h): what this caller did; more: what else is known, taken, or NULL. */
void api_act(const struct call *k, const char *act, json_t *more);

/* sidebar.c: the page in Zendesk's ticket sidebar */
bool sidebar_check(const struct api *a, const char *token, struct caller_id *who);
void sidebar_post(struct call *k);
void sidebar_put_name(struct call *k);

/* api_list.c */
void cases_list(struct call *k);
void undecoded_list(struct call *k);
void lists_abandon(struct api *a);

/* api_cases.c */
void cases_open(struct call *k);
void cases_show(struct call *k);
void cases_event(struct call *k);
void cases_write(struct call *k);
/* Only agents call people: others see the end of a number. */
bool api_sees_numbers(const struct caller_id *who);
void flows_list(struct call *k);
void flows_reload(struct call *k);

/* api_flows.c */
void flows_show(struct call *k);
/* The job that draws a bundle (api_job.h). NULL: E_BUSY. */
struct job *flows_drawing(const struct call *k, const struct bundle *b, struct err *e);
/* Answers by `with` once the bundle is drawn, which takes a second or two the first time; text: of GET /v1/flows/{flow}. */
void flows_draw(struct call *k, struct bundle *b, void (*with)(struct call *k, const char *text));

/* api_folder.c */
void folder_get(struct call *k);
void check_get(struct call *k);
void coverage_get(struct call *k);
void plays_post(struct call *k);
void folder_abandon(struct api *a); /* answers nobody any more */

/* api_bundles.c */
void standing_get(struct call *k);
void diffs_get(struct call *k);
void deploy_run_get(struct call *k);
void deploy_run_post(struct call *k);
void bundles_abandon(struct api *a);

/* api_course.c */
void course_get(struct call *k);

/* api_deploys.c */
void deploys_list(struct call *k);
void deploys_post(struct call *k);

/* api_consents.c */
void consents_get(struct call *k);
void consents_allowed(struct call *k);
void consents_abandon(struct api *a); /* answers nobody any more */

/* api_ledger.c */
void ledger_get(struct call *k);
void ledger_show(struct call *k);
void phrases_get(struct call *k);
void phrases_uses(struct call *k);
void exports_get(struct call *k);
void ledger_abandon(struct api *a); /* answers nobody any more */

/* api_verify.c */
void verify_get(struct call *k);
void verify_post(struct call *k);
void verify_abandon(struct api *a); /* ends it */

/* limit of the query, 1 to most; fallback where it is not given */
size_t api_limit(struct call *k, size_t fallback, size_t most);
/* 200 with a body that is not JSON of this API; more: headers of its own, at most 4. */
void api_answer_document(struct call *k, const char *type, const struct buf *body,
                         const struct http_header *more, size_t more_count);

/* api_stream.c */
void stream_get(struct call *k);
void stream_case_changed(struct api *a, const char *case_id);
void stream_people_changed(void *api, const char *case_id); /* a presence_changed */
void stream_end_all(struct api *a);
void stream_end_dead(struct api *a); /* those whose session is over */
void stream_beat(void *api);

/* hooks.c */
int hooks_start(struct api *a, struct err *e);
void hooks_stop(struct api *a);
void hooks_post(struct call *k);

/* No page of ours needs any of these. */
#define API_PERMISSIONS                                                                      \
	"camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=(), " \
	"serial=(), hid=(), midi=()"

/* pages.c */
void pages_get(struct call *k);
void health_get(struct call *k);
void ready_get(struct call *k);
void metrics_get(struct call *k);

#endif
