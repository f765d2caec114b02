/* flow_edits.h: edits of a flow's source, as a designer makes them: a step taken out, put in, or done otherwise. */
#ifndef ASSENT_TESTS_FLOW_EDITS_H
#define ASSENT_TESTS_FLOW_EDITS_H

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"

static inline char *replaced(const char *text, const char *from, const char *to, const char *with)
{
	return xasprintf("%.*s%s%s", (int)(from - text), text, with, to);
}

static inline bool in_name(char c)
{
	return isalnum((unsigned char)c) || c == '_';
}

/* Every whole word `old` that is no member and no text becomes `new`. */
static inline char *renamed(char *text, const char *old, const char *new)
{
	size_t n = strlen(old);
	for (char *at = text; (at = strstr(at, old));) {
		char before = at == text ? ' ' : at[-1];
		if (in_name(before) || before == '.' || before == '"' || in_name(at[n])) {
			at += n;
			continue;
		}
		size_t offset = (size_t)(at - text) + strlen(new);
		char *changed = replaced(text, at, at + n, new);
		free(text);
		text = changed;
		at = text + offset;
	}
	return text;
}

static inline char *all_replaced(char *text, const char *old, const char *new)
{
	for (char *at = text; (at = strstr(at, old));) {
		size_t offset = (size_t)(at - text) + strlen(new);
		char *changed = replaced(text, at, at + strlen(old), new);
		free(text);
		text = changed;
		at = text + offset;
	}
	return text;
}

/* receiver:kind(arguments) in the source, from a line on. */
struct call {
	const char *receiver, *colon, *args, *end;
};

static inline const char *behind_brackets(const char *p)
{
	int depth = 0;
	bool quoted = false;
	for (; *p; p++) {
		if (*p == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		depth += *p == '(' || *p == '{';
		depth -= *p == ')' || *p == '}';
		if (depth == 0)
			return p + 1;
	}
	return p;
}

static inline const char *line_at(const char *text, int line)
{
	while (--line > 0)
		text = strchr(text, '\n') + 1;
	return text;
}

static inline bool find_call(const char *line, const char *kind, struct call *c)
{
	char *word = xasprintf(":%s", kind);
	const char *at = line, *end = strchr(line, '\n');
	do
		at = strstr(at + 1, word);
	while (at && in_name(at[strlen(word)]));
	*c = (struct call){ .colon = at };
	if (at && at < end) {
		c->receiver = at;
		while (in_name(c->receiver[-1]) || c->receiver[-1] == '.')
			c->receiver--;
		c->args = at + strlen(word) + (at[strlen(word)] == ' ');
		c->end = *c->args == '"' ? strchr(c->args + 1, '"') + 1 : behind_brackets(c->args);
	}
	free(word);
	return at && at < end;
}

/* Is the call's value used? Then what stands before it asks for one. */
static inline bool is_expression(const char *line, const struct call *c)
{
	char before[256];
	snprintf(before, sizeof before, "%.*s", (int)(c->receiver - line), line);
	for (size_t n = strlen(before); n > 0 && before[n - 1] == ' ';)
		before[--n] = '\0';
	static const char *const askers[] = { "=", " not", " or", " and", " return" };
	size_t n = strlen(before);
	for (size_t i = 0; i < COUNT_OF(askers); i++) {
		size_t len = strlen(askers[i]);
		if (n >= len && !strcmp(before + n - len, askers[i]))
			return true;
	}
	return false;
}

static inline char *step_removed(const char *text, const char *line, const struct call *c)
{
	return replaced(text, c->receiver, c->end,
	                is_expression(line, c)
	                        ? "({ state = \"sent\", yes = true, no = false, granted = true, "
	                          "kind = \"delegate_request\", to = \"passenger\" })"
	                        : "do end");
}

static inline char *step_added(const char *text, const char *line, const struct call *c)
{
	const char *at = line + strspn(line, " "), *then = at;
	while ((then = strstr(then, "then ")) && then < c->receiver)
		at = then += strlen("then ");
	return replaced(text, at, at, "case:now() ");
}

static inline char *other_party(const char *text, const char *line, const struct call *c)
{
	(void)line;
	if (!strncmp(c->receiver, "case:", 5))
		return NULL;
	bool is_drivers = strstr(text, "parties.driver");
	return replaced(text, c->receiver, c->colon,
	                is_drivers ? "case.parties.spouse" : "case.parties.driver");
}

static inline char *other_phrase(const char *text, const char *line, const struct call *c)
{
	const char *own = "withdrawal_done";
	(void)line;
	if (!strncmp(c->receiver, "case:", 5))
		return NULL;
	char *args = xasprintf("%.*s", (int)(c->end - c->args), c->args), *changed = NULL;
	if (strstr(args, "say.")) {
		if (strstr(args, own))
			own = "wrong_person";
		char *out = xstrdup("");
		for (const char *at = args, *say;;
		     at = say + strspn(say, "abcdefghijklmnopqrstuvwxyz_")) {
			say = strstr(at, "say.");
			char *more = say ? xasprintf("%s%.*s%s", out, (int)(say + 4 - at), at, own)
			                 : xasprintf("%s%s", out, at);
			free(out);
			out = more;
			if (!say)
				break;
			say += 4;
		}
		changed = replaced(text, c->args, c->end, out);
		free(out);
	}
	free(args);
	return changed;
}

/* A time limit; for words without one, the other option that is compared. */
static inline char *other_option(const char *text, const char *line, const struct call *c)
{
	const char *close = c->end - 1;
	(void)line;
	if (!strncmp(c->colon, ":step", 5) || !strncmp(c->colon, ":note", 5))
		return NULL; /* their texts may be mended */
	if (!strncmp(c->colon, ":close", 6))
		return replaced(text, c->args, c->end, "(\"elsewhere\")");
	if (!strncmp(c->colon, ":knows", 6))
		return replaced(text, c->args, c->end, "\"name\"");
	if (!strncmp(c->colon, ":whenever", 9))
		return replaced(text, c->args + 1, strchr(c->args, ','), "\"callback_request\"");
	if (*close == ')' && close[-1] != '}')
		return replaced(text, close, close, ", nil, { within = hours(7) }");
	close -= *close == ')';
	return replaced(text, close, close, ", within = hours(7) ");
}

static inline char *other_field(const char *text, const char *line, const struct call *c)
{
	(void)line;
	if (strncmp(c->colon, ":ask", 4))
		return NULL;
	return replaced(text, c->args + 1, c->args + 1, "\"x\" .. ");
}

static inline bool is_whole_line(const char *text, int line, const char *kind)
{
	struct call c;
	const char *at = line_at(text, line), *end = strchr(at, '\n');
	const char *word = at + strspn(at, " ");
	return find_call(at, kind, &c) && c.end <= end && strncmp(word, "if ", 3) &&
	       strncmp(word, "return ", 7);
}

static inline char *with_lines_swapped(const char *text, int line)
{
	const char *a = line_at(text, line), *b = line_at(text, line + 1),
		   *c = line_at(text, line + 2);
	return xasprintf("%.*s%.*s%.*s%s", (int)(a - text), text, (int)(c - b), b, (int)(b - a), a,
	                 c);
}

#endif
