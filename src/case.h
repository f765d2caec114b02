/* case.h: one support case as its journal tells it: parties, messages, suggestions, consents, open
 * waits.
 *
 * This is a fold: case_apply takes one record after the other and decides nothing. The same records
 * give the same case, live and in replay. Who decides which records an event or a step of the flow
 * makes: event.h and effect.h.
 *
 * Records are JSON objects whose "r" names the row in case_apply.c. Personal values and texts stand
 * in them as
 * {"v": id, "h": HMAC-SHA256(salt, text)} and live in the case's value table. */
#ifndef ASSENT_CASE_H
#define ASSENT_CASE_H

#include <jansson.h>

#include "base.h"
#include "language.h"

enum role {
	ROLE_NONE = -1,
	ROLE_CALLER,
	ROLE_PASSENGER,
	ROLE_SPOUSE,
	ROLE_VEHICLE_OWNER,
	ROLE_OTHER,
	ROLE_DRIVER,
	ROLE_COUNT,
};
const char *role_name(enum role r);    /* "vehicle_owner"; "" for ROLE_NONE */
enum role role_from(const char *name); /* ROLE_NONE: unknown */
const char *role_word(enum role r);    /* how agents name it: \"차주\" */
bool role_is_third_party(enum role r); /* passenger, spouse, vehicle_owner, other */

enum case_status { CASE_OPEN, CASE_CLOSED, CASE_PARKED };
enum party_mode { MODE_ASSIST, MODE_BOT };

struct party {
	bool known; /* named when the case was opened, or reached since */
	bool member;
	enum party_mode mode;
	enum language language;
	char *platform;          /* "console" */
	json_t *address, *phone; /* value references; NULL: not known */
	bool session;            /* open, where the platform needs one */
	json_t *session_id;      /* value reference: the platform's name of it; NULL: it has none */
	bool by_bot;             /* the engine itself answers this person, or did */
	char *control_key;       /* outbox key of our newest change of who answers; NULL: none */
	int64_t control_at_ms;   /* when the platform itself said last who answers; 0: never */
	char *invite_key;        /* outbox key of the invitation to it; NULL: none went out */
	char *invite_state;      /* "queued", "sent", "unknown", "dead" */
	char *invite_reason;     /* for the agent; NULL: nothing to say */
};

enum {
	TELLS_UNKNOWN = 1 << 30
}; /* of a text that is not said again: the gate could not be asked */

/* Something that a person is shown or said. */
struct message {
	char *id; /* "m3" */
	enum role party;
	char *from; /* "party", "agent", "engine" */
	json_t *text;
	int64_t at_ms;
	bool buttons;      /* yes and no go with it */
	bool typed;        /* and stand below it as 1 and 2 */
	int64_t wait_n;    /* of the question it asks; 0: none */
	int64_t part_of_n; /* of the question whose text it is, but for the last piece; 0: none */
	char *key;         /* outbox key; NULL: the console shows it */
	unsigned tells;    /* classes; TELLS_UNKNOWN where no platform keeps sessions */
	enum role contact_of;
	int64_t ended_ms; /* when its delivery became this */
	char *delivery;   /* "shown", "queued", "sent", "unknown", "dead", "held" */
	char *reason;     /* of the delivery, for the agent; NULL: none */
	char *resolved; /* what an agent did about a doubtful one: "again", "arrived", "lost"; NULL */
	bool written;   /* "unknown" since nobody confirms it, not since an answer was lost */
};

/* What is to be said once its reader opens a session. */
struct held {
	char *id; /* "m3" */
	enum role party;
	int lane; /* with n: the question that it asks; n 0: none */
	int64_t n;
	json_t *record; /* as it was made: all that is needed to say it */
	int64_t at_ms;
};

/* How the flow came to a step: for whoever asks why. */
struct came {
	char file[64];
	int line;
	size_t step;     /* in c->steps: 1 is the first; 0: none had begun */
	char *phrase;    /* of the question whose answer led here; NULL: none did */
	enum role party; /* who was asked it */
	json_t *answer;  /* its outcome */
};

/* A filled phrase on the agent's screen. */
struct suggestion {
	char *id; /* "s3" */
	int lane;
	int64_t n; /* the step that it belongs to */
	enum role party;
	char *purpose; /* suggest confirm consent ask reask */
	char *phrase;
	json_t *text;
	unsigned tells;
	enum role contact_of;
	char *state; /* offered sent edited own_words read_out posted asked skipped blocked ended */
	int64_t at_ms;
	json_t *reason; /* of blocked: a text; of skipped: a value reference; NULL */
	struct came came;
};

