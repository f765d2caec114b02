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

/* Backwards from all ends: what is not met cannot end. */
static void look_for_no_end(struct exploration *x)
{
	bool *ends = xcalloc(x->nodes_count + 1, sizeof *ends);
	for (size_t i = 0; i < x->nodes_count; i++)
		ends[i] = x->nodes[i]->status != CASE_OPEN;
	for (bool more = true; more;) {
		more = false;
		for (size_t i = x->ways_count; i-- > 0;) {
			if (!ends[x->ways[i].to] || ends[x->ways[i].from])
				continue;
			more = ends[x->ways[i].from] = true;
		}
	}
	for (size_t i = 0; i < x->nodes_count; i++) {
		if (ends[i])
			continue;
		const struct fault f = waiting_at(x, FAULT_NO_END, i);
		add_fault(x, &f,
		          "from here no answer and no time limit leads to case:close: give this "
		          "wait a way "
		          "out");
		break;
	}
	free(ends);
}

/* A state has one next limit, so silence is one way: it must not come back to where it was. */
static void look_for_ever(struct exploration *x)
{
	size_t *next = xcalloc(x->nodes_count + 1, sizeof *next);
	for (size_t i = 0; i < x->nodes_count; i++)
		next[i] = SIZE_MAX;
	for (size_t i = 0; i < x->ways_count; i++)
		if (x->ways[i].by_time)
			next[x->ways[i].from] = x->ways[i].to;
	for (size_t i = 0; i < x->nodes_count && !x->faults_count; i++) {
		size_t at = i, limits = 0;
		while (at != SIZE_MAX && limits <= x->nodes_count) {
			at = next[at];
			limits++;
		}
		if (at == SIZE_MAX)
			continue;
		const struct fault f = waiting_at(x, FAULT_FOR_EVER, i);
		add_fault(x, &f, "%s", waits_for_ever);
	}
	free(next);
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

void look_for_ends(struct exploration *x)
{
	look_for_ever(x);
	if (!x->whole || x->nodes_count == 0)
		return;
	look_for_unread(x);
	look_for_unhandled(x);
	look_for_unused(x);
	look_for_no_end(x);
}
