/* self.h: this program once more, as a child: what it does can be ended at any moment, and what it
 * holds goes with it. */
#ifndef ASSENT_SELF_H
#define ASSENT_SELF_H

#include <sys/types.h>

struct err;

/* At the beginning of main: who was started by self_spawn is ended with who started it, even where
 * that one is killed. */
void self_follow(void);

/* Starts `assent ARGS …` (args end with NULL). out_fd: its stdout and stderr; -1: as ours. The caller
 * waits for it. -1: E_BUSY. */
pid_t self_spawn(const char *const *args, int out_fd, struct err *e);

/* The same to its end. Its exit status; -1: E_BUSY, or it was killed (E_IO). */
int self_run(const char *const *args, int out_fd, struct err *e);

#endif
