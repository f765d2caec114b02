/* Journals of all plays of flows/, recorded by the engine and replayed with an edited flow: what changes no step goes
 * on, what changes one is said with step, recorded, attempted, file and line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "flow_edits.h"
#include "recorded_plays.h"
#include "share.h"

enum { STRIDE = SHARE(1, 4) }; /* of the recordings */

static const struct {
	const char *name;
	char *(*edit)(const char *text, const char *line, const struct call *c);
	bool here; /* it is the step of that line that differs */
} edits[] = {
	{ "step removed", step_removed, false },  { "step added", step_added, true },
	{ "another party", other_party, true },   { "another phrase", other_phrase, true },
	{ "another option", other_option, true }, { "another field", other_field, true },
};

/* ---- steps of a recording ---- */

struct made {
	int64_t n;
	int lane, line;
	char kind[32];
	json_t *is;
};

static size_t steps_of(const struct recording *r, struct made *out, size_t max)
{
	size_t count = 0, k;
	json_t *record;
	for (size_t i = 0; i < r->turns_count; i++) {
		json_t *records = json_loads(r->turns[i].records, 0, NULL);
		json_array_foreach(records, k, record)
		{
			if (strcmp(json_string_value(json_object_get(record, "r")), "step"))
				continue;
			assert_true(count < max);
			struct made *m = &out[count++];
			m->n = json_integer_value(json_object_get(record, "n"));
			m->lane = (int)json_integer_value(json_object_get(record, "lane"));
			m->line = (int)json_integer_value(json_object_get(record, "line"));
			m->is = json_incref(json_object_get(record, "is"));
			snprintf(m->kind, sizeof m->kind, "%s",
			         json_string_value(json_object_get(record, "kind")));
		}
		json_decref(records);
	}
	return count;
}

static void free_steps(struct made *m, size_t count)
{
	for (size_t i = 0; i < count; i++)
		json_decref(m[i].is);
}

/* One edit of one step must be seen, and said. here: line of the step that differs; 0: any. */
static void must_diverge(const struct recording *r, struct bundle *b, const struct made *m,
                         int here, const char *what)
{
	struct err e = { 0 };
	json_t *detail = NULL;
	if (replay(r, r->turns_count, b, &detail, &e) == 0)
		fail_msg("%s %s: %s of %s in line %d goes unseen", r->flow, r->id, what, m->kind,
		         m->line);
	const char *recorded = json_string_value(json_object_get(detail, "recorded"));
	const char *attempted = json_string_value(json_object_get(detail, "attempted"));
	const char *file = json_string_value(json_object_get(detail, "file"));
	int line = (int)json_integer_value(json_object_get(detail, "line"));
	bool said = e.code == E_FLOW && strstr(e.text, "diverged") && detail &&
	            json_integer_value(json_object_get(detail, "step")) == m->n &&
	            !strncmp(recorded, m->kind, strlen(m->kind)) && strcmp(recorded, attempted) &&
	            !strcmp(file, bundle_chunk(b)) && line > 0 && (!here || line == here);
	if (!said) {
		char *text = detail ? json_dumps(detail, 0) : xstrdup("no detail");
		fail_msg("%s %s: %s of %s (step %d, line %d) is said as: %s\n%s", r->flow, r->id,
		         what, m->kind, (int)m->n, m->line, e.text, text);
	}
	json_decref(detail);
}

/* ---- tests ---- */

static void a_journal_replays_with_its_own_bundle_from_every_turn(void **state)
{
	(void)state;
	assert_true(recordings_count >= 80);
	for (size_t i = 0; i < recordings_count; i += STRIDE) {
		const struct recording *r = &recordings[i];
		struct bundle *b = edited(r, "flow.lua", file_of(r, "flow.lua"));
		for (size_t turns = 1; turns <= r->turns_count; turns++) {
			struct err e = { 0 };
			json_t *detail = NULL;
			if (replay(r, turns, b, &detail, &e))
				fail_msg("%s %s: %s", r->flow, r->id, e.text);
		}
		bundle_free(b);
	}
}

static char *moved_lines(char *text)
{
	text = all_replaced(text, "return flow {", "-- one line more\n\n\nreturn flow {");
	return all_replaced(text, "\n    case:step", "\n\n    -- and more\n    case:step");
}

static char *renamed_locals(char *text)
{
	static const char *const names[] = { "identity", "talk", "request",   "delegation",
		                             "reached",  "back", "collected", "inquirer",
		                             "party",    "stop" };
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		char *new = xasprintf("my_%s", names[i]);
		text = renamed(text, names[i], new);
		free(new);
	}
	return text;
}

static char *mended_titles(char *text)
{
	return all_replaced(text, "case:step \"", "case:step \"새 ");
}

static char *mended_phrases(char *text)
{
	return all_replaced(text, "안녕하세요", "안녕하십니까");
}

static char *other_policy_times(char *text)
{
	return all_replaced(text, "hours(2)", "hours(3)");
}

