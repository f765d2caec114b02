/* What is wrong with a flow that only all of its paths together show: how it ends, and what it never does. */
#include "explore_impl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"

static const char *text_of(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* ---- the end ---- */

const char waits_for_ever[] = "while nobody answers the flow waits again and again from here, for "
			      "ever: count, and close the "
			      "case";

struct fault waiting_at(const struct exploration *x, enum fault_kind kind, size_t state)
{
	struct fault f = { .kind = kind, .at = x->nodes[state] };
	struct support_case *c = node_case(x, x->nodes[state], NULL);
	const struct wait *w = case_wait_of_lane(c, 0);
	snprintf(f.file, sizeof f.file, "%s", w ? w->file : bundle_chunk(x->b));
	f.line = w ? w->line : 0;
	case_free(c);
	return f;
}

/* What was tried of a step's times and draws is not all that there is. */
static bool is_untried(const struct exploration *x, const struct way *w)
{
	return w->timed || (w->drawn && x->draws_cut);
}

/* From which states a way leads to one of those: silence alone, or whatever happens. Backwards, until none is new. */
static void spread(const struct exploration *x, bool *ends, bool silence)
{
	for (bool more = true; more;) {
		more = false;
		for (size_t i = x->ways_count; i-- > 0;) {
			const struct way *w = &x->ways[i];
			if ((silence && !w->by_time) || !ends[w->to] || ends[w->from])
				continue;
			more = ends[w->from] = true;
		}
	}
}

/* The state with the fewest acts before it from which no way leads to one of `ends` (taken); sooner one from which no time and no draw that was not
 * tried may lead there either. SIZE_MAX: there is none. */
static size_t first_endless(const struct exploration *x, bool *ends, bool silence, bool *untried)
{
	size_t first = SIZE_MAX;
	bool *may = xcalloc(x->nodes_count + 1, sizeof *may);
	spread(x, ends, silence);
	memcpy(may, ends, x->nodes_count * sizeof *may);
	for (size_t i = 0; i < x->ways_count; i++)
		if (is_untried(x, &x->ways[i]) && (!silence || x->ways[i].by_time))
			may[x->ways[i].from] = true;
	spread(x, may, silence);
	for (size_t i = 0; i < x->nodes_count; i++)
		if (!ends[i] && (first == SIZE_MAX || may[i] < may[first] ||
		                 (may[i] == may[first] &&
		                  x->nodes[i]->acts_count < x->nodes[first]->acts_count)))
			first = i;
	*untried = first != SIZE_MAX && may[first];
	free(may);
	free(ends);
	return first;
}

static void look_for_no_end(struct exploration *x)
{
	bool untried, *ends = xcalloc(x->nodes_count + 1, sizeof *ends);
	for (size_t i = 0; i < x->nodes_count; i++)
		ends[i] = x->nodes[i]->status != CASE_OPEN || x->nodes[i]->left;
	size_t first = first_endless(x, ends, false, &untried);
	if (first == SIZE_MAX)
		return;
	struct fault f = waiting_at(x, FAULT_NO_END, first);
	f.untried = untried;
	add_fault(x, &f,
	          "from here no answer and no time limit leads to case:close: give this wait a way "
	          "out");
}

/* Silence must not go on and on: from each state it leads to one in which no time limit is. */
static void look_for_ever(struct exploration *x)
{
	bool untried, *ends = xcalloc(x->nodes_count + 1, sizeof *ends);
	for (size_t i = 0; i < x->nodes_count; i++)
		ends[i] = true;
	for (size_t i = 0; i < x->ways_count; i++)
		ends[x->ways[i].from] = ends[x->ways[i].from] && !x->ways[i].by_time;
	for (size_t i = 0; i < x->nodes_count; i++)
		ends[i] = ends[i] || x->nodes[i]->left;
	size_t first = first_endless(x, ends, true, &untried);
	if (first == SIZE_MAX || !explore_is_right(x))
		return;
	struct fault f = waiting_at(x, FAULT_FOR_EVER, first);
	f.untried = untried;
	add_fault(x, &f, "%s", waits_for_ever);
}

/* ---- what the whole does not do ---- */

/* The answer is asked for and not looked at: then whatever follows follows a no, too. */
static void look_for_unread(struct exploration *x)
{
	const char *place;
	json_t *step;
	json_object_foreach(x->steps, place, step)
	{
		const char *kind = text_of(step, "kind");
		bool asks = (!strcmp(kind, "confirm") || !strcmp(kind, "consent")) &&
		            strncmp(place, "prelude.lua:", strlen("prelude.lua:"));
		struct fault f = { .kind = FAULT_UNREAD };
		size_t len = strcspn(place, ":");
		f.line = atoi(place + len + 1);
		snprintf(f.file, sizeof f.file, "%.*s", (int)len, place);
		if (asks && !is_read(x, f.line, "yes") && !is_read(x, f.line, "granted") &&
		    !is_read(x, f.line, "state"))
			add_fault(x, &f,
			          "%s(say.%s): the flow never looks whether the answer was a yes "
			          "(%s): so it "
			          "does the same after a no",
			          kind, text_of(step, "phrase"),
			          !strcmp(kind, "confirm") ? ".yes" : ".granted");
	}
}

/* What people may come up with at any time once they were asked for a consent. */
static void look_for_unhandled(struct exploration *x)
{
	const char *place;
	json_t *step;
	bool asks = false;
	struct fault f = { .kind = FAULT_UNHANDLED };
	snprintf(f.file, sizeof f.file, "%s", bundle_chunk(x->b));
	f.line = 1;
	json_object_foreach(x->steps, place, step) asks =
		asks || !strcmp(text_of(step, "kind"), "consent");
	if (asks && !json_object_get(x->handled, "withdrawal"))
		add_fault(x, &f,
		          "asks for consents, and does nothing when one is taken back: add "
		          "case:whenever(\"withdrawal\", …) (Personal Information Protection Act, "
		          "article 38(4))");
	else if (asks && !json_object_get(x->handled, "source_complaint"))
		add_fault(x, &f,
		          "does nothing when somebody asks where his data is from: add "
		          "case:whenever(\"source_complaint\", …) (guide 3, article 20)");
}

/* A number that is asked for, and nobody is ever called by it. */
static void look_for_unused(struct exploration *x)
{
	const char *field;
	json_t *v;
	json_object_foreach(x->fields, field, v)
	{
		char *owner = xstrndup(field, strcspn(field, "."));
		enum role r = role_from(owner);
		char *key = xasprintf("collects/%s", field);
		struct fault f = { .kind = FAULT_UNUSED };
		snprintf(f.file, sizeof f.file, "%s", bundle_chunk(x->b));
		f.line = bundle_line(x->b, "flow.lua", key);
		bool spoken = false;
		for (int i = 0; i < ROLE_COUNT; i++)
			spoken = spoken || ((x->spoken_to & 1u << i) &&
			                    is_alike(x, owner, role_name((enum role)i)));
		f.untried = x->times || x->draws_cut;
		if (r != ROLE_NONE && !spoken && bundle_collect(x->b, field))
			add_fault(x, &f,
			          "'%s' is asked for, and on no path anybody speaks to %s: collect "
			          "only what "
			          "is used (guide 1)",
			          field, owner);
		free(key);
		free(owner);
	}
}

/* What was blocked stays only where it always is, of a flow in which nothing else is wrong: a path that ends too soon says
 * nothing of what stands behind it. */
static void look_for_unheard(struct exploration *x)
{
	bool all = x->whole && explore_is_right(x);
	size_t kept = 0;
	for (size_t i = 0; i < x->faults_count; i++) {
		struct fault f = x->faults[i];
		char *place = xasprintf("%s:%d", f.file, f.line);
		bool heard = json_object_get(json_object_get(x->steps, place), "heard");
		free(place);
		if (f.kind == FAULT_UNHEARD && (heard || !all))
			free(f.text);
		else
			x->faults[kept++] = f;
	}
	x->faults_count = kept;
}

static void look_at_all(struct exploration *x)
{
	look_for_ever(x);
	if (!x->whole || x->nodes_count == 0)
		return;
	look_for_unread(x);
	look_for_unhandled(x);
	look_for_unused(x);
	look_for_no_end(x);
}

void look_for_ends(struct exploration *x)
{
	look_at_all(x);
	look_for_unheard(x);
}
