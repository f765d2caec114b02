#include "html.h"

#include <libxml/HTMLparser.h>
#include <libxml/SAX2.h>
#include <stdlib.h>
#include <string.h>

#include "base.h"

enum { ROWS_MAX = 16 }; /* tables in tables; deeper ones count as one row */

/* A page while it is read, as calls of the parser come in: no tree is built, so neither depth nor
 * size of the page costs more than its text. */
struct page {
	htmlParserCtxtPtr parser;
	json_t *blocks;
	struct buf text;  /* of the block being read */
	size_t paragraph; /* where its last paragraph begins */
	int line;         /* where the block begins */
	bool has_plain, paragraph_has_plain;
	int heading, bold, hidden, cells;
	struct {
		size_t first_block;
		int columns;
	} row[ROWS_MAX];
	int rows;
};

/* What a tag is to a reader. */
enum tag {
	TAG_NONE,
	TAG_HIDDEN,
	TAG_BOLD,
	TAG_BREAK,
	TAG_PARAGRAPH,
	TAG_ITEM,
	TAG_CELL,
	TAG_ROW,
	TAG_HEADING
};

static enum tag tag_of(const char *name)
{
	static const struct {
		const char *name;
		enum tag tag;
	} tags[] = {
		{ "script", TAG_HIDDEN },
		{ "style", TAG_HIDDEN },
		{ "title", TAG_HIDDEN },
		{ "b", TAG_BOLD },
		{ "strong", TAG_BOLD },
		{ "th", TAG_CELL },
		{ "td", TAG_CELL },
		{ "tr", TAG_ROW },
		{ "br", TAG_BREAK },
		{ "li", TAG_ITEM },
		{ "p", TAG_PARAGRAPH },
		{ "div", TAG_PARAGRAPH },
		{ "ul", TAG_PARAGRAPH },
		{ "ol", TAG_PARAGRAPH },
		{ "table", TAG_PARAGRAPH },
		{ "hr", TAG_PARAGRAPH },
		{ "section", TAG_PARAGRAPH },
		{ "pre", TAG_PARAGRAPH },
		{ "dt", TAG_PARAGRAPH },
		{ "dd", TAG_PARAGRAPH },
		{ "blockquote", TAG_PARAGRAPH },
		{ "article", TAG_PARAGRAPH },
	};
	if (name[0] == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2])
		return TAG_HEADING;
	for (size_t i = 0; i < COUNT_OF(tags); i++)
		if (!strcmp(tags[i].name, name))
			return tags[i].tag;
	return TAG_NONE;
}

static bool is_blank(const char *s, size_t len)
{
	return strspn(s, " \t\r\n\f") >= len;
}

/* One block of len bytes of the text, if there is anything in it. */
static void add_block(struct page *p, const char *text, size_t len, bool is_bold)
{
	if (is_blank(text, len))
		return;
	json_t *block = json_pack("{s:s%, s:i, s:i, s:b, s:i}", "text", text, len, "line", p->line,
	                          "heading", p->heading, "bold", is_bold, "columns", 0);
	if (block)
		json_array_append_new(p->blocks, block);
}

static void end_block(struct page *p)
{
	if (p->text.len_bytes)
		add_block(p, p->text.data, p->text.len_bytes, !p->has_plain);
	p->text.len_bytes = p->paragraph = 0;
	p->has_plain = p->paragraph_has_plain = false;
	p->line = 0;
}

/* In a cell: a paragraph that is all bold is a title of what follows. */
static void end_paragraph(struct page *p)
{
	if (!p->cells) {
		end_block(p);
		return;
	}
	size_t from = p->paragraph, len = p->text.len_bytes - from;
	if (len && !is_blank(p->text.data + from, len) && !p->paragraph_has_plain) {
		add_block(p, p->text.data, from, false);
		add_block(p, p->text.data + from, len, true);
		p->text.len_bytes = 0;
		p->has_plain = false;
		p->line = 0;
	} else if (len) {
		buf_adds(&p->text, "\n");
	}
	p->paragraph = p->text.len_bytes;
	p->paragraph_has_plain = false;
}

