/* doctor_names.c: what the configuration names, held against each other and against the flows: what
 * would show only when the first person writes. */
#include "doctor_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "config.h"
#include "platform.h"

static const char *text_in(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool speaks_for(const struct config_source *s, const char *name)
{
	for (char **one = s->speaks_for; *one; one++)
		if (!strcmp(*one, name))
			return true;
	return false;
}

/* People write there, and are written to. */
static bool has_people(const struct platform_facts *f)
{
	return f->text_max > 0;
}

/* ---- sources ---- */

static void look_at_target_of(struct doctor *d, const struct config_source *s, const char *about)
{
	const char *target = text_in(s->settings, "target"), *desk = text_in(s->settings, "desk");
	if (desk && doctor_target_named(d, desk) == SIZE_MAX)
		doctor_say(d, DOCTOR_FIX, "names", about,
		           "settings.desk: there is no target named \"%s\"", desk);
	if (!target)
		return;
	if (doctor_target_named(d, target) == SIZE_MAX)
		doctor_say(d, DOCTOR_FIX, "names", about,
		           "settings.target: there is no target named \"%s\"", target);
	else if (!speaks_for(s, target))
		doctor_say(d, DOCTOR_FIX, "names", about,
		           "speaks_for must name \"%s\", as settings.target does: else what those "
		           "people say is not taken",
		           target);
}

static void look_at_speaks_for(struct doctor *d, const struct config_source *s, const char *about)
{
	if (!s->speaks_for[0])
		doctor_say(d, DOCTOR_FIX, "names", about,
		           "speaks_for is empty: name the target by which these people are "
		           "written to, or whoever writes is nobody that a case knows");
	for (char **one = s->speaks_for; *one; one++) {
		size_t i = doctor_target_named(d, *one);
		if (i != SIZE_MAX && strcmp(d->config->targets[i].platform, s->platform) != 0)
			doctor_say(d, DOCTOR_FIX, "names", about,
			           "speaks_for: \"%s\" is a target of the platform %s: people have "
			           "other addresses there",
			           *one, d->config->targets[i].platform);
	}
}

/* The facts by which such a case is opened choose one flow. */
static void look_at_facts(struct doctor *d, const char *about, const char *where, json_t *opening)
{
	struct err e = { 0 };
	const char *flow = text_in(opening, "flow");
	json_t *facts = json_object_get(opening, "facts"), *reasons = NULL;
	json_t *parties = json_pack("{s:{s:b}}", "caller", "member",
	                            json_is_true(json_object_get(opening, "member")));
	if (facts_check(d->flow_set, facts, parties, &e))
		doctor_say(d, DOCTOR_FIX, "opens", about, "settings.opens.%s: %s", where, e.text);
	else if (flow && !flow_set_get(d->flow_set, flow))
		doctor_say(d, DOCTOR_FIX, "opens", about,
		           "settings.opens.%s.flow: there is no flow \"%s\"", where, flow);
	else if (!flow && !flow_set_choose(d->flow_set, facts, &reasons))
		doctor_say(d, DOCTOR_FIX, "opens", about,
		           "settings.opens.%s: no single flow opens by these facts: name one as "
		           "\"flow\"",
		           where);
	json_decref(reasons);
	json_decref(parties);
}

static void look_at_flow_tags(struct doctor *d, const json_t *tags, const char *about)
{
	const char *tag;
	json_t *flow;
	json_object_foreach((json_t *)(uintptr_t)tags, tag, flow)
	{
		const char *name = json_string_value(flow);
		if (!name || !flow_set_get(d->flow_set, name))
			doctor_say(d, DOCTOR_FIX, "opens", about,
			           "settings.flow_tags.%s: there is no flow \"%s\"", tag,
			           name ? name : "");
	}
}

static bool is_platform(const struct doctor *d, const json_t *name)
{
	const char *text = json_string_value(name);
	return text && (!strcmp(text, "console") || doctor_target_named(d, text) != SIZE_MAX);
}

/* settings.fields: { "caller.platform": "field" | { "default", "values": {…} } } */
static void look_at_fields(struct doctor *d, const json_t *fields, const char *about)
{
	const char *name, *raw;
	json_t *how, *v;
	json_object_foreach((json_t *)(uintptr_t)fields, name, how)
	{
		const char *dot = strrchr(name, '.');
		if (!dot || strcmp(dot, ".platform") != 0)
			continue;
		v = json_object_get(how, "default");
		if (v && !is_platform(d, v))
			doctor_say(
				d, DOCTOR_FIX, "names", about,
				"settings.fields.%s.default: is neither \"console\" nor a target",
				name);
		json_object_foreach(json_object_get(how, "values"), raw, v) if (!is_platform(d, v))
			doctor_say(d, DOCTOR_FIX, "names", about,
		                   "settings.fields.%s.values.%s: is neither \"console\" nor a "
		                   "target",
		                   name, raw);
	}
}

static void look_at_source(struct doctor *d, size_t i)
{
	const struct config_source *s = &d->config->sources[i];
	const char *where;
	json_t *opening;
	char *about = xasprintf("sources.%s", s->name);
	look_at_target_of(d, s, about);
	if (has_people(platform_facts(d->sources[i])))
		look_at_speaks_for(d, s, about);
	look_at_fields(d, json_object_get(s->settings, "fields"), about);
	if (d->flow_set) {
		look_at_flow_tags(d, json_object_get(s->settings, "flow_tags"), about);
		json_object_foreach(json_object_get(s->settings, "opens"), where, opening)
			look_at_facts(d, about, where, opening);
	}
	free(about);
}

/* ---- targets ---- */

static bool is_heard(const struct doctor *d, const char *target)
{
	for (size_t i = 0; i < d->config->sources_count; i++)
		if (speaks_for(&d->config->sources[i], target))
			return true;
	for (size_t i = 0; i < d->config->clients_count; i++)
		for (char **one = d->config->clients[i].speaks_for; *one; one++)
			if (!strcmp(*one, target))
				return true;
	return false;
}

/* Its adapter is asked, with a number that nobody is given, for what it would send. NULL: it can. */
static char *why_not_invite(struct platform *p)
{
	struct err e = { 0 };
	json_t *effect = json_pack("{s:s, s:s, s:s, s:s, s:s}", "kind", "invite", "phone",
	                           "00000000", "token", "i_0", "key", "doctor", "party", "other");
	json_t *call = platform_encode(p, effect, "send", &e);
	json_decref(effect);
	json_decref(call);
	return call ? NULL : xstrdup(e.text);
}

static void look_at_invite(struct doctor *d, const struct config_target *t, const char *about)
{
	size_t i = doctor_target_named(d, t->invite);
	char *why = i == SIZE_MAX ? NULL : why_not_invite(d->targets[i]);
	if (why)
		doctor_say(d, DOCTOR_FIX, "names", about, "invite: \"%s\" cannot invite: %s",
		           t->invite, why);
	free(why);
}

static void look_at_target(struct doctor *d, size_t i)
{
	const struct config_target *t = &d->config->targets[i];
	const struct platform_facts *f = platform_facts(d->targets[i]);
	char *about = xasprintf("targets.%s", t->name);
	if (t->invite)
		look_at_invite(d, t, about);
	else if (f->sessions)
		doctor_say(d, DOCTOR_NOTE, "names", about,
		           "has no \"invite\": who has not written there himself cannot be "
		           "reached by it");
	if (has_people(f) && !is_heard(d, t->name))
		doctor_say(d, DOCTOR_FIX, "names", about,
		           "no source names it in speaks_for: what these people answer does not "
		           "come in");
	free(about);
}

/* ---- whoever is found nowhere else ---- */

static void look_at_people_on(struct doctor *d)
{
	const char *name = d->config->people_on;
	size_t i = doctor_target_named(d, name);
	if (i == SIZE_MAX) {
		if (d->config->targets_count)
			doctor_say(d, DOCTOR_NOTE, "names", "people_on",
			           "is \"console\": third parties of whom no system says where "
			           "they are can only be played on Assent's own pages; name the "
			           "target that can invite by telephone");
		return;
	}
	const struct config_target *t = &d->config->targets[i];
	const struct platform_facts *f = platform_facts(d->targets[i]);
	if (f->replies || (has_people(f) && !t->invite))
		doctor_say(d, DOCTOR_FIX, "names", "people_on",
		           "\"%s\" can write to nobody who has not written first: name a target "
		           "with \"invite\"",
		           name);
	else if (!has_people(f) && strcmp(t->platform, "webhook") != 0)
		doctor_say(d, DOCTOR_FIX, "names", "people_on",
		           "by \"%s\" (%s) nobody can be talked to: name the target of a chat "
		           "that invites by it",
		           name, t->platform);
	else
		doctor_say(d, DOCTOR_OK, "names", "people_on",
		           "whoever is found nowhere else is reached by \"%s\"", name);
}

void doctor_names(struct doctor *d)
{
	for (size_t i = 0; i < d->config->sources_count; i++)
		look_at_source(d, i);
	for (size_t i = 0; i < d->config->targets_count; i++)
		look_at_target(d, i);
	look_at_people_on(d);
}
