/* ends.h: messages that were sent, which stands in the outbox and not yet in the journal. Such an end
 * changes nothing that anybody decides by: it has no turn of its own, the case shows it, and the
 * case's next turn records it. */
#ifndef ASSENT_ENDS_H
#define ASSENT_ENDS_H

#include <stdbool.h>

struct err;
struct event;
struct slot;
struct store;
struct turn;

/* Is this event the end of such a message: sent, in a case that runs, and no notice went with it? The others have a
 * turn of their own: what was not sent, what was with something to say of it, a notice, whose record says what became of
 * it, the end in a case whose platform has told of messages before their ends, and the last message of a case that is
 * over, behind which is erased what was provisional. */
bool ends_without_turn(const struct slot *s, const struct event *ev);
/* Its row is durable: the case shows it. */
void ends_add(struct slot *s, const char *key);
/* The turn that has begun writes what was not written before. */
void ends_record(struct slot *s, struct turn *t);

/* A case that was just loaded: asks the store what became of the messages that its journal calls
 * queued. -1: E_BUSY, E_IO; s->ends is then NULL. */
int ends_read(struct store *st, struct slot *s, struct err *e);
/* The case was read again and is still that of s->ends. */
void ends_apply(struct slot *s);

#endif
