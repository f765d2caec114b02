/* play.h: .play dialogues for the drivers of the served program. */
#ifndef ASSENT_PLAY_H
#define ASSENT_PLAY_H

/* `assent test --print FILE ...`: what the play reader makes of each file, a line of JSON each. Exit status. */
int play_print(char **paths, int count);

#endif
