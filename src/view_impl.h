/* view_impl.h: what view.c shows of the talk and of why. */
#ifndef ASSENT_VIEW_IMPL_H
#define ASSENT_VIEW_IMPL_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct bundle;
struct suggestion;
struct support_case;
struct view_seen;
struct wait;

/* The first message that is another than in seen, or not in it; all of them are in it then. */
size_t view_talk_seen(const struct support_case *c, struct view_seen *seen);

/* All new. */

json_t *view_text(const char *s); /* null where there is none */
json_t *view_question(int64_t n); /* "q3"; null for 0 */
/* The messages from that one on, and all that is still held, which stands behind them. */
json_t *view_talk(const struct support_case *c, const struct bundle *b, size_t from);

/* Which line of the flow, at which step of the case, behind which answer. */
json_t *view_why(const struct support_case *c, const struct suggestion *s);
/* Of one that the gate has stopped: what would have to be granted, by whom, and the open question that asks for it. Null
 * for any other. */
json_t *view_unlock(const struct support_case *c, const struct bundle *b,
                    const struct suggestion *s);
/* Why this flow: each fact that it is opened by, what the case has, and what it wants. */
json_t *view_opens(const struct support_case *c, const struct bundle *b);
/* What the words of this wait lack still, with what a form needs to ask for it. */
json_t *view_missing(const struct support_case *c, const struct bundle *b, const struct wait *w);
/* Those words with their placeholders; null where nothing is lacking. */
json_t *view_template(const struct support_case *c, const struct bundle *b, const struct wait *w);

#endif
