#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "play_term_impl.h"
#include "sentence.h"

static bool begins_with(const char *line, const char *word)
{
	return !strncmp(line, word, strlen(word));
}

static bool ends_with(const char *line, const char *word)
{
	size_t len = strlen(line), end = strlen(word);
	return len > end && !strcmp(line + len - end, word);
}

/* The line that is done, in the colour of whoever does it: it may be written in either language. */
void term_say_line(struct term *t, const char *line)
{
	const char *hue = "party";
	for (int l = 0; l < LANGUAGES; l++) {
		char *agent = sentence_in((enum language)l, "play.agent", NULL);
		char *later = sentence_in((enum language)l, "term.later", NULL);
		hue = begins_with(line, agent) ? "agent" : ends_with(line, later) ? "wait" : hue;
		free(agent);
		free(later);
	}
	char *told = xasprintf("▸ %s", line);
	play_out_text(&t->out, hue, told, 2);
	free(told);
}

/* wrong: what the reader says of it. */
static void say_unread(struct term *t, const char *wrong)
{
	char *head = sentence_in(t->language, "term.head", NULL);
	play_out_say(&t->out, "bad", "%s", wrong);
	term_say(t, "faint", strstr(wrong, head) ? "term.add_to_head" : "term.how_to_type", NULL);
	free(head);
}

static void do_line(struct term *t, const char *text)
{
	json_t *act =
		term_ask(t, "line", json_pack("[s, O]", text, json_object_get(t->head, "parties")));
	const char *wrong = json_string_value(json_object_get(act, "error"));
	if (act && !wrong) {
		term_do(t, act);
		return;
	}
	if (wrong)
		say_unread(t, wrong);
	else
		term_say(t, "bad", "term.unread", NULL);
	json_decref(act);
}

/* The line of an item, with what it asks for; NULL: cancelled. Caller frees. */
static char *item_line(struct term *t, const json_t *item)
{
	const char *ask = term_get(item, "ask"), *example = term_get(item, "example");
	const char *given = json_string_value(json_object_get(item, "given"));
	if (!*ask)
		return xstrdup(term_get(item, "before"));
	char *prompt =
		*example ? xasprintf("%s (Enter: %s): ", ask, example) : xasprintf("%s: ", ask);
	char *said = term_read(t, prompt, given), *line = NULL;
	const char *answer = said && *said ? said : said ? example : "";
	if (*answer)
		line = xasprintf("%s%s%s", term_get(item, "before"), answer,
		                 term_get(item, "after"));
	free(said);
	free(prompt);
	return line;
}

static void do_item(struct term *t, const json_t *menu, size_t n)
{
	const json_t *item = n ? term_menu_item(menu, n) : NULL;
	if (!item) {
		term_take_back(t);
		term_say(t, "bad", "term.not_in_menu", json_pack("{s:I}", "n", (json_int_t)n));
		return;
	}
	char *line = item_line(t, item);
	term_take_back(t);
	if (line) {
		term_say_line(t, line);
		do_line(t, line);
	}
	free(line);
}

enum { LINES = 11, LINE_COLUMNS = 48, KEYS = 5, KEY_COLUMNS = 12 };

/* The rows head.0 to head.count-1: what is typed, a tab, what it does. */
static void show_fields(struct term *t, const char *head, int count, int columns)
{
	for (int i = 0; i < count; i++) {
		char *code = xasprintf("%s.%d", head, i);
		char *does = sentence_in(t->language, code, NULL), *typed = strsep(&does, "\t");
		play_out_field(&t->out, typed, columns, does);
		free(typed);
		free(code);
	}
}

static void show_help(struct term *t, const char *rest)
{
	(void)rest;
	term_say(t, "strong", "term.help_lines", NULL);
	show_fields(t, "term.line", LINES, LINE_COLUMNS);
	term_say(t, "strong", "term.help_keys", NULL);
	show_fields(t, "term.key", KEYS, KEY_COLUMNS);
}

static size_t steps_of(const char *rest)
{
	long n = strtol(rest, NULL, 10);
	return n > 0 ? (size_t)n : 1;
}

static void go_back(struct term *t, const char *rest)
{
	term_back(t, steps_of(rest));
}

static void go_forward(struct term *t, const char *rest)
{
	size_t n = 0;
	while (n < steps_of(rest) && term_forward(t))
		n++;
	if (!n && !term_next(t))
		term_say(t, "faint", "term.nothing_ahead", NULL);
}

static void show_state(struct term *t, const char *rest)
{
	(void)rest;
	json_t *shown = term_ask(t, "state", json_pack("[O]", t->view));
	play_out_paragraphs(&t->out, shown);
	json_decref(shown);
}

