#include "language.h"

#include <stddef.h>
#include <string.h>

static const struct {
	const char *code, *phrases;
} languages[] = {
	[LANGUAGE_KO] = { "ko", "phrases/ko.lua" },
	[LANGUAGE_EN] = { "en", "phrases/en.lua" },
};

const char *language_code(enum language l)
{
	return languages[l].code;
}

int language_from(const char *code)
{
	for (int i = 0; code && i < LANGUAGES; i++)
		if (!strcmp(languages[i].code, code))
			return i;
	return -1;
}

const char *language_phrases(enum language l)
{
	return languages[l].phrases;
}
