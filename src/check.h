/* check.h: `assent check`: all that can be known to be wrong with flows before a customer meets
 * it. */
#ifndef ASSENT_CHECK_H
#define ASSENT_CHECK_H

#include <stdbool.h>
#include <stdio.h>

#include "language.h"

struct command;

/* `assent check`: every finding on stdout as "file:line: error|warning: what, what to do", then what was followed of each
 * flow and within which bounds, and a line of counts. With --watch, again at every save, until Ctrl-C. Exit status: 1 if
 * there is an error, 2 for wrong use, 3 if there is none but not every path could be followed.
 *
 * --json: lines {"progress": {"flow", "states", "waiting"}}, and last {"findings": [{"severity": "error"|"warning",
 * "file", "line", "text": in English, "told": in each language, or null: the text alone, "play"?: the shortest
 * dialogue}], "flows": [{"flow", "whole", "states", "ways", "ends",
 * "interrupts_max", "times", "times_cut", "draws", "draws_cut", "ms"}], "errors", "warnings", "drafts", "accepted"}. */
extern const struct command check_command;
enum { CHECK_NOT_WHOLE = 3 };

enum { CHECK_DAY = sizeof "2027-11-30" };
/* The day in Korea: an exception holds until one. */
void check_day(char out[CHECK_DAY]);

struct check_told {
	FILE *out;
	FILE *progress; /* where its lines of progress go; NULL: nowhere */
	enum language language;
	bool is_kept; /* the directory is still there later: how its warnings can be seen is told, too */
};
/* The same passes over one directory: every error whole, of warnings how many there are. -1 if there is an error. */
int check_flows(const char *dir, const struct check_told *t);

#endif
