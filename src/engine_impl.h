/* engine_impl.h: what engine.c and deliver.c share; nobody else includes it. */
#ifndef ASSENT_ENGINE_IMPL_H
#define ASSENT_ENGINE_IMPL_H

#include "agenda.h"
#include "cases.h"
#include "channel.h"
#include "engine.h"
#include "hash.h"
#include "outbox.h"
#include "store.h"
#include "turn.h"

enum {
	CACHE_CASES = 1000, /* 67 KB each; 65 MB for all the rest with 10,000 open cases */
	RETRY_AFTER_BUSY_MS = 1000,
};

/* Kind of the event by which a case is told that flows were deployed. */
#define DEPLOY_KNOCK "deployed"

/* An event from the door until it is durable or refused. */
struct pending {
	struct event ev;      /* owns its texts */
	uint64_t hash;        /* of (source, id) */
	struct store_out row; /* ev.row, until its commit takes it */
	event_done *done;
	void *arg;
	json_t *reasons;
	json_t *beginning;      /* the body, where the whole text must be read yet; NULL */
	char *raw, *raw_reason; /* undecoded */
	bool listed;            /* in engine.unfinished */
	enum role withdraws;    /* the person whose withdrawal this is; ROLE_NONE */
	struct pending *next;   /* in its case's queue, or among the copies */
	struct pending *copies; /* the same event again, meanwhile */
};

/* One store_turn and what follows when it is durable. */
struct commit {
	struct store_turn st;
	struct turn turn;            /* empty: no turn goes with it */
	struct slot *slot;           /* NULL: no case (undecoded event, outbox row alone) */
	struct deploying *deploying; /* NULL: no flows come into use */
	struct pending *pending;     /* NULL: an outbox row alone */
	char *records_text, *consent_text;
	struct store_consent *consents;
	struct store_out row;   /* owned: of the outbox */
	struct store_out *outs; /* the turn's rows and this one, when both are there */
	bool was_open;
};

struct batch {
	struct commit **commits;
	struct store_turn **turns;
	size_t count, room;
};

struct deploying;
struct deploys;
struct forgetting;
struct hold;
struct known;
struct renewals;
struct target;
struct waiting_row;

struct engine {
	struct engine_opts o;
	struct flow_set *flows;
	struct cases *cases;
	struct agenda agenda;
	struct loop_timer *timer;
	int64_t armed_for;
	struct batch *gathering, *in_flight;
	struct hash unfinished; /* pendings by (source, id) */
	struct known *known;    /* events that are done */
	size_t in_hand;
	struct consent_sync *sync;
	struct outbox *outbox; /* NULL: no targets */
	struct target *targets;
	size_t targets_count;
	struct channels channels; /* of the targets */
	struct reply *replies;    /* people's requests that wait for what is said */
	struct posting *postings; /* what went to lent addresses and has no answer yet */
	struct whole *wholes;     /* texts that are being read */
	struct renewals *renewals;
	struct deploys *deploys;
	struct hold *holds;
	struct forgetting *forgetting;
	struct presence *presence;
	struct summary *last_summary; /* of a case that has no slot */
	json_t *carrying;             /* {key: [key]}: notes that go in this one */
	json_t *carried;              /* {key: true}: notes that went in an earlier one */
	struct waiting_row *waiting;  /* changes of rows that the disk had no room for */
	struct engine_figures figures;
};

/* ---- engine_pending.c: events that are not done yet */

void engine_pending_begin(struct engine *g);
/* A copy of the event, with whom to tell; ended by engine_finish. */
struct pending *engine_pending(const struct event *ev, event_done *done, void *arg);
/* An event with this id is known: p was answered, or waits with the first copy. */
bool engine_is_repeated(struct engine *g, struct pending *p);
/* Ends an event and the copies of it that came meanwhile. e NULL: it is durable. */
void engine_finish(struct engine *g, struct pending *p, const struct err *e, const char *case_id,
                   int64_t turn);

/* ---- engine_known.c: what need not be looked up in the store */

struct known *known_new(void);
void known_free(struct known *k); /* NULL is allowed */
uint64_t known_hash(const char *source, const char *id);
/* That event is being written. */
void known_add(struct known *k, uint64_t hash);
/* false: the store has no such event. */
bool known_may_have(const struct known *k, uint64_t hash);
/* Reads a few more of the events that the store had at the start. */
void known_tick(struct engine *g);

/* ---- engine.c */

/* Parks a case whose flow cannot be replayed: in a turn of its own, before its next event. */
void engine_park_first(struct engine *g, struct slot *s);
/* An event of a loaded case that is not busy. */
void engine_run_event(struct engine *g, struct slot *s, struct pending *p);
/* Events that waited while the case's turn was being committed. */
void engine_run_queue(struct engine *g, struct slot *s);

/* ---- engine_time.c */

/* From now on, what is due is done. */
void engine_time_begin(struct engine *g);

/* ---- engine_place.c */

/* A mask of those roles whose person is in another case that runs, where the platform keeps who answers him. */
unsigned engine_people_elsewhere(struct engine *g, const struct support_case *c);

/* ---- engine_place_delivery.c */

/* body of a "delivery" that names a message as its platform does: its "key" is added, where that is on disk by now.
 * -1: E_BUSY, E_IO. */
int engine_name_reported(struct engine *g, const struct slot *s, json_t *body, struct err *e);

/* ---- engine_show.c */

