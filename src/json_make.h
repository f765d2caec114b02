/* json_make.h: jansson's json_pack, for the formats that records are made of, in half of its time. */
#ifndef ASSENT_JSON_MAKE_H
#define ASSENT_JSON_MAKE_H

#include <jansson.h>

/* "{s:s, s:i}", "[s, s]", nested as one likes. Values: s const char *, i int, I json_int_t, b int,
 * n (none), O json_t * (a new reference is taken), o json_t * (is taken over). A new reference. All
 * texts must be UTF-8, and nothing NULL: else it is a programmer's error. */
json_t *json_make(const char *format, ...);

#endif
