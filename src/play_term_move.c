#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "engine.h"
#include "play_act.h"
#include "play_term_impl.h"
#include "play_text.h"

static bool is_act(const json_t *act)
{
	return play_is_act(term_get(act, "kind"));
}

char *term_line_of(struct term *t, json_t *act)
{
	struct err e = { 0 };
	char *line = play_write_line(act, json_object_get(t->head, "parties"), t->language, &e);
	return line ? line : xstrdup(e.text);
}

/* The view with "left_ms" in each wait: how long it still is. */
static json_t *look(struct term *t)
{
	struct err e = { 0 };
	json_t *view = engine_view(t->stage.g, t->stage.case_id, NULL, &e), *w;
	size_t i;
	if (!view)
		play_out_say(&t->out, "bad", "%s", e.text);
	json_array_foreach(json_object_get(view, "waits"), i, w)
	{
		int64_t until_ms = time_parse(json_string_value(json_object_get(w, "until")));
		if (until_ms > 0)
			json_object_set_new(w, "left_ms", json_integer(until_ms - clock_now_ms()));
	}
	return view;
}

static void see(struct term *t)
{
	json_t *view = look(t);
	if (!view)
		return;
	json_decref(t->view);
	t->view = view;
}

void term_now(struct term *t)
{
	json_t *shown = term_ask(t, "now", json_pack("[O]", t->view));
	play_out_paragraphs(&t->out, shown);
	json_decref(shown);
}

/* ---- one act ---- */

/* What is wrong with a line that was typed has no place in a file. */
static void say_wrong(struct term *t, const json_t *act, const struct err *e)
{
	char place[600];
	long long line = (long long)json_integer_value(json_object_get(act, "line"));
	snprintf(place, sizeof place, "%s:%lld: ", t->path, line);
	size_t skip = !line && !strncmp(e->text, place, strlen(place)) ? strlen(place) : 0;
	play_out_say(&t->out, "bad", "%s", e->text + skip);
}

/* A refusal that a play can expect (차단) goes to *refused, new; any other did nothing, as if the line
 * had not been typed. */
static bool act_out(struct term *t, json_t *act, json_t **refused)
{
	struct err e = { 0 };
	struct stage *st = &t->stage;
	*refused = NULL;
	st->refused = t->refused = (struct err){ 0 };
	if (play_act(st, act, &e)) {
		say_wrong(t, act, &e);
		return false;
	}
	if (st->refused.code == E_NONE)
		return true;
	if (st->refused_party == ROLE_NONE) {
		term_say(t, "bad", "play.told", json_pack("{s:s}", "text", st->refused.text));
		st->refused = (struct err){ 0 };
		return false;
	}
	t->refused = st->refused;
	t->refused_party = st->refused_party;
	*refused = json_pack("{s:s, s:s}", "party", role_name(st->refused_party), "text",
	                     st->refused.text);
	return true;
}

/* What has changed since `before` (taken), and what a play expects of it; new. */
static json_t *news_since(struct term *t, json_t *before, json_t *refused)
{
	see(t);
	json_t *args = json_pack("[o, O, O]", before, t->view, refused ? refused : json_null());
	return term_ask(t, "news", args);
}

/* Behind `at`. Acted out as well: a play keeps count of what was heard, and of refusals. */
static void expect(struct term *t, const json_t *news)
{
	size_t i;
	json_t *one;
	json_array_foreach(json_object_get(news, "expect"), i, one)
	{
		struct err e = { 0 };
		if (!play_act(&t->stage, one, &e))
			json_array_insert(t->acts, t->at++, one);
	}
	t->stage.refused = (struct err){ 0 };
}

static void forget_future(struct term *t)
{
	size_t left = json_array_size(t->acts) - t->at;
	if (left)
		term_say(t, "faint", "term.dropped", json_pack("{s:I}", "n", (json_int_t)left));
	while (json_array_size(t->acts) > t->at)
		json_array_remove(t->acts, t->at);
	json_decref(t->ending);
	t->ending = NULL;
}

