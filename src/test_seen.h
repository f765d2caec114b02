/* test_seen.h: what came of the waits of a case, and which phrases it showed, from its journal. */
#ifndef ASSENT_TEST_SEEN_H
#define ASSENT_TEST_SEEN_H

#include <jansson.h>

struct stage;

/* {"waits": {"spouse/flow.lua": {"31": {"kind", "blockable"?: true, "marks"?: list, "states": {state: times}}}},
 *  "phrases": {"spouse": {id: times}}, "moves": {"spouse": of test_moves.h}}; new. blockable: without any consent it would be refused. */
json_t *seen_of(struct stage *st);
/* Adds one to another. */
void seen_add(json_t *to, const json_t *one);

#endif
