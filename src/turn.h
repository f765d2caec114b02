/* turn.h: what one event makes of a case: records, applied as they are added, and all that is
 * written with them. */
#ifndef ASSENT_TURN_H
#define ASSENT_TURN_H

#include "case.h"
#include "consent.h"

struct bundle;
struct channels;
struct phrase;
struct store_address;
struct store_out;
struct store_turn;
struct store_value;
struct understand;

/* Behind the name of a target: who was invited to it. */
#define TURN_INVITED "#invited"

/* What a flow cannot know beforehand, told by somebody else than the clock and chance. */
struct fate {
	int64_t (*now_ms)(void *arg, int64_t now_ms);
	int64_t (*draw)(void *arg, int64_t n, int64_t otherwise); /* from 1 to n */
	void *arg;
};

struct turn {
	struct support_case *c;
	struct bundle *b;
	int64_t now_ms;
	struct understand *understand;   /* borrowed; NULL: no free text is clear */
	const struct channels *channels; /* borrowed; NULL: the console alone */
	const struct fate *fate;         /* borrowed; NULL: none, as ever but in checks and plays */
	bool asks_values; /* of an agent, where a phrase lacks one; else that is the flow's mistake */
	json_t *records;
	struct store_value *values;
	size_t values_count;
	struct store_out *outs;
	size_t outs_count;
	struct store_address *addresses;
	size_t addresses_count;
	int64_t *erase; /* ids of values */
	size_t erase_count;
	json_t *who; /* reference to the name of the person who acts, once a record needed it */
};

void turn_begin(struct turn *t, struct support_case *c, struct bundle *b, int64_t now_ms);
void turn_end(struct turn *t); /* frees what it gathered */

/* Adds a record (taken) and applies it. Records made here always apply: a failure is a programmer's
 * error. */
void turn_record(struct turn *t, json_t *record);
/* Records (taken) that were applied before this turn began: they stand first in it. */
void turn_precede(struct turn *t, json_t *records);
/* A new value of that party (ROLE_NONE: nobody's): its reference, new. */
json_t *turn_value(struct turn *t, enum role whose, const char *text);
/* The name of an agent who acts: the same reference however often it is asked for, new. */
json_t *turn_who(struct turn *t, const char *name);
json_t *turn_case_value(struct turn *t, const char *text);  /* VALUE_OF_CASE */
json_t *turn_agent_value(struct turn *t, const char *name); /* any other name of an agent */
/* A value of the same person as that one. */
json_t *turn_value_like(struct turn *t, const json_t *ref, const char *text);
/* A value by which a party (or "desk", not a person) is found on that target from now on: an address
 * there, or the token of an invitation (TURN_INVITED behind the target's name). New. Names are
 * borrowed. */
json_t *turn_address(struct turn *t, const char *target, const char *party, const char *text);
/* Erases what is kept of a person: the values that are his, and texts of others that hold his
 * telephone number. */
void turn_erase(struct turn *t, enum role whose);
/* And what was written about the case. What stays: that, when and to which notice he answered, how,
 * and who recorded it. */
void turn_erase_wholly(struct turn *t, enum role whose);

/* A phrase with its values, as text; caller frees. values: {placeholder: text or {"party": role}}
 * or NULL. NULL: E_FLOW. */
char *turn_fill(const struct turn *t, const struct phrase *p, const json_t *values, struct err *e);

/* Can an agent tell the value of this placeholder: a fact of the case, or a telephone number? */
bool turn_is_tellable(const struct turn *t, const char *name);

/* Does an edited notice still name what its phrase fills in: whom and what the consent is about? -1
 * E_INPUT: what is missing. */
int turn_keeps_values(const struct turn *t, const struct phrase *p, enum role delegate,
                      const char *text, struct err *e);

bool turn_allows(const struct turn *t, const struct act *a, struct err *why);

/* What is said to a party: shown by the console at once, else rows in the outbox. Cut as the channel
 * needs it. A question is served with it: its wait is marked as asked, and its consent gets the notice
 * as shown, by whom and how. Where nothing can be sent before the person opens a session it is held;
 * turn_release says it then. */
