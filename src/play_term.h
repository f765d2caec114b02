/* play_term.h: `assent play`: a dialogue at a terminal in which one person is everybody. */
#ifndef ASSENT_PLAY_TERM_H
#define ASSENT_PLAY_TERM_H

struct command;

extern const struct command play_command; /* exit status */

#endif
