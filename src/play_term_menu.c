#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "engine.h"
#include "play_term_impl.h"

bool term_is_open(const struct term *t)
{
	return !strcmp(term_get(t->view, "status"), "open");
}

static char *span_text(struct term *t, int64_t ms)
{
	json_t *span = term_ask(t, "span", json_pack("[I]", (json_int_t)ms));
	char *out = xstrdup(json_string_value(span));
	json_decref(span);
	return out ? out : xstrdup("");
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
	char *span = passed_ms > 0 ? span_text(t, passed_ms) : xstrdup("");
	json_t *status = term_ask(t, "status", json_pack("[O]", t->view));
	time_text(clock_now_ms() + KST_MS, now);
	play_out_say(&t->out, "faint", "%d월 %d일 %.5s%s%s%s · %s", atoi(now + 5), atoi(now + 8),
	             now + 11, *span ? " (" : "", span, *span ? " 지남)" : "",
	             json_string_value(status) ? json_string_value(status) : "");
	json_decref(status);
	free(span);
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
		play_out_say(&t->out, "party", "Enter: 다음 줄 ‘%s’", line);
		free(line);
	}
	play_out_say(&t->out, "faint",
	             "%s번호나 .play 줄 · b 뒤로 · v 상태 · ? 도움말 · s 저장 · q 끝",
	             next              ? ""
	             : term_is_open(t) ? "Enter: 1번 · "
	             : !t->changed     ? "Enter: 끝 · "
	                               : "Enter: 저장 · ");
}
