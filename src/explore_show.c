/* An exploration for people: the way to a state as a play, and all states with the ways between them. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "json_make.h"

/* ---- the way to a state ---- */

static json_t *facts_of_play(const struct exploration *x, const json_t *facts)
{
	json_t *out = json_copy((json_t *)facts);
	const char *topic = json_string_value(json_object_get(facts, "topic"));
	json_object_set_new(out, "topic", json_string(bundle_word(x->b, "topic", topic)));
	const char *inbound = json_string_value(json_object_get(facts, "inbound"));
	if (inbound && !strcmp(inbound, "none"))
		json_object_del(out, "inbound");
	return out;
}

/* Does a line of the way speak of him? */
static bool is_named(const json_t *acts, const char *role)
{
	static const char *const members[] = { "party", "to" };
	size_t i;
	json_t *act;
	json_array_foreach(acts, i, act)
	{
		for (size_t k = 0; k < COUNT_OF(members); k++) {
			const char *of = json_string_value(json_object_get(act, members[k]));
			if (of && !strcmp(of, role))
				return true;
		}
	}
	return false;
}

/* Everybody who matters on the way, as the case was opened with him. */
static json_t *parties_of_play(const struct exploration *x, const struct node *n,
                               const struct node *root, const json_t *acts)
{
	json_t *out = json_object(), *p;
	const char *role;
	struct support_case *c = node_case(x, n, NULL);
	json_object_foreach(json_object_get(json_array_get(n->open, 0), "parties"), role, p)
	{
		enum role r = role_from(role);
		if (!c->parties[r].known && !c->parties[r].phone && !is_named(acts, role))
			continue;
		json_t *one = json_make("{s:O, s:O}", "member", json_object_get(p, "member"),
		                        "mode", json_object_get(p, "mode"));
		json_int_t v =
			json_integer_value(json_object_get(json_object_get(p, "phone"), "v"));
		if (v) /* by its end the case may have erased it */
			json_object_set_new(one, "phone", json_string(root->values[v - 1].text));
		json_object_set_new(out, role, one);
	}
	case_free(c);
	return out;
}

static void show_offers(const struct support_case *before, const struct support_case *c,
                        json_t *acts)
{
	for (size_t i = before ? before->suggestions_count : 0; i < c->suggestions_count; i++) {
		const struct suggestion *s = &c->suggestions[i];
		const char *text = case_text(c, s->text);
		if (!strcmp(s->state, "offered") && text)
			json_array_append_new(acts, json_make("{s:s, s:s, s:s, s:b}", "kind",
			                                      "offer", "party", role_name(s->party),
			                                      "text", text, "prefix", 0));
		else if (!strcmp(s->state, "blocked") && case_text(c, s->reason))
			json_array_append_new(acts, json_make("{s:s, s:s, s:s}", "kind", "blocked",
			                                      "party", role_name(s->party), "text",
			                                      case_text(c, s->reason)));
	}
}

/* What the engine said by itself. */
static void show_said(const struct support_case *before, const struct support_case *c, json_t *acts)
{
	for (size_t i = before ? before->messages_count : 0; i < c->messages_count; i++) {
		const struct message *m = &c->messages[i];
		if (!strcmp(m->from, "engine") && case_text(c, m->text))
			json_array_append_new(acts,
			                      json_make("{s:s, s:s, s:s, s:b}", "kind", "said",
			                                "party", role_name(m->party), "text",
			                                case_text(c, m->text), "prefix", 0));
	}
}

/* A play speaks of the newest of its kind. */
static bool is_newest(const struct support_case *c, const struct consent *k)
{
	for (const struct consent *later = k + 1; later < c->consents + c->consents_count; later++)
		if (!strcmp(later->kind, k->kind))
			return false;
	return true;
}

static void show_consents(const struct support_case *before, const struct support_case *c,
                          json_t *acts)
{
	for (size_t i = 0; i < c->consents_count; i++) {
		const struct consent *k = &c->consents[i];
		bool is_new = !before || i >= before->consents_count;
		bool changed = is_new || strcmp(k->state, before->consents[i].state);
		if (changed && is_newest(c, k))
			json_array_append_new(acts,
			                      json_make("{s:s, s:s, s:s}", "kind", "consent",
			                                "consent", k->kind, "state", k->state));
	}
}

static void show_news(const struct support_case *before, const struct support_case *c, json_t *acts)
{
	if (c->step && *c->step && (!before || !before->step || strcmp(c->step, before->step)))
		json_array_append_new(acts,
		                      json_make("{s:s, s:s}", "kind", "step", "text", c->step));
	show_consents(before, c, acts);
	show_said(before, c, acts);
	show_offers(before, c, acts);
}

/* ---- what the flow was told of time ---- */

static bool is_now(const json_t *act)
{
	return !strcmp(json_string_value(json_object_get(act, "kind")), "now");
}

/* When it begins, so that the flow is told on the way what it was told: the first time that it asks by the clock itself.
 * 0: it never asks. */
static int64_t begins_ms(const struct node *const *way, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t k;
		json_t *act;
		json_array_foreach(way[i]->acts, k, act)
		{
			if (is_now(act))
				return json_integer_value(json_object_get(act, "at_ms")) -
				       (way[i]->at_ms - way[0]->at_ms);
		}
	}
	return 0;
}

