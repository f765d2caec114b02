/* bundle_policy.h: flows/policy.lua as data into struct policy; for bundle.c. */
#ifndef ASSENT_BUNDLE_POLICY_H
#define ASSENT_BUNDLE_POLICY_H

#include <jansson.h>

struct err;
struct policy;

enum { POLICY_PATH_BYTES = 128 };

/* Fills out, whose texts are borrowed from spec and whose gate and consents policy_clear releases,
 * also behind a failure. -1: E_FLOW "gate.tell.driver.trip: what to do", and where =
 * "gate/tell/driver/trip". */
int policy_parse(const json_t *spec, struct policy *out, char where[POLICY_PATH_BYTES],
                 struct err *e);
void policy_clear(struct policy *p);

#endif
