/* view.h: a case as the people at the desk see it (docs/openapi.yaml#Case). */
#ifndef ASSENT_VIEW_H
#define ASSENT_VIEW_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

enum { VIEW_PHONE_END = 4 };

struct bundle;
struct support_case;

json_t *view_case(const struct support_case *c, const struct bundle *b); /* new */

/* Which messages a reader has, as they are: a mark of each. Zeroed: none. */
struct view_seen {
	uint64_t *marks;
	size_t count;
};
void view_seen_free(struct view_seen *seen); /* NULL is allowed */
/* The case with its messages from the first on that this reader lacks or has as they were before; "messages_from" says
 * which that is. From then on he has them all. New. */
json_t *view_case_since(const struct support_case *c, const struct bundle *b,
                        struct view_seen *seen);
/* The same for who looks on and calls nobody: of its people's numbers the last four digits. New. */
json_t *view_without_numbers(const json_t *view);

/* The same in a line of the queue: what it waits for, and for whom. */
struct summary {
	char *text;       /* JSON, docs/openapi.yaml#CaseSummary */
	char *phone_ends; /* of its people's numbers, which agents search by: "6789 5432 " */
};
struct summary *view_summary(const struct support_case *c, const struct bundle *b); /* new */
void view_summary_free(struct summary *m); /* NULL is allowed */

/* A delivery that could not be used, as an operator sees it: its id, the reason and the body are
 * masked; the body only where it is JSON and short (else null), since what is written in another way
 * may hide anything from the masker. New. */
json_t *view_undecoded(const char *source, const char *id, int64_t at_ms, const char *reason,
                       const char *raw, size_t raw_bytes);

#endif
