#include "graph.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base.h"
#include "bundle.h"
#include "embedded.h"
#include "explore.h"
#include "json_make.h"
#include "options.h"
#include "phrase.h"
#include "sentence.h"
#include "trusted.h"

enum {
	GRAPH_MS_MAX = 60 * 1000, /* beyond it the picture says that it does not show all */
	BUNDLE_MAX_BYTES = 4 * 1024 * 1024,
};

/* ---- what is drawn ---- */

/* The same phrase as it is said in other languages. */
static json_t *others_of(const struct bundle *b, const char *id)
{
	json_t *out = json_array();
	for (int l = 0; l < LANGUAGES; l++) {
		const struct phrase *p = l == LANGUAGE_KO ? NULL : bundle_own_phrase(b, id, l);
		const char *file = language_phrases(l);
		if (!p)
			continue;
		char *text = phrase_template(p);
		json_array_append_new(out, json_make("{s:s, s:s, s:i, s:s}", "language",
		                                     language_code(l), "file", file, "line",
		                                     bundle_line(b, file, id), "text", text));
		free(text);
	}
	return out;
}

static json_t *phrases_of(const struct bundle *b)
{
	const char *file = language_phrases(LANGUAGE_KO);
	json_t *all = json_object(), *ids = bundle_phrase_ids(b), *id;
	size_t i;
	json_array_foreach(ids, i, id)
	{
		const char *name = json_string_value(id);
		const struct phrase *p = bundle_phrase(b, name);
		char *text = phrase_template(p);
		json_t *one = json_make("{s:s, s:b, s:s, s:i, s:o}", "text", text, "draft",
		                        p->draft, "file", file, "line", bundle_line(b, file, name),
		                        "others", others_of(b, name));
		if (p->consent)
			json_object_set_new(one, "consent", json_string(p->consent));
		json_object_set_new(all, name, one);
		free(text);
	}
	json_decref(ids);
	return all;
}

/* As they are called in that language. */
static json_t *topics_of(const struct bundle *b, enum language l)
{
	json_t *out = json_object(), *v;
	const char *code;
	json_object_foreach(bundle_words(b, "topic"), code, v)
		json_object_set_new(out, code, json_string(bundle_word_in(b, "topic", code, l)));
	return out;
}

static json_t *asked(struct bundle *b, enum language l)
{
	const struct explore_opts o = { .ms_max = GRAPH_MS_MAX, .draws = true };
	struct exploration *x = explore(b, &o);
	struct explored all = explore_figures(x);
	json_t *topics = topics_of(b, l);
	json_t *made = json_make(
		"{s:s, s:s, s:s, s:s, s:s, s:O, s:b, s:I, s:I, s:O, s:o, s:o}", "flow",
		bundle_flow(b), "language", language_code(l), "title", bundle_title(b), "bundle",
		bundle_hash(b), "file", bundle_chunk(b), "opens", bundle_opens(b), "whole",
		all.whole, "states", (json_int_t)all.states, "ways", (json_int_t)all.transitions,
		"moves", explore_moves(x), "phrases", phrases_of(b), "topics", topics);
	explore_free(x);
	return made;
}

/* What function `name` of the module makes of args, which are taken. */
static json_t *make(const char *module, const char *name, json_t *args, struct err *e)
{
	struct trusted *lua = trusted_new(module, e);
	json_t *made = lua ? trusted_call(lua, name, args, e) : NULL;
	trusted_free(lua);
	json_decref(args);
	return made;
}

static json_t *graph_of(struct bundle *b, enum language l, struct err *e)
{
	static const char *const lists[] = { "parts", "nodes", "ends", "edges" };
	json_t *graph = make("assent/graph", "graph", json_make("[o]", asked(b, l)), e);
	/* Lua's empty list is any empty table. */
	for (size_t i = 0; graph && i < COUNT_OF(lists); i++)
		if (!json_is_array(json_object_get(graph, lists[i])))
			json_object_set_new(graph, lists[i], json_array());
	return graph;
}

