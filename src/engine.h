/* engine.h: the one door for every event: taken in, run, committed, and only then acknowledged and
 * sent. */
#ifndef ASSENT_ENGINE_H
#define ASSENT_ENGINE_H

#include <jansson.h>

#include "base.h"
#include "event.h"
#include "outbox.h"

struct engine;
struct fate;
struct flow_set;
struct http_out;
struct loop;
struct presence;
struct store;
struct summary;
struct support_case;
struct understand;
struct view_seen;

struct engine_target {
	const char *name, *platform, *url;
	const char *invite;                    /* target that reaches by telephone; NULL */
	const json_t *settings;                /* the adapter's; NULL: none */
	const struct webhook_secrets *secrets; /* borrowed for the engine's life */
	const struct webhook_secrets
		*refresh_token; /* the first one, of OAuth; NULL: none; borrowed too */
	bool allow_private;     /* inner addresses, and http:// */
	int64_t timeout_ms;
	int breaker_failures;
	int64_t breaker_pause_ms;
};

struct engine_opts {
	struct loop *loop;
	struct store *store;           /* borrowed */
	struct http_out *http_out;     /* borrowed; NULL: no targets */
	struct understand *understand; /* borrowed; NULL: no free text is a clear answer */
	const char *flows_dir;
	struct flow_set *
		flows; /* what flows_dir holds, as it was read already; borrowed; NULL: it is read */
	const char *consents_dir; /* made if missing */
	const char *tokens_dir;   /* the same, where a target needs it */
	const char *people_on;    /* platform of whom nobody said where he is; NULL: the console */
	size_t cache_cases;       /* open Lua states kept; 0: 1000 */
	/* After so long the id of an event is forgotten (not of one that opened a case), and a body that
	 * no adapter could read is destroyed; 0: never. */
	int64_t events_known_ms, undecoded_kept_ms;
	const struct engine_target *targets;
	size_t targets_count;
	const struct fate *
		fate; /* what flows are told of time and chance; borrowed; NULL: the clock's, and their own */
	/* the disk cannot be trusted: must not return */
	void (*fatal)(void *arg, const struct err *e);
	/* A case has changed and that is durable. */
	void (*changed)(void *arg, const char *case_id);
	void *arg;
};

/* Loads the flows, holds every consent file against the journal, takes up timers and the outbox
 * where they were. NULL: E_FLOW, E_CONFIG, E_IO. Caller frees. */
struct engine *engine_new(const struct engine_opts *o, struct err *e);
void engine_free(struct engine *g);

/* Finds the case and the party of what an adapter decoded (docs/adapters.md: "kind", and "address",
 * "case" or a token), on these targets (ended by NULL), and names them in it: "case" and, in "body",
 * "party"; a press becomes a button. 1: it is ready for engine_take; 0: of nobody we know; -1: E_BUSY,
 * E_IO. */
int engine_place(struct engine *g, const char *const *targets, json_t *decoded, struct err *e);
/* What it said of the person's session is true in his other open cases, too: each of them that did not know, or
 * holds something for him, as {"case", "body": {"party", "open", "session"?}}, to be taken as a "session". A new
 * list. */
json_t *engine_place_session(struct engine *g, const char *const *targets, const json_t *placed);
/* Whoever takes back in words takes back in all of his cases: the "message" for each of the others, as
 * {"case", "body": {"party", "text"}}. A new list, empty unless it is a withdrawal. */
json_t *engine_place_withdrawal(struct engine *g, const char *const *targets, const json_t *placed);

struct event_result {
	struct err err;      /* E_NONE: done. E_BUSY: nothing happened, send it again later */
	const char *case_id; /* "" if no case */
	int64_t turn;
	bool duplicate;  /* seen before: no effect now */
	json_t *reasons; /* opening: why no flow, or several, fit; borrowed */
};
typedef void event_done(void *arg, const struct event_result *r);

/* Takes an event (copied, ev->body is shared). done is called once, when it is durable or refused:
 * later, or before this returns. A repeated id is answered with the first copy's result, as long as
 * events are known. */
