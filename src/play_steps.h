/* play_steps.h: a .play step by step, for who looks at it and not at whether it holds. */
#ifndef ASSENT_PLAY_STEPS_H
#define ASSENT_PLAY_STEPS_H

/* One line of JSON to stdout: {"title", "flow", "parties" (each null where the file cannot be read as a play), "text": of
 * the file, "steps": [{"act": of play_text.h, "line", "told": that line in each language, "state": parts of view_case, and "now"}], "error": {"line", "text"}
 * or null}. The first step is the opening, without an act;
 * then one an act; expectations are no steps, but the first that does not hold is the error, and the last step what was
 * there. Exit status: 1 if there is one. */
int play_steps(const char *file, const char *flows_dir);

#endif
