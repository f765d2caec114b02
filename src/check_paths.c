/* Every path of every flow (explore.h): what goes wrong on one of them, and what is on none. */
#include "check_impl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base.h"
#include "bundle.h"
#include "clock.h"
#include "cover.h"
#include "explore.h"
#include "json_make.h"
#include "phrase.h"
#include "play_text.h"
#include "sentence.h"

/* Beyond it the check says that it has not seen all; --seconds sets another. */
enum { FLOW_MS_MAX = 60 * 1000, TOLD_EVERY_MS = 300 };

/* What all flows together say; a phrase of none of them is dead. */
struct paths {
	struct check *c;
	const struct bundle *b; /* the one that is followed */
	int64_t told_ms;        /* when its progress was told last */
	json_t *said;           /* {phrase id: true} */
	bool untried;           /* of one of them not each time or draw was tried */
	struct cover *cover;
};

static json_int_t number(const json_t *object, const char *name)
{
	return json_integer_value(json_object_get(object, name));
}

static bool is(const json_t *object, const char *name)
{
	return json_is_true(json_object_get(object, name));
}

/* ---- while it takes its time ---- */

static void show_progress(void *arg, size_t states, size_t waiting)
{
	const struct paths *p = arg;
	char *text = sentence_in(p->c->language, "check.progress",
	                         json_pack("{s:s, s:I, s:I}", "flow", bundle_flow(p->b), "states",
	                                   (json_int_t)states, "waiting", (json_int_t)waiting));
	fprintf(stderr, "\r\033[K%s", text);
	free(text);
}

static void tell_progress(void *arg, size_t states, size_t waiting)
{
	struct paths *p = arg;
	int64_t now_ms = clock_monotonic_us() / 1000;
	if (p->told_ms && now_ms < p->told_ms + TOLD_EVERY_MS)
		return;
	p->told_ms = now_ms;
	fprintf(p->c->progress, "{\"progress\":{\"flow\":\"%s\",\"states\":%zu,\"waiting\":%zu}}\n",
	        bundle_flow(p->b), states, waiting);
	fflush(p->c->progress);
}

static void end_progress(void)
{
	fprintf(stderr, "\r\033[K");
}

/* ---- what is found ---- */

/* title: of more than one line the first is taken. Takes both. */
static void save(const struct check *c, json_t *play, char *title, size_t number)
{
	struct err e = { 0 };
	title[strcspn(title, "\n")] = '\0';
	json_object_set_new(play, "title", json_string(title));
	char *text = play_write(play, c->language, &e);
	char *path = xasprintf("%s/%s-%zu.play", c->save,
	                       json_string_value(json_object_get(play, "flow")), number);
	if (mkdir(c->save, 0777) && errno != EEXIST)
		err_set(&e, E_IO, "%s: %s", c->save, strerror(errno));
	else if (text)
		file_write(path, text, &e);
	if (e.code != E_NONE)
		fprintf(stderr, "assent: --save: %s\n", e.text);
	free(path);
	free(text);
	free(title);
	json_decref(play);
}

static void add_faults(struct paths *p, const struct exploration *x)
{
	const struct fault *faults;
	size_t count = explore_faults(x, &faults);
	for (size_t i = 0; i < count; i++) {
		bool is_hint = faults[i].untried || faults[i].kind == FAULT_UNHEARD;
		findings_add(&p->c->found, is_hint ? FINDING_WARNING : FINDING_ERROR,
		             faults[i].file, faults[i].line, "%s", faults[i].text);
		if (!faults[i].at) /* it is about no way, but about all of them */
			continue;
		findings_explain(&p->c->found, explore_way(x, &faults[i]));
		if (p->c->save)
			save(p->c, explore_way(x, &faults[i]),
			     sentence_again(p->c->language, faults[i].text), i + 1);
	}
}

/* ---- what is on no path ---- */

/* Not each time of case:now was tried, or not each draw: what is on no path may be on one of those. */
static bool is_untried(const json_t *all)
{
	return is(all, "times") || is(all, "draws_cut");
}

static void add_unasked(const struct paths *p, struct bundle *b, const struct exploration *x,
                        enum severity severity)
{
	const char *field;
	json_t *v;
	json_object_foreach(bundle_collects(b), field, v)
	{
		char *key = xasprintf("collects/%s", field);
		if (!json_object_get(explore_fields(x), field))
			findings_add(&p->c->found, severity, bundle_chunk(b),
			             bundle_line(b, "flow.lua", key),
			             "collects: '%s' is asked for on no path: collect only what is "
			             "used (guide 1)",
			             field);
		free(key);
	}
}

