/* play_out.h: what `assent play` prints: paragraphs wrapped at word ends, in colour where a person
 * looks (a terminal, and no NO_COLOR). */
#ifndef ASSENT_PLAY_OUT_H
#define ASSENT_PLAY_OUT_H

#include <jansson.h>
#include <stdbool.h>

struct play_out {
	bool colour;
	int rows; /* printed since it was set to 0 */
};

void play_out_init(struct play_out *o);
int play_out_columns(void); /* of the terminal now, 100 at most; 80 where there is none */

/* hue: "strong" "faint" "good" "bad" "wait" "agent" "party" "note", or NULL. Rows behind the first
 * are indented. Ends with a line end. */
void play_out_text(struct play_out *o, const char *hue, const char *text, int indent);
/* "label   text": the text from `columns` on. */
void play_out_field(struct play_out *o, const char *label, int columns, const char *text);
/* As play_out_text, made of a format. */
void play_out_say(struct play_out *o, const char *hue, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
/* lua/assent/play_term.lua says what stands in a paragraph. */
void play_out_paragraphs(struct play_out *o, const json_t *paragraphs);
/* "name  1 item  2 item": items (a list of texts) are not broken; numbered from `first`. */
void play_out_items(struct play_out *o, const char *name, const json_t *items, int first);
/* Takes back so many rows of a terminal. */
void play_out_take_back(struct play_out *o, int rows);
void play_out_rule(struct play_out *o);

#endif
