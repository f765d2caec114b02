/* phrase.h: one script text with typed placeholders: what it tells, and its words once filled. */
#ifndef ASSENT_PHRASE_H
#define ASSENT_PHRASE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "keys.h"

struct err;

/* What a placeholder's value says about people (design.md §4). Bits, since a phrase may hold
 * several. */
enum data_class { CLASS_PUBLIC = 1, CLASS_TRIP = 2, CLASS_CASE = 4, CLASS_CONTACT = 8 };
const char *data_class_name(enum data_class c); /* "trip" */
int data_class_from(const char *name);          /* -1: unknown */

enum phrase_kind { PHRASE_STATEMENT, PHRASE_QUESTION, PHRASE_NOTICE };

enum { PHRASE_PARTS_MAX = 48, PHRASE_LEGAL_MAX = 8 };

struct phrase_part {
	char *text;     /* literal; NULL for a placeholder */
	char *name;     /* "trip_date", "third_party", "passenger.phone" */
	char *particle; /* "이/가" or NULL */
};

struct phrase {
	char *id;
	enum phrase_kind kind;
	char *consent; /* notice: "delegation" or "collection"; else NULL */
	int version;
	bool draft; /* wording that the guide does not give */
	char *source;
	unsigned tells;   /* classes of its placeholders and of `tells = {...}` */
	char *contact_of; /* role whose contact data it holds; NULL */
	unsigned to;      /* bits of enum role: whom it is meant for; 0: anybody */
	struct phrase_part part[PHRASE_PARTS_MAX];
	size_t parts_count;
	struct {
		char *item, *text; /* "purpose" -> the sentence that must stay in the notice */
		char *mends;       /* the same before a typo was mended; NULL */
	} legal[PHRASE_LEGAL_MAX];
	size_t legal_count;
	char identity[65]; /* of a notice: what it says in law (notice.h); else "" */
	char *yes, *no;    /* button labels; NULL: the policy's */
	bool broken;       /* there was a mistake in it */
};

/* One entry of the phrase file. placeholders: the file's declarations, each passed by
 * placeholder_check. Each mistake is told as "phrase 'x': what to do", at "x/legal/purpose"; a
 * phrase with mistakes is only good for further checks. Caller frees. */
struct phrase *phrase_parse(const char *id, const json_t *spec, const json_t *placeholders,
                            mistake *wrong, void *arg);
void phrase_free(struct phrase *p);
int placeholder_check(const char *name, const json_t *spec, struct err *e);

/* A template as literals and placeholders ("{{" and "}}" are literal braces). -1: braces
 * unbalanced, bad name, unknown particle, too many parts. phrase_parts_free also behind a failure.
 */
int phrase_split(const char *text, struct phrase_part part[PHRASE_PARTS_MAX], size_t *count,
                 struct err *e);
void phrase_parts_free(struct phrase_part *part, size_t count);

/* The words as they stand in the file, with their placeholders. Caller frees. */
char *phrase_template(const struct phrase *p);

/* Value of a placeholder: display text, caller frees; NULL: not known. */
typedef char *phrase_value(void *arg, const char *name);

/* The filled text, caller frees; particles fit the values. NULL: E_FLOW "phrase 'x': {origin} is
 * not filled". */
char *phrase_fill(const struct phrase *p, phrase_value *value, void *arg, struct err *e);

/* 0 if every legal item of the notice stands in text (spacing and punctuation aside; where the item
 * has a placeholder, any value), else -1 E_INPUT naming each item that is cut. */
int phrase_keeps_legal(const struct phrase *p, const char *text, struct err *e);

#endif
