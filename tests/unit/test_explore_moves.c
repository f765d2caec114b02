/* What a flow is drawn from, against all of its states: the two are gathered in different ways.
 * time limit: 600 s */
#include "base.h"
#include "bundle.h"
#include "explore.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char *text_of(const json_t *o, const char *key)
{
	const char *text = json_string_value(json_object_get(o, key));
	return text ? text : "";
}

/* Where the main flow of a state is: "28 호출자 확인", "end:consulted". Caller frees. */
static char *place_of_state(const json_t *state)
{
	size_t i;
	json_t *w;
	if (!strcmp(text_of(state, "status"), "closed"))
		return xasprintf("end:%s", text_of(state, "outcome"));
	json_array_foreach(json_object_get(state, "waits"), i, w)
	{
		if (!json_object_get(w, "handler"))
			return xasprintf("%d %s",
			                 (int)json_integer_value(json_object_get(w, "line")),
			                 text_of(state, "step"));
	}
	return xstrdup("none");
}

/* The same of a place of the drawing. Caller frees. */
static char *place_of_move(const json_t *all, const char *id)
{
	const json_t *place = json_object_get(json_object_get(all, "places"), id);
	return place ? xasprintf("%d %s", (int)json_integer_value(json_object_get(place, "line")),
	                         text_of(place, "step"))
	             : xstrdup(id);
}

/* A handler is at work, or comes up with this act. */
static bool is_of_handler(const json_t *state, const json_t *act)
{
	size_t i;
	json_t *w;
	if (!strcmp(text_of(act, "mark"), "withdrawal") ||
	    !strcmp(text_of(act, "mark"), "source_complaint"))
		return true;
	json_array_foreach(json_object_get(state, "waits"), i, w)
	{
		if (json_object_get(w, "handler"))
			return true;
	}
	return false;
}

/* {"from\nto": true} of the main flow, by its moves. New. */
static json_t *main_moves(const json_t *all)
{
	const char *key;
	json_t *m, *set = json_object();
	json_object_foreach(json_object_get(all, "moves"), key, m)
	{
		if (*text_of(m, "handler") || !strncmp(text_of(m, "from"), "start", 5))
			continue;
		char *from = place_of_move(all, text_of(m, "from")),
		     *to = place_of_move(all, text_of(m, "to")),
		     *both = xasprintf("%s\n%s", from, to);
		json_object_set_new(set, both, json_true());
		free(from);
		free(to);
		free(both);
	}
	return set;
}

/* The same by the states; all: also what a handler can have closed. New. */
static json_t *main_ways(const json_t *graph, bool all)
{
	size_t i;
	json_t *way, *set = json_object(), *states = json_object_get(graph, "states");
	json_array_foreach(json_object_get(graph, "ways"), i, way)
	{
		json_t *a = json_array_get(
			       states, (size_t)json_integer_value(json_object_get(way, "from"))),
		       *b = json_array_get(states,
		                           (size_t)json_integer_value(json_object_get(way, "to")));
		char *from = place_of_state(a), *to = place_of_state(b),
		     *both = xasprintf("%s\n%s", from, to);
		bool by_handler =
			is_of_handler(a, json_object_get(way, "act")) && !strncmp(to, "end:", 4);
		if (strcmp(from, to) != 0 && (all || !by_handler))
			json_object_set_new(set, both, json_true());
		free(from);
		free(to);
		free(both);
	}
	return set;
}

/* Is it a way of at most `more` moves? A bot says at once what an agent is waited for to say. */
static bool is_chain(const json_t *moves, const char *pair, int more)
{
	const char *key;
	json_t *v;
	size_t len = strcspn(pair, "\n");
	if (json_object_get(moves, pair) || more == 1)
		return json_object_get(moves, pair) != NULL;
	json_object_foreach((json_t *)moves, key, v)
	{
		if (strncmp(key, pair, len + 1) != 0)
			continue;
		char *rest = xasprintf("%s%s", key + len + 1, pair + len);
		bool found = is_chain(moves, rest, more - 1);
		free(rest);
		if (found)
			return true;
	}
	return false;
}

/* Is it the end of a way that came by without waiting? What the gate refuses is answered at once. */
static bool is_end_of_way(const json_t *moves, const json_t *ways, const char *pair)
{
	const char *key;
	json_t *v;
	size_t len = strcspn(pair, "\n");
	json_object_foreach((json_t *)ways, key, v)
	{
		size_t from = strcspn(key, "\n");
		if (strcmp(key + from, pair + len) != 0)
			continue;
		char *before = xasprintf("%.*s\n%.*s", (int)from, key, (int)len, pair);
		bool found = is_chain(moves, before, 3);
		free(before);
		if (found)
			return true;
	}
	return false;
}

static void compare(const char *flow)
{
	struct err e = { 0 };
	const char *key;
	json_t *v;
	struct bundle *b = bundle_read("flows", flow, &e);
	assert_non_null(b);
	const struct explore_opts o = { .draws = true };
	struct exploration *x = explore(b, &o);
	json_t *graph = explore_graph(x), *moves = main_moves(explore_moves(x)),
	       *ways = main_ways(graph, false), *all = main_ways(graph, true);
	assert_true(json_object_size(ways) > 10);
	json_object_foreach(ways, key, v)
	{
		if (!is_chain(moves, key, 4))
			fail_msg("%s: a way that is not drawn: %s", flow, key);
	}
	json_object_foreach(moves, key, v)
	{
		if (!json_object_get(ways, key) && !is_end_of_way(moves, all, key))
			fail_msg("%s: drawn, and there is no such way: %s", flow, key);
	}
	json_decref(graph);
	json_decref(moves);
	json_decref(ways);
	json_decref(all);
	explore_free(x);
	bundle_free(b);
}

/* Under the sanitizers each takes ten times as long, and the same code runs. */
#ifdef __SANITIZE_ADDRESS__
static const char *const flows[] = { "booked_for_other" };
#else
static const char *const flows[] = { "booked_for_other", "passenger", "spouse", "vehicle_owner" };
#endif

static void the_moves_of_every_flow_are_the_ways_between_its_states(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(flows); i++)
		compare(flows[i]);
}

static void who_does_not_draw_keeps_no_moves(void **state)
{
	(void)state;
	struct err e = { 0 };
	struct bundle *b = bundle_read("flows", "vehicle_owner", &e);
	const struct explore_opts o = { .states_max = 50 };
	struct exploration *x = explore(b, &o);
	assert_null(explore_moves(x));
	explore_free(x);
	bundle_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_moves_of_every_flow_are_the_ways_between_its_states),
		cmocka_unit_test(who_does_not_draw_keeps_no_moves),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
