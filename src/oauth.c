#include "oauth.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth.h"
#include "base.h"
#include "clock.h"
#include "http_out.h"
#include "log.h"
#include "loop.h"
#include "oauth_kept.h"
#include "outbox_rules.h"
#include "webhook.h"

enum { WRITE_AGAIN_MS = 1000, REFUSED_PAUSE_MS = CREDENTIALS_PAUSE_MS };

/* One renewal, from its request until what it brought is on disk. It outlives its oauth where that goes first. */
struct renewal {
	struct oauth *oauth; /* NULL: gone */
	struct oauth_pair pair;
	char *path, *text; /* of the file, while it is written */
	struct err err;
	int64_t write_at_ms; /* the disk had no room: again then; 0: it is being asked or written */
	bool failed;         /* to be written, which was said */
};

struct oauth {
	struct oauth_opts o;
	struct oauth_origin origin;
	char *path, *endpoint;
	struct oauth_pair pair;
	uint64_t n;            /* number of pair.access; 0: there is none */
	bool refused;          /* the target refuses that one */
	bool proved;           /* the target took it */
	int64_t refused_at_ms; /* when one was renewed because it was refused */
	bool lost;             /* what the last request spent is not known */
	bool needs_grant, is_ready;
	int64_t next_at_ms, tries; /* of renewals that failed in a row */
	struct renewal *renewal;   /* NULL: none runs */
};

/* ---- what is there ---- */

static bool has_token(const struct oauth *o, int64_t now_ms)
{
	return o->n && !o->refused && !o->renewal &&
	       (!o->pair.expires_at_ms || now_ms < o->pair.expires_at_ms);
}

static void tell(struct oauth *o)
{
	bool is = has_token(o, clock_now_ms());
	if (is == o->is_ready)
		return;
	o->is_ready = is;
	o->o.ready(o->o.arg, is);
}

const char *oauth_token(const struct oauth *o, uint64_t *n)
{
	*n = o->n;
	return has_token(o, clock_now_ms()) ? o->pair.access : NULL;
}

bool oauth_refused(struct oauth *o, uint64_t n)
{
	int64_t now_ms = clock_now_ms();
	if (n != o->n || o->renewal || o->refused)
		return true;
	if (o->refused_at_ms && !o->proved && now_ms < o->refused_at_ms + REFUSED_PAUSE_MS)
		return false;
	o->refused = true;
	o->refused_at_ms = now_ms;
	tell(o);
	return true;
}

void oauth_accepted(struct oauth *o, uint64_t n)
{
	o->proved |= n == o->n;
}

bool oauth_is_idle(const struct oauth *o)
{
	return !o->renewal;
}

bool oauth_needs_grant(const struct oauth *o)
{
	return o->needs_grant;
}

/* ---- what went wrong ---- */

static void log_failed(const struct oauth *o, enum log_level level, const char *event,
                       const struct http_result *r, const char *reason)
{
	log_fact(level, event, LF_TARGET, "s", o->o.target, LF_REASON, "s", reason,
	         r->status ? LF_STATUS : LF_END, "d", (int64_t)r->status, LF_END);
}

static void want_grant(struct oauth *o, const struct http_result *r)
{
	o->needs_grant = true;
	log_failed(o, LOG_ERROR, "grant_needed", r,
	           o->lost ? "the answer to a renewal was lost, and the refresh token is spent: "
	                     "make a new one for this client, put it where refresh_token_file "
	                     "or refresh_token_env says, and start again; messages wait"
	                   : "the refresh token is spent, expired or revoked: make a new one for "
	                     "this client, put it where refresh_token_file or refresh_token_env "
	                     "says, and start again; messages wait");
}

static void refused_client(struct oauth *o, const struct http_result *r, const char *code)
{
	char *reason = xasprintf("the token endpoint refuses us (%s): compare client id, secret "
	                         "and the target's url; tried again in five minutes",
	                         code ? code : "without saying why");
	log_failed(o, LOG_ERROR, "token_refused", r, reason);
	free(reason);
	o->next_at_ms = clock_now_ms() + REFUSED_PAUSE_MS;
}

