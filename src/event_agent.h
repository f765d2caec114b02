/* event_agent.h: the agent's acts: rows of event.c, apart because they all pass the gate with typed
 * words. */
#ifndef ASSENT_EVENT_AGENT_H
#define ASSENT_EVENT_AGENT_H

#include "case.h"
#include "event.h"
#include "turn.h"

enum { EVENT_TEXT_MAX = 4000, EVENT_NAME_MAX = 400 }; /* code points */

/* Shared readers of event members (event.c). */
const char *event_text(const struct event *ev, const char *key);
int event_party(const struct turn *t, const struct event *ev, enum role *r, struct err *e);
/* Was this party named when the case was opened, reached since, or written to? Of others nothing can be heard here, and
 * nothing is kept. -1 E_NOT_FOUND */
int event_in_case(const struct turn *t, enum role r, struct err *e);
int event_given_text(const struct event *ev, const char *key, const char **text, struct err *e);
int event_question(struct turn *t, const struct event *ev, struct wait **w, struct err *e);
bool event_is_open(const struct turn *t, const struct wait *w); /* not answered, not over */
int event_refuse_closed(const struct turn *t, struct err *e);   /* -1 E_CONFLICT */
/* Does it come from the platform that this party is on? -1 E_FORBIDDEN */
int event_from_person(const struct turn *t, const struct event *ev, enum role r, struct err *e);
/* r has said this; ref (taken): its text. */
void event_heard(struct turn *t, enum role r, json_t *ref);
/* What proves a change by this event: {"kind","source","event","sent_at"?}, new. */
json_t *event_evidence(const struct event *ev, const char *kind);
/* The same with the agent's name, where one acts. */
json_t *event_evidence_by(struct turn *t, const struct event *ev, const char *kind);
void event_record(struct turn *t, const struct event *ev, json_t *more);
/* Does it name the person who acts? A client and a platform speak for many: there "by" does. */
bool event_names_person(const struct event *ev);
/* Who acts, for a record: a person's name is a value and can be erased; the name of a client or a
 * source is a code of the configuration. New; NULL: nobody. */
json_t *event_who(struct turn *t, const struct event *ev);

/* {"suggestion","act":"send"|"edit"|"own_words"|"read_out"|"posted"|"asked"|"skip","text"?,
 * "reason"?,"override"?:"why"}. posted: the agent has sent this text himself, where he works; it
 * passes what an edit does. asked: he has put this question by voice in his own words, and waits for
 * the answer; never one that asks for consent. */
int event_suggestion(struct turn *t, const struct event *ev, struct err *e);
/* {"party","text","override"?:"why"}: the agent speaks without a suggestion */
int event_words(struct turn *t, const struct event *ev, struct err *e);
/* {"party","mark","to"?: role}. Withdrawing is no harder than giving: that mark is taken when the case
 * is over, too. */
int event_mark(struct turn *t, const struct event *ev, struct err *e);
/* Is `to` the one who asks, who cannot ask for himself to be spoken to? A caller who rode is the passenger. */
bool event_is_himself(const struct turn *t, enum role r, const char *to);
/* Does the flow listen for this mark now, or handle it at any time? And tell it; to: role, or NULL. */
bool event_hears(struct turn *t, enum role r, const char *mark);
void event_tell_flow(struct turn *t, enum role r, const char *mark, const char *to);
/* {"party","mode":"assist"|"bot"} */
int event_mode(struct turn *t, const struct event *ev, struct err *e);
/* In bot mode what the agent had not sent yet is said. */
void event_set_mode(struct turn *t, const struct event *ev, enum role r, enum party_mode mode,
                    enum mode_by by);
/* The agent has sent this offer on the platform himself; text: as he did. */
void event_offer_sent(struct turn *t, const struct event *ev, struct suggestion *s, json_t *text);
/* {"text"} */
int event_note(struct turn *t, const struct event *ev, struct err *e);
/* {"outcome"?} */
int event_close(struct turn *t, const struct event *ev, struct err *e);

/* The offered text s is read out to its party; w: the wait that it serves. -1 E_GATE: not allowed. */
int event_read_out(struct turn *t, const struct event *ev, struct suggestion *s, struct wait *w,
                   struct err *e);

/* event_attest.c: answers that were given to the agent.
 * {"question","answer":"yes"|"no"|"unclear","method":"phone"|"chat"|"sms"|"in_person","words"?} */
int event_attest(struct turn *t, const struct event *ev, struct err *e);
/* {"field","value"} or {"field","declined":true} */
int event_field(struct turn *t, const struct event *ev, struct err *e);
bool event_is_phone(const char *text);
/* The party whose number an `ask` wants; whether it may be held; and that it is given: ref (taken) is
 * its value. */
enum role event_number_owner(const struct wait *w);
bool event_number_allowed(const struct turn *t, const struct wait *w, struct err *e);
void event_number_given(struct turn *t, struct wait *w, json_t *ref);

/* event_erase.c. {"party","by"}: all that is kept of a person goes (PIPA 36), what proves his answers
 * stays; an open case is closed first. */
int event_erase(struct turn *t, const struct event *ev, struct err *e);

/* event_notice.c. From the engine alone: {"notices": of renewal_changes, "consents": ids of those
 * concerned, "bundle"?: hash}. With a bundle the case goes on with it, and t->b is that one. */
int event_notice_changed(struct turn *t, const struct event *ev, struct err *e);

#endif
