/* cover.h: which lines of flow code have run, out of those that can. */
#ifndef ASSENT_COVER_H
#define ASSENT_COVER_H

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

/* Counts from now on what flow code does, in all states of this process (sandbox_watch_lines). */
void cover_start(struct cover *c);
void cover_stop(void);

/* How often a line, counted from 1, was come to; -1: no code stands there that runs. */
int64_t cover_line(const struct cover *c, const char *chunk, int line);
/* The last line that runs; 0: an unknown chunk. */
int cover_last_line(const struct cover *c, const char *chunk);

#endif