/* Its turn is durable: those who waited for the case see it. */
void engine_show_waiting(struct slot *s);
/* Its turn was taken back: those who waited (taken) see the case as it was, read anew. */
void engine_show_again(struct engine *g, const char *id, struct viewer *viewers);

/* What it says of the case is not true any more. */
void engine_forget_summary(struct slot *s);

/* ---- engine_files.c: consent files, held against the journal at the start */

int files_make_dir(struct engine *g, struct err *e); /* -1 E_CONFIG: not there, or no right to it */
/* What is missing, old or torn is made again; what was changed by hand, or is of no case, is kept aside. -1: E_BUSY, E_IO. */
int files_check(struct engine *g, struct err *e);

/* ---- engine_hold.c: cases whose consent file cannot be put in place */

/* k (kept) is durable and its file is not: it is released later. */
void hold_begin(struct engine *g, struct commit *k, const struct err *why);
int hold_refuse(const struct slot *s, struct err *e); /* -1 E_BUSY */
void hold_tick(struct engine *g, int64_t now_ms);
int64_t hold_wake_at(const struct engine *g); /* 0: nothing is held */
void hold_stop(struct engine *g);

/* ---- engine_forget.c: what nobody needs any more */

struct forgetting *forget_new(struct engine *g);
void forget_free(struct forgetting *f); /* NULL is allowed */
void forget_tick(struct engine *g, int64_t now_ms);
/* Asked before a batch is handed over, while none is in flight: true, and none may be. */
bool forget_goes_first(struct engine *g);
int64_t forget_wake_at(const struct engine *g); /* 0: never */
bool forget_is_idle(const struct engine *g);

/* ---- engine_renew.c: consents under a notice that the flows word otherwise in law now */

struct renewals *renew_new(void);
void renew_free(struct renewals *rs);
/* Which cases are concerned by the flows as they are now: their gate closes at once, the rest follows
 * as events, a few at a time. -1: E_BUSY, E_IO. */
int renew_begin(struct engine *g, struct err *e);
/* A consent of this case was asked or given, and it runs with older flows: is it concerned? */
void renew_look(struct engine *g, struct slot *s);
/* Makes the event of this case ready: whom it concerns by now, and the case on the new flows if it
 * replays there. -1 E_CONFLICT: nobody any more. */
int renew_prepare(struct engine *g, struct slot *s, struct pending *p, struct err *e);
void renew_tick(struct engine *g, int64_t now_ms);
int64_t renew_wake_at(const struct engine *g); /* 0: nothing waits */
bool renew_is_idle(const struct engine *g);

/* What to do about a case beside its own events: it is taken as the event "deployed" of the engine, which does nothing
 * itself, or as "notice_changed". */
void renew_knock(struct engine *g, const char *case_id, const char *kind, int64_t at_ms);
/* Is a consent of this loaded case concerned? */
bool renew_is_due(struct engine *g, const struct slot *s);

/* ---- engine_deploy.c: flows come into use, and open cases go on with them */

struct deploys *deploy_new(void);
void deploy_free(struct deploys *d); /* NULL is allowed */
/* The flows that new cases begin with: those deployed last, else of the directory. -1: E_FLOW, E_CONFIG, E_BUSY,
 * E_IO. */
int deploy_load_flows(struct engine *g, struct err *e);
/* Knocks at the cases that the last deploy has not reached yet. -1: E_BUSY, E_IO. */
int deploy_begin(struct engine *g, struct err *e);
bool deploy_is_in_force(const struct engine *g);
/* Before an event of a case that is not busy: has the deploy in force been here? Then nothing; else the case may
 * begin a turn of its own, on the new flows. -1 E_BUSY: the event cannot be taken now. */
int deploy_reach(struct engine *g, struct slot *s, struct err *e);
/* A knock is done. */
void deploy_knocked(struct engine *g);
/* Its row is durable, or is not (e). */
void deploy_settle(struct engine *g, struct deploying *d, const struct err *e);
void deploy_forget(struct deploying *d); /* NULL is allowed */
bool deploy_is_idle(const struct engine *g);
void deploy_tick(struct engine *g, int64_t now_ms);
int64_t deploy_wake_at(const struct engine *g); /* 0: nothing waits */

/* ---- engine_commit.c */

struct batch *engine_batch_new(void);
void engine_batch_free(struct batch *b); /* NULL is allowed */
/* Into the batch that is being gathered: any write, or the turn of a case (k and p are taken). */
void engine_commit(struct engine *g, struct commit *k);
void engine_commit_turn(struct engine *g, struct slot *s, struct pending *p, struct commit *k);
/* The end of a message that needs no turn (ends.h; p is taken): its row alone. */
void engine_commit_end(struct engine *g, struct slot *s, struct pending *p);
void engine_commit_free(struct commit *k);
/* The consent file of a turn that is durable: 0, or -1 E_BUSY. */
int engine_put_consents(struct engine *g, struct commit *k, struct err *e);
/* What a turn that is durable, with its file in place, sets free: timers, outbox, readers. */
void engine_release(struct engine *g, struct commit *k);
/* A case that has ended runs no more. */
void engine_end_run(struct engine *g, struct slot *s);
void engine_hand_over(struct engine *g); /* unless a batch is in flight */
/* Must this event be known again? Then its id is written with k. */
bool engine_remembers(const struct event *ev);
void engine_remember(struct engine *g, struct commit *k, const struct pending *p);
/* The disk cannot be trusted. */
_Noreturn void engine_die(struct engine *g, const struct err *e);
/* Writes a row of the outbox that no event goes with. */
void engine_write_row(struct engine *g, const struct store_out *row);

#endif