void engine_take(struct engine *g, const struct event *ev, event_done *done, void *arg);

/* Keeps a verified delivery that no adapter could read; the same contract. */
void engine_keep_undecoded(struct engine *g, const struct event *ev, const void *raw,
                           size_t raw_bytes, const char *reason, event_done *done, void *arg);

/* Everything that was taken is done: for plays, tests and a quiet end. */
bool engine_is_idle(const struct engine *g);
/* Fires what is due by the clock; the loop calls it each round. */
void engine_tick(struct engine *g);

/* The case with all that was taken in, durable or not: for plays and tests. Borrowed until the next
 * call. NULL: E_NOT_FOUND, E_BUSY, E_IO. */
struct support_case *engine_case(struct engine *g, const char *id, struct err *e);

/* The case as it is on disk (docs/openapi.yaml#Case). fn is called once: before this returns, or when
 * the turn that is being written is durable or was taken back. view is borrowed for the call; NULL: e
 * is E_NOT_FOUND, E_BUSY, E_IO. */
typedef void engine_shown(void *arg, json_t *view, const struct err *e);
/* seen: of whom has a part of it already (view.h); NULL: the whole. It is needed until fn is called. */
void engine_show(struct engine *g, const char *id, struct view_seen *seen, engine_shown *fn,
                 void *arg);
/* The same at once and new; NULL E_BUSY while a turn is being written: not from within `changed`. */
json_t *engine_view(struct engine *g, const char *id, struct view_seen *seen, struct err *e);
/* The bundle that a case runs with, borrowed until the loop goes on; NULL: as engine_case. */
struct bundle *engine_bundle(struct engine *g, const char *id, struct err *e);
/* Its line in the queue (view.h), durable too. It is kept until the case changes, so that a list costs nothing; at first a
 * case that is not at hand is read from its journal, without running its flow. Borrowed until the next call; NULL:
 * E_NOT_FOUND, E_BUSY, E_IO, E_PARSE. */
const struct summary *engine_summary(struct engine *g, const char *id, struct err *e);
/* Who has which case open, and who writes there: others' acts of agents (event.person) are refused with E_TAKEN.
 * Borrowed. */
struct presence *engine_presence(struct engine *g);
struct flow_set *engine_flows(struct engine *g); /* borrowed */
/* Loads flows_dir anew; on error the old ones stay. New cases take them, running cases keep theirs.
 * E_CONFLICT: flows come by deploys here. */
int engine_reload_flows(struct engine *g, struct err *e);

/* Takes flows (taken) into use, once that is durable: from then on new cases begin with them, and an
 * open case, before anything else happens to it, goes on with them if it can (verdict.h says beforehand
 * which can). From the first deploy on flows_dir is not read any more, at a start neither. done is called
 * once, with the number of the deploy, or e: E_BUSY. origin: where the flows are from. */
typedef void engine_deployed(void *arg, int64_t n, const struct err *e);
void engine_deploy(struct engine *g, struct flow_set *set, const char *who, const char *origin,
                   engine_deployed *done, void *arg);
/* Of the deploy in force, since it came or since the start. n 0: flows come from flows_dir. */
struct engine_reached {
	int64_t n;
	int64_t waiting; /* open cases still to be looked at */
	int64_t moved, stayed, parked;
};
void engine_reached(const struct engine *g, struct engine_reached *r);

struct engine_figures {
	int64_t cases_open, states_open, states_bytes, events, duplicates, turns, commits, parked,
		refused_by_gate;
	int64_t in_hand;       /* events that are not durable yet */
	int64_t unwritten;     /* turns and rows of the outbox on their way to the disk */
	int64_t refused_at_ms; /* the store took the last batch that it got not; 0: it did */
	int64_t held;          /* cases that wait for room for their consent file */
	int64_t unplaced;      /* of nobody we know */
	int64_t grants_needed; /* targets that have no token before a person gives a new grant */
	struct outbox_figures outbox;
};
void engine_figures(const struct engine *g, struct engine_figures *f);

#endif
