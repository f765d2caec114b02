/* play.h: runs a .play dialogue (flows/README.md) through the whole engine, with the clock held. */
#ifndef ASSENT_PLAY_H
#define ASSENT_PLAY_H

struct err;
struct understand;

/* 0: every act was possible and every expectation held. -1: E_INPUT "file:line: what was expected,
 * what is". The engine works in a directory of its own, which is removed. Holds the process's clock
 * (clock.h). */
int play_run(const char *path, const char *flows_dir, struct understand *u, struct err *e);

/* `assent test [--flows DIR] [FILE|DIR ...]`: all plays below them, as TAP on stdout. Exit status.
 */
int play_main(const char *flows_dir, char **paths, int count);

/* `assent test --print FILE ...`: what the play reader makes of each file, a line of JSON each: for
 * drivers of the served program. Exit status. */
int play_print(char **paths, int count);

#endif
