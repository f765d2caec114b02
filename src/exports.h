/* exports.h: who took records of consent out, when, and which: a line each in <data>/exports.jsonl, on disk before the
 * records leave.
 *
 *   {"at", "who", "source", "format", "filter": {name: value}, "consents": how many, "bytes", "sha256": of what was
 *    handed over}
 *
 * It names no party of a case: a filter by the name of an agent is kept as true. */
#ifndef ASSENT_EXPORTS_H
#define ASSENT_EXPORTS_H

#include <jansson.h>

struct buf;
struct err;

struct export_note {
	const char *who, *source, *format;
	const json_t *filter; /* name: value, as it was asked for */
	size_t consents;
};
/* Appends and syncs: for the thread pool. -1: E_BUSY (no room, no right), E_IO: then nothing may leave. */
int exports_add(const char *dir, const struct export_note *n, const struct buf *content,
                struct err *e);
/* The newest first, at most limit; new. NULL: E_IO. */
json_t *exports_list(const char *dir, size_t limit, struct err *e);

#endif
