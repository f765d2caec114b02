/* What of a flow's text is on no path: lines, and ways of a decision within one. */
#include <stdlib.h>

#include "bundle.h"
#include "check_impl.h"
#include "cover.h"

/* ---- lines ---- */

static void add_untried_lines(struct check *c, const char *chunk, int line, int to)
{
	findings_add(&c->found, FINDING_WARNING, chunk, line,
	             "not tried: lines %d to %d: at no time of case:now and no draw of case:random "
	             "that was tried a path came to them; whether one does, this check cannot "
	             "tell",
	             line, to);
}

/* One finding for neighbouring lines. */
static void add_lines(struct check *c, const struct cover *cover, const char *chunk,
                      enum severity severity)
{
	int last = cover_last_line(cover, chunk);
	for (int line = 1; line <= last; line++) {
		int to = line;
		if (cover_line(cover, chunk, line) != 0)
			continue;
		for (int next = line + 1; next <= last && cover_line(cover, chunk, next) <= 0;
		     next++)
			if (cover_line(cover, chunk, next) == 0)
				to = next;
		if (severity == FINDING_WARNING)
			add_untried_lines(c, chunk, line, to);
		else if (to == line)
			findings_add(
				&c->found, severity, chunk, line,
				"no path comes to this line: mend its condition, or delete it");
		else
			findings_add(&c->found, severity, chunk, line,
			             "no path comes to lines %d to %d: mend their condition, or "
			             "delete them",
			             line, to);
		line = to;
	}
}

/* ---- ways within a line, and around one ---- */

static bool is_met(const struct cover_decision *d)
{
	for (size_t i = 0; i < d->count; i++)
		if (d->ways[i].count)
			return true;
	return false;
}

/* A way to a line that no path comes to is told by that line. */
static void add_way(struct check *c, const struct cover *cover, const char *chunk,
                    const struct cover_decision *d, const struct cover_way *way)
{
	enum severity severity = c->reach;
	if (way->count || cover_line(cover, chunk, way->line) == 0)
		return;
	if (severity == FINDING_WARNING)
		findings_add(&c->found, severity, chunk, d->line,
		             "not tried: at each time of case:now and draw of case:random that "
		             "was tried this condition was the same; whether it always is, "
		             "this check cannot tell");
	else if (way->line == d->line)
		findings_add(&c->found, severity, chunk, d->line,
		             "a part of this line is on no path: its condition is always the same: "
		             "mend it, or delete what never happens");
	else
		findings_add(&c->found, severity, chunk, d->line,
		             "no path goes on from here to line %d: the condition is always the "
		             "same: mend it, or delete it",
		             way->line);
}

static void add_branches(struct check *c, const struct cover *cover, const char *chunk)
{
	struct cover_decision d;
	for (size_t i = 0; i < cover_decisions(cover, chunk); i++) {
		cover_decision(cover, chunk, i, &d);
		for (size_t k = 0; is_met(&d) && k < d.count; k++)
			add_way(c, cover, chunk, &d, &d.ways[k]);
	}
}

void check_reach(struct check *c, const struct cover *cover, const struct bundle *b,
                 enum severity severity)
{
	c->reach = severity;
	add_lines(c, cover, bundle_chunk(b), severity);
	add_branches(c, cover, bundle_chunk(b));
}

/* ---- waits that cannot be told apart ---- */

/* A state is known by the line on which its flow waits: whatever else would be found of such a flow may be wrong. */
bool check_twins(struct check *c, const struct cover *cover, const struct bundle *b)
{
	bool any = false;
	struct cover_wait *waits;
	size_t count = cover_waits(cover, bundle_chunk(b), &waits);
	for (size_t i = 1; i < count; i++) {
		if (waits[i].line != waits[i - 1].line)
			continue;
		any = true;
		findings_add(&c->found, FINDING_ERROR, bundle_chunk(b), waits[i].line,
		             "two waits stand on one line, and nobody could tell where the flow "
		             "is: write each on a line of its own; until then no path of this "
		             "flow is followed");
	}
	free(waits);
	return any;
}