/* Its acts, without what the clock tells as well. moved_ms: by which it begins later than it was followed. */
static void show_acts(const struct node *n, int64_t moved_ms, json_t *acts)
{
	size_t i;
	json_t *act;
	json_array_foreach(n->acts, i, act)
	{
		bool known = is_now(act) && json_integer_value(json_object_get(act, "at_ms")) ==
		                                    n->at_ms + moved_ms;
		if (!known)
			json_array_append(acts, act);
	}
}

static void show_end(const struct support_case *c, json_t *acts)
{
	const char *outcome = case_text(c, c->outcome);
	json_t *end = json_make("{s:s}", "kind", "open");
	if (c->status == CASE_CLOSED) {
		json_object_set_new(end, "kind", json_string("closed"));
		json_object_set_new(end, "outcome", json_string(outcome ? outcome : ""));
	} else if (c->status == CASE_PARKED) {
		json_object_set_new(end, "kind", json_string("parked"));
		json_object_set(end, "text", json_object_get(c->parked, "reason"));
	}
	json_array_append_new(acts, end);
}

json_t *explore_way(const struct exploration *x, const struct fault *f)
{
	const struct node *last = f->at;
	const struct node **way = xcalloc(last->depth + 1, sizeof(const struct node *));
	json_t *acts = json_array(), *told = json_array();
	struct support_case *before = NULL;
	const struct node *n = last;
	for (size_t i = last->depth + 1; i-- > 0; n = i ? x->nodes[n->parent] : NULL)
		way[i] = n;
	int64_t began_ms = begins_ms(way, last->depth + 1);
	int64_t moved_ms = began_ms ? began_ms - way[0]->at_ms : 0;
	for (size_t i = 0; i <= last->depth; i++) {
		struct node one = *way[i];
		one.open = last->open; /* with all that was decided later */
		struct support_case *c = node_case(x, &one, NULL);
		show_acts(way[i], moved_ms, i ? acts : told);
		show_news(before, c, acts);
		case_free(before);
		before = c;
	}
	show_end(before, acts);
	json_t *play = json_make("{s:s, s:s, s:o, s:o, s:o}", "title", "assent check", "flow",
	                         bundle_flow(x->b), "facts", facts_of_play(x, way[0]->facts),
	                         "parties", parties_of_play(x, last, way[0], acts), "acts", acts);
	json_object_set_new(play, "told", told);
	if (began_ms)
		json_object_set_new(play, "begins_ms", json_integer(began_ms));
	case_free(before);
	free(way);
	return play;
}

/* ---- all states ---- */

static const char *const wait_words[] = {
	[WAIT_SUGGEST] = "suggest", [WAIT_CONFIRM] = "confirm", [WAIT_CONSENT] = "consent",
	[WAIT_ASK] = "ask",         [WAIT_LISTEN] = "listen",   [WAIT_TIME] = "wait",
	[WAIT_SAY] = "say",
};

static json_t *waits_of(struct support_case *c)
{
	json_t *out = json_array();
	for (size_t i = 0; i < c->lanes_count; i++) {
		const struct wait *w = case_wait_of_lane(c, c->lanes[i].id);
		if (!w || c->lanes[i].ended)
			continue;
		json_t *one = json_make("{s:s, s:s, s:i, s:b}", "kind", wait_words[w->kind], "file",
		                        w->file, "line", w->line, "answered", w->outcome != NULL);
		if (c->lanes[i].handler)
			json_object_set_new(one, "handler", json_string(c->lanes[i].handler));
		if (w->party != ROLE_NONE)
			json_object_set_new(one, "party", json_string(role_name(w->party)));
		if (w->phrase)
			json_object_set_new(one, "phrase", json_string(w->phrase));
		json_object_set_new(one, "within_ms",
		                    json_integer((json_int_t)(w->until_ms - c->updated_at_ms)));
		json_array_append_new(out, one);
	}
	return out;
}

static json_t *show_state(const struct exploration *x, const struct node *n)
{
	struct support_case *c = node_case(x, n, NULL);
	json_t *one = json_make("{s:I, s:s, s:s, s:o}", "id", (json_int_t)n->id, "status",
	                        case_status_name(c->status), "step", c->step ? c->step : "",
	                        "waits", waits_of(c));
	if (case_text(c, c->outcome))
		json_object_set_new(one, "outcome", json_string(case_text(c, c->outcome)));
	if (c->parked)
		json_object_set(one, "parked", c->parked);
	case_free(c);
	return one;
}

json_t *explore_graph(const struct exploration *x)
{
	json_t *states = json_array(), *ways = json_array();
	for (size_t i = 0; i < x->nodes_count; i++)
		json_array_append_new(states, show_state(x, x->nodes[i]));
	for (size_t i = 0; i < x->ways_count; i++)
		json_array_append_new(
			ways, json_make("{s:I, s:I, s:O}", "from", (json_int_t)x->ways[i].from,
		                        "to", (json_int_t)x->ways[i].to, "act", x->ways[i].act));
	return json_make("{s:o, s:o}", "states", states, "ways", ways);
}
