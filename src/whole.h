/* whole.h: long texts of which a platform gives only the beginning, and the address of the whole: it is
 * read there, and what stands there is the person's message. */
#ifndef ASSENT_WHOLE_H
#define ASSENT_WHOLE_H

#include <jansson.h>

struct engine;
struct event;

/* ev: a message that is durable, with the body that it had: "more" in it is the address. Of a message
 * without a date the whole answers nothing that was asked since it came. */
void whole_fetch(struct engine *g, const struct event *ev, const json_t *body);
void whole_stop(struct engine *g); /* what is being read is of no use any more */

#endif
