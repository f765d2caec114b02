/* sentence.h: all that the engine itself tells people who work with it, by code, in each of their languages.
 *
 * One table (sentences_*.c), and it is here and not in the pages, since the same sentence reaches a page, a picture, a
 * terminal, a platform's note and, in Korean, the journal. What leaves as JSON carries all of it (sentence_told), so that
 * whoever shows it takes his own language, and nothing on the way need know whose it is. The journal keeps the Korean
 * sentence, as it always did: years later it is read back (sentence_read) by the same rows.
 *
 * A text holds {name}, {name kind} and {name kind:이/가}. Kinds: `said` (a sentence of ours, recorded or as told; else as it
 * stands), `sentence` (nothing else than that), `span` and `limit` (milliseconds), `plural` (what ends an English word of that number), any other is a vocabulary: {of role} with "caller" is the row role.caller; a word
 * that is not among them stays as it is. A list is its members with commas, {"ko","en"} the one that fits. */
#ifndef ASSENT_SENTENCE_H
#define ASSENT_SENTENCE_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "language.h"

struct err;

/* The language of whoever sits at the terminal: LC_ALL, else LC_MESSAGES, else LANG; English where none begins with "ko". */
enum language sentence_of_terminal(void);
/* The language that was asked for, "ko" or "en", as of --language; NULL: the terminal's. -1, E_INPUT: it is none. */
int sentence_choice(const char *asked, enum language *l, struct err *e);

/* In that language; values: of its placeholders, taken; NULL: none. Caller frees. No such row, or a value is missing: a
 * programmer's error. */
char *sentence_in(enum language l, const char *code, json_t *values);
/* The same as a line. */
void sentence_print(FILE *out, enum language l, const char *code, json_t *values);
/* As it is recorded: in Korean. values as json_pack's; NULL: none. Caller frees. */
char *sentence_ko(const char *code, const char *values, ...);
/* The Korean text of a row without placeholders, a word for example; borrowed. A code that is none comes back itself. */
const char *sentence_word(const char *code);
bool sentence_is(const char *code);

/* {"code", "values", "ko", "en"}; values taken, NULL: none. New. */
json_t *sentence_told(const char *code, json_t *values);
/* The same of a text that was recorded or answered earlier; json null: it is none of ours, or NULL. New. */
json_t *sentence_read(const char *text);
/* A text that was recorded or answered earlier, in that language; as it stands, where it is none of ours. Caller frees. */
char *sentence_again(enum language l, const char *text);
/* A told one (or only its code and values) in that language; a text, or null, as it is. Caller frees. */
char *sentence_tell(enum language l, const json_t *told);

#endif
