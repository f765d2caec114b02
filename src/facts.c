#include "facts.h"

#include "base.h"
#include "bundle.h"
#include "case.h"
#include "consent.h"
#include "keys.h"
#include "text.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

const struct fact fact_table[] = {
	{ "topic", FACT_TOPIC, CLASS_CASE, 40, true, true },
	{ "trip_date", FACT_DATE, CLASS_TRIP, 10, false, false },
	{ "origin", FACT_TEXT, CLASS_TRIP, 100, false, false },
	{ "destination", FACT_TEXT, CLASS_TRIP, 100, false, false },
	{ "agent_name", FACT_NAME, CLASS_PUBLIC, AGENT_NAME_MAX, false, false },
	{ "caller_is_passenger", FACT_BOOL, CLASS_CASE, 0, false, true },
	{ "booked_for_other", FACT_BOOL, CLASS_CASE, 0, false, true },
	{ "inbound", FACT_INBOUND, CLASS_CASE, 40, false, true },
	{ 0 },
};

const char *const party_keys[] = { "member", "phone",    "platform", "address",
	                           "mode",   "language", NULL };

const struct fact *fact_find(const char *name)
{
	for (const struct fact *f = fact_table; f->name; f++)
		if (!strcmp(f->name, name))
			return f;
	return NULL;
}

static bool is_shown(const char *s)
{
	char *bare = text_bare(s);
	bool shown = *bare != 0;
	free(bare);
	return shown;
}

/* C0, DEL, C1 and the line and paragraph separators. */
static bool has_control(const char *s)
{
	for (const unsigned char *p = (const unsigned char *)s; *p; p++)
		if (*p < 0x20 || *p == 0x7f || (*p == 0xc2 && p[1] < 0xa0) ||
		    (*p == 0xe2 && p[1] == 0x80 && (p[2] == 0xa8 || p[2] == 0xa9)))
			return true;
	return false;
}

/* A line of 1..max code points with something in it that can be read. */
static int check_line(const char *s, size_t max, struct err *e)
{
	if (!text_valid(s, strlen(s)) || has_control(s))
		return err_set(e, E_INPUT, "control characters are not allowed");
	if (text_code_points(s) > max)
		return err_set(e, E_INPUT, "longer than %zu characters", max);
	if (!is_shown(s))
		return err_set(e, E_INPUT, "is empty: leave it out, or give its value");
	return 0;
}

static int check_text(const json_t *v, size_t max, struct err *e)
{
	return json_is_string(v) ? check_line(json_string_value(v), max, e)
	                         : err_set(e, E_INPUT, "expected a text");
}

/* The longest row of digits, typed or spoken, whatever stands between them. */
static size_t digits_in_row(const char *text)
{
	char *bare = text_bare(text);
	size_t longest = 0, row = 0;
	for (const char *p = bare; *p;) {
		size_t len = 1;
		while ((p[len] & 0xC0) == 0x80)
			len++;
		char *one = xstrndup(p, len), *digit = text_digits(one);
		row = *digit ? row + 1 : 0;
		longest = row > longest ? row : longest;
		free(one);
		free(digit);
		p += len;
	}
	free(bare);
	return longest;
}

int facts_check_name(const char *name, struct err *e)
{
	if (check_line(name, AGENT_NAME_MAX, e))
		return -1;
	if (digits_in_row(name) > AGENT_NAME_DIGITS_MAX)
		return err_set(
			e, E_INPUT,
			"is said to everybody: a number as long as a telephone's has no place "
			"in a name");
	return 0;
}

static int digits(const char *s, int from, int count)
{
	int n = 0;
	for (int i = from; i < from + count; i++) {
		if (s[i] < '0' || s[i] > '9')
			return -1;
		n = n * 10 + (s[i] - '0');
	}
	return n;
}

