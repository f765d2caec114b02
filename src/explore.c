#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bundle.h"
#include "event.h"
#include "facts.h"
#include "json_make.h"
#include "turn.h"
#include "understand.h"

/* Any fixed time will do; the same as in plays. */
static const int64_t STARTS_AT_MS = 1795305600000;
enum { PROGRESS_EVERY = 256, PHONE_BYTES = 16 };

/* ---- how a case may be opened ---- */

static json_t *all_values(const struct exploration *x, const struct fact *f)
{
	json_t *given = json_object_get(bundle_opens(x->b), f->name), *list = json_array(), *v;
	const char *code;
	size_t i;
	json_array_foreach(given, i, v) json_array_append_new(
		list,
		json_is_false(v) && f->type == FACT_INBOUND ? json_string("none") : json_incref(v));
	if (json_is_string(given) || json_is_boolean(given))
		json_array_append(list, given);
	if (given)
		return list;
	if (f->type == FACT_BOOL) {
		json_array_append_new(list, json_false());
		json_array_append_new(list, json_true());
	} else if (f->type == FACT_TOPIC) {
		json_object_foreach(bundle_words(x->b, "topic"), code, v)
			json_array_append_new(list, json_string(code));
	} else {
		json_array_append_new(list, json_string("none"));
		for (int r = 0; r < ROLE_COUNT; r++)
			json_array_append_new(list, json_string(role_name((enum role)r)));
	}
	return list;
}

/* The values that the flow opens with, or all that there are; of those that are alike the first. */
static json_t *values_of(const struct exploration *x, const struct fact *f)
{
	json_t *all = all_values(x, f), *out = json_array(), *v, *known;
	size_t i, k;
	json_array_foreach(all, i, v)
	{
		bool is_new = true;
		json_array_foreach(out, k, known)
		{
			if (json_is_string(v) &&
			    is_alike(x, json_string_value(v), json_string_value(known)))
				is_new = false;
		}
		if (is_new)
			json_array_append(out, v);
	}
	json_decref(all);
	return out;
}

static json_t *party_of(int r)
{
	char phone[PHONE_BYTES];
	snprintf(phone, sizeof phone, "010-1000-000%d", r);
	return json_make("{s:b, s:s}", "member", 0, "phone", phone);
}

/* Whoever is not there at the beginning is not known, and may come later: so may what is known of him. */
static void forget_others(json_t *open, const char *inbound)
{
	const char *role;
	json_t *p;
	json_object_foreach(json_object_get(open, "parties"), role, p)
	{
		bool is_there = !strcmp(role, "caller") || !strcmp(role, inbound);
		json_object_set_new(p, "known", json_boolean(is_there));
		json_object_set(p, "phone_if_known", json_object_get(p, "phone"));
		json_object_del(p, "phone");
	}
}

static void follow_from(struct exploration *x, json_t *facts)
{
	struct turn t;
	json_t *parties = json_object();
	for (int r = 0; r < ROLE_COUNT; r++)
		json_object_set_new(parties, role_name((enum role)r), party_of(r));
	json_t *body = json_make("{s:O, s:o}", "facts", facts, "parties", parties);
	const struct event ev = { .source = "check",
		                  .id = "check",
		                  .case_id = "",
		                  .kind = "open",
		                  .who = "",
		                  .for_agents = true,
		                  .body = body };
	struct support_case *c = case_new("check");
	turn_begin(&t, c, x->b, STARTS_AT_MS);
	event_open(&t, &ev);
	forget_others(json_array_get(t.records, 0),
	              json_string_value(json_object_get(facts, "inbound")));
	struct known_value *values = xcalloc(c->values_count, sizeof *values);
	for (size_t i = 0; i < c->values_count; i++)
		values[i] = (struct known_value){ c->values[i].party, c->values[i].text };
	const struct following f = { .x = x,
		                     .open = t.records,
		                     .facts = facts,
		                     .values = values,
		                     .values_count = c->values_count,
		                     .at_ms = STARTS_AT_MS };
	follow(&f);
	free(values);
	turn_end(&t);
	case_free(c);
	json_decref(body);
}

/* Every combination of the facts that a flow may be opened with; those that are only said are given once. */
static void open_each(struct exploration *x, size_t fact, json_t *facts)
{
	size_t i;
	json_t *v;
	while (fact_table[fact].name && !fact_table[fact].opens)
		fact++;
	if (!fact_table[fact].name) {
		follow_from(x, facts);
		return;
	}
	json_t *values = values_of(x, &fact_table[fact]);
	json_array_foreach(values, i, v)
	{
		json_t *one = json_copy(facts);
		json_object_set(one, fact_table[fact].name, v);
		open_each(x, fact + 1, one);
		json_decref(one);
	}
	json_decref(values);
}

