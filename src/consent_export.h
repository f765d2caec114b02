/* consent_export.h: the records of a store that fit a query, in one of the formats, piece by piece. */
#ifndef ASSENT_CONSENT_EXPORT_H
#define ASSENT_CONSENT_EXPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;
struct controller;
struct err;
struct store;
struct store_consent_query;

enum consent_format {
	CONSENT_JSON,  /* a list of consents, each whole */
	CONSENT_JSONL, /* the same, one a line */
	CONSENT_CSV,
	CONSENT_27560,   /* JSON-LD */
	CONSENT_KANTARA, /* a list of receipts, of what is granted */
	CONSENT_FORMATS,
};
/* CONSENT_FORMATS: none of that name. */
enum consent_format consent_format_from(const char *name);
const char *consent_format_name(enum consent_format f);
const char *consent_format_type(enum consent_format f); /* "text/csv; charset=utf-8" */

/* One consent of a document as json and jsonl have it: with the case that it is part of. New; NULL:
 * the document has none of this id. */
json_t *consent_whole(const json_t *doc, const char *id);

/* What the gate would not count any more at that time is expired, whether its turn has come or not. */
void consent_expire(json_t *doc, int64_t now_ms);

/* Whether enough of the controller is known for this format. -1 E_CONFIG: the keys that are missing. */
int consent_format_ready(enum consent_format f, const struct controller *who, struct err *e);

/* A consent that was found otherwise. */
struct consent_export_row {
	const char *case_id, *id;
};

struct consent_export_opts {
	struct store *store;
	const struct consent_export_row *rows; /* in place of the query; NULL: none are given */
	size_t rows_count;
	/* the documents as they were at that instant; 0: as they are */
	int64_t as_of_ms;
	int64_t now_ms; /* what has expired by then is expired, though no turn may say so; 0: as recorded */
	/* NULL: all; its limit is that of a page. Beside rows its state alone counts */
	const struct store_consent_query *query;
	enum consent_format format;
	const struct controller *who;
	bool bom; /* csv: U+FEFF goes first */
	/* Takes what was written so far; -1 stops and is the answer. NULL: all stays in out. */
	int (*flush)(void *arg, struct buf *out, struct err *e);
	void *arg;
	size_t *written; /* how many there are in it; NULL: nobody asks */
	char **next; /* where the next page begins, as a cursor; caller frees; NULL: it was the last */
};
/* 0, or -1: E_BUSY, E_IO, E_PARSE, or flush's. The list of rows is read at once, then case after
 * case: a long export holds up neither erasure nor checkpoint. */
int consent_export_run(const struct consent_export_opts *o, struct buf *out, struct err *e);

#endif
