/* test_diff.h: shows where a play fails: the lines before, what was expected, what is. */
#ifndef ASSENT_TEST_DIFF_H
#define ASSENT_TEST_DIFF_H

#include <stdio.h>

#include "language.h"

/* In language l. would: the line as it would hold; NULL: nothing is there that a line could say. Each line behind "# ". */
void diff_print(const char *path, int line, const char *would, enum language l, FILE *out);

#endif
