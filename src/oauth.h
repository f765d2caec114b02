/* oauth.h: the access token of one target: asked for, kept in a file, renewed in time and once when it is refused.
 *
 * Two grants of RFC 6749. With a first refresh token (refresh_token_file): refresh_token; each renewal gives a new pair
 * and ends the old one, access token and all, so the pair is the one thing here that must not be lost. Without one:
 * client_credentials, where a lost token is simply asked for again.
 *
 * A new pair is used only once it is on disk: <dir>/<target>.json is written beside itself, synced, renamed, and its
 * directory synced. So whenever the process ends, the file holds the last pair that was ever used, whole:
 *
 *   before the request has left            it is the valid one
 *   from then until the file is renamed    the other side may have ended it, and its answer is gone, just as if the
 *                                          network had lost it: nobody but the two of us knew the new pair
 *   behind the rename                      it is the new one
 *
 * The second window cannot be closed from here: the other side ends the old pair before anybody can have kept the new
 * one. What is done about it: it is as short as one write; a lost answer is not taken for the worst, the old refresh
 * token is tried again (a renewal that never arrived has spent nothing); and when the answer to that is invalid_grant,
 * the log, /metrics and the sentence in them say that a person must give a new grant. The target's rows wait meanwhile,
 * and use up no attempt.
 *
 * While a renewal runs, no call uses the old token: nobody knows from which moment on it is void. Between failed ones it
 * is used as long as it holds. Tokens and secrets are in no log and no error. */
#ifndef ASSENT_OAUTH_H
#define ASSENT_OAUTH_H

#include <stdbool.h>
#include <stdint.h>

struct auth;
struct err;
struct http_out;
struct loop;
struct oauth;
struct webhook_secrets;

struct oauth_opts {
	struct loop *loop;
	struct http_out *http;
	const char *target,
		*url;    /* the target's name, and its address: the token endpoint has its origin */
	const char *dir; /* made if missing */
	const struct auth *auth;                     /* client_id, path, scope */
	const struct webhook_secrets *secret;        /* of the client */
	const struct webhook_secrets *refresh_token; /* the first one; count 0: none */
	int64_t timeout_ms;
	bool public_only;
	/* From now on there is a token to use, or none. Called from oauth_tick, and when an answer comes. */
	void (*ready)(void *arg, bool is);
	void *arg;
};

/* Reads what is kept; asks for nothing before the first tick, and is not ready until ready says so. What opts points to
 * is borrowed for its life. NULL: E_CONFIG. Caller frees. */
struct oauth *oauth_new(const struct oauth_opts *o, struct err *e);
void oauth_free(struct oauth *o);

/* The token to use now, borrowed until the next call of anything here, and its number. NULL: none now. */
const char *oauth_token(const struct oauth *o, uint64_t *n);
/* A call with token n was answered with 401. true: another one is there or will be, so the same call may go again. false:
 * the one that was just got for this very reason is refused too, and another would be. */
bool oauth_refused(struct oauth *o, uint64_t n);
void oauth_accepted(struct oauth *o, uint64_t n); /* with anything else */

/* What is kept for a target, for whoever looks at it from beside the server: nothing is asked for and nothing written. *token
 * is new, its reader wipes and frees it; *expires_at_ms 0: never, as far as we were told. 1: there is one, 0: none, or of another
 * client, endpoint or first refresh token; -1: E_CONFIG. Of opts: target, url, dir, auth, refresh_token. */
int oauth_kept(const struct oauth_opts *o, char **token, int64_t *expires_at_ms, struct err *e);

void oauth_tick(struct oauth *o, int64_t now_ms);
int64_t oauth_wake_at(const struct oauth *o); /* 0: nothing waits */
bool oauth_is_idle(const struct oauth *o);    /* no renewal runs, and no token waits for the disk */
bool oauth_needs_grant(const struct oauth *o); /* only a person can help */

#endif
