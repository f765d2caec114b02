#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "bundle.h"
#include "check_impl.h"
#include "clock.h"
#include "options.h"
#include "play_text.h"
#include "sentence.h"

/* ---- the passes ---- */

/* Flows, phrases and policy, as the engine reads them. */
static void read_flows(struct check *c)
{
	c->flows = flow_set_load_all(c->dir, &c->found);
}

/* How a folder of flows, or the folder of one, is to be named instead; caller frees. NULL: it is neither. */
static char *command_for(const char *name)
{
	struct stat st;
	char *own = xasprintf("%s/flow.lua", name), *out = NULL;
	const char *slash = strrchr(name, '/');
	if (!access(own, F_OK) && slash && slash[1])
		out = xasprintf("assent check %s --flows %.*s", slash + 1, (int)(slash - name),
		                name);
	else if (!stat(name, &st) && S_ISDIR(st.st_mode) && access(own, F_OK))
		out = xasprintf("assent check --flows %s", name);
	free(own);
	return out;
}

/* A name that is no flow's would check nothing, and seem to be right. */
static void check_names(struct check *c)
{
	for (size_t i = 0; i < c->only_count; i++) {
		if (flow_set_get(c->flows, c->only[i]))
			continue;
		char *hint = flow_set_hint(c->dir, c->only[i]);
		char *command = command_for(c->only[i]);
		if (command)
			findings_add(&c->found, FINDING_ERROR, "", 0,
			             "'%s' is no flow's name but a folder: write %s", c->only[i],
			             command);
		else
			findings_add(&c->found, FINDING_ERROR, c->only[i], 0,
			             "there is no flow of this name: %s", hint);
		free(command);
		free(hint);
	}
}

static void check_law(struct check *c)
{
	legal_check(c->flows, c->today, &c->found, &c->legal);
}

/* In this order; each may rest on the ones before. A pass that needs_all looks only at flows in
 * which nothing was wrong so far. What is slow stands behind what is not: while one watches, all that
 * is quick is told first. */
static const struct {
	void (*run)(struct check *c);
	bool needs_all, slow;
} passes[] = {
	{ read_flows, false, false }, { check_names, false, false },
	{ check_law, false, false },  { check_language, false, false },
	{ check_since, true, false }, { check_paths, true, true },
};

static bool is_sound(const struct check *c)
{
	return c->flows && findings_count(&c->found, FINDING_ERROR) == 0;
}

static void run_passes(struct check *c, bool slow)
{
	for (size_t i = 0; i < COUNT_OF(passes); i++)
		if (passes[i].slow == slow &&
		    (i == 0 || (passes[i].needs_all ? is_sound(c) : c->flows != NULL)))
			passes[i].run(c);
}

/* ---- what is printed ---- */

void check_say(const struct check *c, const char *code, json_t *values)
{
	sentence_print(c->out, c->language, code, values);
}

/* How many of the lines from i on stand there again and again, at least three times: as a block of `*block` lines. */
static size_t repeats(char *const *lines, size_t count, size_t i, size_t *block)
{
	enum { BLOCK_MAX = 8 };
	for (*block = 1; *block <= BLOCK_MAX; (*block)++) {
		size_t same = 0;
		while (i + same + *block < count &&
		       !strcmp(lines[i + same], lines[i + same + *block]))
			same++;
		if (same >= 2 * *block)
			return same / *block;
	}
	return 0;
}

/* Each behind a margin; what is said again and again once. */
static void print_lines(const struct check *c, char *const *lines, size_t count)
{
	for (size_t i = 0; i < count;) {
		size_t block, more = repeats(lines, count, i, &block);
		size_t end = more ? i + block : i + 1;
		for (size_t k = i; k < end; k++)
			fprintf(c->out, "    %s\n", lines[k]);
		if (more) {
			fputs("    ", c->out);
			check_say(c, block == 1 ? "check.again" : "check.again_all",
			          json_pack("{s:I}", "n", (json_int_t)more));
		}
		i = end + more * block;
	}
}

static void print_way(const struct check *c, json_t *way)
{
	struct err e = { 0 };
	char *text = play_write(way, c->language, &e), **lines = NULL;
	size_t count = 0;
	if (!text)
		text = xasprintf("(%s)\n", e.text);
	for (char *rest = text, *line; (line = strsep(&rest, "\n")) && (*line || rest);) {
		lines = xrealloc(lines, (count + 1) * sizeof *lines);
		lines[count++] = line;
	}
	print_lines(c, lines, count);
	free(lines);
	free(text);
}

static const char *const severities[] = { "error", "warning" };

