#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "phrase.h"
#include "play_term_impl.h"
#include "sentence.h"

enum { LABEL_COLUMNS = 19 };

/* {phrase: [placeholder]} */
static json_t *placeholders_of(struct bundle *b)
{
	json_t *out = json_object(), *ids = bundle_phrase_ids(b), *id;
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const struct phrase *p = bundle_phrase(b, json_string_value(id));
		json_t *names = json_array();
		for (size_t k = 0; p && k < p->parts_count; k++)
			if (p->part[k].name)
				json_array_append_new(names, json_string(p->part[k].name));
		json_object_set_new(out, json_string_value(id), names);
	}
	json_decref(ids);
	return out;
}

/* lua/assent/play_form.lua: FlowFacts; new */
static json_t *flow_facts(struct bundle *b)
{
	return json_pack("{s:s, s:s, s:O, s:O, s:O, s:s, s:o}", "flow", bundle_flow(b), "title",
	                 bundle_title(b), "opens", bundle_opens(b), "collects", bundle_collects(b),
	                 "topics", bundle_words(b, "topic"), "source",
	                 bundle_file(b, "flow.lua", NULL), "placeholders", placeholders_of(b));
}

json_t *term_form_new(struct term *t, struct bundle *b)
{
	return term_ask(t, "form", json_pack("[o]", flow_facts(b)));
}

static json_t *rows_of(struct term *t, struct bundle *b)
{
	return term_ask(t, "rows", json_pack("[O, o]", t->head, flow_facts(b)));
}

static void show_rows(struct term *t, struct bundle *b, const json_t *rows)
{
	size_t i;
	json_t *row;
	play_out_say(&t->out, "strong", "%s (%s)", bundle_title(b), bundle_flow(b));
	json_array_foreach(rows, i, row)
	{
		char *label = xasprintf("%3zu %s", i + 1, term_get(row, "label"));
		play_out_field(&t->out, label, LABEL_COLUMNS, term_get(row, "value"));
		free(label);
	}
}

/* At a terminal the questions go once they are answered. */
static char *ask_rows(struct term *t, struct bundle *b, const json_t *rows)
{
	t->out.rows = 0;
	t->point = play_line_is_typed(t->line);
	show_rows(t, b, rows);
	term_say(t, "faint", "term.form_keys", NULL);
	return term_read(t, "> ", NULL);
}

static void settle_rows(struct term *t, struct bundle *b, const json_t *rows)
{
	if (!t->point)
		return;
	term_take_back(t);
	show_rows(t, b, rows);
}

static void change(struct term *t, struct bundle *b, const char *line)
{
	json_t *head = term_ask(t, "change", json_pack("[O, s, o]", t->head, line, flow_facts(b)));
	const char *wrong = json_string_value(json_object_get(head, "error"));
	if (wrong || !head) {
		if (wrong)
			play_out_say(&t->out, "bad", "%s", wrong);
		else
			term_say(t, "bad", "term.no_change_of_head", NULL);
		json_decref(head);
		return;
	}
	json_decref(t->head);
	t->head = head;
}

/* The line of a head that changes a row; NULL: nothing is to change. Caller frees. */
static char *row_line(struct term *t, const json_t *row)
{
	const char *hint = term_get(row, "hint");
	if (*hint)
		play_out_say(&t->out, "faint", "%s", hint);
	char *prompt = xasprintf("%s: ", term_get(row, "label"));
	char *value = term_read(t, prompt, term_get(row, "value"));
	char *line = value && *value ? xasprintf("%s%s", term_get(row, "before"), value) : NULL;
	free(value);
	free(prompt);
	return line;
}

/* What flows are chosen by, as the engine will: where more than one fits, an agent chooses. */
static bool fits(struct term *t)
{
	json_t *facts = play_facts(t->flows, t->head), *reasons, *r;
	const char *flow = term_get(t->head, "flow");
	bool is_it = false;
	size_t i;
	flow_set_choose(t->flows, facts, &reasons);
	json_array_foreach(reasons, i, r) is_it |=
		!strcmp(term_get(r, "flow"), flow) && json_is_true(json_object_get(r, "fits"));
	if (!is_it)
		term_say(t, "bad", "term.does_not_open", json_pack("{s:s}", "flow", flow));
	json_array_foreach(reasons, i, r)
	{
		bool own = !strcmp(term_get(r, "flow"), flow);
		if (is_it || !(own || json_is_true(json_object_get(r, "fits"))))
			continue;
		char *why = sentence_again(t->language, term_get(r, "why"));
		play_out_say(&t->out, NULL, "  %s: %s", term_get(r, "flow"), why);
		free(why);
	}
	json_decref(reasons);
	json_decref(facts);
	return is_it;
}

/* A number of a row, or a line of a head. */
static void do_form_line(struct term *t, struct bundle *b, const json_t *rows, const char *said)
{
	char *end;
	unsigned long n = strtoul(said, &end, 10);
	bool is_row = n > 0 && !*end && n <= json_array_size(rows);
	char *line = is_row ? row_line(t, json_array_get(rows, n - 1)) : xstrdup(said);
	term_take_back(t);
	if (line)
		change(t, b, line);
	free(line);
}

bool term_form(struct term *t)
{
	struct bundle *b = flow_set_get(t->flows, term_get(t->head, "flow"));
	for (;;) {
		json_t *rows = rows_of(t, b);
		char *said = ask_rows(t, b, rows);
		bool leaves = !said || !strcmp(said, "q") || !strcmp(said, "ㅂ");
		bool ready = said && !*said && fits(t);
		if (!leaves && *said)
			do_form_line(t, b, rows, said);
		if (ready)
			settle_rows(t, b, rows);
		t->point = false;
		json_decref(rows);
		free(said);
		if (leaves || ready)
			return ready;
	}
}