static void add_unsaid(const struct paths *p)
{
	struct bundle *b = flow_set_at(p->c->flows, 0);
	json_t *ids = bundle_phrase_ids(b), *id;
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const char *name = json_string_value(id);
		if (!json_object_get(p->said, name))
			findings_add(
				&p->c->found, p->untried ? FINDING_WARNING : FINDING_ERROR,
				"phrases/ko.lua", bundle_line(b, "phrases/ko.lua", name),
				"phrase '%s' is said on no path of any flow: use it, or delete it",
				name);
	}
	json_decref(ids);
}

/* ---- the pass ---- */

static void learn(struct paths *p, struct bundle *b)
{
	struct err e = { 0 };
	size_t len;
	const char *text = bundle_file(b, "flow.lua", &len);
	if (cover_learn(p->cover, bundle_chunk(b), text, len, &e))
		findings_add(&p->c->found, FINDING_ERROR, bundle_chunk(b), 0, "%s", e.text);
}

static void add_bound(const struct check *c, struct buf *b, const char *code, json_t *values)
{
	char *text = sentence_in(c->language, code, values);
	buf_adds(b, text);
	free(text);
}

static json_t *figures(const struct bundle *b, const struct explored *all, int64_t took_ms)
{
	return json_make("{s:s, s:b, s:I, s:I, s:I, s:I, s:b, s:b, s:b, s:b, s:I}", "flow",
	                 bundle_flow(b), "whole", all->whole, "states", (json_int_t)all->states,
	                 "ways", (json_int_t)all->transitions, "ends", (json_int_t)all->ends,
	                 "interrupts_max", (json_int_t)all->interrupts_max, "times", all->times,
	                 "times_cut", all->times_cut, "draws", all->draws, "draws_cut",
	                 all->draws_cut, "ms", (json_int_t)took_ms);
}

/* Up to where it was followed: what is not all is named, whatever was found. all: as figures() has it. */
static void add_bounds(const struct check *c, const json_t *all, struct buf *b)
{
	buf_adds(b, "");
	if (number(all, "interrupts_max"))
		add_bound(c, b, "check.interrupts",
		          json_make("{s:I}", "n", number(all, "interrupts_max")));
	if (is(all, "times"))
		add_bound(c, b, is(all, "times_cut") ? "check.times_cut" : "check.times", NULL);
	if (is(all, "draws"))
		add_bound(c, b, is(all, "draws_cut") ? "check.draws_cut" : "check.draws", NULL);
}

/* How long it took, or that it did not have to be done. Caller frees. */
static char *effort(const struct check *c, const json_t *all, bool kept)
{
	char *s = xasprintf("%.1f", (double)number(all, "ms") / 1000);
	char *text = sentence_in(c->language, kept ? "check.as_before" : "check.took",
	                         json_make("{s:s}", "s", s));
	free(s);
	return text;
}

static void sum_up(struct paths *p, const struct bundle *b, const json_t *all, bool kept)
{
	struct buf bounds = { 0 };
	add_bounds(p->c, all, &bounds);
	char *took = effort(p->c, all, kept);
	char *line = sentence_in(p->c->language, is(all, "whole") ? "check.whole" : "check.cut",
	                         json_make("{s:s, s:I, s:I, s:I, s:s, s:s}", "flow", bundle_flow(b),
	                                   "states", number(all, "states"), "ways",
	                                   number(all, "ways"), "ends", number(all, "ends"),
	                                   "bounds", bounds.data, "took", took));
	buf_addf(&p->c->explored, "%s\n", line);
	free(line);
	free(took);
	buf_free(&bounds);
	if (p->c->figures)
		json_array_append(p->c->figures, (json_t *)all);
	if (is(all, "whole"))
		return;
	p->c->cut = true;
	findings_add(&p->c->found, FINDING_WARNING, bundle_chunk(b), 0,
	             "not every path was followed: %lld states were met, and more were to go: what "
	             "stands on them is not known; fewer variables, and handlers that wait less "
	             "often, make fewer; --seconds gives it more time",
	             (long long)number(all, "states"));
}

static struct exploration *explore_paths(struct paths *p, struct bundle *b, json_t **all)
{
	bool shown = isatty(STDERR_FILENO) && !p->c->staged && !p->c->progress;
	int64_t start_ms = clock_monotonic_us() / 1000;
	const struct explore_opts o = { .ms_max = p->c->seconds_max
		                                          ? (int64_t)p->c->seconds_max * 1000
		                                          : FLOW_MS_MAX,
		                        .interrupts_max = p->c->interrupts_max,
		                        .law_changes = true,
		                        .progress = p->c->progress ? tell_progress
		                                    : shown        ? show_progress
		                                                   : NULL,
		                        .arg = p };
	p->b = b;
	p->told_ms = 0;
	if (p->c->progress)
		tell_progress(p, 0, 0);
	cover_start_whole(p->cover);
	struct exploration *x = explore(b, &o);
	cover_stop();
	if (shown)
		end_progress();
	struct explored found = explore_figures(x);
	*all = figures(b, &found, clock_monotonic_us() / 1000 - start_ms);
	return x;
}

