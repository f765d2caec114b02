/* Two explorations side by side: from the same openings by the same acts, as long as both do the same. */
#include "explore_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "json_make.h"
#include "sentence.h"

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* ---- what can be told of a turn ---- */

/* How long the step waits from now, in ms; 0: it has no limit. */
static json_int_t limit_of(const struct support_case *c, const json_t *record)
{
	json_int_t until_ms =
		json_integer_value(json_object_get(json_object_get(record, "wait"), "until"));
	return until_ms ? until_ms - c->updated_at_ms : 0;
}

static void put(json_t *out, const char *name, const char *value)
{
	if (value)
		json_object_set_new(out, name, json_string(value));
}

/* {"kind", "party"?, "title"?, "phrase"?, "field"?, "outcome"?, "about"?, "delegate"?, "state"?, "within_ms"?} */
static json_t *step_done(const struct support_case *c, const json_t *record)
{
	static const char *const named[] = { "party",   "phrase", "field",
		                             "outcome", "about",  "delegate" };
	const json_t *is = json_object_get(record, "is");
	const char *state = text_of(json_object_get(record, "result"), "state");
	json_int_t within_ms = limit_of(c, record);
	json_t *out = json_object();
	put(out, "kind", text_of(record, "kind"));
	put(out, "title", text_of(record, "title"));
	for (size_t i = 0; i < COUNT_OF(named); i++)
		put(out, named[i], text_of(is, named[i]));
	put(out, "state", state && strcmp(state, "queued") ? state : NULL);
	if (within_ms)
		json_object_set_new(out, "within_ms", json_integer(within_ms));
	return out;
}

/* code, with the value of this name as the whole of it; "": there is none. */
static json_t *part(const char *code, const char *name, json_t *value)
{
	return value ? json_pack("{s:s, s:{s:O}}", "code", code, "values", name, value)
	             : json_string("");
}

json_t *explore_told(const json_t *does)
{
	static const char *const listed[][2] = {
		{ "title", "diff.title" }, { "phrase", "diff.phrase" },
		{ "field", "diff.field" }, { "outcome", "diff.outcome" },
		{ "about", "diff.about" }, { "delegate", "diff.delegate" },
	};
	const char *code = text_of(does, "code");
	json_t *parts = json_array();
	for (size_t i = 0; i < COUNT_OF(listed); i++) {
		json_t *v = json_object_get(does, listed[i][0]);
		if (v)
			json_array_append_new(parts, part(listed[i][1], listed[i][0], v));
	}
	json_t *values = json_pack(
		"{s:O*, s:o, s:o, s:o, s:o}", "kind", json_object_get(does, "kind"), "party",
		part("diff.party", "party", json_object_get(does, "party")), "parts",
		part("diff.parts", "parts", json_array_size(parts) ? parts : NULL), "state",
		part("diff.state", "state", json_object_get(does, "state")), "within",
		part("diff.within", "within", json_object_get(does, "within_ms")));
	json_decref(parts);
	json_t *told = sentence_told(code ? code : "diff.act", values);
	json_object_set(told, "values", (json_t *)does);
	return told;
}

json_t *what_it_does(const struct support_case *c, const json_t *records)
{
	static const char *const silent[] = {
		"whenever", "now", "random", "uuid", "knows", "done"
	};
	json_t *does = json_array(), *r;
	size_t i;
	json_array_foreach(records, i, r)
	{
		const char *kind = text_of(r, "kind");
		bool told = !strcmp(text_of(r, "r"), "step");
		for (size_t k = 0; told && k < COUNT_OF(silent); k++)
			told = strcmp(kind, silent[k]);
		if (told) {
			json_array_append_new(does, step_done(c, r));
		} else if (!strcmp(text_of(r, "r"), "park")) {
			json_array_append_new(does, json_pack("{s:s}", "code", "diff.failed"));
		}
	}
	return does;
}

/* ---- pairs of states ---- */

struct pair {
	size_t was, now;
	bool behind; /* a difference leads to it */
};

struct walk {
	const struct exploration *was, *now;
	struct pair *list;
	size_t count, next;
	struct hash met;
	bool beyond; /* goes on behind differences */
	struct pair *behind;
	size_t behind_count;
	struct differences found;
	size_t *was_first, *now_first; /* of each state's ways, in one row by state */
	const struct way **was_ways, **now_ways;
};

