/* bundle_policy.h: flows/policy.lua as data into struct policy; for bundle.c. */
#ifndef ASSENT_BUNDLE_POLICY_H
#define ASSENT_BUNDLE_POLICY_H

#include <jansson.h>

#include "keys.h"

struct policy;

/* Fills out, whose texts are borrowed from spec and whose tables policy_clear releases. Each
 * mistake is told as "gate.tell.driver.trip: what to do", at "gate/tell/driver/trip"; a policy with
 * mistakes is only good for further checks. */
void policy_parse(const json_t *spec, struct policy *out, mistake *tell, void *arg);
void policy_clear(struct policy *p);

#endif