static void print_finding(const struct check *c, const struct finding *f)
{
	char *code = xasprintf("severity.%s", severities[f->severity]);
	char *severity = sentence_in(c->language, code, NULL);
	char *text = json_is_null(f->told) ? xstrdup(f->text) : sentence_tell(c->language, f->told);
	if (*f->file)
		fprintf(c->out, "%s/%s:", c->dir, f->file);
	if (f->line)
		fprintf(c->out, "%d:", f->line);
	fprintf(c->out, "%s%s: %s\n", *f->file ? " " : "", severity, text);
	if (f->way)
		print_way(c, f->way);
	free(text);
	free(severity);
	free(code);
}

static json_t *finding_json(const struct finding *f)
{
	struct err e = { 0 };
	char *play = f->way ? play_write(f->way, LANGUAGE_KO, &e) : NULL;
	json_t *one = json_pack("{s:s, s:s, s:i, s:s, s:O, s:s*}", "severity",
	                        severities[f->severity], "file", f->file, "line", f->line, "text",
	                        f->text, "told", f->told, "play", play);
	free(play);
	return one;
}

static void print_json(struct check *c, size_t errors, size_t warnings)
{
	json_t *list = json_array();
	for (size_t i = 0; i < c->found.count; i++)
		json_array_append_new(list, finding_json(&c->found.list[i]));
	json_t *all =
		json_pack("{s:o, s:O, s:I, s:I, s:i, s:i}", "findings", list, "flows", c->figures,
	                  "errors", (json_int_t)errors, "warnings", (json_int_t)warnings, "drafts",
	                  c->legal.drafts, "accepted", c->legal.accepted);
	json_dumpf(all, c->out, JSON_COMPACT | JSON_SORT_KEYS);
	fputc('\n', c->out);
	json_decref(all);
}

static void print_counts(struct check *c, size_t errors, size_t warnings)
{
	size_t i, flows = c->flows ? flow_set_count(c->flows) : 0;
	json_t *one;
	json_array_foreach(c->brief || c->has_exceptions_told ? NULL : c->legal.exceptions, i, one)
		fprintf(c->out, "%s\n",
	                json_string_value(json_object_get(one, language_code(c->language))));
	c->has_exceptions_told = true;
	fputs(c->explored.data ? c->explored.data : "", c->out);
	if (c->staged)
		check_print_time();
	json_t *rest = c->to_follow ? sentence_told("check.to_follow",
	                                            json_pack("{s:O}", "names", c->to_follow))
	                            : json_string("");
	check_say(c, "check.counts",
	          json_pack("{s:I, s:i, s:i, s:I, s:I, s:i, s:i, s:o}", "flows", (json_int_t)flows,
	                    "phrases", c->legal.phrases, "notices", c->legal.notices, "errors",
	                    (json_int_t)errors, "warnings", (json_int_t)warnings, "drafts",
	                    c->legal.drafts, "accepted", c->legal.accepted, "rest", rest));
	if (c->brief && warnings && c->is_kept)
		check_say(c, "check.shows_warnings", json_pack("{s:s}", "dir", c->dir));
}

/* Of findings what was not told yet. */
static void print(struct check *c, size_t errors, size_t warnings)
{
	bool any = !c->staged || c->found.count == 0 || c->explored.len_bytes > 0;
	for (size_t i = 0; i < c->found.count; i++) {
		struct finding *f = &c->found.list[i];
		if (!f->shown && !((c->brief || c->errors_only) && f->severity == FINDING_WARNING))
			print_finding(c, f);
		any = any || !f->shown;
		f->shown = true;
	}
	if (any)
		print_counts(c, errors, warnings);
}

/* Exit status. */
static int report(struct check *c)
{
	size_t errors = findings_count(&c->found, FINDING_ERROR);
	size_t warnings = findings_count(&c->found, FINDING_WARNING);
	findings_sort(&c->found);
	(c->json ? print_json : print)(c, errors, warnings);
	fflush(c->out);
	return errors > 0 ? 1 : c->cut ? CHECK_NOT_WHOLE : 0;
}

/* ---- the command ---- */

/* The centre's day: the law and its deadlines are Korean. */
void check_day(char out[CHECK_DAY])
{
	enum { KST_MS = 9 * 60 * 60 * 1000 };
	char text[25];
	time_text(clock_now_ms() + KST_MS, text);
	snprintf(out, CHECK_DAY, "%.10s", text);
}

