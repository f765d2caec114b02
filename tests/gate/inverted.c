/* A gate that says of third parties the opposite of what it should, linked over the real one by
 * -Wl,--wrap=consent_allows: tests/suite-gate must see what it lets out. Of the caller it says the truth, as no flow
 * comes as far as a third party otherwise. */
#include "case.h"
#include "consent.h"

bool __real_consent_allows(const struct support_case *c, const struct gate_policy *p,
                           const struct act *a, int64_t now_ms, bool durable_only, struct err *why);
bool __wrap_consent_allows(const struct support_case *c, const struct gate_policy *p,
                           const struct act *a, int64_t now_ms, bool durable_only, struct err *why);
bool __wrap_consent_allows(const struct support_case *c, const struct gate_policy *p,
                           const struct act *a, int64_t now_ms, bool durable_only, struct err *why)
{
	struct err real = { 0 };
	if (!role_is_third_party(a->party))
		return __real_consent_allows(c, p, a, now_ms, durable_only, why);
	if (!__real_consent_allows(c, p, a, now_ms, durable_only, &real))
		return true;
	err_set(why, E_GATE, "inverted");
	return false;
}
