/* test_record.h: `assent test --record CASE`: a real case as a short .play in which nothing of a person is left. */
#ifndef ASSENT_TEST_RECORD_H
#define ASSENT_TEST_RECORD_H

/* [--data DIR] [--flows DIR]: the play on stdout. Exit status: 0, 1 it cannot be made, 2 usage. The data
 * directory is only read, also beside a running program. */
int record_main(const char *case_id, int argc, char **argv);

#endif
