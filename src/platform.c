#include "platform.h"

#include <stdlib.h>

#include "base.h"
#include "trusted.h"

struct platform {
	struct trusted *adapter;
	char *verify;
	bool keyed;
};

struct platform *platform_new(const char *name, struct err *e)
{
	struct err missing = { 0 };
	char *module = xasprintf("assent/platform/%s", name);
	struct trusted *adapter = trusted_new(module, &missing);
	free(module);
	if (!adapter) {
		err_set(e, missing.code, "platform '%s': %s", name, missing.text);
		return NULL;
	}
	struct platform *p = xcalloc(1, sizeof *p);
	p->adapter = adapter;
	json_t *verify = trusted_field(adapter, "verify"), *keyed = trusted_field(adapter, "keyed");
	p->verify = xstrdup(json_string_value(verify));
	p->keyed = json_is_true(keyed);
	json_decref(verify);
	json_decref(keyed);
	return p;
}

void platform_free(struct platform *p)
{
	if (!p)
		return;
	trusted_free(p->adapter);
	free(p->verify);
	free(p);
}

const char *platform_verify_scheme(const struct platform *p)
{
	return p->verify;
}

bool platform_is_keyed(const struct platform *p)
{
	return p->keyed;
}

json_t *platform_decode(struct platform *p, json_t *headers, const struct json_doc *body,
                        struct err *e)
{
	json_t *args = json_pack("[O]", headers);
	json_t *events = trusted_call_doc(p->adapter, "decode", args, body, e);
	json_decref(args);
	if (events && json_is_object(events) && !json_object_size(events)) {
		json_decref(events); /* an empty table of Lua */
		events = json_array();
	}
	if (!events || json_is_array(events))
		return events;
	err_set(e, E_PARSE, "decode must return a list of events");
	json_decref(events);
	return NULL;
}

json_t *platform_encode(struct platform *p, json_t *effect, struct err *e)
{
	json_t *args = json_pack("[O]", effect);
	json_t *call = trusted_call(p->adapter, "encode", args, e);
	json_decref(args);
	if (!call || json_object_get(call, "body"))
		return call;
	err_set(e, E_PARSE, "encode must return { body = … }");
	json_decref(call);
	return NULL;
}
