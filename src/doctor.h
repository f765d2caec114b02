/* doctor.h: `assent doctor`: looks whether a real configuration works, and says what to mend. */
#ifndef ASSENT_DOCTOR_H
#define ASSENT_DOCTOR_H

struct command;

/* Exit status: 0 nothing is to be mended, 1
 * something is, 2 it was called wrongly. Nothing is written, and nothing is changed at a platform. */
extern const struct command doctor_command;

#endif