static int check_date(const json_t *v, struct err *e)
{
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	const char *s = json_is_string(v) ? json_string_value(v) : "";
	if (strlen(s) == 10 && s[4] == '-' && s[7] == '-') {
		int y = digits(s, 0, 4), m = digits(s, 5, 2), d = digits(s, 8, 2);
		bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
		if (y >= 1 && m >= 1 && m <= 12 && d >= 1 && d <= days[m - 1] + (m == 2 && leap))
			return 0;
	}
	return err_set(e, E_INPUT, "expected a day that exists, as \"2026-11-20\"");
}

static const json_t *topics(const struct flow_set *s)
{
	/* flow_set_at lends a bundle; nothing is changed here */
	struct flow_set *set = (struct flow_set *)(uintptr_t)s;
	return flow_set_count(s) ? bundle_words(flow_set_at(set, 0), "topic") : NULL;
}

static int check_topic(const struct flow_set *s, const json_t *v, struct err *e)
{
	if (!json_is_string(v))
		return err_set(e, E_INPUT, "expected a topic code");
	const char *code = json_string_value(v);
	if (json_object_get(topics(s), code))
		return 0;
	char *hint = keys_hint_object(code, topics(s));
	err_set(e, E_INPUT, "unknown topic '%.40s': %s", code, hint);
	free(hint);
	return -1;
}

static char *role_hint(const char *word)
{
	const char *names[ROLE_COUNT + 1] = { 0 };
	for (int r = 0; r < ROLE_COUNT; r++)
		names[r] = role_name((enum role)r);
	return keys_hint(word, names);
}

static int check_inbound(const json_t *v, const json_t *parties, struct err *e)
{
	if (!json_is_string(v))
		return err_set(e, E_INPUT, "expected a role or \"none\"");
	const char *name = json_string_value(v);
	if (!strcmp(name, "none"))
		return 0;
	if (role_from(name) == ROLE_NONE) {
		char *hint = role_hint(name);
		err_set(e, E_INPUT, "unknown role '%.40s': %s", name, hint);
		free(hint);
		return -1;
	}
	if (!json_object_get(parties, name))
		return err_set(e, E_INPUT, "'%s' contacted us: add parties.%s", name, name);
	return 0;
}

int facts_check_value(const char *name, const json_t *v, struct err *e)
{
	const struct fact *f = fact_find(name);
	switch (f ? f->type : FACT_BOOL) {
	case FACT_DATE:
		return check_date(v, e);
	case FACT_TEXT:
		return check_text(v, f->max_code_points, e);
	case FACT_NAME:
		return json_is_string(v) ? facts_check_name(json_string_value(v), e)
		                         : err_set(e, E_INPUT, "expected a name");
	default:
		return err_set(e, E_INPUT, "'%.40s' is no text of a case", name);
	}
}

static int check_fact(const struct flow_set *s, const struct fact *f, const json_t *v,
                      const json_t *parties, struct err *e)
{
	switch (f->type) {
	case FACT_TOPIC:
		return check_topic(s, v, e);
	case FACT_DATE:
	case FACT_TEXT:
	case FACT_NAME:
		return facts_check_value(f->name, v, e);
	case FACT_BOOL:
		return json_is_boolean(v) ? 0 : err_set(e, E_INPUT, "expected true or false");
	case FACT_INBOUND:
		return check_inbound(v, parties, e);
	}
	return err_set(e, E_INPUT, "unknown fact");
}

static int check_facts(const struct flow_set *s, const json_t *facts, const json_t *parties,
                       struct err *e)
{
	const char *names[32] = { 0 };
	struct err why = { 0 };
	if (!json_is_object(facts))
		return err_set(e, E_INPUT, "facts: expected an object");
	for (size_t i = 0; fact_table[i].name; i++)
		names[i] = fact_table[i].name;
	if (keys_check(facts, names, &why))
		return err_set(e, E_INPUT, "facts: %s", why.text);
	for (const struct fact *f = fact_table; f->name; f++) {
		const json_t *v = json_object_get(facts, f->name);
		if (!v && f->required)
			return err_set(e, E_INPUT, "facts.%s: is missing", f->name);
		if (v && check_fact(s, f, v, parties, &why))
			return err_set(e, E_INPUT, "facts.%s: %s", f->name, why.text);
	}
	return 0;
}