/* {"width", "height", "items": elements of SVG without a style} */
static json_t *graph_scene(json_t *graph, struct err *e)
{
	return make("assent/graph_scene", "scene", json_make("[O]", graph), e);
}

/* ---- the command ---- */

struct drawing {
	const char *flow, *dir, *format, *file, *bundle, *language;
};

#define AT(member) offsetof(struct drawing, member)
static const struct option options[] = {
	{ "--flows", "DIR", "where it is; else flows", AT(dir) },
	{ "--format", "FORMAT", "svg, dot, mermaid or json, or several with commas; else svg",
	  AT(format) },
	{ "-o", "FILE", "instead of standard output", AT(file) },
	{ "--bundle", "FILE", NULL, AT(bundle) },
	{ "--language", "ko|en",
	  "of what the picture itself says; else as the terminal's locale says", AT(language) },
	{ 0 },
};

/* page: for the console, which asks for it over HTTP (api_flows.c). */
static const char *const formats[] = { "dot", "svg", "mermaid", "json", "page" };

/* The i-th word of a list such as "dot,svg", as it stands in formats; NULL: behind the last, or it is none. */
static const char *format_at(const char *list, size_t i)
{
	for (; i > 0 && list; i--) {
		const char *comma = strchr(list, ',');
		list = comma ? comma + 1 : NULL;
	}
	size_t len = list ? strcspn(list, ",") : 0;
	for (size_t k = 0; k < COUNT_OF(formats); k++)
		if (list && strlen(formats[k]) == len && !strncmp(formats[k], list, len))
			return formats[k];
	return NULL;
}

static size_t formats_asked(const char *list)
{
	size_t n = 1;
	for (; *list; list++)
		n += *list == ',';
	return n;
}

static struct bundle *read_flow(const struct drawing *d, struct err *e)
{
	char *path = xasprintf("%s/%s/flow.lua", d->dir, d->flow);
	bool is_there = access(path, F_OK) == 0;
	free(path);
	if (is_there)
		return bundle_read(d->dir, d->flow, e);
	char *hint = flow_set_hint(d->dir, d->flow);
	err_set(e, E_INPUT, "there is no flow '%.60s': %s", d->flow, hint);
	free(hint);
	return NULL;
}

static struct bundle *read_bundle(const struct drawing *d, struct err *e)
{
	if (!d->bundle)
		return read_flow(d, e);
	char *content = file_read(d->bundle, BUNDLE_MAX_BYTES, NULL, e);
	struct bundle *b = content ? bundle_parse(content, e) : NULL;
	free(content);
	return b;
}

/* The style sheet with each colour that is named by var() told before it, too: whoever draws SVG and knows no var(), as librsvg
 * and Inkscape, passes over the name and would draw all in black. The first that has a name is that of a light page. */
static char *with_plain_colours(const char *sheet)
{
	static const char named[] = ": var(";
	struct buf out = { 0 };
	const char *css = sheet;
	for (const char *at; (at = strstr(css, named));) {
		const char *name = at + strlen(named), *property = at;
		int name_bytes = (int)strcspn(name, ")");
		char *set = xasprintf("%.*s: ", name_bytes, name);
		const char *colour = strstr(sheet, set) + strlen(set);
		while (!strchr(" \t", property[-1]))
			property--;
		buf_add(&out, css, (size_t)(at - css));
		buf_addf(&out, ": %.*s; %.*s%s%.*s", (int)strcspn(colour, ";"), colour,
		         (int)(at - property), property, named, name_bytes, name);
		css = name + name_bytes;
		free(set);
	}
	buf_adds(&out, css);
	return buf_take(&out);
}

static json_t *write_svg(json_t *graph, struct err *e)
{
	json_t *scene = graph_scene(graph, e);
	char *css = with_plain_colours(embedded_find("console/designer/graph.css")->data);
	const char *language = json_string_value(json_object_get(graph, "language"));
	json_t *made = scene ? make("assent/graph_write", "svg",
	                            json_make("[o, s, s]", scene, css, language), e)
	                     : NULL;
	free(css);
	return made;
}

