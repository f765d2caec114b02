#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "play_act.h"
#include "play_term_impl.h"
#include "play_text.h"
#include "sentence.h"

static char *path_of(const struct term *t, const char *name)
{
	size_t len = strlen(name);
	const char *end = len > 5 && !strcmp(name + len - 5, ".play") ? "" : ".play";
	if (strchr(name, '/'))
		return xasprintf("%s%s", name, end);
	return xasprintf("%s/%s/%s%s", t->flows_dir, term_get(t->head, "flow"), name, end);
}

/* A name that is not taken. */
static char *free_name(struct term *t)
{
	for (int n = 1;; n++) {
		json_t *name = term_ask(t, "file_name", json_pack("[O, i]", t->view, n));
		char *out = xstrdup(json_string_value(name)), *path = path_of(t, out ? out : "");
		bool taken = access(path, F_OK) == 0;
		json_decref(name);
		free(path);
		if (!taken || !out)
			return out;
		free(out);
	}
}

/* All that was played, with the line that ends it; new. */
static json_t *whole_play(struct term *t, const char *title)
{
	json_t *play = json_deep_copy(t->head), *acts = json_array(), *act;
	size_t i;
	json_array_foreach(t->acts, i, act)
	{
		if (i < t->at && !json_is_true(json_object_get(act, "failed")))
			json_array_append(acts, act);
	}
	json_array_append_new(acts, term_ask(t, "ending", json_pack("[O]", t->view)));
	json_object_set_new(play, "acts", acts);
	json_object_set_new(play, "title", json_string(title));
	return play;
}

/* What was left out of whole_play. */
static void say_left_out(struct term *t)
{
	size_t failed = 0, behind = json_array_size(t->acts) - t->at;
	for (size_t i = 0; i < t->at; i++)
		failed += json_is_true(json_object_get(json_array_get(t->acts, i), "failed"));
	if (failed)
		term_say(t, "wait", "term.left_out", json_pack("{s:I}", "n", (json_int_t)failed));
	if (behind)
		term_say(t, "wait", "term.behind", json_pack("{s:I}", "n", (json_int_t)behind));
}

/* As `assent test` will. */
static int played_again(struct term *t, const char *path, struct err *e)
{
	struct stage st;
	const struct stage_ground on = { .flows_dir = t->flows_dir,
		                         .understand = t->understand,
		                         .language = t->language };
	json_t *play = play_parse(path, t->language, e);
	int rc = play ? stage_open(&st, path, &on, e) : -1;
	if (!rc)
		rc = play_act_out(&st, play, e);
	if (play)
		stage_close(&st);
	json_decref(play);
	return rc;
}

static void prove(struct term *t, const char *path)
{
	struct err e = { 0 };
	int64_t now_ms = clock_now_ms(); /* of the stage of this dialogue */
	int rc = played_again(t, path, &e);
	clock_hold(now_ms);
	if (rc)
		term_say(t, "bad", "term.saved_fails",
		         json_pack("{s:s, s:s}", "path", path, "why", e.text));
	else
		term_say(t, "good", "term.saved", json_pack("{s:s}", "path", path));
}

static void write_play(struct term *t, const char *path, const char *title)
{
	struct err e = { 0 };
	json_t *play = whole_play(t, title);
	char *text = play_write(play, t->language, &e);
	if (!text) {
		play_out_say(&t->out, "bad", "%s", e.text);
	} else if (file_write(path, text, &e)) {
		term_say(t, "bad", "term.unwritable", json_pack("{s:s}", "why", e.text));
	} else {
		t->changed = false;
		prove(t, path);
		say_left_out(t);
	}
	free(text);
	json_decref(play);
}

static bool may_write(struct term *t, const char *path)
{
	if (access(path, F_OK))
		return true;
	char *prompt = sentence_in(t->language, "term.overwrite", json_pack("{s:s}", "path", path));
	char *answer = term_read(t, prompt, NULL);
	bool yes = answer && (!strcmp(answer, "y") || !strcmp(answer, "ㅛ") ||
	                      !strcmp(answer, "네") || !strcmp(answer, "yes"));
	free(answer);
	free(prompt);
	if (!yes)
		term_say(t, "faint", "term.not_saved", NULL);
	return yes;
}

static char *ask_title(struct term *t)
{
	char *given = *t->path ? xstrdup(term_get(t->head, "title"))
	                       : xasprintf("%s: %s", term_get(t->head, "title"),
	                                   term_get(t->view, "outcome"));
	size_t len = strlen(given);
	if (len > 2 && !strcmp(given + len - 2, ": "))
		given[len - 2] = 0;
	char *prompt = sentence_in(t->language, "term.ask_title", NULL);
	char *title = term_read_name(t, prompt, given);
	free(prompt);
	if (title && !*title) {
		free(title);
		title = xstrdup(given);
	}
	if (!title && t->at_end) { /* whoever gave a name meant it */
		title = given;
		given = NULL;
	}
	free(given);
	return title;
}

static char *ask_name(struct term *t)
{
	char *given = free_name(t);
	char *prompt = sentence_in(t->language, "term.ask_file", NULL);
	char *name = term_read_name(t, prompt, given);
	free(prompt);
	if (name && !*name) {
		free(name);
		name = NULL;
	}
	free(given);
	return name;
}

void term_save(struct term *t, const char *name)
{
	char *asked = name ? xstrdup(name) : ask_name(t), *path = asked ? path_of(t, asked) : NULL;
	char *title = path && may_write(t, path) ? ask_title(t) : NULL;
	if (title)
		write_play(t, path, title);
	free(title);
	free(path);
	free(asked);
}
