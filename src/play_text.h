/* play_text.h: a .play dialogue as text and as JSON (lua/assent/play.lua says what stands in it). */
#ifndef ASSENT_PLAY_TEXT_H
#define ASSENT_PLAY_TEXT_H

#include <jansson.h>

#include "language.h"

struct err;

/* {"title", "flow", "facts", "parties", "acts", "begins_ms"?, "told"}, in whichever language it is written; new. NULL:
 * E_INPUT "file:line: what to do", in language l. */
json_t *play_parse(const char *path, enum language l, struct err *e);

/* The same JSON as text that play_parse reads as the same; lines of acts and parties are not needed.
 * Caller frees. NULL: E_INPUT, an act that no line can tell. */
char *play_write(json_t *play, enum language l, struct err *e);
/* One act as a line, without its end; parties: of the play. The same contract. */
char *play_write_line(json_t *act, json_t *parties, enum language l, struct err *e);
/* The line in each language: {"ko", "en"}; new. Json null: no line can tell it. */
json_t *play_told_line(json_t *act, json_t *parties);

#endif
