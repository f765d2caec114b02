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

/* Beyond it the check says that it has not seen all; --seconds sets another. */
enum { FLOW_MS_MAX = 60 * 1000, TOLD_EVERY_MS = 300 };

/* What all flows together say; a phrase of none of them is dead. */
struct paths {
	struct check *c;
	const struct bundle *b; /* the one that is followed */
	int64_t told_ms;        /* when its progress was told last */
	json_t *said;           /* {phrase id: true} */
	struct cover *cover;
};

/* ---- while it takes its time ---- */

static void show_progress(void *arg, size_t states, size_t waiting)
{
	const struct paths *p = arg;
	fprintf(stderr, "\r\033[K%s: %zu states, %zu to go", bundle_flow(p->b), states, waiting);
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

/* The dialogue as a play. Caller frees. */
static char *dialogue(const struct exploration *x, const struct fault *f)
{
	struct err e = { 0 };
	json_t *play = explore_way(x, f);
	char *text = play_write(play, &e);
	json_decref(play);
	return text ? text : xasprintf("(%s)\n", e.text);
}

static void save(const struct check *c, const struct exploration *x, const struct fault *f,
                 size_t number)
{
	struct err e = { 0 };
	json_t *play = explore_way(x, f);
	char *title = xasprintf("%s", f->text);
	title[strcspn(title, "\n")] = '\0';
	json_object_set_new(play, "title", json_string(title));
	char *text = play_write(play, &e);
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
		findings_add(&p->c->found, FINDING_ERROR, faults[i].file, faults[i].line, "%s",
		             faults[i].text);
		if (!faults[i].at) /* it is about no way, but about all of them */
			continue;
		findings_explain(&p->c->found, dialogue(x, &faults[i]));
		if (p->c->save)
			save(p->c, x, &faults[i], i + 1);
	}
}

/* ---- what is on no path ---- */

static void add_unasked(const struct paths *p, struct bundle *b, const struct exploration *x)
{
	const char *field;
	json_t *v;
	json_object_foreach(bundle_collects(b), field, v)
	{
		char *key = xasprintf("collects/%s", field);
		if (!json_object_get(explore_fields(x), field))
			findings_add(&p->c->found, FINDING_ERROR, bundle_chunk(b),
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
				&p->c->found, FINDING_ERROR, "phrases/ko.lua",
				bundle_line(b, "phrases/ko.lua", name),
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

static json_t *figures(const struct bundle *b, const struct explored *all, int64_t took_ms)
{
	return json_make("{s:s, s:b, s:I, s:I, s:I, s:I, s:b, s:b, s:b, s:b, s:I}", "flow",
	                 bundle_flow(b), "whole", all->whole, "states", (json_int_t)all->states,
	                 "ways", (json_int_t)all->transitions, "ends", (json_int_t)all->ends,
	                 "interrupts_max", (json_int_t)all->interrupts_max, "times", all->times,
	                 "times_cut", all->times_cut, "draws", all->draws, "draws_cut",
	                 all->draws_cut, "ms", (json_int_t)took_ms);
}

static json_int_t number(const json_t *figures, const char *name)
{
	return json_integer_value(json_object_get(figures, name));
}

static bool is(const json_t *figures, const char *name)
{
	return json_is_true(json_object_get(figures, name));
}

/* Up to where it was followed: what is not all is named, whatever was found. */
static void add_bounds(const json_t *all, struct buf *b)
{
	if (number(all, "interrupts_max"))
		buf_addf(b, "; at most %lld interrupts at once (more: --interrupts)",
		         (long long)number(all, "interrupts_max"));
	if (is(all, "times"))
		buf_addf(b, "; times of case:now on the hour, one for each way that follows%s",
		         is(all, "times_cut") ? ", and not for all" : "");
	if (is(all, "draws"))
		buf_addf(b, "; %s of case:random",
		         is(all, "draws_cut") ? "not all draws" : "every draw");
}

static void sum_up(struct paths *p, const struct bundle *b, const json_t *all, bool kept)
{
	struct buf *out = &p->c->explored;
	buf_addf(out, "%s: %s: %lld states, %lld ways, %lld ends", bundle_flow(b),
	         is(all, "whole") ? "every path" : "NOT EVERY PATH",
	         (long long)number(all, "states"), (long long)number(all, "ways"),
	         (long long)number(all, "ends"));
	add_bounds(all, out);
	if (kept)
		buf_adds(out, " (as before)\n");
	else
		buf_addf(out, " (%.1f s)\n", (double)number(all, "ms") / 1000);
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

static struct exploration *explore_paths(struct paths *p, struct bundle *b, json_t **figured)
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
	struct explored all = explore_figures(x);
	*figured = figures(b, &all, clock_monotonic_us() / 1000 - start_ms);
	return x;
}

static json_t *findings_json(const struct findings *found)
{
	json_t *list = json_array();
	for (size_t i = 0; i < found->count; i++) {
		const struct finding *f = &found->list[i];
		json_t *one = json_make("{s:i, s:s, s:i, s:s}", "severity", (int)f->severity,
		                        "file", f->file, "line", f->line, "text", f->text);
		if (f->more)
			json_object_set_new(one, "more", json_string(f->more));
		json_array_append_new(list, one);
	}
	return list;
}

/* {"figures", "said", "findings"} of a flow: all that it is to know of its paths, whatever other flows there are. New. */
static json_t *follow_paths(struct paths *p, struct bundle *b)
{
	const struct findings others = p->c->found;
	json_t *all;
	p->c->found = (struct findings){ 0 };
	struct exploration *x = explore_paths(p, b, &all);
	add_faults(p, x);
	if (is(all, "whole") && !explore_faults(x, &(const struct fault *){ NULL })) {
		check_reach(p->c, p->cover, b,
		            is(all, "times_cut") || is(all, "draws_cut") ? FINDING_WARNING
		                                                         : FINDING_ERROR);
		add_unasked(p, b, x);
	}
	json_t *paths =
		json_make("{s:o, s:o, s:o}", "figures", all, "said", json_copy(explore_phrases(x)),
	                  "findings", findings_json(&p->c->found));
	findings_free(&p->c->found);
	p->c->found = others;
	explore_free(x);
	return paths;
}

static void explore_flow(struct paths *p, struct bundle *b)
{
	json_t *kept = check_kept(p->c, b), *paths = kept ? kept : follow_paths(p, b), *f;
	const json_t *all = json_object_get(paths, "figures");
	size_t i;
	sum_up(p, b, all, kept);
	json_array_foreach(json_object_get(paths, "findings"), i, f)
	{
		const char *more = json_string_value(json_object_get(f, "more"));
		findings_add(&p->c->found, (enum severity)number(f, "severity"),
		             json_string_value(json_object_get(f, "file")), (int)number(f, "line"),
		             "%s", json_string_value(json_object_get(f, "text")));
		findings_explain(&p->c->found, xstrdup(more));
	}
	json_object_update(p->said, json_object_get(paths, "said"));
	if (!kept && is(all, "whole") && !p->c->save) /* else it would do less the next time */
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