static bool is_pair(const void *item, const void *key)
{
	const struct pair *a = item, *b = key;
	return a->was == b->was && a->now == b->now;
}

/* Ways by the state that they leave. */
static void sort_ways(const struct exploration *x, size_t **first, const struct way ***ways)
{
	size_t *at = xcalloc(x->nodes_count + 2, sizeof *at);
	const struct way **out = xcalloc(x->ways_count + 1, sizeof *out);
	for (size_t i = 0; i < x->ways_count; i++)
		at[x->ways[i].from + 2]++;
	for (size_t i = 2; i < x->nodes_count + 2; i++)
		at[i] += at[i - 1];
	for (size_t i = 0; i < x->ways_count; i++)
		out[at[x->ways[i].from + 1]++] = &x->ways[i];
	*first = at;
	*ways = out;
}

static bool same_member_of(const json_t *a, const json_t *b, const char *member)
{
	const json_t *one = json_object_get(a, member), *other = json_object_get(b, member);
	return (!one && !other) || json_equal(one, other);
}

/* The same whoever's flow it is: how long a limit is is told by its wait, and what an agent makes of a text by the text;
 * what a customer writes is read. */
static bool same_act(const json_t *a, const json_t *b)
{
	static const char *const members[] = { "kind",  "party", "verb",   "answer", "label",
		                               "mark",  "to",    "mode",   "field",  "value",
		                               "offer", "until", "phrase", "moves" };
	for (size_t i = 0; i < COUNT_OF(members); i++)
		if (!same_member_of(a, b, members[i]))
			return false;
	const char *kind = json_string_value(json_object_get(a, "kind"));
	return !kind || strcmp(kind, "message") || same_member_of(a, b, "text");
}

/* A case as far as it is decided how it was opened. */
struct opened {
	const json_t *open;
	unsigned decided, bots;
};

static bool same_member(const struct opened *a, const struct opened *b, enum role r,
                        const char *member, bool known)
{
	const json_t *p = json_object_get(json_object_get(json_array_get(a->open, 0), "parties"),
	                                  role_name(r));
	const json_t *q = json_object_get(json_object_get(json_array_get(b->open, 0), "parties"),
	                                  role_name(r));
	const json_t *v = json_object_get(p, member), *u = json_object_get(q, member);
	return known ? !v == !u : json_equal(v, u);
}

static struct opened opening_of(const struct node *n)
{
	struct opened o = { n->open, n->decided, 0 };
	for (int r = 0; r < ROLE_COUNT; r++) {
		const json_t *p =
			json_object_get(json_object_get(json_array_get(n->open, 0), "parties"),
		                        role_name((enum role)r));
		o.bots |= (unsigned)!strcmp(text_of(p, "mode"), "bot") << r;
	}
	return o;
}

/* Could both have been opened alike? Of what only one has looked at the other says nothing. */
static bool fit(const struct opened *a, const struct opened *b)
{
	for (int r = 0; r < ROLE_COUNT; r++) {
		unsigned both = a->decided & b->decided;
		if ((both & OPEN_BIT(r, OPEN_MODE)) && ((a->bots ^ b->bots) & 1u << r))
			return false;
		if ((both & OPEN_BIT(r, OPEN_MEMBER)) &&
		    !same_member(a, b, (enum role)r, "member", false))
			return false;
		if ((both & OPEN_BIT(r, OPEN_PHONE)) &&
		    !same_member(a, b, (enum role)r, "phone", true))
			return false;
	}
	return true;
}

static bool ways_fit(const struct way *a, const struct way *b)
{
	const struct opened of_a = { a->open, a->decided, a->bots },
			    of_b = { b->open, b->decided, b->bots };
	return a->by_time == b->by_time && same_act(a->act, b->act) && fit(&of_a, &of_b);
}

static void add_pair(struct walk *w, size_t was, size_t now, bool behind)
{
	const struct pair one = { was, now, behind };
	uint64_t hash = (uint64_t)was * 0x9e3779b97f4a7c15u ^ (uint64_t)now * 0xc2b2ae3d27d4eb4fu;
	if (w->met.room && hash_find(&w->met, hash, &one))
		return;
	struct pair *kept = xcalloc(1, sizeof *kept);
	*kept = one;
	hash_put(&w->met, hash, kept);
	w->list = xrealloc(w->list, (w->count + 1) * sizeof *w->list);
	w->list[w->count++] = one;
}