static void again_later(struct oauth *o, const struct http_result *r)
{
	o->next_at_ms = clock_now_ms() + outbox_delay_ms(++o->tries, r->retry_after_ms);
	log_failed(o, LOG_WARN, "token_not_renewed", r, r->reason);
}

/* ---- a new pair ---- */

static void renewal_free(struct renewal *w)
{
	oauth_pair_wipe(&w->pair);
	oauth_text_wipe(&w->text);
	free(w->path);
	free(w);
}

static void write_file(void *arg) /* in the pool */
{
	struct renewal *w = arg;
	w->err = (struct err){ 0 };
	file_put(w->path, w->text, strlen(w->text), true, &w->err);
}

/* From here on it may be used. */
static void take_pair(struct oauth *o, struct renewal *w)
{
	oauth_pair_wipe(&o->pair);
	o->pair = w->pair;
	w->pair = (struct oauth_pair){ 0 };
	o->n++;
	o->refused = o->proved = o->lost = false;
	o->tries = o->next_at_ms = 0;
	log_fact(LOG_INFO, "token_renewed", LF_TARGET, "s", o->o.target, LF_END);
}

static void written(void *arg)
{
	struct renewal *w = arg;
	struct oauth *o = w->oauth;
	if (o && w->err.code != E_NONE) {
		/* Not used and not given up: on whatever disk, it is the only pair there is. */
		if (!w->failed)
			log_fact(LOG_ERROR, "token_not_kept", LF_TARGET, "s", o->o.target,
			         LF_REASON, "s", w->err.text, LF_END);
		w->failed = true;
		w->write_at_ms = clock_now_ms() + WRITE_AGAIN_MS;
		return;
	}
	if (o) {
		take_pair(o, w);
		o->renewal = NULL;
		tell(o);
	}
	renewal_free(w);
}

static void keep(struct oauth *o, struct renewal *w)
{
	w->write_at_ms = 0;
	loop_work(o->o.loop, write_file, written, w);
}

/* Not every renewal gives a new refresh token: then the old one stays good (RFC 6749, section 6). Where we come
 * by the client's credentials, none is needed. */
static void keep_first(struct oauth *o, struct renewal *w)
{
	const struct webhook_secrets *first = o->o.refresh_token;
	if (!first->count)
		oauth_text_wipe(&w->pair.refresh);
	else if (!w->pair.refresh && o->pair.refresh)
		w->pair.refresh = xstrdup(o->pair.refresh);
	else if (!w->pair.refresh)
		w->pair.refresh =
			xstrndup((const char *)first->key[0].bytes, first->key[0].len_bytes);
	w->path = xstrdup(o->path);
	w->text = oauth_kept_text(&o->origin, &w->pair);
	keep(o, w);
}

static void answered(void *arg, const struct http_result *r)
{
	struct renewal *w = arg;
	struct oauth *o = w->oauth;
	const char *code;
	enum oauth_said said = oauth_answer_read(r, clock_now_ms(), &w->pair, &code);
	if (o && said == SAID_TOKEN) {
		keep_first(o, w);
		return;
	}
	if (o) {
		bool by_refresh = o->o.refresh_token->count;
		o->renewal = NULL;
		if (said == SAID_GRANT_GONE && by_refresh)
			want_grant(o, r);
		else if (said == SAID_GRANT_GONE || said == SAID_REFUSED)
			refused_client(o, r, code);
		else
			again_later(o, r);
		o->lost |= said == SAID_NOTHING;
		tell(o);
	}
	renewal_free(w);
}