static char *page_of(const struct bundle *b, json_t *graph, struct err *e)
{
	json_t *scene = graph_scene(graph, e);
	if (!scene)
		return NULL;
	json_t *page = json_make("{s:s, s:s, s:s, s:s, s:O, s:o}", "flow", bundle_flow(b), "title",
	                         bundle_title(b), "bundle", bundle_hash(b), "source",
	                         bundle_file(b, "flow.lua", NULL), "graph", graph, "scene", scene);
	char *text = json_dumps(page, JSON_COMPACT | JSON_SORT_KEYS);
	json_decref(page);
	return text;
}

/* Caller frees. */
static char *text_of(const char *format, const struct bundle *b, json_t *graph, struct err *e)
{
	if (!strcmp(format, "page"))
		return page_of(b, graph, e);
	if (!strcmp(format, "json")) {
		char *json = json_dumps(graph, JSON_INDENT(1) | JSON_SORT_KEYS);
		char *text = xasprintf("%s\n", json);
		free(json);
		return text;
	}
	json_t *made = !strcmp(format, "svg")
	                       ? write_svg(graph, e)
	                       : make("assent/graph_write", format, json_make("[O]", graph), e);
	char *text = made ? xstrdup(json_string_value(made)) : NULL;
	json_decref(made);
	return text;
}

static int put(const char *file, const char *text, struct err *e)
{
	if (file)
		return file_write(file, text, e);
	return fputs(text, stdout) < 0 || fflush(stdout)
	               ? err_set(e, E_IO, "cannot write the picture")
	               : 0;
}

/* Of "dot,svg" each goes to a file of its own. */
static int put_all(const struct drawing *d, const struct bundle *b, json_t *graph, struct err *e)
{
	const char *format;
	int rc = 0;
	for (size_t i = 0; !rc && (format = format_at(d->format, i)); i++) {
		char *text = text_of(format, b, graph, e);
		char *file = d->file && strchr(d->format, ',') ? xasprintf("%s.%s", d->file, format)
		             : d->file                         ? xstrdup(d->file)
		                                               : NULL;
		rc = text ? put(file, text, e) : -1;
		free(file);
		free(text);
	}
	return rc;
}

static int draw(const struct drawing *d, struct err *e)
{
	enum language l;
	if (sentence_choice(d->language, &l, e))
		return -1;
	struct bundle *b = read_bundle(d, e);
	json_t *graph = b ? graph_of(b, l, e) : NULL;
	int rc = graph ? put_all(d, b, graph, e) : -1;
	json_decref(graph);
	bundle_free(b);
	return rc;
}

static int check_args(const struct drawing *d, struct err *e)
{
	if (!d->flow == !d->bundle)
		return err_set(e, E_INPUT, "name one flow, such as assent graph passenger");
	size_t asked_for = formats_asked(d->format);
	for (size_t i = 0; i < asked_for; i++)
		if (!format_at(d->format, i))
			return err_set(e, E_INPUT, "--format: expected dot, svg, mermaid or json");
	if (asked_for == 1 || d->file)
		return 0;
	return err_set(e, E_INPUT, "several formats need -o NAME, for files NAME.svg, …");
}

static int graph(int argc, char **argv)
{
	struct drawing d = { .dir = "flows", .format = "svg" };
	struct err e = { 0 };
	int words = command_read(&graph_command, argc, argv, &d, &e);
	d.flow = words > 0 ? argv[0] : NULL;
	if (words < 0 || check_args(&d, &e))
		return command_failed(&graph_command, &e);
	if (!draw(&d, &e))
		return 0;
	fprintf(stderr, "assent graph: %s\n", e.text);
	return 1;
}

const struct command graph_command = {
	.name = "graph",
	.words = "FLOW",
	.what = "draw a flow, with every way that it can go",
	.words_most = 1,
	.options = options,
	.run = graph,
};