/* [{"severity", "file", "line", "text", "told", "way": or null}] */
static json_t *findings_json(const struct findings *found)
{
	json_t *list = json_array();
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->list[i];
		json_array_append_new(list,
		                      json_make("{s:i, s:s, s:i, s:s, s:O, s:o}", "severity",
		                                (int)f->severity, "file", f->file, "line", f->line,
		                                "text", f->text, "told", f->told, "way",
		                                f->way ? json_incref(f->way) : json_null()));
	}
	return list;
}

/* {"figures", "said", "findings"} of a flow: all that its paths say, whatever other flows there are. New. */
static json_t *follow_paths(struct paths *p, struct bundle *b)
{
	const struct findings others = p->c->found;
	json_t *all;
	p->c->found = (struct findings){ 0 };
	struct exploration *x = explore_paths(p, b, &all);
	add_faults(p, x);
	if (is(all, "whole") && explore_is_right(x)) {
		enum severity severity = is_untried(all) ? FINDING_WARNING : FINDING_ERROR;
		check_reach(p->c, p->cover, b, severity);
		add_unasked(p, b, x, severity);
	}
	json_t *paths =
		json_make("{s:o, s:o, s:o}", "figures", all, "said", json_copy(explore_phrases(x)),
	                  "findings", findings_json(&p->c->found));
	findings_free(&p->c->found);
	p->c->found = others;
	explore_free(x);
	return paths;
}

static void add_finding(struct findings *found, const json_t *f)
{
	enum severity severity = (enum severity)number(f, "severity");
	const char *file = json_string_value(json_object_get(f, "file")),
		   *text = json_string_value(json_object_get(f, "text"));
	json_t *told = json_object_get(f, "told"), *way = json_object_get(f, "way");
	if (json_is_null(told))
		findings_add(found, severity, file, (int)number(f, "line"), "%s", text);
	else
		findings_tell(found, severity, file, (int)number(f, "line"), json_incref(told));
	if (!json_is_null(way))
		findings_explain(found, json_incref(way));
}

static void explore_flow(struct paths *p, struct bundle *b)
{
	json_t *kept = check_kept(p->c, b), *paths = kept ? kept : follow_paths(p, b), *f;
	const json_t *all = json_object_get(paths, "figures");
	size_t i;
	sum_up(p, b, all, kept);
	p->untried = p->untried || is_untried(all);
	json_array_foreach(json_object_get(paths, "findings"), i, f) add_finding(&p->c->found, f);
	json_object_update(p->said, json_object_get(paths, "said"));
	if (!kept && is(all, "whole") && !p->c->save) /* which is to be done each time */
		check_keep(p->c, b, paths);
	json_decref(paths);
}

static bool is_wanted(const struct check *c, const struct bundle *b)
{
	for (size_t i = 0; i < c->only_count; i++)
		if (!strcmp(c->only[i], bundle_flow(b)))
			return true;
	return c->only_count == 0;
}

json_t *check_paths_wanted(const struct check *c)
{
	json_t *names = json_array();
	for (size_t i = 0; i < flow_set_count(c->flows); i++)
		if (is_wanted(c, flow_set_at(c->flows, i)))
			json_array_append_new(names,
			                      json_string(bundle_flow(flow_set_at(c->flows, i))));
	return names;
}

void check_paths(struct check *c)
{
	struct paths p = { .c = c, .said = json_object(), .cover = cover_new() };
	size_t errors = findings_count(&c->found, FINDING_ERROR);
	for (size_t i = 0; i < flow_set_count(c->flows); i++)
		learn(&p, flow_set_at(c->flows, i));
	for (size_t i = 0; i < flow_set_count(c->flows); i++)
		if (!check_twins(c, p.cover, flow_set_at(c->flows, i)) &&
		    is_wanted(c, flow_set_at(c->flows, i)))
			explore_flow(&p, flow_set_at(c->flows, i));
	if (c->only_count == 0 && !c->cut && findings_count(&c->found, FINDING_ERROR) == errors)
		add_unsaid(&p);
	cover_free(p.cover);
	json_decref(p.said);
}
