#include "play_term.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "log.h"
#include "options.h"
#include "play_steps.h"
#include "play_term_impl.h"
#include "play_text.h"
#include "sentence.h"
#include "trusted.h"
#include "understand.h"

const char *term_get(const json_t *object, const char *key)
{
	const char *v = json_string_value(json_object_get(object, key));
	return v ? v : "";
}

void term_say(struct term *t, const char *hue, const char *code, json_t *values)
{
	char *text = sentence_in(t->language, code, values);
	play_out_say(&t->out, hue, "%s", text);
	free(text);
}

json_t *term_ask(struct term *t, const char *name, json_t *args)
{
	struct err e = { 0 };
	json_t *answer = args ? trusted_call(t->lua, name, args, &e) : NULL;
	if (!answer)
		play_out_say(&t->out, "bad", "%s", e.text);
	json_decref(args);
	return answer;
}

typedef enum play_line_end reading(struct play_line *, const char *, const char *, char **);

static char *read_by(struct term *t, reading *read, const char *prompt, const char *given)
{
	char *text;
	if (t->at_end)
		return NULL;
	t->at_end = read(t->line, prompt, given, &text) == LINE_END;
	t->out.rows += play_line_rows(t->line);
	return text;
}

char *term_read(struct term *t, const char *prompt, const char *given)
{
	return read_by(t, play_line_read, prompt, given);
}

char *term_read_name(struct term *t, const char *prompt, const char *offered)
{
	return read_by(t, play_line_offer, prompt, offered);
}

/* ---- the command ---- */

struct play_args {
	const char *flows_dir, *what; /* a flow, or a file */
	const char *line, *language_asked;
	enum language language;
	int to; /* its number; 0: not given */
	bool json;
};

#define AT(member) offsetof(struct play_args, member)
static const struct option options[] = {
	{ "--flows", "DIR", "where the flow is; else flows", AT(flows_dir) },
	{ "--to", "LINE", "of a file: goes on by hand behind this line", AT(line) },
	{ "--language", "ko|en", "of what is told; else as the terminal's locale says",
	  AT(language_asked) },
	{ "--json", NULL, "of a file: step by step, with the case as it is after each", AT(json) },
	{ 0 },
};

static bool is_file(const char *what)
{
	size_t len = what ? strlen(what) : 0;
	return len > 5 && !strcmp(what + len - 5, ".play");
}

static int read_args(int argc, char **argv, struct play_args *a, struct err *e)
{
	*a = (struct play_args){ .flows_dir = "flows" };
	int words = command_read(&play_command, argc, argv, a, e);
	if (words < 0)
		return -1;
	a->what = words ? argv[0] : NULL;
	a->to = a->line ? atoi(a->line) : 0;
	if (sentence_choice(a->language_asked, &a->language, e))
		return -1;
	if (a->line && a->to <= 0)
		return err_set(e, E_INPUT, "--to: expected the number of a line");
	if (a->json && (!a->what || a->to))
		return err_set(e, E_INPUT, "--json goes with one .play file, and without --to");
	if (a->to && !is_file(a->what))
		return err_set(e, E_INPUT, "--to: goes with a .play file, not with a flow");
	return 0;
}

/* What there is, where no flow or another was named. */
static void say_flows(const struct term *t, const char *what)
{
	char *hint = flow_set_hint(t->flows_dir, what ? what : "");
	fprintf(stderr, "assent: play: %s%s%s; expected a .play file, or a flow: %s\n",
	        what ? "'" : "", what ? what : "no flow is named", what ? "' is no flow" : "",
	        hint);
	free(hint);
}

/* The acts of a file lie ahead; the line that ends it is no act. */
static int load_file(struct term *t, const char *path, struct err *e)
{
	json_t *play = play_parse(path, t->language, e);
	if (!play)
		return -1;
	json_t *acts = json_object_get(play, "acts");
	size_t last = json_array_size(acts) - 1;
	t->path = path;
	t->ending = json_incref(json_array_get(acts, last));
	json_array_remove(acts, last);
	json_decref(t->acts);
	t->acts = json_incref(acts);
	json_object_del(play, "acts");
	t->head = play;
	return 0;
}

static int play_file(struct term *t, const struct play_args *a)
{
	struct err e = { 0 };
	if (load_file(t, a->what, &e)) {
		fprintf(stderr, "assent: %s\n", e.text);
		return 1;
	}
	play_out_say(&t->out, "strong", "%s (%s)", term_get(t->head, "title"), a->what);
	if (!term_start(t, false))
		return 1;
	term_run_to(t, a->to ? a->to : INT32_MAX);
	term_dialogue(t);
	return 0;
}

static int play_flow(struct term *t, const struct play_args *a)
{
	struct bundle *b = a->what ? flow_set_get(t->flows, a->what) : NULL;
	if (!b) {
		say_flows(t, a->what);
		return 2;
	}
	t->head = term_form_new(t, b);
	while (t->head && term_form(t))
		if (term_start(t, true)) {
			term_dialogue(t);
			break;
		}
	return t->head ? 0 : 1;
}

static int open_term(struct term *t, struct err *e)
{
	play_out_init(&t->out);
	t->line = play_line_new(sentence_in(t->language, "term.no_utf8", NULL));
	t->acts = json_array();
	t->path = "";
	t->lua = trusted_new("assent/play_term", e);
	t->understand = t->lua ? understand_new(e) : NULL;
	t->flows = t->understand ? flow_set_load(t->flows_dir, e) : NULL;
	if (!t->flows)
		return -1;
	json_decref(term_ask(t, "speak", json_pack("[s]", language_code(t->language))));
	return 0;
}

static void close_term(struct term *t)
{
	if (t->staged)
		stage_close(&t->stage);
	json_decref(t->view);
	json_decref(t->ending);
	json_decref(t->acts);
	json_decref(t->head);
	flow_set_free(t->flows);
	understand_free(t->understand);
	trusted_free(t->lua);
	play_line_free(t->line);
}

static int play(int argc, char **argv)
{
	struct play_args a;
	struct err e = { 0 };
	if (read_args(argc, argv, &a, &e))
		return command_failed(&play_command, &e);
	if (a.json)
		return play_steps(a.what, a.flows_dir);
	struct term t = { .flows_dir = a.flows_dir, .language = a.language };
	log_set_level(LOG_NOTHING);
	int status = 1;
	if (open_term(&t, &e))
		fprintf(stderr, "assent: %s\n", e.text);
	else
		status = is_file(a.what) ? play_file(&t, &a) : play_flow(&t, &a);
	close_term(&t);
	return status;
}

const struct command play_command = {
	.name = "play",
	.words = "FLOW | FILE.play",
	.what = "a dialogue at the terminal in which you are everybody",
	.words_most = 1,
	.options = options,
	.run = play,
};