static void start_row(struct page *p)
{
	end_block(p);
	if (p->rows == ROWS_MAX)
		return;
	p->row[p->rows].first_block = json_array_size(p->blocks);
	p->row[p->rows++].columns = 0;
}

static void end_row(struct page *p)
{
	end_block(p);
	if (!p->rows)
		return;
	p->rows--;
	for (size_t i = p->row[p->rows].first_block; i < json_array_size(p->blocks); i++)
		json_object_set_new(json_array_get(p->blocks, i), "columns",
		                    json_integer(p->row[p->rows].columns));
}

static void on_start(void *arg, const xmlChar *name, const xmlChar **attributes)
{
	struct page *p = arg;
	(void)attributes;
	enum tag tag = tag_of((const char *)name);
	p->hidden += tag == TAG_HIDDEN;
	p->bold += tag == TAG_BOLD;
	if (tag == TAG_BREAK)
		buf_adds(&p->text, "\n");
	if (tag == TAG_ITEM && p->cells)
		buf_adds(&p->text, "\f");
	if (tag == TAG_PARAGRAPH || tag == TAG_ITEM)
		end_paragraph(p);
	if (tag == TAG_ROW)
		start_row(p);
	if (tag == TAG_CELL || tag == TAG_HEADING)
		end_block(p);
	if (tag == TAG_HEADING)
		p->heading = name[1] - '0';
	if (tag != TAG_CELL)
		return;
	p->cells++;
	if (p->rows)
		p->row[p->rows - 1].columns++;
}

static void on_end(void *arg, const xmlChar *name)
{
	struct page *p = arg;
	enum tag tag = tag_of((const char *)name);
	p->hidden -= tag == TAG_HIDDEN && p->hidden;
	p->bold -= tag == TAG_BOLD && p->bold;
	if (tag == TAG_PARAGRAPH || tag == TAG_ITEM)
		end_paragraph(p);
	if (tag == TAG_CELL || tag == TAG_HEADING)
		end_block(p);
	if (tag == TAG_CELL && p->cells)
		p->cells--;
	if (tag == TAG_HEADING)
		p->heading = 0;
	if (tag == TAG_ROW)
		end_row(p);
}

/* Line ends of the source are blanks to a reader. */
static void on_text(void *arg, const xmlChar *text, int len_bytes)
{
	struct page *p = arg;
	const char *s = (const char *)text;
	if (p->hidden || len_bytes <= 0)
		return;
	if (!is_blank(s, (size_t)len_bytes)) {
		if (!p->line)
			p->line = xmlSAX2GetLineNumber(p->parser);
		p->has_plain |= !p->bold;
		p->paragraph_has_plain |= !p->bold;
	}
	for (int i = 0; i < len_bytes; i++)
		buf_add(&p->text, strchr("\n\r\f", s[i]) ? " " : &s[i], 1);
}

json_t *html_blocks(const char *html, size_t len_bytes, struct err *e)
{
	struct page p = { .blocks = json_array() };
	htmlSAXHandler calls = { .startElement = on_start,
		                 .endElement = on_end,
		                 .characters = on_text,
		                 .ignorableWhitespace = on_text };
	if (len_bytes > HTML_MAX_BYTES) {
		json_decref(p.blocks);
		err_set(e, E_TOO_LARGE, "more than %d KiB of HTML", HTML_MAX_BYTES / 1024);
		return NULL;
	}
	p.parser = htmlCreatePushParserCtxt(&calls, &p, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
	if (!p.parser)
		abort(); /* out of memory */
	htmlCtxtUseOptions(p.parser, HTML_PARSE_NONET | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING);
	htmlParseChunk(p.parser, html, (int)len_bytes, 1);
	while (p.rows)
		end_row(&p);
	end_block(&p);
	htmlFreeParserCtxt(p.parser);
	buf_free(&p.text);
	return p.blocks;
}
