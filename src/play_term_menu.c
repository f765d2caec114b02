#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "engine.h"
#include "play_term_impl.h"
#include "sentence.h"

bool term_is_open(const struct term *t)
{
	return !strcmp(term_get(t->view, "status"), "open");
}

json_t *term_menu(struct term *t)
{
	struct err e = { 0 };
	const struct support_case *c = engine_case(t->stage.g, t->stage.case_id, &e);
	int64_t wake_ms = c ? case_wake_at(c) : 0;
	json_t *left = wake_ms ? json_integer(wake_ms - clock_now_ms()) : json_null();
	return term_ask(t, "menu", json_pack("[O, O, o]", t->view, t->head, left));
}

const json_t *term_menu_item(const json_t *menu, size_t n)
{
	size_t i;
	json_t *group;
	json_array_foreach(menu, i, group)
	{
		const json_t *items = json_object_get(group, "items");
		if (n <= json_array_size(items))
			return json_array_get(items, n - 1);
		n -= json_array_size(items);
	}
	return NULL;
}

static void show_menu(struct term *t, const json_t *menu)
{
	int number = 1;
	size_t i, k;
	json_t *group, *item;
	json_array_foreach(menu, i, group)
	{
		json_t *labels = json_array();
		json_array_foreach(json_object_get(group, "items"), k, item)
		{
			const char *more = *term_get(item, "ask") ? "…" : "";
			json_array_append_new(labels,
			                      json_sprintf("%s%s", term_get(item, "label"), more));
		}
		if (json_array_size(labels))
			play_out_items(&t->out, term_get(group, "name"), labels, number);
		number += (int)json_array_size(labels);
		json_decref(labels);
	}
}

/* "11월 22일 09:30 (30분 지남) · 호출자: 답을 기다림" */
static void show_status(struct term *t)
{
	enum { KST_MS = 9 * 60 * 60 * 1000 };
	char now[25];
	int64_t passed_ms = clock_now_ms() - time_parse(term_get(t->view, "opened_at"));
	json_t *passed = passed_ms > 0
	                         ? sentence_told("term.passed",
	                                         json_pack("{s:I}", "span", (json_int_t)passed_ms))
	                         : json_string("");
	json_t *status = term_ask(t, "status", json_pack("[O]", t->view));
	time_text(clock_now_ms() + KST_MS, now);
	json_t *values =
		json_pack("{s:i, s:i, s:s%, s:o, s:s}", "month", atoi(now + 5), "day",
	                  atoi(now + 8), "time", now + 11, (size_t)5, "passed", passed, "status",
	                  json_string_value(status) ? json_string_value(status) : "");
	term_say(t, "faint", "term.at", values);
	json_decref(status);
}

void term_take_back(struct term *t)
{
	if (t->point)
		play_out_take_back(&t->out, t->out.rows);
	t->point = false;
}

void term_show_point(struct term *t, const json_t *menu)
{
	json_t *next = term_next(t);
	t->out.rows = 0;
	t->point = play_line_is_typed(t->line);
	play_out_rule(&t->out);
	show_status(t);
	show_menu(t, menu);
	if (next) {
		char *line = term_line_of(t, next);
		term_say(t, "party", "term.next", json_pack("{s:s}", "line", line));
		free(line);
	}
	const char *enter = term_is_open(t) ? "term.enter.first"
	                    : !t->changed   ? "term.enter.quit"
	                                    : "term.enter.save";
	json_t *first = next ? json_string("") : sentence_told(enter, NULL);
	term_say(t, "faint", "term.keys", json_pack("{s:o}", "enter", first));
}
