/* channel.h: what the platform of a party can show, and how a text is cut for it: before it is
 * recorded, so that the record holds what was truly shown. */
#ifndef ASSENT_CHANNEL_H
#define ASSENT_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>

/* Of one target. */
struct channel {
	const char *name;   /* the target's */
	size_t text_max;    /* code points of one message; 0: no limit */
	bool typed;         /* buttons may not be shown: the choices are written below the text */
	bool sessions;      /* nothing can be sent but while the person keeps a session open */
	bool replies;       /* nothing can be sent but as the answer of the person's own request */
	bool controls;      /* knows who answers the person, us or agents, and can be told */
	const char *invite; /* target that reaches by telephone who is in no session; NULL: none */
};

struct channels {
	const struct channel *list;
	size_t count;
	const char *people_on; /* the platform of whom nobody said where he is */
	/* of a channel that replies: can something be said there now? */
	bool (*can_say)(void *arg, const char *target, const char *address);
	void *arg;
};

/* NULL: the console, or no such target. cs may be NULL. */
const struct channel *channel_find(const struct channels *cs, const char *name);

/* What is written below a question whose buttons may not be seen. */
struct choices {
	const char *yes, *no; /* labels */
	const char *hint;     /* "1 또는 2로 답하셔도 됩니다."; "": none */
};

/* The text as the channel shows it: with the choices (NULL: none), in pieces of at most text_max code
 * points that end, where that is possible, at a line, a sentence or a blank, and say which they are:
 * "(1/2)". A new list of new texts that ends with NULL; *count of them, at least 1. */
char **channel_pieces(const struct channel *ch, const char *text, const struct choices *choices,
                      size_t *count);
void channel_pieces_free(char **pieces);

/* A typed "1" or "2" (full-width, "2번", "1."): 1 or 2; 0: it is none. */
int channel_choice(const char *text);

#endif
