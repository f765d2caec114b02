/* test_record.h: `assent test --record CASE`: a real case as a short .play in which nothing of a person is left. */
#ifndef ASSENT_TEST_RECORD_H
#define ASSENT_TEST_RECORD_H

struct err;

/* The play on stdout. -1: it cannot be made. The data directory is only read, also beside a running
 * program. */
int record_case(const char *case_id, const char *data, const char *flows_dir, struct err *e);

#endif
