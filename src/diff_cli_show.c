/* What two versions of the flows do and say differently, as people read it, and as JSON. */
#include "diff_cli_impl.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "clock.h"
#include "play_text.h"
#include "sentence.h"

enum { SHOWN_MAX = 5, TOLD_EVERY_MS = 300 };

static void tell(json_t *line)
{
	json_dumpf(line, stdout, JSON_COMPACT | JSON_SORT_KEYS);
	putchar('\n');
	fflush(stdout);
	json_decref(line);
}

static const char *told_in(const struct diff *d, const json_t *told)
{
	return json_string_value(json_object_get(told, language_code(d->language)));
}

/* A line; sign: stands before it, NULL: none. values are taken. */
static void say(const struct diff *d, const char *sign, const char *code, json_t *values)
{
	char *text = sentence_in(d->language, code, values);
	printf(sign ? "    %s %s\n" : "%s%s\n", sign ? sign : "", text);
	free(text);
}

static void print_act(const struct diff *d, const char *sign, const json_t *does)
{
	json_t *told = explore_told(does);
	printf("    %s %s\n", sign, told_in(d, told));
	json_decref(told);
}

/* ---- what both do ---- */

struct common {
	size_t was, now;
};

/* The longest of what both do in the same order, as places in the lists; list has room for the shorter one. */
static size_t common_of(const json_t *was, const json_t *now, struct common *list)
{
	size_t a = json_array_size(was), b = json_array_size(now), wide = b + 1, count = 0;
	size_t *best = xcalloc((a + 1) * wide, sizeof *best);
	for (size_t i = a; i-- > 0;)
		for (size_t k = b; k-- > 0;) {
			size_t down = best[(i + 1) * wide + k], right = best[i * wide + k + 1];
			best[i * wide + k] =
				json_equal(json_array_get(was, i), json_array_get(now, k))
					? best[(i + 1) * wide + k + 1] + 1
				: down > right ? down
					       : right;
		}
	for (size_t i = 0, k = 0; i < a && k < b;) {
		if (json_equal(json_array_get(was, i), json_array_get(now, k)))
			list[count++] = (struct common){ i++, k++ };
		else if (best[(i + 1) * wide + k] >= best[i * wide + k + 1])
			i++;
		else
			k++;
	}
	free(best);
	return count;
}

/* What only one of them does, up to a place of both lists. */
static void print_own(const struct diff *d, const struct difference *one, struct common *at,
                      struct common end)
{
	for (; at->was < end.was; at->was++)
		print_act(d, "-", json_array_get(one->was, at->was));
	for (; at->now < end.now; at->now++)
		print_act(d, "+", json_array_get(one->now, at->now));
}

static void print_sides(const struct diff *d, const struct difference *one)
{
	const struct common end = { json_array_size(one->was), json_array_size(one->now) };
	struct common at = { 0, 0 }, *both = xcalloc(end.was + 1, sizeof *both);
	size_t count = common_of(one->was, one->now, both);
	if (!end.was)
		say(d, "-", "diff.nothing", NULL);
	for (size_t i = 0; i < count; i++) {
		print_own(d, one, &at, both[i]);
		print_act(d, "=", json_array_get(one->was, at.was));
		at = (struct common){ at.was + 1, at.now + 1 };
	}
	print_own(d, one, &at, end);
	if (!end.now)
		say(d, "+", "diff.nothing", NULL);
	free(both);
}

/* ---- a difference ---- */

/* From the facts on; caller frees. NULL: they differ from the beginning. */
static char *dialogue(json_t *way, enum language l)
{
	struct err e = { 0 };
	char *text = way ? play_write(way, l, &e) : NULL;
	char *facts = sentence_in(l, "play.facts", NULL);
	char *body = text ? strstr(text, facts) : NULL;
	char *out = body ? xstrdup(body) : NULL;
	free(facts);
	free(text);
	return out;
}

static void print_difference(const struct diff *d, const struct difference *one)
{
	char *way = dialogue(one->way, d->language);
	say(d, NULL, way ? "diff.after" : "diff.begins", json_pack("{s:s}", "flow", d->flow));
	for (const char *line = way; line && *line;) {
		size_t len = strcspn(line, "\n");
		printf("      %.*s\n", (int)len, line);
		line += len + (line[len] == '\n');
	}
	print_sides(d, one);
	free(way);
}

static json_t *told_all(const json_t *does)
{
	json_t *out = json_array(), *one;
	size_t i;
	json_array_foreach((json_t *)does, i, one) json_array_append_new(out, explore_told(one));
	return out;
}

/* [[place in was, place in now]] */
static json_t *same_json(const struct difference *one)
{
	json_t *out = json_array();
	struct common *both = xcalloc(json_array_size(one->was) + 1, sizeof *both);
	size_t count = common_of(one->was, one->now, both);
	for (size_t i = 0; i < count; i++)
		json_array_append_new(
			out, json_pack("[I, I]", (json_int_t)both[i].was, (json_int_t)both[i].now));
	free(both);
	return out;
}

