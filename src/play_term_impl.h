/* play_term_impl.h: the inside of `assent play`, for the play_term*.c files only.
 *
 *   play_term.c       the command
 *   play_term_talk.c  what is typed at the prompt
 *   play_term_menu.c  what can happen now
 *   play_term_form.c  the head of a new play: facts and people
 *   play_term_move.c  acts, one after the other, back and forth
 *   play_term_save.c  what was played as a .play */
#ifndef ASSENT_PLAY_TERM_IMPL_H
#define ASSENT_PLAY_TERM_IMPL_H

#include <stdbool.h>
#include <stddef.h>

#include "play_line.h"
#include "play_out.h"
#include "play_stage.h"

struct bundle;
struct flow_set;
struct trusted;

struct term {
	struct play_out out;
	struct play_line *line;
	struct trusted *lua; /* assent/play_term */
	struct understand *understand;
	enum language language;
	const char *flows_dir, *path; /* path: of the file that was given, "" if none */
	struct flow_set *flows;
	json_t *head; /* a play without acts */
	/* As lines of a play follow each other: each act with its expectations; those in front of the
	 * first act are of the opening. at: how many of them were played; behind it is what can be
	 * gone forward to. An expectation that did not hold is marked "failed". */
	json_t *acts;
	size_t at;
	json_t *ending; /* of the file that was given; NULL */
	struct stage stage;
	bool staged;        /* the stage is open and stands at `at` */
	json_t *view;       /* of the case, there; NULL: none */
	struct err refused; /* of the last act, as the stage had it before it was expected */
	enum role refused_party;
	bool changed; /* something was played that is in no file */
	bool at_end;  /* of the input: nothing more is asked */
	bool point;   /* the menu, and what was asked since, are the last rows of the terminal */
};

/* A line in the user's language; values: of the sentence, taken; NULL: none. */
void term_say(struct term *t, const char *hue, const char *code, json_t *values);
/* What a function of lua/assent/play_term.lua answers to args (taken); new. */
json_t *term_ask(struct term *t, const char *name, json_t *args);
/* Asks for a line; NULL: cancelled, or the end (t->at_end). Caller frees. */
char *term_read(struct term *t, const char *prompt, const char *given);
/* The same of a name or a title, in place of which another may be typed. */
char *term_read_name(struct term *t, const char *prompt, const char *offered);
const char *term_get(const json_t *object, const char *key); /* its text, or "" */

/* play_term_talk.c */
void term_dialogue(struct term *t);                   /* until the user goes */
void term_say_line(struct term *t, const char *line); /* one that is done now */

/* play_term_menu.c: a menu is [{"name", "items"}] (lua/assent/play_menu.lua); items are counted from 1 */
json_t *term_menu(struct term *t);                          /* new */
const json_t *term_menu_item(const json_t *menu, size_t n); /* NULL: no such */
void term_show_point(struct term *t, const json_t *menu);
/* At a terminal the menu goes when a line was chosen, with all that was asked since, and the dialogue
 * alone stays. */
void term_take_back(struct term *t);
bool term_is_open(const struct term *t); /* the case */

/* play_term_form.c: false: the user goes. */
bool term_form(struct term *t);
json_t *term_form_new(struct term *t, struct bundle *b); /* a head for this flow */

/* play_term_move.c */
/* Opens the case of t->head; fresh: there are no acts yet, and what is to be expected of the opening goes
 * in front of them. false: what is wrong was said. */
bool term_start(struct term *t, bool fresh);
void term_do(struct term *t, json_t *act); /* act: of a typed line; taken */
void term_back(struct term *t, size_t steps);
bool term_forward(struct term *t); /* false: there is nothing more */
void term_run_to(struct term *t, int line);
void term_again(struct term *t); /* the same acts on the flow and the head as they are now */
void term_now(struct term *t);
json_t *term_next(const struct term *t);         /* the act that comes next, borrowed; NULL */
char *term_line_of(struct term *t, json_t *act); /* as a play has it; caller frees */

/* play_term_save.c: name NULL: is asked for. */
void term_save(struct term *t, const char *name);

#endif
