#include "usage.h"

#include <ctype.h>

#include "base.h"
#include "embedded.h"

static const char *const declared_in[] = { "lua/assent/prelude.lua", "lua/assent/library.lua" };

/* A declaration begins with a line ---`party:suggest(say.<statement>, { … })` */
static char *find(const char *text, const char *word)
{
	static const char begin[] = "\n---`";
	size_t len = strlen(word);
	for (const char *at = text; (at = strstr(at, begin));) {
		at += sizeof begin - 1;
		unsigned char behind = (unsigned char)at[len];
		if (!strncmp(at, word, len) && !isalnum(behind) && behind != '_' && behind != '.')
			return xstrndup(at, strcspn(at, "`\n"));
	}
	return NULL;
}

char *usage_of(const char *word)
{
	char *found = NULL;
	for (size_t i = 0; !found && i < COUNT_OF(declared_in); i++)
		found = find(embedded_find(declared_in[i])->data, word);
	return found;
}