static json_t *difference_json(const struct difference *one)
{
	json_t *out =
		json_pack("{s:n, s:n, s:o, s:o, s:o}", "way", "way_told", "was", told_all(one->was),
	                  "now", told_all(one->now), "same", same_json(one));
	if (!one->way)
		return out;
	json_t *told = json_object();
	for (int l = 0; l < LANGUAGES; l++) {
		char *way = dialogue(one->way, (enum language)l);
		json_object_set_new(told, language_code((enum language)l),
		                    json_string(way ? way : ""));
		free(way);
	}
	json_object_set(out, "way", json_object_get(told, language_code(LANGUAGE_KO)));
	json_object_set_new(out, "way_told", told);
	return out;
}

void diff_tell_progress(void *arg, size_t states, size_t waiting)
{
	struct diff *d = arg;
	int64_t now_ms = clock_monotonic_us() / 1000;
	if (!d->json || now_ms < d->told_ms + TOLD_EVERY_MS)
		return;
	d->told_ms = now_ms;
	tell(json_pack("{s:{s:s, s:I, s:I}}", "progress", "flow", d->flow, "states",
	               (json_int_t)states, "waiting", (json_int_t)waiting));
}

static json_t *changed_json(const struct diff *d, const struct explored *was,
                            const struct explored *now, const struct differences *found)
{
	json_t *shown = json_array();
	for (size_t i = 0; i < found->count; i++)
		json_array_append_new(shown, difference_json(&found->list[i]));
	return json_pack("{s:s, s:s, s:o, s:b, s:b, s:I, s:I}", "flow", d->flow, "is", "changed",
	                 "differences", shown, "cut", found->cut, "whole", was->whole && now->whole,
	                 "ends_before", (json_int_t)was->ends, "ends", (json_int_t)now->ends);
}

static void say_of_flow(const struct diff *d, const char *code, size_t n)
{
	say(d, NULL, code, json_pack("{s:s, s:I}", "flow", d->flow, "n", (json_int_t)n));
}

static void print_changed(const struct diff *d, const struct explored *was,
                          const struct explored *now, const struct differences *found)
{
	size_t shown = d->all || found->count < SHOWN_MAX ? found->count : SHOWN_MAX;
	for (size_t i = 0; i < shown; i++)
		print_difference(d, &found->list[i]);
	if (found->count > shown)
		say_of_flow(d, "diff.more", found->count - shown);
	else if (found->count && !d->all)
		say_of_flow(d, "diff.first", 0);
	if (found->cut)
		say_of_flow(d, "diff.cut", found->count);
	if (was->ends != now->ends)
		say(d, NULL, "diff.ends",
		    json_pack("{s:s, s:I, s:I}", "flow", d->flow, "was", (json_int_t)was->ends,
		              "now", (json_int_t)now->ends));
	if (!was->whole || !now->whole)
		say(d, NULL, "diff.not_whole", json_pack("{s:s}", "flow", d->flow));
}

void diff_tell_flow(struct diff *d, const struct explored *was, const struct explored *now,
                    const struct differences *found)
{
	d->found += (int)found->count;
	d->whole = d->whole && was->whole && now->whole;
	if (d->json)
		json_array_append_new(d->flows, changed_json(d, was, now, found));
	else
		print_changed(d, was, now, found);
}

void diff_tell_other(struct diff *d, const char *is)
{
	d->found++;
	if (d->json)
		json_array_append_new(d->flows, json_pack("{s:s, s:s}", "flow", d->flow, "is", is));
	else
		say(d, NULL, !strcmp(is, "new") ? "diff.new" : "diff.gone",
		    json_pack("{s:s}", "flow", d->flow));
}

static void print_wording(const struct diff *d, const char *sign, const char *text)
{
	if (text)
		printf("    %s %s\n", sign, text);
	else
		say(d, sign, "diff.none", NULL);
}

void diff_tell_phrase(struct diff *d, const char *id, const char *was, const char *now)
{
	d->found++;
	if (d->json) {
		json_array_append_new(d->phrases, json_pack("{s:s, s:s?, s:s?}", "phrase", id,
		                                            "was", was, "now", now));
		return;
	}
	printf("say.%s:\n", id);
	print_wording(d, "-", was);
	print_wording(d, "+", now);
}

void diff_tell_all(const struct diff *d, json_t *files)
{
	if (d->json)
		tell(json_pack("{s:i, s:b, s:o, s:o, s:o}", "found", d->found, "whole", d->whole,
		               "phrases", d->phrases, "flows", d->flows, "files", files));
	else
		say(d, NULL, "diff.count", json_pack("{s:i}", "n", d->found));
}