/* Digits with an optional leading + and single hyphens between them. */
static int check_phone(const json_t *v, struct err *e)
{
	const char *s = json_is_string(v) ? json_string_value(v) : "";
	size_t len = strlen(s), i = s[0] == '+';
	bool digit = false;
	for (; s[i]; i++) {
		if (!isdigit((unsigned char)s[i]) && !(s[i] == '-' && digit))
			break;
		digit = isdigit((unsigned char)s[i]);
	}
	if (s[i] || !digit || len < PHONE_MIN || len > PHONE_MAX)
		return err_set(e, E_INPUT, "expected a number such as \"010-1234-5678\"");
	return 0;
}

static int check_platform(const json_t *v, struct err *e)
{
	const char *s = json_is_string(v) ? json_string_value(v) : "";
	size_t len = strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789_-");
	if (!len || s[len] || len > PLATFORM_MAX)
		return err_set(e, E_INPUT, "expected the name of a platform, such as \"console\"");
	return 0;
}

/* One in which we have words. */
static int check_language(const struct flow_set *s, const json_t *v, struct err *e)
{
	/* flow_set_at lends a bundle; nothing is changed here */
	struct flow_set *set = (struct flow_set *)(uintptr_t)s;
	int l = language_from(json_string_value(v));
	if (l < 0)
		return err_set(e, E_INPUT, "expected \"ko\" or \"en\"");
	if (flow_set_count(s) && !bundle_speaks(flow_set_at(set, 0), (enum language)l))
		return err_set(e, E_INPUT, "nothing can be said in it: flows/%s is not there",
		               language_phrases((enum language)l));
	return 0;
}

static int check_party_field(const struct flow_set *s, const char *key, const json_t *v,
                             struct err *e)
{
	if (!strcmp(key, "language"))
		return check_language(s, v, e);
	if (!strcmp(key, "member"))
		return json_is_boolean(v) ? 0 : err_set(e, E_INPUT, "expected true or false");
	if (!strcmp(key, "phone"))
		return check_phone(v, e);
	if (!strcmp(key, "platform"))
		return check_platform(v, e);
	if (!strcmp(key, "address"))
		return check_text(v, ADDRESS_MAX, e);
	const char *mode = json_is_string(v) ? json_string_value(v) : "";
	if (strcmp(mode, "assist") && strcmp(mode, "bot"))
		return err_set(e, E_INPUT, "expected \"assist\" or \"bot\"");
	return 0;
}

static int check_party(const struct flow_set *s, const char *role, const json_t *party,
                       struct err *e)
{
	struct err why = { 0 };
	if (!json_is_object(party))
		return err_set(e, E_INPUT, "parties.%s: expected an object", role);
	if (keys_check(party, party_keys, &why))
		return err_set(e, E_INPUT, "parties.%s: %s", role, why.text);
	if (!json_object_get(party, "member"))
		return err_set(e, E_INPUT, "parties.%s.member: is missing", role);
	for (size_t i = 0; party_keys[i]; i++) {
		const json_t *v = json_object_get(party, party_keys[i]);
		if (v && check_party_field(s, party_keys[i], v, &why))
			return err_set(e, E_INPUT, "parties.%s.%s: %s", role, party_keys[i],
			               why.text);
	}
	return 0;
}

static bool is_same(const json_t *a, const json_t *b, const char *key)
{
	const json_t *one = json_object_get(a, key), *other = json_object_get(b, key);
	return one == other || json_equal(one, other);
}