static void what_changes_no_step_is_no_divergence(void **state)
{
	static const struct {
		const char *name, *file;
		char *(*edit)(char *text);
	} harmless[] = {
		{ "moved lines", "flow.lua", moved_lines },
		{ "renamed locals", "flow.lua", renamed_locals },
		{ "mended titles", "flow.lua", mended_titles },
		{ "mended phrases", "phrases/ko.lua", mended_phrases },
		{ "other limits", "policy.lua", other_policy_times },
	};
	(void)state;
	for (size_t i = 0; i < recordings_count; i += STRIDE) {
		const struct recording *r = &recordings[i];
		for (size_t k = 0; k < COUNT_OF(harmless); k++) {
			struct err e = { 0 };
			json_t *detail = NULL;
			char *old = file_of(r, harmless[k].file);
			char *new = harmless[k].edit(xstrdup(old));
			assert_string_not_equal(old, new);
			struct bundle *b = edited(r, harmless[k].file, new);
			if (replay(r, r->turns_count, b, &detail, &e))
				fail_msg("%s %s: %s: %s", r->flow, r->id, harmless[k].name, e.text);
			bundle_free(b);
			free(old);
		}
	}
}

/* Where a step stands in its flow; NULL: in no line of its own. `return case:close "x"` is a tail call: Lua forgets who
 * made it and the end of the function is recorded, so it is looked up by its outcome. */
static const char *line_of_step(const char *text, const struct made *m, bool *tail)
{
	struct call c;
	const char *line = line_at(text, m->line),
		   *outcome = json_string_value(json_object_get(m->is, "outcome"));
	*tail = false;
	if (!strcmp(m->kind, "done"))
		return NULL;
	if (!outcome || find_call(line, m->kind, &c))
		return line;
	char *written = xasprintf("case:close \"%s\"", outcome);
	const char *at = strstr(text, written);
	*tail = true;
	bool once = at && !strstr(at + 1, written);
	free(written);
	while (once && at > text && at[-1] != '\n')
		at--;
	return once ? at : NULL;
}

/* Each edit of each step, once per recording; a bundle serves all recordings of its flow. */
static void every_changed_step_is_a_divergence_and_is_said(void **state)
{
	int seen[COUNT_OF(edits)] = { 0 };
	(void)state;
	for (size_t i = 0; i < recordings_count; i += STRIDE) {
		const struct recording *r = &recordings[i];
		struct made steps[TURNS_MAX];
		size_t count = steps_of(r, steps, COUNT_OF(steps));
		char *text = file_of(r, "flow.lua");
		for (size_t k = 0; k < count; k++) {
			struct call c;
			bool tail;
			const char *line = line_of_step(text, &steps[k], &tail);
			/* titles do not count: of two steps in a row, one that is gone is the other */
			bool twice = !strcmp(steps[k].kind, "step") && k + 1 < count &&
			             !strcmp(steps[k + 1].kind, "step");
			if (!line || twice)
				continue;
			if (!find_call(line, steps[k].kind, &c))
				fail_msg("%s:%d: no %s", r->flow, steps[k].line, steps[k].kind);
			for (size_t d = 0; d < COUNT_OF(edits); d++) {
				char *new = edits[d].edit(text, line, &c);
				if (!new)
					continue;
				/* the first step of that line is the one that differs */
				size_t first = k;
				while (first > 0 && steps[first - 1].line == steps[k].line &&
				       steps[first - 1].lane == steps[k].lane &&
				       steps[first].n == steps[first - 1].n + 1 &&
				       !strcmp(steps[first - 1].kind, steps[k].kind))
					first--;
				struct bundle *b = edited_flow(r, new);
				must_diverge(r, b, &steps[first],
				             edits[d].here && !tail ? steps[k].line : 0,
				             edits[d].name);
				seen[d]++;
			}
		}
		free_steps(steps, count);
		free(text);
	}
	for (size_t d = 0; d < COUNT_OF(edits); d++) {
		print_message("# %s: %d of %d seen\n", edits[d].name, seen[d], seen[d]);
		assert_true(seen[d] > 0);
	}
}

static void swapped_steps_are_a_divergence(void **state)
{
	int seen = 0;
	(void)state;
	for (size_t i = 0; i < recordings_count; i += STRIDE) {
		const struct recording *r = &recordings[i];
		struct made steps[TURNS_MAX];
		size_t count = steps_of(r, steps, COUNT_OF(steps));
		char *text = file_of(r, "flow.lua");
		for (size_t k = 0; k + 1 < count; k++) {
			const struct made *a = &steps[k], *b = &steps[k + 1];
			if (a->lane != b->lane || b->line != a->line + 1 ||
			    !is_whole_line(text, a->line, a->kind) ||
			    !is_whole_line(text, b->line, b->kind))
				continue;
			struct bundle *swapped = edited_flow(r, with_lines_swapped(text, a->line));
			must_diverge(r, swapped, a, a->line, "swap");
			seen++;
		}
		free_steps(steps, count);
		free(text);
	}
	print_message("# steps swapped: %d of %d seen\n", seen, seen);
	assert_true(seen > 50 / STRIDE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_journal_replays_with_its_own_bundle_from_every_turn),
		cmocka_unit_test(what_changes_no_step_is_no_divergence),
		cmocka_unit_test(every_changed_step_is_a_divergence_and_is_said),
		cmocka_unit_test(swapped_steps_are_a_divergence),
	};
	return cmocka_run_group_tests(tests, record_all, forget_all);
}
