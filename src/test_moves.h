/* test_moves.h: how the lanes of a case went from wait to wait, from its journal: in the names of explore_moves, so that
 * a picture of the flow can tell what plays came by. */
#ifndef ASSENT_TEST_MOVES_H
#define ASSENT_TEST_MOVES_H

#include <jansson.h>

struct moves;
struct moves *moves_new(void);
/* The next record of the case's journal; kept as long as needed. */
void moves_see(struct moves *m, json_t *record);
/* {"from\nstate\nto": times}, new; m is gone. */
json_t *moves_end(struct moves *m);

#endif