/* One person who is two parties would consent in the other one's name. */
static int check_addresses(const json_t *parties, struct err *e)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		for (int j = i + 1; j < ROLE_COUNT; j++) {
			const json_t *a = json_object_get(parties, role_name((enum role)i)),
				     *b = json_object_get(parties, role_name((enum role)j));
			if (json_object_get(a, "address") && is_same(a, b, "address") &&
			    is_same(a, b, "platform"))
				return err_set(e, E_INPUT,
				               "parties.%s.address: is that of %s: nobody can "
				               "be two parties of a case",
				               role_name((enum role)j), role_name((enum role)i));
		}
	return 0;
}

static int check_parties(const struct flow_set *s, const json_t *parties, struct err *e)
{
	if (!json_is_object(parties))
		return err_set(e, E_INPUT, "parties: expected an object of roles");
	if (!json_object_get(parties, role_name(ROLE_CALLER)))
		return err_set(e, E_INPUT, "parties.caller: is missing; every case has one");
	const char **roles = keys_sorted(parties);
	int result = 0;
	for (size_t i = 0; roles[i] && !result; i++) {
		if (role_from(roles[i]) != ROLE_NONE) {
			result = check_party(s, roles[i], json_object_get(parties, roles[i]), e);
			continue;
		}
		char *hint = role_hint(roles[i]);
		result = err_set(e, E_INPUT, "parties: unknown role '%.40s': %s", roles[i], hint);
		free(hint);
	}
	free(roles);
	return result ? result : check_addresses(parties, e);
}

/* The agent's name is said to everybody, before anybody has agreed to anything: what a case keeps from
 * third parties must not ride in it. */
static int check_name_is_public(const struct flow_set *s, json_t *facts, json_t *parties,
                                struct err *e)
{
	const char *name = json_string_value(json_object_get(facts, "agent_name"));
	const char *topic = json_string_value(json_object_get(facts, "topic"));
	enum role contact_of;
	if (!name)
		return 0;
	struct support_case *c = case_new("");
	json_decref(c->facts);
	c->facts = json_incref(facts);
	for (int r = 0; r < ROLE_COUNT; r++)
		c->parties[r].phone = json_incref(json_object_get(
			json_object_get(parties, role_name((enum role)r)), "phone"));
	struct bundle *b = flow_set_at((struct flow_set *)(uintptr_t)s, 0);
	unsigned tells = consent_text_tells(c, ROLE_NONE, name, NULL, &contact_of);
	for (int l = 0; b && l < LANGUAGES; l++)
		tells |= consent_text_tells(c, ROLE_NONE, name,
		                            bundle_word_in(b, "topic", topic, (enum language)l),
		                            &contact_of);
	case_free(c);
	if (tells & ~(unsigned)CLASS_PUBLIC)
		return err_set(
			e, E_INPUT,
			"facts.agent_name: is said to third parties too, and holds %s of this "
			"case: give the agent's name alone",
			tells & CLASS_TRIP   ? "a date or place"
			: tells & CLASS_CASE ? "the topic"
					     : "a telephone number");
	return 0;
}

int facts_check(const struct flow_set *s, json_t *facts, json_t *parties, struct err *e)
{
	if (check_parties(s, parties, e) || check_facts(s, facts, parties, e))
		return -1;
	return check_name_is_public(s, facts, parties, e);
}

int facts_check_desk(const json_t *desk, struct err *e)
{
	static const char *const keys[] = { "platform", "address", NULL };
	struct err why = { 0 };
	if (!desk)
		return 0;
	if (!json_is_object(desk) || keys_check(desk, keys, &why))
		return err_set(e, E_INPUT, "desk: expected {\"platform\", \"address\"}");
	if (check_platform(json_object_get(desk, "platform"), &why))
		return err_set(e, E_INPUT, "desk.platform: %s", why.text);
	if (check_text(json_object_get(desk, "address"), ADDRESS_MAX, &why))
		return err_set(e, E_INPUT, "desk.address: %s", why.text);
	return 0;
}
