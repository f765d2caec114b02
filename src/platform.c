#include "platform.h"

#include <stdlib.h>
#include <string.h>

#include "base.h"
#include "embedded.h"
#include "keys.h"
#include "trusted.h"

struct platform {
	struct trusted *adapter;
	json_t *own; /* what the facts below point to */
	const char **headers;
	struct platform_facts facts;
};

/* ---- which there are ---- */

#define WHERE "lua/assent/platform/"

const char *const *platform_names(void)
{
	static const char **names;
	if (names)
		return names;
	size_t count = 0;
	for (const struct embedded *f = embedded_files; f->path; f++)
		count += !strncmp(f->path, WHERE, strlen(WHERE));
	names = xcalloc(count + 1, sizeof *names);
	count = 0;
	for (const struct embedded *f = embedded_files; f->path; f++) {
		const char *name = f->path + strlen(WHERE);
		if (!strncmp(f->path, WHERE, strlen(WHERE)))
			names[count++] = xstrndup(name, strcspn(name, "."));
	}
	return names;
}

/* ---- settings ---- */

/* The table of an adapter's settings: [{ name, type, help, required?, default?, choices? }]. */
static json_t *settings_of(struct trusted *adapter)
{
	json_t *list = trusted_field(adapter, "settings");
	if (json_is_array(list))
		return list;
	json_decref(list);
	return json_array();
}

static const char *text_in(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

static bool is_choice(const json_t *choices, const json_t *v)
{
	size_t i;
	json_t *one;
	json_array_foreach(choices, i, one) if (json_equal(one, v)) return true;
	return !choices;
}

static const struct {
	const char *type, *say;
	json_type is;
} types[] = {
	{ "text", "a text that is not empty", JSON_STRING },
	{ "integer", "a whole number", JSON_INTEGER },
	{ "boolean", "true or false", JSON_TRUE },
	{ "object", "an object", JSON_OBJECT },
	{ "list", "a list", JSON_ARRAY },
};

static size_t type_of(const json_t *setting)
{
	const char *type = text_in(setting, "type");
	for (size_t i = 1; type && i < COUNT_OF(types); i++)
		if (!strcmp(types[i].type, type))
			return i;
	return 0;
}

static bool is_of_type(const json_t *v, json_type is)
{
	if (is == JSON_TRUE)
		return json_is_boolean(v);
	return json_typeof(v) == is && (is != JSON_STRING || json_string_length(v));
}

static int check_setting(const json_t *setting, const json_t *v, struct err *e)
{
	const char *name = text_in(setting, "name"), *help = text_in(setting, "help");
	const json_t *choices = json_object_get(setting, "choices");
	size_t type = type_of(setting);
	if (!v && json_is_true(json_object_get(setting, "required")))
		return err_set(e, E_CONFIG, "settings.%s: is missing: %s", name, help);
	if (v && !is_of_type(v, types[type].is))
		return err_set(e, E_CONFIG, "settings.%s: must be %s: %s", name, types[type].say,
		               help);
	if (v && !is_choice(choices, v)) {
		char *list = json_dumps(choices, JSON_ENCODE_ANY);
		err_set(e, E_CONFIG, "settings.%s: must be one of %s: %s", name, list, help);
		free(list);
		return -1;
	}
	return 0;
}

static int check_unknown(const json_t *known, const json_t *given, struct err *e)
{
	size_t n = json_array_size(known);
	const char **names = xcalloc(n + 1, sizeof *names);
	for (size_t i = 0; i < n; i++)
		names[i] = text_in(json_array_get(known, i), "name");
	const char *unknown = given ? keys_unknown(given, names) : NULL;
	if (unknown) {
		char *hint = keys_hint(unknown, names);
		err_set(e, E_CONFIG, "settings.%.64s: unknown setting: %s", unknown, hint);
		free(hint);
	}
	free(names);
	return unknown ? -1 : 0;
}

/* The settings with defaults, new. NULL: E_CONFIG. */
static json_t *checked_settings(struct trusted *adapter, const json_t *given, struct err *e)
{
	json_t *known = settings_of(adapter), *all = json_object(), *one;
	size_t i;
	int rc = check_unknown(known, given, e);
	json_array_foreach(known, i, one)
	{
		json_t *v = json_object_get(given, text_in(one, "name"));
		rc = rc || check_setting(one, v, e) ? -1 : 0;
		v = v ? v : json_object_get(one, "default");
		if (v)
			json_object_set(all, text_in(one, "name"), v);
	}
	json_decref(known);
	if (!rc)
		return all;
	json_decref(all);
	return NULL;
}

json_t *platform_settings_schema(const char *name)
{
	static const char *const schema_types[] = { "string", "integer", "boolean", "object",
		                                    "array" };
	char *module = xasprintf("assent/platform/%s", name);
	struct trusted *adapter = trusted_new(module, NULL);
	json_t *known = adapter ? settings_of(adapter) : json_array(), *one;
	json_t *properties = json_object(), *required = json_array();
	size_t i;
	json_array_foreach(known, i, one)
	{
		json_t *s = json_pack("{s:s, s:s*}", "type", schema_types[type_of(one)],
		                      "description", text_in(one, "help"));
		if (json_object_get(one, "choices"))
			json_object_set(s, "enum", json_object_get(one, "choices"));
		if (json_object_get(one, "default"))
			json_object_set(s, "default", json_object_get(one, "default"));
		if (json_is_true(json_object_get(one, "required")))
			json_array_append(required, json_object_get(one, "name"));
		json_object_set_new(properties, text_in(one, "name"), s);
	}
	json_t *schema = json_pack("{s:s, s:b, s:o}", "type", "object", "additionalProperties", 0,
	                           "properties", properties);
	if (json_array_size(required))
		json_object_set(schema, "required", required);
	json_decref(required);
	json_decref(known);
	trusted_free(adapter);
	free(module);
	return schema;
}

/* ---- what an adapter says of itself ---- */

static const char *text_fact(struct platform *p, const char *name)
{
	json_t *v = trusted_field(p->adapter, name);
	json_object_set_new(p->own, name, v);
	return json_string_value(v);
}

static const json_t *table_fact(struct platform *p, const char *name)
{
	json_t *v = trusted_field(p->adapter, name);
	json_object_set_new(p->own, name, v);
	return json_is_null(v) ? NULL : v;
}

static bool flag_fact(struct platform *p, const char *name)
{
	json_t *v = trusted_field(p->adapter, name);
	bool is = json_is_true(v);
	json_decref(v);
	return is;
}

static int64_t number_fact(struct platform *p, const char *name)
{
	json_t *v = trusted_field(p->adapter, name);
	int64_t number = json_integer_value(v);
	json_decref(v);
	return number;
}

static void read_facts(struct platform *p)
{
	p->own = json_object();
	const json_t *headers = table_fact(p, "headers"), *limits = table_fact(p, "limits");
	size_t n = json_array_size(headers);
	p->headers = xcalloc(n + 1, sizeof *p->headers);
	for (size_t i = 0; i < n; i++)
		p->headers[i] = json_string_value(json_array_get(headers, i));
	p->facts = (struct platform_facts){
		.verify = text_fact(p, "verify"),
		.verify_header = text_fact(p, "verify_header"),
		.authorize = table_fact(p, "authorize"),
		.id_header = text_fact(p, "id_header"),
		.headers = p->headers,
		.accepted = table_fact(p, "accepted"),
		.fresh = flag_fact(p, "fresh"),
		.hosts = table_fact(p, "hosts"),
		.keyed = flag_fact(p, "keyed"),
		.keyed_ms = 1000 * number_fact(p, "keyed"),
		.looks = flag_fact(p, "looks"),
		.answers = trusted_can(p->adapter, "answer"),
		.replies = flag_fact(p, "replies"),
		.sessions = flag_fact(p, "sessions"),
		.typed = json_is_true(json_object_get(limits, "typed")),
		.text_max = (size_t)json_integer_value(json_object_get(limits, "text")),
		.outputs = (size_t)json_integer_value(json_object_get(limits, "outputs")),
		.controls = flag_fact(p, "controls"),
		.probes = trusted_can(p->adapter, "probe"),
		.entry = table_fact(p, "entry"),
	};
}

const struct platform_facts *platform_facts(const struct platform *p)
{
	return &p->facts;
}

/* ---- life ---- */

static int set_up(struct platform *p, const json_t *given, struct err *e)
{
	json_t *settings = checked_settings(p->adapter, given, e);
	if (!settings)
		return -1;
	json_t *args = json_pack("[o]", settings), *none = trusted_field(p->adapter, "settings");
	bool has_none = json_is_null(none);
	json_decref(none);
	struct err why = { 0 };
	json_t *done = has_none ? json_null() : trusted_call(p->adapter, "setup", args, &why);
	json_decref(args);
	if (!done)
		return err_set(e, E_CONFIG, "settings: %s", why.text);
	json_decref(done);
	return 0;
}

struct platform *platform_new(const char *name, const json_t *settings, struct err *e)
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
	if (set_up(p, settings, e)) {
		platform_free(p);
		return NULL;
	}
	read_facts(p);
	return p;
}