/* ---- differences ---- */

/* The way of a state of `now`, and one act more. */
static json_t *way_with(const struct walk *w, const struct pair *p, const struct way *last,
                        bool of_was)
{
	const struct exploration *x = of_was ? w->was : w->now;
	const struct fault f = { .at = x->nodes[of_was ? p->was : p->now] };
	json_t *play = explore_way(x, &f);
	json_t *acts = json_object_get(play, "acts");
	json_array_remove(acts, json_array_size(acts) - 1); /* how it ends stands below */
	if (last)
		json_array_append(acts, last->act);
	return play;
}

static bool is_known(const struct walk *w, const json_t *was, const json_t *now)
{
	for (size_t i = 0; i < w->found.count; i++)
		if (json_equal(w->found.list[i].was, was) && json_equal(w->found.list[i].now, now))
			return true;
	return false;
}

static void add_difference(struct walk *w, json_t *way, json_t *was, json_t *now)
{
	struct differences *d = &w->found;
	bool known = is_known(w, was, now);
	d->cut = d->cut || (!known && d->count == DIFFERENCES_MAX);
	if (known || d->count == DIFFERENCES_MAX) {
		json_decref(way);
		return;
	}
	d->list = xrealloc(d->list, (d->count + 1) * sizeof *d->list);
	d->list[d->count++] = (struct difference){ way, json_incref(was), json_incref(now) };
}

static void differ(struct walk *w, const struct pair *p, const struct way *was,
                   const struct way *now)
{
	json_t *none = json_make("[{s:s}]", "code", "diff.never");
	add_difference(w, way_with(w, p, now ? now : was, !now), was ? was->does : none,
	               now ? now->does : none);
	json_decref(none);
}

/* ---- behind a difference ---- */

static bool is_same_wait(const struct waiting_step *a, const struct waiting_step *b)
{
	static const char *const members[] = { "party", "phrase", "field",
		                               "marks", "about",  "delegate" };
	const json_t *one = json_object_get(a->step, "is"), *other = json_object_get(b->step, "is");
	bool same = same_member_of(a->step, b->step, "kind");
	for (size_t i = 0; same && i < COUNT_OF(members); i++)
		same = same_member_of(one, other, members[i]);
	return same;
}

/* Both wait for the same, however long: so what follows can be compared. */
static bool stand_alike(const struct node *a, const struct node *b)
{
	bool same = a->status == b->status && a->waits_count == b->waits_count;
	for (size_t i = 0; same && i < a->waits_count; i++)
		same = is_same_wait(&a->waits[i], &b->waits[i]);
	return same && a->status == CASE_OPEN;
}

/* The nearest state from `from` on in which the flow waits for what it waits for in `other`; SIZE_MAX: none is near. In the
 * course of x, whose ways are sorted. */
static size_t nearest_alike(const struct exploration *x, const size_t *first,
                            const struct way *const *ways, size_t from, const struct node *other)
{
	enum { NEAR = 3, STATES = 256 };
	size_t list[STATES] = { from }, count = 1;
	unsigned depth[STATES] = { 0 };
	const struct opened of_other = opening_of(other);
	for (size_t i = 0; i < count; i++) {
		const struct node *n = x->nodes[list[i]];
		const struct opened own = opening_of(n);
		if (stand_alike(n, other) && fit(&own, &of_other))
			return list[i];
		for (size_t k = first[n->id]; depth[i] < NEAR && k < first[n->id + 1]; k++) {
			if (count == STATES)
				break;
			depth[count] = depth[i] + 1;
			list[count++] = ways[k]->to;
		}
	}
	return SIZE_MAX;
}

/* Where one of them does something more, the other is met again when that is done. What no difference leads to goes first. */
static void go_on_behind(struct walk *w, size_t was, size_t now)
{
	size_t later = nearest_alike(w->now, w->now_first, w->now_ways, now, w->was->nodes[was]);
	if (later != SIZE_MAX)
		now = later;
	else
		was = nearest_alike(w->was, w->was_first, w->was_ways, was, w->now->nodes[now]);
	if (was == SIZE_MAX)
		return;
	w->behind = xrealloc(w->behind, (w->behind_count + 1) * sizeof *w->behind);
	w->behind[w->behind_count++] = (struct pair){ was, now, true };
}

