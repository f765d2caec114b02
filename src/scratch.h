/* scratch.h: a directory for what is needed for a moment, below TMPDIR (/tmp where it is not set). */
#ifndef ASSENT_SCRATCH_H
#define ASSENT_SCRATCH_H

struct err;

/* "TMPDIR/assent-NAME-XXXXXX", for nobody else to read. NULL: E_IO. */
char *scratch_new(const char *name, struct err *e);
/* Removes it with all that is in it; NULL: nothing. */
void scratch_free(char *dir);
/* Removes what a process that ended left under that name. */
void scratch_sweep(const char *name);

#endif