void platform_free(struct platform *p)
{
	if (!p)
		return;
	trusted_free(p->adapter);
	json_decref(p->own);
	free(p->headers);
	free(p);
}

/* ---- calls ---- */

json_t *platform_decode(struct platform *p, json_t *delivery, const struct json_doc *body,
                        struct err *e)
{
	json_t *args = json_pack("[o]", delivery);
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

/* Takes args; what comes back must be an object (or null, where that is said). */
static json_t *call(struct platform *p, const char *name, json_t *args, bool null_too,
                    struct err *e)
{
	json_t *found = trusted_call(p->adapter, name, args, e);
	json_decref(args);
	if (!found || json_is_object(found) || (null_too && json_is_null(found)))
		return found;
	err_set(e, E_PARSE, "%s must return a table", name);
	json_decref(found);
	return NULL;
}

json_t *platform_encode(struct platform *p, json_t *effect, const char *step, struct err *e)
{
	return call(p, "encode", json_pack("[O, s]", effect, step), false, e);
}

json_t *platform_answer(struct platform *p, json_t *effect, json_t *response, const char *step,
                        struct err *e)
{
	return call(p, "answer", json_pack("[O, o, s]", effect, response, step), true, e);
}

json_t *platform_reply(struct platform *p, json_t *delivery, json_t *effects, struct err *e)
{
	return call(p, "reply", json_pack("[O, O]", delivery, effects), false, e);
}

json_t *platform_probe(struct platform *p, struct err *e)
{
	return call(p, "probe", json_array(), false, e);
}

json_t *platform_probed(struct platform *p, json_t *response, struct err *e)
{
	if (trusted_can(p->adapter, "probed"))
		return call(p, "probed", json_pack("[o]", response), true, e);
	json_decref(response);
	return json_null();
}
