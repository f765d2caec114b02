/* platform.h: the adapters of chat platforms: trusted Lua under lua/assent/platform/, apart from
 * all flows. One instance serves one source or one target, with its own settings. What an adapter
 * file gives and what its functions are handed: docs/adapters.md. */
#ifndef ASSENT_PLATFORM_H
#define ASSENT_PLATFORM_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct json_doc;
struct platform;

/* Of all adapters in the program, in the order of their names; ends with NULL, static. */
const char *const *platform_names(void);

/* name: "webhook", "zendesk_sunshine", ...; settings: an object as the operator wrote it, or NULL.
 * NULL: E_NOT_FOUND, E_CONFIG ("settings.app_id: is missing: ..."), E_PARSE. Caller frees. */
struct platform *platform_new(const char *name, const json_t *settings, struct err *e);
void platform_free(struct platform *p);
/* JSON Schema of the settings of that platform, new. */
json_t *platform_settings_schema(const char *name);

/* What an adapter says of itself, as data. Borrowed for the platform's life. */
struct platform_facts {
	const char *verify;         /* how a delivery proves itself (webhook.h); NULL: takes none */
	const char *verify_header;  /* of verify "header": which one; NULL: none */
	const json_t *authorize;    /* how our calls prove themselves (auth.h): {"scheme", ...} */
	const char *id_header;      /* names a delivery; NULL: the hash of its body does */
	bool fresh;                 /* a delivery without that header is a new one each time */
	const char *const *headers; /* that decode wants to see, ends with NULL */
	const json_t *accepted;     /* what a taken delivery is answered with; NULL: our own */
	bool keyed;                 /* the receiver drops a second copy by our key */
	int64_t keyed_ms;           /* so long after the first one; 0: not, or for ever */
	bool looks;    /* after a lost answer it can be asked whether the message has arrived */
	bool answers;  /* it reads the answers to our calls, not their status alone */
	bool replies;  /* what is said is the answer of the person's own request */
	bool sessions; /* nothing can be sent but while a session is open, which the person opens */
	bool typed;    /* buttons may not be shown there: the choices are written below the text */
	size_t text_max;     /* code points of one message; 0: no limit */
	size_t outputs;      /* messages in one reply */
	const json_t *hosts; /* domains of the addresses that it names itself; NULL: none */
	bool controls;       /* knows who answers the person, and can be told */
	bool probes;         /* it can be asked, harmlessly, whether it takes us */
	const json_t *entry; /* what is to be entered at the platform; NULL: nothing special */
};
const struct platform_facts *platform_facts(const struct platform *p);

/* Events of one delivery: a new array of { id, kind, ... }. delivery: { path, headers }, taken. NULL:
 * E_PARSE (verified, but not decodable). */
json_t *platform_decode(struct platform *p, json_t *delivery, const struct json_doc *body,
                        struct err *e);

/* The call for one outbox effect: a new object { method?, path?, headers?, body? }. step: "send", or
 * "look" where the answer of an earlier "send" was lost. NULL: E_PARSE. */
json_t *platform_encode(struct platform *p, json_t *effect, const char *step, struct err *e);

/* What the answer to that call means: a new object { state, reason?, id?, after_s? }, or json null:
 * what its status says. response: { status, body: JSON or null }, taken. NULL: E_PARSE. */
json_t *platform_answer(struct platform *p, json_t *effect, json_t *response, const char *step,
                        struct err *e);

/* The answer of a person's own request that carries these effects (platform_facts.replies), a new
 * object. delivery: as decoded. NULL: E_PARSE. */
json_t *platform_reply(struct platform *p, json_t *delivery, json_t *effects, struct err *e);

/* A call that changes nothing and tells nobody anything, by which `assent doctor` sees whether our calls
 * are taken (platform_facts.probes): a new object like encode's. NULL: E_PARSE. */
json_t *platform_probe(struct platform *p, struct err *e);

/* What the answer to that call means: a new object { state: "ok", "credentials", "refused", "unknown",
 * reason? }, or json null: what its status says. response: { status, body: JSON or null }, taken. NULL:
 * E_PARSE. */
json_t *platform_probed(struct platform *p, json_t *response, struct err *e);

#endif