struct consent_change {
	char *state;
	int64_t at_ms, turn;
	json_t *shown; /* value reference: the notice that was served with it; NULL: none was */
	char shown_hash[65];
	json_t *evidence; /* {"kind": "button"|"attested"|"message"|"timer"|"agent"|..., ...} */
};

struct consent {
	char *id; /* "k1" */
	char *kind;
	enum role subject, delegate; /* delegate: ROLE_NONE where there is none */
	char *about;                 /* topic code or NULL */
	json_t *items;               /* list of strings or NULL */
	char *phrase;
	int version;
	enum language language; /* of the notice, as it was asked */
	char *bundle;           /* that the phrase is of */
	json_t *notice;         /* value reference: the text exactly as shown */
	char notice_hash[65];   /* SHA-256 of it */
	char identity[65];      /* of the notice in law (notice.h); "": asked before it was kept */
	json_t *values;         /* what the flow filled in beside its delegate; NULL */
	json_t *legal;          /* {item: text} as declared by the phrase */
	int64_t served_at_ms;   /* 0: not yet */
	int64_t expires_at_ms;  /* 0: never */
	char *state;            /* requested granted denied unanswered withdrawn expired */
	int64_t state_turn;
	struct consent_change *history;
	size_t history_count;
	bool suspended; /* a withdrawal has arrived and is not durable yet: counts as withdrawn */
	bool outdated;  /* its notice has changed, and that is not durable yet: counts as expired */
};

enum wait_kind {
	WAIT_SUGGEST,
	WAIT_CONFIRM,
	WAIT_CONSENT,
	WAIT_ASK,
	WAIT_LISTEN,
	WAIT_TIME,
	WAIT_SAY, /* for what it lacks; nothing else makes a say wait */
};

/* A step of the flow that waits. At most one per lane; an answered one stays until its lane makes
 * its next step. */
struct wait {
	int lane;
	int64_t n;
	enum wait_kind kind;
	enum role party;
	char *phrase, *field; /* NULL where there is none */
	json_t *marks;        /* listen, confirm: list of what is heard, too; NULL: nothing */
	json_t *text;         /* value reference: the question as filled, for asking again */
	json_t *missing; /* names of what its phrase could not be filled with; NULL: it was filled */
	json_t *values;  /* with it, of a say: what the flow fills in */
	int64_t until_ms;
	int64_t served_at_ms; /* 0: the person has not been asked yet */
	bool unclear;         /* the last answer was not clear */
	int reasked;
	char *consent;   /* id; NULL */
	char *yes, *no;  /* on its buttons, where its case has been moved to other words; NULL */
	json_t *outcome; /* NULL while it waits */
	char file[64];
	int line;
};

struct lane {
	int id;        /* 0: the main flow */
	char *handler; /* of an interrupt; NULL */
	enum role party;
	json_t *event; /* what the handler is told */
	bool ended;
	struct came came; /* its newest step */
};

/* Whose a value is: a role's name; "" for texts of nobody in particular; or this: names of agents. */
#define VALUE_OF_AGENTS "agent"
/* What agents and flows wrote about the case, to nobody: it may name any of its people, so it goes
 * with the first of them who is erased. */
#define VALUE_OF_CASE "case"

struct value {
	char *party;
	char *text; /* NULL: erased */
	uint8_t salt[16];
};

struct support_case {
	char *id;
	char *flow, *bundle; /* name; SHA-256 hex */
	json_t *bundles;     /* [{"bundle","at"}]: all that it ran with, the last is this one */
	enum case_status status;
	json_t *outcome; /* of close: a flow's code; what an agent typed is a value reference; NULL */
	json_t *parked; /* {"reason", "file", "line", "recorded"?, "attempted"?} or NULL */
	json_t *facts;
	enum role inbound; /* of the facts: who had come to us; ROLE_NONE */
	struct party parties[ROLE_COUNT];
	char *desk; /* target on which its agents work; NULL: the console alone */
	json_t *desk_address;
	int64_t desk_due_ms; /* of the last note to it */
	char *step;
	json_t *steps; /* [{"title","at"}] */
	json_t *notes; /* [{"text": ref, "at", "by": ref or code}] */

