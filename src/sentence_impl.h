/* sentence_impl.h: the rows of the table of sentences; for sentence*.c, sentences_*.c and their test only. */
#ifndef ASSENT_SENTENCE_IMPL_H
#define ASSENT_SENTENCE_IMPL_H

#include <stddef.h>

#include "language.h"

struct sentence {
	const char *code;
	const char *text[LANGUAGES];
};

/* Ended by a row without a code. */
struct sentences {
	const struct sentence *rows;
	/* The language in which they are recorded or answered, so that they are read back; -1: never as text alone. */
	int kept_in;
};

extern const struct sentence sentences_desk[], sentences_platform[], sentences_error[],
	sentences_words[], sentences_flow[], sentences_play[], sentences_play_read[],
	sentences_check[], sentences_legal[], sentences_tools[], sentences_term[];

/* Every table; *count is set. */
const struct sentences *sentence_tables(size_t *count);

/* One part of a text: a placeholder, or (name_len 0) a literal. */
struct part {
	const char *literal, *name;
	size_t literal_len, name_len;
	char kind[24], particle[24]; /* "": none */
};
/* The part at *at, which moves behind it; -1: the text is not well formed. 0: it is over. */
int sentence_part(const char **at, struct part *p);

#endif
