/* test_play.h: one play, for a process of its own: whether it holds, and what it went through. */
#ifndef ASSENT_TEST_PLAY_H
#define ASSENT_TEST_PLAY_H

#include <jansson.h>

struct cover;
struct err;
struct stage;
struct stage_ground;

/* {"error"?: "file:line: …", "line"?, "would"?: the line as it would hold,
 *  "counts"?: of cover.h, "seen"?: of test_seen.h}; new. cover NULL: nothing is counted. */
json_t *test_play(const char *path, const struct stage_ground *on, struct cover *cover);

#endif
