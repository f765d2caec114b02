/* `assent play --json`: a .play acted out, and the case as the desk sees it after each act of it. */
#include "play_steps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "engine.h"
#include "log.h"
#include "play_act.h"
#include "play_text.h"
#include "understand.h"

enum { PLAY_MAX_BYTES = 256 * 1024 };

struct steps {
	struct stage st;
	const char *file; /* as errors of the stage name it */
	json_t *list;
	json_t *parties; /* of the play; borrowed */
};

static json_t *part(const json_t *view, const char *key)
{
	json_t *v = json_object_get(view, key);
	return v ? json_incref(v) : json_null();
}

/* Of a list of the view what a picture of the dialogue needs. */
static json_t *list_of(const json_t *view, const char *key, const char *const *members)
{
	json_t *out = json_array(), *one;
	size_t i;
	json_array_foreach(json_object_get(view, key), i, one)
	{
		json_t *kept = json_object();
		for (size_t k = 0; members[k]; k++)
			json_object_set_new(kept, members[k], part(one, members[k]));
		json_array_append_new(out, kept);
	}
	return out;
}

static json_t *state_of(const json_t *view)
{
	static const char *const messages[] = { "id", "party", "from", "text", "delivery", NULL };
	static const char *const suggestions[] = { "id",          "party",   "text",
		                                   "state",       "phrase",  "reason",
		                                   "reason_told", "purpose", NULL };
	static const char *const consents[] = {
		"id", "kind", "subject", "delegate", "state", NULL
	};
	static const char *const waits[] = { "kind", "party", "phrase", "field",
		                             "file", "line",  "until",  NULL };
	static const char *const notes[] = { "text", "told", NULL };
	return json_pack("{s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "now",
	                 time_json(clock_now_ms()), "status", part(view, "status"), "outcome",
	                 part(view, "outcome"), "parked", part(view, "parked"), "step",
	                 part(view, "step"), "messages", list_of(view, "messages", messages),
	                 "suggestions", list_of(view, "suggestions", suggestions), "consents",
	                 list_of(view, "consents", consents), "waits",
	                 list_of(view, "waits", waits), "notes", list_of(view, "notes", notes));
}

/* act NULL: the case was opened. */
static void add_step(struct steps *s, json_t *act)
{
	struct err e = { 0 };
	json_t *view = engine_view(s->st.g, s->st.case_id, NULL, &e);
	json_array_append_new(s->list,
	                      json_pack("{s:O?, s:O?, s:o, s:o}", "act", act, "line",
	                                json_object_get(act, "line"), "told",
	                                act ? play_told_line(act, s->parties) : json_null(),
	                                "state", state_of(view)));
	json_decref(view);
}

/* What went wrong, without the place that it begins with: {"line", "text"}. */
static json_t *error_of(const struct steps *s, const struct err *e)
{
	size_t len = strlen(s->file);
	const char *text = e->text;
	int line = 0, end = 0;
	if (!strncmp(text, s->file, len) && sscanf(text + len, ":%d: %n", &line, &end) == 1)
		text += len + (size_t)end;
	return json_pack("{s:i, s:s}", "line", line, "text", text);
}

static int act_out(struct steps *s, json_t *play, struct err *e)
{
	size_t i;
	json_t *act;
	s->parties = json_object_get(play, "parties");
	if (play_open(&s->st, play, e))
		return -1;
	add_step(s, NULL);
	json_array_foreach(json_object_get(play, "acts"), i, act)
	{
		if (play_act(&s->st, act, e))
			return -1;
		if (play_is_act(json_string_value(json_object_get(act, "kind"))))
			add_step(s, act);
	}
	return play_nothing_refused(&s->st, e);
}

static int play_it(struct steps *s, const char *flows_dir, json_t *play, struct err *e)
{
	struct understand *u = understand_new(e);
	const struct stage_ground on = { .flows_dir = flows_dir, .understand = u };
	int rc = !u || stage_open(&s->st, s->file, &on, e) || act_out(s, play, e) ? -1 : 0;
	if (u)
		stage_close(&s->st);
	understand_free(u);
	return rc;
}

int play_steps(const char *file, const char *flows_dir)
{
	struct err e = { 0 };
	struct steps s = { .file = file, .list = json_array() };
	log_set_level(LOG_NOTHING);
	json_t *play = play_parse(file, LANGUAGE_KO, &e);
	char *text = file_read(file, PLAY_MAX_BYTES, NULL, &e);
	int rc = play ? play_it(&s, flows_dir, play, &e) : -1;
	json_t *out =
		json_pack("{s:O?, s:O?, s:O?, s:s, s:o, s:o}", "title",
	                  json_object_get(play, "title"), "flow", json_object_get(play, "flow"),
	                  "parties", json_object_get(play, "parties"), "text", text ? text : "",
	                  "steps", s.list, "error", rc ? error_of(&s, &e) : json_null());
	json_dumpf(out, stdout, JSON_COMPACT | JSON_SORT_KEYS);
	putchar('\n');
	json_decref(out);
	json_decref(play);
	free(text);
	return rc ? 1 : 0;
}