static void save(struct term *t, const char *rest)
{
	term_save(t, *rest ? rest : NULL);
}

static void change_head(struct term *t, const char *rest)
{
	(void)rest;
	json_t *was = json_deep_copy(t->head);
	if (term_form(t)) {
		term_again(t);
	} else {
		json_decref(t->head);
		t->head = json_incref(was);
	}
	json_decref(was);
}

static void again(struct term *t, const char *rest)
{
	(void)rest;
	term_again(t);
}

/* The letter, the same key of a Korean keyboard, and the words. unstaged: goes without a case;
 * looks: shows something and does nothing. */
static const struct command {
	const char *names[4];
	void (*run)(struct term *t, const char *rest);
	bool unstaged, looks;
} commands[] = {
	{ { "b", "ㅠ", "뒤로", "back" }, go_back, false, false },
	{ { "f", "ㄹ", "앞으로", "forward" }, go_forward, false, false },
	{ { "v", "ㅍ", "상태", "state" }, show_state, false, true },
	{ { "s", "ㄴ", "저장", "save" }, save, false, false },
	{ { "h", "ㅗ", "처음", "head" }, change_head, true, false },
	{ { "r", "ㄱ", "다시", "again" }, again, true, false },
	{ { "?", "？", "도움말", "help" }, show_help, true, true },
};

/* *rest: what stands behind the name, a number as well without a blank ("b3"). */
static const struct command *command_of(const char *said, const char **rest)
{
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		for (size_t k = 0; k < COUNT_OF(commands[i].names); k++) {
			size_t len = strlen(commands[i].names[k]);
			if (strncmp(said, commands[i].names[k], len) ||
			    !strchr(" 0123456789", said[len]))
				continue;
			*rest = said + len + strspn(said + len, " ");
			return &commands[i];
		}
	return NULL;
}

static bool is_quit(const char *said)
{
	return !strcmp(said, "q") || !strcmp(said, "ㅂ") || !strcmp(said, "끝") ||
	       !strcmp(said, "quit");
}

/* What an empty line means. false: to end. */
static bool do_enter(struct term *t, const json_t *menu)
{
	if (term_is_open(t) && !term_next(t)) {
		do_item(t, menu, 1);
		return true;
	}
	term_take_back(t);
	if (term_next(t))
		go_forward(t, "");
	else if (!t->changed)
		return false;
	else
		term_save(t, NULL);
	return true;
}

/* At a terminal what was looked at goes again. */
static void do_command(struct term *t, const struct command *command, const char *rest)
{
	bool goes = command->looks && t->point;
	term_take_back(t);
	t->out.rows = 0;
	command->run(t, rest);
	if (!goes)
		return;
	char *prompt = sentence_in(t->language, "term.go_back_there", NULL);
	free(term_read(t, prompt, NULL));
	free(prompt);
	t->point = true;
	term_take_back(t);
}

static void do_typed(struct term *t, const char *said)
{
	bool shown = t->point;
	term_take_back(t);
	if (shown)
		term_say_line(t, said);
	if (*said != '#')
		do_line(t, said);
}

/* false: to end. */
static bool do_said(struct term *t, const json_t *menu, const char *said)
{
	const char *rest;
	char *end;
	const struct command *command = command_of(said, &rest);
	unsigned long number = strtoul(said, &end, 10);
	if (is_quit(said))
		return false;
	if (command && (t->staged || command->unstaged)) {
		do_command(t, command, rest);
	} else if (!t->staged) {
		term_say(t, "bad", "term.unstaged", NULL);
	} else if (!*said) {
		return do_enter(t, menu);
	} else if (said[0] >= '0' && said[0] <= '9' && !*end) {
		do_item(t, menu, number);
	} else {
		do_typed(t, said);
	}
	return true;
}

/* Nobody is asked any more where the input is at its end, but for a person who pressed Ctrl-D. */
static void end_dialogue(struct term *t)
{
	bool unsaved = t->changed && t->staged;
	t->at_end = t->at_end && !play_line_is_typed(t->line);
	term_take_back(t);
	if (unsaved)
		term_save(t, NULL);
	if (t->changed)
		term_say(t, "faint", "term.left_unsaved", NULL);
}

void term_dialogue(struct term *t)
{
	bool goes = true;
	while (goes && !t->at_end) {
		json_t *menu = t->staged ? term_menu(t) : NULL;
		if (t->staged)
			term_show_point(t, menu);
		char *said = term_read(t, "> ", NULL);
		if (said)
			goes = do_said(t, menu, said);
		else
			term_take_back(t);
		free(said);
		json_decref(menu);
	}
	end_dialogue(t);
}
