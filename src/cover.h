/* cover.h: which lines of flow code have run, and which way each decision in it went, out of those that can. */
#ifndef ASSENT_COVER_H
#define ASSENT_COVER_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cover;
struct err;

struct cover *cover_new(void); /* caller frees, after cover_stop */
void cover_free(struct cover *c);

/* Learns a file, with the functions in it that may never be made or called. chunk: as sandbox_run is
 * given it ("spouse/flow.lua"). Once for each chunk; later ones are ignored. -1: E_FLOW, as it does
 * not compile. */
int cover_learn(struct cover *c, const char *chunk, const char *source, size_t len_bytes,
                struct err *e);

/* Counts from now on what flow code does, in all states of this process: the lines, or the ways of decisions,
 * too, which takes longer. */
void cover_start(struct cover *c);
void cover_start_whole(struct cover *c);
void cover_stop(void);
void cover_clear(struct cover *c); /* nothing has run yet */

/* How often a line, counted from 1, was come to; -1: no code stands there that runs. */
int64_t cover_line(const struct cover *c, const char *chunk, int line);
/* The last line that runs; 0: an unknown chunk. */
int cover_last_line(const struct cover *c, const char *chunk);

/* A decision is what code goes on from in more than one way: an `if`, a loop, a choice by `and` and `or`. In
 * order of lines. */
enum { COVER_WAYS_MAX = 6 };
struct cover_decision {
	int line;
	size_t count;
	struct cover_way {
		size_t place; /* tells ways of a decision apart */
		int line;     /* where it goes on: its own line too, if the rest of that runs */
		int64_t count;
	} ways[COVER_WAYS_MAX];
};
size_t cover_decisions(const struct cover *c, const char *chunk);
void cover_decision(const struct cover *c, const char *chunk, size_t i, struct cover_decision *out);

/* What was counted, to be added to the cover of another process that has learnt the same files. */
json_t *cover_counts(const struct cover *c); /* new */
void cover_add(struct cover *c, const json_t *counts);

/* Waits of a file: party:suggest, confirm, consent, ask and listen. used: the flow looks at what came of it.
 * In order of the code. */
struct cover_wait {
	const char *kind;
	int line;
	bool used;
};
size_t cover_waits(const struct cover *c, const char *chunk,
                   struct cover_wait **out); /* caller frees */
/* Where say.<id> stands first; 0: nowhere. */
int cover_names(const struct cover *c, const char *chunk, const char *id);

#endif
