/* where_cli.h: `assent where`: where open cases stand in their flows. */
#ifndef ASSENT_WHERE_CLI_H
#define ASSENT_WHERE_CLI_H

struct command;

/* `assent where`: how many open and parked cases wait at which line of which bundle; beside a
 * running program too. --json: one line {"at", "open", "parked", "bundles": [{"bundle", "flow", "open", "parked",
 * "since"}], "places": [{"flow", "bundle", "handler", "step", "file", "line", "kind", "party", "phrase", "field",
 * "parked", "count", "cases": [{"id", "since"}]}]}. A case with several lanes stands at several places; one that is
 * parked at one, with "parked" true. since: of a bundle when its first case was opened, of a case when it came there or,
 * of one that is parked, when it stopped. "cases" are at most WHERE_CASES_MAX, opened last first. Exit status: 2 for
 * wrong use, 1 on any other failure. */
enum { WHERE_CASES_MAX = 200 };
extern const struct command where_command;

#endif