/* What time brings behind a difference follows from it, as limits have passed by then that were not equal. */
static bool follows_from_it(const struct pair *p, const struct way *one)
{
	return p->behind && !strcmp(text_of(one->act, "kind"), "later");
}

/* What is not to be looked for where only one of them asks, as it follows from that. */
static bool is_left_out(const struct way *one)
{
	return !strcmp(text_of(one->act, "kind"), "later") && !one->by_time;
}

static void follow_pair(struct walk *w, size_t at)
{
	const struct pair p = w->list[at];
	for (size_t i = w->was_first[p.was]; i < w->was_first[p.was + 1]; i++) {
		const struct way *a = w->was_ways[i];
		bool met = is_left_out(a) || follows_from_it(&p, a);
		for (size_t k = w->now_first[p.now]; k < w->now_first[p.now + 1]; k++) {
			const struct way *b = w->now_ways[k];
			if (!ways_fit(a, b))
				continue;
			met = true;
			if (json_equal(a->does, b->does)) {
				if (!p.behind ||
				    stand_alike(w->was->nodes[a->to], w->now->nodes[b->to]))
					add_pair(w, a->to, b->to, p.behind);
				continue;
			}
			if (!follows_from_it(&p, a))
				differ(w, &p, a, b);
			if (w->beyond)
				go_on_behind(w, a->to, b->to);
		}
		if (!met)
			differ(w, &p, a, NULL);
	}
	for (size_t k = w->now_first[p.now]; k < w->now_first[p.now + 1]; k++) {
		bool met = is_left_out(w->now_ways[k]) || follows_from_it(&p, w->now_ways[k]);
		for (size_t i = w->was_first[p.was]; !met && i < w->was_first[p.was + 1]; i++)
			met = ways_fit(w->was_ways[i], w->now_ways[k]);
		if (!met)
			differ(w, &p, NULL, w->now_ways[k]);
	}
}

static void follow_pairs(struct walk *w)
{
	while (w->next < w->count)
		follow_pair(w, w->next++);
}

static json_t *does_at_first(const struct exploration *x, const struct node *n)
{
	struct support_case *c = node_case(x, n, NULL);
	json_t *does = what_it_does(c, n->open);
	case_free(c);
	return does;
}

static void pair_openings_of(struct walk *w, const struct node *a, const struct node *b)
{
	const struct opened of_a = opening_of(a), of_b = opening_of(b);
	if (!json_equal(a->facts, b->facts) || !fit(&of_a, &of_b))
		return;
	json_t *was = does_at_first(w->was, a), *now = does_at_first(w->now, b);
	bool same = json_equal(was, now);
	if (same)
		add_pair(w, a->id, b->id, false);
	else
		add_difference(w, NULL, was, now);
	if (!same && w->beyond)
		go_on_behind(w, a->id, b->id);
	json_decref(was);
	json_decref(now);
}

/* Openings that fit: by their facts, and by what both have decided of them. */
static void pair_openings(struct walk *w)
{
	for (size_t i = 0; i < w->was->nodes_count; i++)
		for (size_t k = 0; w->was->nodes[i]->depth == 0 && k < w->now->nodes_count; k++)
			if (w->now->nodes[k]->depth == 0)
				pair_openings_of(w, w->was->nodes[i], w->now->nodes[k]);
}

struct differences explore_diff(const struct exploration *was, const struct exploration *now,
                                bool beyond)
{
	struct walk w = { .was = was, .now = now, .beyond = beyond, .met = { .same = is_pair } };
	sort_ways(was, &w.was_first, &w.was_ways);
	sort_ways(now, &w.now_first, &w.now_ways);
	pair_openings(&w);
	follow_pairs(&w);
	for (size_t i = 0; i < w.behind_count; i++) { /* which may grow */
		add_pair(&w, w.behind[i].was, w.behind[i].now, true);
		follow_pairs(&w);
	}
	for (size_t i = 0; i < w.met.room; i++)
		free(w.met.places[i].item);
	hash_free(&w.met);
	free(w.list);
	free(w.behind);
	free(w.was_first);
	free(w.now_first);
	free(w.was_ways);
	free(w.now_ways);
	return w.found;
}

void explore_differences_free(struct differences *d)
{
	for (size_t i = 0; i < d->count; i++) {
		json_decref(d->list[i].way);
		json_decref(d->list[i].was);
		json_decref(d->list[i].now);
	}
	free(d->list);
	*d = (struct differences){ 0 };
}
