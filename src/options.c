#include "options.h"

#include <string.h>

#include "base.h"
#include "keys.h"

enum { COLUMNS = 100, NAME_COLUMNS = 24, OPTIONS_MAX = 32 };

static bool takes(const struct command *c, size_t i)
{
	return !c->takes || c->takes & (1u << i);
}

static bool needs(const struct command *c, size_t i)
{
	return c->needs & (1u << i);
}

/* Its value is written behind "=" or not at all. */
static bool is_optional(const struct option *o)
{
	return o->value && *o->value == '[';
}

static bool is_again(const struct option *o)
{
	return o->value && strstr(o->value, " ...");
}

/* ---- usage ---- */

static void add(struct buf *line, FILE *to, size_t margin, const char *text)
{
	if (line->len_bytes + 1 + strlen(text) > COLUMNS) {
		fprintf(to, "%s\n", line->data);
		line->len_bytes = 0;
		buf_addf(line, "%*s", (int)margin, "");
	}
	buf_addf(line, " %s", text);
}

void command_usage(const struct command *c, FILE *to)
{
	struct buf line = { 0 };
	buf_addf(&line, "assent %s", c->name);
	size_t margin = line.len_bytes;
	if (*c->words)
		add(&line, to, margin, c->words);
	for (size_t i = 0; c->options && c->options[i].name; i++) {
		const struct option *o = &c->options[i];
		if (!takes(c, i) || !o->what)
			continue;
		char *one = xasprintf("%s%s%s%s%s", needs(c, i) ? "" : "[", o->name,
		                      o->value && !is_optional(o) ? " " : "",
		                      o->value ? o->value : "", needs(c, i) ? "" : "]");
		add(&line, to, margin, one);
		free(one);
	}
	fprintf(to, "%s\n", line.data);
	buf_free(&line);
}

static void explain(const struct option *o, FILE *to)
{
	int left = NAME_COLUMNS - fprintf(to, "    %s%s%s", o->name,
	                                  o->value && !is_optional(o) ? " " : "",
	                                  o->value ? o->value : "");
	fprintf(to, "%*s%s\n", left > 1 ? left : 1, "", o->what);
}

void command_options(const struct option *options, FILE *to)
{
	for (const struct option *o = options; o && o->name; o++)
		if (o->what)
			explain(o, to);
}

void command_help(const struct command *c, FILE *to)
{
	command_usage(c, to);
	fprintf(to, "    %s\n", c->what);
	for (size_t i = 0; c->options && c->options[i].name; i++)
		if (takes(c, i) && c->options[i].what)
			explain(&c->options[i], to);
}

bool command_asks_help(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h");
}

int command_failed(const struct command *c, const struct err *e)
{
	fprintf(stderr, "assent %s: %s\n", c->name, e->text);
	if (e->code == E_INPUT)
		command_usage(c, stderr);
	return e->code == E_INPUT || e->code == E_CONFIG ? 2 : 1;
}

/* ---- reading ---- */

/* A word as an option: which one, and what of the word is its value; NULL: nothing is. */
static const struct option *find(const struct command *c, const char *word, const char **value)
{
	size_t len = strcspn(word, "=");
	*value = word[len] ? word + len + 1 : NULL;
	for (size_t i = 0; c->options && c->options[i].name; i++) {
		const struct option *o = &c->options[i];
		if (takes(c, i) && strlen(o->name) == len && !strncmp(o->name, word, len))
			return o;
		if (takes(c, i) && o->value && strlen(o->name) == 2 && word[1] != '-' &&
		    !strncmp(o->name, word, 2)) {
			*value = word + 2;
			return o;
		}
	}
	return NULL;
}

static int unknown(const struct command *c, const char *word, struct err *e)
{
	const char *names[OPTIONS_MAX] = { NULL };
	size_t count = 0;
	for (size_t i = 0; c->options && c->options[i].name; i++)
		if (takes(c, i) && c->options[i].what && count + 1 < OPTIONS_MAX)
			names[count++] = c->options[i].name;
	char *clean = xstrndup(word, strcspn(word, "=")), *hint = keys_hint(clean, names);
	bool meant = word[1] == '-' && strstr(hint, "did you mean");
	err_set(e, E_INPUT, "it does not know '%.60s'%s%s", word, meant ? ": " : "",
	        meant ? hint : "");
	free(clean);
	free(hint);
	return -1;
}

static int put(const struct option *o, const char *value, void *args, struct err *e)
{
	void *place = (char *)args + o->place;
	struct option_many *many = place;
	if (!o->value) {
		*(bool *)place = true;
	} else if (!is_again(o)) {
		*(const char **)place = value;
	} else if (many->count == OPTION_MANY_MAX) {
		return err_set(e, E_INPUT, "%s: no more than %d", o->name, OPTION_MANY_MAX);
	} else {
		many->text[many->count++] = value;
	}
	return 0;
}

struct reading {
	const struct command *c;
	void *args;
	unsigned seen; /* bits of the options */
	struct err *e;
};

/* The option at argv[0]: how many words it takes, or -1. */
static int read_option(struct reading *r, int argc, char **argv)
{
	struct err *e = r->e;
	const char *value;
	const struct option *o = find(r->c, argv[0], &value);
	int taken = 1;
	if (!o)
		return unknown(r->c, argv[0], e);
	unsigned bit = 1u << (o - r->c->options);
	if (r->seen & bit && o->value && !is_again(o))
		return err_set(e, E_INPUT, "%s was given twice", o->name);
	r->seen |= bit;
	if (value && !o->value)
		return err_set(e, E_INPUT, "%s takes no value", o->name);
	if (!value && is_optional(o)) {
		value = "";
	} else if (!value && o->value && argc > 1) {
		value = argv[1];
		taken = 2;
	}
	if (o->value && !is_optional(o) && (!value || !*value))
		return err_set(e, E_INPUT, "%s needs a value: %s %s", o->name, o->name, o->value);
	return put(o, value, r->args, e) ? -1 : taken;
}

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1];
}

static int is_complete(const struct reading *r, int words)
{
	const struct command *c = r->c;
	if (words < c->words_least)
		return err_set(r->e, E_INPUT, "it needs %s", c->words);
	for (size_t i = 0; c->options && c->options[i].name; i++) {
		const struct option *o = &c->options[i];
		if (needs(c, i) && !(r->seen & (1u << i)))
			return err_set(r->e, E_INPUT, "it needs %s %s: %s", o->name, o->value,
			               o->what);
	}
	return 0;
}

int command_read(const struct command *c, int argc, char **argv, void *args, struct err *e)
{
	struct reading r = { .c = c, .args = args, .e = e };
	int words = 0;
	bool open = true;
	for (int i = 0, taken; i < argc; i += taken) {
		taken = 1;
		if (open && !strcmp(argv[i], "--"))
			open = false;
		else if (open && is_option(argv[i]))
			taken = read_option(&r, argc - i, argv + i);
		else if (words == c->words_most)
			return err_set(e, E_INPUT, "it does not know what to do with '%.60s'",
			               argv[i]);
		else
			argv[words++] = argv[i];
		if (taken < 0)
			return -1;
	}
	return is_complete(&r, words) ? -1 : words;
}
