#include "guide_cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "bundle.h"
#include "findings.h"
#include "guide_cli_fetch.h"
#include "html.h"
#include "json_read.h"
#include "options.h"
#include "phrase.h"
#include "sentence.h"
#include "text.h"
#include "trusted.h"

static const char phrases_path[] = "phrases/ko.lua";

/* ---- our side, as lua/assent/guide.lua wants it ---- */

static json_t *part_of(const struct bundle *b, const struct phrase_part *part)
{
	if (part->text) {
		char *nfc = text_nfc(part->text);
		json_t *literal = json_string(nfc);
		free(nfc);
		return literal;
	}
	const json_t *type = json_object_get(bundle_placeholder(b, part->name), "type");
	return json_pack("{s:s, s:s*, s:s*}", "name", part->name, "type", json_string_value(type),
	                 "particle", part->particle);
}

static json_t *phrase_of(const struct bundle *b, const struct phrase *p)
{
	json_t *parts = json_array();
	for (size_t i = 0; i < p->parts_count; i++)
		json_array_append_new(parts, part_of(b, &p->part[i]));
	char *source = text_nfc(p->source ? p->source : "");
	json_t *out = json_pack("{s:s, s:i, s:b, s:s, s:o}", "id", p->id, "line",
	                        bundle_line(b, phrases_path, p->id), "draft", p->draft, "source",
	                        source, "parts", parts);
	free(source);
	return out;
}

static json_t *words_of(const struct bundle *b, const char *list)
{
	json_t *out = json_array(), *word;
	const char *code;
	json_object_foreach(bundle_words(b, list), code, word) json_array_append(out, word);
	return out;
}

static json_t *ours_of(struct flow_set *flows)
{
	const struct bundle *b = flow_set_at(flows, 0); /* phrases are the same in all */
	json_t *phrases = json_array(), *sources = json_array(), *ids = bundle_phrase_ids(b), *id;
	size_t i;
	json_array_foreach(ids, i, id) json_array_append_new(
		phrases, phrase_of(b, bundle_phrase(b, json_string_value(id))));
	json_decref(ids);
	for (i = 0; i < flow_set_count(flows); i++)
		json_array_append_new(
			sources, json_string(bundle_file(flow_set_at(flows, i), "flow.lua", NULL)));
	return json_pack("{s:o, s:{s:o, s:o}, s:o}", "phrases", phrases, "known", "party",
	                 words_of(b, "party"), "topic", words_of(b, "topic"), "flows", sources);
}

/* ---- the article ---- */

/* All of stdin. Caller frees. NULL: E_TOO_LARGE, E_IO */
static char *read_stdin(size_t *len_bytes, struct err *e)
{
	struct buf all = { 0 };
	char chunk[16384];
	size_t n;
	while ((n = fread(chunk, 1, sizeof chunk, stdin)) > 0 && all.len_bytes <= HTML_MAX_BYTES)
		buf_add(&all, chunk, n);
	*len_bytes = all.len_bytes;
	if (!ferror(stdin) && all.len_bytes <= HTML_MAX_BYTES)
		return buf_take(&all);
	err_set(e, ferror(stdin) ? E_IO : E_TOO_LARGE, "stdin: %s",
	        ferror(stdin) ? "cannot be read" : "larger than 1 MiB: give one page of the guide");
	buf_free(&all);
	return NULL;
}

static bool is_html(const char *text)
{
	static const char *const tags[] = { "</p>", "</td>", "</div>", "</table>", "</li>",
		                            "</h",  "</tr>", "<html",  "<table",   "<p>" };
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		if (strcasestr(text, tags[i]))
			return true;
	return text[strspn(text, " \t\r\n")] == '<';
}

/* {"blocks"} or {"text"} of a page. NULL: E_TOO_LARGE. */
static json_t *page_of(const char *text, bool html, struct err *e)
{
	char *nfc = text_nfc(text);
	json_t *page = NULL;
	if (html) {
		json_t *blocks = html_blocks(nfc, strlen(nfc), e);
		page = blocks ? json_pack("{s:o}", "blocks", blocks) : NULL;
	} else {
		page = json_pack("{s:s}", "text", nfc);
	}
	free(nfc);
	return page;
}

/* The answer of GET …/articles/{id}.json: the page is its article.body. */
static json_t *page_of_json(const char *text, size_t len_bytes, struct err *e)
{
	json_t *doc = json_read(text, len_bytes, e), *page = NULL;
	const json_t *body = json_object_get(json_object_get(doc, "article"), "body");
	if (json_is_string(body))
		page = page_of(json_string_value(body), true, e);
	else
		err_set(e, E_PARSE,
		        "no article.body in it: expected the answer of GET "
		        "/api/v2/help_center/{locale}/articles/{id}.json");
	json_decref(doc);
	return page;
}

static json_t *read_article(const char *path, struct err *e)
{
	static const char bom[] = "\xEF\xBB\xBF";
	struct err why = { 0 };
	size_t len;
	char *text = !strcmp(path, "-")       ? read_stdin(&len, e)
	             : guide_is_address(path) ? guide_fetch(path, HTML_MAX_BYTES, &len, &why)
	                                      : file_read(path, HTML_MAX_BYTES, &len, e);
	if (!text && why.code != E_NONE)
		err_set(e, why.code, "%s: %s", path, why.text);
	if (!text)
		return NULL;
	const char *from = text + (strncmp(text, bom, 3) ? 0 : 3);
	len -= (size_t)(from - text);
	json_t *page = NULL;
	if (!text_valid(from, len))
		err_set(&why, E_PARSE, "save it as UTF-8, without NUL bytes");
	else if (from[strspn(from, " \t\r\n")] == '{')
		page = page_of_json(from, len, &why);
	else
		page = page_of(from, is_html(from), &why);
	if (!page)
		err_set(e, why.code, "%s: %s", path, why.text);
	free(text);
	return page;
}