/* ---- all of it ---- */

/* Of the processor: beside other work the same would be followed in more time, not less of it. */
static int64_t spent_ms(void)
{
	return (int64_t)clock() * 1000 / CLOCKS_PER_SEC;
}

static bool is_over(const struct exploration *x)
{
	return x->endless || x->nodes_count > x->o.states_max ||
	       (x->o.ms_max && spent_ms() - x->started_ms > x->o.ms_max);
}

static void follow_all_from(struct exploration *x, struct node *n)
{
	struct choice_list all = { 0 };
	struct support_case *c = n->kept ? n->kept : node_case(x, n, NULL);
	x->kept -= n->kept != NULL;
	n->kept = NULL;
	choices_of(x, c, n->decided, n->at_ms, &all);
	for (size_t i = 0; i < all.count; i++) {
		const struct following f = { .x = x,
			                     .from = n,
			                     .at = x->o.without_memory ? NULL : c,
			                     .ch = &all.list[i],
			                     .open = n->open,
			                     .decided = n->decided,
			                     .facts = n->facts };
		follow(&f);
	}
	case_free(c);
	choices_free(&all);
}

static void forget(struct exploration *x)
{
	for (size_t i = 0; i < x->nodes_count; i++)
		node_free(x->nodes[i]);
	for (size_t i = 0; i < x->ends_count; i++)
		node_free(x->ends[i]);
	for (size_t i = 0; i < x->ways_count; i++) {
		json_decref(x->ways[i].act);
		json_decref(x->ways[i].does);
		json_decref(x->ways[i].open);
	}
	for (size_t i = 0; i < x->faults_count; i++)
		free(x->faults[i].text);
	for (size_t i = 0; i < x->to_follow_count; i++)
		free(x->to_follow[i].list);
	x->to_follow_count = 0;
	hash_free(&x->by_print);
	shapes_forget(x);
	fates_forget(x);
	memory_forget(x);
	x->nodes_count = x->ways_count = x->faults_count = x->ends_count = x->next = x->kept = 0;
	json_object_clear(x->phrases);
	json_object_clear(x->steps);
	json_object_clear(x->fields);
	json_object_clear(x->handled);
	x->spoken_to = 0;
	x->endless = x->times = x->times_cut = x->draws = x->draws_cut = false;
	json_decref(x->moves);
	x->moves = x->o.draws ? json_make("{s:o, s:o, s:o}", "places", json_object(), "ends",
	                                  json_object(), "moves", json_object())
	                      : NULL;
}

void follow_later(struct exploration *x, const struct node *n)
{
	while (x->to_follow_count <= n->acts_count) {
		x->to_follow =
			xrealloc(x->to_follow, (x->to_follow_count + 1) * sizeof *x->to_follow);
		x->to_follow[x->to_follow_count++] = (struct to_follow){ 0 };
	}
	struct to_follow *l = &x->to_follow[n->acts_count];
	if (l->count == case_room(l->count))
		l->list = xrealloc(l->list, case_room(l->count + 1) * sizeof *l->list);
	l->list[l->count++] = n->id;
}

/* The state with the fewest acts before it; NULL: all are followed. */
static struct node *next_to_follow(struct exploration *x)
{
	for (size_t acts = 0; acts < x->to_follow_count; acts++) {
		struct to_follow *l = &x->to_follow[acts];
		while (l->at < l->count) {
			struct node *n = x->nodes[l->list[l->at++]];
			if (!n->followed)
				return n;
		}
	}
	return NULL;
}

static bool stands_there(const void *node, const void *flow_print)
{
	return !memcmp(((const struct node *)node)->flow_print, flow_print, FLOW_PRINT_BYTES);
}

static bool is_new_place(struct exploration *x, struct node *n)
{
	uint64_t hash;
	memcpy(&hash, n->flow_print, sizeof hash);
	if (x->places.room && hash_find(&x->places, hash, n->flow_print))
		return false;
	hash_put(&x->places, hash, n);
	return true;
}

/* States were held to be equal that are not, so what is met from here on only tells what else the flow looks at. It looks at
 * one answer soon behind another: where it has not for as long as it took to come there, it begins anew. */
static bool is_vain(const struct exploration *x)
{
	enum { FEW = 64 };
	return (x->grown || x->scouts) && x->next > 2 * x->grown_at + FEW;
}

json_t *facts_said(void)
{
	return json_make("{s:s, s:s, s:s, s:s}", "trip_date", "2026-11-20", "origin", "강남역",
	                 "destination", "판교역", "agent_name", "김하나");
}

