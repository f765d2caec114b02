/* diff_cli.h: `assent diff`: what a change of flows changes in what they do. */
#ifndef ASSENT_DIFF_CLI_H
#define ASSENT_DIFF_CLI_H

struct command;

/* `assent diff OLD NEW`: OLD and NEW are directories of flows, or hashes in the data
 * directory: of a deploy, or of a bundle, which is compared with its own flow alone.
 *
 * --json: lines {"progress": {"flow", "states", "waiting"}}, and last {"found", "whole", "phrases": [{"phrase", "was",
 * "now"}], "flows": [{"flow", "is": "new"|"gone"} or {"flow", "is": "changed", "differences": [{"way", "way_told", "was",
 * "now", "same": [[place in was, place in now]]}], "cut", "whole", "ends_before", "ends"}], "files": [{"file", "was", "now"}]}; null: it is not there, or the cases begin
 * differently. Exit status: 0 if they do the same, 1 if not, 2 for wrong use or flows that cannot be read. */
extern const struct command diff_command;

#endif