	struct message *messages;
	size_t messages_count;
	struct held *held;
	size_t held_count;
	struct suggestion *suggestions;
	size_t suggestions_count;
	struct consent *consents;
	size_t consents_count;
	struct wait *waits;
	size_t waits_count;
	struct lane *lanes; /* interrupts in order; [0] is the main flow */
	size_t lanes_count;
	char **handlers; /* kinds with a `whenever` */
	size_t handlers_count;
	struct value *values; /* id - 1 */
	size_t values_count;

	json_t *reports; /* what platforms told of messages before their rows ended, the newest last:
	                  * [{"key" or "message": the platform's name, "state", "reason"?}]; NULL */

	int64_t turn, committed_turn; /* last one applied; last one durable */
	int64_t consents_turn; /* last one that changed what consent_document says; 0: none */
	int64_t opened_at_ms, updated_at_ms;
	int64_t next_step, next_id; /* counters that ids derive from */
	int64_t out_seq;
};

/* How many elements a list of it has room for where there are n: the next power of two. */
static inline size_t case_room(size_t n)
{
	size_t room = n > 0;
	while (room < n)
		room *= 2;
	return room;
}

struct support_case *case_new(const char *id); /* caller frees */
void case_free(struct support_case *c);
/* The same case once more, which goes on by itself. Caller frees. */
struct support_case *case_clone(const struct support_case *from);

/* at_ms is the turn's. -1 E_PARSE: the record is not one that this program wrote. */
int case_apply(struct support_case *c, int64_t at_ms, const json_t *record, struct err *e);

/* Adds a value under the next id (live), or at id (loading). text NULL: erased. */
int64_t case_value_add(struct support_case *c, const char *party, const char *text,
                       const uint8_t salt[16]);
void case_value_load(struct support_case *c, int64_t id, const char *party, const char *text,
                     const uint8_t salt[16]);
void case_value_erase(struct support_case *c, int64_t id);
void case_values_erase(struct support_case *c, const char *party); /* all of a party */
json_t *case_value_ref(const struct support_case *c, int64_t id);  /* new {"v","h"} */
/* Text behind a reference or of a plain JSON string; borrowed; NULL: erased, or no such value. */
const char *case_text(const struct support_case *c, const json_t *ref);
/* A copy of v in which every value reference is its text, or null once erased. New. */
json_t *case_reveal(const struct support_case *c, const json_t *v);

/* Borrowed; NULL: none. */
/* Does it wait for that mark, alone or along with an answer? */
bool case_wait_hears(const struct wait *w, const char *mark);
struct wait *case_wait_of_lane(struct support_case *c, int lane);
void case_wait_drop(struct support_case *c, int lane);
struct wait *case_wait_at(struct support_case *c, int lane, int64_t n);
/* open confirm, consent or ask of that party */
struct wait *case_question(struct support_case *c, enum role r);
/* A number for the question n of a case, where people read it: a person may see the buttons of several cases, whose
 * questions are counted alike. */
int64_t case_mark(const char *case_id, int64_t n);
int64_t case_marked(const char *case_id,
                    int64_t mark); /* the n; 0: of none of this case's questions */
struct suggestion *case_suggestion(struct support_case *c, const char *id);
struct consent *case_consent(struct support_case *c, const char *id);
struct message *case_message_by_key(struct support_case *c, const char *key);
const struct message *case_message(const struct support_case *c, const char *id);
/* Whether a notice went to somebody with this message: what becomes of it stands in the record. */
bool case_carried_notice(const struct support_case *c, const struct message *m);
/* Is that value of a case known: a fact, or the telephone number of a party ("passenger.phone")? */
bool case_knows(const struct support_case *c, const char *name);
/* "passenger.phone" -> ROLE_PASSENGER; ROLE_NONE: it is no such name. */
enum role case_phone_owner(const char *name);
bool case_handles(const struct support_case *c, const char *kind);
/* earliest limit of an open wait or grant; 0: none */
int64_t case_wake_at(const struct support_case *c);
const char *case_status_name(enum case_status s);
/* "" while it is open. Lists are read without the values: there an agent's own words are but a sign that they are
 * some. */
const char *case_outcome_code(const struct support_case *c);
json_t *time_json(int64_t at_ms); /* new: RFC 3339, or null for 0 */

#endif
