/* view.h: a case as the people at the desk see it (docs/openapi.yaml#Case). */
#ifndef ASSENT_VIEW_H
#define ASSENT_VIEW_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

struct bundle;
struct support_case;

json_t *view_case(const struct support_case *c, const struct bundle *b); /* new */

/* A delivery that could not be used, as an operator sees it: its id, the reason and the body are
 * masked; the body only where it is JSON and short (else null), since what is written in another way
 * may hide anything from the masker. New. */
json_t *view_undecoded(const char *source, const char *id, int64_t at_ms, const char *reason,
                       const char *raw, size_t raw_bytes);

#endif
