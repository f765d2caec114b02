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
	{ read_flows, false, false }, { check_law, false, false }, { check_language, false, false },
	{ check_since, true, false }, { check_paths, true, true },
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
	bool any = !c->staged || c->found.count == 0 || c->explored.len_bytes > 0;
	for (size_t i = 0; i < c->found.count; i++) {
		struct finding *f = &c->found.list[i];
		if (!f->shown)
			print_finding(c, f);
		any = any || !f->shown;
		f->shown = true;
	}
	if (any)
		print_counts(c, errors, warnings);
	fflush(c->out);
	return errors > 0 ? 1 : c->cut ? CHECK_NOT_WHOLE : 0;
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

/* A switch, which has no value: its place; NULL: it is none. */
static bool *switch_of(struct check *c, const char *flag)
{
	const struct {
		const char *name;
		bool *on;
	} switches[] = { { "--watch", &c->watch },
		         { "--staged", &c->staged },
		         { "--quick", &c->quick } };
	for (size_t i = 0; i < COUNT_OF(switches); i++)
		if (!strcmp(switches[i].name, flag))
			return switches[i].on;
	return NULL;
}

/* Values that are read once all flags are. */
struct to_read {
	const char *on, *interrupts;
};

static const char **value_of(struct check *c, struct to_read *later, const char *flag)
{
	const struct {
		const char *name, **to;
	} flags[] = { { "--flows", &c->dir },   { "--on", &later->on },
		      { "--since", &c->since }, { "--data", &c->data },
		      { "--save", &c->save },   { "--interrupts", &later->interrupts } };
	for (size_t i = 0; i < COUNT_OF(flags); i++)
		if (!strcmp(flags[i].name, flag))
			return flags[i].to;
	return NULL;
}

static int read_values(struct check *c, const struct to_read *later)
{
	enum { MOST = 9 };
	if (later->on && !time_is_day(later->on)) {
		fprintf(stderr, "assent: --on: expected a day such as 2027-11-30\n");
		return -1;
	}
	if (later->on)
		snprintf(c->today, sizeof c->today, "%s", later->on);
	if (!later->interrupts)
		return 0;
	if (later->interrupts[0] < '1' || later->interrupts[0] > '0' + MOST ||
	    later->interrupts[1]) {
		fprintf(stderr, "assent: --interrupts: expected a number from 1 to %d\n", MOST);
		return -1;
	}
	c->interrupts_max = (size_t)(later->interrupts[0] - '0');
	return 0;
}

static int read_flags(int argc, char **argv, struct check *c)
{
	struct to_read later = { 0 };
	for (int i = 0; i < argc; i++) {
		bool *sw = switch_of(c, argv[i]);
		const char **to = value_of(c, &later, argv[i]);
		if (sw) {
			*sw = true;
		} else if (to && i + 1 < argc) {
			*to = argv[++i];
		} else if (!to && *argv[i] != '-') {
			c->only[c->only_count++] = argv[i];
		} else {
			fprintf(stderr, "assent: check does not know '%s'%s; see assent help\n",
			        argv[i], to ? " without a value" : "");
			return -1;
		}
		if (c->only_count == COUNT_OF(c->only)) {
			fprintf(stderr, "assent: check takes at most %zu names of flows\n",
			        COUNT_OF(c->only) - 1);
			return -1;
		}
	}
	return read_values(c, &later);
}

static int check(struct check *c)
{
	run_passes(c, false);
	if (c->staged)
		report(c);
	if (!c->quick)
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
	struct check c = { .dir = dir, .out = out };
	korean_day(c.today);
	return check(&c) == 1 ? -1 : 0;
}
