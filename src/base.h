/* base.h: errors, memory and growing text; every other file stands on it. */
#ifndef ASSENT_BASE_H
#define ASSENT_BASE_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

/* What kind of failure, so that each door can choose its answer (HTTP status, exit code, parked
 * case). */
enum err_code {
	E_NONE = 0,
	E_INPUT,     /* the request is wrong: 400 */
	E_AUTH,      /* nobody we know: 401 */
	E_FORBIDDEN, /* known, but not allowed: 403 */
	E_NOT_FOUND, /* 404 */
	E_CONFLICT,  /* stands against what is recorded: 409 */
	E_TAKEN,     /* somebody else does this just now: 409, and who */
	E_TOO_LARGE, /* 413 */
	E_GATE,      /* consent is missing: 409 with the reason */
	E_BUSY,      /* disk full or busy: 503 with Retry-After, nothing is lost */
	E_IO,        /* the disk cannot be trusted: stop, say so, exit */
	E_PARSE,     /* a file or message cannot be read */
	E_CONFIG,    /* the operator must mend something: 409 */
	E_FLOW,      /* flow code failed: its case is parked */
};

struct err {
	enum err_code code;
	char text[512]; /* a sentence that says what to do; the first one set wins */
};

/* Sets code and text unless an error is there already; always returns -1. e may be NULL. */
int err_set(struct err *e, enum err_code code, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Out of memory aborts: no caller checks these. */
void *xmalloc(size_t size_bytes);
void *xcalloc(size_t count, size_t size_bytes);
void *xrealloc(void *p, size_t size_bytes);
char *xstrdup(const char *s); /* NULL stays NULL */
char *xstrndup(const char *s, size_t len_bytes);
/* Puts copies of count texts in place of them (NULL stays NULL), all in one block, which is the first of them: that one
 * must not be NULL, and to free it frees all. */
void xstrdup_all(const char **const *texts, size_t count);
char *xasprintf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* A growing byte string, always NUL-terminated behind len_bytes. Start from {0}. */
struct buf {
	char *data;
	size_t len_bytes, cap_bytes;
};
/* Room for len_bytes more and the NUL behind them. */
void buf_reserve(struct buf *b, size_t len_bytes);
/* In the header, as most pieces are a character or a word: the call took longer than the copying. */
static inline void buf_add(struct buf *b, const void *data, size_t len_bytes)
{
	if (len_bytes >= b->cap_bytes - b->len_bytes)
		buf_reserve(b, len_bytes);
	if (len_bytes)
		memcpy(b->data + b->len_bytes, data, len_bytes);
	b->len_bytes += len_bytes;
	b->data[b->len_bytes] = '\0';
}
static inline void buf_adds(struct buf *b, const char *s)
{
	buf_add(b, s, strlen(s));
}
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_addi(struct buf *b, int64_t n); /* as "%lld" */
char *buf_take(struct buf *b);           /* the text, never NULL; b is empty again; caller frees */
void buf_free(struct buf *b);

/* Reads a whole file of at most max_bytes. Caller frees. NULL: not there (E_NOT_FOUND), too large,
 * unreadable (E_IO). */
char *file_read(const char *path, size_t max_bytes, size_t *len_bytes, struct err *e);

/* Puts a file (mode 0600) in the place of path: written beside it as path.tmp, renamed; with sync both
 * are on disk when it returns. -1: what was there stays. E_BUSY: no room, no right, no directory, which
 * an operator can mend meanwhile. E_IO: the disk has failed. */
int file_put(const char *path, const void *data, size_t len_bytes, bool sync, struct err *e);

/* Writes a text for people, who may read it as umask says. -1, E_IO: what was there may be gone. */
int file_write(const char *path, const char *text, struct err *e);

/* "2026-11-23T20:45:56.123Z" (RFC 3339, UTC) from milliseconds since 1970. */
void time_text(int64_t at_ms, char out[25]);
/* the reverse, with or without the fraction, in UTC or ahead of it (+09:00); -1: not one, or NULL */
int64_t time_parse(const char *text);
bool time_is_day(const char *text); /* a day that there is, as "2026-11-30" */

/* As much of text as there is room for, and a NUL: what snprintf does with "%s", in a tenth of its time. */
static inline void text_into(char *out, size_t room_bytes, const char *text)
{
	size_t len_bytes = strnlen(text, room_bytes - 1);
	memcpy(out, text, len_bytes);
	out[len_bytes] = '\0';
}

#define COUNT_OF(a) (sizeof(a) / sizeof((a)[0]))

#endif
