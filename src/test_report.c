#include "test_report.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "cover.h"
#include "sentence.h"

/* One of the four of a flow, while it is counted. */
struct tally {
	json_int_t covered, total;
	json_t *missed;
};

/* missing (taken): what is to be listed where it is not covered */
static void count(struct tally *t, bool is_covered, json_t *missing)
{
	t->total++;
	t->covered += is_covered;
	if (!is_covered)
		json_array_append(t->missed, missing);
	json_decref(missing);
}

static json_t *tally_json(const struct tally *t)
{
	return json_pack("{s:I, s:I, s:o}", "covered", t->covered, "total", t->total, "missed",
	                 t->missed);
}

static json_t *lines_of(const struct covered *c, const char *chunk)
{
	struct tally t = { .missed = json_array() };
	for (int line = 1; line <= cover_last_line(c->cover, chunk); line++) {
		int64_t times = cover_line(c->cover, chunk, line);
		if (times >= 0)
			count(&t, times > 0, json_integer(line));
	}
	return tally_json(&t);
}

static json_t *branches_of(const struct covered *c, const char *chunk)
{
	struct tally t = { .missed = json_array() };
	for (size_t i = 0; i < cover_decisions(c->cover, chunk); i++) {
		struct cover_decision d;
		cover_decision(c->cover, chunk, i, &d);
		for (size_t k = 0; k < d.count; k++)
			count(&t, d.ways[k].count > 0,
			      json_pack("{s:i, s:i}", "line", d.line, "to", d.ways[k].line));
	}
	return tally_json(&t);
}

/* ---- outcomes ---- */

/* How a wait of a kind can end, but for "blocked" and the marks of a listen. */
static const struct {
	const char *kind, *states[6];
} ends[] = {
	{ "suggest", { "sent", "edited", "own_words", "skipped", "unanswered" } },
	{ "confirm", { "yes", "no", "unclear", "unanswered" } },
	{ "consent", { "granted", "denied", "unanswered", "withdrawn" } },
	{ "ask", { "given", "declined", "known", "unanswered" } },
	{ "listen", { "unanswered" } },
};

static const json_t *wait_seen(const struct covered *c, const char *chunk, int line)
{
	char key[16];
	snprintf(key, sizeof key, "%d", line);
	return json_object_get(json_object_get(json_object_get(c->seen, "waits"), chunk), key);
}

/* The states in which a wait can end: a new list. */
static json_t *states_of(const struct cover_wait *w, const json_t *seen)
{
	json_t *states = json_array();
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		for (size_t k = 0; !strcmp(ends[i].kind, w->kind) && ends[i].states[k]; k++)
			json_array_append_new(states, json_string(ends[i].states[k]));
	json_array_extend(states, json_object_get(seen, "marks"));
	if (json_is_true(json_object_get(seen, "blockable")))
		json_array_append_new(states, json_string("blocked"));
	return states;
}

/* Only where the flow looks at the result: else all of them are one to it. */
static json_t *outcomes_of(const struct covered *c, const char *chunk)
{
	struct tally t = { .missed = json_array() };
	struct cover_wait *waits;
	size_t n = cover_waits(c->cover, chunk, &waits), k;
	for (size_t i = 0; i < n; i++) {
		const json_t *seen = wait_seen(c, chunk, waits[i].line);
		json_t *states = states_of(&waits[i], seen), *state;
		json_array_foreach(states, k, state)
		{
			if (!waits[i].used)
				break;
			count(&t,
			      json_object_get(json_object_get(seen, "states"),
			                      json_string_value(state)) != NULL,
			      json_pack("{s:i, s:s, s:O}", "line", waits[i].line, "kind",
			                waits[i].kind, "state", state));
		}
		json_decref(states);
	}
	free(waits);
	return tally_json(&t);
}

/* ---- phrases ---- */