#define AT(member) offsetof(struct check, member)
static const struct option options[] = {
	{ "--flows", "DIR", "the flows; else flows", AT(dir) },
	{ "--quick", NULL, "texts and grammar alone: no path is followed", AT(quick) },
	{ "--errors", NULL, "of warnings only how many there are", AT(errors_only) },
	{ "--watch", NULL, "again at every save", AT(watch) },
	{ "--save", "DIR", "where dialogues that lead to a mistake are kept, as .play", AT(save) },
	{ "--since", "DIR|HASH", "what changed in law since these flows", AT(since) },
	{ "--data", "DIR", "with --since: how many people it concerns there", AT(data) },
	{ "--interrupts", "N", "handlers at work or waiting at once; else 2", AT(interrupts) },
	{ "--seconds", "N", "for each flow, of the processor's time; else 60", AT(seconds) },
	{ "--on", "DATE", "as if this were today: 2027-11-30", AT(on) },
	{ "--json", NULL, "for programs", AT(json) },
	{ "--language", "ko|en", "of what is told; else as the terminal's locale says",
	  AT(language_asked) },
	{ "--staged", NULL, NULL, AT(staged) },
	{ "--kept", "FD", NULL, AT(kept) },
	{ 0 },
};
enum { FLOWS_MAX = COUNT_OF(((struct check *)0)->only) };

/* text NULL: it was not given, and *n stays. */
static int read_number(const char *flag, const char *text, size_t most, size_t *n, struct err *e)
{
	size_t digits = text ? strspn(text, "0123456789") : 0;
	if (!text)
		return 0;
	*n = digits && digits < 6 && !text[digits] ? (size_t)strtoul(text, NULL, 10) : 0;
	return *n >= 1 && *n <= most
	               ? 0
	               : err_set(e, E_INPUT, "%s: expected a number from 1 to %zu", flag, most);
}

static int read_args(int argc, char **argv, struct check *c, struct err *e)
{
	enum { INTERRUPTS_MOST = 9, SECONDS_MOST = 24 * 60 * 60 };
	int words = command_read(&check_command, argc, argv, c, e);
	for (int i = 0; i < words; i++)
		c->only[c->only_count++] = argv[i];
	if (words < 0)
		return -1;
	if (c->on && !time_is_day(c->on))
		return err_set(e, E_INPUT, "--on: expected a day such as 2027-11-30");
	if (c->on)
		snprintf(c->today, sizeof c->today, "%s", c->on);
	if (read_number("--interrupts", c->interrupts, INTERRUPTS_MOST, &c->interrupts_max, e) ||
	    read_number("--seconds", c->seconds, SECONDS_MOST, &c->seconds_max, e))
		return -1;
	if (sentence_choice(c->language_asked, &c->language, e))
		return -1;
	if (c->json && c->watch)
		return err_set(e, E_INPUT, "--json tells one check; leave --watch out");
	return 0;
}

static int check(struct check *c)
{
	run_passes(c, false);
	if (c->staged) {
		c->to_follow = !c->quick && is_sound(c) ? check_paths_wanted(c) : NULL;
		report(c);
		json_decref(c->to_follow);
		c->to_follow = NULL;
	}
	if (!c->quick)
		run_passes(c, true);
	int status = report(c);
	flow_set_free(c->flows);
	findings_free(&c->found);
	json_decref(c->legal.exceptions);
	buf_free(&c->explored);
	json_decref(c->figures);
	return status;
}

static int check_or_watch(int argc, char **argv)
{
	struct check c = { .dir = "flows", .out = stdout };
	struct err e = { 0 };
	char **words = xcalloc((size_t)argc + 1, sizeof *words);
	check_day(c.today);
	for (int i = 0; i < argc; i++)
		words[i] = argv[i];
	if (read_args(argc, words, &c, &e)) {
		free(words);
		return command_failed(&check_command, &e);
	}
	if (c.json) {
		c.progress = stdout;
		c.figures = json_array();
	}
	int status = c.watch ? check_watch(c.dir, argv, argc) : check(&c);
	free(words);
	return status;
}

int check_flows(const char *dir, const struct check_told *t)
{
	struct check c = { .dir = dir,
		           .out = t->out,
		           .progress = t->progress,
		           .language = t->language,
		           .brief = true,
		           .is_kept = t->is_kept };
	check_day(c.today);
	return check(&c) == 1 ? -1 : 0;
}

const struct command check_command = {
	.name = "check",
	.words = "[FLOW ...]",
	.what = "follow every path of the flows, and find what is wrong with them and their "
		"notices, or "
		"changed in law since",
	.words_most = FLOWS_MAX,
	.options = options,
	.run = check_or_watch,
};
