/* view.h: a case as the people at the desk see it (docs/openapi.yaml#Case). */
#ifndef ASSENT_VIEW_H
#define ASSENT_VIEW_H

#include <jansson.h>

struct bundle;
struct support_case;

json_t *view_case(const struct support_case *c, const struct bundle *b); /* new */

#endif
