/* value.h: Lua values to JSON and back; both sides checked, no addresses, no functions, no cycles.
 */
#ifndef ASSENT_VALUE_H
#define ASSENT_VALUE_H

#include <jansson.h>
#include <lua.h>

struct err;

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

#endif
