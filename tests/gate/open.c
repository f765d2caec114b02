/* A gate that says yes to everything, linked over the real one by -Wl,--wrap=consent_allows: tests/suite-gate must see
 * what it lets out. */
#include "consent.h"

bool __wrap_consent_allows(const struct support_case *c, const struct gate_policy *p,
                           const struct act *a, int64_t now_ms, bool durable_only, struct err *why);
bool __wrap_consent_allows(const struct support_case *c, const struct gate_policy *p,
                           const struct act *a, int64_t now_ms, bool durable_only, struct err *why)
{
	(void)c, (void)p, (void)a, (void)now_ms, (void)durable_only, (void)why;
	return true;
}
