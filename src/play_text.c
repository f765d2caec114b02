#include "play_text.h"

#include <stdlib.h>

#include "base.h"
#include "trusted.h"

enum { PLAY_MAX_BYTES = 256 * 1024 };

/* What `name` of the module answers to args (taken), without its "error". NULL: that error. */
static json_t *ask(const char *module, const char *name, json_t *args, struct err *e)
{
	struct trusted *lua = trusted_new(module, e);
	json_t *answer = lua ? trusted_call(lua, name, args, e) : NULL;
	const char *wrong = json_string_value(json_object_get(answer, "error"));
	json_decref(args);
	trusted_free(lua);
	if (!wrong)
		return answer;
	err_set(e, E_INPUT, "%s", wrong);
	json_decref(answer);
	return NULL;
}

json_t *play_parse(const char *path, enum language l, struct err *e)
{
	size_t len;
	char *text = file_read(path, PLAY_MAX_BYTES, &len, e);
	json_t *args = json_pack("[s, s, s]", text ? text : "", path, language_code(l)),
	       *play = NULL;
	if (!args)
		err_set(e, E_INPUT, "%s: not UTF-8", path);
	else if (text)
		play = ask("assent/play", "parse", json_incref(args), e);
	json_decref(args);
	free(text);
	return play;
}

/* The text that the writer answers as `name`. */
static char *written(const char *name, const char *answers, json_t *args, struct err *e)
{
	json_t *answer = ask("assent/play_write", name, args, e);
	char *text = xstrdup(json_string_value(json_object_get(answer, answers)));
	json_decref(answer);
	return text;
}

char *play_write(json_t *play, enum language l, struct err *e)
{
	return written("write", "text", json_pack("[O, s]", play, language_code(l)), e);
}

json_t *play_told_line(json_t *act, json_t *parties)
{
	json_t *told = json_object();
	for (int l = 0; l < LANGUAGES; l++) {
		struct err e = { 0 };
		char *line = play_write_line(act, parties, (enum language)l, &e);
		json_object_set_new(told, language_code((enum language)l),
		                    line ? json_string(line) : json_null());
		free(line);
	}
	return told;
}

char *play_write_line(json_t *act, json_t *parties, enum language l, struct err *e)
{
	return written("line", "line", json_pack("[O, O, s]", act, parties, language_code(l)), e);
}