static void ask(struct oauth *o)
{
	static const struct http_header headers[] = {
		{ "Content-Type", "application/json" },
		{ "Accept", "application/json" },
	};
	const struct oauth_request request = { .client_id = o->origin.client_id,
		                               .scope = o->o.auth->scope,
		                               .secret = o->o.secret,
		                               .refresh_token = o->o.refresh_token,
		                               .pair = &o->pair };
	char *body = oauth_request_text(&request);
	const struct http_call call = { .method = "POST",
		                        .url = o->endpoint,
		                        .headers = headers,
		                        .headers_count = COUNT_OF(headers),
		                        .body = body,
		                        .body_bytes = strlen(body),
		                        .timeout_ms = o->o.timeout_ms,
		                        .public_only = o->o.public_only,
		                        .secret = true };
	o->renewal = xcalloc(1, sizeof *o->renewal);
	o->renewal->oauth = o;
	tell(o); /* before it leaves: from now on the old token is not used */
	http_out_send(o->o.http, &call, answered, o->renewal);
	oauth_text_wipe(&body);
}

/* ---- time ---- */

/* When the next renewal is due; 0: none is. */
static int64_t due_at(const struct oauth *o)
{
	if (o->renewal || o->needs_grant)
		return 0;
	int64_t at_ms = !o->n || o->refused ? 1 : o->pair.renew_at_ms;
	return at_ms && at_ms < o->next_at_ms ? o->next_at_ms : at_ms;
}

void oauth_tick(struct oauth *o, int64_t now_ms)
{
	int64_t at_ms = due_at(o);
	if (o->renewal && o->renewal->write_at_ms && o->renewal->write_at_ms <= now_ms)
		keep(o, o->renewal);
	if (at_ms && at_ms <= now_ms)
		ask(o);
	tell(o);
}

int64_t oauth_wake_at(const struct oauth *o)
{
	if (o->renewal)
		return o->renewal->write_at_ms;
	int64_t at_ms = due_at(o);
	bool ends_sooner =
		o->is_ready && o->pair.expires_at_ms && (!at_ms || o->pair.expires_at_ms < at_ms);
	return ends_sooner ? o->pair.expires_at_ms : at_ms;
}

/* ---- life ---- */

static char *endpoint_of(const char *url, const char *path)
{
	const char *host = strstr(url, "://");
	host = host ? host + 3 : url;
	return xasprintf("%.*s%s", (int)(host - url + (ptrdiff_t)strcspn(host, "/?#")), url, path);
}

static int make_dir(const char *dir, struct err *e)
{
	if (!mkdir(dir, 0700) || errno == EEXIST)
		return 0;
	return err_set(e, E_CONFIG,
	               "%s: cannot make it: %s: give this user the right to write there", dir,
	               strerror(errno));
}

static int read_kept(struct oauth *o, struct err *e)
{
	if (make_dir(o->o.dir, e))
		return -1;
	int rc = oauth_kept_read(o->path, &o->origin, &o->pair, e);
	o->n = rc == 1;
	return rc < 0 ? -1 : 0;
}

static struct oauth *begin(const struct oauth_opts *opts)
{
	struct oauth *o = xcalloc(1, sizeof *o);
	o->o = *opts;
	o->path = xasprintf("%s/%s.json", opts->dir, opts->target);
	o->endpoint = endpoint_of(opts->url, opts->auth->path);
	o->origin.client_id = opts->auth->client_id;
	o->origin.endpoint = o->endpoint;
	oauth_origin_seed(&o->origin, opts->refresh_token);
	return o;
}

struct oauth *oauth_new(const struct oauth_opts *opts, struct err *e)
{
	struct oauth *o = begin(opts);
	if (!read_kept(o, e))
		return o;
	oauth_free(o);
	return NULL;
}

int oauth_kept(const struct oauth_opts *opts, char **token, int64_t *expires_at_ms, struct err *e)
{
	struct oauth *o = begin(opts);
	int rc = oauth_kept_read(o->path, &o->origin, &o->pair, e);
	*token = o->pair.access;
	o->pair.access = NULL;
	*expires_at_ms = o->pair.expires_at_ms;
	oauth_free(o);
	return rc;
}

void oauth_free(struct oauth *o)
{
	if (!o)
		return;
	if (o->renewal)
		o->renewal->oauth = NULL;
	if (o->renewal && o->renewal->write_at_ms)
		renewal_free(o->renewal); /* nobody else holds it */
	oauth_pair_wipe(&o->pair);
	free(o->path);
	free(o->endpoint);
	free(o);
}
