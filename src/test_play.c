#include "test_play.h"

#include <stdlib.h>

#include "base.h"
#include "cover.h"
#include "play_act.h"
#include "play_text.h"
#include "test_seen.h"

static void tell_failure(json_t *told, const struct stage *st, json_t *play, const struct err *e)
{
	struct err unwritten = { 0 };
	int line = st->failed ? (int)json_integer_value(json_object_get(st->failed, "line"))
	                      : st->refused_line;
	json_object_set_new(told, "error", json_string(e->text));
	if (line)
		json_object_set_new(told, "line", json_integer(line));
	if (!st->would)
		return;
	enum language l = language_from(json_string_value(json_object_get(play, "written")));
	char *would = play_write_line(st->would, json_object_get(play, "parties"), l, &unwritten);
	if (would)
		json_object_set_new(told, "would", json_string(would));
	free(would);
}

json_t *test_play(const char *path, const struct stage_ground *on, struct cover *cover)
{
	struct err e = { 0 };
	struct stage st;
	json_t *told = json_object(), *play = play_parse(path, on->language, &e);
	if (!play) {
		json_object_set_new(told, "error", json_string(e.text));
		return told;
	}
	int rc = stage_open(&st, path, on, &e);
	if (cover)
		cover_clear(
			cover); /* of what the plays before it ran, in the process that this one is a copy of */
	if (!rc && cover)
		cover_start_whole(cover);
	if (!rc)
		rc = play_act_out(&st, play, &e);
	if (cover) {
		cover_stop();
		json_object_set_new(told, "counts", cover_counts(cover));
		json_object_set_new(told, "seen", seen_of(&st));
	}
	if (rc)
		tell_failure(told, &st, play, &e);
	stage_close(&st);
	json_decref(play);
	return told;
}
