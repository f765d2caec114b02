/* platform.h: the adapters of chat platforms: trusted Lua under lua/assent/platform/, apart from
 * all flows.
 *
 * An adapter file returns a table: { verify = "standard" | ... (scheme of webhook.h),
 * decode = function(headers, body) -> { event, ... }    body is the parsed JSON, read-only
 * encode = function(effect) -> { method, path, headers, body, keyed }    one outward call } */
#ifndef ASSENT_PLATFORM_H
#define ASSENT_PLATFORM_H

#include <jansson.h>
#include <stdbool.h>

struct err;
struct json_doc;
struct platform;

/* name: "webhook", "console", ... NULL: E_NOT_FOUND with the list of names. Caller frees. */
struct platform *platform_new(const char *name, struct err *e);
void platform_free(struct platform *p);
/* NULL: takes nothing from outside */
const char *platform_verify_scheme(const struct platform *p);
/* the receiver drops a second copy by our key */
bool platform_is_keyed(const struct platform *p);

/* Events of one delivery: a new array of { id, kind, case, party, at_ms, ... }, see engine.h. NULL:
 * E_PARSE (verified, but not decodable). */
json_t *platform_decode(struct platform *p, json_t *headers, const struct json_doc *body,
                        struct err *e);

/* The call for one outbox effect: a new object { method, path, headers: {..}, body: any JSON }.
 * NULL: E_PARSE. */
json_t *platform_encode(struct platform *p, json_t *effect, struct err *e);

#endif
