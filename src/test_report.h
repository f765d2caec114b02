/* test_report.h: what plays covered of the flows. */
#ifndef ASSENT_TEST_REPORT_H
#define ASSENT_TEST_REPORT_H

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

#include "language.h"

struct cover;
struct flow_set;

struct covered {
	const char *flows_dir; /* as files are named to people */
	struct flow_set *flows;
	const struct cover *cover;
	const json_t *seen;     /* of test_seen.h, all plays together */
	bool whole;             /* all plays ran: flows without any count, too */
	enum language language; /* of what people read */
};

/* {"flows": [{"flow", "bundle", "file", "lines", "branches", "outcomes", "phrases", "moves": of test_moves.h}],
 * "phrases_never_shown": [id]}; each of the four: {"covered", "total", "missed": list}. Missed are lines; {"line", "to"}, the way from that line to that
 * one; {"line", "kind", "state"}; {"line", "phrase"}. New. */
json_t *report_of(const struct covered *c);
/* The same for people, each line behind "# ". */
void report_print(const json_t *report, enum language l, FILE *out);
/* The flows' texts, with how often each line ran and each of its ways was taken. */
void report_sources(const struct covered *c, FILE *out);

#endif