/* ---- what is printed ---- */

struct guide {
	const char *dir, *language_asked;
	enum language language;
};

/* Why it cannot be told what differs, in that language. */
static void fail(const struct guide *g, struct err *e, const char *code, json_t *values)
{
	char *text = sentence_in(g->language, code, values);
	err_set(e, E_INPUT, "%s", text);
	free(text);
}

static const char *member(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

/* "flows/phrases/ko.lua:109: caller_inquiry: …", a line for each phrase; for none, the article's. */
static void print_head(const struct guide *g, const char *article, const json_t *f)
{
	const json_t *phrases = json_object_get(f, "phrases"), *one;
	size_t i;
	json_array_foreach(phrases, i, one)
	{
		printf("%s/%s:%d: %s", g->dir, phrases_path,
		       (int)json_integer_value(json_object_get(one, "line")), member(one, "id"));
		if (i + 1 < json_array_size(phrases))
			printf("\n");
	}
	if (!json_array_size(phrases))
		printf("%s:%d", article, (int)json_integer_value(json_object_get(f, "line")));
	char *what = sentence_in(g->language, member(f, "what"), NULL);
	printf(": %s [%s]\n", what, member(f, "kind"));
	free(what);
}

static void print_finding(const struct guide *g, const char *article, const json_t *f)
{
	const json_t *line;
	const char *at = member(f, "at");
	size_t i;
	print_head(g, article, f);
	if (at)
		printf("    %s:%d, %s\n", article,
		       (int)json_integer_value(json_object_get(f, "line")), at);
	json_array_foreach(json_object_get(f, "lines"), i, line)
	{
		char *text = text_printable(json_string_value(line));
		printf("    %s\n", text);
		free(text);
	}
}

static void say(const struct guide *g, const char *code, json_t *values)
{
	sentence_print(stdout, g->language, code, values);
}

static int report(const struct guide *g, const char *article, const json_t *answer)
{
	const json_t *found = json_object_get(answer, "findings"), *f;
	size_t i, count = json_is_array(found) ? json_array_size(found) : 0;
	json_array_foreach(found, i, f) print_finding(g, article, f);
	if (count)
		say(g, "guide.marks", NULL);
	say(g, "guide.sum",
	    json_pack("{s:O, s:O, s:I}", "sentences", json_object_get(answer, "sentences"), "said",
	              json_object_get(answer, "said"), "n", (json_int_t)count));
	return count > 0;
}

/* ---- the command ---- */

/* New; NULL: E_FLOW, and what is wrong was printed. */
static json_t *read_ours(const struct guide *g, struct err *e)
{
	struct findings found = { 0 };
	struct flow_set *flows = flow_set_load_all(g->dir, &found);
	json_t *ours = NULL;
	if (flows && !findings_count(&found, FINDING_ERROR))
		ours = ours_of(flows);
	else
		fail(g, e, "guide.unreadable",
		     json_pack("{s:s, s:s}", "dir", g->dir, "dir_too", g->dir));
	flow_set_free(flows);
	findings_free(&found);
	return ours;
}

static json_t *compare(const struct guide *g, json_t *article, json_t *ours, struct err *e)
{
	struct trusted *lua = trusted_new("assent/guide", e);
	json_t *args = json_pack("[O, O]", article, ours), *answer = NULL;
	if (lua)
		answer = trusted_call(lua, "diff", args, e);
	json_decref(args);
	trusted_free(lua);
	const json_t *wrong = json_object_get(answer, "error");
	if (json_is_object(wrong))
		fail(g, e, member(wrong, "code"), json_incref(json_object_get(wrong, "values")));
	return answer;
}

static int diff(const struct guide *g, const char *path)
{
	struct err e = { 0 };
	int status = 2;
	json_t *article = read_article(path, &e);
	json_t *ours = article ? read_ours(g, &e) : NULL;
	json_t *answer = ours ? compare(g, article, ours, &e) : NULL;
	if (e.code == E_NONE)
		status = report(g, path, answer);
	else
		fprintf(stderr, "assent: guide diff: %s\n", e.text);
	json_decref(answer);
	json_decref(ours);
	json_decref(article);
	return status;
}

static const struct option options[] = {
	{ "--flows", "DIR", "whose phrases; else flows", offsetof(struct guide, dir) },
	{ "--language", "ko|en", "of what is told; else as the terminal's locale says",
	  offsetof(struct guide, language_asked) },
	{ 0 },
};

static int guide(int argc, char **argv)
{
	struct guide g = { .dir = "flows" };
	struct err e = { 0 };
	int words = command_read(&guide_command, argc, argv, &g, &e);
	if (words >= 0 && strcmp(argv[0], "diff"))
		words = err_set(&e, E_INPUT, "expected diff, not '%.60s'", argv[0]);
	if (words >= 0 && sentence_choice(g.language_asked, &g.language, &e))
		words = -1;
	return words < 0 ? command_failed(&guide_command, &e) : diff(&g, argv[1]);
}

const struct command guide_command = {
	.name = "guide",
	.words = "diff FILE|ADDRESS|-",
	.what = "find where the centre's guide and the phrases have drifted apart",
	.words_least = 2,
	.words_most = 2,
	.options = options,
	.run = guide,
};