static json_t *phrases_of(const struct covered *c, struct bundle *b, json_t *never)
{
	struct tally t = { .missed = json_array() };
	json_t *ids = bundle_phrase_ids(b), *id;
	const json_t *shown = json_object_get(json_object_get(c->seen, "phrases"), bundle_flow(b));
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const char *name = json_string_value(id);
		int line = cover_names(c->cover, bundle_chunk(b), name);
		bool is_shown = json_object_get(shown, name) != NULL;
		if (line)
			count(&t, is_shown, json_pack("{s:i, s:O}", "line", line, "phrase", id));
		if (is_shown)
			json_object_del(never, name);
	}
	json_decref(ids);
	return tally_json(&t);
}

/* Where plays came by, for a picture of the flow. */
static json_t *moves_of(const struct covered *c, const struct bundle *b)
{
	const json_t *moves = json_object_get(json_object_get(c->seen, "moves"), bundle_flow(b));
	return moves ? json_deep_copy(moves) : json_object();
}

static bool is_wanted(const struct covered *c, const struct bundle *b)
{
	return c->whole || json_object_get(json_object_get(c->seen, "phrases"), bundle_flow(b));
}

json_t *report_of(const struct covered *c)
{
	json_t *flows = json_array(), *never = json_object(), *id, *nowhere = json_array();
	struct bundle *b;
	size_t i;
	const char *name;
	json_t *ids = bundle_phrase_ids(flow_set_at(c->flows, 0));
	json_array_foreach(ids, i, id)
		json_object_set_new(never, json_string_value(id), json_null());
	for (i = 0; (b = flow_set_at(c->flows, i)); i++) {
		const char *chunk = bundle_chunk(b);
		if (!is_wanted(c, b))
			continue;
		json_array_append_new(
			flows, json_pack("{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:o}", "flow",
		                         bundle_flow(b), "bundle", bundle_hash(b), "file",
		                         json_sprintf("%s/%s", c->flows_dir, chunk), "lines",
		                         lines_of(c, chunk), "branches", branches_of(c, chunk),
		                         "outcomes", outcomes_of(c, chunk), "phrases",
		                         phrases_of(c, b, never), "moves", moves_of(c, b)));
	}
	json_object_foreach(never, name, id)
	{
		if (c->whole)
			json_array_append_new(nowhere, json_string(name));
	}
	json_decref(never);
	json_decref(ids);
	return json_pack("{s:o, s:o}", "flows", flows, "phrases_never_shown", nowhere);
}

/* ---- for people ---- */

/* Without the end of a line; values: taken. */
static void put(FILE *out, enum language l, const char *code, json_t *values)
{
	char *text = sentence_in(l, code, values);
	fputs(text, out);
	free(text);
}

static void print_counts(const json_t *flow, enum language l, FILE *out)
{
	static const char *const parts[] = { "lines", "branches", "outcomes", "phrases" };
	fprintf(out, "# %s:", json_string_value(json_object_get(flow, "file")));
	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		const json_t *part = json_object_get(flow, parts[i]);
		fputs(i ? ", " : " ", out);
		put(out, l, "covered.part",
		    json_pack("{s:s, s:O, s:O}", "part", parts[i], "n",
		              json_object_get(part, "covered"), "all",
		              json_object_get(part, "total")));
	}
	fputc('\n', out);
}

static int line_in(const json_t *missed)
{
	return (int)json_integer_value(json_is_object(missed) ? json_object_get(missed, "line")
	                                                      : missed);
}

/* Whether the line itself is among the missed ones: then so is all that begins on it. */
static bool never_ran(const json_t *flow, int line)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(json_object_get(flow, "lines"), "missed"), i, one)
	{
		if (line_in(one) == line)
			return true;
	}
	return false;
}

/* The states of a wait stand on one line: those of all that are missed of the wait on that line. */
static json_t *states_at(const json_t *list, int line)
{
	json_t *states = json_array(), *one;
	size_t i;
	json_array_foreach((json_t *)list, i, one)
	{
		if (line_in(one) == line)
			json_array_append(states, json_object_get(one, "state"));
	}
	return states;
}

