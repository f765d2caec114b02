/* value.h: Lua values to JSON and back; both sides checked, no addresses, no functions, no cycles.
 */
#ifndef ASSENT_VALUE_H
#define ASSENT_VALUE_H

#include <jansson.h>
#include <lua.h>

struct err;
struct json_doc;

enum { VALUE_DEPTH_MAX = 16, VALUE_BYTES_MAX = 64 * 1024 };

/* A new reference from the value at idx; a table is a list (1..n without holes) or an object
 * (string keys); the empty table is an object. NULL: E_FLOW with the path of what does not fit
 * ("values.passenger[3]: a function ..."). Integers and floats keep their kind; NaN and infinities
 * are refused; strings must be valid UTF-8 without NUL. */
json_t *value_from_lua(lua_State *L, int idx, struct err *e);
json_t *value_from_lua_within(lua_State *L, int idx, size_t max_bytes,
                              struct err *e); /* another cap on size */

/* Pushes; null becomes nil. Runs in protected context of the caller. */
void value_to_lua(lua_State *L, const json_t *v);

/* Pushes d so that a member costs something only when it is asked for: an object is read-only, and
 * an index, pairs and value_from_lua see its members; next and rawget do not. Lists are plain
 * tables, as are objects with very many members. Runs in protected context of the caller, who
 * calls value_doc_forget before d goes; looking at an object afterwards raises. */
void value_doc_to_lua(lua_State *L, const struct json_doc *d);
void value_doc_forget(lua_State *L);
/* pick(from, names) -> a new table of those members of from whose names are keys of names: at once,
 * where Lua would look each of them up. */
int value_l_pick(lua_State *L);

#endif