/* false: it could not be done, and nothing has changed. */
static bool do_act(struct term *t, json_t *act, bool quiet)
{
	json_t *before = json_incref(t->view), *refused;
	if (!act_out(t, act, &refused)) {
		json_decref(before);
		return false;
	}
	forget_future(t);
	json_array_append(t->acts, act);
	t->at++;
	t->changed = true;
	json_t *news = news_since(t, before, refused);
	expect(t, news);
	if (!quiet)
		play_out_paragraphs(&t->out, json_object_get(news, "shown"));
	json_decref(news);
	json_decref(refused);
	return true;
}

static bool same(const json_t *a, const json_t *b, const char *key)
{
	return !strcmp(term_get(a, key), term_get(b, key));
}

/* Stands an expectation of the same thing behind the last act already? */
static bool is_expected(const struct term *t, const json_t *one)
{
	for (size_t i = t->at; i > 0 && !is_act(json_array_get(t->acts, i - 1)); i--) {
		const json_t *other = json_array_get(t->acts, i - 1);
		if (same(one, other, "kind") && same(one, other, "party") &&
		    same(one, other, "consent"))
			return true;
	}
	return false;
}

/* What the expectations of the last act have used up is there again: what was heard, and its refusal. */
static void look_back(struct term *t)
{
	memset(t->stage.heard, 0, sizeof t->stage.heard);
	t->stage.refused = t->refused;
	t->stage.refused_party = t->refused_party;
}

/* An expectation of the user's own: kept where it holds and does not stand there yet. The line that
 * ends a play is written when it is saved. */
static void check_typed(struct term *t, json_t *act)
{
	struct err e = { 0 };
	size_t heard[ROLE_COUNT];
	static const char *const ends[] = { "closed", "open", "parked" };
	bool kept = strcmp(term_get(act, "kind"), "said") != 0;
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		kept = kept && strcmp(term_get(act, "kind"), ends[i]);
	memcpy(heard, t->stage.heard, sizeof heard);
	look_back(t);
	int rc = play_act(&t->stage, act, &e);
	memcpy(t->stage.heard, heard, sizeof heard);
	t->stage.refused = (struct err){ 0 };
	if (rc) {
		say_wrong(t, act, &e);
		return;
	}
	term_say(t, "good", "term.holds", NULL);
	if (!kept || is_expected(t, act))
		return;
	json_array_insert(t->acts, t->at++, act);
	t->changed = true;
}

void term_do(struct term *t, json_t *act)
{
	if (is_act(act))
		do_act(t, act, false);
	else
		check_typed(t, act);
	json_decref(act);
}

/* ---- the stage ---- */

static bool open_stage(struct term *t)
{
	struct err e = { 0 };
	const struct stage_ground on = { .flows_dir = t->flows_dir,
		                         .understand = t->understand,
		                         .language = t->language };
	if (t->staged)
		stage_close(&t->stage);
	t->staged = false;
	if (stage_open(&t->stage, t->path, &on, &e) || play_open(&t->stage, t->head, &e)) {
		size_t skip = *t->path ? 0 : strspn(e.text, ": ");
		play_out_say(&t->out, "bad", "%s", e.text + skip);
		stage_close(&t->stage);
		return false;
	}
	t->staged = true;
	return true;
}

bool term_start(struct term *t, bool fresh)
{
	if (!open_stage(t))
		return false;
	json_t *news = news_since(t, json_object(), NULL);
	if (fresh)
		expect(t, news);
	play_out_paragraphs(&t->out, json_object_get(news, "shown"));
	json_decref(news);
	return true;
}

/* Expectations are acted out as well, and what they say of themselves was said before. */
static void replay(struct term *t, size_t to)
{
	if (!open_stage(t))
		return;
	for (t->at = 0; t->at < to; t->at++) {
		struct err e = { 0 };
		json_t *act = json_array_get(t->acts, t->at);
		if (is_act(act))
			t->stage.refused = (struct err){ 0 };
		if (play_act(&t->stage, act, &e) && is_act(act)) {
			say_wrong(t, act, &e);
			break;
		}
	}
	see(t);
}

