/* log.h: one JSON line per fact on stderr; a field that is not in the list cannot be logged. */
#ifndef ASSENT_LOG_H
#define ASSENT_LOG_H

#include <stddef.h>
#include <stdint.h>

/* LOG_NOTHING is a limit: no fact has it. */
enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARN, LOG_ERROR, LOG_NOTHING };

/* The allow-list. No field carries a message text, a personal value or a secret. */
enum log_field {
	LF_END = 0,
	LF_CASE,   /* case id */
	LF_TURN,   /* turn number */
	LF_FLOW,   /* flow name */
	LF_BUNDLE, /* bundle hash */
	LF_SOURCE, /* event source */
	LF_EVENT,  /* fingerprint of a delivery's body: its id is chosen by others */
	LF_KIND,   /* event, effect or record kind */
	LF_PARTY,  /* role, never a name */
	LF_KEY,    /* outbox key */
	LF_TARGET, /* configured target name */
	LF_STATE,  /* a state's name */
	LF_STATUS, /* HTTP status */
	LF_METHOD,
	LF_ROUTE,  /* route template, never a raw path */
	LF_CODE,   /* error code of a library */
	LF_REASON, /* a sentence of ours; what it quotes passes log_set_mask() */
	LF_FILE,   /* file name */
	LF_LINE,
	LF_COUNT,
	LF_MS,
	LF_ADDRESS, /* our own listening address */
};

/* log_fact(LOG_INFO, "turn_committed", LF_CASE, "s", id, LF_TURN, "d", (int64_t)3, LF_END).
 * After each field its type: "s" (const char *, NULL is left out) or "d" (int64_t). */
void log_fact(enum log_level level, const char *event, ...);
void log_set_level(enum log_level least);
/* Each LF_REASON and LF_FILE is written as `mask` gives it back (to be freed); NULL: as it is. By a
 * pointer, since the masker stands above the log. */
void log_set_mask(char *(*mask)(const char *text, size_t len_bytes));

#endif
