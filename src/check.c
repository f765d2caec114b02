#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bundle.h"
#include "check_impl.h"
#include "clock.h"

/* ---- the passes ---- */

/* Flows, phrases and policy, as the engine reads them. */
static void read_flows(struct check *c)
{
	c->flows = flow_set_load_all(c->dir, &c->found);
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
	{ read_flows, false, false },
	{ check_law, false, false },
	{ check_since, true, true },
	{ check_paths, true, true },
};

static void run_passes(struct check *c, bool slow)
{
	for (size_t i = 0; i < COUNT_OF(passes); i++) {
		bool has_errors = findings_count(&c->found, FINDING_ERROR) > 0;
		if (passes[i].slow != slow ||
		    (i > 0 && (!c->flows || (passes[i].needs_all && has_errors))))
			continue;
		passes[i].run(c);
	}
}

/* ---- what is printed ---- */

static void print_finding(const struct check *c, const struct finding *f)
{
	static const char *const words[] = { "error", "warning" };
	if (*f->file)
		fprintf(c->out, "%s/%s:", c->dir, f->file);
	if (f->line)
		fprintf(c->out, "%d:", f->line);
	fprintf(c->out, "%s%s: %s\n", *f->file ? " " : "", words[f->severity], f->text);
	if (f->more)
		fputs(f->more, c->out);
}

static const char *plural(size_t n)
{
	return n == 1 ? "" : "s";
}

static void print_counts(const struct check *c, size_t errors, size_t warnings)
{
	size_t flows = c->flows ? flow_set_count(c->flows) : 0;
	for (char *line = c->legal.exceptions.data; line && *line;) {
		size_t len = strcspn(line, "\n");
		fprintf(c->out, "exception open: %.*s\n", (int)len, line);
		line += len + (line[len] == '\n');
	}
	fputs(c->explored.data ? c->explored.data : "", c->out);
	if (c->staged)
		check_print_time();
	fprintf(c->out,
	        "%zu flow%s, %d phrase%s, %d notice%s: %zu error%s, %zu warning%s (%d draft%s, %d "
	        "under an open exception)\n",
	        flows, plural(flows), c->legal.phrases, plural((size_t)c->legal.phrases),
	        c->legal.notices, plural((size_t)c->legal.notices), errors, plural(errors),
	        warnings, plural(warnings), c->legal.drafts, plural((size_t)c->legal.drafts),
	        c->legal.accepted);
}

/* What was not told yet. */
static int report(struct check *c)
{
	size_t errors = findings_count(&c->found, FINDING_ERROR);
	size_t warnings = findings_count(&c->found, FINDING_WARNING);
	findings_sort(&c->found);
	bool any = !c->staged || c->found.count == 0;
	for (size_t i = 0; i < c->found.count; i++) {
		struct finding *f = &c->found.list[i];
		if (!f->shown && (!c->errors_only || f->severity == FINDING_ERROR))
			print_finding(c, f);
		any = any || !f->shown;
		f->shown = true;
	}
	if (any && !c->errors_only)
		print_counts(c, errors, warnings);
	fflush(c->out);
	return errors > 0;
}

/* ---- the command ---- */

/* The centre's day: the law and its deadlines are Korean. */
static void korean_day(char out[11])
{
	enum { KST_MS = 9 * 60 * 60 * 1000 };
	char text[25];
	time_text(clock_now_ms() + KST_MS, text);
	snprintf(out, 11, "%.10s", text);
}

static int read_flags(int argc, char **argv, struct check *c)
{
	const char *on = NULL;
	const struct {
		const char *name, **to;
	} flags[] = { { "--flows", &c->dir },
		      { "--on", &on },
		      { "--since", &c->since },
		      { "--data", &c->data },
		      { "--save", &c->save } };
	for (int i = 0; i < argc; i += 2) {
		const char **to = NULL;
		if (!strcmp(argv[i], "--watch") || !strcmp(argv[i], "--staged")) {
			*(argv[i][2] == 'w' ? &c->watch : &c->staged) = true;
			i--;
			continue;
		}
		for (size_t j = 0; j < COUNT_OF(flags); j++)
			if (!strcmp(argv[i], flags[j].name))
				to = flags[j].to;
		if (!to || i + 1 == argc) {
			fprintf(stderr, "assent: check does not know '%s'%s; see assent help\n",
			        argv[i], to ? " without a value" : "");
			return -1;
		}
		*to = argv[i + 1];
	}
	if (on && !time_is_day(on)) {
		fprintf(stderr, "assent: --on: expected a day such as 2027-11-30\n");
		return -1;
	}
	if (on)
		snprintf(c->today, sizeof c->today, "%s", on);
	return 0;
}

static int check(struct check *c)
{
	run_passes(c, false);
	if (c->staged)
		report(c);
	run_passes(c, true);
	int status = report(c);
	flow_set_free(c->flows);
	findings_free(&c->found);
	buf_free(&c->legal.exceptions);
	buf_free(&c->explored);
	return status;
}

int check_main(int argc, char **argv)
{
	struct check c = { .dir = "flows", .out = stdout };
	korean_day(c.today);
	if (read_flags(argc, argv, &c))
		return 2;
	return c.watch ? check_watch(c.dir, argv, argc) : check(&c);
}

int check_flows(const char *dir, FILE *out)
{
	struct check c = { .dir = dir, .out = out, .errors_only = true };
	korean_day(c.today);
	return check(&c) ? -1 : 0;
}
