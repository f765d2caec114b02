#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "play_act.h"
#include "play_term_impl.h"
#include "play_text.h"

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
		play_out_say(&t->out, "wait", "어긋난 %zu줄은 뺐습니다.", failed);
	if (behind)
		play_out_say(&t->out, "wait",
		             "여기까지만 저장했습니다: 뒤의 %zu줄은 들어 있지 않습니다.", behind);
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
		play_out_say(&t->out, "bad", "%s에 저장했지만 assent test를 통과하지 못합니다. %s",
		             path, e.text);
	else
		play_out_say(&t->out, "good", "✓ %s에 저장했습니다. assent test를 통과합니다.",
		             path);
}

static void write_play(struct term *t, const char *path, const char *title)
{
	struct err e = { 0 };
	json_t *play = whole_play(t, title);
	char *text = play_write(play, t->language, &e);
	if (!text) {
		play_out_say(&t->out, "bad", "%s", e.text);
	} else if (file_write(path, text, &e)) {
		play_out_say(&t->out, "bad", "쓸 수 없습니다. %s", e.text);
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
	char *prompt = xasprintf("%s: 이미 있습니다. 덮어쓸까요? (y 네, Enter 아니요) ", path);
	char *answer = term_read(t, prompt, NULL);
	bool yes =
		answer && (!strcmp(answer, "y") || !strcmp(answer, "ㅛ") || !strcmp(answer, "네"));
	free(answer);
	free(prompt);
	if (!yes)
		play_out_say(&t->out, "faint", "저장하지 않았습니다.");
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
	char *title = term_read_name(t, "제목: ", given);
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
	char *name = term_read_name(t, "파일 (Esc: 저장 안 함): ", given);
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