struct saying {
	enum role party;
	const char *from;           /* "agent", "engine" */
	bool spoken;                /* by voice: nothing is sent */
	bool sent;                  /* the agent has sent it on the platform himself */
	bool again;                 /* asked before; served anew only if the notice is another */
	const char *channel;        /* where he has sent it; NULL: on the party's platform */
	json_t *by;                 /* who speaks: a name's reference or a code, borrowed; NULL */
	const char *source, *event; /* of the event by which it is said; NULL: the flow says it */
	json_t *text;               /* value reference, borrowed */
	unsigned tells;
	enum role contact_of;
	/* the question it asks: buttons go with it unless it is an ask; NULL */
	const struct wait *asks;
	const char *phrase; /* for button labels; NULL: the policy's */
};
void turn_say(struct turn *t, const struct saying *s);
/* The question of w is asked now. */
void turn_serve(struct turn *t, const struct wait *w);
enum mode_by {
	BY_US,       /* the platform is told */
	BY_OFFER,    /* the same; it offered that person to us */
	BY_PLATFORM, /* it says so itself */
};
/* Who answers this party from here on; why: a code, or NULL. */
void turn_set_mode(struct turn *t, enum role party, enum party_mode mode, const char *why,
                   enum mode_by by);
/* The bot is about to speak to this party: where nobody has said who answers him, the platform is told first. */
void turn_take_over(struct turn *t, enum role party);
/* A row of the outbox with this effect (taken): its key, the caller's. The record that goes with it has
 * its "seq". */
char *turn_out(struct turn *t, const char *target, json_t *effect);
/* The case has ended: whom the bot still answers, it lets go, or who writes next writes to nobody; where the flow broke,
 * to the agents. but: a mask of roles that another case goes on with. */
void turn_let_go(struct turn *t, unsigned but);
/* The person of the ticket: who wrote in, else the caller. */
enum role turn_person_of_desk(const struct turn *t);
/* What this turn brought, for the agents' own place of work (turn_desk.c). */
void turn_tell_desk(struct turn *t);
/* A session with that party was opened: what was held is said, if the gate allows it now and nobody
 * waits in vain for it; the rest is dropped. */
void turn_release(struct turn *t, enum role party);
/* What was held will not be said. */
void turn_drop_held(struct turn *t, enum role party, const char *reason);
/* His session was over already: what is under way to that party has not been said, nor asked. It is held. */
void turn_hold_unshown(struct turn *t, enum role party);
/* The label of a choice of that question. */
const char *turn_label(const struct turn *t, const struct wait *w, bool yes);
/* The phrase in the language of the party, or in Korean where that has no words for it; NULL: unknown,
 * or id is NULL. */
const struct phrase *turn_phrase(const struct turn *t, const char *id, enum role party);
/* What a typed text gives away (consent_text_tells), the topic looked for in every language. */
unsigned turn_text_tells(const struct turn *t, enum role to, const char *text,
                         enum role *contact_of);

/* Changes of waits, shared by events and effects. evidence is taken; NULL outcome members are left
 * out. */
void turn_settle(struct turn *t, const struct wait *w, json_t *outcome);
void turn_settle_by(struct turn *t, const struct wait *w, json_t *outcome, json_t *evidence);
void turn_consent_state(struct turn *t, const struct consent *k, const char *state,
                        json_t *evidence);
/* Offers a text to the agent. purpose: suggest confirm consent ask reask. */
void turn_offer(struct turn *t, const struct wait *w, const char *purpose, json_t *text_ref);
/* Ends every suggestion of that step that is still offered. */
void turn_end_offers(struct turn *t, int lane, int64_t n, const char *state, const char *reason);

/* Erases what was kept of non-members who did not agree to collection (guide 3): 비회원
 * 개인정보수집동의). Whoever is still being written to comes later: with the end of his last
 * message, whose text is among what is erased. */
void turn_erase_provisional(struct turn *t);
/* Closes the case: offers end, and what was provisional is erased. outcome (taken): a code, or a
 * reference to what an agent typed. */
void turn_close(struct turn *t, json_t *outcome);

/* Ends the turn: fills the parts of a store_turn that come from here; *st borrows from t. Caller
 * frees *records_text. */
void turn_to_store(struct turn *t, struct store_turn *st, char **records_text);

#endif
