#include "consent_query.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "case.h"
#include "store.h"

const char *const consent_filters[] = { "case",  "kind",  "state", "subject",
	                                "party", "since", "until", NULL };

/* The first instant of a day here, or of the day behind it. -1: not a day. */
static int64_t day_ms(const char *text, bool end)
{
	struct tm tm = { .tm_isdst = -1 };
	int year, month, day, read = 0;
	if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &read) != 3 || read != 10 ||
	    text[read] || month < 1 || month > 12 || day < 1)
		return -1;
	tm.tm_year = year - 1900;
	tm.tm_mon = month - 1;
	tm.tm_mday = day;
	struct tm same = tm;
	if (mktime(&same) == -1 || same.tm_mday != day) /* the 31st of a month of 30 */
		return -1;
	tm.tm_mday += end;
	return (int64_t)mktime(&tm) * 1000;
}

static int set_time(int64_t *at_ms, const char *name, const char *value, struct err *e)
{
	*at_ms = day_ms(value, !strcmp(name, "until"));
	if (*at_ms < 0)
		*at_ms = time_parse(value);
	if (*at_ms > 0)
		return 0;
	return err_set(e, E_INPUT,
	               "%s: expected a day such as 2026-11-23 or a time such as "
	               "2026-11-23T20:45:56+09:00, not '%.40s'",
	               name, value);
}

static int set_role(const char **to, const char *name, const char *value, struct err *e)
{
	*to = value;
	if (role_from(value) != ROLE_NONE)
		return 0;
	return err_set(e, E_INPUT,
	               "%s: expected caller, passenger, spouse, vehicle_owner, other or driver, "
	               "not '%.40s'",
	               name, value);
}

static int set_state(const char **to, const char *value, struct err *e)
{
	static const char *const states[] = { "requested",  "granted",   "denied",
		                              "unanswered", "withdrawn", "expired" };
	*to = value;
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (!strcmp(states[i], value))
			return 0;
	return err_set(e, E_INPUT,
	               "state: expected requested, granted, denied, unanswered, withdrawn or "
	               "expired, not '%.40s'",
	               value);
}

int consent_query_set(struct store_consent_query *q, const char *name, const char *value,
                      struct err *e)
{
	if (!strcmp(name, "since"))
		return set_time(&q->since_ms, name, value, e);
	if (!strcmp(name, "until"))
		return set_time(&q->until_ms, name, value, e);
	if (!strcmp(name, "subject"))
		return set_role(&q->subject, name, value, e);
	if (!strcmp(name, "party"))
		return set_role(&q->party, name, value, e);
	if (!strcmp(name, "state"))
		return set_state(&q->state, value, e);
	*(!strcmp(name, "case") ? &q->case_id : &q->kind) = value;
	return 0;
}

json_t *consent_row(const char *case_id, const struct store_consent *k)
{
	return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:o}", "case", case_id, "id", k->id,
	                 "kind", k->kind, "subject", k->subject, "delegate", k->delegate, "state",
	                 k->state, "at", time_json(k->at_ms));
}

char *consent_cursor_text(const struct consent_cursor *c)
{
	return xasprintf("%lld.%s.%s", (long long)c->at_ms, c->case_id, c->id);
}

int consent_cursor_set(struct store_consent_query *q, struct consent_cursor *c, const char *text,
                       struct err *e)
{
	long long at_ms;
	char behind;
	if (sscanf(text, "%lld.%63[a-zA-Z0-9_-].%63[a-zA-Z0-9_-]%c", &at_ms, c->case_id, c->id,
	           &behind) != 3)
		return err_set(e, E_INPUT,
		               "cursor: expected what an earlier answer gave as \"next\"");
	c->at_ms = at_ms;
	q->after_case = c->case_id;
	q->after_id = c->id;
	q->after_ms = c->at_ms;
	return 0;
}
