/* findings.h: all that is wrong with a set of flows, each with its place, as `assent check` prints
 * it. */
#ifndef ASSENT_FINDINGS_H
#define ASSENT_FINDINGS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum severity { FINDING_ERROR, FINDING_WARNING };

struct finding {
	enum severity severity;
	char *file; /* "phrases/ko.lua"; "" where it is about no file */
	int line;   /* from 1; 0: none */
	char *text; /* what it is, and what to do; in English */
	json_t *told; /* the same in each language (sentence.h); json null: it stays as it stands */
	json_t *way; /* a dialogue that leads to it, as a play (play_text.h); NULL */
	bool shown; /* printed already */
};

/* Start from {0}. */
struct findings {
	struct finding *list;
	size_t count;
	bool added; /* the last one was new */
};

/* In English, and in each language where it is a row of the sentences. The same again, at the same place, is one
 * finding: files are shared by flows. */
void findings_add(struct findings *f, enum severity severity, const char *file, int line,
                  const char *fmt, ...) __attribute__((format(printf, 5, 6)));
/* told (taken): as sentence_told has it. */
void findings_tell(struct findings *f, enum severity severity, const char *file, int line,
                   json_t *told);
/* The way (taken) to the finding that was added last; of one that was known before it is dropped. */
void findings_explain(struct findings *f, json_t *way);
size_t findings_count(const struct findings *f, enum severity severity);
/* By file and line, and at one place in the order in which they were found. */
void findings_sort(struct findings *f);
void findings_free(struct findings *f);

#endif
