/* event_said.h: what a person's own words want: to be dealt with by somebody else, to know where a
 * number came from, to take a consent back. Decided once, when the event is taken; the records keep by
 * which words and which reader, and replay reads nothing again. */
#ifndef ASSENT_EVENT_SAID_H
#define ASSENT_EVENT_SAID_H

#include "case.h"
#include "event.h"

struct understand;
struct wait;

/* The person whose message is a withdrawal; ROLE_NONE: it is none, or u is NULL. */
enum role said_withdrawal_of(struct understand *u, const struct event *ev);
/* Has this person granted something, or is he being asked for a consent? A third party can always
 * object: what is held of him rests on the word of another (PIPA 37). */
bool said_can_withdraw(const struct turn *t, enum role r);

/* For the newest message, text, of r: if it takes back, withdraws what said_can_withdraw. */
void said_withdraws(struct turn *t, const struct event *ev, enum role r, const char *text);
/* Tells the flow of a complaint and, of the caller, a request, where it listens for them. heard: the request was heard with
 * his answer. */
void said_tell_flow(struct turn *t, enum role r, const char *text, bool heard);
/* Does the text ask to deal with somebody of whom the open consent does not speak? "제 남편과 통화해 주세요" agrees to
 * a delegation to him, and to nothing else. */
/* What the question hears along with an answer, if the text says it: {"kind", "to"}; recorded as understood. New; NULL. */
json_t *said_along(struct turn *t, const struct wait *w, const char *text);
bool said_of_another(const struct turn *t, const struct wait *w, const char *text);
/* The one telephone number of the text answers the open `ask`; false: there is none or several, it is
 * the number of the person himself, or it may not be held. */
bool said_number(struct turn *t, struct wait *w, const char *text);

/* Had the question come to its reader by then, without a doubt and in all its pieces? Whoever pressed a button has
 * seen the last one. */
#define SAID_PRESSED INT64_MAX
bool said_question_reached(const struct turn *t, const struct wait *w, int64_t by_ms);

/* The id of the newest thing that this person said, if he said anything. */
const char *said_newest(const struct turn *t, enum role r);

/* A "1" or "2" answers the question below which they stand, while nothing was said after it. */
bool said_choice(struct turn *t, struct wait *w, const struct event *ev, const char *text);

#endif
