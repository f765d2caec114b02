/* trusted.h: our own Lua (adapters, play reader): embedded in the binary, called with JSON,
 * answering JSON. A state of its own with base, string, table, math and utf8; no files, no clock,
 * no flow code in it. Names more: import "assent/other" (another embedded module, loaded once), null
 * (JSON's null in an answer; a null that comes in is nil), pattern "source" (PCRE2 with UTF and UCP:
 * p:find(text, from) -> first, last, groups (false: took no part), p:test(text, from), p:gsub(text,
 * by) with a plain `by`), unicode.spelling(text), unicode.bare(text) and
 * unicode.width(text) (text.h), sentence(code, values, language) (sentence.h; Korean where none is named), pick(table,
 * names) (those members of it whose names are keys of names). Texts of customers are searched with
 * `pattern` alone: Lua 5.4.4's own patterns can crash. */
#ifndef ASSENT_TRUSTED_H
#define ASSENT_TRUSTED_H

#include <jansson.h>
#include <stdbool.h>

struct err;
struct json_doc;
struct trusted;
struct lua_State;

/* module: path below lua/ without ".lua", e.g. "assent/platform/webhook"; it returns a table. NULL:
 * E_NOT_FOUND, E_PARSE. */
struct trusted *trusted_new(const char *module, struct err *e);
void trusted_free(struct trusted *t);

/* Calls function `name` of the module with the members of args (a JSON list). A new reference, or
 * NULL: E_PARSE with the Lua error, within 10 million instructions. */
json_t *trusted_call(struct trusted *t, const char *name, json_t *args, struct err *e);

/* The same with one argument more, behind args: a JSON text, see value_doc_to_lua. */
json_t *trusted_call_doc(struct trusted *t, const char *name, json_t *args,
                         const struct json_doc *doc, struct err *e);

/* Has the module a function of this name? */
bool trusted_can(struct trusted *t, const char *name);

/* pattern, sentence and unicode alone, for another state. */
void trusted_open_text(struct lua_State *L);

/* A plain field of the module's table as JSON (new reference), json null if it is not there. */
json_t *trusted_field(struct trusted *t, const char *name);

#endif
