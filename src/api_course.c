/* /v1/cases/{id}/course: the steps of the flow that a case runs with, and which of them can follow which: from the
 * drawing of its own bundle, so that a case under an old one sees the old one's. Where the case stands is in its view. */
#include <string.h>

#include "api_impl.h"
#include "api_job.h"
#include "bundle.h"
#include "engine.h"
#include "json_make.h"
#include "json_read.h"

static const char *text_of(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));
	return text ? text : "";
}

/* The step at that line of the main flow; -1: none, as for handlers, which belong to no step. */
static int step_at(const json_t *steps, json_int_t line)
{
	size_t i;
	json_t *one;
	json_array_foreach(steps, i, one)
	{
		if (json_integer_value(json_object_get(one, "line")) == line)
			return (int)i;
	}
	return -1;
}

static int step_of(const json_t *steps, const json_t *nodes, const char *node)
{
	size_t i;
	json_t *one;
	json_array_foreach(nodes, i, one)
	{
		if (!strcmp(text_of(one, "id"), node))
			return *text_of(one, "handler")
			               ? -1
			               : step_at(steps, json_integer_value(
								json_object_get(one, "step_line")));
	}
	return -1;
}

static void add_once(json_t *list, int n)
{
	size_t i;
	json_t *one;
	json_array_foreach(list, i, one)
	{
		if (json_integer_value(one) == n)
			return;
	}
	json_array_append_new(list, json_integer(n));
}

/* [{"title","line","next": [numbers from 0]}] of the main flow */
static json_t *steps_of(const json_t *graph)
{
	json_t *steps = json_array(), *nodes = json_object_get(graph, "nodes"), *one, *s;
	size_t i, k;
	json_array_foreach(json_object_get(graph, "parts"), i, one)
	{
		json_array_foreach(json_object_get(one, "steps"), k, s)
		{
			if (!*text_of(one, "handler") && *text_of(s, "title"))
				json_array_append_new(
					steps,
					json_make("{s:s, s:I, s:o}", "title", text_of(s, "title"),
				                  "line",
				                  json_integer_value(json_object_get(s, "line")),
				                  "next", json_array()));
		}
	}
	json_array_foreach(json_object_get(graph, "edges"), i, one)
	{
		int from = step_of(steps, nodes, text_of(one, "from"));
		int to = step_of(steps, nodes, text_of(one, "to"));
		if (from >= 0 && to >= 0 && from != to)
			add_once(json_object_get(json_array_get(steps, (size_t)from), "next"), to);
	}
	return steps;
}

static void answer_course(struct call *k, const char *text)
{
	struct err e = { 0 };
	json_t *page = json_read(text, strlen(text), &e), *graph = json_object_get(page, "graph");
	if (graph) {
		api_answer_json(k, 200,
		                json_make("{s:s, s:b, s:o}", "bundle", text_of(graph, "bundle"),
		                          "whole", json_is_true(json_object_get(graph, "whole")),
		                          "steps", steps_of(graph)));
	} else {
		err_set(&e, E_BUSY, "the flow's drawing cannot be read");
		api_answer_error(k, &e, NULL);
	}
	json_decref(page);
}

/* Nobody is kept waiting: a browser has six lines to us, and an agent's acts need one. */
void course_get(struct call *k)
{
	struct err e = { 0 };
	struct bundle *b = engine_bundle(k->a->o.engine, k->part, &e);
	if (b && !bundle_content(b))
		err_set(&e, E_NOT_FOUND, "the flow of this case is not there any more");
	struct job *j = e.code == E_NONE ? flows_drawing(k, b, &e) : NULL;
	k->drawn = answer_course;
	if (j)
		job_show(k, j);
	else
		api_answer_error(k, &e, NULL);
}