static void print_one(const json_t *one, const json_t *list, enum language l, FILE *out)
{
	json_t *kind = json_object_get(one, "kind"), *phrase = json_object_get(one, "phrase"),
	       *to = json_object_get(one, "to");
	int line = line_in(one);
	if (kind)
		put(out, l, "covered.never_ends",
		    json_pack("{s:O, s:o}", "kind", kind, "states", states_at(list, line)));
	else if (phrase)
		put(out, l, "covered.never_shown", json_pack("{s:O}", "phrase", phrase));
	else if (!to)
		put(out, l, "covered.never_runs", NULL);
	else if (json_integer_value(to) == line)
		put(out, l, "covered.never_on", NULL);
	else
		put(out, l, "covered.never_to", json_pack("{s:O}", "line", to));
	fputc('\n', out);
}

static void print_missed(const json_t *flow, const char *part, enum language l, FILE *out)
{
	const char *file = json_string_value(json_object_get(flow, "file"));
	const json_t *list = json_object_get(json_object_get(flow, part), "missed");
	size_t i;
	json_t *one;
	int waits_at = 0;
	json_array_foreach(list, i, one)
	{
		int line = line_in(one);
		bool is_wait = json_object_get(one, "kind") != NULL;
		if ((json_is_object(one) && never_ran(flow, line)) || (is_wait && waits_at == line))
			continue;
		fprintf(out, "#   %s:%d: ", file, line);
		print_one(one, list, l, out);
		waits_at = is_wait ? line : 0;
	}
}

void report_print(const json_t *report, enum language l, FILE *out)
{
	size_t i;
	json_t *flow, *id;
	json_array_foreach(json_object_get(report, "flows"), i, flow)
	{
		print_counts(flow, l, out);
		print_missed(flow, "lines", l, out);
		print_missed(flow, "branches", l, out);
		print_missed(flow, "outcomes", l, out);
		print_missed(flow, "phrases", l, out);
	}
	json_array_foreach(json_object_get(report, "phrases_never_shown"), i, id)
	{
		fputs("# ", out);
		sentence_print(out, l, "covered.nowhere", json_pack("{s:O}", "phrase", id));
	}
}

/* ---- sources ---- */

static void print_ways(const struct covered *c, const char *chunk, int line, FILE *out)
{
	for (size_t i = 0; i < cover_decisions(c->cover, chunk); i++) {
		struct cover_decision d;
		cover_decision(c->cover, chunk, i, &d);
		if (d.line != line)
			continue;
		fputs("                ^", out);
		for (size_t k = 0; k < d.count; k++) {
			if (d.ways[k].line == line)
				put(out, c->language, "covered.within", NULL);
			else
				put(out, c->language, "covered.to",
				    json_pack("{s:i}", "line", d.ways[k].line));
			fprintf(out, ": %lld%s", (long long)d.ways[k].count,
			        k + 1 < d.count ? "," : "\n");
		}
	}
}

static void print_states(const struct covered *c, const char *chunk, int line, FILE *out)
{
	const json_t *seen = wait_seen(c, chunk, line);
	const char *state, *between = "";
	json_t *times;
	if (!seen)
		return;
	fprintf(out, "                ^ %s: ", json_string_value(json_object_get(seen, "kind")));
	json_object_foreach(json_object_get(seen, "states"), state, times)
	{
		fprintf(out, "%s%s %lld", between, state, (long long)json_integer_value(times));
		between = ", ";
	}
	fputc('\n', out);
}

void report_sources(const struct covered *c, FILE *out)
{
	struct bundle *b;
	for (size_t i = 0; (b = flow_set_at(c->flows, i)); i++) {
		const char *chunk = bundle_chunk(b), *text = bundle_file(b, "flow.lua", NULL);
		if (!is_wanted(c, b))
			continue;
		fprintf(out, "%s/%s\n", c->flows_dir, chunk);
		for (int line = 1; *text; line++) {
			size_t len = strcspn(text, "\n");
			int64_t times = cover_line(c->cover, chunk, line);
			if (times > 0)
				fprintf(out, "%8lld", (long long)times);
			else
				fprintf(out, "%8s", times < 0 ? "-" : "#####");
			fprintf(out, ":%5d: %.*s\n", line, (int)len, text);
			print_ways(c, chunk, line, out);
			print_states(c, chunk, line, out);
			text += len + (text[len] == '\n');
		}
	}
}