/* Once more until nothing is looked at that was not known to be when states were held to be equal. */
static void explore_once(struct exploration *x)
{
	json_t *facts = facts_said();
	x->grown = false;
	open_each(x, 0, facts);
	json_decref(facts);
	struct node *n;
	while (!is_over(x) && !is_vain(x) && (n = next_to_follow(x))) {
		if (x->o.progress && x->next % PROGRESS_EVERY == 0)
			x->o.progress(x->o.arg, x->nodes_count, x->nodes_count - x->next);
		x->next++;
		n->followed = true;
		if (!n->left && (!x->scouts || is_new_place(x, n)))
			follow_all_from(x, n);
	}
	x->whole = x->next == x->nodes_count;
}

/* From one state alone of those in which the flow stands in a place: what it looks at there is met soon, and is known
 * before all is followed. What was not met so is met then. */
static void scout(struct exploration *x)
{
	const size_t interrupts_max = x->o.interrupts_max;
	x->scouts = true;
	x->o.interrupts_max = 1;
	forget(x);
	explore_once(x);
	hash_free(&x->places);
	x->scouts = false;
	x->o.interrupts_max = interrupts_max;
}

static void explore_all(struct exploration *x)
{
	do {
		forget(x);
		explore_once(x);
	} while (x->grown && !is_over(x));
}

/* The paths on which nothing comes in between: a loop that counts for ever is met on them before all that may come in between
 * has taken up the time. */
static void look_ahead(struct exploration *x)
{
	const size_t interrupts_max = x->o.interrupts_max;
	x->o.interrupts_max = 0;
	explore_all(x);
	x->o.interrupts_max = interrupts_max;
}

static char *courses(const struct bundle *b, const struct bundle *beside)
{
	char *own = course_of_flow(b), *other = beside ? course_of_flow(beside) : xstrdup("");
	char *both = xasprintf("%s\n%s", own, other);
	free(own);
	free(other);
	return both;
}

struct exploration *explore(struct bundle *b, const struct explore_opts *o)
{
	struct exploration *x = xcalloc(1, sizeof *x);
	x->b = bundle_keep(b);
	x->o = *o;
	if (!x->o.interrupts_max)
		x->o.interrupts_max = EXPLORE_INTERRUPTS_MAX;
	if (!x->o.states_max)
		x->o.states_max = EXPLORE_STATES_MAX;
	x->started_ms = spent_ms();
	x->course = courses(b, o->beside);
	fates_learn(x);
	x->phrases = json_object();
	x->steps = json_object();
	x->fields = json_object();
	x->handled = json_object();
	x->spans_ms = json_object();
	x->by_print.same = node_is;
	x->places.same = stands_there;
	scout(x);
	look_ahead(x);
	if (!is_over(x))
		explore_all(x);
	look_for_ends(x);
	return x;
}

void explore_free(struct exploration *x)
{
	if (!x)
		return;
	forget(x);
	free(x->nodes);
	free(x->to_follow);
	free(x->ways);
	free(x->faults);
	free(x->ends);
	free(x->course);
	json_decref(x->phrases);
	json_decref(x->steps);
	json_decref(x->fields);
	json_decref(x->handled);
	for (size_t i = 0; i < x->read_count; i++)
		free(x->read[i].field);
	free(x->read);
	json_decref(x->spans_ms);
	json_decref(x->moves);
	understand_free(x->understand);
	bundle_free(x->b);
	free(x);
}

struct explored explore_figures(const struct exploration *x)
{
	struct explored all = { .states = x->nodes_count,
		                .transitions = x->ways_count,
		                .whole = x->whole,
		                .interrupts_max =
		                        json_object_size(x->handled) ? x->o.interrupts_max : 0,
		                .times = x->times,
		                .times_cut = x->times_cut,
		                .draws = x->draws,
		                .draws_cut = x->draws_cut };
	for (size_t i = 0; i < x->nodes_count; i++)
		all.ends += x->nodes[i]->status == CASE_CLOSED;
	return all;
}

size_t explore_faults(const struct exploration *x, const struct fault **list)
{
	*list = x->faults;
	return x->faults_count;
}

bool explore_is_right(const struct exploration *x)
{
	for (size_t i = 0; i < x->faults_count; i++)
		if (x->faults[i].kind != FAULT_UNHEARD)
			return false;
	return true;
}

json_t *explore_phrases(const struct exploration *x)
{
	return x->phrases;
}

json_t *explore_steps(const struct exploration *x)
{
	return x->steps;
}

json_t *explore_fields(const struct exploration *x)
{
	return x->fields;
}
