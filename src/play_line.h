/* play_line.h: one line typed at a terminal: edited in place with its history, Korean as well; or read
 * as it comes where nobody types.
 *
 * Of its own and no library: the kernel's line mode erases one column of a syllable that takes two,
 * readline is GPL, libedit wants a locale that a server need not have; and what is shown here is
 * measured by text_width as everything else of the play. */
#ifndef ASSENT_PLAY_LINE_H
#define ASSENT_PLAY_LINE_H

#include <stdbool.h>

struct play_line;

/* Of stdin and stdout; unreadable (taken) is said of a line that is no UTF-8. Caller frees. */
struct play_line *play_line_new(char *unreadable);
void play_line_free(struct play_line *l);
bool play_line_is_typed(const struct play_line *l); /* by a person at a terminal */

int play_line_rows(const struct play_line *l); /* of the terminal that its last line took */

enum play_line_end { LINE_GIVEN, LINE_CANCELLED, LINE_END };
/* prompt: plain text. given stands there to be edited (NULL: nothing); where nobody types, it is what
 * an empty line means. *text: valid UTF-8, in NFC, trimmed; caller frees; NULL unless LINE_GIVEN. */
enum play_line_end play_line_read(struct play_line *l, const char *prompt, const char *given,
                                  char **text);
/* The same of a name that is offered: a letter typed first begins another one in its place. */
enum play_line_end play_line_offer(struct play_line *l, const char *prompt, const char *given,
                                   char **text);

#endif