void term_back(struct term *t, size_t steps)
{
	size_t to = t->at, done = 0;
	for (size_t i = t->at; i > 0 && done < steps; i--)
		if (is_act(json_array_get(t->acts, i - 1))) {
			to = i - 1;
			done++;
		}
	if (!done) {
		term_say(t, "faint", "term.first", NULL);
		return;
	}
	char *line = term_line_of(t, json_array_get(t->acts, to));
	replay(t, to);
	play_out_rule(&t->out);
	term_say(t, "strong", "term.went_back",
	         json_pack("{s:I, s:s}", "n", (json_int_t)done, "line", line));
	term_now(t);
	free(line);
}

/* ---- forward ---- */

json_t *term_next(const struct term *t)
{
	for (size_t i = t->at; i < json_array_size(t->acts); i++)
		if (is_act(json_array_get(t->acts, i)))
			return json_array_get(t->acts, i);
	return NULL;
}

static void check_next(struct term *t, json_t *act)
{
	struct err e = { 0 };
	bool holds = !play_act(&t->stage, act, &e);
	char *line = term_line_of(t, act);
	play_out_say(&t->out, holds ? "faint" : "bad", "  %s %s", holds ? "✓" : "✗", line);
	if (!holds)
		say_wrong(t, act, &e);
	json_object_set_new(act, "failed", json_boolean(!holds));
	free(line);
}

static void check_ending(struct term *t)
{
	if (t->ending && t->at == json_array_size(t->acts))
		check_next(t, t->ending);
}

/* The expectations that stand at `at`. */
static void check_here(struct term *t)
{
	for (; t->at < json_array_size(t->acts) && !is_act(json_array_get(t->acts, t->at)); t->at++)
		check_next(t, json_array_get(t->acts, t->at));
	if (t->stage.refused.code != E_NONE)
		term_say(t, "bad", "act.refused", json_pack("{s:s}", "why", t->stage.refused.text));
	t->stage.refused = (struct err){ 0 };
	check_ending(t);
}

/* One act of those that lie ahead, with its expectations. */
static bool go_on(struct term *t, bool quiet)
{
	if (t->at == json_array_size(t->acts))
		return false;
	json_t *act = json_array_get(t->acts, t->at), *refused, *before = json_incref(t->view);
	if (!is_act(act)) {
		json_decref(before);
		check_here(t);
		return true;
	}
	char *line = term_line_of(t, act);
	term_say_line(t, line);
	free(line);
	if (!act_out(t, act, &refused)) {
		term_say(t, "faint", "term.not_now", NULL);
		json_decref(before);
		return false;
	}
	t->at++;
	json_t *news = news_since(t, before, refused);
	if (!quiet)
		play_out_paragraphs(&t->out, json_object_get(news, "shown"));
	json_decref(news);
	json_decref(refused);
	check_here(t);
	return true;
}

bool term_forward(struct term *t)
{
	return go_on(t, false);
}

void term_run_to(struct term *t, int line)
{
	for (;;) {
		const json_t *act = json_array_get(t->acts, t->at);
		if (!act || json_integer_value(json_object_get(act, "line")) > line ||
		    !go_on(t, true))
			break;
	}
	if (t->at)
		term_now(t);
	else
		check_ending(t);
}

/* ---- again ---- */

void term_again(struct term *t)
{
	json_t *old = t->acts, *act;
	size_t i, to = t->at;
	t->acts = json_array();
	t->at = 0;
	if (!term_start(t, true)) { /* to be tried again */
		json_decref(t->acts);
		t->acts = old;
		t->at = to;
		return;
	}
	json_array_foreach(old, i, act)
	{
		if (i == to)
			break;
		if (is_act(act) && !do_act(t, act, true)) {
			char *line = term_line_of(t, act);
			term_say(t, "bad", "term.not_from_here", json_pack("{s:s}", "line", line));
			free(line);
			break;
		}
	}
	play_out_rule(&t->out);
	term_now(t);
	json_decref(old);
}
