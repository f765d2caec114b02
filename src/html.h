/* html.h: the text of an HTML page as blocks (libxml2's HTML parser behind it). */
#ifndef ASSENT_HTML_H
#define ASSENT_HTML_H

#include <jansson.h>
#include <stddef.h>

struct err;

enum { HTML_MAX_BYTES = 1024 * 1024 };

/* Whatever is malformed is mended as browsers do; scripts, styles and comments are left out. A new
 * list, in the order of the page, of {"text", "line" (where it begins, from 1), "heading" (1..6; 0:
 * none), "bold" (all of it is), "columns" (cells of its table row; 0: in no table)}. A cell is one
 * block, but a bold paragraph in it is one of its own. In text "\n" is a line break and "\f" stands
 * before an item of a list. NULL: E_TOO_LARGE. html: valid UTF-8. */
json_t *html_blocks(const char *html, size_t len_bytes, struct err *e);

#endif
