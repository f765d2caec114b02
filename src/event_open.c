/* How a case begins: its facts, its parties, where its agents work, and what the person said who began
 * it. */
#include "event.h"

#include <string.h>

#include "bundle.h"
#include "channel.h"
#include "event_agent.h"
#include "event_reach.h"
#include "turn.h"

/* Facts that are codes or switches stay readable; the rest are values of the caller, or of the agents
 * (agent_name). */
static json_t *open_facts(struct turn *t, json_t *facts)
{
	json_t *out = json_object(), *v;
	const char *name;
	json_object_foreach(facts, name, v)
	{
		bool plain =
			!json_is_string(v) || !strcmp(name, "topic") || !strcmp(name, "inbound");
		const char *text = json_string_value(v);
		json_object_set_new(out, name,
		                    plain                        ? json_incref(v)
		                    : strcmp(name, "agent_name") ? turn_value(t, ROLE_CALLER, text)
		                                                 : turn_agent_value(t, text));
	}
	return out;
}

/* Every third party may join later, so each has its entry; known are those named now. */
static json_t *open_party(struct turn *t, enum role r, json_t *given)
{
	const char *mode = json_string_value(json_object_get(given, "mode"));
	const char *platform = json_string_value(json_object_get(given, "platform"));
	const char *address = json_string_value(json_object_get(given, "address"));
	const char *phone = json_string_value(json_object_get(given, "phone"));
	json_t *language = json_object_get(given, "language");
	if (!platform)
		platform = t->channels ? t->channels->people_on : "console";
	json_t *p = json_pack("{s:b, s:b, s:s, s:s}", "known", given != NULL, "member",
	                      json_is_true(json_object_get(given, "member")), "mode",
	                      mode ? mode : "assist", "platform", platform);
	if (address)
		json_object_set_new(p, "address", turn_address(t, platform, role_name(r), address));
	if (phone)
		json_object_set_new(p, "phone", turn_value(t, r, phone));
	if (language)
		json_object_set(p, "language", language);
	return p;
}

/* {"platform","address"}: where its agents work; NULL: on the console alone */
static json_t *open_desk(struct turn *t, const struct event *ev)
{
	const json_t *given = json_object_get(ev->body, "desk");
	const char *platform = json_string_value(json_object_get(given, "platform"));
	const char *address = json_string_value(json_object_get(given, "address"));
	if (!platform || !address)
		return NULL;
	return json_pack("{s:s, s:o}", "platform", platform, "address",
	                 turn_address(t, platform, "desk", address));
}

/* {"address","session"?,"text"?}: the person who began it. What he said is shown and answers nothing, for
 * nothing had been asked. */
static void open_by_person(struct turn *t, const struct event *ev)
{
	struct err e = { 0 };
	const char *address = event_text(ev, "address"), *text;
	for (int r = 0; address && r < ROLE_COUNT; r++) {
		const char *his = case_text(t->c, t->c->parties[r].address);
		if (!his || strcmp(his, address) || event_from_person(t, ev, (enum role)r, &e))
			continue;
		if (!event_given_text(ev, "text", &text, &e))
			event_heard(t, (enum role)r, turn_value(t, (enum role)r, text));
		event_wrote(t, ev, (enum role)r);
		return;
	}
}

void event_open(struct turn *t, const struct event *ev)
{
	json_t *parties = json_object(), *given = json_object_get(ev->body, "parties");
	for (int r = 0; r < ROLE_COUNT; r++)
		json_object_set_new(parties, role_name((enum role)r),
		                    open_party(t, (enum role)r,
		                               json_object_get(given, role_name((enum role)r))));
	json_t *facts = open_facts(t, json_object_get(ev->body, "facts")), *desk = open_desk(t, ev);
	json_t *r = json_pack("{s:s, s:s, s:s, s:o, s:o, s:s, s:s}", "r", "open", "flow",
	                      bundle_flow(t->b), "bundle", bundle_hash(t->b), "facts", facts,
	                      "parties", parties, "source", ev->source, "id", ev->id);
	if (desk)
		json_object_set_new(r, "desk", desk);
	if (*ev->who)
		json_object_set_new(r, "by", event_who(t, ev));
	turn_record(t, r);
	open_by_person(t, ev);
}
