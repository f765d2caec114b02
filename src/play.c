#include "play.h"

#include <jansson.h>
#include <stdio.h>

#include "base.h"
#include "play_text.h"

int play_print(char **paths, int count)
{
	struct err e = { 0 };
	for (int i = 0; i < count; i++) {
		json_t *play = play_parse(paths[i], LANGUAGE_KO, &e);
		if (!play) {
			fprintf(stderr, "assent: %s\n", e.text);
			return 1;
		}
		json_dumpf(play, stdout, JSON_COMPACT | JSON_SORT_KEYS);
		putchar('\n');
		json_decref(play);
	}
	return 0;
}
