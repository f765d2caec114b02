/* language.h: the languages in which people may be spoken to. Agents are spoken to in Korean. */
#ifndef ASSENT_LANGUAGE_H
#define ASSENT_LANGUAGE_H

/* The first is that of people of whom nothing else is known. */
enum language { LANGUAGE_KO, LANGUAGE_EN, LANGUAGES };

const char *language_code(enum language l); /* ISO 639: "ko" */
int language_from(const char *code);        /* -1: unknown, or NULL */
/* Where its phrases stand below the flows: "phrases/ko.lua". */
const char *language_phrases(enum language l);

#endif
